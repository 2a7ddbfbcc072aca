"""The desk's first screen: what goes out next, what waits, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from authors.models import User

from .models import Article, Version
from .permissions import may_publish
from .states import State, in_state, with_state

ROWS = 8


@dataclass(frozen=True)
class Column:
    """A titled list of stories; `more` leads to all of them."""

    title: str
    stories: list[Any]
    nothing: str
    more: str = ""


def board(user: User, at: datetime) -> list[Column]:
    """The columns for this person, in a fixed number of queries."""
    seen = Article.objects.visible_to(user, at).select_related("owner", "section")
    stories = with_state(seen, at).defer("body", "internal_note")
    columns = [_going_out(stories)]
    if may_publish(user):
        columns.append(
            Column(
                "Waiting for an editor",
                _first(in_state(stories, State.IN_REVIEW), "saved_at"),
                "No story is in review.",
                "?state=in_review",
            )
        )
    own = stories.filter(owner=user)
    return [
        *columns,
        Column(
            "My drafts",
            _first(in_state(own, State.DRAFT), "-saved_at"),
            "You have no drafts.",
            "?state=draft&whose=mine",
        ),
        Column(
            "Needs a person",
            _first(_troubled(stories), "-saved_at"),
            "No fix contradicts a draft, and no schedule was stopped.",
        ),
        Column(
            "Live, with unpublished changes",
            _first(in_state(stories, State.REWORKED), "-saved_at"),
            "What readers see is the latest of every story.",
            "?state=reworked",
        ),
        Column(
            "Published last",
            _first(
                stories.filter(live_number__isnull=False, live_retracted=False),
                "-live_published_at",
            ),
            "Nothing is live yet.",
            "?state=live",
        ),
    ]


def _going_out(stories: QuerySet[Any]) -> Column:
    return Column(
        "Goes out next",
        _first(stories.filter(next_live_from__isnull=False), "next_live_from"),
        "Nothing is scheduled.",
        "?state=scheduled",
    )


def _troubled(stories: QuerySet[Any]) -> QuerySet[Any]:
    """Drafts that a fix of the live story contradicts, and schedules that it stopped."""
    stopped = Version.objects.filter(article=OuterRef("pk")).exclude(stopped_because="")
    return stories.filter(~Q(unsettled=[]) | Exists(stopped))


def _first(stories: QuerySet[Any], order: str) -> list[Any]:
    return list(stories.order_by(order, "pk")[:ROWS])
