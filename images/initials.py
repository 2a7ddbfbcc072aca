"""
What readers shorten long names to: "oitnb", "himym", "tng", "지우학".

The initials of a name are kept among its word starts, behind a space, so that no
half-typed word ("got", "gotham") meets them by accident.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .question_words import plain
from .search import BEFORE_INITIALS, bare, fold

FEWEST, MOST = 3, 12
# "Star Trek: The Next Generation" is told from the others by what stands behind.
PARTS = re.compile(r"[:–—]| - ")


@lru_cache(maxsize=20_000)
def initials_of(name: str) -> dict[str, int]:
    """
    The initials of all its words, of a part of it, with and without an article, and
    with numbers as they are spoken; each with the place of the part, all of it first.

    >>> initials_of("Brooklyn Nine-Nine"), initials_of("Squid Game")
    ({'bnn': 0, 'b99': 0}, {})
    >>> initials_of("Star Trek: The Next Generation")
    {'sttng': 0, 'tng': 2}
    """
    places: dict[str, int] = {}
    for place, part in enumerate(dict.fromkeys([name, *PARTS.split(name)])):
        folded = fold(part)
        for text in (folded, bare(folded)):
            for way in (text, plain(text)):
                if initials := _initials(way):
                    places.setdefault(initials, place)
    return places


def initial_keys(name: str) -> list[str]:
    return [key_of(each) for each in initials_of(name)]


def key_of(initials: str) -> str:
    return f"{BEFORE_INITIALS}{initials}"


def _initials(text: str) -> str:
    # A syllable of Hangul is one sign to those who write it.
    words = unicodedata.normalize("NFC", text).split()
    signs = [word if word.isdecimal() else word[0] for word in words]
    is_enough = FEWEST <= len(words) <= MOST
    return fold("".join(signs)) if is_enough else ""
