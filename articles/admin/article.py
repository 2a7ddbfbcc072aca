from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import publishing
from articles.body.usual_parts import parts_of
from articles.body.widgets import tell_left_out
from articles.differences import conflicts
from articles.logbook import log_refusal
from articles.models import Article, ArticleShow, Byline, Source, Version
from articles.models.log import Verb
from articles.permissions import may_see
from articles.publishing.reviewing import PLAN, may_plan
from articles.states import with_state
from authors.http import AuthenticatedRequest
from authors.models import Author
from images.choosers import Choosing
from shows.models import Season, Show

from .calendar import CalendarPages
from .curating import PicksPages
from .findability import FindabilityPages
from .forms import ArticleForm
from .history import HistoryPages
from .inlines import (
    BylineInline,
    ShowInline,
    SourceInline,
    calm,
    may_change,
    offered,
    remember,
    remembered,
    was_ever_live,
)
from .keeping import KeepingPages
from .listing import StoryList
from .needs_update import NeedsUpdatePages
from .noting import NotePages
from .panels import MIDDLE, PanelPages
from .previewing import PreviewPages
from .stepping import StepPages
from .steps import STEPS, zone
from .what_happened import NewsPages

ADD = "admin:articles_article_add"
# In the address of a new story: with the usual parts, whatever it is about.
PARTS_ASKED = "usual_parts"


@admin.register(Article)
class ArticleAdmin(
    Choosing,
    StoryList,
    CalendarPages,
    NeedsUpdatePages,
    NewsPages,
    KeepingPages,
    HistoryPages,
    PreviewPages,
    NotePages,
    FindabilityPages,
    PicksPages,
    PanelPages,
    StepPages,
):
    """
    The writer's screen. Saving it makes a version through `publishing.save_version`;
    what readers see changes only on the pages of the steps.
    """

    form = ArticleForm
    autocomplete_fields = [
        "lead_image",
        "safe_image",
        "seasons",
        "episodes",
        "people",
        "assignee",
    ]
    inlines = [BylineInline, ShowInline, SourceInline]
    change_form_template = "admin/articles/article/change_form.html"
    save_on_top = False
    # The panels of the form; see `panels.PANELS`.
    fieldsets = [
        (MIDDLE, {"fields": ["headline", "standfirst", "body", "base"]}),
        ("Publish", {"fields": ["assignee", "due_at", "planned_for"]}),
        (
            "Story",
            {
                "fields": [
                    "kind",
                    "question",
                    "section",
                    "tags",
                    "slug",
                    "verdict",
                    "rating",
                ]
            },
        ),
        ("Picture", {"fields": ["lead_image", "lead_caption", "lead_credit"]}),
        ("Facts", {"fields": ["seasons", "episodes", "people"]}),
        (
            "Spoilers",
            {
                "fields": [
                    "safe_until",
                    "safe_headline",
                    "safe_standfirst",
                    "safe_image",
                    "gives_away",
                ]
            },
        ),
        (
            "Disclosure",
            {
                "fields": [
                    "disclosure",
                    "disclosed_by",
                    "disclosed_link",
                    "disclosed_text",
                    "paid_sites",
                ]
            },
        ),
        ("Search and social", {"fields": ["seo_title", "seo_description"]}),
        ("Internal note", {"fields": ["internal_note"]}),
    ]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        field = calm(offered(field, request))
        if db_field.name == "section":
            # There are five; nobody makes one while writing.
            field.widget.can_add_related = field.widget.can_view_related = False
        return field

    # Permission: asked of the story, not of the model

    def has_view_permission(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> bool:
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or remembered(request, may_see, obj))

    def has_change_permission(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return may_change(request, obj)

    def has_delete_permission(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> bool:
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return may_change(request, obj) and not remembered(request, was_ever_live, obj)

    def get_object(
        self,
        request: AuthenticatedRequest,
        object_id: str,
        from_field: str | None = None,
    ) -> Article | None:
        """
        A page that only shows the story reads its row once, whoever asks for it; the
        query left out whatever this person may not see.
        """
        if request.method != "GET":
            return super().get_object(request, object_id, from_field)
        read = request.__dict__.setdefault("_stories_read", {})
        if object_id not in read:
            found = super().get_object(request, object_id, from_field)
            read[object_id] = found
            if found:
                remember(request, may_see, found, True)
        return read[object_id]

    def delete_model(self, request: AuthenticatedRequest, obj: Article) -> None:
        publishing.delete(obj, by=request.user)

    # The form

    def get_form(
        self,
        request: AuthenticatedRequest,
        obj: Article | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm]:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        form.viewer, form.moment = request.user, request.moment
        return form

    def get_readonly_fields(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> list[str]:
        return ["slug"] if obj and remembered(request, was_ever_live, obj) else []

    def get_fieldsets(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj and not remembered(request, may_plan, obj):
            fieldsets = [each for each in fieldsets if each[0] != "Publish"]
        if obj and obj.unsettled:
            name, options = fieldsets[0]
            fields = [*options["fields"], "settled"]
            fieldsets[0] = (name, {**options, "fields": fields})
        return fieldsets

    def get_changeform_initial_data(
        self, request: AuthenticatedRequest
    ) -> dict[str, Any]:
        """What a link says of a new story; what it says wrongly is left out."""
        initial = super().get_changeform_initial_data(request)
        for name in ("seasons", "episodes", "people"):
            if name in initial:
                initial[name] = [
                    key for key in initial[name] if key.isdecimal() and len(key) < 19
                ]
        if "kind" in initial and "body" not in initial:
            # A story that is started about something starts with its usual parts.
            shows, seasons = self._asked(request), self._asked_seasons(request)
            if shows or PARTS_ASKED in initial:
                initial["body"] = parts_of(
                    request.GET["kind"],
                    question=request.GET.get("question", ""),
                    shows=[show.pk for show in shows],
                    seasons=[season.pk for season in seasons],
                )
        return initial

    def get_formset_kwargs(
        self, request: AuthenticatedRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and obj.pk is None:
            if inline.model is Byline:
                author = Author.objects.filter(user=request.user).first()
                kwargs["initial"] = [{"author": author}] if author else []
            elif inline.model is ArticleShow:
                kwargs["initial"] = [{"show": show} for show in self._asked(request)]
        return kwargs

    def _asked(self, request: AuthenticatedRequest) -> list[Show]:
        """The show that the link to a new story names, itself or by a season of it."""
        key = request.GET.get("show", "")
        known = Show.objects.known_to(request.user, request.moment)
        if key.isdecimal() and len(key) < 19:
            return list(known.filter(pk=int(key)))
        seasons = self._asked_seasons(request)
        return list(known.filter(seasons__in=seasons).distinct()[:1])

    def _asked_seasons(self, request: AuthenticatedRequest) -> list[Season]:
        keys = request.GET.get("seasons", "").split(",")[:20]
        seasons = [int(each) for each in keys if each.isdecimal() and len(each) < 19]
        known = Season.objects.known_to(request.user, request.moment)
        return list(known.filter(pk__in=seasons))

    def get_inline_instances(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> list[Any]:
        inlines = super().get_inline_instances(request, obj)
        for inline in inlines:
            # A new story opens with the rows that nearly every story has.
            inline.extra = 1 if obj is None and inline.model is not Source else 0
        return inlines

    def changeform_view(
        self,
        request: AuthenticatedRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """
        A step that refuses what was typed rolls everything back; the form is then
        shown again with all of it and with the reason.
        """
        context = (extra_context or {}) | self._screen(request, object_id)
        if request.method == "POST" and object_id:
            # Django's admin would leave for its first page, without the text.
            self.visible_or_404(request, object_id, trying=Verb.SAVE)
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, context)
        except publishing.StaleBase as stale:
            request.refusal = ValidationError(stale.messages)  # type: ignore[attr-defined]
            context["stale"] = stale
        except ValidationError as error:
            request.refusal = error  # type: ignore[attr-defined]
        except PermissionDenied as denied:
            log_refusal(denied)
            raise
        return super().changeform_view(request, object_id, form_url, context)

    def _screen(
        self, request: AuthenticatedRequest, object_id: str | None
    ) -> dict[str, Any]:
        """What the bar and the panels of the form show."""
        query = request.GET.copy()
        query.setdefault("kind", Article.Kind.EXPLAINER)
        query[PARTS_ASKED] = "1"
        context: dict[str, Any] = {
            "zone": zone(),
            "usual_parts_address": f"{reverse(ADD)}?{query.urlencode()}",
        }
        article = object_id and self.get_object(request, unquote(object_id))
        if not article:
            return context
        rows = Article.objects.filter(pk=article.pk).select_related("owner")
        return context | self.screen(request, with_state(rows, request.moment).get())

    # Saving

    def save_model(
        self, request: AuthenticatedRequest, obj: Article, form: Any, change: bool
    ) -> None:
        if change:
            # The row is written by the steps.
            return
        obj.owner = request.user
        for name in PLAN:
            # Set by its step below, which tells the person it is given to.
            setattr(obj, name, None)
        obj.save()

    def save_related(
        self,
        request: AuthenticatedRequest,
        form: Any,
        formsets: list[BaseInlineFormSet],
        change: bool,
    ) -> None:
        article = form.instance
        tell_left_out(request, form)
        stale_against = request.POST.get("stale_against")
        latest_number = Article.objects.values_list("latest_number", flat=True).get(
            pk=article.pk
        )
        choices = conflicts.choices(request.POST)
        if change and form.cleaned_data.get("settled"):
            publishing.settle(article, by=request.user)
        if change and (slug := form.new_slug()):
            publishing.change_address(article, slug, by=request.user)
        planned = form.plan()
        if change and planned:
            publishing.plan(article, planned, by=request.user)
        request.version = publishing.save_version(  # type: ignore[attr-defined]
            article,
            form.content(formsets),
            by=request.user,
            base=form.cleaned_data["base"] if change else None,
            # A choice counts only against the version it was made against.
            choices=choices if stale_against == str(latest_number) else None,
        )
        if not change and planned:
            publishing.plan(article, planned, by=request.user)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> str:
        version = request.version  # type: ignore[attr-defined]
        return f"Saved version {version.number}."

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_add(
            request, obj, post_url_continue
        )

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def _after_saving(
        self, request: HttpRequest, article: Article
    ) -> HttpResponseRedirect | None:
        """Save, then go where the button said: the preview, or the page of a step."""
        version: Version = request.version  # type: ignore[attr-defined]
        if "_preview" in request.POST:
            address = reverse("admin:articles_article_preview", args=[article.pk])
            return HttpResponseRedirect(f"{address}?version={version.number}")
        step = request.POST.get("_step")
        if step in STEPS:
            return HttpResponseRedirect(self.step_url(article, step))
        if "_save" in request.POST:
            # Back to the text: a writer saves many times before leaving.
            messages.success(request, f"Saved as version {version.number}.")
            return HttpResponseRedirect(
                reverse("admin:articles_article_change", args=[article.pk])
            )
        return None
