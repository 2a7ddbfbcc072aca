"""The pages on which editors choose what stands beside stories and shows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from articles import curation
from articles.curation.describing import (
    endings,
    seen_of,
    shows_of,
)
from articles.desk import presence
from articles.models import CurationRules, Selection
from articles.models.log import Verb
from articles.permissions import may_curate
from authors.http import AuthenticatedRequest
from images.choosers import UncountedPaginator
from shows.models import Show

from .curating_forms import (
    new_row,
)
from .editing_picks import MAY_NOT, NUMBER, Editing, sentence
from .needing import NeedsPages
from .pages import StoryPages

SHELVES_PER_PAGE = 50


class PicksPages(StoryPages):
    """The picks of a story, on a page of their own beside its form."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/picks/",
                wrap(self.picks_view),
                name="articles_article_picks",
            ),
            *super().get_urls(),
        ]

    def screen(self, request: AuthenticatedRequest, article: Any) -> dict[str, Any]:
        return super().screen(request, article) | {
            "may_curate": may_curate(request.user)
        }

    def picks_view(self, request: AuthenticatedRequest, object_id: str) -> HttpResponse:
        article = self.visible_or_404(request, object_id, trying=Verb.PICK)
        selection = curation.selection_of(article)
        return Editing(request, selection, self.admin_site).respond()


@admin.register(CurationRules)
class CurationRulesAdmin(admin.ModelAdmin):
    """One row, made when it is first changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied(MAY_NOT)
        stored = CurationRules.objects.first()
        name = "admin:articles_curationrules"
        if stored:
            return HttpResponseRedirect(reverse(f"{name}_change", args=[stored.pk]))
        return HttpResponseRedirect(reverse(f"{name}_add"))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if CurationRules.objects.exists():
            return HttpResponseRedirect(
                reverse("admin:articles_curationrules_changelist")
            )
        return super().add_view(request, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: CurationRules, form: Any, change: bool
    ) -> None:
        obj.pk = 1
        obj.save()


@admin.register(Selection)
class SelectionAdmin(NeedsPages):
    """Shelves, the picks of shows, and what of all that needs a hand."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view

        def address(route: str, view: Callable[..., HttpResponse], name: str) -> Any:
            return path(route, wrap(view), name=f"articles_selection_{name}")

        return [
            address("show/<int:show_id>/", self.show_view, "show"),
            address("endings/", self.endings_view, "endings"),
            address("<int:pk>/presence/", self.presence_view, "presence"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The shelves by name, and the picks of shows; and a line to make a shelf."""
        if not self.has_view_permission(request):
            raise PermissionDenied(MAY_NOT)
        error = ""
        if request.method == "POST":
            try:
                shelf = curation.make_shelf(
                    request.POST.get("title", "")[:80], by=self.user(request)
                )
            except ValidationError as refused:
                error = " ".join(refused.messages)
            else:
                return HttpResponseRedirect(self.address(shelf))
        typed = request.GET.get("q", "").strip()[:80]
        rows = Selection.objects.filter(article=None).select_related("show")
        if typed:
            rows = rows.filter(title__icontains=typed)
        page = UncountedPaginator(
            rows.prefetch_related("placements").order_by("is_retired", "title", "pk"),
            SHELVES_PER_PAGE,
        ).page(request.GET.get("page", 1))
        counted = seen_of(page.object_list, request.moment)  # type: ignore[attr-defined]
        return TemplateResponse(
            request,
            "admin/articles/selection/change_list.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "Shelves",
                "page": page,
                "shelves": [(shelf, counted[shelf.pk]) for shelf in page.object_list],
                "typed": typed,
                "error": error,
                "may_change": may_curate(self.user(request)),
            },
            status=422 if error else 200,
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        number = object_id or ""
        if not (number.isdecimal() and len(number) < NUMBER):
            raise Http404("There is no such shelf.")
        selection = get_object_or_404(
            Selection.objects.select_related("article", "show"), pk=int(number)
        )
        return Editing(request, selection, self.admin_site).respond()

    def show_view(self, request: AuthenticatedRequest, show_id: int) -> HttpResponse:
        shows = Show.objects.listed()
        show = get_object_or_404(shows, pk=min(show_id, 10**18))
        selection = curation.selection_of(show)
        return Editing(request, selection, self.admin_site).respond()

    def endings_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """What a pick of `?target=show:5` can end on, for the script of the page."""
        if not may_curate(request.user):
            raise PermissionDenied(MAY_NOT)
        try:
            row = new_row(request.GET.get("target", ""))
        except ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=400)
        found = endings(shows_of([row]).values(), request.moment)
        options = [
            {"value": value, "label": sentence(label)}
            for each in found.values()
            for value, label in each
        ]
        return JsonResponse({"endings": options})

    @method_decorator(require_POST)
    def presence_view(self, request: AuthenticatedRequest, pk: int) -> HttpResponse:
        """Say that the page is open, and hear who else has it open."""
        if not may_curate(request.user):
            raise PermissionDenied(MAY_NOT)
        selection = get_object_or_404(Selection, pk=min(pk, 10**18))
        try:
            tab = uuid.UUID(request.POST.get("tab", ""))
        except ValueError:
            return JsonResponse({"error": "The page has no number."}, status=400)
        if "leave" in request.POST:
            presence.leave(request.user, selection, tab)
        else:
            presence.announce(request.user, selection, tab, request.moment)
        people = presence.others(selection, request.user, request.moment, tab=tab)
        return JsonResponse({"people": [str(each) for each in people]})
