from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from articles.querysets import VersionQuerySet
from images.models import Image
from shows.models import Embargo

from .article import KEPT_CURRENT, Article, Kind, Question
from .content import ContentField
from .disclosure import Disclosure
from .face import Face
from .section import Section

HAS_WINDOW = Q(live_from__isnull=False)


class Version(models.Model):
    """
    A frozen, numbered copy of an article, made by every explicit save.

    Publishing gives it a window: live while `live_from <= moment < live_until`.
    `articles.publishing` alone writes windows; everything else never changes.
    """

    Kind = Kind
    # Roles and names, put there by `VersionQuerySet.with_bylines()`.
    byline_rows: list[list[str]]

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="versions"
    )
    note = models.CharField(
        max_length=200, blank=True, help_text="Why it was made, for the desk."
    )
    name = models.CharField(
        max_length=80, blank=True, help_text="So that the desk finds it again."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    content = ContentField(
        help_text="Everything the form edits, private keys too: see articles.content. "
        "Public pages read the columns below instead."
    )

    kind = models.CharField(max_length=20, choices=Kind)
    question = models.CharField(max_length=20, choices=Question, blank=True)
    headline = models.CharField(max_length=200, blank=True)
    standfirst = models.TextField(blank=True)
    body = models.TextField(blank=True)
    excerpt = models.CharField(
        max_length=300, blank=True, help_text="The beginning of the body as plain text."
    )
    word_count = models.PositiveIntegerField(default=0)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, related_name="versions"
    )
    lead_image = models.ForeignKey(Image, models.PROTECT, null=True, related_name="+")
    lead_caption = models.CharField(max_length=300, blank=True)
    lead_credit = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=200, blank=True)
    rating = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    seo_title = models.CharField(max_length=120, blank=True)
    seo_description = models.CharField(max_length=320, blank=True)
    gives_away = models.CharField(max_length=120, blank=True)
    safe_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Up to then its face is what the four below say: see `Face`.",
    )
    safe_headline = models.CharField(max_length=200, blank=True)
    safe_standfirst = models.TextField(blank=True)
    safe_image = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+"
    )
    disclosure = models.CharField(max_length=20, choices=Disclosure, blank=True)
    disclosed_by = models.CharField(max_length=120, blank=True)
    disclosed_link = models.URLField(max_length=500, blank=True)
    disclosed_text = models.TextField(blank=True)
    paid_sites = models.CharField(max_length=300, blank=True)
    sources = models.JSONField(
        default=list, help_text="A list of {name, url, published_on}."
    )
    live_lines = models.JSONField(
        null=True,
        blank=True,
        help_text="Standfirst and search description as written, where facts stand in "
        "them, and what they say at later moments: see articles.body.lines.",
    )

    live_from = models.DateTimeField(null=True, blank=True)
    live_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Worked out: its own expiry or the start of its successor, "
        "whichever comes first.",
    )
    embargo = models.ForeignKey(
        Embargo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        help_text="Its window begins when this lifts, and moves with it.",
    )
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="Its own expiry, if it has one."
    )
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="The story's first publication."
    )
    updated_at = models.DateTimeField(
        null=True, blank=True, help_text="The last substantive change."
    )
    knew_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When news was on record of which an editor said that the story knew "
        "it: see articles.publishing.late_news.",
    )
    update_reason = models.CharField(
        max_length=200, blank=True, help_text="What changed, for readers."
    )
    retracted = models.BooleanField(default=False)
    retraction_notice = models.TextField(blank=True)
    stopped_because = models.TextField(
        blank=True, help_text="Why its schedule was stopped without a person asking."
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="articles_version_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True)
                | Q(live_from__isnull=False, live_until__gt=models.F("live_from")),
                name="articles_window_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(live_from__isnull=False, live_until__isnull=True),
                name="articles_article_has_one_open_window",
            ),
            models.CheckConstraint(
                condition=Q(live_from__isnull=True)
                | Q(
                    published_at__lte=models.F("live_from"),
                    updated_at__gte=models.F("published_at"),
                ),
                name="articles_window_comes_with_its_stamps",
            ),
            models.CheckConstraint(
                condition=Q(embargo__isnull=True) | HAS_WINDOW,
                name="articles_version_under_embargo_has_a_window",
            ),
            models.CheckConstraint(
                condition=Q(live_from__isnull=True)
                | Q(safe_until__isnull=True)
                | ~Q(safe_headline=""),
                name="articles_protected_story_has_a_safe_headline",
            ),
            models.CheckConstraint(
                condition=Q(retracted=False) | ~Q(retraction_notice=""),
                name="articles_retraction_carries_a_notice",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=HAS_WINDOW,
                name="articles_windows_newest_first",
            ),
            models.Index(
                fields=["section", "-published_at", "-id"],
                condition=HAS_WINDOW,
                name="articles_windows_by_section",
            ),
            models.Index(
                fields=["kind", "-published_at", "-id"],
                condition=HAS_WINDOW,
                name="articles_windows_by_kind",
            ),
            models.Index(
                fields=["-updated_at", "-id"],
                condition=HAS_WINDOW,
                name="articles_windows_last_updated",
            ),
            models.Index(
                fields=["article", "live_from"], name="articles_story_windows"
            ),
            models.Index(fields=["live_from"], name="articles_window_starts"),
            models.Index(fields=["live_until"], name="articles_window_ends"),
            models.Index(
                fields=["safe_until"],
                condition=Q(safe_until__isnull=False),
                name="articles_protected_until",
            ),
            models.Index(
                fields=["article"],
                condition=Q(retracted=True),
                name="articles_retractions",
            ),
            models.Index(
                fields=["article"],
                condition=~Q(stopped_because=""),
                name="articles_stopped_schedules",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline or 'Untitled story'}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("articles:article-detail", kwargs={"slug": self.article.slug})

    def is_live(self, at: datetime) -> bool:
        return bool(
            self.live_from
            and self.live_from <= at
            and (self.live_until is None or at < self.live_until)
        )

    def is_protected(self, at: datetime | None) -> bool:
        """Whether it still gives something away that must stand on its page alone."""
        return self.safe_until is not None and (at is None or at < self.safe_until)

    def face(self, at: datetime | None) -> Face:
        return Face(self, at)

    @property
    def day(self) -> datetime | None:
        """
        The moment of which it says what was known. Nothing for what is kept current or
        still a draft.
        """
        if self.kind in KEPT_CURRENT or self.published_at is None:
            return None
        return max(self.knew_at or self.published_at, self.published_at)

    @property
    def recorded_by(self) -> datetime | None:
        """
        Since when it says what it says: what was recorded later changes nothing in it,
        whatever day it is of.
        """
        if self.day is None:
            return None
        moments = (self.day, self.live_from, self.created_at)
        return max(moment for moment in moments if moment)

    @property
    def was_updated(self) -> bool:
        """Whether a substantive change followed the first publication."""
        return bool(
            self.updated_at
            and self.published_at
            and self.updated_at > self.published_at
        )

    def line(self, name: str, at: datetime | None) -> str:
        """The standfirst or search description as cards print it at a moment."""
        said: str = getattr(self, name)
        if at is None:
            return said
        for later in (self.live_lines or {}).get("later", ()):
            if datetime.fromisoformat(later["from"]) <= at:
                said = later[name]
        return said

    @property
    def modified_at(self) -> datetime | None:
        """For machines, which want one for every story: never before it was published."""
        return self.updated_at if self.was_updated else self.published_at

    @property
    def is_sponsored(self) -> bool:
        return self.disclosure == Disclosure.SPONSORED

    @property
    def label(self) -> str:
        """The word that goes wherever the headline goes; empty for what needs none."""
        return "Sponsored" if self.is_sponsored else ""

    def labelled(self, text: str) -> str:
        """A headline or title for places that print nothing beside it."""
        return f"{self.label}: {text}" if self.label else text

    @property
    def page_title(self) -> str:
        return self.seo_title or self.headline

    @property
    def page_description(self) -> str:
        return self.seo_description or self.standfirst or self.excerpt
