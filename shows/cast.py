"""
Who is in the cast at a moment: the credits, and the news about who joins and leaves.

Rumours change neither. What a season that is out says in its titles stays true when
somebody leaves later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from images.prepared import Prepared
from images.search import fold

from .models import Credit, Fact, Person, Season, Show
from .printing import PrintedFact, ShowFacts, load
from .querysets import CreditQuerySet


def _credits(at: datetime, show: int) -> CreditQuerySet:
    credits = Credit.objects.filter(show=show).of_known_seasons(at)
    credits = credits.select_related("person__portrait")
    return credits.defer("person__biography").order_by("billing", "pk")


CREDITS = Prepared(_credits)
MOST_NAMES = 20


class Name(NamedTuple):
    """Somebody of the cast, as structured data names them."""

    name: str
    slug: str


def _names(credits: CreditQuerySet, at: datetime) -> QuerySet:
    """With whether news about roles bears on the show."""
    news = Fact.objects.at(at).confirmed().filter(field=Fact.Field.ROLE)
    return (
        credits.filter(kind=Credit.Kind.CAST)
        .annotate(has_news=Exists(news.filter(show=OuterRef("show"))))
        .order_by("billing", "pk")
        .values_list("person__name", "person__slug", "has_news")[:MOST_NAMES]
    )


NAMES = Prepared(
    lambda at, show: _names(Credit.objects.filter(show=show).of_known_seasons(at), at)
)
NAMES_OF_SEASON = Prepared(
    lambda at, show, season: _names(_of_season(show, season), at)
)


def _of_season(show: int, season: int) -> CreditQuerySet:
    return Credit.objects.of_season(Season(pk=season, show_id=show))


@dataclass(frozen=True)
class Member:
    """One line of a cast list; `news` is what brought somebody without a credit."""

    person: Person
    kind: str
    character: str = ""
    job: str = ""
    credit: Credit | None = None
    news: PrintedFact | None = None

    @property
    def is_crew(self) -> bool:
        return self.kind == Credit.Kind.CREW


@dataclass(frozen=True)
class CastList:
    cast: list[Member]
    guests: list[Member]
    crew: list[Member]
    # Reported and rumoured joinings and leavings, to be printed beside.
    reports: list[PrintedFact]


def cast_list(
    show: Show,
    at: datetime,
    *,
    season: Season | None = None,
    facts: ShowFacts | None = None,
    credits: Iterable[Credit] | None = None,
) -> CastList:
    """
    The cast and crew of a show, or of one season, at a moment.

    Three queries with seasons, two without; one less where the page has its `facts`,
    none where it has all `credits` of the show too (`load_credits`), of which those
    are left out that readers may know of later.
    """
    if facts is None:
        facts = load([show], at)[show.pk]
    roles = _roles(facts, season)
    joined = [fact for fact in roles if fact.value == "in"]
    left = [fact for fact in roles if fact.value == "left"]
    if credits is not None:
        credits = [
            each for each in credits if each.is_known(at) and _is_of(each, season)
        ]
    elif season is None:
        credits = CREDITS(at, show.pk)
    else:
        credits = _credits(at, show.pk).of_season(season)
    members = [
        Member(credit.person, credit.kind, credit.character, credit.job, credit=credit)
        for credit in credits
        if not any(_is_about(fact.fact, credit) for fact in left)
    ]
    known = {_key(m.person.pk, m.character, m.job) for m in members}
    named = {m.person.pk for m in members if not m.is_crew}
    for fact in joined:
        role = fact.fact
        is_new = _key(role.person_id, role.character, role.job) not in known
        if role.person is None or not is_new:
            continue
        if not role.character and not role.job and role.person_id in named:
            # They joined as nobody in particular; the credit says as whom.
            continue
        kind = Credit.Kind.CREW if role.job else Credit.Kind.CAST
        members.append(Member(role.person, kind, role.character, role.job, news=fact))
    return CastList(
        cast=[m for m in members if m.kind == Credit.Kind.CAST],
        guests=[m for m in members if m.kind == Credit.Kind.GUEST],
        crew=[m for m in members if m.kind == Credit.Kind.CREW],
        reports=_reports(facts, season),
    )


def announced_roles(
    person: Person, credits: Iterable[Credit], at: datetime
) -> list[PrintedFact]:
    """
    What somebody has joined, by confirmed news, that no credit says yet; the latest
    first. One query.
    """
    roles = Fact.objects.at(at).confirmed().filter(field=Fact.Field.ROLE, person=person)
    roles = roles.for_print().select_related("show").order_by("valid_from", "slot")
    known = {(each.show_id, _key(0, each.character, each.job)) for each in credits}
    shows = {each.show_id for each in credits}
    by_show: dict[int, list[PrintedFact]] = {}
    for fact in roles:
        by_show.setdefault(fact.show_id, []).append(PrintedFact(fact))
    found = []
    for said in by_show.values():
        for printed in _last_words(said):
            role = printed.fact
            is_said = (role.show_id, _key(0, role.character, role.job)) in known
            is_vague = not role.character and not role.job and role.show_id in shows
            if role.value == "in" and not is_said and not is_vague:
                found.append(printed)
    return sorted(found, key=lambda printed: printed.fact.valid_from, reverse=True)


def cast_names(
    show: Show,
    at: datetime,
    *,
    season: Season | None = None,
    facts: ShowFacts | None = None,
    credits: list[Credit] | None = None,
) -> list[Name]:
    """
    The first of the cast of a show or of one season, for pages that only name them.

    One narrow query, except where somebody joined or left: then the whole list. Of a
    season the key and the number will do; `facts` and `credits` as `cast_list` has them.
    """
    if credits is not None:
        rows = []
    elif season is None:
        rows = NAMES(at, show.pk)
    else:
        rows = NAMES_OF_SEASON(at, show.pk, season.pk)
    if credits or any(has_news for _, _, has_news in rows):
        listed = cast_list(show, at, season=season, facts=facts, credits=credits)
        people = [member.person for member in listed.cast]
        names = [Name(person.name, person.slug) for person in people]
    else:
        names = [Name(name, slug) for name, slug, _ in rows]
    return list(dict.fromkeys(names))[:MOST_NAMES]


def load_credits(
    shows: Iterable[int], at: datetime | None = None
) -> dict[int, list[Credit]]:
    """
    The credits of several shows that readers may know of at a moment, or will ever,
    with their seasons and moments, in two queries.
    """
    found: dict[int, list[Credit]] = {show: [] for show in shows}
    credits = Credit.objects.filter(show__in=list(found)).with_moments()
    for credit in (
        credits.select_related("person__portrait")
        .defer("person__biography")
        .prefetch_related("seasons")
        .order_by("billing", "pk")
    ):
        if at is None or credit.is_known(at):
            found[credit.show_id].append(credit)
    return found


def _is_of(credit: Credit, season: Season | None) -> bool:
    """As `CreditQuerySet.of_season`, for credits that are loaded."""
    named = credit.seasons.all()
    return season is None or not named or season in named


def _roles(facts: ShowFacts, season: Season | None) -> list[PrintedFact]:
    """The confirmed role facts that bear on this list."""
    everywhere = [
        *facts.roles,
        *(fact for held in facts.seasons.values() for fact in held.roles),
    ]
    confirmed = [fact for fact in everywhere if fact.is_confirmed]
    # The latest word on a person comes last and wins.
    confirmed.sort(key=lambda fact: (fact.fact.valid_from, fact.fact.slot))
    if season is not None:
        is_open = facts.season(season).is_upcoming
        confirmed = [f for f in confirmed if _bears_on(f.fact, season, is_open)]
    return _last_words(confirmed)


def _bears_on(role: Fact, season: Season, is_open: bool) -> bool:
    if role.season_id == season.pk:
        return True
    # A season that is out is history; one to come follows what is known by now.
    if role.season is None:
        return is_open
    return role.value == "left" and role.season.number < season.number and is_open


def _last_words(roles: Iterable[PrintedFact]) -> list[PrintedFact]:
    """Of a person who left and came back, or the reverse, only the later."""
    standing: list[PrintedFact] = []
    for fact in roles:
        standing = [
            other for other in standing if not _overrules(fact.fact, other.fact)
        ]
        standing.append(fact)
    return standing


def _overrules(later: Fact, earlier: Fact) -> bool:
    if later.person_id != earlier.person_id or later.value == earlier.value:
        return False
    same_role = _key(0, later.character, later.job) == _key(
        0, earlier.character, earlier.job
    )
    whole_person = later if later.value == "left" else earlier
    return same_role or (not whole_person.character and not whole_person.job)


def _is_about(role: Fact, credit: Credit) -> bool:
    if role.person_id != credit.person_id:
        return False
    if not role.character and not role.job:
        return True
    return _key(0, role.character, role.job) == _key(0, credit.character, credit.job)


def _key(person_id: int | None, character: str, job: str) -> tuple[int, str, str]:
    return (
        person_id or 0,
        fold(character) if character else "",
        fold(job) if job else "",
    )


def _reports(facts: ShowFacts, season: Season | None) -> list[PrintedFact]:
    subjects = (
        [facts, *facts.seasons.values()] if season is None else [facts.season(season)]
    )
    unsure = [
        fact
        for subject in subjects
        for fact in [*subject.reports, *subject.roles]
        if fact.fact.field == Fact.Field.ROLE and not fact.is_confirmed
    ]
    return sorted(unsure, key=lambda fact: fact.fact.valid_from)
