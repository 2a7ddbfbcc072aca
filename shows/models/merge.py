from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .people import Person
from .show import Show


class Merge(models.Model):
    """
    That one show or person was merged into another, by whom, and what came with it.

    Written by `shows.merging` and `shows.parting` alone; never deleted, so that it says
    who merged and who parted long after.
    """

    show = models.ForeignKey(
        Show, null=True, on_delete=models.CASCADE, related_name="merges"
    )
    into_show = models.ForeignKey(
        Show, null=True, on_delete=models.CASCADE, related_name="took_in"
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="merges"
    )
    into_person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="took_in"
    )
    # As they were called then.
    name = models.CharField("merged", max_length=200)
    into_name = models.CharField("into", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(
        "when", null=True, help_text="Empty: before merges were remembered."
    )
    moved = models.JSONField(
        null=True, help_text="What it did to every row, to be parted by."
    )
    parted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    parted_at = models.DateTimeField(null=True)
    # What parting could not put back, in words.
    left = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    show__isnull=False,
                    into_show__isnull=False,
                    person__isnull=True,
                    into_person__isnull=True,
                )
                | Q(
                    show__isnull=True,
                    into_show__isnull=True,
                    person__isnull=False,
                    into_person__isnull=False,
                ),
                name="shows_merge_is_of_two_shows_or_two_people",
            ),
            models.UniqueConstraint(
                fields=["show"],
                condition=Q(parted_at__isnull=True),
                name="shows_show_is_merged_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(parted_at__isnull=True),
                name="shows_person_is_merged_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} into {self.into_name}"

    @property
    def row(self) -> Show | Person:
        """The one that was merged away."""
        row = self.show or self.person
        assert row is not None  # noqa: S101  by constraint
        return row

    @property
    def kept(self) -> Show | Person:
        row = self.into_show or self.into_person
        assert row is not None  # noqa: S101  by constraint
        return row
