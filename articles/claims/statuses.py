"""Renewed, cancelled, filmed, out: the status a sentence tells."""

from __future__ import annotations

from dataclasses import replace

from . import wordings
from .claim import (
    Field,
    Modality,
    Said,
    Tense,
)
from .clauses import Clauses, Found

_OF_THE_WHOLE = frozenset({Said.CANCELLED, Said.ENDED})
# "It ended twice", "ended where it began": how, not that.
_NO_END = frozenset({"twice", "where", "as", "up", "badly", "well"})


class Statuses(Clauses):
    def _status(self) -> None:
        taken: list[tuple[int, int]] = []
        words = self.row.words
        likely = {
            index
            for word in words
            if word in wordings.RULES_BY_WORD
            for index in wordings.RULES_BY_WORD[word]
        }
        for index in sorted(likely):
            wording, pattern, anchors = wordings.STATUS_RULES[index]
            if not all(not words.isdisjoint(anchor) for anchor in anchors):
                continue
            match = pattern.search(self.row.text)
            if match is None:
                continue
            first, last = self.row.span(match)
            if any(first < end and start < last for start, end in taken):
                continue
            found = self._status_of(wording, first, last)
            if found is not None:
                taken.append((first, last))
                if not any(each.field is Field.STATUS for each in self.found) or (
                    found.value not in self._rivals()
                ):
                    self._add(found)

    def _rivals(self) -> set[str]:
        """One sentence seldom says both; the first rule that fits is the surer."""
        said = {each.value for each in self.found if each.field is Field.STATUS}
        groups = [
            {Said.NOT_RENEWED, Said.RENEWED, Said.CANCELLED},
            {Said.DATED, Said.NOT_DATED},
            {Said.WRAPPED, Said.IN_PRODUCTION},
        ]
        return {value for group in groups if group & said for value in group}

    def _status_of(
        self, wording: wordings.Wording, first: int, last: int
    ) -> Found | None:
        if self._is_no_word_on_it(wording, first, last):
            return None
        about = self._about(first, last, needs_show=wording.needs_show)
        if about is None:
            return None
        tense = self._tense(first, last)
        value, negated = self._value_in(wording, first, last, tense)
        if value is Said.ENDED and self._is_another_end(first, last):
            return None
        if value is Said.RELEASED and tense is Tense.FUTURE:
            return None
        turned = value is Said.CANCELLED and wording.value is not Said.CANCELLED
        if (
            # Of a story about the first season too: what has no date is what follows.
            (value is Said.NOT_DATED and not about.is_explicit and about.season == 1)
            or (value is Said.RELEASED and not negated and not about.is_explicit)
            or (turned and not about.is_explicit)
            or (value in _OF_THE_WHOLE and not self._season_in(first, last))
        ):
            about = replace(about, season=None)
        return Found(
            Field.STATUS,
            about,
            value,
            negated or value in {Said.NOT_RENEWED, Said.NOT_DATED},
            wording.modality or self._modality(first, last),
            tense,
        )

    def _is_no_word_on_it(
        self, wording: wordings.Wording, first: int, last: int
    ) -> bool:
        """The words are there, but say nothing of how it stands now."""
        asked = wording.modality is Modality.ASKED
        return (
            (not asked and self._is_conditional(first))
            or self._subject_is_someone(first, last, wording)
            or self._is_part_of_another_phrase(first)
            or self._is_foreign(first, last)
            or "before" in self.symbols[self._part(first) : first]
        )

    def _value_in(
        self, wording: wordings.Wording, first: int, last: int, tense: Tense
    ) -> tuple[Said, bool]:
        """What a wording comes to where it stands, and whether that is denied."""
        symbols = self.symbols[first:last]
        value = wording.value
        negated = not wording.is_settled and self._is_negated(first, last)
        if value is Said.CANCELLED and "no" in symbols or "there" in symbols:
            negated = value is Said.RENEWED and self._is_negated(first, last)
        if negated and value is Said.RENEWED:
            # "Will not return" is an end; "was not renewed" may be for now.
            if tense is Tense.FUTURE and {"return", "back", "continue"} & set(symbols):
                return Said.CANCELLED, False
            return Said.NOT_RENEWED, True
        if value in {Said.IN_PRODUCTION, Said.WRAPPED} and (
            tense is Tense.FUTURE or self._is_to_come(first, last)
        ):
            negated = True
        return value, negated

    def _is_another_end(self, first: int, last: int) -> bool:
        """ "Season 2 ended with the lighthouse dark", "ended badly", "may end"."""
        is_last = {"last", "final"} & set(self.symbols[first : last + 2])
        after = self.symbols[last : last + 2]
        return bool(
            (self._season_in(first, last) and not is_last)
            or (after[:1] and after[0] in _NO_END)
            or (after[:1] == ["on"] and after != ["on", "@date"])
            or self._modality(first, last) is Modality.EXPECTED
        )

    def _is_to_come(self, first: int, last: int) -> bool:
        """ "is set to begin", "before it wraps"."""
        words = self.symbols[max(self._part(first), first - 3) : last]
        return "until" in words or ("set" in words and "to" in words)

    def _season_in(self, first: int, last: int) -> bool:
        """Whether the season is what the clause is about: "after season 2" is not."""
        start = max(self._part(first), first - 6)
        for index in range(start, last):
            if self.symbols[index] == "@season":
                before = self.symbols[max(0, index - 2) : index]
                if not {"after", "with", "before", "following", "beyond", "past"} & set(
                    before
                ):
                    return True
        return False

    def _subject_is_someone(
        self, first: int, last: int, wording: wordings.Wording
    ) -> bool:
        """ "Nora Vance will be back": a person's return is no renewal."""
        head = set(self.symbols[first:last])
        verbs = {"return", "returns", "returning", "back", "continue"}
        if wording.value is not Said.RENEWED or not head & verbs:
            return False
        start = self._part(first)
        before = self.symbols[max(start, first - 8) : last]
        for word in reversed(before):
            if word in {"@show", "show", "series", "drama", "it"}:
                return False
            if word in {"@person", "@char", "he", "she", "they", "cast", "@name"}:
                return True
        return False
