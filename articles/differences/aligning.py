"""
Which items of two sequences are the same: the ground of comparing and merging.

What is unique on both sides holds the two together (as in "patience" comparison), so
that a paragraph or a rare word is recognised and not one of a hundred "the"s. What
lies between such anchors is small and is compared item by item, as long as the
`Effort` lasts; beyond it the rest counts as different. So the work stays bounded
whatever is compared, and what is found is always true, if not always all there is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

# Pairs of items looked at in one gap between anchors. The worst gap of this size
# takes a few hundredths of a second.
MOST_IN_A_GAP = 60_000


class Stretch(NamedTuple):
    """`before[start:end]` became `after[new_start:new_end]`; either may be empty."""

    kind: Literal["equal", "replace", "insert", "delete"]
    start: int
    end: int
    new_start: int
    new_end: int


class Effort:
    """How much work a comparison may still take, counted in pairs of items."""

    def __init__(self, pairs: int = 1_500_000) -> None:
        self.pairs = pairs

    def spend(self, pairs: int) -> bool:
        """Whether there was enough left, which is then less."""
        if pairs > self.pairs:
            return False
        self.pairs -= pairs
        return True


def align(
    before: Sequence[Hashable],
    after: Sequence[Hashable],
    effort: Effort | None = None,
) -> list[Stretch]:
    """Both sequences from end to end, as stretches that are equal or differ."""
    stretches: list[Stretch] = []
    start = new_start = 0
    ends = (len(before), len(after))
    for pair in (*pairs_of(before, after, effort), ends):
        _add_difference(stretches, start, pair[0], new_start, pair[1])
        if pair != ends:
            _extend(stretches, *pair)
        start, new_start = pair[0] + 1, pair[1] + 1
    return stretches


def _extend(stretches: list[Stretch], index: int, new_index: int) -> None:
    if stretches and stretches[-1].kind == "equal":
        last = stretches.pop()
        stretches.append(last._replace(end=index + 1, new_end=new_index + 1))
    else:
        stretches.append(Stretch("equal", index, index + 1, new_index, new_index + 1))


def _add_difference(
    stretches: list[Stretch], start: int, end: int, new_start: int, new_end: int
) -> None:
    if start < end and new_start < new_end:
        stretches.append(Stretch("replace", start, end, new_start, new_end))
    elif start < end:
        stretches.append(Stretch("delete", start, end, new_start, new_end))
    elif new_start < new_end:
        stretches.append(Stretch("insert", start, end, new_start, new_end))


def pairs_of(
    before: Sequence[Hashable],
    after: Sequence[Hashable],
    effort: Effort | None = None,
) -> list[tuple[int, int]]:
    """Indices of equal items, rising on both sides."""
    effort = effort or Effort()
    found: list[tuple[int, int]] = []
    waiting = [(0, len(before), 0, len(after))]
    while waiting:
        start, end, new_start, new_end = waiting.pop()
        while start < end and new_start < new_end and before[start] == after[new_start]:
            found.append((start, new_start))
            start, new_start = start + 1, new_start + 1
        while (
            start < end
            and new_start < new_end
            and before[end - 1] == after[new_end - 1]
        ):
            end, new_end = end - 1, new_end - 1
            found.append((end, new_end))
        if start == end or new_start == new_end:
            continue
        if not effort.spend(end - start + new_end - new_start):
            continue
        gap = (start, end, new_start, new_end)
        anchors = _anchors(before, after, *gap)
        if anchors:
            found += anchors
            waiting += _between(anchors, *gap)
        else:
            found += _item_by_item(before, after, *gap, effort)
    return sorted(found)


def _anchors(
    before: Sequence[Hashable],
    after: Sequence[Hashable],
    start: int,
    end: int,
    new_start: int,
    new_end: int,
) -> list[tuple[int, int]]:
    """The longest rising row of items that stand once on either side."""
    old_counts = Counter(before[start:end])
    new_counts = Counter(after[new_start:new_end])
    places = {
        item: index
        for index, item in enumerate(after[new_start:new_end], new_start)
        if new_counts[item] == 1
    }
    candidates = [
        (index, places[item])
        for index, item in enumerate(before[start:end], start)
        if old_counts[item] == 1 and item in places
    ]
    return rising(candidates)


def rising(candidates: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    The longest row of the candidates that rises on the right as well.

    They come sorted by the left, and no left or right index comes twice.
    """
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for number, (_, right) in enumerate(candidates):
        length = bisect_left(tails, right)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(right)
            ends.append(number)
        else:
            tails[length], ends[length] = right, number
    row: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        row.append(candidates[number])
        number = previous[number]
    return row[::-1]


def _between(
    anchors: list[tuple[int, int]], start: int, end: int, new_start: int, new_end: int
) -> Iterator[tuple[int, int, int, int]]:
    for index, new_index in (*anchors, (end, new_end)):
        if start < index and new_start < new_index:
            yield start, index, new_start, new_index
        start, new_start = index + 1, new_index + 1


def _item_by_item(
    before: Sequence[Hashable],
    after: Sequence[Hashable],
    start: int,
    end: int,
    new_start: int,
    new_end: int,
    effort: Effort,
) -> Iterator[tuple[int, int]]:
    size = (end - start) * (new_end - new_start)
    if size > MOST_IN_A_GAP or not effort.spend(size):
        return
    matcher = SequenceMatcher(
        None, before[start:end], after[new_start:new_end], autojunk=False
    )
    for index, new_index, length in matcher.get_matching_blocks():
        for offset in range(length):
            yield start + index + offset, new_start + new_index + offset
