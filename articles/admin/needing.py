"""What of curation needs a hand, and one thing put in the place of another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles import curation
from articles.curation import needs
from articles.curation.needs import picked_in
from articles.models import Article, Selection, Version
from articles.permissions import may_curate
from authors.http import AuthenticatedRequest
from images.choosers import Chooser
from shows.models import Show

from .editing_picks import MAY_NOT


def _choice(model: type[Model], field: str, label: str) -> forms.ModelChoiceField:
    owner: Any = {"story": Article, "show": Article}[field]
    name = "leads_to_article" if field == "story" else "leads_to_show"
    return forms.ModelChoiceField(
        model._default_manager.all(),
        required=False,
        label=label,
        widget=Chooser(owner._meta.get_field(name), admin.site),
    )


class ReplaceForm(forms.Form):
    """What goes, and what comes in its place."""

    old_story = _choice(Article, "story", "This story")
    old_show = _choice(Show, "show", "Or this show")
    new_story = _choice(Article, "story", "By this story")
    new_show = _choice(Show, "show", "Or by this show")
    only_remove = forms.BooleanField(
        label="By nothing: take it out of every list", required=False
    )

    def __init__(self, *args: Any, moment: Any, **kwargs: Any) -> None:
        self.moment = moment
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("old_story")) == bool(data.get("old_show")):
            self.add_error("old_story", "Choose one story or one show to replace.")
        chosen = [data.get("new_story"), data.get("new_show"), data.get("only_remove")]
        if sum(map(bool, chosen)) != 1:
            self.add_error("new_story", "Choose one thing to put in its place.")
        story = data.get("new_story")
        windows = Version.objects.live(self.moment).listed()
        windows = windows | Version.objects.scheduled(self.moment)
        if story and not windows.filter(article=story).exists():
            self.add_error("new_story", "That story is neither live nor scheduled.")
        return data

    @property
    def old(self) -> Article | Show:
        return self.cleaned_data["old_story"] or self.cleaned_data["old_show"]

    @property
    def new(self) -> Article | Show | None:
        return self.cleaned_data["new_story"] or self.cleaned_data["new_show"]


class NeedsPages(admin.ModelAdmin):
    """The desk's queue of curation."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("needs/", wrap(self.needs_view), name="articles_selection_needs"),
            path(
                "replace/", wrap(self.replace_view), name="articles_selection_replace"
            ),
            *super().get_urls(),
        ]

    def user(self, request: HttpRequest) -> Any:
        return request.user

    def address(self, selection: Selection) -> str:
        return address_of(selection)

    def needs_view(self, request: AuthenticatedRequest) -> HttpResponse:
        if not may_curate(request.user):
            raise PermissionDenied(MAY_NOT)
        if request.method == "POST":
            return self._take_out(request)
        found = [
            {
                "queue": queue,
                "rows": [
                    {"need": need, "url": address_of_need(need)} for need in queue.needs
                ],
            }
            for queue in needs.queues(request.moment)
        ]
        return TemplateResponse(
            request,
            "admin/articles/selection/needs.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "Curation: what needs a hand",
                "found": found,
                "is_empty": not any(each["rows"] for each in found),
            },
        )

    def _take_out(self, request: AuthenticatedRequest) -> HttpResponse:
        """The picks that were ticked leave their lists."""
        chosen = request.POST.getlist("pick")
        keys = [int(key) for key in chosen if key.isdecimal() and len(key) < 19]
        taken = curation.take_out(keys, by=request.user, at=request.moment)
        messages.success(
            request, f"Taken out: {taken}." if taken else "Tick some first."
        )
        return HttpResponseRedirect(reverse("admin:articles_selection_needs"))

    def replace_view(self, request: AuthenticatedRequest) -> HttpResponse:
        if not may_curate(request.user):
            raise PermissionDenied(MAY_NOT)
        data = request.POST if request.method == "POST" else None
        asked = {
            f"old_{kind}": request.GET.get(name, "")
            for kind, name in (("story", "article"), ("show", "show"))
            if request.GET.get(name, "").isdecimal() and len(request.GET[name]) < 19
        }
        form = ReplaceForm(data, initial=asked, moment=request.moment)
        picks: list[Any] = []
        if request.method == "POST" and form.is_valid():
            if "_look" in request.POST:
                picks = list(picked_in(form.old)[: needs.MOST])
            else:
                try:
                    changed = curation.replace_everywhere(
                        form.old, form.new, by=request.user, at=request.moment
                    )
                except ValidationError as error:
                    form.add_error(None, error)
                else:
                    lists = "list" if len(changed) == 1 else "lists"
                    messages.success(request, f"Changed {len(changed)} {lists}.")
                    return HttpResponseRedirect(
                        reverse("admin:articles_selection_needs")
                    )
        return TemplateResponse(
            request,
            "admin/articles/selection/replace.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "Replace a pick everywhere",
                "form": form,
                "media": self.media + form.media,
                "picks": [
                    {"pick": pick, "url": address_of(pick.selection)} for pick in picks
                ],
                "looked": "_look" in request.POST and not form.errors,
            },
            status=422 if form.errors else 200,
        )


def address_of(selection: Selection) -> str:
    """The page on which a selection is changed."""
    if selection.article_id:
        return reverse("admin:articles_article_picks", args=[selection.article_id])
    return reverse("admin:articles_selection_change", args=[selection.pk])


def address_of_need(need: needs.Need) -> str:
    if need.selection:
        return address_of(need.selection)
    assert need.version is not None  # noqa: S101
    return reverse("admin:articles_article_picks", args=[need.version.article_id])
