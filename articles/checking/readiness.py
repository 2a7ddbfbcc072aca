"""
What a version lacks before readers may see it: the hard rules.

`articles.checking.checklist` adds what is only advised, and shows both on the story form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.formats import date_format

from articles.addresses.straightening import dead_paths, own_path
from articles.body.linked import story_slug
from articles.body.markup import EMBED, unescape
from articles.body.rendering import missing_embeds
from articles.body.sanitising import plain_text
from articles.content import EMPTY, Content, stored
from articles.desk.speaking import spoken
from articles.models import Article, Disclosure, OldAddress, Version
from images.models import Image
from shows.models import NEVER, Announcement, Person, Season, Show

# A story that never had a headline stands here, perhaps with a number.
UNTITLED = "untitled"
UNCHOSEN = re.compile(rf"{UNTITLED}(-\d+)?")

_LINK = re.compile(r'<a href="(?P<href>[^"]*)"[^>]*>(?P<text>.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Item:
    """
    One line of the checklist. `field` is the field of the form it is about.

    `reason` is a sentence that says what is wrong; empty, the item is done. What
    `can_wait` may come right by itself: it stops a publication, not a submission.
    """

    label: str
    field: str
    reason: str = ""
    can_wait: bool = False
    # The step that mends it, if one can.
    fix: str = ""

    @property
    def is_done(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Link:
    """A link in a body, as its writer would name it."""

    href: str
    text: str

    def __str__(self) -> str:
        return f"“{self.text}” ({self.href})" if self.text else self.href


def problems(
    content: Content, *, at: datetime, article: Article | None = None
) -> list[str]:
    """Sentences naming what is missing or broken for publication at a moment."""
    return [item.reason for item in hard_items(content, at, article) if item.reason]


def unfinished(
    content: Content, *, at: datetime, article: Article | None = None
) -> list[str]:
    """
    What is missing for submission. When it will be published nobody knows yet, so it
    may lead to stories that are to be live by then.
    """
    return [
        item.reason
        for item in hard_items(content, at, article)
        if item.reason and not item.can_wait
    ]


def hard_items(
    content: Content,
    at: datetime,
    article: Article | None = None,
    pictures: dict[int, Image] | None = None,
) -> list[Item]:
    """
    In the order of the form; in a number of queries that does not depend on it. Who
    has read the pictures of the content already gives them along.
    """
    # Versions of before a field was added know nothing of it.
    content = EMPTY | content
    return [
        _needed("Headline", "headline", bool(content["headline"].strip())),
        _needed("Body", "body", bool(plain_text(content["body"]).strip())),
        _needed("Byline", "bylines", bool(content["bylines"])),
        _needed("Section", "section", bool(content["section"])),
        *_address(article),
        _lead_picture(content, at, pictures),
        *_embargo(content, at, article),
        *_spoilers(content, at, article),
        *_judgement(content),
        *_disclosure(content),
        *_embeds(content, at),
        *_links(content, at, article),
    ]


def _needed(label: str, field: str, there: bool) -> Item:
    article = "an" if label[0] in "AEIOU" else "a"
    return Item(
        label, field, "" if there else f"The story needs {article} {label.lower()}."
    )


def _address(article: Article | None) -> Iterator[Item]:
    if article is not None:
        chosen = not UNCHOSEN.fullmatch(article.slug)
        yield _needed("Address", "slug", chosen)


def _lead_picture(
    content: Content, at: datetime, pictures: dict[int, Image] | None
) -> Item:
    pk = content["lead_image"]
    if pictures is None:
        pictures = Image.objects.in_bulk([pk] if pk else [])
    image = pictures.get(pk)
    return Item("Lead picture", "lead_image", _wrong_with(image, at, "lead picture"))


def _spoilers(
    content: Content, at: datetime, article: Article | None
) -> Iterator[Item]:
    """Whether what the story hides can be hidden: by a headline, for some time."""
    until = stored("safe_until", content["safe_until"])
    stands_in = ("safe_headline", "safe_standfirst", "safe_image")
    if until is None:
        if any(content[name] for name in stands_in):
            reason = (
                "There is a spoiler-safe headline, standfirst or picture, and no time "
                "until which it stands in. Say until when, or take it away."
            )
            yield Item("Spoilers", "safe_until", reason)
        return
    if not content["safe_headline"].strip():
        reason = "A story that is spoiler-safe needs a spoiler-safe headline."
        yield Item("Spoilers", "safe_headline", reason)
    if until <= at:
        was_out = article and article.versions.filter(live_from__lt=at).exists()
        if not was_out:
            reason = (
                f"It is to be spoiler-safe until {spoken(until)}, which is over when "
                f"it goes out on {spoken(at)}. Choose a later time, or none."
            )
            yield Item("Spoilers", "safe_until", reason)
        return
    if content["safe_image"]:
        image = Image.objects.filter(pk=content["safe_image"]).first()
        reason = _wrong_with(image, at, "spoiler-safe picture")
        yield Item("Spoiler-safe picture", "safe_image", reason)


def _embargo(content: Content, at: datetime, article: Article | None) -> Iterator[Item]:
    """
    The story waits for its own embargo, and for the news without which readers may not
    know of what it names: its show stands in its kicker.
    """
    embargo = article.embargo if article else None
    if embargo and embargo.cancelled_at:
        reason = f"The embargo “{embargo}” was cancelled; take the story out of it."
        yield Item("Embargo", "shows", reason, can_wait=True)
    elif embargo and at < embargo.lifts_at:
        reason = f"The story is under embargo until {spoken(embargo.lifts_at)}."
        yield Item("Embargo", "shows", reason, can_wait=True)
    for name, known_from in too_early(content, at):
        when = f" before {spoken(known_from)}" if known_from else ""
        reason = f"The story names {name}, of which readers may not know{when}."
        yield Item("Embargo", "shows", reason, can_wait=True)


def too_early(content: Content, at: datetime) -> list[tuple[str, datetime | None]]:
    """
    The shows, seasons and people of a story of which readers may know nothing at a
    moment, and from when they may, in three queries at most.
    """
    shows = [row["show"] for row in content["shows"]]
    named: list[tuple[Any, str, list[int]]] = [
        (Show.objects.all(), "show", shows),
        (Season.objects.select_related("show"), "season", content["seasons"]),
        (Person.objects.all(), "person", content["people"]),
    ]
    found = []
    for rows, column, ids in named:
        if not ids:
            continue
        secret = rows.filter(pk__in=ids).exclude(pk__in=rows.public(at).values("pk"))
        news = Announcement.objects.filter(
            **{column: OuterRef("pk")}, public_from__lt=NEVER
        )
        first = Subquery(news.order_by("public_from").values("public_from")[:1])
        for row in secret.annotate(known_from=first):
            found.append((str(row), row.known_from))
    return found


def _wrong_with(image: Image | None, at: datetime, what: str) -> str:
    if image is None:
        return f"The story needs a {what}."
    if image.is_withdrawn:
        return f"The {what} was withdrawn. Choose another one."
    if not image.may_be_shown(at):
        end = date_format(image.rights_end_on, "j F Y") if image.rights_end_on else ""
        return f"The rights to the {what} end on {end}. Choose another one."
    if not image.is_decorative and not image.alt_text.strip():
        return (
            f"The {what} needs alternative text that says what it shows, or must be "
            "marked as decorative."
        )
    return ""


def _judgement(content: Content) -> Iterator[Item]:
    is_review = content["kind"] == Article.Kind.REVIEW
    if is_review:
        reason = "" if content["verdict"] else "A review needs a verdict."
        yield Item("Verdict", "verdict", reason)
    elif content["rating"] is not None:
        yield Item("Rating", "rating", "Only a review has a rating.")


def _disclosure(content: Content) -> Iterator[Item]:
    kind = content["disclosure"]
    if kind in {Disclosure.SPONSORED, Disclosure.SCREENER, Disclosure.TRIP}:
        said = content["disclosed_by"].strip()
        if kind != Disclosure.SPONSORED:
            # What they gave may be told in words of our own, without a name.
            said = said or content["disclosed_text"].strip()
        what = "paid for it" if kind == Disclosure.SPONSORED else "provided what"
        reason = "" if said else f"The disclosure must say who {what}."
        yield Item("Disclosure", "disclosed_by", reason)


def _embeds(content: Content, at: datetime) -> Iterator[Item]:
    missing = missing_embeds(content["body"], at)
    for each in missing:
        yield Item(
            "Embeds",
            "body",
            f"An embed in the body is broken: {each}.",
            # The story it leads to may be live by then.
            can_wait=each.kind == "article",
        )
    if not missing:
        yield Item("Embeds", "body")


def _links(content: Content, at: datetime, article: Article | None) -> Iterator[Item]:
    dead = dead_links(content["body"], at, article)
    nowhere = links_nowhere(content["body"], at)
    for link in dead:
        yield Item(
            "Links",
            "body",
            f"The link {link} leads to a story that readers cannot see then.",
            can_wait=True,
            fix="mend-links",
        )
    for link in nowhere:
        yield Item(
            "Links",
            "body",
            f"The link {link} leads to no page that readers can see then.",
            can_wait=True,
            fix="mend-links",
        )
    if not dead and not nowhere:
        yield Item("Links", "body")


def links(body: str) -> list[Link]:
    """The links that a person wrote into a canonical body, in order."""
    return [
        Link(unescape(match["href"]), plain_text(match["text"]))
        for match in _LINK.finditer(EMBED.sub("", body))
    ]


def links_nowhere(body: str, at: datetime) -> list[Link]:
    """Links to pages of this site that are no stories, and that are not there."""
    paths = {
        link: path
        for link in links(body)
        if (path := own_path(link.href)) and story_slug(link.href) is None
    }
    dead = dead_paths(paths.values(), at) if paths else set()
    return [link for link, path in paths.items() if path in dead]


def dead_links(body: str, at: datetime, article: Article | None = None) -> list[Link]:
    """
    Links to stories of this site that no reader can follow at a moment, in one query.
    A story scheduled for an earlier moment is live by then.
    """
    leading = {
        link: slug
        for link in links(body)
        if (slug := story_slug(link.href)) is not None
    }
    if not leading:
        return []
    live = Version.objects.live(at).order_by()
    standing, moved = (
        rows.filter(slug__in=set(leading.values()))
        .order_by()
        .values_list("slug", story, Exists(live.filter(article=OuterRef(story))))
        for rows, story in ((Article.objects, "pk"), (OldAddress.objects, "article"))
    )
    # A story may point at itself, and is live when it is published.
    own = article.pk if article else None
    followed = {
        slug
        for slug, story, is_live in standing.union(moved, all=True)
        if is_live or story == own
    }
    return [link for link, slug in leading.items() if slug not in followed]
