from __future__ import annotations

from typing import Any

import taggit.admin  # noqa: F401  registers its own first
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from taggit.models import Tag

from articles.addresses import retagging
from articles.models import FormerTag, TaggedArticle, VersionTag
from authors.http import AuthenticatedRequest
from images.fields import TypedAddress

admin.site.unregister(Tag)


class TagForm(forms.ModelForm):
    slug = TypedAddress(
        max_length=100,
        required=False,
        label="Address",
        help_text="Empty: made from the name. The old one keeps working.",
    )

    class Meta:
        model = Tag
        fields = ["name", "slug"]
        help_texts = {
            "name": "Whoever types the former name gets this tag.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and cleaned.get("slug") == "":
            cleaned["slug"] = retagging.free_address_of(cleaned["name"])
        if {"name", "slug"} <= cleaned.keys():
            retagging.check_name(self.instance, cleaned["name"], cleaned["slug"])
        return cleaned


class MergeTagForm(forms.Form):
    into = forms.ModelChoiceField(
        Tag.objects.order_by("name"),
        label="Keep",
        to_field_name="name",
        widget=forms.TextInput(attrs={"list": "tags", "autocomplete": "off"}),
        error_messages={"invalid_choice": "There is no tag of that name."},
    )


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """
    Instead of taggit's own, which merges rows that our stories do not use, and asks
    nobody for permission.
    """

    form = TagForm
    list_display = ["name", "slug"]
    ordering = ["name", "slug"]
    search_fields = ["name"]
    change_form_template = "admin/articles/tag/change_form.html"

    def has_view_permission(
        self, request: AuthenticatedRequest, obj: Any = None
    ) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(
        self, request: AuthenticatedRequest, obj: Any = None
    ) -> bool:
        return retagging.may_retag(request.user)

    def has_module_permission(self, request: AuthenticatedRequest) -> bool:
        return retagging.may_retag(request.user)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:object_id>/merge/",
                wrap(self.merge_view),
                name="taggit_tag_merge",
            ),
            path(
                "<int:object_id>/part/",
                wrap(self.part_view),
                name="taggit_tag_part",
            ),
            *super().get_urls(),
        ]

    def save_model(
        self, request: AuthenticatedRequest, obj: Tag, form: Any, change: bool
    ) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        retagging.rename_tag(obj, obj.name, obj.slug, by=request.user)

    def render_change_form(
        self, request: Any, context: dict[str, Any], **kwargs: Any
    ) -> Any:
        tag = kwargs.get("obj")
        if tag:
            context["former"] = FormerTag.objects.filter(tag=tag).select_related("by")
        return super().render_change_form(request, context, **kwargs)

    def merge_view(self, request: AuthenticatedRequest, object_id: int) -> HttpResponse:
        tag = self._tag(request, object_id)
        form = MergeTagForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            kept = form.cleaned_data["into"]
            try:
                retagging.merge_tags(tag, into=kept, by=request.user)
            except ValidationError as error:
                form.add_error("into", error)
            else:
                messages.success(
                    request,
                    f"“{tag}” is now “{kept}”. Its address leads there. You can part "
                    "them again below.",
                )
                return self._to(kept)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Merge “{tag}” into another tag",
            "form": form,
            "media": self.media,
            "tag": tag,
            "stories": TaggedArticle.objects.filter(tag=tag).count(),
            "versions": VersionTag.objects.filter(tag=tag).count(),
            "tags": Tag.objects.exclude(pk=tag.pk).order_by("name")[:500],
        }
        return TemplateResponse(
            request,
            "admin/articles/tag/merge.html",
            context,
            status=422 if form.errors else 200,
        )

    def part_view(self, request: AuthenticatedRequest, object_id: int) -> HttpResponse:
        """Undo one merge: `former` of the form says which."""
        tag = self._tag(request, object_id)
        asked = request.POST.get("former", "")
        sound = asked.isascii() and asked.isdecimal() and len(asked) < 19
        former = FormerTag.objects.filter(tag=tag, pk=int(asked)) if sound else None
        found = former.first() if former is not None else None
        if request.method != "POST" or found is None:
            raise Http404("This tag holds no such former one.")
        try:
            parted = retagging.undo_merge(found, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self._to(tag)
        messages.success(request, f"“{parted}” is a tag of its own again.")
        return self._to(parted)

    def _tag(self, request: AuthenticatedRequest, object_id: int) -> Tag:
        if not retagging.may_retag(request.user):
            raise PermissionDenied("You may not merge tags.")
        tag = Tag.objects.filter(pk=object_id).first()
        if tag is None:
            raise Http404("There is no such tag.")
        return tag

    def _to(self, tag: Tag) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:taggit_tag_change", args=[tag.pk]))
