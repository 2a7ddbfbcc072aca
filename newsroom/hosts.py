"""
Scripts of others as a person or the environment names them, taken apart and checked.

What comes out is safe to print into a page and into the content security policy: a host
holds letters, digits, dots and hyphens only, and an attribute is a `data-` one. Each
function raises `ValueError` with a sentence for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NoReturn
from urllib.parse import urlsplit

HOST = re.compile(
    r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}"
)
ATTRIBUTE = re.compile(r"data-[a-z0-9][a-z0-9-]{0,60}")
LONGEST, MOST_HOSTS, MOST_ATTRIBUTES = 300, 30, 20
# Of places for advertising, reserved before anything has loaded, in CSS pixels.
HEIGHTS = (50, 90, 100, 250, 280, 600)


def host_names(text: str) -> list[str]:
    """
    >>> host_names("stats.example.com  *.ads.example")
    ['stats.example.com', '*.ads.example']
    """
    names = list(dict.fromkeys(text.lower().split()))
    for name in names:
        # `*.com` would let half of the net in.
        if (
            not HOST.fullmatch(name)
            or len(name) > 253
            or name.count(".") < 1 + (name.startswith("*."))
        ):
            raise ValueError(
                f"“{name}” is no host. Write stats.example.com, or *.example.com for "
                "all below it, without https:// and without a path."
            )
    if len(names) > MOST_HOSTS:
        raise ValueError(f"No more than {MOST_HOSTS} hosts.")
    return names


def lets_in(names: Iterable[str], host: str) -> bool:
    """
    >>> lets_in(["*.example.com"], "stats.example.com")
    True
    """
    return any(
        host.endswith(name[1:]) if name.startswith("*.") else host == name
        for name in names
    )


def script_address(text: str) -> str:
    """An https address of a script, or nothing; never code."""
    text = text.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("This is no address of a script.") from None
    is_sound = (
        parts.scheme == "https"
        and HOST.fullmatch(parts.hostname or "")
        and not (parts.username or parts.password or port or parts.fragment)
        and not (parts.hostname or "").startswith("*")
    )
    if not is_sound or len(text) > LONGEST or not re.fullmatch(r"[!-~]+", text):
        raise ValueError(
            "Give the address of the script alone, as in "
            "https://stats.example.com/script.js, and not the code around it."
        )
    if re.search(r"[\"'<>`\\;,]", text):
        raise ValueError("The address holds what no address of a script may hold.")
    return text


def host_of(address: str) -> str:
    return (urlsplit(address).hostname or "").lower()


def data_attributes(text: str) -> list[tuple[str, str]]:
    """
    One in a line.

    >>> data_attributes("data-domain=news.example")
    [('data-domain', 'news.example')]
    """
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, value = line.partition("=")
        found.append(data_attribute(name, value) if "=" in line else _refuse(line))
    if len(found) > MOST_ATTRIBUTES:
        raise ValueError(f"No more than {MOST_ATTRIBUTES} attributes.")
    return found


def data_attribute(name: str, value: str) -> tuple[str, str]:
    if not ATTRIBUTE.fullmatch(name) or len(value) > LONGEST or not value.isprintable():
        _refuse(f"{name}={value}")
    return name, value.strip().strip('"')


def _refuse(line: str) -> NoReturn:
    raise ValueError(
        f"“{line[:40]}” is no attribute. Write one in a line, as in "
        "data-domain=news.example; only those that begin with data-."
    )
