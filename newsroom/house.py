"""
What the pages of the site know about the site itself, for the frame around each.

One query for each request; none on the page of last resort, which has no request.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse

from images.addresses import on_site
from images.prepared import Prepared
from images.structured import Node

from .models import Page, Site

SITE = Prepared(lambda: Site.objects.filter(pk=1))


class PageLink(NamedTuple):
    """A published page, in the order of the footer."""

    slug: str
    kind: str
    title: str
    place: int | None


def site(request: Any) -> Site:
    """The row that all pages read, read once for a request."""
    if request is None:
        return Site()
    if not hasattr(request, "site_row"):
        request.site_row = stored()
    found: Site = request.site_row
    return found


def stored() -> Site:
    return next(iter(SITE()), None) or Site()


def published() -> list[PageLink]:
    return [PageLink(**row) for row in stored().pages]


def pages(request: Any) -> list[PageLink]:
    return [PageLink(**row) for row in site(request).pages]


def page_of_kind(request: Any, kind: str) -> PageLink | None:
    return next((page for page in pages(request) if page.kind == kind), None)


def told_of_publisher(request: Any) -> Node:
    """What machines may know of who publishes, beside the name."""
    links = {
        page.kind: on_site(reverse("page", args=[page.slug])) for page in pages(request)
    }
    told: Node = {}
    if standards := links.get(Page.Kind.STANDARDS):
        told |= {"publishingPrinciples": standards, "ethicsPolicy": standards}
    if masthead := links.get(Page.Kind.MASTHEAD):
        told["masthead"] = masthead
    if contact := links.get(Page.Kind.CONTACT):
        told["contactPoint"] = {
            "@type": "ContactPoint",
            "contactType": "newsroom",
            "url": contact,
        }
    return told
