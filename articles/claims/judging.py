"""Whether a claim still holds, by what is known today."""

from __future__ import annotations

from collections.abc import Callable

from .claim import (
    Claim,
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
from .elements import SAME_PLATFORM
from .judging_people import judge_cast, judge_character
from .verdicts import doubt, holds, name_of, since, subject_of, when_of, wrong

__all__ = ["judge"]

# How far a status has come. What is further on includes what lies before.
PROGRESS = ["announced", "renewed", "in_production", "wrapped", "dated", "out", "ended"]
IN_WORDS = {
    "announced": "announced", "renewed": "renewed", "in_production": "in production",
    "wrapped": "filmed", "dated": "dated", "out": "out", "ended": "over",
    "cancelled": "cancelled",
}  # fmt: skip
# "Cameras began rolling" stays true, whatever came later.
BEGAN = {
    "rolled", "began", "started", "kicked", "went", "commenced", "entered", "begun",
}  # fmt: skip
# Words of a sentence that a judgement looks at, beside what was read from it.
OPEN = {"yet", "still", "awaiting", "waiting"}
CUES = BEGAN | OPEN


def judge(claim: Claim, facts_now: FactsNow) -> Verdict:
    """
    A claim about `facts_now`'s show against what is known today.

    What is not known contradicts nobody. A rumour told as a rumour is not wrong for
    want of confirmation, only once something else is certain.
    """
    verdict = _JUDGES[claim.field](claim, facts_now)
    if claim.modality is Modality.RUMOURED and verdict.standing is Standing.DOUBTFUL:
        return holds("It is told as a rumour.")
    return verdict


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
    value, subject = Said(claim.value), subject_of(claim, facts)
    claims_more = value not in {Said.NOT_RENEWED} and not claim.negated
    is_certain = claim.modality is Modality.STATED and claim.tense is not Tense.FUTURE
    if claims_more and subject.is_renewal_reported and is_certain:
        return doubt(f"{name_of(claim, facts)}: this is reported, not confirmed.")
    return holds()


def _later(claim: Claim, facts: FactsNow) -> Known | None:
    """A newer season than those that are out, for a claim about the show."""
    for number in sorted(facts.seasons, reverse=True):
        status = facts.seasons[number].status
        if status and status.value in PROGRESS[:5] and number > 1:
            return status
    return None


def _not_renewed(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    name = name_of(claim, facts)
    is_open = claim.modality is Modality.ASKED or bool(OPEN & set(claim.cues.split()))
    if known.value in {"cancelled", "ended"} and not is_open:
        return holds(f"{name} is {IN_WORDS[known.value]}.")
    if known.value in {"cancelled", "ended"}:
        return wrong(f"{name} is {IN_WORDS[known.value]}{since(known)}.", known)
    if claim.season is None:
        coming = _later(claim, facts)
        if coming is None:
            return holds()
        known = coming
    if claim.season == 1 or not known.is_confirmed or known.value == "announced":
        return holds()
    by_now = f"; it is {IN_WORDS[known.value]}{since(known)}"
    if known.value == "renewed":
        by_now = ""
    return wrong(f"{name} has been renewed{by_now}.", known)


def _renewed(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    name = name_of(claim, facts)
    if known.value == "cancelled" or (known.value == "ended" and claim.season is None):
        return wrong(f"{name} is {IN_WORDS[known.value]}{since(known)}.", known)
    if not known.is_confirmed and claim.modality is Modality.STATED:
        return doubt(f"{name}: the renewal is reported, not confirmed.", known)
    if claim.modality is Modality.EXPECTED and known.is_confirmed:
        return doubt(
            f"What the story hopes for has happened: {name} is "
            f"{IN_WORDS[known.value]}{since(known)}.",
            known,
        )
    return holds(f"{name} is {IN_WORDS[known.value]}.")


def _cancelled(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    name = name_of(claim, facts)
    is_so = known.value == "cancelled"
    if claim.negated:
        if not is_so:
            return holds()
        return wrong(f"{name} was cancelled{since(known)}.", known)
    if is_so or (known.value == "ended" and claim.season is None):
        return holds(f"{name} is {IN_WORDS[known.value]}.")
    return wrong(
        f"{name} is not cancelled; it is {IN_WORDS[known.value]}{since(known)}.",
        known,
    )


def _ended(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    show = facts.show.status
    is_over = bool(show and show.value in {"ended", "cancelled"})
    if claim.season is not None:
        last = max(facts.seasons, default=claim.season)
        if last > claim.season:
            follows = facts.seasons[last].status
            return wrong(f"Season {last} of {facts.title} follows.", follows)
        return holds()
    if is_over == (not claim.negated) or known.value == "ended":
        return holds()
    if claim.negated:
        return wrong(f"{facts.title} is over{since(known)}.", known)
    if claim.modality is not Modality.STATED:
        return holds()
    return wrong(
        f"{facts.title} is not over: the newest of it is {IN_WORDS[known.value]}.",
        known,
    )


def _progress(claim: Claim, facts: FactsNow, known: Known) -> Verdict:
    """In production, wrapped, released: where on the way it is."""
    name = name_of(claim, facts)
    said = {Said.IN_PRODUCTION: "in_production", Said.WRAPPED: "wrapped"}.get(
        Said(claim.value), "out"
    )
    if known.value == "cancelled":
        return wrong(f"{name} was cancelled{since(known)}.", known)
    is_any_out = any(
        each.status and each.status.value in {"out", "ended"}
        for each in facts.seasons.values()
    )
    if said == "out" and claim.season is None and is_any_out and not claim.negated:
        return holds(f"{facts.title} is out.")
    now, then = PROGRESS.index(known.value), PROGRESS.index(said)
    is_now = f"{name} is {IN_WORDS[known.value]}{since(known)}."
    if claim.negated:
        return wrong(is_now, known) if now >= then else holds()
    if now == then or (said == "out" and now > then):
        return holds(is_now)
    if now > then:
        # What was begun or filmed in the past stays so; "is being filmed" does not.
        if said == "wrapped" or claim.tense is Tense.PAST or _is_history(claim):
            return holds(is_now)
        return wrong(is_now, known)
    if claim.modality is not Modality.STATED or not known.is_confirmed:
        return holds()
    if said == "out":
        return wrong(is_now, known)
    return doubt(f"Not confirmed: {is_now}", known)


def _is_history(claim: Claim) -> bool:
    return any(word in BEGAN for word in claim.cues.split())


def _dated(claim: Claim, facts: FactsNow) -> Verdict:
    name, subject = name_of(claim, facts), subject_of(claim, facts)
    if claim.season is None and not subject.releases and facts.seasons:
        subject = facts.seasons[max(facts.seasons)]
        if subject.status and subject.status.value in {"out", "ended"}:
            # What is said to have no date is what comes next, and of that nothing
            # is known.
            return holds()
    release = subject.releases[0] if subject.releases else None
    if claim.value == Said.NOT_DATED:
        if release is None or not release.is_confirmed:
            return holds()
        return wrong(
            f"{name} has a date: {when_of(release)}{_known(release)}.", release
        )
    if release is None and subject.status and claim.modality is Modality.STATED:
        return wrong(f"{name} has no confirmed date.", subject.status)
    return holds()


def _known(release: Release) -> str:
    return f", known{since(release)}" if release.since else ""


# Dates


def _release_date(claim: Claim, facts: FactsNow) -> Verdict:
    name = name_of(claim, facts)
    when = claim.when
    if when is None:
        return holds()
    releases = _releases(claim, facts)
    status = _status_now(claim, facts)
    is_ahead = claim.tense is Tense.FUTURE
    if status and status.value == "cancelled" and is_ahead:
        return wrong(f"{name} was cancelled{since(status)}.", status)
    agreeing = [release for release in releases if when.agrees_with(release.when)]
    if agreeing:
        release = agreeing[0]
        if is_ahead and release.when.has_passed(facts.today):
            return wrong(
                f"{when_of(release)} has passed, and the story speaks of it as to come.",
                release.when.end,
            )
        return holds(f"The date is {when_of(release)}.")
    if releases:
        release = releases[-1] if claim.season is None else releases[0]
        if not is_ahead and claim.season is None and len(releases) < _out(facts):
            return holds()
        return wrong(
            f"The date of {name} is {when_of(release)}{_known(release)}.", release
        )
    if is_ahead and when.has_passed(facts.today):
        return wrong("The time it names has passed.", when.end)
    if not is_ahead and status and status.value in PROGRESS[:5] and claim.season:
        return wrong(f"{name} is not out; it is {IN_WORDS[status.value]}.", status)
    reported = subject_of(claim, facts).reported_releases
    is_firm = claim.modality is Modality.STATED and is_ahead and not when.bound
    if is_firm and any(when.agrees_with(release.when) for release in reported):
        return doubt("This date is reported, not confirmed.", reported[0])
    return holds()


def _out(facts: FactsNow) -> int:
    """How many seasons are out."""
    statuses = [season.status for season in facts.seasons.values()]
    return sum(bool(each and each.value in {"out", "ended"}) for each in statuses)


def _releases(claim: Claim, facts: FactsNow) -> list[Release]:
    if claim.season is not None:
        return list(subject_of(claim, facts).releases)
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
    subject = subject_of(claim, facts)
    platforms = list(subject.platforms or facts.show.platforms)
    left = [*subject.left_platforms, *facts.show.left_platforms]
    is_there = [each for each in platforms if _same_platform(each.value, claim.value)]
    gone = [each for each in left if _same_platform(each.value, claim.value)]
    names = " and ".join(each.value for each in platforms)
    if claim.negated:
        if is_there and claim.tense is not Tense.PAST:
            return wrong(f"It is on {names}.", is_there[0])
        return holds()
    if is_there or claim.tense is Tense.PAST:
        return holds()
    if gone:
        now = f"; it is on {names} now" if names else ""
        return wrong(f"It left {claim.value}{since(gone[0])}{now}.", gone[0])
    if platforms and claim.modality is Modality.STATED:
        return wrong(f"It is on {names}.", platforms[0])
    return holds()


def _episode_count(claim: Claim, facts: FactsNow) -> Verdict:
    known = subject_of(claim, facts).episode_count
    if known is None and claim.season is None:
        counts = [
            each.episode_count for each in facts.seasons.values() if each.episode_count
        ]
        total = sum(int(each.value) for each in counts)
        if not counts or claim.number in {total, *(int(c.value) for c in counts)}:
            return holds()
        known = counts[-1] if len(counts) == 1 else None
    if known is None or int(known.value) == claim.number:
        return holds()
    if not known.is_confirmed:
        return doubt(f"{known.value} episodes are reported.", known)
    return wrong(f"It has {known.value} episodes.", known)


def _season_count(claim: Claim, facts: FactsNow) -> Verdict:
    out = [
        number
        for number, season in facts.seasons.items()
        if season.status and season.status.value in {"out", "ended"}
    ]
    known = {len(facts.seasons), len(out)} - {0}
    if not known or claim.number in known:
        return holds()
    newest = facts.seasons[max(facts.seasons)]
    so_far = f", {len(out)} of them out" if len(out) != len(facts.seasons) else ""
    return wrong(
        f"{facts.title} has {len(facts.seasons)} seasons{so_far}.", newest.status
    )


_JUDGES: dict[Field, Callable[[Claim, FactsNow], Verdict]] = {
    Field.STATUS: _status,
    Field.RELEASE_DATE: _release_date,
    Field.PLATFORM: _platform,
    Field.EPISODE_COUNT: _episode_count,
    Field.SEASON_COUNT: _season_count,
    Field.CAST: judge_cast,
    Field.CHARACTER: judge_character,
}
