"""
Addresses in any script: 지금-우리-학교는 and सेक्रेड-गेम्स are as good as all-of-us-are-dead.

Django knows letters only. The vowels of Devanagari, Thai or Tamil are marks that stand
on letters, without which a word is another one or none.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import count, islice

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import register_converter

# Accents that no letter with them exists for, and signs that only help reading (points
# of Hebrew, vowels of Arabic): what people type and search for is without them.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0711\u0730-\u074a\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
# Compatibility takes these two apart, which nobody who types them does.
_TYPED_AS_ONE = {"\u0e4d\u0e32": "\u0e33", "\u0ecd\u0eb2": "\u0eb3"}
_JOINED = re.compile("\u200d.")
_GAPS = re.compile(r"[-\s]+")


def is_mark(char: str) -> bool:
    """Whether it stands on the letter before it, and belongs to the word."""
    return unicodedata.category(char) in {"Mn", "Mc"} and not _LEFT_OUT.match(char)


def is_slug(text: str) -> bool:
    """Whether a text can be an address: letters and digits of any script, - and _."""
    return bool(text) and all(
        char in "-_" or char.isalnum() or is_mark(char) for char in text
    )


def slug_of(text: str, length: int | None = None) -> str:
    """
    The text as an address; empty where it holds neither letter, digit nor picture.

    For texts of Latin, Greek, Cyrillic, Han, Kana and Hangul letters what Django's
    `slugify` makes of them. A title of nothing but emoji is spelled out.
    """
    slug = _words(text)
    if not slug:
        # Of a picture made of several, the first is what it shows.
        whole = _JOINED.sub("", text)
        pictures = (c for c in whole if unicodedata.category(c) == "So")
        slug = _words(" ".join(unicodedata.name(each, "") for each in pictures))
    return cut(slug, length) if length is not None else slug


def cut(slug: str, length: int) -> str:
    """At most so long, and never between a letter and the marks on it."""
    if len(slug) > length:
        end = length
        while end and is_mark(slug[end]):
            end -= 1
        slug = slug[:end]
    return slug.rstrip("-_") or slug


def _words(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    for apart, typed in _TYPED_AS_ONE.items():
        text = text.replace(apart, typed)
    kept: list[str] = []
    for char in text.lower():
        on_a_letter = bool(kept) and kept[-1] not in "-_ "
        if char.isspace() or char == "-":
            kept.append(" ")
        elif char == "_" or char.isalnum() or (on_a_letter and is_mark(char)):
            kept.append(char)
    slug = _GAPS.sub("-", "".join(kept)).strip("-_")
    return unicodedata.normalize("NFC", slug)


def validate_slug(value: str) -> None:
    """For fields that hold an address which somebody typed."""
    if not is_slug(value):
        raise ValidationError(
            "An address is made of letters and digits of any script, - and _.",
            code="invalid",
        )


class UnicodeSlugConverter:
    """`<uslug:slug>`: as Django's `<slug:slug>`, in any script."""

    regex = r"[^/\s]+"

    def to_python(self, value: str) -> str:
        if not is_slug(value):
            raise ValueError(value)
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
    candidates = _candidates(slug_of(text) or slug_of(fallback), length)
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
    yield cut(base, length)
    for number in count(2):
        suffix = f"-{number}"
        yield cut(base, length - len(suffix)) + suffix
