"""Where a picture is used, whatever app the use is in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from .models import Image, ImageName

# Of each kind of use; a picture in more places than that is simply "in use".
MOST_PER_KIND = 200


@dataclass(frozen=True)
class Use:
    """One place that shows a picture."""

    label: str
    url: str = ""


HIDDEN = Use("Something that you may not see")


def usages(image: Image, user: AbstractBaseUser | AnonymousUser) -> list[Use]:
    """
    The places that show the picture, each once, as far as `user` may know of them.

    A model that refers to pictures may describe its uses in its own words: all at once
    by a class method `image_uses(image, user)` that gives `Use`s and `HIDDEN`, or row by
    row by a method `image_use(user)` that gives a `Use`, or None where the user may not
    know of it. What the user may not see is counted as one hidden use. Otherwise a row
    is shown to those with the permission to view its model.
    """
    found: dict[Use, None] = {}
    for relation in _relations():
        model: Any = relation.related_model
        if hasattr(model, "image_uses"):
            found |= dict.fromkeys(model.image_uses(image, user))
            continue
        rows = model._base_manager.filter(**{relation.field.name: image})
        newest = rows.order_by("-pk")[:MOST_PER_KIND]
        found |= dict.fromkeys(_describe(row, user) for row in newest)
    hidden = found.keys() & {HIDDEN}
    return [use for use in found if use not in hidden] + list(hidden)


def hidden_uses(image: Image) -> list[Use]:
    """`HIDDEN` if anything at all refers to the picture, told or not."""
    return [HIDDEN] if is_used(image) else []


def is_used(image: Image) -> bool:
    return any(
        relation.related_model._base_manager.filter(
            **{relation.field.name: image}
        ).exists()
        for relation in _relations()
    )


def _relations() -> Iterator[Any]:
    # Hidden ones (`related_name="+"`) are uses like any other.
    for field in Image._meta.get_fields(include_hidden=True):
        if not (field.is_relation and field.auto_created and not field.concrete):
            continue
        model: Any = field.related_model
        # The hidden table of a many-to-many field would count a use twice.
        if model is ImageName or model._meta.auto_created:
            continue
        yield field


def _describe(row: Model, user: Any) -> Use:
    if hasattr(row, "image_use"):
        return row.image_use(user) or HIDDEN
    meta = row._meta
    if not user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
        return HIDDEN
    try:
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        url = ""
    return Use(f"{str(meta.verbose_name).capitalize()}: {row}", url)
