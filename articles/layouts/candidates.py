"""Narrow rows of what could stand on a front: stories, slots, pins."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, Subquery

from articles.models import (
    LayoutWindow,
    Slot,
    SlotPin,
    Version,
    VersionShow,
)
from articles.querysets import VersionQuerySet
from images.prepared import Prepared

# How far back the page looks. A section that was not heard of for that long has no
# river on the front page.
POOL = 300
SHORT_POOL = 40


class Row(NamedTuple):
    """One story that could stand somewhere."""

    pk: int
    article_id: int
    kind: str
    section_id: int | None
    section__position: int | None
    section__name: str | None
    lead_image_id: int | None
    disclosure: str


def listed(at: Any) -> VersionQuerySet:
    """Stories that lists may show at a moment."""
    return Version.objects.live(at).listed()


def _rows(stories: VersionQuerySet, number: int) -> Any:
    return stories.values_list(*Row._fields)[:number]


NEWEST = Prepared(lambda at: _rows(listed(at).newest(), POOL))
NEWEST_IN = Prepared(
    lambda at, section: _rows(listed(at).filter(section=section).newest(), POOL)
)
# More than there are places, for some stand elsewhere on the page.
OF_KIND = Prepared(
    lambda at, kind: _rows(listed(at).filter(kind=kind).newest(), SHORT_POOL)
)
OF_KIND_IN = Prepared(
    lambda at, kind, section: _rows(
        listed(at).filter(kind=kind, section=section).newest(), SHORT_POOL
    )
)
LAST_UPDATED = Prepared(lambda at: _rows(listed(at).last_updated(at), SHORT_POOL))
LAST_UPDATED_IN = Prepared(
    lambda at, section: _rows(
        listed(at).filter(section=section).last_updated(at), SHORT_POOL
    )
)
CARDS = Prepared(lambda at, *pks: listed(at).for_cards().filter(pk__in=pks))
SHOWS = Prepared(
    lambda *versions: VersionShow.objects.filter(version__in=versions).only(
        "version", "is_primary", "show__title"
    )
)


def _live_slots(at: Any, **front: Any) -> Any:
    windows = LayoutWindow.objects.live(at).filter(**front)
    return (
        Slot.objects.filter(layout__windows__in=windows)
        .order_by("position", "pk")
        .values(
            "uid",
            "kind",
            "title",
            "size",
            "beside",
            "section",
            "story_kind",
            "shelf",
            "layout",
        )
    )


HOME_SLOTS = Prepared(lambda at: _live_slots(at, front__is_home=True))
SECTION_SLOTS = Prepared(lambda at, section: _live_slots(at, front__section=section))
# Those that readers can see; a pin of anything else takes up no place.
PINS = Prepared(
    lambda at, layout: (
        SlotPin.objects.filter(
            Q(starts_at__isnull=True) | Q(starts_at__lte=at),
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            slot__layout=layout,
        )
        .order_by("slot__position", "position", "pk")
        .annotate(version=Subquery(_version_of(OuterRef("article"), at).values("pk")))
        .values_list("slot__uid", "article_id", "version", "reason")
    )
)


def _version_of(article: Any, at: Any) -> VersionQuerySet:
    return listed(at).filter(article=article).order_by("-live_from")[:1]
