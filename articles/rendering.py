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
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from .curation import Seen
from .embeds import (
    REGISTRY,
    Missing,
    load_targets,
    missing_among,
    placement_of,
    placements,
)
from .live_facts import LiveFacts, load as load_live, references
from .markup import EMBED, TAG, escape_attribute, unescape
from .paid_links import OUTSIDE, PaidLinks

Audience = Literal["reader", "editor"]

_HEADING = r"<(?P<heading>h[23])>(?P<text>.*?)</(?P=heading)>"
_TABLE = r"(?P<table><table>(?:<caption>(?P<table_caption>.*?)</caption>)?)"
# Canonical tables do not nest.
_TABLE_END = r"(?P<table_end></table>)"
_ANY_EMBED = rf"(?P<embed>{EMBED.pattern})"
_CHANGED = re.compile(
    "|".join([_ANY_EMBED, _HEADING, OUTSIDE.pattern, _TABLE, _TABLE_END]), re.DOTALL
)


@dataclass(frozen=True)
class Heading:
    """An entry of the table of contents; `id` is its anchor on the page."""

    id: str
    text: str
    level: int


@dataclass(frozen=True)
class RenderedBody:
    html: SafeString
    contents: list[Heading] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    # Of `static/`, for what stands in it.
    scripts: list[str] = field(default_factory=list)


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
    `facts_at` and that a person looked at `checked_at`, in eight for all. A shelf leaves
    out what the page has `seen`, and adds what it shows. One that
    points at nothing readers can see then is left out; for `editor` a box that says so
    stands in its place. h2 and h3 get anchors, links that leave the site a `rel`
    that says which of them are `paid`, tables a frame to scroll in.
    """
    if asked := references(html):
        known_at = facts_at or moment
        live = live or load_live(asked, moment=moment, facts_at=known_at)
        html = live.print(html, known_at)
    found = placements(html)
    targets = load_targets(html, moment, facts_at, seen) if found else {}
    missing = missing_among(found, targets)
    contents: list[Heading] = []
    anchors: set[str] = set()
    scripts: dict[str, None] = {}
    link = partial(_link, paid=paid or PaidLinks())

    def change(match: re.Match[str]) -> str:
        if match["embed"]:
            return embed(match)
        if match["heading"]:
            return heading(match)
        if match["href"]:
            return link(match)
        if match["table"]:
            name = _plain(match["table_caption"] or "") or "Table"
            return (
                '<div class="table-scroll" role="region" tabindex="0"'
                f' aria-label="{escape_attribute(name)}">{match["table"]}'
            )
        return "</table></div>"

    def embed(match: re.Match[str]) -> str:
        placement = placement_of(match)
        kind = REGISTRY[placement.kind]
        target = targets.get(placement.target)
        if target is not None:
            if kind.script:
                scripts[kind.script] = None
            context = kind.context(target, placement) | {"checked_at": checked_at}
            return render_to_string(kind.template, context)
        if audience == "reader":
            return ""
        return render_to_string(
            "embeds/_missing.html", {"embed": kind, "id": placement.id}
        )

    def heading(match: re.Match[str]) -> str:
        tag, inner = match["heading"], match["text"]
        text = _plain(inner)
        anchor = _anchor(text, anchors)
        contents.append(Heading(anchor, text, int(tag[1])))
        inner = OUTSIDE.sub(link, inner)
        return f'<{tag} id="{escape_attribute(anchor)}">{inner}</{tag}>'

    rendered = _CHANGED.sub(change, html)
    return RenderedBody(
        mark_safe(rendered),  # noqa: S308
        contents,
        missing,
        list(scripts),
    )


def missing_embeds(html: str, moment: datetime) -> list[Missing]:
    """The embeds of a body that readers would not see at that moment."""
    return missing_among(placements(html), load_targets(html, moment))


def _link(match: re.Match[str], *, paid: PaidLinks) -> str:
    href = unescape(match["href"])
    if _leaves_the_site(href):
        rel = paid.rel(href) or "external noopener"
        return f'{match[0][:-1]} rel="{rel}">'
    return match[0]


def with_paid_marked(html: str, paid: PaidLinks) -> str:
    """The same HTML with a `rel` on the links that are paid, for readers elsewhere."""

    def mark(match: re.Match[str]) -> str:
        rel = paid.rel(unescape(match["href"]))
        return f'{match[0][:-1]} rel="{rel}">' if rel else match[0]

    return OUTSIDE.sub(mark, html)


def _leaves_the_site(href: str) -> bool:
    return urlsplit(href).netloc.lower() != urlsplit(settings.SITE_URL).netloc.lower()


def _plain(inline: str) -> str:
    return " ".join(unescape(TAG.sub("", inline)).split())


def _anchor(text: str, taken: set[str]) -> str:
    """
    An anchor of its own for a heading, in any script.

    The prefix keeps it apart from the ids of the page around the body.
    """
    base = f"section-{slugify(text, allow_unicode=True)[:60].strip('-')}".rstrip("-")
    anchor = base
    number = 2
    while anchor in taken:
        anchor = f"{base}-{number}"
        number += 1
    taken.add(anchor)
    return anchor
