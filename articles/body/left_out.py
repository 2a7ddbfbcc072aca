"""Links that a body cannot keep: their writer is told, and their words stay."""

from __future__ import annotations

from html.parser import HTMLParser

from .canonical.reading import COMMENT_LINKS
from .links import clean_link

# Who pasted a whole page of them has read enough by then.
MOST_TOLD = 5
MOST_SHOWN = 80
KEPT = (
    "A link leads to a web page (https://…), a page of this site (/…), a heading of the "
    "story (#…), an address of mail (mailto:…) or a telephone (tel:…)."
)


def left_out(html: str) -> list[str]:
    """What to tell who wrote some HTML: a sentence for each link that is not kept."""
    if "href" not in html.lower():
        return []
    reader = _Links()
    reader.feed(html)
    reader.close()
    found = [
        (shown, href)
        for words, href in reader.found
        if (shown := " ".join(words.split()))
    ]
    told = [
        f"The link of “{_short(words)}” to {_short(href)} was left out; its words stay. "
        f"{KEPT}"
        for words, href in found[:MOST_TOLD]
    ]
    if (more := len(found) - MOST_TOLD) > 0:
        told.append(f"{more} more links were left out in the same way.")
    return told


class _Links(HTMLParser):
    """The links that are not kept: their words, and where they led."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            href = (dict(attrs).get("href") or "").strip()
            self.is_open = bool(
                href and not href.startswith(COMMENT_LINKS) and not clean_link(href)
            )
            if self.is_open:
                self.found.append(("", href))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            words, href = self.found[-1]
            self.found[-1] = (words + data, href)


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
