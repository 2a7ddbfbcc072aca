"""
A front as readers see it: its live layout at a moment, every slot filled.

Which story goes where is decided on narrow rows; then the cards of all of them are
fetched together. Pins come first wherever they stand, then each slot fills by its rule,
the rarest first. No story stands in two places, and what is not live takes up none.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from articles.curation import (
    Item,
    Place,
    Seen,
    chosen_for,
    shelf_items,
    watch_next,
)
from articles.models import (
    Disclosure,
    Front,
    Section,
    Version,
)
from articles.reading.updates import stamp
from images.prepared import Prepared
from shows import facts, premieres
from shows.models import Show
from shows.printing import PrintedFact

from . import content as contents
from .candidates import (
    CARDS,
    HOME_SLOTS,
    LAST_UPDATED,
    LAST_UPDATED_IN,
    NEWEST,
    NEWEST_IN,
    OF_KIND,
    OF_KIND_IN,
    PINS,
    SECTION_SLOTS,
    SHOWS,
    Row,
    listed,
)
from .content import RULES, Content, Kind
from .front_page import Filled, FrontPage, Standing

# Sections with a river on the front page.
MOST_RIVERS = 6
# Guides say how far their show has come.
WITH_STATUS = Version.Kind.EXPLAINER


class Pinned(NamedTuple):
    """A pin that readers can see, at the moment that is asked about."""

    slot: str
    article_id: int
    version_id: int
    reason: str


def compose(front: Front, at: datetime) -> FrontPage:
    """With the layout that is live at that moment."""
    rows = SECTION_SLOTS(at, front.section_id) if front.section_id else HOME_SLOTS(at)
    if not rows:
        return _compose(front, at, contents.default(front)["slots"], [])
    pins = [
        Pinned(str(uid), article, version, reason)
        for uid, article, version, reason in PINS(at, rows[0]["layout"])
        if version
    ]
    slots = [row | {"uid": str(row["uid"])} for row in rows]
    return _compose(front, at, slots, pins)


def compose_draft(front: Front, content: Content, at: datetime) -> FrontPage:
    """With a layout that need not be live."""
    return _compose(front, at, content["slots"], visible_pins(content, at))


def visible_pins(content: Content, at: datetime) -> list[Pinned]:
    """Those whose time it is and whose story readers can see then."""
    articles = [row["article"] for row in content["pins"]]
    found = listed(at).filter(article__in=articles) if articles else []
    versions = {version.article_id: version.pk for version in found}
    return [
        Pinned(row["slot"], row["article"], versions[row["article"]], row["reason"])
        for row in content["pins"]
        if row["article"] in versions and holds(row, at)
    ]


def holds(row: dict[str, Any], at: datetime) -> bool:
    """Whether the time of a pin has come and is not over."""
    starts, ends = contents.moment(row["starts_at"]), contents.moment(row["ends_at"])
    return (starts is None or starts <= at) and (ends is None or at < ends)


@dataclass
class _Filling:
    """A slot while the page is being filled; stories by the key of their version."""

    row: dict[str, Any]
    pinned: dict[int, str] = field(default_factory=dict)
    chosen: list[int] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    @property
    def room(self) -> int:
        return self.row["size"] - len(self.chosen)


class _Composer:
    """Fills the slots of one front at one moment."""

    def __init__(self, front: Front, at: datetime) -> None:
        self.front, self.at = front, at
        self.seen = Seen()
        self.newest = self._rows(NEWEST, NEWEST_IN)

    def _rows(self, anywhere: Prepared, inside: Prepared, *key: Any) -> list[Row]:
        section = self.front.section_id
        found = inside(self.at, *key, section) if section else anywhere(self.at, *key)
        return [Row(*row) for row in found]

    def places(self, slots: Iterable[dict[str, Any]]) -> list[_Filling]:
        """A slot of all sections is one for each that was heard of lately."""
        slots = list(slots)
        own = {row["section"] for row in slots if row["kind"] == Kind.SECTION}
        found: list[_Filling] = []
        for row in slots:
            if row["kind"] == Kind.SECTIONS:
                found += [
                    _Filling(row | {"uid": f"{row['uid']}-{key}", "section": key})
                    for key in self._sections()
                    if key not in own
                ]
            elif row["kind"] != Kind.SECTION or row["section"]:
                found.append(_Filling(row))
        return found

    def _sections(self) -> list[int]:
        """In the order of the masthead."""
        found = {
            (row.section__position or 0, row.section__name or "", row.section_id)
            for row in self.newest
            if row.section_id
        }
        return [key for _, _, key in sorted(found)]

    def pin(self, places: list[_Filling], pins: Iterable[Pinned]) -> None:
        by_uid = {place.row["uid"]: place for place in places}
        for each in pins:
            place = by_uid.get(each.slot)
            if (
                place
                and place.room
                and RULES[place.row["kind"]].takes_pins
                and not self.seen.has(story=each.article_id)
            ):
                place.pinned[each.version_id] = each.reason
                place.chosen.append(each.version_id)
                self.seen.stories.add(each.article_id)

    def fill(self, places: list[_Filling]) -> None:
        """The rarest first, for what is newest also finds room elsewhere."""
        rivers = 0
        for place in sorted(places, key=_rank):
            if place.row["kind"] == Kind.SECTIONS:
                rivers += 1 if rivers < MOST_RIVERS and self._take(place) else 0
            else:
                self._take(place)

    def _take(self, place: _Filling) -> bool:
        if place.row["kind"] == Kind.SHELF:
            self._shelve(place)
        elif place.row["kind"] != Kind.PREMIERES and place.room:
            for row in self._candidates(place):
                if not place.room:
                    break
                if not self.seen.has(story=row.article_id):
                    place.chosen.append(row.pk)
                    self.seen.stories.add(row.article_id)
        return bool(place.chosen)

    def _shelve(self, place: _Filling) -> None:
        shelf, number = place.row["shelf"], place.row["size"]
        if shelf:
            place.items = shelf_items(shelf, self.at, self.seen, number)
            return
        section = self.front.section
        page = Place.of_section(section) if section else Place.home()
        # One question on most fronts, where no shelf is placed.
        chosen = chosen_for(page, self.at)
        if chosen.picks:
            place.items = watch_next(page, self.at, self.seen, number, chosen)

    def _candidates(self, place: _Filling) -> Iterable[Row]:
        match place.row["kind"]:
            case Kind.LEAD:
                return _leads(self.newest)
            case Kind.SIDE:
                return _paid_last(self.newest)
            case Kind.KIND:
                return self._rows(OF_KIND, OF_KIND_IN, place.row["story_kind"])
            case Kind.UPDATED:
                return self._rows(LAST_UPDATED, LAST_UPDATED_IN)
            case Kind.SECTIONS:
                key = place.row["section"]
                return [row for row in self.newest if row.section_id == key]
            case Kind.SECTION:
                # Not of the pool, in which a quiet section may not be.
                return [Row(*row) for row in NEWEST_IN(self.at, place.row["section"])]
        return self.newest


def _rank(place: _Filling) -> float:
    """Guides come out most rarely, and have a place of their own."""
    rank = RULES[place.row["kind"]].rank
    is_common = place.row["kind"] == Kind.KIND and not _shows_statuses(place.row)
    return rank + 2 if is_common else rank


def _compose(
    front: Front, at: datetime, slots: Iterable[dict[str, Any]], pins: list[Pinned]
) -> FrontPage:
    composer = _Composer(front, at)
    places = composer.places(slots)
    composer.pin(places, pins)
    composer.fill(places)
    chosen = [pk for place in places for pk in place.chosen]
    found = CARDS(at, *chosen) if chosen else []
    cards = {version.pk: version for version in found}
    _lead_with_a_picture(places, cards, at)
    statuses = _statuses(places, cards, at)
    return FrontPage([_filled(place, cards, statuses, at) for place in places])


def _filled(
    place: _Filling,
    cards: dict[int, Version],
    statuses: dict[int, PrintedFact | None],
    at: datetime,
) -> Filled:
    row = place.row
    stories = [cards[pk] for pk in place.chosen if pk in cards]
    if row["kind"] == Kind.UPDATED:
        stories = _last_updated_first(stories, place.pinned, at)
    of_section = row["kind"] in {Kind.SECTION, Kind.SECTIONS}
    section = stories[0].section if stories and of_section else None
    filled = Filled(
        uid=row["uid"],
        kind=row["kind"],
        title=row["title"] or _title(row, section),
        section=section,
        beside=row["beside"],
        has_statuses=_shows_statuses(row),
        items=place.items,
    )
    filled.stories = [
        Standing(
            story,
            story.pk in place.pinned,
            place.pinned.get(story.pk, ""),
            statuses.get(story.pk),
        )
        for story in stories
    ]
    if row["kind"] == Kind.PREMIERES:
        filled.premieres = premieres.coming(at, limit=row["size"])
    return filled


def _shows_statuses(row: dict[str, Any]) -> bool:
    return row["kind"] == Kind.KIND and row["story_kind"] == WITH_STATUS


def _last_updated_first(
    stories: list[Version], pinned: Container[int], at: datetime
) -> list[Version]:
    """News may have changed some of them since somebody last worked on them."""
    by_rule = [story for story in stamp(stories, at) if story.pk not in pinned]
    by_rule.sort(key=lambda story: story.updated_at or at, reverse=True)
    return [*(story for story in stories if story.pk in pinned), *by_rule]


def _title(row: dict[str, Any], section: Section | None) -> str:
    if section:
        return section.name
    if row["kind"] == Kind.KIND:
        return str(Version.Kind(row["story_kind"] or "news").label)
    return str(Kind(row["kind"]).label)


def _leads(newest: list[Row]) -> list[Row]:
    """
    The newest story leads, unless one just behind it has a picture to lead with. What
    somebody paid for leads when an editor puts it there.
    """

    def later(row: Row) -> tuple[bool, bool]:
        return row.disclosure == Disclosure.SPONSORED, row.lead_image_id is None

    near = RULES[Kind.SIDE].size
    first = sorted(newest[:near], key=later)
    return [*first, *newest[near:]]


def _paid_last(newest: list[Row]) -> list[Row]:
    """What somebody paid for does not stand at the top beside the lead either."""
    near = RULES[Kind.SIDE].size
    first = sorted(
        newest[: near + 1], key=lambda row: row.disclosure == Disclosure.SPONSORED
    )
    return [*first, *newest[near + 1 :]]


def _lead_with_a_picture(
    places: list[_Filling], cards: dict[int, Version], at: datetime
) -> None:
    """
    Change the lead's place with a story beside it where its picture was withdrawn or
    its rights have ended: only the cards know. What is pinned stays.
    """

    def leads(pk: int) -> bool:
        if pk not in cards or cards[pk].is_sponsored:
            return False
        image = cards[pk].face(at).picture
        return image is not None and image.may_be_shown(at)

    lead = next((place for place in places if place.row["kind"] == Kind.LEAD), None)
    side = next((place for place in places if place.row["kind"] == Kind.SIDE), None)
    if not lead or not side or not lead.chosen or lead.pinned or leads(lead.chosen[0]):
        return
    for index, pk in enumerate(side.chosen):
        if pk not in side.pinned and leads(pk):
            side.chosen[index], lead.chosen[0] = lead.chosen[0], pk
            return


def _statuses(
    places: list[_Filling], cards: dict[int, Version], at: datetime
) -> dict[int, PrintedFact | None]:
    """How far the shows of the guides have come, by the version."""
    guides = [
        pk
        for place in places
        if _shows_statuses(place.row)
        for pk in place.chosen
        if pk in cards
    ]
    rows = SHOWS(*guides) if guides else []
    # The primary one, or else the first.
    rows.sort(key=lambda row: not row.is_primary)
    shows: dict[int, Show] = {}
    for row in rows:
        shows.setdefault(row.version_id, row.show)
    known = facts.load(shows.values(), at, roles=False)
    return {pk: known[show.pk].status for pk, show in shows.items()}
