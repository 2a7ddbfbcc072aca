"""What pages print, as tests compare it."""

TIE = '<span class="tie">-</span>'
ISOLATING = ("<bdi>", "</bdi>")


def untied(html: str) -> str:
    """
    Names in one piece, whatever keeps lines from ending in them and the words beside
    them from being turned round.
    """
    for tag in ISOLATING:
        html = html.replace(tag, "")
    return html.replace(TIE, "-")
