"""Stories under an embargo: put there, taken out, and moved and cancelled with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.logbook import log, logged
from articles.models import Article, Version
from articles.models.log import Verb
from authors.models import User
from shows.models import Embargo

from .stepping import (
    check_not_killed,
    check_ready,
    require_publisher,
    spoken,
    stepping,
)
from .windows import give_window, lay_windows, own_reason, start_of, take_window


@contextmanager
def start_under(embargo: Embargo | None, at: datetime | None) -> Iterator[datetime]:
    """
    The moment from which a version is live: when the embargo lifts, whose row is locked
    until the step is done, or else the one that was given.
    """
    with transaction.atomic():
        if embargo is not None:
            embargo.refresh_from_db(from_queryset=Embargo.objects.select_for_update())
            check_standing(embargo)
            at = embargo.lifts_at
        if at is None:
            raise ValidationError("Say when, or under which embargo.")
        yield at


def check_standing(embargo: Embargo) -> None:
    if embargo.cancelled_at:
        raise ValidationError(f"“{embargo}” was cancelled.")
    if embargo.lifts_at <= timezone.now():
        raise ValidationError(f"“{embargo}” has lifted already. Publish now.")


def join(article: Article, embargo: Embargo | None) -> None:
    """What is scheduled under an embargo belongs to it; its row is locked."""
    if embargo and article.embargo_id != embargo.pk:
        article.embargo = embargo
        article.save(update_fields=["embargo"])


@logged(Verb.EMBARGO)
def put_under(article: Article, embargo: Embargo | None, *, by: User) -> Article:
    """
    Let nothing new of a story out before an embargo lifts, or take it out of one. Who
    works on the story then knows of the embargo, and of what stands under it.
    """
    with transaction.atomic():
        if embargo is not None:
            embargo.refresh_from_db(from_queryset=Embargo.objects.select_for_update())
            check_standing(embargo)
        with stepping(article) as article:
            require_publisher(by)
            check_not_killed(article)
            waiting = article.versions.filter(
                embargo__isnull=False, live_from__gt=timezone.now()
            ).exclude(embargo=embargo)
            if waiting.exists():
                raise ValidationError(
                    "A version is scheduled under the other embargo. Cancel that "
                    "schedule first."
                )
            article.embargo = embargo
            article.save(update_fields=["embargo"])
            detail = (
                f"Under “{embargo}”, until {spoken(embargo.lifts_at)}."
                if embargo
                else "Under none."
            )
            log(article, Verb.EMBARGO, by=by, detail=detail)
    return article


@logged(Verb.SCHEDULE)
def move_along(
    article: Article, version: Version, to: datetime, *, by: User, now: datetime
) -> Version:
    """Move the window of a version to the new moment of its embargo."""
    with stepping(article) as article:
        require_publisher(by)
        version.refresh_from_db()
        check_ready(article, version, at=to)
        start, until = start_of(version), version.expires_at
        reason, embargo = own_reason(version), version.embargo
        if until and until <= to:
            raise ValidationError(
                f"It is to be taken down on {spoken(until)}, before that."
            )
        take_window(version)
        version = give_window(
            article,
            version,
            to,
            until,
            now=now,
            reason=reason,
            embargo=embargo,
        )
        log(
            article,
            Verb.SCHEDULE,
            by=by,
            version=version,
            detail=f"From {spoken(start)} to {spoken(to)}, with “{embargo}”.",
        )
    return version


@logged(Verb.CANCEL_SCHEDULE)
def cancel_along(
    article: Article, version: Version, *, by: User, embargo: Embargo
) -> Version:
    """Take the window of a version away, because its embargo is cancelled."""
    with stepping(article, even_if_held=True) as article:
        require_publisher(by)
        version.refresh_from_db()
        take_window(
            version,
            because=f"The embargo “{embargo}” was cancelled: "
            f"{embargo.cancelled_because}",
        )
        lay_windows(article)
        log(
            article,
            Verb.CANCEL_SCHEDULE,
            by=by,
            version=version,
            detail=f"“{embargo}” was cancelled.",
        )
    return version
