from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.reading.previews import preview_url
from newsroom import ahead
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import AnnouncementFactory, ShowFactory

pytestmark = pytest.mark.django_db

URL = "/admin/ahead/"
MARK = "The site as it will be on"


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def look(client, days=2, **more):
    moment = timezone.now() + timedelta(days=days)
    return client.post(URL, {"then": moment.isoformat(), **more})


def test_an_editor_walks_through_the_site_as_it_will_be(client, editor):
    story = ArticleFactory(scheduled=True, headline="Out on Friday")

    response = look(client, next=story.get_absolute_url())
    page = client.get(response["Location"])
    front = client.get("/")

    assert response["Location"] == story.get_absolute_url()
    assert MARK in page.text
    assert "Out on Friday" in page.text
    assert "Out on Friday" in front.text
    assert client.get(f"/sections/{story.section.slug}/").text.count(MARK) == 1


def test_pages_ahead_are_kept_by_nobody(client, editor):
    look(client)

    response = client.get("/")

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "Cookie" in response["Vary"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert "ETag" not in response


def test_facts_and_error_pages_are_of_that_moment_too(client, editor):
    show = ShowFactory(title="Held back")
    AnnouncementFactory(
        show=show,
        kind="renewed",
        public_from=timezone.now() + timedelta(days=1),
        announced_on=timezone.localdate() + timedelta(days=1),
    )
    before = client.get(show.get_absolute_url())

    look(client)

    assert before.status_code == 404
    assert client.get(show.get_absolute_url()).status_code == 200
    nowhere = client.get("/nowhere/")
    assert nowhere.status_code == 404
    assert MARK in nowhere.text


def test_back_to_now_is_one_click(client, editor):
    ArticleFactory(scheduled=True, headline="Out on Friday")
    look(client)

    response = client.post(URL, {"leave": "1", "next": "/articles/"})

    assert response["Location"] == "/articles/"
    page = client.get("/articles/")
    assert MARK not in page.text
    assert "Out on Friday" not in page.text


def test_the_desk_stays_in_the_present(client, editor):
    story = ArticleFactory(scheduled=True)
    look(client)

    board = client.get("/admin/")
    form = client.get(reverse("admin:articles_article_change", args=[story.pk]))

    now = timezone.now()
    assert abs(board.wsgi_request.moment - now) < timedelta(minutes=1)
    assert abs(form.wsgi_request.moment - now) < timedelta(minutes=1)


def test_what_is_sent_is_sent_now(client, editor):
    look(client)

    response = client.post("/articles/")

    assert abs(response.wsgi_request.moment - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "path",
    [
        "/feed.xml",
        "/feed.atom",
        "/sitemap.xml",
        "/sitemaps/pages.xml",
        "/news-sitemap.xml",
        "/calendar.ics",
        "/robots.txt",
        "/healthz",
    ],
)
def test_what_is_for_programs_carries_no_mark_and_so_no_other_moment(
    client, editor, path
):
    ArticleFactory(scheduled=True, headline="Out on Friday")
    look(client)

    response = client.get(path)

    assert not hasattr(response.wsgi_request, "ahead")
    assert "Out on Friday" not in b"".join(response).decode()


def test_a_preview_keeps_its_own_moment(client, editor):
    story = ArticleFactory()
    look(client)

    response = client.get(preview_url(story.versions.get()))

    assert not hasattr(response.wsgi_request, "ahead")


def test_the_cookie_is_of_no_use_to_anybody_else(client, editor):
    ArticleFactory(scheduled=True, headline="Out on Friday")
    look(client)
    cookie = client.cookies[settings.AHEAD_COOKIE_NAME].value
    other_editor, writer, anonymous, again = Client(), Client(), Client(), Client()
    other_editor.force_login(make_editor("second"))
    writer.force_login(make_writer())
    # The same person in another browser.
    again.force_login(editor)

    for thief in (other_editor, writer, anonymous, again):
        thief.cookies[settings.AHEAD_COOKIE_NAME] = cookie
        response = thief.get("/")
        assert not hasattr(response.wsgi_request, "ahead")
        assert "Out on Friday" not in response.text


def test_a_forged_cookie_costs_no_query(client, django_assert_num_queries):
    token = signing.dumps(["2099-01-01T00:00:00+00:00", "x"], key="guess", salt="y")
    with django_assert_num_queries(0):
        for forged in ("2099", token, "a:b:c", ""):
            client.cookies[settings.AHEAD_COOKIE_NAME] = forged
            answer = client.get("/site.webmanifest")
            assert not hasattr(answer.wsgi_request, "ahead")
    client.cookies[settings.AHEAD_COOKIE_NAME] = token
    assert not hasattr(client.get("/").wsgi_request, "ahead")


@pytest.mark.parametrize("trick", ["?at=2099-01-01", "?moment=2099", "?then=2099"])
def test_no_address_chooses_a_moment(client, editor, trick):
    ArticleFactory(scheduled=True, headline="Out on Friday")

    response = client.get(f"/{trick}")
    client.get(f"{URL}{trick}")

    assert "Out on Friday" not in response.text
    assert "Out on Friday" not in client.get("/").text


def test_it_ends_with_the_session_the_permission_and_the_day(client, editor):
    look(client, days=5)
    assert MARK in client.get("/").text
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert MARK not in client.get("/").text

    editor.groups.clear()
    editor.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert MARK not in client.get("/").text

    editor.user_permissions.add(Permission.objects.get(codename="look_ahead"))
    assert MARK in client.get("/").text
    client.logout()
    assert MARK not in client.get("/").text


def test_a_chosen_moment_that_has_come_is_said_to_have_passed(client, editor):
    client.post(
        URL, {"then": (timezone.now() + timedelta(minutes=5)).isoformat(), "next": "/"}
    )

    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        response = client.get("/")

    assert "has passed" in response.text
    assert response.wsgi_request.moment > response.wsgi_request.ahead.moment


def test_only_coming_moments_within_reason_can_be_chosen(client, editor):
    for typed, said in (
        ("", "Say on which day"),
        ("soon", "That is not a day and a time"),
        ("2020-01-01T09:00", "That moment has passed"),
        ("9999-12-31T23:59", "within three years"),
    ):
        response = client.post(URL, {"moment": typed, "next": "/"})
        assert response.status_code == 422
        assert said in response.text
    assert settings.AHEAD_COOKIE_NAME not in client.cookies


@time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False)
def test_the_moment_is_said_with_its_weekday_and_zone(client, editor):
    client.post(URL, {"moment": "2026-11-27T09:00", "next": "/"})

    assert "Friday 27 November 2026, 09:00 UTC" in client.get("/").text


@pytest.mark.parametrize(
    "place",
    ["https://evil.test/", "//evil.test/", "/admin/", "/feed.xml", "javascript:x", ""],
)
def test_one_is_led_to_pages_of_readers_only(client, editor, place):
    assert look(client, next=place)["Location"] == "/"


def test_who_may_not_is_told_so(client):
    assert client.get(URL).status_code == 302
    client.force_login(make_writer())

    assert client.get(URL).status_code == 403
    assert look(client).status_code == 403


def test_the_screen_lists_what_changes_by_itself(client, editor):
    story = ArticleFactory(scheduled=True, headline="Out tomorrow")
    hidden = ArticleFactory(
        published=True,
        safe_until=timezone.now() + timedelta(hours=2),
        safe_headline="Calm",
    )
    show = ShowFactory(title="Held back")
    AnnouncementFactory(
        show=show,
        kind="renewed",
        public_from=timezone.now() + timedelta(days=2),
        announced_on=timezone.localdate() + timedelta(days=2),
    )

    response = client.get(URL)
    changes = ahead.coming_changes(timezone.now())

    assert "Out tomorrow" in response.text
    assert [change.path for change in changes] == [
        hidden.get_absolute_url(),
        story.get_absolute_url(),
        show.get_absolute_url(),
    ]
    assert "See the site then" in client.get("/admin/").text


@pytest.mark.parametrize("size", [1, 12])
def test_the_screen_costs_the_same_however_much_is_coming(
    client, editor, django_assert_num_queries, size
):
    for number in range(size):
        ArticleFactory(scheduled=True, headline=f"Coming {number}")
        AnnouncementFactory(
            show=ShowFactory(),
            public_from=timezone.now() + timedelta(days=2),
            announced_on=timezone.localdate(),
        )
    client.get(URL)

    # Session, person, permissions twice; stories, protections that end, news and
    # layouts to come.
    with django_assert_num_queries(8):
        client.get(URL)
