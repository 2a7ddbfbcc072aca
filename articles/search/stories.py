"""
Stories and tags, for the search of the site.

What readers find a story by is entered in the transaction that gives a version its
window (`articles.search.entering`), and what they are shown is asked for with `live(at)`: an
embargo lifts and a schedule begins by the clock alone. Retracted stories leave the
search as they leave every list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from taggit.models import Tag

from articles.models import (
    SearchEntry,
    TagName,
    Version,
    VersionAuthor,
    VersionPerson,
    VersionShow,
    VersionTag,
)
from articles.querysets import VersionQuerySet
from authors.models import Author
from images.asking import Asked
from images.finding import find
from images.fitting import Fit, Hit, among
from images.question_words import ANY_STORY, SAID_IN_PASSING, plain
from shows.models import Announcement, Person, Show

from . import guarding

# The newest stories are looked at before the index of all is asked: common words are
# soon found among them, and rare ones are few in the index.
RECENT = 2_000
# As many as are ranked, counted and turned to.
MOST_STORIES = 240
MOST_TITLES = 120
MOST_ABOUT = 120
MOST_CREDITED = 400


# What is found


class Place(IntEnum):
    """Where a story says what was asked for, the best first."""

    HEADLINE = 0
    HEADLINE_BEGINS = 1
    IN_HEADLINE = 2
    # "Squid game recap": of the kind that was asked for, about what was named.
    OF_KIND = 3
    WORDS_IN_HEADLINE = 4
    SUBJECT = 5
    ALSO_ABOUT = 6
    TEXT = 7


@dataclass(frozen=True)
class Found:
    """A story that answers, as narrow as ranking and counting need it."""

    version: int
    article: int
    title: str
    kind: str
    section: int | None
    published_at: datetime
    place: int


COLUMNS = (
    "version_id",
    "version__article_id",
    "title",
    "version__kind",
    "version__section_id",
    "version__published_at",
)


@dataclass(frozen=True)
class Narrowing:
    kind: str = ""
    section: int | None = None
    show: int | None = None

    def __bool__(self) -> bool:
        return bool(self.kind or self.section or self.show)


@dataclass(frozen=True)
class Stories:
    """What was found, best first; `is_all` unless there is more than is looked at."""

    found: list[Found]
    is_all: bool
    # Of each story that was found, the shows it is about.
    shows: dict[int, list[int]]

    def narrowed(self, by: Narrowing) -> Stories:
        kept = [
            each
            for each in self.found
            if by.kind in ("", each.kind)
            and by.section in (None, each.section)
            and (by.show is None or by.show in self.shows.get(each.version, []))
        ]
        return replace(self, found=kept)

    def count(self, what: Callable[[Found], Iterable[Any]]) -> Counter[Any]:
        return Counter(key for each in self.found for key in what(each))


def find_stories(
    asked: Asked,
    at: datetime,
    about: Iterable[Hit] = (),
    by: Narrowing | None = None,
) -> Stories:
    """
    Live stories in whose words every word is found, and those about the shows and
    people whose name was typed. Fifteen queries at most, whatever there is.
    """
    live = _narrowed(Version.objects.live(at).listed(), by or Narrowing())
    words = asked.sought
    if not words:
        return Stories([], True, {})
    guarded = guarding.guarded(live, at)
    live = live.unprotected(at)
    titled = newest_entries(live, Q(title__has_words=words), MOST_TITLES)
    titled += guarded.titled(words)
    told = newest_entries(live, Q(text__has_words=words), MOST_STORIES)
    told += guarded.told(words)
    of_kind = _of_a_kind(live, guarded, asked) if not (told and asked.subject) else []
    found = {
        row.version: row for row in _placed(titled, asked, Place.WORDS_IN_HEADLINE)
    }
    if not asked.subject:
        # "Recaps", "latest interviews".
        found |= {row.version: row for row in _placed(of_kind, asked, Place.OF_KIND)}
    for hit in about:
        rows, name = ABOUT[type(hit.row)]
        besides = [] if asked.near else asked.beside(hit.name)
        besides = [word for word in besides if word not in SAID_IN_PASSING]
        kind = next((each for each in map(plain, besides) if each in KINDS), "")
        besides = [word for word in besides if plain(word) not in ANY_STORY]
        said = _that_say(besides, asked, kind)
        subject = _about(live, hit, said, bool(found or told))
        ways = list(map(asked.ways_of, besides))
        subject += guarded.about(rows.objects.filter(**{name: hit.row}), ways)
        primary = _primary(hit, [row[0] for row in subject])
        for row in _placed(subject, asked, Place.ALSO_ABOUT):
            if row.version in primary:
                place = Place.OF_KIND if row.kind == kind else Place.SUBJECT
                row = replace(row, place=min(row.place, place))
            other = found.get(row.version, row)
            found[row.version] = min(row, other, key=lambda each: each.place)
    for row in _placed([*told, *of_kind], asked, Place.TEXT):
        found.setdefault(row.version, row)
    ranked = sorted(found.values(), key=lambda row: row.published_at, reverse=True)
    ranked.sort(key=lambda row: row.place)
    is_all = len(told) <= MOST_STORIES and len(titled) <= MOST_TITLES
    ranked = ranked[:MOST_STORIES]
    return Stories(ranked, is_all, _shows_of(ranked))


def _narrowed(live: VersionQuerySet, by: Narrowing) -> VersionQuerySet:
    if by.kind:
        live = live.filter(kind=by.kind)
    if by.section:
        live = live.filter(section=by.section)
    if by.show:
        rows = VersionShow.objects.filter(show=by.show, version=OuterRef("pk"))
        live = live.filter(Exists(rows))
    return live


KINDS = frozenset(Version.Kind.values)


def _of_a_kind(
    live: VersionQuerySet, guarded: guarding.Guarded, asked: Asked
) -> list[tuple[Any, ...]]:
    """For "interview subtitler": an interview need not say that it is one."""
    kind = next((each for each in map(plain, asked.words) if each in KINDS), "")
    words = [
        asked.ways_of(word)
        for word in asked.words
        if plain(word) not in {kind, *ANY_STORY} and word not in SAID_IN_PASSING
    ]
    if not kind:
        return []
    said = Q(text__has_words=words) if words else Q()
    found = newest_entries(live.filter(kind=kind), said, MOST_ABOUT)
    return [*found, *guarded.of_kind(kind, words)]


def newest_entries(
    live: VersionQuerySet, matching: Q, most: int
) -> list[tuple[Any, ...]]:
    entries = SearchEntry.objects.filter(matching).order_by("-published_at", "-pk")
    recent = live.newest().values("pk")[:RECENT]
    rows = entries.filter(version__in=recent).values_list(*COLUMNS)[: most + 1]
    found = list(rows)
    if len(found) <= most:
        older = entries.filter(version__in=live.order_by())
        found = list(older.values_list(*COLUMNS)[: most + 1])
    return found


ABOUT: dict[type, tuple[Any, str]] = {
    Show: (VersionShow, "show"),
    Person: (VersionPerson, "person"),
    Author: (VersionAuthor, "author"),
}


def _that_say(besides: list[str], asked: Asked, kind: str) -> Q:
    """The words that were typed beside a name; a review need not be called one."""
    if not besides:
        return Q()
    said = Q(text__has_words=list(map(asked.ways_of, besides)))
    if kind:
        rest = [asked.ways_of(word) for word in besides if plain(word) != kind]
        said |= Q(Q(text__has_words=rest) if rest else Q(), version__kind=kind)
    return said


def _about(
    live: VersionQuerySet, hit: Hit, that_say: Q, others: bool
) -> list[tuple[Any, ...]]:
    """
    The newest stories about what was named that say the other words, too; where
    nothing else is found, also those that do not.
    """
    rows, name = ABOUT[type(hit.row)]
    index = rows.objects.filter(**{name: hit.row}).order_by("-published_at", "-version")
    newest = list(index.values_list("version_id", flat=True)[:MOST_CREDITED])
    entries = SearchEntry.objects.filter(
        version__in=live.filter(pk__in=newest).order_by()
    ).order_by("-published_at", "-pk")
    told = list(entries.filter(that_say).values_list(*COLUMNS)[:MOST_ABOUT])
    if told or others or not that_say:
        return told
    return list(entries.values_list(*COLUMNS)[:MOST_ABOUT])


def _primary(hit: Hit, versions: list[int]) -> set[int]:
    """Of these the ones that are about it first of all."""
    if not isinstance(hit.row, Show):
        return set(versions)
    rows = VersionShow.objects.filter(version__in=versions, show=hit.row)
    return set(rows.filter(is_primary=True).values_list("version_id", flat=True))


def _placed(rows: Iterable[Any], asked: Asked, place: Place) -> Iterable[Found]:
    for row in rows:
        found = Found(row[0], row[1], row[2], row[3], row[4], row[5], place)
        if found.title == asked.text:
            yield replace(found, place=Place.HEADLINE)
        elif found.title.startswith(asked.text):
            yield replace(found, place=Place.HEADLINE_BEGINS)
        elif f" {asked.text}" in found.title:
            yield replace(found, place=Place.IN_HEADLINE)
        else:
            yield found


def _shows_of(stories: list[Found]) -> dict[int, list[int]]:
    rows = VersionShow.objects.filter(version__in=[row.version for row in stories])
    shows: dict[int, list[int]] = {}
    for version, show in rows.order_by("position").values_list("version", "show"):
        shows.setdefault(version, []).append(show)
    return shows


def find_tags(asked: Asked, at: datetime) -> list[Hit]:
    """Tags that a story has which can be read; others may come from a draft."""
    tags = Tag.objects.filter(Exists(_live(VersionTag.objects, "tag", at)))
    return find(tags, TagName.objects.all(), asked, lambda tag: [tag.name])


def find_sections(asked: Asked, sections: Iterable[Any]) -> list[Hit]:
    """Of all sections those whose name was typed or begun; no query."""
    hits = among(sections, asked, lambda section: [section.name])
    meant = {Fit.BEGINS, Fit.NEAR}
    return [hit for hit in hits if hit.fit.is_the_name or hit.fit in meant]


def read_by_now(hits: list[Hit], at: datetime) -> list[Hit]:
    """Of these authors the ones who wrote something that can be read."""
    authors = Author.objects.filter(pk__in=[hit.row.pk for hit in hits])
    written = authors.filter(Exists(_live(VersionAuthor.objects, "author", at)))
    known = set(written.values_list("pk", flat=True)) if hits else set()
    return [hit for hit in hits if hit.row.pk in known]


# Names that were typed whole, or whole but for what else is asked.
WHOLE = {
    Fit.EXACT,
    Fit.OTHER_EXACT,
    Fit.SUBJECT,
    Fit.MENTIONED,
    Fit.NEAR,
    Fit.INITIALS,
}


def written_about_first(hits: list[Hit], asked: Asked, at: datetime) -> list[Hit]:
    """
    These shows, of those that answer as well as each other the ones that a story is
    about; a title that was half typed is likelier to be one of them, too. Of shows with
    one title that of a year that was typed comes first, then those that more is known
    of, and the newer ones.
    """
    if len(hits) < 2:
        return hits
    shows = Show.objects.filter(pk__in=[hit.row.pk for hit in hits]).order_by()
    told = Exists(_live(VersionShow.objects, "show", at))
    # Announcements that nobody recorded are of a catalogue.
    news = Announcement.objects.filter(show=OuterRef("pk"), recorded_by__isnull=False)
    known = Exists(news.public(at).order_by())
    rows = shows.values_list("pk", told, known)
    said = {pk: (not is_told, not is_known) for pk, is_told, is_known in rows}

    def rank(hit: Hit) -> tuple[Any, ...]:
        is_new, is_bare = said.get(hit.row.pk, (True, True))
        is_other = bool(asked.years) and hit.row.year not in asked.years
        rest = hit.rest, is_other
        by = (*rest, is_new) if hit.fit in WHOLE else (is_new, *rest)
        return hit.fit, hit.off, *by, is_bare, -(hit.row.year or 0)

    return sorted(hits, key=rank)


def _live(rows: Any, target: str, at: datetime) -> QuerySet[Any]:
    live = Version.objects.live(at).listed().filter(pk=OuterRef("version"))
    # The newest are the likeliest to be live.
    return rows.filter(Exists(live), **{target: OuterRef("pk")}).order_by()
