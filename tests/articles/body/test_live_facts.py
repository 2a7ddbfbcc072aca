"""Facts inside sentences: what they print, of when, and what they give away."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.body.live_facts import Reference, element, reference_from, references
from articles.body.rendering import render_body
from articles.body.sanitising import is_canonical, plain_text
from articles.embeds import write_fallbacks
from articles.models import Article, Version
from shows import merging
from shows.models import Announcement
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)
from tests.printed import untied

pytestmark = pytest.mark.django_db

Kind = Announcement.Kind


@pytest.fixture
def show():
    return ShowFactory(title="All of Us Are Dead")


@pytest.fixture
def season(show):
    return SeasonFactory(show=show, number=2)


def tell(season, kind=Kind.RENEWED, **more):
    return AnnouncementFactory(show=season.show, season=season, kind=kind, **more)


def dated(season, day, **more):
    return tell(season, Kind.DATE_SET, date=day, precision="day", **more)


def live(field, show, season=None, form=None, **about):
    usual = {"release_date": "arrives", "status": "phrase", "platform": "on"}
    usual |= dict.fromkeys(("episode_count", "seasons"), "count")
    form = form or usual.get(field, "name")
    number = getattr(season, "number", season)
    return element(Reference(field, show.pk, number, form, **about), "of a browser")


def paragraph(*facts):
    return "".join(f"<p>The season {each}.</p>" for each in facts)


def words(body, moment=None, facts_at=None):
    moment = moment or timezone.now()
    return plain_text(str(render_body(body, moment=moment, facts_at=facts_at).html))


# The grammar


@pytest.mark.parametrize(
    "reference",
    [
        Reference("status", 7, None, "phrase"),
        Reference("release_date", 7, 0, "on"),
        Reference("actor", 7, 2, "name", of="Nam-ra & “the rest”"),
        Reference("crew", 7, None, "name", of="Director"),
        Reference("character", 7, None, "name", person=12),
    ],
)
def test_a_live_fact_is_read_as_it_was_written(reference):
    html = f"<p>It is {element(reference, 'so & so')}.</p>"

    assert is_canonical(html)
    assert references(html) == [reference]
    assert reference_from(reference.key) == reference


@pytest.mark.parametrize(
    "key",
    ["", "status", "status:7", "weather:7:on", "status:0:phrase", "status:7:on",
     "actor:7:name", "status:7:phrase:x", "character:7:name:Nam-ra", "actor:7:name:#4"],
)  # fmt: skip
def test_what_asks_nothing_is_no_live_fact(key):
    assert reference_from(key) is None


# What it says


def test_a_fact_is_changed_once_and_every_sentence_with_it(show, season):
    tell(season)
    body = paragraph(live("status", show, 2), live("release_date", show, 2))
    assert words(body) == (
        "The season has been renewed.\nThe season has not been dated."
    )

    dated(season, date(2027, 1, 28), announced_on=timezone.localdate())

    assert words(body) == (
        "The season has a release date.\nThe season arrives on 28 January 2027."
    )


def test_people_are_named_as_the_cast_has_them(show, season):
    CreditFactory(
        show=show, person=PersonFactory(name="Cho Yi-hyun"), character="Choi Nam-ra"
    )
    park = PersonFactory(name="Park Ji-hu")
    CreditFactory(show=show, person=park, character="Nam On-jo")
    for name in ("Lee Jae-kyoo", "Kim Nam-su"):
        CreditFactory(
            show=show, person=PersonFactory(name=name), kind="crew", job="Director"
        )

    body = paragraph(
        live("actor", show, of="choi nam-ra"),
        live("character", show, 2, person=park.pk),
        live("crew", show, of="Director"),
        live("actor", show, of="Nobody"),
        live("crew", show, of="Editor"),
    )

    assert words(body).split("\n") == [
        "The season Cho Yi-hyun.",
        "The season Nam On-jo.",
        "The season Lee Jae-kyoo and Kim Nam-su.",
        "The season an actor not yet announced.",
        "The season an editor not yet announced.",
    ]


def test_what_is_said_is_escaped(show, season):
    CreditFactory(
        show=show, person=PersonFactory(name="<script>"), character="Choi Nam-ra"
    )

    html = render_body(
        paragraph(live("actor", show, of="Choi Nam-ra")), moment=timezone.now()
    ).html

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_words_follow_when_shows_and_people_are_merged(show, season):
    double = ShowFactory(title="All of us are dead")
    other = SeasonFactory(show=double, number=2)
    dated(other, date(2027, 1, 28), announced_on=timezone.localdate())
    person, same = PersonFactory(name="Cho Yi-hyun"), PersonFactory(name="Cho Yihyun")
    CreditFactory(show=double, person=same, character="Choi Nam-ra")
    body = paragraph(
        live("release_date", double, 2), live("character", double, person=same.pk)
    )
    before = words(body)

    merging.merge_shows(double, into=show, by=make_editor())
    merging.merge_people(same, into=person, by=make_editor())

    assert (
        words(body)
        == before
        == ("The season arrives on 28 January 2027.\nThe season Choi Nam-ra.")
    )


# What is stored


def test_the_stored_words_are_written_by_the_server(show, season):
    tell(season)

    stored = write_fallbacks(paragraph(live("status", show, 2)), timezone.now())

    assert plain_text(stored) == "The season has been renewed."
    assert write_fallbacks(stored, timezone.now()) == stored


def test_what_is_under_embargo_is_neither_stored_nor_printed(show, season):
    soon = timezone.now() + timedelta(days=1)
    tell(season)
    dated(season, date(2027, 1, 28), public_from=soon, source_name="Canary",
          announced_on=timezone.localdate(soon))  # fmt: skip
    body = paragraph(live("release_date", show, 2))

    assert "2027" not in write_fallbacks(body, timezone.now())
    assert words(body) == "The season has not been dated."
    assert words(body, soon) == "The season arrives on 28 January 2027."


def test_excerpts_hold_the_stored_words(show, season):
    tell(season)

    article = ArticleFactory(body=paragraph(live("status", show, 2)))

    version = article.versions.get()
    assert version.excerpt == "The season has been renewed."
    assert version.word_count == 5


# The page


def published(kind=Article.Kind.EXPLAINER, *, at, **story):
    with time_machine.travel(at, tick=False):
        article = ArticleFactory(kind=kind, **story)
        publishing.publish(article, by=make_editor())
    return article


@pytest.mark.parametrize("kind", Article.Kind.values)
def test_news_is_a_record_and_guides_are_alive(client, show, season, kind):
    day = datetime(2026, 1, 10, 9, tzinfo=UTC)
    tell(season, announced_on=date(2026, 1, 9))
    article = published(
        kind,
        at=day,
        body=paragraph(live("release_date", show, 2)),
        shows=[show],
        **({"verdict": "Good", "rating": "4.0"} if kind == "review" else {}),
    )
    dated(
        season, date(2027, 1, 28), announced_on=date(2026, 2, 1), source_name="Variety"
    )

    page = (
        client.get(article.get_absolute_url()).content.decode().replace("&nbsp;", " ")
    )

    is_alive = kind in {"explainer", "list"}
    assert ("The season arrives on 28" in page.replace("\xa0", " ")) is is_alive
    assert ("The season has not been dated" in page) is not is_alive
    assert ("Since then" in page) is not is_alive
    if not is_alive:
        since = page.split('id="since-then"')[1].split("</section>")[0]
        text = " ".join(plain_text(untied(since)).replace("\xa0", " ").split())
        assert "release date: 28 January 2027" in text
        assert "when this was published, a date not yet announced" in text
        assert "Variety, 1 February 2026" in text
        assert 'href="/shows/all-of-us-are-dead/season-2/"' in since


def test_nothing_is_added_below_news_of_which_nothing_has_changed(client, show, season):
    day = datetime(2026, 1, 10, 9, tzinfo=UTC)
    with time_machine.travel(day - timedelta(days=1), tick=False):
        tell(season)
    article = published(
        Article.Kind.NEWS, at=day, body=paragraph(live("status", show, 2))
    )

    page = client.get(article.get_absolute_url()).content.decode()

    assert "The season has been renewed" in page
    assert "Since then" not in page


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("kind", [Article.Kind.EXPLAINER, Article.Kind.NEWS])
def test_the_page_costs_the_same_with_no_and_with_fifty_live_facts(
    client, show, season, kind
):
    tell(season)
    other = SeasonFactory(number=1)
    tell(other, Kind.EPISODE_COUNT, number=8)
    asked = [
        live(field, each.show, each)
        for each in (season, other)
        for field in ("status", "release_date", "platform", "episode_count", "seasons")
    ]
    # After the news: what changed since would be told, and that is asked for.
    day = timezone.now()
    bare = published(kind, at=day, shows=[show])
    full = published(kind, at=day, shows=[show], body=paragraph(*asked * 5))

    assert queries(client, full.get_absolute_url()) == queries(
        client, bare.get_absolute_url()
    )


@pytest.mark.parametrize("count", [1, 50])
def test_live_facts_about_people_cost_the_same_however_many_there_are(
    django_assert_num_queries, show, season, count
):
    for number in range(5):
        CreditFactory(show=show, character=f"Number {number}")
    body = paragraph(
        *(live("actor", show, of=f"Number {number % 5}") for number in range(count))
    )

    # Facts (none, so whether the show was merged), credits and their seasons.
    with django_assert_num_queries(4):
        render_body(body, moment=timezone.now())


# The index


def test_versions_are_found_by_what_their_sentences_print(show, season):
    article = published(
        at=timezone.now(),
        body=paragraph(live("status", show, 2), live("actor", show, of="Nam-ra")),
    )

    assert Version.objects.printing(show, "status", season_number=2).get().article == (
        article
    )
    assert Version.objects.printing(show, "role").exists()
    assert not Version.objects.printing(show, "status", season_number=1).exists()
