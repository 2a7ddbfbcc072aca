"""
The editorial calendar: what the desk has in mind for a day, what goes out by itself,
what has gone out, and what starts that somebody ought to write about.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from articles.models import Article, ArticleShow, DeskEntry, Section, Version
from articles.permissions import may_publish
from articles.states import State, state_of, with_state
from authors.models import User
from shows.models import Fact
from shows.premieres import TO_THE_DAY, Premiere as Release

from .speaking import late, name_of

SOON = timedelta(days=14)
# More in one month than that would be no calendar any more.
MOST_PLANNED = 400
MOST_OUT = 1500
MOST_PREMIERES = 200
# What a day shows before it has to be opened.
OPEN_ENTRIES = 5
SHELF = 40
FIRST_YEAR, LAST_YEAR = 1990, 2100
MONTHS = range(1, 13)


# Premieres


@dataclass(frozen=True)
class Premiere:
    """Something that starts on a known day."""

    fact: Fact

    @property
    def day(self) -> date:
        assert self.fact.date is not None  # noqa: S101 - asked for by its date
        return self.fact.date

    @property
    def title(self) -> str:
        return self.fact.show.title

    @property
    def note(self) -> str:
        return Release(self.fact).note

    @property
    def url(self) -> str:
        return reverse("admin:shows_show_change", args=[self.fact.show_id])

    @property
    def spoken_day(self) -> str:
        return date_format(self.day, "l j F")

    @property
    def start_url(self) -> str:
        """The form of a new story that is about it and planned for its day."""
        about: dict[str, Any] = {
            "show": self.fact.show_id,
            "planned_for": self.day.isoformat(),
        }
        if self.fact.season_id:
            about["seasons"] = self.fact.season_id
        return f"{reverse('admin:articles_article_add')}?{urlencode(about)}"

    def in_words(self, at: datetime) -> str:
        days = (self.day - timezone.localdate(at)).days
        if days < 1:
            return "today" if days == 0 else "it has started"
        return "tomorrow" if days == 1 else f"in {days} days"


def premieres(first: date, last: date, at: datetime) -> list[Premiere]:
    """Confirmed releases of these days, as far as they may be known by now."""
    facts = (
        Fact.objects.at(at)
        .confirmed()
        .filter(
            field=Fact.Field.RELEASE_DATE,
            date__gte=first,
            date__lte=last,
            precision__in=TO_THE_DAY,
            show__merged_into__isnull=True,
        )
        .select_related("show", "season", "part", "platform")
        .order_by("date", "show", "pk")
    )
    found: dict[tuple[Any, ...], Premiere] = {}
    for fact in facts[:MOST_PREMIERES]:
        # One line, in however many countries it starts that day.
        key = (fact.show_id, fact.season_id, fact.part_id, fact.date)
        found.setdefault(key, Premiere(fact))
    return list(found.values())


def premieres_without_story(at: datetime) -> list[Premiere]:
    """
    Those of the next 14 days that no story is linked to, whoever writes it: a draft
    that this person may not see is a story all the same, or two would begin it.
    """
    today = timezone.localdate(at)
    coming = premieres(today, today + SOON, at)
    alive = Article.objects.exclude(state=Article.State.KILLED)
    seasons = {premiere.fact.season_id for premiere in coming}
    shows = {premiere.fact.show_id for premiere in coming}
    with_season = set(
        Article.seasons.through.objects.filter(
            season__in=seasons - {None}, article__in=alive.order_by().values("pk")
        ).values_list("season_id", flat=True)
    )
    with_show = set(
        ArticleShow.objects.filter(
            show__in=shows, article__in=alive.order_by().values("pk")
        ).values_list("show_id", flat=True)
    )
    return [
        premiere
        for premiere in coming
        if (
            premiere.fact.season_id not in with_season
            if premiere.fact.season_id
            else premiere.fact.show_id not in with_show
        )
    ]


# The month


@dataclass(frozen=True)
class Entry:
    """One story on one day, and why it stands there."""

    # planned, scheduled, published or due.
    kind: str
    article_id: int
    title: str
    said: str = ""
    time: str = ""
    alarm: str = ""
    # What the form that moves it has to know; empty for whoever may not.
    planned_for: date | None = None
    may_move: bool = False

    @property
    def url(self) -> str:
        return reverse("admin:articles_article_change", args=[self.article_id])


@dataclass
class Day:
    day: date
    in_month: bool
    is_today: bool
    is_past: bool
    entries: list[Entry] = field(default_factory=list)
    premieres: list[Premiere] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:OPEN_ENTRIES]

    @property
    def folded(self) -> list[Entry]:
        return self.entries[OPEN_ENTRIES:]

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.premieres)

    @property
    def start_url(self) -> str:
        planned = urlencode({"planned_for": self.day.isoformat()})
        return f"{reverse('admin:articles_article_add')}?{planned}"


@dataclass
class Month:
    first: date
    weeks: list[list[Day]]
    shelf: list[Entry]
    shelf_is_longer: bool

    @property
    def previous(self) -> str:
        return _name(self.first - timedelta(days=1))

    @property
    def next(self) -> str:
        return _name(self.first + timedelta(days=31))

    @property
    def name(self) -> str:
        return _name(self.first)


@dataclass(frozen=True)
class Narrowing:
    """Whose and which section's stories a calendar shows."""

    section: Section | None = None
    person: User | None = None

    def of_stories(self, stories: QuerySet[Any]) -> QuerySet[Any]:
        if self.section:
            stories = stories.filter(section=self.section)
        if self.person:
            bylined = Article.objects.filter(bylines__author__user=self.person)
            stories = stories.filter(
                Q(owner=self.person)
                | Q(assignee=self.person)
                | Q(pk__in=bylined.order_by().values("pk"))
            )
        return stories


def first_of(text: str, today: date) -> date:
    """The first day of a month such as "2026-11"; of this one for anything else."""
    year, _, month = text.partition("-")
    is_month = year.isdecimal() and month.isdecimal() and len(text) <= len("2026-11")
    if is_month and FIRST_YEAR <= int(year) <= LAST_YEAR and int(month) in MONTHS:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def month_of(user: User, first: date, narrowing: Narrowing, at: datetime) -> Month:
    """One month of what this person may see, in a fixed number of queries."""
    today = timezone.localdate(at)
    dates = calendar.Calendar().monthdatescalendar(first.year, first.month)
    begin, end = dates[0][0], dates[-1][-1]
    entries: dict[date, list[Entry]] = defaultdict(list)
    starting: dict[date, list[Premiere]] = defaultdict(list)
    seen = narrowing.of_stories(Article.objects.visible_to(user, at))
    for day, entry in (
        *_scheduled(seen, begin, end, at),
        *_due(seen, begin, end, at),
        *_planned(seen, begin, end, user, at),
        *_published(narrowing, begin, end, at),
    ):
        entries[day].append(entry)
    for premiere in premieres(begin, end, at):
        starting[premiere.day].append(premiere)
    shelf = _shelf(narrowing, user, at)
    return Month(
        first=first,
        weeks=[
            [
                Day(
                    day=day,
                    in_month=day.month == first.month,
                    is_today=day == today,
                    is_past=day < today,
                    entries=_once(entries[day]),
                    premieres=starting[day],
                )
                for day in week
            ]
            for week in dates
        ],
        shelf=shelf[:SHELF],
        shelf_is_longer=len(shelf) > SHELF,
    )


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """A story that goes out on the day it was planned for stands there once."""
    entries = list(entries)
    out = {e.article_id for e in entries if e.kind in ("scheduled", "published")}
    return [e for e in entries if e.kind != "planned" or e.article_id not in out]


def _between(begin: date, end: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    after = end + timedelta(days=1)
    return (
        datetime.combine(begin, time.min, zone),
        datetime.combine(after, time.min, zone),
    )


def _scheduled(
    seen: QuerySet[Any], begin: date, end: date, at: datetime
) -> Iterable[tuple[date, Entry]]:
    since, until = _between(begin, end)
    versions = (
        Version.objects.scheduled(at)
        .filter(live_from__gte=since, live_from__lt=until)
        .filter(article__in=seen.order_by().values("pk"))
        .order_by("live_from", "pk")
        .values_list("article_id", "headline", "live_from", "published_at")
    )
    for key, headline, live_from, published_at in versions[:MOST_OUT]:
        local = timezone.localtime(live_from)
        said = "" if published_at == live_from else "An update"
        yield local.date(), Entry("scheduled", key, headline, said, f"{local:%H:%M}")


def _published(
    narrowing: Narrowing, begin: date, end: date, at: datetime
) -> Iterable[tuple[date, Entry]]:
    since, until = _between(begin, end)
    versions = (
        Version.objects.live(at)
        .listed()
        .filter(published_at__gte=since, published_at__lt=until)
        .order_by("published_at", "pk")
        .values_list("article_id", "headline", "published_at")
    )
    # What is live everybody may see.
    if narrowing.section or narrowing.person:
        some = narrowing.of_stories(Article.objects.order_by())
        versions = versions.filter(article__in=some.values("pk"))
    for key, headline, published_at in versions[:MOST_OUT]:
        local = timezone.localtime(published_at)
        yield local.date(), Entry("published", key, headline, "", f"{local:%H:%M}")


def _due(
    seen: QuerySet[Any], begin: date, end: date, at: datetime
) -> Iterable[tuple[date, Entry]]:
    since, until = _between(begin, end)
    due = (
        seen.filter(due_at__gte=since, due_at__lt=until)
        .exclude(state=Article.State.KILLED)
        .select_related("assignee")
        .only("headline", "due_at", "assignee")
        .order_by("due_at", "pk")
    )
    for story in due[:MOST_PLANNED]:
        local = timezone.localtime(story.due_at)
        said = f"from {name_of(story.assignee)}" if story.assignee else ""
        yield (
            local.date(),
            Entry("due", story.pk, str(story), said, f"{local:%H:%M}", late(story, at)),
        )


def _planned(
    seen: QuerySet[Any], begin: date, end: date, user: User, at: datetime
) -> Iterable[tuple[date, Entry]]:
    planned = seen.filter(planned_for__gte=begin, planned_for__lte=end)
    planned = planned.exclude(state=Article.State.KILLED)
    planned = planned.order_by("planned_for", "saved_at", "pk")[:MOST_PLANNED]
    for story in _read(planned, user, at):
        yield story.planned_for, _plan(story, user)


def _shelf(narrowing: Narrowing, user: User, at: datetime) -> list[Entry]:
    """What is being written and has no day yet, the newest first."""
    never_out = DeskEntry.objects.filter(newest_window__isnull=True)
    theirs = narrowing.of_stories(Article.objects.visible_to(user))
    without_day = (
        theirs.filter(planned_for__isnull=True, held_at__isnull=True)
        .filter(pk__in=never_out.values("article"))
        .exclude(state=Article.State.KILLED)
    )
    newest = without_day.order_by("-saved_at", "-pk")[: SHELF + 1]
    return [_plan(story, user) for story in _read(newest, user, at)]


def _read(stories: QuerySet[Any], user: User, at: datetime) -> list[Any]:
    """First their keys, in order: what `with_state` works out is for these alone."""
    keys = list(stories.values_list("pk", flat=True))
    bylined = Article.objects.filter(
        pk=OuterRef("pk"), bylines__author__user=user
    ).order_by()
    rows = (
        with_state(Article.objects.filter(pk__in=keys), at)
        .annotate(is_bylined=Exists(bylined))
        .select_related("owner", "assignee")
        .defer("body", "internal_note", "standfirst", "seo_description")
    )
    by_key = {row.pk: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]


def _plan(story: Any, user: User) -> Entry:
    state = state_of(story)
    return Entry(
        "planned",
        story.pk,
        str(story),
        said=f"{State(state).label} · {name_of(story.assignee or story.owner)}",
        planned_for=story.planned_for,
        # As `publishing.reviewing.may_plan` has it, without a query for each.
        may_move=not story.held_at
        and (
            may_publish(user)
            or user.has_perm("articles.change_article")
            and (story.owner_id == user.pk or story.is_bylined)
        ),
    )


def _name(day: date) -> str:
    return f"{day.year}-{day.month:02}"
