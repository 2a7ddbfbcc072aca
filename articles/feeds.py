"""
The stories of the site and of its parts as RSS 2.0 and Atom (RFC 4287), in full.

A feed is a `Channel`: what it is called, whose page it belongs to, which stories stand
in it. The two formats say the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import (
    Atom1Feed,
    Enclosure,
    Rss201rev2Feed,
    rfc3339_date,
)
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe
from taggit.models import Tag

from authors.models import Author
from images.addresses import on_site
from images.http import ReaderRequest
from images.models import Image
from images.moving import moved
from images.renditions import ENCLOSED, picture_url
from shows.models import Person, Show

from .body.full_text import full_texts
from .models import FormerTag, Section, Version, VersionTag
from .querysets import VersionQuerySet
from .reading.updates import stamp
from .search.findable import printable

ITEMS = 30
DESCRIPTION = "News, guides and reviews: what is known, and who says so."
# A feed without stories has not changed since.
EMPTY_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
NO_ATTRIBUTES: AttributesImpl[str] = AttributesImpl({})


@dataclass(frozen=True)
class Channel:
    title: str
    description: str
    # The page whose stories these are; its feeds stand below it.
    page: str
    stories: VersionQuerySet


class _Feed:
    """What both formats add to Django's: the whole story, and steady dates."""

    items: list[dict[str, Any]]

    def latest_post_date(self) -> datetime:
        """Never the moment of asking: an unchanged feed stays the same bytes."""
        moments = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(moments, default=EMPTY_SINCE)


class FullTextRss(_Feed, Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        names, item = item["authors"], {**item, "author_name": None}
        super().add_item_elements(handler, item)
        for name in names:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["full_text"])
        if item["updateddate"]:
            handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


class FullTextAtom(_Feed, Atom1Feed):
    content_type = "application/atom+xml; charset=utf-8"

    def add_item_elements(
        self, handler: SimplerXMLGenerator, item: dict[str, Any]
    ) -> None:
        names, item = item["authors"], {**item, "author_name": None}
        super().add_item_elements(handler, item)
        for name in names:
            handler.startElement("author", NO_ATTRIBUTES)
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["full_text"], {"type": "html"})


FORMATS: dict[str, type[Any]] = {"xml": FullTextRss, "atom": FullTextAtom}
Find = Callable[..., Channel | HttpResponse]


def feed_view(find: Find) -> Callable[..., HttpResponse]:
    """The view of one kind of feed in both formats; `find` may lead elsewhere."""

    @require_safe
    def view(request: ReaderRequest, form: str, **kwargs: str) -> HttpResponse:
        found = find(request, form, **kwargs)
        if isinstance(found, HttpResponse):
            return found
        return _write(found, form, request.moment)

    return view


def _write(channel: Channel, form: str, moment: datetime) -> HttpResponse:
    stories = channel.stories.live(moment).listed().for_page().with_bylines()[:ITEMS]
    versions = stamp(stories, moment)
    feed = FORMATS[form](
        title=printable(channel.title),
        link=on_site(channel.page),
        description=printable(channel.description),
        language="en",
        author_name=settings.SITE_NAME,
        feed_url=on_site(f"{channel.page}feed.{form}"),
    )
    texts = full_texts(versions, moment)
    tags = _tags(versions)
    for version in versions:
        face = version.face(moment)
        feed.add_item(
            title=printable(face.title),
            link=on_site(version.get_absolute_url()),
            # Both formats take a description for HTML.
            description=printable(escape(face.summary)),
            # Of the story, so that a new version or address is no new item.
            unique_id=on_site(f"/#story-{version.article_id}"),
            unique_id_is_permalink=False,
            pubdate=version.published_at,
            updateddate=face.modified_at,
            categories=_categories(version, tags.get(version.pk, [])),
            enclosures=_enclosures(face.picture, moment),
            authors=[printable(name) for _, name in version.byline_rows],
            full_text=printable(texts[version.pk]),
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _tags(versions: list[Version]) -> dict[int, list[str]]:
    rows = VersionTag.objects.filter(version__in=[version.pk for version in versions])
    found: dict[int, list[str]] = {}
    for row in rows if versions else ():
        found.setdefault(row.version_id, []).append(row.tag.name)
    return found


def _categories(version: Version, tags: list[str]) -> list[str]:
    section = [version.section.name] if version.section else []
    return [printable(name) for name in dict.fromkeys([*section, *tags])]


def _enclosures(image: Image | None, moment: datetime) -> list[Enclosure]:
    if image is None or not image.may_be_shown(moment):
        return []
    address = picture_url(image, *ENCLOSED)
    # Nought says that nobody knows: of pictures that `remake_pictures` has yet to see.
    length = str(image.enclosure_length or 0)
    return [Enclosure(on_site(address), length, "image/jpeg")] if address else []


# Which feeds there are


def site(request: ReaderRequest, form: str) -> Channel:
    return Channel(settings.SITE_NAME, DESCRIPTION, "/", Version.objects.newest())


def of_section(request: ReaderRequest, form: str, slug: str) -> Channel | HttpResponse:
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        return _moved(moved(Section.objects.all(), slug), form)
    stories = Version.objects.in_section(section).newest()
    description = section.description or f"Stories from {section.name}."
    return _channel(section.name, description, section.get_absolute_url(), stories)


def of_tag(request: ReaderRequest, form: str, slug: str) -> Channel | HttpResponse:
    tag = Tag.objects.filter(slug=slug).first()
    former = None if tag else FormerTag.objects.filter(slug=slug).first()
    tag = tag or (former and former.tag)
    if tag is None:
        raise Http404("There is no such tag.")
    stories = Version.objects.tagged(tag, request.moment)
    if not stories.live(request.moment).listed().exists():
        # Its name may come from a draft, and would give that away.
        raise Http404("No story that can be read has this tag.")
    page = reverse("articles:tag", args=[tag.slug])
    if former:
        return redirect(f"{page}feed.{form}", permanent=True)
    return _channel(tag.name, f"Stories tagged {tag.name}.", page, stories)


def of_show(request: ReaderRequest, form: str, slug: str) -> Channel | HttpResponse:
    show = _kept(Show.objects.public(request.moment), slug, form)
    if isinstance(show, HttpResponse):
        return show
    stories = Version.objects.about_show(show, request.moment)
    said = f"Stories about {show.title}."
    return _channel(show.title, said, show.get_absolute_url(), stories)


def of_person(request: ReaderRequest, form: str, slug: str) -> Channel | HttpResponse:
    person = _kept(Person.objects.public(request.moment), slug, form)
    if isinstance(person, HttpResponse):
        return person
    stories = Version.objects.about_person(person, request.moment)
    said = f"Stories about {person.name}."
    return _channel(person.name, said, person.get_absolute_url(), stories)


def of_author(request: ReaderRequest, form: str, slug: str) -> Channel | HttpResponse:
    author = Author.objects.listed().filter(slug=slug).first()
    if author is None:
        return _moved(moved(Author.objects.all(), slug), form)
    stories = Version.objects.by_author(author, request.moment)
    said = f"Stories by {author.name}."
    return _channel(author.name, said, author.get_absolute_url(), stories)


def _kept(rows: Any, slug: str, form: str) -> Any:
    """The show or person at an address, or the way to where it is by now."""
    rows = rows.select_related("merged_into")
    row = rows.filter(slug=slug).first()
    row = row or get_object_or_404(rows, old_addresses__slug=slug)
    kept = row.merged_into or row
    return kept if kept.slug == slug else _moved(kept, form)


def _moved(row: Any, form: str) -> HttpResponse:
    if row is None:
        raise Http404("There is no such page.")
    return redirect(f"{row.get_absolute_url()}feed.{form}", permanent=True)


def _channel(
    name: str, description: str, page: str, stories: VersionQuerySet
) -> Channel:
    return Channel(f"{name} – {settings.SITE_NAME}", description, page, stories)
