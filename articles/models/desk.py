from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.sql.compiler import SQLCompiler

from .article import Article


class DeskEntry(models.Model):
    """
    What the desk finds a story by: the words of its working copy and where it stands.

    Copies, which `articles.finding` keeps in the transaction that changes what they
    are copies of. Names of shows, people and authors are not among them: those change
    without the story.

    Django knows nothing of the full-text index: a generated column on PostgreSQL, a
    table of its own kept by triggers on SQLite. A migration that alters this table
    has to make the triggers anew, for on SQLite Django alters by copying.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="desk_entry"
    )
    text = models.TextField(
        blank=True, help_text="Headline, standfirst, body and more, folded."
    )
    newest_window = models.PositiveIntegerField(
        null=True, help_text="The last version that was, is or will be live."
    )
    goes_out_at = models.DateTimeField(
        null=True, help_text="When that one began or begins to be live."
    )
    closes_at = models.DateTimeField(
        null=True, help_text="When that one ends, and with it the story."
    )
    has_changes = models.BooleanField(
        default=False, help_text="Whether the working copy says more than that one."
    )

    class Meta:
        verbose_name_plural = "desk entries"
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["article"],
                condition=Q(has_changes=True),
                name="articles_desk_with_changes",
            ),
            models.Index(
                fields=["article"],
                condition=Q(newest_window__isnull=True),
                name="articles_desk_never_out",
            ),
            models.Index(
                fields=["closes_at"],
                condition=Q(closes_at__isnull=False),
                name="articles_desk_closing",
            ),
        ]

    def __str__(self) -> str:
        return f"What the desk finds story {self.article_id} by"


@DeskEntry._meta.get_field("text").register_lookup
class HasWords(models.Lookup):
    """
    `text__has_words=["squid", "next season"]`: every phrase, in the full-text index.

    The last word of a phrase may be half typed. Phrases are folded, so they consist
    of words and spaces only.
    """

    lookup_name = "has_words"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        words = column.rpartition(".")[0] + '."words"'
        query = " & ".join(_postgresql_phrase(phrase) for phrase in self.rhs)
        return f"{words} @@ to_tsquery('simple', %s)", (*params, query)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        article = column.rpartition(".")[0] + '."article_id"'
        query = " AND ".join(f'"{phrase}" *' for phrase in self.rhs)
        found = (
            "SELECT rowid FROM articles_deskentry_words "
            "WHERE articles_deskentry_words MATCH %s"
        )
        return f"{article} IN ({found})", (*params, query)


def _postgresql_phrase(phrase: str) -> str:
    words = [f"'{word}'" for word in phrase.split()]
    return "(" + " <-> ".join([*words[:-1], f"{words[-1]}:*"]) + ")"
