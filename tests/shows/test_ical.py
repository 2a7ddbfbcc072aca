import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django.utils.http import http_date
from hypothesis import given, strategies as st

from shows import facts, ical, merging
from tests.factories.desk import make_editor
from tests.factories.shows import (
    AnnouncementFactory,
    PlatformFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WORLD = st.text(max_size=300)


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def dated(day, precision="day", *, show, kind="date_set", **news):
    news = {"announced_on": date(2026, 6, 1), "source_name": "Netflix"} | news
    return AnnouncementFactory(
        show=show, kind=kind, date=day, precision=precision, **news
    )


# A small strict reader of RFC 5545

LINE = re.compile(
    r"(?P<name>[A-Z-]+)(?P<parameters>(;[A-Z-]+=[^;:\"]+)*):(?P<value>.*)"
)
ESCAPED = re.compile(r"\\([\\;,nN])")
INSTANT = re.compile(r"\d{8}T\d{6}Z")


def unfolded(data):
    """The lines; refuses what a strict reader of RFC 5545 would."""
    assert data.endswith(b"\r\n")
    raw = data[:-2].split(b"\r\n")
    lines = []
    for each in raw:
        assert 0 < len(each) <= 75, each
        assert not set(b"\r\n") & set(each)
        # Each physical line is UTF-8 by itself.
        text = each.decode()
        if text[0] in " \t":
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def unescaped(value):
    """Of a TEXT value, in which nothing may stand unescaped."""
    assert not re.search(r"[;,\n]", re.sub(r"\\.", "", value)), value
    assert not re.search(r"\\(?![\\;,nN])", re.sub(r"\\\\", "", value)), value
    return ESCAPED.sub(lambda found: {"n": "\n"}.get(found[1].lower(), found[1]), value)


TEXTS = {"UID", "SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"}


def read(data):
    """The properties of the calendar, and of its events by UID."""
    calendar, events, current = {}, {}, None
    lines = unfolded(data)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    for line in lines[1:-1]:
        if line == "BEGIN:VEVENT":
            assert current is None
            current = {}
        elif line == "END:VEVENT":
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= current.keys()
            assert current["UID"] not in events
            events[current["UID"]] = current
            current = None
        else:
            found = LINE.fullmatch(line)
            assert found, line
            owner = calendar if current is None else current
            assert found["name"] not in owner, line
            value = found["value"]
            if found["name"] in TEXTS:
                value = unescaped(value)
            owner[found["name"]] = value
            owner[found["name"] + " parameters"] = found["parameters"]
    assert current is None
    return calendar, events


def feed(client, path="/calendar.ics"):
    return read(client.get(path).content)


def only_event(client, path="/calendar.ics"):
    (event,) = feed(client, path)[1].values()
    return event


# How it is written


@given(WORLD)
def test_any_text_comes_back_as_it_went_in(value):
    line = b"".join([ical.fold(f"SUMMARY:{ical.text(value)}")])

    (read_back,) = unfolded(line)

    kept = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(each for each in kept if each in "\n\t" or ord(each) >= 32)
    kept = re.sub(r"[\x7f-\x9f\ud800-\udfff]", "", kept)
    assert unescaped(read_back.removeprefix("SUMMARY:")) == kept


@given(WORLD)
def test_no_address_breaks_out_of_its_line(value):
    assert len(unfolded(ical.fold(f"URL:{ical.uri(value)}"))) == 1


@pytest.mark.parametrize("start", range(60, 80))
def test_no_character_is_split_where_a_line_is_folded(start):
    line = "X" * start + "지금우리학교는🧟‍♀️" * 9

    assert unfolded(ical.fold(line)) == [line]


@pytest.mark.django_db
def test_a_day_is_a_day_until_the_next(client):
    show = ShowFactory(title="지금, 우리; 학교는\\", slug="school")
    season = SeasonFactory(show=show, number=2)
    netflix = PlatformFactory(name="Netflix")
    dated(
        date(2027, 2, 28),
        show=show,
        season=season,
        platform=netflix,
        territory="KR",
        source_url="https://example.org/",
    )

    calendar, events = feed(client)
    (event,) = events.values()

    assert calendar["VERSION"] == "2.0"
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["X-WR-CALNAME"] == "Newsroom: release calendar"
    assert calendar["REFRESH-INTERVAL"] == "PT6H"
    assert event["DTSTART"] == "20270228"
    assert event["DTEND"] == "20270301"
    assert event["DTSTART parameters"] == event["DTEND parameters"] == ";VALUE=DATE"
    assert event["SUMMARY"] == "지금, 우리; 학교는\\, season 2 (Netflix, KR)"
    assert "Source: Netflix, 1 June 2026." in event["DESCRIPTION"]
    assert event["URL"].endswith("/shows/school/season-2/")
    assert event["UID"].startswith(f"season-{season.pk}-release-date-{netflix.pk}-KR@")
    assert (event["SEQUENCE"], event["STATUS"]) == ("0", "CONFIRMED")
    assert INSTANT.fullmatch(event["DTSTAMP"])


@pytest.mark.django_db
def test_a_minute_is_an_instant(client):
    AnnouncementFactory(
        show=ShowFactory(),
        kind="date_set",
        moment=datetime(2027, 3, 31, 20, 30, tzinfo=UTC),
        zone="Asia/Seoul",
        precision="minute",
        announced_on=date(2026, 6, 1),
    )

    event = only_event(client)

    assert event["DTSTART"] == "20270331T203000Z"
    assert event["DTSTART parameters"] == ""
    assert "DTEND" not in event
    assert "1 April 2027, 05:30 KST" in event["DESCRIPTION"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "zone", ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Niue"]
)
def test_no_zone_shifts_a_day(client, settings, zone):
    settings.TIME_ZONE = zone
    nights = [date(2027, 3, 14), date(2027, 3, 28), date(2027, 4, 4), date(2027, 11, 7)]
    with timezone.override(ZoneInfo(zone)):
        for night in nights:
            dated(night, show=ShowFactory())
        for hours in range(-24, 25, 6):
            moment = datetime(2027, 4, 3, 15, tzinfo=UTC) + timedelta(hours=hours)
            with time_machine.travel(moment, tick=False):
                _, events = feed(client)
            days = [event["DTSTART"] for event in events.values()]
            assert days == [f"{night:%Y%m%d}" for night in nights]


# What is in it


@pytest.mark.django_db
def test_only_what_is_confirmed_to_the_day_is_in_it(client):
    dated(date(2027, 3, 1), "month", show=ShowFactory())
    dated(date(2027, 1, 1), "year", show=ShowFactory())
    dated(date(2027, 3, 5), show=ShowFactory(), certainty="reported")
    dated(date(2027, 3, 5), show=ShowFactory(), certainty="rumoured")

    assert feed(client)[1] == {}


@pytest.mark.django_db
def test_what_came_out_long_ago_is_only_in_the_calendar_of_its_show(client):
    show = ShowFactory(slug="old")
    dated(date(2022, 1, 28), show=show, announced_on=date(2021, 12, 1))

    assert feed(client)[1] == {}
    assert only_event(client, "/shows/old/calendar.ics")["DTSTART"] == "20220128"


@pytest.mark.django_db
def test_the_calendar_of_a_show_holds_no_other(client):
    show = ShowFactory(title="One", slug="one")
    season = SeasonFactory(show=show)
    part = SeasonPartFactory(season=season, number=2)
    dated(date(2027, 3, 5), show=show, season=season, part=part)
    dated(date(2027, 3, 5), show=ShowFactory())

    event = only_event(client, "/shows/one/calendar.ics")

    assert event["SUMMARY"] == "One, season 1, part 2"
    assert event["UID"].startswith(f"part-{part.pk}-release-date@")


@pytest.mark.django_db
def test_a_date_that_moves_is_the_same_event(client):
    show = ShowFactory()
    dated(date(2027, 3, 12), show=show)
    first = only_event(client)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        move = {"kind": "date_moved", "announced_on": date(2026, 11, 21)}
        dated(date(2027, 6, 4), show=show, **move)
        second = only_event(client)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        move["announced_on"] = date(2026, 11, 22)
        dated(date(2027, 7, 9), show=show, **move)
        third = only_event(client)

    assert first["UID"] == second["UID"] == third["UID"]
    dates = [event["DTSTART"] for event in (first, second, third)]
    assert dates == ["20270312", "20270604", "20270709"]
    assert [event["SEQUENCE"] for event in (first, second, third)] == ["0", "1", "2"]
    stamps = [event["DTSTAMP"] for event in (first, second, third)]
    assert stamps == sorted(set(stamps))
    assert "Moved from 4 June 2027." in third["DESCRIPTION"]


@pytest.mark.django_db
def test_a_second_source_for_the_same_day_is_no_change(client):
    show = ShowFactory()
    dated(date(2027, 1, 1), "year", show=show)
    dated(date(2027, 3, 12), show=show, announced_on=date(2026, 7, 1))
    AnnouncementFactory(
        show=show,
        kind="released",
        date=date(2027, 3, 12),
        precision="day",
        announced_on=date(2027, 3, 12),
        public_from=datetime(2027, 3, 12, tzinfo=UTC),
    )

    before = only_event(client)
    with time_machine.travel(datetime(2027, 3, 13, tzinfo=UTC), tick=False):
        after = only_event(client)

    assert before["SEQUENCE"] == after["SEQUENCE"] == "0"
    assert before["STATUS"] == after["STATUS"] == "CONFIRMED"


@pytest.mark.django_db
def test_a_cancelled_release_is_a_cancelled_event(client):
    show = ShowFactory()
    dated(date(2027, 3, 12), show=show)
    before = only_event(client)
    AnnouncementFactory(show=show, kind="cancelled", announced_on=date(2026, 11, 1))

    after = only_event(client)

    assert before["UID"] == after["UID"]
    assert (after["STATUS"], after["SEQUENCE"]) == ("CANCELLED", "1")
    assert after["DTSTART"] == "20270312"
    assert "No date is confirmed now." in after["DESCRIPTION"]


@pytest.mark.django_db
def test_a_date_that_becomes_vague_cancels_its_event_and_a_new_one_revives_it(client):
    show = ShowFactory()
    dated(date(2027, 3, 12), show=show)
    dated(
        date(2028, 1, 1),
        "year",
        show=show,
        kind="date_moved",
        announced_on=date(2026, 10, 1),
    )

    vague = only_event(client)
    dated(date(2028, 5, 5), show=show, announced_on=date(2026, 11, 1))
    again = only_event(client)

    assert (vague["STATUS"], vague["SEQUENCE"]) == ("CANCELLED", "1")
    assert "Now expected in 2028." in vague["DESCRIPTION"]
    assert (again["STATUS"], again["SEQUENCE"]) == ("CONFIRMED", "2")
    assert (again["DTSTART"], again["UID"]) == ("20280505", vague["UID"])


@pytest.mark.django_db
def test_a_mistake_is_taken_back(client):
    wrong = dated(date(2027, 3, 12), show=ShowFactory())
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        facts.withdraw(wrong, by=make_editor(), reason="Another show.")
        event = only_event(client)

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", "1")


@pytest.mark.django_db
def test_an_embargoed_move_changes_nothing_before_its_time(client):
    show = ShowFactory()
    lifts = NOW + timedelta(days=3)
    dated(date(2027, 3, 12), show=show)
    without = client.get("/calendar.ics").content
    dated(
        date(2027, 6, 4),
        show=show,
        kind="date_moved",
        announced_on=date(2026, 11, 20),
        public_from=lifts,
    )

    assert client.get("/calendar.ics").content == without
    with time_machine.travel(lifts, tick=False):
        assert only_event(client)["SEQUENCE"] == "1"


# Addresses and caches


@pytest.mark.django_db
def test_a_merged_show_leads_to_the_calendar_of_the_one_that_is_kept(client):
    kept, duplicate = ShowFactory(slug="kept"), ShowFactory(slug="duplicate")
    season = SeasonFactory(show=duplicate)
    dated(date(2027, 3, 12), show=duplicate, season=season)
    before = only_event(client)

    merging.merge_shows(duplicate, into=kept, by=make_editor())

    response = client.get("/shows/duplicate/calendar.ics")
    assert (response.status_code, response.url) == (301, "/shows/kept/calendar.ics")
    assert only_event(client, "/shows/kept/calendar.ics")["UID"] == before["UID"]


@pytest.mark.django_db
def test_an_old_address_and_one_that_never_was(client):
    show = ShowFactory(slug="old-name")
    show.slug = "지금-우리"
    show.save()

    response = client.get("/shows/old-name/calendar.ics")

    assert response.status_code == 301
    assert client.get(response.url).status_code == 200
    assert client.get("/shows/nothing/calendar.ics").status_code == 404


@pytest.mark.django_db
def test_a_show_nobody_may_know_of_has_no_calendar(client):
    show = ShowFactory(slug="secret")
    dated(date(2027, 3, 12), show=show, public_from=NOW + timedelta(days=1))

    assert client.get("/shows/secret/calendar.ics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/calendar.ics", "/shows/one/calendar.ics"])
def test_a_calendar_that_is_known_already_is_not_sent_again(client, path):
    show = ShowFactory(slug="one")
    dated(date(2027, 3, 12), show=show)
    first = client.get(path)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"

    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=known).status_code == 304

    # No news, and another calendar all the same.
    show.title = "By its right name"
    show.save()
    since = {"If-Modified-Since": http_date(NOW.timestamp())}
    for asked in (known, since):
        assert "By its right name" in client.get(path, headers=asked).text


@pytest.mark.django_db
def test_a_calendar_is_only_read(client):
    assert client.post("/calendar.ics").status_code == 405
    assert client.head("/calendar.ics").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("size", [2, 20])
def test_a_calendar_costs_the_same_however_much_is_in_it(
    client, django_assert_num_queries, size
):
    for number in range(size):
        show = ShowFactory(slug=f"show-{number}")
        season = SeasonFactory(show=show)
        dated(date(2027, 3, 12), show=show, season=season)
        dated(
            date(2027, 4, 12),
            show=show,
            season=season,
            kind="date_moved",
            announced_on=date(2026, 7, 1),
        )

    # Which shows, and their dates.
    with django_assert_num_queries(2):
        assert len(feed(client)[1]) == size
    with django_assert_num_queries(2):
        feed(client, "/shows/show-1/calendar.ics")
