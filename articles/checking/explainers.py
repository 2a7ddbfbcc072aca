"""
One explainer for each season and question: two that answer the same would compete for
the same readers, and one of them would be forgotten by the next piece of news.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Q, When

from articles.content import Content
from articles.models import Article, Version
from articles.models.article import Kind, Question
from articles.querysets import ArticleQuerySet
from shows.models import Season

# What an explainer answers that says nothing else.
USUAL = Question.KNOWN


def answered(content: Content) -> str:
    """The question that a story answers as the explainer of a season, if it does."""
    if content["kind"] != Kind.EXPLAINER:
        return ""
    question = content.get("question") or USUAL
    # “Something else” is never the same.
    return "" if question == Question.OTHER else str(question)


def rivals(
    question: str, seasons: Iterable[int], at: datetime, *, but: int | None = None
) -> ArticleQuerySet:
    """
    Other explainers, in writing or live, that answer a question about one of these
    seasons. A killed and a retracted one have made room for another.
    """
    seasons = list(seasons)
    if not question or not seasons:
        return Article.objects.none()
    same = Q(question__in=[question, ""] if question == USUAL else [question])
    live = Version.objects.live(at)
    answering = live.filter(
        same, kind=Kind.EXPLAINER, version_seasons__season__in=seasons
    )
    written = Article.objects.filter(
        same, kind=Kind.EXPLAINER, seasons__in=seasons
    ).values("pk")
    return (
        Article.objects.filter(
            Q(pk__in=written) | Q(pk__in=answering.values("article"))
        )
        .exclude(state=Article.State.KILLED)
        .exclude(pk__in=live.filter(retracted=True).values("article"))
        .exclude(pk=but or 0)
        .order_by("pk")
    )


def explainer_of(season: Season, at: datetime) -> Version | None:
    """The guide to a season for readers: what is known of it, or else the newest."""
    guides = Version.objects.about_season(season, at).live(at).listed()
    guides = guides.filter(kind=Kind.EXPLAINER).select_related("article")
    usual = Case(When(question__in=[USUAL, ""], then=0), default=1)
    return guides.order_by(usual, "-published_at", "-pk").defer("content").first()


def newly_asked(before: Content | None, after: Content) -> set[int]:
    """
    The seasons that a save begins to explain: all of them when the question is new,
    else those that were added. Nobody is asked again about what stood there before.
    """
    question, seasons = answered(after), set(after["seasons"])
    if not question:
        return set()
    if before is None or answered(before) != question:
        return seasons
    return seasons - set(before["seasons"])
