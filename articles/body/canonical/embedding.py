"""
The code that other sites give to embed a post or video, read as our own block.

Pasted code becomes that in the editor already (`newsroomblocks/pasted.js`, which reads
the same); what comes by any other entrance, an import or a raw form, becomes it here.
Nothing of the code is kept but its address, who said it when, and the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from articles.body import posts
from articles.body.markup import POST_CLASS

from .nodes import Inline, Node, Text

_TWEET, _INSTAGRAM, _TIKTOK = "twitter-tweet", "instagram-media", "tiktok-embed"
_WORDPRESS = "wp-block-embed"
# What players call themselves where nobody named the video.
_PLAYER = re.compile(r"(?:youtube|vimeo) video player", re.IGNORECASE)
# Of texts whose blanks are single: these are read once, however long they are.
_SIGNED = re.compile(r"[\u2014-] ?(.{0,200}?) ?\(@(\w{1,40})\)")
_SHARED = re.compile(r"shared by (.{0,200}?) ?\(@([\w.]{1,40})\)", re.IGNORECASE)
# Shortened addresses say nothing, and count who follows them.
_SHORT = re.compile(r"https?://t\.co/")


def framed(attributes: dict[str, str]) -> Node | None:
    """The block of the video that a frame plays."""
    address = posts.read_address(attributes.get("src", ""))
    if address is None or not address.provider.is_video:
        return None
    title = attributes.get("title", "")
    return _block(address, title="" if _PLAYER.fullmatch(title.strip()) else title)


def quoted(node: Node) -> Node | None:
    """The block of the post that a quotation or a figure of other sites holds."""
    if node.tag not in ("blockquote", "figure"):
        return None
    classes = node.attributes.get("class", "").split()
    if _TWEET in classes:
        return _tweet(node)
    if _INSTAGRAM in classes:
        return _instagram(node)
    if _TIKTOK in classes:
        return _tiktok(node)
    if _WORDPRESS in classes:
        return _wordpress(node)
    return None


def _tweet(node: Node) -> Node | None:
    leading = [
        (address, piece.text)
        for piece in _texts(node)
        if (address := posts.read_address(_href(piece))) and address.provider is posts.X
    ]
    if not leading:
        return None
    address, day = leading[-1]
    own = [each.text for each in node.children if isinstance(each, Text)]
    who = _SIGNED.search(_spaced("".join(own)))
    return _block(
        address,
        _words(node),
        author=who[1] if who else "",
        handle=who[2] if who else "",
        date=_day(day),
    )


def _instagram(node: Node) -> Node | None:
    address = posts.read_address(node.attributes.get("data-instgrm-permalink", ""))
    if address is None:
        return None
    who = _SHARED.search(_spaced("".join(each.text for each in _texts(node))))
    # Its words are not in the code, only an invitation to look at it.
    return _block(address, author=who[1] if who else "", handle=who[2] if who else "")


def _tiktok(node: Node) -> Node | None:
    address = posts.read_address(node.attributes.get("cite", ""))
    return _block(address, _words(node), handle=address.by) if address else None


def _wordpress(node: Node) -> Node | None:
    caption = [
        Node("p", {}, each.children)
        for each in _nodes(node)
        if each.tag == "figcaption"
    ]
    said = "".join(each.text for each in _texts(node, without="figcaption"))
    address = posts.read_address(said)
    return _block(address, caption) if address else None


def _block(
    address: posts.Address, words: list[Node] | None = None, **said: str
) -> Node:
    """As it would be written, but for what no attribute of it may hold."""
    attributes = {"class": POST_CLASS, "data-address": address.url} | {
        f"data-{name}": value for name, value in said.items() if value
    }
    return Node("figure", attributes, [*(words or [])])


def _words(node: Node) -> list[Node]:
    return [
        Node("p", {}, [_unshortened(each) for each in child.children])
        for child in _nodes(node)
        if child.tag == "p"
    ]


def _unshortened(piece: Node | Inline) -> Node | Inline:
    if isinstance(piece, Node):
        return piece
    marks = tuple(mark for mark in piece.marks if not _SHORT.match(mark.href))
    return piece._replace(marks=marks)


def _nodes(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node):
            yield child
            yield from _nodes(child)


def _texts(node: Node, *, without: str = "") -> Iterator[Text]:
    for child in node.children:
        if isinstance(child, Text):
            yield child
        elif isinstance(child, Node) and child.tag != without:
            yield from _texts(child, without=without)


def _href(piece: Text) -> str:
    return next((mark.href for mark in piece.marks if mark.tag == "a"), "")


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _day(written: str) -> str:
    try:
        return datetime.strptime(written.strip(), "%B %d, %Y").date().isoformat()
    except ValueError:
        return ""
