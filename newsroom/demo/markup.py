"""
The few marks in which the demo's stories are written, as body HTML.

    ## Heading                 - item, or 1. item          | a | table |
    *emphasis* **strong**      [text](https://address)     ::show key

Blocks stand apart by an empty line. A line that begins with `::` is an embed and
names its kind and the key of what it shows, after which a block from facts may have
the number of a season; what the key stands for is the loader's business.
"""

import re
from collections.abc import Callable
from html import escape

EmbedWriter = Callable[[str, str], str]

_INLINE = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*(.+?)\*"), r"<em>\1</em>"),
    (re.compile(r"\[(.+?)\]\((https?://[^)\s]+)\)"), r'<a href="\2">\1</a>'),
)
_ITEM = re.compile(r"(?:- |\d+\. )")
# “Season 2” should not be parted at the end of a line.
_NUMBERED = re.compile(r"\b([Ss]eason|[Ss]eries|[Ee]pisode|Class) (?=\d)")


def to_html(text: str, embed: EmbedWriter) -> str:
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join(_block(block.strip(), embed) for block in blocks)


def _block(block: str, embed: EmbedWriter) -> str:
    lines = block.split("\n")
    if block.startswith("::"):
        kind, key = block[2:].split(maxsplit=1)
        return embed(kind, key)
    if block.startswith("## "):
        return f"<h2>{_inline(block[3:])}</h2>"
    if block.startswith("|"):
        return _table(lines)
    if _ITEM.match(block):
        tag = "ul" if block.startswith("- ") else "ol"
        items = "".join(f"<li>{_inline(_ITEM.sub('', line, 1))}</li>" for line in lines)
        return f"<{tag}>{items}</{tag}>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _table(lines: list[str]) -> str:
    head, _, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines
    )
    columns = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"


def _inline(text: str) -> str:
    html = escape(text, quote=False)
    for pattern, replacement in _INLINE:
        html = pattern.sub(replacement, html)
    return _NUMBERED.sub("\\1\u00a0", html)
