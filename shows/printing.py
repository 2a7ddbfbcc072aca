"""
Facts as a page prints them.

`load` answers for a whole page in one query; what it returns carries label, words,
certainty, source and the day of the source, so that templates decide nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date as Date, datetime

from images.prepared import Prepared

from . import wording
from .models import Fact, Season, SeasonPart, Show
from .news_querysets import FactQuerySet
from .vocabulary import UPCOMING, Certainty, Status

LABELS = {
    "status": "Status",
    "release_date": "Release date",
    "platform": "Where to watch",
    "episode_count": "Episodes",
    "trailer": "Trailer",
    "role": "Cast and crew",
}


@dataclass(frozen=True)
class PrintedFact:
    """One fact and what may be said about it."""

    fact: Fact

    @property
    def label(self) -> str:
        if self.fact.field == "release_date" and self.fact.territory:
            return f"Release date ({self.fact.territory})"
        return LABELS[self.fact.field]

    @property
    def value(self) -> str:
        """Status and the like as code, for class names: "in_production"."""
        return self.fact.value

    @property
    def words(self) -> str:
        """For tables and labels: "Renewed", "28 January 2022", "Netflix", "12"."""
        return wording.fact_in_words(self.fact)

    @property
    def in_sentence(self) -> str:
        """For the middle of a sentence: "on 28 January 2022", "renewed"."""
        return wording.fact_in_sentence(self.fact)

    @property
    def certainty(self) -> str:
        return self.fact.certainty

    @property
    def certainty_word(self) -> str:
        return str(Certainty(self.fact.certainty).label).lower()

    @property
    def is_confirmed(self) -> bool:
        return self.fact.certainty == Certainty.CONFIRMED

    @property
    def source_name(self) -> str:
        return self.fact.announcement.source_name

    @property
    def source_url(self) -> str:
        return self.fact.announcement.source_url

    @property
    def source_date(self) -> Date:
        return self.fact.announcement.announced_on

    @property
    def source_date_in_words(self) -> str:
        return wording.day(self.source_date)

    @property
    def date_iso(self) -> str:
        """For `<time datetime>`; as precise as the date is, empty for a quarter."""
        return wording.date_iso(self.fact)

    def __str__(self) -> str:
        return self.words


@dataclass
class SubjectFacts:
    """What is known about a show, a season or a part at one moment."""

    at: datetime
    status: PrintedFact | None = None
    releases: list[PrintedFact] = field(default_factory=list)
    platforms: list[PrintedFact] = field(default_factory=list)
    episode_count: PrintedFact | None = None
    trailer: PrintedFact | None = None
    roles: list[PrintedFact] = field(default_factory=list)
    # Reported, rumoured and denied, beside what is printed above.
    reports: list[PrintedFact] = field(default_factory=list)

    @property
    def release(self) -> PrintedFact | None:
        """Everywhere, or else the first place with a date."""
        return self.releases[0] if self.releases else None

    @property
    def is_upcoming(self) -> bool:
        return self.status is not None and self.status.value in UPCOMING

    @property
    def asks_for_confirmation(self) -> bool:
        """Whether a confirmed date has passed while the status still says "dated"."""
        return (
            self.status is not None
            and self.status.value == Status.DATED
            and self.release is not None
            and self.release.is_confirmed
            and wording.has_passed(self.release.fact, self.at)
        )

    def __iter__(self) -> Iterator[PrintedFact]:
        """The rows of a facts table."""
        if self.status:
            yield self.status
        yield from self.releases
        yield from self.platforms
        if self.episode_count:
            yield self.episode_count

    def everything(self) -> Iterator[PrintedFact]:
        """Those rows, and what stands beside them."""
        yield from self
        yield from self.reports
        yield from self.roles
        if self.trailer:
            yield self.trailer

    def __bool__(self) -> bool:
        return any(True for _ in self) or bool(self.reports or self.roles)

    def take(self, fact: Fact) -> None:
        printed = PrintedFact(fact)
        if not fact.is_leading:
            self.reports.append(printed)
        elif fact.field == Fact.Field.STATUS:
            self.status = printed
        elif fact.field == Fact.Field.RELEASE_DATE:
            self.releases.append(printed)
        elif fact.field == Fact.Field.PLATFORM:
            if fact.value == "in":
                self.platforms.append(printed)
        elif fact.field == Fact.Field.EPISODE_COUNT:
            self.episode_count = printed
        elif fact.field == Fact.Field.TRAILER:
            self.trailer = printed
        else:
            self.roles.append(printed)


@dataclass
class ShowFacts(SubjectFacts):
    """What is known about a show, its seasons and their parts at one moment."""

    seasons: dict[int, SubjectFacts] = field(default_factory=dict)
    parts: dict[int, SubjectFacts] = field(default_factory=dict)

    def season(self, season: Season | int) -> SubjectFacts:
        """By row or primary key; empty where nothing is known."""
        pk = season.pk if isinstance(season, Season) else season
        return self.seasons.get(pk, SubjectFacts(self.at))

    def part(self, part: SeasonPart | int) -> SubjectFacts:
        pk = part.pk if isinstance(part, SeasonPart) else part
        return self.parts.get(pk, SubjectFacts(self.at))

    def own(self, season: Season | int | None) -> SubjectFacts:
        """
        Facts of it alone. A season is watched where its show is, unless it says
        otherwise; and a show, where its newest season is.
        """
        if season is None:
            own: SubjectFacts = self
            return replace(own, platforms=own.platforms or self._of_newest_season())
        own = self.season(season)
        return replace(own, platforms=own.platforms or self.platforms)

    def _of_newest_season(self) -> list[PrintedFact]:
        """Where a show is of which only seasons are said to be anywhere."""
        said = [facts.platforms for facts in self.seasons.values()]
        by_number = {
            each[0].fact.season.number: each
            for each in said
            if each and each[0].fact.season
        }
        return by_number[max(by_number)] if by_number else []

    def numbered(self) -> dict[int, Season]:
        """Seasons of which anything is known, by number."""
        return {
            fact.fact.season.number: fact.fact.season
            for facts in (*self.seasons.values(), *self.parts.values())
            for fact in facts.everything()
            if fact.fact.season
        }

    def subject(self, fact: Fact) -> SubjectFacts:
        if fact.part_id:
            return self.parts.setdefault(fact.part_id, SubjectFacts(self.at))
        if fact.season_id:
            return self.seasons.setdefault(fact.season_id, SubjectFacts(self.at))
        return self

    @property
    def next_release(self) -> PrintedFact | None:
        """The date of the newest season still to come, or of the show itself."""
        upcoming = [
            facts.release
            for facts in self.seasons.values()
            if facts.is_upcoming and facts.release
        ]
        if upcoming:
            return max(upcoming, key=lambda release: release.fact.date or Date.min)
        return self.release


def load(
    shows: Iterable[Show], at: datetime, *, roles: bool = True
) -> dict[int, ShowFacts]:
    """
    The facts of several shows at a moment, by primary key, in one query.

    Every show has an entry. Lists leave `roles` out, which a page of cards never
    prints and a long-running show has hundreds of.
    """
    found = {show.pk: ShowFacts(at) for show in shows}
    if not found:
        return found
    for fact in (WITH_ROLES if roles else WITHOUT_ROLES)(at, *found):
        found[fact.show_id].subject(fact).take(fact)
    return found


def arrange(facts: Iterable[Fact], at: datetime) -> ShowFacts:
    """What holds at a moment, of the facts of one show at any."""
    found = ShowFacts(at)
    for fact in facts:
        if fact.valid_from <= at and (
            fact.valid_until is None or at < fact.valid_until
        ):
            found.subject(fact).take(fact)
    return found


def _known(shows: Iterable[int], at: datetime) -> FactQuerySet:
    facts = Fact.objects.at(at).filter(show__in=shows)
    return facts.order_by("slot", "valid_from", "pk")


WITH_ROLES = Prepared(lambda at, *shows: _known(shows, at).for_cast())
WITHOUT_ROLES = Prepared(
    lambda at, *shows: _known(shows, at).for_print().exclude(field=Fact.Field.ROLE)
)


def status_of(subject: Show | Season | SeasonPart, at: datetime) -> PrintedFact | None:
    return _one(subject, Fact.Field.STATUS, at)


def release_of(subject: Show | Season | SeasonPart, at: datetime) -> PrintedFact | None:
    return _one(subject, Fact.Field.RELEASE_DATE, at)


def _one(
    subject: Show | Season | SeasonPart, about: str, at: datetime
) -> PrintedFact | None:
    facts = Fact.objects.at(at).leading().for_print().filter(field=about)
    if isinstance(subject, Show):
        facts = facts.filter(show=subject, season=None)
    elif isinstance(subject, Season):
        facts = facts.filter(season=subject, part=None)
    else:
        facts = facts.filter(part=subject)
    fact = facts.order_by("slot").first()
    return PrintedFact(fact) if fact else None
