"""What any catalogue says about one title, and what can be wrong with a row."""

import html
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date as Date
from hashlib import sha256
from typing import Any

import nh3

from ..models import Announcement, Credit, Show
from ..models.show import EARLIEST_YEAR, LATEST_YEAR

LONGEST_NAME = 200
BREAKS = re.compile(r"</(?:p|div|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)
SPACES = re.compile(r"[^\S\n]+")
SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "m.d.", "ph.d."}


class RowError(Exception):
    """Why a row cannot be taken in, as a sentence for whoever mends the file."""


class UnreadableFileError(Exception):
    """Why no row of a file can be read."""


@dataclass(frozen=True)
class Skipped:
    row: int
    reason: str


@dataclass(frozen=True)
class Role:
    name: str
    kind: str = Credit.Kind.CAST
    character: str = ""
    job: str = ""


@dataclass(frozen=True)
class News:
    """What the catalogue reports and only the desk can confirm."""

    kind: str
    announced_on: Date | None = None
    platform: str = ""
    platform_kind: str = ""
    date: Date | None = None
    precision: str = ""


@dataclass(frozen=True)
class Title:
    row: int
    key: str
    title: str
    kind: str
    year: int | None = None
    synopsis: str = ""
    runtime: int | None = None
    certificate: str = ""
    imdb_id: str = ""
    tvmaze_id: int | None = None
    seasons: int = 0
    genres: tuple[str, ...] = ()
    # Name and code; catalogues without codes leave them empty.
    countries: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    news: tuple[News, ...] = ()
    source_url: str = ""
    remarks: tuple[str, ...] = field(default=(), compare=False)

    def digest(self) -> str:
        """Of everything the row says; its place in the file does not matter."""
        said = {k: v for k, v in vars(self).items() if k not in {"row", "remarks"}}
        text = json.dumps(said, sort_keys=True, default=_plain_json)
        return sha256(text.encode()).hexdigest()


def _plain_json(value: Any) -> Any:
    # `dataclasses.asdict` copies in depth, which a catalogue has too many rows for.
    return value.isoformat() if isinstance(value, Date) else vars(value)


def plain(text: str) -> str:
    """Text without markup, entities or odd spaces; paragraphs keep their breaks."""
    if "<" in text or "&" in text:
        text = BREAKS.sub("\n\n", text)
        text = html.unescape(nh3.clean(text, tags=set(), attributes={}))
    text = unicodedata.normalize("NFC", text)
    lines = (SPACES.sub(" ", line).strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """As `plain`, in one line."""
    return " ".join(plain(text).split())


def required_title(text: str) -> str:
    title = line(text)
    if not title:
        raise RowError("It has no title.")
    if len(title) > LONGEST_NAME:
        raise RowError(f"Its title is longer than {LONGEST_NAME} characters.")
    return title


def year_of(text: str) -> int | None:
    if not text.strip():
        return None
    if not re.fullmatch(r"\d{4}", text.strip(), re.ASCII):
        raise RowError(f"“{text.strip()[:40]}” is no year.")
    year = int(text)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise RowError(f"{year} is no year for a film or series.")
    return year


def names_in(text: str) -> list[str]:
    """The names of a list with commas; "Jr." belongs to the name before it."""
    names: list[str] = []
    for part in text.split(","):
        name = line(part)
        if not name:
            continue
        if name.casefold() in SUFFIXES and names:
            names[-1] = f"{names[-1]} {name}"
        else:
            names.append(name)
    for name in names:
        if len(name) > LONGEST_NAME:
            raise RowError(f"“{name[:40]}…” is too long for a name.")
    return list(dict.fromkeys(names))


def once(items: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(items))


Kind = Announcement.Kind
ShowKind = Show.Kind
