"""
The few marks in which the demo's stories are written, as body HTML.

    ## Heading                 - item, or 1. item          | a | table |
    *emphasis* **strong**      [text](https://address)     ::show key
    {{status.phrase key 2}}    {{actor.name key 2 | character}}
    ::entry show               ::gallery Title | picture | picture
    ::picture picture wide
    ::post https://address | author=Name | date=2026-11-10 | picture=key, and its words in
    the lines below

Blocks stand apart by an empty line. A line that begins with `::` is an embed and
names its kind and the key of what it shows, after which a block from facts may have
the number of a season; what the key stands for is the loader's business. Double braces
hold a live fact: the field and its wording, the key of a show and perhaps the number of
a season, and whom or what it is about. An entry of a ranked list goes on until the next
one, or a heading.
"""

import re
from collections.abc import Callable
from html import escape

from articles.body.lines import token
from articles.body.live_facts import Reference, element

EmbedWriter = Callable[[str, str], str]
FactReader = Callable[[str, str, str], Reference]

_INLINE = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*(.+?)\*"), r"<em>\1</em>"),
    (re.compile(r"\[(.+?)\]\((https?://[^)\s]+)\)"), r'<a href="\2">\1</a>'),
)
_FACT = re.compile(r"\{\{(?P<fact>[a-z_.]+) (?P<key>[^{}|]+)(?:\|(?P<of>[^{}|]+))?\}\}")
_ITEM = re.compile(r"(?:- |\d+\. )")
# “Season 2” should not be parted at the end of a line.
_NUMBERED = re.compile(r"\b([Ss]eason|[Ss]eries|[Ee]pisode|Class) (?=\d)")


def to_html(text: str, embed: EmbedWriter, fact: FactReader) -> str:
    html = ""
    in_entry = False
    for block in map(str.strip, re.split(r"\n\s*\n", text.strip())):
        if in_entry and block.startswith(("## ", "::entry ")):
            html += "</section>"
            in_entry = False
        if block.startswith("::entry "):
            html += '<section class="entry">' + embed("show", block.split()[1])
            in_entry = True
        else:
            html += _block(block, embed)
    html += "</section>" if in_entry else ""
    return _FACT.sub(lambda match: element(_asked(match, fact), ""), html)


def to_line(text: str, fact: FactReader) -> str:
    """A standfirst or search description."""
    return _FACT.sub(lambda match: token(_asked(match, fact), ""), text)


def _asked(match: re.Match[str], fact: FactReader) -> Reference:
    return fact(match["fact"], match["key"].strip(), (match["of"] or "").strip())


def _block(block: str, embed: EmbedWriter) -> str:
    lines = block.split("\n")
    if block.startswith("::gallery "):
        title, *keys = (part.strip() for part in block[10:].split("|"))
        pictures = "".join(embed("picture", key) for key in keys)
        caption = f"<figcaption>{_inline(title)}</figcaption>"
        return f'<figure class="gallery">{caption}{pictures}</figure>'
    if block.startswith("::post "):
        return _post(*lines, embed=embed)
    if block.startswith("::"):
        kind, key = block[2:].split(maxsplit=1)
        if kind == "picture" and key.endswith(" wide"):
            picture = embed(kind, key.removesuffix(" wide"))
            return picture.replace("<figure ", '<figure data-size="wide" ', 1)
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


def _post(head: str, *words: str, embed: EmbedWriter) -> str:
    address, *said = (part.strip() for part in head.removeprefix("::post ").split("|"))
    named = dict(part.split("=", 1) for part in said)
    still = embed("picture", named.pop("picture")) if "picture" in named else ""
    told = "".join(f' data-{name}="{escape(text)}"' for name, text in named.items())
    quoted = f"<blockquote><p>{_inline(' '.join(words))}</p></blockquote>"
    return (
        f'<figure class="post" data-address="{escape(address)}"{told}>'
        f"{quoted if words else ''}{still}</figure>"
    )


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
