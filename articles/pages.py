"""
What the page of a story shows, for readers and for previews alike.

It is built from one version and one moment; nothing else decides what is on it.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from images.prepared import Prepared
from shows import facts
from shows.models import Show
from shows.similar import suggestions

from .bylines import with_bylines
from .embeds import placement_of
from .markup import EMBED
from .models import KEPT_CURRENT, Correction, Version
from .querysets import VersionQuerySet
from .relations import relations_of
from .rendering import Audience, Heading, render_body

WORDS_PER_MINUTE = 230
RELATED = 4
# Fewer headings than this are seen at a glance.
FEWEST_CONTENTS = 3
TOP_LEVEL = 2

CORRECTIONS = Prepared(
    lambda at, article: Correction.objects.public(at).filter(article=article)
)
NEWEST = Prepared(lambda at: _offered(Version.objects.newest(), at))
IN_SECTION = Prepared(
    lambda at, section: _offered(Version.objects.in_section(section).newest(), at)
)
ABOUT_SHOW = Prepared(
    lambda at, show: _offered(Version.objects.about_show(show, at), at)
)


def _offered(stories: VersionQuerySet, at: datetime) -> VersionQuerySet:
    """A few more than a row holds, for some stand on the page already."""
    return stories.live(at).listed().for_cards().prefetch_related(None)[: 2 * RELATED]


def article_page(
    version: Version, moment: datetime, *, audience: Audience = "reader"
) -> dict[str, Any]:
    """
    The context of `articles/article_detail.html`; load it with `for_page()`.

    A retracted story keeps its headline and its notice, and nothing else.
    """
    related = relations_of(version)
    context: dict[str, Any] = {
        "version": version,
        "section": version.section,
        "bylines": related.bylines,
    }
    if version.retracted:
        read_next = _read_next(version, moment, {version.article_id})
        with_bylines(read_next)
        return context | {"read_next": read_next}
    show = related.show
    seen = {version.article_id}
    body = _each_story_once(version.body, seen)
    facts_at = known_at(version, moment)
    checked_at = last_checked(version, moment)
    rendered = render_body(
        body,
        moment=moment,
        facts_at=facts_at,
        checked_at=checked_at,
        audience=audience,
    )
    same_show = _same_show(show, moment, seen)
    seen.update(story.article_id for story in same_show)
    # Where its show has enough to offer, the section need not be asked.
    is_full = len(same_show) == RELATED
    read_next = [] if is_full else _read_next(version, moment, seen)
    # One query for the bylines of both rows of cards.
    with_bylines([*same_show, *read_next])
    return context | {
        "checked_at": checked_at,
        "body": rendered.html,
        "missing": rendered.missing,
        "scripts": rendered.scripts,
        "contents": _contents(rendered.contents),
        "minutes": max(1, round(version.word_count / WORDS_PER_MINUTE)),
        "primary_show": show,
        "facts": show and facts.load([show], moment, roles=False)[show.pk],
        "season_id": related.season_id,
        "watch_next": suggestions(show, moment) if show else [],
        "corrections": CORRECTIONS(moment, version.article_id),
        "tags": related.tags,
        "same_show": same_show,
        "read_next": read_next,
    }


def known_at(version: Version, moment: datetime) -> datetime:
    """
    Guides and lists say what is known now. All else reports what was known in its
    day, and goes on doing so.
    """
    if version.kind in KEPT_CURRENT or version.published_at is None:
        return moment
    return min(version.published_at, moment)


def last_checked(version: Version, moment: datetime) -> datetime | None:
    """
    When a person last confirmed that a guide or list still holds. Its first
    publication goes without saying.
    """
    checked = version.article.checked_at
    if version.kind not in KEPT_CURRENT or not checked or not version.published_at:
        return None
    return checked if version.published_at < checked <= moment else None


def _each_story_once(body: str, seen: set[int]) -> str:
    """The body without links to stories in `seen`, where its own are then put."""

    def keep(match: re.Match[str]) -> str:
        placement = placement_of(match)
        if placement.kind != "article":
            return match[0]
        if placement.id in seen:
            return ""
        seen.add(placement.id)
        return match[0]

    return EMBED.sub(keep, body)


def _same_show(show: Show | None, moment: datetime, seen: set[int]) -> list[Version]:
    return _unseen(ABOUT_SHOW(moment, show.pk), seen) if show else []


def _read_next(version: Version, moment: datetime, seen: set[int]) -> list[Version]:
    """The newest stories of the section, so that no page is a dead end."""
    if version.section_id is None:
        return _unseen(NEWEST(moment), seen)
    return _unseen(IN_SECTION(moment, version.section_id), seen)


def _unseen(stories: list[Version], seen: set[int]) -> list[Version]:
    """The first few that the page does not show yet; their bylines come later."""
    return [story for story in stories if story.article_id not in seen][:RELATED]


def _contents(headings: list[Heading]) -> list[Heading]:
    top = [heading for heading in headings if heading.level == TOP_LEVEL]
    return top if len(top) >= FEWEST_CONTENTS else []
