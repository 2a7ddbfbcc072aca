import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from .fields import WebAddressField
from .querysets import ImageQuerySet
from .search import KEY_LENGTH, save_names


def random_name(image: "Image", filename: str) -> str:
    """A name nobody can guess; nothing of the uploader's own name is kept."""
    extension = filename.rpartition(".")[2]
    return f"originals/{secrets.token_hex(16)}.{extension}"


FRACTION = [MinValueValidator(0.0), MaxValueValidator(1.0)]


class Image(models.Model):
    """
    A picture of the library.

    Its renditions are described by columns of its own row, so a page that has the
    picture can print it without a further query and without asking the storage.
    """

    title = models.CharField(
        max_length=200,
        blank=True,
        help_text="For finding it again; readers do not see it.",
    )
    file = models.FileField(
        upload_to=random_name,
        max_length=100,
        help_text="JPEG, PNG, GIF or WebP, up to 10 MB and 40 megapixels.",
    )
    file_hash = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Of the file as it was uploaded.",
    )
    stored_hash = models.CharField(
        max_length=64,
        blank=True,
        db_index=True,
        editable=False,
        help_text="Of the file as it is stored, which is what a download gives.",
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt_text = models.CharField(
        "alternative text",
        max_length=250,
        blank=True,
        help_text="What the picture shows, for readers who cannot see it.",
    )
    is_decorative = models.BooleanField(
        "decorative",
        default=False,
        help_text="It says nothing the text does not; screen readers skip it.",
    )
    caption = models.CharField(max_length=300, blank=True)
    credit = models.CharField(
        max_length=200, blank=True, help_text="For example: Courtesy of Netflix"
    )
    credit_url = WebAddressField("credit link", blank=True)
    licence = models.CharField(
        max_length=100, blank=True, help_text="For example: CC BY-SA 4.0"
    )
    rights_end_on = models.DateField(
        null=True,
        blank=True,
        db_index=True,
        help_text="The last day on which it may be shown. Empty: no end.",
    )
    focal_x = models.FloatField(
        "focus from the left",
        default=0.5,
        validators=FRACTION,
        help_text="0 is the left edge, 1 the right. Crops keep this point in view.",
    )
    focal_y = models.FloatField(
        "focus from the top",
        default=0.5,
        validators=FRACTION,
        help_text="0 is the top edge, 1 the bottom.",
    )
    colour = models.CharField(max_length=7, default="#808080", editable=False)
    rendition_key = models.CharField(max_length=64, blank=True, editable=False)
    rendition_sizes = models.JSONField(default=dict, editable=False)
    enclosure_length = models.PositiveIntegerField(
        null=True,
        editable=False,
        help_text="Bytes of the rendition that feeds enclose; they have to say so.",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="pictures",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_because = models.CharField(
        "reason", max_length=300, blank=True, editable=False
    )
    files_left = models.JSONField(
        default=list,
        editable=False,
        help_text="Files of a withdrawn picture that the storage has yet to delete.",
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        # Newest first, by the primary key, which needs no index of its own.
        ordering = ["-pk"]
        verbose_name = "picture"
        permissions = [("withdraw_image", "Can withdraw pictures for good")]
        indexes = [
            models.Index(
                fields=["-withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False),
                name="images_last_withdrawn",
            ),
            models.Index(
                fields=["uploaded_by", "created_at"], name="images_by_uploader"
            ),
            models.Index(fields=["licence"], name="images_by_licence"),
            models.Index(
                fields=["id"],
                condition=Q(alt_text="", is_decorative=False),
                name="images_without_alt_text",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["file_hash"],
                condition=~Q(file_hash=""),
                name="images_no_file_is_stored_twice",
            ),
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1)
                & Q(focal_y__gte=0, focal_y__lte=1),
                name="images_focus_is_inside_the_picture",
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0), name="images_picture_has_a_size"
            ),
            models.CheckConstraint(
                condition=Q(is_decorative=False) | Q(alt_text=""),
                name="images_decorative_picture_has_no_alt_text",
            ),
            # Whatever prints a picture looks for its file or its renditions, so
            # nothing can print one that was withdrawn.
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) & ~Q(file="")
                | Q(withdrawn_at__isnull=False, file="", rendition_key="")
                & ~Q(withdrawn_because=""),
                name="images_only_a_withdrawn_picture_has_no_file",
            ),
        ]

    def __str__(self) -> str:
        name = self.title or self.alt_text or self.caption or f"Picture {self.pk}"
        return f"{name} (withdrawn)" if self.is_withdrawn else name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        save_names(self.names, [self.title, self.alt_text, self.caption, self.credit])

    @property
    def is_withdrawn(self) -> bool:
        """
        Told by the file, which alone a withdrawn picture lacks and which every page
        reads, so that none has to name a column more.
        """
        return not self.file

    @property
    def withdrawn_on(self) -> str:
        """The day of its withdrawal, in words."""
        if self.withdrawn_at is None:
            return ""
        return date_format(timezone.localtime(self.withdrawn_at), "j F Y")

    def may_be_shown(self, moment: datetime) -> bool:
        """Not withdrawn, and its rights still run; their last day counts."""
        if self.is_withdrawn:
            return False
        end = self.rights_end_on
        return end is None or timezone.localdate(moment) <= end


class ImageName(models.Model):
    """One word start of a picture's texts; see `images.search`."""

    image = models.ForeignKey(
        Image, on_delete=models.CASCADE, related_name="names", db_index=False
    )
    key = models.CharField(max_length=KEY_LENGTH, db_index=True)

    class Meta:
        # Serves the foreign key as well.
        indexes = [models.Index(fields=["image", "key"], name="images_names_of_image")]

    def __str__(self) -> str:
        return self.key


class KnownWord(models.Model):
    """
    A word of some name under one of the keys that misspellings of it share; see
    `images.spelling`.
    """

    word = models.CharField(max_length=24)
    key = models.CharField(max_length=8, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["word", "key"], name="images_known_word_has_each_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} by {self.key}"
