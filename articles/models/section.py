from typing import Any

from django.db import models
from django.urls import reverse

from images.fields import AddressField
from images.moving import refuse_old_address, settle_address


class Section(models.Model):
    """A desk of the site: TV, Film, Anime, K-drama, Music."""

    name = models.CharField(max_length=60, unique=True)
    slug = AddressField(
        "address",
        max_length=60,
        unique=True,
        help_text="The old address keeps working.",
    )
    description = models.CharField(
        max_length=200, blank=True, help_text="One line under the section's name."
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Order in the masthead, smallest first."
    )

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        settle_address(self, self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("articles:section", kwargs={"slug": self.slug})

    def clean(self) -> None:
        refuse_old_address(self, self.slug)
