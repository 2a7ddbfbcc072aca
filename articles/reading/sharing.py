"""
Links for people outside the newsroom: one version, for a while, taken back at will.

A link shows the version it was made for and never a newer one. Who gave it away
answered for those words; a sentence typed afterwards, perhaps not checked yet or
under embargo, must not leave the house by itself. A newer version takes a new link.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.logbook import log, logged
from articles.models import Article, PreviewLink, Version
from articles.models.log import Verb
from articles.models.sharing import LONGEST, LONGEST_LABEL
from articles.permissions import may_publish, may_see, may_share, require
from articles.publishing.stepping import check_not_killed, check_own, spoken, stepping
from authors.models import User

# How many of one story may work at the same time; more than a newsroom can keep in
# mind, and few enough to read through.
MOST = 40


def may_take_back(user: User, link: PreviewLink) -> bool:
    """Whoever made the link, and editors."""
    return may_publish(user) or link.made_by_id == user.pk


@logged(Verb.SHARE)
def share(
    article: Article,
    version: Version,
    *,
    by: User,
    label: str,
    lifetime: timedelta,
    at: datetime | None = None,
) -> PreviewLink:
    """
    Let somebody without an account read a version until `lifetime` has passed, or
    until it goes out, whichever comes first. `label` says who it is for.
    """
    moment = at or timezone.now()
    label = " ".join(label.split())
    with stepping(article) as article:
        require(may_share(by, article), "You may not share this story.")
        check_not_killed(article)
        check_own(article, version)
        _check_terms(article, version, label, lifetime, moment)
        link = PreviewLink.objects.create(
            article=article,
            version=version,
            label=label,
            made_by=by,
            created_at=moment,
            expires_at=min([moment + lifetime, *_goes_out(article, version, moment)]),
        )
        log(
            article,
            Verb.SHARE,
            by=by,
            version=version,
            detail=f"For {label}, until {spoken(link.expires_at)}.",
        )
    return link


@logged(Verb.REVOKE)
def revoke(
    article: Article, link: PreviewLink, *, by: User, at: datetime | None = None
) -> PreviewLink:
    """Take a link back; it stops at once. One that is over already stays as it is."""
    moment = at or timezone.now()
    with stepping(article, even_if_held=True) as article:
        if link.article_id != article.pk:
            raise ValidationError("That link belongs to another story.")
        require(
            may_see(by, article) and may_take_back(by, link),
            "Only who made a link, and editors, may take it back.",
        )
        link.refresh_from_db()
        if link.revoked_at is None and moment < link.expires_at:
            link.revoked_at = moment
            link.save(update_fields=["revoked_at"])
            log(
                article,
                Verb.REVOKE,
                by=by,
                version=link.version,
                detail=f"It was for {link.label}.",
            )
    return link


def _check_terms(
    article: Article,
    version: Version,
    label: str,
    lifetime: timedelta,
    moment: datetime,
) -> None:
    if not label:
        raise ValidationError("Say who the link is for.")
    if len(label) > LONGEST_LABEL:
        raise ValidationError("Say in fewer words who the link is for.")
    if not timedelta(0) < lifetime <= LONGEST:
        raise ValidationError("A link works for 72 hours at most.")
    if version.is_live(moment):
        raise ValidationError(
            "Readers can see this version. Send the address of the story instead."
        )
    if article.preview_links.open(moment).count() >= MOST:
        raise ValidationError(
            f"{MOST} links to this story work already. Take some back first."
        )


def _goes_out(article: Article, version: Version, moment: datetime) -> list[datetime]:
    """When the version, or a later one, becomes what readers see."""
    coming = article.versions.scheduled(moment).filter(number__gte=version.number)
    return [start for start in coming.values_list("live_from", flat=True) if start]
