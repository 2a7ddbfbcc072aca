"""What readers see of a selection, now or at a coming moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.choosers import views as chooser_views
from articles.embeds import placements
from articles.models import Placement, Selection, Version
from articles.publishing import spoken
from articles.relations import relations_of
from shows.models import Show

from .chosen import shelf_items
from .fill import Filled, fill
from .items import Seen
from .places import Place

SAMPLE = 6


def asked_moment(request: Any) -> datetime:
    """`?at=2026-11-27T09:00` in the site's time zone; the present if it says nothing."""
    try:
        at = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        at = None
    if at is None:
        return request.moment
    if timezone.is_naive(at):
        at = timezone.make_aware(at)
    return max(at, request.moment)


def preview(selection: Selection, at: datetime, request: Any) -> dict[str, Any]:
    """The widgets of its page; of a shelf its items and some of the pages it is on."""
    context: dict[str, Any] = {
        "at": at,
        "at_spoken": spoken(at) if at > request.moment else "",
        "at_value": f"{timezone.localtime(at):%Y-%m-%dT%H:%M}",
    }
    if selection.is_shelf:
        return context | {
            "items": [] if selection.is_retired else shelf_items(selection, at),
            "samples": samples(selection, at),
        }
    if selection.show:
        return context | {"filled": fill(Place.of_show(selection.show), at, stories=4)}
    version = _version(selection.article_id or 0, at)
    return context | {"filled": beside(version, at) if version else None}


def beside(version: Version, at: datetime) -> Filled:
    """What stands beside a story, besides what its body shows."""
    seen = Seen()
    for each in placements(version.body):
        if each.kind == "article":
            seen.stories.add(each.id)
        elif each.kind == "show":
            seen.shows.add(each.id)
    return fill(Place.of_story(version, relations_of(version)), at, seen)


def _version(article_id: int, at: datetime) -> Version | None:
    """As readers see it then, or else as it would go out."""
    versions = Version.objects.filter(article=article_id).select_related("section")
    return versions.live(at).first() or versions.first()


def samples(shelf: Selection, at: datetime) -> list[dict[str, Any]]:
    """For each place of a shelf some of its pages, with what stands there."""
    if shelf._state.adding or shelf.is_retired:
        return []
    rows = shelf.placements.select_related("article", "show", "tag", "section")
    return [
        {"placement": row, "pages": [_sample(page, at) for page in _pages(row, at)]}
        for row in rows
    ]


def _pages(placement: Placement, at: datetime) -> list[Version | Show | None]:
    live = Version.objects.live(at).listed().select_related("article", "section")
    kind = Placement.Kind(placement.kind)
    if kind == Placement.Kind.HOME:
        return [None]
    if placement.show:
        about = live.about_show(placement.show, at)
        return [placement.show, *about[: SAMPLE - 1]]
    if placement.article:
        return list(live.filter(article=placement.article)[:1])
    if placement.tag:
        return list(live.tagged(placement.tag, at)[:SAMPLE])
    if placement.section:
        live = live.in_section(placement.section)
    return list(live.newest()[:SAMPLE])


def _sample(page: Version | Show | None, at: datetime) -> dict[str, Any]:
    if page is None:
        filled = fill(Place.home(), at, stories=0)
        return {"title": "The home page", "url": "/", "items": filled.watch}
    filled = (
        fill(Place.of_show(page), at, stories=4)
        if isinstance(page, Show)
        else beside(page, at)
    )
    title = page.title if isinstance(page, Show) else page.headline
    return {"title": title, "url": page.get_absolute_url(), "items": filled.watch}


def found(typed: str, request: Any) -> list[dict[str, Any]]:
    """Stories and shows by the start of words, for a page without a script."""
    stories = chooser_views.find_stories(typed, request.user, request.moment)
    shows = chooser_views.find_shows(typed, request.user, request.moment)
    return [
        *({"target": f"show:{each['id']}", **each} for each in shows),
        *({"target": f"article:{each['id']}", **each} for each in stories),
    ]
