"""
Telling people of the desk what concerns them: each event once.

A notice stands on the first screen until it is seen; `mailing` sends it out as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.models import Article, Note, Notice
from authors.models import User

from . import mailing
from .mentions import who_may_see

# How many unseen ones the first screen shows, and how many notices their page.
MOST_UNSEEN = 20
MOST_LISTED = 200


def tell(
    user: User,
    article: Article,
    kind: Notice.Kind,
    *,
    key: str,
    by: User,
    note: Note | None = None,
) -> Notice | None:
    """
    Tell one person of one event, which `key` names.

    Nobody is told of what they did themselves, twice of one event, or of a story
    that they may not see; then None is returned.
    """
    told = tell_all([user], article, kind, key=key, by=by, note=note)
    return told[0] if told else None


def tell_all(
    users: Iterable[User],
    article: Article,
    kind: Notice.Kind,
    *,
    key: str,
    by: User,
    note: Note | None = None,
) -> list[Notice]:
    """As `tell`; the notices that were made are returned."""
    wanted = {user.pk for user in users} - {by.pk}
    if not wanted:
        return []
    now = timezone.now()
    told = []
    for user in who_may_see(article, now).filter(pk__in=wanted).order_by("pk"):
        notice, made = Notice.objects.get_or_create(
            user=user,
            key=key,
            defaults={
                "article": article,
                "kind": kind,
                "by": by,
                "note": note,
                "made_at": now,
                "try_at": now,
            },
        )
        if made:
            told.append(notice)
    if told:
        # A mail that fails must not fail the step, which is done by then.
        keys = [notice.pk for notice in told]
        transaction.on_commit(partial(mailing.mail_notices, keys), robust=True)
    return told


def unseen(user: User, at: datetime) -> list[Notice]:
    """The newest that this person has not seen, of stories that they still may see."""
    return list(_of(user, at).filter(seen_at=None)[:MOST_UNSEEN])


def latest(user: User, at: datetime) -> list[Notice]:
    """The newest, seen or not."""
    return list(_of(user, at)[:MOST_LISTED])


def see(user: User, at: datetime, article: Article | None = None) -> int:
    """Mark this person's notices as seen: of one story, or all."""
    waiting = Notice.objects.filter(user=user, seen_at=None)
    if article:
        waiting = waiting.filter(article=article)
    return waiting.update(seen_at=at)


def _of(user: User, at: datetime) -> QuerySet[Notice]:
    # Asked of each notice, newest first, rather than of all stories at once.
    visible = Article.objects.visible_to(user, at).filter(pk=OuterRef("article"))
    return (
        Notice.objects.filter(Exists(visible), user=user)
        .select_related("article", "by", "note")
        .only(
            "kind",
            "made_at",
            "seen_at",
            "article__headline",
            "by__username",
            "by__first_name",
            "by__last_name",
            "note__text",
        )
    )
