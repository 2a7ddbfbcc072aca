from collections.abc import Iterable
from datetime import datetime
from typing import Any

from articles.markup import escape_attribute, escape_text
from articles.models import Version
from articles.querysets import HEAVY

from .base import Embed, Placement


class ReadMoreEmbed(Embed[Version]):
    """A link to another story, by the story's id: it follows every new version."""

    kind = "article"
    label = "Read more"
    template = "embeds/_read_more.html"
    missing = "a read-more link to a story that readers cannot see"

    def load(self, ids: Iterable[int], moment: datetime) -> dict[int, Version]:
        live = (
            Version.objects.live(moment)
            .listed()
            .filter(article__in=list(ids))
            .select_related("article", "lead_image")
            .defer(*HEAVY, *Version.objects.all()._heavy_article_columns())
        )
        return {version.article_id: version for version in live}

    def context(self, target: Version, placement: Placement) -> dict[str, Any]:
        return {"version": target}

    def fallback(self, target: Version, placement: Placement) -> str:
        address = escape_attribute(target.get_absolute_url())
        return f'Read more: <a href="{address}">{escape_text(target.headline)}</a>'
