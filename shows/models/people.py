from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from images.fields import AddressField
from images.moving import settle_address
from images.search import KEY_LENGTH

from .. import names
from ..querysets import CreditQuerySet, PersonQuerySet
from .show import Season, Show


class Person(models.Model):
    """Someone in front of or behind the camera."""

    name = models.CharField(max_length=200)
    slug = AddressField(
        "address",
        max_length=200,
        unique=True,
        blank=True,
        help_text="Empty: made from the name. The old address keeps working.",
    )
    biography = models.TextField(blank=True)
    portrait = models.ForeignKey(
        "images.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    imdb_id = models.CharField("IMDb id", max_length=12, blank=True)
    tmdb_id = models.PositiveIntegerField("TMDB id", null=True, blank=True)
    is_uncertain = models.BooleanField(
        "may be several people",
        default=False,
        help_text="A catalogue gave only the name. Untick once somebody has looked.",
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_people",
    )
    # Folded, so that É stands by E and both databases agree on the order.
    sort_name = models.CharField(max_length=200, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name_plural = "people"
        permissions = [("merge_person", "Can merge and split people")]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="shows_people_by_name")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug=""), name="shows_person_has_an_address"
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="shows_person_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="shows_person_is_not_merged_into_themselves",
            ),
            models.UniqueConstraint(
                fields=["imdb_id"],
                condition=~Q(imdb_id=""),
                name="shows_imdb_id_names_one_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        self.sort_name = names.sort_name(self.name)
        if fields is not None:
            if "name" in fields:
                kwargs["update_fields"] = {*fields, "sort_name"}
        else:
            settle_address(self, self.name)
        super().save(*args, **kwargs)
        if fields is None or "name" in fields:
            self.save_names()

    def get_absolute_url(self) -> str:
        return reverse("shows:person-detail", kwargs={"slug": self.slug})

    def save_names(self) -> None:
        """Keep the keys under which the person is found in step with the spellings."""
        others = self.other_spellings.values_list("name", flat=True)
        names.keep(self.names, [self.name, *others])


class OtherSpelling(models.Model):
    """A spelling met in the wild: "Lee Jae Gyoo". Found by it, never printed."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="other_spellings"
    )
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], name="shows_other_spelling_is_listed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.person.save_names()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.person.save_names()
        return deleted


class PersonName(models.Model):
    """One word start of a person's spellings; see `images.search`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    key = models.CharField(max_length=KEY_LENGTH, db_index=True)

    def __str__(self) -> str:
        return self.key


class OldPersonAddress(models.Model):
    """An address a person once had; it points at the person, so chains cannot form."""

    slug = AddressField(max_length=200, unique=True)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="old_addresses"
    )
    # Empty: before this was noted.
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "old person addresses"

    def __str__(self) -> str:
        return self.slug


class Credit(models.Model):
    """
    Who made or plays what, as the titles say.

    Who joins or leaves later is news: an announcement, which a page's cast list takes
    into account without touching this row.
    """

    class Kind(models.TextChoices):
        CAST = "cast", "Cast"
        GUEST = "guest", "Guest"
        CREW = "crew", "Crew"

    show = models.ForeignKey(Show, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    seasons = models.ManyToManyField(
        Season,
        blank=True,
        related_name="credits",
        help_text="Empty: the whole show.",
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CAST)
    character = models.CharField(max_length=200, blank=True)
    job = models.CharField(
        max_length=100, blank=True, help_text="Crew only: Director, Creator, Writer"
    )
    billing = models.PositiveSmallIntegerField(
        default=0, help_text="Order in the titles; the smallest comes first."
    )

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["show", "billing", "pk"]
        indexes = [
            models.Index(
                fields=["show", "billing", "id"], name="shows_credits_in_order"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="crew") & ~Q(job="") & Q(character=""))
                | (~Q(kind="crew") & Q(job="")),
                name="shows_crew_has_a_job_and_cast_has_none",
            ),
            models.UniqueConstraint(
                fields=["person", "show", "kind", "character", "job"],
                name="shows_credit_is_listed_once",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.CREW:
            return f"{self.person} ({self.job})"
        return (
            f"{self.person} as {self.character}" if self.character else str(self.person)
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        names.keep(self.names, [self.character])

    @property
    def known_from(self) -> datetime | None:
        """
        Since when readers may know of it; nothing where they always did. Of rows that
        were read `with_moments`.
        """
        moments = (self.show_from, self.seasons_from)  # type: ignore[attr-defined]
        return max((moment for moment in moments if moment), default=None)

    def is_known(self, at: datetime) -> bool:
        """As `CreditQuerySet.public` asks the database."""
        return self.known_from is None or self.known_from <= at


class CharacterName(models.Model):
    """One word start of the name of a character; see `images.search`."""

    credit = models.ForeignKey(Credit, on_delete=models.CASCADE, related_name="names")
    key = models.CharField(max_length=KEY_LENGTH, db_index=True)

    def __str__(self) -> str:
        return self.key
