from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from articles.body.markup import escape_attribute, escape_text
from images.models import Image
from shows.models import Fact, Show
from shows.printing import ShowFacts

from .base import Embed, Placement, shown_at
from .on_page import OnPage


@dataclass(frozen=True)
class ShowCard:
    show: Show
    # None once its rights have ended.
    poster: Image | None
    facts: ShowFacts


class ShowCardEmbed(Embed[ShowCard]):
    kind = "show"
    label = "Show card"
    template = "embeds/_show_card.html"
    missing = "a show card whose show readers cannot see"
    prints = (Fact.Field.STATUS, Fact.Field.RELEASE_DATE, Fact.Field.PLATFORM)

    def load(self, ids: Iterable[int], page: OnPage) -> dict[int, ShowCard]:
        """Two queries at most. What was merged into another is shown as that one."""
        shows = page.shows(ids)
        facts = page.facts(shows.values(), page.moment, roles=False)
        return {
            pk: ShowCard(show, shown_at(page.moment, show.poster), facts[show.pk])
            for pk, show in shows.items()
        }

    def present(self, ids: Iterable[int], page: OnPage) -> Iterable[int]:
        return page.shows(ids)

    def context(self, target: ShowCard, placement: Placement) -> dict[str, Any]:
        return {
            "show": target.show,
            "poster": target.poster,
            "facts": target.facts,
        }

    def fallback(self, target: ShowCard, placement: Placement) -> str:
        address = escape_attribute(target.show.get_absolute_url())
        link = f'<a href="{address}">{escape_text(target.show.title)}</a>'
        return f"{link} ({target.show.year})" if target.show.year else link
