"""Facts against a model that is slow, naive and right."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings, strategies as st

from shows import contradictions, facts
from shows.models import Announcement, Fact, Person, Platform, Season, Show
from shows.timeline import holding, in_order, standing_at, values, windows
from tests.factories.desk import make_editor
from tests.factories.shows import PlatformFactory, ShowFactory

START = datetime(2026, 1, 1, tzinfo=UTC)
SHOW = Show(pk=1, title="Show")
FIRST, SECOND = Season(pk=1, show=SHOW, number=1), Season(pk=2, show=SHOW, number=2)
NUMBERS = {1: 1, 2: 2}
PEOPLE = {pk: Person(pk=pk, name=f"Person {pk}") for pk in (1, 2)}
PLATFORMS = {pk: Platform(pk=pk, name=f"Platform {pk}") for pk in (1, 2)}
STATUS_KINDS = [
    "announced",
    "renewed",
    "revived",
    "in_production",
    "wrapped",
    "released",
    "ended",
    "cancelled",
]


@st.composite
def announcements(draw):
    """Up to a dozen pieces of news about one show, some of them withdrawn."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(
                    [*STATUS_KINDS, "date_set", "episode_count"]
                    + ["platform_added", "platform_changed", "platform_left"]
                    + ["joins", "leaves"]
                ),
                st.sampled_from([None, FIRST, SECOND]),
                st.sampled_from(["confirmed", "confirmed", "reported", "rumoured", "denied"]),
                st.integers(0, 2),
                st.integers(1, 2),
            ),
            max_size=12,
        )
    )  # fmt: skip
    days = draw(st.permutations(range(40)))
    told = [
        Announcement(
            pk=number + 1,
            kind=kind,
            show=SHOW,
            season=season,
            certainty=certainty,
            date=date(2027, value, 1) if kind == "date_set" else None,
            precision="month" if kind == "date_set" else "",
            number=value * 4 if kind == "episode_count" else None,
            platform=PLATFORMS[value] if kind.startswith("platform") else None,
            person=PEOPLE[value] if kind in {"joins", "leaves"} else None,
            source_name=f"Source {source}",
            announced_on=(START + timedelta(days=days[number])).date(),
            public_from=START + timedelta(days=days[number]),
        )
        for number, (kind, season, certainty, source, value) in enumerate(drawn)
    ]
    taken_back = draw(st.sets(st.sampled_from(told), max_size=3)) if told else set()
    for number, announcement in enumerate(sorted(taken_back, key=lambda a: a.pk)):
        moment = START + timedelta(days=days[12 + number])
        told.append(
            Announcement(
                pk=100 + number,
                kind="withdrawal",
                show=SHOW,
                withdraws=announcement,
                note="Wrong.",
                announced_on=moment.date(),
                public_from=moment,
            )
        )
    return told


def naive_confirmed(told, moment):
    """The newest confirmed word in each slot that only itself can settle."""
    gone = {a.withdraws_id for a in told if a.withdraws_id and a.public_from <= moment}
    held = {}
    for announcement in sorted(told, key=lambda a: a.public_from):
        if (
            announcement.public_from > moment
            or announcement.kind == "withdrawal"
            or announcement.pk in gone
            or announcement.certainty != "confirmed"
        ):
            continue
        for value in values(announcement):
            held[value.slot] = value
    return held


def content(window):
    value = window.value
    return (value.slot, value.value, value.date, value.number, value.certainty) + (
        window.is_leading,
        window.valid_from,
        window.valid_until,
    )


@settings(max_examples=150, deadline=None)
@given(told=announcements())
def test_no_two_confirmed_facts_of_one_slot_hold_at_once(told):
    runs = [w for w in windows(told, NUMBERS) if w.value.certainty == "confirmed"]

    for one, other in combinations(runs, 2):
        if one.value.slot == other.value.slot:
            first, second = sorted([one, other], key=lambda w: w.valid_from)
            assert first.valid_until is not None
            assert first.valid_until <= second.valid_from


@settings(max_examples=150, deadline=None)
@given(told=announcements(), data=st.data())
def test_the_order_of_recording_does_not_matter(told, data):
    shuffled = data.draw(st.permutations(told))
    # Whatever was recorded first also has the smaller key.
    renumbered = {a.pk: number + 1 for number, a in enumerate(shuffled)}
    again = [
        Announcement(
            **{
                field.attname: getattr(a, field.attname)
                for field in Announcement._meta.concrete_fields
                if field.attname not in {"id", "withdraws_id"}
            },
            id=renumbered[a.pk],
            withdraws_id=renumbered.get(a.withdraws_id),
        )
        for a in shuffled
    ]

    assert sorted(map(content, windows(again, NUMBERS)), key=str) == sorted(
        map(content, windows(told, NUMBERS)), key=str
    )


@settings(max_examples=150, deadline=None)
@given(told=announcements(), day=st.integers(-1, 41))
def test_the_windows_agree_with_what_stands_at_any_moment(told, day):
    moment = START + timedelta(days=day, hours=1)

    held = {
        (w.value, w.is_leading)
        for w in windows(told, NUMBERS)
        if w.valid_from <= moment and (w.valid_until is None or moment < w.valid_until)
    }

    assert held == set(holding(standing_at(in_order(told), moment), 1, NUMBERS))


@settings(max_examples=150, deadline=None)
@given(told=announcements(), day=st.integers(-1, 41))
def test_statuses_and_counts_agree_with_the_naive_model(told, day):
    moment = START + timedelta(days=day, hours=1)
    confirmed = standing_at(in_order(told), moment).confirmed
    naive = naive_confirmed(told, moment)

    for slot, value in naive.items():
        if value.field == "episode_count":
            assert confirmed[slot] == value
        revived = [a for a in told if a.kind == "revived"]
        if value.field == "status" and not revived:
            assert confirmed[slot] == value


@settings(max_examples=150, deadline=None)
@given(told=announcements(), day=st.integers(-1, 41))
def test_one_status_of_the_show_leads_where_anything_is_known(told, day):
    moment = START + timedelta(days=day, hours=1)
    rows = holding(standing_at(in_order(told), moment), 1, NUMBERS)

    leading = [v for v, leads in rows if leads and v.slot == "show:1|status"]
    known = [
        value
        for value, leads in rows
        if leads and value.field == "status" and value.slot != "show:1|status"
    ]

    assert len(leading) <= 1
    assert leading or not known


@settings(max_examples=150, deadline=None)
@given(told=announcements())
def test_looking_for_contradictions_never_fails_and_ignores_what_is_unsure(told):
    for announcement, sentence in contradictions.find(told):
        assert announcement.certainty == "confirmed"
        assert sentence.endswith((".", "!"))


@pytest.mark.django_db
def test_rows_written_in_any_order_of_recording_are_the_same():
    """Through the step itself, embargoes and a withdrawal included."""
    editor, platform = make_editor(), PlatformFactory()
    news = [
        {"kind": "episode_count", "number": 8, "announced_on": date(2026, 1, 2)},
        {"kind": "episode_count", "number": 10, "announced_on": date(2026, 2, 2)},
        {"kind": "platform_added", "platform": platform, "announced_on": date(2026, 3, 2)},
        {"kind": "in_production", "announced_on": date(2026, 4, 2)},
        {"kind": "episode_count", "number": 9, "certainty": "rumoured", "announced_on": date(2026, 5, 2)},
        {"kind": "wrapped", "announced_on": date(2099, 1, 1), "public_from": datetime(2099, 1, 1, tzinfo=UTC)},
    ]  # fmt: skip
    written = []
    for order in (news, news[::-1], [news[i] for i in (3, 0, 5, 2, 4, 1)]):
        show = ShowFactory(film=True)
        for item in order:
            facts.record(by=editor, show=show, source_name="Netflix", **item)
        written.append(
            [
                (f.field, f.value, f.number, f.certainty, f.valid_from, f.valid_until)
                for f in Fact.objects.filter(show=show).order_by(
                    "field", "valid_from", "certainty"
                )
            ]
        )

    assert written[0] == written[1] == written[2]
    assert len(written[0]) == 6
