"""
Sources as footnotes: a link in the text to a source of the story gets its number.

Nothing is stored for it. A writer links words to where they were read, as ever, and
names the source below; that both have the same address is all there is to know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urldefrag

from django.template.loader import render_to_string

from .markup import EMBED, POST, unescape

# What a block or a heading links to is not cited: a block names its own sources.
_PASSED_OVER = rf"{POST.pattern}|{EMBED.pattern}|<h[23]>.*?</h[23]>"
_CITING = re.compile(
    rf'(?P<whole>{_PASSED_OVER})|<a href="(?P<href>https?:[^"]*)"[^>]*>.*?</a>',
    re.DOTALL,
)


class Cited(NamedTuple):
    body: str
    # The numbers of the sources that the text cites, counted from 1.
    numbers: frozenset[int]


def cite(body: str, sources: Sequence[Mapping[str, str]]) -> Cited:
    """
    A canonical body with the number of its source after each link that leads to one,
    for `render_body`, which leaves the numbers as they are.
    """
    known = {
        _address(source["url"]): number
        for number, source in reversed([*enumerate(sources, 1)])
        if source["url"]
    }
    if not known:
        return Cited(body, frozenset())
    cited: set[int] = set()

    def change(match: re.Match[str]) -> str:
        number = known.get(_address(unescape(match["href"] or "")))
        if number is None:
            return match[0]
        context = {
            "number": number,
            "source": sources[number - 1],
            "is_first": number not in cited,
        }
        cited.add(number)
        return match[0] + render_to_string("articles/_cited.html", context).strip()

    return Cited(_CITING.sub(change, body), frozenset(cited))


def _address(url: str) -> str:
    """What two ways of writing one address have in common."""
    return urldefrag(url).url.rstrip("/")
