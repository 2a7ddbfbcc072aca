"""The screens of the pages about the site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from articles.body.widgets import BodyField, tell_left_out
from authors.http import AuthenticatedRequest
from newsroom import pages
from newsroom.house_texts import ADDRESSES, PLACES, text_of
from newsroom.models import Page, PageVersion
from newsroom.models.page import CONTENT
from newsroom.page_views import page_context

from .seen import look_back, settle

PLACE = ("kind", "slug", "footer_position")


class PageForm(forms.ModelForm):
    """
    `base` is the save the form was opened on. What others saved since is merged into
    what was typed; where that cannot be, both stand on the form and a person decides.
    """

    body = BodyField(required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    merged: pages.Merged | None = None

    class Meta:
        model = Page
        fields = ["kind", "title", "slug", "body", "description", "footer_position"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].initial = self.instance.latest_number
        look_back(self, PLACE)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug:
            pages.check_address(slug)
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and set(CONTENT) <= cleaned.keys():
            # The admin's transaction holds the row from here to its save.
            stored = Page.objects.select_for_update().get(pk=self.instance.pk)
            typed = {name: cleaned[name] for name in CONTENT}
            base = cleaned.get("base")
            self.merged = pages.merge(
                stored, typed, stored.latest_number if base is None else base
            )
            self._take(self.merged, stored.latest_number)
            settle(self, stored, PLACE)
        return cleaned

    def _take(self, merged: pages.Merged, latest: int) -> None:
        """Whatever the form shows next is based on the latest save, and holds it."""
        if not merged.is_stale:
            return
        self.cleaned_data |= merged.content
        data: Any = self.data
        self.data = data = data.copy()
        for name, value in {**merged.content, "base": str(latest)}.items():
            data[self.add_prefix(name)] = value
        for name in merged.clashes:
            self.add_error(
                name,
                f"{merged.other} changed this while you were writing. Your text stands "
                "here, theirs below it. Put together what belongs together; saving "
                "once more keeps what stands here.",
            )


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    form = PageForm
    list_display = ["title", "kind", "address", "state", "footer_position"]
    list_select_related = ["live"]
    search_fields = ["title"]
    change_form_template = "admin/newsroom/page/change_form.html"
    change_list_template = "admin/newsroom/page/change_list.html"

    class Media:
        css = {"all": ["admin/css/site_pages.css"]}

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/preview/",
                view(never_cache(self.preview)),
                name="newsroom_page_preview",
            ),
            path(
                "<path:object_id>/compare/",
                view(self.compare),
                name="newsroom_page_compare",
            ),
            path(
                "<path:object_id>/restore/",
                view(self.restore),
                name="newsroom_page_restore",
            ),
            *super().get_urls(),
        ]

    def has_delete_permission(
        self, request: AuthenticatedRequest, obj: Page | None = None
    ) -> bool:
        """What readers once saw is taken down, never deleted."""
        if obj is not None and obj.was_live:
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request: AuthenticatedRequest) -> dict[str, Any]:
        # Deleting many at once would ask of none whether it was live.
        return {}

    def get_readonly_fields(
        self, request: AuthenticatedRequest, obj: Page | None = None
    ) -> list[str]:
        return ["kind"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        kind = request.GET.get("kind", "")
        text = text_of(kind, urlsplit(settings.SITE_URL).hostname or "")
        if text is None:
            return {}
        return {
            "kind": kind,
            "slug": ADDRESSES[kind],
            "footer_position": PLACES[kind],
            **text._asdict(),
        }

    def save_model(
        self, request: AuthenticatedRequest, obj: Page, form: Any, change: bool
    ) -> None:
        content = {name: form.cleaned_data[name] for name in CONTENT}
        if change:
            place = {
                name: form.cleaned_data[name]
                for name in PLACE
                if name in form.changed_data
            }
            if place:
                pages.place_page(obj, place, by=request.user)
            base = form.merged.is_stale and Page.objects.get(pk=obj.pk).latest_number
            base = base or form.cleaned_data.get("base") or obj.latest_number
        else:
            super().save_model(request, obj, form, change)
            base = 0
        pages.save_page(obj, content, base=base, by=request.user, at=request.moment)
        tell_left_out(request, form)
        if form.merged and form.merged.is_stale:
            self.message_user(
                request,
                f"{form.merged.other} saved this page meanwhile; both changes are in it.",
                messages.WARNING,
            )
        if "_publish" in request.POST:
            pages.publish_page(obj, by=request.user, at=request.moment)
        elif "_unpublish" in request.POST:
            pages.unpublish_page(obj, by=request.user)

    def delete_model(self, request: AuthenticatedRequest, obj: Page) -> None:
        super().delete_model(request, obj)
        pages.tell_site()

    def response_add(self, request: Any, obj: Page, *args: Any) -> HttpResponse:
        return self._after(request, obj)

    def response_change(self, request: Any, obj: Page) -> HttpResponse:
        return self._after(request, obj)

    def _after(self, request: AuthenticatedRequest, obj: Page) -> HttpResponse:
        if "_publish" in request.POST:
            said = f"“{obj}” is published."
        elif "_unpublish" in request.POST:
            said = f"Readers no longer see “{obj}”."
        elif obj.live:
            said = f"“{obj}” is saved. Readers see it as it was until you publish it."
        else:
            said = f"“{obj}” is saved. Readers do not see it yet."
        self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:newsroom_page_change", obj.pk)

    def changeform_view(
        self,
        request: AuthenticatedRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        context = dict(extra_context or {})
        context |= {"show_save": False, "show_save_and_add_another": False}
        context |= {"show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, context)

    def changelist_view(
        self, request: AuthenticatedRequest, extra_context: Any = None
    ) -> HttpResponse:
        there = set(Page.objects.values_list("kind", flat=True))
        wanting = [
            kind for kind in Page.Kind if kind not in there and kind != Page.Kind.OTHER
        ]
        context = {"wanting": wanting, **(extra_context or {})}
        return super().changelist_view(request, context)

    def history_view(
        self, request: AuthenticatedRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        page = self._page(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {page}",
            "opts": self.opts,
            "page": page,
            "versions": page.versions.select_related("by"),
            "may_change": self.has_change_permission(request, page),
        }
        return TemplateResponse(request, "admin/newsroom/page/history.html", context)

    def preview(self, request: AuthenticatedRequest, object_id: str) -> HttpResponse:
        """A save as readers would see it; the latest unless another is asked for."""
        page = self._page(request, object_id)
        version = self._save(request, page, "version", page.latest_number)
        context = page_context(request, page, version)
        context |= {"is_preview": True, "structured": None}
        return render(request, "newsroom/page_preview.html", context)

    def compare(self, request: AuthenticatedRequest, object_id: str) -> HttpResponse:
        """Two saves; what readers see and the draft unless others are asked for."""
        page = self._page(request, object_id)
        seen = page.live.number if page.live else max(page.latest_number - 1, 1)
        before = self._save(request, page, "from", seen)
        after = self._save(request, page, "to", page.latest_number)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Save {before.number} and save {after.number}",
            "opts": self.opts,
            "page": page,
            "sides": [("Before", before), ("After", after)],
            "differences": pages.compare(before, after),
        }
        return TemplateResponse(request, "admin/newsroom/page/compare.html", context)

    def restore(self, request: AuthenticatedRequest, object_id: str) -> HttpResponse:
        page = self._page(request, object_id)
        if request.method != "POST" or not self.has_change_permission(request, page):
            raise PermissionDenied("You may not restore this page.")
        number, base = (request.POST.get(name, "") for name in ("version", "base"))
        try:
            pages.restore_page(
                page, int(number), base=int(base), by=request.user, at=request.moment
            )
        except ValueError:
            raise Http404("There is no such save.") from None
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect("admin:newsroom_page_history", page.pk)
        self.message_user(
            request,
            f"The text of save {number} is the draft again. Publish it when it is right.",
            messages.SUCCESS,
        )
        return redirect("admin:newsroom_page_change", page.pk)

    def _save(
        self, request: AuthenticatedRequest, page: Page, name: str, default: int
    ) -> PageVersion:
        asked = request.GET.get(name, "")
        is_number = asked.isascii() and asked.isdecimal() and len(asked) < 9
        number = int(asked) if is_number else default
        version = page.versions.select_related("by").filter(number=number).first()
        if version is None:
            raise Http404("There is no such save.")
        return version

    def _page(self, request: AuthenticatedRequest, object_id: str) -> Page:
        page: Page | None = self.get_object(request, object_id)
        if page is None:
            raise Http404("There is no such page.")
        if not self.has_view_permission(request, page):
            raise PermissionDenied("Only editors may see the pages about the site.")
        return page

    @admin.display(description="Address")
    def address(self, page: Page) -> str:
        return reverse("page", args=[page.slug])

    @admin.display(description="Readers")
    def state(self, page: Page) -> str:
        if page.live is None:
            return "See nothing: a draft" if not page.was_live else "Taken down"
        if page.live.number == page.latest_number:
            return "See it"
        return "See it without the latest changes"
