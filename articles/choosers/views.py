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
from django.utils.text import Truncator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from taggit.models import Tag

from articles.body.markup import EMBED_ID, FACT_KINDS, SEASON_NUMBER
from articles.body.usual_parts import parts_of
from articles.embeds import REGISTRY, Target
from articles.embeds.fact_blocks import FactBlock
from articles.embeds.on_page import OnPage
from articles.embeds.subjects import Subject, load_subjects
from articles.models import Article, Selection, TaggedArticle, Version, VersionName
from articles.permissions import may_publish
from articles.publishing import spoken
from authors.http import AuthenticatedRequest
from authors.models import User
from images.models import Image
from images.renditions import picture_url
from images.search import fold
from images.slugs import slug_of
from shows.models import Season, Show
from shows.querysets import SeasonQuerySet, ShowQuerySet

PER_PAGE = 20
LONGEST_QUERY = 200
MOST_WORDS = 5
# How many of the newest stories are searched one by one, and how many rows of the
# name index are read for older ones: both bound what any query can cost.
RECENT = 2_000
MOST_NAMES = 2_000
# Of each kind; no story has as many embeds.
MOST_DESCRIBED = 500
# Shows or seasons of one story.
MOST_ASKED = 20
# Of what a block says, in the editor.
LONGEST_DETAIL = 220
# A show and, after a point, the number of its season.
SUBJECT = rf"{EMBED_ID}(?:\.{SEASON_NUMBER})?"

View = Callable[[Any], HttpResponse]
T = TypeVar("T", bound=HttpRequest)


def staff_with(permission: str | None) -> Callable[[View], View]:
    """For scripts: a refusal is an answer, not a way to the login page."""

    def decorator(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest) -> HttpResponse:
            user = request.user
            if not (user.is_active and user.is_staff):
                return refuse("Please log in again; your session has ended.", 403)
            if permission and not user.has_perm(permission):
                return refuse("You may not choose from these.", 403)
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
    found = find_shows(typed_in(request), request.user, request.moment)
    return JsonResponse({"results": found[:PER_PAGE], "more": len(found) > PER_PAGE})


@never_cache
@require_GET
@staff_with("shows.view_show")
def subjects(request: AuthenticatedRequest) -> HttpResponse:
    """
    Shows, each with its seasons, for blocks from facts: `{results: [{id, season,
    title, detail, thumb}], more}`. Without `q` those that the story names first, as
    `?show=1&season=4`, and after them the ones added last.
    """
    typed = typed_in(request)
    asked = [] if typed else _asked_seasons(request)
    shows = known_shows(request.user, request.moment)
    if typed:
        rows = list(shows.named(typed)[: PER_PAGE + 1])
    else:
        own = dict.fromkeys([season.show_id for season in asked])
        own |= dict.fromkeys(ids_in(request, "show"))
        named = shows.in_bulk(list(own))
        rows = [named[pk] for pk in own if pk in named]
        rows += list(shows.exclude(pk__in=named).order_by("-pk")[: PER_PAGE + 1])
    seasons: dict[int, list[Season]] = {}
    known = Season.objects.known_to(request.user, request.moment)
    for season in known.filter(show__in=rows).order_by("-number"):
        seasons.setdefault(season.show_id, []).append(season)
    first = {season.pk for season in asked}
    results = [
        _subject(season.show, season)
        for season in _numbered_seasons(known, typed, rows)
    ]
    for show in rows[:PER_PAGE]:
        of_show = seasons.get(show.pk, [])
        # The season the story is about stands before its show.
        results += [_subject(show, each) for each in of_show if each.pk in first]
        results.append(_subject(show, None))
        results += [_subject(show, each) for each in of_show if each.pk not in first]
    return JsonResponse({"results": results, "more": len(rows) > PER_PAGE})


@never_cache
@require_GET
@staff_with("articles.view_article")
def usual_parts(request: AuthenticatedRequest) -> HttpResponse:
    """
    What a story of that kind usually consists of, as `{html}`: asked as
    `?kind=explainer&question=known&show=1&season=4`.
    """
    asked = ids_in(request, "show")
    known = known_shows(request.user, request.moment).in_bulk(asked)
    html = parts_of(
        request.GET.get("kind", ""),
        question=request.GET.get("question", ""),
        shows=[pk for pk in asked if pk in known],
        seasons=[season.pk for season in _asked_seasons(request)],
    )
    return JsonResponse({"html": html})


@never_cache
@require_GET
@staff_with("articles.view_article")
def stories(request: AuthenticatedRequest) -> HttpResponse:
    """
    Stories by the start of words of their headlines, the newest first: `{results:
    [{id, title, detail, thumb}], more}`. `id` is that of the story, not of a version.
    """
    found = find_stories(typed_in(request), request.user, request.moment)
    return JsonResponse({"results": found[:PER_PAGE], "more": len(found) > PER_PAGE})


@never_cache
@require_GET
@staff_with("articles.view_article")
def shelves(request: AuthenticatedRequest) -> HttpResponse:
    """Shelves in use whose titles hold what was typed: `{results: [{id, title}]}`."""
    found = Selection.objects.shelves().in_use()
    if typed := typed_in(request):
        found = found.filter(title__icontains=typed)
    rows = list(found.order_by("title", "pk")[: PER_PAGE + 1])
    results = [_shelf(shelf) for shelf in rows[:PER_PAGE]]
    return JsonResponse({"results": results, "more": len(rows) > PER_PAGE})


@never_cache
@require_GET
@staff_with("articles.view_article")
def tags(request: AuthenticatedRequest) -> HttpResponse:
    """
    Tags in use whose address begins as typed: `{results: [name, …]}`. A tag that
    stands only on stories which the person may not see is not among them.
    """
    typed = slug_of(typed_in(request))
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
    A block from facts is asked by its show and, after a point, the number of its
    season: `?cast=5.2`.

    `warning` says why readers see nothing there; such an embed has no title unless
    the person may know what it points at.
    """
    asked: dict[str, list[int]] = {}
    blocks: list[Target] = []
    for kind in REGISTRY:
        ids = [each for each in request.GET.get(kind, "").split(",") if each]
        if len(ids) > MOST_DESCRIBED:
            return refuse("That is too many to ask for at once.", 400)
        pattern = SUBJECT if kind in FACT_KINDS else EMBED_ID
        if not all(re.fullmatch(pattern, each) for each in ids):
            return refuse("An embed has a number that cannot be one.", 400)
        if kind in FACT_KINDS:
            blocks += [_target(kind, each) for each in ids]
        elif ids:
            asked[kind] = [int(each) for each in ids]
    describe = {
        "article": _stories,
        "picture": _pictures,
        "show": _shows,
        "watch-next": _shelves,
    }
    described = {kind: describe[kind](ids, request) for kind, ids in asked.items()}
    return JsonResponse(described | _blocks(blocks, request))


def typed_in(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_QUERY]


def ids_in(request: HttpRequest, name: str) -> list[int]:
    """Primary keys in the address; what cannot be one is left out."""
    given = request.GET.getlist(name)[:MOST_ASKED]
    return [int(each) for each in given if re.fullmatch(EMBED_ID, each)]


def known_shows(user: User, moment: datetime) -> ShowQuerySet:
    known = Show.objects.listed().known_to(user, moment)
    return known.select_related("poster").defer("synopsis")


def _asked_seasons(request: AuthenticatedRequest) -> list[Season]:
    ids = ids_in(request, "season")
    known = Season.objects.known_to(request.user, request.moment)
    return list(known.filter(pk__in=ids).order_by("-number")) if ids else []


def _numbered_seasons(
    known: SeasonQuerySet, typed: str, but: Iterable[Show]
) -> list[Season]:
    """For "all of us 2" season 2, unless "2" belongs to the title of a show."""
    if not typed.rpartition(" ")[2].isdecimal():
        return []
    seasons = known.named(typed).select_related("show__poster")
    found = seasons.filter(show__merged_into=None).exclude(show__in=but)
    return list(found.defer("synopsis", "show__synopsis")[:PER_PAGE])


def refuse(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)


# Looking up


def find_shows(typed: str, user: User, moment: datetime) -> list[dict[str, Any]]:
    """
    A page of them and, where there are more, one, of those that the person may know of.
    Those added last at first.
    """
    rows = known_shows(user, moment)
    rows = rows.named(typed) if typed else rows.order_by("-pk")
    return [_show(show) for show in rows[: PER_PAGE + 1]]


def find_stories(typed: str, user: User, moment: datetime) -> list[dict[str, Any]]:
    """The same of stories: what is live and, for editors, what is scheduled."""
    words = fold(typed).split()[:MOST_WORDS]
    rows = _scheduled(words, moment) if may_publish(user) else []
    rows += _live(words, moment)
    return [_story(version, moment) for version in rows[: PER_PAGE + 1]]


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


def _subject(show: Show, season: Season | None) -> dict[str, Any]:
    if season is None:
        what = "All seasons" if show.has_seasons else show.get_kind_display()
        title, number = show.title, ""
    else:
        what, title = show.get_kind_display(), f"{show.title}, {season.name}"
        number = str(season.number)
    return {
        "id": show.pk,
        "season": number,
        "title": title,
        "detail": f"{what}, {show.year}" if show.year and season is None else what,
        "thumb": _thumb(show.poster, "poster", 160),
    }


def _blocks(
    targets: list[Target], request: AuthenticatedRequest
) -> dict[str, dict[str, Any]]:
    """What blocks from facts say to readers now, by kind and subject."""
    may_see = request.user.has_perm("shows.view_show")
    found: dict[Target, Subject] = {}
    if targets and may_see:
        found = load_subjects(targets, OnPage(request.moment, request.moment))
    described: dict[str, dict[str, Any]] = {}
    for target in targets:
        subject = found.get(target)
        block = REGISTRY[target.kind]
        said: dict[str, Any]
        if subject and isinstance(block, FactBlock):
            said = {
                "title": subject.name,
                "detail": Truncator(block.words(subject)).chars(LONGEST_DETAIL),
                "thumb": _thumb(subject.shown(subject.show.poster), "poster", 160),
            }
        elif may_see:
            said = {"warning": "Readers cannot know of this; they see nothing here."}
        else:
            said = {"warning": "You may not see shows."}
        season = "" if target.season is None else str(target.season)
        key = f"{target.id}.{season}" if season else str(target.id)
        described.setdefault(target.kind, {})[key] = {
            "id": target.id,
            "season": season,
            **said,
        }
    return described


def _target(kind: str, key: str) -> Target:
    pk, _, season = key.partition(".")
    return Target(kind, int(pk), int(season) if season else None)


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
        Show.objects.known_to(request.user, request.moment)
        .select_related("poster", "merged_into", "merged_into__poster")
        .defer("synopsis", "merged_into__synopsis")
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
    merged = Article.objects.filter(pk__in=ids, merged_into__isnull=False)
    # As on the page, the one that was kept stands for one that was merged.
    into = dict(merged.values_list("pk", "merged_into"))
    meant = {pk: into.get(pk) or pk for pk in ids}
    listed = _for_choosing(candidates.listed()).filter(article__in=meant.values())
    found: dict[int, Version] = {}
    # What is live has begun earlier than what is scheduled.
    for version in listed.order_by("live_from"):
        found.setdefault(version.article_id, version)
    return {
        str(pk): _story(found[kept], moment) if kept in found else hidden
        for pk, kept in meant.items()
    }


def _shelf(shelf: Selection) -> dict[str, Any]:
    return {"id": shelf.pk, "title": shelf.title, "detail": "Shelf", "thumb": ""}


def _shelves(ids: list[int], request: AuthenticatedRequest) -> dict[str, Any]:
    gone = {"warning": "This shelf is no longer used; readers see nothing here."}
    if not request.user.has_perm("articles.view_article"):
        return {str(pk): gone for pk in ids}
    found = Selection.objects.shelves().in_use().in_bulk(ids)
    return {str(pk): _shelf(found[pk]) if pk in found else gone for pk in ids}


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
    if image.is_withdrawn:
        described["warning"] = "It was withdrawn; readers see nothing here."
    elif not image.may_be_shown(moment):
        described["warning"] = "Its rights have ended; readers see nothing here."
    return described
