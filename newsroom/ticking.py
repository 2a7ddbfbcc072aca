"""
Whether `manage.py tick` runs. What readers see never waits for it, so that nobody
notices when it stops: mail waits, statements are judged late, sessions pile up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from . import house
from .models import Site

# It should run every minute; a machine that starts anew takes a few.
OVERDUE = timedelta(minutes=10)


class LastTick(NamedTuple):
    """When it last ran to its end, and which of its tasks failed then."""

    at: datetime | None
    failed: list[str]

    def is_overdue(self, moment: datetime) -> bool:
        return self.at is None or moment - self.at > OVERDUE


def note(at: datetime, failed: list[str]) -> None:
    Site.objects.filter(pk=1).update(ticked_at=at, tick_failed=failed)


def last() -> LastTick:
    site = house.stored()
    return LastTick(site.ticked_at, site.tick_failed)
