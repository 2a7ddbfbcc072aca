"""
A news story says what was known on its day. News that is recorded later, of whatever day
it is, changes nothing in it and stands below it: "Since then".
"""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import content as contents, publishing
from articles.body.lines import token
from articles.body.live_facts import Reference, element
from shows import facts
from shows.merging import merge_shows
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import (
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 10, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(DAY - timedelta(days=30), tick=False) as clock:
        yield clock


@pytest.fixture
def season(clock):
    season = SeasonFactory(show=ShowFactory(title="Low Tide"), number=2)
    tell(season, "renewed", announced_on=date(2026, 9, 1))
    clock.move_to(DAY)
    return season


def tell(season, kind, **said):
    said = {"announced_on": date(2026, 10, 1), "source_name": "Variety"} | said
    return facts.record(
        by=make_editor(), kind=kind, show=season.show, season=season, **said
    )


def dated(season, **said):
    """Recorded now, announced before the story was published."""
    said = {"date": date(2027, 1, 28), "precision": "day"} | said
    return tell(season, "date_set", **said)


def asked(season, field="release_date", form="arrives"):
    return Reference(field, season.show_id, season.number, form)


def story(season, kind="news", **more):
    block = (
        '<figure data-embed="{}" data-id="{}" data-season="2">'
        "<figcaption>.</figcaption></figure>"
    )
    blocks = [block.format(each, season.show_id) for each in ("known", "timeline")]
    said = {
        "kind": kind,
        "shows": [season.show],
        "standfirst": f"In short it {token(asked(season), '')}.",
        "body": f"<p>Season 2 {element(asked(season), '')}.</p>{''.join(blocks)}",
    }
    return ArticleFactory(**{"published_at": DAY} | said | more)


def words(client, address):
    return plain(client.get(address).text)


def told(client, article):
    """The body alone: beside it a panel says what is known of the show now."""
    return plain(client.get(article.get_absolute_url()).context["body"])


def plain(html):
    text = re.sub(r"<(script|style).*?</\1>", " ", html, flags=re.S)
    # A feed holds its HTML in a text.
    text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<[^>]+>", " ", unescape(text))))
    return " ".join(text.replace("\xa0", " ").split())


def test_news_that_is_recorded_late_changes_no_word_of_an_older_story(
    client, season, clock
):
    article = story(season)
    before = words(client, article.get_absolute_url())
    assert "Season 2 has not been dated." in before
    clock.move_to(DAY + timedelta(days=1))

    dated(season)

    assert "Season 2 has not been dated." in told(client, article)
    assert "2027" not in told(client, article)
    since = words(client, article.get_absolute_url()).split("Since then")[1]
    assert "28 January 2027" in since
    for address in ("/articles/", "/feed.xml"):
        text = words(client, address)
        assert "In short it has not been dated." in text, address
        assert "2027" not in text, address


def test_a_guide_says_it_at_once(client, season, clock):
    article = story(season, kind="explainer")
    clock.move_to(DAY + timedelta(days=1))

    dated(season)

    assert "Season 2 arrives on 28 January 2027." in told(client, article)
    assert "In short it arrives on 28 January 2027." in words(client, "/articles/")


def test_what_was_recorded_in_time_is_told_however_late_the_rest(client, season, clock):
    dated(season)
    article = story(season)
    clock.move_to(DAY + timedelta(days=1))

    dated(
        season, date=date(2027, 1, 1), precision="month", announced_on=date(2026, 9, 20)
    )
    tell(season, "platform_added", platform=PlatformFactory(name="Netflix"))

    body = told(client, article)
    assert "Season 2 arrives on 28 January 2027." in body
    assert "Netflix" not in body


def test_a_mistake_that_is_withdrawn_later_was_told_all_the_same(client, season, clock):
    mistake = dated(season)
    article = story(season)
    clock.move_to(DAY + timedelta(days=1))

    facts.withdraw(mistake, by=make_editor(), reason="Misread.")

    assert "Season 2 arrives on 28 January 2027." in told(client, article)


def test_an_editor_who_publishes_it_anew_publishes_what_is_on_record(
    client, season, clock
):
    article = story(season)
    clock.move_to(DAY + timedelta(days=1))
    dated(season)
    clock.move_to(DAY + timedelta(days=2))
    assert "In short it has not been dated." in words(client, "/articles/")

    content = contents.capture(article) | {"headline": "Low Tide has its date"}
    publishing.save_version(article, content, by=make_editor())
    publishing.publish(article, by=make_editor(), reason="The date was announced.")

    assert "Season 2 arrives on 28 January 2027." in told(client, article)
    assert "In short it arrives on 28 January 2027." in words(client, "/articles/")


def test_a_story_of_an_earlier_day_that_is_written_now_says_what_was_known_then(
    client, season, clock
):
    dated(season, announced_on=date(2026, 9, 20))
    article = story(season, published_at=DAY - timedelta(days=3))

    assert "Season 2 arrives on 28 January 2027." in told(client, article)


def test_who_joined_is_not_told_of_the_day_before_it_was_recorded(
    client, season, clock
):
    block = (
        f'<figure data-embed="cast" data-id="{season.show_id}" data-season="2">'
        "</figure>"
    )
    article = story(season, body=f"<p>The cast.</p>{block}")
    clock.move_to(DAY + timedelta(days=1))

    tell(season, "joins", person=PersonFactory(name="Bea Lind"), character="Mara")

    assert "Nobody has been announced for the cast yet." in told(client, article)


def test_a_trailer_that_was_entered_late_is_not_of_that_day(client, season, clock):
    blocks = "".join(
        f'<figure data-embed="{kind}" data-id="{season.show_id}"></figure>'
        for kind in ("trailer", "known")
    )
    TrailerFactory(show=season.show, title="Teaser", published_on=None)
    article = story(season, body=f"<p>All.</p>{blocks}")
    clock.move_to(DAY + timedelta(days=1))

    TrailerFactory(show=season.show, title="Canary", published_on=date(2026, 10, 1))

    assert "Teaser" in told(client, article)
    assert "Canary" not in told(client, article)
    assert "Canary" in told(
        client, story(season, kind="explainer", body=f"<p>All.</p>{blocks}")
    )


def test_a_block_of_a_show_that_was_merged_away_says_no_more_than_its_day_knew(
    client, season, clock
):
    block = (
        f'<figure data-embed="facts" data-id="{season.show_id}" data-season="2">'
        "</figure>"
    )
    article = story(
        season, shows=[], standfirst="In short.", body=f"<p>All.</p>{block}"
    )
    kept = ShowFactory(title="Low Tide (2026)")
    clock.move_to(DAY + timedelta(days=1))

    dated(season)
    merge_shows(season.show, into=kept, by=make_editor())

    said = told(client, article)
    assert "Low Tide (2026)" in said
    assert "2027" not in said


@pytest.mark.parametrize("count", [1, 12])
def test_late_news_costs_two_queries_however_much_there_is(
    client, season, clock, count
):
    article = story(season)
    others = [SeasonFactory(show=season.show, number=n) for n in range(3, 3 + count)]
    address = article.get_absolute_url()
    clock.move_to(DAY + timedelta(days=1))

    def cost():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    before = cost()
    dated(season)
    for other in others:
        tell(other, "announced")

    assert cost() == before + 2
