"""
Two bodies as one text with its changes marked, for reading.

Blocks are matched first, so that a paragraph that moved or was added leaves the others
alone; inside a block that changed, lists and tables go item by item and running text
word by word. What was removed stands in `<del>`, what was added in `<ins>`, always
inside the tags around it, so the markup stays whole. Leaving out every `<del>` gives
the words of the one body, leaving out every `<ins>` those of the other.

It reads canonical HTML (see `markup.py`), and all that it gives out passes the
allow-list once more, so nothing depends on that for safety.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from articles.body.markup import (
    EMBED,
    ENTRY,
    PULLED,
    TAG,
    VOID,
    attributes,
    escape_text,
    unescape,
)
from articles.body.sanitising import INLINE_TAGS, plain_text, sanitise_redline
from articles.embeds import REGISTRY, Placement, placement_of, placements

from .aligning import Effort, align, rising
from .blocks import split_blocks
from .wording import Atom, Fate, Marked, atoms, count_words, mark, words

# Characters of running text compared word by word, both sides together: some 25,000
# words each. Beyond them a changed line counts as one removed and one added, as do
# changed blocks where there are too many to look for the ones that are alike.
MOST_READ = 300_000
MOST_BLOCKS = 3_000
# Blocks that share less than this part of their words are two, not one that changed.
LEAST_ALIKE = 0.35
# Where one block alone stands for another, less is enough.
LEAST_ALIKE_ALONE = 0.25
# So many pairs of blocks may all be tried; of more, those that share a rare word.
MOST_TRIED = 400
RARE = 3
# Unchanged blocks around a change that stay in sight, and the fewest worth folding.
CONTEXT = 1
FEWEST_FOLDED = 3

# Blocks of running text: one that changes into another is still the same.
_PROSE = {
    "p": "a paragraph",
    "h2": "a heading",
    "h3": "a subheading",
    "h4": "a heading",
}
# Text of a canonical body holds no line break of its own.
_BREAK = "\n"
_FATE_TAGS: dict[Fate, tuple[str, ...]] = {
    "kept": (),
    "removed": ("<del>",),
    "added": ("<ins>",),
}

_CAPTIONS = {"added": "Added", "removed": "Removed", "moved_here": "Moved here"}

BlockFate = Literal["kept", "changed", "removed", "added", "moved_away", "moved_here"]


@dataclass(frozen=True)
class Block:
    """One block of the compared text. `notes` say what marked words cannot show."""

    fate: BlockFate
    source: str
    notes: tuple[str, ...] = ()

    @cached_property
    def html(self) -> SafeString:
        return mark_safe(sanitise_redline(self.source))  # noqa: S308

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands beside it in small print."""
        said = _CAPTIONS.get(self.fate)
        return self.notes or ((said,) if said else ())

    @property
    def opening(self) -> str:
        """Its first words, to tell which one it is."""
        return " ".join(plain_text(self.source, embeds=True).split()[:12])


class Passage(NamedTuple):
    """Blocks that stand together; an unchanged stretch may be folded away."""

    blocks: list[Block]
    is_folded: bool = False


@dataclass(frozen=True)
class Redline:
    blocks: list[Block]
    words_added: int = 0
    words_removed: int = 0

    @property
    def moved(self) -> int:
        return sum(block.fate == "moved_here" for block in self.blocks)

    def passages(self) -> list[Passage]:
        """The blocks for reading: long unchanged stretches folded."""
        passages: list[Passage] = []
        stretches = [
            (is_kept, list(blocks))
            for is_kept, blocks in groupby(self.blocks, lambda b: b.fate == "kept")
        ]
        for number, (is_kept, blocks) in enumerate(stretches):
            head = CONTEXT if number else 0
            tail = CONTEXT if number < len(stretches) - 1 else 0
            if not is_kept or len(blocks) < head + tail + FEWEST_FOLDED:
                passages.append(Passage(blocks))
                continue
            end = len(blocks) - tail
            passages += [
                Passage(part, is_folded=part_number == 1)
                for part_number, part in enumerate(
                    (blocks[:head], blocks[head:end], blocks[end:])
                )
                if part
            ]
        return passages


def compare_bodies(before: str, after: str, *, most_read: int = MOST_READ) -> Redline:
    return _Comparison(most_read).bodies(before, after)


# Matching


class _Step(NamedTuple):
    """One block, or part of one, on either side or on both."""

    before: str | None
    after: str | None

    @property
    def is_kept(self) -> bool:
        return self.before == self.after


def _match(before: list[str], after: list[str], effort: Effort) -> Iterator[_Step]:
    for stretch in align(before, after, effort):
        old = before[stretch.start : stretch.end]
        new = after[stretch.new_start : stretch.new_end]
        if stretch.kind == "equal":
            yield from map(_Step, old, new)
            continue
        start = new_start = 0
        ends = (len(old), len(new))
        for index, new_index in (*_alike(old, new, effort), ends):
            yield from (_Step(block, None) for block in old[start:index])
            yield from (_Step(None, block) for block in new[new_start:new_index])
            if (index, new_index) != ends:
                yield _Step(old[index], new[new_index])
            start, new_start = index + 1, new_index + 1


def _alike(old: list[str], new: list[str], effort: Effort) -> list[tuple[int, int]]:
    """Which of the old blocks each new one was made of, in rising order."""
    if not old or not new or len(old) + len(new) > MOST_BLOCKS:
        return []
    old_bags, new_bags = [_bag(block) for block in old], [_bag(block) for block in new]
    least = LEAST_ALIKE_ALONE if len(old) == len(new) == 1 else LEAST_ALIKE
    scored = sorted(
        (-likeness, abs(index - new_index), index, new_index)
        for index, new_index in _worth_trying(old_bags, new_bags, effort)
        if (likeness := _likeness(old[index], new[new_index], old_bags[index],
                                  new_bags[new_index])) >= least
    )  # fmt: skip
    taken: set[int] = set()
    new_taken: set[int] = set()
    pairs = []
    for *_, index, new_index in scored:
        if index not in taken and new_index not in new_taken:
            taken.add(index)
            new_taken.add(new_index)
            pairs.append((index, new_index))
    return rising(sorted(pairs))


def _bag(block: str) -> Counter[str]:
    return Counter(word.lower() for word in words(plain_text(block, embeds=True)))


def _worth_trying(
    old: list[Counter[str]], new: list[Counter[str]], effort: Effort
) -> set[tuple[int, int]]:
    if len(old) * len(new) <= MOST_TRIED:
        return {(i, j) for i in range(len(old)) for j in range(len(new))}
    places: defaultdict[str, list[int]] = defaultdict(list)
    new_places: defaultdict[str, list[int]] = defaultdict(list)
    for index, bag in enumerate(old):
        for word in bag:
            places[word].append(index)
    for index, bag in enumerate(new):
        for word in bag:
            new_places[word].append(index)
    return {
        (i, j)
        for word, where in places.items()
        if len(where) <= RARE and len(new_places.get(word, ())) <= RARE
        for i in where
        for j in new_places.get(word, ())
        if effort.spend(len(old[i]))
    }


def _likeness(
    old: str, new: str, old_bag: Counter[str], new_bag: Counter[str]
) -> float:
    """From 0, two blocks that have nothing to do with each other, to 1."""
    old_tag, new_tag = _tag(old), _tag(new)
    if old_tag == "figure" and new_tag == "figure":
        old_embed, new_embed = _placement(old), _placement(new)
        if old_embed or new_embed:
            same = old_embed and new_embed and old_embed.target == new_embed.target
            return 1.0 if same else 0.0
    if old_tag != new_tag and not (old_tag in _PROSE and new_tag in _PROSE):
        return 0.0
    total = old_bag.total() + new_bag.total()
    return 2 * (old_bag & new_bag).total() / total if total else 1.0


def _tag(block: str) -> str:
    """The tag a block is made of; running text without one has the empty tag."""
    match = TAG.match(block)
    return match[2] if match and match[2] not in INLINE_TAGS | {"br"} else ""


def _placement(block: str) -> Placement | None:
    match = EMBED.match(block)
    return placement_of(match) if match else None


# Marking


class _Comparison:
    """One comparison of two bodies: what it found, and what it may still spend."""

    def __init__(self, most_read: int) -> None:
        self.effort = Effort()
        self.reading = Effort(most_read)
        self.added = self.removed = 0

    def bodies(self, before: str, after: str) -> Redline:
        steps = list(_match(split_blocks(before), split_blocks(after), self.effort))
        gone = Counter(step.before for step in steps if step.after is None)
        new = Counter(step.after for step in steps if step.before is None)
        moved = gone & new
        away, here = moved.copy(), moved.copy()
        blocks = []
        for step in steps:
            if step.after is None and away[step.before]:
                away[step.before] -= 1
                blocks.append(Block("moved_away", _whole(step.before or "", "del")))
            elif step.before is None and here[step.after]:
                here[step.after] -= 1
                blocks.append(Block("moved_here", _whole(step.after or "", "ins")))
            else:
                blocks.append(self.block(step))
        return Redline(blocks, self.added, self.removed)

    def block(self, step: _Step) -> Block:
        if step.before is not None and step.after is not None:
            if step.is_kept:
                return Block("kept", step.after)
            counted = (self.added, self.removed)
            html = self.changed(step.before, step.after)
            notes = _notes(step.before, step.after)
            if not notes and counted == (self.added, self.removed):
                notes = ["Formatting changed"]
            return Block("changed", html, tuple(notes))
        if step.after is None:
            return Block("removed", self.removed_part(step.before or ""),
                         _of_embed(step.before or "", "removed"))  # fmt: skip
        return Block("added", self.added_part(step.after),
                     _of_embed(step.after, "added"))  # fmt: skip

    def removed_part(self, part: str) -> str:
        self.removed += len(words(plain_text(part, embeds=True)))
        return _whole(part, "del")

    def added_part(self, part: str) -> str:
        self.added += len(words(plain_text(part, embeds=True)))
        return _whole(part, "ins")

    def changed(self, before: str, after: str) -> str:
        """A part of the body that stands on both sides, in the tags of `after`."""
        if not _tag(after):
            return self.line(before, after)
        _, old_inner, _ = _unwrapped(before)
        opening, inner, closing = _unwrapped(after)
        old_parts, parts = _parts(old_inner), _parts(inner)
        if all(not _tag(part) for part in (*old_parts, *parts)):
            return opening + self.line(old_inner, inner) + closing
        pieces = [opening]
        for step in _match(old_parts, parts, self.effort):
            if step.after is None:
                pieces.append(self.removed_part(step.before or ""))
            elif step.before is None:
                pieces.append(self.added_part(step.after))
            elif step.is_kept:
                pieces.append(step.after)
            else:
                pieces.append(self.changed(step.before, step.after))
        return "".join([*pieces, closing])

    def line(self, before: str, after: str) -> str:
        """Running text, word by word."""
        if not self.reading.spend(len(before) + len(after)):
            return self.removed_part(before) + self.added_part(after)
        marked = mark(_atoms_of(before), _atoms_of(after), self.effort)
        self.added += count_words(marked, "added")
        self.removed += count_words(marked, "removed")
        return _written(marked)


def _unwrapped(part: str) -> tuple[str, str, str]:
    """The opening tag, the contents and the closing tag of a block."""
    opening = TAG.match(part)
    closing = part.rfind("</")
    if not opening or opening[2] in VOID or closing < opening.end():
        return part, "", ""
    return part[: opening.end()], part[opening.end() : closing], part[closing:]


def _parts(html: str) -> list[str]:
    """The contents of a block: the blocks in it, and the running text between them."""
    parts: list[str] = []
    depth = start = 0
    for match in TAG.finditer(html):
        closing, name, _ = match.groups()
        if name in INLINE_TAGS or name == "br":
            continue
        if depth == 0:
            parts.append(html[start : match.start()])
            start = match.start()
        if name not in VOID:
            depth = max(depth - 1, 0) if closing else depth + 1
        if depth == 0:
            parts.append(html[start : match.end()])
            start = match.end()
    parts.append(html[start:])
    return [part for part in parts if part.strip()]


def _atoms_of(line: str) -> list[Atom]:
    found: list[Atom] = []
    open_tags: list[str] = []
    start = 0
    for match in TAG.finditer(line):
        found += atoms(unescape(line[start : match.start()]), tuple(open_tags))
        start = match.end()
        if match[2] == "br":
            found.append(Atom(_BREAK, tuple(open_tags)))
        elif not match[1]:
            open_tags.append(match[0])
        elif open_tags:
            open_tags.pop()
    return [*found, *atoms(unescape(line[start:]), tuple(open_tags))]


def _written(marked: Marked) -> str:
    """Atoms as HTML: a tag stays open for as long as its neighbours stand in it."""
    pieces: list[str] = []
    open_tags: tuple[str, ...] = ()
    for (fate, around), run in groupby(marked, lambda pair: (pair[0], pair[1].tags)):
        tags = around + _FATE_TAGS[fate]
        shared = 0
        for ours, theirs in zip(open_tags, tags, strict=False):
            if ours != theirs:
                break
            shared += 1
        pieces += [_closing(tag) for tag in reversed(open_tags[shared:])]
        pieces += tags[shared:]
        text = escape_text("".join(atom.text for _, atom in run))
        pieces.append(text.replace(_BREAK, "<br>"))
        open_tags = tags
    return "".join([*pieces, *(_closing(tag) for tag in reversed(open_tags))])


def _closing(tag: str) -> str:
    match = TAG.match(tag)
    return f"</{match[2]}>" if match else ""


def _whole(part: str, tag: str) -> str:
    """A whole part removed or added: all its running text in `<del>` or `<ins>`."""
    pieces: list[str] = []
    start = 0
    for match in TAG.finditer(part):
        if match[2] in INLINE_TAGS or match[2] == "br":
            continue
        pieces += [_wrapped(part[start : match.start()], tag)]
        rule = match[2] == "hr"
        pieces.append(_wrapped(match[0], tag) if rule else match[0])
        start = match.end()
    return "".join([*pieces, _wrapped(part[start:], tag)])


def _wrapped(line: str, tag: str) -> str:
    return f"<{tag}>{line}</{tag}>" if line.strip() else line


# What marked words do not show


def _notes(before: str, after: str) -> list[str]:
    notes = []
    old_tag, tag = _tag(before), _tag(after)
    if old_tag != tag and old_tag in _PROSE and tag in _PROSE:
        notes.append(f"Now {_PROSE[tag]}; it was {_PROSE[old_tag]}")
    pulled = f'<blockquote class="{PULLED}">'
    if before.startswith(pulled) != after.startswith(pulled) and old_tag == tag:
        now = "Now" if after.startswith(pulled) else "No longer"
        notes.append(f"{now} a pull quote")
    old_links, links = _links(before), _links(after)
    notes += [f"No longer links to {href}" for href in old_links if href not in links]
    notes += [f"Now links to {href}" for href in links if href not in old_links]
    old_paid, paid = _links(before, paid=True), _links(after, paid=True)
    notes += [
        f"No longer marked as paid: {href}" for href in old_paid if href not in paid
    ]
    notes += [f"Marked as paid: {href}" for href in paid if href not in old_paid]
    notes += _rankings(before, after)
    widths = {each.target: each.is_wide for each in placements(before)}
    old_captions = {each.target: each.caption for each in placements(before)}
    for embed in dict.fromkeys(placements(after)):
        old_caption = old_captions.get(embed.target, embed.caption)
        if old_caption != embed.caption:
            caption = f"now “{embed.caption}”" if embed.caption else "taken away"
            was = f"; it was “{old_caption}”" if old_caption else ""
            notes.append(f"Caption {caption}{was}")
        if embed.is_wide != widths.get(embed.target, embed.is_wide):
            notes.append(
                f"{'Now' if embed.is_wide else 'No longer'} wider than the text"
            )
    return notes


_COUNTS = {None: "counts up", "down": "counts down", "none": "has no numbers"}


def _rankings(before: str, after: str) -> list[str]:
    """What changed about the number of a place in a ranked list."""
    old, new = ENTRY.match(before), ENTRY.match(after)
    if not (old and new):
        return []
    notes = []
    if old["count"] != new["count"]:
        notes.append(f"The list {_COUNTS.get(new['count'], 'counts up')}")
    if old["number"] != new["number"]:
        says = f"Number set to {new['number']}" if new["number"] else "Number not set"
        was = f"it was set to {old['number']}" if old["number"] else "it came by itself"
        notes.append(f"{says}; {was}")
    return notes


def _links(part: str, *, paid: bool = False) -> list[str]:
    """Where a block leads, the targets of its embeds left aside; or for pay alone."""
    return list(
        dict.fromkeys(
            attributes(match[3])["href"]
            for match in TAG.finditer(EMBED.sub("", part))
            if match[2] == "a" and not match[1] and "href" in attributes(match[3])
            if not paid or "rel" in attributes(match[3])
        )
    )


def _of_embed(part: str, fate: str) -> tuple[str, ...]:
    found = _placement(part)
    if not found:
        return ()
    label = REGISTRY[found.kind].label
    return (f"{label[:1].upper()}{label[1:]} {fate}",)
