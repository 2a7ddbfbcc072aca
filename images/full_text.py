"""
Finding rows by the words of a folded text, through the full-text index of the database.

A model keeps folded texts (`images.search.fold`) in plain columns; a migration puts the
index beside them: `full_text_index("articles_searchentry", "version_id", …)`. On
PostgreSQL that is a generated column of lexemes for each text, on SQLite a table of
its own that triggers write. Either is part of the row: whoever writes it writes the
index, in the same transaction. Django knows nothing of it, so a migration that alters
such a table on SQLite, where Django alters by copying, has to make the triggers anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from .search import fold

# Tables and columns are named by models and migrations, never by anybody who asks.
# ruff: noqa: S608

MOST_PHRASES = 6
LONGEST_QUERY = 300
# Every word "a…" of the language begins so; these are looked for as they are.
SHORT = re.compile(r"[a-z0-9]{1,2}")
QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')

# A word or phrase, or several of which one will do.
Sought = str | Sequence[str]


def phrases(typed: str) -> list[str]:
    """
    What was typed as folded words and quoted phrases, each once, the longest first.

    >>> phrases('Squid "Next Season" squid')
    ['next season', 'squid']
    """
    typed = typed[:LONGEST_QUERY]
    words = fold(QUOTED.sub(" ", typed)).split()
    found = {part for part in (*quoted(typed), *words) if any(map(str.isalnum, part))}
    return sorted(found, key=lambda part: (-len(part), part))[:MOST_PHRASES]


def quoted(typed: str) -> list[str]:
    """What stands in quotation marks, folded; it is to be taken at its word."""
    return [fold(phrase) for phrase in QUOTED.findall(typed)]


class HasWords(models.Lookup):
    """
    `text__has_words=["squid", "next season", ("dead", "bead")]`: every phrase, and of
    those in brackets one. To be registered on each indexed field.

    The last word of a phrase may be half typed, unless it is very short or a space
    stands behind it. Phrases are folded, so they consist of words and spaces only, and nothing of them is a command.
    """

    lookup_name = "has_words"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        table, _, name = column.rpartition(".")
        lexemes = lexeme_column(name.strip('"'))
        query = " & ".join(_any(each, _postgresql, " | ") for each in self.rhs)
        return f"{table}.\"{lexemes}\" @@ to_tsquery('simple', %s)", (*params, query)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        table, _, name = column.rpartition(".")
        options = self.lhs.output_field.model._meta
        index, key = f"{options.db_table}_words", options.pk.column
        query = " AND ".join(_any(each, _sqlite, " OR ") for each in self.rhs)
        if (field := name.strip('"')) != WHOLE:
            query = f"{{{field}}} : ({query})"
        found = f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s'
        return f'{table}."{key}" IN ({found})', (*params, query)


# The column whose index holds all that there is to find a row by.
WHOLE = "text"


def lexeme_column(name: str) -> str:
    return "words" if name == WHOLE else f"{name}_words"


def _any(sought: Sought, written: Callable[[str], str], or_: str) -> str:
    if isinstance(sought, str):
        return written(sought)
    return "(" + or_.join(map(written, sought)) + ")"


def _is_whole(phrase: str) -> bool:
    """Whether the last word does not stand for all that begin so."""
    return SHORT.fullmatch(phrase.rpartition(" ")[2]) is not None or phrase[-1] == " "


def _postgresql(phrase: str) -> str:
    words = [f"'{word}'" for word in phrase.split()]
    last = words[-1] if _is_whole(phrase) else f"{words[-1]}:*"
    return "(" + " <-> ".join([*words[:-1], last]) + ")"


def _sqlite(phrase: str) -> str:
    return f'"{phrase}"' if _is_whole(phrase) else f'"{phrase}" *'


def says(text: str, wanted: Sequence[Sought]) -> bool:
    """
    Whether a folded text has all the words, as the index would find them.

    >>> says("the last door", ["doo", ("bead", "last")])
    True
    """
    padded = f" {text} "

    def has(phrase: str) -> bool:
        whole = f" {phrase.strip()} "
        return whole in padded if _is_whole(phrase) else f" {phrase}" in padded

    return all(
        has(each) if isinstance(each, str) else any(map(has, each)) for each in wanted
    )


# What a migration runs


def full_text_index(table: str, key: str, *others: str) -> dict[str, list[str]]:
    """
    The statements that index the column `text` of a table, and `others` by themselves,
    by vendor. A search in `text` finds what stands in the others, too.
    """
    postgresql = []
    for name in (*others, WHOLE):
        texts = " || ' ' || ".join([*others, WHOLE] if name == WHOLE else [name])
        lexemes = lexeme_column(name)
        postgresql += [
            f"ALTER TABLE {table} ADD COLUMN {lexemes} tsvector GENERATED ALWAYS AS "
            f"(to_tsvector('simple'::regconfig, {texts})) STORED",
            f"CREATE INDEX {table}_{lexemes} ON {table} USING gin ({lexemes})",
        ]
    columns = [*others, WHOLE]
    index, listed = f"{table}_words", ", ".join(columns)
    old = ", ".join(f"old.{name}" for name in columns)
    new = ", ".join(f"new.{name}" for name in columns)
    changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in [key, *columns])
    enter = f"INSERT INTO {index} (rowid, {listed}) VALUES (new.{key}, {new});"
    leave = (
        f"INSERT INTO {index} ({index}, rowid, {listed}) "
        f"VALUES ('delete', old.{key}, {old});"
    )
    sqlite = [
        # Marks that are part of a word stay in it; the text is folded already.
        f"CREATE VIRTUAL TABLE {index} USING fts5({listed}, content='{table}', "
        f"content_rowid='{key}', prefix='1 2 3', "
        "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")",
        f"CREATE TRIGGER {table}_enters AFTER INSERT ON {table} BEGIN {enter} END",
        f"CREATE TRIGGER {table}_leaves AFTER DELETE ON {table} BEGIN {leave} END",
        f"CREATE TRIGGER {table}_changes AFTER UPDATE ON {table} "
        f"WHEN {changed} BEGIN {leave} {enter} END",
    ]
    return {"postgresql": postgresql, "sqlite": sqlite}


def drop_full_text_index(table: str, *others: str) -> dict[str, list[str]]:
    columns = [lexeme_column(name) for name in (*others, WHOLE)]
    return {
        "postgresql": [f"ALTER TABLE {table} DROP COLUMN {each}" for each in columns],
        "sqlite": [
            *(
                f"DROP TRIGGER {table}_{when}"
                for when in ("enters", "leaves", "changes")
            ),
            f"DROP TABLE {table}_words",
        ],
    }


def run(by_vendor: dict[str, list[str]]) -> Callable[[Any, Any], None]:
    """For `migrations.RunPython`: the statements of the database at hand."""

    def on_this_database(apps: Any, schema_editor: Any) -> None:
        for statement in by_vendor[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return on_this_database
