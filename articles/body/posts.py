"""
Posts and videos of other sites: their addresses, read without asking anybody.

An address is taken apart by the hosts and the ids that its site is known to have, and
written anew in one form; what cannot be read that way is refused. So the frames that a
click of a reader loads can lead to these players and to nothing else, and whatever
followed an address to count who sent it on is gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlsplit


@dataclass(frozen=True)
class Provider:
    """A site whose posts can stand in a story."""

    key: str
    label: str
    hosts: frozenset[str]
    # Where its frame is loaded from: the reader's browser asks it on a click.
    frame_host: str
    is_video: bool = False

    @property
    def noun(self) -> str:
        return "video" if self.is_video else "post"


X = Provider(
    "x",
    "X",
    frozenset({"x.com", "twitter.com"}),
    "platform.twitter.com",
)
INSTAGRAM = Provider(
    "instagram", "Instagram", frozenset({"instagram.com"}), "www.instagram.com"
)
TIKTOK = Provider("tiktok", "TikTok", frozenset({"tiktok.com"}), "www.tiktok.com")
YOUTUBE = Provider(
    "youtube",
    "YouTube",
    frozenset({"youtube.com", "youtu.be", "youtube-nocookie.com", "music.youtube.com"}),
    "www.youtube-nocookie.com",
    is_video=True,
)
VIMEO = Provider(
    "vimeo",
    "Vimeo",
    frozenset({"vimeo.com", "player.vimeo.com"}),
    "player.vimeo.com",
    is_video=True,
)
PROVIDERS = (X, INSTAGRAM, TIKTOK, YOUTUBE, VIMEO)
FRAME_HOSTS = tuple(provider.frame_host for provider in PROVIDERS)

# Addresses that only lead on to one: whose it is cannot be read off them.
SHORT = frozenset({"t.co", "vm.tiktok.com", "vt.tiktok.com", "instagr.am"})
LONGEST_ADDRESS = 2000

_X = re.compile(r"/(?:(?P<by>\w{1,15})|i/web)/status(?:es)?/(?P<key>\d{1,20})(?:/.*)?")
_INSTAGRAM = re.compile(
    r"(?:/[\w.]{1,30})?/(?P<kind>p|reel|reels|tv)/(?P<key>[\w-]{5,40})(?:/.*)?",
    re.ASCII,
)
_TIKTOK = re.compile(
    r"/@(?P<by>[\w.]{1,24})/(?P<kind>video|photo)/(?P<key>\d{5,25})/?", re.ASCII
)
_YOUTUBE = re.compile(r"/(?P<kind>shorts|live|embed|v)/(?P<key>[\w-]{11})/?", re.ASCII)
_YOUTUBE_KEY = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO = re.compile(
    r"(?:/channels/[\w-]+|/groups/[\w-]+/videos|/video|/showcase/\d+/video)?"
    r"/(?P<key>\d{5,15})(?:/(?P<private>[0-9a-f]{6,20}))?/?",
    re.ASCII,
)
_SECONDS = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?", re.ASCII)


@dataclass(frozen=True)
class Address:
    """Where one post or video stands, and from where its frame is loaded."""

    provider: Provider
    url: str
    frame: str
    # Whose it is, as far as the address says.
    by: str = ""
    is_upright: bool = False


def read_address(typed: str) -> Address | None:
    """The post or video that an address leads to; None where it is none we know."""
    typed = typed.strip()
    if len(typed) > LONGEST_ADDRESS or not typed.isascii() or " " in typed:
        return None
    if "://" not in typed:
        typed = f"https://{typed.removeprefix('//')}"
    try:
        parts = urlsplit(typed)
        if parts.scheme not in ("http", "https") or parts.username or parts.port:
            return None
    except ValueError:
        return None
    host = bare_host(typed)
    for provider, read in _READERS:
        if host in provider.hosts:
            return read(host, parts.path, parse_qs(parts.query))
    return None


def refusal(typed: str) -> str:
    """Why an address cannot stand in a story, as a sentence for who typed it."""
    host = bare_host(typed if "://" in typed else f"https://{typed.strip()}")
    if not typed.strip():
        return "Paste the address of the post or video."
    if host in SHORT:
        return (
            "This short address does not say what it leads to. Open it and copy the "
            "address that the browser shows then."
        )
    for provider in PROVIDERS:
        if host in provider.hosts:
            return (
                f"This address of {provider.label} leads to no single {provider.noun}. "
                f"Open the {provider.noun} by itself and copy its address."
            )
    known = ", ".join(provider.label for provider in PROVIDERS[:-1])
    return (
        f"Posts and videos can be from {known} and {PROVIDERS[-1].label}; this "
        f"address is of {host or 'no site'}. A link in the text leads anywhere."
    )


def bare_host(address: str) -> str:
    try:
        host = urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""
    for prefix in ("www.", "m.", "mobile."):
        host = host.removeprefix(prefix)
    return host


def player(provider: Provider, key: str, **options: str) -> str:
    """The address of a video's player, which begins by itself."""
    more = "".join(f"&{name}={value}" for name, value in options.items() if value)
    key = quote(key, safe="")
    if provider is VIMEO:
        return f"https://{VIMEO.frame_host}/video/{key}?dnt=1&autoplay=1{more}"
    return f"https://{YOUTUBE.frame_host}/embed/{key}?autoplay=1{more}"


Query = dict[str, list[str]]


def _read_x(host: str, path: str, query: Query) -> Address | None:
    match = _X.fullmatch(path)
    if match is None:
        return None
    by, key = match["by"] or "i", match["key"]
    return Address(
        X,
        f"https://x.com/{by}/status/{key}",
        f"https://{X.frame_host}/embed/Tweet.html?id={key}&dnt=true",
        "" if by == "i" else by,
    )


def _read_instagram(host: str, path: str, query: Query) -> Address | None:
    match = _INSTAGRAM.fullmatch(path)
    if match is None:
        return None
    kind = "reel" if match["kind"].startswith("reel") else "p"
    url = f"https://www.instagram.com/{kind}/{match['key']}/"
    return Address(INSTAGRAM, url, f"{url}embed/captioned/", is_upright=True)


def _read_tiktok(host: str, path: str, query: Query) -> Address | None:
    match = _TIKTOK.fullmatch(path)
    if match is None:
        return None
    return Address(
        TIKTOK,
        f"https://www.tiktok.com/@{match['by']}/{match['kind']}/{match['key']}",
        f"https://{TIKTOK.frame_host}/embed/v2/{match['key']}",
        match["by"],
        is_upright=True,
    )


def _read_youtube(host: str, path: str, query: Query) -> Address | None:
    is_short = False
    if host == "youtu.be":
        key = path.strip("/")
    elif path == "/watch":
        key = query.get("v", [""])[0]
    elif match := _YOUTUBE.fullmatch(path):
        key = match["key"]
        is_short = match["kind"] == "shorts"
    else:
        return None
    if not _YOUTUBE_KEY.fullmatch(key):
        return None
    start = _seconds(query.get("t", query.get("start", [""]))[0])
    url = f"https://www.youtube.com/watch?v={key}" + (f"&t={start}s" if start else "")
    if is_short:
        url = f"https://www.youtube.com/shorts/{key}"
        start = ""
    frame = player(YOUTUBE, key, start=start)
    return Address(YOUTUBE, url, frame, is_upright=is_short)


def _read_vimeo(host: str, path: str, query: Query) -> Address | None:
    match = _VIMEO.fullmatch(path)
    if match is None:
        return None
    private = match["private"] or query.get("h", [""])[0]
    if not re.fullmatch(r"[0-9a-f]{6,20}", private):
        private = ""
    url = f"https://vimeo.com/{match['key']}" + (f"/{private}" if private else "")
    return Address(VIMEO, url, player(VIMEO, match["key"], h=private))


_READERS = (
    (X, _read_x),
    (INSTAGRAM, _read_instagram),
    (TIKTOK, _read_tiktok),
    (YOUTUBE, _read_youtube),
    (VIMEO, _read_vimeo),
)


def _seconds(written: str) -> str:
    """90, 90s and 1m30s as seconds; nothing for what is no time."""
    match = _SECONDS.fullmatch(written)
    if not (written and match):
        return ""
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return str(hours * 3600 + minutes * 60 + seconds or "")


# What is stored of one

LONGEST = {"title": 200, "author": 100, "handle": 40, "date": 10, "duration": 8}
_PATTERNS = {
    "handle": re.compile(r"[\w.\-]+"),
    "date": re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII),
    # 2:31, or 1:02:31.
    "duration": re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)", re.ASCII),
}


def is_said(name: str, value: str) -> bool:
    """Whether this may be stored of a post under this name."""
    if not value or len(value) > LONGEST[name]:
        return False
    if name == "date":
        return bool(_PATTERNS[name].fullmatch(value)) and _day(value) is not None
    return name not in _PATTERNS or bool(_PATTERNS[name].fullmatch(value))


def iso_duration(written: str) -> str:
    """2:31 as PT2M31S."""
    match = _PATTERNS["duration"].fullmatch(written)
    if match is None:
        return ""
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return f"PT{f'{hours}H' if hours else ''}{minutes}M{seconds}S"


class Credit(NamedTuple):
    """Who said it, in plain words, and the words that lead to where."""

    words: str
    linked: str


def credit(address: Address, said: dict[str, str]) -> Credit:
    """What stands below a post: who, when and where."""
    words = ", ".join(filter(None, [_called(said), who(said)]))
    return Credit(words, f"{when(said)} on {address.provider.label}")


def when(said: dict[str, str]) -> str:
    day = _day(said.get("date", ""))
    return f"{day.day} {day:%B} {day.year}" if day else "The original"


def who(said: dict[str, str]) -> str:
    author, handle = said.get("author", ""), said.get("handle", "")
    if author and handle:
        return f"{author} (@{handle})"
    return author or (f"@{handle}" if handle else "")


def _called(said: dict[str, str]) -> str:
    title, duration = said.get("title", ""), said.get("duration")
    return f"“{title}”{f' ({duration})' if duration else ''}" if title else ""


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
