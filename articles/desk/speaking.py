"""How the desk's lists say times and people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince

from authors.models import User

MOMENT = timedelta(minutes=1)


def spoken(moment: datetime | None) -> str:
    """A moment as the desk says it: in the site's time zone, which it names."""
    if moment is None:
        return "never"
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y, H:i')} {local.tzname()}"


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


def protection(story: Any, at: datetime) -> str:
    """
    Until when a story hides what happens: the live one, or else the draft; empty where
    it does not. `story` carries what `states.with_state` annotates.
    """
    until = story.safe_until if story.live_number is None else story.live_safe_until
    return f"Spoiler-safe until {brief(until, at)}" if until and until > at else ""


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.username) if user else "nobody"
