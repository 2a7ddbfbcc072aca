"""Addresses in any script: 지금-우리-학교는 is as good a slug as all-of-us-are-dead."""

from collections.abc import Iterator
from itertools import count, islice

from django.db import models
from django.urls import register_converter
from django.utils.text import slugify


class UnicodeSlugConverter:
    """`<uslug:slug>`: as Django's `<slug:slug>`, in any script."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(UnicodeSlugConverter, "uslug")


def unique_slug(
    model: type[models.Model],
    text: str,
    *,
    fallback: str = "untitled",
    field: str = "slug",
    but: models.Model | None = None,
) -> str:
    """
    The slug of `text` that no other row has, with -2, -3 … where it is taken.

    `fallback` stands in for a text without letters or digits; `but` is a row whose
    own slug counts as free.
    """
    rows = model._base_manager.all()
    if but is not None and but.pk is not None:
        rows = rows.exclude(pk=but.pk)
    length = getattr(model._meta.get_field(field), "max_length", None) or 50
    base = slugify(text, allow_unicode=True) or slugify(fallback, allow_unicode=True)
    candidates = _candidates(base, length)
    size = 1
    while True:
        # Grows, so that the thousandth "Untitled" does not ask a thousand times.
        some = list(islice(candidates, size))
        taken = set(rows.filter(**{f"{field}__in": some}).values_list(field, flat=True))
        for candidate in some:
            if candidate not in taken:
                return candidate
        size = min(size * 4, 500)


def _candidates(base: str, length: int) -> Iterator[str]:
    yield base[:length].rstrip("-_") or base[:length]
    for number in count(2):
        suffix = f"-{number}"
        yield base[: length - len(suffix)].rstrip("-_") + suffix
