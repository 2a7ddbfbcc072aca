"""What a story says, what is known, and what the one is worth by the other."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from enum import StrEnum


class Field(StrEnum):
    STATUS = "status"
    RELEASE_DATE = "release_date"
    PLATFORM = "platform"
    EPISODE_COUNT = "episode_count"
    SEASON_COUNT = "season_count"
    CAST = "cast"
    CHARACTER = "character"


class Said(StrEnum):
    """What a story can say of a status."""

    NOT_RENEWED = "not renewed"
    RENEWED = "renewed"
    CANCELLED = "cancelled"
    ENDED = "ended"
    IN_PRODUCTION = "in production"
    WRAPPED = "wrapped"
    DATED = "dated"
    NOT_DATED = "not dated"
    RELEASED = "released"


class Modality(StrEnum):
    STATED = "stated"
    EXPECTED = "expected"
    REPORTED = "reported"
    RUMOURED = "rumoured"
    # Said to be an open question: "it is unclear whether it will return".
    ASKED = "asked"


class Tense(StrEnum):
    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


class Place(StrEnum):
    BODY = "body"
    HEADLINE = "headline"
    SEO_TITLE = "seo_title"
    STANDFIRST = "standfirst"
    SEO_DESCRIPTION = "seo_description"


@dataclass(frozen=True)
class When:
    """
    From a day to a day, both within it. A bound leaves one side open: ">=" is "not
    before", "<=" is "by". `other` is the second reading of 03/04/2027.
    """

    start: Date
    end: Date
    bound: str = ""
    other: Date | None = None

    @classmethod
    def of(cls, date: Date, precision: str) -> When:
        """The stretch of time that a date of this precision stands for."""
        if precision == "year":
            return cls(Date(date.year, 1, 1), Date(date.year, 12, 31))
        if precision in {"quarter", "month"}:
            first = (date.month - 1) // 3 * 3 + 1 if precision == "quarter" else 0
            return cls.months(
                date.year, first or date.month, first + 2 if first else date.month
            )
        return cls(date, date)

    @classmethod
    def months(cls, year: int, first: int, last: int) -> When:
        """Whole months; a `last` beyond December belongs to the next year."""
        end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
        last_day = calendar.monthrange(end_year, end_month)[1]
        return cls(Date(year, first, 1), Date(end_year, end_month, last_day))

    def agrees_with(self, known: When) -> bool:
        if self.bound == ">=":
            return known.end >= self.start
        if self.bound == "<=":
            return known.start <= self.end
        if self.other and known.start <= self.other <= known.end:
            return True
        return self.start <= known.end and known.start <= self.end

    def has_passed(self, today: Date) -> bool:
        return self.bound != ">=" and self.end < today

    def __str__(self) -> str:
        start, end = self.start, self.end
        year = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
        if start == end:
            text = start.isoformat()
        elif start.year == end.year and year:
            text = str(start.year)
        elif (start.year, start.month) == (end.year, end.month):
            text = f"{start:%Y-%m}"
        else:
            text = f"{start:%Y-%m}..{end:%Y-%m}"
        return self.bound + text


# What the story is linked to


@dataclass(frozen=True)
class SeasonSubject:
    number: int
    id: int | None = None


@dataclass(frozen=True)
class ShowSubject:
    """`seasons` are all that the show has; see `Subjects.seasons` for the linked."""

    id: int
    title: str
    other_titles: Sequence[str] = ()
    seasons: Sequence[SeasonSubject] = ()


@dataclass(frozen=True)
class PersonSubject:
    """Somebody of a linked show's cast; `characters` by the show's id."""

    id: int
    name: str
    other_spellings: Sequence[str] = ()
    characters: dict[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Subjects:
    """Shows and `(show id, season number)` as the story is linked, the lead first."""

    shows: Sequence[ShowSubject]
    seasons: Sequence[tuple[int, int]] = ()
    people: Sequence[PersonSubject] = ()
    platforms: Sequence[str] = ()


@dataclass(frozen=True)
class Text:
    """The body is canonical HTML, every other place plain text."""

    place: Place
    content: str


@dataclass(frozen=True)
class Claim:
    """
    One statement of a story.

    `block` counts the top-level blocks of the body; `start` and `end` are the sentence
    in the plain text of that block (of the whole text, elsewhere). `key` stays the
    same in the next version as long as the sentence and what it is about do.
    """

    field: Field
    show_id: int
    season: int | None
    season_id: int | None
    value: str
    negated: bool
    modality: Modality
    tense: Tense
    sentence: str
    place: Place
    block: int
    start: int
    end: int
    key: str
    when: When | None = None
    number: int | None = None
    person_id: int | None = None
    # As written: "Choo Yi-hyun".
    person: str = ""
    character: str = ""
    # Words that say how it is meant: "yet", "began".
    cues: str = ""

    def __str__(self) -> str:
        about = f"@{self.season}" if self.season is not None else ""
        return f"{self.field.replace('_', ' ')}={self.words}{about}"

    @property
    def words(self) -> str:
        value = self.value
        tells_itself = value in {Said.NOT_RENEWED, Said.NOT_DATED}
        is_told = self.field in {Field.STATUS, Field.PLATFORM}
        return (
            f"not {value}" if self.negated and is_told and not tells_itself else value
        )


# What is known


@dataclass(frozen=True)
class Known:
    """
    A value and the day since which it holds. `source` is whatever the caller knows
    it by, here and below: the verdict hands it back.
    """

    value: str
    since: Date | None = None
    is_confirmed: bool = True
    source: int | None = None


@dataclass(frozen=True)
class Release:
    date: Date
    precision: str = "day"
    since: Date | None = None
    is_confirmed: bool = True
    source: int | None = None

    @property
    def when(self) -> When:
        return When.of(self.date, self.precision)


@dataclass(frozen=True)
class CreditNow:
    """
    Who plays whom. `seasons` empty: all of them. `has_left` is news, and `left_seasons`
    are those it is about: empty, all to come.
    """

    person_id: int
    name: str
    character: str = ""
    seasons: Sequence[int] = ()
    other_spellings: Sequence[str] = ()
    has_left: bool = False
    left_seasons: Sequence[int] = ()
    since: Date | None = None
    source: int | None = None


@dataclass(frozen=True)
class SubjectNow:
    """
    What is known today of one season or, for what is not a season's, of the show.

    `status` is one of `shows.vocabulary.Status`. Lists hold what is confirmed;
    reported releases stand apart, for they contradict nobody.
    """

    status: Known | None = None
    releases: Sequence[Release] = ()
    reported_releases: Sequence[Release] = ()
    platforms: Sequence[Known] = ()
    # Whose platform it was and is no more.
    left_platforms: Sequence[Known] = ()
    episode_count: Known | None = None
    is_renewal_reported: bool = False


@dataclass(frozen=True)
class FactsNow:
    """
    What is known today of one show. The caller fills it; nothing here asks a database.
    """

    today: Date
    title: str
    show: SubjectNow = field(default_factory=SubjectNow)
    seasons: dict[int, SubjectNow] = field(default_factory=dict)
    credits: Sequence[CreditNow] = ()
    # People of whom readers may not know yet that they are in it.
    untold: frozenset[int] = frozenset()


class Standing(StrEnum):
    HOLDS = "holds"
    DOUBTFUL = "doubtful"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True)
class Verdict:
    standing: Standing
    why: str
    since: Date | None = None
    source: int | None = None

    @property
    def needs_a_reader(self) -> bool:
        return self.standing is not Standing.HOLDS
