"""
The story form keeps what is typed, offers it again and says who else is there.

The form's script (`asked_by_script`) keeps its own copy in the browser and says what
it was told.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import (
    PermissionDenied,
    ValidationError,
)
from django.forms.utils import ErrorDict, ErrorList
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from articles.desk import autosaving, presence
from articles.desk.autosaving import Replaced
from articles.differences.comparing import compare
from articles.models import Article, Autosave, Version
from articles.permissions import may_edit
from authors.http import AuthenticatedRequest

from .asked_by_script import (
    Refused,
    for_script,
    parsed_key,
    read_body,
    read_count,
    read_uuid,
)
from .inlines import may_change
from .pages import StoryPages

# Seconds.
KEEP_EVERY = 5
HEARTBEAT_EVERY = 10
# Tells the browser which of its own copies are saved or thrown away.
DONE_COOKIE = "newsroom_done"
DONE_FOR = 7 * 24 * 60 * 60
MOST_DONE = 8


class KeepingPages(StoryPages):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        urls = [
            path(
                "<path:object_id>/presence/",
                self.presence_view,
                name="articles_article_presence",
            )
        ]
        for prefix, name in (
            ("add/", "articles_article_add_"),
            ("<path:object_id>/", "articles_article_"),
        ):
            page = f"{prefix}autosave/<int:autosave_id>/"
            urls += [
                path(f"{prefix}autosave/", self.autosave_view, name=f"{name}autosave"),
                path(page, wrap(self.unsaved_view), name=f"{name}unsaved"),
                path(
                    f"{page}throw-away/",
                    wrap(self.throw_away_view),
                    name=f"{name}throw_away",
                ),
            ]
        # A story that is not there yet comes first: "add" would pass for an id.
        urls.sort(key=lambda url: not str(url.pattern).startswith("add/"))
        return [*urls, *super().get_urls()]

    # What the script of the form asks

    @for_script
    def autosave_view(
        self, request: AuthenticatedRequest, object_id: str | None = None
    ) -> HttpResponse:
        """POST keeps what the form holds; GET says what there is to take up again."""
        article = self._story(request, object_id)
        if request.method != "POST":
            but = [each.key for each in _replaced(request.GET.get("but", ""))]
            offers = autosaving.offers(request.user, article, request.moment, but=but)
            return render(
                request,
                "admin/articles/article/_offers.html",
                self._addresses(request, article) | {"offers": offers},
            )
        body = read_body(request)
        self._check_may_keep(request, article)
        try:
            outcome = autosaving.keep(
                request.user,
                article,
                key=read_uuid(body, "key"),
                sequence=read_count(body, "sequence"),
                typed=autosaving.as_typed(body.get("typed")),
                at=request.moment,
                was_kept=bool(body.get("was_kept")),
                replaces=_replaced(str(body.get("replaces", ""))),
            )
        except ValidationError as error:
            raise Refused(error.messages[0], status=400) from None
        if outcome == "gone":
            raise Refused(
                "This text was saved or thrown away.", status=409, reason="gone"
            )
        if outcome == "full":
            raise Refused(
                "You have too much unsaved text on the server already.", status=409
            )
        kept = timezone.localtime(request.moment)
        return JsonResponse({"kept": f"{kept:%H:%M:%S} {kept.tzname()}"})

    @for_script
    def presence_view(
        self, request: AuthenticatedRequest, object_id: str
    ) -> HttpResponse:
        """Says that a tab is open, or was closed, and hears who else is there."""
        if request.method != "POST":
            raise Refused("Ask with a POST.", status=405)
        article = self._story(request, object_id)
        assert article  # noqa: S101 - the address has a story
        body = read_body(request)
        tab = read_uuid(body, "tab")
        if body.get("leaves"):
            presence.leave(request.user, article, tab)
            return JsonResponse({})
        if may_edit(request.user, article):
            presence.announce(request.user, article, tab, request.moment)
        people = presence.others(article, request.user, request.moment, tab=tab)
        return JsonResponse(
            {
                "people": [
                    {"who": person.who, "text": str(person)} for person in people
                ],
                "saved": _saved_since(request, article, read_count(body, "base")),
            }
        )

    def _story(
        self, request: AuthenticatedRequest, object_id: str | None
    ) -> Article | None:
        """No more of the story than permissions ask: this is asked every 10 seconds."""
        if object_id is None:
            return None
        stories = self.get_queryset(request).only(
            "state", "held_at", "latest_number", "owner", "merged_into"
        )
        is_number = object_id.isascii() and object_id.isdecimal()
        article = is_number and stories.filter(pk=object_id[:18]).first()
        if not article:
            raise Refused(
                "There is no such story, or it is not yours to see.", status=404
            )
        return article

    def _check_may_keep(
        self, request: AuthenticatedRequest, article: Article | None
    ) -> None:
        if article is None:
            if not self.has_add_permission(request):
                raise Refused("You may not start stories.", status=403)
        elif not may_edit(request.user, article):
            raise Refused("You may not change this story now.", status=403)

    # What the form shows

    def screen(self, request: AuthenticatedRequest, article: Any) -> dict[str, Any]:
        return super().screen(request, article) | self._keeping(request, article)

    def changeform_view(
        self,
        request: AuthenticatedRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = extra_context or {}
        if object_id is None:
            context = context | self._keeping(request, None)
        taken_up = context.get("taken_up")
        if "take_up" in request.GET and request.method == "GET" and not taken_up:
            messages.info(
                request, "That text has been saved or thrown away since, or is gone."
            )
            return HttpResponseRedirect(request.path)
        response = super().changeform_view(request, object_id, form_url, context)
        if request.method == "POST" and hasattr(request, "version"):
            return self._forget_saved(request, response)
        if taken_up:
            _without_complaints(response)
        return response

    def get_form(
        self,
        request: AuthenticatedRequest,
        obj: Article | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        """The form; filled with unsaved text where a person takes it up again."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        taken_up = self._taken_up(request, obj)
        if taken_up is None:
            return form
        data = autosaving.form_data(taken_up.typed)

        class FilledForm(form):
            def __init__(self, **options: Any) -> None:
                super().__init__(data, MultiValueDict(), **options)

        return FilledForm

    def get_formset_kwargs(
        self, request: AuthenticatedRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(
            request, obj, inline, prefix
        )
        if taken_up := self._taken_up(request, obj):
            data = autosaving.form_data(taken_up.typed)
            kwargs |= {"data": data, "files": MultiValueDict()}
        return kwargs

    def _taken_up(
        self, request: AuthenticatedRequest, article: Article | None
    ) -> Autosave | None:
        """The unsaved text that `?take_up=` asks for, if it is this person's."""
        if request.method != "GET" or "take_up" not in request.GET:
            return None
        if "taken_up" not in request.__dict__:
            asked = request.GET["take_up"]
            is_number = asked.isascii() and asked.isdecimal() and len(asked) < 19
            story = article if article and article.pk else None
            request.__dict__["taken_up"] = (
                Autosave.objects.filter(
                    pk=asked, user=request.user, article=story
                ).first()
                if is_number and (story is None or may_edit(request.user, story))
                else None
            )
        found: Autosave | None = request.__dict__["taken_up"]
        return found

    def _keeping(
        self, request: AuthenticatedRequest, article: Article | None
    ) -> dict[str, Any]:
        """What `_keeping.html` needs."""
        taken_up = self._taken_up(request, article)
        replaces = _taken_over(request)
        if taken_up:
            replaces = [Replaced(taken_up.key, taken_up.sequence)]
        is_post = request.method == "POST"
        but = [each.key for each in replaces]
        # Almost every POST is saved and shows no form.
        quiet = is_post and not replaces
        return self._addresses(request, article) | {
            "taken_up": taken_up and autosaving.offer(taken_up, request.moment),
            "offers": []
            if quiet
            else autosaving.offers(request.user, article, request.moment, but=but),
            "people": presence.others(article, request.user, request.moment)
            if article
            else [],
            "keeping": {
                "user": request.user.pk,
                "replaces": " ".join(str(each) for each in replaces),
                # A form that was refused, or taken up, holds unsaved text at once.
                "is_unsaved": is_post or taken_up is not None,
                "keep_every": KEEP_EVERY,
                "heartbeat_every": HEARTBEAT_EVERY,
                "csrf_cookie": settings.CSRF_COOKIE_NAME,
                "done_cookie": DONE_COOKIE,
            },
        }

    def _addresses(
        self, request: AuthenticatedRequest, article: Article | None
    ) -> dict[str, Any]:
        args = [article.pk] if article else []
        new = "" if article else "add_"
        name = "admin:articles_article_"
        return {
            "may_keep": may_change(request, article)
            if article
            else self.has_add_permission(request),
            "form_url": reverse(f"{name}{'change' if article else 'add'}", args=args),
            "autosave_url": reverse(f"{name}{new}autosave", args=args),
            "presence_url": article and reverse(f"{name}presence", args=args),
        }

    def _forget_saved(
        self, request: AuthenticatedRequest, response: HttpResponse
    ) -> HttpResponse:
        """
        Forget what is saved now, in the transaction of the save. The browser drops
        its own copies when it sees the answer: it might never arrive.
        """
        replaced = _replaced(request.POST.get("keeping_replaces", ""))
        key = parsed_key(request.POST.get("keeping_key"))
        autosaving.forget(request.user, replaced, key=key)
        keys = [each.key for each in replaced] + ([key] if key else [])
        return _tell_done(request, response, keys)

    # The pages about what was not saved

    def unsaved_view(
        self,
        request: AuthenticatedRequest,
        autosave_id: int,
        object_id: str | None = None,
    ) -> HttpResponse:
        """How unsaved text differs from what its writer began from."""
        return self._unsaved_page(
            request, self._unsaved(request, autosave_id, object_id)
        )

    def throw_away_view(
        self,
        request: AuthenticatedRequest,
        autosave_id: int,
        object_id: str | None = None,
    ) -> HttpResponse:
        autosave = self._unsaved(request, autosave_id, object_id)
        if request.method != "POST":
            return self._unsaved_page(request, autosave, asks=True)
        autosave.delete()
        messages.success(request, "The unsaved text was thrown away.")
        to = self._addresses(request, autosave.article)["form_url"]
        return _tell_done(request, HttpResponseRedirect(to), [autosave.key])

    def _unsaved(
        self, request: AuthenticatedRequest, autosave_id: int, object_id: str | None
    ) -> Autosave:
        article = self.visible_or_404(request, object_id) if object_id else None
        found = Autosave.objects.filter(
            pk=autosave_id, user=request.user, article=article
        ).first()
        if found is None:
            raise Http404("There is no such text, or no longer.")
        found.article = article
        return found

    def _unsaved_page(
        self, request: AuthenticatedRequest, autosave: Autosave, *, asks: bool = False
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied("You may not see stories.")
        article = autosave.article
        before, after = autosaving.compared(autosave, request.moment)
        return self.page(
            request,
            "unsaved",
            article=article,
            title="Throw it away?" if asks else "What you typed and did not save",
            offer=autosaving.offer(autosave, request.moment),
            differences=compare(before, after),
            asks=asks,
            **self._addresses(request, article),
        )


def _replaced(text: str) -> list[Replaced]:
    """ "key:sequence key:sequence", as it came back from the form."""
    found = []
    for word in text.split()[:MOST_DONE]:
        key, _, sequence = word.partition(":")
        parsed = parsed_key(key)
        if parsed and sequence.isascii() and sequence.isdecimal():
            found.append(Replaced(parsed, int(sequence[:15])))
    return found


def _taken_over(request: AuthenticatedRequest) -> list[Replaced]:
    """
    A form that was refused is shown on a page of its own, which takes over what the
    page before it kept.
    """
    if request.method != "POST":
        return []
    replaced = _replaced(request.POST.get("keeping_replaces", ""))
    if key := parsed_key(request.POST.get("keeping_key")):
        kept = Autosave.objects.filter(user=request.user, key=key)
        sequence = kept.values_list("sequence", flat=True).first()
        replaced.append(Replaced(key, sequence or 0))
    return replaced


def _tell_done(
    request: HttpRequest, response: HttpResponse, keys: Iterable[uuid.UUID]
) -> HttpResponse:
    before = [
        parsed_key(word) for word in request.COOKIES.get(DONE_COOKIE, "").split(".")
    ]
    done = [str(key) for key in (*before, *keys) if key][-MOST_DONE:]
    if done:
        response.set_cookie(
            DONE_COOKIE,
            ".".join(done),
            max_age=DONE_FOR,
            path=settings.ADMIN_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Strict",
        )
    return response


def _saved_since(
    request: AuthenticatedRequest, article: Article, base: int
) -> dict[str, str] | None:
    """Who saved since the form was opened, so that nobody learns of it by a clash."""
    if not base or article.latest_number <= base:
        return None
    latest = (
        Version.objects.filter(article=article, number=article.latest_number)
        .select_related("by")
        .only("number", "by__username", "by__first_name", "by__last_name")
        .first()
    )
    if latest is None:
        return None
    is_own = latest.by_id == request.user.pk
    name = "You" if is_own else latest.by.get_full_name() or latest.by.get_username()
    where = " in another tab" if is_own else ""
    compare_url = reverse("admin:articles_article_compare", args=[article.pk])
    return {
        "number": str(latest.number),
        "text": f"{name} saved version {latest.number} meanwhile{where}.",
        "url": f"{compare_url}?from={base}&to={latest.number}",
    }


def _without_complaints(response: HttpResponse) -> None:
    """
    Text that is taken up again may be half typed: what is wrong with it is said when
    it is saved.
    """
    context: Any = getattr(response, "context_data", None)
    if not context:
        return
    context["errors"] = []
    context["adminform"].form._errors = ErrorDict()
    for inline in context["inline_admin_formsets"]:
        inline.formset._non_form_errors = ErrorList()
        for form in inline.formset.forms:
            form._errors = ErrorDict()
