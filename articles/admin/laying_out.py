"""The screens on which editors lay out the home page and the fronts of sections."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
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
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from articles import layouts
from articles.choosers.views import find_stories
from articles.desk import presence
from articles.layouts import content as contents, going_live, steps
from articles.layouts.describing import (
    PinLine,
    boxes,
    for_input,
    offered_slots,
    shelves,
)
from articles.layouts.editing import Sent, act, read
from articles.models import Article, Front, FrontLine, Layout, LayoutWindow, Section
from articles.permissions import may_lay_out, may_look_ahead
from articles.publishing import spoken
from authors.http import AuthenticatedRequest

from .steps import zone

MAY_NOT = "Only editors may lay out the site's fronts."
FOUND = 8
# Of windows and of the log, as many as are looked through.
LATEST = 15


class MomentsForm(forms.Form):
    """From when a layout stands, and until when."""

    starts = forms.DateTimeField(
        error_messages={
            "required": "Say from which moment it stands.",
            "invalid": "That is not a day and a time.",
        }
    )
    ends = forms.DateTimeField(
        required=False, error_messages={"invalid": "That is not a day and a time."}
    )


@admin.register(Layout)
class LayoutAdmin(admin.ModelAdmin):
    """All fronts, one front, one layout."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "front/<str:key>/",
                wrap(self.front_view),
                name="articles_layout_front",
            ),
            path("lead/", wrap(self.lead_view), name="articles_layout_lead"),
            path(
                "<int:pk>/presence/",
                wrap(self.presence_view),
                name="articles_layout_presence",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every front: who laid it out last, and what comes."""
        self._require(request)
        at: datetime = request.moment  # type: ignore[attr-defined]
        laid_out = {
            (front.section_id or 0): front
            for front in Front.objects.select_related("section")
        }
        windows = LayoutWindow.objects.select_related("layout", "by")
        live = {each.front_id: each for each in windows.live(at)}
        coming: dict[int, LayoutWindow] = {}
        for each in windows.scheduled(at).order_by("-live_from"):
            coming[each.front_id] = each
        fronts = [laid_out.get(0) or Front(is_home=True)]
        fronts += [
            laid_out.get(section.pk) or Front(section=section)
            for section in Section.objects.all()
        ]
        rows = [
            {
                "front": front,
                "live": live.get(front.pk) if front.pk else None,
                "coming": coming.get(front.pk) if front.pk else None,
            }
            for front in fronts
        ]
        return self._page(request, "fronts", title="Layouts", rows=rows)

    # One front

    def front_view(self, request: AuthenticatedRequest, key: str) -> HttpResponse:
        """What stands, what is prepared, what stood; everything is one click."""
        self._require(request)
        front = _front_or_404(key)
        if request.method == "POST":
            if not may_lay_out(request.user):
                raise PermissionDenied(MAY_NOT)
            try:
                return HttpResponseRedirect(self._step(request, front))
            except ValidationError as error:
                for message in error.messages:
                    messages.error(request, message)
                return HttpResponseRedirect(_front_url(front))
        at = request.moment
        window = steps.live_window(front, at)
        before = going_live.before_it(window) if window else None
        rows = (
            list(
                front.layouts.filter(is_discarded=False)
                .exclude(name="", occasion="")
                .select_related("touched_by")
                .order_by("occasion", "name", "pk")[:60]
            )
            if front.pk
            else []
        )
        windows: list[LayoutWindow] = []
        lines: list[FrontLine] = []
        if front.pk:
            kept = front.windows.select_related("layout", "by")
            windows = list(kept.filter(live_from__lte=at)[:LATEST])
            lines = list(front.lines.select_related("layout", "by")[:LATEST])
        return self._page(
            request,
            "front",
            title=str(front),
            front=front,
            window=window,
            hidden=_hidden_pins(window, request) if window else [],
            before=before,
            may_change=may_lay_out(request.user),
            draft=steps.working_draft(front, at),
            prepared=_by_occasion(rows),
            coming=list(
                front.windows.scheduled(at)
                .select_related("layout", "by")
                .order_by("live_from")
            )
            if front.pk
            else [],
            windows=windows,
            lines=lines,
        )

    def _step(self, request: AuthenticatedRequest, front: Front) -> str:
        """Do what the button says, and where to go then."""
        verb, _, key = request.POST.get("do", "").partition(":")
        by, seen = request.user, _number(request.POST.get("seen", ""))
        match verb:
            case "change":
                return _layout_url(layouts.draft(front, by=by))
            case "new":
                name = request.POST.get("name", "").strip()
                if not name:
                    raise ValidationError("Give the layout a name.")
                like = self._own(front, key) if key else None
                occasion = request.POST.get("occasion", "")
                made = layouts.draft(
                    front, by=by, name=name, occasion=occasion, like=like
                )
                return _layout_url(made)
            case "apply":
                layouts.apply(self._own(front, key), by=by, seen=seen)
                messages.success(request, "Readers see it from now on.")
            case "undo":
                layouts.undo(front, by=by, seen=seen)
                messages.success(request, "The layout before stands again.")
            case "cancel":
                window = get_object_or_404(
                    LayoutWindow, front=front.pk, pk=_number(key)
                )
                layouts.cancel(window, by=by)
                messages.success(request, "The schedule is cancelled.")
            case "discard":
                layouts.discard(self._own(front, key), by=by)
                messages.success(request, "The draft is discarded.")
        return _front_url(front)

    def _own(self, front: Front, key: str) -> Layout:
        return get_object_or_404(Layout, front=front.pk, pk=_number(key))

    @method_decorator(require_POST)
    def lead_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """One click from a story: it leads the home page."""
        if not may_lay_out(request.user):
            raise PermissionDenied(MAY_NOT)
        visible = Article.objects.visible_to(request.user, request.moment)
        article = get_object_or_404(
            visible, pk=_number(request.POST.get("article", ""))
        )
        try:
            layouts.make_lead(article, by=request.user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, f"“{article}” leads the home page.")
        return HttpResponseRedirect(_front_url(layouts.home()))

    # One layout

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        self._require(request)
        layout = get_object_or_404(
            Layout.objects.select_related("front__section", "touched_by"),
            pk=_number(object_id),
        )
        return _Editing(self, request, layout).respond()  # type: ignore[arg-type]

    @method_decorator(require_POST)
    def presence_view(self, request: AuthenticatedRequest, pk: int) -> JsonResponse:
        """Say that the page is open in a tab, and hear who else has it open."""
        self._require(request)
        layout = get_object_or_404(Layout, pk=pk)
        try:
            tab = uuid.UUID(request.POST.get("tab", ""))
        except ValueError:
            return JsonResponse({"error": "Which tab is this?"}, status=400)
        if "leave" in request.POST:
            presence.leave(request.user, layout, tab)
            return JsonResponse({"people": []})
        presence.announce(request.user, layout, tab, request.moment)
        people = presence.others(layout, request.user, request.moment, tab=tab)
        return JsonResponse({"people": [str(each) for each in people]})

    def _require(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied(MAY_NOT)

    def _page(
        self, request: HttpRequest, template: str, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        shared = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "zone": zone(),
            "moment": request.moment,  # type: ignore[attr-defined]
        }
        name = f"admin/articles/layout/{template}.html"
        return TemplateResponse(request, name, shared | context, status=status)


class _Editing:
    """One request of the screen of a layout."""

    def __init__(
        self, pages: LayoutAdmin, request: AuthenticatedRequest, layout: Layout
    ) -> None:
        self.pages, self.request, self.layout = pages, request, layout
        self.front = layout.front
        self.now = request.moment
        self.window = layout.windows.order_by("-live_from").first()
        self.is_frozen = steps.is_frozen(layout, self.now)
        self.at = self._moment()

    def _moment(self) -> datetime:
        """The one asked for, or else that from which the layout stands."""
        typed = self.request.POST.get("at", self.request.GET.get("at", ""))
        if typed == "now" or not may_look_ahead(self.request.user):
            return self.now
        form = MomentsForm({"starts": typed})
        if form.is_valid():
            return max(form.cleaned_data["starts"], self.now)
        if self.window and self.window.live_from > self.now:
            return self.window.live_from
        return self.now

    def respond(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._show(Sent(contents.capture(self.layout)))
        if not may_lay_out(self.request.user):
            raise PermissionDenied(MAY_NOT)
        base = _number(self.request.POST.get("base", ""))
        sent = read(self.request.POST, self._known(base))
        do = self.request.POST.get("do", "save")
        if do == "add":
            do = f"add:{self.request.POST.get('add', '')}"
        said = act(sent.content, do)
        if sent.errors:
            messages.error(self.request, "Nothing was saved: a moment is not right.")
            return self._show(sent, base=base, status=422)
        try:
            saved = layouts.save(
                self.layout, sent.content, by=self.request.user, base=base
            )
            self._tell(saved, said)
            return HttpResponseRedirect(self._after(do))
        except ValidationError as error:
            for message in error.messages:
                messages.error(self.request, message)
            self.layout.refresh_from_db()
            return self._show(sent, base=base, status=422)

    def _known(self, base: int) -> dict[str, Any]:
        """Every slot that the form may speak of: those it was made with come first."""
        content = contents.capture(self.layout)
        old = self.layout.saves.filter(number=base).first()
        if old:
            there = {row["uid"] for row in old.content["slots"]}
            newer = [row for row in content["slots"] if row["uid"] not in there]
            content["slots"] = [*old.content["slots"], *newer]
        return content

    def _tell(self, saved: steps.Saved, said: str) -> None:
        for person in saved.merged_from:
            messages.info(self.request, f"{person} saved meanwhile: both are kept.")
        for clash in saved.clashes:
            messages.warning(
                self.request,
                f"{clash.what}: {saved.layout.touched_by} keeps “{clash.mine}”; "
                f"somebody else had made it “{clash.theirs}”.",
            )
        messages.success(self.request, said or "Saved.")

    def _after(self, do: str) -> str:
        verb, _, rest = do.partition(":")
        user, layout = self.request.user, self.layout
        if verb == "apply":
            seen = _number(self.request.POST.get("seen", ""))
            layouts.apply(layout, by=user, seen=seen)
            messages.success(self.request, "Readers see it from now on.")
            return _front_url(self.front)
        if verb == "schedule":
            form = MomentsForm(self.request.POST)
            if not form.is_valid():
                raise ValidationError([*form.errors.values()])
            window = layouts.schedule(
                layout,
                by=user,
                at=form.cleaned_data["starts"],
                until=form.cleaned_data["ends"],
            )
            messages.success(
                self.request, f"It stands from {spoken(window.live_from)}."
            )
            return _front_url(self.front)
        if verb == "preview":
            at = urlencode({"at": self.at.isoformat()}) if self.at > self.now else ""
            return f"{reverse('layout-preview', args=[layout.pk])}?{at}"
        asked = {"at": for_input(self.at)} if self.at > self.now else {}
        if verb == "find":
            asked |= {"find": rest, "q": self.request.POST.get(f"q-{rest}", "")}
        anchor = f"#slot-{rest}" if verb == "find" else ""
        return f"{_layout_url(layout)}?{urlencode(asked)}{anchor}"

    def _show(
        self, sent: Sent, *, base: int | None = None, status: int = 200
    ) -> HttpResponse:
        request, layout = self.request, self.layout
        sections = list(Section.objects.all())
        found, page = boxes(
            self.front,
            sent,
            sections=sections,
            at=self.at,
            now=self.now,
            user=request.user,
        )
        typed = request.GET.get("q", "")[:100]
        window = steps.live_window(self.front, self.now)
        return self.pages._page(
            request,
            "edit",
            title=str(layout) if layout.name else f"Draft of {self.front}",
            original=layout,
            layout=layout,
            front=self.front,
            content=sent.content,
            boxes=found,
            page=page,
            base=layout.latest_number if base is None else base,
            seen=window.pk if window else 0,
            live=window,
            is_live=bool(window and window.layout_id == layout.pk),
            is_frozen=self.is_frozen,
            window=self.window,
            coming=self._coming(),
            at=self.at,
            at_value=for_input(self.at),
            is_later=self.at > self.now,
            may_change=may_lay_out(request.user) and not self.is_frozen,
            offered=offered_slots(self.front, sections),
            shelves=shelves(),
            find=request.GET.get("find", ""),
            typed=typed,
            found=find_stories(typed, request.user, self.now)[:FOUND] if typed else [],
            others=[
                each
                for each in presence.others(layout, request.user, self.now)
                if not each.is_self
            ],
            saves=layout.saves.select_related("by").defer("content")[:LATEST],
            status=status,
        )

    def _coming(self) -> list[LayoutWindow]:
        """What is scheduled on its page, this layout among it."""
        if not self.front.pk:
            return []
        windows = self.front.windows.scheduled(self.now).select_related("layout")
        return list(windows.order_by("live_from")[:LATEST])


def _front_or_404(key: str) -> Front:
    if key == "home":
        return layouts.home()
    section = Section.objects.filter(pk=_number(key)).first()
    if section is None:
        raise Http404("There is no such front.")
    return layouts.front_of(section)


def _hidden_pins(window: LayoutWindow, request: Any) -> list[tuple[str, PinLine]]:
    """What an editor put on the page that readers see, and they do not see there."""
    at, layout = request.moment, window.layout
    sent = Sent(contents.capture(layout))
    if not sent.content["pins"]:
        return []
    named = {row["section"] for row in sent.content["slots"]} - {None}
    sections = Section.objects.filter(pk__in=named)
    found, _ = boxes(
        layout.front, sent, sections=sections, at=at, now=at, user=request.user
    )
    return [(box.name, pin) for box in found for pin in box.pins if pin.hidden]


def _by_occasion(rows: list[Layout]) -> list[tuple[str, list[Layout]]]:
    found: dict[str, list[Layout]] = {}
    for row in rows:
        found.setdefault(row.occasion, []).append(row)
    return list(found.items())


def _number(text: str) -> int:
    """A forged one finds nothing."""
    sound = text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if sound else 0


def _front_url(front: Front) -> str:
    return reverse("admin:articles_layout_front", args=[front.key])


def _layout_url(layout: Layout) -> str:
    return reverse("admin:articles_layout_change", args=[layout.pk])
