"""
How a name answers what was typed.

Shows, people, tags, sections and authors are ranked in the same way: by how much of a
name was typed, and how many letters of it have to be forgiven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

from . import spelling
from .asking import Asked
from .initials import initials_of
from .question_words import is_half_asked, plain, tells, without_passing
from .search import bare, fold

# Of one kind; more would not help anybody choose.
MOST_NAMED = 60


class Fit(IntEnum):
    """How a name answers what was typed, the best first."""

    EXACT = 0
    BEGINS = 1
    OTHER_EXACT = 2
    OTHER_BEGINS = 3
    # Every word is one of the name's, whole: "kill bill 2".
    WHOLE_WORDS = 4
    # "Squid Game" in "when is squid game season 2 out": only the name is one.
    SUBJECT = 5
    MENTIONED = 6
    INSIDE = 7
    WORDS = 8
    # The words but for what is asked about it: "doomsday trailer".
    SUBJECT_WORDS = 9
    NEAR = 10
    # "oitnb"; hardly anybody means it where a name has the letters themselves.
    INITIALS = 11

    @property
    def is_a_name(self) -> bool:
        """Whether what was typed is, or holds, the whole name of something."""
        return self.is_the_name or self in {Fit.MENTIONED, Fit.INITIALS}

    @property
    def is_the_name(self) -> bool:
        """Whether nothing else was named."""
        return self in {Fit.EXACT, Fit.OTHER_EXACT, Fit.SUBJECT}


@dataclass(frozen=True)
class Hit:
    """One named thing that was found."""

    row: Any
    fit: Fit
    # The name it was found by, as it is written.
    name: str
    # Letters that had to be forgiven; letters that were not typed.
    off: int
    rest: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.fit, self.off, self.rest


Names = Callable[[Any], list[str]]


def among(
    rows: Iterable[Any], asked: Asked, of: Names, *, alike: bool = False
) -> list[Hit]:
    """Those of a few rows that answer, best first; no query."""
    hits = [hit for row in rows if (hit := _best(row, of(row), asked, alike))]
    return sorted(hits, key=lambda hit: hit.rank)[:MOST_NAMED]


# Names of a catalogue are folded again and again.
_folded = lru_cache(maxsize=20_000)(fold)


def _best(row: Any, written: list[str], asked: Asked, alike: bool) -> Hit | None:
    hits = []
    for place, name in enumerate(written):
        folded = _folded(name)
        if fit := _fit(folded, asked, is_main=alike or place == 0):
            hits.append(Hit(row, fit[0], name, fit[1], fit[2]))
        elif asked.initials in (places := initials_of(name)):
            rest = places[asked.initials]
            hits.append(Hit(row, Fit.INITIALS, name, 0, rest))
    return min(hits, key=lambda hit: hit.rank, default=None)


def _fit(name: str, asked: Asked, *, is_main: bool) -> tuple[Fit, int, int] | None:
    if not name:
        return None
    if asked.near:
        return _near(name.split(), asked)
    text, rest = asked.text, len(name) - len(asked.text)
    joined = name.replace(" ", "")
    short, even = bare(name), plain(name)
    if text in (name, short) or asked.joined == joined:
        return (Fit.EXACT if is_main else Fit.OTHER_EXACT), 0, abs(rest)
    if asked.plain in (even, bare(even)):
        return (Fit.EXACT if is_main else Fit.OTHER_EXACT), 0, abs(rest) + 1
    if name.startswith(text) or short.startswith(text):
        return (Fit.BEGINS if is_main else Fit.OTHER_BEGINS), 0, rest
    if len(asked.words) > 1 and {*asked.plain.split()} <= {*even.split()}:
        return Fit.WHOLE_WORDS, 0, rest
    if joined == asked.subject.replace(" ", ""):
        return Fit.SUBJECT, 0, -len(name)
    if fit := _mentioned(name, asked):
        # The longest name that was mentioned is the one that was meant.
        return fit
    if joined.startswith(asked.joined) or f" {text}" in name:
        return Fit.INSIDE, 0, rest
    if _holds(asked.words, name) or _holds(asked.plain.split(" "), even):
        return Fit.WORDS, 0, rest
    if asked.subject and _holds(asked.subject.split(" "), name):
        return Fit.SUBJECT_WORDS, 0, len(name) - len(asked.subject)
    return None


def _holds(words: Sequence[str], name: str) -> bool:
    """Whether each of the words begins one of the name's."""
    starts = f" {name}"
    return all(f" {word}" in starts for word in words)


def _mentioned(name: str, asked: Asked) -> tuple[Fit, int, int] | None:
    """
    Whether the whole name stands among the words. One of a single word ("You", "Dark")
    has to stand at an end of them, or it is most likely just a word; unless nothing
    else is told.
    """
    even = plain(name)
    if asked.subject and not any(map(tells, even.split())):
        # Who asks for season 3 of something means no show called "Three".
        return None
    ways = [
        (name, asked.text),
        (bare(name), asked.text),
        (even, asked.plain),
        (bare(even), asked.plain),
    ]
    short = without_passing(even)
    if " " in short and short != even:
        ways.append((short, without_passing(asked.plain)))
    found = None
    for each, text in ways:
        before, is_there, after = f" {text} ".partition(f" {each} ")
        if not is_there:
            continue
        if _only_asks(before.split(), after.split()):
            return Fit.SUBJECT, 0, -len(each)
        if not found and (" " in each or not before.strip() or not after.strip()):
            found = Fit.MENTIONED, 0, -len(each)
    return found


def _only_asks(before: list[str], after: list[str]) -> bool:
    """Whether these words beside a name are none of another one."""
    *others, last = [*before, *after]
    is_asked = not tells(last) or bool(after and is_half_asked(last))
    return is_asked and not any(map(tells, others))


def _near(words: list[str], asked: Asked) -> tuple[Fit, int, int] | None:
    """The name with each typed word, or all of a name that is among them."""
    off, missed = 0, list(words)
    for typed in asked.words:
        if found := nearest_word(typed, missed, asked.may_be_short(typed)):
            # One that is only begun is not the one that was typed.
            off += min(
                spelling.letters_off(typed, found), spelling.tolerance(typed) or 1
            )
            missed.remove(found)
        else:
            off += _besides(typed)
    ways = [] if len(missed) == len(words) else [(off, sum(map(len, missed)))]
    ways += ((off, 0) for off in _near_as_one("".join(words), asked))
    ways = [(off, rest) for off, rest in ways if off < spelling.LONG or not rest]
    return (Fit.NEAR, *min(ways)) if ways else None


def _besides(typed: str) -> int:
    """How far a word leads away from a name beside which it was typed."""
    if not tells(typed):
        return 0
    return spelling.LONG if len(typed) >= spelling.SHORTEST else len(typed)


def _near_as_one(name: str, asked: Asked) -> Iterator[int]:
    """How far off a name is as one word: "strangerthngs s5", "bridger tn"."""
    for run in asked.glued:
        if _is_off_as_one(run, name):
            yield spelling.letters_off(run, name)
    for typed in asked.words:
        if len(typed) >= spelling.LONG and _is_off_as_one(typed, name):
            others = sum(_besides(each) for each in asked.words if each != typed)
            yield spelling.letters_off(typed, name) + others


def nearest_word(typed: str, words: Iterable[str], is_short: bool = False) -> str:
    """
    Which of these words it begins or misspells; empty where it is none of them. A short
    one may miss a letter, and is no other of its length.
    """
    most = 1 if is_short else spelling.tolerance(typed)
    fits = [
        word
        for word in words
        if word.startswith(typed)
        or (_is_off(typed, word, most) and (not is_short or len(word) > len(typed)))
    ]
    return min(fits, key=lambda word: spelling.likeness(typed, word), default="")


def _is_off(typed: str, word: str, most: int) -> bool:
    lengths = abs(len(word) - len(typed))
    return lengths <= most and spelling.letters_off(typed, word) <= most


def _is_off_as_one(run: str, name: str) -> bool:
    """The same of all of a name; "k-drama" is no slip of "C-drama"."""
    return run[:1] == name[:1] and _is_off(run, name, spelling.tolerance(run))


def corrected(asked: Asked, name: str) -> str:
    """What was typed, with the words that the name spells otherwise."""
    spelt = fold(name).split()
    joined = "".join(spelt)
    for text in (asked.text, asked.subject):
        run = text.replace(" ", "")
        if run in asked.glued and _is_off_as_one(run, joined):
            return asked.text.replace(text, " ".join(spelt), 1)

    def spelt_of(typed: str) -> str:
        if typed in spelt:
            return typed
        found = nearest_word(typed, spelt, asked.may_be_short(typed))
        if not found and _is_off_as_one(typed, joined):
            return " ".join(spelt)
        return found or typed

    return " ".join(map(spelt_of, asked.words))
