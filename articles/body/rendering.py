"""
Stored bodies as readers, previews and feeds see them.

`render_body` edits HTML after it was sanitised, which is safe because of two things.
It reads canonical HTML only (see `markup.py`): tags, and nothing else, begin with `<`,
and no attribute value can hold a quote, so its pattern matches whole tags and never
the inside of one. And all it puts in comes out of templates, which escape, or is
made here of escaped text; nothing is unescaped on its way into the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.curation import Seen
from articles.embeds import (
    REGISTRY,
    Missing,
    Placement,
    load_targets,
    missing_among,
    placement_of,
    placements,
    present_targets,
)
from articles.embeds.base import Target
from images.models import Image

from . import posts
from .entries import places
from .live_facts import LiveFacts, load as load_live, references
from .markup import (
    EMBED,
    ENTRY,
    GALLERY,
    POST,
    attributes,
    escape_attribute,
    unescape,
)
from .paid_links import OUTSIDE, PaidLinks
from .within import WITHIN, anchor, led, left_open, plain

Audience = Literal["reader", "editor"]

# Of blocks that most stories do without.
BLOCKS_CSS = "css/blocks.css"

_HEADING = r"<(?P<heading>h[23])>(?P<text>.*?)</(?P=heading)>"
_TABLE = r"(?P<table><table>(?:<caption>(?P<table_caption>.*?)</caption>)?)"
# Canonical tables do not nest.
_TABLE_END = r"(?P<table_end></table>)"
_ANY_EMBED = rf"(?P<embed>{EMBED.pattern})"
_ANY_ENTRY = rf"(?P<entry>{ENTRY.pattern})"
_ANY_GALLERY = rf"(?P<gallery>{GALLERY.pattern})"
_ANY_POST = rf"(?P<post>{POST.pattern})"
# Spoilers do not nest either.
_SPOILER = r"(?P<hides><details>)|(?P<told></details>)"
_LINK = re.compile(f"{OUTSIDE.pattern}|{WITHIN.pattern}", re.DOTALL)
_CHANGED = re.compile(
    "|".join(
        [
            _ANY_ENTRY, _ANY_GALLERY,
            _ANY_POST, _ANY_EMBED, _HEADING, _LINK.pattern, _TABLE, _TABLE_END, _SPOILER,
        ]
    ),
    re.DOTALL,
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """An entry of the table of contents; `id` is its anchor on the page."""

    id: str
    text: str
    level: int


@dataclass(frozen=True)
class Ranked:
    """A place of a ranked list as the page prints it; `id` is its anchor."""

    id: str
    number: int | None
    title: str
    # Of its show, where it names one.
    address: str = ""


@dataclass(frozen=True)
class Video:
    """A video that the page offers openly, with all that search engines ask of one."""

    title: str
    picture: Image
    published_on: date
    url: str
    player: str
    text: str = ""
    # As in `posts.LONGEST`: 2:31.
    duration: str = ""


@dataclass(frozen=True)
class RenderedBody:
    html: SafeString
    contents: list[Heading] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    # Of `static/`, for what stands in it.
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    ranked: list[Ranked] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)


def render_body(
    html: str,
    *,
    moment: datetime,
    facts_at: datetime | None = None,
    checked_at: datetime | None = None,
    audience: Audience = "reader",
    live: LiveFacts | None = None,
    seen: Seen | None = None,
    paid: PaidLinks | None = None,
) -> RenderedBody:
    """
    A canonical body as it reads at a moment.

    Live facts become their words at `facts_at`; they need no query where the page has
    loaded them already (`live`). Embeds become what they point at, in at most two
    queries for each kind there is; blocks from facts, which say what was known at
    `facts_at` and that a person looked at `checked_at`, in seven for all. A shelf leaves
    out what the page has `seen`, and adds what it shows. One that
    points at nothing readers can see then is left out; for `editor` a box that says so
    stands in its place. h2 and h3 get anchors, to which links within
    the story lead, links that leave the site a `rel` that says which of them are `paid`,
    tables a frame to scroll in.
    """
    if asked := references(html):
        known_at = facts_at or moment
        live = live or load_live(asked, moment=moment, facts_at=known_at)
        html = live.print(html, known_at)
    found = placements(html)
    targets = load_targets(html, moment, facts_at, seen, live) if found else {}
    page = _Page(targets, audience, checked_at, paid or PaidLinks())
    rendered = page.write(html)
    return RenderedBody(
        mark_safe(rendered),  # noqa: S308
        page.contents,
        missing_among(found, targets),
        list(page.scripts),
        [BLOCKS_CSS] if page.has_blocks else [],
        page.ranked,
        page.videos,
    )


class _Page:
    """One body on its way to a page, and what the page has to know of it."""

    def __init__(
        self,
        targets: dict[Target, Any],
        audience: Audience,
        checked_at: datetime | None,
        paid: PaidLinks,
    ) -> None:
        self.targets = targets
        self.audience = audience
        self.checked_at = checked_at
        self.paid = paid
        self.contents: list[Heading] = []
        self.ranked: list[Ranked] = []
        self.scripts: dict[str, None] = {}
        self.anchors: set[str] = set()
        self.numbers: list[int | None] = []
        self.has_blocks = False
        # Within a spoiler, of which nobody else is told.
        self.is_hiding = False
        self.videos: list[Video] = []

    def write(self, html: str) -> str:
        self.numbers = [place.number for place in places(html)]
        return led(_CHANGED.sub(self.change, html), self.anchors)

    def change(self, match: re.Match[str]) -> str:
        for name in ("entry", "gallery", "post"):
            if match[name]:
                self.has_blocks = True
                write: Callable[[re.Match[str]], str] = getattr(self, name)
                return write(match)
        if match["embed"]:
            return self.embed(placement_of(match))
        if match["heading"]:
            return self.heading(match)
        if match["href"] or match["leading"] is not None:
            return self.link(match)
        if match["table"]:
            name = plain(match["table_caption"] or "") or "Table"
            return (
                '<div class="table-scroll" role="region" tabindex="0"'
                f' aria-label="{escape_attribute(name)}">{match["table"]}'
            )
        if match["table_end"]:
            return "</table></div>"
        self.is_hiding = bool(match["hides"])
        return match[0]

    def embed(self, placement: Placement) -> str:
        kind = REGISTRY[placement.kind]
        target = self.targets.get(placement.target)
        if target is None:
            return self.missing(placement)
        if kind.script:
            self.scripts[kind.script] = None
        context = kind.context(target, placement) | {"checked_at": self.checked_at}
        self.offer(_trailer(context))
        return render_to_string(kind.template, context)

    def missing(self, placement: Placement) -> str:
        if self.audience == "reader":
            return ""
        kind = REGISTRY[placement.kind]
        context = {"embed": kind, "id": placement.id}
        return render_to_string("embeds/_missing.html", context)

    def entry(self, match: re.Match[str]) -> str:
        number = self.numbers.pop(0)
        shown = self.shown(match["entry_picture"])
        card = self.shown(match["entry_show"])
        title = _LINK.sub(self.link, match["entry_title"])
        words = plain(title) or (card["show"].title if card else "")
        missing = "".join(
            self.missing(placement)
            for part in (match["entry_picture"], match["entry_show"])
            for placement in placements(part or "")
            if placement.target not in self.targets
        )
        if not words:
            return missing
        place = anchor(words, self.anchors)
        numbered = words if number is None else f"{number}. {words}"
        self.contents.append(Heading(place, numbered, 2))
        address = card["show"].get_absolute_url() if card else ""
        self.ranked.append(Ranked(place, number, words, address))
        context = {
            "id": place,
            "number": number,
            "title": mark_safe(title) if title else words,  # noqa: S308
            "shown": shown,
            "card": card,
            "is_named": card and words == card["show"].title,
            "verdict": mark_safe(_CHANGED.sub(self.change, match["verdict"])),  # noqa: S308
            "missing": mark_safe(missing),  # noqa: S308
        }
        return render_to_string("embeds/_entry.html", context)

    def shown(self, html: str | None) -> dict[str, Any] | None:
        """What the template of the only embed in here would print."""
        for placement in placements(html or ""):
            target = self.targets.get(placement.target)
            if target is not None:
                return REGISTRY[placement.kind].context(target, placement)
        return None

    def gallery(self, match: re.Match[str]) -> str:
        found = placements(match["gallery_pictures"])
        pictures = [
            REGISTRY[each.kind].context(self.targets[each.target], each)
            for each in found
            if each.target in self.targets
        ]
        missing = "".join(
            self.missing(each) for each in found if each.target not in self.targets
        )
        if not pictures:
            return missing
        self.scripts["js/gallery.js"] = None
        title = match["gallery_title"] or ""
        context = {
            "name": plain(title),
            "title": mark_safe(_LINK.sub(self.link, title)),  # noqa: S308
            "pictures": pictures,
        }
        return render_to_string("embeds/_gallery.html", context) + missing

    def post(self, match: re.Match[str]) -> str:
        address = posts.read_address(unescape(match["address"]))
        if address is None:
            # Stored before its site was taken from those we know.
            return _CHANGED.sub(self.change, match["quoted"] or "")
        said = {
            name.removeprefix("data-"): value
            for name, value in attributes(match["post_said"]).items()
        }
        still = self.shown(match["still"])
        quoted = match["quoted"] or ""
        self.scripts["js/player.js"] = None
        self.offer(_video(address, said, still, plain(quoted)))
        context = {
            "address": address,
            "said": said,
            "title": said.get("title") or f"Video on {address.provider.label}",
            "more": ", ".join(filter(None, [posts.who(said), said.get("duration")])),
            "when": posts.when(said),
            "credit": posts.credit(address, said),
            "still": still,
            "quoted": mark_safe(_CHANGED.sub(self.change, quoted)),  # noqa: S308
        }
        missing = "".join(
            self.missing(each)
            for each in placements(match["still"] or "")
            if each.target not in self.targets
        )
        return render_to_string("embeds/_post.html", context) + missing

    def offer(self, videos: list[Video]) -> None:
        if not self.is_hiding:
            self.videos += videos

    def link(self, match: re.Match[str]) -> str:
        if match["leading"] is not None:
            # The heading it leads to may stand below it.
            return left_open(match)
        href = unescape(match["href"])
        rel = self.paid.rel(href, is_marked=bool(match["marked"]))
        if rel or _leaves_the_site(href):
            return f'<a href="{match["href"]}" rel="{rel or "external noopener"}">'
        return match[0]

    def heading(self, match: re.Match[str]) -> str:
        tag, inner = match["heading"], match["text"]
        text = plain(inner)
        place = anchor(text, self.anchors)
        self.contents.append(Heading(place, text, int(tag[1])))
        inner = _LINK.sub(self.link, inner)
        return f'<{tag} id="{escape_attribute(place)}">{inner}</{tag}>'


def _video(
    address: posts.Address,
    said: dict[str, str],
    still: dict[str, Any] | None,
    text: str,
) -> list[Video]:
    """One that search engines can be told of: with a title, a day and a picture."""
    if not (address.provider.is_video and still and {"title", "date"} <= said.keys()):
        return []
    return [
        Video(
            said["title"],
            still["image"],
            date.fromisoformat(said["date"]),
            address.url,
            address.frame,
            text,
            said.get("duration", ""),
        )
    ]


def _trailer(context: dict[str, Any]) -> list[Video]:
    trailer, poster = context.get("trailer"), context.get("poster")
    if not (trailer and poster and trailer.published_on):
        return []
    return [
        Video(
            trailer.title,
            poster,
            trailer.published_on,
            trailer.url,
            context["player"],
        )
    ]


def missing_embeds(html: str, moment: datetime) -> list[Missing]:
    """The embeds of a body that readers would not see at that moment."""
    return missing_among(placements(html), present_targets(html, moment))


def with_paid_marked(html: str, paid: PaidLinks) -> str:
    """The same HTML with a `rel` on the links that are paid, for readers elsewhere."""

    def mark(match: re.Match[str]) -> str:
        rel = paid.rel(unescape(match["href"]), is_marked=bool(match["marked"]))
        return f'<a href="{match["href"]}" rel="{rel}">' if rel else match[0]

    return OUTSIDE.sub(mark, html)


def _leaves_the_site(href: str) -> bool:
    return urlsplit(href).netloc.lower() != urlsplit(settings.SITE_URL).netloc.lower()
