from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest


class ArticleChangeList(ChangeList):
    """A list that knows the state of each story in the query that fetches it."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: Any = None
    ) -> QuerySet:
        model_admin: Any = self.model_admin
        self.root_queryset = model_admin.get_list_queryset(request)
        return super().get_queryset(request, exclude_parameters)
