"""Taking a story away from readers."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import (
    Article,
    Version,
)
from authors.models import User

from .stepping import live_of, require_publisher, stepping
from .versions import freeze_content, keep_working_copy_latest
from .windows import give_window, lay_windows, take_window


def unpublish(article: Article, *, by: User, at: datetime | None = None) -> Article:
    """End the live window now and take every coming one away."""
    moment = at or timezone.now()
    with stepping(article) as article:
        require_publisher(by)
        live = article.versions.live(moment).exists()
        coming = article.versions.filter(live_from__gte=moment)
        if not live and not coming.exists():
            raise ValidationError("The story is neither live nor scheduled.")
        for version in coming:
            take_window(version)
        last = (
            article.versions.filter(live_from__lt=moment).order_by("live_from").last()
        )
        if last and (last.expires_at is None or last.expires_at > moment):
            last.expires_at = moment
            last.save(update_fields=["expires_at"])
        lay_windows(article)
    return article


def retract(
    article: Article, *, by: User, notice: str, at: datetime | None = None
) -> Version:
    """
    Withdraw a published story: its page keeps the headline and a notice to readers.

    It leaves every list, feed and pick at once; coming versions are taken back.
    """
    if not notice.strip():
        raise ValidationError("A retraction needs a notice that says why.")
    moment = at or timezone.now()
    with stepping(article) as article:
        require_publisher(by)
        live = live_of(article, moment)
        if live.retracted:
            raise ValidationError("The story is retracted already.")
        for version in article.versions.scheduled(moment):
            take_window(version)
        retracted = freeze_content(
            article,
            live.content,
            by=by,
            based_on=live,
            note="Retraction",
            retracted=True,
            retraction_notice=notice.strip(),
        )
        retracted = give_window(
            article,
            retracted,
            moment,
            None,
            now=moment,
            substantive=True,
            reason="Retracted",
        )
        keep_working_copy_latest(article, by=by, note="Draft")
    return retracted
