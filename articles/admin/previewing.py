from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from articles.logbook import refusals_logged
from articles.models import Article, PreviewLink, Version
from articles.models.log import Verb
from articles.models.sharing import LONGEST_LABEL
from articles.permissions import may_share
from articles.publishing import spoken
from articles.reading.previews import (
    link_url,
    may_preview,
    moment_of,
    policy,
    preview_url,
)
from articles.reading.sharing import may_take_back, revoke, share
from authors.http import AuthenticatedRequest
from authors.models import User

from .pages import StoryPages

WIDTHS = {"": "Side by side", "phone": "Phone", "desktop": "Desktop"}
LIFETIMES = {"1": "1 hour", "24": "24 hours", "72": "72 hours"}
# Of a story that was saved a thousand times the newest are offered, and all that
# readers see, will see, or that have a name.
OFFERED = 50
PER_PAGE = 25


class ShareForm(forms.Form):
    """Whom a link is for, what it shows, and for how long."""

    label = forms.CharField(
        label="For whom",
        max_length=LONGEST_LABEL,
        help_text="They read this name at the top of the page.",
    )
    version = forms.TypedChoiceField(coerce=int)
    hours = forms.TypedChoiceField(
        label="Works for",
        coerce=int,
        choices=list(LIFETIMES.items()),
        initial="24",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, versions: Sequence[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["version"]
        field.choices = [(each.number, _called(each)) for each in versions]


class PreviewPages(StoryPages):
    """What readers will see, at two widths; and links to it for people outside."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = {
            "preview": self.preview_view,
            "preview/links": self.links_view,
            "preview/links/revoke": self.revoke_view,
        }
        return [
            *(
                path(
                    f"<path:object_id>/{name}/",
                    wrap(view),
                    name=f"articles_article_{name.replace('/', '_')}",
                )
                for name, view in pages.items()
            ),
            *super().get_urls(),
        ]

    # The page as readers will see it

    def preview_view(
        self, request: AuthenticatedRequest, object_id: str
    ) -> HttpResponse:
        article = self._previewable_or_404(request, object_id)
        versions = _offered(article, request.GET.get("version", ""), request.moment)
        version = _chosen(versions, request.GET.get("version", ""))
        width = request.GET.get("width", "")
        width = width if width in WIDTHS else ""
        goes_out = request.moment
        if version:
            goes_out = moment_of(version, request.moment, viewer=request.user)
        is_scheduled = goes_out > request.moment
        then = is_scheduled and request.GET.get("at") == "publication"
        source = preview_url(version) if version else ""
        at = {"at": "publication"} if then else {}
        number = {"version": version.number} if version else {}
        response = self.page(
            request,
            "preview",
            article=article,
            title="Preview",
            version=version,
            choices=[
                {"number": each.number, "label": _described(each, article, request)}
                for each in versions
            ],
            widths=[
                {
                    "key": key,
                    "label": label,
                    "is_shown": key == width,
                    "query": urlencode(number | at | ({"width": key} if key else {})),
                }
                for key, label in WIDTHS.items()
            ],
            width=width,
            source=f"{source}?{urlencode(at)}" if at else source,
            framed=f"{source}?{urlencode({'framed': '1'} | at)}",
            goes_out=spoken(goes_out) if is_scheduled else "",
            is_then=then,
            moments={
                "now": urlencode(number | ({"width": width} if width else {})),
                "then": urlencode(
                    number | {"at": "publication"} | ({"width": width} if width else {})
                ),
            },
            **self._tabs(request, article),
        )
        directives = settings.SECURE_CSP_ADMIN | {"frame-src": ["'self'"]}
        response["Content-Security-Policy"] = policy(**directives)
        return response

    # Links for people outside

    def links_view(self, request: AuthenticatedRequest, object_id: str) -> HttpResponse:
        article = self._shareable(request, object_id, Verb.SHARE)
        asked = request.GET.get("version", "")
        versions = _offered(article, asked, request.moment)
        form = ShareForm(
            request.POST if request.method == "POST" else None,
            versions=[each for each in versions if not each.is_live(request.moment)],
            initial={
                "version": getattr(_chosen(versions, asked), "number", ""),
                "label": request.GET.get("for", ""),
            },
        )
        if request.method == "POST" and form.is_valid():
            by_number = {each.number: each for each in versions}
            try:
                link = share(
                    article,
                    by_number[form.cleaned_data["version"]],
                    by=request.user,
                    label=form.cleaned_data["label"],
                    lifetime=timedelta(hours=form.cleaned_data["hours"]),
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(
                    request,
                    f"The link for {link.label} works until {spoken(link.expires_at)}.",
                )
                return self._to_links(article)
        made = PreviewLink.objects.filter(article=article)
        links: Any = made.with_state(request.moment)
        links = (
            links.select_related("version", "made_by")
            .defer("version__content", "version__body", "article__body")
            .order_by("-is_open", "-created_at", "-pk")
        )
        page = Paginator(links, PER_PAGE).get_page(request.GET.get("page"))
        return self.page(
            request,
            "preview_links",
            article=article,
            title="Links for people outside",
            form=form,
            obstacle=_obstacle(article, form),
            links_page=page,
            rows=[_row(link, request.user, request.moment) for link in page],
            status=422 if form.errors else 200,
            **self._tabs(request, article),
        )

    def revoke_view(
        self, request: AuthenticatedRequest, object_id: str
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._shareable(request, object_id, Verb.REVOKE)
        pk = request.POST.get("link", "")
        if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
            raise Http404("The story has no such link.")
        link = article.preview_links.filter(pk=int(pk)).first()
        if link is None:
            raise Http404("The story has no such link.")
        revoke(article, link, by=request.user)
        messages.success(request, f"The link for {link.label} no longer works.")
        return self._to_links(article)

    def _to_links(self, article: Article) -> HttpResponseRedirect:
        return HttpResponseRedirect(
            reverse("admin:articles_article_preview_links", args=[article.pk])
        )

    def _previewable_or_404(
        self, request: AuthenticatedRequest, object_id: str
    ) -> Article:
        article = self.visible_or_404(request, object_id)
        if not may_preview(request.user, article):
            raise Http404("There is no such story, or it is not yours to see.")
        return article

    def _shareable(
        self, request: AuthenticatedRequest, object_id: str, verb: Verb
    ) -> Article:
        article = self._previewable_or_404(request, object_id)
        if may_share(request.user, article):
            return article
        if request.method != "POST":
            raise PermissionDenied("You may not share this story.")
        with refusals_logged(article, verb, request.user):
            raise PermissionDenied("You may not share this story.")

    def _tabs(self, request: AuthenticatedRequest, article: Article) -> dict[str, Any]:
        """What both pages lead to."""
        shares = may_share(request.user, article)
        links = PreviewLink.objects.filter(article=article).open(request.moment)
        return {"may_share": shares, "open_links": links.count() if shares else 0}


def _offered(article: Article, asked: str, at: datetime) -> list[Version]:
    """The versions to choose from, newest first, the one asked for among them."""
    few = article.versions.only(
        "article",
        "number",
        "name",
        "headline",
        "created_at",
        "live_from",
        "live_until",
        "retracted",
    )
    newest = article.versions.order_by("-number").values("pk")[:OFFERED]
    special = Q(live_from__gt=at) | Q(pk__in=article.versions.live(at).values("pk"))
    special |= ~Q(name="")
    if number := _number(asked):
        special |= Q(number=number)
    versions = {each.pk: each for each in few.filter(special)[: 2 * OFFERED]}
    # A subquery with a limit cannot stand in a condition on every database.
    newest_pks = [row["pk"] for row in newest]
    versions |= {each.pk: each for each in few.filter(pk__in=newest_pks)}
    return sorted(versions.values(), key=lambda each: -each.number)


def _chosen(versions: Sequence[Version], asked: str) -> Version | None:
    """The version asked for, or else the newest."""
    if asked:
        number = _number(asked)
        for version in versions:
            if version.number == number:
                return version
        raise Http404("The story has no such version.")
    return versions[0] if versions else None


def _number(text: str) -> int | None:
    # Longer numbers would overflow the column, and no story has so many versions.
    sound = text.isascii() and text.isdecimal() and len(text) < 9
    return int(text) if sound else None


def _called(version: Version) -> str:
    name = f" “{version.name}”" if version.name else ""
    return f"Version {version.number}{name}, saved {spoken(version.created_at)}"


def _described(
    version: Version, article: Article, request: AuthenticatedRequest
) -> str:
    """A version in the chooser: what it is first, for that is how it is looked for."""
    kinds = []
    if version.number == article.latest_number:
        kinds.append("draft")
    if version.is_live(request.moment):
        kinds.append("live")
    if version.live_from and version.live_from > request.moment:
        kinds.append(f"goes out on {spoken(version.live_from)}")
    what = f" – {', '.join(kinds)}" if kinds else ""
    return f"{_called(version)}{what}"


def _obstacle(article: Article, form: ShareForm) -> str:
    """Why no link can be made now; empty if one can."""
    if article.state == Article.State.KILLED:
        return "The story was killed, so nobody outside can be shown it."
    if article.held_at:
        return "The story is under legal hold, so nobody outside can be shown it."
    field: Any = form.fields["version"]
    if not field.choices:
        return (
            "There is nothing that readers cannot see already. Send the address of "
            "the story."
        )
    return ""


def _row(link: Any, user: User, at: datetime) -> dict[str, Any]:
    return {
        "link": link,
        "address": link_url(link) if link.is_open else "",
        "until": spoken(link.expires_at),
        "made": spoken(link.created_at),
        "state": _state(link, at),
        "may_take_back": link.is_open and may_take_back(user, link),
        "is_newest": link.version.number == link.article.latest_number,
    }


def _state(link: Any, at: datetime) -> str:
    if link.is_open:
        return "Works"
    if link.revoked_at:
        return f"Taken back on {spoken(link.revoked_at)}"
    if link.expires_at <= at:
        return "Over"
    # Nobody took it back: the story is live or held, or its maker has left.
    return "Stopped"
