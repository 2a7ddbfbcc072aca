"""
What the body editor asks about shows and stories. (Pictures: `images.views`.)

All views answer JSON, refusals included: `{"error": "A sentence."}`. They are for
staff, read only, and never name a story that the person may not know of: everybody
on the desk may point at what is live, editors also at what is scheduled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from taggit.models import Tag

from authors.http import AuthenticatedRequest
from images.models import Image
from images.renditions import picture_url
from images.search import fold
from shows.models import Show

from .embeds import REGISTRY
from .markup import EMBED_ID
from .models import Article, TaggedArticle, Version, VersionName
from .permissions import may_publish
from .publishing import spoken

PER_PAGE = 20
LONGEST_QUERY = 200
MOST_WORDS = 5
# How many of the newest stories are searched one by one, and how many rows of the
# name index are read for older ones: both bound what any query can cost.
RECENT = 2_000
MOST_NAMES = 2_000
# Of each kind; no story has as many embeds.
MOST_DESCRIBED = 500

View = Callable[[Any], HttpResponse]
T = TypeVar("T", bound=HttpRequest)


def staff_with(permission: str | None) -> Callable[[View], View]:
    """For scripts: a refusal is an answer, not a way to the login page."""

    def decorator(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest) -> HttpResponse:
            user = request.user
            if not (user.is_active and user.is_staff):
                return _refuse("Please log in again; your session has ended.", 403)
            if permission and not user.has_perm(permission):
                return _refuse("You may not choose from these.", 403)
            return view(request)

        return checked

    return decorator


@never_cache
@require_GET
@staff_with("shows.view_show")
def shows(request: AuthenticatedRequest) -> HttpResponse:
    """
    Shows by the start of any word of their titles: `{results: [{id, title, detail,
    thumb}], more}`. Without `q` the ones added last.
    """
    found = Show.objects.listed().select_related("poster").defer("synopsis")
    if typed := _typed(request):
        found = found.named(typed)
    else:
        found = found.order_by("-pk")
    rows = list(found[: PER_PAGE + 1])
    return JsonResponse(
        {
            "results": [_show(show) for show in rows[:PER_PAGE]],
            "more": len(rows) > PER_PAGE,
        }
    )


@never_cache
@require_GET
@staff_with("articles.view_article")
def stories(request: AuthenticatedRequest) -> HttpResponse:
    """
    Stories by the start of words of their headlines, the newest first: `{results:
    [{id, title, detail, thumb}], more}`. `id` is that of the story, not of a version.
    """
    moment = request.moment
    words = fold(_typed(request)).split()[:MOST_WORDS]
    rows = _scheduled(words, moment) if may_publish(request.user) else []
    rows += _live(words, moment)
    return JsonResponse(
        {
            "results": [_story(version, moment) for version in rows[:PER_PAGE]],
            "more": len(rows) > PER_PAGE,
        }
    )


@never_cache
@require_GET
@staff_with("articles.view_article")
def tags(request: AuthenticatedRequest) -> HttpResponse:
    """
    Tags in use whose address begins as typed: `{results: [name, …]}`. A tag that
    stands only on stories which the person may not see is not among them.
    """
    typed = slugify(_typed(request), allow_unicode=True)
    own = TaggedArticle.objects.filter(
        tag=OuterRef("pk"),
        content_object__in=Article.objects.visible_to(
            request.user, request.moment
        ).values("pk"),
    )
    found = Tag.objects.filter(Exists(own), slug__prefix=typed).order_by("slug")
    names = list(found.values_list("name", flat=True)[:PER_PAGE]) if typed else []
    return JsonResponse({"results": names})


@never_cache
@require_GET
@staff_with(None)
def embeds(request: AuthenticatedRequest) -> HttpResponse:
    """
    What the embeds of a body point at, for the editor to show: asked as
    `?show=1,2&picture=7`, answered as `{show: {"1": {title, detail, thumb, warning}}}`.

    `warning` says why readers see nothing there; such an embed has no title unless
    the person may know what it points at.
    """
    asked: dict[str, list[int]] = {}
    for kind in REGISTRY:
        ids = [each for each in request.GET.get(kind, "").split(",") if each]
        if len(ids) > MOST_DESCRIBED:
            return _refuse("That is too many to ask for at once.", 400)
        if not all(re.fullmatch(EMBED_ID, each) for each in ids):
            return _refuse("An embed has a number that cannot be one.", 400)
        if ids:
            asked[kind] = [int(each) for each in ids]
    describe = {"article": _stories, "picture": _pictures, "show": _shows}
    return JsonResponse(
        {kind: describe[kind](ids, request) for kind, ids in asked.items()}
    )


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_QUERY]


def _refuse(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)


# Looking up stories


def _live(words: list[str], moment: datetime) -> list[Version]:
    """
    One row more than a page, in at most two queries.

    Most often the story wanted is one of the newest, and looking at those one by one
    finds it however common the words are; the index of names finds the older ones.
    """
    live = _for_choosing(Version.objects.live(moment).listed())
    recent = Version.objects.live(moment).listed().newest().values("pk")[:RECENT]
    rows = list(
        _naming(live.filter(pk__in=recent) if words else live, words).newest()[
            : PER_PAGE + 1
        ]
    )
    if not words or len(rows) > PER_PAGE:
        return rows
    longest = max(words, key=len)
    named = VersionName.objects.filter(key__prefix=longest).values("version_id")
    older = _naming(live.filter(pk__in=named[:MOST_NAMES]), words)
    older = older.exclude(pk__in=[version.pk for version in rows]).newest()
    return rows + list(older[: PER_PAGE + 1 - len(rows)])


def _scheduled(words: list[str], moment: datetime) -> list[Version]:
    """First versions to come of stories that nobody can read yet, soonest first."""
    live_now = Version.objects.live(moment).filter(article=OuterRef("article"))
    coming = Version.objects.scheduled(moment).listed().filter(~Exists(live_now))
    rows = _naming(_for_choosing(coming), words).order_by("live_from", "pk")
    first: dict[int, Version] = {}
    for version in rows[:PER_PAGE]:
        first.setdefault(version.article_id, version)
    return list(first.values())


def _naming(versions: QuerySet[Version], words: Iterable[str]) -> Any:
    for word in words:
        names = VersionName.objects.filter(version=OuterRef("pk"), key__prefix=word)
        versions = versions.filter(Exists(names))
    return versions


def _for_choosing(versions: Any) -> Any:
    return versions.select_related("lead_image").only(
        "article",
        "headline",
        "kind",
        "published_at",
        "live_from",
        "live_until",
        "lead_image",
    )


# Describing


def _thumb(image: Image | None, shape: str, width: int) -> str:
    return picture_url(image, shape, width) if image else ""


def _show(show: Show) -> dict[str, Any]:
    detail = show.get_kind_display()
    return {
        "id": show.pk,
        "title": show.title,
        "detail": f"{detail}, {show.year}" if show.year else detail,
        "thumb": _thumb(show.poster, "poster", 160),
    }


def _story(version: Version, moment: datetime) -> dict[str, Any]:
    described = {
        "id": version.article_id,
        "title": version.headline,
        "thumb": _thumb(version.lead_image, "card", 320),
    }
    kind = version.get_kind_display()
    if version.published_at and version.is_live(moment):
        day = date_format(timezone.localdate(version.published_at), "j F Y")
        return {**described, "detail": f"{kind}, {day}"}
    when = spoken(version.live_from) if version.live_from else "later"
    return {
        **described,
        "detail": f"{kind}, scheduled for {when}",
        "warning": f"Readers see this from {when}.",
    }


def _shows(ids: list[int], request: AuthenticatedRequest) -> dict[str, Any]:
    gone = {"warning": "This show no longer exists; readers see nothing here."}
    if not request.user.has_perm("shows.view_show"):
        return {str(pk): {"warning": "You may not see shows."} for pk in ids}
    found = (
        Show.objects.select_related(
            "poster", "merged_into", "merged_into__poster"
        ).defer("synopsis", "merged_into__synopsis")
    ).in_bulk(ids)
    return {
        str(pk): _show(found[pk].merged_into or found[pk]) if pk in found else gone
        for pk in ids
    }


def _stories(ids: list[int], request: AuthenticatedRequest) -> dict[str, Any]:
    moment = request.moment
    hidden = {"warning": "Readers cannot see this story; they see nothing here."}
    if not request.user.has_perm("articles.view_article"):
        return {str(pk): hidden for pk in ids}
    candidates = Version.objects.live(moment)
    if may_publish(request.user):
        candidates = candidates | Version.objects.scheduled(moment)
    found: dict[int, Version] = {}
    # What is live has begun earlier than what is scheduled.
    for version in (
        _for_choosing(candidates.listed()).filter(article__in=ids).order_by("live_from")
    ):
        found.setdefault(version.article_id, version)
    return {str(pk): _story(found[pk], moment) if pk in found else hidden for pk in ids}


def _pictures(ids: list[int], request: AuthenticatedRequest) -> dict[str, Any]:
    gone = {"warning": "This picture was deleted; readers see nothing here."}
    if not request.user.has_perm("images.view_image"):
        return {str(pk): {"warning": "You may not see pictures."} for pk in ids}
    moment = request.moment
    found = Image.objects.in_bulk(ids)
    return {str(pk): _picture(found[pk], moment) if pk in found else gone for pk in ids}


def _picture(image: Image, moment: datetime) -> dict[str, Any]:
    described = {
        "id": image.pk,
        "title": str(image),
        "alt": image.alt_text,
        "caption": image.caption,
        "detail": image.credit,
        "thumb": _thumb(image, "natural", 480),
    }
    if not image.may_be_shown(moment):
        described["warning"] = "Its rights have ended; readers see nothing here."
    return described
