"""
Three-way merge of content: what two people made of one version, put together.

What only one side touched merges by itself: fields, members of sets, inline rows
(told apart by their uid) and, inside the body, blocks. What both changed
differently is a `Clash`; the merged content holds "mine" there until a person has
chosen, and a choice touches nothing but what clashed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from articles.body.lines import WITH_WORDS, with_same_words, without_words
from articles.content import EMPTY, LABELS, LINKS, NO_TEXTS, ROWS, SETS, TEXTS, Content
from articles.models import Article

from .aligning import align
from .blocks import split_blocks

# "both" keeps what either side wrote, mine first: of texts and of blocks of the body.
Side = Literal["mine", "theirs", "both"]

# Texts that are written, not chosen: two of them can be put together.
CHOSEN = {"kind", "question", "disclosure", "disclosed_link"} | NO_TEXTS
WRITTEN = frozenset(TEXTS) - CHOSEN - {"body"}


@dataclass(frozen=True)
class Spot:
    """
    A block of the base that both sides changed differently, and what each made of it.

    `index` is its place among the blocks of the base: whatever else is written
    meanwhile, a choice made for it stays a choice about this block.
    """

    index: int
    base: list[str]
    mine: list[str]
    theirs: list[str]

    @property
    def key(self) -> str:
        """The name under which `choices` settles it."""
        return f"body.{self.index}"


@dataclass(frozen=True)
class Clash:
    """One thing that both sides changed differently since their common base."""

    field: str
    base: Any
    mine: Any
    theirs: Any
    # Of the body: where exactly.
    spots: tuple[Spot, ...] = ()

    @property
    def label(self) -> str:
        return LABELS[self.field]


@dataclass
class Merge:
    content: Content
    clashes: list[Clash] = field(default_factory=list)


def changed(before: Content, after: Content) -> list[str]:
    """
    Names of what differs, in the order of the form. The words of live facts and the
    fallbacks of embeds are the server's and not what anybody wrote.
    """
    before, after = (
        side | {name: without_words(side[name]) for name in WITH_WORDS}
        for side in (EMPTY | before, EMPTY | after)
    )
    return [name for name in LABELS if before[name] != after[name]]


def merge(
    base: Content,
    mine: Content,
    theirs: Content,
    *,
    choices: dict[str, Side] | None = None,
) -> Merge:
    """
    Put the changes of both sides since `base` together.

    `choices` settles clashes by name of the field: everything in it that clashed, but
    no more. "body.3" settles the clash about the fourth block of the base alone.
    """
    choices = choices or {}
    base, mine, theirs = EMPTY | base, EMPTY | mine, EMPTY | theirs
    for name in WITH_WORDS:
        # What the facts changed meanwhile, neither side did.
        same = with_same_words(base[name], mine[name], theirs[name])
        base, mine, theirs = (
            side | {name: text}
            for side, text in zip((base, mine, theirs), same, strict=True)
        )
    result = Merge({})
    for name in LABELS:
        sides = (base[name], mine[name], theirs[name])
        value, clash = _merge_one(name, *sides, choices)
        result.content[name] = value
        if clash:
            result.clashes.append(clash)
    result.content["names"] = {
        name: theirs.get("names", {}).get(name, {})
        | mine.get("names", {}).get(name, {})
        for name in (*LINKS, *SETS, *ROWS)
    }
    return result


def _merge_one(
    name: str, base: Any, mine: Any, theirs: Any, choices: Mapping[str, Side]
) -> tuple[Any, Clash | None]:
    clash = Clash(name, base, mine, theirs)
    if mine == theirs or theirs == base:
        return mine, None
    if mine == base:
        return theirs, None
    if name in SETS or name == "tags":
        return merge_sets(base, mine, theirs), None
    if name == "body":
        body, spots = merge_bodies(base, mine, theirs, choices)
        return body, Clash(name, base, mine, theirs, tuple(spots)) if spots else None
    side = choices.get(name)
    if name in ROWS:
        rows, has_clash = merge_rows(base, mine, theirs, side)
        return rows, clash if has_clash else None
    if side == "both":
        joined = join_texts(name, mine, theirs) if name in WRITTEN else None
        return (mine, clash) if joined is None else (joined, None)
    if side:
        return (mine if side == "mine" else theirs), None
    return mine, clash


def join_texts(name: str, mine: str, theirs: str) -> str | None:
    """Both texts of a field, mine first; None where that is more than it can hold."""
    field = Article._meta.get_field(name)
    is_long = field.get_internal_type() == "TextField"
    joined = ("\n\n" if is_long else " ").join(text for text in (mine, theirs) if text)
    longest = getattr(field, "max_length", None)
    return joined if longest is None or len(joined) <= longest else None


def merge_sets(base: Sequence, mine: Sequence, theirs: Sequence) -> list:
    """Both sides' additions are added, both sides' removals removed; sorted."""
    added = set(theirs) - set(base)
    removed = set(base) - set(theirs)
    return sorted((set(mine) | added) - removed)


def merge_rows(
    base: list[dict],
    mine: list[dict],
    theirs: list[dict],
    side: Side | None = None,
) -> tuple[list[dict], bool]:
    """
    Rows merged by uid, field by field, in my order, their new rows after the row
    they follow. A row that one side removed and the other changed is kept.

    With a `side` nothing clashes: it says whose word counts where both changed the
    same. "both" keeps what one of them removed, and my word else.
    """
    base_rows, my_rows, their_rows = (
        {row["uid"]: row for row in rows} for rows in (base, mine, theirs)
    )
    clash = False
    merged: dict[str, dict] = {}
    for uid in (*my_rows, *(uid for uid in their_rows if uid not in my_rows)):
        was, my_row, their_row = (
            rows.get(uid) for rows in (base_rows, my_rows, their_rows)
        )
        if my_row and their_row:
            row, row_clash = _merge_row(was or {}, my_row, their_row)
            if row_clash and side == "theirs":
                row, _ = _merge_row(was or {}, their_row, my_row)
            merged[uid] = row
            clash = clash or row_clash
            continue
        kept = my_row or their_row
        if was is None:
            merged[uid] = kept  # type: ignore[assignment]
        elif kept != was:
            clash = True
            chosen = {"mine": my_row, "theirs": their_row}.get(side or "", kept)
            if chosen:
                merged[uid] = chosen
    order = _order(
        [row["uid"] for row in base],
        [row["uid"] for row in mine],
        [row["uid"] for row in theirs],
    )
    rows = [merged[uid] for uid in order if uid in merged]
    return _without_doubles(rows), clash and side is None


def _merge_row(was: dict, mine: dict, theirs: dict) -> tuple[dict, bool]:
    row, clash = {}, False
    for key in mine:
        if mine[key] == theirs.get(key) or theirs.get(key) == was.get(key):
            row[key] = mine[key]
        elif mine[key] == was.get(key):
            row[key] = theirs[key]
        else:
            row[key] = mine[key]
            clash = True
    return row, clash


def _order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    leading, other = (theirs, mine) if _kept_order(base, mine) else (mine, theirs)
    order = list(leading)
    for index, uid in enumerate(other):
        if uid in order:
            continue
        before = next((u for u in reversed(other[:index]) if u in order), None)
        order.insert(order.index(before) + 1 if before else 0, uid)
    return order


def _kept_order(base: list[str], side: list[str]) -> bool:
    return [u for u in base if u in side] == [u for u in side if u in base]


def _without_doubles(rows: list[dict]) -> list[dict]:
    """
    Both sides may have added the same author or show, or each made another show
    the primary one: the first row of a target stays, and the first primary.
    """
    seen: set[Any] = set()
    kept: list[dict] = []
    has_primary = False
    for row in rows:
        target = row.get("author") or row.get("show")
        if target is not None and target in seen:
            continue
        seen.add(target)
        if row.get("is_primary"):
            row = row | {"is_primary": not has_primary}
            has_primary = True
        kept.append(row)
    return kept


def merge_bodies(
    base: str, mine: str, theirs: str, choices: Mapping[str, Side] | None = None
) -> tuple[str, list[Spot]]:
    """
    Merge by block (paragraph, heading, list, embed …); mine where both differ and
    nothing was chosen, which the spots then tell.
    """
    blocks, spots = merge_sequences(
        split_blocks(base), split_blocks(mine), split_blocks(theirs), choices
    )
    return "".join(blocks), spots


def merge_sequences(
    base: list[str],
    mine: list[str],
    theirs: list[str],
    choices: Mapping[str, Side] | None = None,
) -> tuple[list[str], list[Spot]]:
    """
    Three-way merge of lists, block by block of the base.

    Each side is read as what it made of every base block and what it inserted before
    it, so that changes to neighbouring paragraphs do not meet. Two insertions at one
    place are both kept, mine first: nothing typed is lost, and neither contradicts
    the other.
    """
    choices = choices or {}
    mine_inserts, mine_blocks = _edits(base, mine)
    their_inserts, their_blocks = _edits(base, theirs)
    merged: list[str] = []
    spots: list[Spot] = []
    for index in range(len(base) + 1):
        merged += _both(mine_inserts[index], their_inserts[index])
        if index == len(base):
            break
        spot = Spot(index, [base[index]], mine_blocks[index], their_blocks[index])
        if spot.mine == spot.base:
            merged += spot.theirs
            continue
        if spot.theirs in (spot.base, spot.mine):
            merged += spot.mine
            continue
        side = choices.get(spot.key) or choices.get("body")
        if side == "both":
            merged += _both(spot.mine, spot.theirs)
        else:
            merged += spot.theirs if side == "theirs" else spot.mine
        if not side:
            spots.append(spot)
    return merged, spots


def _both(mine: list[str], theirs: list[str]) -> list[str]:
    return [*mine, *(block for block in theirs if block not in mine)]


def _edits(base: list[str], side: list[str]) -> tuple[list[list[str]], list[list[str]]]:
    """What a side inserted before each base block (and at the end), and made of it."""
    inserts: list[list[str]] = [[] for _ in range(len(base) + 1)]
    blocks: list[list[str]] = [[block] for block in base]
    for kind, start, end, new_start, new_end in align(base, side):
        new = side[new_start:new_end]
        if kind == "insert":
            inserts[start] = new
        elif kind != "equal":
            # The first new block stands for the first old one and so on; what is
            # left over belongs to the last.
            for index in range(start, end):
                last = index == end - 1
                offset = index - start
                blocks[index] = new[offset:] if last else new[offset : offset + 1]
    return inserts, blocks
