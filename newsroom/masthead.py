"""The masthead: who makes the site, as far as their public profiles say."""

from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from articles.models import Version, VersionAuthor
from authors.models import Author


class Desk(NamedTuple):
    """One rank of the masthead."""

    name: str
    people: list[Author]


def desks(at: datetime) -> list[Desk]:
    """
    Everybody on the masthead, by rank, in the order of the desk; one query.

    Whoever readers have not read yet is left out, editors aside: that somebody joins
    is not told by a profile that was prepared for them.
    """
    live = Version.objects.live(at).listed().filter(pk=OuterRef("version"))
    read = VersionAuthor.objects.filter(Exists(live), author=OuterRef("pk")).order_by()
    rows = (
        Author.objects.active()
        .exclude(desk=Author.Desk.NONE)
        .filter(Q(desk=Author.Desk.EDITORS) | Exists(read))
        .select_related("portrait")
        .order_by("masthead_position", "name", "pk")
    )
    ranks = list(Author.Desk.values)
    people = sorted(rows, key=lambda author: ranks.index(author.desk))
    return [
        Desk(str(Author.Desk(desk).label), list(group))
        for desk, group in groupby(people, key=lambda author: author.desk)
    ]
