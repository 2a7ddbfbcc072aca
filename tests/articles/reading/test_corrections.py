import pytest
import time_machine
from django.utils import timezone

from articles import publishing
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor

pytestmark = pytest.mark.django_db


def correct(notice, **kwargs):
    article = ArticleFactory(published=True, **kwargs)
    publishing.correct(
        article, by=make_editor(), changes={"headline": "Put right"}, notice=notice
    )
    return article


def test_retractions_are_collected_with_the_corrections_newest_first(client):
    with time_machine.travel("2026-11-02 10:00Z"):
        correct("The wrong month.")
    with time_machine.travel("2026-11-03 10:00Z"):
        article = ArticleFactory(headline="It never happened", published=True)
        publishing.retract(article, by=make_editor(), notice="We made it up.")
    with time_machine.travel("2026-11-04 10:00Z"):
        correct("The wrong name.")

    with time_machine.travel("2026-11-05 10:00Z"):
        notices = client.get("/corrections/").context["page"].items

    assert [(each.words, each.is_retraction) for each in notices] == [
        ("The wrong name.", False),
        ("We made it up.", True),
        ("The wrong month.", False),
    ]


def test_the_corrections_of_one_month_are_shown_alone(client):
    with time_machine.travel("2026-09-30 23:30Z"):
        correct("In September.")
    with time_machine.travel("2026-10-01 00:30Z"):
        correct("In October.")

    with time_machine.travel("2026-11-05 10:00Z"):
        response = client.get("/corrections/?month=2026-10")
        nonsense = client.get("/corrections/?month=2026-13")

    assert "In October." in response.text
    assert "In September." not in response.text
    assert [f"{month:%Y-%m}" for month in response.context["months"]] == [
        "2026-10",
        "2026-09",
    ]
    assert "In September." in nonsense.text


def test_a_month_of_no_time_of_ours_is_none(client, settings):
    settings.TIME_ZONE = "Asia/Seoul"

    for month in ("0001-01", "9999-12"):
        response = client.get(f"/corrections/?month={month}")

        assert response.context["month"] is None


def test_a_retraction_that_is_still_to_come_is_not_told(client):
    article = ArticleFactory(published=True)
    before = timezone.now()
    publishing.retract(article, by=make_editor(), notice="We made it up.")

    with time_machine.travel(before, tick=False):
        assert "made it up" not in client.get("/corrections/").text


def update(reason, **kwargs):
    article = ArticleFactory(published=True, **kwargs)
    article.headline += ", again"
    article.save()
    publishing.save_version(article, by=article.owner)
    publishing.publish(article, by=make_editor(), reason=reason, substantive=True)
    return article


def test_updates_are_collected_apart_the_latest_first(client):
    with time_machine.travel("2026-11-02 10:00Z"):
        update("Adds the date.")
    with time_machine.travel("2026-11-03 10:00Z"):
        update("Adds the cast.")
        correct("The wrong month.")

    with time_machine.travel("2026-11-05 10:00Z"):
        page = client.get("/corrections/?show=updates").text

    assert page.index("Adds the cast.") < page.index("Adds the date.")
    assert "The wrong month." not in page
    assert '<meta name="robots" content="noindex' in page


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_of_updates_costs_the_same_however_many_there_are(
    client, django_assert_num_queries, count
):
    for number in range(count):
        update(f"Adds number {number}.", kind="explainer")

    # The stories; news about them; the site.
    with django_assert_num_queries(3):
        response = client.get("/corrections/?show=updates")

    assert len(response.context["page"].items) == count


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_costs_the_same_however_many_of_either_kind(
    client, django_assert_num_queries, count
):
    for number in range(count):
        correct(f"Notice {number}.")
        article = ArticleFactory(published=True)
        publishing.retract(article, by=make_editor(), notice=f"Retracted {number}.")

    # The notices; corrections, their stories; retracted stories; two for the months; the
    # site.
    with django_assert_num_queries(7):
        response = client.get("/corrections/")

    assert len(response.context["page"].items) == 2 * count
