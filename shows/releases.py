"""
What is told of when one show comes out: each line of a month, with what became of it.

Confirmed days stand as they are. What is only known to the month, the quarter or the
year stands in all of its months, what is reported or rumoured with its source, and a
day that was confirmed and no longer holds where readers saw it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date as Date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from . import wording
from .models import Fact, Show
from .models.show import EARLIEST_YEAR, LATEST_YEAR
from .news_querysets import FactQuerySet
from .printing import PrintedFact, ShowFacts, SubjectFacts
from .vocabulary import Certainty, Precision, Status

MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])", re.ASCII)
TO_THE_DAY = (Precision.DAY, Precision.MINUTE)
# What stands in one month and in no other.
IN_ONE_MONTH = (*TO_THE_DAY, Precision.MONTH)
UNSURE = (Certainty.REPORTED, Certainty.RUMOURED)
# It is there already: nobody waits for its date.
ARRIVED = (Status.OUT, Status.ENDED)
PRINTED = (Fact.Field.RELEASE_DATE, Fact.Field.STATUS, Fact.Field.PLATFORM)


@dataclass(frozen=True)
class Month:
    """A month of the calendar, as its address and its heading write it."""

    first: Date

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        return wording.period(self.first, Precision.MONTH)

    @property
    def next(self) -> "Month":
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def quarter(self) -> Date:
        return self.first.replace(month=(self.first.month - 1) // 3 * 3 + 1)

    @property
    def year(self) -> Date:
        return self.first.replace(month=1)

    def holds(self, date: Date) -> bool:
        return date.replace(day=1) == self.first


def month_named(text: str) -> Month | None:
    """2027-01; None for what names no month in which a film could come out."""
    match = MONTH.fullmatch(text)
    if not match or not EARLIEST_YEAR <= int(match["year"]) <= LATEST_YEAR:
        return None
    return Month(Date(int(match["year"]), int(match["month"]), 1))


def month_of(at: datetime) -> Month:
    """The month it is at the newsroom."""
    return Month(timezone.localdate(at).replace(day=1))


@dataclass(frozen=True)
class Release:
    """One line: something that comes out, came out, or was to come out."""

    show: Show
    fact: PrintedFact
    # Everywhere that has the same date: "Netflix", "in the UK".
    places: list[str]
    status: PrintedFact | None
    # The date that stood before this one, where the news was a move.
    moved_from: PrintedFact | None = None
    # It no longer holds: "moved" with the date that does, or "cancelled".
    gone: str = ""
    moved_to: PrintedFact | None = None

    @property
    def subject(self) -> str:
        """What of the show: "Season 2, part 1"; the kind where it is the whole."""
        about = self.fact.fact
        words = str(self.show.get_kind_display())
        if about.season:
            words = about.season.name.capitalize()
        return f"{words}, {about.part.name}" if about.part else words

    @property
    def clock(self) -> str:
        """17:00 KST, where it is known to the minute."""
        fact = self.fact.fact
        return wording.clock(fact.moment, fact.zone) if fact.moment else ""

    @property
    def address(self) -> str:
        return (self.fact.fact.season or self.show).get_absolute_url()

    @property
    def asks_for_confirmation(self) -> bool:
        """Whether its day has passed and nobody has said that it came out."""
        return self.status is None or self.status.value not in ARRIVED

    @property
    def news(self) -> PrintedFact:
        """What the line tells, for its source: the move, the end or the date."""
        if self.moved_to:
            return self.moved_to
        return self.status if self.gone and self.status else self.fact

    @property
    def moved_to_month(self) -> Month | None:
        """Where the date that holds now stands."""
        fact = self.moved_to.fact if self.moved_to else None
        if fact is None or fact.date is None:
            return None
        return Month(fact.date.replace(day=1))


@dataclass
class ToldShow:
    """All that readers were ever told of when one show comes out."""

    show: Show
    known: ShowFacts
    # The confirmed dates of each slot, oldest first.
    dates: dict[str, list[Fact]] = field(default_factory=dict)
    unsure: list[Fact] = field(default_factory=list)

    def take(self, fact: Fact, at: datetime) -> None:
        fact.show = self.show
        if fact.season:
            fact.season.show = self.show
        if fact.field == Fact.Field.RELEASE_DATE:
            if _is_confirmed(fact):
                if was_mistaken(fact, at):
                    return
                self.dates.setdefault(fact.slot, []).append(fact)
            elif fact.certainty in UNSURE and holds(fact, at):
                self.unsure.append(fact)
        elif holds(fact, at):
            self.known.subject(fact).take(fact)

    def releases(self, month: Month, at: datetime) -> Iterator[Release]:
        """Its lines in a month; the same date in several places is one line."""
        lines: dict[tuple, Release] = {}
        key: tuple
        for fact, line in self._lines(month, at):
            key = (fact.season_id, fact.part_id, fact.date, fact.precision, fact.moment)
            said_by = "" if _is_confirmed(fact) else fact.announcement.source_name
            key = (*key, fact.certainty, said_by, line.get("gone"))
            places = self._places(fact)
            if same := lines.get(key):
                same.places.extend(each for each in places if each not in same.places)
                continue
            lines[key] = Release(
                show=self.show,
                fact=PrintedFact(fact),
                places=places,
                status=self._status(fact),
                **line,
            )
        yield from lines.values()

    def platforms(self, release: Release) -> list[str]:
        """The slugs of where it is seen."""
        own = release.fact.fact.platform
        return [each.slug for each in ([own] if own else self._seen_on(release.fact))]

    def _lines(
        self, month: Month, at: datetime
    ) -> Iterator[tuple[Fact, dict[str, Any]]]:
        for chain in self.dates.values():
            now = chain[-1] if holds(chain[-1], at) else None
            if now and _stands_in(now, month) and self._is_waited_for(now, at):
                yield now, {"moved_from": _moved_from(chain)}
            yield from self._gone(chain, now, month)
        for fact in self.unsure:
            if _stands_in(fact, month) and not self._is_settled(fact, at):
                yield fact, {}

    def _is_settled(self, said: Fact, at: datetime) -> bool:
        """Whether what is only said is the very date that is confirmed."""
        chain = self.dates.get(said.slot)
        return bool(
            chain
            and holds(chain[-1], at)
            and (said.date, said.precision, said.moment)
            == (chain[-1].date, chain[-1].precision, chain[-1].moment)
        )

    def _is_waited_for(self, fact: Fact, at: datetime) -> bool:
        """A shelf is for what is to come; in its own month also for what came."""
        if fact.precision in TO_THE_DAY:
            return True
        status = self._status(fact)
        arrived = status is not None and status.value in ARRIVED
        return not arrived or (
            fact.precision == Precision.MONTH and wording.has_passed(fact, at)
        )

    def _gone(
        self, chain: list[Fact], now: Fact | None, month: Month
    ) -> Iterator[tuple[Fact, dict[str, Any]]]:
        """The confirmed dates of this month that no longer hold."""
        seen: set[tuple] = set()
        for fact in chain:
            key = (fact.date, fact.precision)
            if (
                fact is now
                or key in seen
                or fact.precision not in IN_ONE_MONTH
                or not _stands_in(fact, month)
                or (now and (_agree(fact, now) or fact.date == now.date))
            ):
                continue
            seen.add(key)
            status = self._status(fact)
            if now:
                yield fact, {"gone": "moved", "moved_to": PrintedFact(now)}
            elif status and status.value == Status.CANCELLED:
                yield fact, {"gone": "cancelled"}

    def _status(self, fact: Fact) -> PrintedFact | None:
        """How far it has come: the part, or else the season, or else the show."""
        return next(
            (known.status for known in self._subjects(fact) if known.status), None
        )

    def _seen_on(self, fact: PrintedFact) -> list[Any]:
        for known in self._subjects(fact.fact):
            if known.platforms:
                return [each.fact.platform for each in known.platforms]
        return []

    def _places(self, fact: Fact) -> list[str]:
        if not fact.platform:
            names = [str(each) for each in self._seen_on(PrintedFact(fact))]
            return [*names, fact.territory] if fact.territory else names
        if fact.territory:
            return [f"{fact.platform} ({fact.territory})"]
        return [str(fact.platform)]

    def _subjects(self, fact: Fact) -> Iterator[SubjectFacts]:
        if fact.part_id:
            yield self.known.part(fact.part_id)
        if fact.season_id:
            yield self.known.season(fact.season_id)
        yield self.known


def told_of(shows: dict[int, Show], at: datetime) -> Iterable[ToldShow]:
    """All that readers know of these shows, or knew, in one query."""
    told = {pk: ToldShow(show, ShowFacts(at)) for pk, show in shows.items()}
    if told:
        facts = Fact.objects.filter(
            show__in=told, field__in=PRINTED, valid_from__lte=at
        )
        for fact in with_withdrawals(facts).order_by("valid_from", "pk"):
            told[fact.show_id].take(fact, at)
    return told.values()


def with_withdrawals(facts: FactQuerySet) -> FactQuerySet:
    """Facts as they are printed, each with when its announcement is taken back."""
    withdrawal = "announcement__withdrawal__public_from"
    return facts.for_print().annotate(withdrawn_at=F(withdrawal))


def holds(fact: Fact, at: datetime) -> bool:
    return fact.valid_from <= at and (fact.valid_until is None or fact.valid_until > at)


def _is_confirmed(fact: Fact) -> bool:
    return fact.certainty == Certainty.CONFIRMED


def was_mistaken(fact: Fact, at: datetime) -> bool:
    """Whether its announcement has been taken back by then; see `with_withdrawals`."""
    withdrawn_at: datetime | None = getattr(fact, "withdrawn_at", None)
    return withdrawn_at is not None and withdrawn_at <= at


def _moved_from(chain: list[Fact]) -> PrintedFact | None:
    """What stood before the last of the dates, unless that only says it more exactly."""
    *earlier, now = chain
    others = (fact for fact in reversed(earlier) if not _agree(fact, now))
    return next((PrintedFact(fact) for fact in others), None)


def _agree(old: Fact, new: Fact) -> bool:
    """Whether the newer date is the older one, or lies within it."""
    if old.date is None or new.date is None:
        return False
    if old.moment and new.moment:
        return old.moment == new.moment
    return old.date <= new.date and (
        wording.last_day(new.date, new.precision)
        <= wording.last_day(old.date, old.precision)
    )


def _stands_in(fact: Fact, month: Month) -> bool:
    match fact.precision:
        case Precision.YEAR:
            return fact.date == month.year
        case Precision.QUARTER:
            return fact.date == month.quarter
        case _:
            return fact.date is not None and month.holds(fact.date)
