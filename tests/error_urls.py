"""The addresses of the site, and one below /errors/ for each page that an error makes."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from newsroom.urls import (  # noqa: F401  (the error pages belong to this URLconf too)
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns as real_patterns,
)

ERRORS: dict[str, Exception] = {
    "400": BadRequest("The form holds a character that no form may hold."),
    "403": PermissionDenied("Only editors may see this."),
    "500": RuntimeError("Nobody expected this."),
    "503": OperationalError("connection to server failed: Connection refused"),
}


def fail(request: HttpRequest, status: str) -> HttpResponse:
    raise ERRORS[status]


urlpatterns = [path("errors/<str:status>/", fail), *real_patterns]
