"""Shows, people and the parts they play, by their names, for the search of the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from images.asking import Asked
from images.finding import find
from images.fitting import Fit, Hit
from images.question_words import plain, tells
from images.search import fold

from .cast import Member, cast_list
from .models import CharacterName, Credit, Person, PersonName, Show, ShowName
from .querysets import CARD

# What readers call the whole of them.
EVERYBODY = {"cast", "actor", "actress", "star", "starring", "character", "role"}
# What readers call those who make it, and what their jobs are called.
MAKERS = {
    "creator": "creator",
    "created": "creator",
    "director": "director",
    "directed": "director",
    "maker": "director",
    "made": "director",
    "producer": "producer",
    "produced": "producer",
    "writer": "writer",
    "written": "writer",
    "wrote": "writer",
}
MOST_PLAYERS = 12


@dataclass(frozen=True)
class Part:
    """Who plays or makes what: "Lee You-mi", "Lee Na-yeon", "All of Us Are Dead"."""

    person: Person
    role: str
    show: Show


def find_shows(asked: Asked, at: datetime) -> list[Hit]:
    """By any of their titles; not those of which nobody outside may know yet."""
    shows = Show.objects.listed().public(at).select_related("poster")
    return find(
        shows.only(*CARD, "original_title").prefetch_related("other_titles"),
        ShowName.objects.all(),
        asked,
        titles,
    )


def titles(show: Show) -> list[str]:
    others = [other.title for other in show.other_titles.all()]
    return [show.title, *filter(None, [show.original_title]), *others]


def find_people(asked: Asked, at: datetime) -> list[Hit]:
    """By any spelling of their names."""
    people = Person.objects.listed().public(at).for_cards()
    hits = find(
        people.prefetch_related("other_spellings"),
        PersonName.objects.all(),
        asked,
        spellings,
        # "Lee Jae-gyu" is no more another person than "Lee Jae-kyoo".
        alike=True,
    )
    # Of one name those come first who are not just a name in a catalogue.
    return sorted(hits, key=lambda hit: (*hit.rank, hit.row.is_uncertain))


def spellings(person: Person) -> list[str]:
    return [person.name, *(other.name for other in person.other_spellings.all())]


def find_parts(asked: Asked, at: datetime) -> list[Part]:
    """Whoever plays a character of that name."""
    shows = Show.objects.listed().public(at).filter(pk=OuterRef("show"))
    people = Person.objects.listed().public(at).filter(pk=OuterRef("person"))
    credits = (
        # Asked of each credit that answers: SQLite would list everybody first.
        Credit.objects.filter(Exists(shows), Exists(people))
        .of_known_seasons(at)
        .select_related("person__portrait", "show")
        .defer("person__biography", "show__synopsis")
    )
    hits = find(
        credits, CharacterName.objects.all(), asked, lambda credit: [credit.character]
    )
    return [
        Part(hit.row.person, hit.row.character, hit.row.show)
        for hit in hits
        # In a longer question "Joy" is most likely just a word.
        if hit.fit != Fit.MENTIONED or " " in fold(hit.name)
    ]


def find_players(asked: Asked, hit: Hit, at: datetime) -> list[Part]:
    """
    For "squid game director" those who are that in the show that was named; two
    queries at most.
    """
    if hit.fit not in (Fit.SUBJECT, Fit.MENTIONED, Fit.INITIALS):
        return []
    beside = asked.beside(hit.name)
    rest = set(map(plain, beside))
    called = {MAKERS.get(word, word) for word in rest if tells(word) or word in MAKERS}
    # "Season five" counts, and "Eleven" is somebody.
    numbers = {word for word in beside if word.isalpha() and plain(word).isdecimal()}
    if not called and not numbers and not rest & EVERYBODY:
        return []
    members = cast_list(hit.row, at)
    everybody = [*members.cast, *members.guests, *members.crew]
    wanted = [words for words in (called | numbers, called) if words]
    found = next(filter(None, (_called(everybody, words) for words in wanted)), [])
    if not called and not found and rest & EVERYBODY:
        found = members.cast
    return [
        Part(each.person, each.character or each.job, hit.row)
        for each in found[:MOST_PLAYERS]
    ]


def _called(members: list[Member], words: set[str]) -> list[Member]:
    return [each for each in members if _is_called(each, words)]


def _is_called(member: Member, words: set[str]) -> bool:
    called = fold(f"{member.character} {member.job}").split()
    return all(any(each.startswith(word) for each in called) for word in words)
