from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.body.markup import escape_attribute, escape_text
from articles.models import Article, Version
from articles.models.face import Face
from images.models import Image

from .base import Embed, Placement, shown_at
from .on_page import OnPage


@dataclass(frozen=True)
class ReadMore:
    version: Version
    face: Face
    # None once its rights have ended.
    picture: Image | None


class ReadMoreEmbed(Embed[ReadMore]):
    """A link to another story, by the story's id: it follows every new version."""

    kind = "article"
    label = "Read more"
    template = "embeds/_read_more.html"
    missing = "a read-more link to a story that readers cannot see"

    def load(self, ids: Iterable[int], page: OnPage) -> dict[int, ReadMore]:
        """A story that was merged into another is shown as that one."""
        ids, moment = set(ids), page.moment
        found = self._live(ids, moment)
        if missing := ids - found.keys():
            merged = Article.objects.filter(pk__in=missing)
            into = {
                pk: kept
                for pk, kept in merged.values_list("pk", "merged_into")
                if kept is not None
            }
            kept = self._live(set(into.values()) - found.keys(), moment) if into else {}
            everything = found | kept
            found |= {pk: everything[k] for pk, k in into.items() if k in everything}
        return found

    def _live(self, ids: Iterable[int], moment: datetime) -> dict[int, ReadMore]:
        live = (
            Version.objects.live(moment)
            .listed()
            .filter(article__in=list(ids))
            .for_cards()
        )
        return {
            version.article_id: ReadMore(version, face, shown_at(moment, face.picture))
            for version in live
            for face in [version.face(moment)]
        }

    def context(self, target: ReadMore, placement: Placement) -> dict[str, Any]:
        return {
            "version": target.version,
            "headline": target.face.headline,
            "picture": target.picture,
        }

    def fallback(self, target: ReadMore, placement: Placement) -> str:
        address = escape_attribute(target.version.get_absolute_url())
        headline = target.face.title
        return f'Read more: <a href="{address}">{escape_text(headline)}</a>'
