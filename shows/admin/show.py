from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from images.choosers import Chooser, WordStartSearch

from .. import facts
from ..forms import (
    CreditForm,
    CreditFormSet,
    EpisodeForm,
    EpisodeFormSet,
    RowFormSet,
    ShowForm,
)
from ..meanwhile import MeanwhileForm
from ..merging import merge_shows
from ..models import (
    Announcement,
    Credit,
    Episode,
    Fact,
    OtherTitle,
    Season,
    SeasonPart,
    Show,
    Trailer,
)
from ..vocabulary import Status
from .knowing import Knowing
from .merging import MergingAdmin

MOST_NEWS = 50


class StatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Status.choices)

    def queryset(self, request: Any, queryset: Any) -> Any:
        if value := self.value():
            return queryset.with_status(value, request.moment)
        return queryset


class OtherTitleInline(admin.TabularInline):
    model = OtherTitle
    form = MeanwhileForm
    formset = RowFormSet
    extra = 0
    verbose_name = "other title"


class SeasonInline(Knowing, admin.TabularInline):
    model = Season
    form = MeanwhileForm
    formset = RowFormSet
    extra = 0
    fields = ["number", "title", "opened_with"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("show")


class TrailerInline(Knowing, admin.TabularInline):
    model = Trailer
    form = MeanwhileForm
    formset = RowFormSet
    extra = 0
    fields = ["title", "provider", "key", "published_on", "opened_with"]
    show_change_link = True


class CreditInline(Knowing, admin.TabularInline):
    """The credits a page at a time: long-running shows have hundreds."""

    model = Credit
    form = CreditForm
    formset = CreditFormSet
    template = "admin/shows/show/credits.html"
    extra = 0

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        # The class is made anew for every request.
        formset.page = _page(request)
        formset.known_seasons = Season.objects.known_to(request.user, request.moment)
        return formset

    def formfield_for_foreignkey(
        self, db_field: Any, request: Any, **kwargs: Any
    ) -> Any:
        if db_field.name == "person":
            kwargs["widget"] = Chooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "person" and field is not None:
            # Four icons in every row would be most of the page.
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("person")


def _page(request: HttpRequest) -> int:
    number = request.GET.get("credits", "1")
    return int(number) if number.isdecimal() and 0 < int(number[:5]) < 1000 else 1


@admin.register(Show)
class ShowAdmin(Knowing, MergingAdmin, WordStartSearch):
    list_display = ["title", "year", "kind", "status", "original_title", "slug"]
    list_filter = ["kind", StatusFilter, "genres"]
    list_per_page = 50
    search_fields = ["title"]
    ordering = ["sort_title", "pk"]

    form = ShowForm
    change_form_template = "admin/shows/show/change_form.html"
    autocomplete_fields = ["genres", "countries", "languages", "poster", "backdrop"]
    readonly_fields = ["known", "news"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title", "kind", "year"),
                    ("original_title", "based_on"),
                    "slug",
                    "synopsis",
                    "opened_with",
                ]
            },
        ),
        ("What is known", {"fields": ["known", "news"]}),
        (
            "Listed under",
            {
                "fields": [
                    "genres",
                    "countries",
                    "languages",
                    ("runtime", "certificate"),
                ]
            },
        ),
        ("Pictures", {"fields": [("poster", "backdrop")]}),
        ("Elsewhere", {"fields": [("imdb_id", "tmdb_id", "tvmaze_id")]}),
    ]
    inlines = [OtherTitleInline, SeasonInline, TrailerInline, CreditInline]

    class Media:
        css = {"all": ["admin/css/shows.css"]}

    merge_step = staticmethod(merge_shows)

    def get_queryset(self, request: Any) -> QuerySet:
        statuses = (
            Fact.objects.at(request.moment)
            .leading()
            .filter(show=OuterRef("pk"), field=Fact.Field.STATUS, season=None)
        )
        shows = super().get_queryset(request)
        return shows.annotate(status_now=Subquery(statuses.values("value")[:1]))

    def get_fieldsets(self, request: HttpRequest, obj: Show | None = None) -> Any:
        if obj is not None:
            return self.fieldsets
        return [each for each in self.fieldsets if each[0] != "What is known"]

    def get_object(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        show = super().get_object(request, *args, **kwargs)
        if show is not None:
            # What is printed about it is as of the moment of the request, and no more
            # than whoever asks may know.
            show.asked_at, show.asked_by = request.moment, request.user
        return show

    @admin.display(description="Status")
    def status(self, show: Any) -> str:
        return str(Status(show.status_now).label) if show.status_now else "–"

    @admin.display(description="Facts")
    def known(self, show: Any) -> SafeString:
        known = facts.load([show], show.asked_at)[show.pk]
        seasons = [
            (season, known.season(season))
            for season in show.seasons.known_to(show.asked_by, show.asked_at)
            if known.season(season)
        ]
        context = {"show": show, "facts": known, "seasons": seasons}
        return render_to_string("admin/shows/show/_facts.html", context)

    @admin.display(description="News")
    def news(self, show: Any) -> SafeString:
        known = Announcement.objects.known_to(show.asked_by, show.asked_at)
        news = known.filter(show=show).for_timeline()
        news = news.select_related("withdrawal", "recorded_by", "season", "part")
        context = {
            "show": show,
            "announcements": news[:MOST_NEWS],
            "moment": show.asked_at,
        }
        return render_to_string("admin/shows/show/_news.html", context)


class SeasonPartInline(admin.TabularInline):
    model = SeasonPart
    form = MeanwhileForm
    formset = RowFormSet
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("season__show")


class EpisodeInline(admin.TabularInline):
    model = Episode
    form = EpisodeForm
    formset = EpisodeFormSet
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("season__show")


@admin.register(Season)
class SeasonAdmin(Knowing, WordStartSearch):
    list_display = ["show", "number", "title"]
    list_display_links = ["show", "number"]
    list_select_related = ["show"]
    list_per_page = 50
    search_fields = ["show__title"]
    search_help_text = "Title of the show, with or without the number: all of us 2"
    ordering = ["-pk"]

    form = MeanwhileForm
    autocomplete_fields = ["show"]
    readonly_fields = ["known"]
    fields = ["show", "number", "title", "synopsis", "known", "opened_with"]
    inlines = [SeasonPartInline, EpisodeInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("show")

    def get_object(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        season = super().get_object(request, *args, **kwargs)
        if season is not None:
            season.asked_at = request.moment
        return season

    @admin.display(description="What is known")
    def known(self, season: Any) -> SafeString | str:
        if season._state.adding:
            return "–"
        known = facts.load([season.show], season.asked_at)[season.show_id]
        parts = [
            (part, known.part(part))
            for part in season.parts.select_related("season")
            if known.part(part)
        ]
        context = {
            "show": season.show,
            "season": season,
            "facts": known.season(season),
            "seasons": parts,
        }
        return render_to_string("admin/shows/show/_facts.html", context)


@admin.register(Episode)
class EpisodeAdmin(Knowing, WordStartSearch):
    """Episodes are written in their season; this is where a story chooses one."""

    list_display = ["season", "number", "title"]
    list_display_links = ["season", "number"]
    list_per_page = 50
    search_fields = ["season__show__title"]
    search_help_text = "Title of the show, with or without the season: all of us 2"
    autocomplete_fields = ["season"]
    fields = ["season", "number", "title", "synopsis"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("season__show")


@admin.register(Trailer)
class TrailerAdmin(Knowing, WordStartSearch):
    list_display = ["title", "show", "season", "provider", "published_on"]
    list_select_related = ["show", "season__show"]
    list_per_page = 50
    search_fields = ["title"]
    ordering = ["-pk"]

    form = MeanwhileForm
    autocomplete_fields = ["show", "season", "poster"]
