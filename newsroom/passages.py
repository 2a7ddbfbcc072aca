"""What a story that was found says about it: its headline and a passage, marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from articles.body.markup import SPOILER
from articles.body.sanitising import plain_text
from articles.models import Version
from articles.search.stories import Found
from images.asking import Asked
from images.question_words import SAID_IN_PASSING
from images.search import fold


class Marked(NamedTuple):
    """A piece of a text, and whether it is what was asked for."""

    text: str
    is_hit: bool


class FoundStory(NamedTuple):
    version: Version
    headline: list[Marked]
    said: list[Marked]


WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
BEFORE, AFTER = 70, 150
LONGEST_READ = 60_000
SHORT_WORD = 3


def told(stories: list[Found], asked: Asked, at: datetime) -> list[FoundStory]:
    """The stories of one page with what they say about it; three queries."""
    pks = [row.version for row in stories]
    live = Version.objects.live(at).for_cards()
    versions = {version.pk: version for version in live.filter(pk__in=pks)}
    bodies = dict(Version.objects.filter(pk__in=pks).values_list("pk", "body"))
    found = []
    for pk in pks:
        if version := versions.get(pk):
            face = version.face(at)
            said = marked(face.standfirst, asked)
            if not face.is_safe and not any(piece.is_hit for piece in said):
                # What a story hides is found, and not told.
                body = plain_text(SPOILER.sub("", bodies[pk])[:LONGEST_READ])
                said = passage(body, asked) or said
            found.append(FoundStory(version, marked(face.headline, asked), said))
    return found


def marked(text: str, asked: Asked) -> list[Marked]:
    """
    A text cut at the words that were asked for.

    >>> from images.asking import ask
    >>> marked("A dead end", ask("dead"))[1]
    Marked(text='dead', is_hit=True)
    """
    pieces: list[Marked] = []
    end = 0
    for start, stop in _spots(text, asked):
        pieces += [Marked(text[end:start], False), Marked(text[start:stop], True)]
        end = stop
    pieces.append(Marked(text[end:], False))
    return [piece for piece in pieces if piece.text]


def passage(text: str, asked: Asked) -> list[Marked]:
    """The passage in which most of it is said; nothing where none of it is."""
    text = " ".join(text.split())
    spots = list(islice(_spots(text, asked), 200))
    if not spots:
        return []

    def said_after(spot: tuple[int, int]) -> int:
        near = (s for s in spots if spot[0] <= s[0] <= spot[0] + AFTER)
        return len({text[start:stop].casefold() for start, stop in near})

    # The first of the best.
    start = max(spots, key=said_after)[0]
    begin = text.rfind(" ", 0, max(start - BEFORE, 0)) + 1 if start > BEFORE else 0
    stop = text.find(" ", start + AFTER)
    cut = text[begin : stop if stop > 0 else len(text)]
    before, after = "… " if begin else "", " …" if stop > 0 else ""
    return marked(f"{before}{cut}{after}", asked)


def _spots(text: str, asked: Asked) -> Iterable[tuple[int, int]]:
    """
    Where words that were asked for stand, those beside each other together. "All" and
    "of" are marked in a name, but not by themselves.
    """
    wanted = set(asked.words)
    telling = {word for word in wanted if _tells(word)} or wanted
    run: tuple[int, int] | None = None
    is_told = False
    for match in WORD.finditer(text):
        parts = _folded(match[0])
        if any(_is_asked(part, wanted) for part in parts):
            run = (run[0] if run else match.start(), match.end())
            is_told = is_told or any(_is_asked(part, telling) for part in parts)
            continue
        if run and is_told:
            yield run
        run, is_told = None, False
    if run and is_told:
        yield run


def _tells(word: str) -> bool:
    return len(word) > SHORT_WORD and word not in SAID_IN_PASSING


@lru_cache(maxsize=50_000)
def _folded(word: str) -> tuple[str, ...]:
    return tuple(fold(word).split())


def _is_asked(word: str, wanted: set[str]) -> bool:
    return word in wanted or any(
        len(each) > 2 and word.startswith(each) for each in wanted
    )
