"""
The steps a story takes, each with its permission, its checks and its lock.

Nothing else writes windows. Every step takes `by=`, locks the article's row, runs in
one transaction and raises `PermissionDenied` or `ValidationError` with a sentence for
the person who asked. `at` is the moment a step counts from: it defaults to now, and
only the demo and imports pass a past one, which must not lie before any boundary
that the story's windows already have.
"""

from .addresses import UNTITLED, change_address, clean_address, unique_address
from .drafting import (
    StaleBase,
    delete,
    restore,
    return_to_writer,
    save_version,
    settle,
    start,
    submit,
)
from .going_live import cancel_schedule, publish, schedule
from .live_changes import Fix, correct, fix_live
from .stepping import spoken
from .takedown import retract, unpublish

__all__ = [
    "Fix",
    "StaleBase",
    "UNTITLED",
    "cancel_schedule",
    "change_address",
    "clean_address",
    "correct",
    "delete",
    "fix_live",
    "publish",
    "restore",
    "retract",
    "return_to_writer",
    "save_version",
    "schedule",
    "settle",
    "spoken",
    "start",
    "submit",
    "unique_address",
    "unpublish",
]
