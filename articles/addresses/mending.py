"""
Links in a body that lead readers nowhere, where they may have been meant to lead, and
the same body with them led there or taken away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from django.core.exceptions import ValidationError

from articles.body.markup import escape_attribute, unescape
from articles.checking.readiness import dead_links, links_nowhere
from articles.models import Article
from articles.search.lost import Near, nearest

from .redirects import answer, of_this_site, settled
from .straightening import own_path

# Each costs a search.
MOST_SEARCHED = 10

_ANCHOR = re.compile(
    r'<a href="(?P<href>[^"]*)"(?P<rest>[^>]*)>(?P<words>.*?)</a>', re.S
)


def leading_nowhere(body: str, at: datetime, article: Article) -> dict[str, str]:
    """Addresses of ours that readers find nothing at, with the link as a person names it."""
    dead = [*dead_links(body, at, article), *links_nowhere(body, at)]
    return {link.href: str(link) for link in dead}


def offers(hrefs: list[str], at: datetime) -> dict[str, list[Near]]:
    """Pages that readers see and that each may have been meant to lead to."""
    return {
        href: nearest(own_path(href) or "", at) if number < MOST_SEARCHED else []
        for number, href in enumerate(hrefs)
    }


def live_address(typed: str, at: datetime) -> str:
    """The address of a page that readers see, from what a person gave."""
    path = settled(of_this_site("target", typed), at)
    if answer(path, at)[0] != 200:
        raise ValidationError(f"Readers find no page at {path}.")
    return quote(path)


def mended(body: str, targets: Mapping[str, str]) -> str:
    """
    A canonical body in which each of these addresses is another one, or, where that is
    empty, no link any more; the words stay.
    """

    def mend(match: re.Match[str]) -> str:
        target = targets.get(unescape(match["href"]))
        if target is None:
            return match[0]
        if not target:
            return match["words"]
        return (
            f'<a href="{escape_attribute(target)}"{match["rest"]}>{match["words"]}</a>'
        )

    return _ANCHOR.sub(mend, body)
