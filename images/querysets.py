from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Q, When

from .search import find_named

if TYPE_CHECKING:
    from .models import Image  # noqa: F401

SOON = timedelta(days=14)


class ImageQuerySet(models.QuerySet["Image"]):
    def named(self, text: str) -> Self:
        """Pictures in whose texts every typed word begins some word."""
        names = apps.get_model("images", "ImageName")._default_manager
        return find_named(self, names, text)

    def rights_ending(self, today: date) -> Self:
        """Rights that end within a fortnight, today included."""
        return self.filter(rights_end_on__gte=today, rights_end_on__lte=today + SOON)

    def rights_ended(self, today: date) -> Self:
        return self.filter(rights_end_on__lt=today)

    def with_rights(self, today: date) -> Self:
        """Adds `rights_have_ended` and `rights_end_soon`."""
        ended = Q(rights_end_on__isnull=False, rights_end_on__lt=today)
        soon = Q(
            rights_end_on__isnull=False, rights_end_on__range=(today, today + SOON)
        )
        return self.annotate(
            rights_have_ended=Case(When(ended, then=True), default=False),
            rights_end_soon=Case(When(soon, then=True), default=False),
        )

    def without_alt_text(self) -> Self:
        """Neither described nor said to be decorative."""
        return self.filter(alt_text="", is_decorative=False)
