"""What goes on in the story form before anything is saved."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from .article import Article


class Autosave(models.Model):
    """
    What one person has typed into one opened form and not saved: a rolling draft.

    It never touches the article and never becomes a version by itself; saving the
    form deletes it. Two tabs of one person have one each, so that neither writes
    over what was typed in the other.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="autosaves"
    )
    article = models.ForeignKey(
        Article,
        # Unsaved words outlive the story they were meant for.
        models.SET_NULL,
        null=True,
        related_name="autosaves",
        help_text="Empty for a story that was not saved yet, or was deleted since.",
    )
    key = models.UUIDField(
        default=uuid.uuid4, help_text="Made by the page, one for each time it is open."
    )
    base_number = models.PositiveIntegerField(
        default=0, help_text="The version the form was opened on."
    )
    typed = models.JSONField(
        default=list, help_text="The fields of the form, a list of [name, value]."
    )
    sequence = models.PositiveBigIntegerField(
        default=0,
        help_text="Counts up in the browser, so that a late request changes nothing.",
    )
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="articles_one_autosave_per_opened_form"
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "article", "-saved_at"],
                name="articles_unsaved_newest_first",
            )
        ]

    def __str__(self) -> str:
        return f"What {self.user} typed"


class Presence(models.Model):
    """Somebody has a story open in one tab. A courtesy, never a lock."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences"
    )
    tab = models.UUIDField(help_text="Made by the page, one for each time it is open.")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user", "tab"], name="articles_one_presence_per_tab"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} has {self.article_id} open"
