"""
Redirects made by hand: what they may say, and where they lead by now.

They act only where nothing else stands, so no page can be hidden by one. One leads to a
page, never to another redirect: what a new one would make a chain of is joined, and
what it would make a circle of is refused.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse

from articles.body.links import clean_link
from articles.models import (
    FormerTag,
    OldAddress,
    OldSectionAddress,
    Redirect,
    Version,
)
from articles.permissions import may_publish, require
from authors.models import OldAuthorAddress, User
from shows.models import OldPersonAddress, OldShowAddress

# Nothing below these is a page for readers.
NEVER_BELOW = ("/admin/", "/static/", "/media/", "/preview/")
LONGEST = 500
# Where each kind of page keeps its old addresses, and what they point at.
MOVED: dict[str, tuple[Any, str]] = {
    "articles:article-detail": (OldAddress, "article"),
    "articles:section": (OldSectionAddress, "section"),
    "articles:tag": (FormerTag, "tag"),
    "articles:show-coverage": (OldShowAddress, "show"),
    "shows:show-detail": (OldShowAddress, "show"),
    "shows:season-detail": (OldShowAddress, "show"),
    "shows:person-detail": (OldPersonAddress, "person"),
    "authors:author-detail": (OldAuthorAddress, "author"),
}


def lead_on(path: str, at: datetime) -> str | None:
    """
    Where a path without a page leads, in one hop: to where its target stands by now.
    With or without its last slash, which links in the wild forget.
    """
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    rows = Redirect.objects.filter(path__in=[path, other])[:2]
    found = {row.path: row.target for row in rows}
    target = found.get(path) or found.get(other)
    return settled(target, at) if target else None


def composed(path: str, at: datetime) -> str | None:
    """
    Where a path leads whose letters came taken apart, as some systems copy them: to
    the page at the same one put together, if there is one.
    """
    whole = unicodedata.normalize("NFC", path)
    if whole == path:
        return None
    status, leads_to = answer(whole, at)
    return whole if status == 200 else leads_to or None


def leading_on(model: Any, at: datetime) -> Any:
    """
    Old addresses of one kind, as far as they lead readers on at a moment. What a story
    that was taken down is called by now may tell what is still a secret.
    """
    rows = model._default_manager.all()
    if model is OldAddress:
        live = Version.objects.live(at).filter(article=OuterRef("article"))
        rows = rows.filter(Exists(live))
    return rows


def settled(path: str, at: datetime) -> str:
    """The same page under its newest address."""
    try:
        match = resolve(path)
    except Resolver404:
        return path
    if match.view_name not in MOVED or "slug" not in match.kwargs:
        return path
    model, owner = MOVED[match.view_name]
    rows = leading_on(model, at).filter(slug=match.kwargs["slug"])
    slug = rows.values_list(f"{owner}__slug", flat=True).first()
    if slug is None:
        return path
    kwargs = match.kwargs | {"slug": slug}
    return unquote(reverse(match.view_name, kwargs=kwargs))


@transaction.atomic
def add_redirect(
    path: str, target: str, *, by: User, at: datetime, note: str = ""
) -> Redirect:
    """Lead readers from an address of this site to a page of it."""
    require(may_publish(by), "Only editors may make redirects.")
    path, target = check(path, target, at)
    # What led here leads on with it, so that no reader takes two hops.
    Redirect.objects.filter(target=path).update(target=target)
    return Redirect.objects.create(path=path, target=target, note=note.strip(), by=by)


def check(path: str, target: str, at: datetime) -> tuple[str, str]:
    """Both as they will be stored; raises `ValidationError` with what is wrong."""
    path = of_this_site("path", path)
    target = settled(of_this_site("target", target), at)
    if Redirect.objects.filter(path=path).exists():
        raise ValidationError({"path": f"{path} leads on already. Delete that first."})
    further = Redirect.objects.filter(path=target).first()
    if path == target or (further and further.target == path):
        way = [path, target, further.target] if further else [path, target]
        raise ValidationError(
            {"target": f"That goes round in a circle: {' → '.join(way)}."}
        )
    if further:
        target = further.target
    status, leads_to = answer(path, at)
    if status in {301, 302}:
        raise ValidationError({"path": f"{path} leads to {leads_to} by itself."})
    if status != 404:
        raise ValidationError(
            {
                "path": f"{path} is an address that the site answers; nothing may hide it."
            }
        )
    if answer(target, at)[0] != 200:
        raise ValidationError(
            {"target": f"Readers find no page at {target}. Choose one that they see."}
        )
    return path, target


def answer(path: str, at: datetime) -> tuple[int, str]:
    """What readers get at an address at a moment, redirects by hand aside."""
    try:
        match = resolve(path)
    except Resolver404:
        return 404, ""
    request: Any = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    host = urlsplit(settings.SITE_URL)
    request.META = {"SERVER_NAME": host.hostname, "SERVER_PORT": "443"}
    request.user, request.moment = AnonymousUser(), at
    request.resolver_match = match
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return 404, ""
    return response.status_code, unquote(response.headers.get("Location", ""))


def of_this_site(field: str, typed: str) -> str:
    """A path of this site, from what a person pasted: nothing may lead off it."""
    link = clean_link(typed.strip())
    parts = urlsplit(link or "")
    own = urlsplit(settings.SITE_URL).netloc.lower()
    is_ours = parts.netloc.lower() in {"", own} and parts.scheme != "mailto"
    path = unquote(parts.path)
    if field == "path" and parts.query:
        raise ValidationError(
            {field: "What stands behind the ? of an address leads nowhere of its own."}
        )
    if not link or not is_ours or not path.startswith("/"):
        raise ValidationError(
            {field: "Give an address of this site, such as /2022/01/an-old-story/."}
        )
    if path.startswith("//") or "\\" in path or not path.isprintable():
        raise ValidationError({field: "This address holds what no address may hold."})
    if len(path) > LONGEST:
        raise ValidationError(
            {field: f"No address has more than {LONGEST} characters."}
        )
    if path.startswith(NEVER_BELOW):
        raise ValidationError({field: "This is no address of a page for readers."})
    return path
