"""What a body is read into: blocks that hold marked text."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from articles.body.markup import EMBED_ID, EMBED_KINDS, FACT_KINDS, SEASON_NUMBER

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
SECTIONS = frozenset({"thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
TABLE_PARTS = SECTIONS | CELLS | {"table", "caption", "tr"}


class Mark(NamedTuple):
    """
    An inline element around a piece of text.

    Two marks that are equal are one element where they meet, except quotations and
    titles of works: each of those is its own, told apart by `number`.
    """

    tag: str
    href: str = ""
    number: int = 0
    rel: str = ""


class Text(NamedTuple):
    text: str
    marks: tuple[Mark, ...]


class Break(NamedTuple):
    marks: tuple[Mark, ...]


class Live(NamedTuple):
    """A live fact: whole, whatever its words are, also where it has none yet."""

    attributes: tuple[tuple[str, str], ...]
    words: list[str]
    marks: tuple[Mark, ...]


Inline = Text | Break | Live


@dataclass(slots=True)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | Inline]" = field(default_factory=list)


def embed_kind(node: Node) -> str:
    """Which embed a figure is; empty for one that points at nothing."""
    found = node.attributes
    kind = found.get("data-embed", "") if node.tag == "figure" else ""
    if kind not in EMBED_KINDS or not re.fullmatch(EMBED_ID, found.get("data-id", "")):
        return ""
    season = found.get("data-season") if kind in FACT_KINDS else None
    if season is not None and not re.fullmatch(SEASON_NUMBER, season):
        return ""
    return kind
