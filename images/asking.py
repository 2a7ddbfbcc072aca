"""
What a reader types into the search, and the named things it may mean.

Shows, people, tags and authors are all found by their names in the same way: through
the word starts of `images.search`, and ranked by how much of a name was typed. Each
app says in its `search.py` which rows and which names those are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import product
from typing import Any

from django.db.models import Model, Q, QuerySet

from . import spelling
from .full_text import LONGEST_QUERY, Sought, phrases
from .search import KEY_LENGTH, find_named, fold

MOST_WORDS = 10
# Of one kind; more would not help anybody choose.
MOST_NAMED = 60
MOST_KEYS = 300
# Alternatives of each word that are put together to whole names, by the words of it.
MEANT_TOGETHER = {1: 10, 2: 4, 3: 3}
ARTICLES = ("the ", "a ", "an ")
# Questions are typed as one would ask a person; these tell nothing of the answer.
SAID_IN_PASSING = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "did",
        "do",
        "does",
        "for",
        "how",
        "in",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
    ]
)


class Fit(IntEnum):
    """How a name answers what was typed, the best first."""

    EXACT = 0
    BEGINS = 1
    OTHER_EXACT = 2
    OTHER_BEGINS = 3
    MENTIONED = 4
    INSIDE = 5
    WORDS = 6
    NEAR = 7

    @property
    def is_a_name(self) -> bool:
        """Whether what was typed is, or holds, the whole name of something."""
        return self in {Fit.EXACT, Fit.OTHER_EXACT, Fit.MENTIONED}


@dataclass(frozen=True)
class Asked:
    """What was typed, cut to a length and taken apart."""

    typed: str
    words: tuple[str, ...]
    # What each word may mean; empty while spelling is taken seriously.
    near: dict[str, list[str]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def joined(self) -> str:
        return "".join(self.words)

    @property
    def sought(self) -> list[Sought]:
        """For the full-text index: the words and phrases that tell something."""
        found = phrases(self.typed)
        telling = [each for each in found if each not in SAID_IN_PASSING] or found
        return [tuple(self.near.get(each, [])) or each for each in telling]

    def forgiving(self) -> Asked:
        """The same with every word that a typed one may mean; one query."""
        return Asked(self.typed, self.words, spelling.meant(self.words))

    def __bool__(self) -> bool:
        return bool(self.words)


def ask(typed: str) -> Asked:
    """
    Whatever was typed, as a question that is cheap and safe to answer.

    >>> ask("  All of US ").words
    ('all', 'of', 'us')
    """
    typed = " ".join(typed[:LONGEST_QUERY].split())
    folded = fold(typed).split()
    words = [word for word in folded if any(map(str.isalnum, word))]
    return Asked(typed, tuple(words[:MOST_WORDS]))


@dataclass(frozen=True)
class Hit:
    """One named thing that was found."""

    row: Any
    fit: Fit
    # The name it was found by, as it is written.
    name: str
    # Letters that had to be forgiven; letters that were not typed.
    off: int
    rest: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.fit, self.off, self.rest


Names = Callable[[Any], list[str]]


def find(
    rows: QuerySet[Any],
    names: QuerySet[Any],
    asked: Asked,
    of: Names,
    *,
    alike: bool = False,
) -> list[Hit]:
    """
    The rows whose names answer, best first. `names` are their word starts, and `of`
    tells the names of a row as they are written, the main one first, unless all are
    `alike`.

    At most four queries and what `rows` prefetches.
    """
    if not asked:
        return []
    candidates = _candidates(rows, names, asked)
    found = rows.filter(pk__in=candidates) if candidates else []
    hits = [hit for row in found if (hit := _best(row, of(row), asked, alike))]
    return sorted(hits, key=lambda hit: hit.rank)[:MOST_NAMED]


def _candidates(rows: QuerySet[Any], names: QuerySet[Any], asked: Asked) -> list[int]:
    owner = owner_of(names.model, rows.model)
    keys = Q(key__in=list(_parts(asked))[:MOST_KEYS])
    if not asked.near:
        keys |= Q(key__prefix=asked.text[:KEY_LENGTH])
        keys |= Q(key__prefix=asked.joined[:KEY_LENGTH])
    listed = names.filter(keys).order_by("key", "pk").values_list(owner, flat=True)
    # Each row has several keys; `distinct` would read them all.
    found = dict.fromkeys(listed[: 4 * MOST_NAMED])
    if asked.near:
        wanted = rows.order_by()
        for word in asked.words:
            if len(word) >= spelling.SHORTEST:
                wanted = wanted.filter(pk__in=_any_of(names, owner, asked.near[word]))
        found |= dict.fromkeys(wanted.values_list("pk", flat=True)[:MOST_NAMED])
    elif len(asked.words) > 1:
        wanted = find_named(rows.order_by(), names, asked.text)
        found |= dict.fromkeys(wanted.values_list("pk", flat=True)[:MOST_NAMED])
    return list(found)


def owner_of(names: type[Model], owner: type[Model]) -> str:
    return next(
        each.attname
        for each in names._meta.concrete_fields
        if each.is_relation and each.related_model is owner
    )


def _any_of(names: QuerySet[Any], owner: str, words: list[str]) -> QuerySet[Any]:
    keys = Q(key__in=words)
    for word in words:
        keys |= Q(key__prefix=f"{word} ")
    return names.filter(keys).order_by().values(owner)


def _parts(asked: Asked) -> Iterator[str]:
    """
    What may be a whole name within what was typed: words that stand beside each
    other, the longest run first, each as it may have been meant.
    """
    count = len(asked.words)
    for length in range(count, 0, -1):
        for start in range(count - length + 1):
            words = asked.words[start : start + length]
            if not asked.near:
                yield " ".join(words)[:KEY_LENGTH]
                continue
            most = MEANT_TOGETHER.get(length, 2)
            # Two to the tenth would be too many.
            near = [asked.near[word][: most if length <= 5 else 1] for word in words]
            for chosen in product(*near):
                yield " ".join(chosen)[:KEY_LENGTH]


def _best(row: Any, written: list[str], asked: Asked, alike: bool) -> Hit | None:
    hits = []
    for place, name in enumerate(written):
        folded = fold(name)
        if fit := _fit(folded, asked, is_main=alike or place == 0):
            hits.append(Hit(row, fit[0], name, fit[1], fit[2]))
    return min(hits, key=lambda hit: hit.rank, default=None)


def _fit(name: str, asked: Asked, *, is_main: bool) -> tuple[Fit, int, int] | None:
    if not name:
        return None
    if asked.near:
        return _near(name.split(), asked)
    text, rest = asked.text, len(name) - len(asked.text)
    joined = name.replace(" ", "")
    short = bare(name)
    if text in (name, short) or asked.joined == joined:
        return (Fit.EXACT if is_main else Fit.OTHER_EXACT), 0, abs(rest)
    if name.startswith(text) or short.startswith(text):
        return (Fit.BEGINS if is_main else Fit.OTHER_BEGINS), 0, rest
    if _mentions(text, name) or (short != name and _mentions(text, short)):
        # The longest name that was mentioned is the one that was meant.
        return Fit.MENTIONED, 0, -len(name)
    if joined.startswith(asked.joined) or f" {text}" in name:
        return Fit.INSIDE, 0, rest
    words = name.split()
    if all(any(word.startswith(each) for word in words) for each in asked.words):
        return Fit.WORDS, 0, rest
    return None


def bare(name: str) -> str:
    """A folded name without a leading English article."""
    for article in ARTICLES:
        if name.startswith(article) and len(name) > len(article):
            return name[len(article) :]
    return name


def _mentions(text: str, name: str) -> bool:
    """
    Whether the text holds the whole name. One of a single word ("You", "Dark") has to
    stand at an end of it, or it is most likely just a word.
    """
    if " " in name:
        return f" {name} " in f" {text} "
    return text.startswith(f"{name} ") or text.endswith(f" {name}")


def _near(words: list[str], asked: Asked) -> tuple[Fit, int, int] | None:
    """The name with each typed word, or all of a name that is among them."""
    off, matched = 0, set()
    for typed in asked.words:
        means = set(asked.near[typed])
        fits = [word for word in words if word in means or word.startswith(typed)]
        if not fits:
            if len(typed) < spelling.SHORTEST:
                continue
            # Beside the name something else may be asked.
            off += spelling.LONG
            continue
        best = min(fits, key=lambda word: spelling.distance(typed, word))
        off += 0 if best.startswith(typed) else spelling.distance(typed, best)
        matched.add(best)
    missed = [word for word in words if word not in matched]
    if not matched or (off >= spelling.LONG and missed):
        return None
    return Fit.NEAR, off, sum(map(len, missed))


def corrected(asked: Asked, name: str) -> str:
    """What was typed, with the words that the name spells otherwise."""
    spelt = {fold(word): word for word in name.split()}
    words = []
    for typed in asked.words:
        means = [each for each in asked.near.get(typed, []) if each in spelt]
        exact = typed in spelt or any(each.startswith(typed) for each in spelt)
        words.append(typed if exact or not means else fold(spelt[means[0]]))
    return " ".join(words)
