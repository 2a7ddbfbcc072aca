from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from .article import Article


class Verb(models.TextChoices):
    # Logged only when it is refused: the history tells of every save.
    SAVE = "save", "saved"
    SUBMIT = "submit", "submitted"
    WITHDRAW = "withdraw", "withdrew from review"
    REQUEST_CHANGES = "request_changes", "asked for changes"
    APPROVE = "approve", "approved"
    PUBLISH = "publish", "published"
    SCHEDULE = "schedule", "scheduled"
    CANCEL_SCHEDULE = "cancel_schedule", "cancelled the schedule"
    FIX = "fix", "fixed the live story"
    CORRECT = "correct", "corrected"
    CHECK = "check", "confirmed that it still holds"
    KNEW = "knew", "said that it knew some news"
    UNPUBLISH = "unpublish", "unpublished"
    RETRACT = "retract", "retracted"
    KILL = "kill", "killed"
    REVIVE = "revive", "revived"
    HOLD = "hold", "put under legal hold"
    LIFT_HOLD = "lift_hold", "lifted the legal hold"
    RESTORE = "restore", "restored"
    SETTLE = "settle", "settled the draft"
    ADDRESS = "address", "changed the address"
    MERGE = "merge", "merged it into another"
    PART = "part", "parted it from another"
    DELETE = "delete", "deleted"
    PLAN = "plan", "planned"
    EMBARGO = "embargo", "changed the embargo"
    TRUST = "trust", "trusted"
    DISTRUST = "distrust", "trusted no longer"
    NAME = "name", "named a version"
    SHARE = "share", "made a preview link"
    REVOKE = "revoke", "took a preview link back"
    PICK = "pick", "changed the picks"


# What somebody tried, where the value of the verb does not read as one.
ATTEMPTS: dict[str, str] = {
    Verb.REQUEST_CHANGES: "ask for changes",
    Verb.CANCEL_SCHEDULE: "cancel the schedule",
    Verb.FIX: "fix the live story",
    Verb.CHECK: "confirm that it still holds",
    Verb.KNEW: "say that it knew some news",
    Verb.HOLD: "put it under legal hold",
    Verb.LIFT_HOLD: "lift the legal hold",
    Verb.SETTLE: "settle the draft",
    Verb.ADDRESS: "change the address",
    Verb.EMBARGO: "change the embargo",
    Verb.MERGE: "merge it into another",
    Verb.PART: "part it from another",
    Verb.TRUST: "trust a writer with it",
    Verb.DISTRUST: "trust a writer no longer",
    Verb.NAME: "name a version",
    Verb.SHARE: "make a preview link",
    Verb.REVOKE: "take a preview link back",
    Verb.PICK: "change the picks",
}


class LogQuerySet(models.QuerySet["LogLine"]):
    """Append-only: what happened is not rewritten."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The log is append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("The log is append-only.")


class LogLine(models.Model):
    """Who did what to which story, or tried to. It outlives the story."""

    Verb = Verb

    article = models.ForeignKey(
        Article,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="log_lines",
        help_text="The story, which may have been deleted since. Empty for what is "
        "no story, as a shelf.",
    )
    headline = models.CharField(
        max_length=200, blank=True, help_text="What it was called then."
    )
    verb = models.CharField(max_length=20, choices=Verb)
    detail = models.TextField(blank=True)
    version_number = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    refused = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = LogQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "log line"
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["article", "-id"], name="articles_log_of_story"),
            models.Index(fields=["by", "-id"], name="articles_log_of_person"),
            models.Index(fields=["verb", "-id"], name="articles_log_of_verb"),
            models.Index(fields=["at"], name="articles_log_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.deed}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The log is append-only.")

    @property
    def deed(self) -> str:
        """What was done or tried, to be read after a name."""
        if self.refused:
            return f"tried to {ATTEMPTS.get(self.verb, self.verb)}"
        return self.get_verb_display()
