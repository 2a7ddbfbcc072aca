"""What every step of a story shares: the lock, the checks, the sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.checking.readiness import problems
from articles.desk.speaking import spoken
from articles.models import (
    Article,
    Version,
)
from articles.permissions import may_publish, may_update, require
from authors.models import User


def locked(article: Article) -> Article:
    return (
        Article.objects.select_for_update(of=("self",))
        .select_related(None)
        .get(pk=article.pk)
    )


# What a step may change of the article's row, besides its content.
ROW = (
    "state",
    "slug",
    "latest_number",
    "unsettled",
    "saved_at",
    "approved_number",
    "approved_by_id",
    "assignee_id",
    "due_at",
    "planned_for",
    "checked_at",
    "checked_by_id",
    "held_at",
    "held_by_id",
    "held_because",
    "after_takedown",
    "leads_to_article_id",
    "leads_to_show_id",
    "embargo_id",
    "merged_into_id",
    "merge_moved",
)


@contextmanager
def stepping(
    article: Article, *, even_if_held: bool = False, even_if_merged: bool = False
) -> Iterator[Article]:
    """
    One transaction holding the article's row; the caller's copy is brought up.

    A legal hold refuses every step but those that take the story from readers; one
    that was merged away can only be parted again.
    """
    with transaction.atomic():
        row = locked(article)
        if not even_if_held:
            check_not_held(row)
        if row.merged_into_id and not even_if_merged:
            raise ValidationError(
                f"The story was merged into “{row.merged_into}”. Work on that one, or "
                "part them first."
            )
        yield row
    for name in ROW:
        setattr(article, name, getattr(row, name))


def check_not_held(article: Article) -> None:
    if article.held_at:
        raise ValidationError(
            f"The story is under legal hold since {spoken(article.held_at)}. Nothing "
            "of it can be published, changed or deleted until that is lifted."
        )


def check_not_killed(article: Article) -> None:
    if article.state == Article.State.KILLED:
        raise ValidationError("The story was killed. Revive it first.")


def require_publisher(by: User) -> None:
    require(may_publish(by), "Only editors may change what readers see.")


def require_updater(by: User, article: Article, at: datetime) -> None:
    """For what a trusted writer may do as well."""
    require(may_update(by, article, at), "Only editors may change what readers see.")


def check_own(article: Article, version: Version) -> None:
    if version.article_id != article.pk:
        raise ValidationError("That version belongs to another story.")


def latest_of(article: Article, number: int | None = None) -> Version:
    latest = article.versions.first()
    if latest is None:
        raise ValidationError("The story has not been saved yet.")
    if number is not None and number != latest.number:
        raise ValidationError(
            f"{latest.by} saved version {latest.number} since you looked at version "
            f"{number}. Look at the new one first."
        )
    return latest


def live_of(article: Article, at: datetime) -> Version:
    live = article.versions.live(at).first()
    if live is None:
        raise ValidationError("The story is not live.")
    return live


def check_ready(article: Article, version: Version, *, at: datetime) -> None:
    # One dated back, by the demo or an import, is for the readers of today.
    found = problems(version.content, at=max(at, timezone.now()), article=article)
    if version.retracted:
        found.append("A retraction cannot be published again; save a new text first.")
    found += [
        f"A fix of the live story changed the {clash['label'].lower()}, and this draft "
        "says otherwise. Settle that first."
        for clash in article.unsettled
    ]
    if found:
        raise ValidationError(found)


def leave_desk(article: Article) -> None:
    """An editor has decided: the story is out of review, stopped schedules are history."""
    article.state = Article.State.DRAFT
    article.approved_number = article.approved_by = None
    article.save(update_fields=["state", "approved_number", "approved_by"])
    article.versions.exclude(stopped_because="").update(stopped_because="")
