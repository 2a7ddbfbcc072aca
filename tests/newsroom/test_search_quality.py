"""
Whether readers find what they mean: a table of questions, each with its first answer.

The catalogue is imported as any other. `make torture` asks once more among some nine
thousand titles, with NEWSROOM_DATA naming a folder that holds netflix_titles.csv. The
closing lines of the run tell the hit rate and the slowest answer.
"""

import csv
import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from time import perf_counter

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Version
from images.search import fold
from newsroom.search import Results, search
from shows.catalogue.netflix import COLUMNS
from shows.models import Credit, OtherTitle, Person, Show
from tests.conftest import CLOSING_LINE
from tests.factories.articles import ArticleFactory
from tests.newsroom.search_table import QUERIES, STORIES, TITLES

pytestmark = pytest.mark.django_db

NUMBER = sum(len(questions) for questions in QUERIES.values())


def write(path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, COLUMNS)
        rows.writeheader()
        for number, title in enumerate(TITLES):
            cast = ", ".join(each.partition(":")[0] for each in title.cast)
            rows.writerow(
                {
                    "show_id": f"t{number}",
                    "type": "Movie" if title.is_film else "TV Show",
                    "title": title.title,
                    "director": title.made_by,
                    "cast": cast,
                    "release_year": title.year,
                    "duration": "100 min" if title.is_film else "1 Season",
                }
            )
    return path


@pytest.fixture
def catalogue(tmp_path):
    _fill(tmp_path)


@pytest.fixture
def large_catalogue(tmp_path):
    data = os.environ.get("NEWSROOM_DATA")
    if not data:
        pytest.skip("NEWSROOM_DATA names no folder with netflix_titles.csv.")
    _import(Path(data, "netflix_titles.csv"))
    _fill(tmp_path)


def _fill(folder: Path) -> None:
    """As imported, with what the desk adds by hand: other titles, parts, stories."""
    _import(write(folder / "titles.csv"))
    shows = {
        # Among nine thousand there is another of that name and year.
        title.title: Show.objects.filter(title=title.title, year=title.year).latest(
            "pk"
        )
        for title in TITLES
    }
    for title in TITLES:
        show = shows[title.title]
        for other in title.others:
            OtherTitle.objects.get_or_create(show=show, title=other)
        for each in title.cast:
            actor, _, character = each.partition(": ")
            if character:
                credit = Credit.objects.get(
                    show=show, person__name=actor, kind=Credit.Kind.CAST
                )
                credit.character = character
                credit.save()
    for headline, about, kind, tag in STORIES:
        ArticleFactory(
            headline=headline,
            kind=kind,
            shows=[shows[about]],
            tags=[tag],
            body="<p>Here is all that is known about it.</p>",
            published=True,
        )


def _import(path: Path) -> None:
    call_command("import_catalogue", str(path), stdout=StringIO())


def _first_story(found: Results) -> str:
    rows = Version.objects.in_bulk([each.version for each in found.stories.found[:1]])
    return next((row.headline for row in rows.values()), "")


FIRST: dict[str, Callable[[Results], str]] = {
    "show": lambda found: next((str(hit.row) for hit in found.shows), ""),
    "person": lambda found: next((str(each.person) for each in found.found_people), ""),
    "tag": lambda found: next((str(hit.row) for hit in found.tags), ""),
    "story": _first_story,
}


def answers(meant: str) -> set[str]:
    """A catalogue may know a show by another of its titles only."""
    others = {title.title: title.others for title in TITLES}
    return {fold(each) for each in (meant, *others.get(meant, ()))}


def ask_all() -> tuple[dict[str, str], str]:
    """The questions that missed with what they found, and a line about it all."""
    now = timezone.now()
    missed, rates = {}, []
    slowest = 0.0
    for kind, questions in QUERIES.items():
        before = len(missed)
        for typed, (what, meant) in questions.items():
            started = perf_counter()
            first = FIRST[what](search(typed, now))
            slowest = max(slowest, perf_counter() - started)
            if fold(first) not in answers(meant):
                missed[typed] = f"{first or 'nothing'}, not {meant}"
        hits = len(questions) - (len(missed) - before)
        rates.append(f"{kind} {hits}/{len(questions)}")
    among = f"{Show.objects.count():,} titles and {Person.objects.count():,} people"
    return missed, (
        f"Search: {NUMBER - len(missed)} of {NUMBER} questions found what was meant "
        f"among {among}, the slowest in {slowest:.1f} s ({'; '.join(rates)})."
    )


def test_readers_find_what_they_mean(catalogue, record_property):
    missed, line = ask_all()

    record_property(CLOSING_LINE, line)
    assert NUMBER >= 120
    assert not missed


@pytest.mark.torture
def test_readers_find_it_among_everything(large_catalogue, record_property):
    missed, line = ask_all()

    record_property(CLOSING_LINE, line)
    assert len(missed) <= NUMBER // 20, missed
