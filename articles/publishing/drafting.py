"""What writers do: start, save, submit, restore. Nothing here changes what readers see."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import content as contents
from articles.content import Content
from articles.merging import Clash, Side, merge
from articles.models import (
    Article,
    Version,
)
from articles.permissions import may_edit, may_publish, may_see, require
from articles.readiness import problems
from authors.models import User

from .addresses import unique_address
from .stepping import check_own, latest_of, locked, stepping
from .versions import clean, freeze, save


class StaleBase(ValidationError):
    """
    Somebody else saved meanwhile, and both changed the same thing.

    Nothing was written. `clashes` says what, `latest` is the version saved meanwhile.
    """

    def __init__(self, latest: Version, clashes: list[Clash]) -> None:
        self.latest = latest
        self.clashes = clashes
        what = ", ".join(clash.label.lower() for clash in clashes)
        super().__init__(
            f"{latest.by} saved version {latest.number} while you were writing, and "
            f"both of you changed: {what}. Choose below; nothing of either is lost."
        )


@transaction.atomic
def start(*, by: User, headline: str = "", kind: str = Article.Kind.NEWS) -> Article:
    """An empty story of this writer's own, with an address but no version yet."""
    require(by.has_perm("articles.add_article"), "You may not start stories.")
    return Article.objects.create(
        owner=by,
        headline=headline,
        kind=kind,
        slug=unique_address(headline),
    )


@transaction.atomic
def save_version(
    article: Article,
    content: Content | None = None,
    *,
    by: User,
    base: int | None = None,
    choices: dict[str, Side] | None = None,
    note: str = "",
) -> Version:
    """
    Save the working copy as the next version.

    `content` is what the person wants the story to say; without it the rows are taken
    as they stand. `base` is the number of the version they began from: where it is no
    longer the latest, both sides are merged, and `StaleBase` is raised (nothing
    written) for what both changed and `choices` does not settle. Saving what is
    already saved makes no version and returns the latest.
    """
    article = locked(article)
    require(may_edit(by, article), "You may not change this story now.")
    latest = article.versions.first()
    if content is None:
        content = contents.capture(article)
    elif latest and base is not None and base != latest.number:
        began_from = article.versions.get(number=base)
        merged = merge(
            began_from.content,
            clean(content, timezone.now()),
            latest.content,
            choices=choices,
        )
        if merged.clashes:
            raise StaleBase(latest, merged.clashes)
        content = merged.content
        note = note or f"Merged with version {latest.number}"
    return save(article, content, by=by, based_on=latest, note=note)


def submit(article: Article, *, by: User) -> Article:
    """Hand a draft to the editors."""
    with stepping(article) as article:
        if article.state != Article.State.DRAFT:
            raise ValidationError("The story is in review already.")
        require(may_edit(by, article), "You may not submit this story.")
        found = problems(latest_of(article).content, at=timezone.now())
        if found:
            raise ValidationError(found)
        article.state = Article.State.IN_REVIEW
        article.save(update_fields=["state"])
    return article


def return_to_writer(article: Article, *, by: User) -> Article:
    """Take a story out of review: an editor returns it, or its writer withdraws it."""
    with stepping(article) as article:
        require(
            may_publish(by) or (may_see(by, article) and article.owner_id == by.pk),
            "You may not take this story out of review.",
        )
        if article.state != Article.State.IN_REVIEW:
            raise ValidationError("The story is not in review.")
        article.state = Article.State.DRAFT
        article.save(update_fields=["state"])
    return article


def restore(
    article: Article, version: Version, *, by: User
) -> tuple[Version, list[str]]:
    """
    Make an older version the working copy again, as a new version.

    Returns it with the names of targets that are gone and were left out. What readers
    see does not change.
    """
    with stepping(article) as article:
        require(may_edit(by, article), "You may not change this story now.")
        check_own(article, version)
        gone = contents.write(article, version.content)
        restored = freeze(
            article,
            by=by,
            based_on=version,
            note=f"Restored from version {version.number}",
        )
    return restored, gone


def settle(article: Article, *, by: User) -> Article:
    """Say that the draft has been brought into line with the fix of the live story."""
    with stepping(article) as article:
        require(may_edit(by, article), "You may not change this story now.")
        article.unsettled = []
        article.save(update_fields=["unsettled"])
    return article


def delete(article: Article, *, by: User) -> None:
    """Delete a draft that readers never saw. What was ever live is never deleted."""
    with stepping(article) as article:
        require(
            by.has_perm("articles.delete_article") and may_edit(by, article),
            "You may not delete this story.",
        )
        if article.was_ever_live:
            raise ValidationError(
                "The story was published or is scheduled, so it is kept for good. "
                "Unpublish or retract it instead."
            )
        article.delete()
