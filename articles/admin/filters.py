"""
What the list of stories is narrowed by. Each filter begins from an index; none lists
thousands of choices or counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.desk import lists as desk
from articles.desk.speaking import name_of
from articles.models import Article, ArticleShow, Section
from articles.states import State
from authors.models import User
from shows.models import Show

# A desk is not larger; more people would be no list to choose from.
MOST_PEOPLE = 200
LONGEST_KEY = 18


class StoryFilter(admin.SimpleListFilter):
    """`narrow` is asked only when something is chosen."""

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return self.narrow(request, queryset, value) if value else queryset

    def narrow(self, request: Any, stories: QuerySet[Any], value: str) -> QuerySet[Any]:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        raise NotImplementedError


def key_of(value: str) -> int:
    """A primary key from an address; anything else is no choice."""
    if not (value.isascii() and value.isdecimal() and len(value) <= LONGEST_KEY):
        raise IncorrectLookupParameters("Not a number.")
    return int(value)


class DeskFilter(StoryFilter):
    """The lists of the first screen, and who somebody is in a story."""

    title = "list of the desk"
    parameter_name = "desk"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, each.label) for name, each in desk.LISTS.items()]

    def narrow(self, request: Any, stories: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value not in desk.LISTS:
            raise IncorrectLookupParameters("There is no such list.")
        return desk.LISTS[value].of(stories, request.user, request.moment)

    @classmethod
    def chosen(cls, filters: Iterable[Any]) -> bool:
        return any(isinstance(each, cls) and each.value() for each in filters)


class StateFilter(StoryFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(State.choices)

    def narrow(self, request: Any, stories: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value not in State.values:
            raise IncorrectLookupParameters("There is no such state.")
        return desk.stories_in(stories, value, request.moment)


class KindFilter(StoryFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Article.Kind.choices)

    def narrow(self, request: Any, stories: QuerySet[Any], value: str) -> QuerySet[Any]:
        return stories.filter(kind=value)


class DueFilter(StoryFilter):
    title = "due"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("overdue", "Overdue"),
            ("today", "Still today"),
            ("week", "Within 7 days"),
        ]

    def narrow(self, request: Any, stories: QuerySet[Any], value: str) -> QuerySet[Any]:
        at = request.moment
        if value == "overdue":
            return desk.overdue(stories, request.user, at)
        if value == "today":
            tomorrow = timezone.localdate(at) + timedelta(days=1)
            midnight = datetime.combine(
                tomorrow, time.min, timezone.get_current_timezone()
            )
            return stories.filter(due_at__gt=at, due_at__lt=midnight)
        if value == "week":
            return stories.filter(due_at__gt=at, due_at__lt=at + timedelta(days=7))
        raise IncorrectLookupParameters("There is no such time.")


class Chosen(StoryFilter):
    """A filter with a field of its own instead of a link for every choice."""

    template = "admin/articles/article/_filter_choice.html"
    placeholder = ""
    # What the field offers; without it, one types.
    options: list[tuple[str, str]] = []

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        # Django leaves out a filter that has none.
        return [("", "All")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """What the template prints: the field, and what else is chosen."""
        others = {
            name: value
            for name, value in changelist.filter_params.items()
            if name != self.parameter_name
        }
        if changelist.query:
            others["q"] = [changelist.query]
        yield {
            "others": [
                (name, value)
                for name, values in others.items()
                for value in (values if isinstance(values, list) else [values])
            ],
            "options": self.options,
            "value": self.value() or "",
            "shown": self.shown(),
            "clear": changelist.get_query_string(remove=[self.parameter_name]),
        }

    def shown(self) -> str:
        """The chosen value in words."""
        return next((label for key, label in self.options if key == self.value()), "")


class SectionFilter(Chosen):
    title = "section"
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        sections = Section.objects.values_list("pk", "name")
        self.options = [(str(pk), name) for pk, name in sections]
        return super().lookups(request, model_admin)

    def narrow(self, request: Any, stories: QuerySet[Any], value: str) -> QuerySet[Any]:
        return stories.filter(section=key_of(value))


class PersonFilter(Chosen):
    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        self.options = people(request)
        return super().lookups(request, model_admin)

    def narrow(self, request: Any, stories: QuerySet[Any], value: str) -> QuerySet[Any]:
        return stories.filter(**{self.parameter_name or "": key_of(value)})


class OwnerFilter(PersonFilter):
    title = "owner"
    parameter_name = "owner"


class AssigneeFilter(PersonFilter):
    title = "assignee"
    parameter_name = "assignee"


class ShowFilter(Chosen):
    """By what one types of its name."""

    title = "show"
    parameter_name = "show"
    placeholder = "Name of a show"

    def narrow(self, request: Any, stories: QuerySet[Any], value: str) -> QuerySet[Any]:
        about = ArticleShow.objects.filter(
            show__in=Show.objects.named(value).order_by().values("pk")
        )
        return stories.filter(pk__in=about.order_by().values("article"))

    def shown(self) -> str:
        return self.value() or ""


def people(request: Any) -> list[tuple[str, str]]:
    """Who works at the desk, oneself first; read once for a page."""
    if not hasattr(request, "_people_of_desk"):
        staff = User.objects.filter(is_staff=True, is_active=True)
        found = staff.exclude(pk=request.user.pk).order_by(
            "first_name", "last_name", "username"
        )
        request._people_of_desk = [
            (str(request.user.pk), "Me"),
            *((str(each.pk), name_of(each)) for each in found[:MOST_PEOPLE]),
        ]
    return list(request._people_of_desk)
