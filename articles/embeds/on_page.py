"""What a page has loaded already, for the embeds on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from articles.body.live_facts import LiveFacts, load as load_live
from articles.curation import Seen
from images.prepared import Prepared
from shows.cast import load_credits
from shows.models import Announcement, Credit, Show, Trailer
from shows.printing import ShowFacts, load as load_facts
from shows.querysets import CARD

SHOWS = Prepared(
    lambda at, *ids: (
        Show.objects.public(at)
        .filter(pk__in=ids)
        .select_related("poster", "merged_into", "merged_into__poster")
        .only(*CARD, *(f"merged_into__{name}" for name in CARD))
    )
)


@dataclass
class OnPage:
    """
    A page at its moment. What is there at all is decided by that; blocks from facts say
    what was known at `facts_at`.

    Its embeds ask here, and nothing is asked for twice: neither what the page has loaded
    for itself (`known`) nor a show of which it has a card and a block. Shelves leave out
    what the page has `seen`, and add what they show.
    """

    moment: datetime
    facts_at: datetime
    seen: Seen | None = None
    known: LiveFacts | None = None
    _shows: dict[int, Show | None] = field(default_factory=dict)

    def shows(self, ids: Iterable[int]) -> dict[int, Show]:
        """Those readers may know of; one that was merged into another is that one."""
        ids = set(ids)
        if more := ids - self._shows.keys():
            found = {show.pk: show for show in SHOWS(self.moment, *sorted(more))}
            for pk in more:
                show = found.get(pk)
                self._shows[pk] = show and (show.merged_into or show)
        return {pk: show for pk in sorted(ids) if (show := self._shows[pk])}

    def facts(
        self, shows: Iterable[Show], at: datetime, *, roles: bool
    ) -> dict[int, ShowFacts]:
        """As `shows.printing.load`; of the day of the page's text, what was on record."""
        found: dict[int, ShowFacts] = {}
        more = []
        for show in shows:
            if self.known is None or not self.known.knows(show.pk, at, roles=roles):
                more.append(show)
            elif roles:
                found[show.pk] = self.known.of_show(show.pk, at)
            else:
                found[show.pk] = self.known.without_roles(show.pk, at)
        if not more or self.known is None or self.known.recalled_at != at:
            return found | load_facts(more, at, roles=roles)
        # What another show was merged into, which the page has not asked for.
        pks = [show.pk for show in more]
        live = load_live((), moment=at, shows=pks, roles=roles)
        live = live.on_record(at, self.known.recorded_by)
        said = live.of_show if roles else live.without_roles
        return found | {pk: said(pk, at) for pk in pks}

    def news(self, shows: Iterable[int], at: datetime) -> Iterable[Announcement]:
        """What was announced of them by a moment and on record by then, oldest first."""
        rows = Announcement.objects.public(at).filter(show__in=list(shows))
        if self.known and self.known.recalled_at == at:
            rows = rows.filter(recorded_at__lte=self.known.recorded_by)
        return rows.for_timeline().order_by("announced_on", "public_from", "pk")

    def trailers(self, shows: Iterable[int], at: datetime) -> Iterable[Trailer]:
        """What there was to be seen of them by a moment and on record by then."""
        rows = Trailer.objects.public(at).filter(show__in=list(shows))
        if self.known and self.known.recalled_at == at:
            rows = rows.filter(created_at__lte=self.known.recorded_by)
        day = timezone.localdate(at)
        return [
            trailer
            for trailer in rows.select_related("poster")
            if trailer.published_on is None or trailer.published_on <= day
        ]

    def credits(self, shows: Iterable[int]) -> dict[int, list[Credit]]:
        """As `shows.cast.load_credits`."""
        shows = set(shows)
        known = self.known.credits if self.known else {}
        found = {pk: known[pk] for pk in shows & known.keys()}
        more = shows - known.keys()
        return found | load_credits(more, self.moment) if more else found
