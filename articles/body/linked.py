"""Which stories of this site a body leads to: by an embed or by a link in the text."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from articles.embeds import referenced_ids
from articles.models import Article, OldAddress

from .markup import unescape

_HREF = re.compile(r'<a href="([^"]*)"')


def hrefs(body: str) -> list[str]:
    """Every address a canonical body links to, in order."""
    return [unescape(match[1]) for match in _HREF.finditer(body)]


def story_slug(href: str) -> str | None:
    """The slug of the story of this site that an address leads to, if it is one."""
    parts = urlsplit(href)
    if parts.netloc and parts.netloc.lower() != urlsplit(settings.SITE_URL).netloc:
        return None
    try:
        match = resolve(unquote(parts.path))
    except Resolver404:
        return None
    if match.view_name != "articles:article-detail":
        return None
    return str(match.kwargs["slug"])


def linked_stories(body: str) -> dict[int, str]:
    """
    Ids of the stories a canonical body embeds or links to, with how it names them:
    the address it links to, or "" for an embed. In three queries at most.
    """
    embedded = referenced_ids(body).get("article", [])
    by_slug = {slug: href for href in hrefs(body) if (slug := story_slug(href))}
    found: dict[int, str] = {}
    if by_slug:
        stories = Article.objects.filter(slug__in=by_slug)
        moved = OldAddress.objects.filter(slug__in=by_slug)
        for pk, slug in (
            *moved.values_list("article_id", "slug"),
            *stories.values_list("pk", "slug"),
        ):
            found[pk] = by_slug[slug]
    if embedded:
        present = Article.objects.filter(pk__in=embedded)
        found |= dict.fromkeys(present.values_list("pk", flat=True), "")
    return found
