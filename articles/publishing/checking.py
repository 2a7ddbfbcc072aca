"""That a person read the live story and what it says still holds."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.logbook import log, logged
from articles.models import Article, Claim, StillTrue
from articles.models.log import Verb
from authors.models import User

from .stepping import live_of, require_updater, stepping


@logged(Verb.CHECK)
def confirm_still_true(
    article: Article,
    *,
    by: User,
    live_number: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Article:
    """
    Say that the live story was read and still holds: Checked moves, Updated does not.

    `live_number` is the version that was read; if another one went live since, the
    step is refused. `note` is for the log.
    """
    moment = at or timezone.now()
    with stepping(article) as article:
        require_updater(by, article, moment)
        live = live_of(article, moment)
        if live.retracted:
            raise ValidationError("The story is retracted; its notice stands alone.")
        if live_number is not None and live.number != live_number:
            raise ValidationError(
                f"Version {live.number} went live since you read version "
                f"{live_number}. Look at it first."
            )
        mark_checked(article, by=by, at=moment)
        log(article, Verb.CHECK, by=by, version=live, detail=note.strip())
    return article


@logged(Verb.CHECK)
def read_still_true(
    article: Article, claim: int, *, by: User, at: datetime | None = None
) -> Article:
    """
    Say that a flagged sentence of the live story was read against the fact and stays.

    The same fact flags it no more, in this version or a later one; another fact does.
    The story counts as checked.
    """
    moment = at or timezone.now()
    with stepping(article) as article:
        require_updater(by, article, moment)
        flagged = Claim.objects.in_doubt(moment).for_readers(moment)
        found = flagged.filter(pk=claim, version__article=article).first()
        if found is None:
            raise ValidationError(
                "That sentence needs nobody any more: the story, the facts or a "
                "colleague were quicker."
            )
        note = f"Read “{found.sentence}” against: {found.doubt_why}"  # type: ignore[attr-defined]
        confirm_still_true(article, by=by, note=note, at=moment)
        StillTrue.objects.get_or_create(
            article=article,
            key=found.key,
            cause=found.doubt_cause,  # type: ignore[attr-defined]
            defaults={"by": by},
        )
    return article


def mark_checked(article: Article, *, by: User, at: datetime) -> None:
    """
    For steps by which a person vouches for the whole story: its first publication, a
    substantive update, a correction. The stamp never moves back.
    """
    if article.checked_at and article.checked_at >= at:
        return
    article.checked_at, article.checked_by = at, by
    article.save(update_fields=["checked_at", "checked_by"])
