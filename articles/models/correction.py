from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models

from .article import Article
from .version import Version


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def public(self, at: datetime) -> Self:
        return self.filter(published_at__lte=at)


class Correction(models.Model):
    """
    A notice to readers that a published story was wrong, and how.

    Not part of any version: restoring an older text does not take a notice back.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    version = models.ForeignKey(
        Version,
        models.CASCADE,
        related_name="corrections",
        help_text="The version that put it right.",
    )
    notice = models.TextField(max_length=1000)
    published_at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.notice
