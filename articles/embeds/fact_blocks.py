"""
Blocks written from the facts of a show or a season: seven ways to print them.

What a block says changes with the facts, not with the story it stands in. A block
whose show is there but of which nothing is known says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import Truncator

from articles.body import posts
from articles.body.markup import escape_attribute, escape_text
from shows import wording
from shows.models import Fact, Trailer
from shows.printing import PrintedFact
from shows.templatetags.show_tags import FactRow, rows
from shows.vocabulary import UPCOMING

from .base import Embed, Placement
from .subjects import Subject

# A fallback is a sentence or two, not a second copy of the page.
LONGEST_FALLBACK = 1_500
# Further back the timeline is folded.
TIMELINE_SHOWN = 12

ZONES = (
    ("New York (ET)", "America/New_York"),
    ("Los Angeles (PT)", "America/Los_Angeles"),
    ("London (UK)", "Europe/London"),
    ("Seoul (KST)", "Asia/Seoul"),
)
# The rows of a table of facts.
TABLE = (
    Fact.Field.STATUS,
    Fact.Field.RELEASE_DATE,
    Fact.Field.PLATFORM,
    Fact.Field.EPISODE_COUNT,
)
PLAYERS = {
    Trailer.Provider.YOUTUBE: posts.YOUTUBE,
    Trailer.Provider.VIMEO: posts.VIMEO,
}


class FactBlock(Embed[Subject]):
    """One way to print what is known. `load_subjects` loads for all of them at once."""

    # Said where nothing is known.
    nothing: str

    def context(self, target: Subject, placement: Placement) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "label": self.label,
            "subject": target,
            "nothing": self.nothing,
            **self.block(target),
        }

    def block(self, subject: Subject) -> dict[str, Any]:
        """What its own template prints."""
        raise NotImplementedError

    def said(self, subject: Subject) -> list[str]:
        """The same as plain text: for the fallback, and for the desk."""
        raise NotImplementedError

    def words(self, subject: Subject) -> str:
        text = "; ".join(self.said(subject)) or self.nothing
        return Truncator(text).chars(LONGEST_FALLBACK)

    def fallback(self, target: Subject, placement: Placement) -> str:
        address = escape_attribute(target.get_absolute_url())
        link = f'<a href="{address}">{escape_text(target.name)}</a>'
        return f"{link}: {escape_text(self.words(target))}"


class FactsTable(FactBlock):
    kind = "facts"
    label = "Facts"
    template = "embeds/_facts.html"
    missing = "a facts table whose show or season readers cannot see"
    prints = TABLE
    nothing = "Nothing has been announced yet."

    def block(self, subject: Subject) -> dict[str, Any]:
        tables = [("", rows(subject.own))]
        tables += [(name, rows(facts)) for name, facts in subject.parts]
        return {"tables": [(name, table) for name, table in tables if table]}

    def said(self, subject: Subject) -> list[str]:
        return [
            _row_in_words(row, name)
            for name, table in self.block(subject)["tables"]
            for row in table
        ]


class WhatWeKnow(FactBlock):
    """Known, said but not confirmed, and not known yet."""

    kind = "known"
    label = "What we know so far"
    template = "embeds/_known.html"
    missing = "“What we know so far” about a show or season that readers cannot see"
    prints = (*TABLE, Fact.Field.TRAILER, Fact.Field.ROLE)
    nothing = "Nothing has been announced yet."

    def block(self, subject: Subject) -> dict[str, Any]:
        own = subject.own
        said = [*own, *own.reports, *own.roles]
        said += [own.trailer] if own.trailer else []
        if subject.season and own.is_upcoming:
            # Who joined the show joined the season that is to come.
            said += [fact for fact in subject.facts.roles if fact not in said]
        for _, facts in subject.parts:
            said += [*facts, *facts.reports]
        confirmed = [fact for fact in said if fact.is_confirmed]
        return {
            "known": _by_label(confirmed),
            "reported": _by_label(fact for fact in said if not fact.is_confirmed),
            "unknown": _unknown(subject, confirmed),
            "newest": max((fact.source_date for fact in said), default=None),
        }

    def said(self, subject: Subject) -> list[str]:
        found = self.block(subject)
        unknown = [f"Not known yet: {', '.join(found['unknown']).lower()}"]
        return [
            *(_row_in_words(row) for row in [*found["known"], *found["reported"]]),
            *(unknown if found["unknown"] else []),
        ]


class Cast(FactBlock):
    kind = "cast"
    label = "Cast"
    template = "embeds/_cast.html"
    missing = "a cast list whose show or season readers cannot see"
    prints = (Fact.Field.ROLE,)
    nothing = "Nobody has been announced for the cast yet."

    def block(self, subject: Subject) -> dict[str, Any]:
        people = subject.people
        lines = [
            {
                "name": member.person.name,
                "slug": member.person.slug,
                "picture": subject.shown(member.person.portrait),
                "character": member.character,
                "job": member.job,
                "certainty": str(member.news.certainty) if member.news else "",
                "joined": member.news.source_date_in_words if member.news else "",
            }
            for member in [*people.cast, *people.guests]
        ]
        return {"members": lines, "reports": people.reports}

    def said(self, subject: Subject) -> list[str]:
        people = subject.people
        return [
            *(
                f"{member.person.name} as {member.character}"
                if member.character
                else member.person.name
                for member in [*people.cast, *people.guests]
            ),
            *(_in_words(fact) for fact in people.reports),
        ]


class Timeline(FactBlock):
    kind = "timeline"
    label = "Timeline"
    template = "embeds/_timeline.html"
    missing = "a timeline whose show or season readers cannot see"
    prints = tuple(Fact.Field)
    nothing = "Nothing has been announced yet."

    def block(self, subject: Subject) -> dict[str, Any]:
        news = subject.announcements
        return {"earlier": news[:-TIMELINE_SHOWN], "latest": news[-TIMELINE_SHOWN:]}

    def said(self, subject: Subject) -> list[str]:
        return [
            f"{wording.day(each.announced_on)}: {each}"
            f" ({_attribution(each.certainty, each.source_name)})"
            for each in subject.announcements
        ]


class WhereToWatch(FactBlock):
    kind = "watch"
    label = "Where to watch"
    template = "embeds/_watch.html"
    missing = "“Where to watch” for a show or season that readers cannot see"
    prints = (Fact.Field.PLATFORM,)
    nothing = "No platform has been announced yet."

    def block(self, subject: Subject) -> dict[str, Any]:
        own = subject.own
        said = [fact for fact in own.reports if fact.fact.field == Fact.Field.PLATFORM]
        return {"platforms": [*own.platforms, *said]}

    def said(self, subject: Subject) -> list[str]:
        return [_in_words(fact) for fact in self.block(subject)["platforms"]]


class TrailerBlock(FactBlock):
    """A poster with a link; a click on it loads a player that sets no cookie."""

    kind = "trailer"
    label = "Trailer"
    template = "embeds/_trailer.html"
    missing = "a trailer whose show or season readers cannot see"
    prints = (Fact.Field.TRAILER,)
    nothing = "We know of no trailer yet."
    script = "js/player.js"

    def block(self, subject: Subject) -> dict[str, Any]:
        trailer = subject.trailer
        if trailer is None:
            return {"trailer": None}
        provider = PLAYERS[Trailer.Provider(trailer.provider)]
        return {
            "trailer": trailer,
            "player": posts.player(provider, trailer.key),
            "poster": subject.shown(trailer.poster),
        }

    def said(self, subject: Subject) -> list[str]:
        trailer = subject.trailer
        return [f"{trailer.title}, {trailer.url}"] if trailer else []


@dataclass(frozen=True)
class Clock:
    """One release to the minute, on the clocks of several places."""

    fact: PrintedFact
    of: str

    @property
    def moment(self) -> datetime:
        assert self.fact.fact.moment is not None  # noqa: S101
        return self.fact.fact.moment

    @property
    def iso(self) -> str:
        return self.fact.date_iso

    @property
    def places(self) -> list[tuple[str, str]]:
        """With the weekday, for it is often another day elsewhere."""
        zone = self.fact.fact.zone
        places = list(ZONES)
        if all(zone != known for _, known in ZONES):
            city = zone.rpartition("/")[2].replace("_", " ")
            places.insert(0, (city, zone))
        return [
            (place, f"{weekday_of(local.date())}, {local:%H:%M}")
            for place, zone in places
            for local in [self.moment.astimezone(ZoneInfo(zone))]
        ]


@dataclass(frozen=True)
class Day:
    """A release that is not known to the minute."""

    fact: PrintedFact
    of: str

    @property
    def has_day(self) -> bool:
        return self.fact.fact.precision == "day"

    @property
    def when(self) -> str:
        date = self.fact.fact.date
        return weekday_of(date) if date and self.has_day else self.fact.words


class WhatTime(FactBlock):
    kind = "time"
    label = "What time is it out?"
    template = "embeds/_time.html"
    missing = "“What time is it out?” for a show or season that readers cannot see"
    prints = (Fact.Field.RELEASE_DATE,)
    nothing = "No release date has been announced yet."
    script = "js/own_time.js"

    def block(self, subject: Subject) -> dict[str, Any]:
        clocks, days = [], []
        for fact in subject.releases:
            of = _release_of(fact)
            if fact.fact.precision == "minute" and fact.fact.moment:
                clocks.append(Clock(fact, of))
            else:
                days.append(Day(fact, of))
        return {"clocks": clocks, "days": days}

    def said(self, subject: Subject) -> list[str]:
        found = self.block(subject)
        said = []
        for clock in found["clocks"]:
            times = ", ".join(f"{place} {when}" for place, when in clock.places)
            said.append(f"{_in_words(clock.fact, clock.of)} ({times})")
        for day in found["days"]:
            no_time = "; no time of day has been announced" if day.has_day else ""
            said.append(f"{_in_words(day.fact, day.of, day.when)}{no_time}")
        return said


BLOCKS: tuple[FactBlock, ...] = (
    FactsTable(),
    WhatWeKnow(),
    Cast(),
    Timeline(),
    WhereToWatch(),
    TrailerBlock(),
    WhatTime(),
)


def weekday_of(date: Date) -> str:
    """Friday 28 January 2022."""
    return f"{wording.weekday(date)} {wording.day(date)}"


def _release_of(fact: PrintedFact) -> str:
    """Which of several dates it is: "Volume 1, Netflix, GB"."""
    row = fact.fact
    parts = (row.part and row.part.name, row.platform, row.territory)
    return ", ".join(str(part) for part in parts if part)


def _by_label(facts: Iterable[PrintedFact]) -> list[FactRow]:
    found: dict[str, list[PrintedFact]] = {}
    for fact in facts:
        found.setdefault(_label(fact), []).append(fact)
    return [FactRow(label, each) for label, each in found.items()]


def _label(fact: PrintedFact) -> str:
    row = fact.fact
    label = fact.label
    if row.field == Fact.Field.ROLE:
        label = "Crew" if row.job else "Cast"
        label = f"{label}: leaves" if row.value == "left" else label
    elif row.field == Fact.Field.PLATFORM and row.value == "left":
        label = "No longer on"
    return f"{label}, {row.part.name}" if row.part else label


def _unknown(subject: Subject, confirmed: Iterable[PrintedFact]) -> list[str]:
    """What readers ask and nobody has answered; nothing of what is over or out."""
    own = subject.own
    status = own.status
    if status and status.is_confirmed and status.value not in UPCOMING:
        return []
    known = {fact.fact.field for fact in confirmed}
    dates = [fact for fact in confirmed if fact.fact.field == Fact.Field.RELEASE_DATE]
    unknown = []
    if not dates:
        unknown.append("When it comes out")
    elif not any(fact.fact.precision in {"day", "minute"} for fact in dates):
        unknown.append("The day it comes out")
    if Fact.Field.PLATFORM not in known:
        unknown.append("Where it can be watched")
    if Fact.Field.EPISODE_COUNT not in known and subject.show.has_seasons:
        unknown.append("How many episodes there are")
    if Fact.Field.TRAILER not in known and subject.trailer is None:
        unknown.append("What it looks like: we know of no trailer")
    return unknown


def _row_in_words(row: FactRow, of: str = "") -> str:
    label = f"{row.label}, {of}" if of else row.label
    return f"{label}: {', '.join(_in_words(fact) for fact in row.facts)}"


def _in_words(fact: PrintedFact, of: str = "", words: str = "") -> str:
    said = words or fact.words
    said = f"{of}: {said}" if of else said
    if fact.is_confirmed:
        return said
    return f"{said} ({_attribution(fact.certainty, fact.source_name)})"


def _attribution(certainty: str, source: str) -> str:
    return source if certainty == "confirmed" else f"{certainty}, {source}"
