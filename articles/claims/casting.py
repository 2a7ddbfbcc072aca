"""Who is in it, and as whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from . import wordings
from .choices import one_of
from .claim import (
    Field,
    Modality,
    PersonSubject,
)
from .clauses import AUXILIARIES, NAMED, About, Clauses, Found
from .elements import Element, Foreign, Role
from .wordings import BOUNDARIES, SHOWISH

_MOVES = wordings.STAYS | wordings.JOINS | wordings.LEAVES | {"appear", "appears"}
_BESIDE_NAMES = one_of(
    ", who is are was were be been will the role roles of being once again also his her "
    "their in a stars star starring starred returns return returning reprises reprise "
    "appears appear cast joins join joined back by respectively which series show "
    "season @season not has have to recur recurs takes took taking on featured part "
    "set due expected confirmed"
) - {"a"} | {"'s", "character"}
_STARRING = one_of("stars starring starred star")
_LED = one_of("led headlined fronted anchored headed")
_HOLDS = one_of("includes include features comprises is are boasts")
_CAST = one_of("cast ensemble starring stars")
# Said of the show as a whole, unless a season is named.
_WHOLE_SHOW = _STARRING | _LED | _HOLDS | _CAST
_IN_A_LIST = one_of(
    "by : \u2013 , and & with alongside also newcomer newcomers actor actors actress as "
    "@char opposite including"
)
_LONGEST_LIST = 40
_NO_CAST = re.compile(
    r"(?<= )(?:cast (?:[^ ,;:()]+ ){0,5}?(?:not|yet|to) (?:[^ ,;:()]+ ){0,3}?"
    r"(?:announced|confirmed|revealed|out|known|named|be) "
    r"|(?:no|not|yet) (?:[^ ,;:()]+ ){0,3}?(?:announced|confirmed|revealed|official) "
    r"(?:[^ ,;:()]+ ){0,2}?cast )"
)


class Casting(Clauses):
    def _cast(self) -> None:
        if match := _NO_CAST.search(self.row.text):
            first, last = self.row.span(match)
            about = self._about(first, last, needs_show=False)
            if about:
                self._add(Found(Field.CAST, about, "not announced", True))
        for index, symbol in enumerate(self.symbols):
            if symbol in _MOVES:
                self._move(index)
            elif symbol == "cast" and self._is_cast_as(index):
                self._in_or_out(self._people_before(index), index, is_out=False)
            else:
                self._starring(index)

    def _is_cast_as(self, index: int) -> bool:
        """ "has been cast as", "was cast in"."""
        return (
            self.symbols[index - 1 : index] in (["been"], ["was"], ["is"], ["were"])
            and self.symbols[index + 1 : index + 2] in (["as"], ["in"], ["for"])
            and not self._is_negated(index, index + 1)
        )

    def _starring(self, index: int) -> None:
        """ "The series stars A, B and C", "led by A and B", "A and B star in it"."""
        word, after = self.symbols[index], self.symbols[index + 1 : index + 2]
        part = set(self.symbols[self._part(index) : index])
        leads = (
            word in _STARRING
            or (word in _LED and after == ["by"])
            or (word in _HOLDS and bool(part & _CAST))
            or (word in _CAST and after in ([":"], ["\u2013"]))
        )
        if not leads or self._is_conditional(index) or self._is_of_a_foreign(index):
            return
        if part & {"trailer", "video", "clip", "@other", "he", "she", "who", "they"}:
            return
        people = self._listed(index + 1)
        if not people and word in {"star", "stars", "starred"}:
            people = self._subjects_of_starring(index)
        self._in_or_out(people, index, is_out=self._is_negated(index, index + 1))

    def _subjects_of_starring(
        self, index: int
    ) -> list[tuple[str, PersonSubject | None]]:
        following = self.symbols[index + 1 : index + 5]
        if following[:1] != ["in"] or not (SHOWISH | {"@show"}) & set(following):
            return []
        if "@other" in following or "@name" in following:
            return []
        return list(self._people_before(index))

    def _listed(self, start: int) -> list[tuple[str, PersonSubject | None]]:
        """
        The names of a list; of those that nobody knows, the ones that are spelt like
        names of people, for one of the cast may be misspelt.
        """
        people: list[tuple[str, PersonSubject | None]] = []
        for element in self.elements[start : start + _LONGEST_LIST]:
            if element.symbol == "@person":
                people.append((self._written(element), element.what))
            elif element.symbol == "@name":
                written = self._written(element)
                if len(written.split()) > 1:
                    people.append((written, None))
            elif element.symbol not in _IN_A_LIST:
                place = self.elements.index(element)
                # "… in Low Water": somewhere else.
                if {"@other", "@name"} & set(self.symbols[place : place + 3]):
                    return []
                break
        return people if any(person for _, person in people) else []

    def _move(self, verb: int) -> None:
        word = self.symbols[verb]
        people = self._people_before(verb)
        if not people:
            return
        following = set(self.symbols[verb + 1 : verb + 8])
        auxiliaries = set(self.symbols[max(0, verb - 5) : verb])
        negated = self._is_negated(verb, verb + 1)
        if word in wordings.LEAVES | wordings.JOINS and not (
            following & (SHOWISH | {"cast", "ensemble"}) - {"it"}
        ):
            return
        if word == "back" and not auxiliaries & {
            "be",
            "is",
            "are",
            "come",
            "coming",
            "not",
        }:
            return
        if word in {"returns", "return", "returning"} and not (
            following & (SHOWISH | {"as", "role", "roles"})
            or auxiliaries & {"will", "not", "be", "is", "are", "may", "could", "to"}
        ):
            return
        if word == "appear" and not negated:
            return
        if self._is_conditional(verb):
            return
        is_out = negated != (word in wordings.LEAVES)
        self._in_or_out(people, verb, is_out=is_out)

    def _in_or_out(
        self,
        people: Sequence[tuple[str, PersonSubject | None]],
        verb: int,
        *,
        is_out: bool,
    ) -> None:
        about = self._about(verb, verb + 1, needs_show=False, reach=0)
        if about is None:
            return
        named = [each.what for each in self.elements if each.symbol == "@season"]
        if not about.is_explicit and named:
            about = self._with_season(about.show_id, named[0])
        elif (
            not about.is_explicit
            and self.symbols[verb] in _WHOLE_SHOW
            and not self._is_cast_as(verb)
        ):
            about = replace(about, season=None)
        for written, person in people:
            name = person.name if person else written
            self._add(
                Found(
                    Field.CAST, about, f"{name} {'out' if is_out else 'in'}", is_out,
                    self._modality(verb, verb + 1), self._tense(verb, verb + 1),
                    person=written, person_id=person.id if person else None,
                )
            )  # fmt: skip

    def _people_before(self, verb: int) -> list[tuple[str, PersonSubject]]:
        """The subject, one or several: "Lomon and Park Ji-hu return"."""
        at = verb - 1
        while at >= 0 and self.symbols[at] in AUXILIARIES - {"and", "the"} | {
            "coming", "come", "be", "also",
        }:  # fmt: skip
            at -= 1
        people: list[tuple[str, PersonSubject]] = []
        while at >= 0 and (
            self.symbols[at] in {"@person", "@name", ",", "and", "both"}
        ):
            element = self.elements[at]
            if element.symbol == "@person":
                people.insert(0, (self._written(element), element.what))
            at -= 1
        return people

    # Characters

    def _characters(self) -> None:
        if not {"@char", "@person"} & self.row.words:
            return
        symbols = self.symbols
        for index, symbol in enumerate(symbols):
            if symbol == "as" and index > 0:
                self._pairs(
                    self._who(index - 1, -1, "@char"),
                    self._who(index + 1, 1, "@person"),
                )
            elif symbol in wordings.PLAYS and index:
                if symbols[index + 1 : index + 2] == ["by"]:
                    roles = self._who(index - 1, -1, "@person")
                    self._pairs(self._who(index + 2, 1, "@char"), roles)
                elif not self._is_negated(index, index + 1):
                    self._pairs(
                        self._who(index - 1, -1, "@char"),
                        self._who(index + 1, 1, "@person"),
                    )
            elif (
                symbol in {"role", "part"}
                and "on" in symbols[max(0, index - 2) : index]
            ):
                # "takes on the role of"
                self._pairs(
                    self._who(index - 1, -1, "@char"),
                    self._who(index + 1, 1, "@person"),
                )
            elif symbol == "is" and self.symbols[index + 1 : index + 2] == ["@char"]:
                if index and symbols[index - 1] == "@person":
                    self._pairs([self.elements[index - 1]], [self.elements[index + 1]])
            elif symbol == "(" and symbols[index + 2 : index + 3] == [")"]:
                inside, outside = self.elements[index + 1], self.elements[index - 1]
                if index and {inside.symbol, outside.symbol} & {"@char"}:
                    if outside.symbol == "@char":
                        self._pairs([inside], [outside])
                    else:
                        self._pairs([outside], [inside])
            elif symbol in {"\u2013", ":"} and self._is_a_list(index):
                before, after = self.elements[index - 1], self.elements[index + 1]
                if not {before.symbol, after.symbol} <= NAMED:
                    continue
                if after.symbol == "@char":
                    self._pairs([before], [after])
                elif before.symbol == "@char":
                    self._pairs([after], [before])

    def _is_a_list(self, index: int) -> bool:
        around = self.symbols[max(0, index - 1) : index + 2]
        return len(around) == 3 and index == 1

    def _who(self, index: int, step: int, other: str) -> list[Element]:
        """
        The names on this side, through auxiliaries ("On-jo, who is"), up to the first
        of the `other` kind: the next pair begins there.
        """
        steps = 0
        while 0 <= index < len(self.elements) and self.symbols[index] not in NAMED:
            is_by = step > 0 and "by" in self.symbols[max(0, index - 3) : index]
            is_describing = is_by and steps < 3 and self.symbols[index].isalpha()
            if self.symbols[index] not in _BESIDE_NAMES and not is_describing:
                return []
            if self.symbols[index] in BOUNDARIES:
                return []
            index, steps = index + step, steps + 1
        found: list[Element] = []
        while 0 <= index < len(self.elements):
            symbol = self.symbols[index]
            if symbol == other or symbol not in NAMED | {",", "and"}:
                break
            if symbol in NAMED:
                found.append(self.elements[index])
            index += step
        return found if step > 0 else found[::-1]

    def _pairs(self, actors: list[Element], roles: list[Element]) -> None:
        if not actors or not roles:
            return
        if len(actors) != len(roles):
            if len(actors) > 1 and len(roles) == 1:
                actors = actors[-1:]
            elif len(actors) == 1:
                roles = roles[:1]
            else:
                return
        for actor, role in zip(actors, roles, strict=True):
            self._pair(actor, role)

    def _pair(self, actor: Element, role: Element) -> None:
        if role.symbol == "@person" or actor.symbol == "@char":
            return
        following = self.elements.index(role) + 1
        if self.symbols[following : following + 1] == ["'s"]:
            return
        if actor.symbol != "@person" and role.symbol != "@char":
            return
        if {"@other"} & self.row.words and role.symbol != "@char":
            return
        if actor.symbol == "@name" and len(actor.what.title.split()) < 2:
            return
        written = self._written(actor)
        person = actor.what if actor.symbol == "@person" else None
        show_id = self._show_of_role(role, person)
        if show_id is None:
            return
        character = (
            role.what.name if isinstance(role.what, Role) else self._written(role)
        )
        explicit = [e.what.number for e in self.elements if e.symbol == "@season"]
        moved = [f.about.season for f in self.found if f.field is Field.CAST]
        season = next((n for n in (*explicit, *moved) if n), None)
        name = person.name if person else written
        self._add(
            Found(
                Field.CHARACTER, About(show_id, season), f"{name} as {character}",
                modality=Modality.STATED, person=written,
                person_id=person.id if person else None, character=character,
            )
        )  # fmt: skip

    def _written(self, element: Element) -> str:
        return self.text[element.start : element.end]

    def _show_of_role(self, role: Element, person: PersonSubject | None) -> int | None:
        if isinstance(role.what, Role):
            return role.what.show_id
        named = [e.what.id for e in self.elements if e.symbol == "@show"]
        if self.scene.is_elsewhere and not named:
            return None
        show_id = named[0] if named else self.scene.show_id
        if person is None or show_id not in person.characters:
            return None
        return show_id if isinstance(role.what, Foreign) else None
