"""One list of picks being edited: shown, and saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    HttpResponse,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from taggit.models import Tag

from articles import curation
from articles.curation import previewing
from articles.curation.content import Content, content_of, target_of
from articles.curation.describing import (
    describe,
    ending_in_words,
    endings,
    shows_of,
    waiting,
)
from articles.curation.saving import StaleSelection
from articles.desk import presence
from articles.logbook import refusals_logged
from articles.models import Section, Selection
from articles.models.log import Verb
from articles.permissions import may_curate
from articles.publishing import spoken
from authors.http import AuthenticatedRequest
from shows.models import Embargo

from .curating_forms import (
    PICKS,
    PLACE,
    PickFormSet,
    ShelfForm,
    initial_of,
    new_row,
)
from .steps import zone

MAY_NOT = "Only editors may change what stands beside stories."
# A primary key has fewer digits.
NUMBER = 19


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
        waits = waiting(selection, at)
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
                    "waits": waits.get(row["uid"], "") if row else "",
                    "clashes": self._clashes(row),
                }
                for each, row in rows
            ],
            "form": form,
            "pages": self._placed_pages(content, form),
            "placed": form is None or self._is_placed(),
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
                (value, sentence(words))
                for key in keys
                for value, words in offered.get(key, [])
            ]
            chosen = str(form["ends_on"].value() or "")
            if chosen and chosen not in dict(choices):
                choices.append((chosen, sentence(ending_in_words(_event(chosen)))))
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

    def _is_placed(self) -> bool:
        stored = not self.selection._state.adding
        return stored and self.selection.placements.exists()

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


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
