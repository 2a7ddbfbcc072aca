from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.addresses.retagging import rename_tag
from articles.addresses.straightening import straightened
from articles.body.sanitising import sanitise
from articles.checking.checklist import check
from articles.checking.readiness import problems
from articles.models import Redirect
from shows.merging import merge_people
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import (
    AnnouncementFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db


def linking(*paths):
    return sanitise("".join(f'<p><a href="{path}">to it</a></p>' for path in paths))


def move(row, slug):
    row.slug = slug
    row.save()


@pytest.fixture
def moved(settings):
    """Something of every kind, at another address than links to it say."""
    settings.SITE_URL = "https://news.example"
    editor = make_editor()
    story = ArticleFactory(published=True, slug="story", tags=["Zombie"])
    publishing.change_address(story, "story-now", by=editor)
    show = ShowFactory(slug="show")
    SeasonFactory(show=show, number=2)
    move(show, "show-now")
    person = PersonFactory(slug="person")
    merge_people(person, into=PersonFactory(slug="person-now"), by=editor)
    move(AuthorFactory(slug="author"), "author-now")
    move(SectionFactory(name="Any", slug="section"), "section-now")
    rename_tag(story.tags.get(), "Undead", "undead", by=editor)
    Redirect.objects.create(path="/2019/story/", target="/articles/story/")
    return {
        "/articles/story/": "/articles/story-now/",
        "/articles/story/#part": "/articles/story-now/#part",
        "https://news.example/shows/show/": "/shows/show-now/",
        "/shows/show/season-2/?a=1": "/shows/show-now/season-2/?a=1",
        "/shows/show/articles/": "/shows/show-now/articles/",
        "/people/person/": "/people/person-now/",
        "/authors/author/": "/authors/author-now/",
        "/sections/section/": "/sections/section-now/",
        "/tags/zombie/": "/tags/undead/",
        "/2019/story": "/articles/story-now/",
        "/shows/": "/shows/",
        "https://elsewhere.example/articles/story/": (
            "https://elsewhere.example/articles/story/"
        ),
    }


def test_links_lead_straight_to_what_moved_in_two_queries(
    moved, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        (body,) = straightened([linking(*moved)], timezone.now())

    assert body == linking(*moved.values())


def test_pages_and_feeds_link_to_the_newest_address(client, moved):
    ArticleFactory(published=True, slug="a", body=linking(*list(moved)[:1]))

    assert 'href="/articles/story-now/"' in client.get("/articles/a/").text
    feed = client.get("/feed.xml").text
    assert "/articles/story-now/" in feed
    assert "/articles/story/" not in feed


def test_links_that_moved_are_advised_and_mended_in_one_step(client, moved):
    article = ArticleFactory(body=linking(*moved))
    editor = make_editor()
    client.force_login(editor)
    content = article.versions.first().content

    assert problems(content, at=timezone.now(), article=article) == []
    advice = check(content, at=timezone.now(), article=article).advice
    (item,) = [each for each in advice if each.label == "Links that moved"]
    assert "10 links lead to where a page stood once" in item.reason
    form = client.get(f"/admin/articles/article/{article.pk}/change/").text
    url = f"/admin/articles/article/{article.pk}/straighten/"
    assert f'href="{url}"' in form

    page = client.get(url).text
    assert "/people/person/ → /people/person-now/" in page
    client.post(url, {"number": article.latest_number})

    latest = article.versions.first()
    assert latest.content["body"] == linking(*moved.values())
    again = client.post(url, {}).text
    assert "Every link leads straight" in again
    assert "Link straight to them" not in again


def test_only_who_may_change_a_story_mends_its_links(client, moved):
    article = ArticleFactory(body=linking(*moved), owner=make_writer("owner"))
    client.force_login(make_writer("stranger"))

    response = client.post(f"/admin/articles/article/{article.pk}/straighten/")

    assert response.status_code in {403, 404}
    assert article.versions.count() == 1


def test_links_to_pages_that_are_not_there_stop_a_publication(moved):
    show = ShowFactory(slug="secret")
    AnnouncementFactory(
        show=show, public_from=timezone.now() + timedelta(days=2), by=make_editor()
    )
    dead = [
        "/shows/nowhere/",
        "/shows/show-now/season-9/",
        "/shows/secret/",
        "/people/nobody/",
        "/nowhere/at/all/",
    ]
    content = ArticleFactory(body=linking(*dead)).versions.first().content

    found = problems(content, at=timezone.now())
    assert len(found) == len(dead)
    later = problems(content, at=timezone.now() + timedelta(days=3))
    assert len(later) == len(dead) - 1


@pytest.mark.parametrize("count", [1, 12])
def test_checking_links_costs_the_same_however_many_there_are(
    count, django_assert_max_num_queries
):
    shows = ShowFactory.create_batch(count)
    people = PersonFactory.create_batch(count)
    paths = [row.get_absolute_url() for row in (*shows, *people)]
    paths += [f"/shows/none-{n}/" for n in range(count)]
    content = ArticleFactory(body=linking(*paths)).versions.first().content

    with django_assert_max_num_queries(4):
        found = problems(content, at=timezone.now())

    assert len(found) == count
