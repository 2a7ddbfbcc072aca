"""One thing offered on a page, and what stands there already."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import TextChoices

from articles.models import Version
from shows.models import Show


class Finder(TextChoices):
    """Who put an item where it stands, in the order in which they are asked."""

    PICK = "pick", "Picked"
    SHELF = "shelf", "Shelf"
    SEASON = "season", "Same season"
    SHOW = "show", "Same show"
    PEOPLE = "people", "Same people"
    LIKENESS = "likeness", "Same genres, country or platform"
    RECENT = "recent", "Recent"


@dataclass(frozen=True)
class Item:
    """A story or a show, why it stands here, and who says so."""

    finder: Finder
    # For readers, in one line; empty where nothing helps them.
    reason: str = ""
    version: Version | None = None
    show: Show | None = None
    # Of the shelf it comes from.
    shelf: str = ""

    @property
    def title(self) -> str:
        if self.version:
            return self.version.headline
        return self.show.title if self.show else ""

    @property
    def why(self) -> str:
        """For the desk, always: "Same people: also directed by Lee Jae-kyoo"."""
        who = f"Shelf “{self.shelf}”" if self.shelf else str(self.finder.label)
        return f"{who}: {self.reason}" if self.reason else who

    @property
    def is_automatic(self) -> bool:
        return self.finder not in {Finder.PICK, Finder.SHELF}


@dataclass
class Seen:
    """
    The stories and shows that a page shows already, by their keys.

    Passed from widget to widget, each of which adds what it shows. One that may repeat
    what stands elsewhere, as a ticker, is given its own.
    """

    stories: set[int] = field(default_factory=set)
    shows: set[int] = field(default_factory=set)

    def has(self, *, story: int | None = None, show: int | None = None) -> bool:
        return story in self.stories or show in self.shows

    def add(self, *items: Item) -> None:
        for item in items:
            if item.version:
                self.stories.add(item.version.article_id)
            if item.show:
                self.shows.add(item.show.pk)

    def copy(self) -> Seen:
        return Seen(set(self.stories), set(self.shows))
