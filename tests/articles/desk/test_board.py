from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import publishing
from articles.models import Notice
from authors.models import User
from tests.factories.articles import ArticleFactory, live_version
from tests.factories.desk import make_author, make_editor, make_writer
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db


def columns(client):
    context = client.get("/admin/").context
    return {column.key: column for column in context["columns"]}


def titles(client):
    return {
        key: [row.title for row in column.rows]
        for key, column in columns(client).items()
    }


def plan(article, by=None, **wanted):
    changes = {name: (getattr(article, name), value) for name, value in wanted.items()}
    publishing.plan(article, changes, by=by or make_editor("planner"))


@pytest.fixture
def stories():
    """One story in each state, of another writer than the one who looks."""
    other = make_writer("other")
    for state in ("scheduled", "in_review", "published", "reworked", "retracted"):
        ArticleFactory(headline=f"Of another: {state}", owner=other, **{state: True})
    ArticleFactory(headline="Of another: draft", owner=other)


# Who sees what


def test_an_editor_sees_what_goes_out_waits_and_is_live(client, stories):
    client.force_login(make_editor())

    board = titles(client)

    assert board["next"] == ["Of another: scheduled"]
    assert board["review"] == ["Of another: in_review"]
    assert board["changed"] == ["Of another: reworked"]
    assert set(board["lately"]) == {"Of another: published", "Of another: reworked"}


def test_a_writer_sees_their_own_work_and_what_is_live(client, stories):
    writer = make_writer()
    ArticleFactory(headline="My own draft", owner=writer)
    ArticleFactory(headline="Mine in review", owner=writer, in_review=True)
    client.force_login(writer)

    board = titles(client)
    text = client.get("/admin/").content.decode()

    assert board["drafts"] == ["My own draft"]
    assert board["review"] == ["Mine in review"]
    assert board["next"] == board["changed"] == []
    for state in ("draft", "in_review", "scheduled", "retracted"):
        assert f"Of another: {state}" not in text


def test_staff_without_a_role_see_the_models_and_no_board(client, stories):
    client.force_login(User.objects.create_user("temp", is_staff=True))

    response = client.get("/admin/")

    assert "columns" not in response.context
    assert "Of another" not in response.content.decode()


def test_the_plain_list_of_models_is_one_click_away(client):
    client.force_login(make_editor())

    assert "?all=1" in client.get("/admin/").content.decode()
    assert "/admin/shows/platform/" in client.get("/admin/?all=1").content.decode()


# What waits for me


def test_what_is_due_comes_first_and_says_how_late_it_is(client):
    editor = make_editor()
    now = timezone.now()
    for headline, hours in (("Later", 5), ("Late", -3)):
        article = ArticleFactory(headline=headline)
        plan(article, assignee=editor, due_at=now + timedelta(hours=hours))
    plan(ArticleFactory(headline="Some time"), assignee=editor)
    client.force_login(editor)

    rows = columns(client)["waiting"].rows

    assert [row.title for row in rows] == ["Late", "Later", "Some time"]
    assert rows[0].alarm.startswith("Overdue by 3")
    assert not rows[1].alarm


def test_a_story_that_went_out_waits_no_more_until_it_is_due_again(client):
    editor = make_editor()
    article = ArticleFactory(published=True)
    plan(article, assignee=editor)
    Notice.objects.update(seen_at=timezone.now())
    client.force_login(editor)
    assert titles(client)["waiting"] == []

    plan(article, due_at=timezone.now() + timedelta(days=3))

    assert titles(client)["waiting"] == [article.headline]


def test_what_came_back_waits_for_its_writer_once(client):
    writer = make_writer()
    make_author(writer)
    article = ArticleFactory(owner=writer, in_review=True)
    publishing.request_changes(article, by=make_editor(), message="Name the source.")
    client.force_login(writer)

    (row,) = columns(client)["waiting"].rows

    assert (row.title, row.act) == (article.headline, "Revise")


def test_what_is_approved_waits_for_editors(client):
    article = ArticleFactory(in_review=True)
    publishing.approve(article, by=make_editor())
    client.force_login(make_editor("another"))

    (row,) = columns(client)["waiting"].rows

    assert row.act == "Publish…"
    assert row.act_url.endswith(f"/{article.pk}/publish/")


def test_a_notice_is_shown_until_it_was_seen_and_only_of_visible_stories(client):
    writer, editor = make_writer("reader"), make_editor()
    article = ArticleFactory(headline="Mentioned", owner=make_writer("other"))
    notice = Notice.objects.create(
        user=writer,
        article=article,
        kind=Notice.Kind.MENTION,
        key="one",
        by=editor,
        made_at=timezone.now(),
    )
    client.force_login(writer)
    assert titles(client)["waiting"] == []

    plan(article, assignee=writer)
    Notice.objects.exclude(pk=notice.pk).delete()
    assert "Mentioned" in titles(client)["waiting"]


# What is wrong


def test_a_draft_that_a_fix_contradicts_needs_a_person(client):
    editor = make_editor()
    article = ArticleFactory(standfirst="In May", published=True)
    content = live_version(article).content
    publishing.save_version(article, content | {"standfirst": "In June"}, by=editor)
    publishing.fix_live(article, {"standfirst": "In July"}, by=editor)
    client.force_login(editor)

    assert titles(client)["trouble"] == [article.headline]


def test_a_schedule_that_a_fix_stopped_needs_a_person(client):
    editor = make_editor()
    article = ArticleFactory(standfirst="In May", published=True, scheduled=False)
    content = live_version(article).content
    publishing.save_version(article, content | {"standfirst": "In June"}, by=editor)
    publishing.schedule(article, by=editor, at=timezone.now() + timedelta(days=1))
    publishing.fix_live(article, {"standfirst": "In July"}, by=editor)
    publishing.settle(article, by=editor)
    client.force_login(editor)

    assert titles(client)["trouble"] == [article.headline]


def test_a_legal_hold_is_told_with_its_reason(client):
    editor = make_editor()
    article = ArticleFactory()
    publishing.hold(article, by=editor, reason="A letter from a lawyer")
    client.force_login(editor)

    (row,) = columns(client)["trouble"].rows

    assert row.alarm == "Legal hold"
    assert "A letter from a lawyer" in row.said[0]


# What goes out


def test_the_next_to_go_out_is_counted_down_to_in_words(client):
    article = ArticleFactory()
    editor = make_editor()
    publishing.schedule(
        article, by=editor, at=timezone.now() + timedelta(hours=2, minutes=30)
    )
    client.force_login(editor)

    text = client.get("/admin/").content.decode().replace("\xa0", " ")

    assert "2 hours, 29 minutes" in text or "2 hours, 30 minutes" in text
    assert publishing.spoken(article.versions.get().live_from) in text


def test_an_embargo_on_news_counts_down_beside_the_stories(client):
    AnnouncementFactory(
        show=ShowFactory(title="Hellbound"),
        public_from=timezone.now() + timedelta(days=1),
    )
    client.force_login(make_editor())

    (row,) = columns(client)["next"].rows

    assert row.title.startswith("Hellbound")
    assert row.moment


# What nobody has written yet


@pytest.fixture
def premiere():
    season = SeasonFactory(show=ShowFactory(title="Hellbound"), number=2)
    today = timezone.localdate()
    AnnouncementFactory(
        show=season.show,
        season=season,
        kind="date_set",
        date=today + timedelta(days=9),
        precision="day",
        announced_on=today - timedelta(days=3),
    )
    return season


def test_a_premiere_without_a_story_offers_to_start_it(client, premiere):
    client.force_login(make_writer())

    (row,) = columns(client)["premieres"].rows

    assert row.title == "Hellbound"
    assert f"seasons={premiere.pk}" in row.act_url
    form = client.get(row.act_url).content.decode()
    assert f'value="{premiere.pk}" selected' in form


def test_a_draft_about_the_season_is_a_story_for_it_and_a_killed_one_is_not(
    client, premiere
):
    article = ArticleFactory(seasons=[premiere], owner=make_writer("other"))
    client.force_login(make_editor())
    assert titles(client)["premieres"] == []

    publishing.kill(article, by=make_editor(), reason="Untrue")

    assert titles(client)["premieres"] == ["Hellbound"]


def test_a_premiere_is_listed_from_14_days_before(client, premiere):
    with time_machine.travel(timezone.now() - timedelta(days=6)):
        client.force_login(make_editor())
        assert titles(client)["premieres"] == []


# What it costs, and what the counts lead to


def test_counts_lead_to_as_many_stories(client, stories):
    client.force_login(make_editor())

    for column in columns(client).values():
        if "desk=" in column.more:
            found = client.get(column.more).context["cl"].result_list
            assert len(found) == column.count, column.key


def test_a_long_list_is_counted_no_further_than_a_hundred(client, monkeypatch):
    monkeypatch.setattr("articles.desk.board.MOST_COUNTED", 2)
    for _ in range(4):
        ArticleFactory(in_review=True)
    client.force_login(make_editor())

    assert columns(client)["review"].how_many == "2+ stories"


@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("make_user", [make_writer, make_editor])
def test_the_first_screen_costs_the_same_however_much_there_is(
    client, make_user, count, django_assert_max_num_queries
):
    client.force_login(make_user())
    for _ in range(count):
        ArticleFactory(reworked=True, shows=[ShowFactory()])
        ArticleFactory(in_review=True, shows=[ShowFactory()])
        ArticleFactory(scheduled=True)
        plan(ArticleFactory(), assignee=make_user())

    with django_assert_max_num_queries(28):
        client.get("/admin/")
