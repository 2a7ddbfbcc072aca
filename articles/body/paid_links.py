"""
Which links of a story somebody pays for, and what readers are told of it.

Nothing of this is stored with the text: a link is marked when it is printed, so that a
shop that is entered today counts in every story there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from articles.models import Disclosure, Shop, Version
from articles.models.disclosure import host_of

from .markup import unescape

PAID = "sponsored nofollow noopener"
OUTSIDE = re.compile(r'<a href="(?P<href>https?:[^"]*)">')
AFFILIATE = (
    "This story links to shops. If you buy something there, we may earn a commission; "
    "it does not change what we write."
)


class Notice(NamedTuple):
    """What stands above the text of a story that somebody else had a part in."""

    label: str
    words: str
    # Who, and where they are, for a sponsor, who is named apart from the words.
    by: str = ""
    link: str = ""


@dataclass(frozen=True)
class PaidLinks:
    """The sites whose links are paid for in one story."""

    shops: frozenset[str] = frozenset()
    sponsors: frozenset[str] = frozenset()

    def rel(self, href: str) -> str:
        """What a link says of itself; empty for one that nobody pays for."""
        sites = self.shops | self.sponsors
        return PAID if sites and any(each in sites for each in _sites(href)) else ""

    def earns(self, html: str) -> bool:
        """Whether some HTML has a link to a shop."""
        return bool(self.shops) and any(
            site in self.shops for href in _hrefs(html) for site in _sites(href)
        )


def paid_links(versions: Iterable[Version]) -> dict[int, PaidLinks]:
    """Of each version by its key; in one query, and in none where no link leads out."""
    versions = list(versions)
    asked = {
        site
        for each in versions
        for href in _leading_out(each)
        for site in _sites(href)
    }
    shops: frozenset[str] = frozenset()
    if asked:
        found = Shop.objects.filter(host__in=asked).values_list("host", flat=True)
        shops = frozenset(found)
    return {each.pk: PaidLinks(shops, frozenset(_sponsors(each))) for each in versions}


def affiliate_links(body: str) -> bool:
    """Whether a body has a link that earns a commission."""
    asked = {site for href in _hrefs(body) for site in _sites(href)}
    return bool(asked) and Shop.objects.filter(host__in=asked).exists()


def notices(version: Version, *, earns: bool) -> list[Notice]:
    """
    What readers are told above the text, the weightiest first. A story that earns by
    its links says so, whether or not somebody thought of it.
    """
    said = list(_disclosed(version))
    if earns and version.disclosure != Disclosure.AFFILIATE:
        said.append(Notice("Affiliate links", AFFILIATE))
    return said


def _disclosed(version: Version) -> Iterator[Notice]:
    words, by = version.disclosed_text, version.disclosed_by
    match version.disclosure:
        case Disclosure.SPONSORED:
            yield Notice("Sponsored", words, by, version.disclosed_link)
        case Disclosure.AFFILIATE:
            yield Notice("Affiliate links", words or AFFILIATE)
        case Disclosure.SCREENER:
            usual = f"{by} let us see this for review, and had no say in what we write."
            yield Notice("Provided for review", words or usual)
        case Disclosure.TRIP:
            usual = f"{by} paid for our journey, and had no say in what we write."
            yield Notice("Provided for review", words or usual)


def _sponsors(version: Version) -> Iterator[str]:
    if version.is_sponsored:
        for address in (version.disclosed_link, *version.paid_sites.split()):
            if host := host_of(address):
                yield host


def _leading_out(version: Version) -> Iterator[str]:
    yield from _hrefs(version.body)
    for source in version.sources:
        if source["url"]:
            yield source["url"]


def _hrefs(html: str) -> Iterator[str]:
    return (unescape(match["href"]) for match in OUTSIDE.finditer(html))


def _sites(href: str) -> Iterator[str]:
    """The host of a link and every site it stands below."""
    labels = host_of(href).split(".")
    return (".".join(labels[place:]) for place in range(len(labels) - 1))
