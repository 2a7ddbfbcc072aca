from datetime import UTC, date, datetime

import pytest

from shows.cast import cast_list
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def names(members):
    return [(member.person.name, member.character or member.job) for member in members]


def test_credits_stand_in_billing_order_by_kind():
    show = ShowFactory()
    CreditFactory(show=show, person__name="B", character="Two", billing=2)
    CreditFactory(show=show, person__name="A", character="One", billing=1)
    CreditFactory(show=show, person__name="C", director=True)
    CreditFactory(show=show, person__name="D", guest=True)

    people = cast_list(show, NOW)

    assert names(people.cast) == [("A", "One"), ("B", "Two")]
    assert names(people.crew) == [("C", "Director")]
    assert names(people.guests) == [("D", "")]


def test_who_leaves_is_not_in_the_cast_from_then():
    credit = CreditFactory(character="Choi Nam-ra")
    AnnouncementFactory(
        show=credit.show,
        kind="leaves",
        person=credit.person,
        announced_on=date(2026, 5, 1),
    )

    assert cast_list(credit.show, datetime(2026, 4, 30, tzinfo=UTC)).cast
    assert cast_list(credit.show, NOW).cast == []


def test_who_joins_is_in_the_cast_and_may_come_back():
    show, person = ShowFactory(), PersonFactory(name="Roh Jae-won")
    for kind, month in [("joins", 1), ("leaves", 2), ("joins", 3)]:
        AnnouncementFactory(
            show=show,
            kind=kind,
            person=person,
            character="A soldier" if kind == "joins" else "",
            announced_on=date(2026, month, 1),
        )

    assert cast_list(show, datetime(2026, 2, 10, tzinfo=UTC)).cast == []
    cast = cast_list(show, NOW).cast
    assert names(cast) == [("Roh Jae-won", "A soldier")]
    assert cast[0].news.source_name == "Netflix"


def test_rumours_of_joining_and_leaving_change_nothing_but_are_told():
    credit = CreditFactory(person__name="Here")
    for kind, person in [("leaves", credit.person), ("joins", PersonFactory())]:
        AnnouncementFactory(
            show=credit.show, kind=kind, person=person, certainty="rumoured"
        )

    people = cast_list(credit.show, NOW)

    assert [member.person.name for member in people.cast] == ["Here"]
    assert len(people.reports) == 2


def test_joining_twice_over_news_and_credit_is_one_line():
    credit = CreditFactory(character="Lee Su-hyeok")
    AnnouncementFactory(show=credit.show, kind="joins", person=credit.person)

    assert len(cast_list(credit.show, NOW).cast) == 1


def test_a_season_that_is_out_keeps_its_cast_and_one_to_come_does_not():
    show = ShowFactory()
    first, second = (SeasonFactory(show=show, number=n) for n in (1, 2))
    person = PersonFactory(name="Gone")
    CreditFactory(show=show, person=person)
    AnnouncementFactory(
        show=show, season=first, kind="released", announced_on=date(2022, 1, 28)
    )
    AnnouncementFactory(show=show, season=second, kind="renewed")
    AnnouncementFactory(
        show=show, kind="leaves", person=person, announced_on=date(2023, 1, 1)
    )

    assert len(cast_list(show, NOW, season=first).cast) == 1
    assert cast_list(show, NOW, season=second).cast == []


def test_leaving_one_season_leaves_the_later_ones():
    show = ShowFactory()
    second, third = (SeasonFactory(show=show, number=n) for n in (2, 3))
    credit = CreditFactory(show=show)
    AnnouncementFactory(show=show, season=third, kind="renewed")
    AnnouncementFactory(show=show, season=second, kind="leaves", person=credit.person)

    assert cast_list(show, NOW, season=third).cast == []


def test_a_credit_of_one_season_is_not_in_another():
    show = ShowFactory()
    first, second = (SeasonFactory(show=show, number=n) for n in (1, 2))
    CreditFactory(show=show, person__name="First only", seasons=[first])
    CreditFactory(show=show, person__name="Both")

    assert names(cast_list(show, NOW, season=second).cast) == [("Both", "")]


@pytest.mark.parametrize("count", [1, 20])
def test_a_cast_list_costs_two_queries_however_long(count, django_assert_num_queries):
    show = ShowFactory()
    for _ in range(count):
        CreditFactory(show=show)
        AnnouncementFactory(show=show, kind="joins", person=PersonFactory())

    with django_assert_num_queries(2):
        people = cast_list(show, NOW)
        assert len(names(people.cast)) == 2 * count
