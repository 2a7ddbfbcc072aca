import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from articles import publishing
from articles.addresses.mending import mended
from articles.body.sanitising import sanitise
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import ShowFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken():
    ShowFactory(title="Squid Game", slug="squid-game")
    return ArticleFactory(
        body=sanitise(
            '<p>See <a href="/shows/squid-gam/">the <em>show</em></a>, '
            '<a href="/articles/never-written/">a story</a> and '
            '<a href="/people/nobody-at-all/">somebody</a>.</p>'
        )
    )


def page_of(article):
    return f"/admin/articles/article/{article.pk}/mend-links/"


def test_the_checklist_leads_to_a_page_that_offers_the_nearest(client, broken):
    client.force_login(make_editor())

    form = client.get(f"/admin/articles/article/{broken.pk}/change/").text
    page = client.get(page_of(broken))

    assert f'<a href="{page_of(broken)}">Mend it…</a>' in form
    step = page.context["form"]
    assert len(step.dead) == 3
    number = list(step.dead).index("/shows/squid-gam/")
    assert step[f"to_{number}"].initial == "/shows/squid-game/"
    assert "Lead to show “Squid Game”: /shows/squid-game/" in page.text


def test_each_link_is_led_elsewhere_taken_away_or_left(client, broken):
    client.force_login(make_editor())
    dead = list(client.get(page_of(broken)).context["form"].dead)
    chosen = {
        "/shows/squid-gam/": "/shows/squid-game/",
        "/articles/never-written/": "take",
        "/people/nobody-at-all/": "keep",
    }
    sent = {f"to_{number}": chosen[href] for number, href in enumerate(dead)}

    client.post(page_of(broken), sent | {"number": broken.latest_number})

    assert broken.versions.first().content["body"] == (
        '<p>See <a href="/shows/squid-game/">the <em>show</em></a>, a story and '
        '<a href="/people/nobody-at-all/">somebody</a>.</p>'
    )
    assert broken.versions.first().note == "Links mended"


def test_an_address_is_typed_and_must_be_one_that_readers_see(client, broken):
    client.force_login(make_editor())
    dead = list(client.get(page_of(broken)).context["form"].dead)
    sent = {f"to_{number}": "other" for number, _ in enumerate(dead)}
    typed = {
        "/shows/squid-gam/": "/shows/squid-game/",
        "/articles/never-written/": "/shows/not-there-either/",
        "/people/nobody-at-all/": "https://elsewhere.example/",
    }
    sent |= {f"other_{number}": typed[href] for number, href in enumerate(dead)}

    response = client.post(page_of(broken), sent)

    assert response.status_code == 422
    assert "Readers find no page at /shows/not-there-either/." in response.text
    assert "Give an address of this site" in response.text
    assert 'value="https://elsewhere.example/"' in response.text
    assert broken.versions.count() == 1


def test_a_story_somebody_saved_meanwhile_is_looked_at_first(broken):
    editor = make_editor()
    before = broken.latest_number
    content = broken.versions.first().content
    publishing.save_version(
        broken, content | {"headline": "Newer"}, by=editor, base=before
    )

    with pytest.raises(ValidationError, match="since you looked"):
        publishing.mend_links(
            broken, {"/shows/squid-gam/": ""}, number=before, by=editor
        )


def test_only_who_may_change_a_story_mends_its_links(broken):
    with pytest.raises(PermissionDenied):
        publishing.mend_links(
            broken,
            {"/shows/squid-gam/": ""},
            number=broken.latest_number,
            by=make_writer("stranger"),
        )


def test_what_else_a_link_says_stays():
    body = '<p><a href="/a/?b=1&amp;c" rel="sponsored">shop</a> <a href="/a/">a</a></p>'

    assert mended(body, {"/a/?b=1&c": "/shop/?x=1&y"}) == (
        '<p><a href="/shop/?x=1&amp;y" rel="sponsored">shop</a> <a href="/a/">a</a></p>'
    )


@pytest.mark.parametrize("count", [1, 6])
def test_each_link_costs_a_bounded_number_of_queries(
    client, count, django_assert_max_num_queries
):
    article = ArticleFactory(
        body="".join(f'<p><a href="/xq/{n}/">no{n}</a></p>' for n in range(count))
    )
    client.force_login(make_editor())

    with django_assert_max_num_queries(8):
        client.get(page_of(article))
