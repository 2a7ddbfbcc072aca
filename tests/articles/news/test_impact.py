from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import NeedsUpdate
from articles.news import impact
from shows.models import Announcement, Fact
from tests.factories.articles import ArticleFactory
from tests.factories.curation import PickFactory, SelectionFactory
from tests.factories.desk import make_editor
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

NOT_RENEWED = "<p>Low Tide has not been renewed for a second season.</p>"
BLOCK = (
    "<p>All that is known.</p>"
    '<figure class="embed embed-facts" data-embed="facts" data-id="{}" data-season="2">'
    "<figcaption>Facts</figcaption></figure>"
)


@pytest.fixture
def show():
    show = ShowFactory(title="Low Tide")
    for number in (1, 2):
        SeasonFactory(show=show, number=number)
    return show


def make_story(show, body=NOT_RENEWED, **more):
    more = {"kind": "explainer", "published": True} | more
    return ArticleFactory(shows=[show], body=body, **more)


def renewal(show, **more):
    now = timezone.now()
    more = {"kind": "renewed", "certainty": "confirmed"} | more
    return Announcement(
        show=show,
        season=show.seasons.get(number=2),
        announced_on=date(2022, 6, 6),
        public_from=now,
        source_name="Netflix",
        **more,
    )


def foresee(news):
    return impact.foresee(news, by=make_editor(), at=timezone.now())


def test_it_tells_what_changes_by_itself_and_what_needs_a_reader(show):
    wrong = make_story(show, headline="What comes after Low Tide")
    guide = make_story(show, BLOCK.format(show.pk), headline="A guide with facts")
    make_story(show, kind="news", headline="A record of its day")

    found = foresee(renewal(show))

    assert {page.title for page in found.pages} == {
        "Low Tide",
        str(show.seasons.get(number=2)),
        guide.headline,
    }
    [reading] = found.readings
    assert (reading.title, reading.sentence) == (
        wrong.headline,
        "Low Tide has not been renewed for a second season.",
    )
    assert "has been renewed" in reading.why
    assert found.sentence == "Changes 3 pages by themselves, 1 needs reading."


def test_headlines_that_would_be_wrong_are_named_first(show):
    make_story(show, headline="Low Tide season 2 is not renewed")

    found = foresee(renewal(show))

    assert [reading.sentence for reading in found.titles] == [
        "Low Tide season 2 is not renewed"
    ]
    assert found.readings[0].is_title
    assert (found.story_count, found.sentence_count) == (1, 2)


def test_nothing_is_written_and_recording_does_what_was_told(show):
    make_story(show)

    told = foresee(renewal(show))
    assert not Fact.objects.exists()
    assert not NeedsUpdate.objects.exists()
    AnnouncementFactory(show=show, season=show.seasons.get(number=2))

    assert [r.why for r in told.readings] == [d.why for d in NeedsUpdate.objects.all()]


def test_a_rumour_changes_no_page(show):
    make_story(show)

    found = foresee(renewal(show, certainty="rumoured"))

    assert found.readings == []


def test_what_is_wrong_already_is_not_told_again(show):
    make_story(show)
    AnnouncementFactory(show=show, season=show.seasons.get(number=2))

    assert foresee(renewal(show)).readings == []


def test_a_date_moves_the_calendar_and_what_named_another(show):
    make_story(show, "<p>Low Tide season 2 will be released on 12 March 2030.</p>")
    news = renewal(show, kind="date_set", date=date(2030, 4, 2), precision="day")
    news.public_from = timezone.now() + timedelta(days=3)

    found = foresee(news)

    assert "The release calendar" in {page.title for page in found.pages}
    assert "2 April 2030" in found.readings[0].why


def test_picks_that_would_end_are_named(show):
    season = show.seasons.get(number=2)
    story = make_story(show, "<p>Nothing is claimed.</p>", headline="Catch up before")
    until = {"event": "premieres", "event_show": show, "event_season": season}
    PickFactory(selection=SelectionFactory(show=show), article=story, **until)

    told = foresee(renewal(show))
    out = foresee(renewal(show, kind="released"))

    assert told.picks == []
    assert out.picks == ["Catch up before, of: Picks of “Low Tide”"]


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_the_same_however_many_stories_it_concerns(
    show, count, django_assert_max_num_queries
):
    for _ in range(count):
        make_story(show)
    editor, now, news = make_editor(), timezone.now(), renewal(show)

    with django_assert_max_num_queries(16):
        found = impact.foresee(news, by=editor, at=now)

    assert found.story_count == count
