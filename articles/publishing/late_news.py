"""
News that a story knew and that was recorded minutes after it went out.

What a story says of its day is what was on record by then (ADR 33). The desk may write
first and record later; then a person says which news the story knew already.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.embeds import write_fallbacks
from articles.logbook import log, logged
from articles.models import KEPT_CURRENT, Article, SearchEntry, Version
from articles.models.log import Verb
from articles.signals import window_changed
from authors.models import User
from shows.models import Announcement

from .lines import lay_lines
from .stepping import live_of, require_updater, stepping

# What is recorded later is no news that the story can have known.
GRACE = timedelta(days=1)


def late_news(version: Version, at: datetime) -> QuerySet[Announcement]:
    """
    What a story of its day may have known and does not say: public now, announced no
    later than the story was told, and recorded within a day of that. Newest first.
    """
    day, by = version.day, version.recorded_by
    if day is None or by is None or version.retracted:
        return Announcement.objects.none()
    told = version.updated_at or day
    news = Announcement.objects.public(at).filter(
        Q(recorded_at__gt=by) | Q(public_from__gt=day),
        show__in=version.version_facts.values("show"),
        announced_on__lte=timezone.localdate(told),
        recorded_at__lte=told + GRACE,
    )
    return news.select_related("show").for_timeline().order_by("-recorded_at", "-pk")


def told_before(
    news: Announcement, fields: Iterable[str], at: datetime
) -> QuerySet[Version]:
    """The live stories that may have known some news which is being recorded."""
    number = news.season.number if news.season else None
    printing = (
        Version.objects.live(at)
        .listed()
        .printing(news.show, *fields, season_number=number)
    )
    first = timezone.make_aware(
        datetime.combine(news.announced_on, datetime.min.time())
    )
    told = printing.exclude(kind__in=KEPT_CURRENT).filter(
        updated_at__gte=max(first, at - GRACE)
    )
    return told.select_related("article").order_by("-updated_at", "-pk")


@logged(Verb.KNEW)
def knew_already(
    article: Article, news: Announcement | None, *, by: User, at: datetime | None = None
) -> Article:
    """
    Say that a live story knew some news when it went out: it says what was on record
    once that was recorded, and so do its versions to come. Updated does not move.
    Without news, take that back.
    """
    moment = at or timezone.now()
    with stepping(article) as article:
        require_updater(by, article, moment)
        live = live_of(article, moment)
        if news and not late_news(live, moment).filter(pk=news.pk).exists():
            raise ValidationError(
                f"“{live.headline}” cannot have known that: it keeps itself current, "
                "says it already, or went out before the day of the news or more than "
                "a day before it was recorded."
            )
        on_record = max(news.recorded_at, news.public_from) if news else None
        standing = list(article.versions.standing(moment).exclude(live_from=None))
        for version in standing:
            version.knew_at = on_record
            version.body = write_fallbacks(version.body, version.day or moment)
            version.save(update_fields=["knew_at", "body"])
        lay_lines(standing, moment)
        SearchEntry.objects.filter(version__in=standing).delete()
        window_changed.send(Article, article=article)
        detail = f"{news.show}: {news}" if news else "Nothing but what was on record"
        log(article, Verb.KNEW, by=by, version=live, detail=detail)
    return article
