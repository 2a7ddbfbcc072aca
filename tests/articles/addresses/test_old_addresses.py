import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing
from articles.addresses.old_addresses import (
    KINDS,
    old_address,
    old_addresses,
    release,
)
from articles.addresses.retagging import merge_tags, undo_merge
from articles.models import FormerTag, LogLine, OldAddress
from authors.merging import merge_authors
from shows.merging import merge_shows
from shows.models import OldShowAddress
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import PersonFactory, ShowFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/redirect/old/"


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def moved(editor):
    """One old address of every kind."""
    story = ArticleFactory(published=True, slug="story", tags=["Zombie", "Undead"])
    publishing.change_address(story, "story-now", by=editor)
    merge_shows(ShowFactory(title="Twin"), into=ShowFactory(slug="show-now"), by=editor)
    for row in (
        PersonFactory(slug="person"),
        AuthorFactory(slug="author"),
        SectionFactory(name="Any", slug="section"),
    ):
        row.slug += "-now"
        row.save()
    tags = {tag.name: tag for tag in story.tags.all()}
    merge_tags(tags["Zombie"], into=tags["Undead"], by=editor)
    return story


def listed(editor, **kwargs):
    rows, _ = old_addresses(editor, timezone.now(), **kwargs)
    return {old.path: old for old in rows}


def test_every_kind_is_listed_with_where_it_leads_why_and_since_when(moved, editor):
    found = listed(editor)

    assert {path: old.leads_to for path, old in found.items()} == {
        "/articles/story/": "/articles/story-now/",
        "/shows/twin/": "/shows/show-now/",
        "/people/person/": "/people/person-now/",
        "/authors/author/": "/authors/author-now/",
        "/sections/section/": "/sections/section-now/",
        "/tags/zombie/": "/tags/undead/",
    }
    assert found["/shows/twin/"].why == "“Twin” was merged into it."
    assert found["/articles/story/"].why == "It moved."
    assert found["/tags/zombie/"].why == "It was merged."
    assert all(old.since for old in found.values())


def test_a_merged_story_and_a_merged_author_say_so(editor):
    kept = ArticleFactory(published=True)
    merged = ArticleFactory(published=True, slug="twin", headline="Twin")
    publishing.merge(merged, into=kept, by=editor)
    merge_authors(
        AuthorFactory(slug="double", name="Double"), into=AuthorFactory(), by=editor
    )

    found = listed(editor)

    assert found["/articles/twin/"].why == "“Twin” was merged into it."
    assert found["/authors/double/"].why == "“Double” was merged into it."


@pytest.mark.parametrize(
    "asked", ["twin", "/shows/twin/", "https://news.example/shows/twin", "show-no"]
)
def test_they_are_found_by_the_old_address_or_the_new(moved, editor, asked):
    assert list(listed(editor, asked=asked)) == ["/shows/twin/"]
    assert listed(editor, asked=asked, kind="person") == {}


def test_one_that_is_given_up_leads_nowhere_and_may_be_taken(client, moved, editor):
    client.force_login(editor)
    old = listed(editor)["/articles/story/"]
    url = f"{LIST}story/{old.pk}/release/"
    assert "Links to it stop working" in client.get(url).text
    assert client.get("/articles/story/").status_code == 301

    told = client.post(url, follow=True).text

    assert "/articles/story/ leads nowhere now" in told
    assert client.get("/articles/story/").status_code == 404
    assert "was given up" in LogLine.objects.get(detail__contains="given up").detail
    assert client.post(url).status_code == 404
    publishing.change_address(ArticleFactory(), "story", by=editor)


def test_giving_up_the_address_of_a_tag_keeps_what_its_name_means(moved, editor):
    release(listed(editor)["/tags/zombie/"], by=editor)

    former = FormerTag.objects.get(name="Zombie")
    assert former.slug is None
    assert undo_merge(former, by=editor).slug == "zombie"


def test_parting_finds_another_address_where_the_own_one_was_given_away(editor):
    merged = ArticleFactory(published=True, slug="twin", headline="Twin")
    publishing.merge(merged, into=ArticleFactory(published=True), by=editor)
    release(listed(editor)["/articles/twin/"], by=editor)
    ArticleFactory(slug="twin")

    publishing.part(merged, by=editor)

    merged.refresh_from_db()
    assert merged.slug == "twin-2"


def test_it_is_given_up_once_and_by_those_who_may(moved, editor):
    old = listed(editor)["/shows/twin/"]
    with pytest.raises(PermissionDenied):
        release(old, by=make_writer())
    release(old, by=editor)
    with pytest.raises(ValidationError, match="already"):
        release(old, by=editor)
    assert not OldShowAddress.objects.exists()
    assert old_address("show", old.pk, editor, timezone.now()) is None


@pytest.mark.parametrize("count", [1, 60])
def test_all_of_them_can_be_downloaded(
    client, moved, editor, django_assert_max_num_queries, count
):
    moment = timezone.now()
    OldAddress.objects.bulk_create(
        OldAddress(slug=f"old-{n}", article=moved, left_at=moment) for n in range(count)
    )
    client.force_login(editor)

    # Who asks and what they may, the kinds, and for each of four who was merged.
    with django_assert_max_num_queries(4 + 6 + 4):
        response = client.get(f"{LIST}download/?q=")
        lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[0] == '"from","to","note"'
    assert (
        '"/shows/twin/","/shows/show-now/","Show. “Twin” was merged into it."' in lines
    )
    assert len(lines) == 1 + len(KINDS) + count


def test_writers_are_not_shown_them(client, moved):
    client.force_login(make_writer())

    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}story/1/release/").status_code == 403


@pytest.mark.parametrize("page", ["9" * 5000, "²", "-1", ""])
def test_what_is_no_page_of_the_list_is_its_first(client, editor, moved, page):
    client.force_login(editor)

    response = client.get(f"/admin/articles/redirect/old/?page={page}")

    assert response.context["newer"] is False


@pytest.mark.parametrize("count", [2, 60])
def test_the_list_costs_the_same_however_many_there_are(
    client, moved, editor, django_assert_max_num_queries, count
):
    moment = timezone.now()
    OldAddress.objects.bulk_create(
        OldAddress(slug=f"old-{n}", article=moved, left_at=moment) for n in range(count)
    )
    client.force_login(editor)

    # Session, user, permissions; six kinds; which stories, shows and people were merged.
    with django_assert_max_num_queries(13):
        response = client.get(LIST)

    assert len(response.context["rows"]) == min(count + 6, 50)
    assert bool(response.context["older"]) == (count == 60)
    if count == 60:
        assert len(client.get(f"{LIST}?page=2").context["rows"]) == 16
