from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from shows.models import (
    Announcement,
    Credit,
    Fact,
    Genre,
    OldShowAddress,
    Person,
    Platform,
    Proposal,
    Show,
    Trailer,
)
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    EpisodeFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 12, tzinfo=UTC)


def refused(name, make):
    """Whether the database itself refuses, by the constraint of that name."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    if connection.vendor == "postgresql":
        assert name in str(error.value)


def announce(**said):
    given = {
        "kind": "renewed",
        "certainty": "confirmed",
        "announced_on": date(2022, 6, 6),
        "public_from": NOW,
        "source_name": "Netflix",
    }
    show = said.pop("show", None) or ShowFactory()
    return Announcement.objects.create(show=show, **{**given, **said})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("announced_date_has_a_precision", {"date": date(2027, 1, 1)}),
        ("announced_date_has_a_precision", {"precision": "year"}),
        ("announced_minute_has_a_moment_and_a_zone", {"date": date(2027, 1, 1), "precision": "minute"}),
        ("announced_minute_has_a_moment_and_a_zone", {"zone": "UTC"}),
        ("announcement_of_a_date_has_one", {"kind": "date_set"}),
        ("announcement_of_a_platform_names_it", {"kind": "platform_left"}),
        ("announcement_of_episodes_counts_them", {"kind": "episode_count", "number": 0}),
        ("announcement_of_a_role_names_the_person", {"kind": "joins"}),
        ("withdrawal_says_what_and_why", {"kind": "withdrawal", "note": "Wrong."}),
        ("announcement_has_a_source", {"source_name": ""}),
        ("announcement_says_how_sure", {"certainty": "perhaps"}),
    ],
)  # fmt: skip
def test_an_announcement_that_says_nothing_is_refused(name, said):
    refused(f"shows_{name}", lambda: announce(**said))


def test_a_part_needs_its_season_and_a_withdrawal_its_reason():
    part, other = SeasonPartFactory(), announce()

    refused(
        "shows_announcement_of_a_part_names_its_season", lambda: announce(part=part)
    )
    refused(
        "shows_withdrawal_says_what_and_why",
        lambda: announce(kind="withdrawal", withdraws=other),
    )


def fact(announcement, **said):
    given = {
        "show": announcement.show,
        "field": "status",
        "value": "renewed",
        "certainty": "confirmed",
        "slot": "show:1|status",
        "valid_from": NOW,
        "announcement": announcement,
    }
    return Fact.objects.create(**{**given, **said})


def test_facts_begin_before_they_end_and_hold_a_status():
    announcement = announce()

    refused(
        "shows_fact_ends_after_it_begins",
        lambda: fact(announcement, valid_until=NOW),
    )
    refused(
        "shows_status_fact_holds_a_status", lambda: fact(announcement, value="perhaps")
    )


def test_one_confirmed_fact_is_open_per_slot_and_any_number_of_rumours():
    announcement = announce()
    fact(announcement)
    fact(announcement, certainty="rumoured")
    fact(announcement, certainty="rumoured")

    refused(
        "shows_one_confirmed_fact_is_open_per_slot",
        lambda: fact(announcement, valid_from=LATER),
    )


def test_postgresql_refuses_any_overlap_of_confirmed_facts():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no exclusion constraints; the step keeps them apart")
    announcement = announce()
    fact(announcement, valid_until=datetime(2026, 12, 1, tzinfo=UTC))
    fact(announcement, valid_from=datetime(2026, 12, 1, tzinfo=UTC))

    refused(
        "shows_confirmed_facts_do_not_overlap",
        lambda: fact(
            announcement,
            valid_from=LATER,
            valid_until=datetime(2026, 11, 22, tzinfo=UTC),
        ),
    )


def test_rows_listed_twice_are_refused():
    season = SeasonFactory(number=1)
    part, episode = SeasonPartFactory(season=season), EpisodeFactory(season=season)
    credit, trailer = CreditFactory(), TrailerFactory()

    for name, make in [
        ("season_number_is_unique_in_its_show", lambda: SeasonFactory(show=season.show, number=1)),
        ("part_number_is_unique_in_its_season", lambda: SeasonPartFactory(season=season, number=part.number)),
        ("episode_number_is_unique_in_its_season", lambda: EpisodeFactory(season=season, number=episode.number)),
        ("credit_is_listed_once", lambda: CreditFactory(show=credit.show, person=credit.person)),
        ("trailer_is_listed_once_per_show", lambda: TrailerFactory(show=trailer.show, key=trailer.key)),
    ]:  # fmt: skip
        refused(f"shows_{name}", make)


def test_crew_has_a_job_and_cast_has_none():
    name = "shows_crew_has_a_job_and_cast_has_none"

    refused(name, lambda: CreditFactory(kind=Credit.Kind.CREW))
    refused(name, lambda: CreditFactory(kind=Credit.Kind.CAST, job="Director"))
    refused(name, lambda: CreditFactory(director=True, character="Herself"))


def test_names_ids_and_years_are_sound():
    show = ShowFactory(imdb_id="tt1", tvmaze_id=1)

    refused("shows_imdb_id_names_one_show", lambda: ShowFactory(imdb_id="tt1"))
    refused("shows_tvmaze_id_names_one_show", lambda: ShowFactory(tvmaze_id=1))
    refused("shows_year_is_one_that_had_films", lambda: ShowFactory(year=1066))
    refused("shows_show_has_a_title", lambda: ShowFactory(title=""))
    refused("shows_person_has_a_name", lambda: PersonFactory(name=""))
    refused(
        "shows_show_is_not_merged_into_itself",
        lambda: Show.objects.filter(pk=show.pk).update(merged_into=show),
    )


def test_a_proposal_is_decided_wholly_or_not_at_all():
    given = {"show": ShowFactory(), "kind": "ended", "source_name": "X"}

    refused(
        "shows_accepted_proposal_became_an_announcement",
        lambda: Proposal.objects.create(**given, state="accepted", decided_at=NOW),
    )
    refused(
        "shows_decided_proposal_has_its_moment",
        lambda: Proposal.objects.create(**given, state="refused"),
    )


# Names and addresses


@pytest.mark.parametrize(
    ("title", "letter", "slug"),
    [
        ("The Glory", "G", "the-glory"),
        ("A", "A", "a"),
        ("Élite", "E", "élite"),
        ("9-1-1", "#", "9-1-1"),
        ("지금 우리 학교는", "#", "지금-우리-학교는"),
        ("$#*!", "#", "show"),
        ("🎬", "#", "clapper-board"),
    ],
)
def test_a_title_in_any_script_has_a_letter_and_an_address(title, letter, slug):
    show = Show.objects.create(title=title)

    assert (show.letter, show.slug) == (letter, slug)


def test_two_of_one_name_have_two_addresses():
    for make, name in [(ShowFactory, "title"), (PersonFactory, "name")]:
        slugs = [make(**{name: "Twin"}).slug for _ in range(3)]
        assert slugs == ["twin", "twin-2", "twin-3"]
    for model in (Genre, Platform):
        assert model.objects.create(name="K-드라마").slug == "k-드라마"


def test_an_address_that_goes_there_and_back_leaves_no_loop():
    show = ShowFactory(title="One")
    for slug in ("two", "three", "one"):
        show.slug = slug
        show.save()

    assert set(OldShowAddress.objects.values_list("slug", flat=True)) == {
        "two",
        "three",
    }
    with pytest.raises(ValidationError, match="is an old address of “One”"):
        ShowFactory(slug="two")
    assert ShowFactory(title="Two").slug == "two-2"


def test_shows_and_people_are_found_by_the_start_of_any_word():
    show = ShowFactory(title="All of Us Are Dead", original_title="지금 우리 학교는")
    show.other_titles.create(title="Now at Our School")
    person = PersonFactory(name="Lee Jae-kyoo")
    person.other_spellings.create(name="Lee Jae Gyoo")

    for typed in ("us are", "DEAD", "우리", "school", "dead all"):
        assert list(Show.objects.named(typed)) == [show], typed
    for typed in ("jae", "gyoo", "kyoo lee"):
        assert list(Person.objects.named(typed)) == [person], typed
    for typed in ("ead", "", "  ", "%", "dead zzz"):
        assert not Show.objects.named(typed).exists(), typed
    show.other_titles.get().delete()
    assert not Show.objects.named("school").exists()


# Lists


def test_shows_are_listed_by_genre_platform_status_and_letter():
    drama = Genre.objects.create(name="Drama")
    show = ShowFactory(title="Zombies", genres=[drama])
    ShowFactory(title="Merged", genres=[drama], merged_into=show)
    AnnouncementFactory(show=show, kind="announced")
    AnnouncementFactory(show=show, kind="platform_added", platform=PlatformFactory())
    shows = Show.objects.listed()
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)

    assert list(shows.in_genre("drama")) == [show]
    assert list(shows.on_platform("netflix", NOW)) == [show]
    assert not shows.on_platform("netflix", long_ago).exists()
    assert list(shows.with_status("announced", NOW)) == [show]
    assert not shows.with_status("announced", long_ago).exists()
    assert list(shows.starting_with("z")) == [show]


def test_a_trailer_under_embargo_is_not_public_before():
    show = ShowFactory()
    free, held = TrailerFactory(show=show), TrailerFactory(show=show)
    AnnouncementFactory(
        show=show,
        kind="trailer_out",
        trailer=held,
        announced_on=date(2099, 1, 1),
        public_from=datetime(2099, 1, 1, tzinfo=UTC),
    )

    assert list(Trailer.objects.public(NOW)) == [free]
    assert Trailer.objects.public(datetime(2099, 1, 2, tzinfo=UTC)).count() == 2
