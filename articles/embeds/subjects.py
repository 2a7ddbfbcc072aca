"""What blocks from facts are about, with all that any of them prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date as Date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from images.models import Image
from shows.cast import CastList, cast_list
from shows.models import Announcement, Credit, Season, Show, Trailer
from shows.printing import PrintedFact, ShowFacts, SubjectFacts

from .base import Target, shown_at
from .on_page import OnPage

# Of the kinds of blocks, those that read more than facts.
WITH_PEOPLE = {"cast", "known"}
WITH_CREDITS = {"cast"}
WITH_NEWS = {"timeline"}
WITH_TRAILERS = {"trailer", "known"}


@dataclass(frozen=True)
class Subject:
    """
    A show or one of its seasons, as known at `facts_at`.

    `moment` is that of the page: it decides which pictures may still be shown.
    """

    show: Show
    season: Season | None
    facts: ShowFacts
    moment: datetime
    facts_at: datetime
    credits: list[Credit]
    # Of the whole show: news oldest first, trailers newest first.
    news: list[Announcement]
    trailers: list[Trailer]

    @property
    def name(self) -> str:
        """All of Us Are Dead, season 2."""
        if self.season is None:
            return self.show.title
        return f"{self.show.title}, {self.season.name}"

    def get_absolute_url(self) -> str:
        return (self.season or self.show).get_absolute_url()

    @property
    def was_known_on(self) -> Date | None:
        """The day the block speaks of, where that is not today."""
        if self.facts_at >= self.moment:
            return None
        return timezone.localdate(self.facts_at)

    @cached_property
    def own(self) -> SubjectFacts:
        """Facts of it alone."""
        return self.facts.own(self.season)

    @cached_property
    def parts(self) -> list[tuple[str, SubjectFacts]]:
        """The parts a season comes out in, by name."""
        found = {
            fact.fact.part: facts
            for facts in self.facts.parts.values()
            for fact in facts.everything()
            if self.season and fact.fact.season_id == self.season.pk
        }
        parts = sorted((part for part in found if part), key=lambda part: part.number)
        return [(part.name, found[part]) for part in parts]

    @property
    def releases(self) -> list[PrintedFact]:
        """Every date there is for it, reports included, those of its parts last."""
        own = self.own
        release = own.release or (None if self.season else self.facts.next_release)
        dates = own.releases or ([release] if release else [])
        for _, facts in self.parts:
            dates = [*dates, *facts.releases]
        return dates

    @property
    def people(self) -> CastList:
        return cast_list(
            self.show,
            self.facts_at,
            season=self.season,
            facts=self.facts,
            credits=self.credits,
        )

    @property
    def announcements(self) -> list[Announcement]:
        """How it came about, in order."""
        return [
            each
            for each in self.news
            if self.season is None or each.season_id == self.season.pk
        ]

    @property
    def trailer(self) -> Trailer | None:
        """The one that was announced last, or else the newest."""
        own = [
            each
            for each in self.trailers
            if self.season is None or each.season_id == self.season.pk
        ]
        announced = self.own.trailer and self.own.trailer.fact.trailer_id
        chosen = (each for each in self.trailers if each.pk == announced)
        return next(chosen, own[0] if own else None)

    def shown(self, image: Image | None) -> Image | None:
        return shown_at(self.moment, image)


def load_subjects(targets: Collection[Target], page: OnPage) -> dict[Target, Subject]:
    """
    What the blocks of a page are about, with all they print, in seven queries at most.
    """
    kinds = {target.kind for target in targets}
    moment, facts_at = page.moment, page.facts_at
    about = find_subjects(targets, page)
    wanted = {show.pk: show for show, _ in about.values()}
    facts = page.facts(wanted.values(), facts_at, roles=bool(kinds & WITH_PEOPLE))
    credits = page.credits(wanted) if kinds & WITH_CREDITS else {}
    news = _by_show(page.news, wanted, facts_at) if kinds & WITH_NEWS else {}
    trailers = (
        _by_show(page.trailers, wanted, facts_at) if kinds & WITH_TRAILERS else {}
    )
    return {
        target: Subject(
            show=show,
            season=season,
            facts=facts[show.pk],
            moment=moment,
            facts_at=facts_at,
            credits=credits.get(show.pk, []),
            news=news.get(show.pk, []),
            trailers=trailers.get(show.pk, []),
        )
        for target, (show, season) in about.items()
    }


def find_subjects(
    targets: Collection[Target], page: OnPage
) -> dict[Target, tuple[Show, Season | None]]:
    """
    The shows and seasons that there are, in two queries.

    A show that was merged into another is that one, and so are its seasons, which
    are told by their numbers. A block is left out whose show or season readers may
    not know of.
    """
    shows = page.shows(target.id for target in targets)
    seasons = _seasons(targets, shows, page.moment)
    found: dict[Target, tuple[Show, Season | None]] = {}
    for target in targets:
        show = shows.get(target.id)
        if show is None:
            continue
        if target.season is None:
            found[target] = show, None
        elif season := seasons.get((show.pk, target.season)):
            found[target] = show, season
    return found


def _seasons(
    targets: Iterable[Target], shows: dict[int, Show], moment: datetime
) -> dict[tuple[int, int], Season]:
    numbers = {target.season for target in targets if target.season is not None}
    if not (numbers and shows):
        return {}
    by_pk = {show.pk: show for show in shows.values()}
    rows = Season.objects.public(moment).filter(show__in=by_pk, number__in=numbers)
    found = {}
    for season in rows.defer("synopsis"):
        season.show = by_pk[season.show_id]
        found[season.show_id, season.number] = season
    return found


def _by_show(
    load: Callable[[Iterable[int], datetime], Iterable[Any]],
    shows: Iterable[int],
    at: datetime,
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in load(shows, at):
        found[row.show_id].append(row)
    return found
