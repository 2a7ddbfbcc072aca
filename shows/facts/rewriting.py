"""The fact rows of a show, written off its announcements, and when they next change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min

from ..models import NEVER, Announcement, Fact, Show
from ..timeline import Window, windows


@dataclass(frozen=True)
class Rewritten:
    """The fact rows that a step took away and made."""

    removed: list[Fact]
    added: list[Fact]


def rewrite(show: Show, of: Iterable[Announcement] | None = None) -> Rewritten:
    """
    Make the facts of a show what its announcements say, future steps included.

    Rows that are right already stay, so writing twice changes nothing.
    """
    announcements = show.announcements.all() if of is None else of
    wanted = {
        _columns(fact): fact
        for fact in facts_of(
            show.pk,
            windows(announcements, dict(show.seasons.values_list("pk", "number"))),
        )
    }
    stored = {_columns(fact): fact for fact in show.facts.all()}
    removed = [fact for key, fact in stored.items() if key not in wanted]
    added = [fact for key, fact in wanted.items() if key not in stored]
    if removed:
        Fact.objects.filter(pk__in=[fact.pk for fact in removed]).delete()
    Fact.objects.bulk_create(added)
    return Rewritten(removed, added)


def facts_of(show_id: int, runs: list[Window]) -> list[Fact]:
    """The windows of one show as rows, not saved."""
    return [
        Fact(
            show_id=show_id,
            season_id=run.value.season_id,
            part_id=run.value.part_id,
            field=run.value.field,
            slot=run.value.slot,
            value=run.value.value,
            date=run.value.date,
            precision=run.value.precision,
            moment=run.value.moment,
            zone=run.value.zone,
            number=run.value.number,
            platform_id=run.value.platform_id,
            territory=run.value.territory,
            trailer_id=run.value.trailer_id,
            person_id=run.value.person_id,
            character=run.value.character,
            job=run.value.job,
            certainty=run.value.certainty,
            announcement_id=run.value.announcement_id,
            is_leading=run.is_leading,
            valid_from=run.valid_from,
            valid_until=run.valid_until,
        )
        for run in runs
    ]


def next_change(after: datetime) -> datetime | None:
    """The earliest coming moment at which some fact or timeline reads differently."""
    moments = [
        Fact.objects.filter(valid_from__gt=after).aggregate(Min("valid_from")),
        Fact.objects.filter(valid_until__gt=after).aggregate(Min("valid_until")),
        Announcement.objects.filter(
            public_from__gt=after, public_from__lt=NEVER
        ).aggregate(Min("public_from")),
    ]
    coming = [moment for found in moments for moment in found.values() if moment]
    return min(coming, default=None)


COLUMNS = [
    field.attname for field in Fact._meta.concrete_fields if not field.primary_key
]


def _columns(fact: Fact) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in COLUMNS)
