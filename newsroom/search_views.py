from dataclasses import replace
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Version
from articles.search.stories import Narrowing, Stories
from images.full_text import LONGEST_QUERY
from images.http import ReaderRequest
from images.pagination import page_of
from shows.models import Show

from . import house
from .passages import told
from .search import facets_of, popular_shows, search, suggestions

PER_PAGE = 20
PARTS = ("stories", "shows", "people", "tags")
# No slug is longer.
LONGEST_SLUG = 200
# Of each kind, where all kinds stand on one page.
SHOWS, PEOPLE, TAGS = 4, 4, 8


@require_safe
def search_page(request: ReaderRequest) -> HttpResponse:
    """
    `?q=`; `in` is one of PARTS; `kind`, `section` and `show` narrow the stories, and
    `sort=newest` puts the newest first.
    """
    typed = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    every_section = house.sections(request)
    by, chosen_show = _narrowing(request, every_section)
    found = search(typed, request.moment, sections=every_section)
    part = request.GET.get("in", "")
    part = part if part in PARTS else ""
    stories = _narrowed(found.stories, typed, by, request)
    if by and found.is_corrected:
        stories = found.stories.narrowed(by)
    ordered = stories.found
    if newest := request.GET.get("sort") == "newest":
        ordered = sorted(ordered, key=lambda row: row.published_at, reverse=True)
    page = page_of(ordered, request, PER_PAGE)  # type: ignore[arg-type]
    page = replace(page, items=told(page.items, found.asked, request.moment))
    context: dict[str, Any] = {
        "typed": typed,
        "found": found,
        "part": part,
        "page": page,
        "count": len(stories.found),
        "facets": facets_of(found.stories, by, every_section),
        "narrowing": by,
        "chosen": {
            "kind": by.kind,
            "section": request.GET.get("section", "") if by.section else "",
            "show": chosen_show,
        },
        "newest": newest,
        "shows": found.found_shows if part == "shows" else found.found_shows[:SHOWS],
        "people": (
            found.found_people if part == "people" else found.found_people[:PEOPLE]
        ),
        "tags": found.tags if part == "tags" else found.tags[:TAGS],
        "popular": [] if found else popular_shows(request.moment),
    }
    return render(request, "newsroom/search.html", context)


def _narrowing(
    request: ReaderRequest, every_section: list[house.ListedSection]
) -> tuple[Narrowing, str]:
    """What there is of what the address asks for; the rest is left out quietly."""
    asked = {
        name: request.GET.get(name, "")[:LONGEST_SLUG]
        for name in ("kind", "section", "show")
    }
    section = next((s.pk for s in every_section if s.slug == asked["section"]), None)
    kind = asked["kind"] if asked["kind"] in Version.Kind.values else ""
    show = None
    if asked["show"]:
        shows = Show.objects.listed().public(request.moment)
        show = shows.filter(slug=asked["show"]).values_list("pk", flat=True).first()
    return Narrowing(kind, section, show), asked["show"] if show else ""


def _narrowed(
    stories: Stories, typed: str, by: Narrowing, request: ReaderRequest
) -> Stories:
    """Where not all of them were looked at, the choice may find others."""
    if not by:
        return stories
    if stories.is_all:
        return stories.narrowed(by)
    return search(typed, request.moment, by).stories


@require_safe
def search_suggestions(request: ReaderRequest) -> HttpResponse:
    """`{suggestions: [{kind, label, note, url}]}`, for the script of the search box."""
    found = suggestions(
        request.GET.get("q", ""), request.moment, house.sections(request)
    )
    return JsonResponse(
        {
            "suggestions": [
                {
                    "kind": each.kind,
                    "label": each.label,
                    "note": each.note,
                    "url": reverse(
                        f"articles:{each.kind.lower()}", args=[each.row.slug]
                    )
                    if each.kind in ("Tag", "Section")
                    else each.row.get_absolute_url(),
                }
                for each in found
            ]
        }
    )
