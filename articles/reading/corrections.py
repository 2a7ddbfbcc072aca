"""What the site got wrong, collected: corrections and retractions, newest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import TruncMonth
from django.utils import timezone

from articles.models import Correction, Version

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
CORRECTION, RETRACTION = "correction", "retraction"


@dataclass(frozen=True)
class Notice:
    """One thing that was put right, or taken back, and on which story that stands."""

    kind: str
    at: datetime
    words: str
    version: Version

    @property
    def is_retraction(self) -> bool:
        return self.kind == RETRACTION


def notices(at: datetime, month: datetime | None = None) -> Any:
    """
    Kind, key and moment of each notice on a story that readers can open, as rows to be
    sliced; see `told`. With a month, those of that month.
    """
    live = Version.objects.live(at).order_by()
    corrections = Correction.objects.public(at).filter(
        article__in=live.values("article")
    )
    rows = [
        corrections.order_by().annotate(
            which=Value(CORRECTION), told=F("published_at")
        ),
        live.filter(retracted=True).annotate(
            which=Value(RETRACTION), told=F("live_from")
        ),
    ]
    if month:
        after = _after(month)
        rows = [each.filter(told__gte=month, told__lt=after) for each in rows]
    first, second = (each.values_list("which", "pk", "told") for each in rows)
    return first.union(second, all=True).order_by("-told", "-pk")


def told(rows: list[tuple[str, int, datetime]], at: datetime) -> list[Notice]:
    """The notices of one page; three queries."""
    keys = {
        kind: [pk for each, pk, _ in rows if each == kind]
        for kind in (CORRECTION, RETRACTION)
    }
    corrections = Correction.objects.in_bulk(keys[CORRECTION])
    about = [row.article_id for row in corrections.values()]
    live = Version.objects.live(at).for_cards()
    stories = {story.article_id: story for story in live.filter(article__in=about)}
    retracted = live.defer(None).select_related("article").in_bulk(keys[RETRACTION])
    found = []
    for kind, pk, moment in rows:
        if kind == RETRACTION:
            words, version = retracted[pk].retraction_notice, retracted[pk]
        else:
            words = corrections[pk].notice
            version = stories[corrections[pk].article_id]
        found.append(Notice(kind, moment, words, version))
    return found


def months(at: datetime) -> list[datetime]:
    """The months that have notices, newest first."""
    rows = [
        each.annotate(month=TruncMonth(name)).values_list("month", flat=True)
        for each, name in (
            (Correction.objects.public(at).order_by(), "published_at"),
            (
                Version.objects.live(at).filter(retracted=True).order_by(),
                "live_from",
            ),
        )
    ]
    return sorted({month for each in rows for month in each.distinct()}, reverse=True)


def month_named(text: str) -> datetime | None:
    """The first moment of 2026-11 in the zone of the site; None for what is no month."""
    found = MONTH.fullmatch(text)
    # The first year and the last have moments that other zones cannot say.
    if not found or not MINYEAR < int(found[1]) < MAXYEAR:
        return None
    zone = timezone.get_current_timezone()
    return datetime(int(found[1]), int(found[2]), 1, tzinfo=zone)


def _after(month: datetime) -> datetime:
    year, number = (
        (month.year + 1, 1) if month.month == 12 else (month.year, month.month + 1)
    )
    return month.replace(year=year, month=number)
