from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article
from shows import facts
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.desk import make_editor
from tests.factories.shows import (
    CreditFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)
from tests.structured import SCRIPT, nodes, way

pytestmark = pytest.mark.django_db

HOSTILE = "</script><script>alert(1)</script><!-- & ]]>"


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://news.example"


def test_a_story_tells_search_engines_what_it_shows_readers(client):
    article = ArticleFactory(
        published_at=timezone.now() - timedelta(days=3),
        headline="What is known",
        slug="known",
        tags=["Zombies"],
        section=SectionFactory(name="TV"),
    )
    publishing.correct(
        article,
        by=make_editor(),
        changes={"headline": "What is known now"},
        notice="The year was wrong.",
    )

    page = nodes(client.get("/articles/known/"))

    story = page["NewsArticle"]
    assert story["headline"] == "What is known now"
    assert story["url"] == "https://news.example/articles/known/"
    assert story["description"] == "Dates, cast and trailer."
    assert story["keywords"] == ["Zombies"]
    assert story["author"] == [
        {
            "@type": "Person",
            "name": "Ada Quill",
            "url": "https://news.example/authors/ada-quill/",
        }
    ]
    assert story["publisher"]["@id"] == page["NewsMediaOrganization"]["@id"]
    assert story["datePublished"] < story["dateModified"]
    assert story["correction"][0]["text"] == "The year was wrong."
    assert way(page) == [
        "https://news.example/",
        "https://news.example/sections/tv/",
        "https://news.example/articles/known/",
    ]


def test_its_picture_comes_in_three_ratios(client):
    article = ArticleFactory(published=True)

    story = nodes(client.get(article.get_absolute_url()))["NewsArticle"]

    ends = [address.rpartition("/")[2] for address in story["image"]]
    assert ends == ["lead-1280.jpg", "landscape-1200.jpg", "square-1200.jpg"]
    assert all(
        each.startswith("https://news.example/media/") for each in story["image"]
    )


def test_a_picture_whose_rights_have_ended_is_not_handed_on(client):
    article = ArticleFactory(published=True)
    article.lead_image.rights_end_on = timezone.localdate() - timedelta(days=1)
    article.lead_image.save()

    assert "image" not in nodes(client.get(article.get_absolute_url()))["NewsArticle"]


def test_it_is_modified_no_earlier_than_it_was_published(client):
    article = ArticleFactory(published=True)

    story = nodes(client.get(article.get_absolute_url()))["NewsArticle"]

    assert story["dateModified"] == story["datePublished"]


def test_no_words_of_a_story_end_the_script(client):
    show = ShowFactory(title=HOSTILE)
    article = ArticleFactory(
        published=True, headline=HOSTILE, standfirst=HOSTILE, shows=[show]
    )

    response = client.get(article.get_absolute_url())

    assert nodes(response)["NewsArticle"]["headline"] == HOSTILE
    (text,) = SCRIPT.findall(response.content.decode())
    assert not set("<>&") & set(text)


def test_it_is_about_a_season_and_who_is_in_it(client):
    show = ShowFactory(title="Hellbound")
    season = SeasonFactory(show=show, number=2)
    other = ShowFactory(title="Kingdom")
    stays, leaves = PersonFactory(name="Stays"), PersonFactory(name="Leaves")
    for person in (stays, leaves):
        CreditFactory(show=show, person=person)
    facts.record(
        by=make_editor(),
        kind="leaves",
        show=show,
        person=leaves,
        announced_on=date(2022, 1, 1),
        source_name="Netflix",
    )
    facts.record(
        by=make_editor(),
        kind="renewed",
        show=show,
        season=season,
        announced_on=date(2022, 1, 1),
        source_name="Netflix",
    )
    article = ArticleFactory(
        published=True, shows=[show, other], seasons=[season], people=[stays]
    )

    about = nodes(client.get(article.get_absolute_url()))["NewsArticle"]["about"]

    assert [(node["@type"], node["name"]) for node in about] == [
        ("TVSeason", "Hellbound, season 2"),
        ("TVSeries", "Kingdom"),
        ("Person", "Stays"),
    ]
    assert about[0]["partOfSeries"]["name"] == "Hellbound"
    assert [person["name"] for person in about[0]["actor"]] == ["Stays"]


def test_a_show_and_a_person_under_embargo_are_not_named(client):
    secret_show = ShowFactory(title="Secret show")
    secret_person = PersonFactory(name="Secret person")
    later = timezone.now() + timedelta(days=3)
    # Before: afterwards it could not go live.
    article = ArticleFactory(
        published=True, shows=[ShowFactory(), secret_show], people=[secret_person]
    )
    facts.record(
        by=make_editor(),
        kind="joins",
        show=secret_show,
        person=secret_person,
        announced_on=timezone.localdate(),
        public_from=later,
        source_name="Netflix",
    )

    about = nodes(client.get(article.get_absolute_url()))["NewsArticle"]["about"]

    assert not [node for node in about if "Secret" in node["name"]]


def test_a_review_says_what_it_thought_of_what(client):
    show = ShowFactory(film=True, title="Tantara")
    article = ArticleFactory(
        published=True,
        kind=Article.Kind.REVIEW,
        rating=Decimal("4.5"),
        verdict="See it.",
        shows=[show],
    )

    review = nodes(client.get(article.get_absolute_url()))["Review"]

    assert review["itemReviewed"]["@type"] == "Movie"
    assert review["itemReviewed"]["name"] == "Tantara"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": 4.5,
        "bestRating": 5,
        "worstRating": 0,
    }
    assert review["author"][0]["name"] == "Ada Quill"


def test_a_story_without_a_rating_is_no_review(client):
    article = ArticleFactory(
        published=True,
        kind=Article.Kind.REVIEW,
        verdict="See it.",
        shows=[ShowFactory()],
    )

    assert "Review" not in nodes(client.get(article.get_absolute_url()))


def test_nothing_of_a_retracted_story_is_repeated(client):
    article = ArticleFactory(retracted=True, headline="A hoax")

    response = client.get(article.get_absolute_url())

    assert not SCRIPT.findall(response.content.decode())
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize(
    "host", ["evil.example", "news.example.evil.example", "localhost"]
)
def test_no_address_for_others_follows_the_request(client, settings, host):
    settings.ALLOWED_HOSTS = ["*"]
    article = ArticleFactory(published=True, slug="known")

    response = client.get(
        article.get_absolute_url(),
        headers={"host": host, "x-forwarded-host": host, "forwarded": f"host={host}"},
    )

    html = response.content.decode()
    assert '<link rel="canonical" href="https://news.example/articles/known/">' in html
    assert host not in html


def test_a_path_that_begins_like_a_host_leads_nowhere(client):
    html = client.get("//evil.example/articles/").content.decode()

    assert "//evil.example" not in html.replace("news.example/evil.example", "")
