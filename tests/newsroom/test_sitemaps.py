"""Held against the schemas of sitemaps.org and of search engines, as far as they go."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from articles import publishing
from newsroom.sitemaps import month_named, months_with_stories
from shows import facts
from tests.factories.articles import (
    ArticleFactory,
    BylineAuthorFactory,
    SectionFactory,
)
from tests.factories.desk import make_editor
from tests.factories.shows import PersonFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PICTURE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
HOSTILE = 'Ampersand & <script> "quoted" \x0b'


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://news.example"


def read(client, address, root="urlset", child="url"):
    """The entries of a sitemap that is one."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)  # noqa: S314
    assert tree.tag == f"{SITEMAP}{root}"
    for entry in tree:
        assert entry.tag == f"{SITEMAP}{child}"
        names = [each.tag.removeprefix(SITEMAP) for each in entry]
        assert names[0] == "loc"
        assert names.count("lastmod") <= 1
        assert entry[0].text.startswith("https://news.example/")
        for moment in entry.iter(f"{SITEMAP}lastmod"):
            assert datetime.fromisoformat(moment.text).tzinfo
    return list(tree)


def locations(client, address):
    return [entry[0].text for entry in read(client, address)]


def index(client):
    entries = read(client, "/sitemap.xml", "sitemapindex", "sitemap")
    return [entry[0].text.rpartition("/")[2] for entry in entries]


def published(year, month, **kwargs):
    return ArticleFactory(published_at=datetime(year, month, 15, tzinfo=UTC), **kwargs)


def test_the_index_names_each_month_that_has_stories_and_nothing_empty(client):
    published(2024, 12)
    published(2025, 3)
    published(2025, 3)
    published(2025, 5, retracted=True)
    ArticleFactory(scheduled=True)

    assert index(client) == [
        "pages.xml",
        "authors.xml",
        "stories-2025-03.xml",
        "stories-2024-12.xml",
    ]


def test_everything_in_the_index_is_there_and_holds_something(client):
    show = ShowFactory()
    ArticleFactory(
        published=True,
        shows=[show],
        seasons=[SeasonFactory(show=show)],
        people=[PersonFactory()],
        tags=["One"],
    )

    names = index(client)

    assert len(names) == 7
    for name in names:
        assert read(client, f"/sitemaps/{name}")


def test_what_one_file_cannot_hold_stands_in_further_ones(client, monkeypatch):
    monkeypatch.setattr("newsroom.sitemaps.MOST_ADDRESSES", 2)
    show = ShowFactory()
    stories = [published(2025, 3, shows=[show]) for _ in range(5)]
    people = [PersonFactory(biography="Acts.") for _ in range(3)]

    names = index(client)

    months = ["stories-2025-03.xml", "stories-2025-03-2.xml", "stories-2025-03-3.xml"]
    assert [name for name in names if "stories" in name] == months
    found = [locations(client, f"/sitemaps/{name}") for name in months]
    assert [len(each) for each in found] == [2, 2, 1]
    assert len({address for each in found for address in each}) == len(stories)
    assert {"people.xml", "people-2.xml"} <= set(names)
    found = [
        locations(client, f"/sitemaps/{name}.xml") for name in ("people", "people-2")
    ]
    assert sorted(sum(found, [])) == sorted(
        f"https://news.example{person.get_absolute_url()}" for person in people
    )
    for name in ("stories-2025-03-4", "stories-2025-03-1", "people-3", "pages-2"):
        assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_the_index_tells_when_a_month_last_changed(client):
    story = published(2025, 3)
    published(2025, 5)
    publishing.fix_live(
        story,
        by=make_editor(),
        changes={"standfirst": "New."},
        substantive=True,
        reason="There is news.",
    )

    entries = read(client, "/sitemap.xml", "sitemapindex", "sitemap")

    changed = {
        entry[0].text.rpartition("/")[2]: entry.findtext(f"{SITEMAP}lastmod")
        for entry in entries
    }
    assert changed["stories-2025-05.xml"] == "2025-05-15T00:00:00+00:00"
    told = datetime.fromisoformat(changed["stories-2025-03.xml"])
    assert timezone.now() - told < timedelta(minutes=1)
    assert changed["pages.xml"] is None


def test_a_month_begins_and_ends_at_midnight_utc(client):
    last = datetime(2025, 1, 31, 23, 59, 59, 999999, tzinfo=UTC)
    ArticleFactory(published_at=last, slug="last")
    ArticleFactory(published_at=last + timedelta(microseconds=1), slug="first")

    january = locations(client, "/sitemaps/stories-2025-01.xml")
    february = locations(client, "/sitemaps/stories-2025-02.xml")

    assert january == ["https://news.example/articles/last/"]
    assert february == ["https://news.example/articles/first/"]


def test_a_story_is_listed_with_its_last_change_and_its_picture(client):
    article = published(2025, 3, slug="지금")
    publishing.correct(
        article, by=make_editor(), changes={"headline": "New"}, notice="Was wrong."
    )

    (entry,) = read(client, "/sitemaps/stories-2025-03.xml")

    assert entry[0].text == "https://news.example/articles/%EC%A7%80%EA%B8%88/"
    changed = datetime.fromisoformat(entry.findtext(f"{SITEMAP}lastmod"))
    assert timezone.now() - changed < timedelta(minutes=1)
    address = entry.findtext(f"{PICTURE}image/{PICTURE}loc")
    assert urlsplit(address).path.endswith("/lead-1280.jpg")


def test_what_moved_what_went_and_what_is_wrong_is_in_no_sitemap(client):
    moved = published(2025, 3, slug="before")
    publishing.change_address(moved, by=make_editor(), slug="after")
    gone = published(2025, 3)
    publishing.unpublish(gone, by=make_editor())
    published(2025, 3, retracted=True)

    found = locations(client, "/sitemaps/stories-2025-03.xml")

    assert found == ["https://news.example/articles/after/"]


def test_a_show_under_embargo_is_in_no_sitemap(client):
    show = ShowFactory(synopsis="Ours.")
    facts.record(
        by=make_editor(),
        kind="announced",
        show=show,
        announced_on=timezone.localdate(),
        public_from=timezone.now() + timedelta(days=3),
        source_name="Netflix",
    )

    assert "shows.xml" not in index(client)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert "shows.xml" in index(client)


@pytest.mark.parametrize(
    "name",
    [
        "shows",
        "stories-2025-03",
        "stories-2025-13",
        "stories-25-1",
        "stories-",
        "users",
        "x-y",
    ],
)
def test_no_other_sitemap_is_found(client, name):
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


@pytest.mark.parametrize(
    "text", ["0000-01", "2025-00", "٢٠٢٥-٠١", "2025-1", "2025-001"]
)
def test_a_month_is_four_digits_and_two(text):
    assert month_named(text) is None


def test_the_last_month_of_the_calendar_is_one():
    assert str(month_named("9999-12")) == "9999-12"


def test_the_sitemap_of_pages_names_lists_and_sections(client):
    SectionFactory(name="TV")

    assert locations(client, "/sitemaps/pages.xml") == [
        "https://news.example/",
        "https://news.example/articles/",
        "https://news.example/shows/",
        "https://news.example/calendar/",
        "https://news.example/corrections/",
        "https://news.example/sections/tv/",
    ]


def test_an_unchanged_sitemap_is_not_sent_twice(client):
    published(2025, 3)
    for address in ["/sitemap.xml", "/sitemaps/stories-2025-03.xml"]:
        etag = client.get(address).headers["ETag"]

        again = client.get(address, headers={"if-none-match": etag})

        assert again.status_code == 304


def test_the_news_sitemap_holds_exactly_the_last_two_days(client):
    now = timezone.now()
    ArticleFactory(published_at=now - timedelta(days=2, seconds=5), slug="older")
    fresh = ArticleFactory(
        published_at=now - timedelta(days=2) + timedelta(minutes=5),
        slug="fresh",
        headline=HOSTILE,
    )
    ArticleFactory(published=True, slug="newest")
    ArticleFactory(scheduled=True)
    ArticleFactory(retracted=True)

    newest, entry = read(client, "/news-sitemap.xml")

    assert newest[0].text.endswith("/newest/")
    assert entry[0].text.endswith("/fresh/")
    news = entry.find(f"{NEWS}news")
    assert [each.tag.removeprefix(NEWS) for each in news] == [
        "publication",
        "publication_date",
        "title",
    ]
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Newsroom"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"
    assert news.findtext(f"{NEWS}title") == HOSTILE.replace("\x0b", "")
    moment = datetime.fromisoformat(news.findtext(f"{NEWS}publication_date"))
    assert abs(moment - fresh.versions.get().published_at) < timedelta(seconds=1)


def test_robots_are_shown_the_sitemaps_and_kept_from_the_desk(client):
    ArticleFactory(published=True)

    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/" in text
    assert "Disallow: /preview/" in text
    assert "Sitemap: https://news.example/sitemap.xml" in text
    assert "Sitemap: https://news.example/news-sitemap.xml" in text
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert "news-sitemap" not in client.get("/robots.txt").text


COSTS = {
    # One for each part of the catalogue; the oldest story; all months. Once an hour as
    # many again, for what is counted.
    "/sitemap.xml": 14,
    "/sitemaps/pages.xml": 1,
    "/sitemaps/shows.xml": 1,
    "/sitemaps/seasons.xml": 1,
    "/sitemaps/tags.xml": 1,
    # The stories, and news that changed what some of them print.
    "/sitemaps/stories-2025-03.xml": 2,
    "/news-sitemap.xml": 2,
}


@pytest.mark.parametrize("count", [1, 12])
def test_sitemaps_cost_the_same_however_much_there_is(
    client, django_assert_num_queries, count
):
    for n in range(count):
        show = ShowFactory()
        published(
            2025,
            3,
            shows=[show],
            seasons=[SeasonFactory(show=show)],
            tags=[f"Tag {n}"],
            authors=[BylineAuthorFactory(name=f"Author {n}")],
        )
        ArticleFactory(published_at=timezone.now() - timedelta(hours=n + 1))

    for address, queries in COSTS.items():
        cache.clear()
        with django_assert_num_queries(queries, info=address):
            assert client.get(address).status_code == 200
        if address == "/sitemap.xml":
            with django_assert_num_queries(7):
                client.get(address)


@pytest.mark.parametrize("years", [1, 20])
def test_months_cost_one_query_however_long_ago_the_first(
    django_assert_num_queries, years
):
    published(2026 - years, 1)

    with django_assert_num_queries(2):
        (month,) = months_with_stories(timezone.now())

    assert str(month) == f"{2026 - years}-01"
