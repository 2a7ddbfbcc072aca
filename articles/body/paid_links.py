"""
Which links of a story somebody pays for, and what readers are told of it.

Links to the shops that the desk entered are known by where they lead, and nothing of
that is stored with the text: a shop that is entered today counts in every story there
is. Any other link may be marked by its writer, and says so itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from articles.models import Disclosure, Shop, Version
from articles.models.disclosure import host_of

from .markup import SPONSORED, unescape

PAID = "sponsored nofollow noopener"
OUTSIDE = re.compile(
    rf'<a href="(?P<href>https?:[^"]*)"(?P<marked> rel="{SPONSORED}")?>'
)
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
    """Which links are paid for in one story: those to these sites, and marked ones."""

    shops: frozenset[str] = frozenset()
    sponsors: frozenset[str] = frozenset()
    # Its sponsor is named above the text, so no mark has to be told of there.
    is_sponsored: bool = False

    def rel(self, href: str, *, is_marked: bool = False) -> str:
        """What a link says of itself; empty for one that nobody pays for."""
        sites = self.shops | self.sponsors
        if is_marked or (sites and any(each in sites for each in _sites(href))):
            return PAID
        return ""

    def earns(self, html: str) -> bool:
        """Whether some HTML has a link to a shop, or one that its writer marked."""
        if not self.is_sponsored and has_marked(html):
            return True
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
    return {
        each.pk: PaidLinks(shops, frozenset(_sponsors(each)), each.is_sponsored)
        for each in versions
    }


def affiliate_links(body: str) -> bool:
    """Whether a body has a link that earns a commission, or is marked as paid."""
    if has_marked(body):
        return True
    asked = {site for href in _hrefs(body) for site in _sites(href)}
    return bool(asked) and Shop.objects.filter(host__in=asked).exists()


def has_marked(html: str) -> bool:
    """Whether some HTML has a link that its writer marked as paid."""
    return any(match["marked"] for match in OUTSIDE.finditer(html))


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
