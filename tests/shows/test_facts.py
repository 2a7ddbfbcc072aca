from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from shows import facts
from shows.models import Announcement, Fact, Proposal
from shows.news_querysets import AppendOnlyError
from shows.signals import announcement_recorded
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import (
    AnnouncementFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def sentences(error):
    return " ".join(error.value.messages)


def test_a_renewal_becomes_the_status_of_its_season_and_its_show():
    season = SeasonFactory(number=2)

    AnnouncementFactory(show=season.show, season=season, kind="renewed")

    assert facts.status_of(season, NOW).words == "Renewed"
    assert facts.status_of(season.show, NOW).words == "Renewed"


def test_old_news_holds_from_the_day_it_was_announced():
    season = SeasonFactory(number=2)

    AnnouncementFactory(
        show=season.show,
        season=season,
        kind="renewed",
        announced_on=date(2022, 6, 6),
    )

    assert facts.status_of(season, datetime(2022, 6, 5, 23, tzinfo=UTC)) is None
    assert facts.status_of(season, datetime(2022, 6, 6, 1, tzinfo=UTC)) is not None


def test_an_embargo_lifts_by_the_clock_alone():
    show = ShowFactory()
    lift = NOW + timedelta(days=2)

    AnnouncementFactory(
        show=show, kind="announced", announced_on=lift.date(), public_from=lift
    )

    assert facts.status_of(show, lift - timedelta(seconds=1)) is None
    assert facts.status_of(show, lift).words == "Announced"
    assert facts.next_change(NOW) == lift


def test_a_step_recorded_after_a_future_one_ends_when_that_begins():
    show = ShowFactory(film=True)
    lift = NOW + timedelta(days=2)
    AnnouncementFactory(
        show=show, kind="wrapped", announced_on=lift.date(), public_from=lift
    )

    AnnouncementFactory(show=show, kind="in_production", announced_on=NOW.date())

    assert facts.status_of(show, NOW).value == "in_production"
    assert facts.status_of(show, lift).value == "wrapped"


def test_a_rumour_stands_beside_and_changes_no_fact():
    show = ShowFactory()
    AnnouncementFactory(show=show, kind="renewed", announced_on=date(2026, 1, 1))

    AnnouncementFactory(
        show=show,
        kind="cancelled",
        certainty="rumoured",
        source_name="A forum",
        announced_on=date(2026, 2, 1),
    )

    known = facts.load([show], NOW)[show.pk]
    assert known.status.words == "Renewed"
    assert [(r.words, r.certainty_word, r.source_name) for r in known.reports] == [
        ("Cancelled", "rumoured", "A forum")
    ]


def test_a_report_leads_lists_only_where_nothing_is_confirmed():
    show = ShowFactory(film=True)
    AnnouncementFactory(
        show=show,
        kind="announced",
        certainty="reported",
        announced_on=date(2026, 1, 1),
    )
    assert facts.status_of(show, NOW).certainty == "reported"

    AnnouncementFactory(
        show=show,
        kind="in_production",
        announced_on=date(2026, 2, 1),
    )

    known = facts.load([show], NOW)[show.pk]
    assert known.status.is_confirmed
    assert known.reports == []


def test_a_rumour_never_leads():
    show = ShowFactory(film=True)

    AnnouncementFactory(show=show, kind="announced", certainty="rumoured")

    assert facts.status_of(show, NOW) is None


def test_a_denial_ends_the_rumour_it_denies_and_no_other():
    show = ShowFactory()
    for number, source in [(8, "A"), (10, "B")]:
        AnnouncementFactory(
            show=show,
            kind="episode_count",
            number=number,
            certainty="rumoured",
            source_name=source,
            announced_on=date(2026, 1, 1),
        )

    AnnouncementFactory(
        show=show,
        kind="episode_count",
        number=8,
        certainty="denied",
        source_name="C",
        announced_on=date(2026, 2, 1),
    )

    reports = facts.load([show], NOW)[show.pk].reports
    assert {(r.words, r.certainty) for r in reports} == {
        ("10", "rumoured"),
        ("8", "denied"),
    }


def test_what_one_source_says_later_replaces_what_it_said():
    show = ShowFactory(film=True)
    for year in (2027, 2028):
        AnnouncementFactory(
            show=show,
            kind="date_set",
            date=date(year, 1, 1),
            precision="year",
            certainty="reported",
            source_name="Variety",
            announced_on=date(year - 5, 1, 1),
        )

    known = facts.load([show], NOW)[show.pk]
    assert known.release.words == "2028"
    assert known.reports == []


def test_a_withdrawn_mistake_no_longer_holds_but_did():
    show = ShowFactory()
    mistake = AnnouncementFactory(
        show=show, kind="cancelled", announced_on=date(2026, 11, 1)
    )

    facts.withdraw(mistake, by=make_editor(), reason="Another show of that name.")

    assert facts.status_of(show, NOW) is None
    assert facts.status_of(show, NOW - timedelta(days=1)).words == "Cancelled"
    assert Announcement.objects.public(NOW).count() == 0
    assert Announcement.objects.public(NOW - timedelta(days=1)).count() == 1


def test_withdrawing_brings_back_what_the_mistake_had_replaced():
    show = ShowFactory()
    AnnouncementFactory(show=show, kind="renewed", announced_on=date(2026, 1, 1))
    mistake = AnnouncementFactory(
        show=show, kind="cancelled", announced_on=date(2026, 11, 1)
    )

    facts.withdraw(mistake, by=make_editor(), reason="Misread.")

    assert facts.status_of(show, NOW).words == "Renewed"


def test_a_withdrawal_needs_a_reason_and_happens_once():
    mistake = AnnouncementFactory()
    with pytest.raises(ValidationError, match="Say why"):
        facts.withdraw(mistake, by=make_editor(), reason=" ")
    withdrawal = facts.withdraw(mistake, by=make_editor(), reason="Misread.")

    with pytest.raises(ValidationError, match="withdrawn already"):
        facts.withdraw(mistake, by=make_editor(), reason="Again.")
    with pytest.raises(ValidationError, match="cannot be withdrawn"):
        facts.withdraw(withdrawal, by=make_editor(), reason="No.")


def test_writers_may_not_record_or_withdraw():
    announcement = AnnouncementFactory()

    with pytest.raises(PermissionDenied):
        AnnouncementFactory(show=announcement.show, kind="cancelled", by=make_writer())
    with pytest.raises(PermissionDenied):
        facts.withdraw(announcement, by=make_writer(), reason="I think so.")


def test_announcements_are_never_changed_or_deleted():
    announcement = AnnouncementFactory()

    announcement.source_name = "Somebody else"
    for attempt in [
        announcement.save,
        announcement.delete,
        Announcement.objects.all().delete,
        lambda: Announcement.objects.update(note="x"),
        lambda: Announcement.objects.bulk_update([announcement], ["note"]),
        lambda: Announcement.objects.all().repoint(note="x"),
    ]:
        with pytest.raises(AppendOnlyError):
            attempt()

    assert Announcement.objects.get().source_name == "Netflix"


def test_a_show_with_news_cannot_be_deleted():
    from django.db.models import ProtectedError

    announcement = AnnouncementFactory()

    with pytest.raises(ProtectedError):
        announcement.show.delete()


def test_the_signal_comes_after_the_facts_and_dies_with_the_step():
    show = ShowFactory()
    heard = []

    def listener(announcement, rewritten, **kwargs):
        heard.append((announcement.kind, len(rewritten.added), Fact.objects.count()))
        raise RuntimeError

    announcement_recorded.connect(listener)
    try:
        with pytest.raises(RuntimeError):
            AnnouncementFactory(show=show)
    finally:
        announcement_recorded.disconnect(listener)

    assert heard == [("renewed", 1, 1)]
    assert Announcement.objects.count() == Fact.objects.count() == 0


def test_writing_the_facts_twice_changes_nothing():
    season = SeasonFactory(number=2)
    AnnouncementFactory(show=season.show, season=season)
    rows = list(Fact.objects.values_list("pk", flat=True))

    rewritten = facts.rewrite(season.show)

    assert rewritten == facts.Rewritten([], [])
    assert list(Fact.objects.values_list("pk", flat=True)) == rows


# Dates


@pytest.mark.parametrize(
    ("given", "precision", "kept", "words"),
    [
        (date(2027, 5, 17), "year", date(2027, 1, 1), "in 2027"),
        (date(2027, 2, 17), "quarter", date(2027, 1, 1), "in early 2027"),
        (
            date(2027, 6, 30),
            "quarter",
            date(2027, 4, 1),
            "in the second quarter of 2027",
        ),
        (date(2027, 11, 2), "quarter", date(2027, 10, 1), "in late 2027"),
        (date(2027, 5, 17), "month", date(2027, 5, 1), "in May 2027"),
        (date(2027, 5, 17), "day", date(2027, 5, 17), "on 17 May 2027"),
    ],
)
def test_a_date_is_kept_and_printed_as_precisely_as_it_is_known(
    given, precision, kept, words
):
    show = ShowFactory(film=True)

    announcement = AnnouncementFactory(
        show=show, kind="date_set", date=given, precision=precision
    )

    assert announcement.date == kept
    assert facts.release_of(show, NOW).in_sentence == words


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_a_day_is_the_same_day_everywhere(zone, settings):
    settings.TIME_ZONE = zone
    show = ShowFactory(film=True)

    AnnouncementFactory(
        show=show, kind="date_set", date=date(2022, 6, 28), precision="day"
    )

    release = facts.release_of(show, NOW)
    assert release.words == "28 June 2022"
    assert release.date_iso == "2022-06-28"


def test_a_minute_carries_its_own_zone():
    show = ShowFactory(film=True)

    AnnouncementFactory(
        show=show,
        kind="date_set",
        precision="minute",
        moment=datetime(2027, 1, 28, 20, tzinfo=UTC),
        zone="Asia/Seoul",
    )

    release = facts.release_of(show, NOW)
    assert release.fact.date == date(2027, 1, 29)
    assert release.in_sentence == "on 29 January 2027 at 05:00 KST"
    assert release.date_iso == "2027-01-29T05:00+09:00"


def test_a_vague_date_leaves_a_season_in_production():
    season = SeasonFactory(number=2)
    AnnouncementFactory(show=season.show, season=season, kind="in_production")

    AnnouncementFactory(
        show=season.show,
        season=season,
        kind="date_set",
        date=date(2027, 1, 1),
        precision="year",
        announced_on=date(2026, 1, 1),
    )

    known = facts.load([season.show], NOW)[season.show.pk]
    assert known.status.value == "in_production"
    assert known.season(season).release.words == "2027"


def test_without_a_date_there_is_no_release():
    season = SeasonFactory(number=2)
    AnnouncementFactory(show=season.show, season=season)

    known = facts.load([season.show], NOW)[season.show.pk]

    assert known.season(season).release is None


def test_a_date_that_has_passed_asks_to_be_confirmed():
    show = ShowFactory(film=True)
    AnnouncementFactory(
        show=show,
        kind="date_set",
        date=date(2026, 11, 18),
        precision="day",
        announced_on=date(2026, 10, 1),
    )

    before = facts.load([show], datetime(2026, 11, 18, 9, tzinfo=UTC))[show.pk]
    after = facts.load([show], NOW)[show.pk]

    assert not before.asks_for_confirmation
    assert after.asks_for_confirmation
    assert after.status.words == "Dated"


# Platforms


def test_a_show_may_be_on_several_platforms_and_move_from_all_of_them():
    show = ShowFactory()
    for number, name in enumerate(["Netflix", "Hulu"], start=1):
        AnnouncementFactory(
            show=show,
            kind="platform_added",
            platform=PlatformFactory(name=name),
            announced_on=date(2026, 1, number),
        )
    before = facts.load([show], NOW)[show.pk].platforms

    AnnouncementFactory(
        show=show,
        kind="platform_changed",
        platform=PlatformFactory(name="Max"),
        announced_on=date(2026, 3, 1),
    )

    after = facts.load([show], NOW)[show.pk].platforms
    assert sorted(p.words for p in before) == ["Hulu", "Netflix"]
    assert [p.words for p in after] == ["Max"]


def test_a_platform_may_be_left_in_one_country_only():
    show = ShowFactory()
    netflix = PlatformFactory(name="Netflix")
    for territory in ["", "KR"]:
        AnnouncementFactory(
            show=show,
            kind="platform_added",
            platform=netflix,
            territory=territory,
            announced_on=date(2026, 1, 1),
        )

    AnnouncementFactory(
        show=show,
        kind="platform_left",
        platform=netflix,
        territory="kr",
        announced_on=date(2026, 2, 1),
    )

    platforms = facts.load([show], NOW)[show.pk].platforms
    assert [p.words for p in platforms] == ["Netflix"]


# Contradictions, in words


def test_renewing_what_was_cancelled_asks_for_a_revival():
    season = SeasonFactory(number=3)
    show = season.show
    AnnouncementFactory(show=show, kind="cancelled", announced_on=date(2022, 1, 5))

    with pytest.raises(ValidationError) as error:
        AnnouncementFactory(show=show, season=season, kind="renewed")
    assert "was cancelled on 5 January 2022; record “Revived”" in sentences(error)

    AnnouncementFactory(
        show=show, season=season, kind="revived", announced_on=date(2022, 2, 1)
    )
    assert facts.status_of(show, NOW).words == "Renewed"


def test_nothing_is_announced_after_it_came_out():
    season = SeasonFactory(number=1)
    AnnouncementFactory(
        show=season.show,
        season=season,
        kind="released",
        announced_on=date(2022, 1, 28),
    )

    with pytest.raises(ValidationError, match="is out already"):
        AnnouncementFactory(show=season.show, season=season, kind="announced")


def test_nothing_comes_out_before_it_was_announced():
    season = SeasonFactory(number=2)
    AnnouncementFactory(show=season.show, season=season, kind="renewed")

    with pytest.raises(ValidationError, match="first announced on 6 June 2022"):
        AnnouncementFactory(
            show=season.show,
            season=season,
            kind="released",
            date=date(2022, 5, 1),
            precision="day",
            announced_on=date(2022, 7, 1),
        )


def test_recording_older_news_late_is_checked_against_what_followed():
    season = SeasonFactory(number=2)
    AnnouncementFactory(show=season.show, season=season, kind="renewed")

    with pytest.raises(ValidationError, match="Then Renewed would be wrong"):
        AnnouncementFactory(
            show=season.show,
            season=season,
            kind="cancelled",
            announced_on=date(2022, 5, 1),
        )


def test_a_second_date_has_moved_unless_it_only_says_more_exactly():
    show = ShowFactory(film=True)
    AnnouncementFactory(
        show=show,
        kind="date_set",
        date=date(2027, 1, 1),
        precision="year",
        announced_on=date(2026, 1, 1),
    )
    AnnouncementFactory(
        show=show,
        kind="date_set",
        date=date(2027, 5, 7),
        precision="day",
        announced_on=date(2026, 2, 1),
    )

    with pytest.raises(ValidationError, match="record “Date moved”"):
        AnnouncementFactory(
            show=show,
            kind="date_set",
            date=date(2027, 6, 7),
            precision="day",
            announced_on=date(2026, 3, 1),
        )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "date_set", "date": date(2027, 1, 1)}, "how precisely"),
        ({"kind": "date_set"}, "Say when"),
        ({"kind": "date_moved", "date": date(2027, 1, 1), "precision": "year"}, "no date yet"),
        ({"kind": "date_set", "date": date(2021, 1, 1), "precision": "day"}, "had passed"),
        ({"kind": "episode_count"}, "how many episodes"),
        ({"kind": "episode_count", "number": 0}, "how many episodes"),
        ({"kind": "platform_added"}, "Name the platform"),
        ({"kind": "joins"}, "Name the person"),
        ({"kind": "trailer_out"}, "Choose the trailer"),
        ({"kind": "renewed", "territory": "KR"}, "does not say this"),
        ({"kind": "revived"}, "neither cancelled nor ended"),
        ({"kind": "withdrawal"}, "what happened"),
        ({"kind": "nonsense"}, "not a valid choice"),
        ({"kind": "renewed", "source_name": ""}, "cannot be blank"),
        ({"kind": "renewed", "source_url": "javascript:alert(1)"}, "valid URL"),
        ({"kind": "renewed", "announced_on": date(2027, 9, 1)}, "cannot know it before"),
        (
            {"kind": "date_set", "precision": "minute", "moment": NOW, "zone": "Seoul"},
            "is no time zone",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(said, sentence):
    with pytest.raises(ValidationError) as error:
        AnnouncementFactory(**said)

    assert sentence in sentences(error)
    assert not Announcement.objects.exists()


def test_seasons_parts_and_trailers_of_other_shows_are_refused():
    with pytest.raises(ValidationError) as error:
        AnnouncementFactory(
            kind="trailer_out",
            season=SeasonFactory(),
            part=SeasonPartFactory(),
            trailer=TrailerFactory(),
        )

    assert {"season", "part", "trailer"} <= error.value.message_dict.keys()


def test_the_same_news_twice_is_refused():
    show = ShowFactory()
    AnnouncementFactory(show=show, kind="renewed")

    with pytest.raises(ValidationError, match="known already .Netflix, 6 June 2022"):
        AnnouncementFactory(show=show, kind="renewed", announced_on=date(2022, 6, 7))


# The status of a whole show


def test_a_show_has_the_status_of_its_newest_season():
    show = ShowFactory()
    first, second = (SeasonFactory(show=show, number=n) for n in (1, 2))
    AnnouncementFactory(
        show=show, season=first, kind="released", announced_on=date(2022, 1, 28)
    )
    assert facts.status_of(show, NOW).words == "Out now"

    AnnouncementFactory(show=show, season=second, kind="renewed")
    assert facts.status_of(show, NOW).words == "Renewed"

    AnnouncementFactory(
        show=show, season=second, kind="released", announced_on=date(2024, 1, 1)
    )
    AnnouncementFactory(show=show, kind="ended", announced_on=date(2024, 2, 1))
    assert facts.status_of(show, NOW).words == "Ended"


def test_a_show_that_ends_with_a_season_to_come_has_not_ended_yet():
    show = ShowFactory()
    last = SeasonFactory(show=show, number=5)
    AnnouncementFactory(show=show, season=last, kind="renewed")

    AnnouncementFactory(show=show, kind="ended", announced_on=date(2022, 7, 1))

    assert facts.status_of(show, NOW).words == "Renewed"


def test_a_season_is_out_once_a_part_of_it_is():
    part = SeasonPartFactory()
    season = part.season
    AnnouncementFactory(show=season.show, season=season, kind="announced")

    AnnouncementFactory(
        show=season.show,
        season=season,
        part=part,
        kind="released",
        announced_on=date(2022, 8, 1),
    )

    assert facts.status_of(season, NOW).words == "Out now"
    assert facts.status_of(season.show, NOW).words == "Out now"


# Pages


@pytest.mark.parametrize("count", [1, 12])
def test_the_facts_of_a_page_cost_one_query_however_many_shows(
    count, django_assert_num_queries
):
    shows = ShowFactory.create_batch(count)
    for show in shows:
        season = SeasonFactory(show=show)
        AnnouncementFactory(show=show, season=season, kind="announced")
        AnnouncementFactory(
            show=show, kind="platform_added", platform=PlatformFactory()
        )
        AnnouncementFactory(show=show, kind="joins", person=PersonFactory())

    with django_assert_num_queries(1):
        known = facts.load(shows, NOW)
        for show in shows:
            for fact in [*known[show.pk], *known[show.pk].roles]:
                assert fact.label
                assert fact.words
                assert fact.source_name
                assert fact.source_date_in_words == "6 June 2022"


# Proposals


def test_a_proposal_changes_nothing_until_an_editor_accepts_it():
    show = ShowFactory()
    proposal = facts.propose(
        kind="platform_added",
        show=show,
        source_name="TVmaze",
        platform=PlatformFactory(),
        announced_on=date(2026, 1, 1),
        by=make_writer(),
    )
    assert not Announcement.objects.exists()

    with pytest.raises(PermissionDenied):
        facts.accept(proposal, by=make_writer())
    announcement = facts.accept(proposal, by=make_editor())

    assert announcement.proposal == Proposal.objects.get(state="accepted")
    assert facts.load([show], NOW)[show.pk].platforms[0].words == "Netflix"
    with pytest.raises(ValidationError, match="decided this proposal already"):
        facts.refuse(proposal, by=make_editor())


def test_the_same_proposal_twice_is_one():
    show = ShowFactory()
    for _ in range(2):
        facts.propose(kind="ended", show=show, source_name="TVmaze")

    assert Proposal.objects.count() == 1


def test_a_proposal_that_contradicts_stays_open():
    show = ShowFactory()
    AnnouncementFactory(show=show, kind="ended")
    proposal = facts.propose(kind="renewed", show=show, source_name="TVmaze")

    with pytest.raises(ValidationError, match="has ended"):
        facts.accept(proposal, by=make_editor())

    proposal.refresh_from_db()
    assert proposal.state == "open"


@pytest.mark.parametrize("kind", ["announced", "renewed"])
def test_a_season_in_the_making_is_not_ordered_once_more(kind):
    season = SeasonFactory()
    said = {"show": season.show, "season": season}
    AnnouncementFactory(**said, kind="in_production", announced_on=date(2022, 6, 6))

    with pytest.raises(ValidationError, match="is further already"):
        AnnouncementFactory(**said, kind=kind, announced_on=date(2022, 7, 1))

    AnnouncementFactory(**said, kind=kind, announced_on=date(2022, 1, 1))
