"""What editors chose for a page, the most specific first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from articles.models import Pick, Placement, Selection, Version
from images.prepared import Prepared
from shows.models import Show

from .items import Finder, Item, Seen
from .places import Place

# A page reads no more of what was chosen for it.
MOST_CHOSEN = 200

Kind = Placement.Kind
# How near to the page a selection is. What an editor chose for a story or a show itself
# comes before shelves that are placed there.
OWN = "own"
NEAREST_FIRST = (
    (OWN, Kind.ARTICLE),
    (Kind.ARTICLE, Kind.ARTICLE),
    (OWN, Kind.SHOW),
    (Kind.SHOW, Kind.SHOW),
    *((kind, kind) for kind in (Kind.TAG, Kind.SECTION, Kind.HOME, Kind.EVERYWHERE)),
)
NEARNESS = {
    (how == OWN, str(kind)): rank for rank, (how, kind) in enumerate(NEAREST_FIRST)
}
COLUMNS = (
    "selection_id",
    "position",
    "pk",
    "selection__title",
    "article_id",
    "show_id",
    "is_never",
    "reason",
)


class Row(NamedTuple):
    """One pick that holds now, and how it came to this page."""

    selection_id: int
    position: int
    pk: int
    shelf: str
    article_id: int | None
    show_id: int | None
    is_never: bool
    reason: str
    of_article: int | None
    placed: str


def _rows(picks: Any) -> Any:
    return picks.order_by("selection_id", "position", "pk").values_list(
        *COLUMNS, "selection__article_id", "placed"
    )[:MOST_CHOSEN]


def _chosen(
    at: Any, today: Any, article: Any, show: Any, section: Any, *tags: Any
) -> Any:
    """Their own and those of shelves that are placed there, in one query."""
    picks = Pick.objects.current(at, today)
    own = picks.filter(Q(selection__article=article) | Q(selection__show=show))
    where = Q(selection__placements__kind=Kind.EVERYWHERE)
    where |= Q(selection__placements__article=article)
    where |= Q(selection__placements__show=show)
    where |= Q(selection__placements__section=section)
    if tags:
        where |= Q(selection__placements__tag__in=tags)
    placed = picks.filter(where, selection__is_retired=False)
    rows = [
        part.order_by().values_list(*COLUMNS, "selection__article_id", "placed")
        for part in (
            own.annotate(placed=Cast(Value(OWN), CharField())),
            placed.annotate(placed=F("selection__placements__kind")),
        )
    ]
    return rows[0].union(rows[1], all=True)


CHOSEN = Prepared(_chosen)
HOME_PICKS = Prepared(
    lambda at, today: _rows(
        Pick.objects.current(at, today)
        .filter(
            selection__placements__kind__in=[Kind.HOME, Kind.EVERYWHERE],
            selection__is_retired=False,
        )
        .annotate(placed=F("selection__placements__kind"))
    )
)
OF_SHELVES = Prepared(
    lambda at, today, *shelves: _rows(
        Pick.objects.current(at, today)
        .filter(
            selection__in=shelves, selection__is_retired=False, selection__article=None
        )
        .annotate(placed=Cast(Value(Kind.EVERYWHERE), CharField()))
    )
)
STORIES = Prepared(
    lambda at, *articles: (
        Version.objects.live(at).listed().for_cards().filter(article__in=articles)
    )
)
SHOWS = Prepared(
    lambda at, *shows: Show.objects.public(at).listed().for_cards().filter(pk__in=shows)
)


@dataclass
class Chosen:
    """What editors chose for a page, of which nothing need be live."""

    picks: list[Row] = field(default_factory=list)
    # "Never here", said of stories and shows.
    never: Seen = field(default_factory=Seen)


def chosen_for(place: Place, at: datetime) -> Chosen:
    """
    In one query. A thing chosen twice counts where it is nearest; "never here" holds
    against everything that comes after it.
    """
    today = timezone.localdate(at)
    if place.is_home:
        found = HOME_PICKS(at, today)
    else:
        keys = (place.article_id, place.show_id, place.section_id, *place.tags)
        found = CHOSEN(at, today, *keys)
    rows = sorted(map(Row._make, found), key=_order)
    return _without_doubles(rows)


def _order(row: Row) -> tuple[int, int, int, int]:
    own = row.placed == OWN
    kind = Kind.ARTICLE if row.of_article else Kind.SHOW
    nearness = NEARNESS[own, str(kind) if own else row.placed]
    return nearness, row.selection_id, row.position, row.pk


def _without_doubles(rows: Iterable[Row]) -> Chosen:
    chosen, taken = Chosen(), Seen()
    by_selection: dict[int, list[Row]] = {}
    for row in rows:
        by_selection.setdefault(row.selection_id, []).append(row)
    for of_one in by_selection.values():
        for row in of_one:
            if row.is_never and not _has(taken, row):
                _take(chosen.never, row)
        for row in of_one:
            if (
                not row.is_never
                and not _has(taken, row)
                and not _has(chosen.never, row)
            ):
                chosen.picks.append(row)
                _take(taken, row)
    return chosen


def _has(seen: Seen, row: Row) -> bool:
    return row.article_id in seen.stories or row.show_id in seen.shows


def _take(seen: Seen, row: Row) -> None:
    if row.article_id:
        seen.stories.add(row.article_id)
    if row.show_id:
        seen.shows.add(row.show_id)


def live_items(rows: Iterable[Row], at: datetime) -> list[Item]:
    """Those that readers can see, in their order; in two queries at most."""
    return [item for _, item in live_pairs(rows, at)]


def live_pairs(rows: Iterable[Row], at: datetime) -> list[tuple[Row, Item]]:
    """The same, each with the row it comes from."""
    rows = list(rows)
    stories = [row.article_id for row in rows if row.article_id]
    shows = [row.show_id for row in rows if row.show_id]
    versions = {
        version.article_id: version
        for version in (STORIES(at, *_padded(stories)) if stories else [])
    }
    public = {show.pk: show for show in (SHOWS(at, *_padded(shows)) if shows else [])}
    return list(_pairs(rows, versions, public))


def _padded(keys: list[int]) -> list[int]:
    """To one of a few lengths, so that few statements are compiled."""
    length = 4
    while length < len(keys):
        length *= 2
    return keys + keys[-1:] * (length - len(keys))


def _pairs(
    rows: Iterable[Row], versions: dict[int, Version], shows: dict[int, Show]
) -> Iterator[tuple[Row, Item]]:
    for row in rows:
        version = versions.get(row.article_id or 0)
        show = shows.get(row.show_id or 0)
        if version or show:
            finder = Finder.SHELF if row.shelf else Finder.PICK
            yield row, Item(finder, row.reason, version, show, row.shelf)


def shelf_items(
    shelf: Selection | int,
    at: datetime,
    seen: Seen | None = None,
    limit: int | None = None,
) -> list[Item]:
    """
    What readers can see of one shelf, in its order, without what stands on the page
    already; what it gives is added to that. Three queries.
    """
    pk = shelf if isinstance(shelf, int) else shelf.pk
    return shelves_items([pk], at, seen, limit)[pk]


def shelves_items(
    shelves: list[int],
    at: datetime,
    seen: Seen | None = None,
    limit: int | None = None,
) -> dict[int, list[Item]]:
    """
    The same of several, by their keys. On a page, whose `seen` is given, what one gives
    the next leaves out.
    """
    found: dict[int, list[Item]] = {pk: [] for pk in shelves}
    if not shelves:
        return found
    rows = map(Row._make, OF_SHELVES(at, timezone.localdate(at), *shelves))
    pairs = live_pairs([row for row in rows if not row.is_never], at)
    for pk in shelves:
        there = Seen() if seen is None else seen
        for row, item in pairs:
            full = limit is not None and len(found[pk]) >= limit
            if row.selection_id == pk and not full and not _has(there, row):
                found[pk].append(item)
                there.add(item)
    return found
