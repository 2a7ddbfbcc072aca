from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Article, Source
from articles.templatetags.article_tags import rating_words
from tests.articles.body.test_galleries import gallery
from tests.articles.body.test_posts import post
from tests.factories.articles import ArticleFactory, BylineAuthorFactory, SectionFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    GenreFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db


def review(**kwargs):
    return ArticleFactory(
        kind="review", rating="4.5", verdict="It burns well.", **kwargs
    )


def embed(kind, pk):
    return (
        f'<figure class="embed embed-{kind}" data-embed="{kind}" data-id="{pk}">'
        "<figcaption>Fallback</figcaption></figure>"
    )


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


# The page of a story


def test_a_story_shows_what_a_reader_needs(client):
    author = AuthorFactory(name="Bo Tran", biography="Reads filings.")
    article = ArticleFactory(
        published=True,
        headline="Season 2 wraps",
        standfirst="At last.",
        authors=[author],
        tags=["Zombies"],
        lead_image=ImageFactory(credit="Courtesy of Netflix"),
    )

    page = text(client.get(article.get_absolute_url()))

    for words in (
        "Season 2 wraps",
        "At last.",
        "Bo Tran",
        "Reads filings.",
        "Zombies",
        "Courtesy of Netflix",
        "Published",
        "coming back",
    ):
        assert words in page


def test_a_review_tells_its_rating_and_verdict(client):
    page = text(client.get(review(published=True).get_absolute_url()))

    assert "Rated 4½ out of 5" in page
    assert "It burns well." in page


def test_sources_are_named_with_their_day(client):
    article = ArticleFactory()
    Source.objects.create(
        article=article,
        name="Variety",
        url="https://variety.com/2022/",
        published_on=date(2022, 6, 6),
    )
    publishing.save_version(article, by=article.owner)
    publishing.publish(article, by=make_editor())

    page = text(client.get(article.get_absolute_url()))

    assert "https://variety.com/2022/" in page
    assert "6 June 2022" in page


def test_an_update_says_when_and_what_changed(client):
    article = ArticleFactory(published=True)
    article.body += "<p>More.</p>"
    article.save()
    publishing.save_version(article, by=article.owner)
    publishing.publish(article, by=make_editor(), reason="The date is set")

    page = text(client.get(article.get_absolute_url()))

    assert "Updated" in page
    assert "The date is set" in page


def test_a_correction_stands_on_the_story_and_in_the_list(client):
    article = ArticleFactory(published=True)
    publishing.correct(
        article,
        by=make_editor(),
        changes={"headline": "Put right"},
        notice="We named the wrong month.",
    )

    assert "wrong month" in text(client.get(article.get_absolute_url()))
    assert "wrong month" in text(client.get("/corrections/"))


def test_a_correction_leaves_the_list_with_its_story(client):
    article = ArticleFactory(published=True)
    publishing.correct(
        article, by=make_editor(), changes={"headline": "Better"}, notice="Oops."
    )
    publishing.unpublish(article, by=make_editor())

    assert "Oops." not in text(client.get("/corrections/"))


def test_headings_become_a_table_of_contents(client):
    body = "".join(f"<h2>Part {n}</h2><p>Text.</p>" for n in ("one", "two", "three"))
    article = ArticleFactory(published=True, body=body)

    response = client.get(article.get_absolute_url())

    assert [entry.text for entry in response.context["contents"]] == [
        "Part one",
        "Part two",
        "Part three",
    ]


def test_two_headings_need_no_table_of_contents(client):
    body = "<h2>One</h2><p>Text.</p><h2>Two</h2><p>Text.</p>"
    article = ArticleFactory(published=True, body=body)

    assert client.get(article.get_absolute_url()).context["contents"] == []


def test_no_story_stands_on_the_page_twice_nor_the_story_itself(client):
    show = ShowFactory()
    others = [
        ArticleFactory(published_at=timezone.now() - timedelta(days=n), shows=[show])
        for n in range(1, 7)
    ]
    article = ArticleFactory(published=True, shows=[show])
    article.body = "".join(
        f"<p>Text.</p>{embed('article', other.pk)}"
        for other in (others[0], others[0], article)
    )
    article.save()
    publishing.save_version(article, by=article.owner)
    publishing.publish(article, by=make_editor())

    response = client.get(article.get_absolute_url())
    related = [item.version.article for item in response.context["related"]]

    assert response.content.decode().count("embed-article__text") == 1
    assert related == others[1:5]


def test_the_sidebar_knows_the_season_the_story_is_about(client):
    show = ShowFactory()
    first, second = (SeasonFactory(show=show, number=n) for n in (1, 2))
    AnnouncementFactory(show=show, season=first, kind="released", date=None)
    AnnouncementFactory(show=show, season=second)
    article = ArticleFactory(published=True, shows=[show], seasons=[first])

    page = text(client.get(article.get_absolute_url()))

    assert "Season 1</h3>" in page
    assert "Season 2</h3>" not in page


def test_every_other_story_is_told_by_the_newest_season(client):
    show = ShowFactory()
    for number in (1, 2):
        season = SeasonFactory(show=show, number=number)
        AnnouncementFactory(show=show, season=season)
    article = ArticleFactory(published=True, shows=[show])

    page = text(client.get(article.get_absolute_url()))

    assert "Season 2</h3>" in page


def test_search_engines_get_the_title_and_description_made_for_them(client, settings):
    settings.SITE_URL = "https://news.example"
    article = ArticleFactory(
        published=True, seo_title="For engines", seo_description="Short and true."
    )

    page = text(client.get(article.get_absolute_url(), {"utm_source": "x"}))

    assert "<title>For engines – Newsroom</title>" in page
    assert 'content="Short and true."' in page
    canonical = f"https://news.example{article.get_absolute_url()}"
    assert f'<link rel="canonical" href="{canonical}">' in page


def test_headlines_are_escaped_wherever_they_stand(client):
    article = ArticleFactory(
        published=True, headline='<script>alert("1")</script>', slug="hostile"
    )

    for address in (article.get_absolute_url(), "/", "/articles/"):
        assert "<script>alert" not in text(client.get(address))


# Stories that are not there


@pytest.mark.parametrize("state", ["scheduled", "in_review", "draft"])
def test_what_was_never_live_is_not_found(client, state):
    article = ArticleFactory(**({} if state == "draft" else {state: True}))

    assert client.get(article.get_absolute_url()).status_code == 404


def test_an_unpublished_story_is_gone_and_says_nothing_of_itself(client):
    article = ArticleFactory(published=True, headline="A secret", slug="gone")
    publishing.unpublish(article, by=make_editor())

    response = client.get(article.get_absolute_url())

    assert response.status_code == 410
    assert "secret" not in text(response)


def test_an_expired_story_is_gone(client):
    article = ArticleFactory(expired=True)

    assert client.get(article.get_absolute_url()).status_code == 410


def test_a_story_scheduled_to_return_is_gone_until_then(client):
    article = ArticleFactory(expired=True)
    publishing.save_version(article, by=article.owner, note="Again")
    tomorrow = timezone.now() + timedelta(days=1)
    publishing.schedule(article, by=make_editor(), at=tomorrow)

    assert client.get(article.get_absolute_url()).status_code == 410
    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        assert client.get(article.get_absolute_url()).status_code == 200


def test_a_retracted_story_keeps_its_headline_and_notice_only(client):
    article = ArticleFactory(retracted=True, headline="Too good to be true")

    response = client.get(article.get_absolute_url())
    page = text(response)

    assert response.status_code == 200
    assert "Too good to be true" in page
    assert "misled by a hoax" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "here is all that is known" not in page
    assert "Too good to be true" not in text(client.get("/articles/"))


def test_an_old_address_redirects_for_good_in_one_hop(client):
    article = ArticleFactory(published=True, slug="first")
    publishing.change_address(article, by=make_editor(), slug="second")
    publishing.change_address(article, by=make_editor(), slug="third")

    for old in ("first", "second"):
        response = client.get(f"/articles/{old}/")
        assert response.status_code == 301
        assert response["Location"] == "/articles/third/"


def test_addresses_work_in_any_script(client):
    article = ArticleFactory(published=True, slug="지금-우리-학교는")

    assert client.get(article.get_absolute_url()).status_code == 200


# Lists


def test_lists_are_newest_first_and_hold_what_is_live(client):
    section = SectionFactory()
    older = ArticleFactory(
        published_at=timezone.now() - timedelta(days=2), section=section
    )
    newer = ArticleFactory(published=True, section=section)
    ArticleFactory(section=section)
    ArticleFactory(scheduled=True, section=section)

    page = client.get("/articles/").context["page"]
    front = client.get(section.get_absolute_url()).context["front"]
    for stories in (page.items, front.stories):
        assert [version.article for version in stories] == [newer, older]


def test_a_tag_has_a_page_as_soon_as_a_story_does(client):
    ArticleFactory(published=True, tags=["지금"])

    assert client.get("/tags/지금/").status_code == 200


def test_a_tag_that_only_drafts_have_is_not_given_away(client):
    ArticleFactory(tags=["top-secret"])

    assert client.get("/tags/top-secret/").status_code == 404


def test_the_stories_of_a_show_have_a_list_of_their_own(client):
    show = ShowFactory(title="Hellbound")
    about = ArticleFactory(published=True, shows=[show])
    ArticleFactory(published=True)

    page = client.get(f"/shows/{show.slug}/articles/").context["page"]

    assert [version.article for version in page.items] == [about]


@pytest.mark.parametrize("number", ["0", "-1", "1000000000", "NaN", "2"])
def test_a_page_that_is_none_is_a_friendly_404(client, number):
    ArticleFactory(published=True)

    response = client.get("/articles/", {"page": number})

    assert response.status_code == 404
    assert "written out of the show" in text(response)


def test_an_empty_list_says_so(client):
    section = SectionFactory()

    assert "No stories here yet" in text(client.get(section.get_absolute_url()))


def test_nothing_is_written_by_other_methods(client):
    assert client.post("/articles/").status_code == 405


# What pages cost


def furnish(count):
    """A story that uses everything a story can, `count` times over."""
    shows = [
        ShowFactory(genres=[GenreFactory(name=name) for name in ("Horror", "Drama")])
        for _ in range(count + 1)
    ]
    for show in shows:
        season = SeasonFactory(show=show)
        AnnouncementFactory(show=show, season=season)
        AnnouncementFactory(show=show, kind="announced")
        credit = CreditFactory(show=show)
        CreditFactory(show=shows[0], person=credit.person, character="Again")
    authors = [
        AuthorFactory(portrait=ImageFactory(without_files=True)) for _ in range(count)
    ]
    others = [
        ArticleFactory(
            published=True,
            shows=[shows[0]],
            authors=authors,
            tags=["one", "two"],
            lead_image=ImageFactory(without_files=True),
        )
        for _ in range(count + 3)
    ]
    pictures = [ImageFactory(without_files=True) for _ in range(count)]
    body = "".join(
        f'<h2>Heading {n}</h2><p><a href="/tags/tag-{n}/">Text</a>.</p>'
        + embed("show", shows[n].pk)
        + embed("article", others[n].pk)
        + embed("picture", pictures[n].pk)
        + gallery(*pictures)
        + post(picture=pictures[n], address=f"https://x.com/demo/status/{n}")
        for n in range(count)
    )
    article = ArticleFactory(
        published_at=timezone.now(),
        body=body,
        shows=shows,
        seasons=[show.seasons.get() for show in shows],
        authors=authors,
        tags=[f"tag-{n}" for n in range(count)],
        lead_image=pictures[0],
    )
    for n in range(count):
        publishing.correct(
            article,
            by=make_editor(),
            changes={"headline": f"Corrected {n}"},
            notice=f"Notice {n}.",
        )
    return article


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_of_a_story_costs_the_same_whatever_is_on_it(
    client, django_assert_num_queries, count
):
    article = furnish(count)

    # The version, its bylines, show and tags; pictures, stories and shows of the embeds;
    # facts of all shows; what changed; corrections; rules of curation and what was chosen; six for
    # what to watch next, two for shows in the news; stories of the season, show,
    # people, like shows (and what they are about), section and site, their cards and
    # bylines; the next story, which is none; the site; for machines its shows,
    # people and cast; links that moved, and those to shops.
    with django_assert_num_queries(33):
        response = client.get(article.get_absolute_url())

    assert response.text.count("data-gallery>") == count
    assert response.text.count("data-post>") == count
    assert "data-share" in response.text


def test_a_guide_asks_for_nothing_twice(client):
    show = ShowFactory()
    season = SeasonFactory(show=show)
    AnnouncementFactory(show=show, season=season)
    actor = CreditFactory(show=show, character="Nam-ra").person
    AnnouncementFactory(show=show, season=season, kind="joins", person=actor)
    blocks = "".join(
        f'<figure data-embed="{kind}" data-id="{show.pk}" data-season="{season.number}">'
        "</figure>"
        for kind in ("facts", "known", "cast", "time")
    )
    live = f'<p><span data-fact="actor" data-show="{show.pk}" data-of="Nam-ra" '
    live += 'data-form="name">x</span></p>'
    guide = ArticleFactory(
        published=True,
        kind=Article.Kind.EXPLAINER,
        question="other",
        shows=[show],
        seasons=[season],
        body=live + embed("show", show.pk) + blocks,
    )
    client.get(guide.get_absolute_url())

    with CaptureQueriesContext(connection) as asked:
        page = client.get(guide.get_absolute_url()).text

    assert page.count(actor.name) > 2
    told = [query["sql"] for query in asked.captured_queries]
    assert len(told) == len(set(told))
    if connection.vendor == "postgresql":
        # It tells what was asked by the name of a prepared statement.
        return
    # In one with their people; what has updated the guide is another question.
    assert len([sql for sql in told if sql.startswith('SELECT "shows_fact"."id"')]) == 1
    assert len([sql for sql in told if sql.startswith('SELECT "shows_credit"')]) == 1


@pytest.mark.parametrize("count", [6, 18])
def test_a_section_costs_the_same_however_much_is_in_it(
    client, django_assert_num_queries, count
):
    for _ in range(count):
        ArticleFactory(published=True, lead_image=ImageFactory(without_files=True))

    # The section; its layout, what could stand in it, cards of the front;
    # stories of the list; the site.
    with django_assert_num_queries(6):
        response = client.get("/sections/tv/")

    assert response.content.decode().count('class="card card--') == count


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # Stories, the site; and the thing itself where there is one.
        ("/articles/", 2),
        ("/tags/one/", 3),
        ("/shows/hellbound/articles/", 3),
        ("/authors/ada-quill/", 4),
    ],
)
def test_a_list_of_stories_costs_the_same_however_long(
    client, django_assert_num_queries, address, queries, count
):
    show = ShowFactory(title="Hellbound")
    for _ in range(count):
        ArticleFactory(
            published=True,
            shows=[show],
            tags=["one"],
            authors=[BylineAuthorFactory(), BylineAuthorFactory(name="Bo Tran")],
            lead_image=ImageFactory(without_files=True),
        )

    with django_assert_num_queries(queries):
        response = client.get(address)

    assert response.content.decode().count('class="card card--') == count


@pytest.mark.parametrize(
    ("rating", "words"),
    [("4.5", "4½"), ("5.0", "5"), ("0.5", "½"), ("0.0", "0"), (None, "")],
)
def test_ratings_in_halves(rating, words):
    assert rating_words(rating and Decimal(rating)) == words
