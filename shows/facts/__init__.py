"""
The steps that make news public, and what a page reads off them.

`record` and `withdraw` are the only ways to write an announcement, and `move` the only one
to let readers know of it at another moment; all write the facts of its show anew in the
same transaction.
"""

from ..printing import (
    PrintedFact,
    ShowFacts,
    SubjectFacts,
    load,
    release_of,
    status_of,
)
from .checking import ALLOWED, REQUIRED, check
from .proposing import accept, propose, proposed, refuse
from .recalling import Record, has_late, load_record
from .recording import Foreseen, Said, foresee, move, record, withdraw
from .rewriting import Rewritten, facts_of, next_change, rewrite

__all__ = [
    "ALLOWED",
    "REQUIRED",
    "Foreseen",
    "PrintedFact",
    "Record",
    "Rewritten",
    "Said",
    "ShowFacts",
    "SubjectFacts",
    "accept",
    "check",
    "facts_of",
    "foresee",
    "has_late",
    "load",
    "load_record",
    "move",
    "next_change",
    "propose",
    "proposed",
    "record",
    "refuse",
    "release_of",
    "rewrite",
    "status_of",
    "withdraw",
]
