"""
Whole stories for readers elsewhere: in feeds, without our styles, scripts or host.

A picture is a picture with its caption; whatever else a body holds stands as the
words that the server wrote for it. Every address is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.addresses.straightening import straightened
from articles.embeds import REGISTRY, load_targets, placement_of
from articles.embeds.base import Target
from articles.models import Correction, Version
from articles.reading.pages import known_at
from images.addresses import on_site
from images.prepared import Prepared

from .entries import places
from .live_facts import load_ahead, references
from .markup import (
    EMBED,
    ENTRY,
    FACT_KINDS,
    GALLERY,
    POST,
    SPOILER,
    TAG,
    escape_attribute,
    unescape,
)
from .paid_links import notices, paid_links
from .rendering import with_paid_marked
from .sanitising import sanitise_line
from .within import unlinked

_ADDRESS = re.compile(r' (href|src)="(/[^"]*)"')

CORRECTIONS = Prepared(
    lambda at, *articles: Correction.objects.public(at).filter(article__in=articles)
)


def full_texts(versions: Iterable[Version], moment: datetime) -> dict[int, SafeString]:
    """
    The HTML of each story by the key of its version; load them with `for_page()`.

    The queries do not depend on how many there are: facts are read once, from the
    earliest moment on that any of the stories speaks of.
    """
    # Of the others a feed has nothing to show yet but where they stand.
    all_versions = list(versions)
    versions = [each for each in all_versions if not each.is_protected(moment)]
    found = {
        each.pk: _held_back(each) for each in all_versions if each.is_protected(moment)
    }
    if not versions:
        return found
    facts_at = {version.pk: known_at(version, moment) for version in versions}
    asked = {each for version in versions for each in references(version.body)}
    live = load_ahead(asked, since=min(facts_at.values())) if asked else None
    targets = load_targets(
        "".join(_to_load(each.body, facts_at[each.pk] < moment) for each in versions),
        moment,
    )
    corrections: dict[int, list[Correction]] = {}
    for row in CORRECTIONS(moment, *(version.article_id for version in versions)):
        corrections.setdefault(row.article_id, []).append(row)
    paid = paid_links(versions)
    bodies = straightened([version.body for version in versions], moment)
    for version, body in zip(versions, bodies, strict=True):
        then = facts_at[version.pk]
        if live:
            body = live.on_record(then, version.recorded_by).print(body, then)
        sold = paid[version.pk]
        told = with_paid_marked(_written_out(body, targets, then < moment), sold)
        context = {
            "version": version,
            "disclosures": notices(version, earns=sold.earns(version.body)),
            "sources": [
                source | {"rel": sold.rel(source["url"])} for source in version.sources
            ],
            "picture": _shown(version, moment),
            "body": mark_safe(told),  # noqa: S308
            "corrections": corrections.get(version.article_id, []),
        }
        html = render_to_string("articles/full_text.html", context).strip()
        found[version.pk] = mark_safe(with_whole_addresses(html))  # noqa: S308
    return found


def _held_back(version: Version) -> SafeString:
    html = render_to_string("articles/full_text_later.html", {"version": version})
    return mark_safe(with_whole_addresses(html.strip()))  # noqa: S308


def with_whole_addresses(html: str) -> str:
    """Every address of this site in the tags of some HTML, with its host."""

    def whole(match: re.Match[str]) -> str:
        address = escape_attribute(on_site(unescape(match[2])))
        return f' {match[1]}="{address}"'

    return TAG.sub(lambda tag: _ADDRESS.sub(whole, tag[0]), html)


def _to_load(body: str, is_of_its_day: bool) -> str:
    """
    The embeds to be read from the database. What blocks from facts said when a story
    was saved stands in the body, and news goes on saying it.
    """
    return "".join(
        match[0]
        for match in EMBED.finditer(body)
        if not (is_of_its_day and match["kind"] in FACT_KINDS)
    )


def _written_out(body: str, targets: dict[Target, Any], is_of_its_day: bool) -> str:
    def write(match: re.Match[str]) -> str:
        placement = placement_of(match)
        embed = REGISTRY[placement.kind]
        target = targets.get(placement.target)
        if is_of_its_day and placement.kind in FACT_KINDS:
            words = match["fallback"]
        elif target is None:
            return ""
        elif placement.kind == "picture":
            return render_to_string(
                "embeds/_picture_elsewhere.html", embed.context(target, placement)
            )
        else:
            words = sanitise_line(embed.fallback(target, placement))
        return f"<p>{words}</p>" if words else ""

    return EMBED.sub(write, _plain_blocks(unlinked(SPOILER.sub(_untold, body))))


def _plain_blocks(body: str) -> str:
    """Ranked entries with their numbers, galleries and posts, without marks of this site."""
    numbers = iter([place.number for place in places(body)])

    def entry(match: re.Match[str]) -> str:
        number = next(numbers)
        counted = "" if number is None else f"{number}. "
        head = f"{match['entry_picture'] or ''}{match['entry_show'] or ''}"
        return f"<h2>{counted}{match['entry_title']}</h2>{head}{match['verdict']}"

    def gallery(match: re.Match[str]) -> str:
        title = match["gallery_title"]
        head = f"<p><strong>{title}</strong></p>" if title else ""
        return head + match["gallery_pictures"]

    def post(match: re.Match[str]) -> str:
        quoted = (
            f"<blockquote>{match['quoted']}</blockquote>" if match["quoted"] else ""
        )
        return f"{quoted}{match['still'] or ''}<p>{match['post_credit']}</p>"

    return POST.sub(post, GALLERY.sub(gallery, ENTRY.sub(entry, body)))


def _untold(match: re.Match[str]) -> str:
    """Readers of feeds have nothing to open; what is hidden stays on the page."""
    return f"<p><strong>{match['summary']}</strong> (on the page of the story)</p>"


def _shown(version: Version, moment: datetime) -> Any:
    image = version.lead_image
    return image if image and image.may_be_shown(moment) else None
