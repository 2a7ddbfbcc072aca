"""
A sentence as a row of elements: words, and what they name.

"All of Us Are Dead season 2 drops on 12 March" becomes
`@show @season drops on @date`; hyphens fall away, contractions are written out and
numbers in words become numbers, so that a rule has one spelling to know.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from typing import Any

from .choices import one_of
from .claim import PersonSubject, ShowSubject, Subjects
from .dates import DateFound, find_dates
from .reading import BLANK, fold
from .wordings import VOCABULARY

NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
            "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
            "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
        ]
    )
} | {"dozen": 12}  # fmt: skip
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
        ],
        1,
    )
} | {"sophomore": 2, "debut": 1, "inaugural": 1, "freshman": 1}  # fmt: skip
# Known by everybody, whether or not the story is linked to them.
PLATFORMS = [
    "Netflix", "Prime Video", "Amazon Prime Video", "Amazon Prime", "Amazon",
    "Disney+", "Disney Plus", "Hulu", "HBO Max", "HBO", "Apple TV+", "Apple TV Plus",
    "Apple TV", "Peacock", "Paramount+", "Paramount Plus", "BBC One", "BBC Two",
    "BBC iPlayer", "BBC", "ITV", "ITVX", "Channel 4", "Channel 5", "Crunchyroll",
    "Viki", "tvN", "JTBC", "SBS", "KBS", "MBC", "Tving", "Wavve", "Starz", "AMC",
    "Sky Atlantic", "BritBox", "NBC", "CBS", "ABC", "The CW", "YouTube",
]  # fmt: skip
SAME_PLATFORM = {
    "amazon prime video": "prime video", "amazon prime": "prime video",
    "amazon": "prime video", "disney plus": "disney+", "apple tv plus": "apple tv+",
    "apple tv": "apple tv+", "paramount plus": "paramount+",
    "bbc iplayer": "bbc", "bbc one": "bbc", "bbc two": "bbc",
}  # fmt: skip
CONTRACTIONS = {
    "won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not",
    "ain't": "is not", "let's": "let us",
}  # fmt: skip
_ENDINGS = [
    ("n't", " not"), ("'ll", " will"), ("'ve", " have"), ("'re", " are"),
    ("'d", " would"), ("'m", " am"),
]  # fmt: skip
# After these, 's is "is" or "has"; after others, the genitive.
_IS_AFTER = one_of("it there that he she what who here where")

_TOKEN = re.compile(rf"{BLANK}+|\d+(?:[.,]\d+)+|\w+(?:'\w+)*(?:'(?=\s))?\+?|[^\w\s]")
# Elements, and characters; what is longer is read in pieces.
_LONG = 90
_LONGEST = 900


@dataclass
class Element:
    symbol: str
    start: int
    end: int
    what: Any = None
    is_capital: bool = False


@dataclass(frozen=True)
class SeasonNamed:
    """`number` None: "the new season", to be found out."""

    number: int | None
    word: str = ""


@dataclass(frozen=True)
class Role:
    show_id: int
    name: str


@dataclass(frozen=True)
class Foreign:
    """A work that the story is not linked to."""

    title: str


@dataclass
class Row:
    """The elements of one sentence, and their symbols as one string to match in."""

    elements: list[Element]
    text: str = ""
    starts: list[int] = field(default_factory=list)
    words: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        length = 1
        for element in self.elements:
            self.starts.append(length)
            length += len(element.symbol) + 1
        self.text = " " + "".join(f"{each.symbol} " for each in self.elements)
        self.words = frozenset(each.symbol for each in self.elements)

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """First and last element of a match, the last excluded."""
        first = bisect_right(self.starts, match.start()) - 1
        last = bisect_right(self.starts, max(match.start(), match.end() - 1)) - 1
        return max(first, 0), last + 1

    def at(self, position: int) -> int:
        return max(bisect_right(self.starts, position) - 1, 0)


class Names:
    """Everything that a story's links give a name to, by the first word."""

    def __init__(self, subjects: Subjects) -> None:
        self.by_first: dict[str, list[tuple[tuple[str, ...], str, Any]]] = {}
        for show in subjects.shows:
            for title in (show.title, *show.other_titles):
                self._add(title, "@show", show)
        for person in subjects.people:
            for name in (person.name, *person.other_spellings):
                self._add(name, "@person", person)
                self._add_turned(name, person)
            for show_id, characters in person.characters.items():
                for character in characters:
                    self._add_role(Role(show_id, character))
        self._add_last_names(subjects.people)
        for platform in (*subjects.platforms, *PLATFORMS):
            self._add(platform, "@platform", platform)
        for names in self.by_first.values():
            names.sort(key=lambda each: -len(each[0]))

    def _add(self, name: str, symbol: str, what: Any) -> None:
        words = tuple(name_words(name))
        if words:
            known = self.by_first.setdefault(words[0], [])
            if not any(each[:2] == (words, symbol) for each in known):
                known.append((words, symbol, what))

    def _add_turned(self, name: str, person: PersonSubject) -> None:
        parts = name.split()
        if len(parts) == 2 and "-" in name:
            self._add(f"{parts[1]} {parts[0]}", "@person", person)

    def _add_role(self, role: Role) -> None:
        self._add(role.name, "@char", role)
        parts = role.name.split()
        if len(parts) > 2:
            self._add(" ".join(parts[:-1]), "@char", role)
        if len(parts) > 1:
            for part in parts:
                # "Su-hyeok" of Lee Su-hyeok; "Tommy" of Tommy Shelby.
                is_given_name = "-" in part if "-" in role.name else part == parts[0]
                if is_given_name and len(part) > 2 and part.lower() not in _TITLES:
                    self._add(part, "@char", role)

    def _add_last_names(self, people: Sequence[PersonSubject]) -> None:
        last: dict[str, list[PersonSubject]] = {}
        for person in people:
            if "-" not in person.name and len(person.name.split()) > 1:
                last.setdefault(person.name.split()[-1], []).append(person)
        for name, bearers in last.items():
            if len(bearers) == 1 and len(name) > 3 and fold(name) not in self.by_first:
                self._add(name, "@person", bearers[0])

    def at(
        self, tokens: Sequence[tuple[str, int, int]], index: int, original: str
    ) -> tuple[int, str, Any] | None:
        """The longest name that begins at this token: how many tokens, symbol, what."""
        names = self.by_first.get(tokens[index][0])
        if not names or not _may_begin_a_name(original[tokens[index][1]]):
            return None
        for words, symbol, what in names:
            end = index + len(words)
            if end <= len(tokens) and all(
                tokens[index + step][0] == word for step, word in enumerate(words)
            ):
                last = original[tokens[end - 1][1]]
                if symbol == "@show" and len(words) == 1 and not last.isupper():
                    continue
                return len(words), symbol, what
        return None


_TITLES = one_of("the di ds dr mr mrs ms sir lady king")
_NAME_WORD = re.compile(r"\w+\+?|[!&]")


def name_words(name: str) -> list[str]:
    """A name as the tokens it is cut into."""
    return [word for word in _NAME_WORD.findall(fold(name).replace("'", "")) if word]


def _may_begin_a_name(character: str) -> bool:
    return character.isupper() or character.isdigit() or not character.islower()


def rows(
    own: str,
    span: tuple[int, int],
    names: Names,
    published_on: Date,
    works: Sequence[tuple[int, int]] = (),
) -> list[Row]:
    """The elements of a sentence, in pieces where it is too long to be one."""
    found: list[Row] = []
    start, end = span
    while end - start > _LONGEST:
        cut = own.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        found += _rows(own, (start, cut), names, published_on, works)
        start = cut
    return found + _rows(own, (start, end), names, published_on, works)


def _rows(
    own: str,
    span: tuple[int, int],
    names: Names,
    published_on: Date,
    works: Sequence[tuple[int, int]],
) -> list[Row]:
    start, end = span
    original = own[start:end]
    folded = fold(original)
    dates = find_dates(folded, original, published_on)
    tokens = _tokens(folded)
    inside = [
        (a - start, b - start)
        for a, b in works[max(bisect_right(works, (start, 0)) - 1, 0) :][:40]
        if a < end and b > start
    ]
    elements = _elements(tokens, original, names, dates, inside)
    for element in elements:
        element.start += start
        element.end += start
    elements = _with_seasons(elements)
    elements = _with_foreign_works(elements)
    return [
        Row(elements[index : index + _LONG]) for index in range(0, len(elements), _LONG)
    ]


def _tokens(folded: str) -> list[tuple[str, int, int]]:
    found = []
    for match in _TOKEN.finditer(folded):
        word, start, end = match.group(), match.start(), match.end()
        if word == "-":
            before = folded[start - 1 : start].isalnum()
            if before and folded[end : end + 1].strip():
                continue
            word = "\u2013" if folded[start - 1 : start].isspace() else ","
        elif word == "\u2014":
            word = "\u2013"
        if word in CONTRACTIONS:
            found += [(part, start, end) for part in CONTRACTIONS[word].split()]
            continue
        stem, _, ending = word.rpartition("'")
        if stem and ending in {"s", ""}:
            found.append((stem, start, start + len(stem)))
            more = "is" if stem in _IS_AFTER else "'s"
            found.append((more, start + len(stem), end))
            continue
        for short, long in _ENDINGS:
            if word.endswith(short) and len(word) > len(short):
                stem_end = end - len(short)
                found.append((folded[start:stem_end], start, stem_end))
                found.append((long.strip(), stem_end, end))
                break
        else:
            word = word.replace("'", "")
            found.append((word, start, end))
    return [each for each in found if each[0]]


def _elements(
    tokens: list[tuple[str, int, int]],
    original: str,
    names: Names,
    dates: list[DateFound],
    works: list[tuple[int, int]],
) -> list[Element]:
    elements: list[Element] = []
    index = 0
    by_start = {each.start: each for each in dates}
    while index < len(tokens):
        word, start, end = tokens[index]
        found_date = next(
            (by_start[at] for at in range(start, end) if at in by_start), None
        )
        if found_date:
            elements.append(
                Element("@date", start, found_date.end, found_date, is_capital=True)
            )
            while index < len(tokens) and tokens[index][1] < found_date.end:
                index += 1
            continue
        named = names.at(tokens, index, original)
        if named:
            length, symbol, what = named
            end = tokens[index + length - 1][2]
            elements.append(Element(symbol, start, end, what, is_capital=True))
            index += length
            continue
        work = next((w for w in works if w[0] <= start < w[1]), None)
        # "Yi-hyun": the second half of a name is small.
        is_half = start > 0 and original[start - 1] == "-" and bool(elements)
        is_capital = original[start].isupper() or (is_half and elements[-1].is_capital)
        if work and is_capital and word not in {"season", "part"}:
            title = original[work[0] : work[1]]
            is_first = work[0] <= start and not any(
                work[0] <= each.start < work[1] for each in elements
            )
            if is_first and len(title) > 2:
                elements.append(Element("@other", start, work[1], Foreign(title), True))
                while index < len(tokens) and tokens[index][1] < work[1]:
                    index += 1
                continue
        number = _number(word)
        if word[0] == BLANK:
            elements.append(Element("@quote", start, end))
        elif number is not None:
            elements.append(Element("@num", start, end, number, is_capital))
        else:
            elements.append(Element(word, start, end, None, is_capital))
        index += 1
    return elements


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) < 5:
        return int(word)
    return NUMBERS.get(word)


_SEASON_WORDS = frozenset(
    {"season", "series", "instalment", "installment", "run", "outing"}
)
_NEXT = {"new": "new", "next": "next", "upcoming": "new", "another": "next"} | {
    "coming": "new", "forthcoming": "new", "final": "last", "last": "last",
    "latest": "last", "previous": "last", "more": "next",
}  # fmt: skip
_SHORT = re.compile(r"s0?(\d{1,2})$")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")
_BETWEEN = frozenset({"and", "possible", "potential", "eagerly", "awaited", "planned"})


def ordinal(word: str) -> int | None:
    found = _ORDINAL.match(word)
    return int(found[1]) if found else ORDINALS.get(word)


def _with_seasons(elements: list[Element]) -> list[Element]:
    """Put "the second season", "season two", "S2" and "the new season" in one."""
    found: list[Element] = []
    index = 0
    while index < len(elements):
        element = elements[index]
        named, length = _season_at(elements, index)
        if named is None:
            found.append(element)
            index += 1
            continue
        last = elements[index + length - 1]
        found.append(Element("@season", element.start, last.end, named, True))
        index += length
    return found


def _season_at(elements: list[Element], index: int) -> tuple[SeasonNamed | None, int]:
    word = elements[index].symbol
    after = elements[index + 1] if index + 1 < len(elements) else None
    if after is not None and after.symbol == "@num" and word in {"season", "series"}:
        more = elements[index + 2].symbol if index + 2 < len(elements) else ""
        if after.what and after.what < 60 and more not in {"episodes"}:
            return SeasonNamed(after.what), 2
    if match := _SHORT.match(word):
        return SeasonNamed(int(match[1])), 1
    number = ordinal(word)
    which = _NEXT.get(word, "")
    if number is None and not which:
        return None, 0
    for step in range(1, 4):
        if index + step >= len(elements):
            break
        symbol = elements[index + step].symbol
        # "its fifth and final season"
        inner = _NEXT.get(symbol)
        if symbol in _SEASON_WORDS and (symbol != "run" or number):
            if symbol == "series" and which:
                return None, 0
            return SeasonNamed(number, which), step + 1
        if not (inner or symbol in _BETWEEN):
            break
    return None, 0


# Capital at the beginning of a sentence, or anywhere, and yet no title.
_NO_TITLE = one_of(
    "i we you he she they it this that these those the a an all both every each no "
    "nobody none some many most new season seasons series show filming production "
    "shooting cameras release premiere there here what when where who why how which "
    "officially unfortunately however meanwhile so far and but or if while although "
    "though as in on at for from with without by since after before until once now "
    "still yet not only its their his her our your my fans viewers producers director "
    "creator actor actress star stars writer showrunner principal photography "
    "according rumour rumours rumor reports report sources netflix's episode episodes "
    "cast trailer part volume chapter korean south british american english japanese "
    "french spanish k drama tv monday tuesday wednesday thursday friday saturday "
    "sunday christmas easter halloween season's executive head boss chief number "
    "network platform streaming running total starring"
)
_JOINS_TITLE = one_of("of the and in & to a for 's")


def _with_foreign_works(elements: list[Element]) -> list[Element]:
    """Put runs of capital words that are nobody we know in one: works or people."""
    found: list[Element] = []
    index = 0
    while index < len(elements):
        if not _is_of_a_title(elements[index]):
            found.append(elements[index])
            index += 1
            continue
        end = index + 1
        while end < len(elements):
            if _is_of_a_title(elements[end]):
                end += 1
                continue
            ahead = end
            while ahead < len(elements) and elements[ahead].symbol in _JOINS_TITLE:
                ahead += 1
            joins = elements[end].symbol != "and" and elements[end].symbol != "'s"
            is_near = end < ahead <= end + 2 and ahead < len(elements)
            if joins and is_near and _is_of_a_title(elements[ahead]):
                end = ahead + 1
                continue
            break
        first, last = elements[index], elements[end - 1]
        title = " ".join(each.symbol for each in elements[index:end])
        found.append(Element("@name", first.start, last.end, Foreign(title), True))
        index = end
    return found


def _is_of_a_title(element: Element) -> bool:
    word = element.symbol
    is_ours = word in _NO_TITLE or word in VOCABULARY or ordinal(word) or word in _NEXT
    return element.is_capital and word.isalpha() and not is_ours


def show_of(subjects: Subjects, show_id: int) -> ShowSubject | None:
    return next((show for show in subjects.shows if show.id == show_id), None)
