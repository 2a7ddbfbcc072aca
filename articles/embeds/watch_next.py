from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.body.markup import escape_attribute, escape_text
from articles.curation import Item, shelves_items
from images.models import Image

from .base import Embed, Placement, shown_at
from .on_page import OnPage


@dataclass(frozen=True)
class ShelfItem:
    item: Item
    title: str
    # None once its rights have ended.
    picture: Image | None

    @property
    def address(self) -> str:
        target = self.item.show or self.item.version
        return target.get_absolute_url() if target else ""


@dataclass(frozen=True)
class ShelfBlock:
    title: str
    items: list[ShelfItem]


class WatchNextEmbed(Embed[ShelfBlock]):
    """A shelf inside a story, by its key: it says what the shelf says now."""

    kind = "watch-next"
    label = "What to watch next"
    template = "embeds/_watch_next.html"
    missing = "a shelf that is retired, or on which readers see nothing"

    def load(self, ids: Iterable[int], page: OnPage) -> dict[int, ShelfBlock]:
        """Three queries, without what the page shows elsewhere."""
        at = page.moment
        found = shelves_items(list(ids), at, page.seen)
        return {
            pk: ShelfBlock(items[0].shelf, [_shown(item, at) for item in items])
            for pk, items in found.items()
            if items
        }

    def context(self, target: ShelfBlock, placement: Placement) -> dict[str, Any]:
        return {"title": target.title, "items": target.items}

    def fallback(self, target: ShelfBlock, placement: Placement) -> str:
        links = ", ".join(
            f'<a href="{escape_attribute(each.address)}">{escape_text(each.title)}</a>'
            for each in target.items
        )
        return f"{escape_text(target.title)}: {links}"


def _shown(item: Item, moment: datetime) -> ShelfItem:
    title, picture = item.title, item.show.poster if item.show else None
    if item.version:
        face = item.version.face(moment)
        title, picture = face.title, face.picture
    return ShelfItem(item, title, shown_at(moment, picture))
