"""Blocks in the places where canonical HTML has them."""

import re

from articles.body.markup import (
    FACT_KINDS,
    MAX_CAPTION_LENGTH,
    PULLED,
    SPOILER_WORDS,
    WIDE,
)

from .composing import entry, gallery, is_entry, is_gallery, is_post, post
from .embedding import quoted
from .nodes import (
    CELLS,
    HEADINGS,
    LISTS,
    SECTIONS,
    Break,
    Inline,
    Node,
    Text,
    embed_kind,
)
from .runs import (
    bare,
    has_text,
    inline_children,
    is_blank,
    joined,
    one_line,
    paragraphs,
    tidy,
    with_bold,
    without_bold,
)


class Arranger:
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
            blocks += paragraphs(run)
            run = []
            blocks += self.block(child, top=top)
            if top:
                blocks += self.moved_out
                self.moved_out = []
        blocks += paragraphs(run)
        return blocks

    def block(self, node: Node, *, top: bool) -> list[Node]:
        if node.tag in HEADINGS:
            return self.heading(node, top=top)
        if node.tag in LISTS:
            return self.items(node)
        if node.tag == "blockquote":
            return self.quotation(node, top=top)
        if node.tag == "table":
            return self.table(node, top=top)
        if node.tag == "figure":
            return self.figure(node, top=top)
        if node.tag == "hr":
            return [node] if top else []
        if node.tag == "details" and top:
            return self.spoiler(node)
        if is_entry(node) and top:
            return entry(node, self)
        # p, pre, a stray li, and all that is transparent.
        return self.flow(node.children, top=top)

    def quotation(self, node: Node, *, top: bool) -> list[Node]:
        if embedded := quoted(node):
            return self.placed(post(embedded, self), top=top)
        said = self.flow(node.children)
        is_pulled = top and PULLED in node.attributes.get("class", "").split()
        attributes = {"class": PULLED} if is_pulled else {}
        return [Node("blockquote", attributes, [*said])] if said else []

    def heading(self, node: Node, *, top: bool) -> list[Node]:
        blocks = []
        for block in self.flow(node.children, top=top):
            if block.tag != "p":
                blocks.append(block)
            elif top:
                # A heading is bold as it is, and one line.
                plain = [
                    Text(" ", ()) if isinstance(child, Break) else without_bold(child)
                    for child in inline_children(block)
                ]
                if tidied := tidy(plain):
                    blocks.append(Node(node.tag, {}, [*tidied]))
            else:
                # The outline of a story has no headings inside lists, quotations
                # and cells; they stay what they look like.
                bold = [
                    child._replace(marks=with_bold(child.marks))
                    for child in inline_children(block)
                ]
                blocks.append(Node("p", {}, [*tidy(bold)]))
        return blocks

    def items(self, node: Node) -> list[Node]:
        items: list[Node] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "li":
                items.append(Node("li", {}, child.children))
            elif isinstance(child, Node) and child.tag in LISTS and items:
                # Google Docs writes <ul><li>…</li><ul>…</ul></ul>.
                items[-1] = Node("li", {}, [*items[-1].children, child])
            elif isinstance(child, Node) or not is_blank(child):
                items.append(Node("li", {}, [child]))
        written: list[Node | Inline] = []
        for item in items:
            if content := bare(self.flow(item.children)):
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

    def held(
        self, children: "list[Node | Inline]", *, spoilers: bool = False
    ) -> list[Node]:
        """
        What stands in a block that holds others: tables, pictures and other embeds stay
        where they are, and spoilers where there may be any.
        """
        blocks: list[Node] = []
        run: list[Node | Inline] = []
        for child in children:
            if isinstance(child, Node) and (
                _is_whole(child) or (spoilers and child.tag == "details")
            ):
                blocks += [*self.flow(run), *self.block(child, top=True)]
                run = []
            else:
                run.append(child)
        return [*blocks, *self.flow(run)]

    def spoiler(self, node: Node) -> list[Node]:
        """
        A line that says what is hidden, and the blocks that are. Pictures and other
        embeds stay in it, or they would tell.
        """
        summary: list[Inline] = []
        hidden: list[Node | Inline] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "summary" and not summary:
                summary = joined(self.flow(child.children))
            else:
                hidden.append(child)
        told = self.held(hidden)
        if not told:
            return paragraphs(summary)
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
                before += paragraphs([child])
            elif child.tag == "caption" and not caption:
                caption = joined(self.flow(child.children))
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
        return [*before, table] if has_text(table) else before

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
            content = bare(self.flow(child.children))
            cells.append(Node(child.tag, attributes, content))
        return [Node("tr", {}, cells)] if cells else []

    def figure(self, node: Node, *, top: bool) -> list[Node]:
        if is_gallery(node):
            return self.placed(gallery(node, self), top=top)
        if is_post(node):
            return self.placed(post(node, self), top=top)
        if embedded := quoted(node):
            return self.placed(post(embedded, self), top=top)
        kind = embed_kind(node)
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
            caption = one_line(
                node.attributes.get("data-caption", ""), MAX_CAPTION_LENGTH
            )
            if caption:
                attributes["data-caption"] = caption
            if node.attributes.get("data-size") == WIDE:
                attributes["data-size"] = WIDE
        fallback: list[Inline] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "figcaption":
                fallback = joined(Arranger().flow(child.children))
                break
        embed = Node("figure", attributes, [Node("figcaption", {}, [*fallback])])
        return self.placed([embed], top=top)

    def placed(self, blocks: list[Node], *, top: bool) -> list[Node]:
        """Blocks that stand by themselves, here or after the block around them."""
        if top:
            return blocks
        self.moved_out += blocks
        return []


def _is_whole(node: Node) -> bool:
    return (
        node.tag == "table"
        or bool(embed_kind(node))
        or is_gallery(node)
        or is_post(node)
        or quoted(node) is not None
    )


def level_headings(blocks: list[Node]) -> None:
    """
    Make headings begin at h2 and go down one level at a time.

    The page's own headline is its h1. A heading keeps its place in the outline: what
    stood below another still does, down to h4, the lowest.
    """
    outline: list[int] = []
    for block in blocks:
        if block.tag == "section":
            # It begins with a heading of the second level.
            outline = [2]
        if block.tag not in HEADINGS:
            continue
        level = int(block.tag[1])
        while outline and outline[-1] >= level:
            outline.pop()
        outline.append(level)
        block.tag = f"h{min(len(outline) + 1, 4)}"
