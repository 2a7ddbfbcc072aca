"""
Who plays in a season, or in a show, of which nobody may know yet: told to nobody at the
desk who does not know of it, by no screen, and to everybody from the moment on.
"""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client

from articles.body.lines import token
from articles.body.live_facts import Reference, element
from articles.news import desk, needing
from articles.news.impact import foresee
from shows import embargoes, facts
from shows.models import Announcement, Credit, Person, Proposal, Season
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.embargoes import make_embargo
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)
from tests.shows.test_admin import show_form

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
LIFTS_AT = NOW + timedelta(days=3)
LAST_SECOND = LIFTS_AT - timedelta(seconds=1)
CANARY = re.compile(r"canary", re.IGNORECASE)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW - timedelta(days=30), tick=False) as clock:
        yield clock


@pytest.fixture
def show(clock):
    """An open show with a cast, and a season 2 under embargo with another."""
    show = ShowFactory(title="Low Tide", kind="series")
    first = SeasonFactory(show=show, number=1)
    AnnouncementFactory(show=show, season=first, kind="released")
    ada = PersonFactory(name="Ada Quill")
    CreditFactory(show=show, person=ada, character="Mara Voss", seasons=[first])
    clock.move_to(NOW)
    return show


@pytest.fixture
def embargo(show):
    return make_embargo(lifts_at=LIFTS_AT)


@pytest.fixture
def secret(show, embargo):
    """The credit of somebody in nothing but the season under embargo."""
    record(embargo, show, kind="renewed", season_number=2)
    return CreditFactory(
        show=show,
        person=PersonFactory(name="Canary Wharf"),
        character="Canary Jones",
        seasons=[show.seasons.get(number=2)],
    )


@pytest.fixture
def secret_show(embargo):
    show = ShowFactory(title="Canary Island")
    record(embargo, show, kind="announced")
    crew = {"kind": "crew", "job": "Director"}
    CreditFactory(show=show, person=PersonFactory(name="Canary Dee"), **crew)
    return show


def record(embargo, show, **said):
    return facts.record(
        by=make_editor(),
        show=show,
        source_name="Canary news",
        announced_on=date(2026, 10, 1),
        embargo=embargo,
        **said,
    )


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def words(response):
    text = re.sub(r"<(script|style).*?</\1>", " ", response.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def guide(show, body, **more):
    more = {"kind": "explainer", "published_at": NOW - timedelta(days=1)} | more
    return ArticleFactory(shows=[show], body=body, **more)


# Screens of the catalogue


def test_no_screen_of_the_catalogue_names_them_to_a_writer_before(show, secret, clock):
    credits = "/admin/shows/credit/"
    pages = [
        f"/admin/shows/show/{show.pk}/change/",
        credits,
        f"{credits}{secret.pk}/change/",
        "/admin/shows/person/",
        "/admin/autocomplete/?app_label=articles&model_name=article&field_name=people"
        "&term=canary",
    ]

    def told(user):
        client = log_in(user)
        return [
            bool(CANARY.search(client.get(page, follow=True).text.replace(page, "")))
            for page in pages
        ]

    clock.move_to(LAST_SECOND)
    # The person has a row of their own, which no news made a secret.
    assert told(make_writer())[:3] == [False, False, False]
    assert all(told(make_editor()))
    clock.move_to(LIFTS_AT)
    assert all(told(make_writer()))


def test_whoever_writes_under_the_embargo_sees_them_and_others_do_not(
    show, secret, embargo
):
    insider, outsider = make_writer("insider"), make_writer()
    story = ArticleFactory(owner=insider)
    type(story).objects.filter(pk=story.pk).update(embargo=embargo)

    known = [
        Credit.objects.known_to(user, NOW).filter(pk=secret.pk).exists()
        for user in (insider, outsider)
    ]

    assert known == [True, False]


def test_a_person_in_nothing_but_a_secret_show_stays_a_secret(
    show, secret_show, embargo
):
    credit = secret_show.credits.get()
    record(
        embargo, secret_show, kind="joins", person=credit.person, character="Somebody"
    )
    writer = make_writer()

    known = [
        Person.objects.known_to(writer, at).filter(pk=credit.person_id).exists()
        for at in (LAST_SECOND, LIFTS_AT)
    ]

    assert known == [False, True]


def test_a_writer_who_saves_a_credit_keeps_the_season_that_they_do_not_see(
    show, secret
):
    credit = show.credits.get(person__name="Ada Quill")
    credit.seasons.add(show.seasons.get(number=2))
    client = log_in(make_writer())
    page = f"/admin/shows/show/{show.pk}/change/"
    row = {"id": credit.pk, "person": credit.person_id, "kind": "cast", "billing": 0}
    row |= {"character": "Mara Voss", "season_numbers": ""}
    opened = client.get(page).text

    response = client.post(
        page,
        show_form(
            show,
            **{"credits-TOTAL_FORMS": "1", "credits-INITIAL_FORMS": "1"},
            **{f"credits-0-{name}": value for name, value in row.items()},
        ),
    )

    assert 'name="credits-0-season_numbers" value="1"' in opened
    assert response.status_code == 302, words(response)
    assert list(credit.seasons.values_list("number", flat=True)) == [2]


# What the editor of bodies and lines is told


def test_the_choosers_of_the_body_editor_name_nothing_of_them_before(
    show, secret, secret_show, clock
):
    season = show.seasons.get(number=2)
    asked = [
        f"facts/?show={show.pk}&season={season.pk}",
        f"said/?fact=actor:{show.pk}.2:name:Canary+Jones",
        f"said/?fact=character:{show.pk}:name:%23{secret.person_id}",
        f"said/?fact=crew:{secret_show.pk}:name:Director",
        f"said/?fact=status:{secret_show.pk}:word",
        f"usual-parts/?kind=list&show={secret_show.pk}",
        f"embeds/?cast={show.pk},{show.pk}.2",
        f"subjects/?show={secret_show.pk}",
    ]

    def told():
        client = log_in(make_writer())
        # The key that was asked for is given back.
        texts = [client.get(f"/admin/choosers/{each}").text for each in asked]
        texts[1] = texts[1].replace("actor:", "").replace("name:Canary Jones", "")
        texts[1] = texts[1].replace("Who plays Canary Jones", "")
        return [bool(CANARY.search(text)) for text in texts]

    clock.move_to(LAST_SECOND)
    assert told() == [False] * 8
    clock.move_to(LIFTS_AT)
    assert told() == [True] * 8


def test_usual_parts_name_no_season_that_a_writer_may_not_know_of(show, secret):
    season = show.seasons.get(number=2)
    page = f"/admin/choosers/usual-parts/?kind=explainer&season={season.pk}"

    texts = [log_in(user).get(page).text for user in (make_writer(), make_editor())]

    assert ["data-season" in text for text in texts] == [False, True]


def test_the_form_of_a_new_story_names_no_secret_of_its_address(show, secret_show):
    page = f"/admin/articles/article/add/?kind=list&show={secret_show.pk}"

    texts = [log_in(user).get(page).text for user in (make_writer(), make_editor())]

    assert ["Canary Island" in text for text in texts] == [False, True]


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        ("status of Canary Island", "No show is called"),
        ("release date of Low Tide, season 2", "has no season 2"),
        ("actor of Canary Jones in Low Tide", "Nobody plays"),
        ("character of Canary Wharf in Low Tide", "is not in the cast"),
    ],
)
def test_a_typed_line_is_answered_as_if_they_were_not_there(
    show, secret, secret_show, clock, question, refusal
):
    page = "/admin/articles/article/add/"

    def answer(user):
        typed = {"standfirst": f"It is {{{question}}}."}
        response = log_in(user).post(page, typed)
        return str(response.context["adminform"].form.errors.get("standfirst", ""))

    assert refusal in answer(make_writer())
    assert answer(make_editor()) == ""
    clock.move_to(LIFTS_AT)
    assert answer(make_writer()) == ""


# Sentences that are held against what is known


def test_a_sentence_is_held_against_them_from_the_moment_on(show, secret, clock):
    writer = make_writer()
    story = guide(show, "<p>Ben Ruiz plays Canary Jones.</p>", owner=writer)
    client = log_in(writer)

    def flags(at):
        return [flag.doubt_why for flag in needing.flags_of(story, at)]

    clock.move_to(LAST_SECOND)
    assert flags(LAST_SECOND) == []
    assert "Canary Wharf" not in client.get(needing.story_url(story.pk)).text
    clock.move_to(LIFTS_AT)
    assert flags(LIFTS_AT) == ["Canary Jones is played by Canary Wharf."]
    assert "Canary Wharf" in client.get(needing.story_url(story.pk)).text
    assert "Canary Wharf" in client.get("/admin/articles/article/needs-update/").text


def test_a_name_that_a_writer_guessed_is_not_confirmed_by_a_flag(show, secret, clock):
    story = guide(show, "<p>Canary Wharf stars in season 1 of Low Tide.</p>")

    assert needing.flags_of(story, LAST_SECOND) == []
    assert [flag.doubt_why for flag in needing.flags_of(story, LIFTS_AT)] == [
        "Canary Wharf is not in the cast of season 1 on record."
    ]


def test_moving_the_embargo_moves_the_flags(show, secret, embargo):
    story = guide(show, "<p>Ben Ruiz plays Canary Jones.</p>")
    to = LIFTS_AT + timedelta(days=7)

    embargoes.move(embargo, by=make_editor(), to=to)

    assert needing.flags_of(story, to - timedelta(seconds=1)) == []
    assert len(needing.flags_of(story, to)) == 1


def test_looking_at_news_tells_a_writer_no_secret_of_the_cast(show, secret):
    guide(show, "<p>The cast of season 2 has not been announced.</p>")
    joins = Announcement(
        show=show,
        season=Season.objects.get(show=show, number=2),
        kind="joins",
        person=Person.objects.get(name="Ada Quill"),
        announced_on=date(2026, 10, 1),
        public_from=LIFTS_AT + timedelta(days=1),
        source_name="Netflix",
    )

    writer = make_writer()
    known = Announcement.objects.known_to(writer, NOW).filter(show=show)

    found = foresee(joins, by=writer, at=NOW, known=known)

    assert [each.why for each in found.readings] == [
        "Known to be in it: Ada Quill and others."
    ]


def test_looking_at_news_lists_what_the_cast_that_it_reveals_makes_doubtful(
    show, secret
):
    block = f'<figure data-embed="cast" data-id="{show.pk}"></figure>'
    text = "<p>Ben Ruiz plays Canary Jones.</p>"
    story = guide(show, text + block, headline="Who plays whom")
    news = {
        "kind": "episode_count",
        "number": 8,
        "show": show,
        "season": show.seasons.get(number=2),
        "announced_on": date(2026, 10, 1),
        "source_name": "Netflix",
    }

    told, hidden = (
        desk.foresee(news, by=user).impact for user in (make_editor(), make_writer())
    )
    facts.record(by=make_editor(), **news)

    flagged = [flag.doubt_why for flag in needing.flags_of(story, NOW)]
    assert [each.why for each in told.readings] == flagged
    assert flagged == ["Canary Jones is played by Canary Wharf."]
    assert (hidden.readings, hidden.sentence_count) == ([], 0)
    listed = [[page.title for page in each.pages] for each in (told, hidden)]
    assert ["Who plays whom" in titles for titles in listed] == [True, False]


def test_a_proposal_of_an_import_names_no_secret_show(show, secret_show, clock):
    for about in (show, secret_show):
        Proposal.objects.create(
            show=about, kind="renewed", words="Renewed", source_name="TVmaze",
            digest=str(about.pk),
        )  # fmt: skip
    page = "/admin/shows/proposal/"

    clock.move_to(LAST_SECOND)
    before = [log_in(user).get(page).text for user in (make_writer(), make_editor())]
    clock.move_to(LIFTS_AT)
    after = log_in(make_writer()).get(page).text

    assert ["Canary Island" in text for text in (*before, after)] == [False, True, True]
    assert "Low Tide" in before[0]


# What readers see, by the clock alone


def test_lines_that_were_worked_out_before_name_them_at_the_moment(
    client, show, secret, clock
):
    asked = Reference("actor", show.pk, None, "name", of="Canary Jones")
    guide(show, "<p>All of it.</p>", standfirst=f"With {token(asked, '')} in it.")

    def told():
        return [
            "With Canary Wharf in it." in words(client.get(page))
            for page in ("/articles/", "/feed.xml")
        ]

    clock.move_to(LAST_SECOND)
    assert told() == [False, False]
    clock.move_to(LIFTS_AT)
    assert told() == [True, True]


def test_lines_follow_an_embargo_that_is_moved_and_one_that_is_cancelled(
    client, show, secret, embargo, clock
):
    asked = Reference("actor", show.pk, None, "name", of="Canary Jones")
    guide(show, "<p>All of it.</p>", standfirst=f"With {token(asked, '')} in it.")
    to = LIFTS_AT + timedelta(days=7)

    embargoes.move(embargo, by=make_editor(), to=to)
    clock.move_to(LIFTS_AT)
    before = words(client.get("/articles/"))
    embargoes.cancel(embargo, by=make_editor(), reason="The deal fell through.")
    clock.move_to(to)
    after = words(client.get("/articles/"))

    assert "Canary Wharf" not in before + after


def test_lines_follow_a_credit_that_is_put_right(
    client, show, django_capture_on_commit_callbacks
):
    asked = Reference("actor", show.pk, None, "name", of="Mara Voss")
    guide(show, "<p>All of it.</p>", standfirst=f"With {token(asked, '')} in it.")
    assert "With Ada Quill in it." in words(client.get("/articles/"))

    # What the factories asked for waits for a commit that a test never makes.
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ada = Person.objects.get(name="Ada Quill")
        ada.name = "Ada Quillfeather"
        ada.save()

    assert "With Ada Quillfeather in it." in words(client.get("/articles/"))


def test_sentences_and_blocks_of_a_guide_name_them_at_the_moment(
    client, show, secret, clock
):
    asked = Reference("actor", show.pk, 2, "name", of="Canary Jones")
    block = f'<figure data-embed="cast" data-id="{show.pk}"></figure>'
    story = guide(show, f"<p>It is {element(asked, '')}.</p>{block}")

    def told():
        return words(client.get(story.get_absolute_url())).count("Canary Wharf")

    clock.move_to(LAST_SECOND)
    assert told() == 0
    etag = client.get(story.get_absolute_url())["ETag"]
    clock.move_to(LIFTS_AT)
    assert told() == 2
    assert (
        client.get(story.get_absolute_url(), HTTP_IF_NONE_MATCH=etag).status_code == 200
    )


def test_what_stood_in_the_news_before_is_not_told_of_that_day(
    client, show, secret, clock
):
    asked = Reference("actor", show.pk, None, "name", of="Canary Jones")
    block = f'<figure data-embed="cast" data-id="{show.pk}"></figure>'
    story = guide(show, f"<p>It is {element(asked, '')}.</p>{block}", kind="news")

    clock.move_to(LIFTS_AT)
    page = words(client.get(story.get_absolute_url()))

    assert "It is an actor not yet announced." in page
    assert "Since then" in page
    assert page.count("Canary Wharf") == 1


def test_a_trailer_of_a_season_under_embargo_waits_with_it(show, secret):
    season = Season.objects.get(show=show, number=2)
    trailer = show.trailers.create(season=season, key="canaryvideo", title="Canary")

    known = [
        show.trailers.public(at).filter(pk=trailer.pk).exists()
        for at in (LAST_SECOND, LIFTS_AT)
    ]

    assert known == [False, True]


# What it costs


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_with_its_cast_costs_the_same_however_many_wait(
    client, show, secret, count, django_assert_max_num_queries
):
    season = show.seasons.get(number=2)
    for number in range(count):
        CreditFactory(show=show, character=f"Waiting {number}", seasons=[season])
    block = f'<figure data-embed="cast" data-id="{show.pk}"></figure>'
    story = guide(show, f"<p>All.</p>{block}")
    client.get(story.get_absolute_url())

    with django_assert_max_num_queries(24):
        client.get(story.get_absolute_url())
