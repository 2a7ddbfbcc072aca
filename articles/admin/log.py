from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date

from articles.models import LogLine
from articles.publishing import spoken
from authors.models import User
from images.choosers import UncountedPaginator


class UncountedChangeList(ChangeList):
    """A list that never counts its rows: it knows whether there are more."""

    def get_results(self, request: HttpRequest) -> None:
        paginator = UncountedPaginator(self.queryset, self.list_per_page)
        page = paginator.page(self.page_num)
        self.result_list = page.object_list
        # Equal, so that no number of results is claimed.
        self.result_count = self.full_result_count = len(page.object_list)
        self.show_full_result_count = False
        self.show_admin_actions = False
        self.can_show_all = self.multi_page = False
        self.paginator = paginator
        self.newer = self.get_query_string({"p": page.number - 1})
        self.older = self.get_query_string({"p": page.number + 1})
        self.page = page


class PersonFilter(admin.SimpleListFilter):
    """By anybody who can or could log in, in one query, without asking the log."""

    title = "person"
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(user.pk, str(user)) for user in User.objects.order_by("username")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(by=_number(self.value()))


class StoryFilter(admin.SimpleListFilter):
    """One story's lines, also of one that was deleted: reached from a line of it."""

    title = "story"
    parameter_name = "story"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        asked = request.GET.get("story", "")
        if not asked:
            return []
        line = LogLine.objects.filter(article_id=_number(asked)).first()
        return [(asked, f"“{line.headline or 'Untitled story'}”")] if line else []

    def has_output(self) -> bool:
        # One that finds nothing must still be asked.
        return self.value() is not None

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(article_id=_number(self.value()))


class DaysFilter(admin.ListFilter):
    """From one day to another, both included, in the site's time zone."""

    title = "day"
    template = "admin/articles/logline/days.html"

    def __init__(
        self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any
    ) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.expected_parameters():
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str]:
        return ["since", "until"]

    def choices(self, changelist: ChangeList) -> list[dict[str, Any]]:
        others = {
            name: values
            for name, values in changelist.filter_params.items()
            if name not in self.expected_parameters()
        }
        return [
            {
                "since": self._day("since"),
                "until": self._day("until"),
                "others": [
                    (name, v) for name, values in others.items() for v in values
                ],
                "clear": changelist.get_query_string(
                    remove=[*self.expected_parameters(), "p"]
                ),
            }
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if since := self._day("since"):
            queryset = queryset.filter(at__gte=_midnight(since))
        if (until := self._day("until")) and until < date.max:
            queryset = queryset.filter(at__lt=_midnight(until + timedelta(days=1)))
        return queryset

    def _day(self, name: str) -> date | None:
        try:
            return parse_date(str(self.used_parameters.get(name, "")))
        except ValueError:
            return None


def _number(value: str | None) -> int:
    """A forged value finds nothing."""
    return int(value) if value and value.isdecimal() and len(value) < 19 else 0


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@admin.register(LogLine)
class LogLineAdmin(admin.ModelAdmin):
    """
    Who did what to which story, for administrators: no role has the right to it.

    It names stories that were killed or deleted. Nobody adds, changes or deletes a
    line.
    """

    list_display = ["when", "by", "what", "story", "version", "in_detail"]
    list_display_links = None
    list_filter = [PersonFilter, "verb", "refused", DaysFilter, StoryFilter]
    list_select_related = ["by"]
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = UncountedPaginator
    search_fields = ["headline"]
    search_help_text = "Headline, as it was then"
    ordering = ["-pk"]
    actions = None
    change_list_template = "admin/articles/logline/change_list.html"
    fields = ["when", "by", "what", "headline", "version_number", "detail"]
    readonly_fields = ["when", "by", "what", "headline", "version_number", "detail"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return UncountedChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(
            request, {"title": "Log of the desk", **(extra_context or {})}
        )

    @admin.display(description="when")
    def when(self, line: LogLine) -> str:
        return spoken(line.at)

    @admin.display(description="what")
    def what(self, line: LogLine) -> str:
        return f"{line.deed}: refused" if line.refused else line.deed

    @admin.display(description="story")
    def story(self, line: LogLine) -> str:
        return line.headline or "Untitled story"

    @admin.display(description="version")
    def version(self, line: LogLine) -> int | None:
        return line.version_number

    @admin.display(description="in detail")
    def in_detail(self, line: LogLine) -> str:
        return line.detail
