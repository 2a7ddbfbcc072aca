"""Finding the claims of a story, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date as Date
from hashlib import sha256

from .casting import Casting
from .choices import one_of
from .claim import (
    Claim,
    Place,
    Subjects,
    Text,
)
from .clauses import Found, Scene
from .counting import Counts
from .elements import Names, Row, rows, show_of
from .judging import CUES
from .labels import Labels
from .reading import Passage, fold, read_body, read_plain
from .releases import Releases
from .sentences import split_sentences
from .statuses import Statuses

__all__ = ["extract"]

_WORD = re.compile(r"[a-z]+")
# A title that begins so asks, with or without its question mark.
_ASKING = one_of("is are was were will has have does do did can could should")


def extract(
    texts: Iterable[Text], subjects: Subjects, *, published_on: Date
) -> list[Claim]:
    """
    The claims of a story about what it is linked to, in the order they are read.

    Asks nothing of the database. Headline first where it is given first; its season
    counts for sentences that name none.
    """
    if not subjects.shows:
        return []
    return _Reader(subjects, published_on).read(list(texts))


class _Reader:
    def __init__(self, subjects: Subjects, published_on: Date) -> None:
        self.subjects = subjects
        self.published_on = published_on
        self.names = Names(subjects)
        self.lead = subjects.shows[0].id
        titles = {t for s in subjects.shows for t in (s.title, *s.other_titles)}
        characters = {
            name
            for p in subjects.people
            for all_ in p.characters.values()
            for name in all_
        }
        people = {
            name for p in subjects.people for name in (p.name, *p.other_spellings)
        }
        self.titles = {fold(name) for name in titles | characters | people}
        self.linked: dict[int, int | None] = {}
        for show in subjects.shows:
            numbers = {n for show_id, n in subjects.seasons if show_id == show.id}
            self.linked[show.id] = numbers.pop() if len(numbers) == 1 else None
        self.headline_season: int | None = None

    def read(self, texts: Sequence[Text]) -> list[Claim]:
        for text in texts:
            if text.place is Place.HEADLINE:
                self.headline_season = self._season_of_heading(
                    read_plain(text.content, self.titles)[0]
                )
        claims: list[Claim] = []
        seen: Counter[str] = Counter()
        for text in texts:
            for claim in self._read_text(text):
                seen[claim.key] += 1
                if seen[claim.key] > 1:
                    again = f"{claim.key}-{seen[claim.key]}"
                    claim = replace(claim, key=again)
                claims.append(claim)
        return claims

    def _read_text(self, text: Text) -> Iterator[Claim]:
        if text.place is not Place.BODY:
            passages: Iterable[Passage] = read_plain(text.content, self.titles)
        else:
            passages = read_body(text.content, self.titles)
        heading_season: int | None = None
        heading_show: int | None = None
        heading_is_elsewhere = False
        for passage in passages:
            if passage.is_heading:
                heading_season = self._season_of_heading(passage)
                heading_show, heading_is_elsewhere = self._show_of_heading(passage)
            show_id = heading_show or self.lead
            season = heading_season or self.default_season(show_id)
            scene = Scene(show_id, season, heading_is_elsewhere)
            yield from self._read_passage(passage, text.place, scene)

    def default_season(self, show_id: int) -> int | None:
        linked = self.linked.get(show_id)
        return linked or (self.headline_season if show_id == self.lead else None)

    def _rows(self, passage: Passage, span: tuple[int, int]) -> list[Row]:
        return rows(passage.own, span, self.names, self.published_on, passage.works)

    def _season_of_heading(self, passage: Passage) -> int | None:
        for row in self._rows(passage, (0, len(passage.own))):
            for element in row.elements:
                if element.symbol == "@season" and element.what.number:
                    return int(element.what.number)
        return None

    def _show_of_heading(self, passage: Passage) -> tuple[int | None, bool]:
        """The show a heading names; or whether it is about somebody else's."""
        for row in self._rows(passage, (0, len(passage.own))):
            for index, element in enumerate(row.elements):
                if element.symbol == "@show":
                    return element.what.id, False
                if element.symbol == "@other" and index == 0:
                    return None, True
        return None, False

    def _read_passage(
        self, passage: Passage, place: Place, scene: Scene
    ) -> Iterator[Claim]:
        is_table = passage.tag == "tr"
        spans = [(0, len(passage.own))] if is_table else split_sentences(passage.own)
        for start, end in spans:
            if passage.text[start:end].rstrip(" \u201d\"')").endswith("?"):
                continue
            is_title = passage.is_heading or place is not Place.BODY
            for row in self._rows(passage, (start, end)):
                if is_title and row.elements[0].symbol in _ASKING:
                    break
                found = Sentence(
                    self, row, scene, passage.text, is_table=is_table
                ).find()
                for each in found:
                    yield self._claim(each, passage, place, start, end)

    def _claim(
        self, found: Found, passage: Passage, place: Place, start: int, end: int
    ) -> Claim:
        sentence = " ".join(passage.text[start:end].split())
        show = show_of(self.subjects, found.about.show_id)
        season = found.about.season
        season_id = next(
            (s.id for s in (show.seasons if show else ()) if s.number == season), None
        )
        said = [
            place, found.field, found.about.show_id, season, found.value,
            found.negated, found.person, found.character, fold(sentence),
        ]  # fmt: skip
        key = sha256("\x1f".join(map(str, said)).encode()).hexdigest()[:20]
        return Claim(
            field=found.field,
            show_id=found.about.show_id,
            season=season,
            season_id=season_id,
            value=found.value,
            negated=found.negated,
            modality=found.modality,
            tense=found.tense,
            sentence=sentence,
            place=place,
            block=passage.block,
            start=passage.offset + start,
            end=passage.offset + end,
            key=key,
            when=found.when,
            number=found.number,
            person_id=found.person_id,
            person=found.person,
            character=found.character,
            cues=" ".join(
                word for word in _WORD.findall(fold(sentence)) if word in CUES
            ),
        )


class Sentence(Statuses, Releases, Counts, Labels, Casting):
    """One row of elements against all rules."""

    def find(self) -> list[Found]:
        self._status()
        self._dates()
        self._platforms()
        self._counts()
        self._labels()
        self._cast()
        self._characters()
        self._remember()
        return self.found
