"""
Facts as the middle of a sentence, in wordings that a writer chooses by name.

    Season 2 {phrase of the status} and {arrives}.
    Season 2 has been renewed and arrives in early 2027.

Every wording has words for what is not known, and for what is reported only: a report
names its source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date as Date, datetime

from django.db import models

from . import wording
from .models import Season
from .printing import PrintedFact, ShowFacts, SubjectFacts
from .vocabulary import UPCOMING, Status


class Asked(models.TextChoices):
    """What can be asked about a show or a season."""

    STATUS = "status", "Status"
    RELEASE_DATE = "release_date", "Release date"
    PLATFORM = "platform", "Platform"
    EPISODE_COUNT = "episode_count", "Number of episodes"
    SEASONS = "seasons", "Number of seasons"
    CREW = "crew", "Director or creator"
    ACTOR = "actor", "Actor of a character"
    CHARACTER = "character", "Character of an actor"


# The wordings of each, the usual one first.
FORMS: dict[str, dict[str, str]] = {
    Asked.STATUS: {"phrase": "has been renewed", "word": "renewed"},
    Asked.RELEASE_DATE: {
        "on": "on 28 January 2022",
        "day": "28 January 2022",
        "weekday": "on Friday 28 January 2022",
        "month": "January 2022",
        "year": "2022",
        "arrives": "arrives on 28 January 2022",
    },
    Asked.PLATFORM: {"on": "on Netflix", "name": "Netflix"},
    Asked.EPISODE_COUNT: {"count": "eight episodes", "number": "eight"},
    Asked.SEASONS: {
        "count": "two seasons",
        "number": "two",
        "out": "one season (of those that are out)",
    },
    Asked.CREW: {"name": "Lee Jae-kyoo"},
    Asked.ACTOR: {"name": "Cho Yi-hyun"},
    Asked.CHARACTER: {"name": "Choi Nam-ra"},
}

# What follows “has” or stands alone, “to …”, and the word by itself.
STATUS_IN_WORDS: dict[str, tuple[str, str, str]] = {
    Status.ANNOUNCED: ("has been announced", "to have been announced", "announced"),
    Status.RENEWED: ("has been renewed", "to have been renewed", "renewed"),
    Status.IN_PRODUCTION: ("is in production", "to be in production", "in production"),
    Status.WRAPPED: ("has finished filming", "to have finished filming", "filmed"),
    Status.DATED: ("has a release date", "to have a release date", "dated"),
    Status.OUT: ("is out now", "to be out", "out now"),
    Status.ENDED: ("has ended", "to have ended", "ended"),
    Status.CANCELLED: ("has been cancelled", "to have been cancelled", "cancelled"),
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Said:
    """The words, and the facts they were read off: none where nothing is known."""

    words: str
    facts: tuple[PrintedFact, ...] = ()


def say(field: str, form: str, facts: ShowFacts, season: int | None) -> Said:
    """
    What is known about a show, or a season by its number, in one wording; one that
    there is not is the usual one.
    """
    if form not in FORMS[field]:
        form = next(iter(FORMS[field]))
    if field == Asked.SEASONS:
        return _seasons(form, facts)
    row = facts.numbered().get(season) if season is not None else None
    if season is not None and row is None:
        return SAY[field](form, SubjectFacts(facts.at))
    own = facts.own(row)
    if field == Asked.RELEASE_DATE and not own.releases:
        return _release(form, own, _of_its_parts(facts, row))
    return SAY[field](form, own)


def _of_its_parts(facts: ShowFacts, season: Season | None) -> list[PrintedFact]:
    """Of a show the date of the season to come, of a season that of its first part."""
    if season is None:
        return [facts.next_release] if facts.next_release else []
    dates = [
        fact
        for part in facts.parts.values()
        for fact in part.releases
        if fact.fact.season_id == season.pk
    ]
    return sorted(dates, key=lambda fact: fact.fact.date or Date.max)


def _status(form: str, own: SubjectFacts) -> Said:
    if own.status is None:
        unknown = {"phrase": "has not been announced", "word": "not yet announced"}
        return Said(unknown[form])
    phrase, infinitive, word = STATUS_IN_WORDS[own.status.value]
    if form == "word":
        return Said(_attributed(word, [own.status]), (own.status,))
    if not own.status.is_confirmed:
        phrase = _attributed(f"is said {infinitive}", [own.status])
    return Said(phrase, (own.status,))


def _release(
    form: str, own: SubjectFacts, releases: list[PrintedFact] | None = None
) -> Said:
    releases = own.releases if releases is None else releases
    if not releases and form == "arrives" and _is_cancelled(own):
        return _status("phrase", own)
    if not releases:
        unknown = {
            "arrives": "has not been dated",
            "on": "on a date not yet announced",
            "weekday": "on a date not yet announced",
        }
        return Said(unknown.get(form, "a date not yet announced"))
    release = releases[0]
    if form == "arrives":
        return Said(_arrives(release, own), (release,))
    words = WHEN[form](release)
    return Said(_attributed(words, [release]), (release,))


def _is_cancelled(own: SubjectFacts) -> bool:
    return own.status is not None and own.status.value == Status.CANCELLED


def _arrives(release: PrintedFact, own: SubjectFacts) -> str:
    """With the tense that the moment of the page asks for."""
    when = release.in_sentence
    has_passed = wording.has_passed(release.fact, own.at)
    if not release.is_confirmed:
        said = "was said to arrive" if has_passed else "is said to arrive"
        return _attributed(f"{said} {when}", [release])
    if not has_passed:
        return f"arrives {when}"
    # Nobody has confirmed that it came: see `asks_for_confirmation`.
    is_open = own.status is not None and own.status.value in UPCOMING
    return f"was to arrive {when}" if is_open else f"arrived {when}"


def _weekday(release: PrintedFact) -> str:
    fact = release.fact
    if fact.precision not in {"day", "minute"} or fact.date is None:
        return release.in_sentence
    return f"on {wording.weekday(fact.date)} {wording.day(fact.date)}"


def _month(release: PrintedFact) -> str:
    fact = release.fact
    if fact.precision in {"day", "minute"}:
        return wording.period(fact.date, "month")
    return release.words


WHEN: dict[str, Callable[[PrintedFact], str]] = {
    "on": lambda release: release.in_sentence,
    "day": lambda release: release.words,
    "weekday": _weekday,
    "month": _month,
    "year": lambda release: wording.period(release.fact.date, "year"),
}


def _platform(form: str, own: SubjectFacts) -> Said:
    confirmed = [fact for fact in own.platforms if fact.is_confirmed]
    said = confirmed or own.platforms
    if not said:
        unknown = "a platform not yet announced"
        return Said(f"on {unknown}" if form == "on" else unknown)
    names = listed(dict.fromkeys(str(fact.fact.platform) for fact in said))
    words = f"on {names}" if form == "on" else names
    return Said(_attributed(words, said), tuple(said))


def _episodes(form: str, own: SubjectFacts) -> Said:
    count = own.episode_count
    if count is None:
        number = "an unannounced number of"
        return Said(f"{number} episodes" if form == "count" else number)
    words = number_in_words(count.fact.number or 0)
    if form == "count":
        words = f"{words} episode{'' if count.fact.number == 1 else 's'}"
    return Said(_attributed(words, [count]), (count,))


def _seasons(form: str, facts: ShowFacts) -> Said:
    """Of those that are known of; the specials, which have the number 0, are none."""
    known = {
        number: facts.season(season).status
        for number, season in facts.numbered().items()
        if number
    }
    statuses = {
        number: status
        for number, status in known.items()
        if status is not None
        and status.is_confirmed
        and status.value != Status.CANCELLED
        and (form != "out" or status.value in {Status.OUT, Status.ENDED})
    }
    count = len(statuses)
    words = number_in_words(count)
    if form != "number":
        words = f"{words} season{'' if count == 1 else 's'}"
    newest = statuses[max(statuses)] if statuses else None
    return Said(words, (newest,) if newest else ())


SAY: dict[str, Callable[[str, SubjectFacts], Said]] = {
    Asked.STATUS: _status,
    Asked.RELEASE_DATE: _release,
    Asked.PLATFORM: _platform,
    Asked.EPISODE_COUNT: _episodes,
}


def number_in_words(number: int) -> str:
    """One to nine as words, as newspapers have it."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def listed(names: Iterable[str]) -> str:
    """A, B and C."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _attributed(words: str, facts: Iterable[PrintedFact]) -> str:
    sources = dict.fromkeys(fact.source_name for fact in facts if not fact.is_confirmed)
    return f"{words}, according to {listed(sources)}" if sources else words


def changes_by_itself(facts: Iterable[PrintedFact], after: datetime) -> set[datetime]:
    """The coming moments at which words about these facts change with the clock."""
    moments = {wording.passes_at(fact.fact) for fact in facts}
    return {moment for moment in moments if moment is not None and moment > after}
