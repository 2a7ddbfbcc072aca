"""What all kinds of embeds have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from images.models import Image

from .on_page import OnPage

T = TypeVar("T")


class Target(NamedTuple):
    """What an embed points at."""

    kind: str
    id: int
    season: int | None = None


@dataclass(frozen=True)
class Placement:
    """One embed in a body: what it points at, and what was written beside it."""

    kind: str
    id: int
    caption: str = ""
    # Of blocks from facts: the number of a season, or None for the whole show.
    season: int | None = None
    # Of pictures: whether it stands out of the column of the text.
    is_wide: bool = False

    @property
    def target(self) -> Target:
        return Target(self.kind, self.id, self.season)


@dataclass(frozen=True)
class Missing:
    """
    An embed that readers do not see, in words that name no story or show.

    What it points at may be something that the person reading this may not know of.
    """

    kind: str
    id: int
    what: str

    def __str__(self) -> str:
        return self.what


class Embed(Generic[T]):
    """
    One kind of embed.

    `load` finds everything a page's embeds of this kind need, for as many as there
    are, in a number of queries that does not depend on how many; what it leaves out
    is gone or not for readers at that moment.
    """

    kind: str
    # What the editor and the desk call it.
    label: str
    template: str
    # Said of one that `load` left out: "a show card whose show …".
    missing: str
    # A script of `static/js` that the page needs with it.
    script: str = ""
    # The fields of `shows.Fact` that it prints.
    prints: tuple[str, ...] = ()

    def load(self, ids: Iterable[int], page: OnPage) -> dict[int, T]:
        raise NotImplementedError

    def present(self, ids: Iterable[int], page: OnPage) -> Iterable[int]:
        """Which of them `load` would find, for who prints nothing."""
        return self.load(ids, page)

    def context(self, target: T, placement: Placement) -> dict[str, Any]:
        """What the template prints."""
        raise NotImplementedError

    def fallback(self, target: T, placement: Placement) -> str:
        """
        Canonical inline HTML that stands for the embed where this site does not
        render it. Public facts only: it is stored, and travels with exports.
        """
        raise NotImplementedError


def shown_at(moment: datetime, image: Image | None) -> Image | None:
    """A picture for as long as its rights run. Embeds are rendered without a request,
    from which the picture tags would know."""
    return image if image and image.may_be_shown(moment) else None
