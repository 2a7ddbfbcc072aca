"""Any HTML as blocks that hold marked text, tolerant as browsers are."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape as unescape_any
from typing import NamedTuple

from articles.body.links import clean_link, is_external
from articles.body.markup import (
    EMBED_ID,
    LIVE_FIELDS,
    LIVE_FORM,
    LIVE_OF,
    MAX_LIVE_LENGTH,
    POST_ATTRIBUTES,
    SEASON_NUMBER,
    SPONSORED,
)

from .embedding import framed
from .nodes import (
    CELLS,
    HEADINGS,
    LISTS,
    SECTIONS,
    TABLE_PARTS,
    Break,
    Live,
    Mark,
    Node,
    Text,
)
from .runs import UNPRINTABLE, one_line

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
COMMENT_LINKS = ("#cmnt", "#_msocom", "#_msoanchor")
_COMMENT_STYLE = re.compile(r"mso-element\s*:\s*comment", re.IGNORECASE)

# The one mark that composes with the `>` of a tag before it.
_LONG_SOLIDUS = "\u0338"

# Tags, comments and declarations as a browser's tokeniser sees them. Of a tag only its
# name: where it ends is read piece by piece, so that nothing is ever read twice.
_WHITE = r"[\t\n\f\r ]"
_MARKUP = re.compile(
    r"<!--(?:>|->|.*?(?:--!?>|\Z))"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*)"
    r"|<[!?][^>]*(?:>|\Z)"
    r"|</(?![a-zA-Z])[^>]*(?:>|\Z)",
    re.DOTALL,
)
# What stands before the next value, and that value where it is quoted.
_PIECE = re.compile(rf"[^>=]*(?:=(?:{_WHITE}*(?:\"[^\"]*\"|'[^']*'))?|(?P<end>>|\Z))")
_ATTRIBUTE = re.compile(
    r"([^\t\n\f\r />][^\t\n\f\r />=]*)"
    rf"(?:{_WHITE}*={_WHITE}*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r >]*)))?"
)
_READ_ATTRIBUTES = frozenset(
    ["href", "rel", "style", "class", "start", "reversed"]
    + ["colspan", "rowspan", "scope", "src", "title", "cite"]
    + ["data-instgrm-permalink"]
    + ["data-embed", "data-id", "data-season", "data-caption", "data-size"]
    + ["data-count", "data-number", "data-address"]
    + [f"data-{name}" for name in POST_ATTRIBUTES]
    + ["data-fact", "data-show", "data-person", "data-of", "data-form"]
)


class _OpenInline(NamedTuple):
    source: str
    marks: tuple[Mark, ...]
    depth: int
    # Its text is not the story's.
    is_silent: bool = False
    # Its text is the words of this.
    live: Live | None = None


class Reader:
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
            end = _end_of_tag(html, position)
            # It never ended: a browser drops it too.
            if end == len(html):
                break
            attributes, position = html[position:end], end + 1
            name = match["name"].lower()
            if match["close"]:
                self.end(name)
            elif name in RAW or name in DROPPED:
                if name == "iframe":
                    self.frame(attributes)
                position = self.skip(name, position)
            else:
                self.start(name, attributes)
        else:
            self.text(html[position:])
        return self.root

    def skip(self, name: str, position: int) -> int:
        """Where reading goes on after an element whose contents are dropped."""
        if name not in self.never_ended:
            tag = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
            match = tag.search(self.html, position)
            if match and (end := self.html.find(">", match.end())) >= 0:
                return end + 1
            self.never_ended.add(name)
        return len(self.html) if name in RAW else position

    def frame(self, source: str) -> None:
        """The video that a frame plays stands in its place, if it is one we know."""
        if not self.is_silent and (video := framed(_attributes(source))):
            self.end_live()
            self.close_paragraph()
            self.stack[-1].children.append(video)

    def text(self, source: str) -> None:
        if not source or self.is_silent:
            return
        text = unescape_any(source) if "&" in source else source
        text = UNPRINTABLE.sub("", text)
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
            found = _attributes(source)
            written = found.get("href", "").strip()
            href = clean_link(written)
            marks = (Mark("a", href, rel=_rel(found, href)),) if href else ()
            self.open_inline("a", marks, is_silent=written.startswith(COMMENT_LINKS))
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


def _end_of_tag(html: str, position: int) -> int:
    """Where the `>` stands that ends a tag; behind everything where none does."""
    while piece := _PIECE.match(html, position):
        if piece["end"] is not None:
            break
        position = piece.end()
    return piece.start("end") if piece else len(html)


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


def _rel(found: dict[str, str], href: str) -> str:
    """
    Whether somebody pays for a link. Of the rest that a `rel` may say nothing is kept:
    `nofollow` and `ugc` are what other sites think of their own links.
    """
    is_paid = SPONSORED in found.get("rel", "").lower().split()
    return SPONSORED if is_paid and is_external(href) else ""


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
            value = one_line(value, MAX_LIVE_LENGTH)
        if value is None and not is_needed:
            continue
        if value is None or not re.fullmatch(pattern, value):
            return None
        written.append((name, value))
    return (*written, ("data-form", form))
