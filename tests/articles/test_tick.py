import uuid
from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.desk.notes import write_note
from articles.models import Autosave, Presence
from newsroom.management.commands import tick
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer

pytestmark = pytest.mark.django_db


def run():
    out = StringIO()
    call_command("tick", stdout=out)
    return out.getvalue()


@pytest.fixture
def story():
    editor = make_editor()
    editor.email = "editor@example.com"
    editor.save()
    story = ArticleFactory()
    write_note(story, "@editor", by=story.owner)
    return story


def test_a_tick_mails_what_waits_once(story):
    first, second = run(), run()

    assert "mailed 1;" in first
    assert "mailed 0;" in second
    assert len(first.splitlines()) == 1
    assert [message.to for message in mail.outbox] == [["editor@example.com"]]


def test_a_tick_forgets_who_was_there_yesterday_but_nothing_typed(story):
    now = timezone.now()
    for seen_at in (now - timedelta(hours=25), now - timedelta(hours=23)):
        Presence.objects.create(
            article=story,
            user=make_writer(),
            tab=uuid.uuid4(),
            since=seen_at,
            seen_at=seen_at,
        )
    Autosave.objects.create(
        article=story, user=make_writer(), saved_at=now - timedelta(days=900)
    )

    run()

    assert Presence.objects.get().seen_at == now - timedelta(hours=23)
    assert Autosave.objects.exists()


def test_a_tick_clears_sessions_that_have_run_out():
    engine = import_module(settings.SESSION_ENGINE).SessionStore
    for age in (-60, 60):
        session = engine()
        session.set_expiry(timezone.now() + timedelta(seconds=age))
        session.save()
    assert Session.objects.count() == 2

    run()

    assert Session.objects.count() == 1


def test_a_task_that_fails_keeps_no_other_from_its_work(story, monkeypatch):
    def fails(at):
        raise RuntimeError("Out of order")

    monkeypatch.setattr(tick, "TASKS", {"broken": fails, **tick.TASKS})
    out = StringIO()

    with pytest.raises(CommandError, match="broken"):
        call_command("tick", stdout=out)

    assert "mailed 1;" in out.getvalue()
