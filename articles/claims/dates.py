"""The dates of a sentence, as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date as Date, timedelta

from .claim import When

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct",
            "november nov", "december dec",
        ],
        1,
    )
    for name in names.split()
}  # fmt: skip
# First and last month; 13 and 14 belong to the year after.
PARTS = {
    "early": (1, 4), "beginning of": (1, 3), "start of": (1, 3), "mid": (5, 8),
    "middle of": (5, 8), "late": (9, 12), "end of": (10, 12), "spring": (3, 5),
    "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14),
    "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "h1": (1, 6),
    "h2": (7, 12), "first quarter": (1, 3), "second quarter": (4, 6),
    "third quarter": (7, 9), "fourth quarter": (10, 12), "last quarter": (10, 12),
    "first half": (1, 6), "second half": (7, 12),
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_PART = "(?:" + "|".join(sorted(PARTS, key=len, reverse=True)) + ")"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?)?"

Reading = Callable[[re.Match[str], Date], When | None]


@dataclass(frozen=True)
class DateFound:
    start: int
    end: int
    when: When
    # "on 11 June": the year follows from the tense.
    has_year: bool = True


def find_dates(text: str, original: str, published_on: Date) -> list[DateFound]:
    """
    The dates in a folded text, without overlaps, in order.

    `original` is the same text before folding: "May" is a month, "may" is not.
    """
    found: list[DateFound] = []
    if not _HINT.search(text):
        return found
    taken: list[tuple[int, int]] = []
    for pattern, read, has_year in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if not _is_month_in_earnest(match, original):
                continue
            when = _safely(read, match, published_on)
            if when is not None:
                found.append(DateFound(match.start(), match.end(), when, has_year))
                taken.append(match.span())
    return sorted(found, key=lambda each: each.start)


def in_tense(found: DateFound, is_past: bool, published_on: Date) -> When:
    """A date without a year is the last one or the next one, seen from the story."""
    when = found.when
    if found.has_year:
        return when
    if is_past and when.start > published_on:
        return _shifted(when, -1)
    if not is_past and when.end < published_on:
        return _shifted(when, 1)
    return when


def _shifted(when: When, years: int) -> When:
    try:
        return replace(
            when,
            start=when.start.replace(year=when.start.year + years),
            end=when.end.replace(year=when.end.year + years),
        )
    except ValueError:
        return when


def _is_month_in_earnest(match: re.Match[str], original: str) -> bool:
    for name in ("may", "march", "mar", "fall", "sep", "dec", "jan"):
        at = match.group().find(name)
        if at >= 0 and name in ("may", "march") and not match.group().isdigit():
            return original[match.start() + at].isupper()
    return True


def _safely(read: Reading, match: re.Match[str], published_on: Date) -> When | None:
    try:
        return read(match, published_on)
    except ValueError:
        return None


def _month(name: str) -> int:
    return MONTHS[name.strip(" .")]


def _day(match: re.Match[str], published_on: Date) -> When:
    year = int(match["year"]) if match["year"] else published_on.year
    day = Date(year, _month(match["month"]), int(match["day"]))
    return When(day, day)


def _slashes(match: re.Match[str], _: Date) -> When:
    first, second, year = (int(part) for part in match.groups())
    if second > 12:
        return When(Date(year, first, second), Date(year, first, second))
    british = Date(year, second, first)
    american = Date(year, first, second) if first <= 12 else None
    return When(british, british, other=american)


def _iso(match: re.Match[str], _: Date) -> When:
    day = Date.fromisoformat(match.group())
    return When(day, day)


def _month_of_year(match: re.Match[str], published_on: Date) -> When:
    year = int(match["year"]) if match["year"] else published_on.year
    month = _month(match["month"])
    return When.months(year, month, month)


def _part_of_year(match: re.Match[str], _: Date) -> When:
    first, last = PARTS[match["part"]]
    return When.months(int(match["year"]), first, last)


def _season_near(match: re.Match[str], published_on: Date) -> When:
    first, last = PARTS[match["part"]]
    year = published_on.year + {"next": 1, "last": -1}.get(match["which"], 0)
    # In January, "next summer" is six months away, and "last summer" five behind.
    if match["which"] == "next" and published_on.month < first - 2:
        year -= 1
    elif match["which"] == "last" and published_on.month > last:
        year += 1
    return When.months(year, first, last)


def _year_near(match: re.Match[str], published_on: Date) -> When:
    year = published_on.year + {"next": 1, "last": -1}.get(match["which"], 0)
    part = (match["part"] or "").strip()
    first, last = PARTS.get(part, (1, 12))
    return When.months(year, first, last)


def _month_near(match: re.Match[str], published_on: Date) -> When:
    step = {"next": 1, "last": -1}.get(match["which"], 0)
    months = published_on.year * 12 + published_on.month - 1 + step
    return When.months(months // 12, months % 12 + 1, months % 12 + 1)


def _week_near(match: re.Match[str], published_on: Date) -> When:
    step = {"next": 7, "last": -7}.get(match["which"], 0)
    monday = published_on - timedelta(days=published_on.weekday()) + timedelta(step)
    return When(monday, monday + timedelta(days=6))


def _nearby_day(match: re.Match[str], published_on: Date) -> When:
    step = {"tomorrow": 1, "yesterday": -1}.get(match.group(), 0)
    day = published_on + timedelta(days=step)
    return When(day, day)


def _coming(match: re.Match[str], published_on: Date) -> When:
    days = {"days": 14, "weeks": 60, "months": 200}[match["unit"]]
    return When(published_on, published_on + timedelta(days=days), bound="<=")


def _year(match: re.Match[str], _: Date) -> When:
    return When.months(int(match.group()), 1, 12)


def _rules() -> Iterator[tuple[str, Reading, bool]]:
    """The surest first; what one has taken, later ones leave alone."""
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
    month = rf"(?P<month>{_MONTH})"
    year = rf"(?P<year>{_YEAR})"
    which = r"(?P<which>this|next|last|the coming|coming)"
    yield r"\b\d{4}-\d\d-\d\d\b", _iso, True
    yield r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", _slashes, True
    yield rf"\b{_WEEKDAY}{month} {day},? {year}\b", _day, True
    yield rf"\b{_WEEKDAY}{day} (?:of )?{month},? {year}\b", _day, True
    yield rf"\b{_WEEKDAY}{month} {day}\b(?P<year>)(?! ?\w*[ -]?episode)", _day, False
    yield rf"\b{_WEEKDAY}{day} (?:of )?{month}(?P<year>)(?!\w)", _day, False
    yield (
        rf"\b(?:(?:early|mid|late)[ -])?{month},? (?:of )?{year}\b",
        _month_of_year,
        True,
    )
    yield (
        rf"\b(?P<part>{_PART})[ -](?:(?:of|in) )?(?:the )?{year}\b",
        _part_of_year,
        True,
    )
    yield rf"\b{which} (?P<part>spring|summer|autumn|fall|winter)\b", _season_near, True
    yield (
        rf"\b(?P<part>(?:{_PART}) )?(?:of )?(?:(?:later|earlier|sometime) )?"
        r"(?P<which>this|next|last) year\b"
    ), _year_near, True  # fmt: skip
    yield r"\b(?:later |earlier )?(?P<which>this|next|last) month\b", _month_near, True
    yield r"\b(?:later |earlier )?(?P<which>this|next|last) week\b", _week_near, True
    yield r"\bin the (?:coming|next few) (?P<unit>days|weeks|months)\b", _coming, True
    yield r"\b(?:today|tomorrow|yesterday)\b", _nearby_day, True
    yield (
        r"(?:(?<=\bin )|(?<=\bthis )|(?<=\bnext )|(?<=\bin early )|(?<=\bin late )"
        rf"|(?<=\buntil )|(?<=\bby )|(?<=\blast )){month}(?P<year>)(?! \d)"
    ), _month_of_year, False  # fmt: skip
    yield rf"\b{_YEAR}\b(?![-/\d])", _year, True


# One of these is in every date.
_HINT = re.compile(
    rf"\d|today|tomorrow|yesterday|\b(?:this|next|last|coming)\b|\b{_MONTH}"
)
_PATTERNS = [(re.compile(rule), read, has_year) for rule, read, has_year in _rules()]
