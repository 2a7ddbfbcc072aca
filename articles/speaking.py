"""How the desk's lists say times and people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince

from authors.models import User

MOMENT = timedelta(minutes=1)


def time_left(until: datetime, since: datetime) -> str:
    """One unit ("3 hours", "2 days"), for lists that are scanned."""
    return "a moment" if until - since < MOMENT else timesince(since, until, depth=1)


def ago(moment: datetime, at: datetime) -> str:
    return "just now" if at - moment < MOMENT else f"{time_left(at, moment)} ago"


def late(story: Any, at: datetime) -> str:
    """How long a story is overdue; empty if it is not."""
    if not story.due_at or story.due_at > at:
        return ""
    return f"Overdue by {time_left(at, story.due_at)}"


def brief(moment: datetime, at: datetime) -> str:
    """A moment with its zone, and with its year where that is another one."""
    local = timezone.localtime(moment)
    form = "j M, H:i" if local.year == timezone.localtime(at).year else "j M Y, H:i"
    return f"{date_format(local, form)} {local.tzname()}"


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.username) if user else "nobody"
