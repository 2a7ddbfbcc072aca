"""
The home page and the fronts of sections: slots, layouts, and when they stand.

`compose` gives a front as readers see it at a moment. The steps (`draft`, `save`,
`apply`, `schedule`, `undo` and the others) are all that writes layouts.
"""

from .composing import FrontPage, compose, compose_draft
from .steps import (
    apply,
    cancel,
    discard,
    draft,
    front_of,
    home,
    make_lead,
    rename,
    save,
    schedule,
    undo,
)

__all__ = [
    "FrontPage",
    "apply",
    "cancel",
    "compose",
    "compose_draft",
    "discard",
    "draft",
    "front_of",
    "home",
    "make_lead",
    "rename",
    "save",
    "schedule",
    "undo",
]
