"""
Redirects and old addresses as a file: spreadsheets open it, and "Many at once" reads it
again, here or on another site.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

Row = tuple[str, str, str]
HEADING: Row = ("from", "to", "note")
# By these a spreadsheet knows a formula, which may fetch or send; it takes what an
# apostrophe stands before for words.
FORMULA, GUARD = tuple("=+-@\t\r"), "'"
# Without it some of them take Korean for Latin.
BYTE_ORDER_MARK = "\ufeff"


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The file in pieces, however long it is."""
    # All are quoted, so that no mark within one is taken for what parts them.
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK + writer.writerow(HEADING)
    for row in rows:
        yield writer.writerow(guarded(" ".join(cell.split())) for cell in row)


def guarded(text: str) -> str:
    return f"{GUARD}{text}" if text.startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """
    >>> unguarded(guarded("=1+1"))
    '=1+1'
    """
    is_guarded = text.startswith(GUARD) and text[1:].startswith(FORMULA)
    return text[1:] if is_guarded else text


class _Line:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line
