"""
What a reader may have meant who came to an address where nothing stands.

The words of the address are asked of the search with forgiving spelling, of the kind of
page that it would have been. It costs a bounded number of queries, whatever was asked
for, and nothing where no page of ours was: programs that try doors are sent away at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from difflib import SequenceMatcher
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from articles.models import Version
from articles.querysets import TITLE
from authors.search import find_authors
from images.asking import Asked, Hit, ask
from shows.search import find_people, find_shows

from .stories import Place, find_stories, find_tags, read_by_now

logger = logging.getLogger(__name__)

# Below these are no pages for readers.
NEVER_BELOW = (settings.ADMIN_PATH, settings.STATIC_URL, "/media/", "/preview/")
KINDS = {"articles", "authors", "people", "sections", "shows", "tags"}
LONGEST = 120
FEWEST_LETTERS = 3
MOST_NAMES, MOST_STORIES = 2, 3
# Stories that the search found, of which the likest are offered.
MOST_COMPARED = 40
# Letters that are forgiven of a name that was looked for by itself.
MOST_OFF = 3


class Near(NamedTuple):
    """A page that may have been meant."""

    kind: str
    label: str
    url: str


Find = Callable[[Asked, datetime], list[Hit]]


def _authors(asked: Asked, at: datetime) -> list[Hit]:
    return read_by_now(find_authors(asked), at)


# By the first part of the address; all else is taken for that of a story.
NAMED: dict[str, tuple[str, Find]] = {
    "shows": ("Show", find_shows),
    "people": ("Person", find_people),
    "authors": ("Author", _authors),
    "tags": ("Tag", find_tags),
}


def words_of(path: str) -> str:
    """
    What an address says, as somebody would type it into the search; nothing for one
    that no page of ours could have.

    >>> words_of("/articles/all-of-us-are-ded/")
    'all of us are ded'
    """
    if path.startswith(NEVER_BELOW) or "." in path or len(path) > LONGEST:
        return ""
    parts = [part.replace("-", " ").replace("_", " ") for part in path.split("/")]
    if len(parts) > 2 and parts[1] in KINDS:
        del parts[1]
    # The one that says most: /shows/squid-game/season-2/ is about Squid Game.
    words = " ".join(max(parts, key=len).split())
    return words if sum(map(str.isalpha, words)) >= FEWEST_LETTERS else ""


def nearest(path: str, at: datetime) -> list[Near]:
    """Live pages that an address nearly names, the likeliest first."""
    words = words_of(path)
    if not words:
        return []
    try:
        return list(_nearest(path.strip("/").partition("/")[0], ask(words), at))
    except Exception:
        # What helps somebody who is lost must not lose them.
        logger.exception("No pages could be found near %s.", path)
        return []


def _nearest(part: str, asked: Asked, at: datetime) -> Iterable[Near]:
    forgiving = asked.forgiving()
    kind, find = NAMED.get(part, NAMED["shows"])
    hits = find(forgiving, at)
    names = [hit for hit in hits if hit.off <= hits[0].off + 1][:MOST_NAMES]
    named = [Near(kind, str(hit.row), _address(hit)) for hit in names]
    stories = [] if part in {"people", "authors"} else _stories(forgiving, names, at)
    # Hardly more than a name was asked for, wherever it was looked for.
    is_named = part in NAMED or any(hit.off <= MOST_OFF for hit in names)
    return [*named, *stories] if is_named else [*stories, *named]


def _stories(asked: Asked, names: list[Hit], at: datetime) -> list[Near]:
    """Those whose headline is likest to the words, among all that the search found."""
    about = [hit for hit in names[:1] if hasattr(hit.row, "has_seasons")]
    found = find_stories(asked, at, about).found[:MOST_COMPARED]
    # Those that only say the words somewhere stand in for better ones.
    found = [row for row in found if row.place < Place.TEXT] or found
    found.sort(key=lambda row: -SequenceMatcher(None, asked.text, row.title).ratio())
    wanted = [row.version for row in found[:MOST_STORIES]]
    versions = (
        Version.objects.select_related("article")
        .only("article__slug", *TITLE)
        .in_bulk(wanted)
    )
    live = [versions[pk] for pk in wanted if pk in versions]
    return [
        Near("Story", each.face(at).title, each.get_absolute_url()) for each in live
    ]


def _address(hit: Hit) -> str:
    if hasattr(hit.row, "get_absolute_url"):
        return str(hit.row.get_absolute_url())
    return reverse("articles:tag", args=[hit.row.slug])
