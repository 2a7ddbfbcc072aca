"""What starts when: confirmed releases still to come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from images.prepared import Prepared

from . import wording
from .models import Fact

# Only a date known to the day can be printed as one.
TO_THE_DAY = ("day", "minute")


PRINTED = [
    "date",
    "moment",
    "precision",
    *(f"show__{name}" for name in ("kind", "slug", "title")),
    "season__number",
    *(f"part__{name}" for name in ("number", "title")),
    "platform__name",
]
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
        .select_related("show", "season", "part", "platform")
        .only(*PRINTED)
        .order_by("date", "show")[:FURTHEST]
    )
)


@dataclass(frozen=True)
class Premiere:
    """One line of a list of coming releases."""

    fact: Fact

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
    ahead = [fact for fact in facts if not wording.has_passed(fact, at)]
    ahead.sort(key=lambda fact: fact.precision not in TO_THE_DAY)
    soonest: dict[int, Premiere] = {}
    for fact in ahead:
        soonest.setdefault(fact.show_id, Premiere(fact))
    return list(soonest.values())[:limit]
