"""
What changed in a story since it was published, and when: for readers, feeds, sitemaps.

A person who publishes a substantive change says what it is; that stands on the
version. In a guide or a list the status and the release dates that it prints change
without anybody publishing it; that is read here off the facts, so that an embargo
moves the stamp by the clock alone. See docs/adr.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from articles.models import KEPT_CURRENT, Version
from images.prepared import Prepared
from shows.models import Announcement, Fact
from shows.wording import news_in_sentence

# Of all that is printed, what is worth telling readers: the rest moves no stamp.
TOLD = (Fact.Field.STATUS, Fact.Field.RELEASE_DATE)
# A guide that is kept for years does not tell of every change.
MOST_TOLD = 50


@dataclass(frozen=True)
class Update:
    at: datetime
    reason: str


class News(NamedTuple):
    """An announcement that changed what a story prints, or its withdrawal."""

    article: int
    at: datetime
    announcement: int
    is_withdrawal: bool


def history(version: Version, at: datetime) -> list[Update]:
    """Every substantive change that readers can know of by then, newest first."""
    updates = _updates_by_news([version], at).get(version.article_id, [])
    if version.was_updated or updates:
        updates = [
            *updates,
            *(Update(*row) for row in PUBLISHED(at, version.article_id)),
        ]
    updates.sort(key=lambda update: update.at, reverse=True)
    return updates[:MOST_TOLD]


def stamp(versions: Iterable[Version], at: datetime) -> list[Version]:
    """
    The versions, their Updated moved to the last announcement that changed a fact
    they print. Two queries, however many they are.
    """
    versions = list(versions)
    found = _updates_by_news(versions, at)
    for version in versions:
        put_on(version, found.get(version.article_id, []))
    return versions


def put_on(version: Version, updates: Iterable[Update]) -> None:
    """Give it the stamp of the latest of these, where that is later than its own."""
    latest = max(updates, key=lambda update: update.at, default=None)
    if latest and version.updated_at and latest.at > version.updated_at:
        version.updated_at, version.update_reason = latest.at, latest.reason


def last_news(at: datetime, since: datetime, until: datetime) -> dict[int, datetime]:
    """
    When news last changed what a story prints, by article, of those that were first
    published from `since` on and before `until`.
    """
    found: dict[int, datetime] = {}
    for row in NEWS_OF_A_TIME(at, since, until):
        article, moment, *_ = row
        found[article] = max(moment, found.get(article, moment))
    return found


def _published(at: datetime, article: int) -> QuerySet:
    """A change carries over into every later version, so each is asked for once."""
    told = Version.objects.filter(article=article, live_from__lte=at, retracted=False)
    return (
        told.filter(updated_at__gt=F("published_at"), updated_at__lte=at)
        .exclude(update_reason="")
        .order_by("-updated_at")
        .values_list("updated_at", "update_reason")
        .distinct()[:MOST_TOLD]
    )


def _news(
    at: datetime, *articles: int, published: tuple[datetime, datetime] | None = None
) -> QuerySet:
    """
    The news that changed what stories print while they printed it, of these articles
    or of those first published within a time. A fact that says what the one before it said changed nothing.
    """
    facts = _printed(at, articles, published)
    same = Fact.objects.confirmed().filter(
        Q(date=OuterRef("date")) | Q(precision=""),
        Q(moment=OuterRef("moment")) | ~Q(precision="minute"),
        slot=OuterRef("slot"),
        value=OuterRef("value"),
        precision=OuterRef("precision"),
    )
    begun = facts.filter(
        ~Exists(same.filter(valid_until=OuterRef("valid_from"))),
        Q(valid_until__isnull=True) | Q(valid_until__gt=F("seen_from")),
        # What a withdrawal brings back is no news.
        announcement__public_from=F("valid_from"),
    ).annotate(at=F("seen_from"), is_withdrawal=Value(False))
    withdrawn = facts.filter(
        ~Exists(same.filter(valid_from=OuterRef("valid_until"))),
        announcement__withdrawal__public_from=F("valid_until"),
    ).annotate(at=F("valid_until"), is_withdrawal=Value(True))
    begun, withdrawn = (
        changes.filter(
            Q(closed__isnull=True) | Q(closed__gt=F("at")),
            at__gt=F("published"),
            at__gte=F("opened"),
            at__lte=at,
        ).values_list("article", "at", "announcement", "is_withdrawal")
        for changes in (begun, withdrawn)
    )
    return begun.union(withdrawn)


def _printed(
    at: datetime,
    articles: tuple[int, ...],
    published: tuple[datetime, datetime] | None,
) -> QuerySet:
    """
    Confirmed facts beside each window in which a story prints them.

    `seen_from` is when the page began to say so: when the news became public or, for
    news that was recorded late, then.
    """
    row = "show__version_facts__"
    version = f"{row}version__"
    season = Q(**{f"{row}season_number": F("season__number")})
    whole_show = Q(**{f"{row}season_number__isnull": True})
    # A guide may show a card of something else; a list is about all it shows.
    is_list = Q(**{f"{version}kind": Version.Kind.LIST})
    about = Q(**{f"{version}version_shows__show": F("show")})
    conditions = {
        f"{row}field": F("field"),
        f"{version}kind__in": sorted(KEPT_CURRENT),
        f"{version}retracted": False,
        f"{version}live_from__lte": at,
    }
    if articles:
        conditions[f"{version}article__in"] = articles
    if published:
        conditions[f"{version}published_at__gte"] = published[0]
        conditions[f"{version}published_at__lt"] = published[1]
    return (
        Fact.objects.confirmed()
        .filter(
            season | whole_show,
            is_list | about,
            field__in=TOLD,
            valid_from__lte=at,
            **conditions,
        )
        .annotate(
            article=F(f"{version}article"),
            opened=F(f"{version}live_from"),
            closed=F(f"{version}live_until"),
            published=F(f"{version}published_at"),
            seen_from=Greatest(
                "valid_from",
                Case(
                    # What was recorded before the version was written stood in it.
                    When(
                        announcement__recorded_at__gt=F(f"{version}created_at"),
                        then=F("announcement__recorded_at"),
                    ),
                    default=F("valid_from"),
                ),
            ),
        )
        .order_by()
    )


PUBLISHED = Prepared(_published)
NEWS = Prepared(_news)
NEWS_OF_A_TIME = Prepared(lambda at, since, until: _news(at, published=(since, until)))
ANNOUNCEMENTS = Prepared(
    lambda *pks: Announcement.objects.filter(pk__in=pks).select_related(
        "show", "season", "part", "platform"
    )
)


def _updates_by_news(
    versions: Iterable[Version], at: datetime
) -> dict[int, list[Update]]:
    """By article, one for each moment; all that was announced then stands in one."""
    current = {
        version.article_id
        for version in versions
        if version.kind in KEPT_CURRENT
        and version.published_at
        and not version.retracted
    }
    found = [News(*row) for row in NEWS(at, *sorted(current))] if current else []
    if not found:
        return {}
    said = {
        announcement.pk: news_in_sentence(announcement)
        for announcement in ANNOUNCEMENTS(*sorted({row.announcement for row in found}))
    }
    reasons: dict[tuple[int, datetime], list[str]] = {}
    for row in sorted(found, key=lambda row: (row.at, row.announcement)):
        sentence = said[row.announcement]
        sentence = f"Withdrawn: {sentence}" if row.is_withdrawal else sentence
        reasons.setdefault((row.article, row.at), []).append(sentence)
    updates: dict[int, list[Update]] = {}
    for (article, moment), sentences in reasons.items():
        updates.setdefault(article, []).append(Update(moment, "; ".join(sentences)))
    return updates
