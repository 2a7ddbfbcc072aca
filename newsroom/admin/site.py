"""Site settings: advertising and analytics, on one screen, for administrators alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from authors.http import AuthenticatedRequest
from newsroom import hosts, outside, sellers, snippets
from newsroom.models import AdPlace, Site

from .seen import SeenForm

SNIPPET = {"rows": 9, "class": "vLargeTextField", "spellcheck": "false"}


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
            "ads_sellers",
            "analytics_snippet",
            "analytics_hosts",
        ]
        widgets = {
            **dict.fromkeys(
                ["ads_hosts", "analytics_hosts"], forms.Textarea(attrs={"rows": 3})
            ),
            **dict.fromkeys(
                ["ads_sellers", "analytics_snippet"], forms.Textarea(attrs=SNIPPET)
            ),
        }

    def clean_ads_hosts(self) -> str:
        return _checked(hosts.host_names, self.cleaned_data["ads_hosts"])

    def clean_ads_sellers(self) -> str:
        return _checked(sellers.check_sellers, self.cleaned_data["ads_sellers"])

    def clean_analytics_snippet(self) -> str:
        return _checked(snippets.read, self.cleaned_data["analytics_snippet"])

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
            "snippet",
        ]
        widgets = {"snippet": forms.Textarea(attrs=SNIPPET)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = settings.AD_PLACES.get(self.instance.place)
        self.is_named = named is not None
        if named:
            self._show(named)

    def _show(self, named: snippets.NetworkAd) -> None:
        """What a variable says stands in the place, for reading alone."""
        shown: dict[str, Any] = {
            **dict.fromkeys(("headline", "words", "picture", "link"), None),
            "is_on": True,
            "kind": AdPlace.Kind.NETWORK,
            "phone_height": named.phone,
            "wide_height": named.wide,
            "snippet": named.text,
        }
        self.initial = {**self.initial, **shown}
        for field in self.fields.values():
            field.disabled = True
        variable = f"AD_{self.instance.place.upper()}"
        self.fields["is_on"].help_text = _told(variable)

    def clean_snippet(self) -> str:
        if self.is_named:
            return str(self.cleaned_data["snippet"])
        return _checked(snippets.read_ad, self.cleaned_data["snippet"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        heights = cleaned.get("phone_height", 0), cleaned.get("wide_height", 0)
        if cleaned.get("snippet") and all(heights) and not self.is_named:
            try:
                snippets.check_height(cleaned["snippet"], *heights)
            except ValueError as error:
                self.add_error("snippet", str(error))
        return cleaned


class AdPlaceInline(admin.StackedInline):
    model = AdPlace
    form = AdPlaceForm
    extra = 0
    verbose_name_plural = "Places for advertising"
    autocomplete_fields = ["picture"]
    fieldsets = [
        (None, {"fields": ["is_on", "kind", ("phone_height", "wide_height")]}),
        ("Our own", {"fields": ["headline", "words", "picture", "link"]}),
        ("Of a network", {"fields": ["snippet"]}),
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
        analytics: dict[str, Any] = {"fields": ["analytics_snippet", "analytics_hosts"]}
        ads: dict[str, Any] = {"fields": ["ads_on", "ads_hosts"]}
        if settings.ANALYTICS:
            analytics = {
                "fields": ["scripts_named", "hosts_named"],
                "description": _told("ANALYTICS_SNIPPET or ANALYTICS_SCRIPT"),
            }
        if settings.ADS is not None:
            ads["fields"][0] = "ads_switched"
            ads["description"] = _told("ADS")
        if settings.AD_HOSTS:
            ads["fields"].append("ad_hosts_named")
        ads["fields"].append("ads_sellers")
        return [("Analytics", analytics), ("Advertising", ads)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        named = ["scripts_named", "hosts_named", "ads_switched", "ad_hosts_named"]
        # A field that a variable stands in for is on no form.
        hidden = ["analytics_snippet", "analytics_hosts"] if settings.ANALYTICS else []
        return [*named, *hidden, *(["ads_on"] if settings.ADS is not None else [])]

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
        self._warn_of_strangers(request, form, formsets)

    def save_model(
        self, request: AuthenticatedRequest, obj: Site, form: Any, change: bool
    ) -> None:
        outside.set_site(form.cleaned_data, by=request.user)

    def _warn_of_strangers(
        self, request: AuthenticatedRequest, form: Any, formsets: Any
    ) -> None:
        """Tell of hosts that code names and the policy would not let in."""
        values, changed = form.cleaned_data, {*form.changed_data}
        let_in = hosts.host_names(values.get("ads_hosts", ""))
        told = [
            ("ads", place.cleaned_data["snippet"], [*let_in, *settings.AD_HOSTS])
            for formset in formsets
            for place in formset.forms
            if not place.is_named and (place.changed_data or "ads_hosts" in changed)
        ]
        if changed & {"analytics_snippet", "analytics_hosts"}:
            let_in = hosts.host_names(values.get("analytics_hosts", ""))
            told.append(("analytics", values["analytics_snippet"], let_in))
        for what, snippet, let_in in told:
            pieces = snippets.read_ad(snippet)
            if names := snippets.strangers(pieces, let_in):
                hosts_of = "advertising" if what == "ads" else what
                self.message_user(
                    request,
                    f"The snippet names {', '.join(names)}, and browsers will refuse "
                    "whatever it loads from there or reports to it. Put it among the "
                    f"hosts of {hosts_of} if it does.",
                    messages.WARNING,
                )

    @admin.display(description="Scripts")
    def scripts_named(self, site: Site) -> str:
        return "; ".join(
            " ".join([piece["address"], *map("=".join, piece["attributes"])])
            or f"code of {len(piece['code'])} characters"
            for piece in settings.ANALYTICS
        )

    @admin.display(description="Hosts of analytics", empty_value="Those of the scripts")
    def hosts_named(self, site: Site) -> str:
        return " ".join(settings.ANALYTICS_HOSTS)

    @admin.display(description="Advertising")
    def ads_switched(self, site: Site) -> str:
        return "On" if settings.ADS else "Off"

    @admin.display(description="Hosts of AD_HOSTS")
    def ad_hosts_named(self, site: Site) -> str:
        return " ".join(settings.AD_HOSTS)


def _told(variable: str) -> str:
    return f"Set by {variable} in the environment of the server, and only there."
