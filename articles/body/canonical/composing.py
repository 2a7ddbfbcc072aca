"""Blocks that are made of other blocks: ranked entries, galleries and quoted posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from articles.body import posts
from articles.body.markup import (
    ENTRY_CLASS,
    ENTRY_COUNTS,
    ENTRY_NUMBER,
    GALLERY_CLASS,
    POST_ATTRIBUTES,
    POST_CLASS,
)

from .nodes import HEADINGS, Inline, Live, Mark, Node, Text, embed_kind
from .runs import is_blank, joined, one_line, tidy, without_bold

if TYPE_CHECKING:
    from .arranging import Arranger


def is_entry(node: Node) -> bool:
    return node.tag == "section" and ENTRY_CLASS in _classes(node)


def is_gallery(node: Node) -> bool:
    return node.tag == "figure" and GALLERY_CLASS in _classes(node)


def is_post(node: Node) -> bool:
    """A figure whose address leads to a post; another is only what it holds."""
    return (
        node.tag == "figure"
        and POST_CLASS in _classes(node)
        and _address(node) is not None
    )


def entry(node: Node, arranger: Arranger) -> list[Node]:
    """
    A place in a ranked list. Its first heading is its title, its first picture and its
    first show card stand at its head; whatever else it holds is the verdict. One with
    neither a title nor a show is what it holds.
    """
    title: Node | None = None
    head: dict[str, Node] = {}
    rest: list[Node | Inline] = []
    for child in node.children:
        kind = _kind(child)
        if title is None and isinstance(child, Node) and child.tag in HEADINGS:
            title = child
        elif kind in ("picture", "show") and kind not in head:
            head[kind] = arranger.block(child, top=True)[0]  # type: ignore[arg-type]
        else:
            rest.append(child)
    said = joined(arranger.flow(title.children)) if title else []
    said = tidy([without_bold(piece) for piece in said])
    blocks = [head[kind] for kind in ("picture", "show") if kind in head]
    blocks += arranger.held(rest, spoilers=True)
    if not said and "show" not in head:
        return blocks
    attributes = {"class": ENTRY_CLASS}
    if (count := node.attributes.get("data-count", "")) in ENTRY_COUNTS:
        attributes["data-count"] = count
    number = node.attributes.get("data-number", "")
    if re.fullmatch(ENTRY_NUMBER, number):
        attributes["data-number"] = number
    return [Node("section", attributes, [Node("h2", {}, [*said]), *blocks])]


def gallery(node: Node, arranger: Arranger) -> list[Node]:
    """Pictures in order under a title; whatever else stood among them follows."""
    title: list[Inline] = []
    pictures: list[Node] = []
    rest: list[Node | Inline] = []
    for child in node.children:
        if _kind(child) == "picture":
            pictures += arranger.block(child, top=True)  # type: ignore[arg-type]
        elif isinstance(child, Node) and child.tag == "figcaption" and not title:
            title = joined(arranger.flow(child.children))
        elif isinstance(child, Node) or not is_blank(child):
            rest.append(child)
    after = arranger.flow(rest, top=True)
    if not pictures:
        return [*([Node("p", {}, [*title])] if title else []), *after]
    caption = [Node("figcaption", {}, [*title])] if title else []
    return [Node("figure", {"class": GALLERY_CLASS}, [*caption, *pictures]), *after]


def post(node: Node, arranger: Arranger) -> list[Node]:
    """
    What somebody said elsewhere, in paragraphs. Who and where is written from what the
    figure says of itself, whatever its caption was.
    """
    address = _address(node)
    assert address is not None  # noqa: S101
    said = {
        name: value
        for name in POST_ATTRIBUTES
        if (value := _said(node.attributes.get(f"data-{name}", ""), name))
    }
    still: list[Node] = []
    rest: list[Node | Inline] = []
    for child in node.children:
        if _kind(child) == "picture" and not still:
            still = arranger.block(child, top=True)  # type: ignore[arg-type]
        elif not (isinstance(child, Node) and child.tag == "figcaption"):
            rest.append(child)
    quoted = [*_paragraphs(arranger.flow(rest))]
    attributes = {"class": POST_CLASS, "data-address": address.url} | {
        f"data-{name}": value for name, value in said.items()
    }
    blocks = [Node("blockquote", {"cite": address.url}, [*quoted])] if quoted else []
    words, linked = posts.credit(address, said)
    caption = [Text(linked, (Mark("a", address.url),))]
    if words:
        caption.insert(0, Text(f"{words}, ", ()))
    blocks += [*still, Node("figcaption", {}, [*caption])]
    return [Node("figure", attributes, [*blocks])]


def _address(node: Node) -> posts.Address | None:
    return posts.read_address(node.attributes.get("data-address", ""))


def _said(written: str, name: str) -> str:
    value = one_line(written, posts.LONGEST[name])
    if name == "handle":
        value = value.removeprefix("@")
    return value if posts.is_said(name, value) else ""


def _paragraphs(blocks: list[Node]) -> Iterator[Node]:
    """Whatever the words stand in, as paragraphs."""
    for block in blocks:
        run = [_as_said(each) for each in block.children if not isinstance(each, Node)]
        if tidied := tidy(run):
            yield Node("p", {}, [*tidied])
        yield from _paragraphs(
            [child for child in block.children if isinstance(child, Node)]
        )


def _as_said(piece: Inline) -> Inline:
    """What others say does not change with the news."""
    return Text("".join(piece.words), piece.marks) if isinstance(piece, Live) else piece


def _kind(child: Node | Inline) -> str:
    return embed_kind(child) if isinstance(child, Node) else ""


def _classes(node: Node) -> list[str]:
    return node.attributes.get("class", "").split()
