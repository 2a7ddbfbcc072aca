"""The page that something stands on, as far as it matters to what fits there."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Section, Version
from articles.relations import Relations
from shows.models import Show

MOST_TAGS = 10


@dataclass(frozen=True)
class Place:
    """
    What a page is about. Made by `of_story`, `of_show`, `of_section` or `home`.

    A story whose version has no window yet has no rows for finders to start from, so
    `people` are looked up by the version only where it has one.
    """

    article_id: int = 0
    version_id: int = 0
    show: Show | None = None
    season_id: int = 0
    section_id: int = 0
    tags: tuple[int, ...] = ()
    is_home: bool = False

    @classmethod
    def of_story(cls, version: Version, about: Relations) -> Place:
        return cls(
            article_id=version.article_id,
            version_id=version.pk if version.live_from else 0,
            show=about.show,
            season_id=about.season_id or 0,
            section_id=version.section_id or 0,
            tags=tuple(tag.pk for tag in about.tags[:MOST_TAGS]),
        )

    @classmethod
    def of_show(cls, show: Show) -> Place:
        return cls(show=show)

    @classmethod
    def of_section(cls, section: Section) -> Place:
        return cls(section_id=section.pk)

    @classmethod
    def home(cls) -> Place:
        return cls(is_home=True)

    @property
    def show_id(self) -> int:
        return self.show.pk if self.show else 0
