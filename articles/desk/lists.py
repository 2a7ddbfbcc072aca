"""
The lists that the desk works down: one meaning each, for the first screen, for the
filters of the article list and for their counts.

Each begins from an index, so that a hundred thousand stories cost as much as a
hundred. What `states` works out for each story is asked of the few that are left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, DeskEntry, LogLine, Version
from articles.permissions import may_publish
from articles.search.at_the_desk import among
from articles.states import State, in_state, with_state
from authors.models import User

Stories = QuerySet[Any]
RECENTLY = timedelta(days=7)


def theirs(user: User) -> Stories:
    """What a person works on: for editors all, for writers their own stories."""
    return Article.objects.visible_to(user)


def stories_in(stories: Stories, state: str, at: datetime) -> Stories:
    """The same as `in_state`, beginning with those that can be in it at all."""
    if state == State.LIVE:
        return _live(stories, at)
    if state == State.DRAFT:
        candidates = _never_out(stories).filter(state=Article.State.DRAFT)
    else:
        can_be = _candidates(Article.objects.order_by(), state, at)
        candidates = among(stories, can_be.values_list("pk", flat=True))
    return in_state(with_state(candidates, at), state)


def _live(stories: Stories, at: datetime) -> Stories:
    """Most of all stories, so it is asked of one row for each and not of versions."""
    retracted = Version.objects.live(at).filter(retracted=True).order_by()
    return (
        stories.filter(
            Q(desk_entry__closes_at__isnull=True) | Q(desk_entry__closes_at__gt=at),
            state=Article.State.DRAFT,
            desk_entry__goes_out_at__lte=at,
            desk_entry__has_changes=False,
        )
        .exclude(approved_number__isnull=False, approved_number=F("latest_number"))
        .exclude(pk__in=retracted.values("article"))
    )


def _candidates(stories: Stories, state: str, at: datetime) -> Stories:
    match state:
        case State.APPROVED:
            return stories.filter(approved_number__isnull=False)
        case State.SCHEDULED:
            coming = Version.objects.scheduled(at)
            return stories.filter(pk__in=coming.order_by().values("article"))
        case State.REWORKED:
            changed = DeskEntry.objects.filter(has_changes=True)
            return stories.filter(pk__in=changed.values("article"))
        case State.EXPIRED:
            closed = DeskEntry.objects.filter(closes_at__lte=at)
            return stories.filter(pk__in=closed.values("article"))
        case State.RETRACTED:
            retracted = Version.objects.filter(retracted=True)
            return stories.filter(pk__in=retracted.order_by().values("article"))
        case State.IN_REVIEW | State.CHANGES_REQUESTED | State.KILLED:
            return stories.filter(state=state)
    return stories


def _never_out(stories: Stories) -> Stories:
    # Those that were never saved have no entry.
    return stories.filter(desk_entry__newest_window__isnull=True)


def going_out(stories: Stories, user: User, at: datetime) -> Stories:
    """Whatever changes for readers by a schedule, the next first."""
    coming = Version.objects.scheduled(at)
    return with_state(
        stories.filter(pk__in=coming.order_by().values("article")), at
    ).order_by("next_live_from", "pk")


def waiting(stories: Stories, user: User, at: datetime) -> Stories:
    """
    What this person has to do next: what they were given and is not out yet, their
    stories that came back and, for editors, what is approved. What is due comes first.
    """
    open_work = Q(desk_entry__newest_window__isnull=True) | Q(
        desk_entry__has_changes=True
    )
    # A live story may be given to somebody to bring it up to date.
    due_again = Q(due_at__gt=Coalesce("desk_entry__goes_out_at", "due_at"))
    wanted: list[Stories] = [
        Article.objects.filter(open_work | due_again, assignee=user),
        Article.objects.filter(
            Q(owner=user) | Q(pk__in=_bylined(user)),
            state=Article.State.CHANGES_REQUESTED,
        ),
    ]
    if may_publish(user):
        wanted.append(stories_in(Article.objects.all(), State.APPROVED, at))
    return (
        _any_of(stories, wanted)
        .exclude(state=Article.State.KILLED)
        .order_by(F("due_at").asc(nulls_last=True), "saved_at", "pk")
    )


def _any_of(stories: Stories, wanted: list[Stories]) -> Stories:
    """
    Stories that are among any of these. Each is read from its own index; joined by
    OR, they would be looked for in the whole table.
    """
    first, *others = (part.order_by().values_list("pk", flat=True) for part in wanted)
    return stories.filter(pk__in=first.union(*others))


def _bylined(user: User) -> Stories:
    return Article.objects.filter(bylines__author__user=user).order_by().values("pk")


def in_review(stories: Stories, user: User, at: datetime) -> Stories:
    """The oldest first."""
    submitted = LogLine.objects.filter(
        article=OuterRef("pk"), verb=LogLine.Verb.SUBMIT, refused=False
    )
    return (
        stories_in(stories, State.IN_REVIEW, at)
        .annotate(submitted_at=Subquery(submitted.order_by("-pk").values("at")[:1]))
        .order_by(Coalesce("submitted_at", "saved_at"), "pk")
    )


def drafts_of(stories: Stories, user: User, at: datetime) -> Stories:
    own = stories.filter(owner=user)
    return stories_in(own, State.DRAFT, at).order_by("-saved_at", "-pk")


def in_trouble(stories: Stories, user: User, at: datetime) -> Stories:
    """
    Drafts that a fix of the live story contradicts, schedules that it stopped, and
    stories under legal hold.
    """
    changed = DeskEntry.objects.filter(has_changes=True)
    stopped = Version.objects.exclude(stopped_because="").order_by()
    everything = Article.objects.all()
    wanted: list[Stories] = [
        everything.filter(pk__in=changed.values("article")).exclude(unsettled=[]),
        everything.filter(pk__in=stopped.values("article")),
        everything.filter(held_at__isnull=False),
    ]
    return _any_of(stories, wanted).order_by("-saved_at", "-pk")


def held(stories: Stories, user: User, at: datetime) -> Stories:
    return stories.filter(held_at__isnull=False).order_by("-held_at", "-pk")


def changed_since(stories: Stories, user: User, at: datetime) -> Stories:
    """Live, and the working copy says more; the longest untouched first."""
    return stories_in(stories, State.REWORKED, at).order_by("-saved_at", "-pk")


def published_lately(stories: Stories, user: User, at: datetime) -> Stories:
    """First published within a week and still live, the newest first."""
    live = Version.objects.live(at).listed().filter(published_at__gt=at - RECENTLY)
    return with_state(
        stories.filter(pk__in=live.order_by().values("article")), at
    ).order_by("-live_published_at", "-pk")


def owned(stories: Stories, user: User, at: datetime) -> Stories:
    return stories.filter(owner=user).order_by("-saved_at", "-pk")


def overdue(stories: Stories, user: User, at: datetime) -> Stories:
    return (
        stories.filter(due_at__lte=at)
        .exclude(state=Article.State.KILLED)
        .order_by("due_at", "pk")
    )


@dataclass(frozen=True)
class DeskList:
    """
    One of them: `narrow` filters and orders stories for a person at a moment. It
    concerns what they work on, or else whatever they may see.
    """

    label: str
    narrow: Callable[[Stories, User, datetime], Stories]
    concerns_all: bool = False

    def of(self, stories: Stories, user: User, at: datetime) -> Stories:
        if not self.concerns_all and not may_publish(user):
            stories = stories.filter(pk__in=theirs(user).order_by().values("pk"))
        return self.narrow(stories, user, at)

    def of_person(self, user: User, at: datetime) -> Stories:
        """The same, of all that they may see."""
        if self.concerns_all:
            return self.narrow(Article.objects.visible_to(user, at), user, at)
        return self.narrow(theirs(user), user, at)


LISTS = {
    "waiting": DeskList("Waiting for me", waiting),
    "mine": DeskList("My stories", owned),
    "drafts": DeskList("My drafts", drafts_of),
    "review": DeskList("In review, oldest first", in_review),
    "next": DeskList("Goes out next", going_out),
    "trouble": DeskList("Needs a person", in_trouble),
    "changed": DeskList("Live, with unpublished changes", changed_since),
    "lately": DeskList("Published within 7 days", published_lately, concerns_all=True),
    "held": DeskList("Under legal hold", held),
}


def read_rows(keys: list[int], at: datetime) -> list[Any]:
    """
    The stories as lists print them, in this order: state, people, who saved last.
    A fixed number of queries, whatever their number.
    """
    submitted = LogLine.objects.filter(
        article=OuterRef("pk"), verb=LogLine.Verb.SUBMIT, refused=False
    )
    latest = Version.objects.filter(
        article=OuterRef("pk"), number=OuterRef("latest_number")
    )
    stopped = Version.objects.filter(article=OuterRef("pk")).exclude(stopped_because="")
    rows = (
        with_state(Article.objects.filter(pk__in=keys), at)
        .annotate(
            submitted_at=Subquery(submitted.order_by("-pk").values("at")[:1]),
            saved_by_id=Subquery(latest.values("by")[:1]),
            stopped_because=Subquery(stopped.values("stopped_because")[:1]),
        )
        .select_related("section")
        .defer("body", "internal_note", "standfirst", "seo_description")
        .prefetch_related("article_shows__show")
    )
    by_key = {row.pk: row for row in rows}
    people = User.objects.in_bulk(
        {
            key
            for row in by_key.values()
            for key in (row.owner_id, row.assignee_id, row.approved_by_id)
            + (row.saved_by_id, row.held_by_id)
            if key
        }
    )
    for row in by_key.values():
        row.owner = people[row.owner_id]
        row.assignee = people.get(row.assignee_id)
        row.saved_by = people.get(row.saved_by_id)
    return [by_key[key] for key in keys if key in by_key]
