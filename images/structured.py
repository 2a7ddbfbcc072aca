"""
What the structured data (JSON-LD, schema.org) of every page is made of.

Each app describes its own things in its own `structured.py`; a page joins them with
`document`. All of it is plain data until `_structured.html` prints it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from .addresses import on_site
from .models import Image
from .renditions import picture_url

Node = dict[str, Any]

# Search engines ask for the same picture in three ratios, at least 1200 pixels wide.
RATIOS = {"lead": 1280, "landscape": 1200, "square": 1200}


def document(*nodes: Node | None) -> Node:
    """One document of everything a page says about itself."""
    return {"@context": "https://schema.org", "@graph": [n for n in nodes if n]}


def said(node: Node) -> Node:
    """Without what is not known: an empty value says less than none."""
    return {name: value for name, value in node.items() if value not in EMPTY}


# A rating of nought is a value.
EMPTY: tuple[Any, ...] = (None, "", [], {})


def pictures(image: Image | None, at: datetime) -> list[str]:
    """Addresses of a picture in three ratios, as far as there are; none of one withdrawn."""
    if image is None or not image.may_be_shown(at):
        return []
    found = (picture_url(image, shape, width) for shape, width in RATIOS.items())
    return [on_site(address) for address in found if address]


def picture(image: Image | None, shape: str, at: datetime) -> str:
    """The largest of one shape, or nothing."""
    if image is None or not image.may_be_shown(at):
        return ""
    address = picture_url(image, shape, 10_000)
    return on_site(address) if address else ""


def breadcrumbs(*steps: tuple[str, str]) -> Node:
    """The way from the front page to this one; each step is a name and an address."""
    way: Iterable[tuple[str, str]] = [("Home", "/"), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": on_site(address),
            }
            for position, (name, address) in enumerate(way, 1)
        ],
    }
