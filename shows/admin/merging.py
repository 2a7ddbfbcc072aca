from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from ..forms import MergeForm
from ..merging import what_moves
from ..models import Merge, Person, Show

MOST_AT_ONCE = 20
MOST_TOLD = 50


class MergingAdmin(admin.ModelAdmin):
    """
    Adds "Merge into…" to the list and to each row.

    A page names what would move before anything does.
    """

    actions = ["merge_selected"]
    # (duplicate, into=…, by=…) -> the row that is kept
    merge_step: Callable[..., Any]

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name=name), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows: Any = super().get_queryset(request)
        return rows.listed()

    def has_merge_permission(self, request: HttpRequest) -> bool:
        name = f"{self.opts.app_label}.merge_{self.opts.model_name}"
        return request.user.has_perm(name)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """With what it took in; a link to one that was merged leads to its merge."""
        if self.has_merge_permission(request):
            owner, number = str(self.opts.model_name), unquote(object_id)
            whole = number.isascii() and number.isdecimal() and len(number) < 19
            merges = Merge.objects.filter(parted_at=None).select_related("by")
            if whole and (merge := merges.filter(**{owner: number}).first()):
                url = reverse("admin:shows_merge_change", args=[merge.pk])
                return HttpResponseRedirect(url)
            if whole:
                took_in = merges.filter(**{f"into_{owner}": number})[:MOST_TOLD]
                extra_context = (extra_context or {}) | {"took_in": took_in}
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.action(description="Merge into…", permissions=["merge"])
    def merge_selected(
        self, request: HttpRequest, queryset: QuerySet
    ) -> HttpResponse | None:
        keys = list(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(keys) > MOST_AT_ONCE:
            text = f"Choose at most {MOST_AT_ONCE} at once."
            self.message_user(request, text, messages.ERROR)
            return None
        return HttpResponseRedirect(self.merge_url(keys))

    def merge_url(self, keys: list[int]) -> str:
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge")
        return f"{url}?{urlencode({'ids': ','.join(map(str, keys))})}"

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        rows = self._asked_for(request)
        if not rows:
            text = "These are no longer here; they may have been merged already."
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(self._list_url())
        form = MergeForm(
            request.POST if request.method == "POST" else None,
            queryset=self.get_queryset(request),
            widget=self._chooser(),
            # The oldest is what links in the wild lead to.
            initial={"into": rows[0].pk} if len(rows) > 1 else {},
        )
        if form.is_valid():
            kept = form.cleaned_data["into"]
            if response := self._merge(request, form, rows, kept):
                return response
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Merge {self.opts.verbose_name_plural}",
            "form": form,
            "media": self.media + form.media,
            "rows": [(row, what_moves(row)) for row in rows],
        }
        return TemplateResponse(request, "admin/shows/merge.html", context)

    def _merge(
        self, request: HttpRequest, form: MergeForm, rows: list[Any], kept: Any
    ) -> HttpResponse | None:
        moved = [row for row in rows if row.pk != kept.pk]
        if not moved:
            form.add_error("into", f"“{kept}” cannot be merged into itself.")
            return None
        try:
            for row in moved:
                kept = type(self).merge_step(row, into=kept, by=request.user)
                self.log_change(request, kept, f"Took in “{row}” ({row.pk}).")
        except ValidationError as error:
            form.add_error(None, error)
            return None
        names = ", ".join(f"“{row}”" for row in moved)
        text = (
            f"Merged {names} into “{kept}”. The old addresses lead there. You can part "
            "them again below."
        )
        self.message_user(request, text, messages.SUCCESS)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[kept.pk]))

    def _asked_for(self, request: HttpRequest) -> list[Any]:
        keys = request.GET.get("ids", "").split(",")[:MOST_AT_ONCE]
        numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
        rows = self.get_queryset(request).filter(pk__in=numbers)
        return list(rows.order_by("pk"))

    def _chooser(self) -> AutocompleteSelect:
        model: type[Show | Person] = self.model
        return AutocompleteSelect(model._meta.get_field("merged_into"), self.admin_site)

    def _list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
