"""What a version lacks before readers may see it."""

from __future__ import annotations

from datetime import datetime

from .content import Content
from .rendering import missing_embeds
from .sanitising import plain_text


def problems(content: Content, *, at: datetime) -> list[str]:
    """Sentences naming what is missing or broken for publication at a moment."""
    found = []
    if not content["headline"].strip():
        found.append("The story needs a headline.")
    if not content["bylines"]:
        found.append("The story needs a byline.")
    if not content["section"]:
        found.append("The story needs a section.")
    if not plain_text(content["body"]).strip():
        found.append("The story needs a body.")
    if content["kind"] == "review" and not content["verdict"]:
        found.append("A review needs a verdict.")
    if content["rating"] is not None and content["kind"] != "review":
        found.append("Only a review has a rating.")
    found += [
        f"An embed in the body is broken: {what}."
        for what in missing_embeds(content["body"], at)
    ]
    return found
