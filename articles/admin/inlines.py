"""The rows of the story form, and what all parts of its screen ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article, ArticleShow, Byline, Source
from articles.permissions import is_open_to, may_see
from authors.http import AuthenticatedRequest
from authors.models import User
from images.choosers import Choosing
from shows.models import Episode, Person, Season, Show

from .forms import BylineFormSet, RowForm, ShowFormSet, SourceFormSet


def remembered(
    request: AuthenticatedRequest,
    question: Callable[[User, Article], bool],
    article: Article,
) -> bool:
    """
    Django's admin asks for permission some forty times while it draws one form; the
    answer is kept for the request. Steps ask again when they are taken.
    """
    answers = request.__dict__.setdefault("_story_answers", {})
    key = (question, article.pk)
    if key not in answers:
        answers[key] = question(request.user, article)
    return answers[key]


def remember(
    request: AuthenticatedRequest,
    question: Callable[[User, Article], bool],
    article: Article,
    answer: bool,
) -> None:
    """Keep what follows from something that was read already."""
    request.__dict__.setdefault("_story_answers", {})[question, article.pk] = answer


def may_change(request: AuthenticatedRequest, article: Article) -> bool:
    """As `may_edit`, remembered."""
    is_open = remembered(request, is_open_to, article)
    return is_open and remembered(request, may_see, article)


def was_ever_live(user: User, article: Article) -> bool:
    return article.was_ever_live


def calm(field: Any) -> Any:
    """A chooser that offers to add and to look, not to delete an author by mistake."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_delete_related = False
        field.widget.can_change_related = False
    return field


# Of these some wait for an embargo. What a name is made of comes along.
SECRETIVE: dict[Any, list[str]] = {
    Show: [],
    Season: ["show"],
    Episode: ["season__show"],
    Person: [],
}


def offered(field: Any, request: Any) -> Any:
    """A chooser of what this person may know of: a forged key names nothing else."""
    queryset = getattr(field, "queryset", None)
    if queryset is not None and queryset.model in SECRETIVE:
        known = queryset.known_to(request.user, request.moment)
        named_by = SECRETIVE[queryset.model]
        field.queryset = known.select_related(*named_by) if named_by else known
    return field


class RowInline(Choosing, admin.StackedInline):
    form = RowForm
    template = "admin/articles/article/_rows.html"
    extra = 0
    # What a row points at: a chooser.
    target = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset = super().get_queryset(request)
        return queryset.select_related(self.target) if self.target else queryset

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [self.target] if self.target else []

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return calm(offered(field, request))

    # Rows are part of their story: whoever may change it may change them.

    def has_view_permission(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> bool:
        return True

    def has_change_permission(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> bool:
        return obj is None or may_change(request, obj)

    def has_add_permission(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> bool:
        return self.has_change_permission(request, obj)


class BylineInline(RowInline):
    model = Byline
    formset = BylineFormSet
    fields = ["author", "role", "position", "uid"]
    target = "author"
    verbose_name = "byline"


class ShowInline(RowInline):
    model = ArticleShow
    formset = ShowFormSet
    fields = ["show", "is_primary", "position", "uid"]
    target = "show"


class SourceInline(RowInline):
    model = Source
    formset = SourceFormSet
    fields = ["name", "url", "published_on", "position", "uid"]
    formfield_overrides = {
        models.URLField: {
            "widget": forms.URLInput,
            "help_text": "Link to the same address in the text, and readers find the "
            "number of this source beside the link.",
        },
        models.DateField: {
            "form_class": forms.DateField,
            "widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        },
    }
