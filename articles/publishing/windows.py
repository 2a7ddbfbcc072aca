"""
The windows of an article's versions, and the rows that lists are read from.

Only the steps of this package write them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import content as contents
from articles.body.linked import linked_stories
from articles.content import Content
from articles.models import (
    Article,
    Version,
    VersionAuthor,
    VersionFact,
    VersionLink,
    VersionName,
    VersionPerson,
    VersionSeason,
    VersionShow,
    VersionTag,
)
from articles.news.printed_facts import rows_of
from articles.signals import window_changed
from images.search import save_names
from shows.models import Embargo

from .lines import lay_lines
from .stepping import spoken
from .versions import freeze_content

INDEX_ROWS: tuple[Any, ...] = (
    VersionShow,
    VersionSeason,
    VersionPerson,
    VersionTag,
    VersionAuthor,
    VersionFact,
    VersionLink,
    VersionName,
)


LONGEST_REASON = 200


def give_window(
    article: Article,
    version: Version,
    start: datetime,
    until: datetime | None,
    *,
    now: datetime,
    reason: str,
    embargo: Embargo | None = None,
) -> Version:
    """
    Lay a window from `start` on, ending the one that covers that moment. What changed
    for readers, if anything worth telling did, is the `reason`. Under an embargo `start`
    is when it lifts.
    """
    if until and until <= start:
        raise ValidationError("A story cannot expire before it is published.")
    if version.live_from and version.live_from <= now:
        # Published again after it expired or was taken down: its first window is
        # history and stays, so the same content gets a version of its own.
        version = freeze_content(
            article, version.content, by=version.by, based_on=version, note=version.note
        )
    others = article.versions.filter(live_from__isnull=False).exclude(pk=version.pk)
    before = others.order_by("-live_from").first()
    if before and start_of(before) >= start:
        raise ValidationError(
            f"Another version of the story is live from {spoken(before.live_from)}; "
            "windows follow one another."
        )
    if version.live_from:
        take_index_rows(version)
    version.live_from = start
    version.embargo = embargo
    version.expires_at = until
    version.published_at = before.published_at if before else start
    version.knew_at = before.knew_at if before else None
    if before and reason:
        version.updated_at, version.update_reason = start, reason
    elif before:
        version.updated_at = before.updated_at
        version.update_reason = before.update_reason
    else:
        version.updated_at, version.update_reason = start, ""
    version.stopped_because = ""
    lay_windows(article, version)
    lay_index_rows(version)
    return version


def told_to_readers(substantive: bool | None, reason: str) -> str:
    """The reason of a change; empty for one of wording, which moves no stamp."""
    reason = " ".join(reason.split())
    if substantive and not reason:
        raise ValidationError("Tell readers in one line what changed.")
    return "" if substantive is False else reason[:LONGEST_REASON]


def own_reason(version: Version) -> str:
    """What readers are told of this version; not what it carries of earlier ones."""
    moved = version.live_from and version.updated_at == version.live_from
    return version.update_reason if moved else ""


def start_of(version: Version) -> datetime:
    """When the window of a version that has one begins."""
    if version.live_from is None:
        raise ValueError(f"{version} has no window.")
    return version.live_from


def lay_windows(article: Article, opened: Version | None = None) -> None:
    """
    Work out every `live_until` from the starts and the own expiries.

    What ends earlier than before is written first, so that no constraint on open or
    overlapping windows is met halfway.
    """
    versions = list(article.versions.filter(live_from__isnull=False))
    if opened:
        versions = [version for version in versions if version.pk != opened.pk]
        versions.append(opened)
    versions.sort(key=start_of)
    _stamp_publication(versions, opened)
    ends: list[tuple[Version, datetime | None]] = []
    for index, version in enumerate(versions):
        following = start_of(versions[index + 1]) if versions[index + 1 :] else None
        own = version.expires_at
        ends.append((version, min((t for t in (own, following) if t), default=None)))
    far = datetime.max.replace(tzinfo=UTC)
    ends.sort(key=lambda pair: (pair[0] is opened, pair[1] or far))
    for version, until in ends:
        if version is opened:
            version.live_until = until
            version.save(
                update_fields=[
                    "live_from",
                    "live_until",
                    "embargo",
                    "expires_at",
                    "published_at",
                    "updated_at",
                    "update_reason",
                    "knew_at",
                    "stopped_because",
                ]
            )
        elif version.live_until != until:
            version.live_until = until
            version.save(update_fields=["live_until"])
    window_changed.send(Article, article=article)


def _stamp_publication(versions: list[Version], opened: Version | None) -> None:
    """
    The story was first published when its first window began. That moves only while
    the first window is still to come: when it is cancelled or moved.
    """
    for version in versions:
        first = start_of(versions[0])
        if version.published_at == first:
            continue
        version.published_at = first
        version.updated_at = max(version.updated_at or first, first)
        if version is not opened:
            version.save(update_fields=["published_at", "updated_at"])
            take_index_rows(version)
            lay_index_rows(version)


def take_window(version: Version, *, because: str = "") -> None:
    version.live_from = version.live_until = version.expires_at = None
    version.published_at = version.updated_at = version.knew_at = None
    version.embargo = None
    version.stopped_because = because
    version.save(
        update_fields=[
            "live_from",
            "live_until",
            "embargo",
            "expires_at",
            "published_at",
            "updated_at",
            "knew_at",
            "stopped_because",
        ]
    )
    take_index_rows(version)


def take_index_rows(version: Version) -> None:
    for rows in INDEX_ROWS:
        rows.objects.filter(version=version).delete()


def lay_index_rows(version: Version) -> None:
    """
    The rows that lists are read from, of a version that has none; a target deleted
    meanwhile gets none.
    """
    content = version.content | {"bylines": contents.bylines_of(version.content)}
    stamp = {"version": version, "published_at": version.published_at}
    VersionShow.objects.bulk_create(
        VersionShow(
            **stamp,
            show_id=row["show"],
            is_primary=row["is_primary"],
            position=position,
        )
        for position, row in _rows(content, "shows")
    )
    VersionAuthor.objects.bulk_create(
        VersionAuthor(
            **stamp, author_id=row["author"], role=row["role"], position=position
        )
        for position, row in _rows(content, "bylines")
    )
    VersionSeason.objects.bulk_create(
        VersionSeason(**stamp, season_id=pk) for pk in _ids(content, "seasons")
    )
    VersionPerson.objects.bulk_create(
        VersionPerson(**stamp, person_id=pk) for pk in _ids(content, "people")
    )
    VersionTag.objects.bulk_create(
        VersionTag(**stamp, tag=tag) for tag in contents.tags_of(content)
    )
    VersionLink.objects.bulk_create(
        VersionLink(version=version, article_id=pk)
        for pk in sorted(linked_stories(version.body))
    )
    VersionFact.objects.bulk_create(rows_of(version))
    lay_lines([version], timezone.now())
    save_names(version.names, [version.headline])


def _rows(content: Content, name: str) -> list[tuple[int, dict[str, Any]]]:
    target, model = contents.ROWS[name].target  # type: ignore[misc]
    present = contents.existing(model, [row[target] for row in content[name]])
    return [
        (position, row)
        for position, row in enumerate(content[name])
        if row[target] in present
    ]


def _ids(content: Content, name: str) -> list[int]:
    return sorted(contents.existing(contents.SETS[name][1], content[name]))
