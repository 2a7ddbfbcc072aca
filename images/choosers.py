"""
Choosers over large tables: admin search through word starts, pages without counting.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def is_chooser(request: HttpRequest) -> bool:
    """Whether an autocompleted field is asking, rather than the list itself."""
    match = request.resolver_match
    return match is not None and match.url_name == "autocomplete"


class UncountedPage(Page):
    """A page that knows whether there is a next one, but not how many there are."""

    def __init__(
        self, object_list: list[Any], number: int, paginator: Paginator, more: bool
    ) -> None:
        super().__init__(object_list, number, paginator)
        self.more = more

    def __repr__(self) -> str:
        return f"<Page {self.number}>"

    def has_next(self) -> bool:
        return self.more


class UncountedPaginator(Paginator):
    """
    Asks for one row more than it shows instead of counting the table.

    For choosers, which only need to know whether to offer more.
    """

    # Nobody scrolls so far; deep offsets cost as much as counting would.
    most_pages = 100

    def validate_number(self, number: Any) -> int:
        try:
            return min(max(int(number), 1), self.most_pages)
        except (TypeError, ValueError, OverflowError):
            return 1

    def page(self, number: Any) -> UncountedPage:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        more = len(rows) > self.per_page and number < self.most_pages
        return UncountedPage(rows[: self.per_page], number, self, more)


class _NumbersOnly:
    """A forged value that is no number is no choice, and no database error."""

    def optgroups(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        chosen = [str(key) for key in value if str(key).isdecimal()]
        return super().optgroups(name, chosen, attrs)  # type: ignore[misc]


class Chooser(_NumbersOnly, AutocompleteSelect):
    """
    An autocomplete that may be told the names of its values, so that fifty rows of
    them do not look them up fifty times.
    """

    known: dict[str, str] = {}

    def optgroups(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        chosen = [str(key) for key in value if str(key) in self.known]
        if not chosen and any(value):
            return super().optgroups(name, value, attrs)
        options = [
            self.create_option(name, key, self.known[key], True, index)
            for index, key in enumerate(chosen, start=1)
        ]
        if not self.is_required and not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class ManyChooser(_NumbersOnly, AutocompleteSelectMultiple):
    """The same for several values."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        # Each value has a cross of its own. Select2 puts the one for all of them into
        # the list, where screen readers expect values alone.
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-allow-clear": "false"}


class Choosing:
    """Screens and inlines of the admin whose choosers are these."""

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if self._chooses(db_field, request):
            kwargs.setdefault("widget", Chooser(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if self._chooses(db_field, request):
            kwargs.setdefault("widget", ManyChooser(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _chooses(self, db_field: Any, request: HttpRequest) -> bool:
        return db_field.name in self.get_autocomplete_fields(request)  # type: ignore[attr-defined]


class WordStartSearch(Choosing, admin.ModelAdmin):
    """
    Search of the list and of choosers by the start of any word.

    The model's manager needs `named(text)`; `search_fields` must still name a field,
    because Django shows a search box and allows autocompletion only then.
    """

    search_help_text = "Searches for the beginning of each word."
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.named(search_term), False  # type: ignore[attr-defined]

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> Paginator:
        if is_chooser(request):
            return UncountedPaginator(queryset, *args, **kwargs)
        return super().get_paginator(request, queryset, *args, **kwargs)
