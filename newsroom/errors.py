"""
Error pages. Each still answers when its template, or the database, does not.

A form of the desk that could not be taken comes back with everything that was typed
into it and a button that sends the same again: whatever went wrong, the text stays.
"""

import html
import logging
import re
import sqlite3
import sys

import psycopg2
from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template import loader
from django.urls import reverse

from articles.search import lost
from images.http import ReaderRequest

logger = logging.getLogger(__name__)

RETRY_AFTER = 5
NO_PAGE = "There is no page at this address."

# Classes and codes of PostgreSQL that say "not now" rather than "wrong query":
# connection trouble, too little room or memory, a server going down, a statement or
# a lock that took too long, a deadlock.
PASSING_CODES = ("08", "53", "55P03", "57", "58", "40")
PASSING_SQLITE_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Our own code raises `BadRequest` with a sentence for people; the texts of
    # Django's refusals are for developers.
    sentence = str(exception) if isinstance(exception, BadRequest) else ""
    sentence = sentence or "The server could not read this request."
    return _with_text(request, 400, sentence) or _page(request, 400, sentence)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) or "You may not see this page or take this step."
    return _with_text(request, 403, sentence) or _page(request, 403, sentence)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The story a form belongs to may have been deleted while it was open.
    gone = "What this form belongs to is no longer there, or not yours to change."
    if answer := _with_text(request, 404, gone):
        return answer
    if request.method == "GET" and lost.words_of(request.path_info):
        # `RedirectMiddleware` looks first whether the address has moved.
        return HttpResponseNotFound(NO_PAGE, content_type="text/plain; charset=utf-8")
    return _page(request, 404, NO_PAGE)


def not_even_moved(request: ReaderRequest) -> HttpResponse:
    """The page of an address that leads nowhere, with what may have been meant."""
    return _page(
        request,
        404,
        NO_PAGE,
        words=lost.words_of(request.path_info),
        nearest=lost.nearest(request.path_info, request.moment),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    Mostly a person who logged in again in another tab. A form that another site
    sends gets nothing back that could be sent from here.
    """
    logger.info("Refused a form without a valid token: %s", reason)
    if request.content_type == "application/json":
        answer = {"error": "This page is out of date; reload it.", "reason": "csrf"}
        return JsonResponse(answer, status=403)
    return _with_text(
        request,
        403,
        "This form was opened before you last logged in, or in another session.",
        may_log_in=True,
    ) or _page(
        request,
        403,
        "This form was opened too long ago or in another session, so nothing was "
        "saved. Go back, copy your text, reload the page and send it again.",
    )


def logged_out(request: HttpRequest) -> HttpResponse | None:
    """For a form whose session ended while it was filled in; nothing without text."""
    return _with_text(request, 403, "You have been logged out.", may_log_in=True)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of last resort: no database, no session, no context processors."""
    error = sys.exc_info()[1]
    if error is not None and is_outage(error):
        return unavailable(request, error)
    sentence = "Something went wrong on our side. It has been noted."
    return _with_text(request, 500, sentence) or _page(None, 500, sentence)


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Say that the database is away."""
    logger.error("The database does not answer: %s", str(error).strip())
    sentence = (
        "The newsroom cannot reach its database just now. Nothing was saved; please "
        "try again in a few seconds."
    )
    response = _with_text(request, 503, sentence) or _page(
        None, 503, sentence, address=request.get_full_path()
    )
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "private, no-store"
    return response


def is_outage(error: BaseException) -> bool:
    """Whether the database was away or too busy, as opposed to asked wrongly."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0)
        # The low byte names the kind; the rest are details of it.
        return code & 0xFF in PASSING_SQLITE_CODES
    if isinstance(cause, psycopg2.Error):
        return cause.pgcode is None or cause.pgcode.startswith(PASSING_CODES)
    return True


# Typed text


# What a form carries beside what a person typed.
NOT_TYPED = re.compile(
    r"_|initial-|keeping_|base$|.*_FORMS$|.*-(id|uid|__prefix__-.*)$"
)
MARKUP = re.compile(r"<[^<>]*>")


def _with_text(
    request: HttpRequest, status: int, sentence: str, *, may_log_in: bool = False
) -> HttpResponse | None:
    """The page that gives a form back; None for a request that carried no text."""
    fields = _fields(request) if _is_from_here(request) else []
    if not fields:
        return None
    response = _page(
        None,
        status,
        sentence,
        template="kept.html",
        status=status,
        # A browser drops the first line break of a textarea.
        fields=[(name, f"\n{value}") for name, value in fields],
        typed=[
            (name.replace("_", " ").capitalize(), _readable(value))
            for name, value in fields
            if value.strip() and not value.isdigit() and not NOT_TYPED.match(name)
        ],
        token=get_token(request),
        csrf_cookie=settings.CSRF_COOKIE_NAME,
        address=request.get_full_path(),
        login_address=f"{reverse('admin:login')}?next={settings.ADMIN_PATH}"
        if may_log_in
        else "",
        had_files="multipart" in (request.content_type or "") and bool(request.FILES),
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _readable(value: str) -> str:
    return html.unescape(MARKUP.sub(" ", value)).strip()


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    try:
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ]
    except (OSError, SuspiciousOperation, MultiPartParserError):
        # Too long, or broken off on its way.
        return []
    # A login is quickly typed again, and a password has no place in a page.
    if any("password" in name.lower() for name, _ in fields):
        return []
    return fields


def _is_from_here(request: HttpRequest) -> bool:
    """
    Whether the form was one of our own: its token was right, or the browser says
    where it was. What another site made up must not come back with a fresh token.
    """
    if getattr(request, "csrf_processing_done", False):
        return True
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}"
    return any(
        source == site or source.startswith(f"{site}/")
        for site in (own, *settings.CSRF_TRUSTED_ORIGINS)
    )


def _page(
    request: HttpRequest | None,
    code: int,
    sentence: str,
    *,
    template: str = "",
    **context: object,
) -> HttpResponse:
    try:
        return HttpResponse(
            loader.render_to_string(
                template or f"{code}.html", {"sentence": sentence, **context}, request
            ),
            status=code,
        )
    except Exception:
        # Whatever broke the page must not break the page about it.
        logger.exception("The template of the %d page failed.", code)
        return HttpResponse(
            f"{sentence}\n", status=code, content_type="text/plain; charset=utf-8"
        )
