"""Who has a story, what is picked for one, or a layout open. A courtesy, never a lock."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from articles.models import (
    Article,
    Layout,
    LayoutPresence,
    Presence,
    Selection,
    SelectionPresence,
)
from authors.models import User

# Browsers let a hidden tab speak once a minute, so two silences in a row mean that it
# was closed; and whoever closed it is gone for everybody within 150 seconds.
EXPIRES_AFTER = timedelta(seconds=130)
MOST_NAMED = 10
# What can be open; all have `presences`.
Open = Presence | SelectionPresence | LayoutPresence
Subject = Article | Selection | Layout
SWEPT_AFTER = timedelta(days=1)
SWEPT_AT_ONCE = 200


@dataclass(frozen=True)
class Present:
    """A person who has it open, in however many tabs."""

    name: str
    is_self: bool
    minutes: int

    @property
    def who(self) -> str:
        if self.is_self:
            return "You have this open in another tab too"
        return f"{self.name} is editing this"

    def __str__(self) -> str:
        since = f"{self.minutes} min" if self.minutes else "less than 1 min"
        return f"{self.who}, {since}"


def announce(user: User, subject: Subject, tab: uuid.UUID, at: datetime) -> None:
    """Say that this tab is still open."""
    rows = subject.presences.filter(user=user, tab=tab)
    if rows.update(seen_at=at):
        return
    owner: dict[str, Any] = {subject.presences.field.name: subject}  # type: ignore[union-attr]
    new: Any = rows.model(user=user, tab=tab, since=at, seen_at=at, **owner)
    rows.model._default_manager.bulk_create([new], ignore_conflicts=True)
    _sweep(rows.model, at)


def leave(user: User, subject: Subject, tab: uuid.UUID) -> None:
    subject.presences.filter(user=user, tab=tab).delete()


def others(
    subject: Subject, user: User, at: datetime, *, tab: uuid.UUID | None = None
) -> list[Present]:
    """Who else has it open, those who came first first; own other tabs last."""
    present: Any = subject.presences.filter(
        seen_at__gt=at - EXPIRES_AFTER, user__is_active=True
    )
    if tab:
        present = present.exclude(user=user, tab=tab)
    rows = present.select_related("user").order_by("since")[:100]
    return _by_person(rows, user, at)


def _by_person(rows: Iterable[Open], user: User, at: datetime) -> list[Present]:
    first: dict[int, Open] = {}
    for row in rows:
        first.setdefault(row.user_id, row)
    people = [
        Present(
            row.user.get_full_name() or row.user.get_username(),
            row.user_id == user.pk,
            max(int((at - row.since).total_seconds() // 60), 0),
        )
        for row in first.values()
    ]
    return sorted(people, key=lambda present: present.is_self)[:MOST_NAMED]


def _sweep(model: Any, at: datetime) -> None:
    """Rows of browsers that never said goodbye; a few at a time, when one comes."""
    old = model._default_manager.filter(seen_at__lt=at - SWEPT_AFTER)
    stale = list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    if stale:
        model._default_manager.filter(pk__in=stale).delete()
