"""
What the editor asks about live facts: which there are, and what one says.

As `chooser_views`: JSON for staff, read only. Both answer with what readers may know at
the moment and nothing else, whoever asks, for that is what will be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles.body.live_facts import LiveFacts, Reference, load, reference_from
from articles.body.markup import LIVE_OF
from articles.models import Article
from authors.http import AuthenticatedRequest
from images.search import fold
from shows.models import Credit, Season, Show
from shows.phrases import FORMS, Asked, Said

from .views import ids_in, refuse, staff_with, typed_in

MOST_SHOWN = 60
MOST_ASKED = 200
# Read off facts alone, in the order in which a story asks.
FACTS = (Asked.STATUS, Asked.RELEASE_DATE, Asked.PLATFORM, Asked.EPISODE_COUNT)


@dataclass(frozen=True)
class Offered:
    """One line of the list."""

    reference: Reference
    said: Said
    subject: str

    @property
    def detail(self) -> str:
        return f"{self.reference.label}, {self.subject}"

    def has(self, words: Iterable[str]) -> bool:
        own = fold(f"{self.said.words} {self.detail}").split()
        return all(any(each.startswith(word) for each in own) for word in words)


@never_cache
@require_GET
@staff_with("shows.view_show")
def facts(request: AuthenticatedRequest) -> HttpResponse:
    """
    The facts of the shows and seasons that a story names, asked as
    `?show=1&season=4&q=date`, or as `?story=9` for those it has already: `{results:
    [{key, title, detail, source}], more}`. `title` is what would be printed.
    """
    shows, seasons = ids_in(request, "show"), ids_in(request, "season")
    if story := ids_in(request, "story")[:1]:
        visible = Article.objects.visible_to(request.user, request.moment)
        for article in visible.filter(pk__in=story):
            shows += article.shows.values_list("pk", flat=True)
            seasons += article.seasons.values_list("pk", flat=True)
    words = fold(typed_in(request)).split()
    found = [
        offered
        for offered in _offered(shows, seasons, request.moment)
        if offered.has(words)
    ]
    return JsonResponse(
        {
            "results": [
                {
                    "key": offered.reference.key,
                    "title": offered.said.words,
                    "detail": offered.detail,
                    "source": _source(offered.said),
                }
                for offered in found[:MOST_SHOWN]
            ],
            "more": len(found) > MOST_SHOWN,
        }
    )


@never_cache
@require_GET
@staff_with(None)
def said(request: AuthenticatedRequest) -> HttpResponse:
    """
    What live facts say to readers now, for the editor to show: asked as
    `?fact=status:7.2:phrase&fact=…`, answered as `{key: {words, detail, source}}`.
    """
    keys = request.GET.getlist("fact")
    if len(keys) > MOST_ASKED:
        return refuse("That is too many to ask for at once.", 400)
    if not request.user.has_perm("shows.view_show"):
        return JsonResponse(
            {key: {"warning": "You may not see shows."} for key in keys}
        )
    asked = {key: reference_from(key) for key in keys}
    known = [reference for reference in asked.values() if reference]
    live = load(known, moment=request.moment)
    ids = {live.shows.get(each.show, each.show) for each in known}
    known_shows = Show.objects.known_to(request.user, request.moment).only("title")
    shows = known_shows.in_bulk(ids)
    return JsonResponse(
        {
            key: _described(reference, live, shows, request.moment)
            for key, reference in asked.items()
        }
    )


def _described(
    reference: Reference | None,
    live: LiveFacts,
    shows: dict[int, Show],
    moment: datetime,
) -> dict[str, Any]:
    show = reference and shows.get(live.shows.get(reference.show, reference.show))
    if reference is None or show is None:
        return {"warning": "This asks for nothing that there is."}
    found = live.say(reference, moment)
    number = reference.season
    season = None if number is None else Season(show=show, number=number)
    return {
        "words": found.words,
        "detail": f"{reference.label}, {_subject(show, season)}",
        "source": _source(found),
    }


def _source(found: Said) -> str:
    newest = max(found.facts, key=lambda fact: fact.source_date, default=None)
    if newest is None:
        return ""
    return f"{newest.source_name}, {newest.source_date_in_words}"


def _subject(show: Show, season: Season | None) -> str:
    return show.title if season is None else f"{show.title}, {season.name}"


# What there is


def _offered(shows: list[int], linked: list[int], at: datetime) -> Iterator[Offered]:
    """Of every show its linked seasons first, then itself, then its other seasons."""
    of_seasons = Season.objects.filter(pk__in=linked).values_list("show_id", flat=True)
    ids = list(dict.fromkeys([*of_seasons, *shows])) if linked else shows
    named = Show.objects.public(at).listed().only("title", "kind").in_bulk(ids)
    if not named:
        return
    seasons: dict[int, list[Season]] = {}
    for season in Season.objects.public(at).filter(show__in=named).order_by("-number"):
        season.show = named[season.show_id]
        seasons.setdefault(season.show_id, []).append(season)
    # With all that any of them can print: people's facts are asked for as well.
    people = [Reference(Asked.CREW, pk, None, "name", of="any") for pk in named]
    live = load(people, moment=at)
    for pk in ids:
        if show := named.get(pk):
            own = seasons.get(pk, [])
            first = [season for season in own if season.pk in linked]
            rest = [season for season in own if season.pk not in linked]
            for season in first:
                yield from _of_subject(show, season, live, at)
                yield from _people(show, season, live, at)
            yield from _of_subject(show, None, live, at)
            if not first:
                yield from _people(show, None, live, at)
            for season in rest:
                yield from _of_subject(show, season, live, at)


def _of_subject(
    show: Show, season: Season | None, live: LiveFacts, at: datetime
) -> Iterator[Offered]:
    number = season.number if season else None
    counted = [Asked.SEASONS] if season is None and show.has_seasons else []
    for field in (*FACTS, *counted):
        seen = set()
        for form in FORMS[field]:
            reference = Reference(field, show.pk, number, form)
            found = live.say(reference, at)
            # "In early 2027" whether a day or a month is asked for.
            if found.words not in seen:
                seen.add(found.words)
                yield Offered(reference, found, _subject(show, season))


def _people(
    show: Show, season: Season | None, live: LiveFacts, at: datetime
) -> Iterator[Offered]:
    number = season.number if season else None
    credits = live.credits.get(show.pk, [])
    crew = [credit for credit in credits if credit.kind == Credit.Kind.CREW]
    cast = [credit for credit in credits if credit.kind != Credit.Kind.CREW]
    asked = [
        *(Reference(Asked.CREW, show.pk, number, "name", of=c.job) for c in crew),
        *(
            Reference(Asked.ACTOR, show.pk, number, "name", of=c.character)
            for c in cast
        ),
        *(
            Reference(Asked.CHARACTER, show.pk, number, "name", person=c.person_id)
            for c in cast
            if c.character
        ),
    ]
    names = {credit.person_id: credit.person.name for credit in cast}
    for reference in dict.fromkeys(asked):
        if not reference.person and not re.fullmatch(LIVE_OF, reference.of):
            continue
        subject = _subject(show, season)
        if reference.person:
            subject = f"{names[reference.person]} in {subject}"
        yield Offered(reference, live.say(reference, at), subject)
