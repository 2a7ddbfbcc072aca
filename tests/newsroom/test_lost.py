from datetime import timedelta

import pytest
from django.utils import timezone

from articles.search import lost
from articles.search.lost import nearest, words_of
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.shows import PersonFactory, ShowFactory

pytestmark = pytest.mark.django_db


def labels(path):
    return [near.label for near in nearest(path, timezone.now())]


def test_a_mistyped_story_is_offered_with_its_show():
    show = ShowFactory(title="All of Us Are Dead")
    ArticleFactory(headline="Release date and cast", shows=[show], published=True)

    found = labels("/articles/all-of-us-are-ded-relase-date/")

    assert found == ["Release date and cast", "All of Us Are Dead"]


@pytest.mark.parametrize(
    "path",
    ["/shows/squid-gaem/", "/squid-game/", "/squid_game", "/shows/squidgmae/"],
)
def test_a_name_leads_to_the_show_first(path):
    ShowFactory(title="Squid Game")
    ShowFactory(title="Dark")

    assert labels(path) == ["Squid Game"]


def test_initials_are_meant_below_shows_and_sections_by_their_name():
    ShowFactory(title="Famous All Quiet")
    SectionFactory(name="K-drama")

    assert labels("/shows/faq/") == ["Famous All Quiet"]
    assert labels("/faq/") == []
    assert labels("/sections/kdrama/") == ["K-drama"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/page/",
        "/articles/nothing/",
        "/articles/the-new-season/",
        "/articles/why-you-should-watch-it/",
        "/articles/how-to-bake-a-cake/",
        "/articles/you-never-guess-this-one/",
        "/login/",
    ],
)
def test_where_nothing_fits_well_nothing_is_offered(path):
    for title in ("Nothing to Lose", "Open Season", "Cake", "You", "Guess"):
        ShowFactory(title=title)
    PersonFactory(name="Sam Page")
    PersonFactory(name="Logic")
    ArticleFactory(
        headline="Seven Korean ways to end the world, in the order you should watch them",
        body="<p>Nothing on this page says how to bake a cake in the new season.</p>",
        published=True,
    )

    assert labels(path) == []


@pytest.mark.parametrize(
    "path",
    [
        "/articles/fire-force-ended-twice-and-tha",
        "/articles/fire-force-endet-twise/",
        "/2024/05/fire-force-ended-twice.../",
        "/articles/force-fire-ended-twice/",
    ],
)
def test_a_story_is_found_by_an_address_cut_off_or_mistyped(path):
    ArticleFactory(
        headline="Fire Force ended twice, and that is how anime likes it",
        published=True,
    )
    ArticleFactory(headline="Trial by fire", published=True)

    assert labels(path) == ["Fire Force ended twice, and that is how anime likes it"]


def test_of_two_episodes_the_one_of_that_number_comes_first():
    for number in (6, 9, 7):
        ArticleFactory(headline=f"Rewatching it, episode {number}", published=True)

    assert labels("/articles/rewaching-it-episode-9/")[0] == "Rewatching it, episode 9"


def test_a_person_may_be_meant_where_no_show_and_no_story_is():
    PersonFactory(name="Lee Jae-kyoo")

    assert labels("/lee-jaekyoo/") == ["Lee Jae-kyoo"]


def test_shows_of_one_title_are_offered_once_that_with_stories():
    ShowFactory(title="The Traitors")
    show = ShowFactory(title="The Traitors")
    ShowFactory(title="The Traitors")
    ArticleFactory(shows=[show], published=True)

    found = nearest("/shows/the-traitros/", timezone.now())

    assert [near.url for near in found[:1]] == [show.get_absolute_url()]
    assert [near.label for near in found].count("The Traitors") == 1


def test_a_headline_that_gives_something_away_is_not_looked_for():
    tomorrow = timezone.now() + timedelta(days=1)
    ArticleFactory(
        headline="Gi-hun drowns in the end",
        slug="the-last-episode",
        safe_headline="The last episode, told",
        safe_standfirst="All of it.",
        gives_away=True,
        safe_until=tomorrow,
        published=True,
    )

    assert labels("/articles/gi-hun-drowns-in-the-end/") == []
    assert labels("/articles/the-last-episod/") == ["The last episode, told"]


def test_people_are_offered_below_the_addresses_of_people():
    PersonFactory(name="Lee Jae-kyoo")
    ShowFactory(title="Lee")

    assert labels("/people/lee-jae-kyo/") == ["Lee Jae-kyoo"]


def test_nothing_is_offered_that_readers_cannot_see(client):
    ArticleFactory(headline="Secret wedding planned")

    response = client.get("/articles/secret-wedding-planed/")

    assert response.status_code == 404
    assert "Secret wedding planned" not in response.text


@pytest.mark.parametrize(
    "path", ["/wp-login.php", "/admin/nowhere/", "/.env", "/1/22/", f"/{'a' * 200}/"]
)
def test_what_no_page_of_ours_could_be_is_not_looked_for(
    path, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert nearest(path, timezone.now()) == []


def test_the_page_about_it_holds_a_search_for_the_words_of_the_address(client):
    response = client.get("/shows/nothing-at-all/season-2/")

    assert response.status_code == 404
    assert 'value="nothing at all"' in response.text
    assert "noindex" in response.text


def test_it_is_ours_while_developing_too(client, settings):
    settings.DEBUG = True

    response = client.get("/nothing-at-all/")

    assert response.status_code == 404
    assert 'value="nothing at all"' in response.text


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    "path",
    [
        "/shows/dead-show/",
        "/articles/dead-finala-again/",
        "/people/ded-person/",
        "/articles/nobody-says-this/",
    ],
)
def test_a_lost_reader_costs_the_same_however_much_there_is(
    client, count, path, django_assert_max_num_queries
):
    for number in range(count):
        show = ShowFactory(title=f"Dead show {number}")
        PersonFactory(name=f"Dead Person {number}")
        ArticleFactory(headline=f"Dead finale {number}", shows=[show], published=True)

    with django_assert_max_num_queries(17):
        assert client.get(path).status_code == 404


def test_a_search_that_fails_leaves_the_page_standing(client, monkeypatch):
    def fail(*args):
        raise RuntimeError("a broken index")

    monkeypatch.setattr(lost, "newest_entries", fail)

    response = client.get("/articles/some-words/")

    assert response.status_code == 404
    assert "written out of the show" in response.text


def test_the_words_are_those_of_the_part_that_says_most():
    assert words_of("/shows/squid-game/season-2/") == "squid game"
    assert words_of("/people/이-재규/") == "이 재규"
