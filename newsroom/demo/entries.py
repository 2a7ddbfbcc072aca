"""The shapes in which the demo's shows, people and facts are written down."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Source(NamedTuple):
    """
    Where a fact was read: who published it, and on which day.

    A link stands here only if somebody opened that page; a publisher and a day without
    a link is a page that was known to exist but was not read at its own address.
    """

    name: str
    on: str
    url: str = ""
    # The page carries no day; the one given here is the nearest that is known.
    roughly: bool = False

    @property
    def day(self) -> date:
        return date.fromisoformat(self.on)


class News(NamedTuple):
    """One announcement. `date` is as precise as it is written: 2027, 2027-Q1, …"""

    kind: str
    source: Source
    season: int | None = None
    part: int | None = None
    date: str = ""
    platform: str = ""
    territory: str = ""
    number: int | None = None
    person: str = ""
    character: str = ""
    job: str = ""
    certainty: str = "confirmed"
    note: str = ""


class Role(NamedTuple):
    """Who plays whom, or does what; no seasons means the whole show."""

    person: str
    character: str = ""
    job: str = ""
    seasons: Sequence[int] = ()


class SeasonEntry(NamedTuple):
    number: int
    synopsis: str = ""
    title: str = ""
    parts: Sequence[str] = ()
    # Titles of episodes, where the desk knows them; None leaves the episode unnamed.
    episodes: Sequence[str | None] = ()


class TrailerEntry(NamedTuple):
    """A video on YouTube, by the id that several public pages give for it."""

    key: str
    title: str
    season: int | None = None
    # Where it was announced, if that page was read.
    source: Source | None = None


class ShowEntry(NamedTuple):
    key: str
    title: str
    kind: str
    # None: nobody has said for sure.
    year: int | None
    synopsis: str
    countries: Sequence[str]
    languages: Sequence[str]
    genres: Sequence[str]
    alt_text: str
    original_title: str = ""
    other_titles: Sequence[str] = ()
    based_on: str = ""
    runtime: int | None = None
    slug: str = ""
    seasons: Sequence[SeasonEntry] = ()
    cast: Sequence[Role] = ()
    crew: Sequence[Role] = ()
    trailers: Sequence[TrailerEntry] = ()
    news: Sequence[News] = ()


def out(
    source: Source,
    date: str,
    season: int | None = None,
    *,
    part: int | None = None,
    episodes: int | None = None,
) -> News:
    """It was released, and how many episodes it has."""
    return News(
        "released", source, season=season, part=part, date=date, number=episodes
    )


def on(
    source: Source, platform: str, season: int | None = None, territory: str = ""
) -> News:
    """It is seen there."""
    return News(
        "platform_added",
        source,
        season=season,
        platform=platform,
        territory=territory,
    )


def dated(source: Source, date: str, season: int | None = None) -> News:
    return News("date_set", source, season=season, date=date)


def renewed(source: Source, season: int) -> News:
    return News("renewed", source, season=season)


def ended(source: Source, season: int | None = None) -> News:
    return News("ended", source, season=season)


def joins(
    source: Source, person: str, character: str, season: int | None = None
) -> News:
    return News("joins", source, season=season, person=person, character=character)
