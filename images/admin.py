from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .choosers import WordStartSearch, is_chooser
from .forms import ImageForm
from .ingest import refusal
from .models import Image
from .querysets import ImageQuerySet
from .renditions import delete_files, delete_on_commit, picture_url
from .usage import hidden_uses, usages
from .withdrawal import may_withdraw
from .withdrawal_pages import WithdrawalPages


class TwinUpload(Exception):
    """Somebody stored the very same file while this one was being checked."""

    def __init__(self, file_hash: str) -> None:
        super().__init__(file_hash)
        self.file_hash = file_hash


class RightsFilter(admin.SimpleListFilter):
    title = "rights"
    parameter_name = "rights"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ending", "End within 14 days"), ("ended", "Have ended")]

    def queryset(self, request: Any, queryset: Any) -> ImageQuerySet:
        today = timezone.localdate(request.moment)
        match self.value():
            case "ending":
                return queryset.rights_ending(today)
            case "ended":
                return queryset.rights_ended(today)
        return queryset


class AltTextFilter(admin.SimpleListFilter):
    title = "alternative text"
    parameter_name = "alt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("missing", "Missing"), ("decorative", "Decorative")]

    def queryset(self, request: Any, queryset: Any) -> ImageQuerySet:
        match self.value():
            case "missing":
                return queryset.without_alt_text()
            case "decorative":
                return queryset.filter(is_decorative=True)
        return queryset


class WithdrawnFilter(admin.SimpleListFilter):
    title = "withdrawal"
    parameter_name = "withdrawn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "In the library"), ("yes", "Withdrawn")]

    def queryset(self, request: Any, queryset: Any) -> ImageQuerySet:
        match self.value():
            case "no":
                return queryset.kept()
            case "yes":
                return queryset.withdrawn()
        return queryset


@admin.register(Image)
class ImageAdmin(WithdrawalPages, WordStartSearch):
    list_display = (
        "thumbnail",
        "name",
        "description",
        "credit_and_licence",
        "rights",
        "added",
    )
    list_display_links = ("thumbnail", "name")
    list_filter = (RightsFilter, AltTextFilter, WithdrawnFilter, "licence")
    list_per_page = 50
    list_select_related = ("uploaded_by",)
    search_fields = ("title",)
    search_help_text = "Title, description, caption or credit, by the start of words."

    form = ImageForm
    fieldsets = (
        (None, {"fields": ("file", "focus", ("focal_x", "focal_y"))}),
        (
            "What it shows",
            {"fields": ("title", "alt_text", "is_decorative", "caption")},
        ),
        (
            "Whose it is",
            {"fields": ("credit", "credit_url", "licence", "rights_end_on")},
        ),
    )
    about = (
        "About this picture",
        {"fields": ("size", "uploaded_by", "created_at")},
    )
    readonly_fields = ("focus", "size", "uploaded_by", "created_at")

    class Media:
        css = {"all": ("admin/css/pictures.css",)}
        js = (Script("admin/js/focal_point.js", defer=True),)

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> Any:
        if obj and obj.is_withdrawn:
            return (*self.fieldsets[1:], self.about)
        return (*self.fieldsets, self.about) if obj else self.fieldsets

    def has_change_permission(
        self, request: HttpRequest, obj: Image | None = None
    ) -> bool:
        """A withdrawn picture can be read and nothing else."""
        if obj and obj.is_withdrawn:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Image | None = None
    ) -> bool:
        if obj and obj.is_withdrawn:
            return False
        return super().has_delete_permission(request, obj)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Image | None:
        image = super().get_object(request, object_id, from_field)
        if image and request.method == "POST" and connection.in_atomic_block:
            # Kept until it is saved, or a form that somebody left open would give a
            # picture its file back that is being withdrawn.
            images = self.get_queryset(request).select_for_update()
            return images.filter(pk=image.pk).first()
        return image

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        if is_chooser(request):
            queryset = queryset.kept()
        return super().get_search_results(request, queryset, search_term)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        # The class is made anew for every request.
        form.uploader = request.user
        return form

    def get_queryset(self, request: Any) -> ImageQuerySet:
        images: Any = super().get_queryset(request)
        return images.with_rights(timezone.localdate(request.moment))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if image := context.get("original"):
            context["uses"] = usages(image, request.user)
            context["may_withdraw"] = may_withdraw(request.user, image)
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and object_id and self._is_withdrawn(object_id):
            messages.error(
                request,
                "The picture was withdrawn meanwhile. Nothing of the form was saved.",
            )
            return HttpResponseRedirect(
                reverse("admin:images_image_change", args=[object_id])
            )
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except TwinUpload as twin:
            image = Image.objects.filter(file_hash=twin.file_hash).first()
            if image is None:
                raise
            if image.is_withdrawn:
                messages.error(request, refusal(image).messages[0])
            else:
                messages.warning(
                    request,
                    "The library has this picture already; here it is. What you typed "
                    "about it was not saved.",
                )
            url = reverse("admin:images_image_change", args=[image.pk])
            return HttpResponseRedirect(url)

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except models.ProtectedError:
            # Taken into a story between the question and the answer.
            messages.error(request, "The picture is in use by now and was not deleted.")
            url = reverse("admin:images_image_change", args=[object_id])
            return HttpResponseRedirect(url)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """
        A picture that is used cannot be deleted; the places are what holds it. One
        that was withdrawn cannot either, or its file could come back.
        """
        images = list(objs)
        uses: list[Any] = [
            f"{image}: what is left of it refuses its file"
            for image in images
            if image.is_withdrawn
        ]
        uses += [
            format_html("{}: {}", image, _linked(use.label, use.url))
            for image in images
            for use in usages(image, request.user) or hidden_uses(image)
        ]
        return [str(image) for image in images], {"pictures": len(images)}, set(), uses

    def save_model(
        self, request: HttpRequest, obj: Image, form: ImageForm, change: bool
    ) -> None:
        if not change:
            obj.uploaded_by_id = request.user.pk
        try:
            super().save_model(request, obj, form, change)
        except IntegrityError as error:
            delete_files(obj.file.storage, form.written)
            raise TwinUpload(obj.file_hash) from error
        except Exception:
            delete_files(obj.file.storage, form.written)
            raise
        delete_on_commit(obj.file.storage, form.stale)

    def _is_withdrawn(self, object_id: str) -> bool:
        try:
            return Image.objects.withdrawn().filter(pk=object_id).exists()
        except (ValueError, ValidationError):
            return False

    @admin.display(description="Picture")
    def thumbnail(self, image: Image) -> SafeString:
        if image.is_withdrawn:
            return mark_safe('<span class="thumbnail thumbnail--none"></span>')
        return format_html(
            '<img class="thumbnail" src="{}" width="72" height="72" alt="{}" '
            'loading="lazy">',
            picture_url(image, "portrait", 192),
            image.alt_text or image,
        )

    @admin.display(description="Title", ordering="title")
    def name(self, image: Image) -> str:
        return str(image)

    @admin.display(description="Alternative text")
    def description(self, image: Image) -> str:
        if image.is_decorative:
            return "Decorative"
        return image.alt_text or "Missing"

    @admin.display(description="Credit", ordering="credit")
    def credit_and_licence(self, image: Image) -> str:
        return ", ".join(filter(None, [image.credit, image.licence])) or "None"

    @admin.display(description="Rights", ordering="rights_end_on")
    def rights(self, image: Any) -> str:
        if image.is_withdrawn:
            return f"Withdrawn on {image.withdrawn_on}"
        if image.rights_end_on is None:
            return "No end"
        day = date_format(image.rights_end_on, "j F Y")
        if image.rights_have_ended:
            return f"Ended on {day}"
        return f"End soon: {day}" if image.rights_end_soon else f"Until {day}"

    @admin.display(description="Added", ordering="pk")
    def added(self, image: Image) -> str:
        day = date_format(timezone.localtime(image.created_at), "j F Y")
        return f"{day} by {image.uploaded_by}" if image.uploaded_by else day

    @admin.display(description="Focus")
    def focus(self, image: Image) -> str:
        """The picture to click on; the two numbers below do the same by keyboard."""
        return render_to_string("admin/images/_focal_point.html", {"image": image})

    @admin.display(description="Size")
    def size(self, image: Image) -> str:
        return f"{image.width:,} × {image.height:,} pixels"


def _linked(label: str, url: str) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', url, label) if url else label
