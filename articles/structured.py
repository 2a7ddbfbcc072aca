"""
Stories as structured data (schema.org): what search engines print of them.

Built from what the page of a story shows, so that both say the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.templatetags.static import static
from django.urls import reverse

from authors.structured import author_reference
from images.addresses import on_site
from images.prepared import Prepared
from images.structured import Node, breadcrumbs, document, pictures, said
from shows.cast import cast_names
from shows.models import Person, Season, Show
from shows.structured import person_reference, season_reference, show_reference

from .body.live_facts import LiveFacts
from .body.posts import iso_duration
from .body.rendering import Video
from .models import Version
from .reading.pages import Shared
from .relations import Relations

BEST_RATING = 5
# A list of fifty shows is about none of them in particular.
MOST_ABOUT = 8

SHOWS = Prepared(
    lambda at, version: (
        Show.objects.public(at)
        .filter(version_shows__version=version, merged_into__isnull=True)
        .order_by("-version_shows__is_primary", "version_shows__position")
        .only("kind", "slug", "title")[:MOST_ABOUT]
    )
)
PEOPLE = Prepared(
    lambda at, version: (
        Person.objects.public(at)
        .listed()
        .filter(version_people__version=version)
        .order_by(F("version_people__pk"))
        .values_list("name", "slug")[:MOST_ABOUT]
    )
)


def organisation() -> Node:
    """Who publishes the site."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": on_site("/#publisher"),
        "name": settings.SITE_NAME,
        "url": on_site("/"),
        "logo": {"@type": "ImageObject", "url": on_site(static("img/icon-512.png"))},
        "correctionsPolicy": on_site(reverse("articles:correction-list")),
    }


def website() -> Node:
    return {
        "@type": "WebSite",
        "@id": on_site("/#site"),
        "name": settings.SITE_NAME,
        "url": on_site("/"),
        "publisher": {"@id": on_site("/#publisher")},
    }


def story_page(page: dict[str, Any], at: datetime) -> Node | None:
    """
    The document of the page of a live story, from the context of `pages.article_page`.

    A retracted story has none: nothing of it shall be repeated.
    """
    version: Version = page["version"]
    if version.retracted:
        return None
    shared: Shared = page["shared"]
    way = [(shared.headline, version.get_absolute_url())]
    if version.section:
        way.insert(0, (version.section.name, version.section.get_absolute_url()))
    about = _about(version, page["about"], page["known"], at)
    return document(
        _story(version, page, about, at),
        _review(version, page, about),
        _ranking(version, page),
        *_videos(page, at),
        breadcrumbs(*way),
        organisation(),
    )


def _story(
    version: Version, page: dict[str, Any], about: list[Node], at: datetime
) -> Node:
    address = on_site(version.get_absolute_url())
    shared: Shared = page["shared"]
    return said(
        {
            # What somebody paid for is no news.
            "@type": "AdvertiserContentArticle"
            if version.is_sponsored
            else "NewsArticle",
            "@id": f"{address}#story",
            "mainEntityOfPage": address,
            "url": address,
            "headline": shared.headline,
            "description": shared.description,
            "image": pictures(shared.picture, at),
            "datePublished": _iso(version.published_at),
            "dateModified": _iso(version.face(at).modified_at),
            "author": _authors(page),
            "publisher": {"@id": on_site("/#publisher")},
            "sponsor": _sponsor(version),
            "articleSection": version.section.name if version.section else "",
            "keywords": [tag.name for tag in page["tags"]],
            "wordCount": version.word_count or None,
            "inLanguage": "en",
            "isAccessibleForFree": True,
            "about": about,
            "citation": [
                said(
                    {
                        "@type": "CreativeWork",
                        "name": source["name"],
                        "url": source["url"],
                        "datePublished": source["published_on"],
                    }
                )
                # Their titles and what was wrong may give away what happens.
                for source in ([] if shared.is_safe else version.sources)
            ],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": correction.notice,
                    "datePublished": _iso(correction.published_at),
                }
                for correction in ([] if shared.is_safe else page["corrections"])
            ],
        }
    )


def _sponsor(version: Version) -> Node | None:
    if not version.is_sponsored:
        return None
    name, link = version.disclosed_by, version.disclosed_link
    return said({"@type": "Organization", "name": name, "url": link})


def _review(version: Version, page: dict[str, Any], about: list[Node]) -> Node | None:
    """Of a review with a rating: what was reviewed, and how it did."""
    if version.kind != Version.Kind.REVIEW or version.rating is None or not about:
        return None
    address = on_site(version.get_absolute_url())
    return said(
        {
            "@type": "Review",
            "@id": f"{address}#review",
            "url": address,
            "name": page["shared"].headline,
            "reviewBody": "" if page["shared"].is_safe else version.verdict,
            "itemReviewed": _without_actors(about[0]),
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": float(version.rating),
                "bestRating": BEST_RATING,
                "worstRating": 0,
            },
            "author": _authors(page),
            "publisher": {"@id": on_site("/#publisher")},
            "datePublished": _iso(version.published_at),
        }
    )


def _ranking(version: Version, page: dict[str, Any]) -> Node | None:
    """The places of a ranked list, each by its anchor on the page."""
    ranked = page["ranked"]
    if not ranked or page["shared"].is_safe:
        return None
    address = on_site(version.get_absolute_url())
    numbers = [place.number for place in ranked if place.number is not None]
    order = "Unordered"
    if len(numbers) == len(ranked):
        falls = numbers[0] > numbers[-1]
        order = "OrderDescending" if falls else "OrderAscending"
    return {
        "@type": "ItemList",
        "@id": f"{address}#ranking",
        "name": version.headline,
        "numberOfItems": len(ranked),
        "itemListOrder": f"https://schema.org/ItemList{order}",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place.number or position,
                "name": place.title,
                "url": f"{address}#{place.id}",
            }
            for position, place in enumerate(ranked, 1)
        ],
    }


def _videos(page: dict[str, Any], at: datetime) -> list[Node | None]:
    # What they are called may give away what happens.
    return [] if page["shared"].is_safe else [_video(v, at) for v in page["videos"]]


def _video(video: Video, at: datetime) -> Node | None:
    thumbnails = pictures(video.picture, at)
    if not thumbnails:
        return None
    return said(
        {
            "@type": "VideoObject",
            "name": video.title,
            "description": video.text or video.title,
            "thumbnailUrl": thumbnails,
            "uploadDate": video.published_on.isoformat(),
            "duration": iso_duration(video.duration),
            "url": video.url,
            "embedUrl": video.player.replace("autoplay=1", "autoplay=0"),
        }
    )


def _without_actors(node: Node) -> Node:
    """The story names them already."""
    return {name: value for name, value in node.items() if name != "actor"}


def _about(
    version: Version, related: Relations, known: LiveFacts, at: datetime
) -> list[Node]:
    """
    The shows, the primary one or its season first with who is in it, and the people.
    """
    shows = SHOWS(at, version.pk)
    nodes: list[Node] = [show_reference(show) for show in shows]
    primary = related.show
    if shows and primary and shows[0].pk == primary.pk:
        season = None
        if related.season_number is not None and primary.has_seasons:
            number = related.season_number
            season = Season(pk=related.season_id, show=primary, number=number)
            nodes[0] = season_reference(primary, number)
        names = cast_names(
            primary,
            at,
            season=season,
            facts=known.of_show(primary.pk, at)
            if known.knows(primary.pk, at, roles=True)
            else None,
            credits=known.credits.get(primary.pk),
        )
        nodes[0] |= said({"actor": [person_reference(*name) for name in names]})
    people = [person_reference(*names) for names in PEOPLE(at, version.pk)]
    return [*nodes, *people]


def _authors(page: dict[str, Any]) -> list[Node]:
    """Writers and reporters; who edited or took pictures is no author."""
    rows = page["bylines"]
    wrote = [row.author for row in rows if row.role in {"writer", "reporter"}]
    return [
        author_reference(each) for each in wrote or [row.author for row in rows]
    ] or [{"@id": on_site("/#publisher")}]


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
