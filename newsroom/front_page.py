"""
The home page, composed by itself from what is live.

Which story goes where is decided on narrow rows; then the cards of all of them are
fetched together. No story stands in two places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from articles.models import Section, Version
from articles.querysets import VersionQuerySet
from shows import facts, premieres
from shows.printing import PrintedFact

# How far back the page looks. A section that was not heard of for that long has no
# river on the front page.
POOL = 300
SIDE, GUIDES, REVIEWS, ROW, UPDATED, RIVER = 5, 4, 4, 4, 5, 4
MOST_RIVERS = 6
PREMIERES = 7


class Row(NamedTuple):
    pk: int
    kind: str
    section_id: int | None
    lead_image_id: int | None


@dataclass(frozen=True)
class River:
    section: Section
    versions: list[Version]


@dataclass(frozen=True)
class Guide:
    """A guide and how far its show has come."""

    version: Version
    status: PrintedFact | None


@dataclass(frozen=True)
class FrontPage:
    lead: Version | None
    side: list[Version]
    row: list[Version]
    guides: list[Guide]
    reviews: list[Version]
    updated: list[Version]
    rivers: list[River]
    premieres: list[premieres.Premiere] = field(default_factory=list)


def compose(at: datetime) -> FrontPage:
    live = Version.objects.live(at).listed()
    newest = _rows(live.newest(), POOL)
    taken: set[int] = set()

    lead = _take(_leads(newest), 1, taken)
    # Guides and reviews come out more rarely than news; they have their own index.
    guides = _take(_rows(live.filter(kind="explainer").newest(), 20), GUIDES, taken)
    side = _take(newest, SIDE, taken)
    reviews = _take(_rows(live.filter(kind="review").newest(), 20), REVIEWS, taken)
    updated = _take(_rows(live.last_updated(at), 20), UPDATED, taken)
    row = _take(newest, ROW, taken)
    rivers = []
    for section in Section.objects.all():
        stories = [story for story in newest if story.section_id == section.pk]
        if river := _take(stories, RIVER, taken):
            rivers.append((section, river))

    cards = live.for_cards().in_bulk(taken)
    return FrontPage(
        lead=next(_printed(lead, cards), None),
        side=list(_printed(side, cards)),
        row=list(_printed(row, cards)),
        guides=_with_status(list(_printed(guides, cards)), at),
        reviews=list(_printed(reviews, cards)),
        updated=list(_printed(updated, cards)),
        rivers=[
            River(section, list(_printed(river, cards)))
            for section, river in rivers[:MOST_RIVERS]
        ],
        premieres=premieres.coming(at, limit=PREMIERES),
    )


def _rows(stories: VersionQuerySet, limit: int) -> list[Row]:
    return [Row(*row) for row in stories.values_list(*Row._fields)[:limit]]


def _leads(newest: list[Row]) -> list[Row]:
    """The newest story leads, unless one just behind it has a picture to lead with."""
    return sorted(newest[:SIDE], key=lambda row: row.lead_image_id is None)


def _take(rows: Iterable[Row], number: int, taken: set[int]) -> list[int]:
    """The first stories that do not yet stand elsewhere on the page."""
    chosen: list[int] = []
    for row in rows:
        if len(chosen) < number and row.pk not in taken:
            chosen.append(row.pk)
            taken.add(row.pk)
    return chosen


def _printed(chosen: list[int], cards: dict[int, Version]) -> Iterator[Version]:
    return (cards[pk] for pk in chosen if pk in cards)


def _with_status(versions: list[Version], at: datetime) -> list[Guide]:
    prefetch_related_objects(versions, "version_shows")
    # The primary one, or else the first.
    shows = {
        version.pk: min(
            version.version_shows.all(), key=lambda row: not row.is_primary
        ).show
        for version in versions
        if version.version_shows.all()
    }
    known = facts.load(shows.values(), at, roles=False)
    return [
        Guide(version, known[shows[version.pk].pk].status)
        if version.pk in shows
        else Guide(version, None)
        for version in versions
    ]
