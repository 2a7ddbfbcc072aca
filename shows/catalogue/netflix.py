"""CSV with the columns of the published list of Netflix titles."""

import csv
import re
from collections.abc import Iterator
from datetime import date as Date
from pathlib import Path

from django.core.exceptions import ValidationError

from ..dates import read
from ..models import Credit, Platform
from .titles import (
    Kind,
    News,
    Role,
    RowError,
    ShowKind,
    Skipped,
    Title,
    UnreadableFileError,
    line,
    names_in,
    once,
    plain,
    required_title,
    year_of,
)

COLUMNS = [
    "show_id",
    "type",
    "title",
    "director",
    "cast",
    "country",
    "date_added",
    "release_year",
    "rating",
    "duration",
    "listed_in",
    "description",
]
SOURCE = "netflix"
SOURCE_NAME = "Netflix catalogue"

# Its shelves, sorted under genres. Shelves that only name a country or a format are
# told by other columns; one that is not listed here becomes a genre of its own.
GENRES: dict[str, list[str]] = {
    "Action & Adventure": ["Action", "Adventure"],
    "Anime Features": ["Anime"],
    "Anime Series": ["Anime"],
    "British TV Shows": [],
    "Children & Family Movies": ["Family"],
    "Classic & Cult TV": ["Classic", "Cult"],
    "Classic Movies": ["Classic"],
    "Comedies": ["Comedy"],
    "Crime TV Shows": ["Crime"],
    "Cult Movies": ["Cult"],
    "Documentaries": ["Documentary"],
    "Docuseries": ["Documentary"],
    "Dramas": ["Drama"],
    "Faith & Spirituality": ["Faith"],
    "Horror Movies": ["Horror"],
    "Independent Movies": ["Independent"],
    "International Movies": [],
    "International TV Shows": [],
    "Kids' TV": ["Family"],
    "Korean TV Shows": ["K-drama"],
    "LGBTQ Movies": ["LGBTQ"],
    "Movies": [],
    "Music & Musicals": ["Music"],
    "Reality TV": ["Reality"],
    "Romantic Movies": ["Romance"],
    "Romantic TV Shows": ["Romance"],
    "Sci-Fi & Fantasy": ["Science fiction", "Fantasy"],
    "Science & Nature TV": ["Science and nature"],
    "Spanish-Language TV Shows": [],
    "Sports Movies": ["Sports"],
    "Stand-Up Comedy": ["Stand-up"],
    "Stand-Up Comedy & Talk Shows": ["Stand-up", "Talk show"],
    "TV Action & Adventure": ["Action", "Adventure"],
    "TV Comedies": ["Comedy"],
    "TV Dramas": ["Drama"],
    "TV Horror": ["Horror"],
    "TV Mysteries": ["Mystery"],
    "TV Sci-Fi & Fantasy": ["Science fiction", "Fantasy"],
    "TV Shows": [],
    "TV Thrillers": ["Thriller"],
    "Teen TV Shows": ["Teen"],
    "Thrillers": ["Thriller"],
}
LANGUAGES = {"Spanish-Language TV Shows": "Spanish"}
MINUTES = re.compile(r"(\d{1,4}) min", re.ASCII)
SEASONS = re.compile(r"(\d{1,3}) Seasons?", re.ASCII)
NOT_TEXT = re.compile(r"[\ud800-\udfff]")
LONGEST_LINE_OF_TEXT = 1_000_000


class Reader:
    """The titles of one file, in order, without holding more than a row of it."""

    source = SOURCE
    source_name = SOURCE_NAME

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.position = 0

    def __iter__(self) -> Iterator[Title | Skipped]:
        # Quotes that never close would otherwise swallow the rest of the file whole.
        csv.field_size_limit(LONGEST_LINE_OF_TEXT)
        rows = csv.reader(self._lines())
        header = [name.strip() for name in next(rows, [])]
        missing = [name for name in COLUMNS if name not in header]
        if missing:
            raise UnreadableFileError(
                f"The first line must name the columns; missing: {', '.join(missing)}."
            )
        seen: dict[str, int] = {}
        number = 1
        while True:
            number += 1
            first_line = rows.line_num + 1
            try:
                cells = next(rows, None)
                if cells is None:
                    return
                if not cells:
                    continue
                title = read_row(number, header, cells)
                if title.key in seen:
                    raise RowError(f"Row {seen[title.key]} has the same show_id.")
                seen[title.key] = number
                yield title
            except RowError as error:
                yield Skipped(number, f"{error}{_span(first_line, rows.line_num)}")
            except csv.Error as error:
                reason = f"It cannot be read as CSV ({error})."
                yield Skipped(number, reason + _span(first_line, rows.line_num))

    def _lines(self) -> Iterator[str]:
        with self.path.open("rb") as file:
            for index, raw in enumerate(file):
                self.position += len(raw)
                if index == 0:
                    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
                        raise UnreadableFileError("Save the file as UTF-8, not UTF-16.")
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                # What is not UTF-8 is found again in its row.
                yield raw.decode("utf-8", "surrogateescape")


def _span(first: int, last: int) -> str:
    """A quote that never closes swallows the lines after it; none goes unsaid."""
    return f" It runs from line {first} to line {last}." if last > first else ""


def read_row(number: int, header: list[str], cells: list[str]) -> Title:
    if len(cells) != len(header):
        raise RowError(
            f"It has {len(cells)} columns, the first line {len(header)}; look for a "
            "comma or quote too many or too few."
        )
    if any("\0" in cell for cell in cells):
        raise RowError("It holds NUL characters.")
    for cell in cells:
        if found := NOT_TEXT.search(cell):
            near = cell[max(found.start() - 12, 0) : found.start()]
            raise RowError(f"It is not UTF-8 (after “{near}”).")
    said = dict(zip(header, cells, strict=True))
    key = line(said["show_id"])
    if not key or len(key) > 100:
        raise RowError("It has no show_id." if not key else "Its show_id is too long.")
    title = required_title(said["title"])
    shelves = names_in(said["listed_in"])
    year = year_of(said["release_year"])
    rating, duration = line(said["rating"]), line(said["duration"])
    if MINUTES.fullmatch(rating) and not duration:
        # Three rows of the published file have slipped by a column.
        rating, duration = "", rating
    if len(rating) > 10:
        raise RowError(f"“{rating[:40]}” is no age rating.")
    kind = _kind(said["type"], shelves)
    minutes, seasons = MINUTES.fullmatch(duration), SEASONS.fullmatch(duration)
    if duration and not minutes and not seasons:
        raise RowError(f"“{duration[:40]}” is no duration.")
    added = _added(said["date_added"])
    return Title(
        row=number,
        key=key,
        title=title,
        kind=kind,
        year=year,
        synopsis=plain(said["description"]),
        runtime=int(minutes[1]) if minutes else None,
        certificate=rating,
        seasons=int(seasons[1]) if seasons else 0,
        genres=once(name for s in shelves for name in GENRES.get(s, [s[:60]])),
        countries=once((name[:80], "") for name in names_in(said["country"])),
        languages=once(LANGUAGES[s] for s in shelves if s in LANGUAGES),
        roles=_roles(said),
        news=_news(kind, added, year),
    )


def _kind(text: str, shelves: list[str]) -> str:
    match line(text):
        case "Movie":
            return ShowKind.SPECIAL if "Stand-Up Comedy" in shelves else ShowKind.FILM
        case "TV Show":
            return ShowKind.SERIES
        case other:
            raise RowError(f"“{other[:40]}” is neither Movie nor TV Show.")


def _added(text: str) -> Date | None:
    if not text.strip():
        return None
    try:
        when = read(text)
    except ValidationError as error:
        raise RowError(" ".join(error.messages)) from error
    if when.precision != "day":
        raise RowError(f"“{text.strip()[:40]}” is no day.")
    return when.date


def _roles(said: dict[str, str]) -> tuple[Role, ...]:
    directors = names_in(said["director"])
    return (
        *(Role(name, Credit.Kind.CREW, job="Director") for name in directors),
        *(Role(name) for name in names_in(said["cast"])),
    )


def _news(kind: str, added: Date | None, year: int | None) -> tuple[News, ...]:
    """Whatever is listed is out, and is there; a series has no one year of release."""
    dated = kind != ShowKind.SERIES and year and (not added or year <= added.year)
    return (
        News(
            Kind.RELEASED,
            added,
            date=Date(year, 1, 1) if dated and year else None,
            precision="year" if dated else "",
        ),
        News(
            Kind.PLATFORM_ADDED,
            added,
            platform="Netflix",
            platform_kind=Platform.Kind.STREAMING,
        ),
    )
