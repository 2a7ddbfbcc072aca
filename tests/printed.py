"""What pages print, as tests compare it."""

TIE = '<span class="tie">-</span>'


def untied(html: str) -> str:
    """Hyphenated names in one piece, whatever keeps lines from ending in them."""
    return html.replace(TIE, "-")
