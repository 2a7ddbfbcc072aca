"""
Previews: the public page of any version, before readers see it, writing nothing.

Two kinds of token lead here. One is signed, and opens a version for whoever is logged
in and may see the story. The other belongs to a `PreviewLink`: whoever has it reads
that one version, without an account. They see what the public could see at that
moment, and nothing of the newsroom.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, PreviewLink, Version
from articles.permissions import may_publish, may_see
from images.http import ReaderRequest
from shows.models import Announcement, Show

from .pages import article_page

SALT = "articles.preview"
# Seconds. A link that is passed around stops working after three days.
LIFETIME = 72 * 60 * 60
# Stands in every signed token, and in none of a link for outsiders.
SEPARATOR = ":"


def preview_url(version: Version) -> str:
    """A preview for the desk; for outsiders see `articles.reading.sharing`."""
    token = signing.TimestampSigner(salt=SALT).sign(str(version.pk))
    return reverse("articles:preview", kwargs={"token": token})


def link_url(link: PreviewLink) -> str:
    """The whole address, to be sent to somebody outside."""
    path = reverse("articles:preview", kwargs={"token": link.token})
    return f"{settings.SITE_URL}{path}"


def version_id(token: str) -> int:
    """Raises `signing.BadSignature` for a token that is forged or has expired."""
    return int(signing.TimestampSigner(salt=SALT).unsign(token, max_age=LIFETIME))


@require_safe
def preview(request: ReaderRequest, token: str) -> HttpResponse:
    """
    Whatever is wrong with a token (forged, expired, taken back, not for this person),
    the answer is one and the same and names nothing.
    """
    show = _for_the_desk if SEPARATOR in token else _for_an_outsider
    response = show(request, token) or _not_there(request)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _for_the_desk(request: ReaderRequest, token: str) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    try:
        pk = version_id(token)
    except signing.BadSignature:
        return None
    version = Version.objects.for_page().filter(pk=pk).first()
    if version is None or not may_preview(request.user, version.article):
        return None
    if request.GET.get("at") == "publication":
        moment = moment_of(version, request.moment, viewer=request.user)
        # Every tag of the page asks the request which moment it is.
        request.moment = moment
    _stamp(version, request.moment)
    context = article_page(version, request.moment, audience="editor")
    response = render(
        request,
        "articles/preview_for_desk.html",
        context | {"is_framed": "framed" in request.GET},
    )
    # The admin's page of previews shows it in frames; no other site can.
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = policy(**{"frame-ancestors": ["'self'"]})
    return response


def _for_an_outsider(request: ReaderRequest, token: str) -> HttpResponse | None:
    """
    Asks nothing of the session, so that none is begun and no cookie set.

    One query answers every token that opens nothing, whatever is wrong with it.
    """
    links = PreviewLink.objects.filter(token=token)
    link: Any = links.with_state(request.moment).first()
    if link is None:
        return None
    if not link.is_open:
        return redirect(link.article) if link.has_become_public else None
    version = Version.objects.for_page().get(pk=link.version_id)
    _stamp(version, request.moment)
    context = _known_outside(article_page(version, request.moment), request.moment)
    return render(
        request, "articles/preview_for_outsider.html", context | {"link": link}
    )


def may_preview(user: Any, article: Article) -> bool:
    """A killed story is for editors only, also for its writer."""
    if article.state == Article.State.KILLED and not may_publish(user):
        return False
    return may_see(user, article)


def moment_of(version: Version, at: datetime, *, viewer: Any) -> datetime:
    """
    When a scheduled version goes out; for any other one now. Now as well where the page
    could tell this person of news under an embargo that they may not know of.
    """
    if version.live_from is None or version.live_from <= at:
        return at
    coming = Announcement.objects.filter(
        public_from__gt=at, public_from__lte=version.live_from
    )
    known = Announcement.objects.known_to(viewer, at)
    is_secret = coming.exclude(pk__in=known.order_by().values("pk")).exists()
    return at if is_secret else version.live_from


def policy(**changed: list[str]) -> str:
    """The content security policy of the site with some directives changed."""
    directives = settings.SECURE_CSP | changed
    return "; ".join(" ".join([name, *values]) for name, values in directives.items())


def _stamp(version: Version, at: datetime) -> None:
    """
    Give the page the stamps it would have, and none of a time to come.

    A draft of a story that readers know keeps the date of first publication, which
    is written on its row only when it goes out itself.
    """
    if version.published_at is None:
        seen = Version.objects.filter(article=version.article_id, live_from__lte=at)
        first = seen.order_by("live_from").only("published_at").first()
        version.published_at = first.published_at if first else None
    if version.published_at and version.published_at > at:
        version.published_at = None
    if version.updated_at and version.updated_at > at:
        version.updated_at = None


def _known_outside(context: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The page without a show of which nobody outside may know yet."""
    show = context.get("primary_show")
    if not show or Show.objects.public(at).filter(pk=show.pk).exists():
        return context
    return context | {
        "primary_show": None,
        "facts": None,
        "watch_next": [],
        "related": [],
    }


def _not_there(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/preview_not_there.html", status=404)
