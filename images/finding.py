"""
The named things that a question may mean.

They are found through the word starts of `images.search`. Each app says in its
`search.py` which rows and which names those are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower

from . import spelling
from .asking import MOST_DOUBTED, Asked
from .fitting import MOST_NAMED, Hit, Names, among
from .initials import key_of
from .question_words import all_forms
from .search import KEY_LENGTH, MOST_SEARCH_WORDS, find_named

MOST_KEYS = 300
# So many words beside each other may be a name.
LONGEST_NAME = 8
# Alternatives of each word that are put together to whole names, by the words of it.
MEANT_TOGETHER = {1: 10, 2: 4, 3: 3}
# Ways of writing a part of what was typed that are looked up as a name.
MOST_WRITTEN = 4


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
    # Not by the column itself: PostgreSQL would walk through the index of all names
    # until it has met enough that answer.
    listed = names.filter(keys).order_by(Lower("key"), "pk")
    listed = listed.values_list(owner, flat=True)
    # Each row has several keys; `distinct` would read them all.
    found = dict.fromkeys(listed[: 4 * MOST_NAMED])
    if asked.near:
        wanted = rows.order_by()
        telling = sorted(asked.telling, key=lambda word: (-len(word), word))
        # The longest: PostgreSQL spends more on planning ten of them than on looking.
        for word in telling[:MOST_SEARCH_WORDS]:
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
