"""
What a reader types into the search, and the named things it may mean.

Shows, people, tags and authors are all found by their names in the same way: through
the word starts of `images.search`, and ranked by how much of a name was typed. Each
app says in its `search.py` which rows and which names those are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

from django.db.models import Model, Q, QuerySet

from . import spelling
from .full_text import LONGEST_QUERY, Sought, phrases, quoted
from .initials import FEWEST, initials_of, key_of
from .question_words import (
    SAID_IN_PASSING,
    YEAR,
    all_forms,
    forms,
    is_half_asked,
    plain,
    taken_apart,
    tells,
    without_passing,
)
from .search import KEY_LENGTH, bare, find_named, fold

MOST_WORDS = 20
# So many of them may be a name, and so many are doubted.
LONGEST_NAME = 8
MOST_DOUBTED = 10
# Of one kind; more would not help anybody choose.
MOST_NAMED = 60
MOST_KEYS = 300
# Alternatives of each word that are put together to whole names, by the words of it.
MEANT_TOGETHER = {1: 10, 2: 4, 3: 3}
# Words that one may mean which are looked for in stories.
MOST_SOUGHT = 10
# Ways of writing a part of what was typed that are looked up as a name.
MOST_WRITTEN = 4


class Fit(IntEnum):
    """How a name answers what was typed, the best first."""

    EXACT = 0
    BEGINS = 1
    OTHER_EXACT = 2
    OTHER_BEGINS = 3
    # Every word is one of the name's, whole: "kill bill 2".
    WHOLE_WORDS = 4
    # "Squid Game" in "when is squid game season 2 out": only the name is one.
    SUBJECT = 5
    MENTIONED = 6
    INSIDE = 7
    WORDS = 8
    # The words but for what is asked about it: "doomsday trailer".
    SUBJECT_WORDS = 9
    NEAR = 10
    # "oitnb"; hardly anybody means it where a name has the letters themselves.
    INITIALS = 11

    @property
    def is_a_name(self) -> bool:
        """Whether what was typed is, or holds, the whole name of something."""
        return self.is_the_name or self in {Fit.MENTIONED, Fit.INITIALS}

    @property
    def is_the_name(self) -> bool:
        """Whether nothing else was named."""
        return self in {Fit.EXACT, Fit.OTHER_EXACT, Fit.SUBJECT}


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
        return [self.ways_of(each) for each in telling]

    def ways_of(self, word: str) -> Sought:
        """A word or phrase for the full-text index, with what else it may mean."""
        if near := self.near.get(word):
            return tuple(near[:MOST_SOUGHT])
        if word in quoted(self.typed):
            return word
        # The others are whole words: "dates" are not all that is dated.
        return (word, *(f"{each} " for each in forms(word)[1:]))

    @property
    def telling(self) -> list[str]:
        """The words that may be of a name; all of them where none is likelier."""
        return list(filter(tells, self.words)) or list(self.words)

    @property
    def years(self) -> set[int]:
        return {int(word) for word in self.words if YEAR.fullmatch(word)}

    @cached_property
    def plain(self) -> str:
        return plain(self.text)

    @cached_property
    def subject(self) -> str:
        """What is asked about: the words without "when is" and "season 2 release date"."""
        start, stop = 0, len(self.words)
        while start < stop and not tells(self.words[start]):
            start += 1
        while start < stop and not tells(self.words[stop - 1]):
            stop -= 1
        # A number before a name is part of it.
        while start and self.words[start - 1].isdecimal():
            start -= 1
        return " ".join(self.words[start:stop])

    @cached_property
    def initials(self) -> str:
        """Those of a name, if that is what was typed ("ahs season 2", "a.t.l.a")."""
        is_spelt = max(map(len, self.words), default=0) == 1
        typed = self.joined if is_spelt else self.subject
        return typed if len(typed) >= FEWEST and " " not in typed else ""

    @cached_property
    def glued(self) -> set[str]:
        """What may be a name typed with other spaces: "bridger tn cast"."""
        runs = {text.replace(" ", "") for text in (self.text, self.subject)}
        return {run for run in runs if len(run) >= spelling.LONG}

    def beside(self, name: str) -> list[str]:
        """The words that were typed beside those of a name."""
        words = {*fold(name).split(), *plain(fold(name)).split()}
        if self.initials in initials_of(name):
            words.add(self.initials)
        return [word for word in self.words if not words & {word, plain(word)}]

    def forgiving(self) -> Asked:
        """The same with every word that a typed one may mean; one query."""
        words = self.words
        if len(words) > MOST_DOUBTED:
            words = tuple(word for word in words if word not in SAID_IN_PASSING)
        asked = Asked(self.typed, words[:MOST_DOUBTED])
        near = spelling.meant([*asked.words, *sorted(asked.glued)])
        return replace(asked, near=near)

    @property
    def is_bent(self) -> bool:
        """Whether, forgiving, it may mean anything else."""
        is_near = any(len(near) > 1 for near in self.near.values())
        return is_near or any(map(self.may_be_short, self.words))

    def may_be_short(self, word: str) -> bool:
        """Two letters may miss one ("breaking bd") where a longer word stands beside."""
        is_short = len(word) == spelling.SHORTEST - 1 and word.isalpha() and tells(word)
        return is_short and any(len(each) > spelling.SHORTEST for each in self.words)

    def __bool__(self) -> bool:
        return bool(self.words)


def ask(typed: str) -> Asked:
    """
    Whatever was typed, as a question that is cheap and safe to answer.

    >>> ask("  All of US ").words
    ('all', 'of', 'us')
    """
    typed = taken_apart(" ".join(typed[:LONGEST_QUERY].split()))
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
    return among(found, asked, of, alike=alike)


def among(
    rows: Iterable[Any], asked: Asked, of: Names, *, alike: bool = False
) -> list[Hit]:
    """Those of a few rows that answer, best first; no query."""
    hits = [hit for row in rows if (hit := _best(row, of(row), asked, alike))]
    return sorted(hits, key=lambda hit: hit.rank)[:MOST_NAMED]


def _candidates(rows: QuerySet[Any], names: QuerySet[Any], asked: Asked) -> list[int]:
    owner = owner_of(names.model, rows.model)
    keys = Q(key__in=[*_parts(asked)][:MOST_KEYS])
    if asked.near:
        keys |= Q(key__prefix=asked.text[:KEY_LENGTH])
        keys |= Q(key__in={run for each in asked.glued for run in asked.near[each]})
    else:
        subject = tuple(asked.subject.split())
        starts = {*all_forms(asked.words), asked.joined, *all_forms(subject)}
        # Every key starts with nothing, which is the subject of "latest recaps".
        for start in filter(None, {*starts, "".join(subject)}):
            keys |= Q(key__prefix=start[:KEY_LENGTH])
    if asked.initials:
        keys |= Q(key=key_of(asked.initials))
    listed = names.filter(keys).order_by("key", "pk").values_list(owner, flat=True)
    # Each row has several keys; `distinct` would read them all.
    found = dict.fromkeys(listed[: 4 * MOST_NAMED])
    if asked.near:
        wanted = rows.order_by()
        for word in asked.telling:
            if len(word) >= spelling.SHORTEST:
                wanted = wanted.filter(pk__in=_any_of(names, owner, asked.near[word]))
        found |= dict.fromkeys(wanted.values_list("pk", flat=True)[:MOST_NAMED])
    elif len(asked.words) > 1:
        wanted = find_named(rows.order_by(), names, asked.subject or asked.text)
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
    # In a long question there are too many runs for each to be written otherwise.
    written_as = MOST_WRITTEN if count <= MOST_DOUBTED else 1
    for length in range(min(count, LONGEST_NAME), 0, -1):
        for start in range(count - length + 1):
            words = asked.words[start : start + length]
            if not asked.near:
                for written in all_forms(words)[:written_as]:
                    yield written[:KEY_LENGTH]
                # Plurals are asked for in the singular, too.
                yield f"{' '.join(words)}s"[:KEY_LENGTH]
                continue
            most = MEANT_TOGETHER.get(length, 2)
            # Two to the tenth would be too many.
            near = [asked.near[word][: most if length <= 5 else 1] for word in words]
            for chosen in product(*near):
                yield " ".join(chosen)[:KEY_LENGTH]


# Names of a catalogue are folded again and again.
_folded = lru_cache(maxsize=20_000)(fold)


def _best(row: Any, written: list[str], asked: Asked, alike: bool) -> Hit | None:
    hits = []
    for place, name in enumerate(written):
        folded = _folded(name)
        if fit := _fit(folded, asked, is_main=alike or place == 0):
            hits.append(Hit(row, fit[0], name, fit[1], fit[2]))
        elif asked.initials in (places := initials_of(name)):
            rest = places[asked.initials]
            hits.append(Hit(row, Fit.INITIALS, name, 0, rest))
    return min(hits, key=lambda hit: hit.rank, default=None)


def _fit(name: str, asked: Asked, *, is_main: bool) -> tuple[Fit, int, int] | None:
    if not name:
        return None
    if asked.near:
        return _near(name.split(), asked)
    text, rest = asked.text, len(name) - len(asked.text)
    joined = name.replace(" ", "")
    short, even = bare(name), plain(name)
    if text in (name, short) or asked.joined == joined:
        return (Fit.EXACT if is_main else Fit.OTHER_EXACT), 0, abs(rest)
    if asked.plain in (even, bare(even)):
        return (Fit.EXACT if is_main else Fit.OTHER_EXACT), 0, abs(rest) + 1
    if name.startswith(text) or short.startswith(text):
        return (Fit.BEGINS if is_main else Fit.OTHER_BEGINS), 0, rest
    if len(asked.words) > 1 and {*asked.plain.split()} <= {*even.split()}:
        return Fit.WHOLE_WORDS, 0, rest
    if joined == asked.subject.replace(" ", ""):
        return Fit.SUBJECT, 0, -len(name)
    if fit := _mentioned(name, asked):
        # The longest name that was mentioned is the one that was meant.
        return fit
    if joined.startswith(asked.joined) or f" {text}" in name:
        return Fit.INSIDE, 0, rest
    if _holds(asked.words, name) or _holds(asked.plain.split(" "), even):
        return Fit.WORDS, 0, rest
    if asked.subject and _holds(asked.subject.split(" "), name):
        return Fit.SUBJECT_WORDS, 0, len(name) - len(asked.subject)
    return None


def _holds(words: Sequence[str], name: str) -> bool:
    """Whether each of the words begins one of the name's."""
    starts = f" {name}"
    return all(f" {word}" in starts for word in words)


def _mentioned(name: str, asked: Asked) -> tuple[Fit, int, int] | None:
    """
    Whether the whole name stands among the words. One of a single word ("You", "Dark")
    has to stand at an end of them, or it is most likely just a word; unless nothing
    else is told.
    """
    even = plain(name)
    if asked.subject and not any(map(tells, even.split())):
        # Who asks for season 3 of something means no show called "Three".
        return None
    ways = [
        (name, asked.text),
        (bare(name), asked.text),
        (even, asked.plain),
        (bare(even), asked.plain),
    ]
    short = without_passing(even)
    if " " in short and short != even:
        ways.append((short, without_passing(asked.plain)))
    found = None
    for each, text in ways:
        before, is_there, after = f" {text} ".partition(f" {each} ")
        if not is_there:
            continue
        if _only_asks(before.split(), after.split()):
            return Fit.SUBJECT, 0, -len(each)
        if not found and (" " in each or not before.strip() or not after.strip()):
            found = Fit.MENTIONED, 0, -len(each)
    return found


def _only_asks(before: list[str], after: list[str]) -> bool:
    """Whether these words beside a name are none of another one."""
    *others, last = [*before, *after]
    is_asked = not tells(last) or bool(after and is_half_asked(last))
    return is_asked and not any(map(tells, others))


def _near(words: list[str], asked: Asked) -> tuple[Fit, int, int] | None:
    """The name with each typed word, or all of a name that is among them."""
    off, missed = 0, list(words)
    for typed in asked.words:
        if found := nearest_word(typed, missed, asked.may_be_short(typed)):
            # One that is only begun is not the one that was typed.
            off += min(
                spelling.letters_off(typed, found), spelling.tolerance(typed) or 1
            )
            missed.remove(found)
        else:
            off += _besides(typed)
    ways = [] if len(missed) == len(words) else [(off, sum(map(len, missed)))]
    ways += ((off, 0) for off in _near_as_one("".join(words), asked))
    ways = [(off, rest) for off, rest in ways if off < spelling.LONG or not rest]
    return (Fit.NEAR, *min(ways)) if ways else None


def _besides(typed: str) -> int:
    """How far a word leads away from a name beside which it was typed."""
    if not tells(typed):
        return 0
    return spelling.LONG if len(typed) >= spelling.SHORTEST else len(typed)


def _near_as_one(name: str, asked: Asked) -> Iterator[int]:
    """How far off a name is as one word: "strangerthngs s5", "bridger tn"."""
    for run in asked.glued:
        if _is_off_as_one(run, name):
            yield spelling.letters_off(run, name)
    for typed in asked.words:
        if len(typed) >= spelling.LONG and _is_off_as_one(typed, name):
            others = sum(_besides(each) for each in asked.words if each != typed)
            yield spelling.letters_off(typed, name) + others


def nearest_word(typed: str, words: Iterable[str], is_short: bool = False) -> str:
    """Which of these words it begins or misspells; empty where it is none of them."""
    most = 1 if is_short else spelling.tolerance(typed)
    fits = [
        word for word in words if word.startswith(typed) or _is_off(typed, word, most)
    ]
    return min(fits, key=lambda word: spelling.likeness(typed, word), default="")


def _is_off(typed: str, word: str, most: int) -> bool:
    lengths = abs(len(word) - len(typed))
    return lengths <= most and spelling.letters_off(typed, word) <= most


def _is_off_as_one(run: str, name: str) -> bool:
    """The same of all of a name; "k-drama" is no slip of "C-drama"."""
    return run[:1] == name[:1] and _is_off(run, name, spelling.tolerance(run))


def corrected(asked: Asked, name: str) -> str:
    """What was typed, with the words that the name spells otherwise."""
    spelt = fold(name).split()
    joined = "".join(spelt)
    for text in (asked.text, asked.subject):
        run = text.replace(" ", "")
        if run in asked.glued and _is_off_as_one(run, joined):
            return asked.text.replace(text, " ".join(spelt), 1)

    def spelt_of(typed: str) -> str:
        if typed in spelt:
            return typed
        found = nearest_word(typed, spelt, asked.may_be_short(typed))
        if not found and _is_off_as_one(typed, joined):
            return " ".join(spelt)
        return found or typed

    return " ".join(map(spelt_of, asked.words))
