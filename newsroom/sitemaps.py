"""
What search engines are told of: an index of sitemaps, the stories of each month in one
of their own, the catalogue as far as it is ours, and the news of the last two days.

A month's stories change seldom once it is over, so its sitemap keeps its ETag. No page
costs more queries on a larger site. What has to be counted, how many files a month or a
part of the catalogue fills and when a month last changed, is counted once an hour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Version
from articles.querysets import TITLE, VersionQuerySet
from articles.reading.updates import last_news
from articles.search import findable
from images.addresses import on_site
from images.http import ReaderRequest
from images.models import Image
from images.renditions import picture_url

from . import house

# What one file may hold by the protocol, and a news sitemap by its own.
MOST_ADDRESSES = 50_000
MOST_NEWS = 1000
# Seconds for which what was counted holds.
COUNTED_FOR = 60 * 60
TALLIES = "newsroom.sitemaps.tallies"
# A second file is called people-2, or stories-2026-11-2.
NAME = re.compile(
    r"(?P<part>[a-z]+(?:-[0-9]{4}-[0-9]{2})?)(?:-(?P<number>[2-9]|[1-9][0-9]{1,3}))?"
)
XML = "application/xml"
COLUMNS = ["article__slug", "published_at", "updated_at", *TITLE] + [
    f"{picture}__{name}"
    for picture in ("lead_image", "safe_image")
    for name in ("file", "rendition_key", "rendition_sizes", "rights_end_on")
]


class Entry(NamedTuple):
    """One address of a sitemap."""

    location: str
    changed_at: datetime | None = None
    picture: str = ""
    published_at: datetime | None = None
    title: str = ""


class Tally(NamedTuple):
    """How many addresses a part has, and when the last of its stories changed."""

    addresses: int
    changed_at: datetime | None = None

    @property
    def files(self) -> int:
        return max(1, -(-self.addresses // MOST_ADDRESSES))


class Month(NamedTuple):
    start: datetime
    stop: datetime

    def __str__(self) -> str:
        return f"{self.start:%Y-%m}"


# The index


@require_safe
def index(request: ReaderRequest) -> HttpResponse:
    at = request.moment
    parts = ["pages"]
    parts += [name for name, rows in CATALOGUE.items() if rows(at).exists()]
    parts += [f"stories-{month}" for month in months_with_stories(at)]
    tallies = cache.get_or_set(TALLIES, lambda: _tallies(at), COUNTED_FOR) or {}
    entries = []
    for name in parts:
        tally = tallies.get(name, Tally(1))
        names = [name] + [f"{name}-{number}" for number in range(2, tally.files + 1)]
        for each in names:
            location = on_site(reverse("sitemap-part", args=[each]))
            entries.append(Entry(location, tally.changed_at))
    return render(request, "newsroom/sitemap_index.xml", {"entries": entries}, XML)


@require_safe
def part(request: ReaderRequest, name: str) -> HttpResponse:
    at = request.moment
    asked = NAME.fullmatch(name)
    entries = _part(asked["part"], int(asked["number"] or 1), at) if asked else []
    if not entries:
        raise Http404("There is no such sitemap.")
    return render(request, "newsroom/sitemap.xml", {"entries": entries}, XML)


def _part(name: str, number: int, at: datetime) -> list[Entry]:
    """The addresses of one file; none where there is no such file."""
    piece = slice((number - 1) * MOST_ADDRESSES, number * MOST_ADDRESSES)
    if name == "pages":
        return _pages() if number == 1 else []
    if name in CATALOGUE:
        rows = CATALOGUE[name](at).order_by("pk")[piece]
        return [Entry(on_site(_address(row))) for row in rows]
    month = month_named(name[8:]) if name.startswith("stories-") else None
    return _stories(month, at, piece) if month else []


@require_safe
def news(request: ReaderRequest) -> HttpResponse:
    """Exactly the stories that were first published within the last two days."""
    stories = _with_pictures(findable.recent_news(request.moment))[:MOST_NEWS]
    at = request.moment
    entries = _entries(stories, at, at - findable.NEWS, at)
    context = {"entries": entries, "site_name": settings.SITE_NAME}
    return render(request, "newsroom/news_sitemap.xml", context, XML)


# What stands in them


def _shows(at: datetime) -> QuerySet[Any]:
    return findable.shows(at).only("slug")


def _seasons(at: datetime) -> QuerySet[Any]:
    seasons = findable.seasons(at).select_related("show")
    return seasons.only("number", "show__slug")


def _people(at: datetime) -> QuerySet[Any]:
    return findable.people(at).only("slug")


def _authors(at: datetime) -> QuerySet[Any]:
    return findable.authors(at).only("slug")


def _tags(at: datetime) -> QuerySet[Any]:
    return findable.tags(at).only("slug")


CATALOGUE: dict[str, Callable[[datetime], QuerySet[Any]]] = {
    "shows": _shows,
    "seasons": _seasons,
    "people": _people,
    "authors": _authors,
    "tags": _tags,
}
LISTS = [
    "home",
    "articles:article-list",
    "shows:show-list",
    "shows:calendar",
    "articles:correction-list",
]


def _address(row: Any) -> str:
    # Tags come from taggit, which knows nothing of our addresses.
    if hasattr(row, "get_absolute_url"):
        return str(row.get_absolute_url())
    return reverse("articles:tag", args=[row.slug])


def _pages() -> list[Entry]:
    site = house.stored()
    addresses = [reverse(name) for name in LISTS]
    addresses += [reverse("page", args=[each.slug]) for each in house.pages_of(site)]
    addresses += [
        reverse("articles:section", args=[each.slug])
        for each in house.sections_of(site)
    ]
    return [Entry(on_site(address)) for address in addresses]


def _stories(month: Month, at: datetime, piece: slice) -> list[Entry]:
    """With the moment of the last substantive change, by whomever or by news."""
    live = Version.objects.live(at).listed().newest()
    rows = live.filter(published_at__gte=month.start, published_at__lt=month.stop)
    return _entries(_with_pictures(rows)[piece], at, *month)


def _entries(
    stories: VersionQuerySet, at: datetime, since: datetime, until: datetime
) -> list[Entry]:
    """Of stories that were first published from `since` on and before `until`."""
    changed = last_news(at, since, until)
    entries = []
    for story in stories:
        told = changed.get(story.article_id)
        if told and story.updated_at and told > story.updated_at:
            story.updated_at = told
        entries.append(_entry(story, at))
    return entries


def _with_pictures(stories: VersionQuerySet) -> VersionQuerySet:
    return stories.select_related("article", "lead_image", "safe_image").only(*COLUMNS)


def _entry(story: Version, at: datetime) -> Entry:
    face = story.face(at)
    return Entry(
        location=on_site(story.get_absolute_url()),
        changed_at=face.modified_at,
        picture=_picture(face.picture, at),
        published_at=story.published_at,
        title=findable.printable(face.headline),
    )


def _picture(image: Image | None, at: datetime) -> str:
    if image is None or not image.may_be_shown(at):
        return ""
    address = picture_url(image, "lead", 1280)
    return on_site(address) if address else ""


# Months


def month_named(text: str) -> Month | None:
    """2026-11; None for what is no month."""
    year, _, number = text.partition("-")
    digits = f"{year}{number}"
    sound = len(year) == 4 and len(number) == 2 and digits.isascii()
    if not (sound and digits.isdecimal() and 1 <= int(number) <= 12 and int(year) > 0):
        return None
    return _month(int(year), int(number))


def months_with_stories(at: datetime) -> list[Month]:
    """
    The months in which a story was first published that can be read, newest first.

    The database is asked for the first such story of each month, whatever their
    number: all months in one query, each by its place in the index.
    """
    live = Version.objects.live(at).listed()
    first = live.order_by("published_at").values_list("published_at", flat=True).first()
    if first is None:
        return []
    months = _months_between(first, at)
    adapt = connection.ops.adapt_datetimefield_value
    rows, values = _as_values(months)
    # Nothing but placeholders and the name of our own table is put in.
    sql = f"""
        SELECT column1 FROM (VALUES {rows}) AS months WHERE EXISTS (
            SELECT 1 FROM {_table()}
            WHERE published_at >= column2 AND published_at < column3
            AND live_from IS NOT NULL AND live_from <= %s
            AND (live_until IS NULL OR live_until > %s) AND NOT retracted
        )
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, adapt(at), adapt(at)])
        found = {place for (place,) in cursor.fetchall()}
    return [month for place, month in enumerate(months) if place in found]


def _months_between(first: datetime, last: datetime) -> list[Month]:
    """The newest first."""
    months = [_month(last.year, last.month)]
    while months[-1].start > first:
        before = months[-1].start
        year, number = (before.year, before.month - 1)
        months.append(_month(year, number) if number else _month(year - 1, 12))
    return months


def _as_values(months: list[Month]) -> tuple[str, list[Any]]:
    """Rows of SQL for months, each with its place, and what stands in them."""
    adapt = connection.ops.adapt_datetimefield_value
    rows = ", ".join(["(%s, %s, %s)"] * len(months))
    return rows, [
        value
        for place, month in enumerate(months)
        for value in (place, adapt(month.start), adapt(month.stop))
    ]


def _table() -> str:
    return connection.ops.quote_name(Version._meta.db_table)


# What is counted


def _tallies(at: datetime) -> dict[str, Tally]:
    """
    Of each month, and of each part of the catalogue that may fill more than one file.

    A month changes when a person publishes or updates one of its stories, or when one
    stops being spoiler-safe and has another title and picture. That news
    moved what a guide prints stands with the guide.
    """
    tallies = {f"stories-{month}": tally for month, tally in _tallies_of_months(at)}
    for name, rows in CATALOGUE.items():
        found = rows(at)
        # Where not even the keys go so far, nothing has to be counted.
        newest = (
            found.model.objects.order_by("-pk").values_list("pk", flat=True).first()
        )
        if newest and newest > MOST_ADDRESSES:
            tallies[name] = Tally(found.count())
    return tallies


def _tallies_of_months(at: datetime) -> Iterator[tuple[Month, Tally]]:
    """Every live story once, along the index of their dates."""
    live = Version.objects.live(at).listed()
    first = live.order_by("published_at").values_list("published_at", flat=True).first()
    if first is None:
        return
    months = _months_between(first, at)
    adapt = connection.ops.adapt_datetimefield_value
    rows, values = _as_values(months)
    # Nothing but placeholders and the name of our own table is put in.
    sql = f"""
        SELECT column1, count(*), max(published_at), max(updated_at),
            max(CASE WHEN safe_until <= %s THEN safe_until END)
        FROM (VALUES {rows}) AS months JOIN {_table()}
        ON published_at >= column2 AND published_at < column3
        WHERE live_from IS NOT NULL AND live_from <= %s
        AND (live_until IS NULL OR live_until > %s) AND NOT retracted
        GROUP BY column1
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [adapt(at), *values, adapt(at), adapt(at)])
        for place, stories, *moments in cursor.fetchall():
            changed = max(_moment(each) for each in moments if each)
            yield months[place], Tally(stories, changed)


def _moment(value: Any) -> datetime:
    """From a raw query; SQLite has no type for moments."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _month(year: int, number: int) -> Month:
    start = datetime(year, number, 1, tzinfo=UTC)
    ahead = (year + 1, 1) if number == 12 else (year, number + 1)
    # The calendar ends with the year 9999.
    return Month(start, datetime(*ahead, 1, tzinfo=UTC) if ahead[0] < 10_000 else start)
