"""A draft's way through the desk: to the editors, back, approved; who and when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.checking.readiness import unfinished
from articles.desk.notes import write_note
from articles.desk.notices import tell, tell_all
from articles.logbook import log, logged
from articles.models import Article, Notice, Version
from articles.models.log import Verb
from articles.permissions import (
    WRITERS_STATES,
    may_edit,
    may_publish,
    may_see,
    require,
)
from authors.models import User

from .stepping import check_not_killed, latest_of, spoken, stepping

PLAN = {
    "assignee": "Assignee",
    "due_at": "Due",
    "planned_for": "Planned for",
}


@logged(Verb.SUBMIT)
def submit(article: Article, *, by: User) -> Article:
    """Hand a draft to the editors."""
    with stepping(article) as article:
        check_not_killed(article)
        if article.state not in WRITERS_STATES:
            raise ValidationError("The story is in review already.")
        require(may_edit(by, article), "You may not submit this story.")
        latest = latest_of(article)
        found = unfinished(latest.content, at=timezone.now(), article=article)
        if found:
            raise ValidationError(found)
        _move(article, Article.State.IN_REVIEW)
        log(article, Verb.SUBMIT, by=by, version=latest)
    return article


@logged(Verb.WITHDRAW)
def withdraw(article: Article, *, by: User) -> Article:
    """Take a story out of review again: its writer, or an editor."""
    with stepping(article) as article:
        require(
            may_publish(by)
            or (may_see(by, article) and is_writer_of(by, article))
            and by.has_perm("articles.change_article"),
            "You may not take this story out of review.",
        )
        _check_in_review(article)
        _move(article, Article.State.DRAFT)
        log(article, Verb.WITHDRAW, by=by)
    return article


@logged(Verb.REQUEST_CHANGES)
def request_changes(article: Article, *, by: User, message: str) -> Article:
    """Give a story in review back to its writer, with a note that says what to do."""
    if not message.strip():
        raise ValidationError("Say what shall be changed.")
    with stepping(article) as article:
        require(may_publish(by), "Only editors may give a story back.")
        _check_in_review(article)
        _move(article, Article.State.CHANGES_REQUESTED)
        write_note(article, message, by=by, asks=writers_of(article))
        log(article, Verb.REQUEST_CHANGES, by=by, detail=message.strip())
    return article


@logged(Verb.APPROVE)
def approve(article: Article, *, by: User, number: int | None = None) -> Version:
    """
    Say that one version may go out as it is. A later save lets that lapse.

    `number` is the version the editor read; a newer one is refused.
    """
    with stepping(article) as article:
        require(may_publish(by), "Only editors may approve a story.")
        check_not_killed(article)
        version = latest_of(article, number)
        found = unfinished(version.content, at=timezone.now(), article=article)
        if found:
            raise ValidationError(found)
        if version.live_from is not None:
            raise ValidationError("This version has been published already.")
        article.state = Article.State.DRAFT
        article.approved_number, article.approved_by = version.number, by
        article.save(update_fields=["state", "approved_number", "approved_by"])
        tell_all(
            writers_of(article),
            article,
            Notice.Kind.APPROVED,
            key=f"approved-{version.pk}",
            by=by,
        )
        log(article, Verb.APPROVE, by=by, version=version)
    return version


@logged(Verb.PLAN)
def plan(
    article: Article,
    changes: dict[str, tuple[Any, Any]],
    *,
    by: User,
) -> Article:
    """
    Set who works on a story next, until when, and the day the desk has in mind.

    `changes` maps names of `PLAN` to (what the person saw, what they set). What a
    colleague set meanwhile is never overwritten: `ValidationError` says what it is.
    """
    with stepping(article) as article:
        require(may_plan(by, article), "You may not plan this story.")
        told = []
        for name, (seen, wanted) in changes.items():
            now = getattr(article, name)
            if isinstance(wanted, datetime):
                # As precise as a form can say it, or the next one would seem stale.
                wanted = wanted.replace(microsecond=0)
            if now == wanted:
                continue
            if now != seen:
                raise ValidationError(
                    f"{PLAN[name]} was set to {_said(now)} while you were writing; you "
                    f"set {_said(wanted)}. Look at it again and save."
                )
            setattr(article, name, wanted)
            told.append(f"{PLAN[name]}: {_said(wanted)}.")
        if not told:
            return article
        article.save(update_fields=list(PLAN))
        if article.assignee and "assignee" in changes:
            tell(
                article.assignee,
                article,
                Notice.Kind.ASSIGNED,
                key=f"assigned-{article.pk}-{timezone.now().timestamp()}",
                by=by,
            )
        log(article, Verb.PLAN, by=by, detail=" ".join(told))
    return article


@logged(Verb.TRUST)
def trust(article: Article, *, by: User, writer: User) -> Article:
    """Let a writer publish updates of this story, once it is live, by themselves."""
    with stepping(article) as article:
        require(may_publish(by), "Only editors may trust a writer with a story.")
        if not writer.is_active or not writer.has_perm("articles.change_article"):
            raise ValidationError(f"{writer} does not write stories.")
        article.trusted_writers.add(writer)
        log(article, Verb.TRUST, by=by, detail=str(writer))
    return article


@logged(Verb.DISTRUST)
def distrust(article: Article, *, by: User, writer: User) -> Article:
    """From now on the writer's changes to the live story wait for an editor again."""
    with stepping(article) as article:
        require(may_publish(by), "Only editors may trust a writer with a story.")
        article.trusted_writers.remove(writer)
        log(article, Verb.DISTRUST, by=by, detail=str(writer))
    return article


def may_plan(user: User, article: Article) -> bool:
    """Editors; and its writer, also while it lies with the editors."""
    return may_publish(user) or (
        user.has_perm("articles.change_article")
        and may_see(user, article)
        and is_writer_of(user, article)
    )


def is_writer_of(user: User, article: Article) -> bool:
    """Whether they own the story or are bylined on its working copy."""
    return (
        article.owner_id == user.pk
        or article.bylines.filter(author__user=user).exists()
    )


def writers_of(article: Article) -> list[User]:
    """Who is told about the story: its owner and everybody bylined, each once."""
    bylined = User.objects.filter(author__bylines__article=article)
    owner = User.objects.filter(pk=article.owner_id)
    return list((bylined | owner).filter(is_active=True).distinct())


def _check_in_review(article: Article) -> None:
    if article.state != Article.State.IN_REVIEW:
        raise ValidationError("The story is not in review.")


def _move(article: Article, state: Article.State) -> None:
    article.state = state
    article.approved_number = article.approved_by = None
    article.save(update_fields=["state", "approved_number", "approved_by"])


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return spoken(value)
    if isinstance(value, date):
        return value.strftime("%-d %B %Y")
    return str(value) if value else "nothing"
