from typing import Any

from django.db import models
from django.db.models import Q

from images.fields import AddressField, WebAddressField
from images.slugs import unique_slug

SLUG_LENGTH = 120


class Platform(models.Model):
    """Where shows are seen: a network or a streaming service."""

    class Kind(models.TextChoices):
        NETWORK = "network", "Network"
        STREAMING = "streaming", "Streaming service"

    name = models.CharField(max_length=100, unique=True)
    slug = AddressField(max_length=SLUG_LENGTH, unique=True, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.STREAMING)
    url = WebAddressField("home page", blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug=""), name="shows_platform_has_an_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = unique_slug(Platform, self.name, fallback="platform")
        super().save(*args, **kwargs)


class Genre(models.Model):
    name = models.CharField(max_length=60, unique=True)
    slug = AddressField(max_length=SLUG_LENGTH, unique=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug=""), name="shows_genre_has_an_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = unique_slug(Genre, self.name, fallback="genre")
        super().save(*args, **kwargs)


class Country(models.Model):
    name = models.CharField(max_length=80, unique=True)
    code = models.CharField(
        max_length=2,
        blank=True,
        help_text="Two letters (ISO 3166), empty for a country that is no more.",
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="shows_country_code_names_one_country",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Language(models.Model):
    name = models.CharField(max_length=80, unique=True)
    code = models.CharField(
        max_length=8, blank=True, help_text="As in web pages: en, ko, pt-br."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="shows_language_code_names_one_language",
            ),
        ]

    def __str__(self) -> str:
        return self.name
