"""
Facts inside sentences: what a live fact asks, and what it says at a moment.

Stored in a body as `<span data-fact="release_date" data-show="7" data-season="2"
data-form="on">on 28 January 2022</span>`, with words that the server writes from what
is public; `articles.body.rendering` puts those of the page's moment in their place. In the
standfirst and the search description see `articles.body.lines`. A season is told by its
number, so that a live fact follows when shows are merged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from images.prepared import Prepared
from images.search import fold
from shows import printing
from shows.cast import CastList, cast_list, load_credits
from shows.facts import Record, has_late, load_record
from shows.models import NEVER, Credit, Fact, Person, Season, Show
from shows.news_querysets import FactQuerySet
from shows.phrases import FORMS, Asked, Said, changes_by_itself, listed, say
from shows.printing import PrintedFact, ShowFacts, arrange

from .markup import (
    EMBED_ID,
    LIVE,
    LIVE_FIELDS,
    LIVE_FORM,
    LIVE_OF,
    SEASON_NUMBER,
    escape_attribute,
    escape_text,
    unescape,
)

if set(LIVE_FIELDS) != set(Asked.values):
    raise AssertionError("The sanitiser and the shows name different live facts.")

# Read off the cast and crew; the others off the facts alone.
ABOUT_PEOPLE = {Asked.CREW, Asked.ACTOR, Asked.CHARACTER}
# The fields of `shows.Fact` that each is read off.
PRINTS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in LIVE_FIELDS if name in Fact.Field.values},
    Asked.SEASONS: (Asked.SEASONS, Fact.Field.STATUS),
    **dict.fromkeys(ABOUT_PEOPLE, (Fact.Field.ROLE,)),
}
# The wording that tells two values of a fact apart, whatever the sentence.
PLAIN_FORM = {
    Asked.STATUS: "word",
    Asked.RELEASE_DATE: "day",
    Asked.PLATFORM: "name",
}
KEY = re.compile(
    rf"(?P<field>[a-z_]+):(?P<show>{EMBED_ID})(?:\.(?P<season>{SEASON_NUMBER}))?"
    rf":(?P<form>{LIVE_FORM})(?::(?:#(?P<person>{EMBED_ID})|(?P<of>[^#].*)))?"
)


class Reference(NamedTuple):
    """
    What one live fact asks: a field of a show or a season, in one wording.

    `of` is the character whose actor is asked for, or the job; `person` the actor.
    """

    field: str
    show: int
    season: int | None
    form: str
    person: int | None = None
    of: str = ""

    @property
    def key(self) -> str:
        """In one short text: "release_date:7.2:on", "actor:7:name:Choi Nam-ra"."""
        season = "" if self.season is None else f".{self.season}"
        about = f":#{self.person}" if self.person else f":{self.of}" if self.of else ""
        return f"{self.field}:{self.show}{season}:{self.form}{about}"

    @property
    def plain(self) -> Reference:
        """The same question in the wording that answers are compared in."""
        usual = next(iter(FORMS[self.field]))
        return self._replace(form=PLAIN_FORM.get(Asked(self.field), usual))

    @property
    def label(self) -> str:
        """Release date; Director; Who plays Choi Nam-ra."""
        if self.field == Asked.CREW:
            return self.of
        if self.field == Asked.ACTOR:
            return f"Who plays {self.of}"
        return str(Asked(self.field).label)


def reference_of(match: re.Match[str]) -> Reference:
    """That of a match of `markup.LIVE`, or of `KEY`."""
    season, person = match["season"], match["person"]
    return Reference(
        match["field"],
        int(match["show"]),
        None if season is None else int(season),
        match["form"],
        None if person is None else int(person),
        unescape(match["of"] or ""),
    )


def reference_from(key: str) -> Reference | None:
    """The question of a key, if it is one that can be answered."""
    match = KEY.fullmatch(key)
    if match is None or match["field"] not in LIVE_FIELDS:
        return None
    if match["of"] and not re.fullmatch(LIVE_OF, match["of"]):
        return None
    found = reference_of(match)
    if found.form not in FORMS[found.field]:
        return None
    needs_person = found.field == Asked.CHARACTER
    needs_name = found.field in {Asked.CREW, Asked.ACTOR}
    if bool(found.person) != needs_person or bool(found.of) != needs_name:
        return None
    return found


def references(html: str) -> list[Reference]:
    """The live facts of a canonical body, in order."""
    return [reference_of(match) for match in LIVE.finditer(html)]


def element(reference: Reference, words: str) -> str:
    """As it stands in a body."""
    season = "" if reference.season is None else f' data-season="{reference.season}"'
    person = f' data-person="{reference.person}"' if reference.person else ""
    of = f' data-of="{escape_attribute(reference.of)}"' if reference.of else ""
    return (
        f'<span data-fact="{reference.field}" data-show="{reference.show}"'
        f'{season}{person}{of} data-form="{reference.form}">{escape_text(words)}</span>'
    )


@dataclass(frozen=True)
class LiveFacts:
    """All that the live facts of a page can print, at the moments it was loaded for."""

    facts: dict[int, list[Fact]]
    # Those of which readers may know later among them.
    credits: dict[int, list[Credit]]
    # Shows and people that were merged away, by what they are now.
    shows: dict[int, int] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    # Of which shows all facts were loaded, at which moments, and whether those about
    # people are among them.
    complete: frozenset[int] = frozenset()
    moments: frozenset[datetime] = frozenset()
    has_roles: bool = False
    # What was on record by a moment, where that differs at `recalled_at`.
    recalled: dict[int, list[Fact]] = field(default_factory=dict)
    recalled_at: datetime | None = None
    recorded_by: datetime | None = None
    _arranged: dict[tuple[int, datetime], ShowFacts] = field(default_factory=dict)

    def on_record(self, at: datetime, by: datetime | None) -> LiveFacts:
        """
        The same, but for what it says of a moment: nothing of that was recorded later
        than `by`. Two queries, once, where any news was recorded so late.
        """
        if by is None:
            return self
        late = [show for show, rows in self.facts.items() if has_late(rows, at, by)]
        return replace(
            self,
            recalled={show: self._record.facts(show, by) for show in late},
            recalled_at=at,
            recorded_by=by,
            _arranged={},
        )

    @cached_property
    def _record(self) -> Record:
        return load_record(self.facts)

    def knows(self, show: int, at: datetime, *, roles: bool) -> bool:
        """Whether nothing more has to be asked for to print a show at a moment."""
        is_all = show in self.complete and at in self.moments
        return is_all and (self.has_roles or not roles)

    def of_show(self, show: int, at: datetime) -> ShowFacts:
        show = self.shows.get(show, show)
        if (show, at) not in self._arranged:
            self._arranged[show, at] = arrange(self._rows(show, at), at)
        return self._arranged[show, at]

    def _rows(self, show: int, at: datetime) -> list[Fact]:
        if at == self.recalled_at and show in self.recalled:
            return self.recalled[show]
        return self.facts.get(show, [])

    def without_roles(self, show: int, at: datetime) -> ShowFacts:
        """As lists of facts want it: `shows.printing.load(…, roles=False)`."""
        facts = self._rows(self.shows.get(show, show), at)
        return arrange((f for f in facts if f.field != Fact.Field.ROLE), at)

    def say(self, reference: Reference, at: datetime) -> Said:
        facts = self.of_show(reference.show, at)
        if reference.field in ABOUT_PEOPLE:
            return self._people(reference, facts)
        return say(reference.field, reference.form, facts, reference.season)

    def print(self, html: str, at: datetime) -> str:
        """A canonical body with the words of a moment for its live facts."""
        return LIVE.sub(
            lambda match: escape_text(self.say(reference_of(match), at).words), html
        )

    def show_of(self, reference: Reference) -> Show | None:
        rows = self.facts.get(self.shows.get(reference.show, reference.show))
        return rows[0].show if rows else None

    def boundaries(self, after: datetime, shows: Iterable[int]) -> list[datetime]:
        """
        The coming moments at which any fact begins, ends or has come to pass, or a
        credit may be known.
        """
        kept = {self.shows.get(show, show) for show in shows}
        rows = [fact for show in kept for fact in self.facts.get(show, ())]
        moments = changes_by_itself((PrintedFact(fact) for fact in rows), after)
        ends = [moment for f in rows for moment in (f.valid_from, f.valid_until)]
        ends += [
            each.known_from for show in kept for each in self.credits.get(show, ())
        ]
        moments |= {moment for moment in ends if moment and after < moment < NEVER}
        return sorted(moments)

    def _people(self, reference: Reference, facts: ShowFacts) -> Said:
        people = self._cast(reference, facts)
        if reference.field == Asked.CREW:
            members = [m for m in people.crew if fold(m.job) == fold(reference.of)]
            names = [m.person.name for m in members]
            unknown = (
                f"{_article(reference.of)} {reference.of.lower()} not yet announced"
            )
        elif reference.field == Asked.ACTOR:
            everybody = [*people.cast, *people.guests]
            members = [m for m in everybody if _plays(m.character, reference.of)]
            names = [m.person.name for m in members]
            unknown = "an actor not yet announced"
        else:
            person = self.people.get(reference.person or 0, reference.person)
            everybody = [*people.cast, *people.guests]
            members = [m for m in everybody if m.person.pk == person and m.character]
            names = [m.character for m in members]
            unknown = "a character not yet named"
        news = tuple(member.news for member in members if member.news)
        return Said(listed(dict.fromkeys(names)) if names else unknown, news)

    def _cast(self, reference: Reference, facts: ShowFacts) -> CastList:
        show = self.shows.get(reference.show, reference.show)
        credits = self.credits.get(show, [])
        season = None
        if reference.season is not None:
            season = facts.numbered().get(reference.season) or _season_of(
                credits, show, reference.season
            )
        return cast_list(
            Show(pk=show), facts.at, season=season, facts=facts, credits=credits
        )


def _season_of(credits: list[Credit], show: int, number: int) -> Season:
    """One of which there is no news: its row, or one like it that no credit names."""
    named = (season for credit in credits for season in credit.seasons.all())
    found = (season for season in named if season.number == number)
    return next(found, Season(show_id=show, number=number))


def _plays(character: str, asked: str) -> bool:
    return bool(character) and fold(character) == fold(asked)


def _article(job: str) -> str:
    return "an" if job[:1].lower() in "aeiou" else "a"


def _then_or_now(then: datetime, now: datetime, *shows: int) -> FactQuerySet:
    facts = (Fact.objects.at(then) | Fact.objects.at(now)).filter(show__in=shows)
    return facts.for_sentences().order_by("slot", "valid_from", "pk")


WITH_ROLES = Prepared(_then_or_now)
# A long-running show has hundreds of them.
WITHOUT_ROLES = Prepared(
    lambda *asked: _then_or_now(*asked).exclude(field=Fact.Field.ROLE)
)
STILL_TO_END = Prepared(
    lambda since, *shows: (
        Fact.objects.ending_after(since)
        .filter(show__in=shows)
        .for_sentences()
        .order_by("slot", "valid_from", "pk")
    )
)


def load(
    asked: Iterable[Reference],
    *,
    moment: datetime,
    facts_at: datetime | None = None,
    shows: Iterable[int] = (),
    roles: bool = False,
) -> LiveFacts:
    """
    What some live facts say at either of two moments, and all facts of `shows` too,
    those about people where `roles` are wanted.

    One query, however many there are; two more where any is about people; two more
    where something was merged away.
    """
    asked, then = set(asked), facts_at or moment
    has_roles = roles or any(each.field in ABOUT_PEOPLE for each in asked)
    if asked or then != moment:
        both = WITH_ROLES if has_roles else WITHOUT_ROLES
        found = _load(asked, shows, moment, lambda pks: both(then, moment, *pks))
    else:
        one = printing.WITH_ROLES if has_roles else printing.WITHOUT_ROLES
        found = _load(asked, shows, moment, lambda pks: one(moment, *pks))
    return replace(found, moments=frozenset({then, moment}), has_roles=has_roles)


def load_ahead(asked: Iterable[Reference], *, since: datetime) -> LiveFacts:
    """What they say at a moment and at all later ones, as far as is recorded."""
    return _load(set(asked), (), None, lambda pks: STILL_TO_END(since, *pks))


def _load(
    asked: set[Reference],
    shows: Iterable[int],
    at: datetime | None,
    rows: Callable[[list[int]], Iterable[Fact]],
) -> LiveFacts:
    spoken_of = {reference.show for reference in asked}
    wanted = spoken_of | set(shows)
    found: dict[int, list[Fact]] = {}
    for fact in rows(sorted(wanted)) if wanted else ():
        found.setdefault(fact.show_id, []).append(fact)
    merged = _merged(Show, spoken_of - found.keys())
    more = set(merged.values()) - found.keys()
    if more:
        for fact in rows(sorted(more)):
            found.setdefault(fact.show_id, []).append(fact)
    people = {r.show for r in asked if r.field in ABOUT_PEOPLE}
    people = {merged.get(pk, pk) for pk in people}
    credits = load_credits(people, at) if people else {}
    named = {each.person_id for credit in credits.values() for each in credit}
    gone = {r.person for r in asked if r.person and r.person not in named}
    return LiveFacts(
        found, credits, merged, _merged(Person, gone), frozenset(wanted | more)
    )


def _merged(model: type[Show] | type[Person], ids: set[int]) -> dict[int, int]:
    if not ids:
        return {}
    rows = model._default_manager.filter(pk__in=ids, merged_into__isnull=False)
    return {pk: kept for pk, kept in rows.values_list("pk", "merged_into") if kept}


def write_words(html: str, moment: datetime) -> str:
    """Write the words of every live fact anew, from what is public at this moment."""
    asked = references(html)
    if not asked:
        return html
    live = load(asked, moment=moment)

    def rewrite(match: re.Match[str]) -> str:
        reference = reference_of(match)
        return element(reference, live.say(reference, moment).words)

    return LIVE.sub(rewrite, html)


@dataclass(frozen=True)
class SinceThen:
    """A fact that a story printed as it was then, and as it is now."""

    reference: Reference
    show: Show
    then: Said
    now: Said

    @property
    def label(self) -> str:
        """In the middle of a line: release date."""
        label = self.reference.label
        return label[0].lower() + label[1:]

    @property
    def subject(self) -> str:
        """All of Us Are Dead, season 2."""
        if self.season is None:
            return self.show.title
        return f"{self.show.title}, {self.season.name}"

    @cached_property
    def season(self) -> Season | None:
        number = self.reference.season
        return None if number is None else Season(show=self.show, number=number)

    def get_absolute_url(self) -> str:
        return (self.season or self.show).get_absolute_url()

    @property
    def source(self) -> PrintedFact | None:
        """Who said so last."""
        return max(self.now.facts, key=lambda fact: fact.source_date, default=None)


def changed_since(
    asked: Iterable[Reference], live: LiveFacts, then: datetime, now: datetime
) -> list[SinceThen]:
    """Which of these facts have another value now, each once."""
    found = []
    for reference in dict.fromkeys(each.plain for each in asked):
        before, after = live.say(reference, then), live.say(reference, now)
        show = live.show_of(reference)
        if before.words != after.words and show is not None:
            found.append(SinceThen(reference, show, before, after))
    return found
