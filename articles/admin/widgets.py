from __future__ import annotations

from typing import Any

from django.forms.widgets import Media
from django.urls import reverse
from taggit.forms import TagWidget


class TagInput(TagWidget):
    """A line of tags that offers those in use while one is typed."""

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        offer = {"data-suggestions": reverse("choosers:tags"), "autocomplete": "off"}
        return super().get_context(name, value, {**(attrs or {}), **offer})

    @property
    def media(self) -> Media:
        return Media(js=["admin/js/tags.js"])
