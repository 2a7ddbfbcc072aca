"""
What a piece of news names that the catalogue does not have yet.

A renewal is often the first word of a season, a joining of a person and a release of a
trailer; each is made in the step that records the news, or not at all.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from images.search import fold

from .models import Person, Season, SeasonPart, Show, Trailer

# How a piece of news names a row that may not exist: numbers, a name, an address.
NAMED = ("season_number", "part_number", "person_name", "trailer_address") + (
    "trailer_title",
)
_VIDEO_ID = r"(?P<key>[\w-]{6,20})"
_ADDRESSES = [
    (
        Trailer.Provider.YOUTUBE,
        re.compile(
            r"https?://(?:www\.|m\.)?youtube(?:-nocookie)?\.com/"
            rf"(?:watch\?(?:.*&)?v=|embed/|shorts/|live/){_VIDEO_ID}(?:[?&#].*)?",
            re.ASCII,
        ),
    ),
    (
        Trailer.Provider.YOUTUBE,
        re.compile(rf"https?://youtu\.be/{_VIDEO_ID}(?:[?&#].*)?", re.ASCII),
    ),
    (
        Trailer.Provider.VIMEO,
        re.compile(
            r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<key>\d{6,12})"
            r"(?:[/?#].*)?",
            re.ASCII,
        ),
    ),
]


def read_trailer(address: str) -> tuple[str, str]:
    """Provider and video id of an address as people copy it from the browser."""
    for provider, pattern in _ADDRESSES:
        if match := pattern.fullmatch(address.strip()):
            return str(provider), match["key"]
    raise ValidationError(
        "That is no address of a video on YouTube or Vimeo; one is "
        "https://www.youtube.com/watch?v=IN5TD4VRcSM"
    )


def bring_in(show: Show, said: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """
    The arguments of `facts.record` with rows for all that `said` only names, and what
    was made for it, in sentences. Call it in the transaction that records the news.
    """
    rows = {name: value for name, value in said.items() if name not in NAMED}
    made: list[str] = []
    number = said.get("season_number")
    part = said.get("part_number")
    if number is not None:
        rows["season"] = _season(show, number, made)
        if part is not None:
            rows["part"] = _part(rows["season"], part, made)
    elif part is not None:
        raise ValidationError({"season_number": "Say which season the part is of."})
    if name := said.get("person_name"):
        rows["person"] = _person(name, made)
    if address := said.get("trailer_address"):
        title = said.get("trailer_title", "")
        rows["trailer"] = _trailer(show, rows.get("season"), address, title, made)
    return rows, made


def _season(show: Show, number: int, made: list[str]) -> Season:
    season = show.seasons.filter(number=number).first()
    if season:
        return season
    if not show.has_seasons:
        kind = str(show.get_kind_display()).lower()
        raise ValidationError({"season_number": f"A {kind} has no seasons."})
    last = show.seasons.aggregate(last=Max("number"))["last"]
    if last is not None and number > last + 1:
        raise ValidationError(
            {
                "season_number": f"“{show}” has no season {number} yet; the next one "
                f"is season {last + 1}."
            }
        )
    season = Season.objects.create(show=show, number=number)
    made.append(f"{str(season.name).capitalize()} is added to {show}.")
    return season


def _part(season: Season, number: int, made: list[str]) -> SeasonPart:
    part = season.parts.filter(number=number).first()
    if part:
        return part
    last = season.parts.aggregate(last=Max("number"))["last"] or 0
    if number > last + 1:
        raise ValidationError(
            {
                "part_number": f"{season} has no part {number}; the next one is {last + 1}."
            }
        )
    part = SeasonPart.objects.create(season=season, number=number)
    made.append(f"{str(part.name).capitalize()} is added to {season}.")
    return part


def _person(name: str, made: list[str]) -> Person:
    name = " ".join(name.split())
    for known in Person.objects.listed().named(name)[:20]:
        if fold(known.name) == fold(name):
            raise ValidationError(
                {
                    "person_name": f"{known.name} is in the catalogue already; choose "
                    "them above. Two people of one name are told apart there."
                }
            )
    person = Person(name=name)
    person.full_clean(exclude=["slug"])
    person.save()
    made.append(f"{person} is added to the people.")
    return person


def _trailer(
    show: Show, season: Season | None, address: str, title: str, made: list[str]
) -> Trailer:
    try:
        provider, key = read_trailer(address)
    except ValidationError as error:
        raise ValidationError({"trailer_address": error.messages}) from None
    trailer = show.trailers.filter(provider=provider, key=key).first()
    if trailer:
        return trailer
    trailer = Trailer.objects.create(
        show=show,
        season=season,
        provider=provider,
        key=key,
        title=title.strip() or "Official trailer",
    )
    made.append(f"The trailer “{trailer}” is added to {season or show}.")
    return trailer
