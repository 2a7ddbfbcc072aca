"""
What was on record at an earlier moment: the facts of a day as they were told on it, not
as news that was recorded late tells them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ..models import Announcement, Fact, Season
from ..timeline import windows
from .rewriting import facts_of

TOLD_WITH = ("show", "season", "part", "platform", "trailer", "person__portrait")


@dataclass(frozen=True)
class Record:
    """The announcements of some shows, of which any moment knew some."""

    announcements: dict[int, list[Announcement]]
    # Of their seasons, by primary key.
    numbers: dict[int, int]
    _facts: dict[tuple[int, datetime], list[Fact]] = field(default_factory=dict)

    def facts(self, show: int, by: datetime) -> list[Fact]:
        """The facts of a show, not saved, as if nothing had been recorded since."""
        if (show, by) not in self._facts:
            told = [
                announcement
                for announcement in self.announcements.get(show, ())
                if announcement.recorded_at <= by
            ]
            self._facts[show, by] = self._put_together(show, told)
        return self._facts[show, by]

    def _put_together(self, show: int, told: list[Announcement]) -> list[Fact]:
        by_pk = {announcement.pk: announcement for announcement in told}
        facts = facts_of(show, windows(told, self.numbers))
        for fact in facts:
            # What is printed of it was read with the announcement.
            said = by_pk[fact.announcement_id]
            fact.announcement, fact.show = said, said.show
            fact.season = said.season if fact.season_id else None
            fact.part = said.part if fact.part_id else None
            fact.platform = said.platform if fact.platform_id else None
            fact.trailer = said.trailer if fact.trailer_id else None
            fact.person = said.person if fact.person_id else None
        return sorted(facts, key=lambda fact: (fact.slot, fact.valid_from))


def load_record(shows: Iterable[int]) -> Record:
    """All that was ever announced about these shows, in two queries."""
    announcements: dict[int, list[Announcement]] = {show: [] for show in shows}
    rows = Announcement.objects.filter(show__in=announcements)
    for announcement in rows.select_related(*TOLD_WITH):
        announcements[announcement.show_id].append(announcement)
    seasons = Season.objects.filter(show__in=announcements)
    return Record(announcements, dict(seasons.values_list("pk", "number")))


def has_late(facts: Iterable[Fact], at: datetime, by: datetime) -> bool:
    """Whether any of these that holds at a moment was recorded after another one."""
    return any(
        fact.announcement.recorded_at > by
        for fact in facts
        if fact.valid_from <= at and (fact.valid_until is None or at < fact.valid_until)
    )
