"""
What search engines are shown: who is in which sitemap, and why a story is not.

The pages decide by the same rules whether they may be listed at all; see
`is_findable` in `templatetags.article_tags`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from taggit.models import Tag

from articles.checking.checklist import SEARCH_DESCRIPTION, SEARCH_TITLE
from articles.models import Article, Pick, Version, VersionLink
from articles.publishing import spoken
from articles.querysets import VersionQuerySet
from authors.models import Author
from shows.models import Person, Season, Show

YEAR = timedelta(days=366)
# What news sitemaps may hold, by the rules of those who read them.
NEWS = timedelta(days=2)
WIDE_ENOUGH = 1200


# XML can hold none of these, however they are written.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Text without what no feed and no sitemap may hold; never marked as safe."""
    # A slice of a safe string is a plain one.
    return NOT_IN_XML.sub("", text[:])


def recent_news(at: datetime) -> VersionQuerySet:
    """
    The stories of the news sitemap: first published within the last two days. What
    somebody paid for is not news.
    """
    live = Version.objects.live(at).listed().unpaid()
    return live.filter(published_at__gt=at - NEWS).newest()


def _told_of(rows: str, owner: str, at: datetime) -> Exists:
    """Whether a story that readers can see is about the row."""
    return Exists(
        Version.objects.live(at)
        .listed()
        .filter(**{f"{rows}__{owner}": OuterRef("pk")})
        .order_by()
    )


def shows(at: datetime) -> QuerySet[Show]:
    found = Show.objects.listed().public(at)
    ours = Show.objects.in_own_words().values("pk")
    return found.filter(Q(pk__in=ours) | _told_of("version_shows", "show", at))


def seasons(at: datetime) -> QuerySet[Season]:
    found = Season.objects.public(at).filter(
        show__in=Show.objects.listed().public(at).order_by().values("pk")
    )
    ours = Season.objects.in_own_words().order_by().values("pk")
    return found.filter(Q(pk__in=ours) | _told_of("version_seasons", "season", at))


def people(at: datetime) -> QuerySet[Person]:
    found = Person.objects.listed().public(at)
    ours = Person.objects.in_own_words().order_by().values("pk")
    return found.filter(Q(pk__in=ours) | _told_of("version_people", "person", at))


def authors(at: datetime) -> QuerySet[Author]:
    told = _told_of("version_authors", "author", at)
    introduced = Author.objects.introduced().order_by().values("pk")
    return Author.objects.listed().filter(Q(pk__in=introduced) | told)


def tags(at: datetime) -> QuerySet[Tag]:
    return Tag.objects.filter(_told_of("version_tags", "tag", at))


def nothing_links_to(stories: VersionQuerySet, at: datetime) -> VersionQuerySet:
    """Those that no other story leads to and no editor picked to stand anywhere."""
    live = Version.objects.live(at).listed().order_by()
    links = VersionLink.objects.filter(
        article=OuterRef("article"), version__in=live.values("pk")
    ).exclude(version__article=OuterRef("article"))
    picks = Pick.objects.current(at, timezone.localdate(at)).filter(
        article=OuterRef("article"), is_never=False
    )
    return stories.filter(~Exists(links), ~Exists(picks))


@dataclass(frozen=True)
class Standing:
    """What search engines get for one version of a story, or would get."""

    version: Version
    # When readers see it; None for a draft, which nobody outside does.
    since: datetime | None
    # Why it is not in the news sitemap; empty when it is.
    not_news_because: str
    news_until: datetime | None
    advice: list[str]

    @property
    def is_news(self) -> bool:
        return not self.not_news_because


def standing(article: Article, at: datetime) -> Standing | None:
    """
    Of the live version, else the next that is scheduled, else the draft; None for a
    story that was never saved.
    """
    versions = article.versions.for_page().order_by("-number")
    live = versions.live(at).first()
    coming = versions.scheduled(at).order_by("live_from").first()
    version = live or coming or versions.first()
    if version is None:
        return None
    because = ""
    until = version.published_at + NEWS if version.published_at else None
    if live is None and coming is not None:
        because = (
            f"It goes out on {spoken(coming.live_from)}, and is in it from then on."
        )
    elif live is None:
        because = "Readers cannot see the story."
    elif live.retracted:
        because = "The story is retracted: its page stays, and is listed nowhere."
    elif live.is_sponsored:
        because = "It is sponsored, and so no news; search engines are told who paid."
    elif until is not None and until <= at:
        because = (
            f"It was first published on {spoken(live.published_at)}. The news sitemap "
            "holds the last two days only; an update does not bring a story back."
        )
    if version.retracted:
        advice = []
    else:
        advice = [*_of_words(version), *_of_picture(version), *_of_company(version, at)]
    return Standing(
        version=version,
        since=version.live_from,
        not_news_because=because,
        news_until=None if because else until,
        advice=advice,
    )


def _of_words(version: Version) -> list[str]:
    found = []
    if len(version.page_title) > SEARCH_TITLE:
        found.append(
            f"The title has {len(version.page_title)} characters; search engines cut "
            f"it off after about {SEARCH_TITLE}."
        )
    if not version.seo_description and not version.standfirst:
        found.append(
            "There is no search description and no standfirst, so the beginning of "
            "the text stands in for both."
        )
    elif len(version.page_description) > 2 * SEARCH_DESCRIPTION[1]:
        found.append("The description is cut off in the middle.")
    return found


def _of_picture(version: Version) -> list[str]:
    image = version.lead_image
    if image is None:
        return ["It has no lead picture, so it is listed without one."]
    made: Any = image.rendition_sizes.get("social") or [[0, 0]]
    if made[-1][0] < WIDE_ENOUGH:
        return [
            f"The lead picture is {image.width} pixels wide; large previews need "
            f"{WIDE_ENOUGH}."
        ]
    return []


def _of_company(version: Version, at: datetime) -> list[str]:
    """What other stories have to do with it."""
    found = []
    others = same_title(version, at)
    if others:
        names = ", ".join(f"“{each.headline}”" for each in others)
        found.append(f"Another story has the same title: {names}.")
    if nothing_links_to(Version.objects.live(at).filter(pk=version.pk), at).exists():
        found.append("No other story leads to it.")
    return found


def same_title(version: Version, at: datetime) -> list[Version]:
    """Other live stories, a year older or newer, that a list of results shows alike."""
    title = version.page_title
    same = Q(seo_title__iexact=title) | Q(seo_title="", headline__iexact=title)
    around = version.published_at or at
    live = (
        Version.objects.live(at)
        .listed()
        .filter(same, published_at__range=(around - YEAR, around + YEAR))
    )
    return list(live.exclude(article=version.article_id).only("headline")[:3])
