"""
The site at a coming moment, for people who may know what is not public yet.

The choice stands in a cookie of its own: signed, bound to the session and the account
it was made in, forgotten after half a day. A request without that cookie costs nothing;
with it, session and permission are asked again for every page. No address and no
parameter chooses a moment, so no link can.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import LayoutWindow, Version
from articles.permissions import may_look_ahead
from authors.http import AuthenticatedRequest
from images.http import ReaderRequest
from shows import wording
from shows.models import Announcement

SALT = "newsroom.ahead"
# Seconds. Who comes back tomorrow begins with the site as it is.
LIFETIME = 12 * 60 * 60
FURTHEST = timedelta(days=3 * 366)
LISTED = 20
# Beyond these nothing is read as of another moment: the admin acts now, and a preview
# has a moment of its own.
NEVER_BELOW = (settings.ADMIN_PATH, "/preview/")


@dataclass(frozen=True)
class Ahead:
    """The moment that was chosen, and whether it has come."""

    moment: datetime
    has_passed: bool

    @property
    def spoken(self) -> str:
        return spoken(self.moment)

    @property
    def zone(self) -> str:
        return timezone.get_current_timezone_name()

    @property
    def for_input(self) -> str:
        """As `<input type="datetime-local">` takes it."""
        return for_input(self.moment)


def spoken(moment: datetime) -> str:
    """With its weekday, which is what a person has in mind: "Friday at nine"."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'l j F Y, H:i')} {local.tzname()}"


def for_input(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


# The carrier


def choose(request: HttpRequest, response: HttpResponse, moment: datetime) -> None:
    response.set_cookie(
        settings.AHEAD_COOKIE_NAME,
        signing.dumps([moment.isoformat(), _session(request)], salt=SALT),
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def leave(response: HttpResponse) -> None:
    response.delete_cookie(settings.AHEAD_COOKIE_NAME, samesite="Lax")


def chosen(request: HttpRequest) -> datetime | None:
    """What this very session has chosen, if its person still may."""
    token = request.COOKIES.get(settings.AHEAD_COOKIE_NAME)
    if not token:
        return None
    try:
        # The signature is checked before anything else is asked.
        moment, session = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    if not may_look_ahead(request.user) or not constant_time_compare(
        session, _session(request)
    ):
        return None
    return datetime.fromisoformat(moment)


def _session(request: HttpRequest) -> str:
    """Which session of whom, without giving the session away."""
    key = f"{request.session.session_key}:{request.user.pk}"
    return salted_hmac(SALT, key).hexdigest()


class AheadMiddleware:
    """
    Give a page for readers the moment that the session has chosen, and keep it from
    every cache.

    Only what a person opens and reads: feeds, calendars and maps of the site carry no
    mark, so nobody could tell what they hold from what is public.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        moment = chosen(request) if _is_read(request) else None
        if moment is None:
            return self.get_response(request)
        now: datetime = request.moment  # type: ignore[attr-defined]
        request.moment = max(now, moment)  # type: ignore[attr-defined]
        request.ahead = Ahead(moment, has_passed=moment <= now)  # type: ignore[attr-defined]
        response = self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Addresses of what is not public yet stay on this site.
        response["Referrer-Policy"] = "same-origin"
        return response


def _is_read(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and _is_page(request.path_info)


def _is_page(path: str) -> bool:
    """What is for programs is called like a file instead: feed.xml, calendar.ics."""
    return path.endswith("/") and not path.startswith(NEVER_BELOW)


# The screen


class MomentForm(forms.Form):
    """A coming moment, in the zone of the site."""

    moment = forms.DateTimeField(
        label="See the site on",
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
        ),
        error_messages={
            "required": "Say on which day and at what time.",
            "invalid": "That is not a day and a time, as in 2026-11-27 09:00.",
        },
    )

    def __init__(self, *args: object, now: datetime, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.now = now

    def clean_moment(self) -> datetime:
        moment: datetime = self.cleaned_data["moment"]
        if moment <= self.now:
            raise forms.ValidationError(
                "That moment has passed. What readers saw then is in the history of "
                "each story."
            )
        if moment > self.now + FURTHEST:
            raise forms.ValidationError("Choose a moment within three years.")
        return moment


@dataclass(frozen=True)
class Change:
    """Something that becomes public by itself, and where it is then seen."""

    moment: datetime
    what: str
    kind: str
    path: str

    @property
    def spoken(self) -> str:
        return spoken(self.moment)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_member_required(login_url="admin:login")
def look_ahead(request: AuthenticatedRequest) -> HttpResponse:
    """Choose a moment, another one, or now again."""
    if not may_look_ahead(request.user):
        raise PermissionDenied("You may not see the site as it will be.")
    asked = request.POST if request.method == "POST" else request.GET
    then = _page_of_readers(asked.get("next", ""))
    if request.method == "POST" and "leave" in request.POST:
        response = redirect(then)
        leave(response)
        return response
    form = MomentForm(
        {"moment": request.POST.get("then") or request.POST.get("moment", "")}
        if request.method == "POST"
        else None,
        now=request.moment,
        initial={"moment": for_input(request.moment + timedelta(hours=1))},
    )
    if form.is_bound and form.is_valid():
        response = redirect(then)
        choose(request, response, form.cleaned_data["moment"])
        return response
    return TemplateResponse(
        request,
        "admin/look_ahead.html",
        {
            **admin.site.each_context(request),
            "title": "The site at a moment",
            "form": form,
            "next": then,
            "asked": asked_moment(request),
            "chosen": chosen(request),
            "usual": usual_moments(request.moment),
            "changes": coming_changes(request.moment),
            "zone": timezone.get_current_timezone_name(),
            "moment": request.moment,
        },
        status=422 if form.errors else 200,
    )


def asked_moment(request: ReaderRequest) -> datetime | None:
    """The moment a link of the desk proposes, to the second."""
    form = MomentForm({"moment": request.GET.get("at", "")}, now=request.moment)
    return form.cleaned_data["moment"] if form.is_valid() else None


def _page_of_readers(path: str) -> str:
    """A page of this site that has other moments, or else the home page."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(
        path, allowed_hosts=None
    )
    return path if is_ours and _is_page(urlsplit(path).path) else reverse("home")


def usual_moments(now: datetime) -> list[datetime]:
    """What is asked for most: tomorrow, the end of the week and the next, at nine."""
    today = timezone.localdate(now)
    days = {
        today + timedelta(days=1),
        today + timedelta(days=(4 - today.weekday()) % 7 or 7),
        today + timedelta(days=7 - today.weekday()),
    }
    return [timezone.make_aware(datetime.combine(day, time(9))) for day in sorted(days)]


def coming_changes(now: datetime) -> list[Change]:
    """What readers will see next without anybody doing anything, soonest first."""
    versions = Version.objects.scheduled(now).select_related("article")
    stories = versions.only("article__slug", "headline", "live_from", "published_at")
    told = Version.objects.live(now).protected(now).select_related("article")
    news = Announcement.objects.filter(public_from__gt=now).select_related(
        "show", "season", "part", "platform", "person", "trailer"
    )
    found = [
        Change(
            version.live_from,
            version.headline,
            "New story" if version.published_at == version.live_from else "Update",
            version.get_absolute_url(),
        )
        for version in stories.order_by("live_from", "pk")[:LISTED]
        if version.live_from
    ]
    found += [
        Change(
            version.safe_until,
            version.headline,
            "Shows its own headline",
            version.get_absolute_url(),
        )
        for version in told.only("article__slug", "headline", "safe_until").order_by(
            "safe_until", "pk"
        )[:LISTED]
        if version.safe_until
    ]
    found += [
        Change(
            announcement.public_from,
            f"{announcement.show}: {wording.announcement_in_words(announcement)}",
            "Embargo",
            announcement.show.get_absolute_url(),
        )
        for announcement in news.order_by("public_from", "pk")[:LISTED]
    ]
    windows = LayoutWindow.objects.scheduled(now).select_related(
        "layout", "front__section"
    )
    found += [
        Change(
            window.live_from,
            f"{window.front}: {window.layout}",
            "Layout",
            window.front.get_absolute_url(),
        )
        for window in windows.order_by("live_from")[:LISTED]
    ]
    found.sort(key=lambda change: change.moment)
    return found[:LISTED]
