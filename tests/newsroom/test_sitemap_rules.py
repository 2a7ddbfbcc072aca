"""
Every sitemap by the rules of the protocol, and of the two that it is widened by.

The rules are those that sitemaps.org and the makers of the extensions state: which
elements, in which order, how long, how dated. What stands in a sitemap, and when, is
tested in `test_sitemaps.py`.
"""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.pages import on_sqlite

pytestmark = [pytest.mark.django_db, on_sqlite]

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ORDER = ("loc", "lastmod", "changefreq", "priority")
MOST_BYTES = 50 * 1024 * 1024
# https://www.w3.org/TR/NOTE-datetime
W3C_DATE = re.compile(
    r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?"
)


@pytest.fixture
def index(site):
    return ElementTree.fromstring(site.sitemaps["/sitemap.xml"].content)  # noqa: S314


@pytest.fixture
def maps(site):
    """Each that lists pages, by its address."""
    return {
        address: ElementTree.fromstring(response.content)  # noqa: S314
        for address, response in site.sitemaps.items()
        if address != "/sitemap.xml"
    }


def check(entry, of_others=()):
    """One entry of an index or of a sitemap."""
    names = [each.tag.removeprefix(SITEMAP) for each in entry]
    ours = [name for name in names if name in ORDER]
    assert ours == [name for name in ORDER if name in names]
    # What others add stands behind, each under its own name space.
    assert names[: len(ours)] == ours
    assert set(names[len(ours) :]) <= set(of_others)
    location = entry.findtext(f"{SITEMAP}loc")
    assert len(location) < 2048
    assert urlsplit(location)[:2] == ("https", "news.example")
    assert location.isascii()
    assert not set(location) & set(' <>"')
    for moment in entry.iter(f"{SITEMAP}lastmod"):
        assert W3C_DATE.fullmatch(moment.text)


def test_the_index_is_one(index, maps):
    assert index.tag == f"{SITEMAP}sitemapindex"
    assert 1 <= len(index) <= 50_000
    for entry in index:
        assert entry.tag == f"{SITEMAP}sitemap"
        check(entry)
    listed = {urlsplit(entry[0].text).path for entry in index}
    assert listed == set(maps) - {"/news-sitemap.xml"}
    assert any(entry.find(f"{SITEMAP}lastmod") is not None for entry in index)


def test_every_sitemap_is_one(site, maps):
    # Pages, shows, seasons, people, authors, tags, a month, the news.
    assert len(maps) >= 8
    for address, root in maps.items():
        content = site.sitemaps[address].content
        assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
        assert len(content) <= MOST_BYTES
        assert root.tag == f"{SITEMAP}urlset"
        assert 1 <= len(root) <= 50_000
        for entry in root:
            assert entry.tag == f"{SITEMAP}url"
            check(entry, {f"{IMAGE}image", f"{NEWS}news"})
        addresses = [entry[0].text for entry in root]
        assert len(set(addresses)) == len(addresses)


def test_every_page_stands_in_one_sitemap_only(maps):
    addresses = [
        entry[0].text
        for address, root in maps.items()
        if address != "/news-sitemap.xml"
        for entry in root
    ]

    assert len(set(addresses)) == len(addresses)


def test_pictures_are_entries_of_the_extension_for_pictures(maps):
    pictures = [each for root in maps.values() for each in root.iter(f"{IMAGE}image")]
    assert pictures
    for picture in pictures:
        assert [each.tag for each in picture] == [f"{IMAGE}loc"]
        assert urlsplit(picture[0].text)[:2] == ("https", "news.example")
    for root in maps.values():
        for entry in root:
            assert len(entry.findall(f"{IMAGE}image")) <= 1000


def test_news_is_an_entry_of_the_extension_for_news(maps):
    root = maps["/news-sitemap.xml"]
    assert len(root) <= 1000
    for entry in root:
        (news,) = entry.findall(f"{NEWS}news")
        names = [each.tag.removeprefix(NEWS) for each in news]
        assert names == ["publication", "publication_date", "title"]
        publication = [(each.tag.removeprefix(NEWS), each.text) for each in news[0]]
        assert publication == [("name", "Newsroom"), ("language", "en")]
        assert W3C_DATE.fullmatch(news[1].text)
        assert news[2].text.strip()
    assert not [
        each
        for a, r in maps.items()
        if a != "/news-sitemap.xml"
        for each in r.iter(f"{NEWS}news")
    ]
