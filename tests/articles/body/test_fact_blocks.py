"""Blocks written from facts: what they say, of when, and what they give away."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.body.markup import FACT_KINDS
from articles.body.rendering import missing_embeds, render_body
from articles.body.sanitising import is_canonical, plain_text, sanitise
from articles.embeds import Target, write_fallbacks
from articles.embeds.fact_blocks import BLOCKS
from articles.embeds.on_page import OnPage
from articles.embeds.subjects import load_subjects
from articles.models import Article
from articles.reading.pages import article_page, known_at
from shows import facts, merging
from shows.models import Announcement
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
    TrailerFactory,
)
from tests.printed import untied

pytestmark = pytest.mark.django_db

Kind = Announcement.Kind


def block(kind, show, season=None):
    number = "" if season is None else f' data-season="{season}"'
    pk = getattr(show, "pk", show)
    return sanitise(
        f'<figure data-embed="{kind}" data-id="{pk}"{number}>'
        "<figcaption>Written by a browser</figcaption></figure>"
    )


def render(kind, show, season=None, *, moment=None, facts_at=None, audience="reader"):
    return render_body(
        block(kind, show, season),
        moment=moment or timezone.now(),
        facts_at=facts_at,
        audience=audience,
    )


def words_of(rendered):
    text = re.sub(r"<[^>]+>", " ", untied(rendered.html))
    return " ".join(text.replace("\xa0", " ").split())


def tell(show, kind=Kind.RENEWED, season=None, **more):
    return AnnouncementFactory(show=show, kind=kind, season=season, **more)


@pytest.fixture
def show():
    return ShowFactory(title="All of Us Are Dead")


@pytest.fixture
def season(show):
    return SeasonFactory(show=show, number=2)


# The grammar


@pytest.mark.parametrize("kind", FACT_KINDS)
@pytest.mark.parametrize("season", [None, 0, 2, 9999])
def test_a_block_keeps_its_show_and_season(kind, season):
    html = block(kind, 7, season)

    number = "" if season is None else f' data-season="{season}"'
    assert html == (
        f'<figure class="embed embed-{kind}" data-embed="{kind}" data-id="7"{number}>'
        "<figcaption>Written by a browser</figcaption></figure>"
    )
    assert is_canonical(html)


@pytest.mark.parametrize("season", ["", "02", "-1", "two", "1.5", "10000", "2 "])
def test_a_season_that_cannot_be_one_makes_no_block_of_the_whole_show(season):
    html = f'<figure data-embed="cast" data-id="7" data-season="{season}">x</figure>'

    assert sanitise(html) == "<p>x</p>"


def test_other_embeds_have_no_season():
    html = sanitise('<figure data-embed="show" data-id="7" data-season="2"></figure>')

    assert "data-season" not in html


# What stands there and what does not


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_a_block_of_which_nothing_is_known_says_so(show, season, kind):
    rendered = render(kind, show, 2)

    assert "All of Us Are Dead, season 2" in words_of(rendered)
    assert "Written by a browser" not in rendered.html
    assert "None" not in rendered.html
    assert rendered.missing == []


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_a_block_about_nothing_is_left_out_and_told_to_the_desk(show, kind):
    body = block(kind, show, 9) + block(kind, 999)

    reader = render_body(body, moment=timezone.now())
    editor = render_body(body, moment=timezone.now(), audience="editor")

    assert reader.html == ""
    assert editor.html.count("Not shown to readers") == 2
    assert [each.kind for each in missing_embeds(body, timezone.now())] == [kind] * 2


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_a_block_is_missing_until_its_season_may_be_known(show, kind):
    tomorrow = timezone.now() + timedelta(days=1)
    tell(show, Kind.ANNOUNCED)
    season = SeasonFactory(show=show, number=3)
    tell(show, season=season, public_from=tomorrow, source_name="Canary")

    assert render(kind, show, 3).html == ""
    assert "Canary" not in write_fallbacks(block(kind, show, 3), timezone.now())
    assert render(kind, show, 3, moment=tomorrow + timedelta(minutes=1)).html


@pytest.mark.parametrize("kind", FACT_KINDS)
@pytest.mark.parametrize("season_given", [True, False])
def test_nothing_under_embargo_is_printed_or_written_down(
    show, season, kind, season_given
):
    """Each fact once in public, by its own name, and once to come as a canary."""
    later = timezone.now() + timedelta(days=2)
    tell(show, season=season)
    canary = {"season": season, "public_from": later, "source_name": "Canary"}
    tell(show, Kind.DATE_SET, date=date(2091, 3, 4), precision="day", **canary)
    tell(show, Kind.PLATFORM_ADDED, platform=PlatformFactory(name="Canary+"), **canary)
    tell(show, Kind.EPISODE_COUNT, number=4321, **canary)
    person = PersonFactory(name="Canary Bird")
    tell(show, Kind.JOINS, person=person, character="Secret", **canary)
    trailer = TrailerFactory(show=show, season=season, title="Canary trailer")
    tell(show, Kind.TRAILER_OUT, trailer=trailer, **canary)
    number = 2 if season_given else None
    forbidden = ("Canary", "2091", "4321", "Secret", trailer.key)

    now = render(kind, show, number)
    stored = write_fallbacks(block(kind, show, number), timezone.now())
    then = render(kind, show, number, moment=later + timedelta(minutes=1))

    assert not any(each in now.html for each in forbidden)
    assert not any(each in stored for each in forbidden)
    assert any(each in then.html for each in forbidden)


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_a_block_of_a_merged_show_is_that_of_the_one_that_is_kept(kind):
    old, kept = ShowFactory(title="AOUAD"), ShowFactory(title="All of Us Are Dead")
    SeasonFactory(show=old, number=2)
    merging.merge_shows(old, into=kept, by=make_editor())

    rendered = render(kind, old, 2)

    assert "All of Us Are Dead, season 2" in words_of(rendered)
    assert rendered.missing == []


def test_names_in_blocks_are_escaped():
    evil = "<script>alert(1)</script>"
    show = ShowFactory(title=evil)
    person = PersonFactory(name=evil)
    CreditFactory(show=show, person=person, character=evil)
    trailer = TrailerFactory(show=show, title=evil, key='"><b>')
    tell(show, source_name=evil)
    tell(show, Kind.TRAILER_OUT, trailer=trailer)

    for kind in FACT_KINDS:
        body = write_fallbacks(block(kind, show), timezone.now())
        assert "<script" not in render(kind, show).html
        assert "<b>" not in render(kind, show).html
        assert is_canonical(body)


# Fallbacks


def test_the_fallback_is_written_by_the_server_and_reads_alone(show, season):
    tell(show, season=season)
    body = write_fallbacks(block("facts", show, 2), timezone.now())

    assert plain_text(body) == ""
    assert plain_text(body, embeds=True) == (
        "All of Us Are Dead, season 2: Status: Renewed"
    )
    assert 'href="/shows/all-of-us-are-dead/season-2/"' in body
    assert is_canonical(body)
    assert write_fallbacks(body, timezone.now()) == body


def test_a_fallback_of_a_long_cast_is_cut(show):
    for number in range(120):
        person = PersonFactory(name=f"Somebody with a long name {number}")
        CreditFactory(show=show, person=person, character="A part")

    body = write_fallbacks(block("cast", show), timezone.now())

    assert len(body) < 2_000


# Facts table


def test_the_facts_table_names_value_certainty_and_source(show, season):
    tell(show, season=season, source_name="Netflix")
    tell(
        show,
        Kind.DATE_SET,
        season,
        date=date(2031, 3, 4),
        precision="day",
        certainty="rumoured",
        source_name="A blog",
    )

    said = words_of(render("facts", show, 2))

    assert "Status Renewed Confirmed Netflix, 6 June 2022" in said
    assert "Release date 4 March 2031 Rumoured A blog, 6 June 2022" in said


def test_a_season_is_watched_where_its_show_is(show, season):
    tell(show, Kind.PLATFORM_ADDED, platform=PlatformFactory(name="Netflix"))

    assert "Netflix" in words_of(render("watch", show, 2))
    assert "Netflix" in words_of(render("facts", show, 2))


def test_the_parts_of_a_season_have_their_own_tables(show, season):
    part = SeasonPartFactory(season=season, number=1, title="Volume 1")
    when = {"date": date(2031, 3, 4), "precision": "day"}
    tell(show, Kind.DATE_SET, season, part=part, **when)

    assert "Volume 1 Status Dated" in words_of(render("facts", show, 2))
    assert "Volume 1 Tuesday 4 March 2031" in words_of(render("time", show, 2))


# What we know so far


def test_what_is_known_stands_apart_from_what_is_said_and_what_is_not_known(
    show, season
):
    tell(show, season=season)
    tell(
        show,
        Kind.DATE_SET,
        season,
        date=date(2031, 1, 1),
        precision="year",
        certainty="reported",
        source_name="India TV",
        announced_on=date(2026, 2, 22),
    )

    said = words_of(render("known", show, 2))
    known, _, rest = said.partition("Said, not confirmed")
    reported, _, unknown = rest.partition("Not known yet")

    assert "Status Renewed" in known
    assert "2031 Reported India TV, 22 February 2026" in reported
    assert unknown.startswith(" When it comes out Where it can be watched How many")
    assert "As of 22 February 2026" in unknown


def test_of_what_is_over_nothing_is_still_to_be_known(show, season):
    tell(show, season=season)
    tell(show, Kind.CANCELLED, season, announced_on=date(2023, 1, 2))

    assert "Not known yet" not in words_of(render("known", show, 2))


# Cast


def test_the_cast_is_those_who_are_confirmed_and_reports_stand_apart(show, season):
    CreditFactory(show=show, person=PersonFactory(name="Cho Yi-hyun"), character="N")
    tell(show, season=season)
    for name, certainty in (("Roh Jae-won", "confirmed"), ("Ma Dong-seok", "rumoured")):
        tell(
            show,
            Kind.JOINS,
            season,
            person=PersonFactory(name=name),
            certainty=certainty,
            source_name="Soompi",
        )

    said = words_of(render("cast", show, 2))
    confirmed, _, rest = said.partition("Said, not confirmed")

    assert "Cho Yi-hyun as N" in confirmed
    assert "Roh Jae-won" in confirmed
    assert "Ma Dong-seok" not in confirmed
    assert "Ma Dong-seok Rumoured Soompi, 6 June 2022" in rest


def test_credits_of_other_seasons_are_not_in_the_cast_of_this_one(show, season):
    other = SeasonFactory(show=show, number=1)
    CreditFactory(show=show, person=PersonFactory(name="Only once"), seasons=[other])

    assert "Only once" not in words_of(render("cast", show, 2))
    assert "Only once" in words_of(render("cast", show, 1))
    assert "Only once" in words_of(render("cast", show))


def test_a_portrait_is_shown_while_its_rights_run(show):
    portrait = ImageFactory(rights_end_on=timezone.localdate() + timedelta(days=1))
    CreditFactory(show=show, person=PersonFactory(portrait=portrait))

    assert "<picture" in render("cast", show).html
    later = timezone.now() + timedelta(days=3)
    assert "<picture" not in render("cast", show, moment=later).html


# Timeline


def test_the_timeline_is_that_of_the_season_oldest_first(show, season):
    other = SeasonFactory(show=show, number=1)
    tell(show, Kind.ANNOUNCED, other, announced_on=date(2020, 4, 1))
    tell(show, Kind.IN_PRODUCTION, season, announced_on=date(2025, 7, 23))
    tell(show, Kind.RENEWED, season, announced_on=date(2022, 6, 6))

    said = words_of(render("timeline", show, 2))

    assert said.index("6 June 2022") < said.index("23 July 2025")
    assert "1 April 2020" not in said
    assert "1 April 2020 Season 1 – Announced" in words_of(render("timeline", show))


def test_what_was_withdrawn_leaves_the_timeline(show, season):
    announcement = tell(show, season=season)
    facts.withdraw(announcement, by=make_editor(), reason="Another show")

    assert "Renewed" not in words_of(render("timeline", show, 2))


# Trailer


@pytest.mark.parametrize(
    ("provider", "link", "player"),
    [
        (
            "youtube",
            "https://www.youtube.com/watch?v=IN5TD4VRcSM",
            "https://www.youtube-nocookie.com/embed/IN5TD4VRcSM?autoplay=1",
        ),
        (
            "vimeo",
            "https://vimeo.com/IN5TD4VRcSM",
            "https://player.vimeo.com/video/IN5TD4VRcSM?dnt=1&amp;autoplay=1",
        ),
    ],
)
def test_a_trailer_is_a_poster_with_a_link(show, provider, link, player):
    TrailerFactory(
        show=show, provider=provider, key="IN5TD4VRcSM", poster=ImageFactory()
    )

    rendered = render("trailer", show)

    assert f'href="{link}"' in rendered.html
    assert f'data-player="{player}"' in rendered.html
    assert "<picture" in rendered.html
    assert "<iframe" not in rendered.html
    assert rendered.scripts == ["js/player.js"]


def test_the_trailer_of_a_season_is_its_own_and_the_one_announced_last(show, season):
    TrailerFactory(show=show, title="Of the show")
    first = TrailerFactory(show=show, season=season, title="Teaser")
    TrailerFactory(show=show, season=season, title="Imported")
    tell(show, Kind.TRAILER_OUT, season, trailer=first)

    assert "Teaser" in render("trailer", show, 2).html
    SeasonFactory(show=show, number=3)
    assert "We know of no trailer yet" in render("trailer", show, 3).html


# What time is it out?


def test_a_moment_is_told_on_every_clock_with_its_weekday(show, season):
    tell(
        show,
        Kind.DATE_SET,
        season,
        date=date(2031, 1, 31),
        precision="minute",
        moment=datetime(2031, 1, 31, 8, 0, tzinfo=UTC),
        zone="Asia/Seoul",
    )

    rendered = render("time", show, 2)
    said = words_of(rendered)

    assert "New York (ET) Friday 31 January 2031, 03:00" in said
    assert "Los Angeles (PT) Friday 31 January 2031, 00:00" in said
    assert "London (UK) Friday 31 January 2031, 08:00" in said
    assert "Seoul (KST) Friday 31 January 2031, 17:00" in said
    assert 'data-own-time="2031-01-31T17:00+09:00"' in rendered.html
    assert rendered.scripts == ["js/own_time.js"]


@pytest.mark.parametrize(
    ("moment", "new_york", "london"),
    [
        # The hour that New York leaves out, and three weeks before London does.
        ("2031-03-09T06:30", "Sunday 9 March 2031, 01:30", "Sunday 9 March 2031, 06:30"),
        ("2031-03-09T07:30", "Sunday 9 March 2031, 03:30", "Sunday 9 March 2031, 07:30"),
        # The hour that London has twice.
        ("2031-10-26T00:30", "Saturday 25 October 2031, 20:30",
         "Sunday 26 October 2031, 01:30"),
        ("2031-10-26T01:30", "Saturday 25 October 2031, 21:30",
         "Sunday 26 October 2031, 01:30"),
    ],
)  # fmt: skip
def test_nights_of_clock_change_are_right(show, season, moment, new_york, london):
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    tell(
        show,
        Kind.DATE_SET,
        season,
        date=at.date(),
        precision="minute",
        moment=at,
        zone="UTC",
    )

    said = words_of(render("time", show, 2))

    assert f"New York (ET) {new_york}" in said
    assert f"London (UK) {london}" in said
    assert f"UTC {at:%A} {at.day} {at:%B %Y}, {at:%H:%M}" in said


def test_a_day_is_never_shifted_and_has_no_time(show, season):
    when = {"date": date(2031, 1, 31), "precision": "day"}
    tell(show, Kind.DATE_SET, season, **when)

    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        with timezone.override(zone):
            said = words_of(render("time", show, 2))
            assert "Friday 31 January 2031" in said
            assert "No time of day has been announced" in said
            assert "New York" not in said


def test_less_than_a_day_is_told_as_it_is(show, season):
    tell(show, Kind.DATE_SET, season, date=date(2031, 1, 1), precision="quarter")

    said = words_of(render("time", show, 2))

    assert "Early 2031 No day has been announced" in said


# As of when


def test_a_guide_says_what_is_known_now_and_news_what_was_known_then(show, season):
    then = timezone.now() - timedelta(days=400)
    tell(show, season=season, announced_on=then.date(), public_from=then)
    published = then + timedelta(days=1)
    body = f"<p>Text.</p>{block('facts', show, 2)}"
    tell(show, Kind.IN_PRODUCTION, season, announced_on=timezone.localdate())
    pages = {}
    for kind in (Article.Kind.NEWS, Article.Kind.EXPLAINER):
        story = ArticleFactory(kind=kind, body=body, published=True)
        version = story.versions.get()
        version.published_at = published
        pages[kind] = article_page(version, timezone.now())["body"]

    assert "In production" in pages["explainer"]
    assert "As known on" not in pages["explainer"]
    assert "Renewed" in pages["news"]
    assert "In production" not in pages["news"]
    assert "As known on" in pages["news"]


def test_a_story_that_is_not_out_yet_is_shown_with_what_is_known_now():
    version = publishing.save_version(ArticleFactory(), by=make_editor())
    now = timezone.now()

    assert known_at(version, now) == now


# Costs


def test_twenty_blocks_cost_what_seven_do(django_assert_max_num_queries):
    def body_of(shows):
        return "".join(
            block(kind, show, season)
            for show in shows
            for kind in FACT_KINDS
            for season in (None, 2)
        )

    shows = [ShowFactory() for _ in range(6)]
    for show in shows:
        season = SeasonFactory(show=show, number=2)
        for _ in range(3):
            CreditFactory(show=show, person=PersonFactory(portrait=ImageFactory()))
            tell(show, Kind.JOINS, season, person=PersonFactory())
        trailer = TrailerFactory(show=show, season=season, poster=ImageFactory())
        tell(show, Kind.TRAILER_OUT, season, trailer=trailer)
    few, many = body_of(shows[:1]), body_of(shows)

    with django_assert_max_num_queries(7):
        render_body(few, moment=timezone.now())
    with django_assert_max_num_queries(7):
        rendered = render_body(many, moment=timezone.now())

    assert rendered.html.count("embed-block__head") == 84


def test_only_what_a_kind_prints_is_loaded(show, season, django_assert_num_queries):
    with django_assert_num_queries(3):
        render("watch", show, 2)


def test_every_kind_has_words_for_the_desk():
    assert {each.kind for each in BLOCKS} == set(FACT_KINDS)
    assert all(each.label and each.missing and each.nothing for each in BLOCKS)


def test_a_subject_is_told_by_its_name(show, season):
    now = timezone.now()
    whole, second = Target("cast", show.pk), Target("cast", show.pk, 2)

    found = load_subjects({whole, second}, OnPage(now, now))

    assert found[whole].name == "All of Us Are Dead"
    assert found[second].name == "All of Us Are Dead, season 2"
