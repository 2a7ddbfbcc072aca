"""
What a reader may have meant who came to an address where nothing stands.

The words of the address are compared, with forgiving spelling, with the names of the kind
of page that it would have been and with the headlines and addresses of stories; what a
story says in its text is no address. Where nothing fits well, nothing is offered. It costs
a bounded number of queries, whatever was asked for, and nothing where no page of ours was:
programs that try doors are sent away at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from articles.models import Section, Version
from articles.querysets import TITLE
from authors.search import find_authors
from images import spelling
from images.asking import Asked, ask
from images.fitting import Fit, Hit, nearest_word
from images.question_words import SAID_IN_PASSING
from images.search import bare, fold
from shows.models import Show
from shows.search import find_people, find_shows

from .stories import (
    find_sections,
    find_tags,
    newest_entries,
    read_by_now,
    written_about_first,
)

logger = logging.getLogger(__name__)

# Below these are no pages for readers.
NEVER_BELOW = (settings.ADMIN_PATH, settings.STATIC_URL, "/media/", "/preview/")
KINDS = {"articles", "authors", "people", "sections", "shows", "tags"}
LONGEST = 120
ENDS = './,;:!?)]…”"'
FEWEST_LETTERS = 3
MOST_NAMES, MOST_STORIES = 2, 3
# Stories in which some of it is found, of which the likest are offered.
MOST_COMPARED = 40
# Words of an address that headlines are asked for.
MOST_ASKED = 6
# Of so many letters of a name one may be wrong.
LETTERS_FOR_ONE = 4
# How much of an address a story has to say, and how much of what it says may be in it.
MOST_OF_IT, PART_OF_IT = 0.6, 0.33
# A number tells as much as a word.
LIKE_A_WORD = 4


class Near(NamedTuple):
    """A page that may have been meant."""

    kind: str
    label: str
    url: str


Find = Callable[[Asked, datetime], list[Hit]]


def _authors(asked: Asked, at: datetime) -> list[Hit]:
    return read_by_now(find_authors(asked), at)


def _sections(asked: Asked, at: datetime) -> list[Hit]:
    return find_sections(asked, Section.objects.all())


# By the first part of the address; all else is taken for that of a story.
NAMED: dict[str, tuple[str, Find]] = {
    "shows": ("Show", find_shows),
    "people": ("Person", find_people),
    "authors": ("Author", _authors),
    "tags": ("Tag", find_tags),
    "sections": ("Section", _sections),
}
ONLY_NAMES = {"authors", "people", "sections"}


def words_of(path: str) -> str:
    """
    What an address says, as somebody would type it into the search; nothing for one
    that no page of ours could have.

    >>> words_of("/articles/all-of-us-are-ded/")
    'all of us are ded'
    """
    is_below = path.startswith(NEVER_BELOW)
    # Addresses are copied with the end of the sentence.
    path = path.rstrip(ENDS)
    if is_below or "." in path or len(path) > LONGEST:
        return ""
    parts = [part.replace("-", " ").replace("_", " ") for part in path.split("/")]
    if parts[1:] and parts[1] in KINDS:
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
        return _nearest(path.strip("/").partition("/")[0], ask(words), at)
    except Exception:
        # What helps somebody who is lost must not lose them.
        logger.exception("No pages could be found near %s.", path)
        return []


def _nearest(part: str, asked: Asked, at: datetime) -> list[Near]:
    asked = asked.forgiving()
    kind, find = NAMED.get(part, NAMED["shows"])
    is_of_kind = part in NAMED
    names = _that_fit(find(asked, at), asked, at, in_part=is_of_kind)
    named = [Near(kind, str(hit.row), _address(hit)) for hit in names]
    if part in ONLY_NAMES:
        return named
    stories = _stories(asked, names[:1] if kind == "Show" else [], at)
    if not (named or stories or is_of_kind):
        people = _that_fit(find_people(asked, at), asked, at, in_part=False)
        return [Near("Person", str(hit.row), _address(hit)) for hit in people]
    # Hardly more than a name was asked for, wherever it was looked for.
    is_named = is_of_kind or any(hit.off < spelling.LONG for hit in names)
    return [*named, *stories] if is_named else [*stories, *named]


def _that_fit(
    hits: list[Hit], asked: Asked, at: datetime, *, in_part: bool
) -> list[Hit]:
    """The best that fit well, of each name one."""
    fit = [hit for hit in hits if _fits(hit, asked, in_part=in_part)]
    if fit and isinstance(fit[0].row, Show):
        fit = written_about_first(fit, asked, at)
    whole = [hit for hit in fit if not hit.rest]
    near = [hit for hit in whole or fit if hit.off <= fit[0].off + 1]
    return list({str(hit.row): hit for hit in reversed(near)}.values())[::-1][
        :MOST_NAMES
    ]


def _fits(hit: Hit, asked: Asked, *, in_part: bool) -> bool:
    """
    Whether the address is a whole name, of its own kind also the beginning of one, or
    holds one of several words: "Dark" or "You" are most likely just words of it.
    """
    if hit.fit == Fit.INITIALS:
        # /faq/ is no show.
        return in_part
    name = bare(fold(hit.name))
    if hit.off >= spelling.LONG:
        return " " in name and hit.off % spelling.LONG <= 1
    if hit.off > max(_letters(asked.telling) // LETTERS_FOR_ONE, 1):
        return False
    if in_part:
        return not hit.rest or 2 * hit.rest <= len(name)
    is_telling = bool(asked.subject) and (" " in name or isinstance(hit.row, Show))
    return is_telling and not hit.rest


# Stories by the words of their headlines and addresses


def _stories(asked: Asked, about: list[Hit], at: datetime) -> list[Near]:
    live = Version.objects.live(at).listed()
    wanted = {word for word in asked.words if word not in SAID_IN_PASSING}
    if not wanted:
        return []
    # What a story's own headline gives away is no way to find it.
    titled = newest_entries(
        live.unprotected(at), _some_of(wanted, asked), MOST_COMPARED
    )
    slug = "-".join(asked.typed.split())
    begun = live.filter(article__slug__prefix=slug[: max(len(slug) * 3 // 5, 8)])
    keys = {row[0] for row in titled}
    keys |= set(begun.values_list("pk", flat=True)[:MOST_COMPARED])
    names: dict[int, str] = {}
    for hit in about:
        told = live.about_show(hit.row, at).values_list("pk", flat=True)
        names |= dict.fromkeys(told[:MOST_COMPARED], hit.name)
    versions = Version.objects.select_related("article").only(
        "article__slug", "published_at", *TITLE
    )
    ranked = []
    for each in versions.in_bulk(keys | names.keys()).values():
        said = [each.face(at).headline, each.article.slug.replace("-", " ")]
        if likeness := max(
            _likeness(asked, text, names.get(each.pk, "")) for text in said
        ):
            ranked.append((likeness, each.published_at, each))
    ranked.sort(key=lambda row: row[:2], reverse=True)
    return [
        Near("Story", each.face(at).title, each.get_absolute_url())
        for _, _, each in ranked[:MOST_STORIES]
    ]


def _some_of(words: set[str], asked: Asked) -> Q:
    """Two of the words or more, or the only one, in a headline."""
    longest = sorted(words, key=lambda word: (-len(word), word))[:MOST_ASKED]
    halves = filter(None, (longest[::2], longest[1::2]))
    return Q(
        title__has_words=[
            tuple(way for word in half for way in _ways(asked, word)) for half in halves
        ]
    )


def _ways(asked: Asked, word: str) -> Iterable[str]:
    ways = asked.ways_of(word)
    return (ways,) if isinstance(ways, str) else ways


def _likeness(asked: Asked, text: str, about: str) -> float:
    """
    How much of the address a text says, and how much of the text is in the address;
    nothing where that is not most of either. The name of what the story is about needs
    not be said.
    """
    told = {word for word in fold(text).split() if word not in SAID_IN_PASSING}
    name = set(fold(about).split())
    asked_for = [word for word in asked.words if word not in SAID_IN_PASSING]
    met, said = [], set()
    for word in asked_for:
        if found := nearest_word(word, told):
            said.add(found)
            met.append(word)
        elif nearest_word(word, name):
            met.append(word)
    share = _letters(met) / _letters(asked_for)
    back = _letters(said) / (_letters(told) or 1)
    least = PART_OF_IT if len(said) > 1 else MOST_OF_IT
    if share < MOST_OF_IT or back < least:
        return 0
    return share + back / 2


def _letters(words: Iterable[str]) -> int:
    return sum(LIKE_A_WORD if word.isdecimal() else len(word) for word in words)


def _address(hit: Hit) -> str:
    if hasattr(hit.row, "get_absolute_url"):
        return str(hit.row.get_absolute_url())
    return reverse("articles:tag", args=[hit.row.slug])
