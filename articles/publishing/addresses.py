"""Where a story stands, and the old addresses that lead to it for good."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.checking.readiness import UNTITLED
from articles.logbook import log, logged
from articles.models import (
    Article,
    OldAddress,
)
from articles.models.log import Verb
from articles.permissions import may_edit, may_publish, require
from articles.signals import window_changed
from authors.models import User
from images.slugs import slug_of, unique_slug

from .stepping import stepping


def unique_address(headline: str, *, but: Article | None = None) -> str:
    """An address in any script that no other story has or ever had in public."""
    slug = unique_slug(Article, headline, fallback=UNTITLED, but=but)
    number = 2
    while (
        OldAddress.objects.filter(slug=slug)
        .exclude(article__in=[but.pk] if but and but.pk else [])
        .exists()
    ):
        slug = unique_slug(Article, f"{headline or UNTITLED} {number}", but=but)
        number += 1
    return slug


@logged(Verb.ADDRESS)
def change_address(
    article: Article, slug: str, *, by: User, at: datetime | None = None
) -> Article:
    """
    Move a story to another address.

    Once a story was ever live, its old address redirects for good, in one hop however
    often it moves; one that is only scheduled would be given away by that. An address
    that another story has or had is refused; moving back to an own old one is fine.
    """
    moment = at or timezone.now()
    with stepping(article) as article:
        require(
            may_publish(by) if article.was_ever_live else may_edit(by, article),
            "You may not change the address of this story.",
        )
        slug = clean_address(slug)
        if slug == article.slug:
            return article
        if Article.objects.filter(slug=slug).exclude(pk=article.pk).exists():
            raise ValidationError(f"Another story has the address “{slug}”.")
        taken = OldAddress.objects.filter(slug=slug).first()
        if taken and taken.article_id != article.pk:
            raise ValidationError(
                f"“{slug}” is an old address of another story and still leads there."
            )
        if taken:
            taken.delete()
        if article.versions.filter(live_from__lte=moment).exists():
            OldAddress.objects.create(
                slug=article.slug, article=article, left_at=moment
            )
        log(article, Verb.ADDRESS, by=by, detail=f"{article.slug} → {slug}")
        article.slug = slug
        article.save(update_fields=["slug"])
        window_changed.send(Article, article=article)
    return article


def clean_address(slug: str) -> str:
    """The address as it will be stored; raises `ValidationError` if nothing is left."""
    cleaned = slug_of(slug, 150)
    if not cleaned:
        raise ValidationError(
            "An address needs at least one letter or digit, in any script."
        )
    return cleaned
