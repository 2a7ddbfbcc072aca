"""JSON as the TVmaze API gives shows: a list, or one show."""

import json
from collections.abc import Iterator
from datetime import UTC, date as Date, datetime
from pathlib import Path
from typing import Any

from ..models import Platform
from .titles import (
    Kind,
    News,
    RowError,
    ShowKind,
    Skipped,
    Title,
    UnreadableFileError,
    line,
    once,
    plain,
    required_title,
    year_of,
)

SOURCE = "tvmaze"
SOURCE_NAME = "TVmaze"
GENRES = {"Science-Fiction": "Science fiction", "DIY": "Do it yourself"}
TYPES = {
    "Animation": ["Animation"],
    "Documentary": ["Documentary"],
    "Game Show": ["Game show"],
    "News": ["News"],
    "Panel Show": ["Panel show"],
    "Reality": ["Reality"],
    "Sports": ["Sports"],
    "Talk Show": ["Talk show"],
    "Variety": ["Variety"],
}
LONGEST_ADDRESS = 500
STATUSES = {"Running", "Ended", "To Be Determined", "In Development"}


class Reader:
    """
    The shows of one file. JSON has to be read whole; the API gives pages of 250 shows,
    a few hundred kilobytes.
    """

    source = SOURCE
    source_name = SOURCE_NAME

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self.position = 0

    def __iter__(self) -> Iterator[Title | Skipped]:
        try:
            shows = json.loads(self.path.read_bytes())
        except UnicodeDecodeError as error:
            raise UnreadableFileError("The file is not UTF-8.") from error
        except (ValueError, RecursionError) as error:
            raise UnreadableFileError(f"The file is no JSON ({error}).") from error
        if isinstance(shows, dict):
            shows = [shows]
        if not isinstance(shows, list):
            raise UnreadableFileError("The file holds no list of shows.")
        self.size = len(shows)
        seen: dict[str, int] = {}
        for number, show in enumerate(shows, start=1):
            self.position = number
            try:
                title = read_show(number, show)
                if title.key in seen:
                    raise RowError(f"Row {seen[title.key]} has the same id.")
                seen[title.key] = number
                yield title
            except RowError as error:
                yield Skipped(number, str(error))


def read_show(number: int, show: Any) -> Title:
    if not isinstance(show, dict):
        raise RowError("It is no show.")
    if "\\u0000" in json.dumps(show):
        raise RowError("It holds NUL characters.")
    try:
        json.dumps(show, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise RowError("It holds halves of characters.") from None
    key = show.get("id")
    if isinstance(key, bool) or not isinstance(key, int) or not 0 < key < 2**31:
        raise RowError("It has no id.")
    premiered = _day(show.get("premiered"), "premiered")
    updated = _updated(show.get("updated"))
    channels = [
        (channel, kind)
        for channel, kind in [
            (show.get("network"), Platform.Kind.NETWORK),
            (show.get("webChannel"), Platform.Kind.STREAMING),
        ]
        if isinstance(channel, dict) and _text(channel, "name")
    ]
    language = _text(show, "language")
    return Title(
        row=number,
        key=str(key),
        title=required_title(_text(show, "name")),
        kind=ShowKind.SERIES,
        year=year_of(str(premiered.year)) if premiered else None,
        synopsis=plain(_text(show, "summary")),
        runtime=_runtime(show.get("runtime") or show.get("averageRuntime")),
        imdb_id=_imdb(show),
        tvmaze_id=key,
        genres=_genres(show),
        countries=once(
            country for channel, _ in channels if (country := _country(channel))
        ),
        languages=(language[:80],) if language else (),
        news=_news(show, premiered, updated, channels),
        source_url=_address(show),
    )


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise RowError(f"Its {name} is no text.")
    return value if name in {"summary", "url"} and value else line(value or "")


def _address(show: dict[str, Any]) -> str:
    """The page of the show; anything but a web address is left out."""
    url = _text(show, "url").strip().replace("http://", "https://", 1)
    return url if url.startswith("https://") and len(url) <= LONGEST_ADDRESS else ""


def _day(text: Any, name: str) -> Date | None:
    if not text:
        return None
    try:
        return Date.fromisoformat(text)
    except (TypeError, ValueError):
        raise RowError(f"Its day “{name}” is none: “{str(text)[:40]}”.") from None


def _updated(seconds: Any) -> Date | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).date() if seconds else None
    except (TypeError, ValueError, OverflowError, OSError):
        raise RowError("Its moment “updated” is none.") from None


def _runtime(minutes: Any) -> int | None:
    return minutes if isinstance(minutes, int) and 0 < minutes < 10_000 else None


def _imdb(show: dict[str, Any]) -> str:
    externals = show.get("externals")
    imdb = externals.get("imdb") if isinstance(externals, dict) else None
    return imdb if isinstance(imdb, str) and len(imdb) <= 12 else ""


def _genres(show: dict[str, Any]) -> tuple[str, ...]:
    genres = show.get("genres") or []
    if not isinstance(genres, list) or not all(isinstance(g, str) for g in genres):
        raise RowError("Its genres are no list of names.")
    return once(
        [
            *(GENRES.get(genre, line(genre)[:60]) for genre in genres if line(genre)),
            *TYPES.get(_text(show, "type"), []),
        ]
    )


def _country(channel: dict[str, Any]) -> tuple[str, str] | None:
    country = channel.get("country")
    if not isinstance(country, dict) or not _text(country, "name"):
        return None
    return _text(country, "name")[:80], _text(country, "code")[:2]


def _news(
    show: dict[str, Any],
    premiered: Date | None,
    updated: Date | None,
    channels: list[tuple[dict[str, Any], Any]],
) -> tuple[News, ...]:
    status = _text(show, "status")
    if status and status not in STATUSES:
        raise RowError(f"“{status[:40]}” is no status that TVmaze has.")
    news = []
    started = premiered is not None and (updated is None or premiered <= updated)
    if premiered and started:
        news.append(News(Kind.RELEASED, premiered, date=premiered, precision="day"))
    elif premiered:
        news.append(News(Kind.DATE_SET, updated, date=premiered, precision="day"))
    elif status == "In Development":
        news.append(News(Kind.ANNOUNCED, updated))
    if status == "Ended":
        news.append(News(Kind.ENDED, updated))
    news += [
        News(
            Kind.PLATFORM_ADDED,
            premiered if started else updated,
            platform=_text(channel, "name")[:100],
            platform_kind=kind,
        )
        for channel, kind in channels
    ]
    return tuple(news)
