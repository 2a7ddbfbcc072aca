"""Error pages. Each still answers when its template, or the database, does not."""

import logging
import sqlite3
import sys

import psycopg2
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template import loader

logger = logging.getLogger(__name__)

RETRY_AFTER = 5

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
    return _page(request, 400, sentence or "The server could not read this request.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) or "You may not see this page or take this step."
    return _page(request, 403, sentence)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, "There is no page at this address.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    logger.info("Refused a form without a valid token: %s", reason)
    return _page(
        request,
        403,
        "This form was opened too long ago or in another session, so nothing was "
        "saved. Go back, copy your text, reload the page and send it again.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of last resort: no database, no session, no context processors."""
    error = sys.exc_info()[1]
    if error is not None and is_outage(error):
        return unavailable(request, error)
    return _page(None, 500, "Something went wrong on our side. It has been noted.")


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """
    Say that the database is away; a form that was on its way comes back with a
    button that sends the same text again.
    """
    logger.error("The database does not answer: %s", str(error).strip())
    response = _page(
        None,
        503,
        "The newsroom cannot reach its database just now. Nothing was saved; please "
        "try again in a few seconds.",
        fields=_typed(request),
        address=request.get_full_path(),
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


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    try:
        fields = [
            (name, value) for name, values in request.POST.lists() for value in values
        ]
    except (UnreadablePostError, OSError):
        return []
    # A login is quickly typed again, and a password has no place in a page.
    if any("password" in name for name, _ in fields):
        return []
    return fields


def _page(
    request: HttpRequest | None, status: int, sentence: str, **context: object
) -> HttpResponse:
    try:
        return HttpResponse(
            loader.render_to_string(
                f"{status}.html", {"sentence": sentence, **context}, request
            ),
            status=status,
        )
    except Exception:
        # Whatever broke the page must not break the page about it.
        logger.exception("The template of the %d page failed.", status)
        return HttpResponse(
            f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8"
        )
