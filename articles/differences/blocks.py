"""Bodies as a list of blocks, the unit in which two people's changes merge."""

from articles.body.markup import TAG, VOID


def split_blocks(html: str) -> list[str]:
    """
    Cut a body into its top-level blocks.

    Nothing is lost or altered: joining the blocks gives the same string, whatever
    it was. In canonical HTML each piece is one paragraph, heading, list, quotation,
    table, rule or embed, and any selection of them in any order is canonical again
    (but for the levels of headings, which `sanitise()` puts right).
    """
    blocks: list[str] = []
    depth = 0
    start = 0
    for match in TAG.finditer(html):
        closing, name, _ = match.groups()
        begins_block = depth == 0 and name != "br" and not closing
        if begins_block:
            _add(blocks, html[start : match.start()])
            start = match.start()
        if name not in VOID:
            depth = max(depth - 1, 0) if closing else depth + 1
        if depth == 0 and (closing or name == "hr"):
            _add(blocks, html[start : match.end()])
            start = match.end()
    _add(blocks, html[start:])
    return blocks


def _add(blocks: list[str], piece: str) -> None:
    # White space between blocks is no block of its own.
    if blocks and not piece.strip():
        blocks[-1] += piece
    elif piece:
        blocks.append(piece)
