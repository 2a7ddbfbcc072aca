from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .article import Article


class Note(models.Model):
    """
    What the desk says to each other about a story. Readers never see it.

    A note is never rewritten and never deleted by itself: who was wrong says so below.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes")
    reply_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    text = models.TextField(max_length=5000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Notice(models.Model):
    """
    Something one person is told, once: on the first screen, and by mail.

    `key` names the event, so that the same one is never told twice.
    """

    class Kind(models.TextChoices):
        MENTION = "mention", "mentioned you"
        REPLY = "reply", "answered your note"
        ASSIGNED = "assigned", "gave you a story"
        CHANGES_REQUESTED = "changes_requested", "asks for changes"
        APPROVED = "approved", "approved your story"
        SCHEDULE_STOPPED = "schedule_stopped", "stopped a schedule"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices"
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=100)
    note = models.ForeignKey(
        Note, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, help_text="When the mail went out.")
    try_at = models.DateTimeField(
        null=True,
        help_text="From when on a mail may be tried. Empty: none is due, or somebody "
        "has begun to send it.",
    )
    tries = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="articles_nobody_is_told_twice"
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "-made_at"],
                condition=Q(seen_at__isnull=True),
                name="articles_unseen_notices",
            ),
            models.Index(
                fields=["try_at"],
                condition=Q(try_at__isnull=False),
                name="articles_notices_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_kind_display()}"
