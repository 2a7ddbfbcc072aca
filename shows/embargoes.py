"""
The steps of an embargo: make, move, lift now, cancel.

Everything that stands under it goes along in one transaction or not at all, whichever
app it belongs to (see `holders`). It needs no step to lift at its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from . import facts, wording
from .holders import HOLDERS, Held
from .models import NEVER, Announcement, Embargo


@dataclass(frozen=True)
class Group:
    """What stands under an embargo, of one kind."""

    label: str
    things: list[Held]


def everything_under(embargo: Embargo) -> list[Group]:
    return [Group(holder.label, holder.under(embargo)) for holder in HOLDERS]


def make(*, by: AbstractUser, name: str, lifts_at: datetime, note: str = "") -> Embargo:
    """A moment still to come, under a name; raises `ValidationError` for one that passed."""
    _allow(by, "shows.add_embargo", "make embargoes")
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": "Give it a name by which the desk knows it."})
    _refuse_past(lifts_at)
    return Embargo.objects.create(
        name=name, lifts_at=lifts_at, note=note.strip(), made_by_id=by.pk
    )


@transaction.atomic
def move(embargo: Embargo, *, by: AbstractUser, to: datetime) -> Embargo:
    """Let it lift at another moment that is still to come, and all that waits for it."""
    _refuse_past(to)
    return _move(embargo, by, to, lifting=False)


@transaction.atomic
def lift(embargo: Embargo, *, by: AbstractUser) -> Embargo:
    """Let readers know now of everything that waits for it."""
    return _move(embargo, by, timezone.now(), lifting=True)


@transaction.atomic
def cancel(embargo: Embargo, *, by: AbstractUser, reason: str) -> Embargo:
    """
    Nothing of it comes out: news is withdrawn before readers knew of it, stories go back
    to being drafts.
    """
    embargo = _standing(embargo, by)
    if not reason.strip():
        raise ValidationError({"reason": "Say why, for whoever worked on it."})
    embargo.cancelled_at = timezone.now()
    embargo.cancelled_because = reason.strip()
    embargo.changed_by_id = by.pk
    for holder in HOLDERS:
        holder.cancel(embargo, by=by, reason=reason.strip())
    embargo.save()
    return embargo


def _move(
    embargo: Embargo, by: AbstractUser, to: datetime, *, lifting: bool
) -> Embargo:
    embargo = _standing(embargo, by)
    embargo.lifts_at = to
    embargo.changed_by_id = by.pk
    embargo.save()
    for holder in HOLDERS:
        holder.move(embargo, to, by=by, lifting=lifting)
    return embargo


def _standing(embargo: Embargo, by: AbstractUser) -> Embargo:
    _allow(by, "shows.change_embargo", "move or cancel embargoes")
    locked = Embargo.objects.select_for_update().get(pk=embargo.pk)
    if locked.cancelled_at:
        raise ValidationError(f"“{locked}” was cancelled already.")
    if locked.lifts_at <= timezone.now():
        raise ValidationError(f"“{locked}” has lifted already; readers know.")
    return locked


def _refuse_past(moment: datetime) -> None:
    if moment <= timezone.now():
        raise ValidationError({"lifts_at": "That has passed. Choose a coming moment."})
    if moment >= NEVER:
        raise ValidationError({"lifts_at": "That is too far ahead."})


def _allow(by: AbstractUser, permission: str, verb: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(f"{by} may not {verb}.")


class NewsUnderEmbargo:
    """Announcements under an embargo; see `holders.Holder`."""

    label = "News"

    def under(self, embargo: Embargo) -> list[Held]:
        news = Announcement.objects.filter(embargo=embargo).for_timeline()
        news = news.exclude(kind=Announcement.Kind.WITHDRAWAL)
        return [
            Held(
                words=f"{wording.subject_in_words(each)}: {each}",
                url=reverse("admin:shows_announcement_change", args=[each.pk]),
                said="withdrawn" if hasattr(each, "withdrawal") else each.source_name,
            )
            for each in news.select_related("show", "withdrawal")
        ]

    def move(
        self, embargo: Embargo, to: datetime, *, by: AbstractUser, lifting: bool
    ) -> None:
        facts.move(self._waiting(embargo), to)

    def cancel(self, embargo: Embargo, *, by: AbstractUser, reason: str) -> None:
        for announcement in self._waiting(embargo):
            facts.withdraw(announcement, by=by, reason=reason)

    def known_to(self, user: AbstractUser) -> QuerySet[Any, Any]:
        # Whoever recorded it is an editor, and knows.
        return Embargo.objects.none().values("pk")

    def _waiting(self, embargo: Embargo) -> list[Announcement]:
        news = Announcement.objects.filter(embargo=embargo, withdrawal=None)
        news = news.exclude(kind=Announcement.Kind.WITHDRAWAL)
        # Those that never come out (`NEVER`) wait for nothing.
        return list(news.filter(public_from__lt=NEVER).select_related("show"))
