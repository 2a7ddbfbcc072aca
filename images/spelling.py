"""
Forgiving spelling: the known words that a mistyped one may mean.

Every word of a name is kept under itself and under itself with each one letter left
out, and so is what is typed; where two of those meet, the words are a letter or so
apart. A plain index answers, on every database alike; `docs/adr/0024` says why not
trigrams.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .models import KnownWord
from .search import fold

# Only the beginning is looked up, so that a long word has no more keys than a short one.
KEYED_LETTERS = 7
SHORTEST, LONGEST = 3, 24
# So long a word may be two letters off.
LONG = 6
# Heard alike in names: "Milly" and "Millie", "Hyuk" and "Hyeok", "Jun" and "Joon".
SOUNDS = (("ie", "y"), ("ee", "y"), ("oo", "u"), ("eo", "u"), ("ph", "f"), ("ks", "x"))
MOST_MEANT = 24
MOST_READ = 2_000
BATCH = 500


def learn(texts: Iterable[str]) -> None:
    """Know every word of these names from now on. Nothing is unlearnt: a word that no
    name has any more finds nothing, and only what is found is ever shown."""
    words = sorted(words_of(texts))
    for start in range(0, len(words), BATCH):
        batch = words[start : start + BATCH]
        known = KnownWord.objects.filter(word__in=batch).values_list("word", flat=True)
        new = sorted(set(batch).difference(known.distinct()))
        KnownWord.objects.bulk_create(
            [KnownWord(word=word, key=key) for word in new for key in keys_of(word)],
            batch_size=BATCH,
            ignore_conflicts=True,
        )


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of some names that can be misspelt."""
    return {word for text in texts for word in fold(text).split() if _is_kept(word)}


def keys_of(word: str) -> list[str]:
    """What a word is known under; always in one order, so that writers never meet."""
    return sorted(_shortened({word[:KEYED_LETTERS]}))


def meant(words: Iterable[str]) -> dict[str, list[str]]:
    """For each folded word itself and the known ones it may mean, the nearest first."""
    typed = list(dict.fromkeys(words))
    keys = {word: _keys(word) for word in typed if _is_kept(word)}
    every_key = set().union(*keys.values())
    found: dict[str, set[str]] = {}
    if every_key:
        rows = KnownWord.objects.filter(key__in=every_key).values_list("key", "word")
        for key, word in rows[:MOST_READ]:
            found.setdefault(key, set()).add(word)
    near: dict[str, list[str]] = {}
    for word in typed:
        known = set().union(*(found.get(key, set()) for key in keys.get(word, ())))
        ranked = sorted(
            (likeness(word, other), other)
            for other in known
            if other != word and letters_off(word, other) <= tolerance(word)
        )
        near[word] = [word, *(other for _, other in ranked[:MOST_MEANT])]
    return near


def tolerance(word: str) -> int:
    """How many letters of it may be wrong."""
    if len(word) < SHORTEST:
        return 0
    return 1 if len(word) < LONG else 2


def distance(one: str, other: str) -> int:
    """
    Letters left out, put in, changed or swapped with their neighbour.

    >>> distance("ded", "dead"), distance("sqiud", "squid")
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, another in enumerate(other, 1):
            cost = min(
                before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != another)
            )
            if last and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def letters_off(typed: str, word: str) -> int:
    """
    The distance, in which another way of writing a sound counts as one letter.

    >>> letters_off("milly", "millie"), letters_off("hyeok", "hyuk")
    (1, 1)
    """
    off = distance(typed, word)
    if off < 2:
        return off
    alike = (1 + distance(each, word) for each in heard_alike(typed))
    return min([off, *alike])


@lru_cache(maxsize=5_000)
def heard_alike(word: str) -> tuple[str, ...]:
    """The other ways of writing it; a sound that is there twice is written once."""
    ways = [pair for one, other in SOUNDS for pair in ((one, other), (other, one))]
    return tuple(word.replace(one, other, 1) for one, other in ways if one in word)


def likeness(word: str, other: str) -> tuple[int, int, int, int]:
    """Hands slip inside a word more often than at its end, and hardly at its start."""
    return (
        letters_off(word, other),
        word[0] != other[0],
        word[-1] != other[-1],
        abs(len(other) - len(word)),
    )


def _is_kept(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and not word.isdecimal()


def _keys(word: str) -> set[str]:
    alike = {each[:KEYED_LETTERS] for each in heard_alike(word)}
    keys = _shortened({word[:KEYED_LETTERS]}) | alike
    return _shortened(keys) if len(word) >= LONG else keys


def _shortened(words: set[str]) -> set[str]:
    """These, and these with each one letter left out."""
    return words | {
        word[:place] + word[place + 1 :]
        for word in words
        for place in range(len(word))
        if len(word) > SHORTEST - 1
    }
