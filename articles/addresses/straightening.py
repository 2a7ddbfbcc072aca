"""
Links in bodies to pages of ours: those that have moved, and those that lead nowhere.

A page at an old address is found in one hop. Who follows a link of ours takes none: a
body is printed with the newest address, and the desk is offered to store that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from taggit.models import Tag

from articles.body.linked import hrefs
from articles.body.markup import EMBED, escape_attribute, unescape
from articles.models import Redirect, Section
from authors.models import Author
from shows.models import Person, Season, Show

from .redirects import MOVED, NEVER_BELOW, answer, leading_on

_HREF = re.compile(r'(?<=<a href=")[^"]*(?=")')


def own_path(href: str) -> str | None:
    """The path of a page of this site that an address leads to, if it does."""
    parts = urlsplit(href)
    own = urlsplit(settings.SITE_URL).netloc.lower()
    if parts.scheme == "mailto" or parts.netloc.lower() not in {"", own}:
        return None
    path = unquote(parts.path)
    return path if path.startswith("/") and not path.startswith(NEVER_BELOW) else None


def straightened(
    bodies: Sequence[str], at: datetime, *, of_embeds: bool = True
) -> list[str]:
    """
    Canonical bodies whose links lead straight to where pages of ours stand now: in one
    query for all of them, in two where a redirect made by hand is among them. Who
    prints embeds instead of their fallbacks need not ask for the links `of_embeds`.
    """
    printed = bodies if of_embeds else [EMBED.sub("", body) for body in bodies]
    paths = {
        path for body in printed for href in hrefs(body) if (path := own_path(href))
    }
    now = moved_on(paths, at)
    if not now:
        return list(bodies)

    def straight(match: re.Match[str]) -> str:
        href = unescape(match[0])
        target = now.get(own_path(href) or "")
        return escape_attribute(_led_to(target, href)) if target else match[0]

    return [_HREF.sub(straight, body) for body in bodies]


def moved_on(paths: Iterable[str], at: datetime) -> dict[str, str]:
    """Where the pages that once stood at these paths stand now; no others."""
    matches = {path: _match(path) for path in paths}
    now = _by_old_addresses(matches, at, by_hand=True)
    further = _by_old_addresses(
        {target: match for target in now.values() if (match := _match(target))}
        if any(matches[path] is None for path in now)
        else {},
        at,
    )
    return {path: further.get(target, target) for path, target in now.items()}


def dead_paths(paths: Iterable[str], at: datetime) -> set[str]:
    """
    Those of these paths, stories' aside, at which readers find no page at a moment, nor
    are led to one; in a number of queries that does not depend on how many there are.
    """
    matches = {path: _match(path) for path in paths}
    moved = moved_on(matches, at)
    present = _present(
        [match for path in matches if (match := _match(moved.get(path, path)))], at
    )
    ends = {path: moved.get(path, path) for path in matches}
    return {
        path
        for path, end in ends.items()
        if not _stands(_match(end), present, end) or _is_no_page_of_ours(end, at)
    }


def _is_no_page_of_ours(path: str, at: datetime) -> bool:
    """Whether this is the address of a page about the site that is not published."""
    match = _match(path)
    return bool(match and match.view_name in ASKED) and answer(path, at)[0] == 404


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _led_to(target: str, href: str) -> str:
    """The new address with what stood behind the path of the old one."""
    parts = urlsplit(href)
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{quote(target)}{query}{fragment}"


def _by_old_addresses(
    matches: dict[str, ResolverMatch | None], at: datetime, *, by_hand: bool = False
) -> dict[str, str]:
    asked: dict[tuple[Any, str], set[str]] = defaultdict(set)
    unknown = set()
    for path, match in matches.items():
        if match is None:
            unknown.add(path)
        elif match.view_name in MOVED and "slug" in match.kwargs:
            asked[MOVED[match.view_name]].add(match.kwargs["slug"])
    queries = [
        _texts(
            leading_on(model, at).filter(slug__in=slugs),
            owner,
            "slug",
            f"{owner}__slug",
        )
        for (model, owner), slugs in asked.items()
    ]
    if unknown and by_hand:
        both = unknown | {_other_end(path) for path in unknown}
        rows = Redirect.objects.filter(path__in=both)
        queries.append(_texts(rows, "", "path", "target"))
    if not queries:
        return {}
    found = {
        (owner, old): new
        for owner, old, new in queries[0].union(*queries[1:], all=True)
    }
    now: dict[str, str] = {}
    for path, match in matches.items():
        if match is None:
            target = found.get(("", path)) or found.get(("", _other_end(path)))
        else:
            _, owner = MOVED.get(match.view_name, (None, ""))
            slug = found.get((owner, match.kwargs.get("slug", "")))
            target = slug and unquote(
                reverse(match.view_name, kwargs=match.kwargs | {"slug": slug})
            )
        if target:
            now[path] = target
    return now


def _texts(rows: Any, owner: str, old: str, new: str) -> QuerySet[Any, Any]:
    """One part of a union: every column of it is a text without a length."""
    found: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            of=Value(owner, output_field=TextField()),
            was=Cast(F(old), TextField()),
            now=Cast(F(new), TextField()),
        )
        .values_list("of", "was", "now")
    )
    return found


def _other_end(path: str) -> str:
    return path.rstrip("/") if path.endswith("/") else f"{path}/"


# Whose rows belong to a floor above; they answer for themselves.
ASKED = {"page", "page-without-slash"}
# What may stand at the pages that are found by an address, by the name of their view.
PAGES: dict[str, str] = {
    "articles:section": "section",
    "articles:show-coverage": "show",
    "articles:tag": "tag",
    "authors:author-detail": "author",
    "shows:person-detail": "person",
    "shows:season-detail": "season",
    "shows:show-detail": "show",
}


def _present(
    matches: Iterable[ResolverMatch], at: datetime
) -> dict[str, set[tuple[Any, ...]]]:
    """What stands there at that moment, in one query for each kind of page."""
    asked: dict[str, set[str]] = defaultdict(set)
    for match in matches:
        if kind := PAGES.get(match.view_name):
            asked[kind].add(match.kwargs["slug"])
    seasons = Season.objects.public(at).filter(
        show__in=Show.objects.public(at).listed()
    )
    rows: dict[str, tuple[Any, tuple[str, ...]]] = {
        "author": (Author.objects.listed(), ("slug",)),
        "person": (Person.objects.public(at).listed(), ("slug",)),
        "season": (seasons, ("show__slug", "number")),
        "section": (Section.objects, ("slug",)),
        "show": (Show.objects.public(at).listed(), ("slug",)),
        "tag": (Tag.objects, ("slug",)),
    }
    return {
        kind: set(
            rows[kind][0]
            .filter(**{f"{rows[kind][1][0]}__in": slugs})
            .values_list(*rows[kind][1])
        )
        for kind, slugs in asked.items()
    }


def _stands(
    match: ResolverMatch | None,
    present: dict[str, set[tuple[Any, ...]]],
    path: str,
) -> bool:
    if match is None:
        # Without its last slash it is a page all the same.
        return not path.endswith("/") and _match(f"{path}/") is not None
    kind = PAGES.get(match.view_name)
    if kind is None:
        return True
    key: tuple[Any, ...] = (match.kwargs["slug"],)
    if kind == "season":
        key += (match.kwargs["number"],)
    return key in present.get(kind, set())
