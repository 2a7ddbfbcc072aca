"""
What two people changed in the same place, laid out for choosing.

Each conflict shows what either side made of the common base, with the difference
marked. Texts can be combined by hand; of a passage of the body both can be kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from articles import content as contents
from articles.content import EMPTY, LABELS, Content
from articles.models import Article

from .comparing import Difference, compare
from .merging import WRITTEN, Clash
from .redline import compare_bodies

CHOICE = "choice-"
COMBINED = "combined-"
COMBINE = "combine"
_SIDES = {"mine": "yours", "theirs": "theirs", "both": "both"}


@dataclass(frozen=True)
class Conflict:
    """One choice to make. `key` is the name that `merging.merge` settles it by."""

    key: str
    label: str
    mine: Difference
    theirs: Difference
    # Of a text: what to begin from when both shall be brought together by hand.
    combined: str | None = None
    is_passage: bool = False
    chosen: str = ""


def conflicts(clashes: list[Clash], typed: Mapping[str, Any]) -> list[Conflict]:
    """The choices to make; `typed` is what was sent with an earlier attempt."""
    return [conflict for clash in clashes for conflict in _conflicts(clash, typed)]


def settled_already(
    clashes: list[Clash], typed: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """
    What an earlier attempt chose, as (key, side, sentence): to be sent again with
    the rest, for nothing was written then.
    """
    open_keys = {clash.field for clash in clashes if not clash.spots}
    open_keys |= {spot.key for clash in clashes for spot in clash.spots}
    return [
        (key, side, f"{_label(key)}: {_SIDES[side]}")
        for name, side in typed.items()
        if name.startswith(CHOICE)
        and (key := name.removeprefix(CHOICE)) not in open_keys
        and key.partition(".")[0] in LABELS
        and side in _SIDES
    ]


def combine(typed: Mapping[str, str]) -> dict[str, str]:
    """
    What a form says when texts were combined by hand: the combined text stands in
    the field itself, as the side of the person who combined it.
    """
    changes: dict[str, str] = {}
    for name in WRITTEN:
        text = typed.get(COMBINED + name)
        choice = typed.get(CHOICE + name, "")
        if text is None:
            continue
        # Whoever wrote into the box and chose nothing meant the box.
        was = typed.get(f"{COMBINED}{name}-was", text)
        if choice == COMBINE or (not choice and text.split() != was.split()):
            changes |= {name: _fitting(name, text), CHOICE + name: "mine"}
    return changes


def _fitting(name: str, text: str) -> str:
    """The box has several lines for every text; most fields hold one."""
    field = Article._meta.get_field(name)
    return text if isinstance(field, models.TextField) else " ".join(text.split())


def choices(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen, by the keys of `merging.merge`."""
    return {
        name.removeprefix(CHOICE): side
        for name, side in typed.items()
        if name.startswith(CHOICE) and side in _SIDES
    }


def _conflicts(clash: Clash, typed: Mapping[str, Any]) -> Iterator[Conflict]:
    field = clash.field
    for number, spot in enumerate(clash.spots, 1):
        of = f", passage {number} of {len(clash.spots)}" if clash.spots[1:] else ""
        base, mine, theirs = map("".join, (spot.base, spot.mine, spot.theirs))
        yield Conflict(
            spot.key,
            f"{clash.label}{of}",
            Difference(field, redline=compare_bodies(base, mine)),
            Difference(field, redline=compare_bodies(base, theirs)),
            is_passage=True,
            chosen=typed.get(CHOICE + spot.key, ""),
        )
    if clash.spots:
        return
    names: dict[str, str] = {}
    for value in (clash.base, clash.theirs, clash.mine):
        names |= _naming(field, value).get(field, {})
    yield Conflict(
        field,
        clash.label,
        _difference(field, clash.base, clash.mine, names),
        _difference(field, clash.base, clash.theirs, names),
        combined=_begin_from(clash, typed) if field in WRITTEN else None,
        chosen=typed.get(CHOICE + field, ""),
    )


def _begin_from(clash: Clash, typed: Mapping[str, Any]) -> str:
    sent: str | None = typed.get(COMBINED + clash.field)
    # A combined text that was sent stands on my side now.
    if sent is not None and sent == clash.mine:
        return sent
    return "\n\n".join(text for text in (clash.mine, clash.theirs) if text)


def _difference(field: str, base: Any, side: Any, names: dict[str, str]) -> Difference:
    glossary = {"names": {field: names}}
    return compare(EMPTY | {field: base} | glossary, EMPTY | {field: side} | glossary)[
        0
    ]


def _naming(field: str, value: Any) -> dict[str, dict[str, str]]:
    content: Content = EMPTY | {field: value}
    return contents.glossary(content)


def _label(key: str) -> str:
    field, _, place = key.partition(".")
    return f"{LABELS[field]}, one passage" if place else LABELS[field]
