"""
What a merge did to every row it touched.

Read off the rows themselves, before and after, instead of noted by each of its steps:
whatever a merge comes to do, parting takes back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models

from .models import Credit, Episode, Person, Season, SeasonPart, Show, Trailer

# Made anew for the rows that are there.
DERIVED = {"shows.charactername", "shows.fact", "shows.personname", "shows.showname"}
# Never handed over: it tells what was merged into what.
APART = DERIVED | {"shows.merge"}
# Rows on which others hang, which come along.
HOLDERS: tuple[type[models.Model], ...] = (Season, SeasonPart, Episode, Trailer, Credit)

Journal = dict[str, Any]
# Columns by key, by table.
Rows = dict[type[models.Model], dict[int, dict[str, Any]]]


def references_to(model: type[models.Model]) -> Iterator[Any]:
    """Every foreign key in the site that points at this kind of row."""
    for field in model._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and not field.many_to_many:
            yield field


def label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def identity_of(model: type[models.Model]) -> list[str]:
    """
    The columns by which a row is known again. Rows with a `uid` are deleted and made
    anew at every save of what they belong to.
    """
    for constraint in model._meta.constraints:
        named: tuple[str, ...] = getattr(constraint, "fields", ())
        if "uid" in named:
            fields: Any = map(model._meta.get_field, named)
            return [field.attname for field in fields]
    return [model._meta.pk.attname]


def called(model: Any) -> str:
    """What rows of a kind are to whoever merges; a model says it with `moves_as`."""
    owner = model._meta.auto_created or model
    if owner is not model and owner in {Show, Person}:
        # Its own links to genres and the like are called what they lead to.
        ends = [
            field.related_model for field in model._meta.fields if field.is_relation
        ]
        owner = next(end for end in ends if end is not owner)
    return str(getattr(owner, "moves_as", owner._meta.verbose_name_plural))


def surroundings(duplicate: Show | Person, kept: Show | Person) -> Rows:
    """Every row a merge of the two may change, as it stands."""
    # Of the one that is kept only the catalogue: its stories and news stay as they are.
    rows = _around(kept, catalogue_only=True)
    for model, found in _around(duplicate).items():
        rows.setdefault(model, {}).update(found)
    return rows


def journal(before: Rows, duplicate: Show | Person, kept: Show | Person) -> Journal:
    """What has changed since, as JSON."""
    after = {model: _read(model, pk__in=list(rows)) for model, rows in before.items()}
    for row in (duplicate, kept):
        for model, found in _around(row, catalogue_only=True).items():
            after.setdefault(model, {}).update(found)
    changed: dict[tuple[str, str], list[Any]] = defaultdict(list)
    kept_journal: Journal = {
        "slug": before[type(duplicate)][duplicate.pk]["slug"],
        "changed": [],
        "dropped": [],
        "made": [],
        "had": {},
    }
    for model, rows in before.items():
        for key, columns in rows.items():
            now = after[model].get(key)
            if now is None:
                kept_journal["dropped"].append([label(model), columns])
            elif now != columns:
                change = {
                    name: [value, now[name]]
                    for name, value in columns.items()
                    if now[name] != value
                }
                identity = [columns[name] for name in identity_of(model)]
                changed[label(model), json.dumps(change)].append(identity)
        if _hangs_on_a_holder(model):
            kept_journal["had"][label(model)] = sorted(rows)
    for model, rows in after.items():
        for key in rows.keys() - before.get(model, {}).keys():
            kept_journal["made"].append([label(model), rows[key]])
    kept_journal["changed"] = [
        [name, json.loads(change), keys] for (name, change), keys in changed.items()
    ]
    return kept_journal


def _around(row: Show | Person, *, catalogue_only: bool = False) -> Rows:
    """The row, all that refers to it, and all that refers to what hangs on it."""
    found: Rows = {type(row): _read(type(row), pk=row.pk)}
    open_ends: list[tuple[type[models.Model], list[int]]] = [(type(row), [row.pk])]
    while open_ends:
        model, keys = open_ends.pop()
        for relation in references_to(model):
            other = relation.related_model
            of_catalogue = other._meta.app_label == "shows" and other is not type(row)
            if label(other) in APART or (catalogue_only and not of_catalogue):
                continue
            known = found.setdefault(other, {})
            rows = _read(other, **{f"{relation.field.name}__in": keys})
            new = [key for key in rows if key not in known]
            known.update(rows)
            if other in HOLDERS and new:
                open_ends.append((other, new))
    return found


def _read(model: type[models.Model], **which: Any) -> dict[int, dict[str, Any]]:
    """Rows as they stand in JSON, by their key."""
    key = model._meta.pk.attname
    return {
        row[key]: {name: _plain(value) for name, value in row.items()}
        for row in model._base_manager.filter(**which).order_by("pk").values()
    }


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _hangs_on_a_holder(model: type[models.Model]) -> bool:
    return any(
        field.related_model in HOLDERS
        for field in model._meta.concrete_fields
        if field.is_relation
    )
