"""
A layout as plain data: what is kept of each save, merged and compared.

`{"name", "occasion", "slots": [...], "pins": [...]}`. Slots and pins are rows with a
stable `uid`; a pin names its slot by that, so that it can move from one to another.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.models import (
    Article,
    Front,
    Layout,
    Section,
    Selection,
    Slot,
    SlotPin,
)
from articles.publishing import spoken

Content = dict[str, Any]
Kind = Slot.Kind

# What fills every slot when nobody has said anything else. The uids are fixed, so that
# a layout that begins here merges with another one that does.
DEFAULT_SPACE = uuid.UUID("6a4ff1f5-6f0e-4a0e-9d4c-52d7f5a3b001")
MOST_SLOTS = 24
MOST_PINS = 100


@dataclass(frozen=True)
class Rule:
    """What one kind of slot is: how many stand in it, and what fills it by itself."""

    size: int
    most: int
    says: str
    # Which slots are filled first: rare things find no second place.
    rank: int
    takes_pins: bool = True


RULES: dict[str, Rule] = {
    Kind.LEAD: Rule(1, 1, "the newest story with a picture", 0),
    Kind.SIDE: Rule(5, 8, "the newest", 2),
    Kind.ROW: Rule(4, 12, "the newest", 5),
    Kind.KIND: Rule(4, 12, "the newest of that kind", 1),
    Kind.UPDATED: Rule(5, 12, "the last substantive updates", 4),
    Kind.SECTION: Rule(4, 12, "the newest of that section", 6),
    Kind.SECTIONS: Rule(4, 8, "the newest of each section", 7, takes_pins=False),
    Kind.SHELF: Rule(4, 8, "shelves placed on the page", 8, takes_pins=False),
    Kind.PREMIERES: Rule(7, 12, "confirmed dates, soonest first", 9, takes_pins=False),
}


def default(front: Front) -> Content:
    """The page as it is before anybody has laid it out."""
    rows: list[dict[str, Any]]
    if front.section_id:
        rows = [
            {"kind": Kind.LEAD},
            {"kind": Kind.SIDE, "size": 4},
        ]
    else:
        rows = [
            {"kind": Kind.LEAD},
            {"kind": Kind.SIDE},
            {"kind": Kind.KIND, "story_kind": "explainer", "title": GUIDES},
            {"kind": Kind.PREMIERES, "title": "Coming up", "beside": True},
            {"kind": Kind.ROW, "title": "Also new"},
            {"kind": Kind.KIND, "story_kind": "review", "title": "Reviews"},
            {"kind": Kind.UPDATED, "title": "Recently updated", "beside": True},
            {"kind": Kind.SHELF, "title": "What to watch next"},
            {"kind": Kind.SECTIONS},
        ]
    return {
        "name": "",
        "occasion": "",
        "slots": [
            slot(**row, uid=str(uuid.uuid5(DEFAULT_SPACE, f"{index}")))
            for index, row in enumerate(rows)
        ],
        "pins": [],
    }


GUIDES = "Guides, kept true"


def slot(
    kind: str,
    *,
    uid: str = "",
    title: str = "",
    size: int = 0,
    beside: bool = False,
    section: int | None = None,
    story_kind: str = "",
    shelf: int | None = None,
) -> dict[str, Any]:
    rule = RULES[kind]
    return {
        "uid": uid or str(uuid.uuid4()),
        "kind": str(kind),
        "title": title,
        "size": min(size or rule.size, rule.most),
        "beside": beside,
        "section": section,
        "story_kind": story_kind,
        "shelf": shelf,
    }


def pin(slot_uid: str, article: int, *, reason: str = "") -> dict[str, Any]:
    return {
        "uid": str(uuid.uuid4()),
        "slot": slot_uid,
        "article": article,
        "reason": reason,
        "starts_at": None,
        "ends_at": None,
    }


def capture(layout: Layout) -> Content:
    slots = list(layout.slots.all())
    pins = SlotPin.objects.filter(slot__in=slots).order_by(
        "slot__position", "position", "pk"
    )
    uids = {each.pk: str(each.uid) for each in slots}
    return {
        "name": layout.name,
        "occasion": layout.occasion,
        "slots": [
            {
                "uid": str(each.uid),
                "kind": each.kind,
                "title": each.title,
                "size": each.size,
                "beside": each.beside,
                "section": each.section_id,
                "story_kind": each.story_kind,
                "shelf": each.shelf_id,
            }
            for each in slots
        ],
        "pins": [
            {
                "uid": str(each.uid),
                "slot": uids[each.slot_id],
                "article": each.article_id,
                "reason": each.reason,
                "starts_at": each.starts_at.isoformat() if each.starts_at else None,
                "ends_at": each.ends_at.isoformat() if each.ends_at else None,
            }
            for each in pins
        ],
    }


def write(layout: Layout, content: Content) -> None:
    """Make the rows what `content` says; what no longer exists is left out."""
    sections = set(Section.objects.values_list("pk", flat=True))
    shelves = set(Selection.objects.shelves().values_list("pk", flat=True))
    layout.slots.all().delete()
    slots = [
        Slot(
            layout=layout,
            uid=uuid.UUID(row["uid"]),
            position=position,
            kind=row["kind"],
            title=row["title"],
            size=row["size"],
            beside=row["beside"],
            section_id=row["section"] if row["section"] in sections else None,
            story_kind=row["story_kind"],
            shelf_id=row["shelf"] if row["shelf"] in shelves else None,
        )
        for position, row in enumerate(content["slots"])
    ]
    Slot.objects.bulk_create(slots)
    by_uid = {str(each.uid): each for each in slots}
    asked = {row["article"] for row in content["pins"]}
    there = set(Article.objects.filter(pk__in=asked).values_list("pk", flat=True))
    SlotPin.objects.bulk_create(
        SlotPin(
            slot=by_uid[row["slot"]],
            uid=uuid.UUID(row["uid"]),
            position=position,
            article_id=row["article"],
            reason=row["reason"],
            starts_at=moment(row["starts_at"]),
            ends_at=moment(row["ends_at"]),
        )
        for position, row in enumerate(content["pins"])
        if row["slot"] in by_uid and row["article"] in there
    )


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def name_of_slot(row: dict[str, Any]) -> str:
    return row["title"] or str(Kind(row["kind"]).label)


def told(before: Content, after: Content, headlines: dict[int, str]) -> list[str]:
    """What changed, in words for the log."""
    slots = {row["uid"]: row for row in (*before["slots"], *after["slots"])}
    old = {row["uid"]: row for row in before["pins"]}
    new = {row["uid"]: row for row in after["pins"]}
    lines = [
        f"{label} is “{after[key]}”"
        for key, label in (("name", "Name"), ("occasion", "Occasion"))
        if after[key] != before[key]
    ]
    for uid in (*old, *(uid for uid in new if uid not in old)):
        was, row = old.get(uid), new.get(uid)
        story = f"“{headlines.get((row or was or {})['article'], 'a story')}”"
        if was is None and row:
            lines.append(f"pinned {story} in {name_of_slot(slots[row['slot']])}")
        elif row is None and was:
            lines.append(f"took {story} out of {name_of_slot(slots[was['slot']])}")
        elif was and row and was["slot"] != row["slot"]:
            lines.append(f"moved {story} to {name_of_slot(slots[row['slot']])}")
        elif was and row and was != row:
            lines.append(f"changed how {story} is pinned{_until(row)}")
    if _order(before["pins"], new) != _order(after["pins"], old):
        lines.append("changed the order of stories")
    before_slots = {row["uid"]: row for row in before["slots"]}
    after_slots = {row["uid"]: row for row in after["slots"]}
    lines += [
        f"added {name_of_slot(row)}"
        for uid, row in after_slots.items()
        if uid not in before_slots
    ]
    lines += [
        f"removed {name_of_slot(row)}"
        for uid, row in before_slots.items()
        if uid not in after_slots
    ]
    lines += [
        f"changed {name_of_slot(row)}"
        for uid, row in after_slots.items()
        if uid in before_slots and before_slots[uid] != row
    ]
    if _order(before["slots"], after_slots) != _order(after["slots"], before_slots):
        lines.append("changed the order of slots")
    return lines


def _until(row: dict[str, Any]) -> str:
    until = moment(row["ends_at"])
    return f", until {spoken(until)}" if until else ""


def _order(rows: list[dict[str, Any]], others: dict[str, Any]) -> list[Any]:
    """Of what both sides hold."""
    return [(row["uid"], row.get("slot")) for row in rows if row["uid"] in others]
