"""
Rows that change their address, and the old ones that lead to them for good.

For every model with a `slug` and `old_addresses`: rows that each hold one old slug and
point at the row itself, not at its next address. So chains collapse by themselves,
however often it moves, and loops cannot form.
"""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from .slugs import unique_slug

Row = TypeVar("Row", bound=models.Model)


def settle_address(row: models.Model, text: str) -> None:
    """
    Give the row an address before it is saved, and keep its old one working.

    An old address of another row is not given away: links in the wild point there.
    """
    any_row: Any = row
    if not any_row.slug:
        any_row.slug = free_address(row, text)
    stored = (
        type(row)._base_manager.filter(pk=row.pk).values_list("slug", flat=True).first()
    )
    if stored == any_row.slug:
        return
    refuse_old_address(row, any_row.slug)
    leave_address(row, stored, any_row.slug)


def leave_address(row: models.Model, left: str | None, taken: str) -> None:
    """From now on `left` leads to the row; `taken`, which may be an old one, is its own."""
    addresses = _addresses(type(row))
    addresses.filter(slug=taken).delete()
    if left:
        owner = {_owner(type(row)): row, "left_at": timezone.now()}
        addresses.get_or_create(slug=left, defaults=owner)


def refuse_old_address(row: models.Model, slug: str) -> None:
    owner = _owner(type(row))
    claimed = _addresses(type(row)).filter(slug=slug).select_related(owner).first()
    if claimed and getattr(claimed, f"{owner}_id") != row.pk:
        raise ValidationError(
            {
                "slug": f"“{slug}” is an old address of “{getattr(claimed, owner)}”; "
                "links to it must keep working, so choose another."
            }
        )


def free_address(row: models.Model, text: str) -> str:
    """An address for `text` that no row has and no old link leads to."""
    model = type(row)
    fallback = _owner(model)
    slug = unique_slug(model, text, fallback=fallback, but=row)
    number = 2
    while _addresses(model).filter(slug=slug).exists():
        slug = unique_slug(model, f"{text}-{number}", fallback=f"{fallback}-{number}")
        number += 1
    return slug


def moved(rows: models.QuerySet[Row], slug: str) -> Row | None:
    """The row among these that once had this address."""
    return rows.filter(old_addresses__slug=slug).first()


def _addresses(model: type[models.Model]) -> Any:
    related: Any = model._meta.get_field("old_addresses").related_model
    return related._default_manager.all()


def _owner(model: type[models.Model]) -> str:
    return str(model._meta.model_name)
