from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..holders import is_known

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

# From when readers may know what stood under a cancelled embargo.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class EmbargoQuerySet(models.QuerySet["Embargo"]):
    def standing(self, at: datetime) -> Self:
        """Those that have neither lifted nor been cancelled."""
        return self.filter(lifts_at__gt=at, cancelled_at__isnull=True)

    def known_to(self, user: AbstractUser) -> Self:
        """Editors know all; others those that something of theirs stands under."""
        if user.has_perm("shows.view_embargo"):
            return self
        return self.filter(is_known(user, "pk"))


class Embargo(models.Model):
    """
    A named moment shared by announcements, stories and whatever else waits for it.

    It lifts by the clock. `shows.embargoes` alone moves, lifts and cancels it, and all
    that stands under it in the same transaction.
    """

    name = models.CharField(
        max_length=120, help_text="As the desk calls it: Netflix Tudum, season 3"
    )
    lifts_at = models.DateTimeField("lifts", help_text="When readers may know.")
    note = models.TextField(
        blank=True, help_text="Who set it and what was agreed. For the desk."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="embargoes"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    # Who moved, lifted or cancelled it last.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = EmbargoQuerySet.as_manager()

    class Meta:
        ordering = ["lifts_at", "pk"]
        verbose_name_plural = "embargoes"
        indexes = [models.Index(fields=["lifts_at"], name="shows_embargoes_by_moment")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="shows_embargo_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_because=""),
                name="shows_cancelled_embargo_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_standing(self, at: datetime) -> bool:
        return self.cancelled_at is None and at < self.lifts_at
