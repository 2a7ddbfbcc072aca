from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.search.at_the_desk import matching
from authors.http import AuthenticatedRequest
from images.choosers import UncountedPaginator

from .changelist import ArticleChangeList
from .filters import (
    AssigneeFilter,
    DeskFilter,
    DueFilter,
    KindFilter,
    OwnerFilter,
    SectionFilter,
    ShowFilter,
    StateFilter,
)
from .pages import StoryPages


class StoryList(StoryPages):
    """The list of stories: what it shows, finds and is narrowed by."""

    # The rows are printed by the template; what stands here could be sorted by, which
    # without an index would read the whole table.
    list_display = ["__str__"]
    list_filter = [
        DeskFilter,
        StateFilter,
        DueFilter,
        KindFilter,
        SectionFilter,
        ShowFilter,
        OwnerFilter,
        AssigneeFilter,
    ]
    list_per_page = 50
    # Counting what each filter would leave reads the whole table, and more than once.
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    # Django shows a search box only where a field is named; `get_search_results`
    # asks the full-text index instead.
    search_fields = ["headline"]
    search_help_text = (
        "Every word is looked for in the text, shows, people and bylines. "
        "“Quoted words” stand beside each other. A pasted address finds its story."
    )
    ordering = ["-saved_at", "-pk"]
    # Django's own bulk deletion would not ask `publishing.delete`.
    actions = None

    def get_queryset(self, request: AuthenticatedRequest) -> QuerySet[Any]:
        stories: Any = super().get_queryset(request)
        return stories.visible_to(request.user, request.moment)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type:
        return ArticleChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        return matching(queryset, search_term), False

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> UncountedPaginator:
        return UncountedPaginator(queryset, *args, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "title": "Stories",
            "calendar_url": reverse("admin:articles_article_calendar"),
        }
        return super().changelist_view(request, context | (extra_context or {}))
