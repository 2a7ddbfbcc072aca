from typing import Any
from urllib.parse import unquote

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from .. import parting
from ..models import Merge, Person, Show


class StandingFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("merged", "Merged"), ("parted", "Parted again")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(parted_at__isnull=self.value() == "merged")


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("show", "Shows"), ("person", "People")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in {"show", "person"}:
            return queryset
        return queryset.filter(**{f"{self.value()}__isnull": False})


@admin.register(Merge)
class MergeAdmin(admin.ModelAdmin):
    """
    Every merge of shows and people, and the page on which one is parted again: it says
    what would go back before anything does.
    """

    list_display = ["name", "into_name", "kind", "merged", "state"]
    list_display_links = ["name"]
    list_filter = [StandingFilter, KindFilter]
    list_select_related = ["by", "parted_by"]
    list_per_page = 50
    search_fields = ["name", "into_name"]
    actions = None

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return any(map(request.user.has_perm, parting.PERMISSIONS.values()))

    def has_module_permission(self, request: Any) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: Any) -> QuerySet:
        """Without those of rows that whoever asks may not know of."""
        of: list[tuple[type[Show | Person], str]] = [(Show, "show"), (Person, "person")]
        mine = Q()
        for model, owner in of:
            if not request.user.has_perm(parting.PERMISSIONS[model]):
                continue
            rows: Any = model._default_manager.all()
            known = rows.known_to(request.user, request.moment).values("pk")
            mine |= Q(**{f"{owner}__in": known, f"into_{owner}__in": known})
        return super().get_queryset(request).filter(mine)

    @admin.display(description="Kind")
    def kind(self, merge: Merge) -> str:
        return "Show" if merge.show_id else "Person"

    @admin.display(description="Merged on", ordering="at")
    def merged(self, merge: Merge) -> str:
        day = date_format(timezone.localtime(merge.at), "j F Y, H:i")
        return f"{day} by {merge.by}" if merge.by else day

    @admin.display(description="State")
    def state(self, merge: Merge) -> str:
        if merge.parted_at is None:
            return "Merged"
        return f"Parted again by {merge.parted_by or 'somebody'}"

    def changelist_view(
        self, request: Any, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": "Merges of shows and people", **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: Any,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        merge = self.get_object(request, object_id)
        if merge is None:
            raise Http404("There is no such merge, or it is not yours to see.")
        if request.method == "POST":
            return self._part(request, merge)
        parted, refused = self._foreseen(request, merge)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"“{merge.name}”, merged into “{merge.into_name}”",
            "merge": merge,
            "row_url": self._page_of(merge.row),
            "kept_url": self._page_of(merge.kept),
            "parted": parted,
            "address": parted and unquote(parted.row.get_absolute_url()),
            "refused": refused,
        }
        return TemplateResponse(request, "admin/shows/merge/part.html", context)

    def _foreseen(
        self, request: Any, merge: Merge
    ) -> tuple[parting.Parted | None, list[str]]:
        if merge.parted_at is not None:
            return None, []
        try:
            with parting.foresee(merge, by=request.user) as parted:
                return parted, []
        except ValidationError as error:
            return None, error.messages

    def _part(self, request: Any, merge: Merge) -> HttpResponse:
        try:
            parted = parting.part(merge, by=request.user)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(request.path)
        row, kept = parted.row, parted.kept
        for one, other in ((row, kept), (kept, row)):
            text = f"Parted from “{other}” ({other.pk}) again."
            LogEntry.objects.log_actions(
                request.user.pk, [one], CHANGE, text, single_object=True
            )
        text = f"“{row}” and “{kept}” are two again."
        self.message_user(request, text, messages.SUCCESS)
        if parted.remarks:
            self.message_user(
                request,
                f"Some things stay as they are: {'; '.join(parted.remarks)}.",
                messages.WARNING,
            )
        return HttpResponseRedirect(self._page_of(row))

    def _page_of(self, row: Show | Person) -> str:
        if row.merged_into_id:
            return ""
        return reverse(f"admin:shows_{row._meta.model_name}_change", args=[row.pk])
