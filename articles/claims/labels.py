"""Lines without a verb: "Release date: 2023", "Where to watch: Netflix"."""

from __future__ import annotations

from datetime import date as Date

from .choices import one_of
from .claim import Field, Tense, When
from .clauses import Clauses, Found
from .dates import in_tense

# What a label may consist of, and what makes it one of its kind.
_BESIDE = one_of("@season @show @platform 's the new official expected total main lead")
_DATE = one_of(
    "release premiere air broadcast date window year released premieres returns"
)
_PLATFORM = one_of(
    "where to watch how platform network streaming streams stream service channel "
    "available on it"
)
_PLATFORM_KEYS = one_of("watch platform network streaming streams available channel")
_EPISODES = one_of("number no of episodes episode count how many")
_SEASONS = one_of("number no of seasons season count how many")
_LONGEST = 6
_YEARS = range(1950, 2101)


class Labels(Clauses):
    def _labels(self) -> None:
        mark = next(
            (i for i, s in enumerate(self.symbols[: _LONGEST + 1]) if s in ":\u2013"), 0
        )
        if not mark or mark + 1 >= len(self.symbols):
            return
        label = set(self.symbols[:mark])
        told = label - _BESIDE
        if not told:
            return
        if told <= _DATE:
            self._labelled_date(mark)
        elif told <= _PLATFORM and told & _PLATFORM_KEYS:
            self._labelled_platforms(mark)
        elif told <= _EPISODES and told & {"episodes", "episode"}:
            self._labelled_number(mark, Field.EPISODE_COUNT)
        elif told <= _SEASONS and "seasons" in told:
            self._labelled_number(mark, Field.SEASON_COUNT)

    def _labelled_date(self, mark: int) -> None:
        published = self.reader.published_on
        for element in self.elements[mark + 1 : mark + 4]:
            if element.symbol == "@date":
                when = in_tense(element.what, False, published)
                break
            if element.symbol == "@num" and element.what in _YEARS:
                when = When.of(Date(element.what, 1, 1), "year")
                break
        else:
            return
        about = self._about(mark, mark + 1, needs_show=False)
        if about is None:
            return
        is_past = when.end < published
        self._add(
            Found(
                Field.RELEASE_DATE, about, str(when),
                modality=self._modality(0, len(self.symbols)),
                tense=Tense.PAST if is_past else Tense.FUTURE, when=when,
            )
        )  # fmt: skip

    def _labelled_platforms(self, mark: int) -> None:
        about = self._about(mark, mark + 1, needs_show=False)
        if about is None:
            return
        if not about.is_explicit:
            about = type(about)(about.show_id)
        for element in self.elements[mark + 1 :]:
            if element.symbol == "@platform":
                self._add(Found(Field.PLATFORM, about, str(element.what)))
            elif element.symbol not in {",", "and"}:
                return

    def _labelled_number(self, mark: int, field: Field) -> None:
        element = self.elements[mark + 1]
        about = self._about(mark, mark + 1, needs_show=False)
        if element.symbol != "@num" or about is None:
            return
        if field is Field.SEASON_COUNT:
            about = type(about)(about.show_id)
        number = int(element.what)
        self._add(Found(field, about, str(number), number=number))
