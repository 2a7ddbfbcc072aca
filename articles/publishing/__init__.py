"""
The steps a story takes, each with its permission, its checks and its lock.

Nothing else writes windows. Every step takes `by=`, locks the article's row, runs in
one transaction and raises `PermissionDenied` or `ValidationError` with a sentence for
the person who asked. `at` is the moment a step counts from: it defaults to now, and
only the demo and imports pass a past one, which must not lie before any boundary
that the story's windows already have.
"""

from .addresses import UNTITLED, change_address, clean_address, unique_address
from .checking import confirm_still_true, read_still_true
from .drafting import (
    StaleBase,
    delete,
    mend_links,
    name_version,
    restore,
    save_version,
    settle,
    start,
    straighten,
)
from .embargoes import put_under
from .foreseeing import FixOutlook, foresee_fix
from .going_live import cancel_schedule, publish, schedule
from .late_news import knew_already, late_news, told_before
from .live_changes import Fix, correct, fix_live
from .merging import merge, part, taken_back
from .reviewing import (
    approve,
    distrust,
    plan,
    request_changes,
    submit,
    trust,
    withdraw,
)
from .stepping import spoken
from .takedown import answer, hold, kill, lift_hold, retract, revive, unpublish

__all__ = [
    "Fix",
    "FixOutlook",
    "StaleBase",
    "UNTITLED",
    "answer",
    "approve",
    "cancel_schedule",
    "change_address",
    "clean_address",
    "confirm_still_true",
    "correct",
    "delete",
    "distrust",
    "fix_live",
    "foresee_fix",
    "hold",
    "kill",
    "knew_already",
    "late_news",
    "lift_hold",
    "mend_links",
    "merge",
    "name_version",
    "part",
    "plan",
    "publish",
    "put_under",
    "read_still_true",
    "request_changes",
    "restore",
    "retract",
    "revive",
    "save_version",
    "schedule",
    "settle",
    "spoken",
    "start",
    "straighten",
    "submit",
    "taken_back",
    "told_before",
    "trust",
    "unique_address",
    "unpublish",
    "withdraw",
]
