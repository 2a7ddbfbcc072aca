from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from authors.models import User
from tests.factories.articles import ArticleFactory, live_version
from tests.factories.desk import make_editor, make_writer

pytestmark = pytest.mark.django_db


def columns(client):
    context = client.get("/admin/").context
    return {
        column.title: [str(story) for story in column.stories]
        for column in context["columns"]
    }


@pytest.fixture
def stories():
    """One story in each state, of another writer than the one who looks."""
    other = make_writer("other")
    for state in ("scheduled", "in_review", "published", "reworked", "retracted"):
        ArticleFactory(headline=f"Of another: {state}", owner=other, **{state: True})
    ArticleFactory(headline="Of another: draft", owner=other)


def test_an_editor_sees_what_goes_out_waits_and_is_live(client, stories):
    client.force_login(make_editor())

    board = columns(client)

    assert board["Goes out next"] == ["Of another: scheduled"]
    assert board["Waiting for an editor"] == ["Of another: in_review"]
    assert board["Live, with unpublished changes"] == ["Of another: reworked"]
    assert set(board["Published last"]) == {
        "Of another: published",
        "Of another: reworked",
    }


def test_a_writer_sees_their_own_drafts_and_nobody_elses(client, stories):
    writer = make_writer()
    ArticleFactory(headline="My own draft", owner=writer)
    client.force_login(writer)

    board = columns(client)
    text = client.get("/admin/").content.decode()

    assert board["My drafts"] == ["My own draft"]
    assert "Waiting for an editor" not in board
    assert "Of another: draft" not in text
    assert "Of another: in_review" not in text


def test_a_draft_that_a_fix_contradicts_needs_a_person(client):
    editor = make_editor()
    article = ArticleFactory(standfirst="In May", published=True)
    content = live_version(article).content
    publishing.save_version(article, content | {"standfirst": "In June"}, by=editor)
    publishing.fix_live(article, {"standfirst": "In July"}, by=editor)
    client.force_login(editor)

    assert columns(client)["Needs a person"] == [article.headline]


def test_a_schedule_that_a_fix_stopped_needs_a_person(client):
    editor = make_editor()
    article = ArticleFactory(standfirst="In May", published=True, scheduled=False)
    content = live_version(article).content
    publishing.save_version(article, content | {"standfirst": "In June"}, by=editor)
    publishing.schedule(article, by=editor, at=timezone.now() + timedelta(days=1))
    publishing.fix_live(article, {"standfirst": "In July"}, by=editor)
    publishing.settle(article, by=editor)
    client.force_login(editor)

    assert columns(client)["Needs a person"] == [article.headline]


def test_staff_without_a_role_see_no_board(client, stories):
    client.force_login(User.objects.create_user("temp", is_staff=True))

    response = client.get("/admin/")

    assert response.context["columns"] == []
    assert "Of another" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 10])
def test_the_first_screen_costs_the_same_however_much_there_is(
    client, count, django_assert_max_num_queries
):
    client.force_login(make_editor())
    for _ in range(count):
        ArticleFactory(reworked=True)
        ArticleFactory(in_review=True)

    with django_assert_max_num_queries(12):
        client.get("/admin/")
