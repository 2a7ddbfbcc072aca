"""Runs of text: white space as a browser shows it, and nothing twice."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from .nodes import Break, Inline, Live, Mark, Node, Text

_SPACE = re.compile(r"[ \t\n\r\f]+")
_EDGE = " \xa0"
# What neither HTML nor the XML of feeds can carry.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def paragraphs(run: list[Inline]) -> list[Node]:
    """Paragraphs of a run of text; an empty line in it begins another."""
    written = []
    for part in _split_at_empty_lines(run):
        if tidied := tidy(part):
            written.append(Node("p", {}, [*tidied]))
    return written


def _split_at_empty_lines(run: list[Inline]) -> Iterator[list[Inline]]:
    part: list[Inline] = []
    breaks = 0
    for piece in run:
        if isinstance(piece, Break):
            breaks += 1
        elif not is_blank(piece):
            if breaks > 1:
                yield part
                part = []
            breaks = 0
        part.append(piece)
    yield part


def tidy(run: list[Inline]) -> list[Inline]:
    """Collapse white space as a browser shows it, and drop what shows nothing."""
    tidied: list[Inline] = []
    at_edge = True
    for piece in run:
        if isinstance(piece, Break):
            if tidied:
                _strip_end(tidied)
                # Also a line break first in its block: it shows nothing.
                if tidied:
                    tidied.append(piece)
            at_edge = True
            continue
        if isinstance(piece, Live):
            tidied.append(piece)
            at_edge = False
            continue
        text = _SPACE.sub(" ", piece.text)
        if at_edge:
            text = text.lstrip(_EDGE if not tidied else " ")
        elif text.startswith(" ") and _ends_with_space(tidied):
            text = text[1:]
        if not text:
            continue
        at_edge = False
        # Spaces at the edges of an emphasis stand on their own, to be put outside it.
        words = text.strip(" ")
        start = len(text) - len(text.lstrip(" "))
        for part in (text[:start], words, text[start + len(words) :]):
            if part:
                tidied.append(Text(part, piece.marks))
    while tidied:
        _strip_end(tidied, _EDGE)
        if tidied and isinstance(tidied[-1], Break):
            tidied.pop()
        else:
            break
    return merged(_unmark_spaces(tidied))


def _strip_end(run: list[Inline], characters: str = " ") -> None:
    while run:
        last = run[-1]
        if not isinstance(last, Text):
            return
        text = last.text.rstrip(characters)
        if text:
            run[-1] = Text(text, last.marks)
            return
        run.pop()


def _ends_with_space(run: list[Inline]) -> bool:
    last = run[-1] if run else None
    return isinstance(last, Text) and last.text.endswith(" ")


def _unmark_spaces(run: list[Inline]) -> list[Inline]:
    """A space between two words is emphasised only where both of them are."""
    for index, piece in enumerate(run):
        if _is_said(piece) or not piece.marks:
            continue
        before = run[index - 1].marks if index else ()
        after = next(
            (each.marks for each in run[index + 1 :] if _is_said(each)),
            (),
        )
        common = shared(piece.marks, shared(before, after))
        run[index] = piece._replace(marks=common)
    return run


def _is_said(piece: Inline) -> bool:
    """No space and no line break."""
    return isinstance(piece, Live) or (isinstance(piece, Text) and piece.text != " ")


def shared(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> tuple[Mark, ...]:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return one[:count]


def merged(run: list[Inline]) -> list[Inline]:
    """Join neighbours of the same marks, and compose what combines in them."""
    merged: list[Inline] = []
    for piece in run:
        last = merged[-1] if merged else None
        if (
            isinstance(piece, Text)
            and isinstance(last, Text)
            and last.marks == piece.marks
        ):
            merged[-1] = Text(last.text + piece.text, last.marks)
        else:
            merged.append(piece)
    return merged


def bare(blocks: list[Node]) -> "list[Node | Inline]":
    """The contents of an item or cell: one paragraph at its start needs no <p>."""
    count = sum(block.tag == "p" for block in blocks)
    if count == 1 and blocks[0].tag == "p":
        return [*blocks[0].children, *blocks[1:]]
    return [*blocks]


def joined(blocks: Iterable[Node]) -> list[Inline]:
    """All the text of some blocks as one line, for places that hold no blocks."""
    run: list[Inline] = []
    for block in blocks:
        if run:
            run.append(Text(" ", ()))
        for child in block.children:
            run += joined([child]) if isinstance(child, Node) else [child]
    return tidy([Text(" ", ()) if isinstance(each, Break) else each for each in run])


def inline_children(node: Node) -> Iterator[Inline]:
    return (child for child in node.children if not isinstance(child, Node))


def without_bold(text: Inline) -> Inline:
    marks = tuple(mark for mark in text.marks if mark.tag != "strong")
    return text._replace(marks=marks)


def with_bold(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    if any(mark.tag == "strong" for mark in marks):
        return marks
    return (*marks, Mark("strong"))


def is_blank(piece: Inline) -> bool:
    return isinstance(piece, Text) and not piece.text.strip(" \t\n\r\f\xa0")


def has_text(node: Node) -> bool:
    return any(
        has_text(child) if isinstance(child, Node) else not isinstance(child, Break)
        for child in node.children
    )


def one_line(text: str, most: int) -> str:
    text = unicodedata.normalize("NFC", UNPRINTABLE.sub("", text))
    # Cutting may leave a space at the end; composing never makes it longer again.
    return _SPACE.sub(" ", text).strip(_EDGE)[:most].strip(_EDGE)
