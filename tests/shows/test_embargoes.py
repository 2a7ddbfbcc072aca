from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from shows import embargoes, facts
from shows.models import NEVER, Announcement, Embargo, Season, Show
from tests.factories.desk import make_editor, make_writer
from tests.factories.embargoes import make_embargo
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(NOW, tick=False):
        yield


def hold(embargo, show=None, **said):
    return facts.record(
        by=make_editor(),
        show=show or ShowFactory(),
        source_name="Netflix",
        announced_on=date(2026, 10, 1),
        embargo=embargo,
        **{"kind": "announced", **said},
    )


def status(show, at):
    found = facts.status_of(show, at)
    return found.words if found else None


# It lifts by the clock


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        # An hour that exists twice, and the hour after one that does not exist.
        ("America/New_York", datetime(2026, 11, 1, 1, 30)),
        ("America/New_York", datetime(2027, 3, 14, 3, 0)),
        ("Europe/London", datetime(2026, 10, 25, 1, 30)),
        ("Europe/London", datetime(2027, 3, 28, 2, 0)),
        ("Australia/Lord_Howe", datetime(2027, 4, 4, 1, 45)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 30)),
    ],
)
@pytest.mark.parametrize("fold", [0, 1])
def test_it_lifts_at_its_instant_in_the_nights_of_clock_change(zone, local, fold):
    lifts_at = local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
    show = ShowFactory()

    hold(make_embargo(lifts_at=lifts_at), show)

    before = lifts_at - timedelta(seconds=1)
    assert status(show, before) is None
    assert not Show.objects.public(before).exists()
    assert status(show, lifts_at) == "Announced"
    assert Show.objects.public(lifts_at).get() == show


@pytest.mark.parametrize("is_of_season", [False, True])
def test_what_readers_knew_before_any_news_is_not_taken_from_them(is_of_season):
    writer = make_writer()
    with time_machine.travel(NOW - timedelta(days=30)):
        show = ShowFactory()
        season = SeasonFactory(show=show, number=2)

    hold(make_embargo(), show, kind="renewed", season=season if is_of_season else None)

    assert Show.objects.public(NOW).get() == show
    assert Season.objects.public(NOW).get() == season
    assert Show.objects.known_to(writer, NOW).get() == show
    assert Season.objects.known_to(writer, NOW).get() == season
    assert status(show, NOW) is None


# Moving


def test_everything_under_it_moves_at_once():
    embargo = make_embargo()
    one, other = hold(embargo), hold(embargo)
    to = NOW + timedelta(days=9)

    embargoes.move(embargo, by=make_editor(), to=to)

    for news in (one, other):
        assert status(news.show, to - timedelta(seconds=1)) is None
        assert status(news.show, to) == "Announced"
    embargo.refresh_from_db()
    assert (embargo.lifts_at, embargo.changed_by) == (to, make_editor())


def test_a_move_that_would_contradict_what_is_known_changes_nothing():
    embargo = make_embargo()
    season = SeasonFactory()
    said = {"show": season.show, "season": season}
    hold(embargo, kind="in_production", **said)
    facts.record(
        by=make_editor(),
        kind="cancelled",
        source_name="Netflix",
        announced_on=date(2026, 10, 1),
        public_from=NOW + timedelta(days=5),
        **said,
    )

    with pytest.raises(ValidationError, match="was cancelled"):
        embargoes.move(embargo, by=make_editor(), to=NOW + timedelta(days=9))

    embargo.refresh_from_db()
    assert embargo.lifts_at == NOW + timedelta(days=3)
    assert status(season, NOW + timedelta(days=4)) == "In production"


def test_what_has_lifted_moves_no_more():
    embargo = make_embargo()
    news = hold(embargo)
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        for step, said in (
            (embargoes.move, {"to": NOW + timedelta(days=9)}),
            (embargoes.lift, {}),
            (embargoes.cancel, {"reason": "Too late"}),
        ):
            with pytest.raises(ValidationError, match="has lifted already"):
                step(embargo, by=make_editor(), **said)
        with pytest.raises(ValidationError, match="has lifted already"):
            hold(embargo)

    assert status(news.show, NOW + timedelta(days=4)) == "Announced"


def test_news_that_readers_know_never_moves():
    news = AnnouncementFactory()

    moved = facts.move([news], NOW + timedelta(days=9))

    assert moved == []
    assert Announcement.objects.get().public_from < NOW


@pytest.mark.parametrize("to", [NOW, NOW - timedelta(days=1)])
def test_it_does_not_move_into_the_past(to):
    with pytest.raises(ValidationError, match="has passed"):
        embargoes.move(make_embargo(), by=make_editor(), to=to)


# Lifting and cancelling


def test_lifted_now_readers_know_at_once():
    embargo = make_embargo()
    news = hold(embargo)

    embargoes.lift(embargo, by=make_editor())

    assert status(news.show, NOW) == "Announced"
    assert not Embargo.objects.standing(NOW).exists()


def test_what_was_cancelled_never_comes_out():
    embargo = make_embargo()
    news = hold(embargo)

    embargoes.cancel(embargo, by=make_editor(), reason="The deal fell through.")

    for at in (NOW, embargo.lifts_at, NOW + timedelta(days=9000)):
        assert status(news.show, at) is None
        assert not Show.objects.public(at).exists()
        assert not Announcement.objects.public(at).exists()
    assert news.withdrawal.note == "The deal fell through."
    assert facts.next_change(NOW) is None


def test_news_withdrawn_before_readers_knew_leaves_no_trace():
    embargo = make_embargo()
    news = hold(embargo)

    facts.withdraw(news, by=make_editor(), reason="Wrong show.")

    after = embargo.lifts_at + timedelta(days=1)
    assert not Show.objects.public(after).exists()
    assert Announcement.objects.get(kind="withdrawal").public_from == NEVER
    embargoes.move(embargo, by=make_editor(), to=after)
    assert status(news.show, after) is None


def test_a_cancellation_says_why():
    with pytest.raises(ValidationError, match="Say why"):
        embargoes.cancel(make_embargo(), by=make_editor(), reason=" ")


def test_only_editors_keep_embargoes():
    embargo, writer = make_embargo(), make_writer()

    for step, said in (
        (embargoes.make, {"name": "Mine", "lifts_at": NOW + timedelta(days=1)}),
        (embargoes.move, {"embargo": embargo, "to": NOW + timedelta(days=9)}),
        (embargoes.lift, {"embargo": embargo}),
        (embargoes.cancel, {"embargo": embargo, "reason": "No"}),
    ):
        with pytest.raises(PermissionDenied):
            step(by=writer, **said)


# Its pages


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def read(client, page):
    return client.get(page).content.decode().replace("\xa0", " ")


def step_page(embargo, step):
    return reverse("admin:shows_embargo_step", args=[embargo.pk, step])


def test_an_editor_makes_one_and_sees_all_that_waits_for_it(editor):
    page = reverse("admin:shows_embargo_add")
    said = {"name": " Tudum,  season 3 ", "lifts_at": "2026-10-09T18:00", "note": ""}
    response = editor.post(page, said, follow=True)
    embargo = Embargo.objects.get()
    hold(embargo, ShowFactory(title="Dark"))

    text = read(editor, response.redirect_chain[-1][0])

    assert embargo.name == "Tudum, season 3"
    assert "lifts in 1 week, 1 day" in text
    assert "Dark: Announced" in text
    listed = read(editor, reverse("admin:shows_embargo_changelist"))
    assert "lifts in 1 week, 1 day" in listed


def test_each_step_says_what_it_touches_before_it_is_taken(editor):
    embargo = make_embargo()
    news = hold(embargo, ShowFactory(title="Dark"))

    for step in ("move", "lift", "cancel"):
        assert (
            "Dark: Announced" in editor.get(step_page(embargo, step)).content.decode()
        )
    past = editor.post(step_page(embargo, "move"), {"lifts_at": "2026-09-01T10:00"})
    editor.post(step_page(embargo, "lift"))

    assert past.status_code == 422
    assert "has passed" in past.content.decode()
    assert status(news.show, NOW) == "Announced"


@pytest.mark.parametrize("count", [1, 12])
def test_its_page_costs_the_same_however_much_waits(
    editor, count, django_assert_max_num_queries
):
    embargo = make_embargo()
    for _ in range(count):
        hold(embargo)
        make_embargo(name=f"Another {count}")

    with django_assert_max_num_queries(9):
        editor.get(reverse("admin:shows_embargo_change", args=[embargo.pk]))
    with django_assert_max_num_queries(9):
        editor.get(reverse("admin:shows_embargo_changelist"))
