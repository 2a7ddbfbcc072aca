"""What starts when: the confirmed days still to come."""

from dataclasses import dataclass
from datetime import date as Date, datetime, timedelta

from .models import Fact

# Only a date known to the day can be printed as one.
TO_THE_DAY = ("day", "minute")


@dataclass(frozen=True)
class Premiere:
    """One line of a list of coming releases."""

    fact: Fact

    @property
    def date(self) -> Date | None:
        """As it was announced, wherever the reader is."""
        return self.fact.date

    @property
    def title(self) -> str:
        return self.fact.show.title

    @property
    def note(self) -> str:
        """What of the show, and where: "Season 2, part 1 · Netflix"."""
        subject = self.fact.show.get_kind_display()
        if self.fact.season:
            subject = self.fact.season.name.capitalize()
        if self.fact.part:
            subject = f"{subject}, {self.fact.part.name}"
        platform = self.fact.platform
        return f"{subject} · {platform}" if platform else subject

    def get_absolute_url(self) -> str:
        return self.fact.show.get_absolute_url()


def coming(at: datetime, *, limit: int) -> list[Premiere]:
    """The next confirmed releases, soonest first, each show once."""
    # Until a day has passed everywhere on Earth it is still to come somewhere.
    first_day = (at - timedelta(hours=12)).date()
    facts = (
        Fact.objects.at(at)
        .confirmed()
        .filter(
            field=Fact.Field.RELEASE_DATE,
            precision__in=TO_THE_DAY,
            date__gte=first_day,
            show__merged_into__isnull=True,
        )
        .select_related("show", "season", "part", "platform")
        .defer("show__synopsis", "season__synopsis")
        .order_by("date", "show")
    )
    # One show may have a line for each part and country; look a little further.
    soonest: dict[int, Premiere] = {}
    for fact in facts[: limit * 4]:
        soonest.setdefault(fact.show_id, Premiere(fact))
    return list(soonest.values())[:limit]
