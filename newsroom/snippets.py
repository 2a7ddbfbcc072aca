"""
What an analytics service hands out to be pasted, read into what it is made of.

A snippet is never printed as it came: its scripts are, each with its address, the
attributes that do no more than tell it something, or the code that stands in it, which
the content security policy then knows by its hash. Whatever else it holds is refused
with a sentence for people, as a `ValueError`.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TypedDict

from . import hosts

LONGEST = 10_000
SCRIPT_TYPES = {"", "text/javascript", "application/javascript"}
# Every script is printed with `defer`, and none may say what lets it run.
LEFT_OUT = {"async", "defer", "charset", "language", "nonce"}
KEPT = {
    "crossorigin": re.compile(r"|anonymous"),
    "id": re.compile(r"[A-Za-z][\w-]{0,60}"),
    "integrity": re.compile(r"sha(?:256|384|512)-[A-Za-z0-9+/=]{20,100}"),
    "referrerpolicy": re.compile(r"[a-z-]{6,40}"),
    "type": re.compile(r"module"),
}
_NAMED = re.compile(r"//((?:[a-z0-9-]+\.)+[a-z]{2,63})\b", re.IGNORECASE)


class Piece(TypedDict):
    """One script of a snippet: `code` stands within the page where it has no address."""

    address: str
    attributes: list[tuple[str, str]]
    code: str


def read(text: str) -> list[Piece]:
    """The scripts of a snippet in order; of the address of a script alone, that one."""
    # As browsers read it: the hash is worked out from what they read.
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise ValueError(f"No more than {LONGEST} characters.")
    if "<" not in text:
        address = hosts.script_address(text)
        return [Piece(address=address, attributes=[], code="")] if address else []
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.is_open:
        raise ValueError("The snippet ends within a script: its end is missing.")
    if not reader.pieces:
        raise ValueError("There is no script in this.")
    return reader.pieces


def named_hosts(pieces: list[Piece]) -> list[str]:
    """Hosts that the code within them names, from which it may load more."""
    found = (match[1].lower() for p in pieces for match in _NAMED.finditer(p["code"]))
    return list(dict.fromkeys(found))


class _Reader(HTMLParser):
    """Scripts; `noscript` and comments are passed over, anything else is refused."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._current: Piece | None = None
        self._is_within_noscript = False

    @property
    def is_open(self) -> bool:
        return self._current is not None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "noscript":
            self._is_within_noscript = True
        elif self._is_within_noscript:
            return
        elif tag == "script":
            self._current = _piece(attrs)
        else:
            raise ValueError(
                f"<{tag}> stands in this, and only scripts may: <script …> with its "
                "address or its code."
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "noscript":
            self._is_within_noscript = False
        elif tag == "script" and self._current is not None:
            self.pieces.append(_checked(self._current))
            self._current = None

    def handle_data(self, data: str) -> None:
        if self._current is not None:
            self._current["code"] += data
        elif data.strip() and not self._is_within_noscript:
            raise ValueError(f"“{data.strip()[:40]}” stands outside of any script.")


def _piece(attrs: list[tuple[str, str | None]]) -> Piece:
    piece = Piece(address="", attributes=[], code="")
    for name, value in attrs:
        text = (value or "").strip()
        if name == "src":
            # As many services write it, for pages of before https.
            address = f"https:{text}" if text.startswith("//") else text
            piece["address"] = hosts.script_address(address)
        elif name.startswith("data-"):
            piece["attributes"].append(hosts.data_attribute(name, text))
        elif name in LEFT_OUT or (name == "type" and text.lower() in SCRIPT_TYPES):
            continue
        elif name in KEPT and KEPT[name].fullmatch(text):
            piece["attributes"].append((name, text))
        else:
            raise ValueError(f"A script may not say {name}=“{text[:40]}”.")
    return piece


def _checked(piece: Piece) -> Piece:
    if piece["address"]:
        if piece["code"].strip():
            raise ValueError("A script has an address or code, never both.")
        return piece | {"code": ""}
    if not piece["code"].strip():
        raise ValueError("A script has neither an address nor code.")
    # Either may make browsers see its end elsewhere than this does.
    if found := re.search(r"<!--|</script", piece["code"], re.IGNORECASE):
        raise ValueError(f"“{found[0]}” stands within the code. Take it out there.")
    return piece
