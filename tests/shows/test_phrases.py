"""Facts as a person on the desk would write them into a sentence."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from shows import facts
from shows.models import Announcement
from shows.phrases import FORMS, say
from tests.factories.shows import (
    AnnouncementFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

Kind = Announcement.Kind


@pytest.fixture
def season():
    return SeasonFactory(show=ShowFactory(title="All of Us Are Dead"), number=2)


def tell(season, kind=Kind.RENEWED, **more):
    return AnnouncementFactory(show=season.show, season=season, kind=kind, **more)


def said(season, field, form, at=None, *, whole_show=False):
    at = at or timezone.now()
    known = facts.load([season.show], at)[season.show.pk]
    return say(field, form, known, None if whole_show else season.number).words


@pytest.mark.parametrize(
    ("kind", "phrase", "word"),
    [
        (Kind.ANNOUNCED, "has been announced", "announced"),
        (Kind.RENEWED, "has been renewed", "renewed"),
        (Kind.IN_PRODUCTION, "is in production", "in production"),
        (Kind.WRAPPED, "has finished filming", "filmed"),
        (Kind.RELEASED, "is out now", "out now"),
        (Kind.ENDED, "has ended", "ended"),
        (Kind.CANCELLED, "has been cancelled", "cancelled"),
    ],
)
def test_a_status_is_a_phrase_or_a_word(season, kind, phrase, word):
    assert said(season, "status", "phrase") == "has not been announced"
    assert said(season, "status", "word") == "not yet announced"

    tell(season, kind)

    assert said(season, "status", "phrase") == phrase
    assert said(season, "status", "word") == word


@pytest.mark.parametrize(
    ("day", "precision", "words"),
    [
        (
            date(2027, 1, 28),
            "day",
            {
                "on": "on 28 January 2027",
                "day": "28 January 2027",
                "weekday": "on Thursday 28 January 2027",
                "month": "January 2027",
                "year": "2027",
                "arrives": "arrives on 28 January 2027",
            },
        ),
        (
            date(2027, 1, 1),
            "quarter",
            {
                "on": "in early 2027",
                "day": "early 2027",
                "weekday": "in early 2027",
                "month": "early 2027",
                "year": "2027",
                "arrives": "arrives in early 2027",
            },
        ),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(season, day, precision, words):
    tell(season, Kind.DATE_SET, date=day, precision=precision)

    assert {
        form: said(season, "release_date", form) for form in FORMS["release_date"]
    } == words


def test_a_date_that_is_not_known_is_said_to_be_so(season):
    assert said(season, "release_date", "arrives") == "has not been dated"
    assert said(season, "release_date", "on") == "on a date not yet announced"
    assert said(season, "release_date", "year") == "a date not yet announced"


def test_what_was_cancelled_is_not_said_to_wait_for_a_date(season):
    tell(season, Kind.DATE_SET, date=date(2027, 1, 28), precision="day")
    tell(season, Kind.CANCELLED, announced_on=date(2023, 1, 1))

    assert said(season, "release_date", "arrives") == "has been cancelled"
    assert said(season, "release_date", "on") == "on a date not yet announced"


def test_a_report_names_its_source_and_a_rumour_is_not_told(season):
    tell(
        season,
        Kind.DATE_SET,
        date=date(2027, 1, 1),
        precision="quarter",
        certainty="rumoured",
        source_name="A forum",
    )
    assert said(season, "release_date", "arrives") == "has not been dated"

    tell(
        season,
        Kind.DATE_SET,
        date=date(2027, 1, 1),
        precision="quarter",
        certainty="reported",
        source_name="Variety",
    )
    tell(season, Kind.RENEWED, certainty="reported", source_name="Variety")

    assert said(season, "release_date", "arrives") == (
        "is said to arrive in early 2027, according to Variety"
    )
    assert said(season, "release_date", "on") == "in early 2027, according to Variety"


def test_a_reported_status_is_hearsay(season):
    tell(season, Kind.RENEWED, certainty="reported", source_name="Variety")

    assert said(season, "status", "phrase") == (
        "is said to have been renewed, according to Variety"
    )


def test_the_tense_follows_the_clock(season):
    tell(
        season,
        Kind.DATE_SET,
        date=date(2022, 1, 28),
        precision="day",
        announced_on=date(2021, 9, 25),
    )
    # Somewhere on Earth it is still the 28th.
    on_the_day = datetime(2022, 1, 29, 11, 59, tzinfo=UTC)
    after = datetime(2022, 1, 29, 12, 0, tzinfo=UTC)

    assert said(season, "release_date", "arrives", on_the_day) == (
        "arrives on 28 January 2022"
    )
    assert said(season, "release_date", "arrives", after) == (
        "was to arrive on 28 January 2022"
    )

    tell(season, Kind.RELEASED, date=date(2022, 1, 28), precision="day")

    assert said(season, "release_date", "arrives") == "arrived on 28 January 2022"


def test_platforms_are_listed_and_a_season_is_where_its_show_is(season):
    assert said(season, "platform", "on") == "on a platform not yet announced"
    for name in ("Netflix", "Disney+"):
        AnnouncementFactory(
            show=season.show,
            kind=Kind.PLATFORM_ADDED,
            platform=PlatformFactory(name=name),
        )
    tell(season)

    assert said(season, "platform", "on") == "on Netflix and Disney+"
    assert said(season, "platform", "name") == "Netflix and Disney+"


def test_small_numbers_are_words(season):
    assert said(season, "episode_count", "count") == (
        "an unannounced number of episodes"
    )

    tell(season, Kind.EPISODE_COUNT, number=8)
    assert said(season, "episode_count", "count") == "eight episodes"
    assert said(season, "episode_count", "number") == "eight"

    tell(season, Kind.EPISODE_COUNT, number=12, announced_on=date(2023, 1, 1))
    assert said(season, "episode_count", "count") == "12 episodes"


def test_seasons_are_counted_without_the_specials_and_what_was_cancelled(season):
    first = SeasonFactory(show=season.show, number=1)
    tell(first, Kind.RELEASED, date=date(2022, 1, 28), precision="day")
    tell(SeasonFactory(show=season.show, number=0), Kind.ANNOUNCED)
    tell(season)

    assert said(season, "seasons", "count", whole_show=True) == "two seasons"
    assert said(season, "seasons", "number", whole_show=True) == "two"
    assert said(season, "seasons", "out", whole_show=True) == "one season"

    tell(season, Kind.CANCELLED, announced_on=date(2023, 1, 1))
    assert said(season, "seasons", "count", whole_show=True) == "one season"


def test_a_show_arrives_with_the_season_to_come_and_a_season_with_its_first_part(
    season,
):
    for number, month in ((2, 6), (1, 3)):
        AnnouncementFactory(
            show=season.show,
            season=season,
            part=SeasonPartFactory(season=season, number=number),
            kind=Kind.DATE_SET,
            date=date(2027, month, 1),
            precision="day",
        )

    assert said(season, "release_date", "on") == "on 1 March 2027"


@pytest.mark.parametrize(
    ("kind", "role", "words"),
    [
        ("joins", {"character": "Nam On-jo"}, "Park Ji-hu joins as Nam On-jo"),
        ("joins", {"job": "Director"}, "Park Ji-hu joins as Director"),
        ("leaves", {}, "Park Ji-hu leaves"),
    ],
)
def test_a_timeline_says_who_joins_and_who_leaves_as_a_person_would(
    season, kind, role, words
):
    person = PersonFactory(name="Park Ji-hu")

    assert str(tell(season, kind=kind, person=person, **role)) == words
