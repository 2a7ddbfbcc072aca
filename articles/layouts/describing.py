"""A layout as its screen shows it: what is pinned, what of that is seen, what fills up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.desk.unseen import why_hidden
from articles.models import Article, Front, Section, Selection, Version
from articles.publishing import spoken
from authors.models import User

from . import content as contents
from .composing import compose_draft, holds
from .content import RULES, Content, Kind
from .editing import Sent
from .front_page import Filled, FrontPage


@dataclass(frozen=True)
class PinLine:
    uid: str
    slot: str
    article: int
    title: str
    reason: str
    starts: str
    ends: str
    # Why readers do not see it; empty where they do.
    hidden: str
    # What else the desk should know.
    note: str
    error: str


@dataclass
class SlotBox:
    """One slot of the screen."""

    row: dict[str, Any]
    name: str
    says: str
    most: int
    takes_pins: bool
    pins: list[PinLine] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)

    @property
    def uid(self) -> str:
        return str(self.row["uid"])

    @property
    def sizes(self) -> range:
        return range(1, self.most + 1)


def boxes(
    front: Front,
    sent: Sent,
    *,
    sections: Iterable[Section],
    at: datetime,
    now: datetime,
    user: User,
) -> tuple[list[SlotBox], FrontPage]:
    """The slots of a layout, and the page they make at that moment."""
    content = sent.content
    page = compose_draft(front, content, at)
    stories = _stories(content, at, now, user)
    names = {each.pk: each.name for each in sections}
    shown = {version.article_id for version in page.stories}
    by_uid = {slot.uid: slot for slot in page.slots}
    found = []
    taken: set[int] = set()
    for row in content["slots"]:
        rule = RULES[row["kind"]]
        box = SlotBox(
            row=row,
            name=_name(row, names),
            says=_says(row),
            most=rule.most,
            takes_pins=rule.takes_pins,
        )
        filled = by_uid.get(row["uid"])
        pinned_here = _pinned(filled)
        for pin in content["pins"]:
            if pin["slot"] == row["uid"]:
                box.pins.append(
                    _line(pin, sent, stories, at, shown, pinned_here, taken)
                )
                taken.add(pin["article"])
        box.filled = _filled(filled, page, row)
        found.append(box)
    return found, page


def _name(row: dict[str, Any], sections: dict[int, str]) -> str:
    if row["kind"] == Kind.SECTION:
        return sections.get(row["section"], "A section that no longer exists")
    if row["kind"] == Kind.KIND:
        return row["title"] or str(Version.Kind(row["story_kind"]).label)
    return contents.name_of_slot(row)


def _says(row: dict[str, Any]) -> str:
    says = RULES[row["kind"]].says
    if row["kind"] == Kind.KIND:
        return f"{says} ({Version.Kind(row['story_kind']).label.lower()})"
    return says


def _pinned(filled: Filled | None) -> set[int]:
    if filled is None:
        return set()
    return {each.version.article_id for each in filled.stories if each.is_pinned}


def _filled(filled: Filled | None, page: FrontPage, row: dict[str, Any]) -> list[str]:
    """What stands there by itself."""
    if row["kind"] == Kind.SECTIONS:
        own = (each for each in page.slots if each.uid.startswith(row["uid"]))
        return [
            f"{each.title}: {each.stories[0].version.headline}"
            for each in own
            if each.stories
        ]
    if filled is None:
        return []
    return [
        *(each.version.headline for each in filled.stories if not each.is_pinned),
        *(f"{each.title}: {each.note}" for each in filled.premieres),
        *(item.title for item in filled.items),
    ]


@dataclass(frozen=True)
class _Story:
    title: str
    # Why readers do not see it; empty where they do.
    hidden: str


def _stories(
    content: Content, at: datetime, now: datetime, user: User
) -> dict[int, _Story]:
    keys = {row["article"] for row in content["pins"]}
    if not keys:
        return {}
    visible = set(
        Article.objects.visible_to(user, now)
        .filter(pk__in=keys)
        .order_by()
        .values_list("pk", flat=True)
    )
    live = Version.objects.live(at).listed().filter(article__in=keys).order_by()
    headlines = dict(live.values_list("article", "headline"))
    found = {}
    articles = Article.objects.filter(pk__in=keys).defer("body", "merged_into__body")
    rows = list(articles.select_related("embargo", "merged_into"))
    hidden = why_hidden([row for row in rows if row.pk not in headlines], at)
    for article in rows:
        title = headlines.get(article.pk, article.headline or "Untitled story")
        why = hidden.get(article.pk, "")
        if why and article.pk not in visible:
            title, why = "A story you may not see", "Hidden: not published"
        found[article.pk] = _Story(title, why)
    return found


def _line(
    pin: dict[str, Any],
    sent: Sent,
    stories: dict[int, _Story],
    at: datetime,
    shown: set[int],
    pinned_here: set[int],
    taken: set[int],
) -> PinLine:
    story = stories.get(pin["article"])
    starts, ends = contents.moment(pin["starts_at"]), contents.moment(pin["ends_at"])
    hidden = note = ""
    if story is None:
        hidden = "Hidden: the story was deleted"
    elif story.hidden:
        hidden = story.hidden
    elif not holds(pin, at):
        is_over = ends is not None and ends <= at
        hidden = "Over" if is_over else f"From {spoken(starts)}"
    elif pin["article"] in taken:
        hidden = "Stands above already"
    elif pin["article"] not in pinned_here:
        elsewhere = pin["article"] in shown
        hidden = "Waits: the slot is full" + (
            ", so it stands elsewhere" if elsewhere else ""
        )
    if not hidden and ends:
        note = f"until {spoken(ends)}"
    uid = pin["uid"]
    return PinLine(
        uid=uid,
        slot=pin["slot"],
        article=pin["article"],
        title=story.title if story else "A story that no longer exists",
        reason=pin["reason"],
        starts=sent.typed.get(f"starts-{uid}") or for_input(starts),
        ends=sent.typed.get(f"ends-{uid}") or for_input(ends),
        hidden=hidden,
        note=note,
        error=sent.errors.get(uid, ""),
    )


def for_input(moment: datetime | None) -> str:
    """As `<input type="datetime-local">` takes it."""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}" if moment else ""


def offered_slots(front: Front, sections: Iterable[Section]) -> list[tuple[str, str]]:
    """What can be added: the value of the button, and its words."""
    found = [
        (f"{kind}", str(Kind(kind).label))
        for kind in (Kind.ROW, Kind.UPDATED, Kind.PREMIERES, Kind.SHELF)
    ]
    found += [
        (f"{Kind.KIND}:{value}", f"Stories of one kind: {label}")
        for value, label in Version.Kind.choices
    ]
    if front.section_id is None:
        found.append((str(Kind.SECTIONS), "All sections"))
        found += [
            (f"{Kind.SECTION}:{each.pk}", f"Section: {each.name}") for each in sections
        ]
    return found


def shelves() -> list[Selection]:
    return list(Selection.objects.shelves().in_use().only("title")[:100])
