from collections.abc import Iterable
from typing import Any

from articles.body.markup import escape_text
from images.models import Image

from .base import Embed, Placement
from .on_page import OnPage


class PictureEmbed(Embed[Image]):
    kind = "picture"
    label = "Picture"
    template = "embeds/_picture.html"
    missing = "a picture that was deleted or withdrawn, or whose rights have ended"

    def load(self, ids: Iterable[int], page: OnPage) -> dict[int, Image]:
        found = Image.objects.in_bulk(list(ids))
        return {
            pk: each for pk, each in found.items() if each.may_be_shown(page.moment)
        }

    def context(self, target: Image, placement: Placement) -> dict[str, Any]:
        caption = placement.caption or target.caption
        return {"image": target, "caption": caption, "is_wide": placement.is_wide}

    def fallback(self, target: Image, placement: Placement) -> str:
        says = placement.caption or target.caption or target.alt_text
        credit = f"Picture: {target.credit}" if target.credit else ""
        return escape_text(" – ".join(part for part in (says, credit) if part))
