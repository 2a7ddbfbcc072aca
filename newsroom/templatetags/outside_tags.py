"""What others put on a page: see `newsroom.outside`."""

import re
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from newsroom import outside

register = template.Library()

# A story shorter than this has no place in it, and none that early.
FEWEST_PARAGRAPHS, AFTER = 7, 4
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>")
VOID = {"br", "hr", "img", "source", "input", "link", "meta", "wbr", "col", "track"}


@register.inclusion_tag("newsroom/_outside_head.html", takes_context=True)
def outside_head(context: Any) -> dict[str, Any]:
    """In the head of every page: the scripts that count, and how places look."""
    request = getattr(context, "request", None)
    return {
        "scripts": outside.analytics(request) if request else [],
        "has_ads": bool(request) and outside.ads_are_on(request),
    }


@register.inclusion_tag("newsroom/_ad.html", takes_context=True)
def ad(context: Any, place: str) -> dict[str, Any]:
    """One place, with its height reserved; nothing where it is off."""
    request = getattr(context, "request", None)
    found = outside.ad(request, place) if request else None
    image = outside.picture_of(request, found) if found else None
    return {"ad": found, "image": image, "request": request}


@register.simple_tag(takes_context=True)
def with_ad(context: Any, body: SafeString) -> SafeString:
    """
    The body of a story with its place in it, between two paragraphs of the text itself.
    """
    request = getattr(context, "request", None)
    if not request or not outside.ads_are_on(request):
        return body
    at = _between_paragraphs(body)
    if at is None:
        return body
    fragment = context.template.engine.get_template("newsroom/_ad.html")
    place = fragment.render(context.new(ad(context, "story")))
    # Two pieces of a body that was rendered, and what a template escaped.
    return mark_safe(f"{body[:at]}{place}{body[at:]}")  # noqa: S308


def _between_paragraphs(body: str) -> int | None:
    """Where the fourth paragraph ends, if another follows it at once."""
    depth, ends = 0, []
    for match in TAG.finditer(body):
        closes, name = match[1], match[2]
        if name in VOID:
            continue
        depth += -1 if closes else 1
        if closes and name == "p" and depth == 0:
            ends.append(match.end())
    if len(ends) < FEWEST_PARAGRAPHS:
        return None
    later = (end for end in ends[AFTER - 1 : -1] if body[end:].lstrip()[:3] == "<p>")
    return next(later, None)
