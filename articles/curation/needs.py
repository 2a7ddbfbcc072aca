"""
What editors chose and should look at again: the desk's queue of curation.

Each question is one or two queries, cut off at `MOST`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import (
    Pick,
    Placement,
    Selection,
    Version,
    VersionPerson,
    VersionShow,
)
from articles.models.article import Article
from shows.models import Show

from .fill import rules

MOST = 100
# A shelf with fewer is no shelf.
FEWEST_ON_A_SHELF = 3
# How far back stories without anything beside them are looked for.
RECENTLY = timedelta(days=30)


@dataclass(frozen=True)
class Need:
    """One thing to do, in a sentence."""

    selection: Selection | None
    says: str
    pick: Pick | None = None
    version: Version | None = None

    @property
    def where(self) -> str:
        return str(self.selection) if self.selection else f"“{self.version.headline}”"  # type: ignore[union-attr]


@dataclass(frozen=True)
class Queue:
    """Needs of one kind."""

    key: str
    title: str
    explains: str
    needs: list[Need]


def queues(at: datetime) -> list[Queue]:
    return [
        Queue(
            "hidden",
            "Picks that readers do not see",
            "The story is not live, or was retracted; the show is not public yet.",
            list(_hidden(at)),
        ),
        Queue(
            "ended",
            "Picks that have ended",
            "Their time or their event is over. Something else stands there now.",
            list(_ended(at)),
        ),
        Queue(
            "outdated",
            "Picks of stories that may be out of date",
            "News that has not been updated for a long time.",
            list(_outdated(at)),
        ),
        Queue(
            "thin",
            "Thin shelves and lonely stories",
            "Shelves with too little on them, and new stories that name no show or "
            "person, so that nothing but the newest fits beside them.",
            [*_thin_shelves(at), *_lonely(at)],
        ),
        Queue(
            "untouched",
            "Lists that nobody has looked at for long",
            "Open one, and save it when it still holds.",
            list(_untouched(at)),
        ),
    ]


def count(at: datetime) -> int:
    return sum(len(queue.needs) for queue in queues(at))


def _picks() -> Any:
    return (
        Pick.objects.filter(is_never=False, selection__is_retired=False)
        .select_related(
            "selection__article", "selection__show", "article", "show", "embargo"
        )
        .defer("article__body", "selection__article__body")
        .order_by("selection_id", "position")
    )


def _live(at: datetime) -> Any:
    return Version.objects.live(at).filter(article=OuterRef("article"))


def _hidden(at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    scheduled = Version.objects.scheduled(at).filter(article=OuterRef("article"))
    secret = Show.objects.filter(pk=OuterRef("show")).public(at)
    stories = Q(article__isnull=False) & ~Exists(_live(at).listed())
    shows = Q(show__isnull=False) & ~Exists(secret)
    picks = _picks().current(at, today).filter(stories | shows)
    picks = picks.annotate(
        is_retracted=Exists(_live(at).filter(retracted=True)),
        is_coming=Exists(scheduled),
    )
    for pick in picks[:MOST]:
        state = "is not live"
        if pick.show:
            state = "is not public yet"
        elif pick.article and pick.article.state == Article.State.KILLED:
            state = "was killed"
        elif pick.is_retracted:
            state = "was retracted"
        elif pick.is_coming:
            # It will come by the clock, as it was meant to.
            continue
        yield Need(pick.selection, f"“{_name(pick)}” {state}.", pick)


def _ended(at: datetime) -> Iterator[Need]:
    for pick in _picks().ended(at, timezone.localdate(at))[:MOST]:
        over = bool(pick.ends_at and pick.ends_at <= at)
        why = "its time is over" if over else "what it waited for has happened"
        if pick.embargo and pick.embargo.cancelled_at:
            why = "its embargo was cancelled"
        yield Need(pick.selection, f"“{_name(pick)}” has ended: {why}.", pick)


def _outdated(at: datetime) -> Iterator[Need]:
    days = rules().freshness_days
    if not days:
        return
    stale = (
        Version.objects.live(at)
        .listed()
        .filter(article=OuterRef("article"), updated_at__lt=at - timedelta(days=days))
        .exclude(kind__in=[Version.Kind.EXPLAINER, Version.Kind.LIST])
    )
    picks = _picks().current(at, timezone.localdate(at)).filter(Exists(stale))
    for pick in picks[:MOST]:
        says = f"“{_name(pick)}” was last updated more than {days} days ago."
        yield Need(pick.selection, says, pick)


def _thin_shelves(at: datetime) -> Iterator[Need]:
    picks = Pick.objects.current(at, timezone.localdate(at))
    seen = picks.filter(
        Q(show__isnull=False) | Exists(_live(at).listed()), is_never=False
    )
    shelves = (
        Selection.objects.shelves()
        .in_use()
        .filter(Exists(Placement.objects.filter(selection=OuterRef("pk"))))
        .annotate(shown=Count("picks", filter=Q(picks__in=seen.values("pk"))))
        .filter(shown__lt=FEWEST_ON_A_SHELF)
        .order_by("shown", "title", "pk")
    )
    for shelf in shelves[:MOST]:
        things = "thing" if shelf.shown == 1 else "things"
        says = f"Readers see {shelf.shown or 'no'} {things} on it."
        yield Need(shelf, says)


def _lonely(at: datetime) -> Iterator[Need]:
    of_version = {"version": OuterRef("pk")}
    stories = (
        Version.objects.live(at)
        .listed()
        .filter(published_at__gte=at - RECENTLY)
        .filter(~Exists(VersionShow.objects.filter(**of_version)))
        .filter(~Exists(VersionPerson.objects.filter(**of_version)))
        .filter(
            ~Exists(
                Pick.objects.filter(
                    selection__article=OuterRef("article"), is_never=False
                )
            )
        )
        .select_related("article")
        .defer("body", "content", "article__body")
        .newest()
    )
    for version in stories[:MOST]:
        says = "Nothing but the newest stories fits beside it. Pick a few."
        yield Need(None, says, version=version)


def _untouched(at: datetime) -> Iterator[Need]:
    days = rules().untouched_days
    old = (
        Selection.objects.in_use()
        .filter(touched_at__lt=at - timedelta(days=days))
        .filter(Exists(Pick.objects.filter(selection=OuterRef("pk"))))
        .select_related("article", "show", "touched_by")
        .defer("article__body")
        .order_by(F("touched_at").asc())
    )
    for selection in old[:MOST]:
        since = (at - selection.touched_at).days if selection.touched_at else 0
        yield Need(
            selection, f"Last saved {since} days ago, by {selection.touched_by}."
        )


def _name(pick: Pick) -> str:
    return str(pick.article or pick.show)


def picked_in(target: Article | Show) -> QuerySet[Pick]:
    """Where something is picked, for those who are about to take it away."""
    owner = {"article" if isinstance(target, Article) else "show": target}
    return _picks().filter(**owner)


def said_of(article: Article) -> list[str]:
    """Where a story is picked, in a sentence for the page of a step."""
    picks = list(picked_in(article)[: MOST + 1])
    if not picks:
        return []
    named = ", ".join(str(pick.selection) for pick in picks[:5])
    more = f" and {len(picks) - 5} more" if len(picks) > 5 else ""
    places = "1 list" if len(picks) == 1 else f"{len(picks)} lists"
    return [f"It is picked in {places}, and leaves them at once: {named}{more}."]
