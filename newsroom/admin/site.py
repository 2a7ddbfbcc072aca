"""Site settings: advertising and analytics, on one screen, for administrators alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from authors.http import AuthenticatedRequest
from newsroom import hosts, outside
from newsroom.models import AdPlace, Site

from .seen import SeenForm

# Which fields a variable of the environment stands in for.
SET_BY = {
    "ADS": ["ads_on"],
    "ANALYTICS_SCRIPT": [
        "analytics_script",
        "analytics_attributes",
        "analytics_hosts",
    ],
}


def _checked(check: Any, text: str) -> str:
    try:
        check(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None
    return text.strip()


class SiteForm(SeenForm):
    class Meta:
        model = Site
        fields = [
            "ads_on",
            "ads_hosts",
            "analytics_script",
            "analytics_attributes",
            "analytics_hosts",
        ]
        widgets = dict.fromkeys(
            ["ads_hosts", "analytics_attributes", "analytics_hosts"],
            forms.Textarea(attrs={"rows": 3}),
        )

    def clean_ads_hosts(self) -> str:
        return _checked(hosts.host_names, self.cleaned_data["ads_hosts"])

    def clean_analytics_script(self) -> str:
        return _checked(hosts.script_address, self.cleaned_data["analytics_script"])

    def clean_analytics_attributes(self) -> str:
        typed = self.cleaned_data["analytics_attributes"]
        return _checked(hosts.data_attributes, typed)

    def clean_analytics_hosts(self) -> str:
        return _checked(hosts.host_names, self.cleaned_data["analytics_hosts"])


class AdPlaceForm(SeenForm):
    class Meta:
        model = AdPlace
        fields = [
            "is_on",
            "kind",
            "phone_height",
            "wide_height",
            "headline",
            "words",
            "picture",
            "link",
            "script",
            "attributes",
        ]
        widgets = {"attributes": forms.Textarea(attrs={"rows": 2})}

    def clean_script(self) -> str:
        return _checked(hosts.script_address, self.cleaned_data["script"])

    def clean_attributes(self) -> str:
        return _checked(hosts.data_attributes, self.cleaned_data["attributes"])


class AdPlaceInline(admin.StackedInline):
    model = AdPlace
    form = AdPlaceForm
    extra = 0
    verbose_name_plural = "Places for advertising"
    autocomplete_fields = ["picture"]
    fieldsets = [
        (None, {"fields": [("is_on", "kind"), ("phone_height", "wide_height")]}),
        ("Our own", {"fields": ["headline", "words", "picture", "link"]}),
        ("The script of a network", {"fields": ["script", "attributes"]}),
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Site)
class SiteAdmin(admin.ModelAdmin):
    """One row, which a migration made."""

    form = SiteForm
    inlines = [AdPlaceInline]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        analytics: dict[str, Any] = {"fields": SET_BY["ANALYTICS_SCRIPT"]}
        ads: dict[str, Any] = {"fields": ["ads_on", "ads_hosts"]}
        if settings.ANALYTICS_SCRIPT:
            analytics["description"] = _told("ANALYTICS_SCRIPT")
        if settings.ADS is not None:
            ads["description"] = _told("ADS")
        return [("Analytics", analytics), ("Advertising", ads)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [
            name
            for variable, names in SET_BY.items()
            if getattr(settings, variable) not in (None, "")
            for name in names
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: AuthenticatedRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("admin:newsroom_site_change", 1)

    def save_related(
        self, request: AuthenticatedRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        outside.tell_site(by=request.user)

    def save_model(
        self, request: AuthenticatedRequest, obj: Site, form: Any, change: bool
    ) -> None:
        # The lists of the row are the steps' to write.
        Site.objects.filter(pk=1).update(
            **{name: getattr(obj, name) for name in form.cleaned_data}
        )


def _told(variable: str) -> str:
    value = getattr(settings, variable)
    said = {True: "on", False: "off"}.get(value, value) if variable == "ADS" else value
    return (
        f"Set by {variable} in the environment of the server: {said}. "
        "That wins over what stands here."
    )
