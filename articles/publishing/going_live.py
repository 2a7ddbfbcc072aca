"""Putting a version in front of readers, now or at a coming moment."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.logbook import log, logged
from articles.models import (
    Article,
    Version,
)
from articles.models.log import Verb
from authors.models import User
from shows.models import Embargo

from .checking import mark_checked
from .embargoes import join, start_under
from .stepping import (
    check_not_killed,
    check_own,
    check_ready,
    latest_of,
    leave_desk,
    require_publisher,
    require_updater,
    spoken,
    stepping,
)
from .versions import freeze_content
from .windows import give_window, lay_windows, take_window, told_to_readers

BACK_WITHOUT_REASON = (
    "Readers saw a retraction. Tell them in one line why the story is back."
)


@logged(Verb.PUBLISH)
def publish(
    article: Article,
    *,
    by: User,
    number: int | None = None,
    at: datetime | None = None,
    until: datetime | None = None,
    substantive: bool | None = None,
    reason: str = "",
) -> Version:
    """
    Make the latest version live from now on, or until `until`.

    `number` is the version the editor looked at; if somebody saved a newer one, the
    step is refused. For a story that was live before, `reason` tells readers what
    changed and moves the Updated stamp; without one the change is one of wording.
    Of a retracted story nobody wrote on, the text of before is live again.
    """
    reason = told_to_readers(substantive, reason)
    moment = at or timezone.now()
    with stepping(article) as article:
        require_updater(by, article, moment)
        check_not_killed(article)
        version = latest_of(article, number)
        live = article.versions.live(moment).first()
        if live and live.retracted:
            require_publisher(by)
            _require_reason(reason)
        if live == version:
            version = _unretracted(article, version, by)
        check_ready(article, version, at=moment)
        coming = (
            article.versions.scheduled(moment)
            .exclude(pk=version.pk)
            .order_by("live_from")
            .first()
        )
        if coming:
            raise ValidationError(
                f"Version {coming.number} is scheduled for "
                f"{spoken(coming.live_from)} and would replace this one. "
                "Cancel that schedule first."
            )
        version = give_window(
            article,
            version,
            moment,
            until,
            now=moment,
            reason=reason,
        )
        if _vouched_for(version):
            mark_checked(article, by=by, at=moment)
        leave_desk(article)
        article.preview_links.end(moment)
        log(article, Verb.PUBLISH, by=by, version=version, detail=_until(until))
    return version


@logged(Verb.SCHEDULE)
def schedule(
    article: Article,
    *,
    by: User,
    at: datetime | None = None,
    embargo: Embargo | None = None,
    number: int | None = None,
    until: datetime | None = None,
    substantive: bool | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Version:
    """
    Make the latest version live at a coming moment, or when an embargo lifts. Nothing
    has to run then.

    A version that is scheduled already moves to the new moment. `reason` as in
    `publish`.
    """
    reason = told_to_readers(substantive, reason)
    now = now or timezone.now()
    with start_under(embargo, at) as at, stepping(article) as article:
        require_updater(by, article, now)
        check_not_killed(article)
        if at <= now:
            raise ValidationError(
                f"{spoken(at)} has passed. Choose a coming time, or publish now."
            )
        version = latest_of(article, number)
        join(article, embargo)
        check_ready(article, version, at=at)
        _check_nothing_follows(article, version, at)
        if version.is_live(now):
            raise ValidationError("This version is live. Save a change first.")
        version = give_window(
            article,
            version,
            at,
            until,
            now=now,
            reason=reason,
            embargo=embargo,
        )
        if _vouched_for(version):
            # The text was read when it was scheduled; nobody reads it again then.
            mark_checked(article, by=by, at=now)
        leave_desk(article)
        article.preview_links.end(at)
        log(
            article,
            Verb.SCHEDULE,
            by=by,
            version=version,
            detail=f"For {spoken(at)}{_under(embargo)}. {_until(until)}".strip(),
        )
    return version


def _check_nothing_follows(article: Article, version: Version, at: datetime) -> None:
    later = (
        article.versions.filter(live_from__gte=at)
        .exclude(pk=version.pk)
        .order_by("live_from")
        .first()
    )
    if later:
        raise ValidationError(
            f"Version {later.number} is scheduled for {spoken(later.live_from)}, "
            "and its older text would replace this one. Cancel that schedule first."
        )


@logged(Verb.CANCEL_SCHEDULE)
def cancel_schedule(
    article: Article, version: Version, *, by: User, now: datetime | None = None
) -> Version:
    """
    Take a coming window away. Its predecessor stays live, until its own expiry.
    """
    now = now or timezone.now()
    with stepping(article) as article:
        require_updater(by, article, now)
        check_own(article, version)
        version.refresh_from_db()
        if version.live_from is None or version.live_from <= now:
            raise ValidationError("This version is not waiting for a schedule.")
        was = spoken(version.live_from)
        take_window(version)
        lay_windows(article)
        log(
            article,
            Verb.CANCEL_SCHEDULE,
            by=by,
            version=version,
            detail=f"It was to go out on {was}.",
        )
    return version


def _require_reason(reason: str) -> None:
    if not reason:
        raise ValidationError(BACK_WITHOUT_REASON)


def _unretracted(article: Article, version: Version, by: User) -> Version:
    """The text of a live version once more, without its retraction."""
    if not version.retracted:
        raise ValidationError("This version is live already.")
    return freeze_content(
        article,
        version.content,
        by=by,
        based_on=version,
        note="Retraction taken back",
    )


def _vouched_for(version: Version) -> bool:
    """A change of wording says nothing about the rest of the story."""
    return version.updated_at == version.live_from


def _under(embargo: Embargo | None) -> str:
    return f", when “{embargo}” lifts" if embargo else ""


def _until(until: datetime | None) -> str:
    return f"Until {spoken(until)}." if until else ""
