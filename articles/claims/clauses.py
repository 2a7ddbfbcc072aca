"""What every rule asks of a sentence: whose it is, whether denied, how sure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Date
from typing import Protocol

from . import wordings
from .choices import one_of
from .claim import (
    Field,
    Modality,
    Tense,
    When,
)
from .elements import Row, SeasonNamed
from .wordings import BOUNDARIES, SHOWISH

# "The cast of season 2 was announced" is not about the season.
_OF_WHICH = one_of("of for on about from in to after during")
_ABOUT_ALL = frozenset(
    ["future", "fate", "renewal", "return", "season", "seasons", "run", "cancellation"]
)
AUXILIARIES = one_of(
    "will is are was were be been being to has have had not may might could would "
    "should can do does did the still now also only just then yet said finally "
    "officially reportedly likely expected scheduled slated due set currently already "
    "exclusively globally originally initially first going confirmed rumoured rumored "
    "planned all that which never no longer tentatively probably possibly soon and"
)
CONDITIONS_FIRST = wordings.CONDITIONS | {"whenever"}
NAMED = frozenset({"@person", "@char", "@name"})


class Story(Protocol):
    """What a sentence may ask of the story around it."""

    @property
    def lead(self) -> int: ...
    @property
    def published_on(self) -> Date: ...
    def default_season(self, show_id: int) -> int | None: ...


@dataclass(frozen=True)
class About:
    show_id: int
    season: int | None = None
    # Whether the sentence itself named the season.
    is_explicit: bool = False


@dataclass
class Found:
    field: Field
    about: About
    value: str
    negated: bool = False
    modality: Modality = Modality.STATED
    tense: Tense = Tense.PRESENT
    when: When | None = None
    number: int | None = None
    person: str = ""
    person_id: int | None = None
    character: str = ""


@dataclass
class Scene:
    """What a sentence inherits from what stands around it."""

    show_id: int
    season: int | None
    # The season that the sentence before was about: what "it" is.
    last_season: int | None = None
    # The last thing talked about in the passage is not ours.
    is_elsewhere: bool = False
    rows: list[Row] = field(default_factory=list)


class Clauses:
    """One row of elements, and how its clauses hang together."""

    def __init__(
        self,
        reader: Story,
        row: Row,
        scene: Scene,
        text: str,
        *,
        is_table: bool = False,
    ) -> None:
        self.reader = reader
        self.text = text
        self.row = row
        self.elements = row.elements
        self.symbols = [element.symbol for element in row.elements]
        self.scene = scene
        self.is_table = is_table
        self.found: list[Found] = []

    def _clause(self, first: int, last: int) -> tuple[int, int]:
        start, end = first, last
        while start > 0 and self.symbols[start - 1] not in BOUNDARIES:
            start -= 1
        while end < len(self.symbols) and self.symbols[end] not in BOUNDARIES:
            end += 1
        return start, end

    def _part(self, first: int) -> int:
        """Where the stretch without a comma begins."""
        start = first
        while start > 0 and self.symbols[start - 1] not in BOUNDARIES | {","}:
            start -= 1
        return start

    def _is_conditional(self, first: int) -> bool:
        start = self._part(first)
        before = self.symbols[start:first]
        if any(word in {"if", "unless", "whether"} for word in before):
            return True
        return bool(before) and before[0] in CONDITIONS_FIRST

    def _is_negated(self, first: int, last: int) -> bool:
        start = max(self._part(first), first - 9)
        words = self.symbols[start:last]
        negations = 0
        for index, word in enumerate(words):
            following = words[index + 1] if index + 1 < len(words) else ""
            if word in wordings.NEGATIONS:
                if following in {"only", "doubt", "surprise", "secret", "matter"}:
                    continue
                # "neither confirmed nor cancelled" denies once.
                negations += not (word == "nor" and "neither" in words)
            elif word == "yet" and following == "to":
                negations += 1
        return negations % 2 == 1

    def _modality(self, first: int, last: int) -> Modality:
        start, end = self._clause(first, last)
        everything = self.symbols
        if wordings.RUMOUR.intersection(everything):
            return Modality.RUMOURED
        clause = self.symbols[start:end]
        if wordings.REPORT.intersection(everything):
            return Modality.REPORTED
        for index, word in enumerate(everything[:-1]):
            pair = (word, everything[index + 1])
            if pair in {("said", "to"), ("believed", "to"), ("thought", "to")}:
                return Modality.REPORTED
            if pair == ("according", "to") and everything[index + 2 : index + 3] != [
                "@platform"
            ]:
                return Modality.REPORTED
        if wordings.EXPECTATION.intersection(clause):
            return Modality.EXPECTED
        return Modality.STATED

    def _about(
        self, first: int, last: int, *, needs_show: bool = True, reach: int = 10
    ) -> About | None:
        """
        What a match from `first` to `last` is about; None: of nothing that is ours.

        Within the match counts before the clause, what stands nearer before what
        stands further away.
        """
        inside = range(first, last)
        start, end = self._clause(first, last)
        before = range(first - 1, max(start, first - reach) - 1, -1)
        after = range(last, min(end, last + 7))
        show_id: int | None = None
        season: SeasonNamed | None = None
        is_shown = False
        for index in (*inside, *before, *after):
            symbol = self.symbols[index]
            element = self.elements[index]
            if index in after and symbol in {",", "and"}:
                break
            if symbol == "@season" and season is None:
                if self._is_of_another(index):
                    return None
                season = element.what
                is_shown = True
            elif symbol == "@show" and show_id is None:
                show_id = element.what.id
                is_shown = True
            elif symbol in {"@other", "@name"} and show_id is None:
                if index in before and not is_shown and self._is_a_subject(index):
                    return None
                if symbol == "@other" and not is_shown:
                    return None
            elif symbol in SHOWISH:
                is_shown = True
        if show_id is None and self.scene.is_elsewhere:
            return None
        if not is_shown and needs_show:
            return None
        show = show_id or self.scene.show_id
        return self._with_season(show, season)

    def _is_of_another(self, index: int) -> bool:
        """ "Squid Game season 2", "the second season of Squid Game"."""
        back = index - 1
        while back >= 0 and self.symbols[back] in {"'s", ",", "the"}:
            back -= 1
        if (
            back >= 0
            and self.symbols[back] in {"@other", "@name"}
            and (back == index - 1 or self.symbols[index - 1] in {"'s", ","})
        ):
            return True
        following = self.symbols[index + 1 : index + 4]
        if following[:1] == ["of"]:
            return bool({"@other", "@name"}.intersection(following)) and (
                "@show" not in following
            )
        return False

    def _is_a_subject(self, index: int) -> bool:
        """Whether the verb that follows is this name's."""
        following = self.symbols[index + 1 : index + 5]
        for word in following:
            if word in {"@show", "@season"} or word in SHOWISH:
                return False
        return True

    def _with_season(self, show_id: int, season: SeasonNamed | None) -> About:
        default = (
            self.scene.season
            if show_id == self.scene.show_id
            else self.reader.default_season(show_id)
        )
        if season is None:
            if self.scene.last_season and self.symbols[:1] in (["it"], ["its"]):
                return About(show_id, self.scene.last_season, True)
            return About(show_id, default)
        if season.number:
            return About(show_id, season.number, True)
        if default is None and season.word in {"new", "next"}:
            return About(show_id, None, True)
        return About(show_id, default, default is not None)

    def _add(self, found: Found) -> None:
        same = [
            each
            for each in self.found
            if (each.field, each.about.show_id, each.value, each.person)
            == (found.field, found.about.show_id, found.value, found.person)
            and each.about.season == found.about.season
            and each.character == found.character
        ]
        if not same:
            self.found.append(found)

    def _remember(self) -> None:
        """What the next sentence's "it" is: the show and season this one was about."""
        head = self.elements[:6]
        named = [each.what.number for each in head if each.symbol == "@season"]
        if named or "@show" in self.row.words or self.symbols[:1] != ["it"]:
            self.scene.last_season = named[0] if named else None
        for index, symbol in enumerate(self.symbols):
            if symbol == "@show":
                self.scene.show_id = self.elements[index].what.id
                self.scene.is_elsewhere = False
                if self.scene.show_id != self.reader.lead:
                    self.scene.season = self.reader.default_season(self.scene.show_id)
                return
            if symbol == "@other" or (
                symbol == "@season" and self._is_of_another(index)
            ):
                self.scene.is_elsewhere = True
                return

    def _is_of_a_foreign(self, index: int) -> bool:
        """Whether what is counted here is another work's."""
        for at in range(index - 1, self._part(index) - 1, -1):
            if self.symbols[at] in {"@show", "@season"} or self.symbols[at] in SHOWISH:
                return False
            if self.symbols[at] in {"@other", "@name"}:
                return True
        return False

    def _is_foreign(self, first: int, last: int) -> bool:
        """Whether the verb belongs to a work that is not ours: "Low Water has been"."""
        at, is_passive = first - 1, False
        while at > 0 and self.symbols[at] in AUXILIARIES:
            at -= 1
        heads = set(self.symbols[at + 1 : last])
        is_passive = bool(heads & {"was", "is", "been", "be", "were", "are"})
        if at < 0 or self.symbols[at] not in {"@other", "@name"}:
            return False
        if self.symbols[at] == "@other":
            return self.symbols[first] not in {"@season", "@show"}
        is_active = {"@season", "@show"} & set(self.symbols[first:last])
        return is_passive or not is_active

    def _is_part_of_another_phrase(self, first: int) -> bool:
        """ "The cast of season 2 was announced" says nothing of the season."""
        if first == 0 or self.symbols[first] not in SHOWISH - {"it"}:
            return False
        at = first - 1
        while at > 0 and self.symbols[at] in {"the", "a", "this", "@show", "'s"}:
            at -= 1
        if self.symbols[at] not in _OF_WHICH or at == 0:
            return False
        return not _ABOUT_ALL.intersection(self.symbols[max(0, at - 2) : at])

    def _tense(self, first: int, last: int) -> Tense:
        start = max(self._part(first), first - 7)
        words = set(self.symbols[start:last])
        if {
            "will",
            "shall",
            "slated",
            "going",
            "would",
            "may",
            "might",
            "could",
        } & words:
            return Tense.FUTURE
        pairs = set(
            zip(self.symbols[start:last], self.symbols[start + 1 : last], strict=False)
        )
        if {("set", "to"), ("due", "to"), ("expected", "to"), ("about", "to")} & pairs:
            return Tense.FUTURE
        if {"was", "were", "had"} & words or words & (wordings.CAME | {"ended"}):
            return Tense.PAST
        return Tense.PRESENT
