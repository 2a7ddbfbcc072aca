from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Q, When

from .search import find_named

if TYPE_CHECKING:
    from .models import Image  # noqa: F401

# How long before their end rights are worth a warning.
DAYS_OF_WARNING = 14


class ImageQuerySet(models.QuerySet["Image"]):
    def named(self, text: str) -> Self:
        """Pictures in whose texts every typed word begins some word."""
        names = apps.get_model("images", "ImageName")._default_manager
        return find_named(self, names, text)

    def kept(self) -> Self:
        """Pictures that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def withdrawn(self) -> Self:
        """Without a file; what is left keeps the same file from coming back."""
        return self.filter(withdrawn_at__isnull=False)

    def rights_ending(self, on: date, days: int = DAYS_OF_WARNING) -> Self:
        """Rights that end within so many days, that day itself included."""
        last = on + timedelta(days=days)
        return self.kept().filter(rights_end_on__gte=on, rights_end_on__lte=last)

    def rights_ended(self, on: date) -> Self:
        return self.kept().filter(rights_end_on__lt=on)

    def with_rights(self, today: date) -> Self:
        """Adds `rights_have_ended` and `rights_end_soon`."""
        last = today + timedelta(days=DAYS_OF_WARNING)
        ended = Q(rights_end_on__isnull=False, rights_end_on__lt=today)
        soon = Q(rights_end_on__isnull=False, rights_end_on__range=(today, last))
        return self.annotate(
            rights_have_ended=Case(When(ended, then=True), default=False),
            rights_end_soon=Case(When(soon, then=True), default=False),
        )

    def without_alt_text(self) -> Self:
        """Neither described nor said to be decorative."""
        return self.kept().filter(alt_text="", is_decorative=False)
