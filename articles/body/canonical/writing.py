"""Blocks as HTML, written in the one way there is."""

import unicodedata

from articles.body.markup import MAX_LIVE_LENGTH, escape_attribute, escape_text

from .nodes import Break, Live, Mark, Node
from .runs import one_line, shared


def write(node: Node) -> str:
    attributes = "".join(
        f' {name}="{escape_attribute(value)}"'
        for name, value in node.attributes.items()
    )
    if node.tag == "hr":
        return "<hr>"
    return f"<{node.tag}{attributes}>{_write_children(node)}</{node.tag}>"


def _write_children(node: Node) -> str:
    parts: list[str] = []
    open_marks: tuple[Mark, ...] = ()
    for child in node.children:
        marks = () if isinstance(child, Node) else child.marks
        kept = len(shared(open_marks, marks))
        parts += [f"</{mark.tag}>" for mark in reversed(open_marks[kept:])]
        parts += [_start_of(mark) for mark in marks[kept:]]
        open_marks = marks
        if isinstance(child, Node):
            parts.append(write(child))
        elif isinstance(child, Break):
            parts.append("<br>")
        elif isinstance(child, Live):
            parts.append(_write_live(child))
        else:
            text = unicodedata.normalize("NFC", child.text)
            parts.append(escape_text(text))
    parts += [f"</{mark.tag}>" for mark in reversed(open_marks)]
    return "".join(parts)


def _write_live(live: Live) -> str:
    attributes = "".join(
        f' {name}="{escape_attribute(value)}"' for name, value in live.attributes
    )
    words = one_line("".join(live.words), MAX_LIVE_LENGTH)
    return f"<span{attributes}>{escape_text(words)}</span>"


def _start_of(mark: Mark) -> str:
    if mark.tag == "a":
        rel = f' rel="{mark.rel}"' if mark.rel else ""
        return f'<a href="{escape_attribute(mark.href)}"{rel}>'
    return f"<{mark.tag}>"
