from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing
from articles.desk.notes import write_note
from articles.models import Note
from shows import embargoes
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.embargoes import make_embargo

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """A story that was called something else once, and the one it repeats."""
    article = ArticleFactory(published=True, slug="older", headline="Repeated")
    publishing.change_address(article, "repeated", by=make_editor())
    return article, ArticleFactory(published=True, slug="kept", headline="Kept")


def say(article, headline):
    content = article.versions.first().content | {"headline": headline}
    return publishing.save_version(article, content, by=make_editor())


def merge(two):
    article, kept = two
    return publishing.merge(article, into=kept, by=make_editor())


def test_every_address_of_a_merged_story_leads_to_the_other_in_one_hop(client, two):
    merge(two)

    for slug in ("older", "repeated"):
        response = client.get(f"/articles/{slug}/")
        assert response.status_code == 301
        assert response.headers["Location"] == "/articles/kept/"
    assert "Repeated" not in client.get("/articles/").text


def test_a_block_that_named_it_shows_the_other(client, two):
    article, _ = two
    linking = ArticleFactory(
        published=True,
        body=f'<p>See:</p><figure data-embed="article" data-id="{article.pk}"></figure>',
    )
    assert "Repeated" in client.get(linking.get_absolute_url()).text

    merge(two)

    html = client.get(linking.get_absolute_url()).text
    assert 'href="/articles/kept/"' in html
    assert "Repeated" not in html


def test_who_was_led_to_it_is_led_to_the_other_however_often_it_is_merged(client, two):
    article, kept = two
    editor = make_editor()
    last = ArticleFactory(published=True, slug="last", headline="Last")
    gone = ArticleFactory(published=True, slug="gone")
    publishing.unpublish(
        gone, by=editor, then=gone.AfterTakedown.REDIRECT, leads_to=article
    )
    linking = ArticleFactory(
        published=True,
        body=f'<p>See:</p><figure data-embed="article" data-id="{article.pk}"></figure>',
    )

    def leads_to(address):
        block = f'href="{address}"' in client.get(linking.get_absolute_url()).text
        return block and client.get("/articles/gone/").headers["Location"] == address

    merge(two)
    assert leads_to("/articles/kept/")
    publishing.merge(kept, into=last, by=editor)
    assert leads_to("/articles/last/")
    publishing.part(kept, by=editor)
    assert leads_to("/articles/kept/")
    publishing.part(article, by=editor)
    assert leads_to("/articles/repeated/")


def test_its_notes_go_along_and_come_back(two):
    article, kept = two
    note = write_note(article, "Is this true?", by=make_editor())

    merge(two)
    assert Note.objects.get(pk=note.pk).article == kept

    publishing.part(article, by=make_editor())
    assert Note.objects.get(pk=note.pk).article == article


def test_parted_it_is_live_at_its_address_again_as_old_as_it_was(client, two):
    article, _ = two
    published_at = article.versions.get().published_at
    merge(two)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        publishing.part(article, by=make_editor())

        assert client.get("/articles/repeated/").status_code == 200
        assert client.get("/articles/older/").headers["Location"] == (
            "/articles/repeated/"
        )
        live = article.versions.live(timezone.now()).get()
    assert live.published_at == published_at
    assert not live.was_updated


def test_parting_leaves_no_draft_where_nobody_wrote(two):
    article, kept = two
    content = article.versions.first().content
    review = content | {"kind": "review", "rating": "4", "verdict": "Good."}
    editor = make_editor()
    publishing.save_version(article, review, by=editor)
    publishing.publish(article, by=editor)
    publishing.merge(article, into=kept, by=editor)

    publishing.part(article, by=editor)

    assert article.versions.first().is_live(timezone.now())


def test_parted_it_is_scheduled_again_where_the_time_is_still_to_come(two, client):
    article, _ = two
    now, editor = timezone.now(), make_editor()
    for hours in (2, 48):
        say(article, f"In {hours}")
        publishing.schedule(article, by=editor, at=now + timedelta(hours=hours))
    merge(two)
    assert not article.versions.filter(live_from__gt=now).exists()

    client.force_login(editor)
    with time_machine.travel(now + timedelta(hours=3)):
        page = client.get(f"/admin/articles/article/{article.pk}/part/").text
        assert "is scheduled again for" in page
        assert "is not scheduled again" in page
        publishing.part(article, by=editor)
        coming = article.versions.scheduled(timezone.now())

        assert [version.headline for version in coming] == ["In 48"]
        assert coming[0].live_from == now + timedelta(hours=48)
        live = article.versions.live(timezone.now()).get()
        assert live.headline == "Repeated"
        assert live.live_until == coming[0].live_from
    assert "is not scheduled again" in article.log_lines.get(verb="part").detail


def test_what_waited_for_an_embargo_waits_for_it_again(two):
    article, _ = two
    editor, now = make_editor(), timezone.now()
    embargo = make_embargo()
    say(article, "Held")
    publishing.schedule(article, by=editor, embargo=embargo)
    merge(two)
    embargoes.move(embargo, to=now + timedelta(days=2), by=editor)

    publishing.part(article, by=editor)

    version = article.versions.scheduled(timezone.now()).get()
    assert version.embargo == embargo
    assert version.live_from == now + timedelta(days=2)


def test_a_draft_is_merged_without_an_address_and_stays_one(client, two):
    _, kept = two
    draft = ArticleFactory(slug="draft")

    publishing.merge(draft, into=kept, by=make_editor())
    assert client.get("/articles/draft/").status_code == 404

    publishing.part(draft, by=make_editor())
    assert draft.slug == "draft"
    assert not draft.versions.filter(live_from__isnull=False).exists()


def test_nobody_works_on_a_story_that_was_merged_away(two):
    article, _ = two
    merge(two)

    with pytest.raises(ValidationError, match="was merged into “Kept”"):
        publishing.publish(article, by=make_editor())
    with pytest.raises(ValidationError, match="was merged into “Kept”"):
        publishing.save_version(article, by=make_editor())


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ({}, "not live"),
        ({"scheduled": True}, "not live"),
        ({"retracted": True}, "takes in no other"),
    ],
)
def test_a_story_that_readers_cannot_read_takes_in_no_other(two, kept, says):
    article, _ = two

    with pytest.raises(ValidationError, match=says):
        publishing.merge(article, into=ArticleFactory(**kept), by=make_editor())


def test_it_is_not_merged_into_itself_nor_round_in_a_circle(two):
    article, kept = two
    with pytest.raises(ValidationError, match="into itself"):
        publishing.merge(article, into=article, by=make_editor())
    merge(two)

    with pytest.raises(ValidationError, match="was merged into"):
        publishing.merge(kept, into=article, by=make_editor())


def test_writers_merge_nothing(two):
    article, kept = two

    with pytest.raises(PermissionDenied):
        publishing.merge(article, into=kept, by=make_writer())


def test_it_is_merged_and_parted_on_its_pages(client, two):
    article, kept = two
    client.force_login(make_editor())
    page = f"/admin/articles/article/{article.pk}"

    merged = client.post(f"{page}/merge/", {"story": kept.pk}, follow=True)
    assert "The story leads to “Kept” now." in merged.text
    assert "It was merged into" in merged.text

    parted = client.post(f"{page}/part/", {}, follow=True)
    assert "The story stands by itself again." in parted.text


@pytest.mark.parametrize("count", [1, 12])
def test_its_page_costs_the_same_however_much_leads_there(
    client, two, django_assert_max_num_queries, count
):
    article, _ = two
    for number in range(count):
        publishing.change_address(article, f"moved-{number}", by=make_editor())
        write_note(article, f"Note {number}.", by=make_editor())
        ArticleFactory(
            published=True,
            body=f'<p>See:</p><figure data-embed="article" data-id="{article.pk}">'
            "</figure>",
        )
    client.force_login(make_editor())

    with django_assert_max_num_queries(10):
        page = client.get(f"/admin/articles/article/{article.pk}/merge/")

    assert page.status_code == 200
