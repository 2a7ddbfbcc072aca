"""
Stories that give something away, for the search of the site.

The index holds a story's own words, so until its protection ends it is not asked for
them: such stories are few, and are looked through one by one for what their safe
headline and standfirst say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from articles.querysets import VersionQuerySet
from images.full_text import Sought, says
from images.search import fold

# The newest; a desk that guards more of them at a time finds the others by their show.
MOST = 100

# As `search.COLUMNS`.
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Guarded:
    # Each with all that may be found in it, folded.
    rows: list[tuple[Row, str]] = field(default_factory=list)

    def titled(self, words: list[Sought]) -> list[Row]:
        return [row for row, _ in self.rows if says(row[2], words)]

    def told(self, words: list[Sought]) -> list[Row]:
        return [row for row, text in self.rows if says(text, words)]

    def of_kind(self, kind: str, words: list[Sought]) -> list[Row]:
        return [row for row in self.told(words) if row[3] == kind]

    def about(self, index: QuerySet[Any], words: list[Sought]) -> list[Row]:
        """Those with a row in an index that say the words."""
        said = self.told(words)
        if not said:
            return []
        among = index.filter(version__in=[row[0] for row in said])
        keys = set(among.values_list("version_id", flat=True))
        return [row for row in said if row[0] in keys]


def guarded(live: VersionQuerySet, at: datetime) -> Guarded:
    """Of live stories those that are protected at a moment; one query."""
    columns = ("pk", "article_id", "safe_headline", "kind", "section_id")
    found = live.protected(at).newest()
    rows = found.values_list(*columns, "published_at", "safe_standfirst")[:MOST]
    return Guarded([_entry(row) for row in rows])


def _entry(row: Row) -> tuple[Row, str]:
    pk, article, headline, kind, section, published_at, standfirst = row
    title = fold(headline)
    entry = (pk, article, title, kind, section, published_at)
    return entry, f"{title} {fold(standfirst)}"
