"""
What stands beside stories and shows: chosen by editors, completed by finders.

`related_stories` and `watch_next` fill a widget: what an editor picked for the page,
then what shelves placed there hold, then what finders come up with, one after the
other, until it is full. Every `Item` says who chose it and why. Whatever stands on the
page already is passed on as `Seen`, and nothing is offered twice.

`shelf_items` gives one shelf alone, for a slot or a block in a body.
"""

from .chosen import Chosen, chosen_for, shelf_items, shelves_items
from .fill import Filled, fill, related_stories, rules, watch_next
from .items import Finder, Item, Seen
from .places import Place
from .saving import (
    StaleSelection,
    make_shelf,
    replace_everywhere,
    save,
    selection_of,
    take_out,
)

__all__ = [
    "Chosen",
    "Filled",
    "Finder",
    "Item",
    "Place",
    "Seen",
    "StaleSelection",
    "chosen_for",
    "fill",
    "make_shelf",
    "related_stories",
    "replace_everywhere",
    "rules",
    "save",
    "selection_of",
    "shelf_items",
    "shelves_items",
    "take_out",
    "watch_next",
]
