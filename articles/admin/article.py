from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles import publishing
from articles.models import Article, Byline, Source, Version
from articles.permissions import may_edit, may_publish, may_see
from articles.previews import preview_url
from articles.states import State, state_of, with_state
from authors.http import AuthenticatedRequest
from authors.models import Author
from images.choosers import Choosing

from .filters import OwnershipFilter, StateFilter
from .forms import ArticleForm
from .inlines import (
    BylineInline,
    ShowInline,
    SourceInline,
    calm,
    remembered,
    was_ever_live,
)
from .steps import STEPS, Step, zone


@admin.register(Article)
class ArticleAdmin(Choosing, admin.ModelAdmin):
    """
    The writer's screen. Saving it makes a version through `publishing.save_version`;
    what readers see changes only on the pages of the steps.
    """

    form = ArticleForm
    list_display = [
        "headline_or_untitled",
        "state_in_words",
        "kind",
        "section",
        "owner",
        "last_saved",
    ]
    list_filter = [StateFilter, OwnershipFilter, "kind", "section"]
    list_select_related = ["section", "owner"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["headline", "slug"]
    search_help_text = "Headline or address"
    ordering = ["-saved_at", "-pk"]
    autocomplete_fields = [
        "lead_image",
        "seasons",
        "episodes",
        "people",
        "assignee",
    ]
    inlines = [BylineInline, ShowInline, SourceInline]
    # Django's own bulk deletion would not ask `publishing.delete`.
    actions = None
    change_form_template = "admin/articles/article/change_form.html"
    save_on_top = False
    fieldsets = [
        (None, {"fields": ["headline", "standfirst", "body", "base"]}),
        (
            "Story",
            {"fields": ["kind", "section", "slug", "tags", "verdict", "rating"]},
        ),
        (
            "Lead picture",
            {"fields": ["lead_image", "lead_caption", "lead_credit"]},
        ),
        (
            "Facts",
            {
                "fields": ["seasons", "episodes", "people"],
                "description": "What the story is about, beside its shows below.",
            },
        ),
        (
            "Search and social",
            {"fields": ["seo_title", "seo_description"], "classes": ["collapse"]},
        ),
        (
            "Notes",
            {"fields": ["internal_note", "assignee"], "classes": ["collapse"]},
        ),
    ]

    # Lists

    def get_queryset(self, request: AuthenticatedRequest) -> QuerySet[Article]:
        stories: Any = super().get_queryset(request)
        return stories.visible_to(request.user, request.moment)

    def get_list_queryset(self, request: AuthenticatedRequest) -> QuerySet[Article]:
        return with_state(self.get_queryset(request), request.moment).defer("body")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type:
        from .changelist import ArticleChangeList

        return ArticleChangeList

    @admin.display(description="headline", ordering="headline")
    def headline_or_untitled(self, article: Article) -> str:
        return str(article)

    @admin.display(description="state")
    def state_in_words(self, article: Any) -> str:
        state = state_of(article)
        if state == State.SCHEDULED:
            return f"Scheduled for {publishing.spoken(article.next_live_from)}"
        return state.label

    @admin.display(description="saved", ordering="saved_at")
    def last_saved(self, article: Article) -> str:
        return publishing.spoken(article.saved_at)

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        return calm(super().formfield_for_dbfield(db_field, request, **kwargs))

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
        return remembered(request, may_edit, obj)

    def has_delete_permission(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> bool:
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return remembered(request, may_edit, obj) and not remembered(
            request, was_ever_live, obj
        )

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
        return form

    def get_readonly_fields(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> list[str]:
        return ["slug"] if obj and remembered(request, was_ever_live, obj) else []

    def get_fieldsets(
        self, request: AuthenticatedRequest, obj: Article | None = None
    ) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj and obj.unsettled:
            name, options = fieldsets[0]
            fields = [*options["fields"], "settled"]
            fieldsets[0] = (name, {**options, "fields": fields})
        return fieldsets

    def get_formset_kwargs(
        self, request: AuthenticatedRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if request.method == "GET" and obj.pk is None and inline.model is Byline:
            author = Author.objects.filter(user=request.user).first()
            kwargs["initial"] = [{"author": author}] if author else []
        return kwargs

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
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, context)
        except publishing.StaleBase as stale:
            request.refusal = ValidationError(stale.messages)  # type: ignore[attr-defined]
            context["stale"] = stale
        except ValidationError as error:
            request.refusal = error  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, context)

    def _screen(
        self, request: AuthenticatedRequest, object_id: str | None
    ) -> dict[str, Any]:
        """What the bar and the panels of the form show."""
        context: dict[str, Any] = {"zone": zone()}
        if object_id is None:
            return context
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return context
        annotated = with_state(Article.objects.filter(pk=article.pk), request.moment)
        state = annotated.get()
        latest = article.versions.select_related("by").first()
        return context | {
            "state": state_of(state),
            "article_state": state,
            "latest": latest,
            "preview_url": preview_url(latest) if latest else "",
            "steps": self._steps(request, state),
            "unsettled": article.unsettled,
            "stopped": article.versions.exclude(stopped_because=""),
        }

    def _steps(
        self, request: AuthenticatedRequest, article: Any
    ) -> dict[str, list[type[Step]]]:
        """The steps this person can take now: the primary one, and the rest."""
        user = request.user
        live = article.live_number is not None
        coming = article.next_live_from is not None
        in_review = article.state == Article.State.IN_REVIEW
        offered = {
            "submit": not in_review and not may_publish(user),
            "publish": not coming or live,
            "return": in_review,
            "fix": live and not article.live_retracted,
            "correct": live and not article.live_retracted,
            "cancel-schedule": coming,
            "address": remembered(request, was_ever_live, article),
            "unpublish": live or coming,
            "retract": live and not article.live_retracted,
        }
        steps = [
            STEPS[name]
            for name, sensible in offered.items()
            if sensible and STEPS[name].allowed(user, article)
        ]
        return {"primary": steps[:1], "others": steps[1:]}

    # Saving

    def save_model(
        self, request: AuthenticatedRequest, obj: Article, form: Any, change: bool
    ) -> None:
        if change:
            # The row is written by the step, from the content.
            if "assignee" in form.changed_data:
                Article.objects.filter(pk=obj.pk).update(
                    assignee=form.cleaned_data["assignee"]
                )
            return
        obj.owner = request.user
        obj.save()

    def save_related(
        self,
        request: AuthenticatedRequest,
        form: Any,
        formsets: list[BaseInlineFormSet],
        change: bool,
    ) -> None:
        article = form.instance
        stale_against = request.POST.get("stale_against")
        latest_number = Article.objects.values_list("latest_number", flat=True).get(
            pk=article.pk
        )
        choices: dict[str, Any] = {
            name.removeprefix("choice-"): value
            for name, value in request.POST.items()
            if name.startswith("choice-") and value in ("mine", "theirs")
        }
        if change and form.cleaned_data.get("settled"):
            publishing.settle(article, by=request.user)
        if change and form.cleaned_data.get("slug", "") != form.initial.get("slug", ""):
            publishing.change_address(
                article, form.cleaned_data["slug"], by=request.user
            )
        request.version = publishing.save_version(  # type: ignore[attr-defined]
            article,
            form.content(formsets),
            by=request.user,
            base=form.cleaned_data["base"] if change else None,
            # A choice counts only against the version it was made against.
            choices=choices if stale_against == str(latest_number) else None,
        )

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
            return HttpResponseRedirect(preview_url(version))
        step = request.POST.get("_step")
        if step in STEPS:
            return HttpResponseRedirect(self._step_url(article, step))
        if "_save" in request.POST:
            # Back to the text: a writer saves many times before leaving.
            messages.success(request, f"Saved as version {version.number}.")
            return HttpResponseRedirect(
                reverse("admin:articles_article_change", args=[article.pk])
            )
        return None

    # Steps and history

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        steps = [
            path(
                f"<path:object_id>/{name}/",
                wrap(self._step_view(step)),
                name=f"articles_article_{name}",
            )
            for name, step in STEPS.items()
        ]
        return [*steps, *super().get_urls()]

    def _step_url(self, article: Article, step: str) -> str:
        return reverse(f"admin:articles_article_{step}", args=[article.pk])

    def _step_view(self, step: type[Step]) -> Callable[..., HttpResponse]:
        def view(request: AuthenticatedRequest, object_id: str) -> HttpResponse:
            return self.step_view(request, object_id, step)

        return view

    def _visible_or_404(self, request: AuthenticatedRequest, object_id: str) -> Article:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404("There is no such story, or it is not yours to see.")
        return article

    def step_view(
        self, request: AuthenticatedRequest, object_id: str, step: type[Step]
    ) -> HttpResponse:
        article = self._visible_or_404(request, object_id)
        if not step.allowed(request.user, article):
            raise PermissionDenied("This step is not yours to take.")
        number = request.GET.get("version", "")
        version = (
            article.versions.filter(number=int(number)).first()
            if number.isdecimal() and len(number) < 9
            else None
        )
        data = request.POST if request.method == "POST" else None
        form = step(data, article=article, version=version, moment=request.moment)
        if request.method == "POST" and form.is_valid():
            try:
                told = form.perform(by=request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, told)
                self.log_change(request, article, f"{step.title}: {told}"[:900])
                return HttpResponseRedirect(
                    reverse("admin:articles_article_change", args=[article.pk])
                )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "article": article,
            "title": step.title,
            "form": form,
            "media": self.media + form.media,
            "zone": zone(),
        }
        return TemplateResponse(
            request,
            "admin/articles/article/step.html",
            context,
            status=422 if form.errors else 200,
        )

    def history_view(
        self,
        request: AuthenticatedRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Every version: who, when, why, and when readers saw it."""
        article = self._visible_or_404(request, object_id)
        versions = (
            article.versions.select_related("by", "based_on")
            .defer("content", "body", "based_on__content", "based_on__body")
            .order_by("-number")
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "article": article,
            "original": article,
            "title": "History",
            "versions": [
                {
                    "version": version,
                    "preview_url": preview_url(version),
                    "is_live": version.is_live(request.moment),
                }
                for version in versions
            ],
            "may_edit": may_edit(request.user, article),
            "zone": zone(),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/articles/article/history.html", context)
