from datetime import date, datetime, timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.utils import timezone

from articles import publishing
from articles.models import Section
from authors.models import User
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import AnnouncementFactory, ShowFactory

pytestmark = pytest.mark.django_db

CALENDAR = "/admin/articles/article/calendar/"
MOVE = "/admin/articles/article/calendar/plan/"
NOON = datetime(2026, 11, 10, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _tenth_of_november():
    with time_machine.travel(NOON):
        yield


def plan(article, **wanted):
    changes = {name: (getattr(article, name), value) for name, value in wanted.items()}
    publishing.plan(article, changes, by=make_editor())


def entries(client, **asked):
    """(day, kind, title) of everything on the month."""
    month = client.get(CALENDAR, {"month": "2026-11"} | asked).context["month"]
    return [
        (day.day.day, entry.kind, entry.title)
        for week in month.weeks
        for day in week
        for entry in day.entries
        if day.in_month
    ]


def move(client, article, to, seen):
    return client.post(
        MOVE, {"article": article.pk, "planned_for": to, "seen": seen}, follow=True
    )


def test_planned_scheduled_due_and_published_stand_on_their_days(client):
    plan(ArticleFactory(headline="In mind"), planned_for=date(2026, 11, 20))
    scheduled = ArticleFactory(headline="Goes out")
    publishing.schedule(scheduled, by=make_editor(), at=NOON + timedelta(days=3))
    ArticleFactory(headline="Is out", published_at=NOON - timedelta(days=4))
    plan(ArticleFactory(headline="Owed"), due_at=NOON + timedelta(days=1))
    client.force_login(make_editor())

    assert entries(client) == [
        (6, "published", "Is out"),
        (11, "due", "Owed"),
        (13, "scheduled", "Goes out"),
        (20, "planned", "In mind"),
    ]


def test_a_day_in_mind_and_a_schedule_are_two_things(client):
    article = ArticleFactory(headline="Both")
    plan(article, planned_for=date(2026, 11, 12))
    publishing.schedule(article, by=make_editor(), at=NOON + timedelta(days=4))
    client.force_login(make_editor())

    assert entries(client) == [(12, "planned", "Both"), (14, "scheduled", "Both")]


def test_a_story_that_goes_out_on_its_day_stands_there_once(client):
    article = ArticleFactory(headline="As planned")
    plan(article, planned_for=date(2026, 11, 14))
    publishing.schedule(article, by=make_editor(), at=NOON + timedelta(days=4))
    client.force_login(make_editor())

    assert entries(client) == [(14, "scheduled", "As planned")]


def test_times_are_of_the_sites_zone_which_is_named(client, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    article = ArticleFactory(headline="At night")
    late = datetime(2026, 11, 14, 20, tzinfo=NOON.tzinfo)
    publishing.schedule(article, by=make_editor(), at=late)
    client.force_login(make_editor())
    timezone.get_default_timezone.cache_clear()

    assert entries(client) == [(15, "scheduled", "At night")]
    assert "Asia/Seoul" in client.get(CALENDAR).content.decode()


@pytest.fixture(autouse=True)
def _zone_of_the_site():
    yield
    timezone.get_default_timezone.cache_clear()


def test_a_writer_sees_no_plan_or_schedule_of_another(client):
    other = make_writer("other")
    plan(ArticleFactory(headline="Plan", owner=other), planned_for=date(2026, 11, 20))
    ArticleFactory(headline="Schedule", owner=other, scheduled=True)
    ArticleFactory(headline="Shelf", owner=other)
    client.force_login(make_writer())

    text = client.get(CALENDAR).content.decode()

    assert not [title for title in ("Plan<", "Schedule<", "Shelf<") if title in text]


def test_staff_without_a_role_get_no_calendar(client):
    client.force_login(User.objects.create_user("temp", is_staff=True))

    assert client.get(CALENDAR).status_code == HTTPStatus.FORBIDDEN
    assert client.post(MOVE).status_code == HTTPStatus.FORBIDDEN


def test_the_month_is_narrowed_to_a_section_and_a_person(client):
    writer = make_writer("somebody")
    film = SectionFactory(name="Film")
    plan(ArticleFactory(headline="A", section=film), planned_for=date(2026, 11, 20))
    plan(ArticleFactory(headline="B", owner=writer), planned_for=date(2026, 11, 20))
    client.force_login(make_editor())

    assert entries(client, section=film.pk) == [(20, "planned", "A")]
    assert entries(client, person=writer.pk) == [(20, "planned", "B")]
    assert Section.objects.count() == 2


def test_premieres_stand_there_as_context(client):
    AnnouncementFactory(
        show=ShowFactory(title="Hellbound"),
        kind="date_set",
        date=date(2026, 11, 25),
        precision="day",
        announced_on=date(2026, 11, 1),
    )
    client.force_login(make_editor())

    month = client.get(CALENDAR).context["month"]

    found = [
        (day.day, premiere.title)
        for week in month.weeks
        for day in week
        for premiere in day.premieres
    ]
    assert found == [(date(2026, 11, 25), "Hellbound")]


def test_what_has_no_day_lies_on_the_shelf(client):
    ArticleFactory(headline="No day")
    ArticleFactory(headline="Out already", published=True)
    client.force_login(make_editor())

    shelf = client.get(CALENDAR).context["month"].shelf

    assert [entry.title for entry in shelf] == ["No day"]


# Moving


def test_a_plan_moves_to_another_day_and_back_to_the_shelf(client):
    article = ArticleFactory(headline="Moves")
    client.force_login(make_editor())

    move(client, article, "2026-11-20", "")
    assert entries(client) == [(20, "planned", "Moves")]

    move(client, article, "", "2026-11-20")
    assert entries(client) == []


def test_a_plan_that_a_colleague_moved_meanwhile_is_not_moved_over(client):
    article = ArticleFactory(headline="Moves")
    plan(article, planned_for=date(2026, 11, 18))
    client.force_login(make_editor())

    response = move(client, article, "2026-11-20", "")

    assert "18 November 2026" in response.content.decode()
    assert entries(client) == [(18, "planned", "Moves")]


def test_another_writers_story_cannot_be_moved_and_is_not_named(client):
    article = ArticleFactory(headline="Secret", owner=make_writer("other"))
    client.force_login(make_writer())

    response = move(client, article, "2026-11-20", "")

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "Secret" not in response.content.decode()


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "2026-11-31"])
def test_what_is_no_day_moves_nothing(client, day):
    article = ArticleFactory()
    client.force_login(make_editor())

    assert "Nothing was moved" in move(client, article, day, "").content.decode()


def test_moving_is_a_post(client):
    client.force_login(make_editor())

    assert client.get(MOVE).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(
    "month", ["", "x", "2026-00", "9999-12", "2026-1٣", "0-0", "-"]
)
def test_what_is_no_month_is_this_one(client, month):
    client.force_login(make_editor())

    assert client.get(CALENDAR, {"month": month}).context["month"].name == "2026-11"


@pytest.mark.parametrize("month", ["1990-01", "2100-12", "2026-2"])
def test_the_first_and_last_month_have_neighbours(client, month):
    client.force_login(make_editor())

    assert client.get(CALENDAR, {"month": month}).status_code == HTTPStatus.OK


@pytest.mark.parametrize("count", [1, 12])
def test_a_month_costs_the_same_however_full(
    client, count, django_assert_max_num_queries
):
    for number in range(count):
        plan(ArticleFactory(), planned_for=date(2026, 11, 11 + number))
        plan(ArticleFactory(), due_at=NOON + timedelta(days=number))
        ArticleFactory(published=True)
        ArticleFactory(scheduled=True)
    client.force_login(make_editor())

    with django_assert_max_num_queries(14):
        client.get(CALENDAR)
