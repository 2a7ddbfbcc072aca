"""Taking a story away from readers, for a while or for good."""

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
from articles.permissions import may_hold, may_lift_hold, require
from authors.models import User
from shows.models import Show

from .stepping import (
    check_not_killed,
    leave_desk,
    live_of,
    require_publisher,
    stepping,
)
from .telling import tell_stopped
from .versions import freeze_content, keep_working_copy_latest
from .windows import give_window, lay_windows, take_window

AfterTakedown = Article.AfterTakedown


@logged(Verb.UNPUBLISH)
def unpublish(
    article: Article,
    *,
    by: User,
    then: str = AfterTakedown.GONE,
    leads_to: Article | Show | None = None,
    at: datetime | None = None,
) -> Article:
    """
    End the live window now and take every coming one away, and links for outsiders.

    `then` says what the address answers from now on; with `REDIRECT` it leads to
    `leads_to`, for as long as readers can see that.
    """
    moment = at or timezone.now()
    with stepping(article, even_if_held=True) as article:
        require_publisher(by)
        if then == AfterTakedown.REDIRECT:
            _check_target(article, leads_to, moment)
        if not end_windows(article, moment):
            raise ValidationError("The story is neither live nor scheduled.")
        _answer(article, then, leads_to)
        article.preview_links.take_back(moment)
        log(article, Verb.UNPUBLISH, by=by, detail=_said(then, leads_to))
    return article


@logged(Verb.ADDRESS)
def answer(
    article: Article,
    *,
    by: User,
    then: str,
    leads_to: Article | Show | None = None,
    at: datetime | None = None,
) -> Article:
    """Change what the address of a story answers that was live once and is not."""
    moment = at or timezone.now()
    with stepping(article, even_if_held=True) as article:
        require_publisher(by)
        check_not_killed(article)
        was_live = article.versions.filter(live_from__lte=moment).exists()
        if not was_live or article.versions.live(moment).exists():
            raise ValidationError("That is for a story that readers no longer see.")
        if then == AfterTakedown.REDIRECT:
            _check_target(article, leads_to, moment)
        _answer(article, then, leads_to)
        log(article, Verb.ADDRESS, by=by, detail=_said(then, leads_to))
    return article


@logged(Verb.RETRACT)
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
            reason="Retracted",
        )
        keep_working_copy_latest(article, by=by, note="Draft")
        article.preview_links.take_back(moment)
        log(article, Verb.RETRACT, by=by, version=retracted, detail=notice.strip())
    return retracted


@logged(Verb.KILL)
def kill(
    article: Article, *, by: User, reason: str, at: datetime | None = None
) -> Article:
    """
    Stop everything at once: live and scheduled versions, and links for outsiders.

    Its address answers that it is gone. Nobody can change or publish the story until
    an editor revives it; its text and history stay.
    """
    if not reason.strip():
        raise ValidationError("Say why the story is killed.")
    moment = at or timezone.now()
    with stepping(article, even_if_held=True) as article:
        require_publisher(by)
        check_not_killed(article)
        end_windows(article, moment)
        leave_desk(article)
        article.state = Article.State.KILLED
        article.save(update_fields=["state"])
        _answer(article, AfterTakedown.GONE, None)
        article.preview_links.take_back(moment)
        log(article, Verb.KILL, by=by, detail=reason.strip())
    return article


@logged(Verb.REVIVE)
def revive(article: Article, *, by: User) -> Article:
    """Make a killed story a draft again. Nothing of it is live by that."""
    with stepping(article) as article:
        require_publisher(by)
        if article.state != Article.State.KILLED:
            raise ValidationError("The story was not killed.")
        article.state = Article.State.DRAFT
        article.save(update_fields=["state"])
        log(article, Verb.REVIVE, by=by)
    return article


@logged(Verb.HOLD)
def hold(
    article: Article, *, by: User, reason: str, at: datetime | None = None
) -> Article:
    """
    Put a story under legal hold: nothing of it can be published, changed or deleted.

    What is live stays live, unless it is unpublished or killed; what is scheduled
    is stopped, for the clock would publish it; links for outsiders are taken back.
    """
    if not reason.strip():
        raise ValidationError("Say why the story is put under legal hold.")
    moment = at or timezone.now()
    with stepping(article, even_if_held=True) as article:
        require(may_hold(by), "You may not put stories under legal hold.")
        if article.held_at:
            raise ValidationError("The story is under legal hold already.")
        for version in article.versions.scheduled(moment):
            take_window(
                version,
                because="The story was put under legal hold before it went out.",
            )
            event = f"hold-{moment.timestamp()}"
            tell_stopped(article, version, event=event, by=by)
        lay_windows(article)
        article.preview_links.take_back(moment)
        article.held_at, article.held_by = moment, by
        article.held_because = reason.strip()
        article.save(update_fields=["held_at", "held_by", "held_because"])
        log(article, Verb.HOLD, by=by, detail=reason.strip())
    return article


@logged(Verb.LIFT_HOLD)
def lift_hold(article: Article, *, by: User) -> Article:
    """End a legal hold. What it stopped is not scheduled again by that."""
    with stepping(article, even_if_held=True) as article:
        require(may_lift_hold(by), "You may not lift a legal hold.")
        if not article.held_at:
            raise ValidationError("The story is not under legal hold.")
        article.held_at = article.held_by = None
        article.held_because = ""
        article.save(update_fields=["held_at", "held_by", "held_because"])
        log(article, Verb.LIFT_HOLD, by=by)
    return article


def end_windows(article: Article, moment: datetime) -> bool:
    """Whether anything was live or coming."""
    live = article.versions.live(moment).exists()
    coming = article.versions.filter(live_from__gte=moment)
    if not live and not coming.exists():
        return False
    for version in coming:
        take_window(version)
    last = article.versions.filter(live_from__lt=moment).order_by("live_from").last()
    if last and (last.expires_at is None or last.expires_at > moment):
        last.expires_at = moment
        last.save(update_fields=["expires_at"])
    lay_windows(article)
    return True


def _check_target(
    article: Article, target: Article | Show | None, moment: datetime
) -> None:
    if isinstance(target, Article):
        if target.pk == article.pk:
            raise ValidationError("A story cannot lead to itself.")
        if not target.versions.live(moment).listed().exists():
            raise ValidationError("Readers cannot see the story it shall lead to.")
    elif isinstance(target, Show):
        if not Show.objects.public(moment).filter(pk=target.pk).exists():
            raise ValidationError("Readers cannot see the show it shall lead to.")
    else:
        raise ValidationError("Say which story or show its address shall lead to.")


def _said(then: str, leads_to: Article | Show | None) -> str:
    target = f" {leads_to.get_absolute_url()}" if leads_to else ""
    return f"{AfterTakedown(then).label}.{target}"


def _answer(article: Article, then: str, leads_to: Article | Show | None) -> None:
    """What the story's address answers while the story is not live."""
    redirects = then == AfterTakedown.REDIRECT
    article.after_takedown = AfterTakedown(then)
    article.leads_to_article = (
        leads_to if redirects and isinstance(leads_to, Article) else None
    )
    article.leads_to_show = (
        leads_to if redirects and isinstance(leads_to, Show) else None
    )
    article.save(update_fields=["after_takedown", "leads_to_article", "leads_to_show"])
