"""Where sentences begin and end, for English with its abbreviations and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .choices import one_of

_ABBREVIATIONS = one_of(
    "mr mrs ms dr st jr sr vs ep eps no vol pt etc inc ltd co prof gen col sgt lt "
    "capt jan feb mar apr jun jul aug sep sept oct nov dec approx e.g i.e a.m p.m u.s "
    "u.k d.c feat dept"
)
_END = re.compile(r"[.!?\u2026]+[)\"'\u2019\u201d\]\ufffc]*(?=\s|$)")
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
_BEGINS = re.compile(
    r"\s*[(\"'\u2018\u201c\[\ufffc]*(?:[A-Z0-9\u00c0-\u00de]|[^\x00-\x7f])"
)


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence, without the white space around it."""
    start = 0
    for match in _END.finditer(text):
        if _goes_on(text, match):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _goes_on(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 12]
    if following.strip() and not _BEGINS.match(following):
        return True
    if not match.group().startswith(".") or match.group().startswith(".."):
        return False
    before = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
    if before is None:
        return False
    word = before.group()
    is_initial = len(word) == 1 and word.isupper()
    return is_initial or word.lower() in _ABBREVIATIONS and bool(following.strip())


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start < end:
        yield start, end
