"""A draft's way through the desk: review, approval, plans, trust."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing
from articles.models import Article, Notice
from articles.states import State, in_state, state_of, with_state
from tests.factories.articles import ArticleFactory, BylineAuthorFactory
from tests.factories.desk import make_author, make_editor, make_writer

pytestmark = pytest.mark.django_db


def state(article: Article) -> State:
    stories = with_state(Article.objects.all(), timezone.now())
    found = state_of(stories.get(pk=article.pk))
    # The filter of the list and the word on the form are two ways to say it.
    for each in State:
        listed = in_state(stories, each).filter(pk=article.pk).exists()
        assert listed == (each == found), each
    return found


def edit(article: Article, headline: str = "A new headline") -> None:
    article.refresh_from_db()
    article.headline = headline
    article.save()
    publishing.save_version(article, by=article.owner)


def test_a_story_given_back_waits_for_its_writer_who_is_told_why():
    article = ArticleFactory(in_review=True)
    editor = make_editor()

    publishing.request_changes(article, by=editor, message="Name the source.")

    assert state(article) == State.CHANGES_REQUESTED
    assert article.notes.get().text == "Name the source."
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (article.owner, "changes_requested")


def test_a_writer_reworks_what_was_given_back_and_submits_it_again():
    article = ArticleFactory(in_review=True)
    publishing.request_changes(article, by=make_editor(), message="Shorter.")

    edit(article)
    publishing.submit(article, by=article.owner)

    assert state(article) == State.IN_REVIEW


def test_everybody_bylined_is_told_once_and_the_editor_is_not_told_of_herself():
    editor = make_editor()
    writer = make_writer()
    colleague = make_writer("colleague")
    authors = [make_author(each, each.username) for each in (writer, colleague, editor)]
    article = ArticleFactory(owner=writer, authors=authors, in_review=True)

    publishing.request_changes(article, by=editor, message="Shorter.")

    told = sorted(notice.user.username for notice in Notice.objects.all())
    assert told == ["colleague", "writer"]


def test_changes_are_asked_for_with_words_or_not_at_all():
    article = ArticleFactory(in_review=True)

    with pytest.raises(ValidationError, match="Say what shall be changed"):
        publishing.request_changes(article, by=make_editor(), message="  ")

    assert state(article) == State.IN_REVIEW


def test_approval_holds_for_one_version_and_a_later_save_lets_it_lapse():
    article = ArticleFactory(in_review=True)
    publishing.approve(article, by=make_editor())
    assert state(article) == State.APPROVED

    edit(article)

    assert state(article) == State.DRAFT


def test_an_editor_approves_the_version_she_read_and_no_newer_one():
    article = ArticleFactory()
    read = article.latest_number
    edit(article)

    with pytest.raises(ValidationError, match="Look at the new one first"):
        publishing.approve(article, by=make_editor(), number=read)

    assert state(article) == State.DRAFT


def test_what_cannot_be_published_cannot_be_approved():
    article = ArticleFactory(section=None)

    with pytest.raises(ValidationError, match="needs a section"):
        publishing.approve(article, by=make_editor())


def test_publication_ends_an_approval():
    article = ArticleFactory()
    editor = make_editor()
    publishing.approve(article, by=editor)

    publishing.publish(article, by=editor)
    edit(article)

    assert state(article) == State.REWORKED


@pytest.mark.parametrize("step", ["approve", "request_changes"])
def test_only_editors_judge_a_story(step):
    article = ArticleFactory(in_review=True)
    options = {"message": "Shorter."} if step == "request_changes" else {}

    with pytest.raises(PermissionDenied):
        getattr(publishing, step)(article, by=article.owner, **options)

    assert state(article) == State.IN_REVIEW


def test_a_bylined_writer_may_withdraw_and_another_may_not():
    other = make_writer("other")
    colleague = make_writer("colleague")
    author = make_author(colleague, "Colleague")
    article = ArticleFactory(authors=[author], in_review=True)

    with pytest.raises(PermissionDenied):
        publishing.withdraw(article, by=other)
    publishing.withdraw(article, by=colleague)

    assert state(article) == State.DRAFT


def test_a_plan_names_who_works_next_and_tells_them():
    article = ArticleFactory()
    colleague = make_writer("colleague")
    due = timezone.now().replace(microsecond=0) + timedelta(days=1)

    publishing.plan(
        article,
        {
            "assignee": (None, colleague),
            "due_at": (None, due),
            "planned_for": (None, date(2026, 12, 1)),
        },
        by=make_editor(),
    )

    article.refresh_from_db()
    assert article.assignee == colleague
    assert article.due_at == due
    assert article.planned_for == date(2026, 12, 1)
    assert Notice.objects.get().user == colleague


def test_a_plan_that_a_colleague_changed_meanwhile_is_not_overwritten():
    article = ArticleFactory()
    editor = make_editor()
    publishing.plan(article, {"planned_for": (None, date(2026, 12, 1))}, by=editor)

    with pytest.raises(ValidationError, match="was set to 1 December 2026"):
        publishing.plan(
            article, {"planned_for": (None, date(2026, 12, 24))}, by=article.owner
        )

    article.refresh_from_db()
    assert article.planned_for == date(2026, 12, 1)


def test_a_stranger_plans_nothing():
    article = ArticleFactory(published=True)

    with pytest.raises(PermissionDenied):
        publishing.plan(
            article,
            {"planned_for": (None, date(2026, 12, 1))},
            by=make_writer("other"),
        )


def trusted(article: Article) -> "Article":
    publishing.trust(article, by=make_editor(), writer=article.owner)
    return article


def test_a_trusted_writer_publishes_an_update_of_a_live_story():
    article = trusted(ArticleFactory(reworked=True))

    version = publishing.publish(article, by=article.owner)

    assert version.is_live(timezone.now())


def test_a_trusted_writer_fixes_and_corrects_it():
    article = trusted(ArticleFactory(published=True))

    publishing.fix_live(article, {"headline": "Fixed"}, by=article.owner)
    publishing.correct(
        article, {"headline": "Right"}, by=article.owner, notice="It was wrong."
    )

    assert article.versions.live(timezone.now()).get().headline == "Right"


def test_trust_covers_neither_the_first_publication_nor_the_end():
    draft = trusted(ArticleFactory())
    live = trusted(ArticleFactory(published=True))

    with pytest.raises(PermissionDenied):
        publishing.publish(draft, by=draft.owner)
    for step, options in [
        (publishing.unpublish, {}),
        (publishing.retract, {"notice": "Wrong."}),
        (publishing.kill, {"reason": "Wrong."}),
    ]:
        with pytest.raises(PermissionDenied):
            step(live, by=live.owner, **options)


def test_trust_covers_no_story_that_has_come_down():
    article = trusted(ArticleFactory(published=True))
    publishing.unpublish(article, by=make_editor())

    with pytest.raises(PermissionDenied):
        publishing.publish(article, by=article.owner)


def test_trust_is_for_the_named_story_and_writer_and_ends_when_taken_back():
    article = trusted(ArticleFactory(reworked=True))
    with pytest.raises(PermissionDenied):
        publishing.publish(article, by=make_writer("other"))

    publishing.distrust(article, by=make_editor(), writer=article.owner)

    with pytest.raises(PermissionDenied):
        publishing.publish(article, by=article.owner)


def test_only_editors_trust_and_only_those_who_write():
    article = ArticleFactory(published=True)
    with pytest.raises(PermissionDenied):
        publishing.trust(article, by=article.owner, writer=article.owner)

    reader = make_writer("reader")
    reader.groups.clear()
    with pytest.raises(ValidationError, match="does not write stories"):
        publishing.trust(article, by=make_editor(), writer=reader)


def test_a_version_gets_a_name():
    article = ArticleFactory()

    publishing.name_version(
        article, article.versions.get(), by=article.owner, name=" Before  the cut "
    )

    assert article.versions.get().name == "Before the cut"


def test_a_byline_alone_lets_a_writer_work_on_a_draft():
    colleague = make_writer("colleague")
    article = ArticleFactory(authors=[BylineAuthorFactory(name="C", user=colleague)])
    article.headline = "From the colleague"
    article.save()

    publishing.save_version(article, by=colleague)

    assert article.versions.first().by == colleague
