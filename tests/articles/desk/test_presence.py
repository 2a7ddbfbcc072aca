import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.desk import presence
from articles.models import Presence
from tests.articles.admin.test_admin import change_url
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _still_clock(time_machine):
    time_machine.move_to(timezone.now(), tick=False)


@pytest.fixture
def story():
    return ArticleFactory(published=True)


def beat(client, user, story, *, tab=None, base=1, **more):
    client.force_login(user)
    body = {"user": user.pk, "tab": str(tab or uuid.uuid4()), "base": base, **more}
    response = client.post(
        change_url(story, "presence"),
        json.dumps(body),
        content_type="application/json",
    )
    assert response.status_code == 200
    return response.json()


def told(answer):
    return [person["text"] for person in answer["people"]]


def test_a_colleague_is_named_with_how_long_they_are_at_it(client, story, time_machine):
    tab = uuid.uuid4()
    beat(client, make_editor(), story, tab=tab)
    time_machine.shift(timedelta(minutes=2))
    beat(client, make_editor(), story, tab=tab)

    answer = beat(client, make_writer(), story)

    assert told(answer) == ["editor is editing this, 2 min"]


def test_the_page_itself_names_them_without_a_script(client, story):
    beat(client, make_editor(), story)
    client.force_login(make_writer())

    page = client.get(change_url(story))

    assert "editor is editing this, less than 1 min" in page.content.decode()


def test_hidden_tabs_that_speak_once_a_minute_count(client, story, time_machine):
    tab = uuid.uuid4()
    for _ in range(5):
        beat(client, make_editor(), story, tab=tab)
        time_machine.shift(timedelta(seconds=65))

    assert told(beat(client, make_writer(), story)) == ["editor is editing this, 5 min"]


def test_a_closed_browser_is_gone_within_150_seconds(client, story, time_machine):
    beat(client, make_editor(), story)

    time_machine.shift(timedelta(seconds=140))

    assert told(beat(client, make_writer(), story)) == []


def test_whoever_says_goodbye_is_gone_at_once(client, story):
    tab = uuid.uuid4()
    beat(client, make_editor(), story, tab=tab)
    beat(client, make_editor(), story, tab=tab, leaves=True)

    assert told(beat(client, make_writer(), story)) == []
    assert Presence.objects.count() == 1


def test_a_person_with_three_tabs_is_one_person(client, story):
    for _ in range(3):
        beat(client, make_editor(), story)

    assert len(told(beat(client, make_writer(), story))) == 1


def test_another_tab_of_ones_own_is_told_too(client, story):
    beat(client, make_writer(), story)

    answer = beat(client, make_writer(), story)

    assert told(answer) == ["You have this open in another tab too, less than 1 min"]


def test_it_never_keeps_anybody_from_saving(client, story):
    beat(client, make_editor(), story)
    content = story.versions.get().content | {"headline": "Saved all the same"}

    saved = publishing.save_version(story, content, by=make_writer(), base=1)

    assert saved.headline == "Saved all the same"


def test_whoever_only_reads_is_not_said_to_edit(client):
    story = ArticleFactory(in_review=True)

    beat(client, story.owner, story)

    assert not Presence.objects.exists()


def test_what_a_colleague_saved_meanwhile_is_told_before_one_saves(client, story):
    content = story.versions.get().content
    publishing.save_version(
        story, content | {"headline": "New"}, by=make_editor(), base=1
    )

    saved = beat(client, make_writer(), story, base=1)["saved"]

    assert saved["text"] == "editor saved version 2 meanwhile."
    assert client.get(saved["url"]).status_code == 200
    assert beat(client, make_writer(), story, base=2)["saved"] is None


def test_somebody_who_was_disabled_is_not_named(client, story):
    editor = make_editor()
    beat(client, editor, story)
    editor.is_active = False
    editor.save()

    assert told(beat(client, make_writer(), story)) == []


def test_rows_that_nobody_closed_are_swept(client, story, time_machine, monkeypatch):
    monkeypatch.setattr(presence, "SWEPT_AT_ONCE", 2)
    for _ in range(3):
        beat(client, make_editor(), story)
    time_machine.shift(timedelta(days=2))

    beat(client, make_writer(), story)

    assert Presence.objects.count() == 2


@pytest.mark.parametrize("body", [{}, {"tab": "x", "base": 1}, {"base": -1}])
def test_what_no_page_sends_is_refused(client, story, body):
    writer = make_writer()
    client.force_login(writer)

    response = client.post(
        change_url(story, "presence"),
        json.dumps({"user": writer.pk, **body}),
        content_type="application/json",
    )

    assert response.status_code == 400


def test_asking_writes_nothing(client, story):
    client.force_login(make_writer())

    assert client.get(change_url(story, "presence")).status_code == 405


@pytest.mark.parametrize("count", [1, 12])
def test_a_heartbeat_costs_the_same_however_many_are_there(
    client, story, count, django_assert_max_num_queries
):
    for number in range(count):
        beat(client, make_editor(f"editor{number}"), story)
    tab = uuid.uuid4()
    writer = make_writer()
    beat(client, writer, story, tab=tab)

    # Logging in again is not counted; session, user, two for permissions, story,
    # whether it may be seen, one small update, who else is there.
    client.force_login(writer)
    body = {"user": writer.pk, "tab": str(tab), "base": 1}
    with django_assert_max_num_queries(8):
        client.post(
            change_url(story, "presence"),
            json.dumps(body),
            content_type="application/json",
        )
