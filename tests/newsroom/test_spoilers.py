"""
A story that gives something away: a canary word stands in all of its own that spoils,
and nobody meets it before the time but on the page of the story itself.
"""

import json
import re
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
import time_machine
from django.template import engines
from django.utils import timezone

from articles import publishing
from articles.models import Version
from newsroom.search import search, suggestions
from tests.factories.articles import ArticleFactory, BylineAuthorFactory, SectionFactory
from tests.factories.curation import PickFactory, ShelfFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import CreditFactory, SeasonFactory, ShowFactory
from tests.newsroom.test_leaks import CANARY, crawl
from tests.structured import nodes

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
STORY = "/articles/the-finale/"


def embed(kind, pk):
    return (
        f'<figure class="embed embed-{kind}" data-embed="{kind}" data-id="{pk}">'
        "<figcaption>Written by a browser</figcaption></figure>"
    )


@pytest.fixture
def finale():
    """A live story that is protected for four hours, and all that leads to it."""
    editor = make_editor()
    show = ShowFactory(title="Public Show", slug="public-show")
    season = SeasonFactory(show=show, number=1)
    credit = CreditFactory(show=show)
    about = {"shows": [show], "seasons": [season], "people": [credit.person]}
    section, author = SectionFactory(), BylineAuthorFactory()
    spoiling = ImageFactory(
        without_files=True,
        alt_text="Canaryalt",
        caption="Canarycaption",
        credit="Canarycredit",
        rendition_key="canarypicture",
    )
    finale = ArticleFactory(
        kind="explainer",
        question="known",
        headline="Canarydead in the finale",
        slug="the-finale",
        standfirst="Canarystandfirst says who.",
        body="<p>Canarybody, and canaryburied.</p><h2>Canaryheading</h2><p>So.</p>"
        '<section class="entry"><h2>Canaryplace</h2><p>First.</p></section>'
        '<figure class="post" data-address="https://vimeo.com/123456" data-title='
        '"Canaryvideo" data-date="2026-11-10"><blockquote><p>Canaryquoted</p>'
        f"</blockquote>{embed('picture', spoiling.pk)}</figure>",
        seo_title="Canarytitle",
        seo_description="Canarydescription",
        lead_image=spoiling,
        lead_caption="Canarylead",
        gives_away="season 1, episode 6",
        safe_until=timezone.now() + 4 * HOUR,
        safe_headline="The finale, explained",
        safe_standfirst="For those who have watched.",
        safe_image=ImageFactory(
            without_files=True, alt_text="A door", rendition_key="calmpicture"
        ),
        authors=[author],
        section=section,
        tags=["Finales"],
        published_at=timezone.now() - 3 * HOUR,
        **about,
    )
    publishing.correct(
        finale,
        {"lead_caption": "Canarylead again"},
        by=editor,
        notice="Canarynotice: it was another one.",
    )
    publishing.fix_live(
        finale,
        {"lead_caption": "Canarylead"},
        by=editor,
        substantive=True,
        reason="Canaryreason",
    )
    shelf = ShelfFactory(title="Watch these", everywhere=True, home=True)
    PickFactory(selection=shelf, article=finale)
    other = ArticleFactory(
        headline="A story beside it",
        slug="beside",
        body=f"<p>Read on.</p>{embed('article', finale.pk)}",
        section=section,
        tags=["Finales"],
        **about,
    )
    publishing.publish(other, by=editor)
    ArticleFactory(
        headline="One with a shelf",
        slug="with-a-shelf",
        body=f"<p>Read on.</p>{embed('watch-next', shelf.pk)}",
        section=section,
        published_at=timezone.now() - 5 * HOUR,
    )
    PickFactory(selection__article=other, article=finale)
    return finale


ADDRESSES = [
    "/",
    "/articles/",
    "/corrections/",
    "/search/?q=finale",
    "/search/?q=public+show",
    "/search/?q=canarydead",
    "/search/?q=canaryburied",
    "/search/suggestions/?q=fina",
    "/search/suggestions/?q=canary",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/feed.xml",
    "/feed.atom",
    "/sections/tv/feed.xml",
    "/shows/public-show/feed.atom",
    "/authors/ada-quill/feed.xml",
    "/tags/finales/feed.xml",
    "/shows/public-show/season-1/",
    "/shows/public-show/articles/",
    "/articles/the-finael/",
    "/articles/canarydead/",
]


def spoiled(pages):
    """Where the canary was met, but for what somebody typed into an address."""
    found = {}
    for path, (_, text) in pages.items():
        asked = CANARY.findall(path)
        for word in asked:
            text = re.sub(rf"\b{word}\b", "", text, flags=re.IGNORECASE)
        if met := CANARY.findall(text):
            found[path] = met
    return found


def test_nothing_outside_its_page_tells_before_the_time(client, finale):
    pages = crawl(client, ADDRESSES)

    assert set(spoiled(pages)) == {STORY}
    head, body = pages[STORY][1].split("</head>")
    assert not CANARY.search(head)
    assert "Canarydead in the finale" in body
    assert not [path for path, (r, _) in pages.items() if r.status_code >= 500]
    for path in ("/", "/articles/", "/feed.xml", "/shows/public-show/season-1/"):
        assert "The finale, explained" in pages[path][1], path
    for path in ("/articles/", "/feed.xml"):
        assert "calmpicture" in pages[path][1], path
    assert "For those who have watched." in pages["/articles/"][1]


def test_everything_tells_once_the_clock_has_passed_it(client, finale):
    with time_machine.travel(timezone.now() + 5 * HOUR):
        pages = crawl(client, ADDRESSES)

    met = spoiled(pages)
    for path in [
        "/",
        "/articles/",
        "/corrections/",
        "/feed.xml",
        "/feed.atom",
        "/news-sitemap.xml",
        "/sections/tv/",
        "/shows/public-show/season-1/",
        "/shows/public-show/articles/",
        "/tags/finales/",
        "/authors/ada-quill/",
        "/search/?q=finale",
        "/search/suggestions/?q=fina",
        "/articles/beside/",
        "/articles/with-a-shelf/",
    ]:
        assert "Canarydead" in met.get(path, []), path
    everything = {word for words in met.values() for word in words}
    assert {"Canarystandfirst", "canarypicture", "Canarynotice", "Canaryreason"} <= (
        everything
    )
    assert "The finale, explained" not in "".join(text for _, text in pages.values())
    assert "Canarytitle" in pages[STORY][1].split("</head>")[0]


def test_the_page_says_quietly_what_it_gives_away(client, finale):
    page = client.get(STORY).content.decode()

    assert "Spoilers for season" in page
    assert page.index("Spoilers for season") < page.index("Canarydead in the finale")
    assert "data-nosnippet" in page
    assert 'content="max-image-preview:none"' in page

    with time_machine.travel(timezone.now() + 5 * HOUR):
        page = client.get(STORY).content.decode()

    assert "Spoilers for season" in page
    assert "data-nosnippet" not in page
    assert 'content="max-image-preview:large"' in page


def test_its_card_for_shares_and_its_structured_data_are_the_safe_ones(client, finale):
    response = client.get(STORY)
    head = response.content.decode().split("</head>")[0]
    story = nodes(response)["NewsArticle"]

    assert 'og:title" content="The finale, explained"' in head
    assert 'og:description" content="For those who have watched."' in head
    assert re.search(r'og:image" content="[^"]*calmpicture', head)
    assert story["headline"] == "The finale, explained"
    assert "calmpicture" in json.dumps(story["image"])
    assert "correction" not in story


def test_without_a_safe_picture_the_plate_stands_on_cards_and_the_poster_in_shares(
    client,
):
    poster = ImageFactory(without_files=True, rendition_key="posterpicture")
    show = ShowFactory(poster=poster)
    ArticleFactory(
        headline="Canaryend",
        slug="the-finale",
        safe_until=timezone.now() + HOUR,
        safe_headline="The end",
        lead_image=ImageFactory(without_files=True, rendition_key="canarypicture"),
        published=True,
        shows=[show],
    )

    card = client.get("/articles/").content.decode()
    head = client.get(STORY).content.decode().split("</head>")[0]

    assert "canarypicture" not in card
    assert 'class="plate' in card
    assert re.search(r'og:image" content="[^"]*posterpicture', head)
    assert "Spoilers for" in client.get(STORY).content.decode()


def test_a_feed_holds_the_text_back_and_is_new_when_it_no_longer_does(client, finale):
    feed = feedparser.parse(client.get("/feed.atom").content)
    before = next(each for each in feed.entries if "The finale" in each.title)
    etag = client.get("/feed.atom")["ETag"]

    with time_machine.travel(timezone.now() + 5 * HOUR):
        feed = feedparser.parse(client.get("/feed.atom").content)
        after = next(each for each in feed.entries if each.id == before.id)
        changed = client.get("/feed.atom", headers={"If-None-Match": etag})

    assert "stands on our site only" in before.content[0].value
    assert STORY in before.content[0].value
    assert "Canarybody" in after.content[0].value
    assert after.updated_parsed > before.updated_parsed
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("finale explained", True),
        ("those who have watched", True),
        ("public show", True),
        ("public show explained", True),
        ("canarydead", False),
        ("canaryburied", False),
        ("public show canarydead", False),
    ],
)
def test_it_is_found_by_its_safe_words_only_and_by_all_afterwards(
    finale, typed, is_found
):
    def found(at):
        rows = search(typed, at).stories.found
        return finale.pk in [row.article for row in rows]

    now = timezone.now()
    later = now + 5 * HOUR

    assert found(now) == is_found
    if "watched" not in typed and "explained" not in typed:
        assert found(later)
    assert not [each for each in suggestions("canary", now) if each.kind == "Story"]
    assert "Canarydead" in suggestions("canary", later)[0].label


def test_next_change_knows_when_the_protection_ends(finale):
    now = timezone.now()

    assert (
        Version.objects.next_change(now)
        == Version.objects.live(now).get(article=finale).safe_until
    )


def test_sitemaps_are_new_when_a_story_shows_its_own_headline(client):
    published = timezone.now() - timedelta(days=3)
    until = timezone.now() - HOUR
    with time_machine.travel(published, tick=False):
        ArticleFactory(
            slug="the-finale", published=True, safe_until=until, safe_headline="Calm"
        )

    index = client.get("/sitemap.xml").content.decode()
    month = client.get(f"/sitemaps/stories-{published:%Y-%m}.xml").content.decode()

    assert f"{until:%Y-%m-%dT%H:%M}" in index
    assert f"{until:%Y-%m-%dT%H:%M}" in month


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("address", ["/articles/", "/feed.xml", "/news-sitemap.xml"])
def test_protected_stories_cost_no_query_each(
    client, django_assert_max_num_queries, address, count
):
    for _ in range(count):
        ArticleFactory(published=True)
    with django_assert_max_num_queries(100) as plain:
        client.get(address)
    for number in range(count):
        ArticleFactory(
            published=True,
            safe_until=timezone.now() + HOUR,
            safe_headline=f"Calm{number}",
            safe_standfirst="Calm.",
            safe_image=ImageFactory(without_files=True),
        )

    with django_assert_max_num_queries(len(plain)):
        response = client.get(address)

    assert b"Calm0" in response.content


# Where a template prints a story by its own words: its page and the preview of that.
OWN_PAGE = {
    "articles/article_detail.html",
    "articles/_lead_picture.html",
    "articles/_preview_meta.html",
}
OWN_WORDS = re.compile(
    r"\b(?:version|guide|story)\.(?:headline|standfirst|lead_image)\b"
)


def test_no_template_for_readers_goes_past_the_face_of_a_story():
    root = Path(engines["django"].dirs[0])

    found = {
        name
        for path in root.rglob("*.html")
        if (name := path.relative_to(root).as_posix()) not in OWN_PAGE
        and not name.startswith("admin/")
        and OWN_WORDS.search(path.read_text("utf-8"))
    }

    assert found == set()
