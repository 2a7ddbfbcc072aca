from __future__ import annotations

from typing import Any

from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.desk import lists as desk
from articles.search.at_the_desk import otherwise
from images.choosers import UncountedPage, UncountedPaginator

from .filters import DeskFilter


class ArticleChangeList(ChangeList):
    """
    A page of stories without counting them.

    First the keys of one page, from an index; then what is printed of those few.
    """

    page: UncountedPage

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """A list of the desk comes in its own order, the most urgent first."""
        chosen = DeskFilter.chosen(self.filter_specs)
        if chosen and ORDER_VAR not in self.params:
            return list(queryset.query.order_by)
        return list(super().get_ordering(request, queryset))

    def get_results(self, request: Any) -> None:
        keys = self.queryset.values_list("pk", flat=True)
        paginator = UncountedPaginator(keys, self.list_per_page)
        self.page = paginator.page(self.page_num)
        self.page_num = self.page.number
        self.paginator = paginator
        self.result_list = desk.read_rows(list(self.page.object_list), request.moment)
        self.result_count = len(self.result_list)
        # The question in letters that find something, where these found nothing.
        self.otherwise = ""
        if self.query and not self.result_list:
            self.otherwise = otherwise(self.root_queryset, self.query)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = False
        self.can_show_all = self.multi_page = False

    @property
    def otherwise_url(self) -> str:
        return self.get_query_string({SEARCH_VAR: self.otherwise}, remove=[PAGE_VAR])

    @property
    def newer_url(self) -> str:
        if not self.page.has_previous():
            return ""
        previous = self.page.number - 1
        if previous == 1:
            return self.get_query_string(remove=[PAGE_VAR])
        return self.get_query_string({PAGE_VAR: previous})

    @property
    def older_url(self) -> str:
        if not self.page.has_next():
            return ""
        return self.get_query_string({PAGE_VAR: self.page.number + 1})

    @property
    def is_cut_off(self) -> bool:
        """Whether there may be more than the list ever turns to."""
        return self.page.number == UncountedPaginator.most_pages
