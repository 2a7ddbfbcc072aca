"""Held against RFC 4287 and RSS 2.0: what must stand in a feed, and how."""

from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from articles import publishing
from articles.models import Article
from shows import facts
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import PersonFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
HOSTILE = 'Ampersand & <script>alert(1)</script> ]]> "quoted" \x0b\ufffe 지금 🧟'
READABLE = HOSTILE.replace("\x0b", "").replace("\ufffe", "")


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://news.example"


def rss(client, address="/feed.xml"):
    """The items of a feed that holds what RSS 2.0 asks for."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)  # noqa: S314
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    for name in ("title", "link", "description"):
        assert channel.findtext(name)
    (own,) = channel.findall(f"{ATOM}link")
    assert own.get("rel") == "self"
    assert own.get("href") == f"https://news.example{address}"
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")).tzinfo
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(guids)
    for item in items:
        assert item.findtext("title")
        assert item.findtext("link").startswith("https://news.example/articles/")
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        for enclosure in item.findall("enclosure"):
            assert enclosure.get("url").startswith("https://news.example/media/")
            assert enclosure.get("length").isdecimal()
            assert enclosure.get("type") == "image/jpeg"
    return items


def atom(client, address="/feed.atom"):
    """The entries of a feed that holds what RFC 4287 asks for."""
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)  # noqa: S314
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for node in [feed, *entries]:
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1
        assert node.findtext(f"{ATOM}id").startswith("https://")
        for moment in [
            *node.findall(f"{ATOM}updated"),
            *node.findall(f"{ATOM}published"),
        ]:
            assert datetime.fromisoformat(moment.text).tzinfo
        links = node.findall(f"{ATOM}link")
        assert [link.get("rel") for link in links].count("alternate") == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    own = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert [link.get("href") for link in own] == [f"https://news.example{address}"]
    return entries


def full_text(client):
    (item,), (entry,) = rss(client), atom(client)
    text = item.findtext(CONTENT)
    assert entry.findtext(f"{ATOM}content") == text
    assert entry.find(f"{ATOM}content").get("type") == "html"
    return text


def test_the_feed_holds_what_is_live_newest_first(client):
    ArticleFactory(published_at=timezone.now() - timedelta(days=1), headline="Older")
    ArticleFactory(
        published=True, headline=HOSTILE, standfirst=HOSTILE, slug="newer", tags=["One"]
    )
    ArticleFactory(headline="Draft")
    ArticleFactory(scheduled=True, headline="Later")
    ArticleFactory(retracted=True, headline="Wrong")

    items, entries = rss(client), atom(client)

    titles = [READABLE, "Older"]
    assert [item.findtext("title") for item in items] == titles
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == titles
    assert items[0].findtext("link") == "https://news.example/articles/newer/"
    assert [each.text for each in items[0].findall("category")] == ["TV", "One"]
    assert items[0].findtext(CREATOR) == "Ada Quill"
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "Ada Quill"
    # Programs take both for HTML.
    assert "&lt;script&gt;" in items[0].findtext("description")
    assert "&lt;script&gt;" in entries[0].findtext(f"{ATOM}summary")


def test_an_item_stays_the_same_through_versions_and_addresses(client):
    article = ArticleFactory(published=True)
    before = rss(client)[0].findtext("guid")
    (first,) = atom(client)
    publishing.correct(
        article, by=make_editor(), changes={"headline": "New"}, notice="Was wrong."
    )
    publishing.change_address(article, by=make_editor(), slug="moved")

    (item,), (entry,) = rss(client), atom(client)

    assert item.findtext("guid") == entry.findtext(f"{ATOM}id") == before
    assert item.findtext("link") == "https://news.example/articles/moved/"
    assert entry.findtext(f"{ATOM}published") == first.findtext(f"{ATOM}published")
    assert entry.findtext(f"{ATOM}updated") > first.findtext(f"{ATOM}updated")
    assert item.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")


def test_a_scheduled_story_enters_the_feed_by_the_clock_alone(client):
    ArticleFactory(scheduled=True)

    assert rss(client) == []
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert len(rss(client)) == 1


def test_a_feed_without_stories_is_one_and_never_changes(client):
    assert atom(client) == rss(client) == []

    for address in ("/feed.xml", "/feed.atom"):
        etag = client.get(address).headers["ETag"]
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            again = client.get(address, headers={"if-none-match": etag})
        assert again.status_code == 304


@pytest.mark.parametrize("address", ["/feed.xml", "/feed.atom"])
def test_an_unchanged_feed_is_not_sent_twice_and_a_changed_one_is(client, address):
    article = ArticleFactory(published=True)
    etag = client.get(address).headers["ETag"]

    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
        publishing.fix_live(article, by=make_editor(), changes={"headline": "Fixed"})
        assert client.get(address, headers={"if-none-match": etag}).status_code == 200


# The whole story


def test_a_story_stands_in_it_whole_and_every_address_leads_to_us(client):
    other = ArticleFactory(published=True, slug="other")
    publishing.unpublish(other, by=make_editor())
    ArticleFactory(
        published=True,
        body='<h2>Part one</h2><p>See <a href="/shows/">all shows</a> and '
        '<a href="https://example.com/a">them</a>. He wrote href="/x" there.</p>',
    )

    text = full_text(client)

    assert "<h2>Part one</h2>" in text
    assert '<a href="https://news.example/shows/">all shows</a>' in text
    assert '<a href="https://example.com/a">them</a>' in text
    assert 'He wrote href="/x" there.' in text
    assert "https://news.example/articles/" in text
    assert 'href="/"' not in text
    assert 'src="/' not in text


def test_its_pictures_have_their_words_and_whole_addresses(client):
    image = ImageFactory(
        without_files=True, alt_text="A roof", caption="On the roof", credit="TVN"
    )
    gone = ImageFactory(without_files=True, alt_text="Secret")
    ArticleFactory(
        published=True,
        body=f'<p>See:</p><figure data-embed="picture" data-id="{image.pk}"></figure>'
        f'<figure data-embed="picture" data-id="{gone.pk}"></figure>',
    )

    gone.rights_end_on = timezone.localdate() - timedelta(days=1)
    gone.save()

    text = full_text(client)

    assert 'natural-1280.jpg" alt="A roof">' in text
    assert "<figcaption>On the roof (TVN)</figcaption>" in text
    assert "Secret" not in text
    assert "class=" not in text
    assert "data-" not in text


def test_a_guide_says_what_is_known_now_and_news_what_was_known_then(client):
    show = ShowFactory(title="Hellbound")
    season = SeasonFactory(show=show, number=2)

    def told(kind, day):
        facts.record(
            by=make_editor(),
            kind=kind,
            show=show,
            season=season,
            announced_on=day,
            source_name="Netflix",
        )

    told("renewed", date(2022, 1, 1))
    block = f'<p>So:</p><figure data-embed="facts" data-id="{show.pk}" data-season="2"></figure>'
    common = {"published_at": timezone.now() - timedelta(days=2), "body": block}
    ArticleFactory(kind=Article.Kind.EXPLAINER, headline="Guide", **common)
    ArticleFactory(kind=Article.Kind.NEWS, headline="News", **common)
    told("cancelled", timezone.localdate())

    texts = {item.findtext("title"): item.findtext(CONTENT) for item in rss(client)}

    assert "Cancelled" in texts["Guide"]
    assert "Renewed" in texts["News"]
    assert "Cancelled" not in texts["News"]


def test_a_correction_travels_with_the_story(client):
    article = ArticleFactory(published=True)
    publishing.correct(
        article, by=make_editor(), changes={"headline": "New"}, notice="<b>1</b> & 2"
    )

    assert "<strong>Correction:</strong> &lt;b&gt;1&lt;/b&gt; &amp; 2" in full_text(
        client
    )


# Of parts of the site


@pytest.fixture
def parts():
    """A page of each kind, and a story about all of them."""
    show, person = ShowFactory(slug="hellbound"), PersonFactory(slug="park")
    ArticleFactory(
        published=True,
        headline="About all",
        shows=[show],
        people=[person],
        authors=[AuthorFactory(slug="ada")],
        section=SectionFactory(name="TV"),
        tags=["One"],
    )
    ArticleFactory(
        published=True, headline="About nothing", section=SectionFactory(name="Film")
    )
    ArticleFactory(scheduled=True, headline="Canary", shows=[show], people=[person])


PARTS = ["shows/hellbound", "people/park", "authors/ada", "sections/tv", "tags/one"]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_feeds_of_its_own_that_its_page_names(client, parts, part):
    (item,) = rss(client, f"/{part}/feed.xml")
    (entry,) = atom(client, f"/{part}/feed.atom")

    assert item.findtext("title") == entry.findtext(f"{ATOM}title") == "About all"
    html = client.get(f"/{part}/").content.decode()
    assert f'type="application/rss+xml" href="/{part}/feed.xml"' in html
    assert f'type="application/atom+xml" href="/{part}/feed.atom"' in html


@pytest.mark.parametrize("form", ["xml", "atom"])
def test_feeds_of_what_moved_lead_to_where_it_is(client, form):
    show, person = ShowFactory(slug="old"), PersonFactory(slug="old")
    for row in (show, person):
        row.slug = "new"
        row.save()

    for place in ("shows", "people"):
        response = client.get(f"/{place}/old/feed.{form}")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/{place}/new/feed.{form}"


@pytest.mark.parametrize(
    "address", ["/tags/canary/feed.xml", "/shows/none/feed.atom", "/shows/x/feed.json"]
)
def test_no_feed_tells_of_what_nobody_may_know(client, address):
    ArticleFactory(tags=["Canary"])

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # Stories, bylines, corrections and tags; two of a guide's news; facts; a card
        # and its facts; a picture; the thing itself where there is one.
        ("/feed.xml", 10),
        ("/feed.atom", 10),
        ("/shows/hellbound/feed.xml", 11),
        ("/tags/one/feed.xml", 12),
    ],
)
def test_feeds_cost_the_same_however_much_is_in_them(
    client, django_assert_max_num_queries, address, queries, count
):
    show = ShowFactory(title="Hellbound")
    for _ in range(count):
        image = ImageFactory(without_files=True)
        ArticleFactory(
            published=True,
            kind=Article.Kind.EXPLAINER,
            question="other",
            shows=[show],
            tags=["one"],
            body=f'<p>It is <span data-fact="status" data-show="{show.pk}" '
            'data-form="words">x</span>.</p><figure data-embed="show" '
            f'data-id="{show.pk}"></figure><figure data-embed="picture" '
            f'data-id="{image.pk}"></figure>',
        )
        ArticleFactory(
            published=True,
            shows=[show],
            tags=["one"],
            body=f'<p>News.</p><figure data-embed="facts" data-id="{show.pk}"></figure>',
        )

    with django_assert_max_num_queries(queries):
        assert client.get(address).status_code == 200


def test_a_feed_does_not_tell_what_the_page_hides(client):
    ArticleFactory(
        body="<details><summary>The end</summary><p>Everybody drowns.</p></details>"
        "<p>Nothing more.</p>",
        published=True,
    )

    text = client.get("/feed.xml").text

    assert "The end" in text
    assert "Nothing more." in text
    assert "Everybody drowns" not in text
