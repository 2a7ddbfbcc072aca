from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from shows import facts, merging, release_calendar, releases
from shows.models import Fact
from shows.release_calendar import Narrowing
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    GenreFactory,
    PlatformFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def dated(day, precision="day", *, title=None, show=None, kind="date_set", **news):
    """A date on record, of a show of its own if none is given."""
    show = show or ShowFactory(**({"title": title} if title else {}))
    news = {"announced_on": date(2026, 6, 1), "source_name": "Netflix"} | news
    return AnnouncementFactory(
        show=show, kind=kind, date=day, precision=precision, **news
    )


def month(key, at=NOW, **narrowing):
    found = releases.month_named(key)
    return release_calendar.load(found, at, Narrowing(**narrowing))


def titles(releases):
    return [release.show.title for release in releases]


def on_days(calendar):
    return {day.date: titles(day.releases) for day in calendar.days}


def on_shelves(calendar):
    return {shelf.title: titles(shelf.releases) for shelf in calendar.shelves}


def text(response):
    return response.content.decode().replace("\xa0", " ")


# Days and shelves


def test_confirmed_days_stand_in_order():
    dated(date(2027, 3, 28), title="Late")
    dated(date(2027, 3, 1), title="Early")
    dated(date(2027, 3, 1), title="Also early")
    dated(date(2027, 4, 1), title="Next month")

    calendar = month("2027-03")

    assert on_days(calendar) == {
        date(2027, 3, 1): ["Also early", "Early"],
        date(2027, 3, 28): ["Late"],
    }
    assert list(on_days(calendar)) == [date(2027, 3, 1), date(2027, 3, 28)]
    assert calendar.days[0].weekday == "Monday"


def test_a_month_at_a_glance_leads_to_its_days(client):
    dated(date(2026, 11, 18), title="Weak Hero")
    for title in ("Alpha", "Beta", "Gamma"):
        dated(date(2026, 11, 30), title=title)

    page = release_calendar.load(releases.month_named("2026-11"), NOW, Narrowing())
    glance = client.get("/calendar/?month=2026-11").text.split("</table>")[0]

    assert [len(week) for week in page.weeks] == [7] * 6
    assert [square.date for square in page.weeks[0]] == [None] * 6 + [date(2026, 11, 1)]
    assert [s.date for week in page.weeks for s in week if s.day] == [
        date(2026, 11, 18),
        date(2026, 11, 30),
    ]
    assert [s.date for week in page.weeks for s in week if s.is_today] == [NOW.date()]
    assert 'href="#day-18"' in glance
    assert "and 1 more" in glance


def test_what_has_no_day_is_shelved_as_precisely_as_it_is_known():
    dated(date(2027, 4, 1), "month", title="In April")
    dated(date(2027, 4, 1), "quarter", title="In the quarter")
    dated(date(2027, 1, 1), "year", title="Some time")

    assert on_shelves(month("2027-04")) == {
        "April 2027": ["In April"],
        "The second quarter of 2027": ["In the quarter"],
        "2027": ["Some time"],
    }
    assert list(on_shelves(month("2027-06"))) == ["The second quarter of 2027", "2027"]
    assert list(on_shelves(month("2027-07"))) == ["2027"]
    assert month("2028-01").is_empty
    assert on_days(month("2027-04")) == {}


def test_what_is_only_said_stands_apart_with_who_said_it():
    show = ShowFactory(title="All of Us Are Dead")
    season = SeasonFactory(show=show, number=2)
    for certainty, source in (("reported", "Variety"), ("rumoured", "A forum")):
        dated(
            date(2027, 3, 5),
            show=show,
            season=season,
            certainty=certainty,
            source_name=source,
        )
    dated(date(2027, 3, 6), show=show, season=season, certainty="denied")

    calendar = month("2027-03")

    assert (calendar.days, calendar.shelves) == ([], [])
    said = [(each.fact.certainty, each.fact.source_name) for each in calendar.reports]
    assert said == [("reported", "Variety"), ("rumoured", "A forum")]
    assert calendar.reports[0].subject == "Season 2"


def test_a_report_of_the_confirmed_date_says_nothing_more():
    show = ShowFactory()
    dated(date(2027, 3, 12), show=show)
    same = {"certainty": "reported", "announced_on": date(2026, 7, 1)}
    dated(date(2027, 3, 12), show=show, source_name="Variety", **same)

    assert month("2027-03").reports == []


def test_a_date_that_moved_is_told_on_both_its_days():
    show = ShowFactory(title="Doomsday")
    dated(date(2027, 3, 12), show=show)
    dated(date(2027, 6, 4), show=show, kind="date_moved", announced_on=date(2026, 9, 1))

    (new,) = month("2027-06").days[0].releases
    (old,) = month("2027-03").days[0].releases

    assert (new.gone, new.moved_from.words) == ("", "12 March 2027")
    assert (old.gone, old.moved_to.words) == ("moved", "4 June 2027")
    assert old.moved_to_month.key == "2027-06"


def test_a_date_that_is_only_told_more_exactly_has_not_moved():
    show = ShowFactory()
    dated(date(2027, 1, 1), "year", show=show)
    dated(date(2027, 3, 1), "month", show=show, announced_on=date(2026, 7, 1))
    dated(date(2027, 3, 12), show=show, announced_on=date(2026, 8, 1))

    calendar = month("2027-03")

    (release,) = calendar.days[0].releases
    assert release.moved_from is None
    assert calendar.shelves == []


def test_a_cancelled_date_stays_where_readers_saw_it():
    show = ShowFactory(title="Gone")
    dated(date(2027, 3, 12), show=show)
    AnnouncementFactory(
        show=show,
        kind="cancelled",
        announced_on=date(2026, 10, 1),
        source_name="Deadline",
    )

    (release,) = month("2027-03").days[0].releases

    assert release.gone == "cancelled"
    assert release.news.source_name == "Deadline"


def test_a_mistake_that_was_withdrawn_is_no_move():
    show = ShowFactory()
    wrong = dated(date(2027, 3, 12), show=show)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        facts.withdraw(wrong, by=make_editor(), reason="Another show.")
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        dated(date(2027, 6, 4), show=show)
    later = NOW + timedelta(hours=3)

    assert month("2027-03", later).is_empty
    assert month("2027-06", later).days[0].releases[0].moved_from is None


def test_parts_and_places_are_named():
    show = ShowFactory(title="Stranger Things")
    season = SeasonFactory(show=show, number=5)
    part = SeasonPartFactory(season=season, title="Volume 2")
    netflix = PlatformFactory(name="Netflix")
    for territory in ("US", "GB"):
        dated(
            date(2027, 3, 12),
            show=show,
            season=season,
            part=part,
            platform=netflix,
            territory=territory,
        )

    (release,) = month("2027-03").days[0].releases

    assert release.subject == "Season 5, Volume 2"
    assert sorted(release.places) == ["Netflix (GB)", "Netflix (US)"]


def test_what_came_out_stands_on_its_day_and_on_no_shelf():
    out = ShowFactory(title="Out")
    dated(date(2026, 11, 5), show=out)
    AnnouncementFactory(
        show=out, kind="released", announced_on=date(2026, 11, 5), source_name="Netflix"
    )
    vague = ShowFactory(title="Vaguely out")
    AnnouncementFactory(
        show=vague,
        kind="released",
        date=date(2026, 1, 1),
        precision="year",
        announced_on=date(2026, 11, 5),
    )

    calendar = month("2026-11")

    assert on_days(calendar) == {date(2026, 11, 5): ["Out"]}
    assert calendar.days[0].releases[0].status.value == "out"
    assert calendar.shelves == []


def test_a_day_that_passed_without_word_asks_for_confirmation(client):
    dated(date(2026, 11, 5))

    page = text(client.get("/calendar/"))

    assert "nobody has confirmed to us that it is out" in page


# The way from month to month


def test_neighbours_are_the_nearest_months_with_something():
    dated(date(2026, 8, 5), announced_on=date(2026, 1, 1))
    dated(date(2027, 3, 12))
    dated(date(2028, 1, 1), "year")

    now = month("2026-11")

    assert now.is_empty
    assert (now.previous.key, now.next.key) == ("2026-08", "2027-03")
    assert month("2027-03").next.key == "2028-01"
    assert month("2026-08").previous is None


def test_a_month_without_a_day_shows_the_days_that_come_next(client):
    dated(date(2026, 1, 1), "year", title="Some Time")
    dated(date(2027, 3, 12), title="The Next One")
    dated(date(2027, 5, 2), title="Far Away")

    now = text(client.get("/calendar/", {"month": "2026-12"}))
    then = text(client.get("/calendar/", {"month": "2027-03"}))

    assert now.index("No confirmed day in December 2026") < now.index("The Next One")
    assert "Some Time" in now
    assert "Far Away" not in now
    assert "Next:" not in then


def test_an_empty_month_leads_on(client):
    dated(date(2027, 3, 12))

    page = text(client.get("/calendar/", {"month": "2027-01"}))

    assert "Nobody has announced anything for January 2027." in page
    assert '<a href="?month=2027-03">March 2027</a>' in page
    assert 'content="noindex"' in page


@pytest.mark.parametrize(
    "asked",
    ["2027-13", "2027-00", "27-01", "2027", "2027-1", "0001-01", "9999-12", "x"],
)
def test_what_is_no_month_is_not_found(client, asked):
    assert client.get("/calendar/", {"month": asked}).status_code == 404


@pytest.mark.parametrize("asked", ["1880-01", "2150-12", ""])
def test_the_ends_of_the_calendar_can_be_seen(client, asked):
    assert client.get("/calendar/", {"month": asked}).status_code == 200


def test_the_month_is_that_of_the_request(client):
    assert "November 2026" in text(client.get("/calendar/"))

    with time_machine.travel(datetime(2027, 2, 1, 0, 30, tzinfo=UTC)):
        assert "February 2027" in text(client.get("/calendar/"))


def test_each_month_has_one_address(client):
    dated(date(2027, 3, 12))

    march = text(client.get("/calendar/", {"month": "2027-03"}))
    now = text(client.get("/calendar/", {"month": "2026-11"}))

    assert '/calendar/?month=2027-03">' in march.split('rel="canonical"')[1][:80]
    assert '/calendar/">' in now.split('rel="canonical"')[1][:60]
    assert "<title>Release calendar: March 2027 – Newsroom</title>" in march


# Filters


def test_filters_combine_with_the_month_and_keep_each_other(client):
    horror, drama = GenreFactory(name="Horror"), GenreFactory(name="Drama")
    netflix, hulu = PlatformFactory(name="Netflix"), PlatformFactory(name="Hulu")
    wanted = ShowFactory(title="Wanted", genres=[horror])
    dated(date(2027, 3, 12), show=wanted, platform=netflix)
    dated(date(2027, 3, 13), show=wanted, season=SeasonFactory(show=wanted))
    AnnouncementFactory(show=wanted, kind="platform_added", platform=netflix)
    elsewhere = ShowFactory(title="Elsewhere", genres=[horror])
    dated(date(2027, 3, 12), show=elsewhere, platform=hulu)
    other = ShowFactory(title="Other", genres=[drama])
    dated(date(2027, 3, 12), show=other, platform=netflix)

    def shown(**narrowing):
        return sorted(
            {
                title
                for day in month("2027-03", **narrowing).days
                for title in titles(day.releases)
            }
        )

    assert shown(genre="horror") == ["Elsewhere", "Wanted"]
    assert shown(platform="netflix") == ["Other", "Wanted"]
    assert shown(platform="netflix", genre="horror") == ["Wanted"]
    assert len(month("2027-03", platform="netflix", genre="horror").days) == 2
    assert shown(platform="no-such") == []
    page = text(
        client.get("/calendar/", {"month": "2027-03", "genre": "horror", "page": "2"})
    )
    assert 'href="?month=2027-03&amp;platform=hulu&amp;genre=horror"' in page
    assert 'href="?month=2027-03&amp;platform="' not in page
    assert 'content="noindex"' in page


def test_what_is_asked_for_is_printed_as_text(client):
    hostile = '"><script>alert(1)</script>'

    page = text(client.get("/calendar/", {"genre": hostile, "platform": hostile}))

    assert "<script>alert" not in page


# Time


def test_an_embargo_lifts_by_the_clock_alone(client):
    show = ShowFactory(title="Secret Show")
    lifts = NOW + timedelta(days=3)
    dated(date(2027, 3, 12), show=show, public_from=lifts)
    addresses = ["/calendar/?month=2027-03", "/calendar/", "/calendar.ics"]

    before = [text(client.get(each)) for each in addresses]
    with time_machine.travel(lifts - timedelta(seconds=1), tick=False):
        before += [text(client.get(each)) for each in addresses]
    with time_machine.travel(lifts, tick=False):
        march, now, feed = [text(client.get(each)) for each in addresses]

    assert not any("Secret" in each or "?month=2027-03&" in each for each in before)
    assert not any("20270312" in each for each in before)
    assert "Secret Show" in march
    assert 'href="?month=2027-03"' in now
    assert "DTSTART;VALUE=DATE:20270312" in feed


def test_an_embargoed_move_leaves_the_old_day_standing():
    show = ShowFactory()
    dated(date(2027, 3, 12), show=show)
    lifts = NOW + timedelta(days=3)
    dated(
        date(2027, 6, 4),
        show=show,
        kind="date_moved",
        announced_on=date(2026, 11, 20),
        public_from=lifts,
    )

    assert month("2027-03").days[0].releases[0].gone == ""
    assert month("2027-06").is_empty
    assert month("2027-03", lifts).days[0].releases[0].gone == "moved"
    assert month("2027-06", lifts).days[0].releases[0].gone == ""


@pytest.mark.parametrize(
    ("zone", "night"),
    [
        ("America/New_York", date(2027, 3, 14)),
        ("Europe/London", date(2027, 3, 28)),
        ("Australia/Lord_Howe", date(2027, 4, 4)),
        ("Pacific/Kiritimati", date(2027, 3, 31)),
        ("Pacific/Niue", date(2027, 4, 1)),
    ],
)
def test_no_zone_shifts_a_day(client, settings, zone, night):
    settings.TIME_ZONE = zone
    with timezone.override(ZoneInfo(zone)):
        dated(night)
        midnight = datetime(night.year, night.month, night.day, tzinfo=ZoneInfo(zone))
        for hours in range(-30, 31, 3):
            moment = midnight + timedelta(hours=hours)
            with time_machine.travel(moment, tick=False):
                page = text(client.get("/calendar/", {"month": f"{night:%Y-%m}"}))
            assert f'<time datetime="{night.isoformat()}"' in page
            assert f'<span class="day__number">{night.day}</span>' in page


def test_a_minute_stands_on_its_day_where_it_was_given(client):
    moment = datetime(2027, 3, 31, 20, 30, tzinfo=UTC)
    AnnouncementFactory(
        show=ShowFactory(),
        kind="date_set",
        moment=moment,
        zone="Asia/Seoul",
        precision="minute",
        announced_on=date(2026, 6, 1),
    )

    page = text(client.get("/calendar/", {"month": "2027-04"}))

    assert "05:30 KST" in page
    assert '<time datetime="2027-04-01T05:30+09:00">' in page
    assert '<time datetime="2027-04-01">' in page


# Cost


@pytest.mark.parametrize("size", [3, 30])
def test_a_month_costs_the_same_however_much_is_in_it(
    client, django_assert_num_queries, size
):
    netflix, horror = PlatformFactory(name="Netflix"), GenreFactory(name="Horror")
    for number in range(size):
        show = ShowFactory(genres=[horror], poster=ImageFactory())
        season = SeasonFactory(show=show)
        part = SeasonPartFactory(season=season)
        AnnouncementFactory(show=show, kind="platform_added", platform=netflix)
        day = date(2027, 3, number % 28 + 1)
        dated(day, show=show, season=season, part=part)
        dated(date(2027, 4, 2), show=show, season=season)
        dated(
            date(2027, 3, 30),
            show=show,
            season=season,
            kind="date_moved",
            announced_on=date(2026, 7, 1),
        )
        dated(date(2027, 3, 1), "month")
        dated(date(2027, 3, 2), show=show, certainty="rumoured")
    client.get("/calendar/?month=2027-03")

    # The site; dates, shows and what is known of them; the months before and after;
    # platforms and genres.
    with django_assert_num_queries(7):
        client.get("/calendar/?month=2027-03")
    with django_assert_num_queries(7):
        client.get("/calendar/?month=2027-03&platform=netflix&genre=horror")
    # A month without a day asks the same of the one that it shows.
    with django_assert_num_queries(10):
        client.get("/calendar/?month=2027-02")


def test_a_month_is_found_by_the_index_of_dates():
    found = releases.month_named("2027-03")
    if connection.vendor != "sqlite":
        pytest.skip("what PostgreSQL reads depends on how many rows there are")
    dates = release_calendar._dates(NOW, Narrowing()).filter(
        date__gte=found.first, date__lt=found.next.first
    )

    assert "shows_facts_by_date" in dates.explain()


def test_withdrawals_are_found_by_an_index_after_an_import():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL knows how many of them withdraw nothing")
    said = AnnouncementFactory.create_batch(60)
    facts = releases.with_withdrawals(Fact.objects.filter(show=said[0].show))
    with connection.cursor() as cursor:
        # What `import_catalogue` ends with.
        cursor.execute("ANALYZE")

    plan = facts.explain()

    assert "shows_withdrawals" in plan
    assert "SCAN" not in plan


def test_a_merge_takes_the_dates_along():
    kept, duplicate = ShowFactory(title="Kept"), ShowFactory(title="Duplicate")
    dated(date(2027, 3, 12), show=duplicate, season=SeasonFactory(show=duplicate))

    merging.merge_shows(duplicate, into=kept, by=make_editor())

    assert on_days(month("2027-03")) == {date(2027, 3, 12): ["Kept"]}
    assert Fact.objects.filter(show=duplicate).count() == 0
