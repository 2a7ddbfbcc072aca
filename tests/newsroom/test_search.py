"""What the search of the site finds, in which order, and what it never shows."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import content as contents, publishing
from articles.models import SearchEntry, Version
from articles.search.stories import Narrowing
from images.asking import ask
from images.fitting import Fit
from images.models import KnownWord
from newsroom.passages import marked, passage
from newsroom.search import search
from shows import facts, merging
from shows.models import Announcement, OtherTitle, Person, Season
from tests.factories.articles import ArticleFactory, BylineAuthorFactory, SectionFactory
from tests.factories.desk import make_editor
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

SEARCH = "/search/"
SUGGEST = "/search/suggestions/"


def headlines(typed, at=None, by=None):
    found = search(typed, at or timezone.now(), by).stories.found
    rows = Version.objects.in_bulk([each.version for each in found])
    return [rows[each.version].headline for each in found]


def shows(typed):
    return [str(hit.row) for hit in search(typed, timezone.now()).shows]


def shows_by_year(typed):
    return [hit.row.year for hit in search(typed, timezone.now()).shows]


def people(typed):
    return [str(each.person) for each in search(typed, timezone.now()).found_people]


# Names


@pytest.fixture
def dead():
    show = ShowFactory(title="All of Us Are Dead", original_title="지금 우리 학교는")
    OtherTitle.objects.create(show=show, title="Now at Our School")
    ShowFactory(title="Dead to Me")
    ShowFactory(title="The Walking Dead")
    return show


@pytest.mark.parametrize(
    "typed",
    [
        "all of us are dead",
        "ALL OF US ARE DEAD season 2",
        "지금 우리 학교는",
        "지금우리학교는",
        "Now at Our School",
        "now at our scho",
        "all of us are ded",
        "all of us aer dead",
        "allofusaredead",
        "us are dead",
        "“all of us are dead” cast",
    ],
)
def test_a_show_comes_first_by_any_of_its_titles_and_misspelt(dead, typed):
    assert shows(typed)[0] == "All of Us Are Dead"


def test_exact_titles_stand_before_beginnings_before_other_titles():
    ShowFactory(title="Dark Matter")
    other = ShowFactory(title="Finsternis")
    OtherTitle.objects.create(show=other, title="Dark")
    ShowFactory(title="His Dark Materials")
    ShowFactory(title="Dark")

    assert shows("dark") == ["Dark", "Dark Matter", "Finsternis", "His Dark Materials"]


def test_accents_and_signs_make_no_difference():
    ShowFactory(title="Élite")
    PersonFactory(name="Penélope Cruz")

    assert shows("elite") == ["Élite"]
    assert people("penelope CRUZ") == ["Penélope Cruz"]


def test_a_person_is_found_by_whom_they_play_and_what_they_made():
    show = ShowFactory(title="Squid Game")
    CreditFactory(
        show=show, person=PersonFactory(name="Lee Jung-jae"), character="Seong Gi-hun"
    )
    CreditFactory(
        show=show,
        person=PersonFactory(name="Hwang Dong-hyuk"),
        kind="crew",
        character="",
        job="Director",
    )

    assert people("gi-hun") == ["Lee Jung-jae"]
    assert people("seong gihun") == ["Lee Jung-jae"]
    assert people("squid game director") == ["Hwang Dong-hyuk"]
    assert people("squid game cast") == ["Lee Jung-jae"]


def test_a_misspelling_says_what_is_shown_instead(client, dead):
    response = client.get(SEARCH, {"q": "all of us are ded"})

    assert response.context["found"].is_corrected
    assert "all of us are dead</strong>" in response.text


def test_a_word_that_is_in_a_story_is_only_doubted():
    ShowFactory(title="Bridgerton")
    ArticleFactory(headline="Brigerton is how many spell it", published=True)

    found = search("brigerton", timezone.now())

    assert found.suggestion == "bridgerton"
    assert not found.is_corrected


def test_one_word_of_a_question_is_no_name_for_sure():
    ShowFactory(title="The Stranger")
    ShowFactory(title="Stranger Things")

    found = search("stranger tings", timezone.now())

    assert found.suggestion == "stranger things"
    assert found.is_corrected
    assert found.shows[0].row.title == "Stranger Things"


@pytest.mark.parametrize(
    "typed",
    [
        "kingdom",
        "the kingdom",
        "kingdoms",
        "kingdom cast",
        "kingdom season 3 release dates",
        "when does kingdom come out",
        "kingdom s3 trailer",
        "kingdom 2019",
        "kingdon actors",
    ],
)
def test_what_is_asked_about_a_show_does_not_hide_it(typed):
    show = ShowFactory(title="Kingdom")
    ShowFactory(title="Kingdom Come")
    ShowFactory(title="Dates")
    ShowFactory(title="Explained")

    found = search(typed, timezone.now()).shows
    if typed == "when does kingdom come out":
        found = [hit for hit in found if hit.row.title != "Kingdom Come"]

    assert [hit.row for hit in found[:1]] == [show]


def test_of_shows_with_one_title_that_is_first_which_stories_are_about():
    ShowFactory(title="The Traitors", year=2021)
    told = ShowFactory(title="The Traitors", year=2022)
    ShowFactory(title="The Traitors", year=2023)
    draft = ShowFactory(title="The Traitors Inside")
    ArticleFactory(shows=[told], published=True)
    ArticleFactory(shows=[draft])

    assert search("the traitors", timezone.now()).shows[0].row == told
    assert search("traitors release date", timezone.now()).shows[0].row == told
    # Half typed, it may be any of them.
    assert search("the trai", timezone.now()).shows[0].row == told


def test_of_twins_without_stories_that_is_first_which_more_is_known_of():
    ShowFactory(title="The Heist", year=2021)
    known = ShowFactory(title="The Heist", year=2014)
    newest = ShowFactory(title="The Heist", year=2023)
    AnnouncementFactory(show=known, recorded_by=make_editor())

    assert shows_by_year("the heist") == [2014, 2023, 2021]
    assert shows_by_year("the heist 2021")[0] == 2021
    assert search("heist trailer", timezone.now()).shows[1].row == newest


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("oitnb", ["Orange Is the New Black"]),
        ("o.i.t.n.b.", ["Orange Is the New Black"]),
        ("tng season 2", ["Star Trek: The Next Generation"]),
        ("b99", ["Brooklyn Nine-Nine"]),
        # Two letters may be anything, and a name of those letters comes first.
        ("ng", []),
        ("got", ["Gotham", "Game of Thrones"]),
        ("oit", []),
    ],
)
def test_initials_find_a_show_after_every_name_of_these_letters(typed, found):
    for title in (
        "Orange Is the New Black",
        "Star Trek: The Next Generation",
        "Brooklyn Nine-Nine",
        "Game of Thrones",
        "Gotham",
    ):
        ShowFactory(title=title)

    assert shows(typed) == found


def test_a_section_is_found_and_suggested_by_its_name(client):
    SectionFactory(name="K-drama")

    found = client.get(SEARCH, {"q": "kdrama"})
    suggested = client.get(SUGGEST, {"q": "k-dr"}).json()["suggestions"]

    assert [hit.row.name for hit in found.context["found"].sections] == ["K-drama"]
    assert [(each["kind"], each["label"]) for each in suggested] == [
        ("Section", "K-drama")
    ]
    assert f'href="{suggested[0]["url"]}"' in found.text


@pytest.mark.parametrize("typed", ["la la land", "squid game korea"])
def test_other_letters_that_answer_no_better_are_not_told(typed):
    for title in ("Squid Game", "The Land", "La Reina", "And"):
        ShowFactory(title=title)
    ArticleFactory(headline="Korean", published=True)

    assert not search(typed, timezone.now()).suggestion


def test_a_number_is_found_however_it_is_written():
    for title in ("Jaws", "Jaws 2", "It Chapter Two", "The Karate Kid Part II"):
        ShowFactory(title=title)

    assert shows("jaws two")[0] == "Jaws 2"
    assert shows("it ch2")[0] == "It Chapter Two"
    assert shows("karate kid 2")[0] == "The Karate Kid Part II"
    assert shows("jaws 9")[0] == "Jaws"


@pytest.mark.parametrize(
    ("typed", "headline"),
    [
        ("dates", "The date is set"),
        ("date", "All the dates"),
        ("stories", "A story of wolves"),
        ("story", "Two stories"),
        ("wolf", "A story of wolves"),
        ("news", "News of the week"),
    ],
)
def test_plurals_find_singulars_and_the_reverse(typed, headline):
    for each in (
        "The date is set",
        "All the dates",
        "A story of wolves",
        "Two stories",
        "News of the week",
        "Something new",
    ):
        ArticleFactory(
            headline=each,
            body="<p>So.</p>",
            standfirst="So.",
            # Whoever types "news" or "reviews" sees those.
            kind="feature",
            published=True,
        )

    found = headlines(typed)

    assert headline in found
    assert "Something new" not in found


def test_a_phrase_in_quotation_marks_is_taken_at_its_word():
    for headline in ("The date is set", "The dates are set"):
        ArticleFactory(
            headline=headline, body="<p>So.</p>", standfirst="So.", published=True
        )

    assert headlines('"dates"') == ["The dates are set"]


def test_a_review_need_not_be_called_one():
    show = ShowFactory(title="Adolescence")
    ArticleFactory(headline="Reviews of others", shows=[show], published=True)
    ArticleFactory(
        headline="It does not look away",
        kind="review",
        verdict="Watch it.",
        shows=[show],
        published=True,
    )

    assert headlines("adolescence reviews")[0] == "It does not look away"


def test_of_people_with_one_name_a_name_of_a_catalogue_comes_last():
    PersonFactory(name="Kim Min-jun", is_uncertain=True)
    known = PersonFactory(name="Kim Min-jun")

    assert search("kim min-jun", timezone.now()).people[0].row == known


def test_a_kind_alone_lists_the_newest_of_it_also_those_that_give_something_away():
    now = timezone.now()
    for days, headline, more in (
        (3, "The first", {}),
        (1, "He dies", {"safe_until": now + timedelta(days=1), "safe_headline": "Who"}),
    ):
        ArticleFactory(
            headline=headline,
            kind="recap",
            body="<p>So.</p>",
            published_at=now - timedelta(days=days),
            **more,
        )
    ArticleFactory(headline="Recaps of others", published=True)

    assert headlines("latest recaps") == ["He dies", "The first"]
    assert headlines("recap dies") == []


def test_beside_an_exact_name_those_that_it_holds_were_not_meant():
    ShowFactory(title="Penelope")
    PersonFactory(name="Penélope Cruz")

    found = search("penelope cruz", timezone.now())

    assert not found.shows
    assert people("penelope cruz") == ["Penélope Cruz"]


@pytest.mark.parametrize("typed", ["山", "xz", "q w", "x the", "k drama"])
def test_a_letter_or_two_are_not_bent_into_other_words(typed):
    for title in ("Go", "X y", "A b", "To", "C-drama"):
        ShowFactory(title=title)

    found = search(typed, timezone.now())

    assert not found.is_corrected
    assert not found.suggestion


def test_another_word_of_three_letters_is_offered_and_not_shown_instead():
    ShowFactory(title="Ink")

    found = search("snk", timezone.now())

    assert not found
    assert found.suggestion == "ink"


def test_a_correction_that_finds_nothing_is_not_told(monkeypatch):
    monkeypatch.setattr("newsroom.search._otherwise", lambda *asked: "nothing either")

    found = search("nothing", timezone.now())

    assert not found.is_corrected
    assert not found.suggestion


def test_a_renamed_show_is_found_by_its_new_name_and_not_by_the_old():
    show = ShowFactory(title="Squid Game")
    show.title = "Round Six"
    show.save()

    assert shows("round six") == ["Round Six"]
    assert shows("squid game") == []


def test_a_merged_show_is_found_once_and_by_both_titles():
    kept, duplicate = ShowFactory(title="Money Heist"), ShowFactory(title="The Heist")

    merging.merge_shows(duplicate, into=kept, by=make_editor())

    assert shows("money heist") == ["Money Heist"]
    assert shows("the heist") == ["Money Heist"]


def test_authors_and_tags_are_found_once_something_of_theirs_can_be_read():
    ArticleFactory(
        headline="A draft", tags=["Zombies"], authors=[BylineAuthorFactory(name="Zoë")]
    )
    assert not search("zombies", timezone.now()).tags
    assert not search("zoe", timezone.now()).authors

    ArticleFactory(
        published=True, tags=["Zombies"], authors=[BylineAuthorFactory(name="Zoë")]
    )

    assert [str(hit.row) for hit in search("zombie", timezone.now()).tags] == [
        "Zombies"
    ]
    assert [str(hit.row) for hit in search("zoe", timezone.now()).authors] == ["Zoë"]


# Stories


def test_stories_come_by_where_they_say_it_and_then_the_newest_first():
    now = timezone.now()
    for days, headline, body in [
        (1, "Other news", "<p>Of a finale.</p>"),
        (2, "The big finale", ""),
        (3, "Finale of the year", ""),
        (9, "Finale", ""),
        (4, "More other news", "<p>A finale, too.</p>"),
    ]:
        ArticleFactory(
            headline=headline,
            body=body or "<p>Nothing.</p>",
            published_at=now - timedelta(days=days),
        )

    assert headlines("finale") == [
        "Finale",
        "Finale of the year",
        "The big finale",
        "Other news",
        "More other news",
    ]


def test_stories_about_a_show_are_found_by_its_other_titles(dead):
    ArticleFactory(headline="School is out", shows=[dead], published=True)
    ArticleFactory(headline="Ending explained", shows=[dead], published=True)

    assert set(headlines("지금 우리 학교는")) == {"School is out", "Ending explained"}
    assert headlines("지금 우리 학교는 ending") == ["Ending explained"]


def test_an_exact_headline_stands_before_every_name(client):
    ShowFactory(title="Our finale")
    ArticleFactory(headline="Our finale, explained", published=True)

    text = client.get(SEARCH, {"q": "our finale explained"}).text

    assert text.index("found-stories") < text.index("found-shows")


def test_choices_narrow_the_stories_and_are_counted(client):
    film = SectionFactory(name="Film")
    show = ShowFactory(title="Squid Game")
    ArticleFactory(headline="A finale", kind="recap", shows=[show], published=True)
    ArticleFactory(headline="A finale too", section=film, published=True)

    facets = client.get(SEARCH, {"q": "finale"}).context["facets"]
    narrowed = client.get(SEARCH, {"q": "finale", "kind": "recap"})

    assert [(each.value, each.count) for each in facets.kinds] == [
        ("news", 1),
        ("recap", 1),
    ]
    assert {each.label: each.count for each in facets.sections} == {"TV": 1, "Film": 1}
    assert [(each.label, each.count) for each in facets.shows] == [("Squid Game", 1)]
    assert narrowed.context["count"] == 1
    # What the other kinds would leave is still said.
    assert len(narrowed.context["facets"].kinds) == 2


def test_a_choice_finds_what_lies_beyond_those_that_are_looked_at(monkeypatch):
    monkeypatch.setattr("articles.search.stories.MOST_STORIES", 2)
    old = timezone.now() - timedelta(days=9)
    ArticleFactory(headline="Finale recap", kind="recap", published_at=old)
    for _ in range(4):
        ArticleFactory(headline="Finale news", published=True)

    assert not search("finale", timezone.now()).stories.is_all
    assert headlines("finale", by=Narrowing(kind="recap")) == ["Finale recap"]


@pytest.mark.parametrize(
    "junk", [{"kind": "x"}, {"section": "9" * 999}, {"show": "x"}, {"in": "y"}]
)
def test_a_choice_that_does_not_exist_is_left_out(client, junk):
    ArticleFactory(headline="A finale", published=True)

    response = client.get(SEARCH, {"q": "finale", **junk})

    assert response.context["count"] == 1


# What nobody may see


def secret(name, **state):
    return ArticleFactory(
        headline=f"Canary{name} headline",
        slug=f"canary{name}",
        standfirst=f"Canary{name} standfirst",
        body=f"<p>Canary{name} body.</p>",
        tags=[f"Canary{name} tag"],
        authors=[BylineAuthorFactory(name=f"Canary{name} author")],
        **state,
    )


def test_nothing_that_is_not_live_is_found_suggested_or_spelt(client):
    editor = make_editor()
    secret("draft")
    secret("review", in_review=True)
    secret("scheduled", scheduled=True)
    secret("expired", expired=True)
    secret("retracted", retracted=True)
    publishing.kill(secret("killed"), by=editor, reason="No.")
    taken = secret("taken", published=True)
    publishing.unpublish(taken, by=editor)
    show = ShowFactory(title="Canaryshow of Secrets")
    facts.record(
        by=editor,
        kind=Announcement.Kind.IN_PRODUCTION,
        show=show,
        person=None,
        source_name="Canarysource",
        announced_on=timezone.localdate(),
        public_from=timezone.now() + timedelta(days=3),
    )
    CreditFactory(show=show, character="Canaryrole")
    reworked = ArticleFactory(headline="Public", published=True)
    content = contents.capture(reworked) | {"headline": "Canaryrework"}
    publishing.save_version(reworked, content, by=editor)

    for name in [
        "draft",
        "review",
        "scheduled",
        "expired",
        "retracted",
        "killed",
        "taken",
        "show",
        "role",
    ]:
        for typed in (f"canary{name}", f"canaray{name}", "canary"):
            response = client.get(SEARCH, {"q": typed})
            found = response.context["found"]
            suggested = client.get(SUGGEST, {"q": typed})
            assert not found, typed
            assert f"canary{name} " not in response.text.lower().replace(typed, "")
            assert suggested.json() == {"suggestions": []}
    for typed in ("canaryrework", "cos", "cos cast", "canaryshowofsecretz"):
        found = search(typed, timezone.now())
        assert not found, typed
        assert not found.suggestion, typed


def test_a_schedule_begins_and_an_expiry_ends_by_the_clock_alone():
    tomorrow = timezone.now() + timedelta(days=1)
    article = ArticleFactory(headline="The finale")
    publishing.schedule(
        article, by=make_editor(), at=tomorrow, until=tomorrow + timedelta(days=1)
    )

    assert headlines("finale", tomorrow - timedelta(seconds=1)) == []
    assert headlines("finale", tomorrow) == ["The finale"]
    assert headlines("finale", tomorrow + timedelta(days=1)) == []


def test_the_page_follows_the_clock(client):
    article = ArticleFactory(headline="The finale")
    tomorrow = timezone.now() + timedelta(days=1)
    publishing.schedule(article, by=make_editor(), at=tomorrow)

    before = client.get(SEARCH, {"q": "finale"})
    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        after = client.get(SEARCH, {"q": "finale"})

    assert "The <mark>" not in before.text
    assert "The <mark>finale</mark>" in after.text


def test_a_scheduled_update_replaces_the_words_by_the_clock_alone():
    editor = make_editor()
    article = ArticleFactory(headline="Before the finale", published=True)
    content = contents.capture(article) | {"headline": "After the finale"}
    publishing.save_version(article, content, by=editor)
    tomorrow = timezone.now() + timedelta(days=1)
    publishing.schedule(article, by=editor, at=tomorrow)

    assert headlines("finale") == ["Before the finale"]
    assert headlines("finale", tomorrow) == ["After the finale"]


def test_what_is_over_leaves_the_index_at_the_next_step():
    article = ArticleFactory(headline="Wrong", published=True)
    publishing.fix_live(article, by=make_editor(), changes={"headline": "Right"})

    assert [entry.title for entry in SearchEntry.objects.all()] == ["right"]


# Anything typed is safe

HOSTILE = [
    '"',
    '""',
    "*",
    "a OR b",
    "NOT",
    "NEAR(a b)",
    "title:x",
    "{title}: x",
    "^a",
    "x:*",
    "') --",
    "' OR 1=1 --",
    "\\",
    "&|!<->",
    "%",
    "_",
    "<script>alert(1)</script>",
    "‮abc",
    "👩‍👩‍👧",
    "Ω≈ç√∫",
    "\ud83d",
    "ﷺ" * 300,
    "a " * 5000,
    "x" * 1_000_000,
    "\n\t\r",
    "﻿",
    "١٢٣",
    "ก็",
    "İ",
    "0" * 400,
    "é" * 400,
    "null",
    "../../etc/passwd",
    "${7*7}",
    "{{ 7 }}",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_typed_is_a_command(client, typed):
    ArticleFactory(headline="A story", published=True)
    ShowFactory(title="A show")
    typed = typed.encode(errors="replace").decode()

    for address in (SEARCH, SUGGEST):
        response = client.get(address, {"q": typed})
        assert response.status_code == HTTPStatus.OK
        assert "<script>alert" not in response.text


def test_a_nul_is_refused_and_odd_pages_are_not_found(client):
    ArticleFactory(headline="A story", published=True)

    assert client.get(f"{SEARCH}?q=%00").status_code == HTTPStatus.BAD_REQUEST
    for page in ("0", "-1", "NaN", "2", "9" * 50):
        response = client.get(SEARCH, {"q": "story", "page": page})
        assert response.status_code == HTTPStatus.NOT_FOUND


# The page


def test_the_empty_page_offers_shows_and_is_not_to_be_found_itself(client):
    ArticleFactory(shows=[ShowFactory(title="Squid Game")], published=True)

    response = client.get(SEARCH)

    assert "Squid Game" in response.text
    assert '<meta name="robots" content="noindex">' in response.text


def test_no_results_say_what_to_do_next(client):
    ArticleFactory(shows=[ShowFactory(title="Squid Game")], published=True)

    text = client.get(SEARCH, {"q": "zzzqqq"}).text

    assert "Nothing that can be read here" in text
    assert "Squid Game" in text


def test_every_page_has_the_box(client):
    text = client.get("/articles/").text

    assert re.search(r'<form[^>]*role="search"[^>]*action="/search/"', text)


def test_words_are_marked_and_a_passage_says_the_most():
    body = f"Nothing here. {'Word ' * 60} All of us are dead returns. {'Word ' * 60}"

    pieces = passage(body, ask("all of us are dead"))

    assert [each.text for each in pieces if each.is_hit] == ["All of us are dead"]
    assert len("".join(each.text for each in pieces)) < 260
    assert not any(each.is_hit for each in marked("All is well", ask("all dead")))


def test_suggestions_name_the_kind_and_where_it_is(client, dead):
    ArticleFactory(headline="Dead reckoning", published=True)

    suggested = client.get(SUGGEST, {"q": "dea"}).json()["suggestions"]

    assert suggested[0]["kind"] == "Show"
    assert {"kind": "Story", "label": "Dead reckoning"}.items() <= suggested[-1].items()
    assert all(client.get(each["url"]).status_code == 200 for each in suggested)


def test_suggested_shows_of_one_title_are_told_apart_by_their_year(client):
    for year in (2004, 2020):
        ShowFactory(title="The Stand-in", year=year)
    ShowFactory(title="The Stand-up", year=2021)

    suggested = client.get(SUGGEST, {"q": "the stand"}).json()["suggestions"]

    assert {(each["label"], each["note"]) for each in suggested} == {
        ("The Stand-in", "2004"),
        ("The Stand-in", "2020"),
        ("The Stand-up", ""),
    }


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("typed", "most"), [("dead finale", 25), ("ded finala", 51), ("", 3)]
)
def test_the_page_costs_the_same_however_much_there_is(
    client, count, typed, most, django_assert_max_num_queries
):
    for number in range(count):
        show = ShowFactory(title=f"Dead {number}")
        CreditFactory(show=show, person=PersonFactory(name=f"Dead Finale {number}"))
        ArticleFactory(headline=f"Dead finale {number}", shows=[show], published=True)

    with django_assert_max_num_queries(most):
        response = client.get(SEARCH, {"q": typed})

    assert response.status_code == HTTPStatus.OK


def test_a_word_is_known_once_however_often_it_is_a_name():
    ShowFactory(title="Squid Game")
    ShowFactory(title="Squid Girl")

    assert KnownWord.objects.filter(word="squid", key="squid").count() == 1
    assert search("sqiud girl", timezone.now()).shows[0].fit == Fit.EXACT


def test_what_a_story_hides_is_found_and_not_told(client):
    ArticleFactory(
        headline="The finale",
        body="<details><summary>The end</summary><p>Everybody drowns.</p></details>"
        "<p>Nothing more.</p>",
        published=True,
    )

    response = client.get(SEARCH, {"q": "drowns"})

    assert response.context["count"] == 1
    assert "Everybody" not in response.text


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL does not count what is empty"
)
def test_nobody_is_looked_up_by_reading_all_announcements():
    """What SQLite does once it has counted many that name nobody, as an import makes."""
    for _ in range(12):
        AnnouncementFactory()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    now = timezone.now()

    for rows in (Person.objects.public(now), Season.objects.public(now)):
        assert "SCAN U0" not in rows.explain()

    listed = CaptureQueriesContext(connection)
    with listed:
        search("wednesday cast", now)
    assert not [q for q in listed.captured_queries if "IN (SELECT W0" in q["sql"]]
