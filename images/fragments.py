"""
Parts of pages that are rendered once for each set of what they print.

A fragment is a template that is given plain values and nothing else: no request, no
rows, no context processors. What it prints can depend on those values alone, so the
values are the key under which it is remembered, and there is nothing to invalidate:
another headline, another "3 hours ago" is another key. `docs/adr/0006` has the figures.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

# A card and its key take about 3 kB, so this is 6 MB of a worker at most.
REMEMBERED = 2000

# Equal values of these are printed alike. A `SafeString` equals the text that it would
# not escape and a `Decimal` equals its other spellings, so they are none of them.
PLAIN = {str, int, bool, type(None)}


def fragment(template: str, values: NamedTuple) -> SafeString:
    """
    The template with the fields of `values` as its only variables.

    Whatever decides what is printed must be a field: the words of a time, not the
    time; a picture only while it may be shown. Fields hold str, int, bool, None and
    tuples of these. The template may use settings and the addresses of views, which
    stay while the process runs; one with a tag that looks at the clock, the request or
    the database is no fragment.
    """
    if settings.DEBUG:
        # Templates are being edited.
        return _rendered(template, values)
    return _remembered(template, type(values), values)


@lru_cache(maxsize=REMEMBERED)
def _remembered(
    template: str, kind: type[NamedTuple], values: NamedTuple
) -> SafeString:
    return _rendered(template, values)


def _rendered(template: str, values: NamedTuple) -> SafeString:
    _check(values)
    return render_to_string(template, values._asdict())


def _check(values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, tuple):
            _check(value)
        elif type(value) not in PLAIN:
            raise TypeError(f"{value!r} is not a plain value.")


def plain(text: Any) -> str:
    """As text that gets escaped; what a template spells out is marked as safe."""
    # A slice of any kind of string is a plain one.
    return str(text)[:]


@receiver(setting_changed)
def _forget(**kwargs: Any) -> None:
    """Settings change in tests only."""
    _remembered.cache_clear()
