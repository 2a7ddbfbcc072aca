"""Writing: start, save, restore, delete. Nothing here changes what readers see."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import content as contents
from articles.addresses.mending import mended
from articles.addresses.straightening import straightened
from articles.content import Content
from articles.differences.merging import Clash, Side, merge
from articles.logbook import log, logged
from articles.models import (
    Article,
    Version,
)
from articles.models.log import Verb
from articles.permissions import may_edit, may_see, require
from authors.models import User

from .addresses import unique_address
from .stepping import (
    check_not_killed,
    check_own,
    latest_of,
    stepping,
)
from .versions import clean, freeze, save, save_as_it_stands


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
    with stepping(article) as article:
        check_not_killed(article)
        require(may_edit(by, article), "You may not change this story now.")
        latest = article.versions.first()
        if content is None:
            return save_as_it_stands(article, by=by, based_on=latest, note=note)
        if latest and base is not None and base != latest.number:
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


def straighten(article: Article, *, by: User) -> Version:
    """
    Save the story with links that lead straight to where pages of ours have moved.
    """
    latest = article.versions.first()
    if latest is None:
        raise ValidationError("The story has no version yet.")
    (body,) = straightened([latest.content["body"]], timezone.now())
    if body == latest.content["body"]:
        raise ValidationError("Every link leads straight to its page.")
    return save_version(
        article,
        latest.content | {"body": body},
        by=by,
        base=latest.number,
        note="Links lead straight",
    )


@logged(Verb.SAVE)
def mend_links(
    article: Article, targets: dict[str, str], *, number: int, by: User
) -> Version:
    """
    Save the story with links that lead elsewhere, or are gone where that is empty.
    `targets` are addresses that stand in version `number`, each with another one.
    """
    latest = latest_of(article, number)
    body = mended(latest.content["body"], targets)
    if body == latest.content["body"]:
        raise ValidationError("Every link stays as it is.")
    return save_version(
        article,
        latest.content | {"body": body},
        by=by,
        base=latest.number,
        note="Links mended",
    )


@logged(Verb.RESTORE)
def restore(
    article: Article, version: Version, *, by: User
) -> tuple[Version, list[str]]:
    """
    Make an older version the working copy again, as a new version.

    Returns it with the names of targets that are gone and were left out. What readers
    see does not change.
    """
    with stepping(article) as article:
        check_not_killed(article)
        require(may_edit(by, article), "You may not change this story now.")
        check_own(article, version)
        gone = contents.write(article, version.content)
        restored = freeze(
            article,
            by=by,
            based_on=version,
            note=f"Restored from version {version.number}",
        )
        log(
            article,
            Verb.RESTORE,
            by=by,
            version=restored,
            detail=f"From version {version.number}.",
        )
    return restored, gone


@logged(Verb.SETTLE)
def settle(article: Article, *, by: User) -> Article:
    """Say that the draft has been brought into line with the fix of the live story."""
    with stepping(article) as article:
        require(may_edit(by, article), "You may not change this story now.")
        article.unsettled = []
        article.save(update_fields=["unsettled"])
        log(article, Verb.SETTLE, by=by)
    return article


@logged(Verb.NAME)
def name_version(article: Article, version: Version, *, by: User, name: str) -> Version:
    """Give a version a name by which the desk finds it again, or take it away."""
    with stepping(article) as article:
        require(
            by.has_perm("articles.change_article") and may_see(by, article),
            "You may not name versions of this story.",
        )
        check_own(article, version)
        version.name = " ".join(name.split())[:80]
        version.save(update_fields=["name"])
        log(article, Verb.NAME, by=by, version=version, detail=version.name)
    return version


@logged(Verb.DELETE)
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
        log(article, Verb.DELETE, by=by)
        # What others typed into it and did not save is offered to them as a new story.
        article.autosaves.filter(user=by).delete()
        article.delete()
