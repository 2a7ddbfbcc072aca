from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .article import Article
from .version import Version

# However long somebody asks for: a link that is passed around stops after three days.
LONGEST = timedelta(hours=72)
LONGEST_LABEL = 100


def new_token() -> str:
    """256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: datetime) -> Self:
        """
        Links that show their version at a moment.

        A killed story and one under legal hold are shown to nobody outside, and
        whoever left the newsroom leaves no door open behind them.
        """
        return self.filter(
            Q(version__live_from__isnull=True)
            | Q(version__live_from__gt=at)
            | Q(version__live_until__lte=at),
            revoked_at=None,
            expires_at__gt=at,
            created_at__gt=at - LONGEST,
            article__held_at=None,
            made_by__is_active=True,
        ).exclude(article__state=Article.State.KILLED)

    def with_state(self, at: datetime) -> Self:
        """
        With `is_open`, and `has_become_public`: nobody took it back, and readers see
        the story. Both in the query that finds the link.
        """
        live = Version.objects.live(at).filter(article=OuterRef("article"))
        return self.annotate(
            is_open=Exists(self.model.objects.open(at).filter(pk=OuterRef("pk"))),
            has_become_public=Q(revoked_at=None) & Exists(live),
        ).select_related("article")

    def end(self, at: datetime) -> None:
        """Let them work until a moment at most: from then on readers see the story."""
        self.filter(revoked_at=None, expires_at__gt=at).update(expires_at=at)

    def take_back(self, at: datetime) -> None:
        """Stop those that still work, for good."""
        self.filter(revoked_at=None, expires_at__gt=at).update(revoked_at=at)


class PreviewLink(models.Model):
    """A way for somebody without an account to read one version before readers do."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links")
    version = models.ForeignKey(Version, models.CASCADE, related_name="preview_links")
    token = models.CharField(
        max_length=43, unique=True, default=new_token, editable=False
    )
    label = models.CharField(
        "for whom",
        max_length=LONGEST_LABEL,
        help_text="A name, so that it can be taken back.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Link for {self.label}"
