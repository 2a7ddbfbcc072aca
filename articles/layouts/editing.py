"""
What the screen of a layout sends: its content as it stands there, and one thing to do.

Every button sends the whole form. So a move, a find or a pin never forgets what was
typed elsewhere, and the screen works without any script.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from articles.models import Article, Version

from . import content as contents
from .content import RULES, Content, Kind

NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass
class Sent:
    """The content that a form holds, and what is wrong with it, by pin or slot."""

    content: Content
    errors: dict[str, str] = field(default_factory=dict)
    # What was typed where a moment belongs, by "starts-<uid>".
    typed: dict[str, str] = field(default_factory=dict)


def read(post: QueryDict, before: Content) -> Sent:
    """`before` says what the form does not send: of which kind a slot is."""
    sent = Sent({"name": _text(post, "name"), "occasion": _text(post, "occasion")})
    known = {row["uid"]: row for row in before["slots"]}
    sent.content["slots"] = [
        _slot(post, known[uid]) for uid in post.getlist("slot") if uid in known
    ]
    sent.content["pins"] = []
    for line in post.getlist("pin"):
        slot_uid, _, rest = line.partition(":")
        uid, _, article = rest.partition(":")
        if _is_uid(uid) and slot_uid in known and NUMBER.fullmatch(article):
            sent.content["pins"].append(_pin(post, sent, slot_uid, uid, int(article)))
    return sent


def _slot(post: QueryDict, row: dict[str, Any]) -> dict[str, Any]:
    uid, rule = row["uid"], RULES[row["kind"]]
    size = post.get(f"size-{uid}", "")
    shelf = post.get(f"shelf-{uid}", "")
    return row | {
        "title": _text(post, f"title-{uid}", 60),
        "size": min(max(int(size), 1), rule.most) if _is_small(size) else row["size"],
        "beside": f"beside-{uid}" in post,
        "shelf": int(shelf) if NUMBER.fullmatch(shelf) else None,
    }


def _pin(
    post: QueryDict, sent: Sent, slot_uid: str, uid: str, article: int
) -> dict[str, Any]:
    row = {
        "uid": uid,
        "slot": slot_uid,
        "article": article,
        "reason": _text(post, f"reason-{uid}", 120),
    }
    for name in ("starts", "ends"):
        key = f"{name}-{uid}"
        text = post.get(key, "").strip()
        row[f"{name}_at"] = None
        if text:
            sent.typed[key] = text
            try:
                row[f"{name}_at"] = _moment(text).isoformat()
            except ValidationError as error:
                sent.errors[uid] = " ".join(error.messages)
    starts, ends = (
        contents.moment(row["starts_at"]),  # type: ignore[arg-type]
        contents.moment(row["ends_at"]),  # type: ignore[arg-type]
    )
    if starts and ends and ends <= starts:
        sent.errors[uid] = "It would end before it begins."
    return row


def _moment(text: str) -> datetime:
    field = forms.DateTimeField(
        error_messages={"invalid": "That is not a day and a time."}
    )
    moment: datetime = field.clean(text)
    return moment


def _text(post: QueryDict, name: str, longest: int = 80) -> str:
    return post.get(name, "").strip()[:longest]


def _is_uid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 4


# What a button does


def act(content: Content, do: str) -> str:
    """
    Change the content as a button says; what was done, for whoever cannot see it.

    `verb:uid…`: a verb that is unknown, or about what is no longer there, does nothing.
    """
    verb, _, rest = do.partition(":")
    change = ACTIONS.get(verb)
    return change(content, *rest.split(":")) if change else ""


def _find(rows: list[dict[str, Any]], uid: str) -> dict[str, Any] | None:
    return next((row for row in rows if row["uid"] == uid), None)


def _takers(content: Content) -> list[dict[str, Any]]:
    return [row for row in content["slots"] if RULES[row["kind"]].takes_pins]


def pin_story(content: Content, slot_uid: str = "", article: str = "", *_: str) -> str:
    slot = _find(_takers(content), slot_uid)
    if not slot or not NUMBER.fullmatch(article):
        return ""
    pk = int(article)
    if not Article.objects.filter(pk=pk).exists():
        return ""
    there = next((row for row in content["pins"] if row["article"] == pk), None)
    if there:
        content["pins"].remove(there)
    row = (there or contents.pin(slot_uid, pk)) | {"slot": slot_uid}
    _insert(content, row, slot_uid, 0)
    return f"Pinned in {contents.name_of_slot(slot)}."


def take_out(content: Content, uid: str = "", *_: str) -> str:
    row = _find(content["pins"], uid)
    if row is None:
        return ""
    content["pins"].remove(row)
    return "Taken out."


def move_to(content: Content, uid: str = "", slot_uid: str = "", at: str = "") -> str:
    row, slot = _find(content["pins"], uid), _find(_takers(content), slot_uid)
    if row is None or slot is None or not _is_small(at):
        return ""
    content["pins"].remove(row)
    row = row | {"slot": slot_uid}
    _insert(content, row, slot_uid, int(at))
    return _said(content, row)


def _insert(content: Content, row: dict[str, Any], slot_uid: str, at: int) -> None:
    """Before the pin at that place of its slot, or after the last one."""
    own = [each for each in content["pins"] if each["slot"] == slot_uid]
    if at < len(own):
        content["pins"].insert(content["pins"].index(own[at]), row)
    elif own:
        content["pins"].insert(content["pins"].index(own[-1]) + 1, row)
    else:
        content["pins"].append(row)


def _said(content: Content, row: dict[str, Any]) -> str:
    own = [each["uid"] for each in content["pins"] if each["slot"] == row["slot"]]
    slot = _find(content["slots"], row["slot"])
    name = contents.name_of_slot(slot) if slot else ""
    return f"{name}: place {own.index(row['uid']) + 1} of {len(own)}."


def _step(content: Content, uid: str, step: int) -> str:
    """One place up or down; over the edge into the slot above or below."""
    row = _find(content["pins"], uid)
    if row is None:
        return ""
    own = [each for each in content["pins"] if each["slot"] == row["slot"]]
    index = own.index(row) + step
    if 0 <= index < len(own):
        other = own[index]
        pins = content["pins"]
        one, two = pins.index(row), pins.index(other)
        pins[one], pins[two] = other, row
        return _said(content, row)
    takers = [each["uid"] for each in _takers(content)]
    place = takers.index(row["slot"]) + step
    if not 0 <= place < len(takers):
        return ""
    return move_to(content, uid, takers[place], "0" if step > 0 else "999")


def up(content: Content, uid: str = "", *_: str) -> str:
    return _step(content, uid, -1)


def down(content: Content, uid: str = "", *_: str) -> str:
    return _step(content, uid, 1)


def _slot_step(content: Content, uid: str, step: int) -> str:
    slots = content["slots"]
    row = _find(slots, uid)
    index = slots.index(row) + step if row else -1
    if row is None or not 0 <= index < len(slots):
        return ""
    slots.remove(row)
    slots.insert(index, row)
    return f"{contents.name_of_slot(row)}: slot {index + 1} of {len(slots)}."


def slot_up(content: Content, uid: str = "", *_: str) -> str:
    return _slot_step(content, uid, -1)


def slot_down(content: Content, uid: str = "", *_: str) -> str:
    return _slot_step(content, uid, 1)


def slot_out(content: Content, uid: str = "", *_: str) -> str:
    row = _find(content["slots"], uid)
    if row is None or row["kind"] == Kind.LEAD:
        return ""
    content["slots"].remove(row)
    content["pins"] = [each for each in content["pins"] if each["slot"] != uid]
    return f"{contents.name_of_slot(row)} removed."


def add_slot(content: Content, kind: str = "", what: str = "", *_: str) -> str:
    if kind not in RULES or kind == Kind.LEAD:
        return ""
    row = contents.slot(kind)
    if kind == Kind.SECTION:
        if not NUMBER.fullmatch(what):
            return ""
        row["section"] = int(what)
    if kind == Kind.KIND:
        if what not in Version.Kind:
            return ""
        row["story_kind"] = what
    content["slots"].append(row)
    return f"{contents.name_of_slot(row)} added at the end."


ACTIONS: Mapping[str, Any] = {
    "pin": pin_story,
    "out": take_out,
    "to": move_to,
    "up": up,
    "down": down,
    "slot-up": slot_up,
    "slot-down": slot_down,
    "slot-out": slot_out,
    "add": add_slot,
}
