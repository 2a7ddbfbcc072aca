"""The steps of a story as pages: what it will touch, what it needs, one button."""

from .checking import KnewAlready, StillTrue
from .going_live import CancelSchedule, Publish, UnderEmbargo
from .live_changes import Correct, FixLive
from .other import ChangeAddress, MendLinks, Restore, Straighten
from .reviewing import Approve, RequestChanges, Submit, Trust, Withdraw
from .spoilers import Spoilers
from .step import Step, zone
from .takedown import (
    Answer,
    Hold,
    Kill,
    LiftHold,
    Merge,
    Part,
    Retract,
    Revive,
    Unpublish,
)

STEPS: dict[str, type[Step]] = {
    step.name: step
    for step in (
        Submit,
        Withdraw,
        Approve,
        RequestChanges,
        Publish,
        CancelSchedule,
        UnderEmbargo,
        FixLive,
        Correct,
        Spoilers,
        StillTrue,
        KnewAlready,
        Unpublish,
        Answer,
        Retract,
        Kill,
        Revive,
        Hold,
        LiftHold,
        Trust,
        ChangeAddress,
        Merge,
        Part,
        Restore,
        Straighten,
        MendLinks,
    )
}

__all__ = ["STEPS", "Step", "zone"]
