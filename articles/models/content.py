"""
What a story says, by the names of its parts, and the column that keeps it.

`articles.content` knows what stands behind the names, and reads and writes them.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTransform

from .article import Kind

Content = dict[str, Any]

TEXTS = {
    "kind": "Kind",
    "question": "Question",
    "headline": "Headline",
    "standfirst": "Standfirst",
    "body": "Body",
    "lead_caption": "Caption of the lead picture",
    "lead_credit": "Credit of the lead picture",
    "verdict": "Verdict",
    "rating": "Rating",
    "seo_title": "Search title",
    "seo_description": "Search description",
    "gives_away": "What it gives away",
    "safe_until": "Spoiler-safe until",
    "safe_headline": "Spoiler-safe headline",
    "safe_standfirst": "Spoiler-safe standfirst",
    "disclosure": "Disclosure",
    "disclosed_by": "Who paid or provided it",
    "disclosed_link": "Their site",
    "disclosed_text": "Disclosure in our own words",
    "paid_sites": "Other paid sites",
    "internal_note": "Internal note",
}
# Of these the ones that hold something else, and None where they hold nothing.
NO_TEXTS = frozenset({"rating", "safe_until"})
LINKS = {
    "section": "Section",
    "lead_image": "Lead picture",
    "safe_image": "Spoiler-safe picture",
}
LISTS = {
    "seasons": "Seasons",
    "episodes": "Episodes",
    "people": "People",
    "bylines": "Bylines",
    "shows": "Shows",
    "sources": "Sources",
    "tags": "Tags",
}
LABELS = TEXTS | LINKS | LISTS


def empty() -> Content:
    """The content of a story nobody has written yet."""
    return {
        **dict.fromkeys(TEXTS, ""),
        "kind": Kind.NEWS.value,
        **dict.fromkeys(NO_TEXTS),
        **dict.fromkeys(LINKS),
        **{name: [] for name in LISTS},
    }


class ContentField(models.JSONField):
    """Content as its readers know it: a field that came later is there, and empty."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        read = super().from_db_value(value, expression, connection)
        is_whole = isinstance(read, dict) and not isinstance(expression, KeyTransform)
        return empty() | read if is_whole else read

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
