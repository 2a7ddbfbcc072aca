"""The pages on which editors choose what stands beside stories and shows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from taggit.models import Tag

from articles import curation, presence
from articles.curation import previewing
from articles.curation.content import Content, content_of, target_of
from articles.curation.describing import (
    describe,
    ending_in_words,
    endings,
    shows_of,
)
from articles.curation.saving import StaleSelection
from articles.logbook import refusals_logged
from articles.models import CurationRules, Section, Selection
from articles.models.log import Verb
from articles.permissions import may_curate
from articles.publishing import spoken
from authors.http import AuthenticatedRequest
from images.choosers import UncountedPaginator
from shows.models import Embargo, Show

from .curating_forms import (
    PICKS,
    PLACE,
    PickFormSet,
    ShelfForm,
    initial_of,
    new_row,
)
from .needing import NeedsPages
from .pages import StoryPages
from .steps import zone

SHELVES_PER_PAGE = 50
MAY_NOT = "Only editors may change what stands beside stories."
# Tells the forms of one page apart from the first time it is opened.
NUMBER = 19


class PicksPages(StoryPages):
    """The picks of a story, on a page of their own beside its form."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/picks/",
                wrap(self.picks_view),
                name="articles_article_picks",
            ),
            *super().get_urls(),
        ]

    def screen(self, request: AuthenticatedRequest, article: Any) -> dict[str, Any]:
        return super().screen(request, article) | {
            "may_curate": may_curate(request.user)
        }

    def picks_view(self, request: AuthenticatedRequest, object_id: str) -> HttpResponse:
        article = self.visible_or_404(request, object_id, trying=Verb.PICK)
        selection = curation.selection_of(article)
        return Editing(request, selection, self.admin_site).respond()


@admin.register(CurationRules)
class CurationRulesAdmin(admin.ModelAdmin):
    """One row, made when it is first changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied(MAY_NOT)
        stored = CurationRules.objects.first()
        name = "admin:articles_curationrules"
        if stored:
            return HttpResponseRedirect(reverse(f"{name}_change", args=[stored.pk]))
        return HttpResponseRedirect(reverse(f"{name}_add"))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if CurationRules.objects.exists():
            return HttpResponseRedirect(
                reverse("admin:articles_curationrules_changelist")
            )
        return super().add_view(request, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: CurationRules, form: Any, change: bool
    ) -> None:
        obj.pk = 1
        obj.save()


@admin.register(Selection)
class SelectionAdmin(NeedsPages):
    """Shelves, the picks of shows, and what of all that needs a hand."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view

        def address(route: str, view: Callable[..., HttpResponse], name: str) -> Any:
            return path(route, wrap(view), name=f"articles_selection_{name}")

        return [
            address("show/<int:show_id>/", self.show_view, "show"),
            address("endings/", self.endings_view, "endings"),
            address("<int:pk>/presence/", self.presence_view, "presence"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The shelves by name, and the picks of shows; and a line to make a shelf."""
        if not self.has_view_permission(request):
            raise PermissionDenied(MAY_NOT)
        error = ""
        if request.method == "POST":
            try:
                shelf = curation.make_shelf(
                    request.POST.get("title", "")[:80], by=self.user(request)
                )
            except ValidationError as refused:
                error = " ".join(refused.messages)
            else:
                return HttpResponseRedirect(self.address(shelf))
        typed = request.GET.get("q", "").strip()[:80]
        rows = Selection.objects.filter(article=None).select_related("show")
        if typed:
            rows = rows.filter(title__icontains=typed)
        page = UncountedPaginator(
            rows.prefetch_related("placements").order_by("is_retired", "title", "pk"),
            SHELVES_PER_PAGE,
        ).page(request.GET.get("page", 1))
        return TemplateResponse(
            request,
            "admin/articles/selection/change_list.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "Shelves",
                "page": page,
                "typed": typed,
                "error": error,
                "may_change": may_curate(self.user(request)),
            },
            status=422 if error else 200,
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        number = object_id or ""
        if not (number.isdecimal() and len(number) < NUMBER):
            raise Http404("There is no such shelf.")
        selection = get_object_or_404(
            Selection.objects.select_related("article", "show"), pk=int(number)
        )
        return Editing(request, selection, self.admin_site).respond()

    def show_view(self, request: AuthenticatedRequest, show_id: int) -> HttpResponse:
        shows = Show.objects.listed()
        show = get_object_or_404(shows, pk=min(show_id, 10**18))
        selection = curation.selection_of(show)
        return Editing(request, selection, self.admin_site).respond()

    def endings_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """What a pick of `?target=show:5` can end on, for the script of the page."""
        if not may_curate(request.user):
            raise PermissionDenied(MAY_NOT)
        try:
            row = new_row(request.GET.get("target", ""))
        except ValidationError as error:
            return JsonResponse({"error": error.messages[0]}, status=400)
        found = endings(shows_of([row]).values(), request.moment)
        options = [
            {"value": value, "label": _sentence(label)}
            for each in found.values()
            for value, label in each
        ]
        return JsonResponse({"endings": options})

    @method_decorator(require_POST)
    def presence_view(self, request: AuthenticatedRequest, pk: int) -> HttpResponse:
        """Say that the page is open, and hear who else has it open."""
        if not may_curate(request.user):
            raise PermissionDenied(MAY_NOT)
        selection = get_object_or_404(Selection, pk=min(pk, 10**18))
        try:
            tab = uuid.UUID(request.POST.get("tab", ""))
        except ValueError:
            return JsonResponse({"error": "The page has no number."}, status=400)
        if "leave" in request.POST:
            presence.leave(request.user, selection, tab)
        else:
            presence.announce(request.user, selection, tab, request.moment)
        people = presence.others(selection, request.user, request.moment, tab=tab)
        return JsonResponse({"people": [str(each) for each in people]})


class Editing:
    """One list being edited: shown, and saved."""

    def __init__(
        self, request: AuthenticatedRequest | Any, selection: Selection, site: Any
    ) -> None:
        self.request, self.selection, self.site = request, selection, site
        self.errors: list[str] = []
        self.stale: StaleSelection | None = None
        self.base = selection.latest_number
        self.found: list[dict[str, Any]] = []
        self.typed = ""
        self.empty: Any = None

    def respond(self) -> HttpResponse:
        user, is_post = self.request.user, self.request.method == "POST"
        if not may_curate(user):
            if not is_post:
                raise PermissionDenied(MAY_NOT)
            with refusals_logged(self.selection, Verb.PICK, user):
                raise PermissionDenied(MAY_NOT)
        if is_post:
            return self._save()
        stored = content_of(self.selection)
        return self._page(stored)

    # Saving

    def _save(self) -> HttpResponse:
        data = self.request.POST
        formset: Any = PICKS(data, prefix="picks")
        form = self._shelf_form(data)
        number = data.get("base", "")
        self.base = int(number) if number.isdecimal() and len(number) < 9 else 0
        valid = formset.is_valid() and (form is None or form.is_valid())
        if not valid:
            self.errors += [str(each) for each in formset.non_form_errors()]
            self.errors.append("Something is not right yet; it is marked below.")
            return self._page(None, formset, form)
        try:
            content = self._content(formset, form)
        except ValidationError as error:
            self.errors += error.messages
            return self._page(None, formset, form)
        if "_find" in data:
            self.typed = data.get("q", "").strip()
            self.found = previewing.found(self.typed, self.request)
            return self._page(content, status=200)
        try:
            saved = curation.save(
                self.selection, content, by=self.request.user, base=self.base
            )
        except StaleSelection as stale:
            self.stale, self.base = stale, stale.number
            return self._page(stale.content)
        except ValidationError as error:
            self.errors += error.messages
            return self._page(content)
        told = (
            f"Saved. {saved.note}" if saved else "Nothing has changed; it still holds."
        )
        messages.success(self.request, told)
        return HttpResponseRedirect(self.request.get_full_path())

    def _shelf_form(self, data: Any) -> ShelfForm | None:
        if not self.selection.is_shelf:
            return None
        form = ShelfForm(data, prefix="shelf")
        sections = [(f"section:{each.pk}", each.name) for each in Section.objects.all()]
        form.fields["sections"].choices = sections  # type: ignore[attr-defined]
        return form

    def _content(self, formset: PickFormSet, form: ShelfForm | None) -> Content:
        rows = formset.rows()
        known = {target_of(row) for row in rows}
        for target in self.request.POST.getlist("add"):
            row = new_row(target)
            if target_of(row) not in known:
                rows.append(row)
        content: Content = {
            "title": "",
            "is_retired": False,
            "rows": rows,
            "placements": [],
        }
        if form is None:
            return content
        return content | {
            "title": form.cleaned_data["title"].strip(),
            "is_retired": form.cleaned_data["is_retired"],
            "placements": sorted({*form.places(), *self._tags(form), *self._pages()}),
        }

    def _tags(self, form: ShelfForm) -> list[str]:
        names = [name.strip() for name in form.cleaned_data["tags"].split(",")]
        wanted = {name.casefold(): name for name in names if name}
        # Case is folded here, for SQLite folds that of ASCII alone.
        found = {
            tag.name.casefold(): tag.pk
            for tag in Tag.objects.filter(name__in=[*wanted.values(), *wanted])
        }
        if missing := [wanted[key] for key in wanted if key not in found]:
            form.add_error("tags", f"No story has this tag: {', '.join(missing)}.")
            raise ValidationError("A tag has to be one that stories have.")
        return [f"tag:{pk}" for pk in found.values()]

    def _pages(self) -> list[str]:
        """Single stories and shows that the shelf is placed on."""
        data = self.request.POST
        kept = set(data.getlist("page")) - set(data.getlist("page_off"))
        kept |= set(data.getlist("add_page"))
        return [key for key in kept if PLACE.fullmatch(key)]

    # Showing

    def _page(
        self,
        content: Content | None,
        formset: Any = None,
        form: ShelfForm | None = None,
        status: int | None = None,
    ) -> TemplateResponse:
        at, selection = self.request.moment, self.selection
        if content is not None:
            formset = PICKS(initial=initial_of(content["rows"]), prefix="picks")
            form = self._filled_shelf_form(content)
        rows = self._rows(formset)
        self._offer_endings(formset, rows)
        described = describe([row for _, row in rows if row], at)
        wrong = bool(self.errors or self.stale)
        context = {
            **self.site.each_context(self.request),
            "opts": Selection._meta,
            "title": self._title(),
            "selection": selection,
            "original": selection.article,
            "article": selection.article,
            "base": self.base,
            "formset": formset,
            "empty": self.empty,
            "lines": [
                {
                    "form": each,
                    "row": row,
                    "about": row and described.get(target_of(row)),
                    "clashes": self._clashes(row),
                }
                for each, row in rows
            ],
            "form": form,
            "pages": self._placed_pages(content, form),
            "errors": self.errors,
            "stale": self.stale,
            "found": self.found,
            "typed": self.typed,
            "zone": zone(),
            "others": self._others(),
            "saves": self._saves(),
            **previewing.preview(selection, self._moment(), self.request),
        }
        return TemplateResponse(
            self.request,
            "admin/articles/selection/picks.html",
            context,
            status=status or (409 if self.stale else 422 if wrong else 200),
        )

    def _title(self) -> str:
        selection = self.selection
        if selection.is_shelf:
            return f"Shelf: {selection.title}"
        return f"Picks beside {selection.article or selection.show}"

    def _rows(self, formset: PickFormSet) -> list[tuple[Any, Content | None]]:
        """Each form with the row it stands for, if its hidden fields are sound."""
        pairs: list[tuple[Any, Content | None]] = []
        for each in formset.forms:
            target = str(each["target"].value() or "")
            try:
                row = new_row(target) | {"uid": str(each["uid"].value())}
            except ValidationError:
                row = None
            pairs.append((each, row))
        return pairs

    def _offer_endings(
        self, formset: PickFormSet, rows: list[tuple[Any, Content | None]]
    ) -> None:
        about = shows_of([row for _, row in rows if row])
        own = self._own_show()
        chosen_embargoes = {str(form["embargo"].value() or "") for form, _ in rows}
        embargoes = offered_embargoes(self.request, chosen_embargoes)
        self.empty = formset.empty_form
        self.empty.offer_embargoes(embargoes)
        offered = endings([*about.values(), own], self.request.moment)
        for form, row in rows:
            keys = dict.fromkeys([about.get(target_of(row), 0) if row else 0, own])
            choices = [
                (value, _sentence(words))
                for key in keys
                for value, words in offered.get(key, [])
            ]
            chosen = str(form["ends_on"].value() or "")
            if chosen and chosen not in dict(choices):
                choices.append((chosen, _sentence(ending_in_words(_event(chosen)))))
            form.offer_endings(choices)
            form.offer_embargoes(embargoes)

    def _own_show(self) -> int:
        if self.selection.show_id:
            return self.selection.show_id
        if self.selection.article_id:
            row = new_row(f"article:{self.selection.article_id}")
            return next(iter(shows_of([row]).values()), 0)
        return 0

    def _filled_shelf_form(self, content: Content) -> ShelfForm | None:
        form = self._shelf_form(None)
        if form is None:
            return None
        placed = content["placements"]
        tags = [int(key[4:]) for key in placed if key.startswith("tag:")]
        names = Tag.objects.filter(pk__in=tags).order_by("name")
        form.initial = {
            "title": content["title"],
            "is_retired": content["is_retired"],
            "sitewide": [key for key in placed if ":" not in key],
            "sections": [key for key in placed if key.startswith("section:")],
            "tags": ", ".join(names.values_list("name", flat=True)),
        }
        return form

    def _placed_pages(
        self, content: Content | None, form: ShelfForm | None
    ) -> list[dict[str, str]]:
        """Single stories and shows that the shelf stands on, to take it off again."""
        if form is None:
            return []
        keys = content["placements"] if content else self._pages()
        rows = [new_row(key) for key in keys if key.startswith(("article:", "show:"))]
        names = describe(rows, self.request.moment)
        return [
            {"key": target_of(row), "title": names[target_of(row)].title}
            for row in rows
            if target_of(row) in names
        ]

    def _clashes(self, row: Content | None) -> list[Any]:
        if not self.stale or not row:
            return []
        return [each for each in self.stale.clashes if each.uid == row["uid"]]

    def _moment(self) -> datetime:
        """Now, or the coming moment that was asked for."""
        return previewing.asked_moment(self.request)

    def _others(self) -> list[Any]:
        if self.selection._state.adding:
            return []
        return presence.others(self.selection, self.request.user, self.request.moment)

    def _saves(self) -> list[Any]:
        if self.selection._state.adding:
            return []
        return list(self.selection.saves.select_related("by").defer("content")[:10])


def offered_embargoes(
    request: AuthenticatedRequest | Any, chosen: set[str]
) -> list[tuple[str, str]]:
    """Those that stand, as far as the person knows of them, and those in use here."""
    keys = [int(key) for key in chosen if key.isdecimal() and len(key) < NUMBER]
    known = Embargo.objects.known_to(request.user)
    standing = known.standing(request.moment) | known.filter(pk__in=keys)
    return [(str(each.pk), f"{each} ({spoken(each.lifts_at)})") for each in standing]


def _event(value: str) -> Content:
    kind, show, *more = value.split(":")
    return {
        "event": kind,
        "event_show": int(show),
        "event_season": int(more[0]) if more and kind == "premieres" else None,
        "event_platform": int(more[0]) if more and kind == "leaves" else None,
    }


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
