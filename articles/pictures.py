"""The stories that show a picture, for `images.usage`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from authors.models import User
from images.models import Image
from images.usage import HIDDEN, MOST_PER_KIND, Reach, Use, Uses, place_of

from .models import Article, Version, VersionPicture

# How a story shows a picture, the most urgent first.
LIVE = "live"
SCHEDULED = "scheduled"
PAST = "in past versions only"
DRAFT = "in drafts only"
STANDINGS = (LIVE, SCHEDULED, PAST, DRAFT)
HELD = "under legal hold"


class StoryUses(Uses):
    """A story is one use, however many of its versions show the picture."""

    def told(self, image: Image, user: User) -> list[Use]:
        stories = _showing(image)
        seen = Article.objects.visible_to(user).filter(pk__in=stories.values("pk"))
        uses = [
            Use(f"Story: {story}", _url(story))
            for story in seen.only("pk", "headline")[:MOST_PER_KIND]
        ]
        hidden = stories.exclude(pk__in=seen.values("pk")).exists()
        return [*uses, HIDDEN] if hidden else uses

    def reach(self, image: Image, user: User, moment: datetime) -> Reach:
        stories = _showing(image)
        seen = Article.objects.visible_to(user, moment)
        standing = _with_standing(
            stories.filter(pk__in=seen.values("pk")), image, moment
        )
        uses = [
            Use(
                str(story),
                _url(story),
                f"{story.standing}, {HELD}" if story.held_at else story.standing,
            )
            for story in standing.only("pk", "headline", "held_at")[:MOST_PER_KIND]
        ]
        counts = dict(
            _with_standing(stories, image, moment)
            .order_by()
            .values_list("standing")
            .annotate(Count("pk"))
        )
        count = sum(counts.values())
        visible = stories.filter(pk__in=seen.values("pk")).count()
        held = stories.filter(held_at__isnull=False).count()
        standings = [(name, counts[name]) for name in STANDINGS if name in counts]
        if held:
            standings.append((HELD, held))
        return Reach(
            "story",
            "stories",
            count,
            uses,
            hidden=count - visible,
            standings=tuple(standings),
        )

    def places(self, pictures: Collection[int]) -> list[QuerySet[Any, Any]]:
        rows = VersionPicture.objects.filter(image__in=pictures)
        return [place_of(rows, "version__article", "image")]

    def before_readers(self, moment: datetime) -> Q:
        live = Version.objects.live(moment)
        return Q(Exists(live.filter(version_pictures__image=OuterRef("pk"))))


def _showing(image: Image) -> QuerySet[Article]:
    rows = VersionPicture.objects.filter(image=image)
    return Article.objects.filter(pk__in=rows.values("version__article"))


def _with_standing(
    stories: QuerySet[Article], image: Image, moment: datetime
) -> QuerySet[Any]:
    """Adds `standing`, one of STANDINGS; the most urgent stories come first."""
    versions = Version.objects.filter(
        article=OuterRef("pk"), version_pictures__image=image
    )
    return stories.annotate(
        standing=Case(
            When(Exists(versions.live(moment)), then=Value(LIVE)),
            When(Exists(versions.scheduled(moment)), then=Value(SCHEDULED)),
            When(Exists(versions.filter(live_from__isnull=False)), then=Value(PAST)),
            default=Value(DRAFT),
        )
    ).order_by(
        Case(*(When(standing=name, then=i) for i, name in enumerate(STANDINGS))),
        "-saved_at",
    )


def _url(story: Article) -> str:
    return reverse("admin:articles_article_change", args=[story.pk])
