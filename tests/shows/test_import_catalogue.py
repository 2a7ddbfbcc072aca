import csv
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shows import facts
from shows.catalogue.netflix import COLUMNS
from shows.catalogue.writer import Catalogue
from shows.models import (
    Announcement,
    CatalogueName,
    CatalogueRecord,
    Credit,
    Fact,
    Person,
    Proposal,
    Show,
)
from tests.factories.shows import AnnouncementFactory, PersonFactory, ShowFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PLAIN = {
    "show_id": "s1",
    "type": "TV Show",
    "title": "All of Us Are Dead",
    "director": "Lee JQ, Kim Nam-su",
    "cast": "Park Ji-hu, Yoon Chan-young, Park Ji-hu",
    "country": "South Korea",
    "date_added": "January 28, 2022",
    "release_year": "2022",
    "rating": "TV-MA",
    "duration": "1 Season",
    "listed_in": "Korean TV Shows, TV Horror",
    "description": "A high school becomes ground zero.",
}


@pytest.fixture
def write(tmp_path):
    """Writes a catalogue of rows that differ from a plain one as given."""

    def write(*rows, name="titles.csv"):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for number, row in enumerate(rows, start=1):
                writer.writerow({**PLAIN, "show_id": f"s{number}", **row})
        return path

    return write


@pytest.fixture
def write_json(tmp_path):
    def write(*shows):
        path = tmp_path / "shows.json"
        path.write_text(json.dumps([{**MAZE, **show} for show in shows]))
        return path

    return write


MAZE = {
    "id": 1,
    "url": "http://www.tvmaze.com/shows/1/under-the-dome",
    "name": "Under the Dome",
    "type": "Scripted",
    "language": "English",
    "genres": ["Drama", "Science-Fiction"],
    "status": "Ended",
    "runtime": 60,
    "premiered": "2013-06-24",
    "network": {
        "name": "CBS",
        "country": {"name": "United States", "code": "US"},
    },
    "webChannel": None,
    "externals": {"imdb": "tt1553656"},
    "summary": "<p><b>Under the Dome</b> is a story.</p><script>x</script>",
    "updated": 1573667713,
}


def take(path, *options):
    """What the command printed; skipped rows make it fail, and it says which."""
    out = StringIO()
    try:
        call_command("import_catalogue", str(path), *options, stdout=out, no_color=True)
    except CommandError as error:
        if error.returncode != 2:
            raise
    return out.getvalue()


# What becomes of a row


def test_a_row_becomes_a_show_with_all_it_says(write):
    take(write({}))

    show = Show.objects.get()
    assert (show.title, show.kind, show.year, show.certificate) == (
        "All of Us Are Dead",
        "series",
        2022,
        "TV-MA",
    )
    assert {genre.name for genre in show.genres.all()} == {"K-drama", "Horror"}
    assert show.countries.get().name == "South Korea"
    assert [season.number for season in show.seasons.all()] == [1]
    assert [
        (c.person.name, c.kind, c.job) for c in show.credits.order_by("billing")
    ] == [
        ("Lee JQ", "crew", "Director"),
        ("Kim Nam-su", "crew", "Director"),
        ("Park Ji-hu", "cast", ""),
        ("Yoon Chan-young", "cast", ""),
    ]
    assert Person.objects.filter(is_uncertain=True).count() == 4
    assert list(Show.objects.named("us dead")) == [show]
    assert list(Person.objects.named("chan"))


def test_what_it_says_as_news_is_reported_by_the_catalogue_and_not_confirmed(write):
    take(write({}, {"type": "Movie", "duration": "90 min", "title": "A film"}))

    show, film = Show.objects.order_by("pk")
    known = facts.load([show, film], NOW)
    assert known[show.pk].status.words == "Out now"
    assert known[show.pk].platforms[0].certainty_word == "reported"
    assert known[show.pk].platforms[0].source_name == "Netflix catalogue"
    assert known[show.pk].release is None
    assert known[film.pk].release.words == "2022"
    assert not Fact.objects.confirmed().exists()
    assert film in Show.objects.on_platform("netflix", NOW)
    assert film not in Show.objects.on_platform(
        "netflix", datetime(2022, 1, 1, tzinfo=UTC)
    )


def test_an_imported_show_follows_what_an_editor_confirms(write):
    take(write({}))
    show = Show.objects.get()

    AnnouncementFactory(show=show, kind="cancelled", announced_on=date(2023, 1, 1))

    status = facts.status_of(show, NOW)
    assert (status.words, status.certainty) == ("Cancelled", "confirmed")


def test_tvmaze_shows_come_with_network_status_and_ids(write_json):
    take(write_json({}))

    show = Show.objects.get()
    known = facts.load([show], NOW)[show.pk]
    assert (show.imdb_id, show.tvmaze_id, show.year) == ("tt1553656", 1, 2013)
    assert show.synopsis == "Under the Dome is a story."
    assert known.status.words == "Ended"
    assert known.release.words == "24 June 2013"
    assert known.platforms[0].words == "CBS"
    assert (
        known.platforms[0].source_url == "https://www.tvmaze.com/shows/1/under-the-dome"
    )
    assert show.countries.get().code == "US"
    assert {genre.name for genre in show.genres.all()} == {"Drama", "Science fiction"}


@pytest.mark.parametrize(
    ("said", "field", "kept"),
    [
        ({"description": "<p>One</p><p>Two &amp; <b>three</b></p>"}, "synopsis", "One\n\nTwo & three"),
        ({"description": "a<script>alert(1)</script>b"}, "synopsis", "ab"),
        ({"title": "  Blood  &amp;  Water "}, "title", "Blood & Water"),
        ({"title": "I <3 You"}, "title", "I <3 You"),
        ({"rating": "74 min", "duration": ""}, "runtime", 74),
        ({"title": "지금 우리 학교는"}, "slug", "지금-우리-학교는"),
        ({"title": "$#*!"}, "slug", "show"),
    ],
)  # fmt: skip
def test_texts_are_taken_without_markup_and_in_any_script(write, said, field, kept):
    take(write(said))

    assert getattr(Show.objects.get(), field) == kept


def test_junior_belongs_to_the_name_before(write):
    take(write({"cast": "Sammy Davis, Jr., Robert Downey Jr.", "director": ""}))

    names = set(Person.objects.values_list("name", flat=True))
    assert names == {"Sammy Davis Jr.", "Robert Downey Jr."}


def test_two_shows_of_one_name_are_two_shows_and_the_report_says_so(write):
    printed = take(write({}, {"release_year": "1999"}))

    assert list(Show.objects.order_by("pk").values_list("slug", flat=True)) == [
        "all-of-us-are-dead",
        "all-of-us-are-dead-2",
    ]
    assert "row 3: “All of Us Are Dead” is made beside a show of that name" in printed


def test_one_name_is_one_person_within_a_source_but_nobody_made_by_hand(write):
    PersonFactory(name="Park Ji-hu")

    take(write({}, {"title": "Another", "director": ""}))

    imported = Person.objects.get(name="Park Ji-hu", is_uncertain=True)
    assert imported.credits.count() == 2
    assert imported.slug == "park-ji-hu-2"


def test_addresses_that_were_once_in_use_are_not_given_away(write):
    show = ShowFactory(title="All of Us Are Dead")
    show.slug = "now-at-our-school"
    show.save()

    take(write({}))

    assert Show.objects.get(catalogue_records__source="netflix").slug == (
        "all-of-us-are-dead-2"
    )


# Again


def test_a_second_run_changes_nothing(write):
    path = write({}, {"title": "Another"})
    take(path)
    before = counts()

    printed = take(path)

    assert "0 made, 0 updated, 2 unchanged, 0 skipped of 2 rows" in printed
    assert counts() == before


def counts():
    models = (Show, Person, Credit, Announcement, Fact, CatalogueRecord, CatalogueName)
    return [model.objects.count() for model in models]


def test_a_changed_row_is_taken_over_where_nobody_edited(write):
    take(write({}))
    show = Show.objects.get()
    show.synopsis = "Written by the desk."
    show.save()

    printed = take(
        write(
            {
                "title": "All of Us Are Dead!",
                "description": "Rewritten by the catalogue.",
                "cast": "Park Ji-hu, Cho Yi-hyun",
                "listed_in": "TV Horror, TV Dramas",
                "duration": "2 Seasons",
            }
        )
    )

    show.refresh_from_db()
    assert "0 made, 1 updated" in printed
    assert "The synopsis of “All of Us Are Dead!” was edited here and stays" in printed
    assert (show.title, show.synopsis) == (
        "All of Us Are Dead!",
        "Written by the desk.",
    )
    cast = show.credits.filter(kind="cast").values_list("person__name", flat=True)
    assert set(cast) == {"Park Ji-hu", "Cho Yi-hyun"}
    assert {genre.name for genre in show.genres.all()} == {"Horror", "Drama"}
    assert show.seasons.count() == 2
    assert list(Show.objects.named("dead")) == [show]


def test_a_credit_somebody_gave_a_character_outlives_the_catalogue(write):
    take(write({}))
    credit = Credit.objects.get(person__name="Yoon Chan-young")
    credit.character = "Lee Cheong-san"
    credit.save()

    take(write({"cast": "Park Ji-hu"}))

    assert Credit.objects.filter(character="Lee Cheong-san").exists()


def test_news_about_a_show_that_was_here_is_only_proposed(write_json):
    take(write_json({"status": "Running"}))
    known = Announcement.objects.count()

    printed = take(write_json({"status": "Ended"}))

    assert Announcement.objects.count() == known
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.state) == ("ended", "open")
    assert "1 statements about shows that were here wait as proposals" in printed


def test_a_show_made_by_hand_is_found_by_its_id_and_only_filled_in(write_json):
    show = ShowFactory(title="Under The Dome", imdb_id="tt1553656", synopsis="Ours.")

    printed = take(write_json({}))

    show.refresh_from_db()
    assert Show.objects.count() == 1
    assert (show.title, show.synopsis, show.year) == ("Under The Dome", "Ours.", 2013)
    assert not Announcement.objects.exists()
    assert Proposal.objects.count() == 3
    assert "was here; gaps filled" in printed


@pytest.mark.parametrize("batch", ["1", "2"])
def test_an_id_two_shows_claim_stays_with_the_first(write_json, batch):
    path = write_json({}, {"id": 2, "name": "Other"})
    printed = take(path, "--batch", batch)

    assert list(Show.objects.order_by("pk").values_list("imdb_id", flat=True)) == [
        "tt1553656",
        "",
    ]
    assert "The IMDb id of “Other” is that of another show" in printed


def test_an_address_that_is_none_is_left_out(write_json):
    take(write_json({"url": "javascript:alert(1)"}))

    assert {news.source_url for news in Announcement.objects.all()} == {""}


def test_a_dry_run_writes_nothing_and_says_the_same(write):
    path = write({}, {"title": ""})

    printed = take(path, "--dry-run")

    assert counts() == [0] * 7
    assert "1 made, 0 updated, 0 unchanged, 1 skipped of 2 rows" in printed
    assert "Nothing was written" in printed


# Rows and files that cannot be read


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"title": " "}, "It has no title."),
        ({"title": "x" * 201}, "longer than 200 characters"),
        ({"show_id": ""}, "It has no show_id."),
        ({"date_added": "February 31, 2021"}, "There is no 31 February 2021."),
        ({"date_added": "sometime"}, "is no date"),
        ({"date_added": "2021"}, "is no day"),
        ({"release_year": "20O1"}, "“20O1” is no year."),
        ({"release_year": "1066"}, "1066 is no year for a film"),
        ({"release_year": "٢٠٢١"}, "is no year"),
        ({"type": "Podcast"}, "neither Movie nor TV Show"),
        ({"duration": "long"}, "“long” is no duration"),
        ({"rating": "x" * 11}, "is no age rating"),
        ({"cast": "y" * 201}, "too long for a name"),
        ({"description": "a\0b"}, "holds NUL characters"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_reason(write, said, reason):
    path = write({"title": "Before"}, {"show_id": "bad", **said}, {"title": "After"})

    printed = take(path)

    line = next(line for line in printed.splitlines() if "skipped:" in line)
    assert line.startswith("  row 3 skipped: ")
    assert reason in line
    assert set(Show.objects.values_list("title", flat=True)) == {"Before", "After"}


def test_extra_columns_repeated_ids_and_open_quotes_are_named(write):
    path = write({}, {"show_id": "s1"})
    with path.open("a", encoding="utf-8") as file:
        file.write("s8,Movie,One,two,three\n")
        file.write('s9,Movie,"Open\nthe rest\nof the file\n')

    printed = take(path)

    assert "row 3 skipped: Row 2 has the same show_id." in printed
    assert "row 4 skipped: It has 5 columns, the first line 12" in printed
    assert "It runs from line 5 to line 7." in printed
    assert "1 made, 0 updated, 0 unchanged, 3 skipped of 4 rows" in printed


def test_a_byte_order_mark_is_no_part_of_a_column(write):
    path = write({})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert "1 made" in take(path)


def test_a_row_in_another_encoding_is_named_and_the_others_taken(write):
    path = write({"title": "Café"}, {"title": "Plain"})
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xe9"))

    printed = take(path)

    assert "row 2 skipped: It is not UTF-8 (after “Caf”)." in printed
    assert Show.objects.get().title == "Plain"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "must name the columns"),
        ("a.csv", b"title,year\nX,1\n", "missing: show_id, type, director"),
        ("a.csv", "show_id".encode("utf-16"), "Save the file as UTF-8"),
        ("a.json", b"[{", "The file is no JSON"),
        ("a.json", b"12", "holds no list of shows"),
        ("a.json", b"\xff\xff", "not UTF-8"),
        ("a.json", b"[" * 100_000, "The file is no JSON"),
        ("a.txt", b"", "neither .csv nor .json"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        take(path)


def test_a_missing_file_says_so():
    with pytest.raises(CommandError, match="There is no file"):
        take("/nowhere.csv")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"id": None}, "has no id"),
        ({"id": True}, "has no id"),
        ({"id": "1"}, "has no id"),
        ({"name": None}, "has no title"),
        ({"name": 7}, "Its name is no text"),
        ({"premiered": "2021-02-31"}, "Its day “premiered” is none: “2021-02-31”"),
        ({"premiered": 5}, "Its day “premiered” is none"),
        ({"status": "Vanished"}, "no status that TVmaze has"),
        ({"genres": "Drama"}, "no list of names"),
        ({"updated": "x"}, "Its moment “updated” is none"),
        ({"summary": "a\0b"}, "NUL"),
        ({"summary": "a\ud800b"}, "halves of characters"),
    ],
)
def test_a_show_of_tvmaze_that_cannot_be_read_is_named(write_json, said, reason):
    printed = take(write_json({"id": 7, "name": "Fine"}, said))

    assert "row 2 skipped: " in printed
    assert reason in printed
    assert Show.objects.count() == 1


def test_rows_that_were_skipped_show_in_the_exit_code(write):
    with pytest.raises(CommandError, match="1 rows were skipped") as error:
        call_command("import_catalogue", str(write({"title": ""})))

    assert error.value.returncode == 2


# Batches


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_fails_leaves_the_ones_before_it(write, monkeypatch):
    path = write(*({"title": f"Show {n}"} for n in range(7)))
    make, calls = Catalogue._make_news, []

    def fail_in_the_second(self, pairs):
        calls.append(pairs)
        if len(calls) == 2:
            raise KeyboardInterrupt
        make(self, pairs)

    monkeypatch.setattr(Catalogue, "_make_news", fail_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        take(path, "--batch", "3")
    assert Show.objects.count() == CatalogueRecord.objects.count() == 3

    printed = take(path, "--batch", "3")

    assert "4 made, 0 updated, 3 unchanged" in printed
    assert Show.objects.count() == 7
    assert Person.objects.count() == 4


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="it takes a SQLite of its own to kill"
)
def test_a_run_killed_and_started_again_ends_where_an_undisturbed_one_does(
    write, tmp_path
):
    path = write(
        *({"title": f"Show {n}", "cast": f"P{n}, P{n + 1}"} for n in range(400))
    )
    database = tmp_path / "killed.sqlite3"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "SECRET_KEY": "tests-only",
        "PYTHONUNBUFFERED": "1",
    }
    manage = [sys.executable, "manage.py"]
    root = Path(__file__).parents[2]
    with closing(sqlite3.connect(database)) as copy:
        migrated = sqlite3.connect(connection.settings_dict["NAME"])
        with closing(migrated):
            migrated.backup(copy)
    command = [*manage, "import_catalogue", str(path), "--batch", "20"]

    running = subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True
    )
    running.stdout.readline()
    time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    again = subprocess.run(
        command, cwd=root, env=environment, check=True, capture_output=True, text=True
    )

    with closing(sqlite3.connect(database)) as stored:
        (titles,) = stored.execute("SELECT count(*) FROM shows_show").fetchone()
        (people,) = stored.execute("SELECT count(*) FROM shows_person").fetchone()
        (news,) = stored.execute("SELECT count(*) FROM shows_announcement").fetchone()
        integrity = stored.execute("PRAGMA integrity_check").fetchone()
    report = re.search(r"(\d+) made, 0 updated, (\d+) unchanged, 0 skip", again.stdout)
    assert int(report[1]) + int(report[2]) == 400
    assert int(report[2]) >= 20
    assert (titles, people, news) == (400, 403, 800)
    assert integrity == ("ok",)


@pytest.mark.parametrize("count", [20, 200])
def test_a_batch_costs_the_same_number_of_lookups(write, count):
    path = write(
        *({"title": f"Show {n}", "cast": f"P{n}", "director": ""} for n in range(count))
    )

    with CaptureQueriesContext(connection) as queries:
        take(path, "--batch", "500")

    lookups = [q for q in queries if q["sql"].startswith("SELECT")]
    assert len(lookups) < 30


# The published file


@pytest.mark.skipif(
    not os.environ.get("NEWSROOM_DATA"), reason="NEWSROOM_DATA names no folder of data"
)
def test_the_published_catalogues_are_taken_in_whole():
    data = Path(os.environ["NEWSROOM_DATA"])

    netflix = take(data / "netflix_titles.csv")
    tvmaze = take(data / "tvmaze_shows.json")

    assert "8,806 made, 0 updated, 0 unchanged, 0 skipped of 8,806 rows" in netflix
    assert "240 made, 0 updated, 0 unchanged, 0 skipped of 240 rows" in tvmaze
    assert Person.objects.count() > 40_900
