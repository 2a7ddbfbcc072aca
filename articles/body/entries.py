"""
The places of a ranked list, and the numbers they have.

They count as an ordered list in HTML does: up from one, or down to one where the first
place says so, and from a number that was set onwards. So a place that is put in, moved
or taken out renumbers the others, and nothing stored has to change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .markup import ENTRY


class Place(NamedTuple):
    """One place: `number` is None in a list without numbers."""

    match: re.Match[str]
    number: int | None


def places(html: str) -> Iterator[Place]:
    """The places of a canonical body, in order."""
    found = list(ENTRY.finditer(html))
    count = found[0]["count"] if found else None
    step = -1 if count == "down" else 1
    number = len(found) if count == "down" else 1
    for match in found:
        number = int(match["number"] or number)
        # Whoever counts down from too few has no places left to give.
        yield Place(match, None if count == "none" or number < 1 else number)
        number += step
