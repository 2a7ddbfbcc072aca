"""
One author where there were two, and two again.

Whatever names an author goes to the one that is kept, whichever app it belongs to. The
row of the other stays, for versions name authors by number: `standing_for` says who
stands for them. What moved is remembered there, which is what parting needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from images.moving import free_address
from images.search import save_names

from .models import Author, OldAuthorAddress, User

PERMISSION = "authors.merge_author"
# Names are made anew, and links to elsewhere are of that profile alone.
APART = {"authors.authorname", "authors.authorlink"}


def may_merge(user: User) -> bool:
    return user.is_active and user.is_staff and user.has_perm(PERMISSION)


def standing_for(ids: Iterable[int]) -> dict[int, int]:
    """Those of these authors that were merged, with the one that stands for each."""
    merged = Author.objects.filter(pk__in=set(ids), merged_into__isnull=False)
    return dict(merged.values_list("pk", "merged_into_id"))


def what_moves(author: Author) -> list[tuple[int, str]]:
    """How many of what would go along."""
    counted = [
        (_rows(model, name, author).count(), _called(model))
        for model, name in _references()
    ]
    return [(count, called) for count, called in counted if count]


@transaction.atomic
def merge_authors(duplicate: Author, *, into: Author, by: User) -> Author:
    """
    Give everything of an author to another one. The address leads there; biography,
    portrait and links stay with the row, and the login goes along where there is room.
    """
    duplicate, kept = _lock(duplicate, into, by)
    for author in (duplicate, kept):
        if author.merged_into_id:
            raise ValidationError(f"“{author}” was merged already.")
    takes_login = duplicate.user_id is not None and kept.user_id is None
    moved = {
        "slug": duplicate.slug,
        "is_active": duplicate.is_active,
        "user": duplicate.user_id if takes_login else None,
        "rows": {
            model._meta.label_lower: _hand_over(model, name, duplicate, kept)
            for model, name in _references()
        },
    }
    left, login = duplicate.slug, duplicate.user_id
    _write(
        duplicate,
        slug=f"{left[:110]}-merged-{duplicate.pk}",
        is_active=False,
        user_id=None if takes_login else login,
        merged_into=kept,
        merge_moved=moved,
    )
    if takes_login:
        _write(kept, user_id=login)
    duplicate.names.all().delete()
    OldAuthorAddress.objects.create(slug=left, author=kept, left_at=timezone.now())
    return kept


@transaction.atomic
def part_authors(duplicate: Author, *, by: User) -> Author:
    """Undo a merge. What came since stays with the author that was kept."""
    if duplicate.merged_into is None:
        raise ValidationError(f"“{duplicate}” stands alone already.")
    duplicate, kept = _lock(duplicate, duplicate.merged_into, by)
    moved: Any = duplicate.merge_moved
    if duplicate.merged_into_id != kept.pk or moved is None:
        raise ValidationError("Somebody parted or merged them meanwhile.")
    for label, rows in moved["rows"].items():
        model: Any = apps.get_model(label)
        name = next(name for each, name in _references() if each is model)
        own = {f"{_known_by(model)}__in": rows["moved"], name: kept}
        model._base_manager.filter(**own).update(**{name: duplicate})
        for columns in rows["dropped"]:
            _make_again(model, columns)
    OldAuthorAddress.objects.filter(slug=moved["slug"], author=kept).delete()
    slug = moved["slug"]
    taken = Author.objects.filter(slug=slug).exclude(pk=duplicate.pk).exists()
    if taken or OldAuthorAddress.objects.filter(slug=slug).exists():
        slug = free_address(duplicate, duplicate.name)
    login = duplicate.user_id
    if moved["user"] is not None and kept.user_id == moved["user"]:
        _write(kept, user_id=None)
        login = moved["user"]
    _write(
        duplicate,
        slug=slug,
        is_active=moved["is_active"],
        user_id=login,
        merged_into=None,
        merge_moved=None,
    )
    save_names(duplicate.names, [duplicate.name])
    return duplicate


def _lock(one: Author, other: Author, by: User) -> tuple[Author, Author]:
    if not may_merge(by):
        raise PermissionDenied("You may not merge authors.")
    if one.pk == other.pk:
        raise ValidationError(f"“{one}” cannot be merged into itself.")
    found = Author.objects.select_for_update().order_by("pk")
    rows = found.in_bulk([one.pk, other.pk])
    if len(rows) < 2:
        raise ValidationError("One of these authors is no longer here.")
    return rows[one.pk], rows[other.pk]


def _references() -> Iterator[tuple[type[models.Model], str]]:
    """What names an author, and by which column."""
    for relation in Author._meta.related_objects:
        model: Any = relation.related_model
        is_key = relation.one_to_many and not model._meta.auto_created
        if is_key and model._meta.label_lower not in APART:
            yield model, relation.field.name


def _rows(model: type[models.Model], name: str, author: Author) -> Any:
    return model._base_manager.filter(**{name: author})


def _called(model: type[models.Model]) -> str:
    return str(getattr(model, "moves_as", model._meta.verbose_name_plural))


def _known_by(model: type[models.Model]) -> str:
    """Rows with a `uid` are deleted and made anew at every save of their story."""
    return "uid" if any(field.name == "uid" for field in model._meta.fields) else "pk"


def _hand_over(
    model: type[models.Model], name: str, duplicate: Author, kept: Author
) -> dict[str, Any]:
    """Where the kept one stands already, the other's row is dropped."""
    rows = _rows(model, name, duplicate)
    dropped = []
    for constraint in model._meta.constraints:
        fields = getattr(constraint, "fields", ())
        if name in fields:
            (of,) = (field for field in fields if field != name)
            have = _rows(model, name, kept).values(of)
            double = rows.filter(**{f"{of}__in": have})
            dropped += list(double.values())
            double.delete()
    moved = [str(key) for key in rows.values_list(_known_by(model), flat=True)]
    rows.update(**{name: kept})
    return {"moved": moved, "dropped": dropped}


def _make_again(model: Any, columns: dict[str, Any]) -> None:
    """Unless its place is taken, or what it belonged to is gone."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    row = model(**{key: fields[key].to_python(columns[key]) for key in columns})
    row.pk = None
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return


def _write(author: Author, **columns: Any) -> None:
    # Not by `save()`, which would keep an address in the list of old ones.
    Author.objects.filter(pk=author.pk).update(**columns)
    author.refresh_from_db()
