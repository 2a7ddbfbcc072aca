import smtplib
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections, transaction
from django.utils import timezone

from articles import publishing
from articles.desk import mailing
from articles.desk.mailing import mail_notices
from articles.desk.notes import write_note
from articles.desk.notices import latest, see, tell, unseen
from articles.models import Article, Notice
from authors.models import User
from tests.factories.articles import ArticleFactory
from tests.factories.authors import UserFactory
from tests.factories.desk import make_author, make_editor, make_writer

pytestmark = pytest.mark.django_db


def with_address(user):
    user.email = f"{user.username}@example.com"
    user.save()
    return user


@pytest.fixture
def writer():
    return with_address(make_writer())


@pytest.fixture
def editor():
    return with_address(make_editor())


@pytest.fixture
def story(writer):
    return ArticleFactory(owner=writer, headline="A secret wedding")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


class Refusing(EmailBackend):
    """A mail server that answers, but takes nothing."""

    error: Exception = smtplib.SMTPDataError(451, "Try again later")

    def send_messages(self, messages):
        raise self.error


class Away(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("Nobody listens here.")


@pytest.fixture
def through(monkeypatch):
    """Mail goes through this backend instead."""

    def use(backend):
        monkeypatch.setattr(mailing, "get_connection", lambda: backend)
        return backend

    return use


# Told once


def test_a_name_in_a_note_is_mailed_after_the_note_is_kept(
    story, writer, editor, committed, settings
):
    settings.SITE_URL = "https://news.example.com"
    with committed():
        note = write_note(story, "Is this true, @editor?", by=writer)
        assert mail.outbox == []

    (message,) = mail.outbox
    assert message.to == ["editor@example.com"]
    assert message.subject == "writer mentioned you: A secret wedding"
    assert "Is this true, @editor?" in message.body
    assert (
        f"https://news.example.com/admin/articles/article/{story.pk}/change/"
        f"#note-{note.pk}"
    ) in message.body
    assert "all that is known" not in message.body
    assert Notice.objects.get().sent_at


def test_a_headline_cannot_write_headers_of_a_mail(writer, editor, committed):
    story = ArticleFactory(owner=writer)
    Article.objects.filter(pk=story.pk).update(
        headline="A\r\nBcc: everybody@example.com"
    )
    story.refresh_from_db()

    with committed():
        write_note(story, "@editor", by=writer)

    assert (
        mail.outbox[0].subject == "writer mentioned you: A Bcc: everybody@example.com"
    )
    assert mail.outbox[0].recipients() == ["editor@example.com"]


def test_a_person_named_twice_and_answered_is_told_once(
    story, writer, editor, committed
):
    first = write_note(story, "Who says so?", by=editor)
    with committed():
        write_note(story, "@editor see below, @editor", by=writer, reply_to=first)

    assert len(mail.outbox) == 1
    assert Notice.objects.count() == 1


def test_whoever_is_answered_is_told(story, writer, editor, committed):
    first = write_note(story, "Who says so?", by=editor)
    with committed():
        write_note(story, "The agency.", by=writer, reply_to=first)

    assert mail.outbox[0].subject == "writer answered your note: A secret wedding"


def test_nobody_is_told_of_a_name_of_their_own(story, writer, committed):
    with committed():
        write_note(story, "@writer, remember this", by=writer)

    assert mail.outbox == []


def test_whoever_may_not_see_the_story_is_not_told(story, writer, committed):
    with_address(make_writer("outsider"))
    with committed():
        write_note(story, "@outsider", by=writer)

    assert mail.outbox == []
    assert not Notice.objects.exists()


def test_changes_are_asked_for_once_even_of_one_who_is_named(
    story, writer, editor, committed
):
    publishing.submit(story, by=writer)
    with committed():
        publishing.request_changes(story, by=editor, message="@writer, who says so?")

    (message,) = mail.outbox
    assert message.subject == "editor asks for changes: A secret wedding"
    assert "who says so?" in message.body


def test_writers_are_told_of_approval_and_assignees_of_their_story(
    story, writer, editor, committed
):
    colleague = with_address(make_writer("colleague"))
    with committed():
        publishing.approve(story, by=editor)
        publishing.plan(story, {"assignee": (None, colleague)}, by=editor)

    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["writer@example.com"], "editor approved your story: A secret wedding"),
        (["colleague@example.com"], "editor gave you a story: A secret wedding"),
    ]


def test_a_fix_that_stops_a_schedule_tells_its_writers_and_who_scheduled_it(
    writer, editor, committed
):
    story = ArticleFactory(owner=writer, published=True)
    bylined = with_address(make_writer("bylined"))
    story.bylines.create(author=make_author(bylined), position=2)
    scheduler = with_address(make_editor("scheduler"))
    Article.objects.filter(pk=story.pk).update(headline="Rewritten")
    story.refresh_from_db()
    publishing.save_version(story, by=writer)
    publishing.schedule(
        story, by=scheduler, at=timezone.now() + timedelta(days=1), reason="New"
    )

    with committed():
        fix = publishing.fix_live(story, {"headline": "Fixed"}, by=editor)

    assert fix.stopped
    assert sorted(message.to[0] for message in mail.outbox) == [
        "bylined@example.com",
        "scheduler@example.com",
        "writer@example.com",
    ]
    assert "stopped a schedule" in mail.outbox[0].subject


def test_a_legal_hold_that_stops_a_schedule_tells_them_too(writer, committed):
    story = ArticleFactory(owner=writer, scheduled=True)
    with_address(make_editor())
    with committed():
        publishing.hold(story, by=make_editor("lawyer"), reason="A letter.")

    assert sorted(message.to[0] for message in mail.outbox) == [
        "editor@example.com",
        "writer@example.com",
    ]


def test_what_is_rolled_back_is_mailed_to_nobody(story, writer, editor, committed):
    def fails():
        with transaction.atomic():
            write_note(story, "@editor", by=writer)
            raise RuntimeError("The step failed after all.")

    with committed(), pytest.raises(RuntimeError):
        fails()

    assert mail.outbox == []


# Asked again when the mail leaves


@pytest.mark.parametrize(
    "changes", [{"is_active": False}, {"email": ""}, {"is_staff": False}]
)
def test_a_person_who_left_meanwhile_gets_no_mail(story, writer, editor, changes):
    write_note(story, "@editor", by=writer)
    User.objects.filter(pk=editor.pk).update(**changes)

    assert mail_notices().needless == 1
    assert mail_notices().needless == 0
    assert mail.outbox == []


def test_a_story_that_was_taken_from_them_is_not_mailed(writer, editor):
    colleague = with_address(make_writer("colleague"))
    story = ArticleFactory(owner=writer, assignee=colleague)
    write_note(story, "@colleague", by=writer)
    Article.objects.update(assignee=None)

    mail_notices()

    assert mail.outbox == []
    assert unseen(colleague, timezone.now()) == []


def test_what_was_seen_before_it_could_be_mailed_is_not_mailed(story, writer, editor):
    write_note(story, "@editor", by=writer)
    see(editor, timezone.now(), story)

    mail_notices()

    assert mail.outbox == []


# When mail fails


def test_what_the_server_refuses_is_tried_again_later_and_then_no_more(
    story, writer, editor, through
):
    write_note(story, "@editor", by=writer)
    through(Refusing())

    tried = 0
    for minutes in range(0, 48 * 60, 5):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            tried += mail_notices().failed

    notice = Notice.objects.get()
    assert tried == mailing.MOST_TRIES
    assert (notice.sent_at, notice.try_at) == (None, None)


def test_a_failed_mail_is_sent_by_a_later_tick_once(story, writer, editor, monkeypatch):
    write_note(story, "@editor", by=writer)
    with monkeypatch.context() as patch:
        patch.setattr(mailing, "get_connection", Refusing)
        assert mail_notices().failed == 1
    assert mail_notices().sent == 0

    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        mail_notices()
        mail_notices()

    assert len(mail.outbox) == 1


def test_a_server_that_is_away_uses_up_no_tries(story, writer, editor, monkeypatch):
    write_note(story, "@editor", by=writer)
    with monkeypatch.context() as patch:
        patch.setattr(mailing, "get_connection", Away)
        for _ in range(20):
            mail_notices()

    assert mail_notices().sent == 1


def test_nothing_is_mailed_two_days_late(story, writer, editor, monkeypatch):
    write_note(story, "@editor", by=writer)

    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        assert mail_notices().sent == 0


@pytest.mark.parametrize(
    "error", [smtplib.SMTPServerDisconnected("Gone"), TimeoutError("No answer")]
)
def test_a_mail_that_may_have_left_is_not_sent_twice(
    story, writer, editor, monkeypatch, error
):
    write_note(story, "@editor", by=writer)
    with monkeypatch.context() as patch:
        patch.setattr(Refusing, "error", error)
        patch.setattr(mailing, "get_connection", Refusing)
        mail_notices()

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert mail_notices().sent == 0
    assert len(unseen(editor, timezone.now())) == 1


def test_a_mail_that_fails_fails_no_step(story, writer, editor, committed, through):
    through(Refusing())
    with committed():
        note = write_note(story, "@editor", by=writer)

    assert note.pk
    assert Notice.objects.get().sent_at is None


def test_one_refused_address_does_not_hold_up_the_others(
    story, writer, editor, monkeypatch
):
    with_address(make_editor("bounces"))

    class Picky(EmailBackend):
        def send_messages(self, messages):
            if "bounces@example.com" in messages[0].to:
                raise smtplib.SMTPRecipientsRefused({})
            return super().send_messages(messages)

    write_note(story, "@bounces @editor", by=writer)
    monkeypatch.setattr(mailing, "get_connection", Picky)

    done = mail_notices()

    assert (done.sent, done.failed) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_mail_each_notice_once(writer, editor):
    story = ArticleFactory(owner=writer)
    for number in range(10):
        tell(editor, story, Notice.Kind.ASSIGNED, key=f"event-{number}", by=writer)
    Notice.objects.update(try_at=timezone.now(), sent_at=None)
    mail.outbox.clear()
    begin = threading.Barrier(3)

    def run():
        begin.wait()
        try:
            mail_notices()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mail.outbox) == 10
    assert connection.is_usable()


# On the first screen


def test_unseen_notices_are_few_and_of_stories_that_may_be_seen(
    writer, editor, django_assert_num_queries
):
    mine = ArticleFactory(owner=writer)
    for number in range(25):
        tell(writer, mine, Notice.Kind.APPROVED, key=f"event-{number}", by=editor)
    given = ArticleFactory(owner=make_writer("other"), assignee=writer)
    tell(writer, given, Notice.Kind.ASSIGNED, key="given", by=editor)
    Article.objects.filter(pk=given.pk).update(assignee=None)
    writer = User.objects.get(pk=writer.pk)
    writer.has_perm("articles.view_article")

    with django_assert_num_queries(1):
        found = unseen(writer, timezone.now())
        told = [f"{each.by} {each.get_kind_display()} {each.article}" for each in found]

    assert len(found) == 20
    assert {notice.article_id for notice in found} == {mine.pk}
    assert told[0].startswith("editor approved your story")


def test_opening_the_story_marks_its_notices_as_seen(client, story, writer, editor):
    other = ArticleFactory(owner=writer)
    for article in (story, other):
        tell(editor, article, Notice.Kind.MENTION, key=f"of-{article.pk}", by=writer)
    client.force_login(editor)

    client.get(f"/admin/articles/article/{story.pk}/change/")

    assert [each.article for each in unseen(editor, timezone.now())] == [other]


def test_all_notices_are_marked_as_seen(client, story, writer, editor):
    write_note(story, "@editor", by=writer)
    client.force_login(editor)
    assert b"mentioned you" in client.get("/admin/articles/article/notices/").content

    client.post("/admin/articles/article/notices/")

    assert unseen(editor, timezone.now()) == []
    assert len(latest(editor, timezone.now())) == 1


def test_one_person_marks_nothing_of_another(client, story, writer, editor):
    write_note(story, "@editor", by=writer)
    client.force_login(writer)

    client.post("/admin/articles/article/notices/")
    client.get(f"/admin/articles/article/{story.pk}/change/")

    assert len(unseen(editor, timezone.now())) == 1


def test_the_page_of_notices_hides_stories_that_are_theirs_no_more(client, writer):
    colleague = make_writer("colleague")
    story = ArticleFactory(owner=writer, assignee=colleague, headline="A wedding")
    write_note(story, "@colleague", by=writer)
    Article.objects.update(assignee=None)
    client.force_login(colleague)

    assert b"wedding" not in client.get("/admin/articles/article/notices/").content


def test_staff_without_stories_have_no_notices(client):
    client.force_login(UserFactory(staff=True))

    assert client.get("/admin/articles/article/notices/").status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_notices_costs_the_same_however_many_there_are(
    client, story, writer, editor, django_assert_num_queries, count
):
    for number in range(count):
        write_note(story, f"@editor {number}", by=make_editor(f"editor-{number}"))
    client.force_login(editor)

    # Session, person, two for permissions, notices.
    with django_assert_num_queries(5):
        response = client.get("/admin/articles/article/notices/")

    assert len(response.context["notices"]) == count
