from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import CharField, F, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from images.addresses import on_site
from images.http import ReaderRequest
from images.pagination import page_of
from images.prepared import Prepared
from images.rows import Rows, built
from images.structured import Node, breadcrumbs, document

from . import facts, ical, release_calendar, releases
from .cast import announced_roles, cast_list
from .models import (
    Announcement,
    Country,
    Genre,
    Language,
    OldPersonAddress,
    OldShowAddress,
    OtherTitle,
    Person,
    Platform,
    Season,
    Show,
    Trailer,
)
from .querysets import ShowQuerySet
from .structured import person_page, season_page, show_page
from .vocabulary import Status

SHOWS_PER_PAGE = 36
MOST_NEWS = 60
MOST_TRAILERS = 6
# No slug is longer.
LONGEST_FILTER = 120
# What structured data says of a show, of what its page knows.
TOLD_OF_SHOW = ("people", "seasons", "genres", "countries", "other_titles")
LETTERS = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "#"]

# The short lists of a show, how each leads back to it, and what is printed of it.
LISTS: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "genres": (Genre, "shows", ("name", "slug")),
    "countries": (Country, "shows", ("name",)),
    "languages": (Language, "shows", ("code",)),
    "other_titles": (OtherTitle, "show", ("title",)),
}


def _with_lists(shows: ShowQuerySet) -> ShowQuerySet:
    rows = {
        f"{name}_rows": Rows(
            model._default_manager.filter(**{owner: OuterRef("pk")}), *columns
        )
        for name, (model, owner, columns) in LISTS.items()
    }
    return shows.annotate(**rows)


def _lists_of(show: Show) -> dict[str, list[Any]]:
    """As `_with_lists` brought them along."""
    return {
        name: [built(model, columns, row) for row in getattr(show, f"{name}_rows")]
        for name, (model, _, columns) in LISTS.items()
    }


BY_SLUG = Prepared(
    lambda at, slug: _with_lists(Show.objects.public(at).for_page()).filter(slug=slug)
)
SEASONS = Prepared(lambda at, show: Season.objects.public(at).filter(show=show))
TRAILERS = Prepared(
    lambda at, show: (
        Trailer.objects.public(at)
        .filter(show=show)
        .select_related("poster", "season")[:MOST_TRAILERS]
    )
)
NEWS = Prepared(
    lambda at, show: (
        Announcement.objects.filter(show=show).public(at).for_timeline()[:MOST_NEWS]
    )
)


class Choice(NamedTuple):
    """A genre or a platform that lists of shows can be narrowed to."""

    name: str
    slug: str


def _named(model: type[Genre | Platform], what: str) -> QuerySet[Any, Any]:
    rows: Any = model._default_manager.order_by()
    of = Cast(Value(what), CharField())
    found: QuerySet[Any, Any] = rows.annotate(of=of).values_list("of", "name", "slug")
    return found


CHOICES = Prepared(
    lambda: (
        _named(Genre, "genres")
        .union(_named(Platform, "platforms"), all=True)
        .order_by("name")
    )
)


def _choices() -> dict[str, list[Choice]]:
    """All genres and platforms by name, in one query."""
    found: dict[str, list[Choice]] = {"genres": [], "platforms": []}
    for of, name, slug in CHOICES():
        found[of].append(Choice(name, slug))
    return found


@require_safe
def show_list(request: ReaderRequest) -> HttpResponse:
    """All shows by title; `?genre=`, `platform`, `status` and `letter` combine."""
    chosen = {
        name: request.GET.get(name, "")[:LONGEST_FILTER]
        for name in ("genre", "platform", "status", "letter")
    }
    shows = Show.objects.listed().public(request.moment)
    if chosen["genre"]:
        shows = shows.in_genre(chosen["genre"])
    if chosen["platform"]:
        shows = shows.on_platform(chosen["platform"], request.moment)
    if chosen["status"]:
        shows = shows.with_status(chosen["status"], request.moment)
    if chosen["letter"]:
        shows = shows.starting_with(chosen["letter"])
    page = page_of(shows.for_cards(), request, SHOWS_PER_PAGE)
    context = {
        "page": page,
        "facts": facts.load(page.items, request.moment, roles=False),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        **_choices(),
        "statuses": Status.choices,
        "letters": LETTERS,
        "structured": document(breadcrumbs(_shows())),
    }
    return render(request, "shows/show_list.html", context)


@require_safe
def show_detail(request: ReaderRequest, slug: str) -> HttpResponse:
    found = BY_SLUG(request.moment, slug)
    if not found:
        shows = Show.objects.public(request.moment)
        addresses = OldShowAddress.objects.select_related("show")
        old = get_object_or_404(addresses, slug=slug, show__in=shows)
        return redirect(old.show, permanent=True)
    (show,) = found
    if show.merged_into:
        return redirect(show.merged_into, permanent=True)
    known = facts.load([show], request.moment)[show.pk]
    context = {
        "show": show,
        **_lists_of(show),
        "seasons": SEASONS(request.moment, show.pk),
        "facts": known,
        "people": cast_list(show, request.moment, facts=known),
        "trailers": TRAILERS(request.moment, show.pk),
        "announcements": NEWS(request.moment, show.pk),
    }
    context["structured"] = document(
        show_page(
            show,
            at=request.moment,
            facts=known,
            **{name: context[name] for name in TOLD_OF_SHOW},
        ),
        _way_to(show),
    )
    return render(request, "shows/show_detail.html", context)


@require_safe
def season_detail(request: ReaderRequest, slug: str, number: int) -> HttpResponse:
    seasons = (
        Season.objects.public(request.moment)
        .filter(number=number, show__in=Show.objects.public(request.moment))
        .select_related("show__poster")
    )
    season = seasons.filter(show__slug=slug).first()
    if season is None:
        moved = get_object_or_404(seasons, show__old_addresses__slug=slug)
        return redirect(moved, permanent=True)
    known = facts.load([season.show], request.moment)[season.show_id]
    trailers = season.trailers.public(request.moment)
    context: dict[str, Any] = {
        "season": season,
        "show": season.show,
        "seasons": season.show.seasons.public(request.moment),
        "facts": known,
        "season_facts": known.season(season),
        "people": cast_list(season.show, request.moment, season=season, facts=known),
        "parts": season.parts.all(),
        "episodes": season.episodes.select_related("part"),
        "trailers": list(trailers.select_related("poster")[:MOST_TRAILERS]),
    }
    context["structured"] = document(
        season_page(
            season,
            at=request.moment,
            facts=context["season_facts"],
            people=context["people"],
        ),
        _way_to(season.show, (season.name.capitalize(), season.get_absolute_url())),
    )
    return render(request, "shows/season_detail.html", context)


@require_safe
def person_detail(request: ReaderRequest, slug: str) -> HttpResponse:
    people = Person.objects.public(request.moment)
    person = people.select_related("portrait").filter(slug=slug).first()
    if person is None:
        addresses = OldPersonAddress.objects.select_related("person")
        old = get_object_or_404(addresses, slug=slug, person__in=people)
        return redirect(old.person, permanent=True)
    if person.merged_into:
        return redirect(person.merged_into, permanent=True)
    credits = (
        person.credits.public(request.moment)
        .select_related("show__poster")
        .defer("show__synopsis")
    )
    newest_first = list(
        credits.order_by(F("show__year").desc(nulls_last=True), "show", "billing", "pk")
    )
    context = {
        "person": person,
        "credits": newest_first,
        "announced": announced_roles(person, newest_first, request.moment),
        "structured": document(
            person_page(person, newest_first, at=request.moment),
            breadcrumbs((person.name, person.get_absolute_url())),
        ),
    }
    return render(request, "shows/person_detail.html", context)


@require_safe
def calendar(request: ReaderRequest) -> HttpResponse:
    """One month of releases; `?month=`, `platform` and `genre` combine."""
    this_month = releases.month_of(request.moment)
    asked = request.GET.get("month", "")
    month = releases.month_named(asked) if asked else this_month
    if month is None:
        raise Http404("There is no such month.")
    narrowing = release_calendar.Narrowing(
        platform=request.GET.get("platform", "")[:LONGEST_FILTER],
        genre=request.GET.get("genre", "")[:LONGEST_FILTER],
    )
    page = release_calendar.load(month, request.moment, narrowing)
    # A month without a day shows the days that come after it.
    ahead = None
    if page.next and not page.days:
        ahead = release_calendar.load(page.next, request.moment, narrowing)
    is_filtered = bool(narrowing.platform or narrowing.genre)
    address = reverse("shows:calendar")
    context = {
        "calendar": page,
        "ahead": ahead if ahead and ahead.days else None,
        "this_month": this_month,
        "chosen": {
            "month": month.key,
            "platform": narrowing.platform,
            "genre": narrowing.genre,
        },
        "is_filtered": is_filtered,
        # An empty month is a page for readers, not one to be found.
        "noindex": is_filtered or page.is_empty,
        "canonical": address if month == this_month else f"{address}?month={month.key}",
        **_choices(),
        "structured": document(breadcrumbs(("Calendar", address))),
    }
    return render(request, "shows/calendar.html", context)


@require_safe
def calendar_feed(request: ReaderRequest) -> HttpResponse:
    """Every coming release that has a day, for readers' own calendars."""
    return _ical(
        f"{settings.SITE_NAME}: release calendar",
        reverse("shows:calendar-feed"),
        ical.events_of_site(request.moment),
    )


@require_safe
def show_calendar_feed(request: ReaderRequest, slug: str) -> HttpResponse:
    shows = Show.objects.public(request.moment).select_related("merged_into")
    show = shows.filter(slug=slug).first()
    if show is None:
        addresses = OldShowAddress.objects.select_related("show")
        old = get_object_or_404(addresses, slug=slug, show__in=shows)
        return redirect("shows:show-calendar-feed", old.show.slug, permanent=True)
    if show.merged_into:
        kept = show.merged_into.slug
        return redirect("shows:show-calendar-feed", kept, permanent=True)
    return _ical(
        f"{show}: release dates",
        reverse("shows:show-calendar-feed", args=[show.slug]),
        ical.events_of_show(show, request.moment),
    )


def _way_to(show: Show, *steps: tuple[str, str]) -> Node:
    return breadcrumbs(_shows(), (show.title, show.get_absolute_url()), *steps)


def _shows() -> tuple[str, str]:
    return "Shows", reverse("shows:show-list")


def _ical(name: str, path: str, events: Iterable[ical.Event]) -> HttpResponse:
    calendar = ical.write(name, on_site(path), events)
    return HttpResponse(calendar, content_type=ical.CONTENT_TYPE)
