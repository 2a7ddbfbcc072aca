from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


class Disclosure(models.TextChoices):
    """What readers must know of how a story came about, besides its words."""

    NONE = "", "Nothing to disclose"
    SPONSORED = "sponsored", "Sponsored: somebody paid for it"
    AFFILIATE = "affiliate", "Affiliate: its links to shops earn a commission"
    SCREENER = "screener", "Provided for review: a screener, ticket or product"
    TRIP = "trip", "Provided for review: a press trip or set visit"


def host_of(address: str) -> str:
    """The host of an address or of a bare name; empty for what has none."""
    address = address.strip()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


class Shop(models.Model):
    """A site that pays a commission for readers who come from a link of ours."""

    name = models.CharField(max_length=80, help_text="As the desk calls it.")
    host = models.CharField(
        "site",
        max_length=253,
        unique=True,
        help_text="Such as “shop.example”. Everything below it counts too, and an "
        "address pasted here is cut down to it. Links there are marked as paid, and "
        "a story that has one says so.",
    )

    class Meta:
        ordering = ["name", "host"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(host=""), name="articles_shop_has_a_site"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        host = host_of(self.host)
        if "." not in host or " " in host:
            raise ValidationError(
                {"host": "Give the site of the shop, such as “shop.example”."}
            )
        self.host = host
