from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from taggit.models import Tag

from images.http import ReaderRequest
from images.moving import moved
from images.pagination import page_of
from images.prepared import Prepared
from images.structured import breadcrumbs, document
from shows.models import Show

from . import curation, layouts
from .layouts import content as contents
from .models import Article, FormerTag, Front, Section, Version
from .querysets import VersionQuerySet
from .reading import corrections
from .reading.pages import article_page
from .reading.updates import stamp
from .relations import relations_of
from .structured import story_page

LIVE_BY_ADDRESS = Prepared(
    lambda at, slug: Version.objects.live(at).for_page().filter(article__slug=slug)
)
LATEST = Prepared(lambda at: _cards(Version.objects.live(at)))
IN_SECTION = Prepared(
    lambda at, section: _cards(Version.objects.in_section(section).live(at))
)

# Seconds after which a program may ask again for a story that will be back.
BACK_SOON = 60 * 60


SUGGESTIONS = 4


def _cards(stories: VersionQuerySet) -> VersionQuerySet:
    return stories.listed().newest().for_cards()


@require_safe
def article_detail(request: ReaderRequest, slug: str) -> HttpResponse:
    versions = LIVE_BY_ADDRESS(request.moment, slug)
    if not versions:
        return _moved_or_gone(request, slug)
    context = article_page(versions[0], request.moment)
    # Not what only the desk sees yet: its address would be passed on.
    context["is_shared"] = not hasattr(request, "ahead")
    context["structured"] = story_page(context, request.moment)
    return render(request, "articles/article_detail.html", context)


def _moved_or_gone(request: ReaderRequest, slug: str) -> HttpResponse:
    """Where a story went that once stood here; not found where none ever did."""
    answers = Article.objects.only(
        "slug", "after_takedown", "leads_to_article", "leads_to_show"
    )
    article = answers.filter(old_addresses__slug=slug).first()
    if article is None:
        once_live = answers.filter(versions__live_until__lte=request.moment)
        article = get_object_or_404(once_live.distinct(), slug=slug)
    elif article.versions.live(request.moment).exists():
        return redirect(article, permanent=True)
    # One that was taken down answers here at once: nobody takes two hops, and what it
    # is called by now may tell what is still a secret.
    if target := _leads_to(article, request.moment):
        # For now only: the story may come back.
        return redirect(target)
    if article.after_takedown == Article.AfterTakedown.SOON:
        response = render(request, "articles/article_back_soon.html", status=503)
        response["Retry-After"] = str(BACK_SOON)
        return response
    context = {"related": _instead_of(article, request.moment)}
    return render(request, "articles/article_gone.html", context, status=410)


def _instead_of(article: Article, moment: datetime) -> list[curation.Item]:
    """What readers of a story that is gone may read, by what it was about."""
    gone = article.versions.filter(live_until__lte=moment).order_by("-live_until")
    last = gone.defer("content", "body").first()
    if last is None:
        return []
    place = curation.Place.of_story(last, relations_of(last))
    return curation.related_stories(place, moment, number=SUGGESTIONS)


def _leads_to(article: Article, moment: datetime) -> Version | Show | None:
    """What readers are led on to, as long as they can see that."""
    if article.after_takedown != Article.AfterTakedown.REDIRECT:
        return None
    if article.leads_to_article_id:
        live = Version.objects.live(moment).listed().select_related("article")
        return live.filter(article=article.leads_to_article_id).first()
    if article.leads_to_show_id:
        shows = Show.objects.public(moment)
        return shows.filter(pk=article.leads_to_show_id).first()
    return None


def _moved_to(row: Any) -> HttpResponse:
    if row is None:
        raise Http404("There is no such page.")
    return redirect(row, permanent=True)


@require_safe
def article_list(request: ReaderRequest) -> HttpResponse:
    page = page_of(LATEST.pages(request.moment), request)
    way = breadcrumbs(("Latest", reverse("articles:article-list")))
    context = {"page": page, "structured": document(way)}
    return render(request, "articles/article_list.html", context)


@require_safe
def section_detail(request: ReaderRequest, slug: str) -> HttpResponse:
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        return _moved_to(moved(Section.objects.all(), slug))
    context = section_context(request, section)
    return render(request, "articles/section_detail.html", context)


def section_context(
    request: ReaderRequest, section: Section, draft: contents.Content | None = None
) -> dict[str, Any]:
    """
    What the page of a section prints: its front, and below that the list of its
    stories. With a `draft`, laid out by that instead of the live layout.
    """
    page = page_of(IN_SECTION.pages(request.moment, section.pk), request)
    front = None
    if page.number == 1:
        laid_out = Front(section=section)
        if draft:
            front = layouts.compose_draft(laid_out, draft, request.moment)
        else:
            front = layouts.compose(laid_out, request.moment)
        # Nothing stands twice on a page.
        rest = [each for each in page.items if each.article_id not in front.articles]
        page = replace(page, items=rest)
    return {
        "section": section,
        "page": page,
        "front": front,
        "structured": document(breadcrumbs((section.name, section.get_absolute_url()))),
    }


@require_safe
def tag_detail(request: ReaderRequest, slug: str) -> HttpResponse:
    tag = Tag.objects.filter(slug=slug).first()
    former = None if tag else FormerTag.objects.filter(slug=slug).first()
    tag = tag or (former and former.tag)
    if tag is None:
        raise Http404("There is no such tag.")
    stories = Version.objects.tagged(tag, request.moment).live(request.moment)
    page = page_of(stories.listed().for_cards(), request)
    if not page.items:
        # Its name may come from a draft, and would give that away.
        raise Http404("No story that can be read has this tag.")
    if former:
        return redirect("articles:tag", tag.slug, permanent=True)
    way = breadcrumbs((tag.name, reverse("articles:tag", args=[tag.slug])))
    context = {"tag": tag, "page": page, "structured": document(way)}
    return render(request, "articles/tag_detail.html", context)


@require_safe
def show_coverage(request: ReaderRequest, slug: str) -> HttpResponse:
    """Every story about one show, newest first."""
    shows = Show.objects.public(request.moment).select_related("poster")
    show = shows.filter(slug=slug).first()
    kept = (show.merged_into or show) if show else moved(shows, slug)
    if kept is None:
        raise Http404("There is no such show.")
    if show is None or kept != show:
        return redirect("articles:show-coverage", kept.slug, permanent=True)
    stories = Version.objects.about_show(show, request.moment).live(request.moment)
    page = page_of(stories.listed().for_cards(), request)
    way = breadcrumbs(
        ("Shows", reverse("shows:show-list")),
        (show.title, show.get_absolute_url()),
        ("Stories", reverse("articles:show-coverage", args=[show.slug])),
    )
    context = {"show": show, "page": page, "structured": document(way)}
    return render(request, "articles/show_coverage.html", context)


@require_safe
def correction_list(request: ReaderRequest) -> HttpResponse:
    """
    Every correction of a story that can still be read, and every retraction, newest
    first; `?month=2026-11` those of a month, `?show=updates` what else has changed.
    """
    if request.GET.get("show") == "updates":
        return _update_list(request)
    month = corrections.month_named(request.GET.get("month", ""))
    page = page_of(corrections.notices(request.moment, month), request)
    told = corrections.told(page.items, request.moment)
    context = {
        "page": replace(page, items=told),
        "month": month,
        "months": corrections.months(request.moment),
        "structured": document(
            breadcrumbs(("Corrections", reverse("articles:correction-list")))
        ),
    }
    return render(request, "articles/correction_list.html", context)


def _update_list(request: ReaderRequest) -> HttpResponse:
    """The stories in which something of substance changed, the latest change first."""
    at = request.moment
    page = page_of(
        Version.objects.live(at).listed().last_updated(at).for_cards(), request
    )
    context = {
        "page": replace(page, items=stamp(page.items, at)),
        "is_updates": True,
        "structured": document(
            breadcrumbs(("Corrections", reverse("articles:correction-list")))
        ),
    }
    return render(request, "articles/correction_list.html", context)
