"""
Live facts in the standfirst and the search description, which are plain text.

There one is written `{on 28 January 2022|release_date:7.2:on}`: the words as they were
when the story was saved, and the question they answer. A person may also type
`{release date of All of Us Are Dead, season 2}`, which saving turns into that.

The working copy and the content of versions hold lines as they are written. The columns
of a version hold their words alone, so that cards, feeds and search print no braces,
and `Version.live_lines` what they say at which coming moment: see `publishing.lines`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from authors.models import User
from shows.models import Person, Show
from shows.phrases import Asked

from .live_facts import LiveFacts, Reference, load, reference_from
from .markup import EMBED, LIVE, LIVE_OF

LINES = ("standfirst", "seo_description")
TOKEN = re.compile(r"\{(?P<words>[^{}|]*)\|(?P<key>[^{}|]*)\}")
BRACES = re.compile(r"\{(?P<inside>[^{}]*)\}?|\}")

# Rows narrowed to those of which somebody may know.
Known = Callable[[Any], Any]

# What a person calls it, and what that asks.
TYPED: dict[str, tuple[str, str]] = {
    "status": (Asked.STATUS, "phrase"),
    "release date": (Asked.RELEASE_DATE, "on"),
    "date": (Asked.RELEASE_DATE, "on"),
    "day": (Asked.RELEASE_DATE, "day"),
    "month": (Asked.RELEASE_DATE, "month"),
    "year": (Asked.RELEASE_DATE, "year"),
    "arrival": (Asked.RELEASE_DATE, "arrives"),
    "platform": (Asked.PLATFORM, "on"),
    "episodes": (Asked.EPISODE_COUNT, "count"),
    "number of episodes": (Asked.EPISODE_COUNT, "count"),
    "seasons": (Asked.SEASONS, "count"),
    "number of seasons": (Asked.SEASONS, "count"),
}
_QUESTION = re.compile(
    r"(?P<what>number of (?:episodes|seasons)|.+?) of (?:(?P<name>.+) in )?(?P<title>.+?)"
    r"(?:,? season (?P<season>\d{1,4}))?",
    re.IGNORECASE,
)
EXAMPLE = "{release date of All of Us Are Dead, season 2}"


def token(reference: Reference, words: str) -> str:
    """As it stands in a line; names keep no sign that would end it."""
    return f"{{{re.sub(r'[{}|]', ' ', words)}|{reference.key}}}"


def references(text: str) -> list[Reference]:
    """The live facts of a line, in order."""
    found = (reference_from(match["key"]) for match in TOKEN.finditer(text))
    return [reference for reference in found if reference]


def asked_in(written: Mapping[str, Any] | None) -> list[Reference]:
    """The live facts of both lines, as `Version.live_lines` has them."""
    return [
        reference
        for name in LINES
        for reference in references((written or {}).get(name, ""))
    ]


def plain(text: str) -> str:
    """A line as it read when it was saved."""
    return TOKEN.sub(lambda match: match["words"], text)


def own_words(text: str) -> str:
    """What a line says by itself: live facts keep themselves true."""
    return TOKEN.sub("…", text)


def say(text: str, live: LiveFacts, at: datetime) -> str:
    """A line as it reads at a moment."""
    return _rewrite(text, lambda reference: live.say(reference, at).words)


def write(text: str, moment: datetime) -> str:
    """Write the words of every live fact anew, from what is public at this moment."""
    asked = references(text)
    if not asked:
        return text
    live = load(asked, moment=moment)
    return _rewrite(
        text, lambda reference: token(reference, live.say(reference, moment).words)
    )


def _rewrite(text: str, change: Callable[[Reference], str]) -> str:
    def rewrite(match: re.Match[str]) -> str:
        reference = reference_from(match["key"])
        return change(reference) if reference else match["words"]

    return TOKEN.sub(rewrite, text)


# Comparing

# What holds words that the server writes.
WITH_WORDS = ("body", *LINES)
_WORDS = (
    (LIVE, "words"),
    (EMBED, "fallback"),
    (TOKEN, "words"),
)


def without_words(text: str) -> str:
    """What was written, without the words of live facts and fallbacks of embeds."""
    return _reworded(text, lambda asked: "")


def with_same_words(*texts: str) -> tuple[str, ...]:
    """Texts in which what asks the same says the same: as the last of them has it."""
    said: dict[str, str] = {}
    for text in texts:
        for pattern, words in _WORDS:
            for match in pattern.finditer(text):
                said[_asks(match, words)] = match[words]
    return tuple(_reworded(text, lambda asked: said[asked]) for text in texts)


def _reworded(text: str, words_of: Callable[[str], str]) -> str:
    for pattern, words in _WORDS:
        text = pattern.sub(
            lambda match, words=words: (  # type: ignore[misc]
                match[0][: match.start(words) - match.start()]
                + words_of(_asks(match, words))
                + match[0][match.end(words) - match.start() :]
            ),
            text,
        )
    return text


def _asks(match: re.Match[str], words: str) -> str:
    start, end = match.span(words)
    return match.string[match.start() : start] + match.string[end : match.end()]


# What a person typed


def read(text: str, by: User | None, at: datetime) -> str:
    """
    A typed line with every question in braces as a live fact.

    Raises ValidationError, with a sentence for each that asks nothing of which this
    person, or a reader where nobody asks, may know at that moment.
    """
    wrong: list[str] = []

    def settle(match: re.Match[str]) -> str:
        try:
            return _settled(match, lambda rows: _known(rows, by, at))
        except ValidationError as error:
            wrong.extend(error.messages)
            return match[0]

    read = BRACES.sub(settle, text)
    if wrong:
        raise ValidationError(wrong)
    return read


def _known(rows: Any, by: User | None, at: datetime) -> Any:
    return rows.known_to(by, at) if by else rows.public(at)


def _settled(match: re.Match[str], known: Known) -> str:
    inside = match["inside"]
    if inside is None or not match[0].endswith("}"):
        raise ValidationError(
            "A brace stands alone. Braces hold live facts here, as "
            f"{EXAMPLE}; leave others out."
        )
    if whole := TOKEN.fullmatch(match[0]):
        if reference := reference_from(whole["key"]):
            return token(reference, whole["words"])
        raise ValidationError(
            f"“{whole['words']}” is no live fact any more: what stands behind the bar "
            "was changed. Choose it again."
        )
    return token(_asked(" ".join(inside.split()), known), "")


def _asked(question: str, known: Known) -> Reference:
    match = _QUESTION.fullmatch(question)
    if match is None:
        raise ValidationError(
            f"“{{{question}}}” asks for no fact. Write as {EXAMPLE}, or choose with "
            "“Insert a live fact”."
        )
    show = _show(match["title"], known)
    season = int(match["season"]) if match["season"] else None
    if season is not None and not known(show.seasons.filter(number=season)).exists():
        raise ValidationError(f"“{show}” has no season {season}.")
    what = match["what"].lower().removeprefix("the ")
    if what in TYPED:
        field, form = TYPED[what]
        return Reference(field, show.pk, season, form)
    return _about_people(what, match["name"] or "", show, season, known)


def _show(title: str, known: Known) -> Show:
    found = known(Show.objects.listed().filter(title__iexact=title))[:2]
    if not found:
        raise ValidationError(f"No show is called “{title}”.")
    if len(found) > 1:
        raise ValidationError(
            f"Two shows are called “{title}”; choose with “Insert a live fact”."
        )
    show: Show = found[0]
    return show


def _about_people(
    what: str, name: str, show: Show, season: int | None, known: Known
) -> Reference:
    credits = known(show.credits.all())
    if what in {"actor", "character"} and not name:
        raise ValidationError(f"Say of whom: {{{what} of a name in {show}}}.")
    if what == "character":
        person = Person.objects.filter(credits__in=credits, name__iexact=name).first()
        if person is None:
            raise ValidationError(f"“{name}” is not in the cast of “{show}”.")
        return Reference(Asked.CHARACTER, show.pk, season, "name", person=person.pk)
    if what == "actor":
        if not credits.filter(character__iexact=name).exists():
            raise ValidationError(f"Nobody plays “{name}” in “{show}”.")
        return Reference(Asked.ACTOR, show.pk, season, "name", of=name)
    job = credits.filter(job__iexact=what).values_list("job", flat=True).first()
    if job is None or not re.fullmatch(LIVE_OF, job):
        raise ValidationError(
            f"“{what}” is no fact of “{show}”. There are {', '.join(TYPED)}, actor, "
            "character and the jobs of the crew."
        )
    return Reference(Asked.CREW, show.pk, season, "name", of=job)
