from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import OuterRef
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from articles.desk.speaking import spoken
from articles.models import Article, Section
from articles.news import desk as news_desk
from authors.http import AuthenticatedRequest
from authors.models import User
from images.rows import Rows
from shows import wording
from shows.models import Fact, Proposal
from shows.news_forms import KINDS, OF_SOME_KINDS, ZONES, Kind, NewsForm, typed_before

from .pages import StoryPages

PER_PAGE = 50
# What a link to the form may say beforehand.
ASKED = (
    "kind",
    "show",
    "season_number",
    "part_number",
    "when",
    "source_name",
    "source_url",
) + (
    "public",
    "embargo",
)


class WhatHappenedForm(NewsForm):
    """
    A piece of news and, if wanted, the start of its story.

    What is sent is first shown with all that it changes; sent again unchanged, it is
    recorded. Anything that changed in between is shown once more.
    """

    start_story = forms.BooleanField(required=False, label="Also start the story")
    headline = forms.CharField(
        required=False,
        max_length=200,
        help_text="Empty: the news itself. You can change it in the story.",
    )
    section = forms.ModelChoiceField(
        Section.objects.all(),
        required=False,
        empty_label="As the last story about the show",
    )
    # Articles by key; which may be chosen, the outlook says.
    knew = forms.Field(required=False, widget=forms.CheckboxSelectMultiple)
    reviewed = forms.CharField(required=False, widget=forms.HiddenInput)

    STORY = ("headline", "section")
    READERS = ("public", "public_from", "embargo")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, label_suffix="", **kwargs)
        self.viewer = by

    def rows(self) -> list[dict[str, Any]]:
        """The fields of some kinds only, and for which kinds; for the template."""
        chosen = self.chosen_kind
        return [
            {
                "field": self[name],
                "kinds": " ".join(kinds),
                "is_asked": chosen in kinds,
            }
            for name, kinds in OF_SOME_KINDS.items()
        ]

    def kind_in_words(self) -> str:
        return str(Kind(self.chosen_kind).label)

    def part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def what(self) -> list[forms.BoundField]:
        return self.part(self.WHAT)

    def who_says_so(self) -> list[forms.BoundField]:
        return self.part((*self.WHO_SAYS_SO, "note"))

    def readers(self) -> list[forms.BoundField]:
        return self.part(self.READERS)

    def story(self) -> list[forms.BoundField]:
        return self.part(self.STORY)

    def look(self) -> news_desk.Outlook | None:
        """What it would change; None where something is refused, which the form says."""
        if not self.is_valid():
            return None
        try:
            outlook = news_desk.foresee(self.said(), by=self.viewer)
        except ValidationError as error:
            self.refuse(error)
            return None
        self.fields["knew"].widget.choices = [
            (each.article_id, f"“{each.headline}”, {spoken(each.updated_at)}")
            for each in outlook.told_before
        ]
        return outlook

    def knowing(self, outlook: news_desk.Outlook) -> list[Article]:
        """The stories that are said to have known it."""
        chosen = self.cleaned_data["knew"] or []
        told = [version.article for version in outlook.told_before]
        return [article for article in told if str(article.pk) in chosen]

    def is_reviewed(self, outlook: news_desk.Outlook) -> bool:
        """Whether exactly this was looked at; otherwise it now is."""
        if self.cleaned_data["reviewed"] == outlook.digest:
            return True
        data: Any = self.data
        data = data.copy()
        data["reviewed"] = outlook.digest
        self.data = data
        return False


class NewsPages(StoryPages):
    """The screen on which the desk says what happened."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "what-happened/",
                wrap(self.what_happened_view),
                name="articles_article_what_happened",
            ),
            path(
                "came-out/<int:fact_id>/",
                wrap(self.came_out_view),
                name="articles_article_came_out",
            ),
            path(
                "did-not/<int:fact_id>/",
                wrap(self.did_not_view),
                name="articles_article_did_not",
            ),
            path("passed/", wrap(self.passed_view), name="articles_article_passed"),
            *super().get_urls(),
        ]

    def screen(self, request: AuthenticatedRequest, article: Any) -> dict[str, Any]:
        """The link beside a story names the show and season that it is mainly about."""
        rows = article.article_shows.order_by("-is_primary", "position")
        seasons = article.seasons.filter(show=OuterRef("show"))
        rows = rows.annotate(numbers=Rows(seasons, "number"))
        about: dict[str, Any] = {}
        if found := rows.values_list("show", "numbers").first():
            show, numbers = found
            about = {"show": show}
            if len(numbers) == 1:
                about["season_number"] = numbers[0][0]
        return super().screen(request, article) | {"news_about": urlencode(about)}

    def what_happened_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """Choose the kind, say what it needs, look at what it changes, record it."""
        if not news_desk.may_propose(request.user):
            raise PermissionDenied
        proposal = self._proposal_asked(request)
        is_sent = request.method == "POST"
        form = WhatHappenedForm(
            request.POST if is_sent and "_kind" not in request.POST else None,
            by=request.user,
            at=request.moment,
            initial=self._beforehand(request, proposal),
        )
        outlook = form.look() if form.is_bound else None
        if outlook and form.is_reviewed(outlook) and "_record" in request.POST:
            try:
                return self._record(request, form, proposal, outlook)
            except ValidationError as error:
                form.refuse(error)
                outlook = None
        return self._news_page(
            request,
            "what_happened",
            title="What happened?",
            form=form,
            outlook=outlook,
            proposal=proposal,
            kinds=_kinds(request),
            zones=ZONES,
            may_record=news_desk.may_record(request.user),
            may_start=request.user.has_perm("articles.add_article"),
            media=self.media + form.media,
            status=422 if form.errors else 200,
        )

    def came_out_view(
        self, request: AuthenticatedRequest, fact_id: int
    ) -> HttpResponse:
        """One click for a date that has passed as it was announced."""
        if not news_desk.may_record(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        fact = self._passed(request).filter(pk=fact_id).first()
        if fact is None:
            messages.info(request, "That date is no longer open; somebody was faster.")
            return redirect("admin:index")
        try:
            news = news_desk.confirm_release(fact, by=request.user, at=request.moment)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Recorded: {news_desk.in_words(news)}")
        return redirect("admin:index")

    def did_not_view(self, request: AuthenticatedRequest, fact_id: int) -> HttpResponse:
        """What else may have become of a date that has passed."""
        if not news_desk.may_record(request.user):
            raise PermissionDenied
        fact = self._passed(request).filter(pk=fact_id).first()
        if fact is None:
            messages.info(request, "That date is no longer open; somebody was faster.")
            return redirect("admin:index")
        return self._news_page(
            request,
            "did_not",
            title="It did not come out",
            fact=fact,
            passed=_Passed(fact),
        )

    def passed_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """All dates that have passed while nobody has said what became of them."""
        if not news_desk.may_record(request.user):
            raise PermissionDenied
        facts = self._passed(request).order_by("-date", "-pk")
        page = Paginator(facts, PER_PAGE).get_page(request.GET.get("page"))
        return self._news_page(
            request,
            "passed",
            title="Did it come out?",
            page=page,
            rows=[_Passed(fact) for fact in page],
        )

    def _passed(self, request: AuthenticatedRequest) -> Any:
        passed = Fact.objects.passed_unconfirmed(request.moment)
        return passed.select_related("show", "season", "part", "announcement")

    def _news_page(
        self,
        request: AuthenticatedRequest,
        template: str,
        *,
        title: str,
        status: int = 200,
        **context: Any,
    ) -> TemplateResponse:
        return TemplateResponse(
            request,
            f"admin/articles/news/{template}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": title,
                **context,
            },
            status=status,
        )

    def _record(
        self,
        request: AuthenticatedRequest,
        form: WhatHappenedForm,
        proposal: Proposal | None,
        outlook: news_desk.Outlook,
    ) -> HttpResponse:
        data = form.cleaned_data
        done = news_desk.record(
            form.said(),
            by=request.user,
            proposal=proposal,
            headline=data["headline"] if data["start_story"] else None,
            section=data["section"],
            knew=form.knowing(outlook),
        )
        if done.announcement:
            told = f"Recorded: {news_desk.in_words(done.announcement)}"
        else:
            told = "Proposed. An editor accepts it, or tells you why not."
        messages.success(request, told)
        if done.story:
            return redirect("admin:articles_article_change", done.story.pk)
        return redirect("admin:shows_show_change", data["show"].pk)

    def _proposal_asked(self, request: AuthenticatedRequest) -> Proposal | None:
        """The one that an editor looks at, named by the address of the page."""
        key = request.GET.get("proposal", "")
        if not key:
            return None
        if not request.user.has_perm("shows.decide_proposal"):
            raise PermissionDenied
        proposals = Proposal.objects.select_related("show", "proposed_by")
        found = (
            proposals.filter(pk=int(key)).first()
            if key.isdecimal() and len(key) < 19
            else None
        )
        if found is None:
            raise Http404("There is no such proposal.")
        return found

    def _beforehand(
        self, request: AuthenticatedRequest, proposal: Proposal | None
    ) -> dict[str, Any]:
        """What stands in the form before anybody types: from the link, or kept."""
        if request.method == "POST":
            return {name: request.POST[name] for name in request.POST}
        asked: dict[str, Any] = {
            name: request.GET[name] for name in ASKED if name in request.GET
        }
        if proposal is None:
            return asked
        try:
            return typed_before(proposal) | asked
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return {"kind": proposal.kind, "show": proposal.show_id}


@dataclass(frozen=True)
class _Passed:
    """A date that has passed, and what may have become of it."""

    fact: Fact

    @property
    def subject(self) -> str:
        return wording.subject_in_words(self.fact)

    @property
    def when(self) -> str:
        fact = self.fact
        return wording.date_in_words(fact.date, fact.precision, fact.moment, fact.zone)

    def moved_url(self) -> str:
        return self._address(Kind.DATE_MOVED)

    def cancelled_url(self) -> str:
        return self._address(Kind.CANCELLED)

    def _address(self, kind: str) -> str:
        about: dict[str, Any] = {"kind": kind, "show": self.fact.show_id}
        if self.fact.season:
            about["season_number"] = self.fact.season.number
        if self.fact.part:
            about["part_number"] = self.fact.part.number
        return f"{reverse('admin:articles_article_what_happened')}?{urlencode(about)}"


def _kinds(request: AuthenticatedRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds as links, which keep what else the address says."""
    here = reverse("admin:articles_article_what_happened")
    query = request.GET.copy()

    def link(kind: str) -> str:
        query["kind"] = kind
        return f"{here}?{query.urlencode()}"

    return [
        (group, [(str(Kind(kind).label), link(kind)) for kind in kinds])
        for group, kinds in KINDS
    ]
