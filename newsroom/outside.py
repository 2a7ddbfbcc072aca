"""
What others are let into the pages of the site: advertising and a script that counts.

Both are off until somebody says otherwise. Nothing of either stands on a preview, in the
newsroom, on the site as it will be, on an error page, or before anybody with a session.
What a page prints of it is written on the request, and the content security policy
of that very answer lets in the hosts of that and no others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction

from articles.permissions import require
from authors.models import User
from images.models import Image

from . import hosts, house, inline, snippets
from .models import AdPlace, Site

NEVER_BELOW = (settings.ADMIN_PATH, "/preview/")
# Headers in which a reader asks not to be followed.
UNTRACKED = ("DNT", "Sec-GPC")
# What a script of a network may load from where it comes from, and one that counts.
FOR_ADS = ("script-src", "img-src", "connect-src", "frame-src")
FOR_COUNTING = ("connect-src", "img-src")

Attributes = tuple[tuple[str, str], ...]


class Part(NamedTuple):
    """
    What somebody else put on a page, as that prints it: a script, by its address or
    its code; or the beginning or the end of an element that scripts fill.
    """

    address: str
    attributes: Attributes
    code: str = ""
    element: str = ""


class Ad(NamedTuple):
    """What stands in one place: what a network handed out, or words of our own."""

    place: str
    phone: int
    wide: int
    parts: list[Part]
    headline: str = ""
    words: str = ""
    link: str = ""
    picture: int | None = None


@dataclass
class Printed:
    """What of others a page has in it, for the policy of its answer."""

    sources: dict[str, set[str]] = field(default_factory=dict)
    vary: set[str] = field(default_factory=set)

    def let_in(self, directives: tuple[str, ...], names: list[str]) -> None:
        for directive in directives:
            self.sources.setdefault(directive, set()).update(
                f"https://{name}" for name in names
            )


def printed(request: Any) -> Printed:
    if not hasattr(request, "printed_of_others"):
        request.printed_of_others = Printed()
    found: Printed = request.printed_of_others
    return found


def is_for_readers(request: Any) -> bool:
    """Whether anything of others may stand on the page that is asked for."""
    return (
        request is not None
        and not hasattr(request, "ahead")
        and not request.path_info.startswith(NEVER_BELOW)
        # Readers have no session; who has one works here.
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


def wants_no_tracking(request: Any) -> bool:
    """Whether this reader said so; caches learn that the page depends on it."""
    printed(request).vary.update(UNTRACKED)
    return any(request.headers.get(name) == "1" for name in UNTRACKED)


def analytics(request: Any) -> list[Part]:
    """The scripts that count readers, for a page that prints them now."""
    site = house.site(request)
    pieces = settings.ANALYTICS or site.analytics
    if not pieces or not is_for_readers(request) or wants_no_tracking(request):
        return []
    scripts = _parts(pieces)
    others = (
        settings.ANALYTICS_HOSTS
        if settings.ANALYTICS
        else hosts.host_names(site.analytics_hosts)
    )
    own, code = _let_in_scripts(request, scripts)
    printed(request).let_in(("script-src",), others if code else [])
    printed(request).let_in(FOR_COUNTING, [*own, *others])
    return scripts


def ads_are_on(request: Any) -> bool:
    """Whether pages like this one have advertising in them."""
    if not is_for_readers(request):
        return False
    site = house.site(request)
    is_on = site.ads_on if settings.ADS is None else settings.ADS
    return bool(is_on and (site.ads or settings.AD_PLACES))


def ad(request: Any, place: str) -> Ad | None:
    """What stands in a place, for a page that prints it now."""
    if not ads_are_on(request):
        return None
    found = _by_variable(place) or _by_screen(request, place)
    if found is None or not found.parts:
        return found
    if wants_no_tracking(request):
        return None
    own, _ = _let_in_scripts(request, found.parts)
    others = [*settings.AD_HOSTS, *hosts.host_names(house.site(request).ads_hosts)]
    printed(request).let_in(FOR_ADS, [*own, *others])
    return found


def _by_variable(place: str) -> Ad | None:
    named = settings.AD_PLACES.get(place)
    if named is None:
        return None
    return Ad(place, named.phone, named.wide, _parts(named.pieces))


def _by_screen(request: Any, place: str) -> Ad | None:
    site = house.site(request)
    row = next((row for row in site.ads if row["place"] == place), None)
    if row is None:
        return None
    return Ad(
        place=row["place"],
        phone=row["phone"],
        wide=row["wide"],
        parts=_parts(row["pieces"]),
        headline=row["headline"],
        words=row["words"],
        link=row["link"],
        picture=row["picture"],
    )


def _parts(pieces: list[Any]) -> list[Part]:
    return [
        Part(**piece | {"attributes": tuple(map(tuple, piece["attributes"]))})
        for piece in pieces
    ]


def _let_in_scripts(request: Any, parts: list[Part]) -> tuple[list[str], list[str]]:
    """Let these run where they stand; where they come from, and their code."""
    own = [hosts.host_of(part.address) for part in parts if part.address]
    code = [part.code for part in parts if part.code]
    printed(request).let_in(("script-src",), own)
    printed(request).sources["script-src"].update(map(inline.source_of, code))
    return own, code


def picture_of(request: Any, found: Ad) -> Image | None:
    """The picture of an ad of our own, which came with the row of the site."""
    return house.picture_of_ad(request, found.picture) if found.picture else None


# What administrators set


@transaction.atomic
def set_site(values: dict[str, Any], *, by: User) -> None:
    """
    Keep what was chosen for the whole site, and the snippet in the pieces that pages
    print; raises `ValueError` for one that cannot be read.
    """
    _require_administrator(by)
    if "analytics_snippet" in values:
        values = values | {"analytics": snippets.read(values["analytics_snippet"])}
    Site.objects.update_or_create(pk=1, defaults=values)


@transaction.atomic
def tell_site(*, by: User) -> None:
    """Copy the places that are on to the row that every page reads."""
    _require_administrator(by)
    site = Site.locked()
    site.ads = _places()
    site.save(update_fields=["ads"])


def _require_administrator(by: User) -> None:
    require(by.is_active and by.is_superuser, "Only administrators may change this.")


def _places() -> list[dict[str, Any]]:
    listed = []
    for row in AdPlace.objects.filter(is_on=True):
        is_house = row.kind == AdPlace.Kind.HOUSE
        listed.append(
            {
                "place": row.place,
                "phone": row.phone_height,
                "wide": row.wide_height,
                "pieces": [] if is_house else snippets.read_ad(row.snippet),
                "headline": row.headline if is_house else "",
                "words": row.words if is_house else "",
                "link": row.link if is_house else "",
                "picture": row.picture_id if is_house else None,
            }
        )
    return listed
