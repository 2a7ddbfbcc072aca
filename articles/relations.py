"""Who wrote a version and what it is about, whether it was ever published or not."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef
from taggit.models import Tag

from authors.models import Author
from images.prepared import Prepared
from shows.models import Season, Show

from . import content as contents
from .models import Version, VersionAuthor, VersionSeason, VersionShow, VersionTag

# What a byline and the lines about the author print.
BYLINE = [
    "role",
    "version",
    *(f"author__{name}" for name in ("name", "slug", "title", "biography")),
    *(
        f"author__portrait__{name}"
        for name in (
            "alt_text",
            "colour",
            "file",
            "is_decorative",
            "rendition_key",
            "rendition_sizes",
            "rights_end_on",
        )
    ),
]


BYLINES = Prepared(
    lambda version: (
        VersionAuthor.objects.filter(version=version)
        .select_related("author__portrait")
        .only(*BYLINE)
    )
)
SEASONS = VersionSeason.objects.filter(
    version=OuterRef("version"), season__show=OuterRef("show")
)
NEWEST_SEASON = SEASONS.order_by("-season__number")
# Of the shows the primary one, or else the first.
ABOUT = Prepared(
    lambda version: (
        VersionShow.objects.filter(version=version)
        .annotate(
            season_id=NEWEST_SEASON.values("season")[:1],
            season_number=NEWEST_SEASON.values("season__number")[:1],
        )
        .order_by("-is_primary", "position")[:1]
    )
)
TAGS = Prepared(lambda version: VersionTag.objects.filter(version=version))


@dataclass(frozen=True)
class Relations:
    bylines: list[VersionAuthor]
    show: Show | None
    # Of that show; the newest that the story is about.
    season_id: int | None
    season_number: int | None
    tags: list[Tag]


def relations_of(version: Version) -> Relations:
    """
    In three queries, from the rows of a version that has a window. A draft has none;
    what it would have is read from its content, which is for previews only.
    """
    if version.live_from is None:
        return _drafted(version)
    about = next(iter(ABOUT(version.pk)), None)
    return Relations(
        bylines=BYLINES(version.pk),
        show=about.show if about else None,
        season_id=about.season_id if about else None,
        season_number=about.season_number if about else None,
        tags=[row.tag for row in TAGS(version.pk)],
    )


def _drafted(version: Version) -> Relations:
    content = version.content
    bylines = contents.bylines_of(content)
    people = Author.objects.select_related("portrait").in_bulk(
        [row["author"] for row in bylines]
    )
    about = sorted(content["shows"], key=lambda row: not row["is_primary"])[:1]
    show = Show.objects.filter(pk__in=[row["show"] for row in about]).first()
    seasons = Season.objects.filter(show=show, pk__in=content["seasons"])
    newest = seasons.order_by("-number").first() if show else None
    return Relations(
        bylines=[
            VersionAuthor(
                version=version, author=people[row["author"]], role=row["role"]
            )
            for row in bylines
            if row["author"] in people
        ],
        show=show,
        season_id=newest.pk if newest else None,
        season_number=newest.number if newest else None,
        tags=contents.tags_of(content),
    )
