"""
Finders: what fits a page by itself, the likest first.

Each is asked only when those before it left room. They read narrow rows through the
index rows of stories (X, published_at DESC, version) and look no further than `MOST`
of them, so that what they cost depends on neither the size of the archive nor that of
the show; which of the rows stand on the page is for `fill` to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from articles.models import (
    CurationRules,
    Disclosure,
    Version,
    VersionPerson,
    VersionShow,
)
from images.prepared import Prepared
from shows.models import Person, Show
from shows.similar import Suggestion, suggestions

from .chosen import Chosen
from .items import Finder
from .places import Place

MOST = 60
MOST_PEOPLE = 8
# Of one person or one show like this one, the newest.
OF_EACH = 2
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# They are kept true for as long as they stand.
AGELESS = (Version.Kind.EXPLAINER, Version.Kind.LIST)


class Candidate(NamedTuple):
    """A story that fits, before it is known whether there is room for it."""

    version_id: int
    article_id: int
    # What it is mainly about, so that not all are about one show.
    show_id: int | None


class Found(NamedTuple):
    candidate: Candidate
    finder: Finder
    reason: str


MAIN_SHOW = Subquery(
    VersionShow.objects.filter(version=OuterRef("pk"))
    .order_by("-is_primary", "position")
    .values("show")[:1]
)


def _narrow(stories: Any, since: Any) -> Any:
    fresh = Q(updated_at__gte=since) | Q(kind__in=AGELESS)
    rows = stories.listed().unpaid().filter(fresh).annotate(main_show=MAIN_SHOW)
    return rows.values_list("pk", "article_id", "main_show")[:MOST]


def _live(at: Any) -> Any:
    return Version.objects.live(at)


SEASON = Prepared(
    lambda at, since, season: _narrow(_live(at).about_season(season, at), since)
)
SHOW = Prepared(lambda at, since, show: _narrow(_live(at).about_show(show, at), since))
IN_SECTION = Prepared(
    lambda at, since, section: _narrow(
        _live(at).in_section(section).filter(published_at__gte=since).newest(), since
    )
)
NEWEST = Prepared(
    lambda at, since: _narrow(_live(at).filter(published_at__gte=since).newest(), since)
)
# Where the newest are all about shows that have had their turn.
NEWEST_BUT = Prepared(
    lambda at, since, *shows: _narrow(
        _live(at)
        .filter(published_at__gte=since)
        .annotate(about=MAIN_SHOW)
        .exclude(about__in=shows)
        .newest(),
        since,
    )
)
BY_KEY = Prepared(
    lambda *versions: (
        Version.objects.filter(pk__in=versions)
        .annotate(main_show=MAIN_SHOW)
        .values_list("pk", "article_id", "main_show")
    )
)


def _newest_of(rows: QuerySet[Any], at: Any, since: Any, but: Any) -> dict[str, Any]:
    """The newest stories of each row, as columns: an index is read for each."""
    stories = (
        rows.filter(
            Q(version__live_until__isnull=True) | Q(version__live_until__gt=at),
            Q(version__updated_at__gte=since) | Q(version__kind__in=AGELESS),
            published_at__lte=at,
            version__live_from__lte=at,
            version__retracted=False,
        )
        # What somebody paid for stands beside a story when an editor picks it.
        .exclude(version__disclosure=Disclosure.SPONSORED)
        .exclude(version__article=but)
        .order_by("-published_at", "-version")
        .values("version")
    )
    return {
        f"story_{place}": Subquery(stories[place : place + 1])
        for place in range(OF_EACH)
    }


COLUMNS = [f"story_{place}" for place in range(OF_EACH)]
# Of a person or a show: its key, its name and its newest stories.
ABOUT_PEOPLE = Prepared(
    lambda at, since, but, version: (
        Person.objects.public(at)
        .filter(version_people__version=version)
        .annotate(
            **_newest_of(
                VersionPerson.objects.filter(person=OuterRef("pk")), at, since, but
            )
        )
        .order_by("pk")
        .values_list("name", *COLUMNS)[:MOST_PEOPLE]
    )
)
ABOUT_SHOWS = Prepared(
    lambda at, since, but, *shows: (
        Show.objects.filter(pk__in=shows)
        .annotate(
            **_newest_of(
                VersionShow.objects.filter(
                    show=OuterRef("pk"), is_primary=True
                ).select_related(None),
                at,
                since,
                but,
            )
        )
        .values_list(F("pk"), *COLUMNS)
    )
)


@dataclass
class Finders:
    """The chain for one page at one moment. Reads nothing twice."""

    place: Place
    at: datetime
    rules: CurationRules
    chosen: Chosen
    _alike: list[Suggestion] | None = field(default=None, init=False)
    _newest: list[Any] | None = field(default=None, init=False)

    @property
    def since(self) -> datetime:
        days = self.rules.freshness_days
        return self.at - timedelta(days=days) if days else LONG_AGO

    def alike(self) -> list[Suggestion]:
        """The shows most like that of the page, best first."""
        if self._alike is None:
            show = self.place.show
            unreleased = self.rules.offers_unreleased
            self._alike = (
                suggestions(show, self.at, unreleased=unreleased) if show else []
            )
        return self._alike

    def stories(self) -> Iterator[Found]:
        """Stories beside a page, with the finders in their order."""
        place = self.place
        if place.season_id:
            yield from self._found(SEASON, Finder.SEASON, place.season_id)
        if place.show_id:
            yield from self._found(SHOW, Finder.SHOW, place.show_id)
        if place.show_id or place.version_id:
            yield from self._of_the_same_people_and_like_it()
        if place.section_id:
            yield from self._found(IN_SECTION, Finder.RECENT, place.section_id)
        for row in self.newest():
            yield Found(Candidate(*row), Finder.RECENT, "")

    def newest(self) -> list[Any]:
        if self._newest is None:
            self._newest = NEWEST(self.at, self.since)
        return self._newest

    def shows_in_the_news(self) -> list[int]:
        """The shows that the newest stories are about."""
        return list(dict.fromkeys(show for _, _, show in self.newest() if show))

    def newest_but(self, shows: Iterable[int]) -> Iterator[Found]:
        """The newest that are about none of these shows."""
        yield from self._found(NEWEST_BUT, Finder.RECENT, *sorted(shows))

    def _found(self, rows: Prepared, finder: Finder, *key: int) -> Iterator[Found]:
        for row in rows(self.at, self.since, *key):
            yield Found(Candidate(*row), finder, "")

    def _of_the_same_people_and_like_it(self) -> Iterator[Found]:
        """
        First stories about people the story is about, then about shows by the same
        people, then about shows that are alike otherwise.
        """
        place, but = self.place, self.place.article_id
        wanted: list[tuple[int, Finder, str]] = []
        if place.version_id:
            people = ABOUT_PEOPLE(self.at, self.since, but, place.version_id)
            wanted += [
                (version, Finder.PEOPLE, f"also about {name}")
                for name, *versions in people
                for version in versions
            ]
        alike = self.alike()
        newest = {}
        if alike:
            keys = [each.show.pk for each in alike]
            newest = {
                pk: versions
                for pk, *versions in ABOUT_SHOWS(self.at, self.since, but, *keys)
            }
        for by_people in (True, False):
            wanted += [
                (
                    version,
                    Finder.PEOPLE if by_people else Finder.LIKENESS,
                    f"{each.show.title}: {each.reason}",
                )
                for each in alike
                if each.by_people == by_people
                for version in newest.get(each.show.pk, [])
            ]
        keys = [version for version, _, _ in wanted if version]
        known = {row[0]: Candidate(*row) for row in (BY_KEY(*keys) if keys else [])}
        for version, finder, reason in wanted:
            if version in known:
                yield Found(known[version], finder, reason)

    def is_barred(self, *, story: int | None = None, show: int | None = None) -> bool:
        """Whether an editor said "never here"."""
        return self.chosen.never.has(story=story, show=show)
