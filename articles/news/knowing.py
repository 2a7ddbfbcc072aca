"""
What is known of a show at a moment, as claims are judged by it.

`Knowledge` is read once and answers for every moment, the coming ones included. Made of
announcements that nobody has recorded, it answers what would be known with them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date as Date, datetime, time, timedelta

from django.utils import timezone

from articles.claims import CreditNow, FactsNow, Known, Release, SubjectNow
from images.search import fold
from shows.facts import facts_of
from shows.models import Announcement, Credit, Fact, Platform, Season, Show
from shows.querysets import CreditQuerySet
from shows.timeline import IN, LEFT, windows
from shows.vocabulary import Certainty, Status

# News about what is still to be made, for "it is reported to be renewed".
ORDERED = {Status.ANNOUNCED, Status.RENEWED}
# Nobody plans beyond, and dates end at 9999.
LAST_YEAR = 2200


def midnight_after(day: Date) -> datetime | None:
    """The moment from which a day has passed where the desk is."""
    if day.year > LAST_YEAR:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def credits_of(show: Show, among: CreditQuerySet | None = None) -> list[Credit]:
    """Who plays in a show, with the moments from which readers may know of it."""
    credits = Credit.objects.all() if among is None else among
    played = credits.filter(show=show).exclude(kind=Credit.Kind.CREW)
    played = played.with_moments().select_related("person")
    return list(played.prefetch_related("seasons", "person__other_spellings"))


def revealed_by(news: Announcement, credits: Iterable[Credit]) -> list[Credit]:
    """
    Those of which readers would know sooner with some news, since then: news about a
    show or a season lets them know that there is one.
    """
    found = []
    for credit in credits:
        sooner = copy(credit)
        sooner.show_from = _sooner(credit.show_from, news)  # type: ignore[attr-defined]
        if news.season in credit.seasons.all():
            sooner.seasons_from = _sooner(credit.seasons_from, news)  # type: ignore[attr-defined]
        if sooner.known_from != credit.known_from:
            found.append(sooner)
    return found


def _sooner(moment: datetime | None, news: Announcement) -> datetime | None:
    return moment and min(moment, news.public_from)


@dataclass
class Knowledge:
    """The announcements, facts and credits of one show."""

    show: Show
    announcements: dict[int, Announcement]
    facts: list[Fact]
    numbers: dict[int, int]
    platforms: dict[int, str]
    credits: list[Credit]
    _by_day: dict[tuple[int, Date], FactsNow] = field(default_factory=dict)
    _by_change: dict[int, FactsNow] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ends = [moment for f in self.facts for moment in (f.valid_from, f.valid_until)]
        ends += [credit.known_from for credit in self.credits]
        self._edges = sorted({moment for moment in ends if moment})

    @classmethod
    def of(
        cls,
        show: Show,
        news: Iterable[Announcement] | None = None,
        credits: list[Credit] | None = None,
    ) -> Knowledge:
        """
        In a fixed number of queries. With `news`, which need not be saved, it is what
        would be known if that were all that was ever announced; with `credits`, as
        `credits_of` loads them, if those were all that there are.
        """
        numbers = dict(Season.objects.filter(show=show).values_list("pk", "number"))
        if news is None:
            announced = list(show.announcements.select_related("person"))
            facts = list(show.facts.exclude(field=Fact.Field.TRAILER))
        else:
            announced = list(news)
            facts = facts_of(show.pk, windows(announced, numbers)) if announced else []
        return cls(
            show=show,
            announcements={each.pk or 0: each for each in announced},
            facts=facts,
            numbers=numbers,
            platforms=dict(Platform.objects.values_list("pk", "name")),
            credits=credits_of(show) if credits is None else credits,
        )

    def changes(self, after: datetime) -> list[datetime]:
        """The coming moments from which something is known, or a day has passed."""
        moments = set(self._edges)
        for fact in self.facts:
            if fact.date:
                when = Release(fact.date, fact.precision).when
                if passed := midnight_after(when.end):
                    moments.add(passed)
        return sorted(moment for moment in moments if moment > after)

    def held(self, moment: datetime) -> list[Fact]:
        """The facts that hold at a moment."""
        return [
            fact
            for fact in self.facts
            if fact.valid_from <= moment
            and (fact.valid_until is None or moment < fact.valid_until)
        ]

    def at(self, moment: datetime) -> FactsNow:
        """What is public at a moment. The same facts are put together once."""
        change, today = bisect_right(self._edges, moment), timezone.localdate(moment)
        if (change, today) not in self._by_day:
            if change not in self._by_change:
                self._by_change[change] = self._put_together(moment)
            now = replace(self._by_change[change], today=today)
            self._by_day[change, today] = now
        return self._by_day[change, today]

    def _put_together(self, moment: datetime) -> FactsNow:
        held = self.held(moment)
        by_season: dict[int | None, list[Fact]] = defaultdict(list)
        for fact in held:
            number = self.numbers.get(fact.season_id) if fact.season_id else None
            by_season[number].append(fact)
        return FactsNow(
            today=timezone.localdate(moment),
            title=self.show.title,
            show=self._subject(by_season.pop(None, [])),
            seasons={
                number: self._subject(facts)
                for number, facts in by_season.items()
                if number is not None
            },
            credits=self._credits(held, moment),
            untold=self._untold(moment),
        )

    def _announced(self, fact: Fact) -> Date | None:
        news = self.announcements.get(fact.announcement_id or 0)
        return news.announced_on if news else None

    def _known(self, fact: Fact, value: str) -> Known:
        return Known(
            value,
            since=self._announced(fact),
            is_confirmed=fact.certainty == Certainty.CONFIRMED,
            source=fact.announcement_id,
        )

    def _subject(self, facts: list[Fact]) -> SubjectNow:
        status: Known | None = None
        count: Known | None = None
        releases: list[Release] = []
        reported: list[Release] = []
        platforms: list[Known] = []
        left: list[Known] = []
        is_renewal_reported = False
        for fact in facts:
            if fact.certainty == Certainty.DENIED:
                continue
            is_whole, is_confirmed = fact.part_id is None, self._is_confirmed(fact)
            match fact.field:
                case Fact.Field.STATUS if is_whole:
                    if fact.is_leading:
                        status = self._known(fact, fact.value)
                    is_renewal_reported |= not is_confirmed and fact.value in ORDERED
                case Fact.Field.RELEASE_DATE if fact.date:
                    # The dates of a part agree with a story too.
                    (releases if is_confirmed else reported).append(
                        self._release(fact, fact.date)
                    )
                case Fact.Field.EPISODE_COUNT if is_whole and fact.is_leading:
                    count = self._known(fact, str(fact.number))
                case Fact.Field.PLATFORM if is_confirmed:
                    name = self.platforms.get(fact.platform_id or 0, "")
                    there = platforms if fact.value == IN else left
                    there.append(self._known(fact, name))
        if status and not status.is_confirmed and is_renewal_reported:
            # What is only reported is no status yet.
            status = None
        releases.sort(key=lambda release: release.date)
        return SubjectNow(
            status, releases, reported, platforms, left, count, is_renewal_reported
        )

    def _is_confirmed(self, fact: Fact) -> bool:
        return fact.certainty == Certainty.CONFIRMED

    def _release(self, fact: Fact, date: Date) -> Release:
        precision = "day" if fact.precision == "minute" else fact.precision
        return Release(
            date,
            precision,
            since=self._announced(fact),
            is_confirmed=self._is_confirmed(fact),
            source=fact.announcement_id,
        )

    def _untold(self, moment: datetime) -> frozenset[int]:
        """
        Those of whom readers may not know yet that they are in it at all. Nothing is
        said of them before, not even that they are not in it.
        """
        roles = [fact for fact in self.facts if fact.field == Fact.Field.ROLE]
        moments = [(each.person_id, each.known_from) for each in self.credits]
        moments += [(fact.person_id or 0, fact.valid_from) for fact in roles]
        told = {person for person, since in moments if not since or since <= moment}
        return frozenset(person for person, _ in moments if person not in told)

    def _credits(self, held: list[Fact], moment: datetime) -> list[CreditNow]:
        roles = [
            fact
            for fact in held
            if fact.field == Fact.Field.ROLE and not fact.job and fact.person_id
        ]
        roles = [fact for fact in roles if self._is_confirmed(fact)]
        credits = [
            CreditNow(
                credit.person_id,
                credit.person.name,
                credit.character,
                [season.number for season in credit.seasons.all()],
                [each.name for each in credit.person.other_spellings.all()],
            )
            for credit in self.credits
            if credit.is_known(moment)
        ]
        named = {(c.person_id, fold(c.character)) for c in credits if c.character}
        for fact in roles:
            key = (fact.person_id, fold(fact.character) if fact.character else "")
            if fact.value == IN and key not in named:
                credits.append(self._joined(fact))
        return [self._with_leaving(credit, roles) for credit in credits]

    def _joined(self, fact: Fact) -> CreditNow:
        person = self.announcements[fact.announcement_id or 0].person
        season = self.numbers.get(fact.season_id or 0)
        return CreditNow(
            fact.person_id or 0,
            person.name if person else "",
            fact.character,
            [season] if season is not None else [],
            since=self._announced(fact),
            source=fact.announcement_id,
        )

    def _with_leaving(self, credit: CreditNow, roles: list[Fact]) -> CreditNow:
        leaving = [
            fact
            for fact in roles
            if fact.value == LEFT
            and fact.person_id == credit.person_id
            and (not fact.character or fold(fact.character) == fold(credit.character))
        ]
        if not leaving:
            return credit
        numbers = [self.numbers.get(fact.season_id or 0) for fact in leaving]
        last = leaving[-1]
        return replace(
            credit,
            has_left=True,
            left_seasons=[]
            if None in numbers
            else [number for number in numbers if number is not None],
            since=self._announced(last),
            source=last.announcement_id,
        )
