from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from articles import publishing
from articles.differences import conflicts
from articles.differences.comparing import compare, in_short, summary
from articles.models import Article, Version
from articles.permissions import may_edit
from articles.reading.pages import article_page
from articles.reading.previews import preview_url
from authors.http import AuthenticatedRequest

from .pages import StoryPages
from .steps.step import MomentField

PER_PAGE = 30
WINDOWS = 50
SHOWN = {
    "": "All",
    "named": "Named",
    "seen": "Seen by readers",
}
# Nothing that a list of versions prints.
HEAVY = ("body", "sources", "based_on__content", "based_on__body", "based_on__sources")


class MomentForm(forms.Form):
    """The moment to look back to."""

    at = MomentField("Day and time")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_at(self) -> datetime:
        moment: datetime | None = self.cleaned_data["at"]
        if moment is None:
            raise forms.ValidationError("Say which day and time.")
        if moment > self.now:
            # It would also tell what is under embargo until then.
            raise forms.ValidationError("That is still to come; choose a past time.")
        return moment


class HistoryPages(StoryPages):
    """Every version: who, when, why, what changed, and when readers saw it."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = {
            "compare": self.compare_view,
            "as-read": self.as_read_view,
            "name-version": self.name_version_view,
        }
        return [
            *(
                path(
                    f"<path:object_id>/{name}/",
                    wrap(view),
                    name=f"articles_article_{name.replace('-', '_')}",
                )
                for name, view in pages.items()
            ),
            *super().get_urls(),
        ]

    # The list

    def history_view(
        self,
        request: AuthenticatedRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        article = self.visible_or_404(request, object_id)
        shown = request.GET.get("show", "")
        shown = shown if shown in SHOWN else ""
        versions = article.versions.select_related("by", "based_on").defer(*HEAVY)
        page = Paginator(_shown(versions, shown, request.moment), PER_PAGE).get_page(
            request.GET.get("page")
        )
        live = article.versions.live(request.moment).only("number", "article").first()
        rows = _rows(list(page), request.moment)
        return self.page(
            request,
            "history",
            article=article,
            title="History",
            rows=rows,
            versions_page=page,
            filters=[
                {"key": key, "label": label, "is_shown": key == shown}
                for key, label in SHOWN.items()
            ],
            shown=shown,
            live_number=live.number if live else None,
            chosen=_first_choice(rows, live),
            windows=_windows(article, request.moment),
            moment_form=MomentForm(now=request.moment, auto_id="moment_%s"),
            may_edit=may_edit(request.user, article),
            may_name=request.user.has_perm("articles.change_article"),
            **(extra_context or {}),
        )

    def name_version_view(
        self, request: AuthenticatedRequest, object_id: str
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self.visible_or_404(request, object_id)
        version = _version_or_404(article, request.POST.get("number", ""))
        try:
            publishing.name_version(
                article, version, by=request.user, name=request.POST.get("name", "")
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        place = {
            key: request.POST[key] for key in ("show", "page") if request.POST.get(key)
        }
        return HttpResponseRedirect(
            reverse("admin:articles_article_history", args=[article.pk])
            + (f"?{urlencode(place)}" if place else "")
            + f"#version-{version.number}"
        )

    # Two versions side by side

    def compare_view(
        self, request: AuthenticatedRequest, object_id: str
    ) -> HttpResponse:
        article = self.visible_or_404(request, object_id)
        before = _version_or_404(article, request.GET.get("from", ""))
        after = _version_or_404(article, request.GET.get("to", ""))
        differences = compare(before.content, after.content)
        return self.page(
            request,
            "compare",
            article=article,
            title=f"Version {before.number} and version {after.number}",
            sides=[
                {
                    "word": word,
                    "version": version,
                    "seen": seen(version, request.moment),
                    "preview_url": preview_url(version),
                    "is_draft": version.number == article.latest_number,
                }
                for word, version in (("From", before), ("To", after))
            ],
            before=before,
            after=after,
            differences=differences,
            summary=in_short(differences),
            may_edit=may_edit(request.user, article),
        )

    # What readers saw

    def as_read_view(
        self, request: AuthenticatedRequest, object_id: str
    ) -> HttpResponse:
        """
        The public page as it was at a past moment: that version, the facts and the
        corrections of then, the stories that were live then beside it.
        """
        article = self.visible_or_404(request, object_id)
        form = MomentForm(request.GET, now=request.moment, auto_id="moment_%s")
        version = None
        if form.is_valid():
            moment = form.cleaned_data["at"]
            version = article.versions.live(moment).for_page().first()
        if version is None:
            return self.page(
                request,
                "as_read",
                article=article,
                title="What readers saw",
                moment_form=form,
                moment=form.cleaned_data.get("at"),
                windows=_windows(article, request.moment),
                status=200 if form.is_valid() else 422,
            )
        context = article_page(version, moment) | {"read_at": moment}
        # Every tag of the page asks the request which moment it is.
        request.moment = moment
        response = render(request, "articles/as_read.html", context)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    # Two people at one story

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Texts that were combined on the page of a conflict stand in their fields."""
        if request.method == "POST":
            combined = conflicts.combine(request.POST)
            if combined:
                typed = request.POST.copy()
                for name, value in combined.items():
                    typed[name] = value
                request.POST = typed  # type: ignore[assignment]
        return super().changeform_view(request, object_id, form_url, extra_context)


def seen(version: Version, moment: datetime) -> str:
    """When readers saw a version, in words; empty if never."""
    if version.live_from is None:
        return ""
    start = publishing.spoken(version.live_from)
    as_what = ", as a retraction" if version.retracted else ""
    until = version.live_until and publishing.spoken(version.live_until)
    if version.live_from > moment:
        return f"Goes live on {start}{as_what}"
    if version.is_live(moment):
        end = f", until {until}" if until else ""
        return f"Live since {start}{end}{as_what}"
    return f"Live from {start} to {until}{as_what}"


def _shown(
    versions: QuerySet[Version], shown: str, moment: datetime
) -> QuerySet[Version]:
    if shown == "named":
        return versions.exclude(name="")
    if shown == "seen":
        return versions.filter(live_from__lte=moment)
    return versions


def _rows(versions: list[Version], moment: datetime) -> list[dict[str, Any]]:
    """
    What the list says about each version. A version is compared with the one it was
    made from, which for a fix is the live one and not the draft it passed by.
    """
    known: dict[Any, Any] = {version.pk: version.content for version in versions}
    others = {
        version.based_on_id for version in versions if version.based_on_id
    } - known.keys()
    known |= dict(Version.objects.filter(pk__in=others).values_list("pk", "content"))
    return [
        {
            "version": version,
            "changes": summary(known[version.based_on_id], version.content)
            if version.based_on_id
            else "",
            "preview_url": preview_url(version),
            "seen": seen(version, moment),
            "is_live": version.is_live(moment),
        }
        for version in versions
    ]


def _first_choice(
    rows: list[dict[str, Any]], live: Version | None
) -> Mapping[str, int]:
    """What the page offers to compare first: the newest with what readers see."""
    numbers = [row["version"].number for row in rows]
    if len(numbers) < 2:
        return {}
    before = live.number if live and live.number in numbers[1:] else numbers[1]
    return {"from": before, "to": numbers[0]}


def _windows(article: Article, moment: datetime) -> list[dict[str, Any]]:
    """What was live when, the latest first."""
    versions = (
        article.versions.filter(live_from__lte=moment)
        .only(
            "article",
            "number",
            "name",
            "headline",
            "live_from",
            "live_until",
            "retracted",
        )
        .order_by("-live_from")
    )
    return [
        {
            "version": version,
            "seen": seen(version, moment),
            "query": urlencode({"at": version.live_from.isoformat()}),
        }
        for version in versions[:WINDOWS]
        if version.live_from
    ]


def _version_or_404(article: Article, number: str) -> Version:
    """A version of this story; of others nothing is told, not that they exist."""
    # Longer numbers would overflow the column, and no story has so many versions.
    if number.isascii() and number.isdecimal() and len(number) < 9:
        version = (
            article.versions.select_related("by").filter(number=int(number)).first()
        )
        if version:
            return version
    raise Http404("The story has no such version.")
