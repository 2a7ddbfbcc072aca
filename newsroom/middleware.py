from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class MomentMiddleware:
    """
    Fix one moment per request, as `request.moment` (aware, UTC).

    Every view, tag, feed and queryset takes it, so that one page never mixes two
    instants, and an editor can later browse the site as it will be.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.moment = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)
