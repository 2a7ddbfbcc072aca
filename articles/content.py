"""
What an article says, as plain data.

One serializer serves every version: history, comparison, merge, restore and the
working copy. `capture` reads an article into content, `write` puts content back.

    {"kind": "news", "question": "", "headline": …, "body": …,       plain columns
     "section": 3, "lead_image": 12,                                 one row of another table
     "seasons": [4, 9], "episodes": [], "people": [2], "tags": ["zombies"],   sets
     "bylines": [{"uid": …, "author": 5, "role": "writer"}, …],      rows, in order
     "shows": [{"uid": …, "show": 7, "is_primary": true}], "sources": [{…}],
     "names": {"authors": {"5": "Ada Quill"}, …}}                    to name what is gone

`names` is a glossary, not content: it never takes part in a comparison or merge.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from taggit.models import Tag

from authors.merging import standing_for
from authors.models import Author
from images.models import Image
from shows.models import Episode, Person, Season, Show

from .addresses.retagging import current_names
from .models import Article, ArticleShow, Byline, Section, Source
from .models.content import LABELS, NO_TEXTS, TEXTS, Content, empty
from .tagging import check_tags

LINKS: dict[str, tuple[str, type[models.Model]]] = {
    "section": (LABELS["section"], Section),
    "lead_image": (LABELS["lead_image"], Image),
    "safe_image": (LABELS["safe_image"], Image),
}
SETS: dict[str, tuple[str, type[models.Model]]] = {
    "seasons": (LABELS["seasons"], Season),
    "episodes": (LABELS["episodes"], Episode),
    "people": (LABELS["people"], Person),
}
PRIVATE = frozenset({"internal_note"})


@dataclass(frozen=True)
class RowKind:
    """How one kind of inline row is stored."""

    label: str
    model: type[models.Model]
    related_name: str
    fields: tuple[str, ...]
    target: tuple[str, type[models.Model]] | None


ROWS = {
    "bylines": RowKind(
        LABELS["bylines"], Byline, "bylines", ("author", "role"), ("author", Author)
    ),
    "shows": RowKind(
        LABELS["shows"],
        ArticleShow,
        "article_shows",
        ("show", "is_primary"),
        ("show", Show),
    ),
    "sources": RowKind(
        LABELS["sources"], Source, "sources", ("name", "url", "published_on"), None
    ),
}

# Versions made before a field existed do not have it.
EMPTY = empty()


def plain(value: Any) -> Any:
    """A value as it stands in JSON."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        # As its column gives it back: a 4 that is typed is a 4.0 once it is stored.
        return f"{value:.1f}"
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime):
        # As precisely as a form says it, whatever zone it was said in.
        return value.astimezone(UTC).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return value


def capture(article: Article) -> Content:
    """The working copy as content, read from the database's rows."""
    content: Content = {name: plain(getattr(article, name)) for name in TEXTS}
    for name in LINKS:
        content[name] = getattr(article, f"{name}_id")
    for name in SETS:
        related = getattr(article, name)
        content[name] = sorted(related.values_list("pk", flat=True))
    content["tags"] = sorted(article.tags.names())
    for name, kind in ROWS.items():
        rows = getattr(article, kind.related_name).order_by("position", "pk")
        content[name] = [row_content(kind, row) for row in rows]
    return content | {"names": glossary(content)}


def stored(name: str, value: Any) -> Any:
    """A value of content as the column of that name holds it."""
    if value is None or name not in NO_TEXTS:
        return value
    return Decimal(value) if name == "rating" else datetime.fromisoformat(value)


def row_content(kind: RowKind, row: models.Model) -> dict[str, Any]:
    target = kind.target[0] if kind.target else None
    return {"uid": plain(row.uid)} | {  # type: ignore[attr-defined]
        field: getattr(row, f"{field}_id")
        if field == target
        else plain(getattr(row, field))
        for field in kind.fields
    }


def glossary(content: Content) -> dict[str, dict[str, str]]:
    """Names of everything the content points at, so that a deleted target is named."""
    wanted: dict[str, tuple[type[models.Model], set[int]]] = {}
    for name, (_, model) in LINKS.items():
        wanted[name] = (model, {content[name]} - {None})
    for name, (_, model) in SETS.items():
        wanted[name] = (model, set(content[name]))
    for name, kind in ROWS.items():
        if kind.target:
            field, model = kind.target
            wanted[name] = (model, {row[field] for row in content[name]})
    return {
        name: {
            str(pk): str(target)
            for pk, target in model._default_manager.in_bulk(ids).items()
        }
        for name, (model, ids) in wanted.items()
        if ids
    }


def write(article: Article, content: Content) -> list[str]:
    """
    Make the working copy say exactly this, inside the caller's transaction.

    Returns the names of targets that no longer exist and were left out.
    """
    content, gone = restorable(content)
    for name in LINKS:
        setattr(article, f"{name}_id", content[name])
    write_words(article, content)
    for name in SETS:
        getattr(article, name).set(content[name])
    tags = current_names(content["tags"])
    check_tags(tags)
    article.tags.set(tags)
    for name, kind in ROWS.items():
        _write_rows(article, kind, content[name])
    return gone


def write_words(article: Article, content: Content) -> None:
    """Save the article's own row with the plain columns of the content."""
    for name in TEXTS:
        setattr(article, name, stored(name, content[name]))
    article.save()


def _write_rows(article: Article, kind: RowKind, rows: list[dict[str, Any]]) -> None:
    manager = getattr(article, kind.related_name)
    target = kind.target[0] if kind.target else None
    # Rows are made anew: two rows that swap a unique value would otherwise meet
    # each other's constraint halfway. Their identity is the uid, which they keep.
    manager.all().delete()
    kind.model._default_manager.bulk_create(
        kind.model(
            article=article,
            uid=row["uid"],
            position=position,
            **{
                (f"{field}_id" if field == target else field): row[field]
                for field in kind.fields
            },
        )
        for position, row in enumerate(rows)
    )


def existing(model: type[models.Model], ids: Iterable[int]) -> set[int]:
    ids = list(ids)
    if not ids:
        return set()
    return set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))


def _missing(
    content: Content, name: str, ids: Iterable[int], present: set[int]
) -> list[str]:
    names = content.get("names", {}).get(name, {})
    return [
        f"{LABELS[name]}: {names.get(str(pk), 'something since deleted')}"
        for pk in ids
        if pk not in present
    ]


def restorable(content: Content) -> tuple[Content, list[str]]:
    """The content without targets that were deleted since, and the names of those."""
    gone: list[str] = []
    kept = EMPTY | content
    kept["bylines"] = bylines_of(kept)
    for name, (_, model) in LINKS.items():
        ids = [kept[name]] if kept[name] else []
        present = existing(model, ids)
        gone += _missing(content, name, ids, present)
        kept[name] = kept[name] if present else None
    for name, (_, model) in SETS.items():
        present = existing(model, kept[name])
        gone += _missing(content, name, kept[name], present)
        kept[name] = sorted(present)
    for name, kind in ROWS.items():
        if kind.target:
            field, model = kind.target
            ids = [row[field] for row in kept[name]]
            present = existing(model, ids)
            gone += _missing(content, name, ids, present)
            kept[name] = [row for row in kept[name] if row[field] in present]
    return kept, gone


def bylines_of(content: Content) -> list[dict[str, Any]]:
    """The bylines with whoever stands for authors that were merged since, each once."""
    now = standing_for(row["author"] for row in content["bylines"])
    rows: dict[int, dict[str, Any]] = {}
    for row in content["bylines"]:
        author = now.get(row["author"], row["author"])
        rows.setdefault(author, row | {"author": author})
    return list(rows.values())


def tags_of(content: Content) -> list[Tag]:
    names = current_names(content["tags"])
    return list(Tag.objects.filter(name__in=names).order_by("name"))
