"""What state a story is in: worked out from its row and its windows, in one query."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .models import Article, Version


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    LIVE = "live", "Live"
    REWORKED = "reworked", "Live, with unpublished changes"
    EXPIRED = "expired", "No longer live"
    RETRACTED = "retracted", "Retracted"
    KILLED = "killed", "Killed"


# What the row itself says, the most urgent first.
OF_ROW = {
    Article.State.KILLED: State.KILLED,
    Article.State.IN_REVIEW: State.IN_REVIEW,
    Article.State.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
}


def with_state(articles: QuerySet[Article], at: datetime) -> QuerySet[Any]:
    """Annotate what `state_of` reads: live_number, live_retracted, next_live_from …"""
    versions = Version.objects.filter(article=OuterRef("pk"))
    live = versions.live(at)
    coming = versions.scheduled(at).order_by("live_from")
    return articles.annotate(
        live_number=Subquery(live.values("number")[:1]),
        live_published_at=Subquery(live.values("published_at")[:1]),
        live_safe_until=Subquery(live.values("safe_until")[:1]),
        live_retracted=Subquery(live.values("retracted")[:1]),
        next_live_from=Subquery(coming.values("live_from")[:1]),
        next_number=Subquery(coming.values("number")[:1]),
        ever_live=Exists(versions.filter(live_from__lte=at)),
    )


def state_of(article: Any) -> State:
    """The state of an article that `with_state` has annotated, the most urgent word."""
    if article.live_retracted:
        return State.RETRACTED
    if article.state in OF_ROW:
        return OF_ROW[article.state]
    if article.approved_number == article.latest_number:
        return State.APPROVED
    if article.live_number is not None:
        if article.latest_number > (article.next_number or article.live_number):
            return State.REWORKED
        return State.SCHEDULED if article.next_live_from else State.LIVE
    if article.next_live_from:
        return State.SCHEDULED
    return State.EXPIRED if article.ever_live else State.DRAFT


def told_instead(article: Article) -> str:
    """What readers find at the address of a story that they no longer see."""
    match article.after_takedown:
        case Article.AfterTakedown.SOON:
            return "Readers are told that it will be back soon."
        case Article.AfterTakedown.REDIRECT:
            target = article.leads_to_article or article.leads_to_show
            return f"Readers are led to “{target}”, as long as they can see that."
    return "Readers are told that it is gone."


def in_state(articles: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Those of the annotated articles whose `state_of` is this one."""
    is_live = Q(live_number__isnull=False)
    is_coming = Q(next_live_from__isnull=False)
    if state == State.RETRACTED:
        return articles.filter(live_retracted=True)
    # Spelled out: to SQL, "not retracted" is unknown where nothing is live.
    unretracted = articles.filter(
        Q(live_retracted=False) | Q(live_retracted__isnull=True)
    )
    for of_row, meant in OF_ROW.items():
        if state == meant:
            return unretracted.filter(state=of_row)
    drafts = unretracted.filter(state=Article.State.DRAFT)
    if state == State.APPROVED:
        return drafts.filter(approved_number=F("latest_number"))
    drafts = drafts.filter(
        Q(approved_number__isnull=True) | ~Q(approved_number=F("latest_number"))
    )
    newest_window = Coalesce("next_number", "live_number")
    match state:
        case State.REWORKED:
            return drafts.filter(is_live, latest_number__gt=newest_window)
        case State.LIVE:
            return drafts.filter(is_live, ~is_coming, latest_number__lte=newest_window)
        case State.SCHEDULED:
            return drafts.filter(
                ~is_live | Q(latest_number__lte=newest_window), is_coming
            )
        case State.EXPIRED:
            return drafts.filter(~is_live, ~is_coming, ever_live=True)
        case State.DRAFT:
            return drafts.filter(~is_live, ~is_coming, ever_live=False)
    return articles
