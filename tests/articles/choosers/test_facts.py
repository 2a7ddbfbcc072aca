"""What the editor is told about live facts: what readers may know, and no more."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.body.live_facts import reference_from
from authors.models import User
from shows.models import Announcement
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

Kind = Announcement.Kind
FACTS, SAID = "/admin/choosers/facts/", "/admin/choosers/said/"


@pytest.fixture
def writer(client):
    user = make_writer()
    client.force_login(user)
    return user


@pytest.fixture
def season():
    show = ShowFactory(title="All of Us Are Dead")
    season = SeasonFactory(show=show, number=2)
    AnnouncementFactory(show=show, season=season, kind=Kind.RENEWED)
    return season


def asked(client, **query):
    return client.get(FACTS, query).json()


def test_the_facts_of_the_linked_season_stand_first(client, writer, season):
    CreditFactory(
        show=season.show, person=PersonFactory(name="Cho Yi-hyun"), character="Nam-ra"
    )

    found = asked(client, show=season.show_id, season=season.pk)["results"]

    assert found[0] == {
        "key": f"status:{season.show_id}.2:phrase",
        "title": "has been renewed",
        "detail": "Status, All of Us Are Dead, season 2",
        "source": "Netflix, 6 June 2022",
    }
    assert all(reference_from(each["key"]) for each in found)
    assert "Cho Yi-hyun" in [each["title"] for each in found]
    assert "one season" in [each["title"] for each in found]


def test_facts_are_found_by_any_of_their_words(client, writer, season):
    show = season.show_id

    found = asked(client, show=show, q="release sea")["results"]

    assert {each["key"].split(":")[0] for each in found} == {"release_date"}
    assert asked(client, show=show, q="weather")["results"] == []


def test_a_story_that_names_no_show_is_offered_nothing(client, writer, season):
    assert asked(client) == {"results": [], "more": False}


def test_a_form_of_texts_alone_asks_for_what_the_story_names(client, writer, season):
    own = ArticleFactory(owner=writer, shows=[season.show])
    other = ArticleFactory(owner=make_editor(), shows=[season.show])

    assert asked(client, story=own.pk)["results"]
    assert not asked(client, story=other.pk)["results"]


def test_nothing_under_embargo_is_offered_or_said(client, season):
    client.force_login(make_editor())
    soon = timezone.now() + timedelta(days=1)
    secret = SeasonFactory(show=season.show, number=3)
    for each in (season, secret):
        AnnouncementFactory(
            show=season.show,
            season=each,
            kind=Kind.DATE_SET,
            date=date(2031, 1, 28),
            precision="day",
            public_from=soon,
            announced_on=soon.date(),
            source_name="Canary",
        )

    offered = client.get(FACTS, {"show": season.show_id, "season": secret.pk})
    said = client.get(
        SAID, {"fact": [f"release_date:{season.show_id}.{n}:on" for n in (2, 3)]}
    )

    for response in (offered, said):
        assert "2031" not in response.content.decode()
        assert "Canary" not in response.content.decode()
    assert "season 3" not in offered.content.decode()


def test_live_facts_say_what_they_are_and_who_said_so(client, writer, season):
    key = f"status:{season.show_id}.2:word"

    said = client.get(SAID, {"fact": [key, "status:999:word", "nonsense"]}).json()

    assert said[key] == {
        "words": "renewed",
        "detail": "Status, All of Us Are Dead, season 2",
        "source": "Netflix, 6 June 2022",
    }
    assert "warning" in said["status:999:word"]
    assert "warning" in said["nonsense"]


def test_staff_who_may_not_see_shows_are_told_nothing(client, season):
    client.force_login(User.objects.create_user("other", is_staff=True))
    key = f"status:{season.show_id}.2:word"

    assert client.get(FACTS, {"show": season.show_id}).status_code == 403
    assert client.get(SAID, {"fact": key}).json() == {
        key: {"warning": "You may not see shows."}
    }


@pytest.mark.parametrize("count", [1, 12])
def test_choosing_costs_the_same_however_much_there_is(
    client, writer, django_assert_max_num_queries, season, count
):
    for number in range(3, 3 + count):
        row = SeasonFactory(show=season.show, number=number)
        AnnouncementFactory(show=season.show, season=row, kind=Kind.ANNOUNCED)
        CreditFactory(show=season.show, character=f"Number {number}")

    # Session, user and permissions, show, seasons, facts, credits and their seasons.
    with django_assert_max_num_queries(9):
        client.get(FACTS, {"show": season.show_id})
