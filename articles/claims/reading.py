"""
Texts as passages: what a reader sees, and which of it is the story's own word.

What somebody else says (quotations), what is kept up to date without us (live facts)
and what leads elsewhere is blanked, character for character, so that every offset
still counts in the text as it is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from articles.body.markup import TAG, attributes, unescape
from articles.differences.blocks import split_blocks

from .choices import one_of

BLANK = "\ufffc"
# An inline element whose words the server keeps right by itself.
LIVE_FACT = "data-fact"
_SILENT = frozenset({"q", "blockquote", "figure", "s", "pre"})
_ENDS_PASSAGE = one_of("p li h2 h3 h4 caption br hr tr")
_CELLS = frozenset({"td", "th"})
_LEADS_ELSEWHERE = re.compile(
    r"\W*(?:read (?:more|also|next)|(?:also|see) (?:read|also)|related(?: stor(?:y|ies))?"
    r"|more on|further reading|don't miss|you may also like)\b[^.]{0,30}?[:\u2013\u2014-]"
)
# A title in quotation marks is no quotation.
_LONGEST_TITLE = 80


@dataclass
class Passage:
    """
    One paragraph, heading, list item or row of a table.

    `own` is as long as `text`, blanks where the story does not speak for itself.
    `offset` is where it begins in the plain text of its block.
    """

    text: str
    own: str
    block: int = 0
    offset: int = 0
    tag: str = "p"
    # Runs set in italics: titles of works, mostly.
    works: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    # Nothing but a link: what it says is the headline of something else.
    is_link: bool = False

    @property
    def is_heading(self) -> bool:
        return self.tag in {"h2", "h3", "h4"}


def fold(text: str) -> str:
    """Lower case without accents and curls, character for character."""
    if text.isascii():
        return text.lower()
    # str.lower() may change the length beyond ASCII; this never does.
    return _NOT_ASCII.sub(
        lambda match: _fold_character(match.group()), text.translate(_LOWER)
    )


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LOWER = {number: number + 32 for number in range(ord("A"), ord("Z") + 1)}


def _fold_character(character: str) -> str:
    if character in "\u2018\u2019\u02bc\u0060\u00b4":
        return "'"
    if character in "\u201c\u201d":
        return '"'
    if character in "\u2010\u2011":
        return "-"
    if character.isspace():
        return " "
    folded = unicodedata.normalize("NFKD", character)[:1].lower()
    return folded if len(folded) == 1 else character


def read_plain(text: str, titles: Collection[str]) -> list[Passage]:
    return [Passage(text, _without_quotations(text, titles))]


def read_body(html: str, titles: Collection[str]) -> Iterator[Passage]:
    """The passages of a canonical body, in order."""
    for number, block in enumerate(split_blocks(html)):
        if block.startswith(("<figure", "<blockquote")):
            continue
        for passage in _passages(block, number):
            if passage.text.strip() and not _is_only_a_way_out(passage):
                quoted = _without_quotations(passage.text, titles)
                passage.own = "".join(
                    BLANK if BLANK in pair else pair[0]
                    for pair in zip(passage.own, quoted, strict=True)
                )
                yield passage


class _Cutter:
    """Gathers the text of a block until it is cut into a passage."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.tag = "p"
        self.offset = 0
        self.open_tags: list[str] = []
        self.silent: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self.text: list[str] = []
        self.own: list[str] = []
        self.works: list[tuple[int, int]] = []
        self.cells: list[tuple[int, int]] = []
        self.length = self.linked = self.work_from = self.cell_from = 0

    def add(self, piece: str) -> None:
        self.text.append(piece)
        if "a" in self.open_tags:
            self.linked += len(piece)
        self.own.append(BLANK * len(piece) if self.silent else piece)
        self.length += len(piece)

    def cut(self) -> Iterator[Passage]:
        """What was gathered, if anything was; the next begins."""
        if not self.length:
            return
        yield Passage(
            "".join(self.text),
            "".join(self.own),
            self.number,
            self.offset,
            self.tag,
            self.works,
            self.cells,
            is_link=self.linked >= self.length - 1,
        )
        self.offset += self.length
        self._begin()

    def mark(self, name: str, *, closes: bool) -> None:
        """Where a cell of a table or the name of a work stands."""
        if name in _CELLS:
            if closes:
                self.cells.append((self.cell_from, self.length))
                self.add(" \u2013 ")
            else:
                self.cell_from = self.length
        if name in {"em", "cite"}:
            if closes:
                self.works.append((self.work_from, self.length))
            else:
                self.work_from = self.length

    def open(self, name: str, source: str) -> None:
        self.open_tags.append(name)
        if name in _ENDS_PASSAGE or name == "th":
            self.tag = name if not (name == "tr" and self.tag == "th") else "tr"
        if self.silent or name in _SILENT or LIVE_FACT in attributes(source):
            self.silent.append(name)

    def close(self) -> None:
        if self.open_tags:
            self.open_tags.pop()
            if self.silent:
                self.silent.pop()


def _passages(block: str, number: int) -> Iterator[Passage]:
    cutter = _Cutter(number)
    position = 0
    for match in TAG.finditer(block):
        cutter.add(unescape(block[position : match.start()]))
        position = match.end()
        closes, name, source = match.groups()
        if name in _ENDS_PASSAGE:
            yield from cutter.cut()
        cutter.mark(name, closes=bool(closes))
        if name in {"br", "hr"}:
            continue
        if closes:
            cutter.close()
        else:
            cutter.open(name, source)
    cutter.add(unescape(block[position:]))
    yield from cutter.cut()


def _is_only_a_way_out(passage: Passage) -> bool:
    return passage.is_link or bool(_LEADS_ELSEWHERE.match(fold(passage.text[:120])))


_DOUBLE = re.compile('[\u201c\u201d\u201e\u00ab\u00bb"]')
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\u2013\u2014])|^)['\u2018](?=\w)")
_SINGLE_CLOSE = re.compile(r"['\u2019](?!\w)")


def _without_quotations(text: str, titles: Collection[str]) -> str:
    """Blank what stands in quotation marks, unless it is one of these titles."""
    own = list(text)
    opened: int | None = None
    for match in _DOUBLE.finditer(text):
        mark = match.group()
        opens = mark in "\u201c\u201e\u00ab" or (mark == '"' and opened is None)
        if opens:
            opened = match.start() if opened is None else opened
        elif opened is not None:
            _blank(own, text, opened, match.end(), titles)
            opened = None
    if opened is not None and text[opened] != '"':
        # Speech that goes on in the next paragraph has no closing mark in this one.
        _blank(own, text, opened, len(text), titles)
    position = 0
    while match_open := _SINGLE_OPEN.search(text, position):
        match_close = _SINGLE_CLOSE.search(text, match_open.end())
        if match_close is None:
            break
        _blank(own, text, match_open.start(), match_close.end(), titles)
        position = match_close.end()
    return "".join(own)


def _blank(
    own: list[str], text: str, start: int, end: int, titles: Collection[str]
) -> None:
    inside = text[start + 1 : end - 1].strip(" ,.")
    if len(inside) <= _LONGEST_TITLE and fold(inside) in titles:
        own[start] = own[end - 1] = " "
        return
    own[start:end] = BLANK * (end - start)
