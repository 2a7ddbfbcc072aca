"""
What may stand under an embargo, each kind told by the app it belongs to.

An app whose rows wait for an embargo calls `hold` once, from its `AppConfig.ready`;
moving, lifting and cancelling then takes them along, the page of the embargo lists
them, and whoever works on one of them knows of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from .models import Embargo


@dataclass(frozen=True)
class Held:
    """One thing under an embargo, for reading. `url` is its page on the desk."""

    words: str
    url: str = ""
    said: str = ""


class Holder(Protocol):
    """
    One kind of thing that may stand under an embargo.

    `move` and `cancel` are called inside the transaction of the step, with the row of
    the embargo locked and its new moment written; what they cannot do they refuse with
    `ValidationError`, and nothing has happened. `lifting` says that `to` is now.
    """

    label: str

    def under(self, embargo: Embargo) -> list[Held]: ...

    def move(
        self, embargo: Embargo, to: datetime, *, by: AbstractUser, lifting: bool
    ) -> None: ...

    def cancel(self, embargo: Embargo, *, by: AbstractUser, reason: str) -> None: ...

    def known_to(self, user: AbstractUser) -> QuerySet[Any, Any]:
        """The primary keys of embargoes that this person knows of by such a thing."""
        ...


HOLDERS: list[Holder] = []


def hold(holder: Holder, *, first: bool = False) -> None:
    """
    Let one kind of thing stand under embargoes. The news goes along `first`: a story
    may not be out before readers may know of its show.

    Once for each kind, for Django readies apps again whenever INSTALLED_APPS changes.
    """
    if type(holder) not in map(type, HOLDERS):
        HOLDERS.insert(0 if first else len(HOLDERS), holder)


def is_known(user: AbstractUser, column: str) -> Q:
    """Whether the embargo in a column is one of which this person knows."""
    known = Q(pk__in=[])
    for holder in HOLDERS:
        known |= Q(**{f"{column}__in": holder.known_to(user)})
    return known
