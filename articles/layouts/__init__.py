"""
The home page and the fronts of sections: slots, layouts, and when they stand.

`compose` gives a front as readers see it at a moment. The steps (`draft`, `save`,
`apply`, `schedule`, `undo` and the others) are all that writes layouts.
"""

from .composing import compose, compose_draft
from .front_page import FrontPage
from .going_live import apply, cancel, make_lead, schedule, undo
from .steps import discard, draft, front_of, home, save

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
    "save",
    "schedule",
    "undo",
]
