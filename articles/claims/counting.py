"""How many episodes, how many seasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from . import wordings
from .choices import one_of
from .claim import (
    Field,
    Tense,
)
from .clauses import Clauses, Found

_BEFORE_EPISODES = one_of(
    "new hour long half one minute full brand hourlong gripping @num thrilling"
)
_SEEN = one_of("seen watched directed wrote written saw missed read finished")
_COUNTS = one_of(
    "has have had consists consist contains contain comprises comprise comprising "
    "spans span runs run features feature includes comprised made total totals with "
    "across all over boasts boast order ordered will is are be there consisting "
    "offers spanning lasts last tells"
)
_COUNTS_SEASONS = one_of(
    "has have had ran runs run running lasted lasts spans spanned after across over all "
    "total there are were with boasts concluded ended aired"
)


# What "a four-season …" and "a six-part …" can be.
_KINDS = wordings.SHOW_NOUNS | one_of(
    "run series romance mystery epic soap procedural hit franchise arc"
)


class Counts(Clauses):
    def _counts(self) -> None:
        for index, symbol in enumerate(self.symbols):
            if symbol != "@num":
                continue
            following = self.symbols[index + 1 : index + 5]
            if following[:1] == ["episode"] and {"@season", "season", "series", "run",
                                                 "drama", "order", "limited"} & set(following):  # fmt: skip
                self._episodes(index)
            elif following[:1] == ["season"] and _KINDS & set(following[1:3]):
                self._seasons(index)
            elif following[:1] == ["part"] and _KINDS & set(following[1:3]):
                # A limited series comes in parts.
                self._episodes(index)
            elif "episodes" in following[:4]:
                self._episodes_told(index, following)
            elif following[:1] == ["seasons"]:
                self._seasons(index)

    def _episodes_told(self, index: int, following: Sequence[str]) -> None:
        between = following[: following.index("episodes")]
        if not set(between) <= _BEFORE_EPISODES:
            return
        before = self.symbols[max(0, index - 3) : index]
        last = before[-1] if before else ""
        end = index + 1 + len(between) + 1
        after = self.symbols[end : end + 3]
        if last in wordings.EPISODES_NOT_COUNTED_AFTER or last in {"@num"}:
            return
        if after[:1] == ["each"] or {
            "week",
            "later",
            "ago",
            "apiece",
            "left",
            "into",
            "per",
        } & set(after):
            return
        if after[:1] in (["a"], ["in"], ["into"]) and "total" not in after:
            return
        part = self.symbols[self._part(index) : index]
        is_counted = last == "all" or bool(_COUNTS.intersection(part[-4:]))
        if _SEEN.intersection(part) or self._is_of_a_foreign(index):
            return
        if is_counted:
            self._episodes(index)

    def _episodes(self, index: int) -> None:
        if self._is_conditional(index) or self._is_negated(index, index):
            return
        start = self._part(index)
        about = self._about(index, index + 1, needs_show=False, reach=index - start + 1)
        subject = set(self.symbols[start:index])
        if about is None or subject & {"podcast", "@person", "@char", "he", "she"}:
            return
        near = set(self.symbols[start : index + 5])
        if not about.is_explicit and "with" in self.symbols[start:index]:
            # "It comes back on 5 March, with eight episodes": so many has what comes.
            out = [f.about for f in self.found if f.field is Field.RELEASE_DATE]
            about = out[0] if out else about
            near |= {"season"} if out else set()
        if not about.is_explicit and not {"season", "run"} & near:
            # "The show has twelve episodes" is not about the season to come.
            about = replace(about, season=None)
        number = int(self.elements[index].what)
        self._add(
            Found(
                Field.EPISODE_COUNT, about, str(number),
                modality=self._modality(index, index + 1),
                tense=self._tense(index, index + 1), number=number,
            )
        )  # fmt: skip

    def _seasons(self, index: int) -> None:
        before = self.symbols[max(0, index - 3) : index]
        last = before[-1] if before else ""
        if (
            last in wordings.SEASONS_NOT_COUNTED_AFTER
            or last in {"for", "another"}
            and ("renewed" in before)
        ):
            return
        part = set(self.symbols[self._part(index) : index])
        after = self.symbols[index + 2 : index + 4]
        counted = (
            _COUNTS_SEASONS.intersection(before)
            or last == "all"
            or (self.symbols[index + 1] == "season")
        )
        if not counted or self._is_conditional(index) or after[:1] == ["ago"]:
            return
        if self._is_of_a_foreign(index) or _SEEN & part:
            return
        about = self._about(index, index + 2, needs_show=False)
        if about is None or part & {"@person", "@char", "he", "she", "they"}:
            return
        number = int(self.elements[index].what)
        is_past = bool(part & {"ran", "lasted", "was", "ended", "had"})
        self._add(
            Found(
                Field.SEASON_COUNT, replace(about, season=None), str(number),
                modality=self._modality(index, index + 1),
                tense=Tense.PAST if is_past else self._tense(index, index + 1),
                number=number,
            )
        )  # fmt: skip
