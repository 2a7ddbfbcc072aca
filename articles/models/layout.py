"""What stands where on the home page and the fronts of sections, and when."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from articles.querysets import LayoutWindowQuerySet

from .article import Article, Kind as StoryKind
from .curation import Selection
from .rows import Row
from .section import Section


class Front(models.Model):
    """A page that is laid out: the home page, or the front of a section."""

    section = models.OneToOneField(
        Section, models.CASCADE, null=True, related_name="front"
    )
    is_home = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_home", "section__position", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(is_home=True, section__isnull=True)
                | Q(is_home=False, section__isnull=False),
                name="articles_front_is_home_or_of_a_section",
            ),
            models.UniqueConstraint(
                fields=["is_home"],
                condition=Q(is_home=True),
                name="articles_there_is_one_home_page",
            ),
        ]

    def __str__(self) -> str:
        return str(self.section) if self.section else "Home page"

    def get_absolute_url(self) -> str:
        return self.section.get_absolute_url() if self.section else reverse("home")

    @property
    def key(self) -> str:
        """What addresses of the desk call it."""
        return str(self.section_id) if self.section_id else "home"


class Layout(models.Model):
    """
    Everything that stands on one front, applied whole.

    A draft until a window of it has begun; from then on it never changes, and whoever
    changes the page makes the next one. `articles.layouts` alone writes these rows.
    """

    front = models.ForeignKey(Front, models.CASCADE, related_name="layouts")
    name = models.CharField(max_length=80, blank=True, help_text="For the desk.")
    occasion = models.CharField(
        max_length=80,
        blank=True,
        help_text="Alternatives that are prepared for one occasion carry its name: "
        "“Awards night”.",
    )
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_discarded = models.BooleanField(default=False)
    latest_number = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()
    touched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        default_permissions = ["view", "change"]

    def __str__(self) -> str:
        return self.name or f"Layout {self.pk}"


class LayoutWindow(models.Model):
    """
    When a layout is what readers see: while `live_from <= moment < live_until`.

    Of one front, no two windows overlap.
    """

    front = models.ForeignKey(Front, models.CASCADE, related_name="windows")
    layout = models.ForeignKey(Layout, models.PROTECT, related_name="windows")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    resumes = models.BooleanField(
        default=False,
        help_text="It returns because what was scheduled over it ends.",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = LayoutWindowQuerySet.as_manager()

    class Meta:
        ordering = ["-live_from", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["front", "live_from"], name="articles_layouts_of_front"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gt=F("live_from")),
                name="articles_layout_window_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["front"],
                condition=Q(live_until__isnull=True),
                name="articles_front_has_one_open_window",
            ),
            models.UniqueConstraint(
                fields=["front", "live_from"],
                name="articles_windows_of_a_front_begin_apart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.layout_id} on {self.front_id} from {self.live_from}"


class Slot(Row):
    """One place on a front: what fills it when nothing is pinned, and how much."""

    class Kind(models.TextChoices):
        LEAD = "lead", "Lead"
        SIDE = "side", "Beside the lead"
        ROW = "row", "Row of the newest"
        KIND = "kind", "Stories of one kind"
        SECTION = "section", "One section"
        SECTIONS = "sections", "All sections"
        UPDATED = "updated", "Recently updated"
        PREMIERES = "premieres", "Coming premieres"
        SHELF = "shelf", "Shelf"

    layout = models.ForeignKey(Layout, models.CASCADE, related_name="slots")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=60, blank=True)
    size = models.PositiveSmallIntegerField(help_text="How many stories stand in it.")
    beside = models.BooleanField(
        default=False, help_text="It stands to the right of the one before it."
    )
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    story_kind = models.CharField(max_length=20, choices=StoryKind, blank=True)
    shelf = models.ForeignKey(
        Selection,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Or else whatever shelves are placed on the page.",
    )

    class Meta(Row.Meta):
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["layout", "uid"], name="articles_slot_uid_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class SlotPin(Row):
    """A story that an editor put into a slot, in order."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="pins")
    article = models.ForeignKey(Article, models.CASCADE, related_name="pinned_in")
    reason = models.CharField(
        max_length=120, blank=True, help_text="Why it stands there, for the desk."
    )
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta(Row.Meta):
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "uid"], name="articles_slot_pin_uid_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="articles_slot_pin_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.slot_id}"


class LayoutSave(models.Model):
    """What a layout was after one save: the base that changes are merged on."""

    layout = models.ForeignKey(Layout, models.CASCADE, related_name="saves")
    number = models.PositiveIntegerField()
    content = models.JSONField(help_text="See articles.layouts.content.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True, help_text="What it changed, in words.")

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["layout", "number"], name="articles_layout_save_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"Save {self.number} of layout {self.layout_id}"


class LayoutPresence(models.Model):
    """Somebody has a layout open in one tab. A courtesy, never a lock."""

    layout = models.ForeignKey(Layout, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    tab = models.UUIDField(help_text="Made by the page, one for each time it is open.")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["layout", "user", "tab"],
                name="articles_one_layout_presence_per_tab",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} has layout {self.layout_id} open"


class FrontLogQuerySet(models.QuerySet["FrontLine"]):
    """Append-only, as the log of stories."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The log is append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("The log is append-only.")


class FrontLine(models.Model):
    """Who did what to which front."""

    class Verb(models.TextChoices):
        DRAFT = "draft", "began"
        SAVE = "save", "saved"
        APPLY = "apply", "put live"
        SCHEDULE = "schedule", "scheduled"
        CANCEL = "cancel", "cancelled the schedule of"
        UNDO = "undo", "brought back"
        DISCARD = "discard", "discarded"
        LEAD = "lead", "changed the lead of"

    front = models.ForeignKey(Front, models.CASCADE, related_name="lines")
    layout = models.ForeignKey(Layout, models.CASCADE, related_name="lines")
    verb = models.CharField(max_length=10, choices=Verb)
    detail = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = FrontLogQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.by} {self.get_verb_display()} {self.layout}"
