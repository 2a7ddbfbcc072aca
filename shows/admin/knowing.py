from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


class Knowing:
    """
    Screens and inlines of the catalogue that show nobody what waits for an embargo of
    which they do not know. The choosers over their tables ask them too.
    """

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)  # type: ignore[misc]
        known: QuerySet[Any] = rows.known_to(request.user, request.moment)
        return known
