from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles.curation import needs
from articles.publishing import kill, unpublish
from tests.articles.curation.test_saving import picked, story
from tests.factories.articles import ArticleFactory
from tests.factories.curation import PickFactory, ShelfFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

NEEDS = "admin:articles_selection_needs"


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def said(key, at=None):
    found = {queue.key: queue for queue in needs.queues(at or timezone.now())}
    return [f"{need.says} {need.where}" for need in found[key].needs]


def about(headline, **kwargs):
    """A story that is not lonely."""
    return ArticleFactory(
        headline=headline, published=True, shows=[ShowFactory()], **kwargs
    )


def test_picks_of_what_readers_cannot_see_are_named_but_not_those_to_come():
    page, gone, killed = about("Page"), about("Gone"), about("Killed")
    PickFactory(selection__article=page, article=gone)
    PickFactory(selection__article=page, article=killed, position=1)
    for position, article in enumerate(
        (
            ArticleFactory(headline="Retracted", retracted=True),
            ArticleFactory(headline="To come", scheduled=True),
            about("Live"),
        ),
        start=2,
    ):
        PickFactory(selection__article=page, article=article, position=position)
    unpublish(gone, by=make_editor())
    kill(killed, by=make_editor(), reason="A hoax")

    assert said("hidden") == [
        f"“{name}” {state}. Picks of “Page”"
        for name, state in (
            ("Gone", "is not live"),
            ("Killed", "was killed"),
            ("Retracted", "was retracted"),
        )
    ]


def test_picks_that_ended_are_named_with_why():
    show = ShowFactory(title="Hellbound")
    season = SeasonFactory(show=show, number=1)
    shelf = ShelfFactory(title="Doom")
    PickFactory(
        selection=shelf,
        show=ShowFactory(title="Over"),
        ends_at=timezone.now() - timedelta(days=1),
    )
    PickFactory(
        selection=shelf,
        show=ShowFactory(title="Waited"),
        position=1,
        event="premieres",
        event_show=show,
        event_season=season,
    )
    AnnouncementFactory(show=show, season=season, kind="released", date=None)

    assert said("ended") == [
        "“Over” has ended: its time is over. Shelf “Doom”",
        "“Waited” has ended: what it waited for has happened. Shelf “Doom”",
    ]


def test_old_news_that_is_picked_is_named_and_old_guides_are_not():
    page = about("Page")
    long_ago = timezone.now() - timedelta(days=1000)
    old = about("Old news", published_at=long_ago)
    guide = about("Old guide", published_at=long_ago, kind="explainer")
    PickFactory(selection__article=page, article=old)
    PickFactory(selection__article=page, article=guide, position=1)

    assert said("outdated") == [
        "“Old news” was last updated more than 730 days ago. Picks of “Page”"
    ]


def test_thin_shelves_and_stories_about_nothing_are_named():
    ShelfFactory(title="Thin", everywhere=True, items=[ShowFactory()])
    ShelfFactory(
        title="Hollow", everywhere=True, items=[ArticleFactory() for _ in range(4)]
    )
    ShelfFactory(title="Full", everywhere=True, items=ShowFactory.create_batch(3))
    ShelfFactory(title="Not placed")
    about("About a show")
    story("About nothing")
    helped = story("Helped")
    PickFactory(selection__article=helped, article=about("Friend"))

    assert said("thin") == [
        "Readers see no things on it. Shelf “Hollow”",
        "Readers see 1 thing on it. Shelf “Thin”",
        "Nothing but the newest stories fits beside it. Pick a few. “About nothing”",
    ]


def test_lists_that_nobody_touched_are_named_until_somebody_saves_them(editor):
    page, a = about("Page"), about("A")
    address = reverse("admin:articles_article_picks", args=[page.pk])
    form = {
        "base": 0,
        "picks-TOTAL_FORMS": 1,
        "picks-INITIAL_FORMS": 0,
        "picks-0-uid": "00000000-0000-4000-8000-000000000001",
        "picks-0-target": f"article:{a.pk}",
    }
    editor.post(address, form)
    later = timezone.now() + timedelta(days=61)
    assert said("untouched", later) == [
        "Last saved 61 days ago, by editor. Picks of “Page”"
    ]

    with time_machine.travel(later, tick=False):
        editor.force_login(make_editor())
        editor.post(address, form | {"base": 1})

    assert said("untouched", later) == []


def test_the_page_names_them_and_takes_out_what_is_ticked(editor):
    page, gone = about("Page"), about("Gone")
    pick = PickFactory(selection__article=page, article=gone)
    unpublish(gone, by=make_editor())

    html = editor.get(reverse(NEEDS)).content.decode()
    assert "“Gone” is not live." in html

    response = editor.post(reverse(NEEDS), {"pick": [pick.pk, "x"]}, follow=True)
    assert "Taken out: 1." in response.content.decode()
    assert picked(page.selection) == []


def test_one_is_replaced_everywhere_after_a_look_at_where(editor):
    page, old, new = about("Page"), about("Old"), about("New")
    PickFactory(selection__article=page, article=old)
    address = reverse("admin:articles_selection_replace")
    data = {"old_story": old.pk, "new_story": new.pk}

    looked = editor.post(address, data | {"_look": "1"}).content.decode()
    assert "Picks of “Page”" in looked
    assert picked(page.selection) == [old]

    editor.post(address, data)
    assert picked(page.selection) == [new]


@pytest.mark.parametrize("data", [{}, {"old_story": "x"}, {"only_remove": "on"}])
def test_a_replacement_says_what_is_missing(editor, data):
    response = editor.post(reverse("admin:articles_selection_replace"), data)

    assert response.status_code == 422


def test_the_first_screen_leads_to_it_for_editors_alone(editor):
    address = reverse(NEEDS)
    assert address in editor.get(reverse("admin:index")).content.decode()

    editor.force_login(make_writer())

    assert address not in editor.get(reverse("admin:index")).content.decode()
    assert editor.get(address).status_code == 403


@pytest.mark.parametrize("step", ["unpublish", "retract", "kill"])
def test_the_pages_of_takedowns_say_where_a_story_is_picked(editor, step):
    page, picked_there = about("Page"), about("Picked")
    PickFactory(selection__article=page, article=picked_there)

    html = editor.get(
        reverse(f"admin:articles_article_{step}", args=[picked_there.pk])
    ).content.decode()

    assert "It is picked in 1 list, and leaves them at once: Picks of “Page”." in html


@pytest.mark.parametrize("count", [1, 12])
def test_the_queue_costs_the_same_however_long(
    editor, django_assert_num_queries, count
):
    page = about("Page")
    for position in range(count):
        draft = ArticleFactory()
        PickFactory(selection__article=page, article=draft, position=position)
    editor.get(reverse(NEEDS))

    with django_assert_num_queries(12):
        editor.get(reverse(NEEDS))
