"""What a reader types into the search, taken apart into what may be meant by it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from . import spelling
from .full_text import LONGEST_QUERY, Sought, phrases, quoted
from .initials import FEWEST, initials_of
from .question_words import SAID_IN_PASSING, YEAR, forms, plain, taken_apart, tells
from .search import fold

MOST_WORDS = 20
# So many of them are doubted.
MOST_DOUBTED = 10
# Words that one may mean which are looked for in stories.
MOST_SOUGHT = 10


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
