from datetime import date

import pytest

from shows import facts
from shows.models import Credit
from tests.factories.articles import ArticleFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import (
    CreditFactory,
    GenreFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)
from tests.structured import nodes, way

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://news.example"


def dated(show, season=None, **kwargs):
    given = {"date": date(2022, 1, 28), "precision": "day", **kwargs}
    facts.record(
        by=make_editor(),
        kind="date_set",
        show=show,
        season=season,
        announced_on=date(2022, 1, 1),
        source_name="Netflix",
        **given,
    )


def test_a_series_names_its_seasons_its_people_and_its_other_titles(client):
    show = ShowFactory(
        title="All of Us Are Dead",
        original_title="지금 우리 학교는",
        slug="aouad",
        imdb_id="tt14169960",
        genres=[GenreFactory(name="Horror")],
    )
    season = SeasonFactory(show=show, number=1)
    SeasonFactory(show=show, number=2)
    CreditFactory(show=show, person=PersonFactory(name="Park Ji-hu"))
    CreditFactory(show=show, person=PersonFactory(name="Lee Jae-kyoo"), director=True)
    dated(show, season)

    page = nodes(client.get("/shows/aouad/"))

    series = page["TVSeries"]
    assert series["name"] == "All of Us Are Dead"
    assert series["alternateName"] == ["지금 우리 학교는"]
    assert series["genre"] == ["Horror"]
    assert series["startDate"] == "2022-01-28"
    assert series["numberOfSeasons"] == 2
    assert [each.get("startDate") for each in series["containsSeason"]] == [
        "2022-01-28",
        None,
    ]
    assert [person["name"] for person in series["actor"]] == ["Park Ji-hu"]
    assert [person["name"] for person in series["director"]] == ["Lee Jae-kyoo"]
    assert series["sameAs"] == ["https://www.imdb.com/title/tt14169960/"]
    assert way(page)[1:] == [
        "https://news.example/shows/",
        "https://news.example/shows/aouad/",
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"precision": "month"},
        {"precision": "year"},
        {"certainty": "reported"},
        {"certainty": "rumoured"},
    ],
)
def test_only_a_day_that_is_confirmed_is_handed_on(client, said):
    film = ShowFactory(film=True, slug="film")
    dated(film, **said)

    movie = nodes(client.get("/shows/film/"))["Movie"]

    assert "datePublished" not in movie


def test_a_season_says_which_series_it_belongs_to(client):
    season = SeasonFactory(show=ShowFactory(title="Hellbound", slug="hellbound"))
    dated(season.show, season)

    page = nodes(client.get("/shows/hellbound/season-1/"))

    assert page["TVSeason"]["seasonNumber"] == 1
    assert page["TVSeason"]["startDate"] == "2022-01-28"
    assert page["TVSeason"]["partOfSeries"]["@type"] == "TVSeries"
    assert way(page)[-1] == "https://news.example/shows/hellbound/season-1/"


def test_a_person_is_described_by_name_face_and_jobs(client):
    person = PersonFactory(
        name="Lee Jae-kyoo",
        biography="Directs.",
        portrait=ImageFactory(without_files=True),
    )
    CreditFactory(person=person, kind=Credit.Kind.CREW, job="Director")

    node = nodes(client.get(person.get_absolute_url()))["Person"]

    assert node["description"] == "Directs."
    assert node["jobTitle"] == ["Director"]
    assert node["image"].startswith("https://news.example/media/")


def test_the_page_of_an_author_is_a_profile(client):
    author = AuthorFactory(name="Ada Quill", title="Critic", biography="Writes.")

    profile = nodes(client.get(author.get_absolute_url()))["ProfilePage"]

    assert profile["mainEntity"]["name"] == "Ada Quill"
    assert profile["mainEntity"]["jobTitle"] == "Critic"


def test_the_front_page_says_who_publishes_the_site(client, settings):
    ArticleFactory(published=True)

    page = nodes(client.get("/"))

    assert page["WebSite"]["name"] == settings.SITE_NAME
    assert page["NewsMediaOrganization"]["url"] == "https://news.example/"
