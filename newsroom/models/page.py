from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from images.moving import free_address, refuse_old_address, settle_address

# What a save of a page holds of it; see `newsroom.pages`.
CONTENT = ("title", "body", "description")


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> Self:
        return self.filter(live__isnull=False)


class Page(models.Model):
    """
    A page about the site itself: who we are, how we work, how to reach us.

    The row holds the working copy. Readers see `live`, the save that was published;
    there is no schedule, for such a page has nothing to wait for.
    """

    class Kind(models.TextChoices):
        ABOUT = "about", "About us"
        STANDARDS = "standards", "Standards and corrections"
        CONTACT = "contact", "Contact"
        MASTHEAD = "masthead", "Masthead"
        OTHER = "other", "Another page"

    kind = models.CharField(
        max_length=12,
        choices=Kind,
        default=Kind.OTHER,
        help_text="There is one of each kind but the last. The masthead lists the "
        "desk below its text by itself; stories and search engines point to the "
        "standards.",
    )
    title = models.CharField(max_length=80)
    slug = models.SlugField(
        max_length=80,
        unique=True,
        blank=True,
        allow_unicode=True,
        help_text="The address of the page. Made from the title when empty. The old "
        "address keeps working.",
    )
    body = models.TextField(blank=True)
    description = models.CharField(
        "search description",
        max_length=200,
        blank=True,
        help_text="One sentence for search engines.",
    )
    footer_position = models.PositiveSmallIntegerField(
        "place in the footer",
        null=True,
        blank=True,
        default=50,
        help_text="Smaller numbers stand first. Empty: not in the footer.",
    )
    latest_number = models.PositiveIntegerField(default=0, editable=False)
    live = models.ForeignKey(
        "PageVersion",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    was_live = models.BooleanField(default=False, editable=False)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["footer_position", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug=""), name="newsroom_page_has_slug"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=~Q(kind="other"),
                name="newsroom_one_page_of_each_kind",
                violation_error_message="There is a page of this kind already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or "slug" in fields:
            settle_address(self, self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def clean(self) -> None:
        if not self.slug:
            self.slug = free_address(self, self.title)
        refuse_old_address(self, self.slug)


class PageVersion(models.Model):
    """What a page was after one save."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    based_on = models.PositiveIntegerField(
        default=0, help_text="The save that its writer had before them."
    )
    title = models.CharField(max_length=80)
    body = models.TextField(blank=True)
    description = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    published_at = models.DateTimeField(
        null=True, help_text="When readers first saw it."
    )

    class Meta:
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page", "number"], name="newsroom_page_version_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, save {self.number}"


class OldPageAddress(models.Model):
    """An address a page once had; see `images.moving`."""

    slug = models.SlugField(max_length=80, allow_unicode=True, unique=True)
    page = models.ForeignKey(Page, models.CASCADE, related_name="old_addresses")
    left_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.slug
