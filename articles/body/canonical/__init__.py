"""
Any HTML in, canonical HTML out: one spelling for everything a body can say.

Two bodies that read the same are the same bytes, so versions compare and merge by
block, and opening and saving a story without touching it changes nothing.

This package decides about *form* (what nests in what, white space, heading levels)
and gives no promise of safety: `sanitising.sanitise()` passes its output through
nh3, which must find nothing to remove. Doing it in this order also bounds the work:
nh3 needs quadratic time for thousands of open tags or attributes, but what it is
given here is never nested deeper than MAX_DEPTH.
"""

from .arranging import Arranger, level_headings
from .reading import MAX_DEPTH, Reader
from .writing import write

__all__ = ["MAX_DEPTH", "canonicalise"]


def canonicalise(html: str) -> str:
    """Rewrite any HTML in the one canonical form."""
    root = Reader(html).read()
    blocks = Arranger().flow(root.children, top=True)
    level_headings(blocks)
    return "".join(write(block) for block in blocks)
