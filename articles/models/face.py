from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from images.models import Image

if TYPE_CHECKING:
    from .version import Version


@dataclass(frozen=True)
class Face:
    """
    What a story shows of itself anywhere but on its own page, at a moment.

    Cards, feeds, shares, search and machines print a story through its face and never
    read its headline or picture: whether those still give something away is decided
    here alone.
    """

    version: Version
    at: datetime | None

    @property
    def is_safe(self) -> bool:
        """Whether the desk's stand-ins stand in. Where no moment is known, they do."""
        return self.version.is_protected(self.at)

    @property
    def headline(self) -> str:
        return self.version.safe_headline if self.is_safe else self.version.headline

    @property
    def title(self) -> str:
        """The headline for places that print nothing beside it, such as a label."""
        return self.version.labelled(self.headline)

    @property
    def standfirst(self) -> str:
        if self.is_safe:
            return self.version.safe_standfirst
        return self.version.line("standfirst", self.at)

    @property
    def summary(self) -> str:
        """The standfirst, or else how the text begins, where that gives nothing away."""
        return self.standfirst or ("" if self.is_safe else self.version.excerpt)

    @property
    def picture(self) -> Image | None:
        return self.version.safe_image if self.is_safe else self.version.lead_image

    @property
    def update_reason(self) -> str:
        return "" if self.is_safe else self.version.update_reason

    @property
    def modified_at(self) -> datetime | None:
        """
        As that of the version, or when its protection ended: then it got another title
        and picture, which whoever keeps a copy has to hear of.
        """
        modified, until = self.version.modified_at, self.version.safe_until
        if modified is None or until is None or self.is_safe:
            return modified
        return max(modified, until)
