"""What the pages of comparison and conflict print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from articles.differences import conflicts
from articles.differences.comparing import Difference, compare
from articles.differences.conflicts import Conflict
from articles.models import Version
from articles.publishing import StaleBase

register = template.Library()


@register.simple_tag(takes_context=True)
def conflicts_of(context: Any, stale: StaleBase) -> list[Conflict]:
    """The choices that somebody whose save met another one has to make."""
    return conflicts.conflicts(stale.clashes, _typed(context, stale))


@register.simple_tag(takes_context=True)
def settled_already(context: Any, stale: StaleBase) -> list[tuple[str, str, str]]:
    return conflicts.settled_already(stale.clashes, _typed(context, stale))


@register.simple_tag
def against_draft(draft: Version, field: str, live: Any) -> Difference | None:
    """What the live story says, marked against the draft; None where they agree."""
    said = compare(draft.content, draft.content | {field: live})
    return said[0] if said else None


def _typed(context: Any, stale: StaleBase) -> Mapping[str, Any]:
    """What was sent, if it was chosen against the same version."""
    typed: Mapping[str, Any] = context["request"].POST
    return typed if typed.get("stale_against") == str(stale.latest.number) else {}
