from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.body.markup import escape_attribute, escape_text
from images.models import Image
from images.prepared import Prepared
from shows.models import Fact, Show
from shows.printing import ShowFacts, load as load_facts
from shows.querysets import CARD

from .base import Embed, Placement, shown_at

SHOWS = Prepared(
    lambda at, *ids: (
        Show.objects.public(at)
        .filter(pk__in=ids)
        .select_related("poster", "merged_into", "merged_into__poster")
        .only(*CARD, *(f"merged_into__{name}" for name in CARD))
    )
)


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

    def load(self, ids: Iterable[int], moment: datetime) -> dict[int, ShowCard]:
        """Two queries. A show that was merged into another is shown as that one."""
        found = {show.pk: show for show in SHOWS(moment, *ids)}
        shows = {pk: show.merged_into or show for pk, show in found.items()}
        facts = load_facts(shows.values(), moment, roles=False)
        return {
            pk: ShowCard(show, shown_at(moment, show.poster), facts[show.pk])
            for pk, show in shows.items()
        }

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
