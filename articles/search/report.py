"""Where the site as a whole is hard to find: for the desk to work down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from articles.models import Version
from articles.querysets import VersionQuerySet

from .findable import nothing_links_to

PERIODS = {
    "month": ("30 days", timedelta(days=30)),
    "year": ("12 months", timedelta(days=366)),
    "all": ("All time", None),
}
DEFAULT = "year"
MOST = 50


@dataclass(frozen=True)
class Found:
    """The first stories of one kind of trouble, and whether there are more."""

    stories: list[Version]
    has_more: bool


@dataclass(frozen=True)
class Report:
    # Each group shares one title.
    same_titles: list[list[Version]]
    has_more_titles: bool
    without_description: Found
    unlinked: Found

    @property
    def is_empty(self) -> bool:
        return not (
            self.same_titles
            or self.without_description.stories
            or self.unlinked.stories
        )


def report(period: str, at: datetime) -> Report:
    """Of the stories that were first published within a period and are live."""
    stories = Version.objects.live(at).listed().newest()
    _, length = PERIODS[period]
    if length is not None:
        stories = stories.filter(published_at__gt=at - length)
    groups, has_more = _same_titles(stories)
    return Report(
        same_titles=groups,
        has_more_titles=has_more,
        without_description=_first(stories.filter(seo_description="", standfirst="")),
        unlinked=_first(nothing_links_to(stories, at)),
    )


def _same_titles(stories: VersionQuerySet) -> tuple[list[list[Version]], bool]:
    titled = stories.annotate(
        title=Lower(Coalesce(NullIf("seo_title", Value("")), F("headline")))
    )
    shared = (
        titled.order_by()
        .values("title")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
        .order_by("-count", "title")
        .values_list("title", flat=True)[: MOST + 1]
    )
    titles = list(shared)
    rows = titled.filter(title__in=titles[:MOST]).order_by("title", "-published_at")
    found: list[Any] = list(_few_columns(rows)[: MOST * MOST])
    grouped = groupby(found, lambda row: row.title)
    return [list(group) for _, group in grouped], len(titles) > MOST


def _first(stories: VersionQuerySet) -> Found:
    rows = list(_few_columns(stories)[: MOST + 1])
    return Found(rows[:MOST], len(rows) > MOST)


def _few_columns(stories: VersionQuerySet) -> VersionQuerySet:
    return stories.select_related("article").only(
        "headline", "seo_title", "published_at", "article__slug"
    )
