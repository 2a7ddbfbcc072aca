"""
Finding things by the start of any word in their names, through a plain index.

An app keeps one row per word start (`ImageName`, `ShowName`, …) with the folded text
from that word on in an indexed `key`; `key__prefix=fold(typed)` then finds
"All of Us Are Dead" by "all", "us are" and "DEAD", on both databases alike.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Q = TypeVar("Q", bound=QuerySet)

KEY_LENGTH = 80
# Nothing that is typed folds to one, so that no word, half or whole, begins so.
BEFORE_INITIALS = " "
MOST_WORDS = 12
MOST_SEARCH_WORDS = 5
ARTICLES = ("the ", "a ", "an ")
FEW_HITS = 500

# Letters that Unicode does not take apart, and signs that are read aloud.
SPELLED_OUT = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "&": " and ",
        "'": "",
        "’": "",
        "ʼ": "",
        "`": "",
    }
)


def fold(text: str) -> str:
    """
    The text as people type it in a hurry: no accents, capitals or punctuation.

    Hangul is left taken apart into its letters, so that a half-typed syllable finds
    the whole one. A text of nothing but signs ("$#*!") keeps them.
    """
    text = unicodedata.normalize("NFKD", text).casefold().translate(SPELLED_OUT)
    # Casefolding may bring marks back (İ), hence once more.
    text = unicodedata.normalize("NFKD", text)
    words = "".join(map(_letter_or_space, text)).split()
    if not words:
        words = "".join(c if c.isprintable() else " " for c in text).split()
    return " ".join(words)


def _letter_or_space(character: str) -> str:
    if character.isalnum():
        return character
    category = unicodedata.category(character)
    if category == "Cf" or unicodedata.combining(character):
        return ""
    # Vowel signs of Indic and Thai scripts are marks, yet part of the word.
    return character if category.startswith("M") else " "


def bare(name: str) -> str:
    """A folded name without a leading English article."""
    for article in ARTICLES:
        if name.startswith(article) and len(name) > len(article):
            return name[len(article) :]
    return name


def word_starts(text: str) -> list[str]:
    """What to store as keys of `text`: the folded rest of it from every word on."""
    words = fold(text).split(" ")
    starts = (" ".join(words[i:])[:KEY_LENGTH] for i in range(len(words[:MOST_WORDS])))
    return [start for start in dict.fromkeys(s.rstrip() for s in starts) if start]


def save_names(names: Any, texts: Iterable[str]) -> None:
    """
    Bring the rows of word starts behind `names`, a reverse accessor such as
    `image.names`, in step with the texts of its owner.
    """
    wanted = {key for text in texts if text for key in word_starts(text)}
    stored = dict(names.values_list("key", "pk"))
    gone = [pk for key, pk in stored.items() if key not in wanted]
    if gone:
        names.filter(pk__in=gone).delete()
    owner = {names.field.name: names.instance}
    names.model._default_manager.bulk_create(
        names.model(key=key, **owner) for key in sorted(wanted - stored.keys())
    )


def find_named(rows: Q, names: Any, text: str) -> Q:
    """
    The `rows` in whose names every word of `text` begins some word.

    `names` is the manager of their word starts. Costs one query at once: how rare the
    longest word is decides how to ask. A rare one gives the rows by itself; under a
    common one ("a") the rows are tried in the order they are wanted, which soon fills
    a page. Either way without the other takes half a second at 100,000 rows.
    """
    words = sorted(set(fold(text).split()), key=len, reverse=True)[:MOST_SEARCH_WORDS]
    if not words:
        return rows
    owner = next(
        field.name
        for field in names.model._meta.fields
        if field.is_relation and field.related_model is rows.model
    )
    longest, *others = words
    hits = names.filter(key__prefix=longest).values_list(f"{owner}_id", flat=True)
    found = set(hits[: FEW_HITS + 1])
    if len(found) <= FEW_HITS:
        rows = rows.filter(pk__in=found)
    else:
        others = words
    for word in others:
        its_names = names.filter(**{owner: OuterRef("pk")}, key__prefix=word)
        rows = rows.filter(Exists(its_names))
    return rows


class Prefix(models.Lookup):
    """
    `key__prefix="all of"`: starts with exactly this, answered by the column's index.

    Django's `startswith` cannot be: SQLite ignores an index under `LIKE … ESCAPE`.
    PostgreSQL uses the `varchar_pattern_ops` index that `db_index` makes.
    """

    lookup_name = "prefix"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        column, params = self.process_lhs(compiler, connection)
        start = str(self.rhs)
        for special in ("\\", "%", "_"):
            start = start.replace(special, "\\" + special)
        return f"{column} LIKE %s", (*params, f"{start}%")

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        column, params = self.process_lhs(compiler, connection)
        start = str(self.rhs)
        return (
            f"({column} >= %s AND {column} < %s)",
            (*params, start, *params, start + chr(0x10FFFF)),
        )
