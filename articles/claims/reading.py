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


def _passages(block: str, number: int) -> Iterator[Passage]:
    text: list[str] = []
    own: list[str] = []
    works: list[tuple[int, int]] = []
    cells: list[tuple[int, int]] = []
    silent: list[str] = []
    open_tags: list[str] = []
    tag, length, offset, linked = "p", 0, 0, 0
    work_from = cell_from = 0
    position = 0

    def add(piece: str) -> None:
        nonlocal length, linked
        text.append(piece)
        if "a" in open_tags:
            linked += len(piece)
        own.append(BLANK * len(piece) if silent else piece)
        length += len(piece)

    def cut() -> Passage:
        nonlocal text, own, works, cells, length, offset, linked
        passage = Passage(
            "".join(text),
            "".join(own),
            number,
            offset,
            tag,
            works,
            cells,
            is_link=linked >= length - 1,
        )
        offset += length
        text, own, works, cells, length, linked = [], [], [], [], 0, 0
        return passage

    for match in TAG.finditer(block):
        add(unescape(block[position : match.start()]))
        position = match.end()
        closes, name, source = match.groups()
        if name in _ENDS_PASSAGE and length:
            yield cut()
        if name in _CELLS:
            if closes:
                cells.append((cell_from, length))
                add(" \u2013 ")
            else:
                cell_from = length
        if name in {"em", "cite"}:
            if closes:
                works.append((work_from, length))
            else:
                work_from = length
        if name in {"br", "hr"}:
            continue
        if not closes:
            open_tags.append(name)
            if name in _ENDS_PASSAGE or name == "th":
                tag = name if not (name == "tr" and tag == "th") else "tr"
            if silent or name in _SILENT or LIVE_FACT in attributes(source):
                silent.append(name)
        elif open_tags:
            open_tags.pop()
            if silent:
                silent.pop()
    add(unescape(block[position:]))
    if length:
        yield cut()


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
