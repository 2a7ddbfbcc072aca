"""The demo's stories as they lie in `stories/`: a heading in TOML, then the text."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.utils import timezone

FOLDER = Path(__file__).parent / "stories"
MARK = "+++"


class Manuscript(NamedTuple):
    """One story: its address is the name of its file."""

    slug: str
    head: dict[str, Any]
    text: str

    @property
    def state(self) -> str:
        """live, review or draft; a live one may begin in the future."""
        return str(self.head.get("state", "live"))

    @property
    def bylines(self) -> list[tuple[str, str]]:
        """Keys of authors with their roles, in order."""
        return [
            (entry, "writer")
            if isinstance(entry, str)
            else (entry["author"], entry["role"])
            for entry in self.head["bylines"]
        ]

    def published_at(self, now: datetime) -> datetime:
        """
        When it was, or will be, published: a day of its own or one counted from today.

        News happened on a day and stays there. Should the clock of this machine stand
        before that day, or before this morning's hour, the story comes out an hour ago
        instead of in the future.
        """
        day, clock = self.head["published"].split(" ")
        if day[0] == "+":
            return _moment(_day_from(now, day), clock)
        on = _day_from(now, day) if day[0] == "-" else date.fromisoformat(day)
        return min(_moment(on, clock), now - timedelta(hours=1))


def _day_from(now: datetime, count: str) -> date:
    """The day that "-2d" or "+1d" means."""
    return timezone.localdate(now) + timedelta(days=int(count[:-1]))


def _moment(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def read_all() -> list[Manuscript]:
    return [read(path) for path in sorted(FOLDER.glob("*.md"))]


def read(path: Path) -> Manuscript:
    _, head, text = path.read_text(encoding="utf-8").split(MARK, 2)
    return Manuscript(path.stem, tomllib.loads(head), text.strip())
