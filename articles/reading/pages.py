"""
What the page of a story shows, for readers and for previews alike.

It is built from one version and one moment; nothing else decides what is on it.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple

from articles import curation
from articles.addresses.straightening import straightened
from articles.body import lines
from articles.body.citing import cite
from articles.body.lines import LINES, asked_in
from articles.body.live_facts import (
    LiveFacts,
    Reference,
    changed_since,
    load as load_live,
    references,
)
from articles.body.markup import EMBED, ENTRY
from articles.body.paid_links import notices, paid_links
from articles.body.rendering import Audience, Heading, RenderedBody, render_body
from articles.body.sanitising import excerpt
from articles.embeds import (
    placement_of,
    placements,
    prints_blocks,
    prints_people,
    shows_in,
    tells_facts,
)
from articles.models import KEPT_CURRENT, Correction, Version
from articles.relations import Relations, relations_of
from images.models import Image
from images.prepared import Prepared
from shows.models import Show

from .reading_on import next_story
from .updates import history, put_on

WORDS_PER_MINUTE = 230
# Fewer headings than this are seen at a glance.
FEWEST_CONTENTS = 3
TOP_LEVEL = 2

_ENTRY_OR_EMBED = re.compile(f"{ENTRY.pattern}|{EMBED.pattern}", re.DOTALL)

CORRECTIONS = Prepared(
    lambda at, article: Correction.objects.public(at).filter(article=article)
)


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
        return context | _instead(version, moment)
    return context | _told(version, related, moment, audience)


def _instead(version: Version, moment: datetime) -> dict[str, Any]:
    """What a retracted story offers; what was picked for it belonged to what it said."""
    place = curation.Place(section_id=version.section_id or 0)
    seen = curation.Seen()
    seen.stories.add(version.article_id)
    return {
        "shared": shared_as(version, moment),
        "related": curation.related_stories(place, moment, seen),
    }


def _told(
    version: Version, related: Relations, moment: datetime, audience: Audience
) -> dict[str, Any]:
    show = related.show
    seen = curation.Seen()
    seen.stories.add(version.article_id)
    cited = cite(_each_once(version.body, seen), version.sources)
    if show:
        # A card of its own show is no offer; on a shelf it would be one.
        seen.shows.add(show.pk)
    facts_at = known_at(version, moment)
    asked = [*references(version.body), *asked_in(version.live_lines)]
    live = _known(version, cited.body, asked, show, moment, facts_at)
    updates = history(version, moment)
    put_on(version, updates)
    _say_lines(version, live, facts_at)
    checked_at = last_checked(version, moment)
    paid = paid_links([version])[version.pk]
    (body,) = straightened([cited.body], moment, of_embeds=False)
    rendered = render_body(
        body,
        moment=moment,
        facts_at=facts_at,
        checked_at=checked_at,
        audience=audience,
        live=live,
        seen=seen,
        paid=paid,
    )
    place = curation.Place.of_story(version, related)
    beside = curation.fill(place, moment, seen)
    return _printed(rendered) | {
        "shared": shared_as(version, moment, show),
        "gives_away": gives_away(version, moment, show),
        "updates": updates,
        "checked_at": checked_at,
        "cited": cited.numbers,
        "disclosures": notices(version, earns=paid.earns(version.body)),
        "sources": [
            source | {"rel": paid.rel(source["url"]) or "noopener"}
            for source in version.sources
        ],
        "minutes": max(1, round(version.word_count / WORDS_PER_MINUTE)),
        "primary_show": show,
        "known": live,
        "facts": show and live.without_roles(show.pk, moment),
        "facts_first": version.kind == Version.Kind.EXPLAINER
        and not tells_facts(cited.body),
        "since_then": changed_since(asked, live, facts_at, moment),
        "season_id": related.season_id,
        "about": related,
        "watch_next": beside.watch,
        "corrections": CORRECTIONS(moment, version.article_id),
        "tags": related.tags,
        "related": beside.related,
        "next_story": next_story(version, moment, seen),
    }


def _known(
    version: Version,
    body: str,
    asked: list[Reference],
    show: Show | None,
    moment: datetime,
    facts_at: datetime,
) -> LiveFacts:
    """The facts of all that the page prints; those of its text as of `facts_at`."""
    told_at = facts_at if asked or prints_blocks(body) else moment
    live = load_live(
        asked,
        moment=moment,
        facts_at=told_at,
        shows=shows_in(body) | ({show.pk} if show else set()),
        roles=prints_people(body),
    )
    if told_at < moment:
        live = live.on_record(told_at, version.recorded_by)
    return live


def _printed(body: RenderedBody) -> dict[str, Any]:
    return {
        "body": body.html,
        "missing": body.missing,
        "scripts": body.scripts,
        "styles": body.styles,
        "ranked": body.ranked,
        "videos": body.videos,
        "contents": _contents(body.contents),
    }


class Shared(NamedTuple):
    """What the page of a story says of itself to machines and to those who share it."""

    headline: str
    title: str
    description: str
    picture: Image | None
    is_safe: bool


def shared_as(version: Version, moment: datetime, show: Show | None = None) -> Shared:
    """
    Its search title and description, or while it is protected its safe face. Call it
    when the lines of the version say what they say at that moment.
    """
    face = version.face(moment)
    if not face.is_safe:
        title, said = version.labelled(version.page_title), version.page_description
        return Shared(version.headline, title, said, version.lead_image, False)
    picture = face.picture or (show.poster if show else None)
    return Shared(face.headline, face.title, face.standfirst, picture, True)


def gives_away(version: Version, moment: datetime, show: Show | None) -> str:
    """What a reader who goes on is told about; empty where nobody needs a warning."""
    if version.gives_away or not version.is_protected(moment):
        return version.gives_away
    return show.title if show else "those who have not watched yet"


def _say_lines(version: Version, live: LiveFacts, at: datetime) -> None:
    """Give the page the words that its lines have at its moment, for machines too."""
    written = version.live_lines or {}
    for name in LINES if written else ():
        setattr(version, name, lines.say(written[name], live, at))
    if not (version.seo_description or version.standfirst):
        # What stands in for both begins as the page does.
        version.excerpt = excerpt(live.print(version.body, at))


def known_at(version: Version, moment: datetime) -> datetime:
    """
    Guides and lists say what is known now. All else reports what was known in its
    day, and goes on doing so; see `Version.recorded_by` for news that comes late.
    """
    return min(version.day or moment, moment)


def last_checked(version: Version, moment: datetime) -> datetime | None:
    """
    When a person last confirmed that a guide or list still holds. Its first
    publication goes without saying.
    """
    checked = version.article.checked_at
    if version.kind not in KEPT_CURRENT or not checked or not version.published_at:
        return None
    return checked if version.published_at < checked <= moment else None


def _each_once(body: str, seen: curation.Seen) -> str:
    """
    The body with each story, show and shelf in it once, and none that stands in `seen`, where
    its own are then put.
    """

    shelves: set[int] = set()

    def keep(match: re.Match[str]) -> str:
        if match["entry_title"] is not None:
            # What a list ranks belongs to its place.
            seen.shows.update(
                each.id for each in placements(match[0]) if each.kind == "show"
            )
            return match[0]
        placement = placement_of(match)
        known = {
            "article": seen.stories,
            "show": seen.shows,
            "watch-next": shelves,
        }.get(placement.kind)
        if known is None:
            return match[0]
        if placement.id in known:
            return ""
        known.add(placement.id)
        return match[0]

    return _ENTRY_OR_EMBED.sub(keep, body)


def _contents(headings: list[Heading]) -> list[Heading]:
    top = [heading for heading in headings if heading.level == TOP_LEVEL]
    return top if len(top) >= FEWEST_CONTENTS else []
