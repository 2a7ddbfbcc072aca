"""
What the script of a form asks: JSON in, JSON out, refusals included.

A refusal is `{"error": "A sentence.", "reason": "logged_out"}`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException

from authors.http import AuthenticatedRequest

Body = dict[str, Any]


class Refused(Exception):
    """An answer for the script: a sentence, and a word for what to do about it."""

    def __init__(self, sentence: str, *, status: int, reason: str = "refused") -> None:
        super().__init__(sentence)
        self.status = status
        self.reason = reason

    def response(self) -> JsonResponse:
        answer = {"error": str(self), "reason": self.reason}
        return JsonResponse(answer, status=self.status)


def for_script(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refusal is an answer, not a way to the login page."""

    @wraps(view)
    def answered(self: ModelAdmin, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            if not self.admin_site.has_permission(request):
                raise Refused(
                    "You have been logged out.", status=403, reason="logged_out"
                )
            return view(self, request, **kwargs)
        except Refused as refused:
            return refused.response()

    return answered


def read_body(request: AuthenticatedRequest) -> Body:
    try:
        body = json.loads(request.body)
    except RequestDataTooBig:
        raise Refused("The text is too long to be kept here.", status=413) from None
    except (ValueError, RawPostDataException):
        # The latter: an ordinary form, which another part has read already.
        body = None
    if not isinstance(body, dict):
        raise Refused("This is not what a form sends.", status=400)
    if body.get("user") != request.user.pk:
        # Somebody else logged in here meanwhile: it is not theirs to keep.
        raise Refused(
            f"You are logged in as {request.user} now.", status=403, reason="other_user"
        )
    return body


def read_uuid(body: Body, name: str) -> uuid.UUID:
    key = parsed_key(body.get(name))
    if key is None:
        raise Refused("This is not what a form sends.", status=400)
    return key


def parsed_key(given: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(given))
    except ValueError:
        return None


def read_count(body: Body, name: str) -> int:
    count = body.get(name)
    if type(count) is not int or not 0 <= count < 2**53:
        raise Refused("This is not what a form sends.", status=400)
    return count
