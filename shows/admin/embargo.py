from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timeuntil

from .. import embargoes
from ..models import Embargo


class MomentForm(forms.Form):
    lifts_at = forms.DateTimeField(
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        )
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        self.fields["lifts_at"].label = f"Lifts ({zone})"


class EmbargoForm(MomentForm):
    name = forms.CharField(
        max_length=120,
        help_text="As the desk calls it: Netflix Tudum, season 3",
        widget=forms.TextInput(attrs={"size": 50}),
    )
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Who set it and what was agreed. For the desk.",
    )
    field_order = ["name", "lifts_at", "note"]


class CancelForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="For whoever worked on it.",
    )


class LiftForm(forms.Form):
    """Nothing to say: the button is all."""


# What each step of an embargo is called, and its form.
STEPS: dict[str, tuple[str, str, type[forms.Form]]] = {
    "move": ("Move the embargo", "Move everything", MomentForm),
    "lift": ("Lift the embargo now", "Lift it now", LiftForm),
    "cancel": ("Cancel the embargo", "Cancel it", CancelForm),
}


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("standing", "Standing"),
            ("lifted", "Lifted"),
            ("cancelled", "Cancelled"),
        ]

    def queryset(self, request: Any, queryset: Any) -> Any:
        match self.value():
            case "standing":
                return queryset.standing(request.moment)
            case "lifted":
                return queryset.filter(
                    lifts_at__lte=request.moment, cancelled_at__isnull=True
                )
            case "cancelled":
                return queryset.filter(cancelled_at__isnull=False)
        return queryset


@admin.register(Embargo)
class EmbargoAdmin(admin.ModelAdmin):
    """Every embargo with its countdown; each has a page with all that waits for it."""

    list_display = ["name", "lifts", "state", "made_by"]
    list_filter = [StateFilter]
    list_select_related = ["made_by"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-lifts_at", "-pk"]

    class Media:
        css = {"all": ["admin/css/shows.css"]}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/step/<slug:step>/",
                wrap(self.step_view),
                name="shows_embargo_step",
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: Any) -> QuerySet:
        self.at = request.moment
        return super().get_queryset(request).known_to(request.user)  # type: ignore[attr-defined]

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        """Whoever reads news may look at the embargoes that they know of."""
        may_look: bool = request.user.has_perm("shows.view_announcement")
        if obj is None or not may_look:
            return may_look
        return Embargo.objects.known_to(request.user).filter(pk=obj.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="Lifts", ordering="lifts_at")
    def lifts(self, embargo: Embargo) -> str:
        return spoken(embargo)

    @admin.display(description="State")
    def state(self, embargo: Embargo) -> str:
        return in_words(embargo, self.at)

    def add_view(
        self, request: Any, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = EmbargoForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                embargo = embargoes.make(by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_addition(request, embargo, "Made an embargo.")
                text = f"“{embargo}” lifts on {spoken(embargo)}."
                return self._done(request, embargo, text)
        return self._page(request, form, title="Make an embargo", button="Make it")

    def change_view(
        self,
        request: Any,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Everything that stands under it, and what can be done with it."""
        embargo = self._known_or_404(request, object_id)
        return TemplateResponse(
            request,
            "admin/shows/embargo/detail.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": embargo.name,
                "embargo": embargo,
                "spoken": spoken(embargo),
                "state": in_words(embargo, request.moment),
                "is_standing": embargo.is_standing(request.moment),
                "groups": embargoes.everything_under(embargo),
                "steps": STEPS,
            },
        )

    def step_view(self, request: Any, pk: int, step: str) -> HttpResponse:
        """Move, lift or cancel: what it touches is said before the button."""
        if not request.user.has_perm("shows.change_embargo"):
            raise PermissionDenied
        if step not in STEPS:
            raise Http404("An embargo has no such step.")
        embargo = self._known_or_404(request, str(pk))
        title, button, make_form = STEPS[step]
        form = make_form(
            request.POST if request.method == "POST" else None,
            initial={"lifts_at": embargo.lifts_at},
        )
        if request.method == "POST" and form.is_valid():
            try:
                text = self._take(step, embargo, request.user, form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
            else:
                self.log_change(request, embargo, f"{title}: {text}"[:900])
                return self._done(request, embargo, text)
        return self._page(
            request, form, title=title, button=button, embargo=embargo, step=step
        )

    def _take(self, step: str, embargo: Embargo, by: Any, data: dict[str, Any]) -> str:
        if step == "move":
            moved = embargoes.move(embargo, by=by, to=data["lifts_at"])
            return f"Everything under “{moved}” now waits until {spoken(moved)}."
        if step == "lift":
            embargoes.lift(embargo, by=by)
            return f"“{embargo}” is lifted; readers may know."
        embargoes.cancel(embargo, by=by, reason=data["reason"])
        return f"“{embargo}” is cancelled; nothing of it comes out."

    def _known_or_404(self, request: Any, key: str) -> Embargo:
        sound = key.isascii() and key.isdecimal() and len(key) < 19
        found = self.get_queryset(request).filter(pk=int(key)) if sound else None
        embargo = (
            found.select_related("made_by", "changed_by").first() if found else None
        )
        if embargo is None:
            raise Http404("There is no such embargo.")
        return embargo

    def _page(
        self,
        request: Any,
        form: forms.Form,
        *,
        title: str,
        button: str,
        embargo: Embargo | None = None,
        step: str = "",
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": embargo,
            "title": title,
            "button": button,
            "step": step,
            "groups": embargoes.everything_under(embargo) if embargo else [],
            "form": form,
            "media": self.media + form.media,
        }
        status = 422 if form.errors else 200
        template = "admin/shows/embargo/step.html"
        return TemplateResponse(request, template, context, status=status)

    def _done(self, request: Any, embargo: Embargo, text: str) -> HttpResponse:
        self.message_user(request, text, messages.SUCCESS)
        url = reverse("admin:shows_embargo_change", args=[embargo.pk])
        return HttpResponseRedirect(url)


def spoken(embargo: Embargo) -> str:
    local = timezone.localtime(embargo.lifts_at)
    return f"{date_format(local, 'l j F Y, H:i')} {local.tzname()}"


def in_words(embargo: Embargo, at: Any) -> str:
    if embargo.cancelled_at:
        return f"cancelled: {embargo.cancelled_because}"
    if embargo.lifts_at <= at:
        return "lifted"
    return f"lifts in {timeuntil(embargo.lifts_at, at, depth=2)}"


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Beside the field it is about, where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, sentences in error.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)
