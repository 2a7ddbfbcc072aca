from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import content as contents, publishing
from articles.models import Article, Correction, OldAddress, Version, VersionTag
from images.usage import HIDDEN, usages
from tests.factories.articles import ArticleFactory, live_version
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def clock():
    """Monday morning; the test moves it."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def headline_at(article, moment):
    version = Version.objects.live(moment).filter(article=article).first()
    return version and version.headline


def rewrite(article, by, **changes):
    article.refresh_from_db()
    content = contents.capture(article) | changes
    return publishing.save_version(article, content, by=by, base=article.latest_number)


# Drafting


def test_every_save_that_changes_something_makes_a_version(writer):
    article = ArticleFactory(headline="One")

    rewrite(article, writer, headline="Two")

    assert [v.headline for v in article.versions.all()] == ["Two", "One"]
    assert article.versions.first().based_on.number == 1


def test_saving_what_is_already_saved_makes_no_version(writer):
    article = ArticleFactory()

    rewrite(article, writer)

    assert article.versions.count() == 1


def test_a_version_holds_everything_the_form_edits(writer):
    article = ArticleFactory(
        tags=["zombies", "Korea"], internal_note="Ask the press office."
    )
    article.sources.create(name="Netflix", url="https://example.com/")

    version = publishing.save_version(article, by=writer)

    assert version.content["tags"] == ["Korea", "zombies"]
    assert version.content["internal_note"] == "Ask the press office."
    assert version.content["sources"][0]["name"] == "Netflix"
    assert version.content["bylines"][0]["uid"]


def test_a_save_from_a_stale_base_merges_what_only_one_side_touched(writer, editor):
    article = ArticleFactory(headline="One", standfirst="First")
    base = contents.capture(article)
    rewrite(article, editor, headline="Two")

    version = publishing.save_version(
        article, base | {"standfirst": "Second"}, by=writer, base=1
    )

    assert (version.headline, version.standfirst) == ("Two", "Second")


def test_a_save_from_a_stale_base_that_contradicts_writes_nothing(writer, editor):
    article = ArticleFactory(headline="One")
    base = contents.capture(article)
    rewrite(article, editor, headline="Theirs")

    with pytest.raises(publishing.StaleBase) as refusal:
        publishing.save_version(article, base | {"headline": "Mine"}, by=writer, base=1)

    assert "editor saved version 2" in refusal.value.messages[0]
    article.refresh_from_db()
    assert article.headline == "Theirs"
    assert article.versions.count() == 2


def test_the_body_is_sanitised_at_the_last_entrance(writer):
    article = ArticleFactory()

    version = rewrite(article, writer, body="<p onclick='x()'>A</p><script>x</script>")

    assert version.body == "<p>A</p>"
    article.refresh_from_db()
    assert article.body == "<p>A</p>"


def test_a_writer_cannot_save_another_writers_draft():
    article = ArticleFactory()

    with pytest.raises(PermissionDenied):
        publishing.save_version(article, by=make_writer("stranger"))


def test_a_writer_cannot_save_a_story_in_review(writer):
    article = ArticleFactory(in_review=True)

    with pytest.raises(PermissionDenied):
        rewrite(article, writer, headline="Changed under the editor's eyes")


def test_a_story_without_a_byline_cannot_be_submitted(writer):
    article = ArticleFactory(authors=[])

    with pytest.raises(ValidationError, match="needs a byline"):
        publishing.submit(article, by=writer)


def test_a_writer_may_withdraw_their_story_from_review(writer):
    article = ArticleFactory(in_review=True)

    publishing.withdraw(article, by=writer)

    assert article.state == Article.State.DRAFT


# Publishing


def test_a_writer_cannot_publish(writer):
    article = ArticleFactory()

    with pytest.raises(PermissionDenied):
        publishing.publish(article, by=writer)


def test_a_published_story_is_live_and_out_of_review(editor):
    article = ArticleFactory(in_review=True)

    publishing.publish(article, by=editor)

    assert live_version(article).headline == article.headline
    assert article.state == Article.State.DRAFT


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"headline": ""}, "needs a headline"),
        ({"section": None}, "needs a section"),
        ({"body": ""}, "needs a body"),
        ({"authors": []}, "needs a byline"),
    ],
)
def test_a_story_that_lacks_something_is_refused_in_words(editor, missing, sentence):
    article = ArticleFactory(**missing)

    with pytest.raises(ValidationError, match=sentence):
        publishing.publish(article, by=editor)

    assert not Version.objects.live(timezone.now()).exists()


def test_an_editor_who_looked_at_an_older_version_is_told_so(editor, writer):
    article = ArticleFactory()
    rewrite(article, writer, headline="Saved meanwhile")

    with pytest.raises(ValidationError, match="writer saved version 2 since"):
        publishing.publish(article, by=editor, number=1)


def test_a_rework_of_a_live_story_shows_no_word_of_it(editor, writer):
    article = ArticleFactory(headline="Live", published=True)

    rewrite(article, writer, headline="Rework")

    assert live_version(article).headline == "Live"


def test_a_scheduled_story_appears_by_the_clock_alone(editor, clock):
    article = ArticleFactory(headline="Tomorrow")

    publishing.schedule(article, by=editor, at=MONDAY + DAY)

    assert headline_at(article, MONDAY + DAY - timedelta(microseconds=1)) is None
    assert headline_at(article, MONDAY + DAY) == "Tomorrow"


def test_a_story_expires_by_the_clock_alone(editor, clock):
    article = ArticleFactory(headline="Today only")

    publishing.publish(article, by=editor, until=MONDAY + DAY)

    assert headline_at(article, MONDAY) == "Today only"
    assert headline_at(article, MONDAY + DAY) is None


def test_a_scheduled_update_follows_the_live_version_without_a_gap(
    editor, writer, clock
):
    article = ArticleFactory(headline="Old", published=True)
    rewrite(article, writer, headline="New")

    publishing.schedule(article, by=editor, at=MONDAY + DAY)

    assert headline_at(article, MONDAY + DAY - timedelta(seconds=1)) == "Old"
    assert headline_at(article, MONDAY + DAY) == "New"


def test_cancelling_a_schedule_reopens_the_window_before(editor, writer, clock):
    article = ArticleFactory(headline="Old", published=True)
    rewrite(article, writer, headline="New")
    scheduled = publishing.schedule(article, by=editor, at=MONDAY + DAY)

    publishing.cancel_schedule(article, scheduled, by=editor)

    assert headline_at(article, MONDAY + 5 * DAY) == "Old"


def test_cancelling_a_schedule_keeps_the_expiry_of_the_one_before(
    editor, writer, clock
):
    article = ArticleFactory(headline="Old")
    publishing.publish(article, by=editor, until=MONDAY + 3 * DAY)
    clock.shift(HOUR)
    rewrite(article, writer, headline="New")
    scheduled = publishing.schedule(article, by=editor, at=MONDAY + DAY)

    publishing.cancel_schedule(article, scheduled, by=editor)

    assert headline_at(article, MONDAY + 2 * DAY) == "Old"
    assert headline_at(article, MONDAY + 3 * DAY) is None


def test_a_schedule_moves_when_it_is_set_again(editor, clock):
    article = ArticleFactory()
    publishing.schedule(article, by=editor, at=MONDAY + DAY)

    publishing.schedule(article, by=editor, at=MONDAY + 2 * DAY)

    assert headline_at(article, MONDAY + DAY) is None
    version = Version.objects.live(MONDAY + 2 * DAY).get()
    assert version.published_at == MONDAY + 2 * DAY


def test_a_schedule_in_the_past_is_refused(editor):
    article = ArticleFactory()

    with pytest.raises(ValidationError, match="has passed"):
        publishing.schedule(article, by=editor, at=timezone.now() - HOUR)


def test_publishing_while_an_older_text_is_scheduled_is_refused(editor, writer, clock):
    article = ArticleFactory(published=True)
    rewrite(article, writer, headline="Friday's text")
    publishing.schedule(article, by=editor, at=MONDAY + 4 * DAY)
    rewrite(article, writer, headline="Today's text")

    with pytest.raises(ValidationError, match="Cancel that schedule first"):
        publishing.publish(article, by=editor)


def test_first_publication_stays_and_updated_moves_only_with_substance(
    editor, writer, clock
):
    article = ArticleFactory()
    publishing.publish(article, by=editor)
    clock.shift(DAY)
    rewrite(article, writer, standfirst="A comma, moved")
    publishing.publish(article, by=editor, substantive=False)
    typo = live_version(article)
    clock.shift(DAY)
    rewrite(article, writer, standfirst="A date, at last")
    publishing.publish(article, by=editor, reason="Netflix set a date")
    update = live_version(article)

    assert (typo.published_at, typo.updated_at) == (MONDAY, MONDAY)
    assert (update.published_at, update.updated_at) == (MONDAY, MONDAY + 2 * DAY)
    assert update.update_reason == "Netflix set a date"


def test_cancelling_the_first_of_two_schedules_moves_first_publication(
    editor, writer, clock
):
    article = ArticleFactory(tags=["zombies"])
    first = publishing.schedule(article, by=editor, at=MONDAY + DAY)
    rewrite(article, writer, headline="Second")
    second = publishing.schedule(article, by=editor, at=MONDAY + 2 * DAY)

    publishing.cancel_schedule(article, first, by=editor)

    second.refresh_from_db()
    assert second.published_at == second.updated_at == MONDAY + 2 * DAY
    assert VersionTag.objects.get().published_at == MONDAY + 2 * DAY


# Fixing and correcting


def test_a_fix_goes_live_without_the_rewrite_and_into_the_draft(editor, writer):
    article = ArticleFactory(
        body="<p>On Fryday.</p><p>More.</p>", headline="Live", published=True
    )
    rewrite(
        article,
        writer,
        headline="Rewrite",
        body="<p>On Fryday.</p><p>More, and better.</p>",
    )

    fix = publishing.fix_live(
        article, {"body": "<p>On Friday.</p><p>More.</p>"}, by=editor
    )

    live = live_version(article)
    assert (live.headline, live.body) == ("Live", "<p>On Friday.</p><p>More.</p>")
    article.refresh_from_db()
    assert article.headline == "Rewrite"
    assert article.body == "<p>On Friday.</p><p>More, and better.</p>"
    assert fix.draft == article.versions.first()


def test_a_fix_does_not_move_the_updated_stamp(editor):
    article = ArticleFactory(published=True)
    before = live_version(article).updated_at

    publishing.fix_live(article, {"standfirst": "Mended"}, by=editor)

    assert live_version(article).updated_at == before


def test_a_fix_is_in_every_scheduled_version_too(editor, writer, clock):
    article = ArticleFactory(standfirst="Wrnog", headline="Now", published=True)
    rewrite(article, writer, headline="Friday")
    publishing.schedule(article, by=editor, at=MONDAY + 4 * DAY, reason="News")

    publishing.fix_live(article, {"standfirst": "Right"}, by=editor)

    friday = Version.objects.live(MONDAY + 4 * DAY).get()
    assert (friday.headline, friday.standfirst) == ("Friday", "Right")
    assert (friday.updated_at, friday.update_reason) == (MONDAY + 4 * DAY, "News")
    assert headline_at(article, MONDAY) == "Now"


def test_a_scheduled_version_that_contradicts_a_fix_is_stopped_and_says_why(
    editor, writer, clock
):
    article = ArticleFactory(standfirst="In May", published=True)
    rewrite(article, writer, standfirst="In June, says Friday's text")
    scheduled = publishing.schedule(article, by=editor, at=MONDAY + 4 * DAY)

    fix = publishing.fix_live(article, {"standfirst": "In July"}, by=editor)

    scheduled.refresh_from_db()
    assert fix.stopped == [scheduled]
    assert scheduled.live_from is None
    assert "both changed: standfirst" in scheduled.stopped_because
    assert live_version(article).standfirst == "In July"


def test_a_draft_that_contradicts_a_fix_cannot_be_published_unsettled(editor, writer):
    article = ArticleFactory(standfirst="In May", published=True)
    rewrite(article, writer, standfirst="In June")
    publishing.fix_live(article, {"standfirst": "In July"}, by=editor)

    with pytest.raises(ValidationError, match="Settle that first"):
        publishing.publish(article, by=editor)

    assert article.unsettled[0]["live"] == "In July"
    publishing.settle(article, by=editor)
    publishing.publish(article, by=editor)
    assert live_version(article).standfirst == "In June"


def test_a_fix_from_a_page_that_is_no_longer_live_is_refused(editor):
    article = ArticleFactory(published=True)
    publishing.fix_live(article, {"standfirst": "First"}, by=editor)

    with pytest.raises(ValidationError, match="went live since you opened"):
        publishing.fix_live(article, {"standfirst": "Second"}, by=editor, live_number=1)


def test_a_correction_tells_readers_and_moves_updated(editor):
    article = ArticleFactory(published=True)
    before = live_version(article).updated_at

    publishing.correct(
        article,
        {"standfirst": "Park Ji-hu plays On-jo."},
        by=editor,
        notice="An earlier version misspelt Park Ji-hu.",
    )

    live = live_version(article)
    assert live.updated_at > before
    notice = Correction.objects.public(timezone.now()).get()
    assert notice.notice == "An earlier version misspelt Park Ji-hu."
    assert notice.version == live


def test_a_correction_without_a_notice_is_refused(editor):
    article = ArticleFactory(published=True)

    with pytest.raises(ValidationError, match="needs a notice"):
        publishing.correct(article, {"standfirst": "x"}, by=editor, notice="  ")


# Taking down


def test_unpublishing_ends_the_live_window_and_every_coming_one(editor, writer):
    article = ArticleFactory(published=True)
    rewrite(article, writer, headline="Next")
    publishing.schedule(article, by=editor, at=timezone.now() + DAY)

    publishing.unpublish(article, by=editor)

    assert headline_at(article, timezone.now() + HOUR) is None
    assert headline_at(article, timezone.now() + 2 * DAY) is None


def test_unpublishing_at_the_moment_an_update_begins_takes_both_texts_down(
    editor, writer, clock
):
    article = ArticleFactory(published=True)
    rewrite(article, writer, headline="Next")
    publishing.schedule(article, by=editor, at=MONDAY + HOUR)
    clock.shift(HOUR)

    publishing.unpublish(article, by=editor)

    assert headline_at(article, MONDAY + HOUR) is None
    assert headline_at(article, MONDAY + DAY) is None


def test_a_story_taken_down_can_be_published_again_with_its_first_date(editor):
    article = ArticleFactory(published=True)
    first = live_version(article).published_at
    publishing.unpublish(article, by=editor)

    publishing.publish(article, by=editor)

    assert live_version(article).published_at == first
    assert article.versions.filter(live_from__isnull=False).count() == 2


def test_a_retracted_story_keeps_its_page_with_a_notice_and_leaves_lists(editor):
    article = ArticleFactory(published=True)

    publishing.retract(article, by=editor, notice="It was a hoax.")

    live = live_version(article)
    assert live.retracted
    assert live.retraction_notice == "It was a hoax."
    assert not Version.objects.live(timezone.now()).listed().exists()


def test_a_retraction_cannot_be_undone_by_accident(editor):
    article = ArticleFactory(retracted=True)

    with pytest.raises(ValidationError):
        publishing.publish(article, by=editor)

    rewrite(article, editor, headline="What really happened")
    with pytest.raises(ValidationError, match="Readers saw a retraction"):
        publishing.publish(article, by=editor)
    publishing.publish(article, by=editor, reason="The source was right.")
    assert not live_version(article).retracted


def test_restoring_brings_every_relation_back_as_a_draft(editor, writer):
    article = ArticleFactory(headline="Old", tags=["zombies"], published=True)
    old = article.versions.first()
    rewrite(article, writer, headline="New", tags=[], bylines=[])

    restored, gone = publishing.restore(article, old, by=writer)

    assert gone == []
    article.refresh_from_db()
    assert article.headline == restored.headline == "Old"
    assert list(article.tags.names()) == ["zombies"]
    assert article.bylines.count() == 1
    assert live_version(article).number == 1


def test_restoring_names_what_was_deleted_meanwhile(writer):
    from tests.factories.articles import SectionFactory

    article = ArticleFactory(section=SectionFactory(name="Radio", slug="radio"))
    old = article.versions.first()
    rewrite(article, writer, section=SectionFactory().pk)
    Version.objects.filter(pk=old.pk).update(section=None)
    old.refresh_from_db()
    SectionFactory(name="Radio", slug="radio").delete()

    _, gone = publishing.restore(article, old, by=writer)

    assert gone == ["Section: Radio"]


def test_what_was_ever_live_is_never_deleted(editor):
    article = ArticleFactory(expired=True)

    with pytest.raises(ValidationError, match="kept for good"):
        publishing.delete(article, by=editor)

    assert Article.objects.filter(pk=article.pk).exists()


# Addresses


def test_the_old_address_of_a_live_story_stays_as_a_redirect(editor):
    article = ArticleFactory(slug="old", published=True)

    publishing.change_address(article, "new", by=editor)

    assert OldAddress.objects.get(slug="old").article == article
    assert article.slug == "new"


def test_moving_there_and_back_leaves_no_loop(editor):
    article = ArticleFactory(slug="a", published=True)

    for slug in ("b", "a", "c"):
        publishing.change_address(article, slug, by=editor)

    assert set(OldAddress.objects.values_list("slug", flat=True)) == {"a", "b"}
    assert article.slug == "c"


def test_a_draft_moves_without_a_trace(writer):
    article = ArticleFactory(slug="old")

    publishing.change_address(article, "지금-우리-학교는", by=writer)

    assert article.slug == "지금-우리-학교는"
    assert not OldAddress.objects.exists()


def test_an_address_that_leads_to_another_story_is_refused(editor):
    moved = ArticleFactory(slug="old", published=True)
    publishing.change_address(moved, "new", by=editor)
    other = ArticleFactory(slug="other")

    for taken in ("old", "new"):
        with pytest.raises(ValidationError):
            publishing.change_address(other, taken, by=editor)


@pytest.mark.parametrize(
    ("headline", "begins"), [("", "untitled"), ("???", "untitled"), ("🧟‍♀️", "zombie")]
)
def test_a_headline_without_letters_still_gets_an_address(writer, headline, begins):
    article = publishing.start(by=writer, headline=headline)

    assert article.slug.startswith(begins)


# The database's own promises


def test_the_database_refuses_two_open_windows(editor):
    article = ArticleFactory(published=True)
    draft = rewrite(article, editor, headline="Second")

    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(
            live_from=MONDAY, published_at=MONDAY, updated_at=MONDAY
        )


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'",
    reason="only PostgreSQL has exclusion constraints",
)
def test_postgresql_refuses_overlapping_windows(editor):
    article = ArticleFactory(published=True)
    draft = rewrite(article, editor, headline="Second")
    live = live_version(article)

    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(
            live_from=live.live_from + timedelta(minutes=1),
            live_until=live.live_from + timedelta(minutes=2),
            published_at=live.published_at,
            updated_at=live.published_at,
        )


def test_next_change_is_the_earliest_coming_boundary(editor, writer, clock):
    article = ArticleFactory()
    publishing.publish(article, by=editor, until=MONDAY + 3 * DAY)
    other = ArticleFactory()
    publishing.schedule(other, by=editor, at=MONDAY + 2 * DAY)

    assert Version.objects.next_change(MONDAY) == MONDAY + 2 * DAY
    assert Version.objects.next_change(MONDAY + 2 * DAY) == MONDAY + 3 * DAY
    assert Version.objects.next_change(MONDAY + 3 * DAY) is None


# Pictures


def test_a_picture_knows_the_stories_that_show_it(editor):
    image = ImageFactory(without_files=True)
    article = ArticleFactory(lead_image=image, headline="With a picture")
    rewrite(article, editor, lead_image=None)

    (use,) = usages(image, editor)

    assert use.label == "Story: With a picture"
    assert use.url == f"/admin/articles/article/{article.pk}/change/"


def test_a_picture_names_no_story_to_who_may_not_see_it():
    image = ImageFactory(without_files=True)
    ArticleFactory(lead_image=image, headline="Secret")

    assert usages(image, make_writer("stranger")) == [HIDDEN]
