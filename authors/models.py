from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from images import spelling
from images.fields import AddressField, WebAddressField
from images.models import Image
from images.moving import free_address, refuse_old_address, settle_address
from images.search import KEY_LENGTH, save_names

from .querysets import AuthorQuerySet


class User(AbstractUser):
    """Someone who can log in. Not every author can, and not every login is an author."""


class Author(models.Model):
    """A byline. Not every author can log in, and not every login is an author."""

    class Desk(models.TextChoices):
        """Where somebody stands on the masthead, in its order."""

        EDITORS = "editors", "Editors"
        STAFF = "staff", "Writers"
        CONTRIBUTORS = "contributors", "Contributors"
        NONE = "none", "Not on the masthead"

    name = models.CharField(max_length=120)
    slug = AddressField(
        max_length=140,
        unique=True,
        blank=True,
        help_text="The address of the author's page. Made from the name when empty. "
        "The old address keeps working.",
    )
    title = models.CharField(
        max_length=120, blank=True, help_text="For example: Senior writer"
    )
    biography = models.TextField(
        blank=True, help_text="Plain text; an empty line begins a new paragraph."
    )
    portrait = models.ForeignKey(
        Image,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="authors",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        help_text="The login of this author, if there is one.",
    )
    is_active = models.BooleanField(
        "active",
        default=True,
        help_text="Former authors keep their page but are not offered for new stories.",
    )

    desk = models.CharField(
        "on the masthead",
        max_length=12,
        choices=Desk,
        default=Desk.STAFF,
        help_text="Writers and contributors stand there once readers can read "
        "something of theirs, editors at once. Former authors leave it.",
    )
    masthead_position = models.PositiveSmallIntegerField(
        "place on the masthead",
        default=50,
        help_text="Smaller numbers stand first; the same ones by name.",
    )

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="took_in",
        help_text="The author whom this one turned out to be.",
    )
    merge_moved = models.JSONField(
        null=True,
        editable=False,
        encoder=DjangoJSONEncoder,
        help_text="What went along; to be undone by.",
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        permissions = [("merge_author", "Can merge and part authors")]
        indexes = [models.Index(fields=["name", "id"], name="authors_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="authors_author_has_name"
            ),
            models.CheckConstraint(
                condition=~Q(slug=""), name="authors_author_has_slug"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or "slug" in fields or not self.slug:
            settle_address(self, self.name)
            if fields is not None:
                kwargs["update_fields"] = {*fields, "slug"}
        super().save(*args, **kwargs)
        save_names(self.names, [self.name])
        spelling.learn([self.name])

    def get_absolute_url(self) -> str:
        return reverse("authors:author-detail", args=[self.slug])

    def clean(self) -> None:
        if not self.slug:
            self.slug = free_address(self, self.name)
        refuse_old_address(self, self.slug)

    @property
    def is_introduced(self) -> bool:
        """As `AuthorQuerySet.introduced`."""
        is_editor = self.is_active and self.desk == self.Desk.EDITORS
        return bool(is_editor and self.biography)


class OldAuthorAddress(models.Model):
    """An address an author once had; see `images.moving`."""

    slug = AddressField(max_length=140, unique=True)
    author = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="old_addresses"
    )
    # Empty: before this was noted.
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "old author addresses"

    def __str__(self) -> str:
        return self.slug


class AuthorLink(models.Model):
    """Where else an author can be found; printed in the given order."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=60, help_text="For example: Mastodon")
    url = WebAddressField("address")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "url"], name="authors_author_has_each_link_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class AuthorName(models.Model):
    """One word start of an author's name; see `images.search`."""

    author = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="names", db_index=False
    )
    key = models.CharField(max_length=KEY_LENGTH, db_index=True)

    class Meta:
        # Serves the foreign key as well.
        indexes = [
            models.Index(fields=["author", "key"], name="authors_names_of_author")
        ]

    def __str__(self) -> str:
        return self.key
