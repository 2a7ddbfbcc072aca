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


class Script(NamedTuple):
    """A script of somebody else, as a page prints it: by its address, or its code."""

    address: str
    attributes: Attributes
    code: str = ""


class Ad(NamedTuple):
    """What stands in one place."""

    place: str
    phone: int
    wide: int
    script: Script | None
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


def analytics(request: Any) -> list[Script]:
    """The scripts that count readers, for a page that prints them now."""
    site = house.site(request)
    pieces = settings.ANALYTICS or site.analytics
    if not pieces or not is_for_readers(request) or wants_no_tracking(request):
        return []
    scripts = [
        Script(piece["address"], tuple(map(tuple, piece["attributes"])), piece["code"])
        for piece in pieces
    ]
    note = printed(request)
    own = [hosts.host_of(script.address) for script in scripts if script.address]
    others = (
        settings.ANALYTICS_HOSTS
        if settings.ANALYTICS
        else hosts.host_names(site.analytics_hosts)
    )
    code = [script.code for script in scripts if script.code]
    note.let_in(("script-src",), [*own, *others] if code else own)
    note.let_in(FOR_COUNTING, [*own, *others])
    note.sources["script-src"].update(map(inline.source_of, code))
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
    if found is None or found.script is None:
        return found
    if wants_no_tracking(request):
        return None
    others = [*settings.AD_HOSTS, *hosts.host_names(house.site(request).ads_hosts)]
    printed(request).let_in(FOR_ADS, [hosts.host_of(found.script.address), *others])
    return found


def _by_variable(place: str) -> Ad | None:
    named = settings.AD_PLACES.get(place)
    if named is None:
        return None
    script = Script(named.script, tuple(named.attributes))
    return Ad(place, named.phone, named.wide, script)


def _by_screen(request: Any, place: str) -> Ad | None:
    site = house.site(request)
    row = next((row for row in site.ads if row["place"] == place), None)
    if row is None:
        return None
    script = None
    if row["script"]:
        script = Script(row["script"], tuple(map(tuple, row["attributes"])))
    return Ad(
        place=row["place"],
        phone=row["phone"],
        wide=row["wide"],
        script=script,
        headline=row["headline"],
        words=row["words"],
        link=row["link"],
        picture=row["picture"],
    )


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
                "script": "" if is_house else row.script,
                "attributes": [] if is_house else hosts.data_attributes(row.attributes),
                "headline": row.headline if is_house else "",
                "words": row.words if is_house else "",
                "link": row.link if is_house else "",
                "picture": row.picture_id if is_house else None,
            }
        )
    return listed
