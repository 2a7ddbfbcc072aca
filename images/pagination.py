"""Pages of a list without counting it: `count(*)` costs more than the page itself."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from .prepared import Pages

# Deeper pages cost more and nobody turns to them; filters and search lead there.
MOST_PAGES = 100
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


@dataclass(frozen=True)
class Page:
    """One page of a list, which knows its neighbours and not how many there are."""

    items: list[Any]
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_number(self) -> int | None:
        """None for the first page, so that its address carries no number."""
        return self.number - 1 if self.number > 2 else None

    @property
    def next_number(self) -> int:
        return self.number + 1


def page_of(queryset: QuerySet | Pages, request: HttpRequest, size: int = 24) -> Page:
    """
    The page that `?page=` asks for, and whether another follows.

    Looks one row ahead instead of counting. What is not a page (-1, NaN, one after
    the end, one past the cap) is not found.
    """
    number = _page_number(request.GET.get("page", "1"))
    start = (number - 1) * size
    rows = list(queryset[start : start + size + 1])
    if not rows and number > 1:
        raise Http404("There is no such page.")
    return Page(
        items=rows[:size],
        number=number,
        has_next=len(rows) > size and number < MOST_PAGES,
    )


def _page_number(text: str) -> int:
    if not PAGE_NUMBER.fullmatch(text) or int(text) > MOST_PAGES:
        raise Http404("There is no such page.")
    return int(text)
