from django.db import models
from django.db.models import Q

from images.fields import WebAddressField
from images.models import Image
from newsroom import hosts

from .site import Site

HEIGHTS = [(height, f"{height} px") for height in hosts.HEIGHTS]


class AdPlace(models.Model):
    """One place for advertising on the pages of the site, and what stands in it."""

    class Place(models.TextChoices):
        TOP = "top", "Below the masthead of every page"
        STORY = "story", "In a story, after its fourth paragraph"
        LIST = "list", "In lists of stories, after the sixth"

    class Kind(models.TextChoices):
        HOUSE = "house", "Our own: words, a picture, a link"
        NETWORK = "network", "What a network handed out"

    site = models.ForeignKey(
        Site, models.CASCADE, default=1, editable=False, related_name="places"
    )
    place = models.CharField(max_length=10, choices=Place, unique=True)
    is_on = models.BooleanField("on", default=False)
    phone_height = models.PositiveSmallIntegerField(
        "height on phones", choices=HEIGHTS, default=100
    )
    wide_height = models.PositiveSmallIntegerField(
        "height on wide screens", choices=HEIGHTS, default=90
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HOUSE)
    headline = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=120, blank=True)
    picture = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+"
    )
    link = WebAddressField(blank=True)
    snippet = models.TextField(
        blank=True,
        help_text="As the network handed it out: its script tags, with an address or "
        "with code, and the ins or div that they fill. The address of a script alone "
        "will do. Of a style only the height counts; it has to fit the heights above.",
    )

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=False)
                | Q(kind="house") & ~Q(headline="") & ~Q(link="")
                | Q(kind="network") & ~Q(snippet=""),
                name="newsroom_ad_place_that_is_on_has_something_in_it",
                violation_error_message="What is on needs something in it: a headline "
                "and a link of our own, or the snippet of a network.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.Place(self.place).label) if self.place else "A place"
