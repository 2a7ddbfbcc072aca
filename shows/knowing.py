"""
Of which rows of the catalogue readers, and members of staff, may know at a moment.

Conditions for querysets: a row is a secret while all news about it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from .news_querysets import AnnouncementQuerySet

# A row and its first news are often made one after the other, for the same secret.
MADE_FOR_NEWS_WITHIN = timedelta(days=1)


def may_be_known(
    column: str,
    at: datetime,
    *,
    of: str = "pk",
    made: str = "created_at",
    **narrower: Any,
) -> Q:
    """
    Some news about the row is public at that moment, or the row was there before any
    news about it: readers had a page of it, which an embargo must not take away. `of`
    leads from the rows that are asked for to that one, `made` to when it was made.
    """
    news = news_of(column, of, **narrower)
    return ~Exists(made_for(news, made)) | Q(Exists(news.filter(public_from__lte=at)))


def news_of(column: str, of: str, **narrower: Any) -> AnnouncementQuerySet:
    model = apps.get_model("shows", "Announcement")
    news: AnnouncementQuerySet = model._default_manager.all()
    return news.filter(**{column: OuterRef(of)}, **narrower)


def first_public(news: AnnouncementQuerySet) -> Subquery:
    return Subquery(news.order_by("public_from").values("public_from")[:1])


def made_for(news: AnnouncementQuerySet, made: str) -> AnnouncementQuerySet:
    """The news for which the row may have been made at its moment `made`."""
    return news.filter(recorded_at__lte=OuterRef(made) + MADE_FOR_NEWS_WITHIN)


def is_known_to(column: str, user: AbstractUser, at: datetime, of: str = "pk") -> Q:
    """
    Whether a member of staff may know of a row: readers may, or there is news about it
    that they may read. `of` leads from the rows that are asked for to that one.
    """
    if user.has_perm("shows.view_embargo"):
        return Q()
    made = "created_at" if of == "pk" else f"{of}__created_at"
    news = news_of(column, of)
    return ~Exists(made_for(news, made)) | Q(Exists(news.known_to(user, at)))
