"""Whether a claim still holds, by what is known today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date
from difflib import SequenceMatcher

from .claim import (
    Claim,
    CreditNow,
    FactsNow,
    Field,
    Known,
    Modality,
    Release,
    Said,
    Standing,
    SubjectNow,
    Tense,
    Verdict,
)
from .elements import SAME_PLATFORM, name_words

__all__ = ["judge"]

# How far a status has come. What is further on includes what lies before.
PROGRESS = ["announced", "renewed", "in_production", "wrapped", "dated", "out", "ended"]
IN_WORDS = {
    "announced": "announced", "renewed": "renewed", "in_production": "in production",
    "wrapped": "filmed", "dated": "dated", "out": "out", "ended": "over",
    "cancelled": "cancelled",
}  # fmt: skip
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
]  # fmt: skip
# "Cameras began rolling" stays true, whatever came later.
BEGAN = {
    "rolled", "began", "started", "kicked", "went", "commenced", "entered", "begun",
}  # fmt: skip
# Words of a sentence that a judgement looks at, beside what was read from it.
OPEN = {"yet", "still", "awaiting", "waiting"}
CUES = BEGAN | OPEN
# What a verdict rests on: something known, or a day that has passed.
Cause = Known | Release | CreditNow | Date | None
# Above this two names are one, misspelt.
MISSPELT = 0.75
# Where no character tells who is meant.
SURELY_MISSPELT = 0.88


def judge(claim: Claim, facts_now: FactsNow) -> Verdict:
    """
    A claim about `facts_now`'s show against what is known today.

    What is not known contradicts nobody. A rumour told as a rumour is not wrong for
    want of confirmation, only once something else is certain.
    """
    verdict = _JUDGES[claim.field](claim, facts_now)
    if claim.modality is Modality.RUMOURED and verdict.standing is Standing.DOUBTFUL:
        return _holds("It is told as a rumour.")
    return verdict


def _holds(why: str = "Nothing on record says otherwise.") -> Verdict:
    return Verdict(Standing.HOLDS, why)


def _wrong(why: str, cause: Cause = None) -> Verdict:
    return _verdict(Standing.CONTRADICTED, why, cause)


def _doubt(why: str, cause: Cause = None) -> Verdict:
    return _verdict(Standing.DOUBTFUL, why, cause)


def _verdict(standing: Standing, why: str, cause: Cause) -> Verdict:
    if cause is None or isinstance(cause, Date):
        return Verdict(standing, why, cause)
    return Verdict(standing, why, cause.since, cause.source)


def _subject(claim: Claim, facts: FactsNow) -> SubjectNow:
    if claim.season is None:
        return facts.show
    return facts.seasons.get(claim.season, SubjectNow())


def _name(claim: Claim, facts: FactsNow) -> str:
    return (
        facts.title if claim.season is None else f"{facts.title}, season {claim.season}"
    )


def day(date: Date) -> str:
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def _when(release: Release) -> str:
    when = release.when
    if when.start == when.end:
        return day(when.start)
    if release.precision == "year":
        return str(when.start.year)
    month = MONTHS[when.start.month - 1]
    if release.precision == "month":
        return f"{month} {when.start.year}"
    return f"{month} to {MONTHS[when.end.month - 1]} {when.start.year}"


def _since(known: Known | Release | CreditNow) -> str:
    return f" since {day(known.since)}" if known.since else ""


# Status


def _status(claim: Claim, facts: FactsNow) -> Verdict:
    value = Said(claim.value)
    if value in {Said.NOT_DATED, Said.DATED}:
        return _dated(claim, facts)
    known = _status_now(claim, facts)
    if known is None:
        return _unknown_status(claim, facts)
    if value is Said.NOT_RENEWED:
        return _not_renewed(claim, facts, known)
    if value is Said.RENEWED:
        return _renewed(claim, facts, known)
    if value is Said.CANCELLED:
        return _cancelled(claim, facts, known)
    if value is Said.ENDED:
        return _ended(claim, facts, known)
    return _progress(claim, facts, known)


def _status_now(claim: Claim, facts: FactsNow) -> Known | None:
    """
    Of the season; of the show, where a season is cancelled with it; and for a claim
    about the show, of the season that is furthest ahead.
    """
    show = facts.show.status
    if show and show.value in {"cancelled"}:
        own = facts.seasons.get(claim.season or 0, SubjectNow()).status
        if own is None or own.value not in {"out", "ended"}:
            return show
        return own
    if claim.season is not None:
        return facts.seasons.get(claim.season, SubjectNow()).status
    if show is not None and show.value == "ended":
        return show
    numbers = sorted(facts.seasons, reverse=True)
    for number in numbers:
        if status := facts.seasons[number].status:
            if number == numbers[-1] and status.value not in {"out", "ended"}:
                break
            return status
    return show


def _unknown_status(claim: Claim, facts: FactsNow) -> Verdict:
    value, subject = Said(claim.value), _subject(claim, facts)
    claims_more = value not in {Said.NOT_RENEWED} and not claim.negated
    is_certain = claim.modality is Modality.STATED and claim.tense is not Tense.FUTURE
    if claims_more and subject.is_renewal_reported and is_certain:
        return _doubt(f"{_name(claim, facts)}: this is reported, not confirmed.")
    return _holds()


def _later(claim: Claim, facts: FactsNow) -> Known | None:
    """A newer season than those that are out, for a claim about the show."""
    for number in sorted(facts.seasons, reverse=True):
        status = facts.seasons[number].status
        if status and status.value in PROGRESS[:5] and number > 1:
            return status
    return None


def _not_renewed(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    name = _name(claim, facts)
    is_open = claim.modality is Modality.ASKED or bool(OPEN & set(claim.cues.split()))
    if known.value in {"cancelled", "ended"} and not is_open:
        return _holds(f"{name} is {IN_WORDS[known.value]}.")
    if known.value in {"cancelled", "ended"}:
        return _wrong(f"{name} is {IN_WORDS[known.value]}{_since(known)}.", known)
    if claim.season is None:
        coming = _later(claim, facts)
        if coming is None:
            return _holds()
        known = coming
    if claim.season == 1 or not known.is_confirmed or known.value == "announced":
        return _holds()
    by_now = f"; it is {IN_WORDS[known.value]}{_since(known)}"
    if known.value == "renewed":
        by_now = ""
    return _wrong(f"{name} has been renewed{by_now}.", known)


def _renewed(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    name = _name(claim, facts)
    if known.value == "cancelled" or (known.value == "ended" and claim.season is None):
        return _wrong(f"{name} is {IN_WORDS[known.value]}{_since(known)}.", known)
    if not known.is_confirmed and claim.modality is Modality.STATED:
        return _doubt(f"{name}: the renewal is reported, not confirmed.", known)
    if claim.modality is Modality.EXPECTED and known.is_confirmed:
        return _doubt(
            f"What the story hopes for has happened: {name} is "
            f"{IN_WORDS[known.value]}{_since(known)}.",
            known,
        )
    return _holds(f"{name} is {IN_WORDS[known.value]}.")


def _cancelled(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    name = _name(claim, facts)
    is_so = known.value == "cancelled"
    if claim.negated:
        if not is_so:
            return _holds()
        return _wrong(f"{name} was cancelled{_since(known)}.", known)
    if is_so or (known.value == "ended" and claim.season is None):
        return _holds(f"{name} is {IN_WORDS[known.value]}.")
    return _wrong(
        f"{name} is not cancelled; it is {IN_WORDS[known.value]}{_since(known)}.",
        known,
    )


def _ended(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    show = facts.show.status
    is_over = bool(show and show.value in {"ended", "cancelled"})
    if claim.season is not None:
        last = max(facts.seasons, default=claim.season)
        if last > claim.season:
            follows = facts.seasons[last].status
            return _wrong(f"Season {last} of {facts.title} follows.", follows)
        return _holds()
    if is_over == (not claim.negated) or known.value == "ended":
        return _holds()
    if claim.negated:
        return _wrong(f"{facts.title} is over{_since(known)}.", known)
    if claim.modality is not Modality.STATED:
        return _holds()
    return _wrong(
        f"{facts.title} is not over: the newest of it is {IN_WORDS[known.value]}.",
        known,
    )


def _progress(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    """In production, wrapped, released: where on the way it is."""
    name = _name(claim, facts)
    said = {Said.IN_PRODUCTION: "in_production", Said.WRAPPED: "wrapped"}.get(
        Said(claim.value), "out"
    )
    if known.value == "cancelled":
        return _wrong(f"{name} was cancelled{_since(known)}.", known)
    is_any_out = any(
        each.status and each.status.value in {"out", "ended"}
        for each in facts.seasons.values()
    )
    if said == "out" and claim.season is None and is_any_out and not claim.negated:
        return _holds(f"{facts.title} is out.")
    now, then = PROGRESS.index(known.value), PROGRESS.index(said)
    is_now = f"{name} is {IN_WORDS[known.value]}{_since(known)}."
    if claim.negated:
        return _wrong(is_now, known) if now >= then else _holds()
    if now == then or (said == "out" and now > then):
        return _holds(is_now)
    if now > then:
        # What was begun or filmed in the past stays so; "is being filmed" does not.
        if said == "wrapped" or claim.tense is Tense.PAST or _is_history(claim):
            return _holds(is_now)
        return _wrong(is_now, known)
    if claim.modality is not Modality.STATED or not known.is_confirmed:
        return _holds()
    if said == "out":
        return _wrong(is_now, known)
    return _doubt(f"Not confirmed: {is_now}", known)


def _is_history(claim: Claim) -> bool:
    return any(word in BEGAN for word in claim.cues.split())


def _dated(claim: Claim, facts: FactsNow) -> Verdict:
    name, subject = _name(claim, facts), _subject(claim, facts)
    if claim.season is None and not subject.releases and facts.seasons:
        subject = facts.seasons[max(facts.seasons)]
        if subject.status and subject.status.value in {"out", "ended"}:
            # What is said to have no date is what comes next, and of that nothing
            # is known.
            return _holds()
    release = subject.releases[0] if subject.releases else None
    if claim.value == Said.NOT_DATED:
        if release is None or not release.is_confirmed:
            return _holds()
        return _wrong(f"{name} has a date: {_when(release)}{_known(release)}.", release)
    if release is None and subject.status and claim.modality is Modality.STATED:
        return _wrong(f"{name} has no confirmed date.", subject.status)
    return _holds()


def _known(release: Release) -> str:
    return f", known{_since(release)}" if release.since else ""


# Dates


def _release_date(claim: Claim, facts: FactsNow) -> Verdict:
    name = _name(claim, facts)
    when = claim.when
    if when is None:
        return _holds()
    releases = _releases(claim, facts)
    status = _status_now(claim, facts)
    is_ahead = claim.tense is Tense.FUTURE
    if status and status.value == "cancelled" and is_ahead:
        return _wrong(f"{name} was cancelled{_since(status)}.", status)
    agreeing = [release for release in releases if when.agrees_with(release.when)]
    if agreeing:
        release = agreeing[0]
        if is_ahead and release.when.has_passed(facts.today):
            return _wrong(
                f"{_when(release)} has passed, and the story speaks of it as to come.",
                release.when.end,
            )
        return _holds(f"The date is {_when(release)}.")
    if releases:
        release = releases[-1] if claim.season is None else releases[0]
        if not is_ahead and claim.season is None and len(releases) < _out(facts):
            return _holds()
        return _wrong(
            f"The date of {name} is {_when(release)}{_known(release)}.", release
        )
    if is_ahead and when.has_passed(facts.today):
        return _wrong("The time it names has passed.", when.end)
    if not is_ahead and status and status.value in PROGRESS[:5] and claim.season:
        return _wrong(f"{name} is not out; it is {IN_WORDS[status.value]}.", status)
    reported = _subject(claim, facts).reported_releases
    is_firm = claim.modality is Modality.STATED and is_ahead and not when.bound
    if is_firm and any(when.agrees_with(release.when) for release in reported):
        return _doubt("This date is reported, not confirmed.", reported[0])
    return _holds()


def _out(facts: FactsNow) -> int:
    """How many seasons are out."""
    statuses = [season.status for season in facts.seasons.values()]
    return sum(bool(each and each.value in {"out", "ended"}) for each in statuses)


def _releases(claim: Claim, facts: FactsNow) -> list[Release]:
    if claim.season is not None:
        return list(_subject(claim, facts).releases)
    found = list(facts.show.releases)
    for number in sorted(facts.seasons):
        found += facts.seasons[number].releases
    if claim.tense is Tense.FUTURE and found:
        # "The series returns on …" is about what comes next.
        coming = [each for each in found if not each.when.has_passed(facts.today)]
        return coming or found
    return found


# Platforms and counts


def _same_platform(one: str, other: str) -> bool:
    first, second = (
        SAME_PLATFORM.get(name.lower(), name.lower()) for name in (one, other)
    )
    return first == second


def _platform(claim: Claim, facts: FactsNow) -> Verdict:
    subject = _subject(claim, facts)
    platforms = list(subject.platforms or facts.show.platforms)
    left = [*subject.left_platforms, *facts.show.left_platforms]
    is_there = [each for each in platforms if _same_platform(each.value, claim.value)]
    gone = [each for each in left if _same_platform(each.value, claim.value)]
    names = " and ".join(each.value for each in platforms)
    if claim.negated:
        if is_there and claim.tense is not Tense.PAST:
            return _wrong(f"It is on {names}.", is_there[0])
        return _holds()
    if is_there or claim.tense is Tense.PAST:
        return _holds()
    if gone:
        now = f"; it is on {names} now" if names else ""
        return _wrong(f"It left {claim.value}{_since(gone[0])}{now}.", gone[0])
    if platforms and claim.modality is Modality.STATED:
        return _wrong(f"It is on {names}.", platforms[0])
    return _holds()


def _episode_count(claim: Claim, facts: FactsNow) -> Verdict:
    known = _subject(claim, facts).episode_count
    if known is None and claim.season is None:
        counts = [
            each.episode_count for each in facts.seasons.values() if each.episode_count
        ]
        total = sum(int(each.value) for each in counts)
        if not counts or claim.number in {total, *(int(c.value) for c in counts)}:
            return _holds()
        known = counts[-1] if len(counts) == 1 else None
    if known is None or int(known.value) == claim.number:
        return _holds()
    if not known.is_confirmed:
        return _doubt(f"{known.value} episodes are reported.", known)
    return _wrong(f"It has {known.value} episodes.", known)


def _season_count(claim: Claim, facts: FactsNow) -> Verdict:
    out = [
        number
        for number, season in facts.seasons.items()
        if season.status and season.status.value in {"out", "ended"}
    ]
    known = {len(facts.seasons), len(out)} - {0}
    if not known or claim.number in known:
        return _holds()
    newest = facts.seasons[max(facts.seasons)]
    so_far = f", {len(out)} of them out" if len(out) != len(facts.seasons) else ""
    return _wrong(
        f"{facts.title} has {len(facts.seasons)} seasons{so_far}.", newest.status
    )


# Cast


def _joined(name: str) -> str:
    return "".join(name_words(name))


def _is_called(credit: CreditNow, name: str) -> bool:
    names = {_joined(each) for each in (credit.name, *credit.other_spellings)}
    return _joined(name) in names


def _is_role(credit: CreditNow, character: str) -> bool:
    if not credit.character:
        return False
    said, known = _joined(character), _joined(credit.character)
    parts = {_joined(part) for part in credit.character.split()}
    said_parts = {_joined(part) for part in character.split()}
    is_part = said in parts or known in said_parts
    return said == known or (is_part and len(said) > 2) or parts <= said_parts


def _is_in(credit: CreditNow, season: int | None) -> bool:
    return season is None or not credit.seasons or season in credit.seasons


def _has_left(credit: CreditNow, season: int | None) -> bool:
    if not credit.has_left:
        return False
    return season is None or not credit.left_seasons or season in credit.left_seasons


def _cast(claim: Claim, facts: FactsNow) -> Verdict:
    if claim.person_id is None and claim.person:
        return _somebody_unknown(claim, facts)
    if claim.person_id is None:
        named = [
            credit
            for credit in facts.credits
            if claim.season is not None and claim.season in credit.seasons
        ]
        if not named:
            return _holds()
        newest = max(named, key=lambda credit: credit.since or Date.min)
        return _wrong(f"Known to be in it: {named[0].name} and others.", newest)
    if claim.person_id in facts.untold:
        return _holds()
    theirs = [credit for credit in facts.credits if credit.person_id == claim.person_id]
    gone = [credit for credit in theirs if _has_left(credit, claim.season)]
    there = [
        credit
        for credit in theirs
        if credit not in gone and _is_in(credit, claim.season)
    ]
    name = claim.person
    if claim.negated:
        if gone or not there:
            return _holds()
        if claim.modality is not Modality.STATED:
            return _holds()
        return _wrong(f"{name} is in the cast.", there[0])
    if there:
        return _spelling(claim, there[0])
    if gone and claim.tense is not Tense.PAST:
        return _wrong(f"{name} has left{_since(gone[0])}.", gone[0])
    listed = any(
        claim.season is not None and claim.season in credit.seasons
        for credit in facts.credits
    )
    if listed and not gone and claim.modality is Modality.STATED:
        return _doubt(f"{name} is not in the cast of season {claim.season} on record.")
    return _holds()


def _somebody_unknown(claim: Claim, facts: FactsNow) -> Verdict:
    """Somebody of a list who is no credit: perhaps one that is misspelt."""
    if claim.negated or any(_is_called(each, claim.person) for each in facts.credits):
        return _holds()
    said = _joined(claim.person)
    near = [
        (SequenceMatcher(None, said, _joined(credit.name)).ratio(), credit.name)
        for credit in facts.credits
    ]
    ratio, name = max(near, default=(0.0, ""))
    if ratio < SURELY_MISSPELT:
        return _holds()
    return _wrong(f"The name is {name}, not {claim.person}.")


def _character(claim: Claim, facts: FactsNow) -> Verdict:
    players = [each for each in facts.credits if _is_role(each, claim.character)]
    theirs = [
        each
        for each in facts.credits
        if (claim.person_id is not None and each.person_id == claim.person_id)
        or _is_called(each, claim.person)
    ]
    right = [credit for credit in theirs if credit in players]
    if right:
        return _spelling(claim, right[0])
    if players:
        credit = players[0]
        looks_like = SequenceMatcher(
            None, _joined(claim.person), _joined(credit.name)
        ).ratio()
        if claim.person_id is None and looks_like > MISSPELT:
            return _wrong(f"The name is {credit.name}, not {claim.person}.")
        return _wrong(f"{credit.character} is played by {credit.name}.", credit)
    if theirs and theirs[0].character:
        if _last_word(theirs[0].character) == _last_word(claim.character):
            # Thomas Shelby, whom everybody calls Tommy.
            return _holds()
        return _doubt(f"{theirs[0].name} plays {theirs[0].character}.")
    return _holds()


def _last_word(name: str) -> str:
    return (name_words(name) or [""])[-1]


def _spelling(claim: Claim, credit: CreditNow) -> Verdict:
    if not _is_called(credit, claim.person) or len(claim.person.split()) < 2:
        return _holds()
    if _joined(claim.person) == _joined(credit.name):
        return _holds()
    return _doubt(f"We write {credit.name}, not {claim.person}.")


_JUDGES: dict[Field, Callable[[Claim, FactsNow], Verdict]] = {
    Field.STATUS: _status,
    Field.RELEASE_DATE: _release_date,
    Field.PLATFORM: _platform,
    Field.EPISODE_COUNT: _episode_count,
    Field.SEASON_COUNT: _season_count,
    Field.CAST: _cast,
    Field.CHARACTER: _character,
}
