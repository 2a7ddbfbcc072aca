from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.logbook import log_hidden_attempt
from articles.models import Article
from articles.models.log import Verb
from authors.http import AuthenticatedRequest


class StoryPages(admin.ModelAdmin):
    """
    What the pages about one story share.

    Each feature of the desk is a subclass with its own addresses (`get_urls`) and
    its own part of the story form (`screen`); `ArticleAdmin` is all of them.
    """

    def screen(self, request: AuthenticatedRequest, article: Any) -> dict[str, Any]:
        """
        What the story form shows beside its fields. `article` carries what
        `states.with_state` annotates.
        """
        return {}

    def visible_or_404(
        self,
        request: AuthenticatedRequest,
        object_id: str,
        trying: Verb | None = None,
    ) -> Article:
        """
        The story, for whoever may see it; others learn nothing, not its title. What
        they were `trying` to do with it is logged.
        """
        article = self.get_object(request, unquote(object_id))
        if article is None:
            if trying and request.method == "POST":
                log_hidden_attempt(unquote(object_id), trying, by=request.user)
            raise Http404("There is no such story, or it is not yours to see.")
        return article

    def page(
        self,
        request: HttpRequest,
        template: str,
        *,
        article: Article | None,
        title: str,
        status: int = 200,
        **context: Any,
    ) -> TemplateResponse:
        """A page of the admin about one story, with its breadcrumbs."""
        return TemplateResponse(
            request,
            f"admin/articles/article/{template}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": article,
                "article": article,
                "title": title,
                "zone": timezone.get_current_timezone_name(),
                **context,
            },
            status=status,
        )
