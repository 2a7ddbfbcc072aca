from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from articles.desk.mentions import mentioned, offered
from articles.desk.notes import (
    LONGEST,
    counts,
    read,
    reopen,
    resolve,
    threads,
    write_note,
)
from articles.desk.notices import latest, see
from articles.logbook import log_hidden_attempt, refusals_logged
from articles.models import Article, Note
from articles.models.log import Verb
from articles.reading.previews import preview_url
from authors.http import AuthenticatedRequest
from images.choosers import UncountedPaginator

from .pages import StoryPages

# Threads beside the story form, and on their own page.
MOST_IN_PANEL = 20
THREADS_PER_PAGE = 40
LINES_PER_PAGE = 60


class NotePages(StoryPages):
    """Notes on a story, what a person is told, and the log of a story."""

    class Media:
        css = {"all": ["admin/css/noting.css"]}
        js = [Script("admin/js/noting.js", defer=True)]

    def get_urls(self) -> list[URLPattern]:
        return [
            self._address("notices/", self.notices_view, "notices"),
            self._address("<path:object_id>/notes/", self.notes_view, "notes"),
            self._address(
                "<path:object_id>/notes/names/", self.names_view, "note_names"
            ),
            self._address(
                "<path:object_id>/notes/<int:note_id>/resolve/",
                self.resolve_view,
                "note_resolve",
            ),
            self._address(
                "<path:object_id>/notes/<int:note_id>/reopen/",
                self.reopen_view,
                "note_reopen",
            ),
            self._address("<path:object_id>/log/", self.log_view, "log"),
            *super().get_urls(),
        ]

    def _address(
        self, route: str, view: Callable[..., HttpResponse], name: str
    ) -> URLPattern:
        wrapped = self.admin_site.admin_view(view)
        return path(route, wrapped, name=f"articles_article_{name}")

    def screen(self, request: AuthenticatedRequest, article: Any) -> dict[str, Any]:
        if request.method == "GET":
            # Whoever opens the story has been told.
            see(request.user, request.moment, article)
        return super().screen(request, article) | {"notes": _panel(article)}

    # Notes

    def notes_view(self, request: AuthenticatedRequest, object_id: str) -> HttpResponse:
        """All notes on a story, with forms that need no script."""
        article = self.visible_or_404(request, object_id)
        if request.method == "POST":
            return self._write(request, article)
        if request.method == "GET":
            see(request.user, request.moment, article)
        return self._notes_page(request, article)

    @method_decorator(require_POST)
    def resolve_view(
        self, request: AuthenticatedRequest, object_id: str, note_id: int
    ) -> HttpResponse:
        return self._settle(request, object_id, note_id, resolve, "Resolved.")

    @method_decorator(require_POST)
    def reopen_view(
        self, request: AuthenticatedRequest, object_id: str, note_id: int
    ) -> HttpResponse:
        return self._settle(request, object_id, note_id, reopen, "Open again.")

    @method_decorator(require_safe)
    def names_view(self, request: AuthenticatedRequest, object_id: str) -> HttpResponse:
        """Who may be named on this story: for the list that opens on an @."""
        article = self.visible_or_404(request, object_id)
        begun = request.GET.get("q", "").strip()[:150]
        return JsonResponse({"people": offered(begun, article, request.moment)})

    def _write(self, request: AuthenticatedRequest, article: Article) -> HttpResponse:
        text = request.POST.get("text", "")
        answered = request.POST.get("reply_to", "")
        reply_to = self._note_or_404(article, answered) if answered else None
        try:
            note = write_note(article, text, by=request.user, reply_to=reply_to)
        except ValidationError as error:
            if _wants_json(request):
                return JsonResponse({"error": " ".join(error.messages)}, status=422)
            return self._notes_page(request, article, error=error, typed=text)
        return self._done(request, article, *_told(note, request))

    def _settle(
        self,
        request: AuthenticatedRequest,
        object_id: str,
        note_id: int,
        settle: Callable[..., None],
        told: str,
    ) -> HttpResponse:
        article = self.visible_or_404(request, object_id)
        note = self._note_or_404(article, str(note_id))
        settle(note, by=request.user)
        return self._done(request, article, told)

    def _note_or_404(self, article: Article, key: str) -> Note:
        if not key.isdecimal() or len(key) > 18:
            raise Http404("There is no such note.")
        notes = article.notes.select_related("article", "reply_to", "by")
        return get_object_or_404(notes, pk=int(key))

    def _done(
        self, request: AuthenticatedRequest, article: Article, *sentences: str
    ) -> HttpResponse:
        """The panel anew for a script, the page for everybody else."""
        if not _wants_json(request):
            for sentence in sentences:
                messages.success(request, sentence)
            return HttpResponseRedirect(
                reverse("admin:articles_article_notes", args=[article.pk])
            )
        panel = _panel(article)
        context = {"original": article, "notes": panel}
        html = render_to_string(
            "admin/articles/article/_threads.html", context, request
        )
        return JsonResponse(
            {"html": html, "open": panel["open"], "told": " ".join(sentences)}
        )

    def _notes_page(
        self,
        request: AuthenticatedRequest,
        article: Article,
        *,
        error: ValidationError | None = None,
        typed: str = "",
    ) -> TemplateResponse:
        page = UncountedPaginator(threads(article), THREADS_PER_PAGE).page(
            request.GET.get("page", 1)
        )
        return self.page(
            request,
            "notes",
            article=article,
            title="Notes",
            media=self.media,
            threads=read(page.object_list),
            page=page,
            counts=counts(article),
            errors=error.messages if error else [],
            typed=typed,
            answered=request.POST.get("reply_to", ""),
            longest=LONGEST,
            status=422 if error else 200,
        )

    # Notices

    def notices_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """What this person was told, newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied("You have no stories here.")
        if request.method == "POST":
            see(request.user, request.moment)
            messages.success(request, "All notices are marked as seen.")
            return HttpResponseRedirect(reverse("admin:articles_article_notices"))
        notices = latest(request.user, request.moment)
        return TemplateResponse(
            request,
            "admin/articles/article/notices.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "Notices",
                "media": self.media,
                "notices": notices,
                "unseen": sum(notice.seen_at is None for notice in notices),
            },
        )

    # The log

    @method_decorator(require_safe)
    def log_view(self, request: AuthenticatedRequest, object_id: str) -> HttpResponse:
        """Who did what to this story, newest first."""
        article = self.visible_or_404(request, object_id)
        lines = article.log_lines.select_related("by")
        page = UncountedPaginator(lines, LINES_PER_PAGE).page(
            request.GET.get("page", 1)
        )
        numbers = {line.version_number for line in page.object_list}
        versions = article.versions.filter(number__in=numbers - {None})
        previews = {
            version.number: preview_url(version)
            for version in versions.only("pk", "number")
        }
        return self.page(
            request,
            "log",
            article=article,
            title="Log",
            page=page,
            media=self.media,
            lines=[
                {"line": line, "preview_url": previews.get(line.version_number)}
                for line in page.object_list
            ],
            may_see_all=request.user.has_perm("articles.view_logline"),
        )

    def delete_view(
        self,
        request: AuthenticatedRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        with self._attempts_logged(request, object_id, Verb.DELETE):
            return super().delete_view(request, object_id, extra_context)

    def changeform_view(
        self,
        request: AuthenticatedRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        with self._attempts_logged(request, object_id, Verb.SAVE):
            return super().changeform_view(request, object_id, form_url, extra_context)

    @contextmanager
    def _attempts_logged(
        self, request: AuthenticatedRequest, object_id: str | None, verb: Verb
    ) -> Iterator[None]:
        """
        For what Django itself refuses, before any step is asked, or answers as if
        there were no such story.
        """
        if request.method != "POST" or object_id is None:
            yield
            return
        article = self.get_object(request, unquote(object_id))
        if article is None:
            log_hidden_attempt(unquote(object_id), verb, by=request.user)
            yield
        else:
            with refusals_logged(article, verb, request.user):
                yield


def _panel(article: Article) -> dict[str, Any]:
    """What stands beside the story form: open threads, as far as there is room."""
    first = list(threads(article)[: MOST_IN_PANEL + 1])
    shown = [note for note in first[:MOST_IN_PANEL] if note.resolved_at is None]
    return {"threads": read(shown), "longest": LONGEST, **counts(article)}


def _told(note: Note, request: AuthenticatedRequest) -> list[str]:
    """What became of a note, for its author."""
    sentences = ["Your note is on the story."]
    told = note.notices.values_list("user__username", flat=True).order_by("pk")
    if told:
        sentences.append(f"Told of it: {', '.join(told)}.")
    _, unknown = mentioned(note.text, note.article, request.moment)
    # The same words whether there is such a person or not.
    sentences += [
        f"Nobody called “{name}” may see this story, so nobody was told."
        for name in unknown
    ]
    return sentences


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
