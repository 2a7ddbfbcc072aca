"""Where things stood once, and what leads on from there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from taggit.models import Tag

from images.fields import AddressField

from .article import Article
from .section import Section


class OldAddress(models.Model):
    """
    An address that a story once had in public; it redirects for good.

    It points at the story, not at another address, so chains collapse by
    themselves and loops cannot form.
    """

    slug = AddressField(max_length=150, unique=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="old_addresses")
    left_at = models.DateTimeField(help_text="When the story moved away from it.")

    class Meta:
        verbose_name_plural = "old addresses"
        ordering = ["-left_at"]

    def __str__(self) -> str:
        return self.slug


class OldSectionAddress(models.Model):
    """An address a section once had; see `images.moving`."""

    slug = AddressField(max_length=60, unique=True)
    section = models.ForeignKey(Section, models.CASCADE, related_name="old_addresses")
    # Empty: before this was noted.
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "old section addresses"

    def __str__(self) -> str:
        return self.slug


class FormerTag(models.Model):
    """
    A name and an address that a tag had before it was renamed or merged into another.

    Versions hold tags by name, so whoever restores one, or types the former name, gets
    the tag that stands for it now. `articles.addresses.retagging` alone writes these.
    """

    name = models.CharField(max_length=100, blank=True)
    # As names are compared. None where only the other one of them was former.
    folded = models.CharField(max_length=100, unique=True, null=True, blank=True)
    slug = AddressField(max_length=100, unique=True, null=True, blank=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="former")
    moved = models.JSONField(
        null=True, help_text="Of a merge, what came with it; to be undone by."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        permissions = [("merge_tag", "Can rename, merge and part tags")]

    def __str__(self) -> str:
        return self.name or self.slug or ""

    @property
    def was_merged(self) -> bool:
        return self.moved is not None


class Redirect(models.Model):
    """
    An address of this site, of a page that is no more or never was, and where it leads.

    Made by hand, or by an import. It acts only where nothing else stands.
    """

    path = models.CharField(
        "from",
        max_length=500,
        unique=True,
        help_text="The old address, without the host: /2022/01/an-old-story/",
    )
    target = models.CharField(
        "to",
        max_length=500,
        help_text="A page of this site: /articles/the-new-story/",
    )
    note = models.CharField(max_length=200, blank=True, help_text="Why, for the desk.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ["add", "view", "delete"]
        constraints = [
            models.CheckConstraint(
                condition=Q(path__startswith="/") & Q(target__startswith="/"),
                name="articles_redirect_stays_on_the_site",
            ),
            models.CheckConstraint(
                condition=~Q(path=F("target")),
                name="articles_redirect_does_not_lead_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.path
