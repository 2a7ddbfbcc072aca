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

from articles.bylines import with_bylines
from articles.models import Section, Version, VersionShow
from articles.querysets import VersionQuerySet
from articles.updates import stamp
from images.prepared import Prepared
from shows import facts, premieres
from shows.models import Show
from shows.printing import PrintedFact

# How far back the page looks. A section that was not heard of for that long has no
# river on the front page.
POOL = 300
SHORT_POOL = 20
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


def _listed(at: datetime) -> VersionQuerySet:
    return Version.objects.live(at).listed()


NEWEST = Prepared(lambda at: _listed(at).newest().values_list(*Row._fields)[:POOL])
# More than there are places, for some stand elsewhere on the page.
OF_KIND = Prepared(
    lambda at, kind: (
        _listed(at).filter(kind=kind).newest().values_list(*Row._fields)[:SHORT_POOL]
    )
)
LAST_UPDATED = Prepared(
    lambda at: _listed(at).last_updated(at).values_list(*Row._fields)[:SHORT_POOL]
)
CARDS = Prepared(
    lambda at, *pks: _listed(at).for_cards().prefetch_related(None).filter(pk__in=pks)
)
SHOWS = Prepared(
    lambda *versions: VersionShow.objects.filter(version__in=versions).only(
        "version", "is_primary", "show__title"
    )
)
SECTIONS = Prepared(lambda: Section.objects.all())


def compose(at: datetime) -> FrontPage:
    newest = [Row(*row) for row in NEWEST(at)]
    taken: set[int] = set()

    lead = _take(_leads(newest), 1, taken)
    # Guides and reviews come out more rarely than news; they have their own index.
    guides = _take(map(Row._make, OF_KIND(at, "explainer")), GUIDES, taken)
    side = _take(newest, SIDE, taken)
    reviews = _take(map(Row._make, OF_KIND(at, "review")), REVIEWS, taken)
    updated = _take(map(Row._make, LAST_UPDATED(at)), UPDATED, taken)
    row = _take(newest, ROW, taken)
    rivers: list[tuple[Section, list[int]]] = []
    for section in SECTIONS():
        stories = [story for story in newest if story.section_id == section.pk]
        if len(rivers) < MOST_RIVERS and (river := _take(stories, RIVER, taken)):
            rivers.append((section, river))

    found = with_bylines(CARDS(at, *taken)) if taken else []
    cards = {version.pk: version for version in found}
    lead, side = _led_by_a_picture(lead, side, cards, at)
    return FrontPage(
        lead=next(_printed(lead, cards), None),
        side=list(_printed(side, cards)),
        row=list(_printed(row, cards)),
        guides=_with_status(list(_printed(guides, cards)), at),
        reviews=list(_printed(reviews, cards)),
        updated=_last_updated_first(_printed(updated, cards), at),
        rivers=[
            River(section, list(_printed(river, cards))) for section, river in rivers
        ],
        premieres=premieres.coming(at, limit=PREMIERES),
    )


def _leads(newest: list[Row]) -> list[Row]:
    """The newest story leads, unless one just behind it has a picture to lead with."""
    return sorted(newest[:SIDE], key=lambda row: row.lead_image_id is None)


def _led_by_a_picture(
    lead: list[int], side: list[int], cards: dict[int, Version], at: datetime
) -> tuple[list[int], list[int]]:
    """
    The lead and the stories beside it, changing places where the lead's picture was
    withdrawn or its rights have ended: only the cards know.
    """

    def leads(pk: int) -> bool:
        image = cards[pk].lead_image if pk in cards else None
        return image is not None and image.may_be_shown(at)

    if not lead or leads(lead[0]):
        return lead, side
    better = next((place for place, pk in enumerate(side) if leads(pk)), None)
    if better is None:
        return lead, side
    swapped = [*side[:better], lead[0], *side[better + 1 :]]
    return [side[better]], swapped


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


def _last_updated_first(versions: Iterable[Version], at: datetime) -> list[Version]:
    """News may have changed some of them since somebody last worked on them."""
    return sorted(
        stamp(versions, at),
        key=lambda version: version.updated_at or at,
        reverse=True,
    )


def _with_status(versions: list[Version], at: datetime) -> list[Guide]:
    rows = SHOWS(*(version.pk for version in versions)) if versions else []
    # The primary one, or else the first.
    rows.sort(key=lambda row: not row.is_primary)
    shows: dict[int, Show] = {}
    for row in rows:
        shows.setdefault(row.version_id, row.show)
    known = facts.load(shows.values(), at, roles=False)
    return [
        Guide(version, known[shows[version.pk].pk].status)
        if version.pk in shows
        else Guide(version, None)
        for version in versions
    ]
