"""The admin's pages for withdrawing a picture: what it touches, why, and really?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import get_text_list

from .models import Image
from .renditions import file_names, picture_url
from .usage import Reach, reach
from .withdrawal import (
    LONGEST_REASON,
    PERMISSION,
    check_reason,
    delete_left_files,
    may_withdraw,
    withdraw,
)

LEFT = (
    "The file storage did not delete everything of the withdrawn picture: {} of its "
    "files are still there. "
    "Have them deleted on this page once the storage answers again."
)


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text="For example: The photographer asks us to take it down. Whoever "
        "tries to add the same file reads this.",
    )

    def clean_reason(self) -> str:
        return check_reason(self.cleaned_data["reason"])


class WithdrawalPages(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/withdraw/",
                wrap(self.withdraw_view),
                name="images_image_withdraw",
            ),
            path(
                "<path:object_id>/delete-files/",
                wrap(self.delete_files_view),
                name="images_image_delete_files",
            ),
            *super().get_urls(),
        ]

    def withdraw_view(self, request: Any, object_id: str) -> HttpResponse:
        """
        Asked twice: first for the reason, beside all that would lose the picture; then
        once more, and again if it is used elsewhere by then.
        """
        image = self._image_or_404(request, object_id)
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied("Withdrawing pictures is not yours to do.")
        if not may_withdraw(request.user, image):
            messages.warning(
                request, f"The picture was withdrawn already, on {image.withdrawn_on}."
            )
            return self._to_picture(image)
        reached = reach(image, request.user, request.moment)
        seen = _fingerprint(reached)
        data = request.POST if request.method == "POST" else None
        form = WithdrawalForm(data)
        asks_again = form.is_bound and form.is_valid() and "back" not in request.POST
        if asks_again and "confirmed" in request.POST:
            if request.POST.get("seen") == seen:
                return self._withdraw(request, image, form.cleaned_data["reason"])
            messages.warning(
                request,
                "The picture is used in other places by now; please look again.",
            )
        return TemplateResponse(
            request,
            "admin/images/image/withdraw.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": image,
                "image": image,
                # Also where its rights have ended and no reader sees it.
                "address": picture_url(image, "natural", 480),
                "title": "Withdraw this picture",
                "form": form,
                "asks_again": asks_again,
                "reached": reached,
                "reached_in_words": get_text_list(
                    [str(each) for each in reached], "and"
                ),
                "is_held": any("legal hold" in name for name in _standings(reached)),
                "seen": seen,
                "file_count": len(file_names(image)),
                "media": self.media,
            },
            status=422 if form.errors else 200,
        )

    def delete_files_view(self, request: Any, object_id: str) -> HttpResponse:
        """Once more, after a storage that did not answer."""
        image = self._image_or_404(request, object_id)
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied("Withdrawing pictures is not yours to do.")
        if request.method == "POST" and image.is_withdrawn:
            left = delete_left_files(image)
            self._tell(request, left, "All its files are deleted.")
        return self._to_picture(image)

    def _withdraw(self, request: HttpRequest, image: Image, why: str) -> HttpResponse:
        try:
            withdraw(image, by=request.user, reason=why)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return self._to_picture(image)
        left = Image.objects.values_list("files_left", flat=True).get(pk=image.pk)
        done = "The picture is withdrawn and its files are deleted."
        self._tell(request, left, done)
        return self._to_picture(image)

    def _tell(self, request: HttpRequest, left: list[str], done: str) -> None:
        if left:
            messages.error(request, LEFT.format(len(left)))
        else:
            messages.success(request, done)

    def _image_or_404(self, request: HttpRequest, object_id: str) -> Image:
        image: Image | None = self.get_object(request, unquote(object_id))
        if image is None:
            raise Http404("There is no such picture.")
        if not self.has_view_permission(request, image):
            raise PermissionDenied("Pictures are not yours to see.")
        return image

    def _to_picture(self, image: Image) -> HttpResponse:
        return HttpResponseRedirect(
            reverse("admin:images_image_change", args=[image.pk])
        )


def _fingerprint(reached: Iterable[Reach]) -> str:
    """What was told beforehand; another one means that it is no longer true."""
    return "; ".join(f"{each} {each.standings}" for each in reached)


def _standings(reached: Iterable[Reach]) -> Iterable[str]:
    return (name for each in reached for name, _ in each.standings)
