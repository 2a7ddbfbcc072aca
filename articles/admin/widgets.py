from __future__ import annotations

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
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


class RowAutocomplete(AutocompleteSelect):
    """
    An autocomplete that is told the names of what is chosen, so that a form of fifty
    rows does not ask for fifty names one by one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, str] = {}

    def optgroups(
        self, name: str, value: Any, attr: dict[str, Any] | None = None
    ) -> list[Any]:
        # A forged value that is no number is no choice, and no database error.
        chosen = [str(item) for item in value if str(item).isdecimal()]
        if not set(chosen) <= self.known.keys():
            return super().optgroups(name, chosen, attr)
        options = [
            self.create_option(name, item, self.known[item], True, index)
            for index, item in enumerate(chosen)
        ]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]
