"""Whom a step concerns beside the one who takes it."""

from __future__ import annotations

from articles.desk.notices import tell_all
from articles.models import Article, LogLine, Notice, Version
from articles.models.log import Verb
from authors.models import User

from .reviewing import writers_of


def tell_stopped(article: Article, version: Version, *, event: str, by: User) -> None:
    """
    Tell the writers of a story, and whoever scheduled it, that a version will not go
    out. `event` names what stopped it, for it may be scheduled and stopped again.
    """
    scheduled = LogLine.objects.filter(
        article=article, verb=Verb.SCHEDULE, refused=False
    ).select_related("by")
    line = scheduled.first()
    tell_all(
        [*writers_of(article), *([line.by] if line else [])],
        article,
        Notice.Kind.SCHEDULE_STOPPED,
        key=f"stopped-{version.pk}-{event}",
        by=by,
    )
