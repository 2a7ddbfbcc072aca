from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from articles import publishing
from articles.desk import planning
from articles.desk.planning import Narrowing
from articles.models import Section
from authors.http import AuthenticatedRequest
from authors.models import User

from .filters import people
from .pages import StoryPages

LONGEST_KEY = 18


class MoveForm(forms.Form):
    """One story to another day, or to none; `seen` is the day the person saw."""

    article = forms.CharField(max_length=LONGEST_KEY)
    planned_for = forms.DateField(required=False)
    seen = forms.DateField(required=False)


class CalendarPages(StoryPages):
    """The editorial calendar, and moving a plan on it."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "calendar/",
                wrap(self.calendar_view),
                name="articles_article_calendar",
            ),
            path(
                "calendar/plan/",
                wrap(self.plan_view),
                name="articles_article_calendar_plan",
            ),
            *super().get_urls(),
        ]

    def calendar_view(self, request: AuthenticatedRequest) -> HttpResponse:
        self._require_view(request)
        today = timezone.localdate(request.moment)
        first = planning.first_of(request.GET.get("month", ""), today)
        sections = list(Section.objects.all())
        staff = people(request)
        narrowing = Narrowing(
            section=_chosen(sections, request.GET.get("section", "")),
            person=_person(staff, request.GET.get("person", "")),
        )
        month = planning.month_of(request.user, first, narrowing, request.moment)
        kept = {
            name: request.GET[name]
            for name in ("section", "person")
            if request.GET.get(name)
        }
        return TemplateResponse(
            request,
            "admin/articles/article/calendar.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "title": f"Calendar, {date_format(first, 'F Y')}",
                "zone": timezone.get_current_timezone_name(),
                "month": month,
                "today": today,
                "sections": [(str(each.pk), each.name) for each in sections],
                "people": staff,
                "chosen": kept,
                "kept": f"&{urlencode(kept)}" if kept else "",
                "may_add": self.has_add_permission(request),
            },
        )

    def plan_view(self, request: AuthenticatedRequest) -> HttpResponse:
        """Move one plan, then show the month again."""
        self._require_view(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = MoveForm(request.POST)
        back = HttpResponseRedirect(_back(request))
        if not form.is_valid():
            messages.error(request, "That is not a day. Nothing was moved.")
            return back
        article = self.visible_or_404(request, form.cleaned_data["article"])
        wanted: date | None = form.cleaned_data["planned_for"]
        if "no_day" in request.POST:
            wanted = None
        changes = {"planned_for": (form.cleaned_data["seen"], wanted)}
        try:
            publishing.plan(article, changes, by=request.user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            day = date_format(wanted, "l j F Y") if wanted else "no day"
            messages.success(request, f"“{article}” is planned for {day}.")
        return back

    def _require_view(self, request: AuthenticatedRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied


def _chosen(sections: list[Section], key: str) -> Section | None:
    return next((each for each in sections if str(each.pk) == key), None)


def _person(staff: list[tuple[str, str]], key: str) -> User | None:
    return User(pk=int(key)) if key in dict(staff) else None


def _back(request: Any) -> str:
    """The month and the filters that the form was on, whatever was sent."""
    kept = {
        name: request.POST[name]
        for name in ("month", "section", "person")
        if request.POST.get(name)
    }
    url = reverse("admin:articles_article_calendar")
    return f"{url}?{urlencode(kept)}" if kept else url
