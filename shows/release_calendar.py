"""
The release calendar: what comes out in one month, as far as it is known at a moment.

Confirmed days stand in order. What is only known to the month, the quarter or the year
stands on shelves of its own, and what is reported or rumoured stands apart, with its
source. What is told of each show is read by `shows.releases`.
"""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date, datetime

from django.db.models import Q
from django.utils import timezone

from . import wording
from .models import Fact, Season, SeasonPart, Show
from .news_querysets import FactQuerySet
from .releases import IN_ONE_MONTH, TO_THE_DAY, Month, Release, month_of, told_of
from .vocabulary import Certainty, Precision

# More in one month would be no calendar any more; the filters lead to the rest.
MOST_DATES = 600


@dataclass(frozen=True)
class Narrowing:
    """What readers want to see of it; slugs, empty for everything."""

    platform: str = ""
    genre: str = ""


@dataclass(frozen=True)
class Day:
    date: Date
    is_today: bool
    has_passed: bool
    releases: list[Release]

    @property
    def weekday(self) -> str:
        return f"{self.date:%A}"


@dataclass(frozen=True)
class Square:
    """A square of the month at a glance; without a date beyond the ends of the month."""

    date: Date | None
    is_today: bool = False
    day: Day | None = None


@dataclass(frozen=True)
class Shelf:
    """What has no day: "Early 2027"."""

    title: str
    has_passed: bool
    releases: list[Release]


@dataclass(frozen=True)
class ReleaseCalendar:
    month: Month
    days: list[Day]
    shelves: list[Shelf]
    reports: list[Release]
    today: Date
    # The nearest months that have something.
    previous: Month | None
    next: Month | None
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.days or self.shelves or self.reports)

    @property
    def weeks(self) -> list[list[Square]]:
        """The month at a glance, a list of seven squares from Monday for each week."""
        days = {day.date: day for day in self.days}
        first = self.month.first
        return [
            [
                Square(date, date == self.today, days.get(date))
                if self.month.holds(date)
                else Square(None)
                for date in week
            ]
            for week in Calendar().monthdatescalendar(first.year, first.month)
        ]


def load(month: Month, at: datetime, narrowing: Narrowing) -> ReleaseCalendar:
    """One month, in a fixed number of queries."""
    found = _dates_in(month, at, narrowing)
    shows = Show.objects.listed().for_cards().in_bulk({show for show, _ in found})
    told = told_of(shows, at)
    releases = [
        release
        for show in told
        for release in show.releases(month, at)
        if narrowing.platform in ("", *show.platforms(release))
    ]
    releases.sort(key=_order)
    previous, following = _neighbours(month, at, narrowing)
    return ReleaseCalendar(
        month=month,
        days=list(_days(releases, at)),
        shelves=list(_shelves(releases, at)),
        reports=[each for each in releases if not each.fact.is_confirmed],
        today=timezone.localdate(at),
        previous=previous,
        next=following,
        is_cut=len(found) >= MOST_DATES,
    )


# Which shows


def _dates(at: datetime, narrowing: Narrowing) -> FactQuerySet:
    """Every release date that readers know of or knew of, as narrow as they ask."""
    facts = Fact.objects.filter(
        field=Fact.Field.RELEASE_DATE, date__isnull=False, valid_from__lte=at
    ).exclude(certainty=Certainty.DENIED)
    if narrowing.platform:
        there = Show.objects.on_platform(narrowing.platform, at)
        facts = facts.filter(
            Q(platform__slug=narrowing.platform)
            | Q(platform=None, show__in=there.order_by().values("pk"))
        )
    if narrowing.genre:
        shows = Show.objects.in_genre(narrowing.genre)
        facts = facts.filter(show__in=shows.order_by().values("pk"))
    return facts


def _dates_in(
    month: Month, at: datetime, narrowing: Narrowing
) -> list[tuple[int, Date | None]]:
    dates = _dates(at, narrowing).filter(
        Q(date__gte=month.first, date__lt=month.next.first)
        # Longer periods are kept by their first day.
        | Q(date=month.quarter, precision=Precision.QUARTER)
        | Q(date=month.year, precision=Precision.YEAR)
    )
    # The days of the month come before the periods it is part of, should there be more
    # than fit.
    last_first = dates.order_by("-date", "show").values_list("show", "date")
    return list(last_first[:MOST_DATES])


def _neighbours(
    month: Month, at: datetime, narrowing: Narrowing
) -> tuple[Month | None, Month | None]:
    """
    The nearest months before and after that have something.

    What is known to the quarter or year stands in all its months, but leads only to
    the first, and once the year is over to none.
    """
    dates = _dates(at, narrowing).at(at)
    this_year = month_of(at).year
    dates = dates.filter(Q(precision__in=IN_ONE_MONTH) | Q(date__gte=this_year))
    days = dates.values_list("date", flat=True)
    before = days.filter(date__lt=month.first).order_by("-date").first()
    after = days.filter(date__gte=month.next.first).order_by("date").first()
    return (
        Month(before.replace(day=1)) if before else None,
        Month(after.replace(day=1)) if after else None,
    )


# How it is laid out


def _order(release: Release) -> tuple:
    """By day, then by the hour; what no longer holds comes last."""
    fact = release.fact.fact
    moment = fact.moment.timestamp() if fact.moment else 0.0
    season: Season | None = fact.season
    part: SeasonPart | None = fact.part
    return (
        fact.date or Date.max,
        bool(release.gone),
        moment,
        release.show.title.casefold(),
        season.number if season else 0,
        part.number if part else 0,
        fact.pk,
    )


def _days(releases: list[Release], at: datetime) -> Iterator[Day]:
    today = timezone.localdate(at)
    by_date: dict[Date, list[Release]] = {}
    for release in releases:
        fact = release.fact.fact
        if release.fact.is_confirmed and fact.precision in TO_THE_DAY and fact.date:
            by_date.setdefault(fact.date, []).append(release)
    for date, found in by_date.items():
        yield Day(
            date=date,
            is_today=date == today,
            has_passed=all(wording.has_passed(each.fact.fact, at) for each in found),
            releases=found,
        )


def _shelves(releases: list[Release], at: datetime) -> Iterator[Shelf]:
    """The narrowest period first."""
    for precision in (Precision.MONTH, Precision.QUARTER, Precision.YEAR):
        found = [
            each
            for each in releases
            if each.fact.is_confirmed and each.fact.fact.precision == precision
        ]
        if found:
            words = found[0].fact.words
            yield Shelf(
                title=words[0].upper() + words[1:],
                has_passed=wording.has_passed(found[0].fact.fact, at),
                releases=found,
            )
