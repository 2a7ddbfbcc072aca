from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models

from images.search import find_named

if TYPE_CHECKING:
    from .models import Author  # noqa: F401


class AuthorQuerySet(models.QuerySet["Author"]):
    def active(self) -> Self:
        """Those who may still get bylines; former ones keep their pages."""
        return self.filter(is_active=True)

    def listed(self) -> Self:
        """Without the rows that were merged into others."""
        return self.filter(merged_into__isnull=True)

    def introduced(self) -> Self:
        """
        Editors on the masthead who say something of themselves: readers meet them
        before they read anything of theirs. Any other profile may be prepared for
        somebody of whom nobody knows yet that they join.
        """
        editors = self.active().filter(desk=self.model.Desk.EDITORS)
        return editors.exclude(biography="")

    def named(self, text: str) -> Self:
        """Authors in whose names every typed word begins some word."""
        names = apps.get_model("authors", "AuthorName")._default_manager
        return find_named(self, names, text)

    def for_cards(self) -> Self:
        """Everything a byline with a portrait touches, in one query."""
        return self.select_related("portrait").defer("biography")

    def for_page(self) -> Self:
        """Everything an author's own page touches, in two queries."""
        return self.select_related("portrait").prefetch_related("links")
