"""
What the pages of the site know about the site itself, for the frame around each.

One query for each request, which brings the sections as well; none on the page of last
resort, which has no request.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse

from articles.models import Section
from images.addresses import on_site
from images.models import Image
from images.prepared import Prepared
from images.rows import Rows, built
from images.structured import Node

from .models import AdPlace, Page, Site

# What a page reads of a picture, in words and numbers.
PICTURE = (
    "id",
    "alt_text",
    "colour",
    "file",
    "is_decorative",
    "rendition_key",
    "rendition_sizes",
    "rights_end_on",
)
IN_ADS = AdPlace.objects.filter(is_on=True).values("picture")
SITE = Prepared(
    lambda: (
        Site.objects.filter(pk=1)
        .defer("ads_sellers")
        .annotate(
            section_rows=Rows(Section.objects.all(), "slug", "name", "pk"),
            picture_rows=Rows(Image.objects.filter(pk__in=IN_ADS), *PICTURE),
        )
    )
)


class ListedSection(NamedTuple):
    """A section, in the order of the masthead."""

    slug: str
    name: str
    pk: int


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
    """With `section_rows` and `picture_rows`, which no step has to copy."""
    return next(iter(SITE()), None) or Site()


def pages_of(row: Site) -> list[PageLink]:
    return [PageLink(**page) for page in row.pages]


def sections_of(row: Site) -> list[ListedSection]:
    """In the order of the masthead."""
    return [ListedSection(*each) for each in getattr(row, "section_rows", ())]


def pages(request: Any) -> list[PageLink]:
    return pages_of(site(request))


def sections(request: Any) -> list[ListedSection]:
    return sections_of(site(request))


def page_of_kind(request: Any, kind: str) -> PageLink | None:
    return next((page for page in pages(request) if page.kind == kind), None)


def picture_of_ad(request: Any, pk: int) -> Image | None:
    """A picture of our own advertising, with what a page prints of one."""
    rows = getattr(site(request), "picture_rows", ())
    return next((built(Image, PICTURE, row) for row in rows if row[0] == pk), None)


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
