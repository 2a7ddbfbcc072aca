"""
Who may sell the places for advertising: `/ads.txt`, which networks read before they pay.

The format is the IAB Tech Lab's ads.txt 1.1, https://iabtechlab.com/ads-txt/.
"""

import re

from .hosts import HOST

RELATIONS = ("DIRECT", "RESELLER")
VARIABLES = (
    "contact",
    "inventorypartnerdomain",
    "managerdomain",
    "ownerdomain",
    "subdomain",
)
MOST = 2000


def check_sellers(text: str) -> None:
    """Raises `ValueError` with a sentence for people, which names the line."""
    lines = text.splitlines()
    if len(lines) > MOST:
        raise ValueError(f"No more than {MOST} lines.")
    for number, line in enumerate(lines, 1):
        record = line.partition("#")[0].strip()
        if record and not (_is_seller(record) or _is_variable(record)):
            raise ValueError(
                f"Line {number}, “{line.strip()[:60]}”, is none of ads.txt. A line names "
                "a network, our account there, DIRECT or RESELLER and perhaps who vouches "
                "for it, as in: google.com, pub-0000000000000000, DIRECT, f08c47fec0942fa0"
            )


def _is_seller(record: str) -> bool:
    # Behind a semicolon stands what only some networks read.
    fields = [each.strip() for each in record.partition(";")[0].split(",")]
    return (
        len(fields) in (3, 4)
        and bool(HOST.fullmatch(fields[0].lower()))
        and all(re.fullmatch(r"[!-~]+", each) for each in fields[1:])
        and fields[2].upper() in RELATIONS
    )


def _is_variable(record: str) -> bool:
    name, _, value = record.partition("=")
    return bool(
        name.strip().lower() in VARIABLES and value.strip() and value.isprintable()
    )
