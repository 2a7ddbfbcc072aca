"""A front with everything in its place, as templates read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.curation import (
    Item,
)
from articles.models import (
    Section,
    Version,
)
from shows import premieres
from shows.printing import PrintedFact

from .content import Kind


@dataclass(frozen=True)
class Standing:
    """A story in a slot, and why."""

    version: Version
    is_pinned: bool
    reason: str = ""
    status: PrintedFact | None = None


@dataclass
class Filled:
    """A slot of the page with what stands in it."""

    uid: str
    kind: str
    title: str
    stories: list[Standing] = field(default_factory=list)
    premieres: list[premieres.Premiere] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    section: Section | None = None
    beside: bool = False
    has_statuses: bool = False

    @property
    def anchor(self) -> str:
        return f"slot-{self.uid[:8]}"

    @property
    def is_empty(self) -> bool:
        return not self.stories and not self.premieres and not self.items

    @property
    def is_tinted(self) -> bool:
        return self.has_statuses or self.kind == Kind.PREMIERES


@dataclass
class Band:
    """Slots that stand side by side across the page."""

    kind: str
    slots: list[Filled]

    @property
    def is_tinted(self) -> bool:
        return self.slots[0].is_tinted

    @property
    def is_wide(self) -> bool:
        """Whether a slot has the page's whole width."""
        return self.kind == "one"


@dataclass
class FrontPage:
    """A front at a moment."""

    slots: list[Filled]

    @property
    def stories(self) -> list[Version]:
        return [each.version for slot in self.slots for each in slot.stories]

    @property
    def lead(self) -> Version | None:
        leads = (slot for slot in self.slots if slot.kind == Kind.LEAD)
        return next((each.version for slot in leads for each in slot.stories), None)

    @property
    def articles(self) -> set[int]:
        on_shelves = {
            item.version.article_id
            for slot in self.slots
            for item in slot.items
            if item.version
        }
        return on_shelves | {version.article_id for version in self.stories}

    @property
    def bands(self) -> list[Band]:
        bands: list[Band] = []
        rivers = {Kind.SECTION, Kind.SECTIONS}
        for slot in (each for each in self.slots if not each.is_empty):
            last = bands[-1] if bands else None
            if slot.kind in rivers:
                if last and last.kind == "rivers":
                    last.slots.append(slot)
                else:
                    bands.append(Band("rivers", [slot]))
            elif slot.kind == Kind.LEAD:
                bands.append(Band("front", [slot]))
            elif slot.kind == Kind.SIDE and last and last.kind == "front":
                last.slots.append(slot)
            elif slot.beside and last and last.kind == "one":
                last.kind = "split"
                last.slots.append(slot)
            else:
                bands.append(Band("one", [slot]))
        return bands

    def slot(self, kind: str) -> Filled | None:
        return next((each for each in self.slots if each.kind == kind), None)
