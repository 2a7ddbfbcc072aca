"""Dates and facts as a person on the desk would write them."""

from datetime import UTC, date as Date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from .vocabulary import Status

if TYPE_CHECKING:
    from .models import Announcement, Fact


class Dated(Protocol):
    """A fact, or as much of it as says when."""

    @property
    def date(self) -> Date | None: ...
    @property
    def moment(self) -> datetime | None: ...
    @property
    def precision(self) -> str: ...


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
QUARTERS = {
    1: "early",
    2: "the second quarter of",
    3: "the third quarter of",
    4: "late",
}
ZONES_IN_WORDS = {
    "America/New_York": "ET",
    "America/Los_Angeles": "PT",
    "Europe/London": "UK time",
    "Asia/Seoul": "KST",
    "Asia/Tokyo": "JST",
    "UTC": "UTC",
}
NOT_DATED = "not yet dated"
WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


def day(date: Date) -> str:
    """28 January 2022."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def weekday(date: Date) -> str:
    """Friday."""
    return WEEKDAYS[date.weekday()]


def period(
    date: Date | None, precision: str, moment: datetime | None = None, zone: str = ""
) -> str:
    """Without the preposition, for labels and tables: "early 2027"."""
    if date is None:
        return NOT_DATED
    if precision == "year":
        return str(date.year)
    if precision == "quarter":
        return f"{QUARTERS[(date.month + 2) // 3]} {date.year}"
    if precision == "month":
        return f"{MONTHS[date.month - 1]} {date.year}"
    if precision == "minute" and moment is not None:
        return f"{day(date)}, {clock(moment, zone)}"
    return day(date)


def date_in_words(
    date: Date | None, precision: str, moment: datetime | None = None, zone: str = ""
) -> str:
    """
    For the middle of a sentence: "on 28 January 2022", "in early 2027".

    A day is printed as it was announced, wherever the reader is.
    """
    if date is None:
        return NOT_DATED
    if precision == "minute" and moment is not None:
        return f"on {day(date)} at {clock(moment, zone)}"
    preposition = "on" if precision in {"day", "minute"} else "in"
    return f"{preposition} {period(date, precision)}"


def clock(moment: datetime, zone: str) -> str:
    """17:00 KST."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} {ZONES_IN_WORDS.get(zone) or local.tzname() or zone}"


def fact_in_words(fact: "Fact") -> str:
    """The value alone: "Renewed", "28 January 2022", "Netflix", "12"."""
    match fact.field:
        case "status":
            return str(Status(fact.value).label)
        case "release_date":
            return period(fact.date, fact.precision, fact.moment, fact.zone)
        case "platform":
            name = str(fact.platform)
            name = f"left {name}" if fact.value == "left" else name
            return f"{name} ({fact.territory})" if fact.territory else name
        case "episode_count":
            return str(fact.number)
        case "trailer":
            return str(fact.trailer or "out")
        case _:
            return role_in_words(fact)


def role_in_words(row: "Announcement | Fact") -> str:
    """Cho Yi-hyun as Choi Nam-ra; Lee Jae-kyoo (Director)."""
    name = str(row.person)
    if row.job:
        return f"{name} ({row.job})"
    return f"{name} as {row.character}" if row.character else name


def announcement_in_words(announcement: "Announcement") -> str:
    """One line of a timeline: "Date set: on 28 January 2022"."""
    kind = str(announcement.get_kind_display())
    match announcement.kind:
        case "withdrawal":
            return f"{kind}: {announcement.note}"
        case "platform_added" | "platform_changed" | "platform_left":
            value = str(announcement.platform)
            if announcement.territory:
                value += f" ({announcement.territory})"
        case "episode_count":
            value = str(announcement.number)
        case "joins" | "leaves":
            as_what = announcement.job or announcement.character
            said = f"{announcement.person} {announcement.kind}"
            return f"{said} as {as_what}" if as_what else said
        case _:
            value = announcement.date_in_words if announcement.date else ""
    return f"{kind}: {value}" if value else kind


def news_in_sentence(announcement: "Announcement") -> str:
    """
    For readers of a story in which it changed something: "Season 2 of All of Us Are
    Dead has been dated: 28 January 2027, says Netflix".
    """
    subject = str(announcement.show)
    if announcement.season:
        name = announcement.season.name
        name = f"{announcement.part.name} of {name}" if announcement.part else name
        subject = f"{name[0].upper()}{name[1:]} of {subject}"
    dated = period(
        announcement.date,
        announcement.precision,
        announcement.moment,
        announcement.zone,
    )
    match announcement.kind:
        case "announced" | "renewed" | "revived" | "cancelled":
            said = f"{subject} has been {announcement.kind}"
            said += f": {dated}" if announcement.date else ""
        case "in_production":
            said = f"{subject} is in production"
        case "wrapped":
            said = f"{subject} has finished filming"
        case "date_set":
            said = f"{subject} has been dated: {dated}"
        case "date_moved":
            said = f"{subject} has been moved: {dated}"
        case "released":
            said = f"{subject} is out"
        case "ended":
            said = f"{subject} has ended"
        case _:
            said = f"{subject}: {announcement_in_words(announcement)}"
    where = [str(announcement.platform)] if announcement.platform else []
    where += [announcement.territory] if announcement.territory else []
    said += f" ({', '.join(where)})" if where and announcement.date else ""
    return f"{said}, says {announcement.source_name}"


def subject_in_words(announcement: "Announcement | Fact") -> str:
    """All of Us Are Dead, season 2, Volume 1."""
    subject = [str(announcement.show)]
    if announcement.season:
        subject.append(announcement.season.name)
    if announcement.part:
        subject.append(announcement.part.name)
    return ", ".join(subject)


def fact_in_sentence(fact: "Fact") -> str:
    """The value as the middle of a sentence has it: "renewed", "on 28 January 2022"."""
    if fact.field == "release_date":
        return date_in_words(fact.date, fact.precision, fact.moment, fact.zone)
    words = fact_in_words(fact)
    return words[0].lower() + words[1:] if fact.field == "status" else words


def date_iso(fact: "Fact") -> str:
    """As HTML and JSON-LD write a date, no more exact than it is known."""
    if fact.date is None:
        return ""
    match fact.precision:
        case "minute" if fact.moment is not None:
            return fact.moment.astimezone(ZoneInfo(fact.zone)).isoformat("T", "minutes")
        case "day":
            return fact.date.isoformat()
        case "month":
            return f"{fact.date:%Y-%m}"
        case "year":
            return f"{fact.date:%Y}"
        case _:
            return ""


def last_day(date: Date, precision: str) -> Date:
    """The last day of the period that begins with `date`."""
    months = {"year": 12, "quarter": 3, "month": 1}.get(precision)
    if months is None:
        return date
    years, month = divmod(date.month - 1 + months, 12)
    return Date(date.year + years, month + 1, 1) - timedelta(days=1)


def passes_at(fact: "Dated") -> datetime | None:
    """
    When its date lies behind us everywhere on Earth.

    A day is not over until it is over twelve hours behind Greenwich.
    """
    if fact.moment is not None:
        return fact.moment
    if fact.date is None:
        return None
    over = last_day(fact.date, fact.precision) + timedelta(days=1)
    return datetime.combine(over, time(12), UTC)


def has_passed(fact: "Dated", at: datetime) -> bool:
    passes = passes_at(fact)
    return passes is not None and passes <= at
