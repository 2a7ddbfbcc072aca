from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import ticking


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """
    Whether this process can serve: it can when the database answers. When `tick` last
    ran is told as well, for whoever watches; it keeps no reader waiting.
    """
    try:
        tick = ticking.last()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "away"}, status=503)
    told = {
        "last_ran_at": tick.at.isoformat() if tick.at else None,
        "overdue": tick.is_overdue(request.moment),  # type: ignore[attr-defined]
        "failed": tick.failed,
    }
    return JsonResponse({"status": "ok", "database": "ok", "tick": told})
