"""How tags are typed: separated by commas, quotation marks and all."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from taggit.models import Tag

from images.slugs import slug_of

LONGEST = 100


def tags_from_text(text: str) -> list[str]:
    """
    The tags of a text such as "Release dates, K-drama".

    taggit's own way takes "Release dates" for two tags where there is no comma.
    """
    names = (" ".join(name.split()) for name in text.split(","))
    return list({name.casefold(): name for name in names if name}.values())


def text_from_tags(tags: Iterable[Tag]) -> str:
    return ", ".join(sorted(tag.name for tag in tags))


def check_tags(names: Iterable[str]) -> None:
    """Raise `ValidationError` for tags that could have no page of their own."""
    problems = []
    for name in names:
        if len(name) > LONGEST:
            problems.append(f"“{name[:40]}…” is too long for a tag.")
        elif not slug_of(name):
            problems.append(f"“{name}” needs a letter or a digit to be a tag.")
    if problems:
        raise ValidationError(problems)
