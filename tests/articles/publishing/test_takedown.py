"""Coming down: what an address answers, kill, legal hold."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing
from articles.models import Article, LogLine, PreviewLink
from articles.states import State
from shows.models import Show
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import ShowFactory

from .test_reviewing import state

pytestmark = pytest.mark.django_db

THEN = Article.AfterTakedown


def make_lawyer():
    """Somebody whom an administrator lets lift a hold."""
    user = make_editor("lawyer")
    user.user_permissions.add(Permission.objects.get(codename="lift_hold_article"))
    return type(user).objects.get(pk=user.pk)


def test_an_unpublished_address_says_that_the_story_is_gone(client):
    article = ArticleFactory(published=True)

    publishing.unpublish(article, by=make_editor())

    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert article.headline not in response.content.decode()


def test_an_unpublished_address_says_that_it_will_be_back(client):
    article = ArticleFactory(published=True)

    publishing.unpublish(article, by=make_editor(), then=THEN.SOON)

    response = client.get(article.get_absolute_url())
    assert response.status_code == 503
    assert response["Retry-After"] == "3600"
    assert "will be back" in response.content.decode()
    assert article.headline not in response.content.decode()


def test_an_unpublished_address_leads_on_to_another_story(client):
    article = ArticleFactory(published=True)
    better = ArticleFactory(published=True)

    publishing.unpublish(article, by=make_editor(), then=THEN.REDIRECT, leads_to=better)

    response = client.get(article.get_absolute_url())
    assert (response.status_code, response["Location"]) == (
        302,
        better.get_absolute_url(),
    )


def test_an_unpublished_address_leads_on_to_a_show(client):
    article = ArticleFactory(published=True)
    show = ShowFactory()

    publishing.unpublish(article, by=make_editor(), then=THEN.REDIRECT, leads_to=show)

    response = client.get(article.get_absolute_url())
    assert response["Location"] == show.get_absolute_url()


def test_it_leads_nowhere_that_readers_cannot_see(client):
    article = ArticleFactory(published=True)
    better = ArticleFactory(published=True)
    editor = make_editor()
    publishing.unpublish(article, by=editor, then=THEN.REDIRECT, leads_to=better)

    publishing.unpublish(better, by=editor, then=THEN.REDIRECT, leads_to=ShowFactory())

    assert client.get(article.get_absolute_url()).status_code == 410


@pytest.mark.parametrize("target", ["itself", "draft", "nothing", "merged"])
def test_a_redirect_needs_a_target_that_readers_can_see(target):
    article = ArticleFactory(published=True)
    leads_to = {
        "itself": lambda: article,
        "draft": ArticleFactory,
        "nothing": lambda: None,
        "merged": lambda: Show(pk=999, title="Gone"),
    }[target]()

    with pytest.raises(ValidationError):
        publishing.unpublish(
            article, by=make_editor(), then=THEN.REDIRECT, leads_to=leads_to
        )

    assert article.versions.live(timezone.now()).exists()


def test_a_story_published_again_is_back_at_its_address(client):
    article = ArticleFactory(published=True)
    editor = make_editor()
    publishing.unpublish(article, by=editor, then=THEN.SOON)

    publishing.publish(article, by=editor)

    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_kill_stops_everything_at_once(client):
    article = ArticleFactory(published=True)
    editor = make_editor()
    article.headline = "A secret rewrite"
    article.save()
    version = publishing.save_version(article, by=article.owner)
    publishing.schedule(article, by=editor, at=timezone.now() + timedelta(hours=1))
    link = PreviewLink.objects.create(
        article=article,
        version=version,
        label="The lawyer",
        made_by=editor,
        created_at=timezone.now(),
        expires_at=timezone.now() + timedelta(hours=1),
    )

    publishing.kill(article, by=editor, reason="It was made up.")

    link.refresh_from_db()
    assert link.revoked_at
    later = timezone.now() + timedelta(days=1)
    assert not article.versions.live(timezone.now()).exists()
    assert not article.versions.live(later).exists()
    assert state(article) == State.KILLED
    assert client.get(article.get_absolute_url()).status_code == 410


def test_nobody_works_on_a_killed_story_until_it_is_revived():
    article = ArticleFactory(published=True)
    editor = make_editor()
    publishing.kill(article, by=editor, reason="It was made up.")

    for step in (publishing.publish, publishing.submit, publishing.approve):
        with pytest.raises((ValidationError, PermissionDenied)):
            step(article, by=editor)
    with pytest.raises(ValidationError, match="Revive it first"):
        publishing.save_version(article, by=editor)

    publishing.revive(article, by=editor)
    publishing.publish(article, by=editor)

    assert article.versions.live(timezone.now()).exists()


def test_a_killed_story_is_hidden_from_writers_who_only_read_it_live():
    article = ArticleFactory(published=True)
    other = make_writer("other")
    now = timezone.now()
    assert Article.objects.visible_to(other, now).exists()

    publishing.kill(article, by=make_editor(), reason="It was made up.")

    assert not Article.objects.visible_to(other, timezone.now()).exists()
    assert Article.objects.visible_to(article.owner, timezone.now()).exists()


def test_a_draft_that_was_never_live_can_be_killed_too():
    article = ArticleFactory(in_review=True)

    publishing.kill(article, by=make_editor(), reason="Old news.")

    assert state(article) == State.KILLED


HELD_BACK = {
    "save_version": {},
    "submit": {},
    "approve": {},
    "publish": {},
    "fix_live": {"changes": {"headline": "Fixed"}},
    "correct": {"changes": {"headline": "Right"}, "notice": "It was wrong."},
    "retract": {"notice": "Wrong."},
    "change_address": {"slug": "elsewhere"},
    "delete": {},
    "settle": {},
}


@pytest.mark.parametrize("step", HELD_BACK)
def test_a_legal_hold_blocks_publication_change_and_deletion(step):
    article = ArticleFactory(reworked=True)
    editor = make_editor()
    publishing.hold(article, by=editor, reason="A letter from their lawyers.")
    before = article.versions.count()

    with pytest.raises(ValidationError, match="under legal hold"):
        getattr(publishing, step)(article, by=editor, **HELD_BACK[step])

    assert article.versions.count() == before
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_hold_stops_what_the_clock_would_publish():
    article = ArticleFactory(published=True)
    article.headline = "The rewrite"
    article.save()
    publishing.save_version(article, by=article.owner)
    editor = make_editor()
    tomorrow = timezone.now() + timedelta(days=1)
    version = publishing.schedule(article, by=editor, at=tomorrow)

    publishing.hold(article, by=editor, reason="A letter.")

    version.refresh_from_db()
    assert version.live_from is None
    assert "legal hold" in version.stopped_because
    live = article.versions.live(tomorrow + timedelta(hours=1)).get()
    assert live.headline != "The rewrite"


def test_a_story_under_hold_can_still_be_taken_from_readers():
    article = ArticleFactory(published=True)
    editor = make_editor()
    publishing.hold(article, by=editor, reason="A letter.")

    publishing.unpublish(article, by=editor)

    assert not article.versions.live(timezone.now()).exists()


def test_only_the_one_who_may_lifts_a_hold():
    article = ArticleFactory(published=True)
    editor = make_editor()
    publishing.hold(article, by=editor, reason="A letter.")

    with pytest.raises(PermissionDenied):
        publishing.lift_hold(article, by=editor)
    publishing.lift_hold(article, by=make_lawyer())

    article.headline = "Changed"
    article.save()
    assert publishing.save_version(article, by=editor).headline == "Changed"


def test_writers_hold_nothing():
    article = ArticleFactory()

    with pytest.raises(PermissionDenied):
        publishing.hold(article, by=article.owner, reason="I say so.")


def test_the_log_tells_who_took_it_down_and_why():
    article = ArticleFactory(published=True)
    editor = make_editor()

    publishing.kill(article, by=editor, reason="It was made up.")

    line = LogLine.objects.first()
    assert (line.by, line.verb, line.detail) == (editor, "kill", "It was made up.")


def test_the_page_says_beforehand_which_stories_lead_here(client):
    article = ArticleFactory(published=True)
    ArticleFactory(
        headline="Seven more",
        body=f'<p>Read <a href="{article.get_absolute_url()}">this</a>.</p>',
        published=True,
    )
    client.force_login(make_editor())

    for step in ("unpublish", "retract", "kill"):
        page = client.get(f"/admin/articles/article/{article.pk}/{step}/")
        assert "1 live story leads to it: “Seven more”." in page.content.decode()


def test_what_the_address_answers_is_changed_afterwards(client):
    article, other = ArticleFactory.create_batch(2, published=True)
    editor = make_editor()
    publishing.unpublish(article, by=editor)
    client.force_login(editor)
    form = client.get(f"/admin/articles/article/{article.pk}/change/").text
    address = f"/admin/articles/article/{article.pk}/answer/"

    page = client.get(address).text
    client.post(address, {"then": "redirect", "story": other.pk})

    assert "Readers are told that it is gone." in form
    assert "Readers are told that it is gone." in page
    answer = client.get(article.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, other.get_absolute_url())
    again = client.get(address)
    assert f"Readers are led to “{other}”" in again.text
    assert again.context["form"]["then"].value() == "redirect"


@pytest.mark.parametrize("published", [True, False])
def test_only_what_was_live_and_is_not_answers_otherwise(published):
    article = ArticleFactory(published=published)

    with pytest.raises(ValidationError, match="no longer see"):
        publishing.answer(article, by=make_editor(), then=THEN.SOON)
    with pytest.raises(PermissionDenied):
        publishing.answer(article, by=make_writer(), then=THEN.SOON)


def test_a_retraction_is_taken_back_with_a_word_to_readers(client):
    article = ArticleFactory(published=True, body="<p>It holds after all.</p>")
    editor = make_editor()
    publishing.retract(article, by=editor, notice="We doubted a source.")
    client.force_login(editor)
    form = client.get(f"/admin/articles/article/{article.pk}/change/").text
    address = f"/admin/articles/article/{article.pk}/publish/"
    sent = {"when": "now", "number": article.latest_number}

    told = client.get(address).text
    refused = client.post(address, sent)
    client.post(address, sent | {"reason": "The source was right."})
    client.logout()
    page = client.get(article.get_absolute_url())

    assert 'name="_step" value="publish"' in form
    assert "readers see the notice instead of the text" in form
    assert "Readers see the text again as it was" in told
    assert "Does it change what readers learn?" not in told
    refused_at = refused.context["form"].errors["reason"]
    assert "Readers saw a retraction." in str(refused_at)
    assert "It holds after all." in page.text
    assert "The source was right." in page.text
    assert "noindex" not in page.text


def test_a_trusted_writer_does_not_take_a_retraction_back():
    writer = make_writer()
    article = ArticleFactory(published=True, owner=writer)
    publishing.trust(article, writer=writer, by=make_editor())
    publishing.retract(article, by=make_editor("chief"), notice="It was wrong.")

    with pytest.raises(PermissionDenied):
        publishing.publish(article, by=writer, reason="It was right.")


def test_the_page_of_unpublishing_asks_where_to(client):
    article = ArticleFactory(published=True)
    client.force_login(make_editor())
    address = f"/admin/articles/article/{article.pk}/unpublish/"

    page = client.post(address, {"then": "redirect"})
    assert page.status_code == 422
    assert "Choose a story or a show" in page.content.decode()

    show = ShowFactory()
    client.post(address, {"then": "redirect", "show": show.pk})
    response = client.get(article.get_absolute_url())
    assert response["Location"] == show.get_absolute_url()
