"""
Three-way merge of content: what two people made of one version, put together.

What only one side touched merges by itself: fields, members of sets, inline rows
(told apart by their uid) and, inside the body, blocks. What both changed
differently is a `Clash`; the merged content holds "mine" there until a person has
chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from .blocks import split_blocks
from .content import LABELS, LINKS, ROWS, SETS, Content

Side = Literal["mine", "theirs"]


@dataclass(frozen=True)
class Clash:
    """One thing that both sides changed differently since their common base."""

    field: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def label(self) -> str:
        return LABELS[self.field]


@dataclass
class Merge:
    content: Content
    clashes: list[Clash] = field(default_factory=list)


def changed(before: Content, after: Content) -> list[str]:
    """Names of what differs, in the order of the form."""
    return [name for name in LABELS if before.get(name) != after.get(name)]


def merge(
    base: Content,
    mine: Content,
    theirs: Content,
    *,
    choices: dict[str, Side] | None = None,
) -> Merge:
    """
    Put the changes of both sides since `base` together.

    `choices` settles clashes by name: "mine" or "theirs" for the whole field.
    """
    choices = choices or {}
    result = Merge({})
    for name in LABELS:
        sides = (base.get(name), mine.get(name), theirs.get(name))
        value, clash = _merge_one(name, *sides)
        if clash and choices.get(name):
            value = mine[name] if choices[name] == "mine" else theirs[name]
            clash = False
        if clash:
            result.clashes.append(Clash(name, *sides))
        result.content[name] = value
    result.content["names"] = {
        name: theirs.get("names", {}).get(name, {})
        | mine.get("names", {}).get(name, {})
        for name in (*LINKS, *SETS, *ROWS)
    }
    return result


def _merge_one(name: str, base: Any, mine: Any, theirs: Any) -> tuple[Any, bool]:
    if mine == theirs or theirs == base:
        return mine, False
    if mine == base:
        return theirs, False
    if name in SETS or name == "tags":
        return merge_sets(base, mine, theirs), False
    if name in ROWS:
        return merge_rows(base, mine, theirs)
    if name == "body":
        return merge_bodies(base, mine, theirs)
    return mine, True


def merge_sets(base: Sequence, mine: Sequence, theirs: Sequence) -> list:
    """Both sides' additions are added, both sides' removals removed; sorted."""
    added = set(theirs) - set(base)
    removed = set(base) - set(theirs)
    return sorted((set(mine) | added) - removed)


def merge_rows(
    base: list[dict], mine: list[dict], theirs: list[dict]
) -> tuple[list[dict], bool]:
    """
    Rows merged by uid, field by field, in my order, their new rows after the row
    they follow. A row that one side removed and the other changed is kept.
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
            merged[uid] = row
            clash = clash or row_clash
            continue
        kept = my_row or their_row
        if was is None:
            merged[uid] = kept  # type: ignore[assignment]
        elif kept != was:
            merged[uid] = kept  # type: ignore[assignment]
            clash = True
    order = _order(
        [row["uid"] for row in base],
        [row["uid"] for row in mine],
        [row["uid"] for row in theirs],
    )
    rows = [merged[uid] for uid in order if uid in merged]
    return _without_doubles(rows), clash


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


def merge_bodies(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    """Merge by block (paragraph, heading, list, embed …); mine where both differ."""
    blocks, clash = merge_sequences(
        split_blocks(base), split_blocks(mine), split_blocks(theirs)
    )
    return "".join(blocks), clash


def merge_sequences(
    base: list[str], mine: list[str], theirs: list[str]
) -> tuple[list[str], bool]:
    """
    Three-way merge of lists, block by block of the base.

    Each side is read as what it made of every base block and what it inserted before
    it, so that changes to neighbouring paragraphs do not meet. Two insertions at one
    place are both kept, mine first: nothing typed is lost, and neither contradicts
    the other.
    """
    mine_inserts, mine_blocks = _edits(base, mine)
    their_inserts, their_blocks = _edits(base, theirs)
    merged: list[str] = []
    clash = False
    for index in range(len(base) + 1):
        inserted = mine_inserts[index]
        merged += inserted
        merged += [block for block in their_inserts[index] if block not in inserted]
        if index == len(base):
            break
        was, my_blocks, of_theirs = (
            [base[index]],
            mine_blocks[index],
            their_blocks[index],
        )
        if my_blocks == was:
            merged += of_theirs
        else:
            merged += my_blocks
            clash = clash or of_theirs not in (was, my_blocks)
    return merged, clash


def _edits(base: list[str], side: list[str]) -> tuple[list[list[str]], list[list[str]]]:
    """What a side inserted before each base block (and at the end), and made of it."""
    inserts: list[list[str]] = [[] for _ in range(len(base) + 1)]
    blocks: list[list[str]] = [[block] for block in base]
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
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
