from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from articles.reading.pages import article_page
from articles.search import report as search_report
from articles.search.findable import standing
from articles.structured import story_page
from authors.http import AuthenticatedRequest

from .pages import StoryPages


class FindabilityPages(StoryPages):
    """What search engines get for a story, and where the site is hard to find."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "search-report/",
                wrap(self.search_report_view),
                name="articles_article_search_report",
            ),
            path(
                "<path:object_id>/search-engines/",
                wrap(self.search_engines_view),
                name="articles_article_search_engines",
            ),
            *super().get_urls(),
        ]

    def search_engines_view(
        self, request: AuthenticatedRequest, object_id: str
    ) -> HttpResponse:
        article = self.visible_or_404(request, object_id)
        found = standing(article, request.moment)
        context: dict[str, Any] = {"standing": found}
        if found and found.since:
            seen_at = max(found.since, request.moment)
            # Every tag of the page asks the request which moment it is.
            request.moment = seen_at
            document = story_page(article_page(found.version, seen_at), seen_at)
            context |= {
                "is_coming": found.since >= seen_at,
                "is_live": found.version.is_live(seen_at),
                "document": document
                and json.dumps(document, indent=2, ensure_ascii=False),
            }
        return self.page(
            request,
            "search_engines",
            article=article,
            title="What search engines get",
            **context,
        )

    def search_report_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """Live stories only, which everybody at the desk may read."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        asked = request.GET.get("period", "")
        period = asked if asked in search_report.PERIODS else search_report.DEFAULT
        return TemplateResponse(
            request,
            "admin/articles/article/search_report.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "What search engines find hard",
                "zone": timezone.get_current_timezone_name(),
                "report": search_report.report(period, request.moment),
                "periods": [
                    (key, label, key == period)
                    for key, (label, _) in search_report.PERIODS.items()
                ],
                "most": search_report.MOST,
            },
        )
