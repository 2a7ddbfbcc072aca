"""Reading dates as people type them, no more exact than they were typed."""

import re
from dataclasses import dataclass
from datetime import date as Date, datetime, time as Time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError

from .models.show import EARLIEST_YEAR, LATEST_YEAR
from .vocabulary import Precision
from .wording import MONTHS, day, period

EXAMPLES = (
    "2027, early 2027, Q2 2027, March 2027, 28 January 2027, 28 January 2027 17:00"
)
QUARTERS = {
    "q1": 1,
    "q2": 2,
    "q3": 3,
    "q4": 4,
    "early": 1,
    "late": 4,
    "first quarter of": 1,
    "second quarter of": 2,
    "the second quarter of": 2,
    "third quarter of": 3,
    "the third quarter of": 3,
    "fourth quarter of": 4,
}
VAGUE = {"spring", "summer", "autumn", "fall", "winter", "mid", "mid-"}
MONTH_NUMBERS = {name.lower(): n for n, name in enumerate(MONTHS, start=1)} | {
    name[:3].lower(): n for n, name in enumerate(MONTHS, start=1)
}
YEAR = r"(?P<year>\d{4})"
PATTERNS = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{YEAR}",
        rf"{YEAR}[ -](?P<quarter>q[1-4])",
        rf"(?P<quarter>[a-z][a-z0-9 -]*?) ?{YEAR}",
        rf"{YEAR}-(?P<month>\d\d?)",
        rf"{YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)",
        rf"(?P<month>[a-z]+)\.? {YEAR}",
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)? (?P<month>[a-z]+)\.?,? {YEAR}",
        rf"(?P<month>[a-z]+)\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,? {YEAR}",
    )
]
CLOCK = re.compile(
    r"(?P<rest>.*\d{4}.*?)(?:,| at)? (?P<hour>\d\d?)[:.](?P<minute>\d\d)"
)


@dataclass(frozen=True)
class When:
    """A date as `shows.facts.record` takes it."""

    date: Date
    precision: str
    time: Time | None = None

    def moment(self, zone: str) -> datetime:
        """The instant, where the hour is one that this night has exactly once."""
        if zone not in available_timezones():
            raise ValidationError(f"“{zone}” is no time zone; one is Asia/Seoul.")
        local = datetime.combine(self.date, self.time or Time.min, ZoneInfo(zone))
        there_and_back = local.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
        clock = f"{local:%H:%M}"
        if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
            raise ValidationError(
                f"The clocks in {zone} skip {clock} that night; give another time."
            )
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            raise ValidationError(
                f"The clocks in {zone} show {clock} twice that night; give the time "
                "in UTC."
            )
        return local


def read(text: str) -> When:
    """The date in `text`; what cannot be one is refused in a sentence."""
    typed = " ".join(text.split())
    lower = typed.lower().removeprefix("in ").removeprefix("on ")
    time = None
    if clock := CLOCK.fullmatch(lower):
        hour, minute = int(clock["hour"]), int(clock["minute"])
        if hour > 23 or minute > 59:
            raise ValidationError(f"“{typed}”: there is no such time of day.")
        lower, time = clock["rest"].rstrip(", "), Time(hour, minute)
    for pattern in PATTERNS:
        match = pattern.fullmatch(lower)
        if match and (when := _when(typed, match.groupdict(), time)):
            return when
    raise ValidationError(f"“{typed}” is no date the desk can read. Write {EXAMPLES}.")


def _when(typed: str, said: dict[str, str | None], time: Time | None) -> When | None:
    year = int(said["year"] or 0)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValidationError(f"“{typed}”: {year} is no year for a film or series.")
    if said.get("quarter"):
        word = (said["quarter"] or "").strip()
        if word in VAGUE:
            raise ValidationError(
                f"“{typed}” means different months to different readers; give a "
                "quarter or a month."
            )
        if word not in QUARTERS:
            return None
        return _whole(
            typed, Date(year, QUARTERS[word] * 3 - 2, 1), Precision.QUARTER, time
        )
    if not said.get("month"):
        return _whole(typed, Date(year, 1, 1), Precision.YEAR, time)
    name = said["month"] or ""
    month = int(name) if name.isdecimal() else MONTH_NUMBERS.get(name, 0)
    if not month and not name.isdecimal():
        return None
    if not 1 <= month <= 12:
        raise ValidationError(f"“{typed}”: there is no month {month}.")
    if not said.get("day"):
        return _whole(typed, Date(year, month, 1), Precision.MONTH, time)
    number = int(said["day"] or 0)
    last = (Date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    if not 1 <= number <= last:
        raise ValidationError(f"There is no {number} {MONTHS[month - 1]} {year}.")
    date = Date(year, month, number)
    return When(date, Precision.MINUTE if time else Precision.DAY, time)


def _whole(typed: str, date: Date, precision: str, time: Time | None) -> When:
    if time:
        raise ValidationError(f"“{typed}”: a time of day needs its day.")
    return When(date, precision)


def write(date: Date, precision: str, moment: datetime | None, zone: str) -> str:
    """As somebody would have typed it, so that `read` finds the same again."""
    if precision == Precision.MINUTE and moment is not None:
        return f"{day(date)} {moment.astimezone(ZoneInfo(zone)):%H:%M}"
    if precision == Precision.QUARTER:
        return f"Q{(date.month + 2) // 3} {date.year}"
    return period(date, precision)
