"""
Blocks in a body that point at something: one module for each kind.

Stored as `<figure data-embed="…" data-id="…">` with a fallback that the server writes;
`articles.rendering` puts the real thing in its place. A new kind is a module here, a
template under `templates/embeds/`, its name in `markup.EMBED_KINDS` and a widget in
`static/newsroom/ckeditor/embeds/plugin.js`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from articles.markup import EMBED, EMBED_KINDS, unescape
from articles.sanitising import sanitise_line

from .base import Embed, Missing, Placement
from .picture import PictureEmbed
from .read_more import ReadMoreEmbed
from .show_card import ShowCardEmbed

__all__ = [
    "REGISTRY",
    "Embed",
    "Missing",
    "Placement",
    "load_targets",
    "missing_among",
    "picture_ids",
    "placement_of",
    "placements",
    "referenced_ids",
    "write_fallbacks",
]

REGISTRY: dict[str, Embed[Any]] = {
    embed.kind: embed for embed in (PictureEmbed(), ReadMoreEmbed(), ShowCardEmbed())
}
if REGISTRY.keys() != set(EMBED_KINDS):
    raise AssertionError("The sanitiser and the registry name different embeds.")

Targets = dict[str, dict[int, Any]]


def placement_of(match: re.Match[str]) -> Placement:
    return Placement(match["kind"], int(match["id"]), unescape(match["caption"] or ""))


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


def load_targets(html: str, moment: datetime) -> Targets:
    """Everything a body's embeds print, in a fixed number of queries."""
    return {
        kind: REGISTRY[kind].load(ids, moment)
        for kind, ids in referenced_ids(html).items()
    }


def missing_among(found: Iterable[Placement], targets: Targets) -> list[Missing]:
    return [
        Missing(placement.kind, placement.id, REGISTRY[placement.kind].missing)
        for placement in dict.fromkeys(found)
        if placement.id not in targets[placement.kind]
    ]


def write_fallbacks(html: str, moment: datetime) -> str:
    """
    Write the fallback of every embed anew, from what is public at this moment.

    Whatever stood there is dropped, for a browser sent it. An embed that points at
    nothing public keeps its place with nothing written in it.
    """
    targets = load_targets(html, moment)

    def rewrite(match: re.Match[str]) -> str:
        placement = placement_of(match)
        target = targets[placement.kind].get(placement.id)
        embed = REGISTRY[placement.kind]
        text = embed.fallback(target, placement) if target is not None else ""
        text = sanitise_line(text)
        start = match.start("fallback") - match.start()
        end = match.end("fallback") - match.start()
        return match[0][:start] + text + match[0][end:]

    return EMBED.sub(rewrite, html)
