"""
Every feed as a reader takes it, and by the rules of RSS 2.0 and of Atom (RFC 4287).

What stands in a feed, and when, is tested in `tests/articles/test_feeds.py`.
"""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from tests.pages import on_sqlite

pytestmark = [pytest.mark.django_db, on_sqlite]

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
SITE = "https://news.example"
# What each element may hold, in any order, and how often.
RSS_CHANNEL = {
    "title": (1, 1),
    "link": (1, 1),
    "description": (1, 1),
    "language": (0, 1),
    "lastBuildDate": (0, 1),
    "item": (1, 99),
    f"{ATOM}link": (1, 1),
}
RSS_ITEM = {
    "title": (1, 1),
    "link": (1, 1),
    "description": (1, 1),
    "pubDate": (1, 1),
    "guid": (1, 1),
    "category": (0, 99),
    "enclosure": (0, 1),
    f"{DC}creator": (0, 99),
    f"{CONTENT}encoded": (1, 1),
    f"{ATOM}updated": (1, 1),
}
ATOM_FEED = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "subtitle": (0, 1),
    "author": (1, 99),
    "link": (2, 99),
    "entry": (1, 99),
}
ATOM_ENTRY = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "published": (1, 1),
    "summary": (0, 1),
    "content": (1, 1),
    "author": (0, 99),
    "category": (0, 99),
    "link": (1, 99),
}
LINK_ATTRIBUTES = {"href", "rel", "type", "hreflang", "title", "length"}
# RFC 3339, with its offset; RFC 822, with four digits of a year.
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov"
    r"|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)
NEVER = {"script", "style", "iframe", "form", "object", "embed", "link", "svg"}


@pytest.fixture
def rss(site):
    return {
        address: ElementTree.fromstring(feed.content)  # noqa: S314
        for address, feed in site.feeds.items()
        if address.endswith(".xml")
    }


@pytest.fixture
def atom(site):
    return {
        address: ElementTree.fromstring(feed.content)  # noqa: S314
        for address, feed in site.feeds.items()
        if address.endswith(".atom")
    }


class Addresses(HTMLParser):
    """Every address in some HTML, and every element."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.elements: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.add(tag)
        for name, value in attributes:
            assert not name.startswith("on")
            if name in {"href", "src"}:
                self.found.append(value or "")


def hold(node, rules, namespace=""):
    """That a node holds what its specification asks for, and nothing unknown to it."""
    names = [child.tag.removeprefix(namespace) for child in node]
    assert set(names) <= set(rules)
    for name, (least, most) in rules.items():
        assert least <= names.count(name) <= most, (name, names.count(name))


def whole(address):
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def test_a_reader_of_feeds_takes_each_without_complaint(site):
    assert len(site.feeds) == 12
    for address, response in site.feeds.items():
        headers = {"content-type": response["Content-Type"]}
        read = feedparser.parse(response.content, response_headers=headers)

        assert not read.bozo, (address, read.get("bozo_exception"))
        assert read.version == ("rss20" if address.endswith(".xml") else "atom10")
        assert read.feed.title
        assert whole(read.feed.link)
        assert read.feed.updated_parsed
        assert read.entries
        for entry in read.entries:
            assert entry.title
            assert entry.published_parsed <= entry.updated_parsed
            assert whole(entry.link)
            assert entry.author
            assert entry.content[0].value


def test_rss_holds_what_its_specification_asks_for(rss):
    for address, root in rss.items():
        assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
        hold(root[0], RSS_CHANNEL)
        own = root[0].find(f"{ATOM}link")
        assert own.attrib == {
            "rel": "self",
            "href": f"{SITE}{address}",
            **{name: own.attrib[name] for name in own.attrib if name == "type"},
        }
        assert whole(root[0].findtext("link"))
        assert RFC_822.fullmatch(root[0].findtext("lastBuildDate"))
        items = root[0].findall("item")
        guids = [item.findtext("guid") for item in items]
        assert len(set(guids)) == len(guids)
        for item in items:
            hold(item, RSS_ITEM)
            assert whole(item.findtext("link"))
            # An identifier that leads nowhere must say so.
            assert item.find("guid").get("isPermaLink") == "false"
            assert RFC_822.fullmatch(item.findtext("pubDate"))
            assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
            assert RFC_3339.fullmatch(item.findtext(f"{ATOM}updated"))


def test_atom_holds_what_its_specification_asks_for(atom):
    for address, feed in atom.items():
        assert feed.tag == f"{ATOM}feed"
        hold(feed, ATOM_FEED, ATOM)
        entries = feed.findall(f"{ATOM}entry")
        ids = [node.findtext(f"{ATOM}id") for node in (feed, *entries)]
        assert len(set(ids)) == len(ids)
        assert all(whole(each) for each in ids)
        for entry in entries:
            hold(entry, ATOM_ENTRY, ATOM)
            assert entry.find(f"{ATOM}content").get("type") == "html"
        for node in (feed, *entries):
            for moment in node.findall(f"{ATOM}updated"):
                assert RFC_3339.fullmatch(moment.text)
            for author in node.findall(f"{ATOM}author"):
                assert author.findtext(f"{ATOM}name")
            links = node.findall(f"{ATOM}link")
            assert all(set(each.attrib) <= LINK_ATTRIBUTES for each in links)
            assert all(whole(each.get("href")) for each in links)
            assert [each.get("rel") for each in links].count("alternate") == 1
            assert all(each.get("term") for each in node.findall(f"{ATOM}category"))
        (own,) = [x for x in feed.findall(f"{ATOM}link") if x.get("rel") == "self"]
        assert own.get("href") == f"{SITE}{address}"
        newest = max(
            datetime.fromisoformat(e.findtext(f"{ATOM}updated")) for e in entries
        )
        assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) == newest


def test_every_address_in_a_story_is_whole_and_nothing_in_it_acts(rss, atom):
    texts = [
        node.text
        for root in rss.values()
        for name in ("description", f"{CONTENT}encoded")
        for node in root.iter(name)
    ]
    texts += [
        node.text
        for root in atom.values()
        for name in ("summary", "content")
        for node in root.iter(f"{ATOM}{name}")
    ]
    assert any("blockquote" in text for text in texts)
    for text in texts:
        html = Addresses(text)
        assert [each for each in html.found if not whole(each)] == []
        assert not html.elements & NEVER
        assert "data-" not in text


def test_an_enclosure_tells_the_length_of_the_file(site, rss, atom):
    told = {
        (node.get("url"), node.get("length"), node.get("type"))
        for root in rss.values()
        for node in root.iter("enclosure")
    }
    links = [node for root in atom.values() for node in root.iter(f"{ATOM}link")]
    enclosed = [node for node in links if node.get("rel") == "enclosure"]
    assert told == {
        (node.get("href"), node.get("length"), node.get("type")) for node in enclosed
    }

    stored = [each for each in told if each[1] != "0"]
    assert stored
    for address, length, kind in stored:
        file = site.media / urlsplit(address).path.removeprefix("/media/")
        assert (kind, int(length)) == ("image/jpeg", file.stat().st_size)
