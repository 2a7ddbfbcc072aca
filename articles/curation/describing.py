"""What is picked, in the words of the desk: its name, and whether readers see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article, Version
from articles.publishing import spoken
from images.renditions import picture_url
from shows.models import Fact, Platform, Season, Show
from shows.similar import released

from .content import Content, target_of


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
    """By target, for whoever may curate. Five queries, however many there are."""
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
    for article in Article.objects.filter(pk__in=keys).defer("body"):
        shown = live.get(article.pk, coming.get(article.pk))
        image = shown.lead_image if shown else None
        described[article.pk] = Described(
            target=f"article:{article.pk}",
            title=(shown.headline if shown else "") or str(article),
            detail=_detail(article, live.get(article.pk)),
            thumb=picture_url(image, "card", 320) if image else "",
            url=article.get_absolute_url() if article.pk in live else "",
            hidden=_hidden(article, live.get(article.pk), coming.get(article.pk)),
        )
    return described


def _detail(article: Article, live: Version | None) -> str:
    kind = str(article.get_kind_display())
    if live is None or live.published_at is None:
        return kind
    return f"{kind}, {date_format(timezone.localdate(live.published_at), 'j F Y')}"


def _hidden(article: Article, live: Version | None, coming: Version | None) -> str:
    if live:
        return "Retracted: readers do not see it here." if live.retracted else ""
    if article.state == Article.State.KILLED:
        return "Killed: readers do not see it."
    if coming:
        return f"Readers see it from {spoken(coming.live_from)}."
    return "Not live: readers do not see it."


def _shows(keys: set[int], at: datetime) -> dict[int, Described]:
    if not keys:
        return {}
    rows = list(Show.objects.filter(pk__in=keys).select_related("poster"))
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
            hidden="" if show.pk in public else "Readers cannot know of it yet.",
        )
    return described


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


def targets_of(rows: Iterable[Content]) -> list[str]:
    return [target_of(row) for row in rows]
