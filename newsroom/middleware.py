from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
)
from django.urls import is_valid_path
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from articles.addresses import redirects
from articles.search import lost

from . import errors

GetResponse = Callable[[HttpRequest], HttpResponse]

# Seconds that a browser goes on without asking anew.
LEADS_ON_FOR = 3600
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}


class MomentMiddleware:
    """
    Fix one moment per request, as `request.moment` (aware, UTC).

    Every view, tag, feed and queryset takes it, so that one page never mixes two
    instants, and an editor can later browse the site as it will be.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.moment = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class ContentSecurityPolicyMiddleware:
    """
    Send the content security policy; the admin's is wider, for the body editor.

    To be replaced by Django's own from Django 6 on, which reads the same settings.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.public = _policy(settings.SECURE_CSP)
        self.admin = _policy(settings.SECURE_CSP | settings.SECURE_CSP_ADMIN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Django's yellow pages bring their own inline style.
        if settings.DEBUG and response.status_code in {404, 500}:
            return response
        is_admin = request.path_info.startswith(settings.ADMIN_PATH)
        policy = self.admin if is_admin else self.public
        if note := getattr(request, "printed_of_others", None):
            # Exactly what stands on this page; see `newsroom.outside`.
            policy = _policy(_with(settings.SECURE_CSP, note.sources))
            patch_vary_headers(response, sorted(note.vary))
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        if is_admin:
            # The addresses of unpublished work stay on this site.
            response.headers.setdefault("Referrer-Policy", "same-origin")
        return response


class RequestLimitsMiddleware:
    """
    Refuse what no honest browser sends: huge bodies, and NUL characters, which
    PostgreSQL cannot store or even compare.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.REQUEST_BODY_LIMIT:
            size = settings.REQUEST_BODY_LIMIT // (1024 * 1024)
            return _refusal(
                413, f"This is more than {size} MB at once. A picture may have 10 MB."
            )
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if _has_nul([request.path_info, *request.COOKIES.values()]) or b"\0" in query:
            return _refusal(
                400, "This address holds a character that no address may hold."
            )
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        # Not earlier: reading the form is what `CsrfViewMiddleware` does first, with
        # its own answers to a broken one.
        if request.method != "POST" or request.content_type not in FORM_TYPES:
            return None
        for key, values in request.POST.lists():
            if _has_nul([key, *values]):
                raise BadRequest(
                    "The form holds an invisible NUL character, perhaps pasted from "
                    "another program. Go back, retype that part and send it again: "
                    "nothing was saved."
                )
        return None


class PrivateResponseMiddleware:
    """Keep what a logged-in person sees out of every cache on the way."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_private = (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.SESSION_COOKIE_NAME in response.cookies
            or request.path_info.startswith(settings.ADMIN_PATH)
        )
        # Pictures are the same for everybody.
        if is_private and not response.get("Content-Type", "").startswith("image/"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class LoggedOutMiddleware:
    """
    Give a form of the desk back that comes in after its session ended: the way to
    the login page would forget what was typed into it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        is_form = (
            request.method == "POST"
            and request.path_info.startswith(settings.ADMIN_PATH)
            and request.content_type in FORM_TYPES
            # Scripts have answers of their own.
            and "text/html" in request.headers.get("Accept", "")
        )
        if not is_form or (request.user.is_active and request.user.is_staff):
            return None
        return errors.logged_out(request)


class DatabaseOutageMiddleware:
    """Answer 503 and keep the form's text while the database is away or overloaded."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if errors.is_outage(exception):
            return errors.unavailable(request, exception)
        return None


class RedirectMiddleware:
    """
    Lead on from addresses that an editor or an import said where to.

    Looks at 404s only, so no page can be hidden by one and none costs more. Where none
    leads on, the page about it says what may have been meant.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 301:
            return _for_a_while(response)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        if request.path_info.startswith(redirects.NEVER_BELOW):
            return response
        path, at = request.path_info, request.moment  # type: ignore[attr-defined]
        target = redirects.lead_on(path, at) or redirects.composed(path, at)
        if target:
            return _for_a_while(HttpResponsePermanentRedirect(quote(target)))
        if not path.endswith("/") and is_valid_path(f"{path}/"):
            # `CommonMiddleware` leads on to that, whatever this page would say.
            return response
        # The bare one of `errors`, or with DEBUG Django's yellow one.
        if isinstance(response, HttpResponseNotFound) and lost.words_of(request.path):
            return errors.not_even_moved(request)  # type: ignore[arg-type]
        return response


def _for_a_while(response: HttpResponse) -> HttpResponse:
    """
    Browsers keep a permanent redirect for good unless told otherwise, and would never
    see a page again that is parted, or moved back, to its address.
    """
    patch_cache_control(response, max_age=LEADS_ON_FOR)
    return response


def _policy(directives: Mapping[str, Iterable[str]]) -> str:
    return "; ".join(" ".join([name, *values]) for name, values in directives.items())


def _with(
    directives: Mapping[str, Iterable[str]], sources: Mapping[str, set[str]]
) -> dict[str, list[str]]:
    return {
        name: [*values, *sorted(sources.get(name, ()))]
        for name, values in directives.items()
    }


def _length(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _has_nul(values: Iterable[str]) -> bool:
    return any("\0" in value for value in values)


def _refusal(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(
        f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8"
    )
