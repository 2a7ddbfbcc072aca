"""What is picked, in the words of the desk: its name, and whether readers see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format

from articles.desk.unseen import why_hidden
from articles.models import Article, Pick, Selection, Version
from articles.publishing import spoken
from images.renditions import picture_url
from shows.models import Fact, Platform, Season, Show
from shows.similar import released

from .content import Content


@dataclass(frozen=True)
class Described:
    """A story or show in a list of picks."""

    target: str
    title: str
    detail: str
    thumb: str = ""
    url: str = ""
    # Why readers do not see it; empty if they do.
    hidden: str = ""


def describe(rows: Iterable[Content], at: datetime) -> dict[str, Described]:
    """By target, for whoever may curate. Six queries, however many there are."""
    rows = list(rows)
    stories = {row["article"] for row in rows if row["article"]}
    shows = {row["show"] for row in rows if row["show"]}
    found = {f"article:{pk}": each for pk, each in _stories(stories, at).items()}
    return found | {f"show:{pk}": each for pk, each in _shows(shows, at).items()}


def _stories(keys: set[int], at: datetime) -> dict[int, Described]:
    if not keys:
        return {}
    windows = Version.objects.filter(article__in=keys).select_related("lead_image")
    windows = windows.defer("content", "body")
    live = {version.article_id: version for version in windows.live(at)}
    coming: dict[int, Version] = {}
    for version in windows.scheduled(at).order_by("live_from"):
        coming.setdefault(version.article_id, version)
    described = {}
    articles = Article.objects.filter(pk__in=keys).defer("body", "merged_into__body")
    found = list(articles.select_related("embargo", "merged_into"))
    seen = {pk for pk, version in live.items() if not version.retracted}
    hidden = why_hidden([each for each in found if each.pk not in seen], at)
    for article in found:
        shown = live.get(article.pk, coming.get(article.pk))
        image = shown.lead_image if shown else None
        described[article.pk] = Described(
            target=f"article:{article.pk}",
            title=(shown.headline if shown else "") or str(article),
            detail=_detail(article, live.get(article.pk)),
            thumb=picture_url(image, "card", 320) if image else "",
            url=article.get_absolute_url() if article.pk in live else "",
            hidden=hidden.get(article.pk, ""),
        )
    return described


def _detail(article: Article, live: Version | None) -> str:
    kind = str(article.get_kind_display())
    if live is None or live.published_at is None:
        return kind
    return f"{kind}, {date_format(timezone.localdate(live.published_at), 'j F Y')}"


def _shows(keys: set[int], at: datetime) -> dict[int, Described]:
    if not keys:
        return {}
    shows = Show.objects.filter(pk__in=keys).select_related("poster", "merged_into")
    rows = list(shows)
    public = set(
        Show.objects.public(at).filter(pk__in=keys).values_list("pk", flat=True)
    )
    out = released(rows, at)
    described = {}
    for show in rows:
        kind = str(show.get_kind_display())
        detail = f"{kind}, {show.year}" if show.year else kind
        described[show.pk] = Described(
            target=f"show:{show.pk}",
            title=show.title,
            detail=detail if show.pk in out else f"{detail}, not released yet",
            thumb=picture_url(show.poster, "poster", 160) if show.poster else "",
            url=show.get_absolute_url() if show.pk in public else "",
            hidden=_hidden_show(show, show.pk in public),
        )
    return described


def _hidden_show(show: Show, is_public: bool) -> str:
    if show.merged_into_id:
        return f"Hidden: merged into “{show.merged_into}”"
    return "" if is_public else "Hidden: readers cannot know of it yet"


def waiting(selection: Selection, at: datetime) -> dict[str, str]:
    """
    Why a pick does not stand where it was put, whatever it is about, by its uid: it has
    not begun, or is over. As it is stored, in one query.
    """
    if selection._state.adding:
        return {}
    picks = Pick.objects.with_end(at, timezone.localdate(at)).filter(
        selection=selection, is_never=False
    )
    said = {str(pick.uid): _waits(pick, at) for pick in picks.select_related("embargo")}
    return {uid: why for uid, why in said.items() if why}


def _waits(pick: Any, at: datetime) -> str:
    if pick.ends_at and pick.ends_at <= at:
        return f"Over since {spoken(pick.ends_at)}"
    if pick.event_is_over:
        return "Over: what it waited for has happened"
    if pick.embargo and pick.embargo.cancelled_at:
        return "Over: its embargo was cancelled"
    if pick.embargo and at < pick.embargo.lifts_at:
        return f"Waits for its embargo, which lifts on {spoken(pick.embargo.lifts_at)}"
    if pick.starts_at and pick.starts_at > at:
        return f"Stands here from {spoken(pick.starts_at)}"
    return ""


@dataclass(frozen=True)
class Seen:
    """How many picks of a list readers see, of how many."""

    seen: int
    of: int

    @property
    def hidden(self) -> int:
        return self.of - self.seen


def seen_of(selections: Iterable[Selection], at: datetime) -> dict[int, Seen]:
    """By key of the list. One query; a list that is retired shows none."""
    chosen = list(selections)
    picks = Pick.objects.filter(selection__in=chosen, is_never=False).order_by()
    live = Version.objects.live(at).listed().filter(article=OuterRef("article"))
    public = Show.objects.public(at).listed().filter(pk=OuterRef("show"))
    seen = Pick.objects.current(at, timezone.localdate(at)).filter(
        Exists(live) | Exists(public), selection__is_retired=False
    )
    counted = picks.values("selection").annotate(
        of=Count("pk"), seen=Count("pk", filter=Q(pk__in=seen.values("pk")))
    )
    found = {row["selection"]: Seen(row["seen"], row["of"]) for row in counted}
    return {each.pk: found.get(each.pk, Seen(0, 0)) for each in chosen}


def shows_of(rows: Iterable[Content]) -> dict[str, int]:
    """The show that each picked thing is about, by target."""
    rows = list(rows)
    stories = [row["article"] for row in rows if row["article"]]
    about = Article.shows.through.objects.filter(article__in=stories)  # type: ignore[attr-defined]
    found = {f"show:{row['show']}": row["show"] for row in rows if row["show"]}
    for article, show in about.order_by("is_primary", "-position").values_list(
        "article_id", "show_id"
    ):
        # The last one stands: the primary one.
        found[f"article:{article}"] = show
    return found


def endings(shows: Iterable[int], at: datetime) -> dict[int, list[tuple[str, str]]]:
    """What a pick can end on, by show: (value, words). Three queries."""
    keys = {pk for pk in shows if pk}
    found: dict[int, list[tuple[str, str]]] = {}
    if not keys:
        return found
    titles = {show.pk: show for show in Show.objects.filter(pk__in=keys)}
    for pk, show in titles.items():
        found[pk] = []
        if not show.has_seasons:
            words = f"until {show.title} premieres"
            found[pk].append((f"premieres:{pk}", words))
    for season in Season.objects.filter(show__in=keys).order_by("show", "-number"):
        title = titles[season.show_id].title
        found[season.show_id].append(
            (
                f"premieres:{season.show_id}:{season.pk}",
                f"until {season.name} of {title} premieres",
            )
        )
    on: Any = Fact.objects.at(at).confirmed()
    on = on.filter(show__in=keys, field=Fact.Field.PLATFORM, value="in")
    pairs = set(on.values_list("show_id", "platform_id", "platform__name"))
    for pk, platform, name in sorted(pairs, key=lambda pair: (pair[0], pair[2])):
        value = f"leaves:{pk}:{platform}"
        found[pk].append((value, f"while {titles[pk].title} is on {name}"))
    return found


def ending_of(row: Content) -> str:
    """The event of a row as one value of a form."""
    parts = [row["event"], row["event_show"]]
    parts.append(row["event_season"] or row["event_platform"])
    return ":".join(str(part) for part in parts if part)


def ending_in_words(row: Content) -> str:
    """Of an event that is offered no more, as one of a season that is over."""
    if not row["event"]:
        return ""
    show = Show.objects.filter(pk=row["event_show"]).first()
    if row["event"] == "premieres":
        season = Season.objects.filter(pk=row["event_season"]).first()
        return f"until {f'{season.name} of ' if season else ''}{show} premieres"
    platform = Platform.objects.filter(pk=row["event_platform"]).first()
    return f"while {show} is on {platform}"
