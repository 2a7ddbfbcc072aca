"""Checked: when a person last confirmed that a live story still holds."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import content as contents, publishing
from articles.models import Article, LogLine
from shows.models import Announcement
from tests.factories.articles import BODY, ArticleFactory, live_version
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import AnnouncementFactory, ShowFactory

pytestmark = pytest.mark.django_db

PUBLISHED = datetime(2026, 11, 3, 9, tzinfo=UTC)
CHECKED = datetime(2026, 11, 21, 10, tzinfo=UTC)


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def guide():
    return ArticleFactory(kind=Article.Kind.EXPLAINER, published_at=PUBLISHED)


def confirm(article, by, at=CHECKED, **more):
    publishing.confirm_still_true(article, by=by, at=at, **more)
    article.refresh_from_db()


def rewrite(article, by):
    article.standfirst = "More of it."
    article.save()
    publishing.save_version(article, by=by)


def test_confirming_moves_checked_and_nothing_else(guide, editor):
    before = live_version(guide)

    confirm(guide, editor, note="Compared with Netflix")

    after = live_version(guide)
    assert (guide.checked_at, guide.checked_by) == (CHECKED, editor)
    assert after.pk == before.pk
    assert (after.published_at, after.updated_at) == (PUBLISHED, PUBLISHED)
    line = LogLine.objects.get(verb=LogLine.Verb.CHECK)
    assert (line.by, line.detail, line.refused) == (
        editor,
        "Compared with Netflix",
        False,
    )


def test_a_writer_who_is_trusted_with_the_story_may_confirm_it(guide, editor):
    writer = make_writer("trusted")
    publishing.trust(guide, by=editor, writer=writer)

    confirm(guide, writer)

    assert guide.checked_by == writer


def test_nobody_else_may_confirm(guide):
    with pytest.raises(PermissionDenied):
        confirm(guide, guide.owner)

    guide.refresh_from_db()
    assert guide.checked_at == PUBLISHED


def test_a_story_that_readers_cannot_rely_on_is_not_confirmed(editor):
    draft = ArticleFactory()
    retracted = ArticleFactory(retracted=True)

    for story, says in ((draft, "not live"), (retracted, "retracted")):
        with pytest.raises(ValidationError, match=says):
            publishing.confirm_still_true(story, by=editor)


def test_a_version_that_went_live_meanwhile_has_to_be_read_first(guide, editor):
    read = live_version(guide).number
    publishing.fix_live(guide, {"headline": "Another headline"}, by=editor)

    with pytest.raises(ValidationError, match="went live since you read"):
        publishing.confirm_still_true(guide, by=editor, live_number=read)


def test_a_story_under_legal_hold_is_not_confirmed(guide, editor):
    publishing.hold(guide, by=editor, reason="A letter from a lawyer")

    with pytest.raises(ValidationError, match="legal hold"):
        publishing.confirm_still_true(guide, by=editor)


@pytest.mark.parametrize("substantive", [True, False])
def test_publishing_a_substantive_change_counts_as_checked(guide, editor, substantive):
    rewrite(guide, by=editor)

    publishing.publish(
        guide, by=editor, at=CHECKED, substantive=substantive, reason="A trailer"
    )

    guide.refresh_from_db()
    assert guide.checked_at == (CHECKED if substantive else PUBLISHED)


def test_a_correction_counts_as_checked_and_a_fix_does_not(guide, editor):
    publishing.fix_live(guide, {"headline": "A tpyo"}, by=editor, at=CHECKED)
    guide.refresh_from_db()
    assert guide.checked_at == PUBLISHED

    later = CHECKED + timedelta(hours=1)
    publishing.correct(
        guide, {"headline": "A typo"}, by=editor, notice="It was misspelt.", at=later
    )
    guide.refresh_from_db()
    assert guide.checked_at == later


def test_a_scheduled_update_was_checked_when_it_was_scheduled(guide, editor):
    rewrite(guide, by=editor)

    publishing.schedule(
        guide,
        by=editor,
        now=CHECKED,
        at=CHECKED + timedelta(days=30),
        reason="A trailer",
    )

    guide.refresh_from_db()
    assert guide.checked_at == CHECKED


def test_checked_never_moves_back(guide, editor):
    confirm(guide, editor, CHECKED)

    confirm(guide, make_editor("another"), CHECKED - timedelta(days=1))

    assert (guide.checked_at, guide.checked_by) == (CHECKED, editor)


def test_saving_a_draft_meanwhile_keeps_the_stamp(guide, editor):
    opened = Article.objects.get(pk=guide.pk)
    confirm(guide, editor)

    publishing.save_version(
        opened, contents.capture(opened) | {"headline": "Typed meanwhile"}, by=editor
    )

    guide.refresh_from_db()
    assert guide.checked_at == CHECKED


# What readers see


@time_machine.travel(CHECKED + timedelta(hours=2), tick=False)
def test_readers_of_a_guide_see_when_it_was_checked(client, guide, editor):
    assert "Checked" not in client.get(guide.get_absolute_url()).text

    confirm(guide, editor)

    text = client.get(guide.get_absolute_url()).text.replace("\xa0", " ")
    assert ">21 November 2026</time>" in text
    assert "Checked <time" in text
    assert "Updated" not in text


@time_machine.travel(CHECKED + timedelta(hours=2), tick=False)
def test_a_news_story_is_a_record_and_prints_no_check(client, editor):
    story = ArticleFactory(published_at=PUBLISHED)
    confirm(story, editor)

    assert "Checked" not in client.get(story.get_absolute_url()).text


@time_machine.travel(CHECKED + timedelta(hours=2), tick=False)
def test_the_block_of_what_is_known_says_when_it_was_last_checked(client, editor):
    show = ShowFactory()
    AnnouncementFactory(show=show, kind=Announcement.Kind.ANNOUNCED)
    guide = ArticleFactory(
        kind=Article.Kind.EXPLAINER,
        published_at=PUBLISHED,
        body=f'{BODY}<figure data-embed="known" data-id="{show.pk}"></figure>',
    )

    before = client.get(guide.get_absolute_url()).text
    confirm(guide, editor)
    after = client.get(guide.get_absolute_url()).text

    assert "Last checked" not in before
    assert "Last checked on" in after


def test_the_stamp_costs_the_page_no_query(
    client, guide, editor, django_assert_num_queries
):
    client.get(guide.get_absolute_url())
    with CaptureQueriesContext(connection) as before:
        client.get(guide.get_absolute_url())
    confirm(guide, editor, timezone.now())

    with django_assert_num_queries(len(before)):
        client.get(guide.get_absolute_url())


# The desk


def test_the_panel_offers_it_and_its_page_takes_the_step(client, guide, editor):
    client.force_login(editor)
    form = f"/admin/articles/article/{guide.pk}/change/"
    page = f"/admin/articles/article/{guide.pk}/still-true/"

    assert 'href="../still-true/"' in client.get(form).text
    shown = client.get(page)
    answer = client.post(
        page, {"number": "", "live_number": live_version(guide).number, "note": ""}
    )

    assert "It was last checked on" in shown.text
    assert answer.status_code == 302
    guide.refresh_from_db()
    assert guide.checked_by == editor
    assert timezone.now() - guide.checked_at < timedelta(minutes=1)


def test_news_is_not_offered_to_be_confirmed(client, editor):
    client.force_login(editor)
    story = ArticleFactory(published=True)

    form = client.get(f"/admin/articles/article/{story.pk}/change/")

    assert "still-true" not in form.text
