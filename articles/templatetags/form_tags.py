"""What the story form prints of its fields and of moments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template

from articles import publishing

register = template.Library()


@register.filter
def spoken(moment: datetime | None) -> str:
    """A moment in words, with its time zone."""
    return publishing.spoken(moment)


@register.filter
def of(table: dict[str, Any], name: str) -> Any:
    """What a table holds for a name; None where that is nothing."""
    return table.get(name)
