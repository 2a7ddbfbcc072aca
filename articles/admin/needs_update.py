from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from articles import publishing
from articles.models import Article
from articles.models.log import Verb
from articles.news import needing
from articles.news.needing import NOBODY, TROUBLES, Narrowing, Queue
from authors.http import AuthenticatedRequest
from authors.models import User
from shows import facts
from shows.models import Proposal
from shows.vocabulary import Certainty

from .filters import people
from .pages import StoryPages

ON_A_PAGE = 25
FILTERS = ("trouble", "show", "assignee", "page")
LONGEST_KEY = 18
# Where the story form was asked to open.
CLAIM = "claim"


class EntryForm(forms.Form):
    """Which entry a button stood beside; the rest as each button needs it."""

    article = forms.CharField(max_length=LONGEST_KEY, required=False)
    claim = forms.IntegerField(required=False)
    proposal = forms.IntegerField(required=False)
    # Who it is given to, and who had it when the page was made.
    assignee = forms.ModelChoiceField(
        User.objects.filter(is_staff=True, is_active=True), required=False
    )
    had = forms.ModelChoiceField(User.objects.all(), required=False)
    certainty = forms.ChoiceField(choices=Certainty.choices, required=False)


class NeedsUpdatePages(StoryPages):
    """The needs-update desk, and what it tells the form of a story."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        name = "articles_article_needs_update"
        return [
            path("needs-update/", wrap(self.needs_update_view), name=name),
            *(
                path(f"needs-update/{verb}/", wrap(view), name=f"{name}_{verb}")
                for verb, view in (
                    ("still-true", self.still_true_view),
                    ("assign", self.assign_view),
                    ("decide", self.decide_view),
                )
            ),
            *super().get_urls(),
        ]

    def screen(self, request: AuthenticatedRequest, article: Any) -> dict[str, Any]:
        flags = needing.flags_of(article, request.moment)
        asked = request.GET.get(CLAIM, "")
        return super().screen(request, article) | {
            "flags": flags,
            "asked_flag": next((each for each in flags if each.key == asked), None),
            "was_asked_for_flag": bool(asked),
        }

    def needs_update_view(self, request: AuthenticatedRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        staff = people(request)
        shows = needing.shows_in(request.user, request.moment)
        narrowing = _narrowing(request, staff, {str(show.pk) for show in shows})
        queue = Queue(request.user, request.moment, narrowing)
        pages = Paginator(queue.keys, ON_A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        chosen = {
            "trouble": narrowing.trouble,
            "show": str(narrowing.show or ""),
            "assignee": narrowing.assignee,
        }
        return TemplateResponse(
            request,
            "admin/articles/article/needs_update.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": "Needs update",
                "page": page,
                "count": pages.count,
                "entries": queue.read(list(page.object_list)),
                "troubles": TROUBLES.values(),
                "shows": [(str(show.pk), show.title) for show in shows],
                "people": staff,
                "nobody": NOBODY,
                "chosen": chosen,
                "is_narrowed": any(chosen.values()),
                "certainties": Certainty.choices[:3],
                "moment": request.moment,
            },
        )

    # What is done from there

    def still_true_view(self, request: AuthenticatedRequest) -> HttpResponse:
        def act(form: EntryForm) -> str:
            article = self._flagged_story(request, form, Verb.CHECK)
            if claim := form.cleaned_data["claim"]:
                publishing.read_still_true(article, claim, by=request.user)
            else:
                publishing.confirm_still_true(article, by=request.user)
            return f"“{article}” is checked. Nothing changed for readers."

        return self._do_and_return(request, act)

    def assign_view(self, request: AuthenticatedRequest) -> HttpResponse:
        def act(form: EntryForm) -> str:
            article = self._flagged_story(request, form, Verb.PLAN)
            wanted = form.cleaned_data["assignee"]
            changes = {"assignee": (form.cleaned_data["had"], wanted)}
            publishing.plan(article, changes, by=request.user)
            return f"“{article}” is with {wanted or 'nobody'}."

        return self._do_and_return(request, act)

    def decide_view(self, request: AuthenticatedRequest) -> HttpResponse:
        def act(form: EntryForm) -> str:
            proposals = Proposal.objects.known_to(
                request.user, request.moment
            ).select_related("show")
            key = form.cleaned_data["proposal"]
            proposal = proposals.filter(pk=key).first() if key else None
            if proposal is None:
                raise Http404("There is no such proposal.")
            if "refuse" in request.POST:
                facts.refuse(proposal, by=request.user)
                return f"Refused: {proposal}."
            certainty = form.cleaned_data["certainty"] or Certainty.CONFIRMED
            facts.accept(proposal, by=request.user, certainty=certainty)
            return f"Recorded as {Certainty(certainty).label.lower()}: {proposal}."

        return self._do_and_return(request, act)

    def _flagged_story(
        self, request: AuthenticatedRequest, form: EntryForm, verb: Verb
    ) -> Article:
        return self.visible_or_404(request, form.cleaned_data["article"], verb)

    def _do_and_return(
        self, request: AuthenticatedRequest, act: Callable[[EntryForm], str]
    ) -> HttpResponse:
        """Do what a button says, then show the same part of the queue again."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = EntryForm(request.POST)
        try:
            if not form.is_valid():
                raise ValidationError(
                    "That is no entry of this list. Nothing was done."
                )
            messages.success(request, act(form))
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
        kept = {
            name: request.POST[f"at_{name}"]
            for name in FILTERS
            if f"at_{name}" in request.POST
        }
        url = reverse("admin:articles_article_needs_update")
        query = urlencode({name: value for name, value in kept.items() if value})
        return redirect(f"{url}?{query}" if query else url)


def _narrowing(
    request: AuthenticatedRequest, staff: list[tuple[str, str]], shows: set[str]
) -> Narrowing:
    """What the address asks for; what it asks wrongly is left out."""
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    known = {*dict(staff), NOBODY}
    return Narrowing(
        show=int(asked["show"]) if asked["show"] in shows else None,
        assignee=asked["assignee"] if asked["assignee"] in known else "",
        trouble=asked["trouble"] if asked["trouble"] in TROUBLES else "",
    )
