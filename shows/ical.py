"""
Release dates as iCalendar (RFC 5545), for the calendars of readers.

Only what is confirmed to the day or the minute is an event. Each slot of release dates
(a season, part or show, on one platform and in one country where they differ) is one
event for good: a date that moves gives the same event a higher SEQUENCE, and one that
falls away, whether cancelled or no longer known to the day, cancels it.

A day is written as a day, which no time zone shifts; a minute is written in UTC.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date as Date, datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings

from images.addresses import on_site

from . import wording
from .models import Fact, Show
from .news_querysets import FactQuerySet
from .releases import TO_THE_DAY, holds

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Newsroom//Release calendar//EN"
# How often calendars should look again.
REFRESH = "PT6H"
# The calendar of the whole site goes back that far. Shows of their own keep it all.
RECENT = timedelta(days=92)
MOST_SHOWS = 2000
LINE_OCTETS = 75
COLUMNS = ("show__slug", "show__title", "announcement__recorded_at")


@dataclass(frozen=True)
class State:
    """What an event says from one moment on; no date: it is off."""

    since: datetime
    fact: Fact
    is_on: bool

    @property
    def when(self) -> Date | datetime | None:
        return (self.fact.moment or self.fact.date) if self.is_on else None


@dataclass(frozen=True)
class Event:
    """The dates that one slot has had, oldest first; the first of them is one."""

    states: list[State]
    # What holds now, where it is no longer known to the day: "in early 2028".
    vaguely: Fact | None

    @property
    def fact(self) -> Fact:
        """The last one that was an event."""
        return self.states[-1].fact

    @property
    def is_on(self) -> bool:
        return self.states[-1].is_on

    @property
    def sequence(self) -> int:
        return len(self.states) - 1

    @property
    def changed_at(self) -> datetime:
        """When readers learnt of it, or we did, if we were late."""
        last = self.states[-1]
        recorded_at: datetime = last.fact.announcement.recorded_at
        return max(last.since, recorded_at) if last.is_on else last.since

    @property
    def uid(self) -> str:
        """As `shows.timeline` names the slot: season-12-release-date-3-KR@host."""
        subject, _, place = self.fact.slot.partition("|release_date")
        name = f"{subject}-release-date{place}".replace(":", "-")
        return f"{name}@{urlsplit(settings.SITE_URL).hostname}"

    @property
    def summary(self) -> str:
        words = str(self.fact.show)
        if self.fact.season:
            words += f", {self.fact.season.name}"
        if self.fact.part:
            words += f", {self.fact.part.name}"
        places = [str(self.fact.platform)] if self.fact.platform else []
        places += [self.fact.territory] if self.fact.territory else []
        return f"{words} ({', '.join(places)})" if places else words

    @property
    def description(self) -> str:
        fact, news = self.fact, self.fact.announcement
        source = f"Source: {news.source_name}, {wording.day(news.announced_on)}."
        date = wording.period(fact.date, fact.precision, fact.moment, fact.zone)
        lines = [f"Release date: {date}.", source]
        if not self.is_on:
            now = "No date is confirmed now."
            if self.vaguely:
                now = f"Now expected {self.vaguely.date_in_words}."
            lines = [f"No longer {fact.date_in_words}. {now}"]
        elif earlier := self._earlier():
            lines.insert(1, f"Moved from {earlier}.")
        return "\n".join([*lines, self.address])

    @property
    def address(self) -> str:
        subject = self.fact.season or self.fact.show
        return on_site(subject.get_absolute_url())

    def _earlier(self) -> str:
        """The date before this one, if it was another day."""
        dates = [state.fact for state in self.states[:-1] if state.is_on]
        others = [fact for fact in dates if fact.date != self.fact.date]
        if not others:
            return ""
        last = others[-1]
        return wording.period(last.date, last.precision, last.moment, last.zone)


# What is in it


def events_of_site(at: datetime) -> list[Event]:
    """Everything confirmed to the day, from some months ago on."""
    since = (at - RECENT).date()
    dated = _dates(at).filter(date__gte=since, precision__in=TO_THE_DAY)
    shows = list(dict.fromkeys(dated.order_by("date").values_list("show", flat=True)))
    dates = _printed(_dates(at).filter(show__in=shows[:MOST_SHOWS]))
    return [
        event
        for event in _events(dates, at)
        if event.fact.date and event.fact.date >= since
    ]


def events_of_show(show: Show, at: datetime) -> list[Event]:
    """Every date that the show was ever given to the day."""
    return _events(_printed(_dates(at).filter(show=show)), at)


def _dates(at: datetime) -> FactQuerySet:
    """What stands or stood as confirmed; embargoed news is no fact before its time."""
    return Fact.objects.confirmed().filter(
        field=Fact.Field.RELEASE_DATE, date__isnull=False, valid_from__lte=at
    )


def _printed(facts: FactQuerySet) -> FactQuerySet:
    facts = facts.for_print().select_related("show")
    # `only` of `for_print` names its columns; these are read beside them.
    names, _ = facts.query.deferred_loading
    return facts.only(*names, *COLUMNS).order_by("slot", "valid_from", "pk")


def _events(facts: Iterable[Fact], at: datetime) -> list[Event]:
    slots: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.season:
            fact.season.show = fact.show
        slots.setdefault(fact.slot, []).append(fact)
    events = []
    for dates in slots.values():
        if states := list(_states(dates, at)):
            now = dates[-1] if holds(dates[-1], at) else None
            vaguely = now if now and now.precision not in TO_THE_DAY else None
            events.append(Event(states, vaguely))
    events.sort(key=lambda event: (event.fact.date or Date.max, event.uid))
    return events


def _states(dates: list[Fact], at: datetime) -> Iterator[State]:
    """The times at which the event of one slot became another, the first one first."""
    last: State | None = None
    for place, fact in enumerate(dates):
        following = dates[place + 1] if place + 1 < len(dates) else None
        found = []
        if fact.precision in TO_THE_DAY:
            found.append(State(fact.valid_from, fact, is_on=True))
        elif last:
            found.append(State(fact.valid_from, last.fact, is_on=False))
        ended = fact.valid_until
        is_followed = following is not None and following.valid_from == ended
        if found and ended and ended <= at and not is_followed:
            found.append(State(ended, found[-1].fact, is_on=False))
        for state in found:
            if last is None or state.when != last.when:
                last = state
                yield state


# How it is written


def write(name: str, address: str, events: Iterable[Event]) -> bytes:
    """A whole calendar. The same events make the same bytes, whenever it is asked."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"SOURCE;VALUE=URI:{uri(address)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    for event in events:
        lines.extend(_event(event))
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def _event(event: Event) -> list[str]:
    fact = event.fact
    return [
        "BEGIN:VEVENT",
        f"UID:{text(event.uid)}",
        f"DTSTAMP:{instant(event.changed_at)}",
        f"LAST-MODIFIED:{instant(event.changed_at)}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{'CONFIRMED' if event.is_on else 'CANCELLED'}",
        *_span(fact),
        f"SUMMARY:{text(event.summary)}",
        f"DESCRIPTION:{text(event.description)}",
        f"URL:{uri(event.address)}",
        # Nobody is busy because a season comes out.
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _span(fact: Fact) -> list[str]:
    if fact.moment:
        return [f"DTSTART:{instant(fact.moment)}"]
    day = cast(Date, fact.date)
    return [
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
    ]


def instant(moment: datetime) -> str:
    """20270328T003000Z."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def text(value: str) -> str:
    """Escaped as a TEXT value; what no calendar may hold is left out."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(each for each in value if each in "\n\t" or _is_printable(each))
    for sign in ("\\", ";", ","):
        kept = kept.replace(sign, f"\\{sign}")
    return kept.replace("\n", "\\n")


def uri(value: str) -> str:
    """Not escaped, but never more than one line."""
    return "".join(each for each in value if _is_printable(each))


def _is_printable(sign: str) -> bool:
    """No control character, and nothing that UTF-8 cannot write."""
    code = ord(sign)
    return code >= 0x20 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000


def fold(line: str) -> bytes:
    """
    A line as it is sent: in pieces of at most 75 octets, each ended by CRLF.

    A character of several octets is never split, for readers that decode piece by
    piece.
    """
    pieces, piece, room = [], bytearray(), LINE_OCTETS
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > room:
            pieces.append(bytes(piece))
            # The space that marks a continuation takes one.
            piece, room = bytearray(), LINE_OCTETS - 1
        piece += octets
    pieces.append(bytes(piece))
    return b"\r\n ".join(pieces) + b"\r\n"
