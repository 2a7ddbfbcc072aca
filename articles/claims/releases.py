"""When something comes out, and where."""

from __future__ import annotations

from dataclasses import replace

from . import wordings
from .choices import one_of
from .claim import (
    Field,
    Modality,
    Tense,
)
from .clauses import AUXILIARIES, NAMED, About, Clauses, Found
from .dates import in_tense
from .wordings import BOUNDARIES, SHOWISH

_COMING = frozenset({"come", "comes", "came", "coming"})
_BEGINNING = one_of("begin begins began start starts started open opens opened")
_AT_WORK = frozenset(
    ["filming", "shooting", "production", "rolling", "work", "writing", "to"]
)
_ON_A_PLATFORM = (
    wordings.COMES
    | wordings.TO_COME
    | wordings.CAME
    | one_of(
        "is are was were streams stream streaming watch available moved moves moving hit "
        "hits exclusively switched heading landed left leaves leaving"
    )
)


class Releases(Clauses):
    def _dates(self) -> None:
        for index, symbol in enumerate(self.symbols):
            if symbol == "@date":
                self._date(index)

    def _date(self, index: int) -> None:
        verb = self._release_word(index)
        if verb is None:
            return
        if self._is_conditional(min(verb, index)):
            return
        word = self.symbols[verb]
        before = set(self.symbols[max(0, index - 3) : index])
        if (
            "from" in self.symbols[index - 1 : index]
            and "@date" in self.symbols[index + 1 :]
        ):
            return
        about = self._about_release(verb, index)
        if about is None:
            return
        start = max(self._part(min(verb, index)), min(verb, index) - 9)
        words = set(self.symbols[start : max(verb, index)])
        if "as" in words:
            # "as soon as it came out"
            words -= {"soon"}
        is_future = bool(words & (wordings.FUTURE - {"to"})) or word in wordings.COMES
        is_past = not is_future and (
            word in wordings.CAME
            or bool(words & {"was", "were", "did"})
            or self.symbols[max(0, verb) : verb + 2]
            in (["came", "out"], ["hit", "@platform"])
        )
        if word in wordings.MOVED:
            is_past, is_future = False, True
        element = self.elements[index]
        when = in_tense(element.what, is_past, self.reader.published_on)
        if self.symbols[index + 1 : index + 3] == ["or", "@date"]:
            second = self.elements[index + 2].what
            later = in_tense(second, is_past, self.reader.published_on)
            when = replace(when, end=max(when.end, later.end))
        negated = self._is_negated(verb, index)
        if before & {"before", "until", "earlier"} and negated:
            when, negated = replace(when, bound=">="), False
            if is_past:
                when = replace(when, bound="")
        elif before & {"by", "before"} and not when.bound:
            when = replace(when, bound="<=")
        elif "until" in before or before & {"earliest"}:
            when = replace(when, bound="" if "until" in before else ">=")
        if negated:
            return
        if is_past and not about.is_explicit:
            about = replace(about, season=None)
        self._add(
            Found(
                Field.RELEASE_DATE,
                about,
                str(when),
                modality=self._modality(min(verb, index), max(verb, index)),
                tense=Tense.PAST if is_past else Tense.FUTURE,
                when=when,
            )
        )

    def _release_word(self, index: int) -> int | None:
        """The word that makes a date one of release."""
        following = self.symbols[index + 1 : index + 3]
        for step, word in enumerate(following, 1):
            if word in wordings.RELEASE_NOUNS:
                return index + step
        start, _ = self._clause(index, index)
        nouns = None
        for at in range(index - 1, max(start, index - 10) - 1, -1):
            word = self.symbols[at]
            if word == "@date" and self.symbols[at - 1 : at] != ["from"]:
                return None
            if (
                word
                in wordings.COMES | wordings.CAME | wordings.MOVED | wordings.TO_COME
            ):
                if self._is_no_release(at):
                    return None
                if word in {"out", "back"} and self.symbols[at - 1] in _COMING:
                    return at - 1
                return at
            if word == "hit" and self.symbols[at + 1 : at + 2] == ["@platform"]:
                return at
            if word in wordings.RELEASE_NOUNS and nouns is None:
                nouns = at
        if nouns is not None:
            return nouns
        if index <= 2:
            for at in range(index + 1, min(len(self.symbols), index + 11)):
                word = self.symbols[at]
                if word == "@date":
                    return None
                if word in wordings.COMES | wordings.CAME | {
                    "premiere",
                    "release",
                    "debut",
                }:
                    return at
        return None

    def _is_no_release(self, verb: int) -> bool:
        """ "came to an end", "began filming"."""
        word, following = self.symbols[verb], self.symbols[verb + 1 : verb + 3]
        if word in wordings.MOVED and following == ["to", "@platform"]:
            return True
        if {"finale", "final", "last"} & set(self.symbols[verb + 1 : verb + 4]):
            return True
        if word == "came" and not {"out", "back", "to"} & set(following):
            return True
        if word in _COMING:
            return following[:1] == ["to"] and following != ["to", "@platform"]
        return word in _BEGINNING and bool(_AT_WORK.intersection(following[:1]))

    def _about_release(self, verb: int, index: int) -> About | None:
        """Whose release it is: the subject before the verb or, in the active, after."""
        start, _ = self._clause(verb, verb)
        at = verb - 1
        while at >= start and self.symbols[at] in AUXILIARIES:
            at -= 1
        if at > start and self.symbols[at] == ",":
            # "The series, written by Steven Knight, was released".
            commas = [
                c for c in range(max(start, at - 12), at) if self.symbols[c] == ","
            ]
            at = commas[-1] - 1 if commas else at - 1
        if "and" in self.symbols[at + 1 : verb]:
            # "Season 2 began in July and is expected": the subject stands in front.
            for front in range(start, at + 1):
                if self.symbols[front] in {"@season", "@show"} | NAMED | {"@other"}:
                    at = front
                    break
        for back in range(at, max(start, at - 9) - 1, -1):
            word = self.symbols[back]
            if word in SHOWISH and self._is_part_of_another_phrase(back):
                continue
            if word == ",":
                if back == at:
                    continue
                break
            if word in {"@season", "@show"}:
                return self._about(back, back + 1)
            if self._is_called_otherwise(back):
                return None
            is_every = word == "episode" and self.symbols[back - 1] in {"every", "each"}
            if word in SHOWISH or is_every:
                return self._about(back, back + 1, needs_show=not is_every)
            if word in {
                "premiere",
                "release",
                "launch",
                "debut",
                "date",
                "return",
                "arrival",
            }:
                return self._about(back, back + 1, needs_show=False)
            if word in {
                "@platform",
                "viewers",
                "fans",
                "we",
                "audiences",
                "you",
                "subscribers",
            }:
                return self._active(verb, index)
            if word in wordings.OTHER_SUBJECTS or word in {
                "@person", "@char", "@name", "@other", "@quote",
            }:  # fmt: skip
                return None
        if self.symbols[verb] in wordings.RELEASE_NOUNS:
            return self._about(verb, verb + 1, reach=14)
        return self._active(verb, index)

    def _is_called_otherwise(self, index: int) -> bool:
        """ "The sequel, Low Water, moved": what the noun means has a name of its own."""
        following = self.symbols[index + 1 : index + 9]
        if following[:1] != [","] or following[1:2] not in (["@name"], ["@other"]):
            return False
        return "," in following[2:] or ":" in following[2:]

    def _active(self, verb: int, index: int) -> About | None:
        for at in range(verb + 1, min(len(self.symbols), verb + 12)):
            word = self.symbols[at]
            if word in {"@season", "@show"} or word in SHOWISH - {"it"}:
                return self._about(at, at + 1)
            if word in {"@other", "@name"} or word in BOUNDARIES:
                return None
        return None

    # Platforms

    def _platforms(self) -> None:
        for index, symbol in enumerate(self.symbols):
            if symbol == "@platform":
                self._platform(index)
                self._describing_platform(index)

    def _describing_platform(self, index: int) -> None:
        """
        "The Hulu series": wrong once it has left. That another platform is on record
        does not make it so, which is why it is no firm statement.
        """
        before = self.symbols[max(0, index - 1) : index]
        after = self.symbols[index + 1 : index + 4]
        if after[:1] == ["original"]:
            after = after[1:]
        is_noun = bool(after) and after[0] in wordings.SHOW_NOUNS
        if before not in (["the"], ["this"]) or not is_noun:
            return
        if {"@other", "@name"} & set(after[1:2]) or self._is_of_a_foreign(index):
            return
        about = self._about(index, index + 1, needs_show=False, reach=0)
        if about is None:
            return
        name = str(self.elements[index].what)
        about = replace(about, season=None)
        self._add(Found(Field.PLATFORM, about, name, modality=Modality.EXPECTED))

    def _platform(self, index: int) -> None:
        start, _ = self._clause(index, index)
        before = self.symbols[max(start, index - 9) : index]
        last = before[-1] if before else ""
        leaves = last in {"left", "leaves", "leaving", "from"} or (
            last in {"on", "off"} and "no" in before and "longer" in before
        )
        has_verb = _ON_A_PLATFORM.intersection(before)
        is_on = last in {"on", "to", "hits", "hit"} and has_verb
        if last == "to" and not {"moved", "moves", "moving", "came", "comes", "coming",
                                 "exclusive", "returns", "heading", "switched"} & set(before):  # fmt: skip
            return
        if last == "from":
            if not {"moved", "moves", "moving", "switched"} & set(before):
                return
            if "@platform" in self.symbols[index + 1 : index + 4]:
                return
        if not (is_on or leaves):
            return
        verb = next(
            (
                at
                for at in range(index - 1, max(start, index - 9) - 1, -1)
                if self.symbols[at] in _ON_A_PLATFORM | {"left", "leaves", "leaving"}
            ),
            index - 1,
        )
        if self._is_conditional(verb):
            return
        about = self._about_release(verb, index)
        if about is None:
            return
        if not about.is_explicit or "seasons" in before:
            about = replace(about, season=None)
        word = self.symbols[verb]
        is_past = word in wordings.CAME or "was" in before or "were" in before
        tense = Tense.PAST if is_past else self._tense(verb, index)
        if word in {"moved", "switched"}:
            tense = Tense.PRESENT
        if word == "hit":
            tense = Tense.PAST
        name = str(self.elements[index].what)
        negated = bool(leaves) or self._is_negated(verb, index)
        self._add(
            Found(
                Field.PLATFORM, about, name, negated,
                self._modality(verb, index), tense,
            )
        )  # fmt: skip
