"""
What to watch next: shows that share people, genres, a country or a platform.

Five queries, however large the catalogue: the shows of the same people and those with
most genres in common are found through indexes and cut off at two dozen each, then
weighed here. The same question always gets the same answer.
"""

import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import CharField, Count, F, Model, QuerySet, Value
from django.utils import timezone

from images.prepared import Prepared
from images.search import fold

from .models import Announcement, Credit, Fact, Show
from .vocabulary import Status

MOST_CANDIDATES = 24
MOST_CREDITS = 2000
# Of them, how many of the likest are read whole.
MOST_WEIGHED = 24
# Seconds.
REMEMBERED_FOR = 300
# More than any page shows, for some stand on it already or were barred.
REMEMBERED = 12
# Raised by whatever changes what shows have in common; see `receivers`.
LIKENESS = "shows.similar.likeness"

# In the order of what is said first. A shared director says more about a show than a
# shared guest star.
MADE_BY = {
    "creator": "also created by",
    "showrunner": "also created by",
    "director": "also directed by",
    "writer": "also written by",
    "cast": "also with",
    "support": "also with",
    "crew": "also by",
    "guest": "also with",
}
WEIGHTS = {
    "creator": 8,
    "showrunner": 8,
    "director": 8,
    "writer": 5,
    "cast": 4,
    "crew": 3,
    # Named in the cast, but not among the first.
    "support": 2,
    "guest": 1,
}
MOST_FOR_PEOPLE = 16
# How many of the cast are leads.
LEADS = 4
FOR_GENRE, FOR_COUNTRY, FOR_PLATFORM = 2, 1, 1

# What a catalogue lists beside the title itself, at the end of its folded form.
EDITION = re.compile(
    r" (?:extended|uncut|unrated|remastered|directors|special|anniversary|theatrical"
    r"|complete) (?:version|edition|cut)$"
)
NOT_OUT_YET = {
    Status.ANNOUNCED,
    Status.IN_PRODUCTION,
    Status.WRAPPED,
    Status.DATED,
}
HAS_BEEN_OUT = {Status.OUT, Status.ENDED, Status.RENEWED}


@dataclass(frozen=True)
class Suggestion:
    show: Show
    reason: str
    # Whether they share somebody, rather than a genre, a country or a platform.
    by_people: bool = False


@dataclass
class Likeness:
    """What a candidate has in common with the show."""

    roles: dict[str, str] = field(default_factory=dict)
    for_people: int = 0
    genres: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    platforms: list[str] = field(default_factory=list)

    @property
    def score(self) -> int:
        return (
            min(self.for_people, MOST_FOR_PEOPLE)
            + FOR_GENRE * len(self.genres)
            + FOR_COUNTRY * bool(self.countries)
            + FOR_PLATFORM * bool(self.platforms)
        )

    def meet(self, role: str, name: str) -> None:
        self.for_people += WEIGHTS[role]
        self.roles.setdefault(role, name)

    def reason(self, rarity: Counter[str]) -> str:
        for role, words in MADE_BY.items():
            if role in self.roles:
                return f"{words} {self.roles[role]}"
        genre = min(self.genres, key=lambda name: (rarity[name], name), default="")
        if self.platforms:
            found = f"also on {self.platforms[0]}"
            return f"{found}: {genre}" if genre else found
        if self.countries:
            found = f"also from {self.countries[0]}"
            return f"{found}: {genre}" if genre else found
        return f"more in {genre}"


NEWEST_NEWS = Prepared(
    lambda: Announcement.objects.order_by("-pk").values_list("pk", flat=True)[:1]
)
SEEN = Prepared(
    lambda at, *pks: Show.objects.public(at).listed().for_cards().filter(pk__in=pks)
)


def suggestions(
    show: Show, at: datetime, *, unreleased: bool = False
) -> list[Suggestion]:
    """
    What to watch next, for the pages of readers: remembered for a few minutes.

    Two queries instead of six. News about any show and changes of credits and genres
    are taken in at once, for they change the key, and so does the moment asked about;
    whether a show may be seen is asked each time.
    """
    if not _is_now(at):
        return watch_next(show, at, REMEMBERED, unreleased=unreleased)
    era = f"{cache.get(LIKENESS, 0)}:{int(at.timestamp()) // REMEMBERED_FOR}"
    key = f"shows.similar:{show.pk}:{unreleased:d}:{NEWEST_NEWS()}:{era}"
    remembered: list[tuple[int, str, bool]] | None = cache.get(key)
    if remembered is None:
        found = watch_next(show, at, REMEMBERED, unreleased=unreleased)
        rows = [(each.show.pk, each.reason, each.by_people) for each in found]
        cache.set(key, rows, REMEMBERED_FOR)
        return found
    pks = [pk for pk, _, _ in remembered]
    # As many places to fill, whatever their number.
    places = (pks * REMEMBERED)[:REMEMBERED]
    shows = {other.pk: other for other in (SEEN(at, *places) if pks else [])}
    return [
        Suggestion(shows[pk], reason, by_people)
        for pk, reason, by_people in remembered
        if pk in shows
    ]


def forget() -> None:
    """What shows have in common has changed: whatever is remembered is out of date."""
    try:
        cache.incr(LIKENESS)
    except ValueError:
        cache.set(LIKENESS, secrets.randbits(48), None)


def released(shows: Iterable[Show], at: datetime) -> set[int]:
    """Of these, those that somebody can watch by then, as far as is known."""
    shows = list(shows)
    _, out, not_out = _facts([show.pk for show in shows], at)
    return {
        show.pk
        for show in shows
        if show.pk in out or (show.pk not in not_out and (show.year or 0) <= at.year)
    }


def _is_now(at: datetime) -> bool:
    """
    Whether it is the present that is asked about. What somebody may read of Friday is
    not remembered for the readers of today, nor the other way round.
    """
    return timedelta(0) <= timezone.now() - at < timedelta(seconds=REMEMBERED_FOR)


def watch_next(
    show: Show, at: datetime, limit: int = 4, *, unreleased: bool = False
) -> list[Suggestion]:
    """
    The shows most like this one, best first, each with a reason a reader understands.

    Shows nobody can watch yet are left out unless asked for.
    """
    found: defaultdict[int, Likeness] = defaultdict(Likeness)
    _same_people(show, found)
    for pk in _same_genres(show):
        found[pk]
    candidates = [*found, show.pk]
    genres, countries = _genres_and_countries(candidates)
    platforms, out, not_out = _facts(candidates, at)
    for pk, likeness in found.items():
        likeness.genres = _shared(genres, show.pk, pk)
        likeness.countries = _shared(countries, show.pk, pk)
        likeness.platforms = _shared(platforms, show.pk, pk)
    rarity = Counter(name for likeness in found.values() for name in likeness.genres)

    likest = sorted(found, key=lambda pk: (-found[pk].score, -pk))[:MOST_WEIGHED]
    shows = Show.objects.public(at).listed().for_cards()
    ranked = [
        other
        for other in shows.filter(pk__in=likest)
        if found[other.pk].score
        and (
            unreleased
            or other.pk in out
            or (other.pk not in not_out and (other.year or 0) <= at.year)
        )
    ]
    ranked.sort(
        key=lambda other: (-found[other.pk].score, -(other.year or 0), other.pk)
    )
    return [
        Suggestion(other, found[other.pk].reason(rarity), bool(found[other.pk].roles))
        for other in _one_edition_each(show, ranked)[:limit]
    ]


def _one_edition_each(show: Show, ranked: list[Show]) -> list[Show]:
    """Without "The Hateful Eight: Extended Version" beside "The Hateful Eight"."""
    taken = {_title_and_edition(show)[0]: [show]}
    kept = []
    for other in ranked:
        title, is_edition = _title_and_edition(other)
        same = taken.setdefault(title, [])
        if any(
            is_edition or _title_and_edition(each)[1] or each.year == other.year
            for each in same
        ):
            continue
        same.append(other)
        kept.append(other)
    return kept


def _title_and_edition(show: Show) -> tuple[str, bool]:
    title = fold(show.title)
    bare = EDITION.sub("", title)
    return bare or title, bool(bare) and bare != title


def _same_people(show: Show, found: defaultdict[int, Likeness]) -> None:
    meetings = (
        Credit.objects.filter(person__credits__show=show)
        .exclude(show=show)
        .order_by("show_id", "pk", "person__credits__pk")
        .values_list(
            "show_id",
            "person_id",
            "person__name",
            "kind",
            "job",
            "billing",
            F("person__credits__kind"),
            F("person__credits__job"),
            F("person__credits__billing"),
        )[:MOST_CREDITS]
    )
    best: dict[tuple[int, int], tuple[int, str, str]] = {}
    for show_id, person_id, name, *both in meetings:
        # As much as the lesser of the two roles.
        role = min(
            _role(*both[:3]),
            _role(*both[3:]),
            key=lambda role: (WEIGHTS[role], role),
        )
        met = best.get((show_id, person_id))
        if met is None or WEIGHTS[role] > met[0]:
            best[show_id, person_id] = (WEIGHTS[role], role, name)
    people: defaultdict[int, Likeness] = defaultdict(Likeness)
    for (show_id, _), (_, role, name) in best.items():
        people[show_id].meet(role, name)
    nearest = sorted(people, key=lambda pk: (-people[pk].for_people, -pk))
    for pk in nearest[:MOST_CANDIDATES]:
        found[pk] = people[pk]


def _role(kind: str, job: str, billing: int) -> str:
    if kind == Credit.Kind.CAST and billing >= LEADS:
        return "support"
    if kind != Credit.Kind.CREW:
        return kind
    folded = job.casefold()
    return folded if folded in WEIGHTS else "crew"


def _same_genres(show: Show) -> list[int]:
    links = Show.genres.through.objects
    own = links.filter(show=show).values("genre")
    most = (
        links.filter(genre__in=own)
        .exclude(show=show)
        .values("show_id")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "-show_id")
    )
    return [row["show_id"] for row in most[:MOST_CANDIDATES]]


def _genres_and_countries(
    shows: Iterable[int],
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Names of both by show."""
    genres: defaultdict[int, list[str]] = defaultdict(list)
    countries: defaultdict[int, list[str]] = defaultdict(list)
    rows = _names(Show.genres.through, "genre", shows).union(
        _names(Show.countries.through, "country", shows), all=True
    )
    for what, show_id, name in rows:
        (genres if what == "genre" else countries)[show_id].append(name)
    return genres, countries


def _names(links: type[Model], what: str, shows: Iterable[int]) -> QuerySet:
    return links._default_manager.filter(show__in=shows).values_list(
        Value(what, output_field=CharField()), "show_id", f"{what}__name"
    )


def _facts(
    shows: Iterable[int], at: datetime
) -> tuple[dict[int, list[str]], set[int], set[int]]:
    """Platform names by show, shows that have been out, and shows that have not."""
    platforms: defaultdict[int, list[str]] = defaultdict(list)
    out, not_out = set(), set()
    rows = (
        Fact.objects.at(at)
        .leading()
        .filter(show__in=shows)
        .values_list("show_id", "field", "value", "platform__name")
    )
    for show_id, about, value, platform in rows:
        if about == Fact.Field.PLATFORM and value == "in":
            platforms[show_id].append(platform)
        elif about == Fact.Field.STATUS and value in HAS_BEEN_OUT:
            out.add(show_id)
        elif about == Fact.Field.STATUS and value in NOT_OUT_YET:
            not_out.add(show_id)
    return platforms, out, not_out


def _shared(names: dict[int, list[str]], show_id: int, other_id: int) -> list[str]:
    return sorted(set(names.get(show_id, ())) & set(names.get(other_id, ())))
