from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from shows.models import Show
from shows.similar import suggestions, watch_next
from tests.factories.shows import (
    AnnouncementFactory,
    CountryFactory,
    CreditFactory,
    GenreFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def reasons(show, **kwargs):
    return {s.show.title: s.reason for s in watch_next(show, NOW, **kwargs)}


def test_a_shared_director_comes_before_a_shared_actor_before_a_shared_guest():
    show = ShowFactory(title="All of Us Are Dead")
    lee, actor, guest = (
        PersonFactory(name=name)
        for name in ("Lee Jae-kyoo", "Yoon Chan-young", "Cameo")
    )
    CreditFactory(show=show, person=lee, director=True)
    CreditFactory(show=show, person=actor)
    CreditFactory(show=show, person=guest)
    CreditFactory(show__title="Third", person=guest, guest=True)
    CreditFactory(show__title="Second", person=actor)
    CreditFactory(show__title="First", person=lee, director=True)

    assert list(reasons(show).items()) == [
        ("First", "also directed by Lee Jae-kyoo"),
        ("Second", "also with Yoon Chan-young"),
        ("Third", "also with Cameo"),
    ]


def test_a_lead_says_more_than_somebody_far_down_the_cast():
    show, lead, far_down = ShowFactory(), PersonFactory(), PersonFactory()
    CreditFactory(show=show, person=lead)
    CreditFactory(show=show, person=far_down, billing=9)
    CreditFactory(show__title="Far down", show__year=2025, person=far_down)
    CreditFactory(show__title="Lead", show__year=1999, person=lead)

    assert list(reasons(show)) == ["Lead", "Far down"]


def test_a_shared_platform_and_genre_are_the_reason_where_nobody_is_shared():
    drama = GenreFactory(name="K-drama")
    show, other = (ShowFactory(title=t, genres=[drama]) for t in ("Here", "There"))
    for each in (show, other):
        AnnouncementFactory(
            show=each, kind="platform_added", platform=PlatformFactory()
        )

    assert reasons(show) == {"There": "also on Netflix: K-drama"}


def test_a_shared_country_comes_before_a_genre_alone():
    drama = GenreFactory()
    show = ShowFactory(genres=[drama], countries=[CountryFactory()])
    ShowFactory(title="Elsewhere", genres=[drama])
    ShowFactory(title="Near", genres=[drama], countries=[CountryFactory()])

    assert list(reasons(show).items()) == [
        ("Near", "also from South Korea: Drama"),
        ("Elsewhere", "more in Drama"),
    ]


def test_itself_and_merged_shows_are_left_out():
    drama = GenreFactory()
    show = ShowFactory(genres=[drama])
    ShowFactory(genres=[drama], merged_into=show)

    assert reasons(show) == {}


def test_a_show_under_embargo_is_not_suggested_before():
    drama = GenreFactory()
    show = ShowFactory(genres=[drama])
    secret = ShowFactory(title="Secret", genres=[drama])
    AnnouncementFactory(
        show=secret,
        kind="announced",
        announced_on=date(2099, 1, 1),
        public_from=datetime(2099, 1, 1, tzinfo=UTC),
    )

    assert reasons(show, unreleased=True) == {}


def test_what_nobody_can_watch_yet_is_left_out_unless_asked_for():
    drama = GenreFactory()
    show = ShowFactory(genres=[drama])
    coming = ShowFactory(title="Coming", genres=[drama], film=True)
    AnnouncementFactory(show=coming, kind="announced")
    ShowFactory(title="Later", genres=[drama], year=2027)
    back = ShowFactory(title="Back soon", genres=[drama])
    season = SeasonFactory(show=back, number=1)
    AnnouncementFactory(
        show=back, season=season, kind="released", announced_on=date(2024, 1, 1)
    )
    second = SeasonFactory(show=back, number=2)
    AnnouncementFactory(show=back, season=second, kind="in_production")

    assert reasons(show).keys() == {"Back soon"}
    assert reasons(show, unreleased=True).keys() == {"Back soon", "Coming", "Later"}


def test_a_show_with_nothing_in_common_is_not_suggested():
    show = ShowFactory()
    ShowFactory()

    assert reasons(show) == {}


@pytest.mark.parametrize("count", [1, 60])
def test_it_costs_five_queries_however_large_the_catalogue(
    count, django_assert_num_queries
):
    drama, person = GenreFactory(), PersonFactory()
    shows = ShowFactory.create_batch(count + 1, genres=[drama])
    for show in shows:
        CreditFactory(show=show, person=person)
    show = Show.objects.get(pk=shows[0].pk)

    with django_assert_num_queries(5):
        first = watch_next(show, NOW)

    assert len(first) == min(count, 4)
    assert first == watch_next(show, NOW)


@time_machine.travel(NOW, tick=False)
def test_pages_remember_the_suggestions(django_assert_num_queries):
    drama = GenreFactory()
    show, other = ShowFactory.create_batch(2, genres=[drama])

    first = suggestions(show, NOW)
    with django_assert_num_queries(2):
        again = suggestions(show, NOW)

    assert [each.show for each in first] == [other]
    assert again == first


@time_machine.travel(NOW, tick=False)
def test_what_is_remembered_yields_to_news():
    drama = GenreFactory()
    show, other = ShowFactory.create_batch(2, genres=[drama])
    suggestions(show, NOW)

    AnnouncementFactory(show=other, kind="announced")

    assert suggestions(show, NOW) == []


@time_machine.travel(NOW, tick=False)
def test_what_is_remembered_is_not_shown_once_it_was_merged_away():
    drama = GenreFactory()
    show, other = ShowFactory.create_batch(2, genres=[drama])
    suggestions(show, NOW)

    Show.objects.filter(pk=other.pk).update(merged_into=show)

    assert suggestions(show, NOW) == []


@time_machine.travel(NOW, tick=False)
def test_what_is_asked_of_a_coming_day_is_not_remembered_for_today():
    drama, platform = GenreFactory(), PlatformFactory(name="Netflix")
    show, other = ShowFactory.create_batch(2, genres=[drama])
    then = NOW + timedelta(days=2)
    for each in (show, other):
        AnnouncementFactory(
            show=each,
            kind="platform_added",
            platform=platform,
            public_from=then,
            announced_on=NOW.date(),
        )

    ahead = suggestions(show, then)
    today = suggestions(show, NOW)

    assert "Netflix" in ahead[0].reason
    assert "Netflix" not in "".join(each.reason for each in today)
    assert suggestions(show, then) == ahead


def test_of_several_editions_of_one_title_one_is_offered():
    drama = GenreFactory(name="Drama")
    show = ShowFactory(title="Jackie Brown", genres=[drama])
    for title, year in [
        ("The Hateful Eight", 2015),
        ("The Hateful Eight: Extended Version", 2019),
        ("Jackie Brown: Special Edition", 2010),
        ("The Office", 2001),
        ("The Office", 2005),
        ("The Office", 2005),
    ]:
        ShowFactory(title=title, year=year, genres=[drama])

    found = [(each.show.title, each.show.year) for each in watch_next(show, NOW, 9)]

    assert sum(title.startswith("The Hateful Eight") for title, _ in found) == 1
    offices = [each for each in found if each[0] == "The Office"]
    assert sorted(offices) == [("The Office", 2001), ("The Office", 2005)]
    assert len(found) == 3
