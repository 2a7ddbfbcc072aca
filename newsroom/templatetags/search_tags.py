"""Addresses on the page of what was found."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def narrowed_to(context: Any, name: str, value: str = "") -> str:
    """The address of the stories with one choice changed, back on their first page."""
    query = context.request.GET.copy()
    query.pop("page", None)
    query.pop(name, None)
    query["in"] = "stories"
    if value:
        query[name] = value
    return f"?{query.urlencode()}"
