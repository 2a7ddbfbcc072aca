"""What starts when: confirmed releases still to come."""

from dataclasses import dataclass
from datetime import date as Date, datetime, timedelta
from typing import NamedTuple

from images.models import Image
from images.prepared import Prepared

from . import wording
from .models import Fact, Platform, Season, SeasonPart, Show

# Only a date known to the day can be printed as one.
TO_THE_DAY = ("day", "minute")


class Row(NamedTuple):
    """A coming release as one row, for dozens are read to print a few."""

    date: Date
    precision: str
    moment: datetime | None
    show: int
    show__kind: str
    show__slug: str
    show__title: str
    season__number: int | None
    part__number: int | None
    part__title: str | None
    platform__name: str | None


# One show may have a line for each part and country, and much of this year may be over:
# look further than any list is long.
FURTHEST = 140
COMING = Prepared(
    lambda at, since: (
        Fact.objects.at(at)
        .confirmed()
        .filter(
            field=Fact.Field.RELEASE_DATE,
            date__gte=since,
            show__merged_into__isnull=True,
        )
        .order_by("date", "show")
        .values_list(*Row._fields)[:FURTHEST]
    )
)

CARDS = Prepared(lambda *pks: Show.objects.for_cards().filter(pk__in=pks))


@dataclass(frozen=True)
class Premiere:
    """One line of a list of coming releases."""

    fact: Fact
    poster: Image | None = None

    @property
    def has_day(self) -> bool:
        return self.fact.precision in TO_THE_DAY

    @property
    def when(self) -> str:
        """As precise as it is known: "early 2027"."""
        return wording.period(self.fact.date, self.fact.precision)

    @property
    def title(self) -> str:
        return self.fact.show.title

    @property
    def note(self) -> str:
        """What of the show, and where: "Season 2, part 1 · Netflix"."""
        subject = str(self.fact.show.get_kind_display())
        if self.fact.season:
            subject = self.fact.season.name.capitalize()
        if self.fact.part:
            subject = f"{subject}, {self.fact.part.name}"
        platform = self.fact.platform
        return f"{subject} · {platform}" if platform else subject

    def get_absolute_url(self) -> str:
        return self.fact.show.get_absolute_url()


def coming(at: datetime, *, limit: int) -> list[Premiere]:
    """
    The next confirmed releases, each show once: those with a day, soonest first, and
    then those that only have a month, a quarter or a year.
    """
    # Until a day has passed everywhere on Earth it is still to come somewhere.
    today = (at - timedelta(hours=12)).date()
    # A year is kept by its first day, which has passed for most of it.
    facts = COMING(at, today.replace(month=1, day=1))
    rows = map(Row._make, facts)
    ahead = [row for row in rows if not wording.has_passed(row, at)]
    ahead.sort(key=lambda row: row.precision not in TO_THE_DAY)
    soonest: dict[int, Row] = {}
    for row in ahead:
        soonest.setdefault(row.show, row)
    listed = list(soonest.values())[:limit]
    found = CARDS(*(row.show for row in listed)) if listed else []
    posters = {show.pk: show.poster for show in found}
    return [Premiere(_fact(row), posters.get(row.show)) for row in listed]


def _fact(row: Row) -> Fact:
    """As much of the fact as is printed."""
    fact = Fact(
        field=Fact.Field.RELEASE_DATE,
        date=row.date,
        precision=row.precision,
        moment=row.moment,
        show=Show(
            pk=row.show, kind=row.show__kind, slug=row.show__slug, title=row.show__title
        ),
    )
    if row.season__number is not None:
        fact.season = Season(number=row.season__number, show=fact.show)
    if row.part__number is not None:
        fact.part = SeasonPart(number=row.part__number, title=row.part__title or "")
    if row.platform__name is not None:
        fact.platform = Platform(name=row.platform__name)
    return fact
