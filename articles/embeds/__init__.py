"""
Blocks in a body that point at something: one module for each kind.

Stored as `<figure data-embed="…" data-id="…">` with a fallback that the server writes;
`articles.body.rendering` puts the real thing in its place. Those written from facts point
at a show and, by its number, at a season (`subjects.py`). A new kind is a module here, a
template under `templates/embeds/`, its name in `markup.EMBED_KINDS` and a widget in
`static/newsroom/ckeditor/embeds/plugin.js`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from articles.body.live_facts import LiveFacts, write_words
from articles.body.markup import (
    EMBED,
    EMBED_KINDS,
    ENTRY,
    FACT_KINDS,
    escape_text,
    unescape,
)
from articles.body.sanitising import sanitise_line
from articles.curation import Seen

from .base import Embed, Missing, Placement, Target
from .fact_blocks import BLOCKS
from .on_page import OnPage
from .picture import PictureEmbed
from .read_more import ReadMoreEmbed
from .show_card import ShowCardEmbed
from .subjects import WITH_PEOPLE, find_subjects, load_subjects
from .watch_next import WatchNextEmbed

__all__ = [
    "REGISTRY",
    "Embed",
    "Missing",
    "OnPage",
    "Placement",
    "Target",
    "load_targets",
    "missing_among",
    "picture_ids",
    "placement_of",
    "placements",
    "present_targets",
    "prints_blocks",
    "prints_people",
    "referenced_ids",
    "shows_in",
    "write_fallbacks",
]

KINDS: tuple[Embed[Any], ...] = (
    PictureEmbed(),
    ReadMoreEmbed(),
    ShowCardEmbed(),
    WatchNextEmbed(),
    *BLOCKS,
)
REGISTRY = {embed.kind: embed for embed in KINDS}
if REGISTRY.keys() != set(EMBED_KINDS):
    raise AssertionError("The sanitiser and the registry name different embeds.")

Targets = dict[Target, Any]


def placement_of(match: re.Match[str]) -> Placement:
    return Placement(
        match["kind"],
        int(match["id"]),
        unescape(match["caption"] or ""),
        None if match["season"] is None else int(match["season"]),
        bool(match["size"]),
    )


def placements(html: str) -> list[Placement]:
    """The embeds of a body, in order."""
    return [placement_of(match) for match in EMBED.finditer(html)]


def referenced_ids(html: str) -> dict[str, list[int]]:
    """What a body points at: the ids of each kind it has, in order, each once."""
    found: dict[str, dict[int, None]] = {}
    for placement in placements(html):
        found.setdefault(placement.kind, {})[placement.id] = None
    return {kind: list(ids) for kind, ids in found.items()}


def picture_ids(html: str) -> list[int]:
    return referenced_ids(html).get("picture", [])


def load_targets(
    html: str,
    moment: datetime,
    facts_at: datetime | None = None,
    seen: Seen | None = None,
    known: LiveFacts | None = None,
) -> Targets:
    """
    Everything a body's embeds print, in a fixed number of queries; see `OnPage`.
    """
    page = OnPage(moment, facts_at or moment, seen, known)
    page.shows(shows_in(html))
    targets: Targets = {}
    for kind, ids in referenced_ids(html).items():
        if kind not in FACT_KINDS:
            found = REGISTRY[kind].load(ids, page)
            targets |= {Target(kind, pk): each for pk, each in found.items()}
    blocks = _blocks(html)
    return targets | load_subjects(blocks, page) if blocks else targets


def present_targets(html: str, moment: datetime) -> set[Target]:
    """What `load_targets` would find, without what only printing needs."""
    page = OnPage(moment, moment)
    page.shows(shows_in(html))
    found = {
        Target(kind, pk)
        for kind, ids in referenced_ids(html).items()
        if kind not in FACT_KINDS
        for pk in REGISTRY[kind].present(ids, page)
    }
    return found | find_subjects(_blocks(html), page).keys()


def _blocks(html: str) -> set[Target]:
    return {each.target for each in placements(html) if each.kind in FACT_KINDS}


def shows_in(html: str) -> set[int]:
    """The shows of which a body has cards or blocks."""
    with_show = {ShowCardEmbed.kind, *FACT_KINDS}
    return {each.id for each in placements(html) if each.kind in with_show}


def prints_blocks(html: str) -> bool:
    """Whether any of it says what was known at a moment of its own."""
    return any(each.kind in FACT_KINDS for each in placements(html))


def prints_people(html: str) -> bool:
    return any(each.kind in WITH_PEOPLE for each in placements(html))


def tells_facts(html: str) -> bool:
    """Whether it says what is known of a show, as the panel beside it does."""
    return any(each.kind in {"facts", "known"} for each in placements(html))


def missing_among(
    found: Iterable[Placement], targets: Container[Target]
) -> list[Missing]:
    return [
        Missing(placement.kind, placement.id, REGISTRY[placement.kind].missing)
        for placement in dict.fromkeys(found)
        if placement.target not in targets
    ]


def write_fallbacks(html: str, moment: datetime) -> str:
    """
    Write the fallback of every embed and the words of every live fact anew, from what
    is public at this moment.

    Whatever stood there is dropped, for a browser sent it. An embed that points at
    nothing public keeps its place with nothing written in it.
    """
    html = write_words(html, moment)
    targets = load_targets(html, moment)

    def rewrite(match: re.Match[str]) -> str:
        placement = placement_of(match)
        target = targets.get(placement.target)
        embed = REGISTRY[placement.kind]
        text = embed.fallback(target, placement) if target is not None else ""
        text = sanitise_line(text)
        start = match.start("fallback") - match.start()
        end = match.end("fallback") - match.start()
        return match[0][:start] + text + match[0][end:]

    return EMBED.sub(rewrite, _with_titles(html, targets))


def _with_titles(html: str, targets: Targets) -> str:
    """Places of a ranked list without a title of their own have that of their show."""

    def name(match: re.Match[str]) -> str:
        cards = placements(match["entry_show"] or "")
        card = targets.get(cards[0].target) if cards else None
        if match["entry_title"] or card is None:
            return match[0]
        title = escape_text(card.show.title)
        return match[0].replace("<h2></h2>", f"<h2>{title}</h2>", 1)

    return ENTRY.sub(name, html)
