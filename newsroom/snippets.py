"""
What a service hands out to be pasted, read into what it is made of.

A snippet is never printed as it came: its scripts are, each with its address, the
attributes that do no more than tell it something, or the code that stands in it, which
the content security policy then knows by its hash. One of a network for advertising
may hold the elements that its scripts fill, too. Whatever else it holds is refused
with a sentence for people, as a `ValueError`.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple, TypedDict

from . import hosts

LONGEST = 10_000
SCRIPT_TYPES = {"", "text/javascript", "application/javascript"}
# Whether a script waits is decided where it is printed, and none says what lets it run.
LEFT_OUT = {"async", "defer", "charset", "language", "nonce"}
KEPT = {
    "crossorigin": re.compile(r"|anonymous"),
    "id": re.compile(r"[A-Za-z][\w-]{0,60}"),
    "integrity": re.compile(r"sha(?:256|384|512)-[A-Za-z0-9+/=]{20,100}"),
    "referrerpolicy": re.compile(r"[a-z-]{6,40}"),
    "type": re.compile(r"module"),
}
# What the scripts of a network fill.
ELEMENTS = {"div", "ins"}
KEPT_ON_ELEMENTS = {
    "class": re.compile(r"[A-Za-z][\w-]{0,60}(?: +[A-Za-z][\w-]{0,60}){0,9}|"),
    "id": KEPT["id"],
}
DEEPEST, MOST_PIECES = 3, 30
# Of a style its height is read, and the rest of these is passed over: the place has
# a size of its own.
SIZES = {
    *("display", "height", "margin", "max-height", "max-width", "min-height"),
    *("min-width", "text-align", "text-decoration", "width"),
}
_HEIGHT = re.compile(r"(\d{1,4})(?:\.\d+)?px")
_NAMED = re.compile(r"//((?:[a-z0-9-]+\.)+[a-z]{2,63})\b", re.IGNORECASE)


class Piece(TypedDict):
    """
    One thing of a snippet: a script, whose `code` stands within the page where it has
    no address; or an element, which ends at the piece `/ins` or `/div` of its own.
    """

    address: str
    attributes: list[tuple[str, str]]
    code: str
    element: str


class NetworkAd(NamedTuple):
    """What a network handed out for a place, with the heights that are kept for it."""

    text: str
    pieces: list[Piece]
    phone: int
    wide: int


def read(text: str) -> list[Piece]:
    """The scripts of a snippet in order; of the address of a script alone, that one."""
    pieces, _ = _read(text, elements=set())
    return pieces


def read_ad(text: str) -> list[Piece]:
    """As `read`, with the elements around and between the scripts."""
    pieces, _ = _read(text, elements=ELEMENTS)
    return pieces


def height_asked(text: str) -> int:
    """The largest height, in pixels, that an element of it asks for; or 0."""
    _, height = _read(text, elements=ELEMENTS)
    return height


def network_ad(text: str) -> NetworkAd | None:
    """
    Heights on phones and wide screens, and what the network handed out in one line; or
    in place of that the address of a script and its attributes.

    >>> network_ad("100/250 https://ads.example.net/tag.js data-slot=top").wide
    250
    """
    if not text.strip():
        return None
    heights, _, rest = text.strip().partition(" ")
    known = {str(height): height for height in hosts.HEIGHTS}
    phone, _, wide = heights.partition("/")
    rest = rest.strip()
    if phone not in known or wide not in known or not rest:
        raise ValueError(
            "Write the heights on phones and on wide screens and what the network handed "
            "out, or the address of a script and its attributes, as in 100/250 "
            "https://ads.example.net/tag.js data-slot=top. Heights are "
            f"{', '.join(known)}."
        )
    if not rest.startswith("<"):
        address, _, attributes = rest.partition(" ")
        [script] = read(address)
        pairs = hosts.data_attributes("\n".join(attributes.split()))
        pieces = [script | {"attributes": pairs}]
    else:
        check_height(rest, known[phone], known[wide])
        pieces = read_ad(rest)
    return NetworkAd(rest, pieces, known[phone], known[wide])


def check_height(text: str, phone: int, wide: int) -> None:
    """Raise `ValueError` where no screen has as much height as a snippet asks for."""
    asked = height_asked(text)
    if asked > max(phone, wide):
        raise ValueError(
            f"An element of this is {asked} px high, and the place reserves {phone} px "
            f"on phones and {wide} px on wide screens: readers would see part of it."
        )


def named_hosts(pieces: list[Piece]) -> list[str]:
    """Hosts that the code within them names, from which it may load more."""
    found = (match[1].lower() for p in pieces for match in _NAMED.finditer(p["code"]))
    return list(dict.fromkeys(found))


def strangers(pieces: list[Piece], let_in: list[str]) -> list[str]:
    """Those of them that neither these names let in nor a script comes from."""
    own = [hosts.host_of(piece["address"]) for piece in pieces if piece["address"]]
    return [
        name for name in named_hosts(pieces) if not hosts.lets_in([*let_in, *own], name)
    ]


def _read(text: str, *, elements: set[str]) -> tuple[list[Piece], int]:
    # As browsers read it: the hash is worked out from what they read.
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise ValueError(f"No more than {LONGEST} characters.")
    if "<" not in text:
        address = hosts.script_address(text)
        return ([_piece(address=address)] if address else []), 0
    reader = _Reader(elements)
    reader.feed(text)
    reader.close()
    if reader.is_open:
        raise ValueError("The snippet ends within a script: its end is missing.")
    if reader.within:
        raise ValueError(f"<{reader.within[-1]}> has no end: </{reader.within[-1]}>.")
    if all(piece["element"] for piece in reader.pieces):
        raise ValueError("There is no script in this.")
    return reader.pieces, reader.height


class _Reader(HTMLParser):
    """
    Scripts, and elements where they may stand; `noscript` and comments are passed
    over, anything else is refused.
    """

    def __init__(self, elements: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.within: list[str] = []
        self.height = 0
        self._elements = elements
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
            self._current = _script(attrs)
        elif tag in self._elements:
            self._begin(tag, attrs)
        elif self._elements:
            raise ValueError(
                f"<{tag}> stands in this, and only <script>, <ins> and <div> may. For a "
                "picture with a link choose an ad of our own."
            )
        else:
            raise ValueError(
                f"<{tag}> stands in this, and only scripts may: <script …> with its "
                "address or its code."
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "noscript":
            self._is_within_noscript = False
        elif tag == "script" and self._current is not None:
            self._add(_checked(self._current))
            self._current = None
        elif tag in self._elements and not self._is_within_noscript:
            if not self.within or self.within.pop() != tag:
                raise ValueError(f"</{tag}> ends what did not begin, or not there.")
            self._add(_piece(element=f"/{tag}"))

    def handle_data(self, data: str) -> None:
        if self._current is not None:
            self._current["code"] += data
        elif data.strip() and not self._is_within_noscript:
            raise ValueError(f"“{data.strip()[:40]}” stands outside of any script.")

    def _begin(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        piece = _piece(element=tag)
        for name, value in attrs:
            text = (value or "").strip()
            if name == "style":
                self.height = max(self.height, _height_in(text))
            elif name.startswith("data-"):
                piece["attributes"].append(hosts.data_attribute(name, text))
            elif name in KEPT_ON_ELEMENTS and KEPT_ON_ELEMENTS[name].fullmatch(text):
                piece["attributes"].append((name, text))
            else:
                raise ValueError(f"<{tag}> may not say {name}=“{text[:40]}”.")
        self.within.append(tag)
        if len(self.within) > DEEPEST:
            raise ValueError(f"No more than {DEEPEST} elements within one another.")
        self._add(piece)

    def _add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        if len(self.pieces) > MOST_PIECES:
            raise ValueError("There is more in this than one place can hold.")


def _piece(*, address: str = "", element: str = "") -> Piece:
    return Piece(address=address, attributes=[], code="", element=element)


def _script(attrs: list[tuple[str, str | None]]) -> Piece:
    piece = _piece()
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


def _height_in(style: str) -> int:
    heights = [0]
    for declaration in filter(None, map(str.strip, style.lower().split(";"))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name not in SIZES:
            raise ValueError(
                f"A style may say no more than a size, and this says “{name[:40]}”."
            )
        if name in {"height", "min-height"} and (found := _HEIGHT.match(value)):
            heights.append(int(found[1]))
    return max(heights)


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
