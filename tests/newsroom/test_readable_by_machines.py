from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from articles import publishing
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.desk import make_editor

pytestmark = pytest.mark.django_db

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOSTILE = 'Ampersand & <script> "quoted"'


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://news.example"


def feed_items(client):
    response = client.get("/feed.xml")
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    return ElementTree.fromstring(response.content).findall("./channel/item")  # noqa: S314


def locations(client):
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314
    return [each.text for each in root.findall("./s:url/s:loc", SITEMAP)]


def test_the_feed_holds_what_is_live_newest_first(client):
    ArticleFactory(published_at=timezone.now() - timedelta(days=1), headline="Older")
    ArticleFactory(published=True, headline=HOSTILE, slug="newer")
    ArticleFactory(headline="Draft")
    ArticleFactory(scheduled=True, headline="Later")
    ArticleFactory(retracted=True, headline="Wrong")

    items = feed_items(client)

    assert [item.findtext("title") for item in items] == [HOSTILE, "Older"]
    assert items[0].findtext("link") == "https://news.example/articles/newer/"
    assert items[0].findtext("category") == "TV"


def test_an_item_stays_the_same_through_versions_and_addresses(client):
    article = ArticleFactory(published=True)
    before = feed_items(client)[0].findtext("guid")
    publishing.correct(
        article, by=make_editor(), changes={"headline": "New"}, notice="Was wrong."
    )
    publishing.change_address(article, by=make_editor(), slug="moved")

    (item,) = feed_items(client)

    assert item.findtext("guid") == before
    assert item.findtext("link") == "https://news.example/articles/moved/"


def test_a_scheduled_story_enters_the_feed_by_the_clock_alone(client):
    ArticleFactory(scheduled=True)

    assert feed_items(client) == []
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert len(feed_items(client)) == 1


def test_the_sitemap_names_live_stories_and_sections(client):
    section = SectionFactory(name="TV")
    ArticleFactory(published=True, slug="지금", section=section)
    ArticleFactory(slug="draft", section=section)
    ArticleFactory(retracted=True, slug="wrong", section=section)

    assert locations(client) == [
        "https://news.example/",
        "https://news.example/calendar/",
        "https://news.example/sections/tv/",
        "https://news.example/articles/%EC%A7%80%EA%B8%88/",
    ]


def test_robots_are_shown_the_sitemap_and_kept_from_the_desk(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/" in text
    assert "Sitemap: https://news.example/sitemap.xml" in text


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("address", "queries"), [("/feed.xml", 2), ("/sitemap.xml", 3)]
)
def test_machines_cost_the_same_however_much_there_is(
    client, django_assert_num_queries, address, queries, count
):
    for _ in range(count):
        ArticleFactory(published=True)

    with django_assert_num_queries(queries):
        client.get(address)
