"""
The search of the site: every app answers for its own things, and here the answers meet.

Names come first, for most questions are one. Stories follow, those that say it in their
headline before those that say it somewhere. Where nothing or next to nothing is found
the question is asked once more with forgiving spelling. What it costs does not depend
on what there is, nor on what was typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from articles.models import Version, VersionShow
from articles.querysets import TITLE
from articles.search.stories import (
    Narrowing,
    Place,
    Stories,
    find_sections,
    find_stories,
    find_tags,
    read_by_now,
    written_about_first,
)
from articles.templatetags.article_tags import KIND_WORDS
from authors.search import find_authors
from images import spelling
from images.asking import Asked, ask
from images.fitting import Fit, Hit, corrected
from images.question_words import plain
from images.search import bare, fold
from shows.models import Person, Show
from shows.search import Part, find_parts, find_people, find_players, find_shows

from .house import ListedSection

# Fewer stories than this, and no name, and the spelling is doubted.
FEW = 5
MOST_SHOWS_TO_CHOOSE = 8
MOST_SUGGESTED = 8
# How far back shows count as popular, in stories about them.
POPULAR_WITHIN = 400
POPULAR = 8
# A name that had to be bent further is not what was meant.
MOST_OFF = 3
# Beside the very name of something.
NOT_MEANT = {Fit.MENTIONED, Fit.INITIALS}


@dataclass(frozen=True)
class FoundShow:
    """A show and, where that is how it was found, its other title."""

    show: Show
    reason: str


@dataclass(frozen=True)
class FoundPerson:
    person: Person
    # Whom they play or what they make, and where.
    role: str = ""
    show: Show | None = None


@dataclass(frozen=True)
class Results:
    """All that answers one question at one moment."""

    asked: Asked
    shows: list[Hit] = field(default_factory=list)
    people: list[Hit] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    tags: list[Hit] = field(default_factory=list)
    authors: list[Hit] = field(default_factory=list)
    sections: list[Hit] = field(default_factory=list)
    stories: Stories = Stories([], True, {})
    # The question in other letters, and whether its answers are shown instead.
    suggestion: str = ""
    is_corrected: bool = False

    def __bool__(self) -> bool:
        return self.has_names or bool(self.stories.found)

    @property
    def has_names(self) -> bool:
        return bool(self.parts or self.hits)

    @property
    def hits(self) -> list[Hit]:
        groups = (self.shows, self.people, self.tags, self.authors, self.sections)
        return [hit for hits in groups for hit in hits]

    @property
    def is_sure(self) -> bool:
        """
        Whether names answer the whole question. One word of it ("Stranger") does not,
        nor does "Bobby Brown" for "Milie Bobby Brown".
        """
        if self.parts or any(_answers(hit, self.asked) for hit in self.hits):
            return True
        mentioned = [hit.name for hit in self.hits if hit.fit == Fit.MENTIONED]
        names = [bare(plain(fold(name))) for name in mentioned]
        named = {word for name in names if " " in name for word in name.split()}
        return bool(named) and named.issuperset(map(plain, self.asked.telling))

    @property
    def is_named(self) -> bool:
        """Whether the very name of something was typed."""
        return any(hit.fit.is_the_name for hit in self.hits)

    @property
    def is_begun(self) -> bool:
        """Whether a name has the beginnings of what was typed."""
        return any(hit.fit != Fit.MENTIONED for hit in self.hits)

    @property
    def is_said(self) -> bool:
        """Whether any story says all that was asked for."""
        places = {Place.SUBJECT, Place.ALSO_ABOUT}
        return any(row.place not in places for row in self.stories.found)

    def is_better_than(self, found: Results) -> bool:
        """Whether it answers more than the same question in other letters."""
        if len(self.asked.telling) < len(found.asked.telling):
            # "La la and" tells less than "la la land".
            return self.is_named
        return self.is_sure or self.is_said

    @property
    def found_shows(self) -> list[FoundShow]:
        return [FoundShow(hit.row, _other_title(hit)) for hit in self.shows]

    @property
    def found_people(self) -> list[FoundPerson]:
        """Whoever was named first, then those who play what was named; each once."""
        found = {
            hit.row.pk: FoundPerson(hit.row)
            for hit in self.people
            if hit.fit <= Fit.OTHER_BEGINS
        }
        for part in self.parts:
            found.setdefault(
                part.person.pk, FoundPerson(part.person, part.role, part.show)
            )
        for hit in self.people:
            found.setdefault(hit.row.pk, FoundPerson(hit.row))
        return list(found.values())

    @property
    def stories_first(self) -> bool:
        """Somebody typed a headline, and no name."""
        best = self.stories.found[0] if self.stories.found else None
        named = any(
            hits and hits[0].fit in (Fit.EXACT, Fit.OTHER_EXACT)
            for hits in (self.shows, self.people)
        )
        return best is not None and best.place == Place.HEADLINE and not named


def search(
    typed: str,
    at: datetime,
    by: Narrowing | None = None,
    sections: Sequence[ListedSection] = (),
) -> Results:
    """What readers can see at a moment that answers what was typed."""
    asked = ask(typed)
    if not asked:
        return Results(asked)
    found = _look(asked, at, by, sections)
    is_plain = not asked.subject and found
    if is_plain or found.is_sure or len(found.stories.found) >= FEW or by:
        return found
    suggestion = _otherwise(asked.forgiving(), at, sections)
    if suggestion in ("", asked.text):
        return found
    other = _look(ask(suggestion), at, by, sections)
    if not other.is_better_than(found):
        return found
    if found.is_said:
        return replace(found, suggestion=suggestion)
    is_telling = len(asked.joined) > spelling.SHORTEST
    is_more = other.is_named or not found or (other.is_begun and not found.is_begun)
    if is_telling and is_more:
        return replace(other, suggestion=suggestion, is_corrected=True)
    return replace(found, suggestion=suggestion)


def _otherwise(asked: Asked, at: datetime, sections: Sequence[ListedSection]) -> str:
    """The same question in the letters of what can be found; empty where nothing can."""
    if not asked.is_bent:
        return ""
    authors = _near_enough(find_authors(asked))
    found = [
        _near_enough(written_about_first(find_shows(asked, at), asked, at)),
        _near_enough(find_people(asked, at)),
        _near_enough(find_tags(asked, at)),
        _near_enough(find_sections(asked, sections)),
        read_by_now(authors, at),
    ]
    if best := [hits[0] for hits in found if hits]:
        hit = min(best, key=lambda hit: hit.rank)
        # Other spellings of people are found and never printed.
        is_other = isinstance(hit.row, Person) and hit.name != hit.row.name
        return fold(hit.row.name) if is_other else corrected(asked, hit.name)
    if parts := find_parts(asked, at):
        return corrected(asked, parts[0].role)
    stories = find_stories(asked, at).found
    return corrected(asked, stories[0].title) if stories else ""


def _look(
    asked: Asked,
    at: datetime,
    by: Narrowing | None,
    sections: Sequence[ListedSection],
) -> Results:
    shows, people, authors, tags, named = _meant(
        written_about_first(find_shows(asked, at), asked, at),
        find_people(asked, at),
        read_by_now(find_authors(asked), at),
        find_tags(asked, at),
        find_sections(asked, sections),
    )
    parts = [] if people and people[0].fit <= Fit.BEGINS else find_parts(asked, at)
    if shows:
        parts = [*find_players(asked, shows[0], at), *parts]
    subjects = [
        hits[0] for hits in (shows, people, authors) if hits and hits[0].fit.is_a_name
    ]
    if parts and not subjects:
        subjects = [Hit(parts[0].person, Fit.OTHER_EXACT, parts[0].role, 0, 0)]
    return Results(
        asked=asked,
        shows=shows,
        people=people,
        parts=parts,
        tags=tags,
        authors=authors,
        sections=named,
        stories=find_stories(asked, at, subjects, by),
    )


def _meant(*groups: list[Hit]) -> Iterable[list[Hit]]:
    """Beside the very name of something, names that it holds were not meant."""
    is_named = any(hits and hits[0].fit.is_the_name for hits in groups)
    for hits in groups:
        kept = [hit for hit in hits if not (is_named and hit.fit in NOT_MEANT)]
        yield _near_enough(kept)


def _answers(hit: Hit, asked: Asked) -> bool:
    """Whether a name has all of what was typed; "Wichers" has less than "wicher"."""
    if hit.fit in (Fit.INSIDE, Fit.WORDS, Fit.SUBJECT_WORDS):
        name = fold(hit.name).split()
        begun = {"".join(name[:count]) for count in range(len(name))}
        words = (asked.subject or asked.text).split()
        return set(words) <= set(name) or asked.joined in begun
    return hit.fit not in (Fit.MENTIONED, Fit.NEAR)


def _near_enough(hits: list[Hit]) -> list[Hit]:
    """Without those that were bent further than the best of them."""
    return [hit for hit in hits if hit.off <= min(hits[0].off + 1, MOST_OFF)]


def _other_title(hit: Hit) -> str:
    """Of a show. The other spellings of people are found by and never printed."""
    return hit.name if isinstance(hit.row, Show) and hit.name != hit.row.title else ""


# What it can be narrowed by


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int


class Facets(NamedTuple):
    kinds: list[Choice]
    sections: list[Choice]
    shows: list[Choice]


def facets_of(
    stories: Stories, by: Narrowing, sections: Iterable[ListedSection]
) -> Facets:
    """
    How many of the stories that were found each choice would leave, the other choices
    as they are. Counted among what was found, never in the tables.
    """
    kinds = stories.narrowed(replace(by, kind="")).count(lambda row: [row.kind])
    in_sections = stories.narrowed(replace(by, section=None)).count(
        lambda row: [row.section]
    )
    about = stories.narrowed(replace(by, show=None)).count(
        lambda row: stories.shows.get(row.version, [])
    )
    return Facets(
        kinds=[
            Choice(kind.value, KIND_WORDS.get(kind) or str(kind.label), kinds[kind])
            for kind in Version.Kind
            if kinds[kind]
        ],
        sections=[
            Choice(each.slug, each.name, in_sections[each.pk])
            for each in sections
            if in_sections[each.pk]
        ],
        shows=_shows_to_choose(about, by.show),
    )


def _shows_to_choose(about: Counter[int], chosen: int | None) -> list[Choice]:
    most = [pk for pk, _ in about.most_common(MOST_SHOWS_TO_CHOOSE)]
    if chosen and chosen not in most:
        most.append(chosen)
    shows = Show.objects.only("slug", "title").in_bulk(most)
    return [
        Choice(shows[pk].slug, shows[pk].title, about[pk]) for pk in most if pk in shows
    ]


# While somebody types, and before anybody did


class Suggestion(NamedTuple):
    kind: str
    label: str
    note: str
    row: Any


def suggestions(
    typed: str, at: datetime, sections: Sequence[ListedSection] = ()
) -> list[Suggestion]:
    """Names, and stories by their headline, that begin as it was typed."""
    asked = ask(typed)
    if not asked:
        return []
    found = list(islice(_suggested(asked, at, sections), MOST_SUGGESTED))
    if found or len(asked.text) < FEW:
        return found
    return list(islice(_suggested(asked.forgiving(), at, sections), MOST_SUGGESTED))


def _suggested(
    asked: Asked, at: datetime, sections: Sequence[ListedSection]
) -> Iterable[Suggestion]:
    shows = written_about_first(find_shows(asked, at), asked, at)
    hits = [
        *(("Show", hit) for hit in shows[:4]),
        *(("Person", hit) for hit in find_people(asked, at)[:3]),
        *(("Section", hit) for hit in find_sections(asked, sections)[:2]),
        *(("Tag", hit) for hit in find_tags(asked, at)[:2]),
    ]
    near = [pair for pair in hits if pair[1].off <= MOST_OFF]
    twins = Counter(str(hit.row) for _, hit in near)
    # Each kind in its own order: of shows those come first that stories are about.
    for kind, hit in sorted(near, key=lambda pair: pair[1].rank[:2]):
        label = hit.row.name if kind == "Section" else str(hit.row)
        note = _other_title(hit)
        if kind == "Show" and twins[label] > 1 and hit.row.year:
            note = note or str(hit.row.year)
        yield Suggestion(kind, label, note, hit.row)
    titled = [
        row
        for row in find_stories(asked, at).found
        if row.place <= Place.WORDS_IN_HEADLINE
    ][:3]
    versions = Version.objects.select_related("article").only("article__slug", *TITLE)
    by_key = versions.in_bulk([row.version for row in titled])
    for row in titled:
        story = by_key[row.version]
        yield Suggestion("Story", story.face(at).headline, story.label, story)


def popular_shows(at: datetime) -> list[Show]:
    """Those that the newest stories are about."""
    newest = Version.objects.live(at).listed().newest().values("pk")[:POPULAR_WITHIN]
    rows = VersionShow.objects.filter(version__in=newest).order_by()
    counted = Counter(rows.values_list("show_id", flat=True))
    most = [pk for pk, _ in counted.most_common(POPULAR)]
    shows = Show.objects.listed().public(at).for_cards().filter(pk__in=most)
    return sorted(shows, key=lambda show: most.index(show.pk))
