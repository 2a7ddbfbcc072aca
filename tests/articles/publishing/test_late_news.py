"""
A story that told its news before the desk had recorded it. Of itself that changes no
word of the story; an editor may say that it knew.
"""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from articles import content as contents, publishing
from articles.body.lines import token
from articles.body.live_facts import Reference, element
from articles.models import LogLine
from shows import facts
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.embargoes import make_embargo
from tests.factories.shows import PlatformFactory, SeasonFactory

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 10, 5, 10, tzinfo=UTC)
FIVE_PAST = TEN + timedelta(minutes=5)
TODAY = date(2026, 10, 5)
NEWS = "/admin/articles/article/what-happened/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TEN, tick=False) as clock:
        yield clock


@pytest.fixture
def season(clock):
    return SeasonFactory(show__title="Low Tide", number=2)


@pytest.fixture
def story(season, clock):
    """Out at ten, when nothing was on record; now it is five past."""
    story = tell_it(season)
    clock.move_to(FIVE_PAST)
    return story


def tell_it(season, **more):
    arrives = Reference("release_date", season.show_id, 2, "arrives")
    block = (
        f'<figure data-embed="facts" data-id="{season.show_id}" data-season="2">'
        "</figure>"
    )
    said = {
        "kind": "news",
        "headline": "Low Tide gets a date",
        "standfirst": f"In short it {token(arrives, '')}.",
        "body": f"<p>Season 2 {element(arrives, '')}.</p>{block}",
        "published_at": TEN,
        "shows": [season.show],
    }
    return ArticleFactory(**said | more)


def dated(season, **said):
    said = {
        "kind": "date_set",
        "date": date(2027, 1, 28),
        "precision": "day",
        "announced_on": TODAY,
        "source_name": "Netflix",
    } | said
    return facts.record(by=make_editor(), show=season.show, season=season, **said)


def plain(html):
    text = unescape(strip_tags(unescape(html))).replace("\xa0", " ")
    return " ".join(text.split())


def told(client, story):
    return plain(client.get(story.get_absolute_url()).context["body"])


def test_recording_changes_no_word_of_it_until_an_editor_says_that_it_knew(
    client, season, story
):
    news = dated(season)
    before = told(client, story)

    publishing.knew_already(story, news, by=make_editor())

    assert "Season 2 has not been dated." in before
    assert "2027" not in before
    assert "Season 2 arrives on 28 January 2027." in told(client, story)
    assert told(client, story).count("28 January 2027") == 2
    page = client.get(story.get_absolute_url())
    assert page.context["since_then"] == []
    assert page.context["version"].updated_at == TEN
    assert "In short it arrives on 28 January 2027." in plain(
        client.get("/articles/").text
    )
    feed = plain(client.get("/feed.xml").text)
    assert "has not been dated" not in feed
    assert "Not dated" not in feed
    assert LogLine.objects.first().detail == f"Low Tide: {news}"


def test_what_was_recorded_after_that_stays_below_it(client, season, story, clock):
    news = dated(season)
    clock.move_to(FIVE_PAST + timedelta(minutes=5))
    facts.record(
        by=make_editor(),
        kind="platform_added",
        show=season.show,
        season=season,
        platform=PlatformFactory(name="Netflix"),
        announced_on=TODAY,
        source_name="Netflix",
    )

    publishing.knew_already(story, news, by=make_editor())

    assert "28 January 2027" in told(client, story)
    assert "Where to watch" not in told(client, story)


def test_a_fix_and_what_is_scheduled_know_it_too(client, season, story, clock):
    later = FIVE_PAST + timedelta(days=3)
    content = contents.capture(story) | {"headline": "Low Tide has its date"}
    publishing.save_version(story, content, by=make_editor())
    publishing.schedule(story, by=make_editor(), at=later, reason="More is known.")
    publishing.knew_already(story, dated(season), by=make_editor())
    clock.move_to(FIVE_PAST + timedelta(hours=1))

    publishing.fix_live(story, {"verdict": "Soon."}, by=make_editor())

    assert "arrives on 28 January 2027" in told(client, story)
    clock.move_to(later)
    assert "arrives on 28 January 2027" in told(client, story)


@pytest.mark.parametrize(
    ("of_story", "minutes", "of_news"),
    [
        pytest.param({}, 24 * 60 + 1, {}, id="recorded more than a day later"),
        pytest.param(
            {}, 20 * 60, {"announced_on": date(2026, 10, 6)}, id="of the next day"
        ),
        pytest.param(
            {}, 5, {"public_from": TEN + timedelta(hours=9)}, id="not public yet"
        ),
        pytest.param({"kind": "explainer"}, 5, {}, id="a guide keeps itself current"),
    ],
)
def test_what_it_cannot_have_known_is_refused(
    client, season, clock, of_story, minutes, of_news
):
    story = tell_it(season, **of_story)
    clock.move_to(TEN + timedelta(minutes=minutes))
    news = dated(season, **of_news)
    before = told(client, story)

    with pytest.raises(ValidationError, match="cannot have known"):
        publishing.knew_already(story, news, by=make_editor())

    assert told(client, story) == before


def test_recording_the_news_asks_which_stories_knew_it(client, season, story, clock):
    client.force_login(make_editor())
    tell_it(
        season, headline="Old news of Low Tide", published_at=TEN - timedelta(days=2)
    )
    typed = {
        "kind": "date_set",
        "show": season.show_id,
        "season_number": "2",
        "when": "28 January 2027",
        "certainty": "confirmed",
        "source_name": "Netflix",
        "announced_on": "2026-10-05",
        "public": "now",
    }

    looked = client.post(NEWS, typed)
    outlook = looked.context["outlook"]
    client.post(
        NEWS,
        typed | {"reviewed": outlook.digest, "_record": "1", "knew": [str(story.pk)]},
    )

    assert [each.article for each in outlook.told_before] == [story]
    assert "“Low Tide gets a date”" in unescape(looked.text)
    assert "Season 2 arrives on 28 January 2027." in told(client, story)


def test_it_can_be_said_later_from_the_story_of_what_is_no_secret(
    client, season, story
):
    client.force_login(make_editor())
    news = dated(season)
    secret = make_embargo(lifts_at=TEN + timedelta(days=2))
    dated(season, kind="wrapped", date=None, precision="", embargo=secret)
    page = f"/admin/articles/article/{story.pk}/knew-already/"

    offered = client.get(page)
    client.post(page, {"news": news.pk})

    form = client.get(page.replace("knew-already", "change")).text
    assert 'value="knew-already"' in form
    assert list(offered.context["form"].fields["news"].queryset) == [news]
    assert "28 January 2027" in told(client, story)

    again = client.post(page, {"news": ""})
    client.post(page, {"take_back": "on"})

    assert "Say which news it knew, or take it back." in again.text
    assert "2027" not in told(client, story)
    assert list(client.get(page).context["form"].fields["news"].queryset) == [news]
