from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.body.sanitising import sanitise
from shows import facts
from shows.models import Announcement, Show
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    CountryFactory,
    CreditFactory,
    EpisodeFactory,
    GenreFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
    TrailerFactory,
)
from tests.printed import untied

pytestmark = pytest.mark.django_db


def text(response):
    return untied(response.text).replace("\xa0", " ").replace("&nbsp;", " ")


def titles(client, **filters):
    page = client.get("/shows/", filters).context["page"]
    return [show.title for show in page.items]


# The list


def test_shows_stand_in_the_order_of_their_titles(client):
    for title in ("Hellbound", "The Glory", "Élite"):
        ShowFactory(title=title)

    assert titles(client) == ["Élite", "The Glory", "Hellbound"]


def test_filters_combine(client):
    horror = GenreFactory(name="Horror")
    netflix = PlatformFactory(name="Netflix")
    wanted = ShowFactory(title="Hellbound", genres=[horror])
    other = ShowFactory(title="Hollow", genres=[horror])
    ShowFactory(title="Harmless")
    for show in (wanted, other):
        AnnouncementFactory(show=show, kind="platform_added", platform=netflix)
    AnnouncementFactory(show=wanted, kind="renewed")

    assert titles(client, genre="horror") == ["Hellbound", "Hollow"]
    assert titles(client, genre="horror", platform="netflix", status="renewed") == [
        "Hellbound"
    ]
    assert titles(client, letter="h", genre="horror", status="ended") == []


def test_titles_without_a_letter_have_a_place(client):
    ShowFactory(title="365 Days")

    assert titles(client, letter="#") == ["365 Days"]


def test_a_filter_that_is_chosen_is_marked_and_can_be_taken_off(client):
    ShowFactory(title="Hellbound", genres=[GenreFactory(name="Horror")])

    page = text(client.get("/shows/", {"genre": "horror", "letter": "H"}))

    assert '<a href="?genre=horror&amp;letter=H" aria-current="true">Horror</a>' in page
    assert '<a href="?letter=H">Any</a>' in page
    assert 'content="noindex"' in page


def test_programs_are_led_from_the_list_to_one_filter_but_not_to_a_second(client):
    ShowFactory(title="Hellbound", genres=[GenreFactory(name="Horror")])

    assert "nofollow" not in text(client.get("/shows/"))
    narrowed = text(client.get("/shows/", {"letter": "H"}))
    assert '<a href="?genre=horror&amp;letter=H" rel="nofollow">Horror</a>' in narrowed
    assert '<a href="/shows/">All</a>' in narrowed


@pytest.mark.parametrize(
    "filters",
    [
        {"genre": "no-such-genre"},
        {"platform": "x" * 10_000},
        {"status": "'; DROP TABLE shows_show; --"},
        {"letter": "ZZZ"},
        {"letter": "🎬"},
        {"nothing": "known"},
    ],
)
def test_any_filter_gets_a_page(client, filters):
    ShowFactory()

    response = client.get("/shows/", filters)

    assert response.status_code == 200
    assert len(response.content) < 100_000


def test_an_embargoed_status_filters_from_its_moment_on(client):
    tomorrow = timezone.now() + timedelta(days=1)
    AnnouncementFactory(
        show=ShowFactory(title="Secret"),
        announced_on=timezone.localdate(tomorrow),
        public_from=tomorrow,
    )

    assert titles(client, status="renewed") == []
    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        assert titles(client, status="renewed") == ["Secret"]


# A show


def test_a_show_tells_what_is_known_and_who_says_so(client):
    show = ShowFactory(
        title="All of Us Are Dead",
        original_title="지금 우리 학교는",
        synopsis="A school is locked in.",
        genres=[GenreFactory(name="Horror")],
        countries=[CountryFactory()],
    )
    season = SeasonFactory(show=show, number=2)
    AnnouncementFactory(show=show, season=season, source_url="https://variety.com/")
    CreditFactory(
        show=show, person=PersonFactory(name="Park Ji-hu"), character="Nam On-jo"
    )
    trailer = TrailerFactory(show=show)

    page = text(client.get(show.get_absolute_url()))

    for words in (
        "지금 우리 학교는",
        "A school is locked in.",
        "South Korea",
        "Season 2",
        "Renewed",
        "Confirmed",
        "https://variety.com/",
        "6 June 2022",
        "Park Ji-hu",
        "as Nam On-jo",
        trailer.url,
    ):
        assert words in page
    assert "<iframe" not in page


def test_names_of_other_scripts_do_not_turn_the_words_beside_them_round(client):
    show = ShowFactory(title="الهيبة", original_title="الهيبة: الرد")
    CreditFactory(show=show, person=PersonFactory(name="تيم حسن"), character="جبل")

    page = client.get(show.get_absolute_url()).text

    for name in ("الهيبة", "الهيبة: الرد", "تيم حسن", "جبل"):
        assert f"<bdi>{name}</bdi>" in page


def test_a_rumour_stands_beside_the_confirmed_fact_and_is_called_one(client):
    show = ShowFactory()
    AnnouncementFactory(
        show=show, kind="date_set", date=date(2027, 1, 28), precision="day"
    )
    AnnouncementFactory(
        show=show,
        kind="date_set",
        date=date(2027, 3, 1),
        precision="month",
        certainty="rumoured",
        source_name="A forum",
    )

    page = text(client.get(show.get_absolute_url()))

    assert page.index("28 January 2027") < page.index("March 2027")
    assert "Rumoured" in page
    assert "A forum" in page


def test_a_show_lists_its_stories(client):
    show = ShowFactory()
    ArticleFactory(published=True, shows=[show], headline="About the show")
    ArticleFactory(shows=[show], headline="Only a draft")

    page = text(client.get(show.get_absolute_url()))

    assert "About the show" in page
    assert "Only a draft" not in page


def test_an_unknown_show_says_that_nothing_is_known(client):
    page = text(client.get(ShowFactory().get_absolute_url()))

    assert "Nothing has been announced" in page


def test_a_film_has_no_seasons(client):
    film = ShowFactory(film=True, title="The Immortal Man")

    assert 'aria-label="Seasons"' not in text(client.get(film.get_absolute_url()))
    assert client.get(f"{film.get_absolute_url()}season-1/").status_code == 404


def test_a_withdrawn_announcement_leaves_the_page(client):
    announcement = AnnouncementFactory(source_name="A hoaxer")
    facts.withdraw(announcement, by=make_editor(), reason="It was a hoax.")

    assert "A hoaxer" not in text(client.get(announcement.show.get_absolute_url()))


def test_the_old_address_of_a_show_redirects(client):
    show = ShowFactory(title="Hellbound")
    SeasonFactory(show=show, number=2)
    show.slug = "hellbound-2021"
    show.save()

    for end in ("", "season-2/"):
        response = client.get(f"/shows/hellbound/{end}")
        assert response.status_code == 301
        assert response["Location"] == f"/shows/hellbound-2021/{end}"


def test_a_merged_show_redirects_to_the_one_that_stayed(client):
    stayed = ShowFactory(title="Stayed")
    merged = ShowFactory(title="Merged", merged_into=stayed)

    response = client.get(merged.get_absolute_url())

    assert response.status_code == 301
    assert response["Location"] == stayed.get_absolute_url()


@pytest.mark.parametrize(
    "address",
    [
        "/shows/nothing/",
        "/shows/nothing/season-1/",
        "/shows/hellbound/season-9/",
        f"/shows/hellbound/season-{10**30}/",
        "/people/nobody/",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    ShowFactory(title="Hellbound")

    assert client.get(address).status_code == 404


# A season


def test_a_season_shows_its_own_facts_episodes_and_cast(client):
    show = ShowFactory()
    first, second = (SeasonFactory(show=show, number=n) for n in (1, 2))
    AnnouncementFactory(show=show, season=second, kind="in_production")
    EpisodeFactory(season=second, number=1, title="Back to school")
    CreditFactory(show=show, person=PersonFactory(name="Only In One"), seasons=[first])
    CreditFactory(show=show, person=PersonFactory(name="In Both"))

    page = text(client.get(second.get_absolute_url()))

    assert "In production" in page
    assert "Back to school" in page
    assert "In Both" in page
    assert "Only In One" not in page


def test_parts_of_a_season_have_facts_of_their_own(client):
    part = SeasonPartFactory(title="Volume 1")
    AnnouncementFactory(
        show=part.season.show,
        season=part.season,
        part=part,
        kind="date_set",
        date=date(2027, 1, 28),
        precision="day",
    )

    page = text(client.get(part.season.get_absolute_url()))

    assert "Volume 1" in page
    assert "28 January 2027" in page


# A person


def test_a_person_has_credits_newest_first_and_stories(client):
    person = PersonFactory(name="Park Ji-hu", biography="Acts.")
    for title, year in (("Older", 2018), ("Newer", 2022)):
        CreditFactory(
            show=ShowFactory(title=title, year=year), person=person, character="Girl"
        )
    ArticleFactory(published=True, people=[person], headline="About her")

    page = text(client.get(person.get_absolute_url()))

    assert page.index("Newer") < page.index("Older")
    assert "Acts." in page
    assert "About her" in page


def test_values_told_by_one_report_share_its_note(client):
    show = ShowFactory()
    told = {"show": show, "kind": "platform_added", "announced_on": date(2026, 1, 2)}
    for name, source in (("Netflix", "UPI"), ("Hulu", "UPI"), ("Wavve", "Mint")):
        platform = PlatformFactory(name=name)
        AnnouncementFactory(platform=platform, source_name=source, **told)

    page = text(client.get(show.get_absolute_url()))
    facts = page[page.index("Where to watch") :].split("</dl>")[0]

    assert [name in facts for name in ("Netflix", "Hulu", "Wavve")] == [True] * 3
    assert facts.count("UPI") == 1
    assert facts.count("Mint") == 1


def test_two_roles_in_one_show_are_one_line(client):
    credit = CreditFactory(character="Twin one")
    CreditFactory(show=credit.show, person=credit.person, character="Twin two")

    page = text(client.get(credit.person.get_absolute_url()))

    assert "Twin one and Twin two" in page
    assert page.count('class="credits__row"') == 1


def test_a_name_that_may_be_several_people_says_so(client):
    person = PersonFactory(is_uncertain=True)

    page = text(client.get(person.get_absolute_url()))

    assert "more than one person" in page


@pytest.mark.parametrize("others", [0, 1])
def test_a_show_of_which_nobody_may_know_is_no_credit_until_its_embargo_lifts(
    client, others
):
    person = PersonFactory(name="Park Ji-hu")
    CreditFactory.create_batch(others, person=person)
    secret = CreditFactory(show=ShowFactory(title="Canary Wharf"), person=person).show
    AnnouncementFactory(show=secret, public_from=timezone.now() + timedelta(days=3))

    before = client.get(person.get_absolute_url())
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        after = client.get(person.get_absolute_url())

    assert "Canary" not in before.text
    assert "Canary Wharf" in text(after)


def test_who_is_credited_in_nothing_readers_know_of_has_no_page(client):
    to_come = timezone.now() + timedelta(days=3)
    credit = CreditFactory()
    joins = {"kind": Announcement.Kind.JOINS, "person": credit.person}
    AnnouncementFactory(show=credit.show, public_from=to_come, **joins)

    assert client.get(credit.person.get_absolute_url()).status_code == 404


def test_who_plays_in_a_season_nobody_may_know_of_is_not_in_the_cast_before(client):
    now = timezone.now()
    show = ShowFactory(title="Open Show")
    hidden = SeasonFactory(show=show, number=2)
    Show.objects.update(created_at=now - timedelta(days=9))
    to_come = now + timedelta(days=3)
    AnnouncementFactory(show=show, season=hidden, kind="renewed", public_from=to_come)
    credit = CreditFactory(
        show=show, person=PersonFactory(name="Canary Wharf"), character="Newcomer"
    )
    credit.seasons.add(hidden)
    figure = f'<figure data-embed="cast" data-id="{show.pk}"></figure>'
    body = sanitise(f"<p>Who is in it.</p>{figure}")
    ArticleFactory(
        slug="cast", kind="explainer", shows=[show], body=body, published=True
    )

    def told():
        pages = [
            show.get_absolute_url(),
            credit.person.get_absolute_url(),
            "/articles/cast/",
            "/search/?q=newcomer",
        ]
        return ["Newcomer" in text(client.get(page)) for page in pages]

    before = told()
    with time_machine.travel(to_come):
        after = told()

    assert before == [False, False, False, False]
    assert after == [True, True, True, True]


# What pages cost


def furnish(show, count):
    poster = ImageFactory(without_files=True)
    Show.objects.filter(pk=show.pk).update(poster=poster, backdrop=poster)
    for number in range(1, count + 1):
        season = SeasonFactory(show=show, number=number)
        part = SeasonPartFactory(season=season)
        EpisodeFactory(season=season, part=part)
        AnnouncementFactory(show=show, season=season, kind="renewed")
        AnnouncementFactory(
            show=show,
            season=season,
            part=part,
            kind="date_set",
            date=date(2027, 1, number),
            precision="day",
        )
        person = PersonFactory(portrait=ImageFactory(without_files=True))
        CreditFactory(show=show, person=person).seasons.add(season)
        CreditFactory(show=ShowFactory(genres=list(show.genres.all())), person=person)
        TrailerFactory(show=show, season=season, poster=poster)
        ArticleFactory(
            published=True,
            shows=[show],
            seasons=[season],
            people=[person],
            lead_image=poster,
        )


@pytest.mark.parametrize("count", [1, 8])
@pytest.mark.parametrize(
    ("end", "queries"),
    [
        # The show with its genres, countries, languages and titles; its seasons;
        # facts; cast; trailers; timeline; rules of curation and what was chosen; six
        # for what to watch next, two for shows in the news; stories of the show, of
        # like shows and what they are about, of the site; their cards and bylines;
        # the site; whether we wrote about it. Fewer, where the first finders find enough.
        ("", 20),
        # The season and its siblings; facts; cast and seasons of it; parts, trailers,
        # its guide, stories; the site.
        ("season-1/", 11),
    ],
)
def test_the_page_of_a_show_costs_the_same_however_much_is_known(
    client, django_assert_max_num_queries, end, queries, count
):
    show = ShowFactory(genres=[GenreFactory()], countries=[CountryFactory()])
    furnish(show, count)

    with django_assert_max_num_queries(queries):
        response = client.get(f"{show.get_absolute_url()}{end}")

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_shows_costs_the_same_however_long(
    client, django_assert_num_queries, count
):
    for number in range(count):
        show = ShowFactory(
            poster=ImageFactory(without_files=True),
            genres=[GenreFactory(name=f"Genre {number}")],
        )
        AnnouncementFactory(show=show)
        AnnouncementFactory(
            show=show,
            kind="platform_added",
            platform=PlatformFactory(name=f"Platform {number}"),
        )

    # Shows; facts; genres and platforms to choose from; the site.
    with django_assert_num_queries(4):
        client.get("/shows/", {"status": "renewed"})


def test_a_person_has_what_was_announced_until_a_credit_says_it_or_they_leave(client):
    actor = PersonFactory(name="Cho Yi-hyun")
    season = SeasonFactory(show=ShowFactory(title="All of Us Are Dead"), number=2)
    about = {"show": season.show, "season": season, "person": actor}
    joins = {"kind": Announcement.Kind.JOINS, "character": "Choi Nam-ra"}
    AnnouncementFactory(**joins, **about)
    AnnouncementFactory(
        show=ShowFactory(title="Hearsay"),
        kind=Announcement.Kind.JOINS,
        person=actor,
        certainty="rumoured",
    )

    announced = text(client.get(actor.get_absolute_url()))
    credit = CreditFactory(show=season.show, person=actor, character="Choi Nam-ra")
    credited = text(client.get(actor.get_absolute_url()))
    credit.delete()
    AnnouncementFactory(kind=Announcement.Kind.LEAVES, character="Choi Nam-ra", **about)
    left = text(client.get(actor.get_absolute_url()))

    assert "Announced" in announced
    assert "Season 2: Choi Nam-ra" in announced
    assert "Hearsay" not in announced
    assert "Announced" not in credited
    assert "Choi Nam-ra" not in left


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_a_person_costs_the_same_however_long_the_career(
    client, django_assert_num_queries, count
):
    person = PersonFactory(portrait=ImageFactory(without_files=True))
    for number in range(count):
        CreditFactory(person=person)
        ArticleFactory(published=True, people=[person], headline=f"Story {number}")
        AnnouncementFactory(
            kind=Announcement.Kind.JOINS, person=person, character=f"Role {number}"
        )

    # The person, credits and announced roles, stories, the site.
    with django_assert_num_queries(5):
        client.get(person.get_absolute_url())
