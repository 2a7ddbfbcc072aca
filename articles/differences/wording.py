"""
What became of a text, word by word.

A text is read as atoms: words, blanks and single marks of punctuation, each with the
inline tags that stand around it. Scripts written without spaces are read character by
character. Only words hold the two sides together; blanks follow them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from .aligning import Effort, pairs_of

Fate = Literal["kept", "removed", "added"]

# A short word kept between two changes of twice its length says less than it disturbs.
MOST_IN_AN_ISLAND = 16

_CHARACTERS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = r"!-/:-@\[-`{-~¡-©«-¬®-±´-¸»¿\u2010-\u2029\u2030-\u205e\u3000-\u303f"
_LETTER = rf"[^\s{_CHARACTERS}{_MARKS}]"
# No possessive group: Python before 3.11.5 ends it too early (python/cpython#106052).
_ATOM = re.compile(
    rf"\s+|[{_CHARACTERS}]|{_LETTER}+(?:['’.,\-]{_LETTER}+)*|.", re.DOTALL
)


class Atom(NamedTuple):
    text: str
    # The opening tags around it, the outermost first.
    tags: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        return self.text.isspace()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


class Run(NamedTuple):
    """Words that stand together and share one fate."""

    fate: Fate
    text: str


Marked = list[tuple[Fate, Atom]]


def atoms(text: str, tags: tuple[str, ...] = ()) -> list[Atom]:
    return [Atom(piece, tags) for piece in _ATOM.findall(text)]


def words(text: str) -> list[str]:
    return [atom.text for atom in atoms(text) if atom.is_word]


def compare_texts(before: str, after: str) -> list[Run]:
    """A plain text as runs of kept, removed and added words."""
    return [
        Run(fate, "".join(atom.text for _, atom in run))
        for fate, run in groupby(
            mark(atoms(before), atoms(after), Effort()), key=lambda pair: pair[0]
        )
    ]


def count_words(marked: Iterable[tuple[Fate, Atom]], fate: Fate) -> int:
    return sum(1 for of_atom, atom in marked if of_atom == fate and atom.is_word)


def mark(before: Sequence[Atom], after: Sequence[Atom], effort: Effort) -> Marked:
    """
    Both texts as one: leaving out what was removed gives `after`, leaving out what
    was added gives `before`, to the character.
    """
    marked: Marked = []
    start = new_start = 0
    ends = (len(before), len(after))
    for index, new_index in (*_kept_words(before, after, effort), ends):
        marked += _gap(before[start:index], after[new_start:new_index])
        if (index, new_index) != ends:
            marked.append(("kept", after[new_index]))
        start, new_start = index + 1, new_index + 1
    return marked


def _kept_words(
    before: Sequence[Atom], after: Sequence[Atom], effort: Effort
) -> list[tuple[int, int]]:
    places = [index for index, atom in enumerate(before) if not atom.is_blank]
    new_places = [index for index, atom in enumerate(after) if not atom.is_blank]
    found = pairs_of(
        [before[index] for index in places],
        [after[index] for index in new_places],
        effort,
    )
    pairs = [(places[index], new_places[new_index]) for index, new_index in found]
    return _without_islands(pairs, before, after)


def _without_islands(
    pairs: list[tuple[int, int]], before: Sequence[Atom], after: Sequence[Atom]
) -> list[tuple[int, int]]:
    """Drop words that were kept by chance, amid bigger changes on either side."""
    runs: list[list[tuple[int, int]]] = []
    for index, new_index in pairs:
        if runs and _is_next(runs[-1][-1], (index, new_index), before, after):
            runs[-1].append((index, new_index))
        else:
            runs.append([(index, new_index)])
    edges = [(-1, -1), *(pair for run in runs for pair in (run[0], run[-1]))]
    edges.append((len(before), len(after)))
    changes = [
        max(
            _length(before[edges[at][0] + 1 : edges[at + 1][0]]),
            _length(after[edges[at][1] + 1 : edges[at + 1][1]]),
        )
        for at in range(0, len(edges), 2)
    ]
    return [
        pair
        for number, run in enumerate(runs)
        if not _is_island(
            _length([after[new_index] for _, new_index in run]),
            changes[number],
            changes[number + 1],
        )
        for pair in run
    ]


def _is_next(
    last: tuple[int, int],
    pair: tuple[int, int],
    before: Sequence[Atom],
    after: Sequence[Atom],
) -> bool:
    """Whether only the same blanks, if any, stand between two kept words."""
    return before[last[0] + 1 : pair[0]] == after[last[1] + 1 : pair[1]]


def _is_island(length: int, change_before: int, change_after: int) -> bool:
    return length <= min(MOST_IN_AN_ISLAND, change_before // 2, change_after // 2)


def _length(of: Sequence[Atom]) -> int:
    return sum(len(atom.text) for atom in of if not atom.is_blank)


def _gap(before: Sequence[Atom], after: Sequence[Atom]) -> Marked:
    """What stands between two kept words: equal edges are kept, the rest differs."""
    shortest = min(len(before), len(after))
    first = 0
    while first < shortest and before[first] == after[first]:
        first += 1
    last = 0
    while last < shortest - first and before[-1 - last] == after[-1 - last]:
        last += 1
    end, new_end = len(before) - last, len(after) - last
    return [
        *(("kept", atom) for atom in after[:first]),
        *(("removed", atom) for atom in before[first:end]),
        *(("added", atom) for atom in after[first:new_end]),
        *(("kept", atom) for atom in after[new_end:]),
    ]
