"""What has to be done for stories now and then; readers never wait for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from .desk import mailing
from .models import Presence
from .news import judging_again

# Somebody who closed the browser is gone after minutes; the row may stay a day.
FORGET_PRESENCE = timedelta(days=1)


def mail_notices(at: datetime) -> str:
    done = mailing.mail_notices()
    told = f"mailed {done.sent}"
    return f"{told}, {done.failed} failed" if done.failed else told


def forget_presences(at: datetime) -> str:
    old = Presence.objects.filter(seen_at__lt=at - FORGET_PRESENCE)
    return f"forgot {old.delete()[0]} old presences"


def judge_claims(at: datetime) -> str:
    """Flags are right without it; it finds what changed behind the back of all."""
    return f"changed {judging_again.judge_daily(at)} flags"


TASKS = {"notices": mail_notices, "presences": forget_presences, "claims": judge_claims}
