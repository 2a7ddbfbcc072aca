"""
The English of questions: words that tell nothing of the answer, words for what there is
to know about something, and the other ways in which one word or number is written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product

from .search import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Questions are typed as one would ask a person; these tell nothing of the answer.
SAID_IN_PASSING = _words(
    """
    a about an and are by can did do does for had has have how in is many much of on or
    that the there to was were what when where which who why will with
    """
)
# What is asked about a show or a person, in the singular; beside a name it is no name.
ASKED_ABOUT = _words(
    """
    actor actress air article best book cancelled cast chapter character come coming
    created creator date directed director end ending episode everything explained
    far film filmed finale full good guide happen happened interview know latest
    like list made make maker movie new news next number online out over part photo
    picture platform play played plot poster premiere prequel preview producer
    rating reboot recap release remake renewed returning reunion review role runtime
    season sequel series show similar so soundtrack spinoff spoiler star starring
    start stream streaming summary teaser time title top trailer update video volume
    watch we writer written year
    """
)
# Whoever asks for these of something takes every story about it.
ANY_STORY = _words(
    "article coverage headline latest new news recent story today update"
)
# Nobody types less of a word and means it.
HALF_TYPED = 4
MOST_FORMS = 12

NUMBERS = (
    ("1", "one", "i"),
    ("2", "two", "ii"),
    ("3", "three", "iii"),
    ("4", "four", "iv"),
    ("5", "five", "v"),
    ("6", "six", "vi"),
    ("7", "seven", "vii"),
    ("8", "eight", "viii"),
    ("9", "nine", "ix"),
    ("10", "ten", "x"),
    ("11", "eleven", "xi"),
    ("12", "twelve", "xii"),
    ("13", "thirteen", "xiii"),
)
SHORTENED = (
    ("chapter", "ch"),
    ("episode", "ep"),
    ("part", "pt"),
    ("volume", "vol"),
    ("cancelled", "canceled"),
    # Who types a title in another language goes on in it.
    ("season", "temporada", "saison", "staffel", "stagione", fold("시즌")),
    ("cast", "reparto", "elenco", fold("출연진")),
)
# Each way of writing it, the usual one first. "I" is a word before it is a number.
ALIKE = {
    each: ways
    for ways in (*NUMBERS, *SHORTENED)
    for each in ways
    if each not in {"i", "v", "x"}
}
GLUED = re.compile(r"(s|season|시즌|ep|e|ch|chapter|pt|part|vol|volume)(\d{1,2})")
SEASON_AND_EPISODE = re.compile(r"s(\d{1,2})e(\d{1,2})")
YEAR = re.compile(r"(19|20)\d\d")
SPELT_OUT = {"s": "season", "e": "episode"}
# They end as plurals do.
NO_PLURALS = _words("always james news series species texas wales")
SHORTEST_PLURAL = 4


def taken_apart(text: str) -> str:
    """
    What is typed in a hurry as it is said; a single word may be a name.

    >>> taken_apart("squid game s2"), taken_apart("lost S01E03"), taken_apart("s2")
    ('squid game season 2', 'lost season 1 episode 3', 's2')
    """
    words = text.split()
    return " ".join(map(_apart, words)) if len(words) > 1 else text


def _apart(word: str) -> str:
    low = word.lower()
    if both := SEASON_AND_EPISODE.fullmatch(low):
        return f"season {int(both[1])} episode {int(both[2])}"
    if one := GLUED.fullmatch(low):
        return f"{SPELT_OUT.get(one[1], one[1])} {int(one[2])}"
    return word


@lru_cache(maxsize=50_000)
def forms(word: str) -> tuple[str, ...]:
    """
    A folded word and what else may be meant by it: the singular of a plural, a plural
    that does not begin with its singular, a number in another writing.

    >>> forms("dates"), forms("story"), forms("two")
    (('dates', 'date'), ('story', 'stories'), ('two', '2', 'ii'))
    """
    if word in ALIKE:
        return (word, *(each for each in ALIKE[word] if each != word))
    return (word, *_singulars(word), *_plurals(word))


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """
    A folded text by which the same in singular, plural and other numbers is found.

    >>> plain("squid games"), plain("chapter two"), plain("ch 2"), plain("stories")
    ('squid game', 'chapter 2', 'chapter 2', 'story')
    """
    return " ".join(map(_plain, text.split(" ")))


def _plain(word: str) -> str:
    if word in ALIKE:
        return ALIKE[word][0]
    return next(iter(_singulars(word)), word)


def _singulars(word: str) -> list[str]:
    is_plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    if len(word) < SHORTEST_PLURAL or not is_plural or word in NO_PLURALS:
        return []
    if word.endswith("ies") and len(word) > SHORTEST_PLURAL:
        return [f"{word[:-3]}y", word[:-1]]
    if word.endswith("ves"):
        return [word[:-1], f"{word[:-3]}f", f"{word[:-3]}fe"]
    if word.endswith(("ches", "shes", "sses", "xes")):
        return [word[:-2]]
    return [word[:-1]]


def _plurals(word: str) -> list[str]:
    """Only those that do not begin with the word: the others are found by it."""
    if len(word) < SHORTEST_PLURAL or not word.isascii():
        return []
    if word.endswith("y") and word[-2] not in "aeiou":
        return [f"{word[:-1]}ies"]
    if word.endswith("fe"):
        return [f"{word[:-2]}ves"]
    return [f"{word[:-1]}ves"] if word.endswith("lf") else []


def all_forms(words: tuple[str, ...]) -> list[str]:
    """What may be meant by words beside each other, as they were typed first."""
    written = product(*map(forms, words))
    return [" ".join(each) for each in islice(written, MOST_FORMS)]


def without_passing(text: str) -> str:
    """
    >>> without_passing("the lord of the rings")
    'lord rings'
    """
    return " ".join(word for word in text.split(" ") if word not in SAID_IN_PASSING)


def tells(word: str) -> bool:
    """Whether a folded word of a question may be one of a name."""
    return word not in SAID_IN_PASSING and not is_asked_about(word)


def is_asked_about(word: str) -> bool:
    # Of "movies" the usual singular would be "movy".
    written = {word, plain(word), *_singulars(word)}
    return not ASKED_ABOUT.isdisjoint(written) or _is_a_number(word)


def is_half_asked(word: str) -> bool:
    """Whether somebody is about to type "trailer"."""
    return len(word) >= HALF_TYPED and any(
        each.startswith(word) for each in ASKED_ABOUT
    )


def _is_a_number(word: str) -> bool:
    return word.isdecimal() and (len(word) <= 2 or YEAR.fullmatch(word) is not None)
