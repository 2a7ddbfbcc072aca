from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import publishing
from images import rights
from images.models import Image
from images.withdrawal import withdraw
from tests.factories.articles import ArticleFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import PersonFactory, ShowFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20T12:00:00Z", tick=False)
    return time_machine


def ending_on(day, **texts):
    return ImageFactory(without_files=True, rights_end_on=day, **texts)


def story_with_ended(image, **state):
    """A story made while the rights still ran."""
    day, image.rights_end_on = image.rights_end_on, None
    image.save()
    story = ArticleFactory(lead_image=image, **state)
    image.rights_end_on = day
    image.save()
    return story


def listed(moment=None):
    found = rights.ending(moment or timezone.now())
    return [(row.image, row.has_ended) for row in found.rows]


def test_rights_that_end_within_a_fortnight_are_listed_the_next_first():
    last = ending_on(TODAY + timedelta(days=14))
    first = ending_on(TODAY)
    ending_on(TODAY + timedelta(days=15))
    ImageFactory(without_files=True)

    assert listed() == [(first, False), (last, False)]


def test_a_day_later_another_is_among_them(clock):
    coming = ending_on(TODAY + timedelta(days=15))
    ending_on(TODAY)

    clock.move_to("2026-11-21T00:00:01Z", tick=False)

    assert listed() == [(coming, False)]


def test_other_spans_can_be_asked_for():
    ending_on(TODAY + timedelta(days=3))

    assert Image.objects.rights_ending(TODAY, days=3).count() == 1
    assert Image.objects.rights_ending(TODAY, days=2).count() == 0


def test_what_has_ended_and_still_stands_before_readers_comes_first():
    soon = ending_on(TODAY)
    longest = ending_on(TODAY - timedelta(days=9))
    latest = ending_on(TODAY - timedelta(days=1))
    ending_on(TODAY - timedelta(days=1), title="Used nowhere")
    story_with_ended(longest, published=True)
    story_with_ended(latest, published=True)

    assert listed() == [(latest, True), (longest, True), (soon, False)]


@pytest.mark.parametrize("state", ["scheduled", "expired", "in_review"])
def test_what_has_ended_and_no_live_story_shows_is_nobodys_task(state):
    ended = ending_on(TODAY - timedelta(days=1))
    story_with_ended(ended, **{state: True})

    assert listed() == []


def test_a_story_that_took_another_picture_is_settled():
    ended = ending_on(TODAY - timedelta(days=1))
    story = story_with_ended(ended, published=True)
    assert listed() == [(ended, True)]

    story.lead_image = ImageFactory(without_files=True)
    story.save()
    publishing.save_version(story, by=story.owner)
    publishing.publish(story, by=make_editor())

    assert listed() == []


def test_shows_people_and_authors_stand_before_readers_as_well():
    places = [
        (ShowFactory, "poster"),
        (ShowFactory, "backdrop"),
        (PersonFactory, "portrait"),
        (AuthorFactory, "portrait"),
    ]
    for factory, name in places:
        factory(**{name: ending_on(TODAY - timedelta(days=1))})

    assert len(listed()) == len(places)


def test_each_row_says_in_how_many_places_it_stands():
    image = ending_on(TODAY)
    # Two versions of one story are one place, and so are two pictures of one show.
    ArticleFactory(lead_image=image, published=True, reworked=True)
    ArticleFactory(lead_image=image)
    ShowFactory(poster=image, backdrop=image)
    AuthorFactory(portrait=image)
    unused = ending_on(TODAY)

    found = {row.image: row.uses for row in rights.ending(timezone.now()).rows}

    assert found == {image: 4, unused: 0}


def test_a_withdrawn_picture_has_no_rights_to_look_after():
    image = ending_on(TODAY)
    AuthorFactory(portrait=image)
    withdraw(image, by=make_editor(), reason="They asked us to.")

    assert listed() == []
    assert listed(timezone.now() + timedelta(days=30)) == []


def test_the_list_is_short_and_counts_the_rest():
    for _ in range(4):
        ending_on(TODAY)

    found = rights.ending(timezone.now(), limit=3)

    assert (len(found.rows), found.count) == (3, 4)


def test_counting_ends_somewhere(monkeypatch):
    monkeypatch.setattr(rights, "MOST_COUNTED", 3)
    for _ in range(5):
        ending_on(TODAY)

    found = rights.ending(timezone.now())

    assert found.count == 3


@pytest.mark.parametrize("count", [1, 9])
def test_asking_costs_the_same_however_many_end(count, django_assert_num_queries):
    for _ in range(count):
        ended = ending_on(TODAY - timedelta(days=1))
        story_with_ended(ended, published=True)
        ShowFactory(poster=ending_on(TODAY), backdrop=ended)

    # Those that have ended, those that end, and where they all stand.
    with django_assert_num_queries(3):
        rights.ending(timezone.now())
