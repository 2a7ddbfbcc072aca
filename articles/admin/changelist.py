from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest


class ArticleChangeList(ChangeList):
    """A list that knows the state of each story in the query that fetches it."""

    def __init__(self, request: HttpRequest, *args: object) -> None:
        super().__init__(request, *args)

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str] | None = None
    ) -> QuerySet:
        self.root_queryset = self.model_admin.get_list_queryset(request)
        return super().get_queryset(request, exclude_parameters)
