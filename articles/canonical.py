"""
Any HTML in, canonical HTML out: one spelling for everything a body can say.

Two bodies that read the same are the same bytes, so versions compare and merge by
block, and opening and saving a story without touching it changes nothing.

This module decides about *form* (what nests in what, white space, heading levels)
and gives no promise of safety: `sanitising.sanitise()` passes its output through
nh3, which must find nothing to remove. Doing it in this order also bounds the work:
nh3 needs quadratic time for thousands of open tags or attributes, but what it is
given here is never nested deeper than MAX_DEPTH.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape as unescape_any
from typing import NamedTuple

from .links import clean_link
from .markup import (
    EMBED_ID,
    EMBED_KINDS,
    FACT_KINDS,
    LIVE_FIELDS,
    LIVE_FORM,
    LIVE_OF,
    MAX_CAPTION_LENGTH,
    MAX_LIVE_LENGTH,
    PULLED,
    SEASON_NUMBER,
    SPOILER_WORDS,
    escape_attribute,
    escape_text,
)

MAX_DEPTH = 24
# Spans that are open at once; pasted text nests a handful.
MAX_OPEN_INLINE = 60

# Inline elements by the name they are written with, and what they become.
INLINE = {
    "strong": "strong", "b": "strong",
    "em": "em", "i": "em",
    "s": "s", "del": "s", "strike": "s",
    "sub": "sub", "sup": "sup", "cite": "cite", "q": "q",
    # Kept for what their style says, if anything: see _STYLES.
    "span": "", "font": "", "u": "", "ins": "",
}  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
SECTIONS = frozenset({"thead", "tbody", "tfoot"})
CELLS = frozenset({"td", "th"})
TABLE_PARTS = SECTIONS | CELLS | {"table", "caption", "tr"}
# Blocks that say nothing by themselves: their contents stand in their place.
TRANSPARENT = frozenset({
    "address", "article", "aside", "body", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "footer", "form", "header",
    "hgroup", "html", "legend", "main", "nav", "search", "section", "summary",
})  # fmt: skip
# Where nothing is live: the words of others, and what embeds fall back on.
NO_LIVE_FACTS = frozenset({"blockquote", "figcaption"})
BLOCKS = (
    HEADINGS | set(LISTS) | TABLE_PARTS | TRANSPARENT
    | {"p", "pre", "blockquote", "li", "figure"}
)  # fmt: skip
# Elements whose contents are not text of the story. The first group is read to its
# end tag, or to the end of the body, as browsers do.
RAW = frozenset({
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
    "template", "noscript",
})  # fmt: skip
DROPPED = frozenset({
    "svg", "math", "object", "video", "audio", "canvas", "select", "applet",
})  # fmt: skip

_STYLES = [
    ("strong", re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)\b")),
    ("em", re.compile(r"font-style\s*:\s*(?:italic|oblique)\b")),
    ("s", re.compile(r"text-decoration[a-z-]*\s*:[^;]*\bline-through\b")),
    ("sup", re.compile(r"vertical-align\s*:\s*super\b")),
    ("sub", re.compile(r"vertical-align\s*:\s*sub\b")),
]
_PLAIN_WEIGHT = re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-5]00)\b")
_PLAIN_SLANT = re.compile(r"font-style\s*:\s*normal\b")

# Remarks in the margin, by Google Docs and Word, and the marks that lead to them.
_COMMENT_LINKS = ("#cmnt", "#_msocom", "#_msoanchor")
_COMMENT_STYLE = re.compile(r"mso-element\s*:\s*comment", re.IGNORECASE)

_SPACE = re.compile(r"[ \t\n\r\f]+")
_EDGE = " \xa0"
# What neither HTML nor the XML of feeds can carry.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# The one mark that composes with the `>` of a tag before it.
_LONG_SOLIDUS = "\u0338"

# Tags, comments and declarations as a browser's tokeniser sees them. Quantifiers are
# possessive: nothing is ever read twice.
_WHITE = r"[\t\n\f\r ]"
_MARKUP = re.compile(
    r"<!--(?:>|->|.*?(?:--!?>|\Z))"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)"
    r"(?P<attributes>(?:[^>\"'=]++|=[\t\n\f\r ]*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+)"
    r"(?:>|\Z)"
    r"|<[!?][^>]*+(?:>|\Z)"
    r"|</(?![a-zA-Z])[^>]*+(?:>|\Z)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    rf"[\t\n\f\r /]*+([^\t\n\f\r />][^\t\n\f\r />=]*+)"
    rf"(?:{_WHITE}*+={_WHITE}*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\t\n\f\r >]*+)))?+"
)
_READ_ATTRIBUTES = frozenset(
    ["href", "style", "class", "start", "reversed", "colspan", "rowspan", "scope"]
    + ["data-embed", "data-id", "data-season", "data-caption"]
    + ["data-fact", "data-show", "data-person", "data-of", "data-form"]
)


class Mark(NamedTuple):
    """
    An inline element around a piece of text.

    Two marks that are equal are one element where they meet, except quotations and
    titles of works: each of those is its own, told apart by `number`.
    """

    tag: str
    href: str = ""
    number: int = 0


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


def canonicalise(html: str) -> str:
    """Rewrite any HTML in the one canonical form."""
    root = _Reader(html).read()
    blocks = _Arranger().flow(root.children, top=True)
    _level_headings(blocks)
    return "".join(_write(block) for block in blocks)


# Reading


class _OpenInline(NamedTuple):
    source: str
    marks: tuple[Mark, ...]
    depth: int
    # Its text is not the story's.
    is_silent: bool = False
    # Its text is the words of this.
    live: Live | None = None


class _Reader:
    """
    Reads tag soup into blocks that hold marked text.

    Kinder than a browser in one point: an inline element ends with the block it was
    opened in, so one forgotten `</b>` cannot embolden the rest of the story.
    """

    def __init__(self, html: str) -> None:
        self.html = html
        self.root = Node("root")
        self.stack = [self.root]
        self.open: list[_OpenInline] = []
        self.marks: tuple[Mark, ...] = ()
        self.is_silent = False
        self.live: Live | None = None
        self.counter = 0
        self.never_ended: set[str] = set()

    def read(self) -> Node:
        html = self.html
        position = 0
        while match := _MARKUP.search(html, position):
            self.text(html[position : match.start()])
            position = match.end()
            if not match["name"]:
                continue
            # The tag never ended: a browser drops it too.
            if html[position - 1] != ">":
                break
            name = match["name"].lower()
            if match["close"]:
                self.end(name)
            elif name in RAW or name in DROPPED:
                position = self.skip(name, position)
            else:
                self.start(name, match["attributes"])
        else:
            self.text(html[position:])
        return self.root

    def skip(self, name: str, position: int) -> int:
        """Where reading goes on after an element whose contents are dropped."""
        if name not in self.never_ended:
            end = re.compile(rf"</{name}(?=[\t\n\f\r />])[^>]*+>", re.IGNORECASE)
            if match := end.search(self.html, position):
                return match.end()
            self.never_ended.add(name)
        return len(self.html) if name in RAW else position

    def text(self, source: str) -> None:
        if not source or self.is_silent:
            return
        text = unescape_any(source) if "&" in source else source
        text = _UNPRINTABLE.sub("", text)
        if _LONG_SOLIDUS in text:
            text = _without_lone_solidus(text)
        if self.live is not None:
            self.live.words.append(text)
            return
        if any(node.tag == "pre" for node in self.stack):
            lines = text.split("\n")
            for line in lines[:-1]:
                self.stack[-1].children += [Text(line, self.marks), Break(self.marks)]
            text = lines[-1]
        if text:
            self.stack[-1].children.append(Text(text, self.marks))

    def start(self, name: str, source: str) -> None:
        if name == "br":
            self.line_break()
        elif name == "hr":
            self.end_live()
            self.close_paragraph()
            self.stack[-1].children.append(Node("hr"))
        elif name == "a":
            # Links do not nest: a second one ends the first.
            self.end("a")
            written = _attributes(source).get("href", "").strip()
            href = clean_link(written)
            marks = (Mark("a", href),) if href else ()
            self.open_inline("a", marks, is_silent=written.startswith(_COMMENT_LINKS))
        elif name == "span" and (live := self.live_fact(source)):
            self.stack[-1].children.append(live)
            self.open_inline(name, (), live=live)
        elif name in INLINE:
            self.open_inline(name, self.inline_marks(name, source))
        elif name in BLOCKS:
            self.open_block(name, source)

    def inline_marks(self, name: str, source: str) -> tuple[Mark, ...]:
        tags = [INLINE[name]] if INLINE[name] else []
        if style := _attributes(source).get("style", "").lower():
            # Google Docs wraps all it copies in <b style="font-weight: normal">.
            if _PLAIN_WEIGHT.search(style):
                tags = [tag for tag in tags if tag != "strong"]
            if _PLAIN_SLANT.search(style):
                tags = [tag for tag in tags if tag != "em"]
            tags += [
                tag for tag, says in _STYLES if tag not in tags and says.search(style)
            ]
        marks = []
        for tag in tags:
            if tag in ("q", "cite"):
                self.counter += 1
                marks.append(Mark(tag, number=self.counter))
            else:
                marks.append(Mark(tag))
        return tuple(marks)

    def live_fact(self, source: str) -> Live | None:
        """
        The live fact that a span begins. What others say does not change with the
        news: inside quotations it is its words, and so it is where it cannot be read.
        """
        if "data-fact" not in source or self.live or self.is_silent:
            return None
        quoting = any(node.tag in NO_LIVE_FACTS for node in self.stack)
        if quoting or any(mark.tag == "q" for mark in self.marks):
            return None
        attributes = _live_attributes(_attributes(source))
        if attributes is None or len(self.open) >= MAX_OPEN_INLINE:
            return None
        return Live(attributes, [], self.marks)

    def end_live(self) -> None:
        """A live fact is a few words; a block or a picture inside one ends it."""
        for index, each in enumerate(self.open):
            if each.live:
                del self.open[index:]
                self.remark()
                return

    def line_break(self) -> None:
        if self.live is not None:
            self.live.words.append(" ")
        else:
            self.stack[-1].children.append(Break(self.marks))

    def open_inline(
        self,
        source: str,
        marks: tuple[Mark, ...],
        *,
        is_silent: bool = False,
        live: Live | None = None,
    ) -> None:
        if len(self.open) < MAX_OPEN_INLINE:
            depth = len(self.stack)
            self.open.append(_OpenInline(source, marks, depth, is_silent, live))
            self.remark()

    def open_block(self, name: str, source: str) -> None:
        self.end_live()
        self.close_paragraph()
        if name in HEADINGS and self.stack[-1].tag in HEADINGS:
            self.pop()
        elif name == "li":
            self.pop_to({"li"}, within=set(LISTS) | TABLE_PARTS)
        elif name in TABLE_PARTS - {"table"}:
            if not any(node.tag == "table" for node in self.stack):
                return
            inside = {
                "caption": {"table"},
                "tr": SECTIONS | {"table"},
                "td": {"tr"} | SECTIONS | {"table"},
                "th": {"tr"} | SECTIONS | {"table"},
            }.get(name, {"table"})
            while self.stack[-1].tag not in inside:
                self.pop()
            if name in CELLS and self.stack[-1].tag != "tr":
                self.push(Node("tr"))
        elif name in ("dt", "dd"):
            self.pop_to({"dt", "dd"}, within={"dl"} | TABLE_PARTS)
        attributes = _attributes(source)
        is_comment = bool(_COMMENT_STYLE.search(attributes.get("style", "")))
        self.push(Node(name, attributes), is_attached=not is_comment)

    def end(self, name: str) -> None:
        if name in INLINE or name == "a":
            for index in range(len(self.open) - 1, -1, -1):
                if self.open[index].source == name:
                    del self.open[index]
                    self.remark()
                    return
        elif name in HEADINGS:
            self.pop_to(HEADINGS, within=TABLE_PARTS)
        elif name in TABLE_PARTS:
            self.pop_to({name}, within={"table"} - {name})
        elif name in BLOCKS:
            self.pop_to({name}, within=TABLE_PARTS)
        elif name == "br":
            # Browsers read </br> as <br>.
            self.line_break()

    def push(self, node: Node, *, is_attached: bool = True) -> None:
        if len(self.stack) <= MAX_DEPTH:
            if is_attached:
                self.stack[-1].children.append(node)
            self.stack.append(node)

    def pop(self) -> None:
        self.stack.pop()
        depth = len(self.stack)
        if self.open and self.open[-1].depth > depth:
            self.open = [each for each in self.open if each.depth <= depth]
            self.remark()

    def pop_to(self, names: Iterable[str], *, within: Iterable[str]) -> None:
        """Close the nearest open element of these names, if none of `within` is met."""
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].tag in names:
                while len(self.stack) > index:
                    self.pop()
                return
            if self.stack[index].tag in within:
                return

    def close_paragraph(self) -> None:
        if self.stack[-1].tag == "p":
            self.pop()

    def remark(self) -> None:
        """Flatten the open inline elements; each kind counts once."""
        marks: dict[str, Mark] = {}
        for each in self.open:
            for mark in each.marks:
                marks.setdefault(mark.tag, mark)
        self.marks = tuple(marks.values())
        self.is_silent = any(each.is_silent for each in self.open)
        self.live = next((each.live for each in self.open if each.live), None)


def _without_lone_solidus(text: str) -> str:
    """
    Drop strokes that have no letter to strike through.

    First in its element, one would strike the `>` of the tag, and the body as a
    whole would no longer be NFC.
    """
    kept = []
    has_base = False
    for character in text:
        if unicodedata.combining(character):
            if character == _LONG_SOLIDUS and not has_base:
                continue
        else:
            has_base = not character.isspace()
        kept.append(character)
    return "".join(kept)


def _attributes(source: str) -> dict[str, str]:
    """The attributes that canonical HTML is made from; the first of a name counts."""
    found: dict[str, str] = {}
    if "=" not in source and "reversed" not in source:
        return found
    for match in _ATTRIBUTE.finditer(source):
        name = match[1].lower()
        if name in _READ_ATTRIBUTES and name not in found:
            value = match[2] or match[3] or match[4] or ""
            found[name] = unescape_any(value) if "&" in value else value
    return found


def _live_attributes(found: dict[str, str]) -> tuple[tuple[str, str], ...] | None:
    """Those of a live fact in their one order, or None where they make none."""
    field, form = found.get("data-fact", ""), found.get("data-form", "")
    if field not in LIVE_FIELDS or not re.fullmatch(LIVE_FORM, form):
        return None
    written = [("data-fact", field)]
    for name, pattern, is_needed in (
        ("data-show", EMBED_ID, True),
        ("data-season", SEASON_NUMBER, False),
        ("data-person", EMBED_ID, False),
        ("data-of", LIVE_OF, False),
    ):
        value = found.get(name)
        if name == "data-of" and value is not None:
            value = _one_line(value, MAX_LIVE_LENGTH)
        if value is None and not is_needed:
            continue
        if value is None or not re.fullmatch(pattern, value):
            return None
        written.append((name, value))
    return (*written, ("data-form", form))


# Arranging


class _Arranger:
    """Puts blocks into the places where canonical HTML has them."""

    def __init__(self) -> None:
        # Embeds and tables found where they may not be; they follow the top-level
        # block that held them.
        self.moved_out: list[Node] = []

    def flow(self, children: "list[Node | Inline]", *, top: bool = False) -> list[Node]:
        """Paragraphs and other blocks, with every run of text in a paragraph."""
        blocks: list[Node] = []
        run: list[Inline] = []
        for child in children:
            if not isinstance(child, Node):
                run.append(child)
                continue
            blocks += _paragraphs(run)
            run = []
            blocks += self.block(child, top=top)
            if top:
                blocks += self.moved_out
                self.moved_out = []
        blocks += _paragraphs(run)
        return blocks

    def block(self, node: Node, *, top: bool) -> list[Node]:
        if node.tag in HEADINGS:
            return self.heading(node, top=top)
        if node.tag in LISTS:
            return self.items(node)
        if node.tag == "blockquote":
            quoted = self.flow(node.children)
            is_pulled = top and PULLED in node.attributes.get("class", "").split()
            attributes = {"class": PULLED} if is_pulled else {}
            return [Node("blockquote", attributes, [*quoted])] if quoted else []
        if node.tag == "table":
            return self.table(node, top=top)
        if node.tag == "figure":
            return self.figure(node, top=top)
        if node.tag == "hr":
            return [node] if top else []
        if node.tag == "details" and top:
            return self.spoiler(node)
        # p, pre, a stray li, and all that is transparent.
        return self.flow(node.children, top=top)

    def heading(self, node: Node, *, top: bool) -> list[Node]:
        blocks = []
        for block in self.flow(node.children, top=top):
            if block.tag != "p":
                blocks.append(block)
            elif top:
                # A heading is bold as it is, and one line.
                plain = [
                    Text(" ", ()) if isinstance(child, Break) else _without_bold(child)
                    for child in _inline_children(block)
                ]
                if tidied := _tidy(plain):
                    blocks.append(Node(node.tag, {}, [*tidied]))
            else:
                # The outline of a story has no headings inside lists, quotations
                # and cells; they stay what they look like.
                bold = [
                    child._replace(marks=_with_bold(child.marks))
                    for child in _inline_children(block)
                ]
                blocks.append(Node("p", {}, [*_tidy(bold)]))
        return blocks

    def items(self, node: Node) -> list[Node]:
        items: list[Node] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "li":
                items.append(Node("li", {}, child.children))
            elif isinstance(child, Node) and child.tag in LISTS and items:
                # Google Docs writes <ul><li>…</li><ul>…</ul></ul>.
                items[-1] = Node("li", {}, [*items[-1].children, child])
            elif isinstance(child, Node) or not _is_blank(child):
                items.append(Node("li", {}, [child]))
        written: list[Node | Inline] = []
        for item in items:
            if content := _bare(self.flow(item.children)):
                written.append(Node("li", {}, content))
        if not written:
            return []
        attributes = {}
        tag = LISTS[node.tag]
        if tag == "ol":
            start = node.attributes.get("start", "").strip()
            if re.fullmatch(r"-?[0-9]{1,6}", start) and int(start) != 1:
                attributes["start"] = str(int(start))
            if "reversed" in node.attributes:
                attributes["reversed"] = ""
        return [Node(tag, attributes, written)]

    def spoiler(self, node: Node) -> list[Node]:
        """
        A line that says what is hidden, and the blocks that are. Pictures and other
        embeds stay in it, or they would tell.
        """
        summary: list[Inline] = []
        told: list[Node] = []
        run: list[Node | Inline] = []
        for child in node.children:
            if not isinstance(child, Node):
                run.append(child)
            elif child.tag == "summary" and not summary:
                summary = _joined(self.flow(child.children))
            elif child.tag == "table" or _embed_kind(child):
                told += [*self.flow(run), *self.block(child, top=True)]
                run = []
            else:
                run.append(child)
        told += self.flow(run)
        if not told:
            return _paragraphs(summary)
        summary = summary or [Text(SPOILER_WORDS, ())]
        return [Node("details", {}, [Node("summary", {}, [*summary]), *told])]

    def table(self, node: Node, *, top: bool) -> list[Node]:
        if not top:
            # Wide enough to need the whole column, and hard to read anywhere else.
            self.moved_out += self.table(node, top=True)
            return []
        before: list[Node] = []
        caption: list[Inline] = []
        sections: list[Node] = []
        loose: Node | None = None
        for child in node.children:
            if not isinstance(child, Node):
                before += _paragraphs([child])
            elif child.tag == "caption" and not caption:
                caption = _joined(self.flow(child.children))
            elif child.tag == "tr":
                # Rows without a section of their own share one.
                if loose is None:
                    loose = Node("tbody")
                    sections.append(loose)
                loose.children += self.row(child, before)
            elif child.tag in SECTIONS:
                section = Node(child.tag)
                for row in child.children:
                    if isinstance(row, Node) and row.tag == "tr":
                        section.children += self.row(row, before)
                    else:
                        before += self.flow([row])
                sections.append(section)
                loose = None
            else:
                before += self.flow([child])
        written: list[Node | Inline] = []
        if caption:
            written.append(Node("caption", {}, [*caption]))
        written += [section for section in sections if section.children]
        table = Node("table", {}, written)
        return [*before, table] if _has_text(table) else before

    def row(self, row: Node, before: list[Node]) -> list[Node]:
        cells: list[Node | Inline] = []
        for child in row.children:
            if not (isinstance(child, Node) and child.tag in CELLS):
                before += self.flow([child])
                continue
            attributes = {}
            for name in ("colspan", "rowspan"):
                value = child.attributes.get(name, "").strip()
                if re.fullmatch(r"[0-9]{1,3}", value) and int(value) > 1:
                    attributes[name] = str(int(value))
            scope = child.attributes.get("scope", "").lower()
            if child.tag == "th" and scope in ("col", "row", "colgroup", "rowgroup"):
                attributes["scope"] = scope
            content = _bare(self.flow(child.children))
            cells.append(Node(child.tag, attributes, content))
        return [Node("tr", {}, cells)] if cells else []

    def figure(self, node: Node, *, top: bool) -> list[Node]:
        kind = _embed_kind(node)
        if not kind:
            return self.flow(node.children, top=top)
        identifier = node.attributes["data-id"]
        attributes = {
            "class": f"embed embed-{kind}",
            "data-embed": kind,
            "data-id": identifier,
        }
        season = node.attributes.get("data-season")
        if kind in FACT_KINDS and season is not None:
            attributes["data-season"] = season
        if kind == "picture":
            caption = _one_line(
                node.attributes.get("data-caption", ""), MAX_CAPTION_LENGTH
            )
            if caption:
                attributes["data-caption"] = caption
        fallback: list[Inline] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "figcaption":
                fallback = _joined(_Arranger().flow(child.children))
                break
        embed = Node("figure", attributes, [Node("figcaption", {}, [*fallback])])
        if top:
            return [embed]
        self.moved_out.append(embed)
        return []


def _embed_kind(node: Node) -> str:
    """Which embed a figure is; empty for one that points at nothing."""
    found = node.attributes
    kind = found.get("data-embed", "") if node.tag == "figure" else ""
    if kind not in EMBED_KINDS or not re.fullmatch(EMBED_ID, found.get("data-id", "")):
        return ""
    season = found.get("data-season") if kind in FACT_KINDS else None
    if season is not None and not re.fullmatch(SEASON_NUMBER, season):
        return ""
    return kind


def _paragraphs(run: list[Inline]) -> list[Node]:
    """Paragraphs of a run of text; an empty line in it begins another."""
    paragraphs = []
    for part in _split_at_empty_lines(run):
        if tidied := _tidy(part):
            paragraphs.append(Node("p", {}, [*tidied]))
    return paragraphs


def _split_at_empty_lines(run: list[Inline]) -> Iterator[list[Inline]]:
    part: list[Inline] = []
    breaks = 0
    for piece in run:
        if isinstance(piece, Break):
            breaks += 1
        elif not _is_blank(piece):
            if breaks > 1:
                yield part
                part = []
            breaks = 0
        part.append(piece)
    yield part


def _tidy(run: list[Inline]) -> list[Inline]:
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
    return _merged(_unmark_spaces(tidied))


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
        shared = _shared(piece.marks, _shared(before, after))
        run[index] = piece._replace(marks=shared)
    return run


def _is_said(piece: Inline) -> bool:
    """No space and no line break."""
    return isinstance(piece, Live) or (isinstance(piece, Text) and piece.text != " ")


def _shared(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> tuple[Mark, ...]:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return one[:count]


def _merged(run: list[Inline]) -> list[Inline]:
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


def _bare(blocks: list[Node]) -> "list[Node | Inline]":
    """The contents of an item or cell: one paragraph at its start needs no <p>."""
    paragraphs = sum(block.tag == "p" for block in blocks)
    if paragraphs == 1 and blocks[0].tag == "p":
        return [*blocks[0].children, *blocks[1:]]
    return [*blocks]


def _joined(blocks: Iterable[Node]) -> list[Inline]:
    """All the text of some blocks as one line, for places that hold no blocks."""
    run: list[Inline] = []
    for block in blocks:
        if run:
            run.append(Text(" ", ()))
        for child in block.children:
            run += _joined([child]) if isinstance(child, Node) else [child]
    return _tidy([Text(" ", ()) if isinstance(each, Break) else each for each in run])


def _inline_children(node: Node) -> Iterator[Inline]:
    return (child for child in node.children if not isinstance(child, Node))


def _without_bold(text: Inline) -> Inline:
    marks = tuple(mark for mark in text.marks if mark.tag != "strong")
    return text._replace(marks=marks)


def _with_bold(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    if any(mark.tag == "strong" for mark in marks):
        return marks
    return (*marks, Mark("strong"))


def _is_blank(piece: Inline) -> bool:
    return isinstance(piece, Text) and not piece.text.strip(" \t\n\r\f\xa0")


def _has_text(node: Node) -> bool:
    return any(
        _has_text(child) if isinstance(child, Node) else not isinstance(child, Break)
        for child in node.children
    )


def _one_line(text: str, most: int) -> str:
    text = unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))
    # Cutting may leave a space at the end; composing never makes it longer again.
    return _SPACE.sub(" ", text).strip(_EDGE)[:most].strip(_EDGE)


def _level_headings(blocks: list[Node]) -> None:
    """
    Make headings begin at h2 and go down one level at a time.

    The page's own headline is its h1. A heading keeps its place in the outline: what
    stood below another still does, down to h4, the lowest.
    """
    outline: list[int] = []
    for block in blocks:
        if block.tag not in HEADINGS:
            continue
        level = int(block.tag[1])
        while outline and outline[-1] >= level:
            outline.pop()
        outline.append(level)
        block.tag = f"h{min(len(outline) + 1, 4)}"


# Writing


def _write(node: Node) -> str:
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
        kept = len(_shared(open_marks, marks))
        parts += [f"</{mark.tag}>" for mark in reversed(open_marks[kept:])]
        parts += [_start_of(mark) for mark in marks[kept:]]
        open_marks = marks
        if isinstance(child, Node):
            parts.append(_write(child))
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
    words = _one_line("".join(live.words), MAX_LIVE_LENGTH)
    return f"<span{attributes}>{escape_text(words)}</span>"


def _start_of(mark: Mark) -> str:
    if mark.tag == "a":
        return f'<a href="{escape_attribute(mark.href)}">'
    return f"<{mark.tag}>"
