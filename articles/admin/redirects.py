from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from articles.addresses.exporting import Row, csv_lines
from articles.addresses.many_redirects import Plan, add_redirects, foresee
from articles.addresses.old_addresses import (
    KINDS,
    MOST_PAGES,
    every_old_address,
    may_release,
    old_address,
    old_addresses,
    release,
)
from articles.addresses.redirects import add_redirect, answer, check, lead_on
from articles.desk.speaking import spoken
from articles.models import Redirect
from authors.http import AuthenticatedRequest

LARGEST_FILE = 2 * 1024**2
# What the site says of an address by itself, for whoever looks one up.
ANSWERS = {
    200: "A page stands at this address.",
    404: "Nothing stands at this address.",
    410: "The story that stood at this address was taken down.",
    503: "The story at this address will be back soon.",
}


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ["path", "target", "note"]

    moment: Any = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"path", "target"} <= cleaned.keys():
            start, target = check(cleaned["path"], cleaned["target"], self.moment)
            cleaned |= {"path": start, "target": target}
        return cleaned


class ManyForm(forms.Form):
    """Lines that were pasted, or those of a file."""

    lines = forms.CharField(
        label="Redirects",
        required=False,
        strip=False,
        help_text="One in a line: the old address, the new one, perhaps a note, with a "
        "comma, a semicolon or a tab between them, as spreadsheets copy them. "
        "/2019/05/an-old-story/, /articles/an-old-story/",
        widget=forms.Textarea(
            attrs={"rows": 12, "class": "vLargeTextField", "spellcheck": "false"}
        ),
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text=f"CSV, UTF-8, {LARGEST_FILE // 1024**2} MB at most; one that was "
        "downloaded from a list of redirects will do.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if file := cleaned.get("file"):
            cleaned["lines"] = self._text_of(file)
        if not self.errors and not cleaned.get("lines", "").strip():
            self.add_error("lines", "Paste some lines, or choose a file.")
        return cleaned

    def _text_of(self, file: Any) -> str:
        if file.size > LARGEST_FILE:
            self.add_error("file", "This file is too large. Bring it in parts.")
            return ""
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", "This is no text in UTF-8. Save it as CSV UTF-8.")
            return ""
        return text.replace("\0", "")


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    """
    Redirects by hand. Whatever moves by itself (stories, shows, people, authors,
    sections, tags) keeps its old addresses without anybody writing them here.
    """

    form = RedirectForm
    list_display = ["path", "target", "note", "made"]
    empty_value_display = ""
    list_select_related = ["by"]
    search_fields = ["path", "target", "note"]
    change_list_template = "admin/articles/redirect/change_list.html"

    @admin.display(description="Made", ordering="made_at")
    def made(self, redirect: Redirect) -> str:
        when = spoken(redirect.made_at)
        return f"{when} by {redirect.by}" if redirect.by else when

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("old/", wrap(self.old_view), name="articles_redirect_old"),
            path(
                "download/",
                wrap(self.download_view),
                name="articles_redirect_download",
            ),
            path(
                "old/download/",
                wrap(self.old_download_view),
                name="articles_redirect_old_download",
            ),
            path("many/", wrap(self.many_view), name="articles_redirect_many"),
            path(
                "old/<slug:kind>/<int:pk>/release/",
                wrap(self.release_view),
                name="articles_redirect_release",
            ),
            *super().get_urls(),
        ]

    def download_view(self, request: AuthenticatedRequest) -> StreamingHttpResponse:
        """Those made by hand that a search finds, as the bulk import reads them."""
        if not self.has_view_permission(request):
            raise PermissionDenied("You may not see redirects.")
        asked = request.GET.get("q", "")[:500]
        found, _ = self.get_search_results(request, self.get_queryset(request), asked)
        rows = found.values_list("path", "target", "note").iterator()
        return _file("redirects", rows, request)

    def old_download_view(self, request: AuthenticatedRequest) -> StreamingHttpResponse:
        """Addresses that lead on by themselves, in the columns of those made by hand."""
        if not self.has_view_permission(request):
            raise PermissionDenied("You may not see old addresses.")
        found = every_old_address(
            request.user,
            request.moment,
            asked=request.GET.get("q", "")[:500],
            kind=request.GET.get("kind", ""),
        )
        rows = ((old.path, old.leads_to, f"{old.label}. {old.why}") for old in found)
        return _file("old-addresses", rows, request)

    def old_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """Every address that leads on by itself, a page at a time."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = request.GET.get("page", "1")
        page = int(number) if number.isdecimal() and len(number) < 9 else 1
        asked, kind = request.GET.get("q", "")[:500], request.GET.get("kind", "")
        page = min(max(page, 1), MOST_PAGES)
        rows, more = old_addresses(
            request.user, request.moment, asked=asked, kind=kind, page=page
        )
        kept: dict[str, Any] = {"q": asked, "kind": kind}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Old addresses",
            "rows": rows,
            "asked": asked,
            "kind": kind,
            "kinds": [(name, each.label) for name, each in KINDS.items()],
            "all_of_these": urlencode(kept),
            "newer": page > 1 and urlencode({**kept, "page": page - 1}),
            "older": more and urlencode({**kept, "page": page + 1}),
            "may_release": may_release(request.user),
        }
        return TemplateResponse(
            request, "admin/articles/redirect/old_addresses.html", context
        )

    def many_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """Lines from another system: looked at first, then made."""
        if not self.has_add_permission(request):
            raise PermissionDenied("You may not make redirects.")
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        form = ManyForm(*data)
        plan: Plan | None = None
        made: list[Redirect] = []
        if request.method == "POST" and form.is_valid():
            lines = form.cleaned_data["lines"]
            try:
                if "_make" in request.POST:
                    plan, made = add_redirects(
                        lines, by=request.user, at=request.moment
                    )
                else:
                    plan = foresee(lines, request.moment)
            except ValidationError as error:
                form.add_error("lines", error)
        if made:
            keys = [row.pk for row in made]
            rows = Redirect.objects.filter(pk__in=keys)
            LogEntry.objects.log_actions(request.user.pk, rows, ADDITION, "One of many")
            leads = "redirect is" if len(made) == 1 else "redirects are"
            messages.success(request, f"{len(made)} {leads} made.")
            if not plan or not plan.refused:
                return HttpResponseRedirect(
                    reverse("admin:articles_redirect_changelist")
                )
        if plan:
            # A file stands in the box from here on; what is done leaves it.
            left = plan.refused if made else None
            text = "\n".join(line.text for line in left) if left else lines
            form = ManyForm(initial={"lines": text})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Many redirects at once",
            "form": form,
            "plan": plan,
            "was_made": bool(made),
        }
        return TemplateResponse(
            request,
            "admin/articles/redirect/many.html",
            context,
            status=422 if form.errors else 200,
        )

    def release_view(
        self, request: AuthenticatedRequest, kind: str, pk: int
    ) -> HttpResponse:
        """Give one up, after a page that says what that means."""
        if not may_release(request.user):
            raise PermissionDenied("You may not give up old addresses.")
        old = old_address(kind, pk, request.user, request.moment)
        if old is None:
            raise Http404("There is no such old address.")
        if request.method == "POST":
            try:
                release(old, by=request.user)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                messages.success(request, f"{old.path} leads nowhere now.")
            return HttpResponseRedirect(reverse("admin:articles_redirect_old"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Give up {old.path}",
            "old": old,
        }
        return TemplateResponse(
            request, "admin/articles/redirect/release.html", context
        )

    def has_change_permission(
        self, request: AuthenticatedRequest, obj: Any = None
    ) -> bool:
        # One is deleted and made anew, so that each says who made it.
        return False

    def get_form(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.moment = request.moment
        return form

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        return {"path": request.GET.get("path", "")[:500]}

    def save_model(
        self, request: AuthenticatedRequest, obj: Redirect, form: Any, change: bool
    ) -> None:
        made = add_redirect(
            obj.path, obj.target, note=obj.note, by=request.user, at=request.moment
        )
        obj.pk, obj.path, obj.target = made.pk, made.path, made.target

    def changelist_view(
        self, request: AuthenticatedRequest, extra_context: Any = None
    ) -> HttpResponse:
        """A search for an address says what the site answers there, too."""
        asked = request.GET.get("q", "").strip()
        context = {"title": "Redirects", **(extra_context or {})}
        if asked.startswith("/") and self.has_view_permission(request):
            context |= {"looked_up": asked, "answer": _said(asked, request.moment)}
            if context["answer"] == ANSWERS[404]:
                context["add_address"] = reverse("admin:articles_redirect_add")
        return super().changelist_view(request, context)


def _file(
    name: str, rows: Iterable[Row], request: AuthenticatedRequest
) -> StreamingHttpResponse:
    day = timezone.localdate(request.moment)
    return StreamingHttpResponse(
        csv_lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{day}.csv"'},
    )


def _said(path: str, at: Any) -> str:
    if not path.startswith(("/admin/", "/preview/")):
        status, leads_to = answer(path, at)
        if leads_to:
            return f"It leads to {leads_to}, because what stood there has moved."
        if status == 404 and (target := lead_on(path, at)):
            return f"It leads to {target}, by a redirect that was made by hand."
        return ANSWERS.get(status, f"The site answers {status}.")
    return "No page for readers can stand at this address."
