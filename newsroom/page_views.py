"""The pages about the site, for readers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.views.decorators.common import no_append_slash
from django.views.decorators.http import require_safe

from articles.body.rendering import render_body
from articles.body.sanitising import excerpt
from articles.structured import organisation
from images.addresses import on_site
from images.http import ReaderRequest
from images.moving import moved
from images.structured import Node, breadcrumbs, document, said

from .masthead import desks
from .models import Page, PageVersion

TYPES = {Page.Kind.ABOUT: "AboutPage", Page.Kind.CONTACT: "ContactPage"}


@no_append_slash
@require_safe
def page_detail(request: ReaderRequest, slug: str) -> HttpResponse:
    found = Page.objects.published().select_related("live").filter(slug=slug).first()
    if found is None or found.live is None:
        to = moved(Page.objects.published(), slug)
        if to is None:
            raise Http404("There is no such page.")
        return redirect(to, permanent=True)
    context = page_context(request, found, found.live)
    return render(request, "newsroom/page.html", context)


@no_append_slash
@require_safe
def page_without_slash(request: ReaderRequest, slug: str) -> HttpResponse:
    """As Django would lead on from any other address that forgets its last slash."""
    address = reverse("page", args=[slug])
    is_page = resolve(address).view_name == "page"
    if is_page and not Page.objects.published().filter(slug=slug).exists():
        raise Http404("There is no such page.")
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def page_context(
    request: ReaderRequest, page: Page, version: PageVersion
) -> dict[str, Any]:
    """What `newsroom/page.html` prints of one save of a page."""
    body = render_body(version.body, moment=request.moment)
    description = version.description or excerpt(version.body)
    return {
        "page": page,
        "version": version,
        "body": body.html,
        "scripts": body.scripts,
        "description": description,
        "desks": desks(request.moment) if page.kind == Page.Kind.MASTHEAD else [],
        "structured": document(
            _told(page, version, description),
            breadcrumbs((version.title, page.get_absolute_url())),
            organisation(),
        ),
    }


def _told(page: Page, version: PageVersion, description: str) -> Node:
    address = on_site(page.get_absolute_url())
    return said(
        {
            "@type": TYPES.get(Page.Kind(page.kind), "WebPage"),
            "@id": f"{address}#page",
            "url": address,
            "name": version.title,
            "description": description,
            "dateModified": (version.published_at or version.at).isoformat(
                timespec="seconds"
            ),
            "inLanguage": "en",
            "publisher": {"@id": on_site("/#publisher")},
        }
    )
