"""
Links that lead to a place of their own story: to a heading, by the words it has.

Writers name a heading, `#the-cast`; the page gives it its anchor. So a body holds no
ids, and a heading that is put in, moved or said twice breaks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote

from django.utils.text import slugify

from .markup import ENTRY, TAG, unescape

WITHIN = re.compile(r'<a href="#(?P<fragment>[^"]*)">(?P<leading>.*?)</a>', re.DOTALL)
# As `led()` reads them on the finished page, where nothing else is written so.
_OPEN = re.compile(
    r'<a class="within" href="#(?P<fragment>[^"]*)">(?P<leading>.*?)</a>', re.DOTALL
)
_HEADING = re.compile(r"<h[23]>(.*?)</h[23]>", re.DOTALL)

# Keeps anchors apart from the ids of the page around the body.
_PREFIX = "section"


def anchor(text: str, taken: set[str]) -> str:
    """An anchor of its own for a heading, in any script; it is taken from then on."""
    base = _base(text)
    found = base
    number = 2
    while found in taken:
        found = f"{base}-{number}"
        number += 1
    taken.add(found)
    return found


def place(fragment: str, anchors: Collection[str]) -> str:
    """The anchor that a link names, with its prefix or without; empty for none."""
    named = unquote(fragment)
    return next((each for each in (named, _base(named)) if each in anchors), "")


def left_open(match: re.Match[str]) -> str:
    """A link of `WITHIN` that waits for the headings below it: see `led()`."""
    return f'<a class="within" href="#{match["fragment"]}">{match["leading"]}</a>'


def led(html: str, anchors: Collection[str]) -> str:
    """A printed body whose open links lead to its anchors, or are but their words."""

    def lead(match: re.Match[str]) -> str:
        found = place(unescape(match["fragment"]), anchors)
        # Anchors hold letters, digits and dashes.
        return (
            f'<a href="#{found}">{match["leading"]}</a>' if found else match["leading"]
        )

    return _OPEN.sub(lead, html)


def unlinked(html: str) -> str:
    """The same HTML where its headings have no anchors: the words of such links."""
    return WITHIN.sub(lambda match: match["leading"], html)


def lead_nowhere(body: str) -> list[tuple[str, str]]:
    """
    The links of a canonical body to places it does not have: their words, and where
    they lead. None where a place is called what its show is called, now or later.
    """
    links = list(WITHIN.finditer(body))
    if not links or any(not match["entry_title"] for match in ENTRY.finditer(body)):
        return []
    anchors: set[str] = set()
    for match in _HEADING.finditer(body):
        anchor(plain(match[1]), anchors)
    return [
        (plain(match["leading"]), f"#{unescape(match['fragment'])}")
        for match in links
        if not place(unescape(match["fragment"]), anchors)
    ]


def plain(inline: str) -> str:
    return " ".join(unescape(TAG.sub("", inline)).split())


def _base(text: str) -> str:
    slug = slugify(text, allow_unicode=True)
    return f"{_PREFIX}-{slug[:60].strip('-')}".rstrip("-")
