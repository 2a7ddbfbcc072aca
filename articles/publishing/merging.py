"""One story where there were two, and two again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.logbook import log, logged
from articles.models import Article, Note, OldAddress, Pick, Version, VersionLink
from articles.models.log import Verb
from articles.signals import window_changed
from authors.models import User
from shows.models import Embargo

from .addresses import unique_address
from .stepping import live_of, require_publisher, spoken, stepping
from .takedown import end_windows
from .versions import freeze_content, keep_working_copy_latest
from .windows import give_window, start_of

# What leads to a story and goes where it goes, and by which column. Blocks in bodies name
# it by its number and follow `merged_into`; links in bodies follow the old address.
FOLLOWS: dict[str, tuple[Any, str]] = {
    "old_addresses": (OldAddress, "article"),
    "notes": (Note, "article"),
    "picks": (Pick, "article"),
    "links": (VersionLink, "article"),
    "leading": (Article, "leads_to_article"),
    "merged": (Article, "merged_into"),
}


@logged(Verb.MERGE)
def merge(
    article: Article, *, into: Article, by: User, at: datetime | None = None
) -> Article:
    """
    Lead readers of a story to another one, for good, and take what led to it along.

    Its own text and history stay in its row, which nobody can work on until the merge
    is undone. The story that is kept says what it says.
    """
    moment = at or timezone.now()
    if article.pk == into.pk:
        raise ValidationError("A story cannot be merged into itself.")
    # In one order, so that two merges the opposite way round do not wait for each other.
    first, second = sorted([article, into], key=lambda each: each.pk)
    with stepping(first) as one, stepping(second) as two:
        article, kept = (one, two) if one.pk == article.pk else (two, one)
        require_publisher(by)
        if live_of(kept, moment).retracted:
            raise ValidationError("A retracted story takes in no other.")
        live = article.versions.live(moment).first()
        was_public = article.versions.filter(live_from__lte=moment).exists()
        moved = {
            "slug": article.slug,
            "live": live.pk if live else None,
            "until": live.expires_at.isoformat() if live and live.expires_at else None,
            "coming": [
                {
                    "version": version.pk,
                    "from": start_of(version).isoformat(),
                    "until": version.expires_at and version.expires_at.isoformat(),
                    "embargo": version.embargo_id,
                }
                for version in article.versions.scheduled(moment)
            ],
            **{
                name: _hand_over(model, column, article, kept)
                for name, (model, column) in FOLLOWS.items()
            },
        }
        end_windows(article, moment)
        article.preview_links.take_back(moment)
        slug = article.slug
        article.slug = f"{slug[:120]}-merged-{article.pk}"
        article.merged_into, article.merge_moved = kept, moved
        article.save(update_fields=["slug", "merged_into", "merge_moved"])
        if was_public:
            OldAddress.objects.create(slug=slug, article=kept, left_at=moment)
        log(article, Verb.MERGE, by=by, detail=f"Into {kept.get_absolute_url()}.")
        for each in (article, kept):
            window_changed.send(Article, article=each)
    return article


@logged(Verb.PART)
def part(article: Article, *, by: User, at: datetime | None = None) -> Article:
    """
    Undo a merge: the story has its address and what came with it again, and is live
    if it was. What was scheduled is scheduled again where its time is still to come.
    """
    moment = at or timezone.now()
    with stepping(article, even_if_merged=True) as article:
        require_publisher(by)
        kept, moved = article.merged_into, article.merge_moved
        if kept is None or moved is None:
            raise ValidationError("The story was not merged into another one.")
        schedules, missed = taken_back(article, moment)
        OldAddress.objects.filter(slug=moved["slug"], article=kept).delete()
        article.slug = _own_slug(article, moved["slug"])
        article.merged_into = article.merge_moved = None
        article.save(update_fields=["slug", "merged_into", "merge_moved"])
        for name, (model, column) in FOLLOWS.items():
            # What was merged before it followed has nothing of that.
            rows = model.objects.filter(pk__in=moved.get(name, []), **{column: kept})
            rows.update(**{column: article})
        live = article.versions.filter(pk=moved["live"]).first()
        until = moved["until"] and datetime.fromisoformat(moved["until"])
        if live and (not until or until > moment):
            again = freeze_content(
                article, live.content, by=by, based_on=live, note="Merge undone"
            )
            give_window(article, again, moment, until, now=moment, reason="")
            keep_working_copy_latest(article, by=by, note="Draft")
        for schedule in schedules:
            give_window(
                article,
                schedule.version,
                schedule.start,
                schedule.until,
                now=moment,
                reason=schedule.version.update_reason if live else "",
                embargo=schedule.embargo,
            )
        said = [f"From {kept.get_absolute_url()}.", *map(str, missed)]
        log(article, Verb.PART, by=by, detail=" ".join(said))
        for each in (article, kept):
            window_changed.send(Article, article=each)
    return article


def _own_slug(article: Article, slug: str) -> str:
    """What it had, unless that was given up meanwhile and another story took it."""
    others = Article.objects.filter(slug=slug).exclude(pk=article.pk)
    old = OldAddress.objects.filter(slug=slug).exclude(article=article)
    taken = others.exists() or old.exists()
    return unique_address(article.headline, but=article) if taken else slug


@dataclass(frozen=True)
class Schedule:
    """What was to go live when a merge took it back."""

    version: Version
    start: datetime
    until: datetime | None
    embargo: Embargo | None

    def __str__(self) -> str:
        return (
            f"Version {self.version.number}, which was scheduled for "
            f"{spoken(self.start)}, is not scheduled again."
        )


def taken_back(article: Article, at: datetime) -> tuple[list[Schedule], list[Schedule]]:
    """
    The schedules that a merge took back: those that parting puts back, in order, and
    those whose time has passed or whose embargo is over.
    """
    again, missed = [], []
    rows = (article.merge_moved or {}).get("coming", [])
    versions = article.versions.in_bulk([row["version"] for row in rows])
    embargoes = Embargo.objects.in_bulk([row["embargo"] for row in rows])
    for row in rows:
        embargo = embargoes.get(row["embargo"])
        schedule = Schedule(
            versions[row["version"]],
            # It may have moved meanwhile.
            embargo.lifts_at if embargo else datetime.fromisoformat(row["from"]),
            row["until"] and datetime.fromisoformat(row["until"]),
            embargo,
        )
        over = schedule.until is not None and schedule.until <= schedule.start
        if schedule.start <= at or over or (embargo and embargo.cancelled_at):
            missed.append(schedule)
        else:
            again.append(schedule)
    return sorted(again, key=lambda each: each.start), missed


def _hand_over(model: Any, column: str, article: Article, kept: Article) -> list[int]:
    """The rows that changed hands; what the kept story has already stays behind."""
    rows: Any = model.objects.filter(**{column: article})
    have: Any
    if model is VersionLink:
        have = model.objects.filter(article=kept).values("version")
        rows = rows.exclude(version__in=have).exclude(version__article=kept)
    elif model is Pick:
        have = model.objects.filter(article=kept).values("selection")
        rows = rows.exclude(selection__in=have).exclude(selection__article=kept)
    elif model is Article:
        rows = rows.exclude(pk=kept.pk)
    keys = list(rows.values_list("pk", flat=True))
    model.objects.filter(pk__in=keys).update(**{column: kept})
    return keys
