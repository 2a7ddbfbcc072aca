"""What a judgement says, in sentences for the desk."""

from __future__ import annotations

from datetime import date as Date

from .claim import (
    Claim,
    CreditNow,
    FactsNow,
    Known,
    Release,
    Standing,
    SubjectNow,
    Verdict,
)

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
]  # fmt: skip
# What a verdict rests on: something known, or a day that has passed.
Cause = Known | Release | CreditNow | Date | None


def holds(why: str = "Nothing on record says otherwise.") -> Verdict:
    return Verdict(Standing.HOLDS, why)


def wrong(why: str, cause: Cause = None) -> Verdict:
    return _verdict(Standing.CONTRADICTED, why, cause)


def doubt(why: str, cause: Cause = None) -> Verdict:
    return _verdict(Standing.DOUBTFUL, why, cause)


def _verdict(standing: Standing, why: str, cause: Cause) -> Verdict:
    if cause is None or isinstance(cause, Date):
        return Verdict(standing, why, cause)
    return Verdict(standing, why, cause.since, cause.source)


def subject_of(claim: Claim, facts: FactsNow) -> SubjectNow:
    """What is known of the season that a claim is about, or of the show."""
    if claim.season is None:
        return facts.show
    return facts.seasons.get(claim.season, SubjectNow())


def name_of(claim: Claim, facts: FactsNow) -> str:
    """As the desk reads it: All of Us Are Dead, season 2."""
    return (
        facts.title if claim.season is None else f"{facts.title}, season {claim.season}"
    )


def day(date: Date) -> str:
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def when_of(release: Release) -> str:
    """As precisely as it is known: 28 January 2022; January 2022; April to June 2022."""
    when = release.when
    if when.start == when.end:
        return day(when.start)
    if release.precision == "year":
        return str(when.start.year)
    month = MONTHS[when.start.month - 1]
    if release.precision == "month":
        return f"{month} {when.start.year}"
    return f"{month} to {MONTHS[when.end.month - 1]} {when.start.year}"


def since(known: Known | Release | CreditNow) -> str:
    """The end of a sentence that says from when this was known, as far as it is."""
    return f" since {day(known.since)}" if known.since else ""
