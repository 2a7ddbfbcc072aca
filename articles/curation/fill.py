"""
Filling the widgets of a page: the rules that hold whoever chose.

Nothing that is not live, nothing twice, never the page itself, nothing retracted,
nothing an editor barred; what fills up by itself is fresh, and not all about one show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from articles.models import CurationRules
from images.prepared import Prepared
from shows.similar import released

from .chosen import SHOWS, STORIES, Chosen, chosen_for, live_items
from .finders import BY_KEY, Finders, Found
from .items import Finder, Item, Seen
from .places import Place

RULES = Prepared(lambda: CurationRules.objects.all())
IN_THE_NEWS = "in our stories lately"


@dataclass
class Filled:
    """What stands beside a page: things to watch, and stories."""

    watch: list[Item] = field(default_factory=list)
    related: list[Item] = field(default_factory=list)


def rules() -> CurationRules:
    """Those in force: the stored ones, or what they are at first."""
    return next(iter(RULES()), None) or CurationRules()


def fill(
    place: Place,
    at: datetime,
    seen: Seen | None = None,
    *,
    stories: int | None = None,
    shows: int | None = None,
) -> Filled:
    """
    Both widgets of a story or a show, with no more than `stories` and `shows` in them.

    The picks lower down are set aside first, so that nothing above shows them.
    """
    filling = _Filling(place, at, seen)
    return filling.both(
        filling.rules.stories_beside if stories is None else stories,
        filling.rules.shows_beside if shows is None else shows,
    )


def related_stories(
    place: Place, at: datetime, seen: Seen | None = None, number: int = 8
) -> list[Item]:
    """Stories alone, as many as there is room for."""
    return fill(place, at, seen, stories=number, shows=0).related


def watch_next(
    place: Place,
    at: datetime,
    seen: Seen | None = None,
    number: int = 4,
    chosen: Chosen | None = None,
) -> list[Item]:
    """
    Things to watch alone: shows, and what shelves hold beside them. What was `chosen`
    for the place may be known already.
    """
    return _Filling(place, at, seen, chosen).both(0, number).watch


class _Filling:
    """One page being filled. What it shows is added to `seen`."""

    def __init__(
        self,
        place: Place,
        at: datetime,
        seen: Seen | None,
        chosen: Chosen | None = None,
    ) -> None:
        self.place, self.at = place, at
        self.seen = Seen() if seen is None else seen
        self.rules = rules()
        if place.article_id:
            self.seen.stories.add(place.article_id)
        if place.show_id:
            self.seen.shows.add(place.show_id)
        self.chosen = chosen or chosen_for(place, at)
        self.finders = Finders(place, at, self.rules, self.chosen)

    def both(self, stories: int, shows: int) -> Filled:
        live = live_items(self.chosen.picks, self.at)
        picked = [item for item in live if item.version and item.finder == Finder.PICK]
        others = [item for item in live if item not in picked]
        filled = Filled()
        self._take(filled.related, picked, stories)
        if shows:
            self._take(filled.watch, others, shows)
            self._suggest(filled.watch, shows)
        if stories:
            on_shelves = [item for item in others if item.version]
            self._take(filled.related, on_shelves, stories)
            self._find(filled.related, stories)
        return filled

    def _take(self, into: list[Item], items: list[Item], number: int) -> None:
        """What was chosen, in its order, as far as the page does not show it."""
        for item in items:
            if len(into) >= number:
                return
            story = item.version.article_id if item.version else None
            show = item.show.pk if item.show else None
            if not self.seen.has(story=story, show=show):
                into.append(item)
                self.seen.add(item)

    def _suggest(self, into: list[Item], number: int) -> None:
        """Complete things to watch with shows like this one, then with the news."""
        if len(into) < number:
            for each in self.finders.alike():
                finder = Finder.PEOPLE if each.by_people else Finder.LIKENESS
                self._offer(into, Item(finder, each.reason, show=each.show), number)
        if len(into) >= number:
            return
        keys = [
            pk
            for pk in self.finders.shows_in_the_news()
            if not self.seen.has(show=pk) and not self.finders.is_barred(show=pk)
        ]
        if not keys:
            return
        public = {show.pk: show for show in SHOWS(self.at, *keys)}
        if not self.rules.offers_unreleased:
            out = released(public.values(), self.at)
            public = {pk: show for pk, show in public.items() if pk in out}
        for pk in keys:
            if pk in public:
                item = Item(Finder.RECENT, IN_THE_NEWS, show=public[pk])
                self._offer(into, item, number)

    def _offer(self, into: list[Item], item: Item, number: int) -> None:
        pk = item.show.pk if item.show else None
        if (
            len(into) < number
            and not self.seen.has(show=pk)
            and not self.finders.is_barred(show=pk)
        ):
            into.append(item)
            self.seen.add(item)

    def _find(self, into: list[Item], number: int) -> None:
        """Complete stories by asking one finder after the other."""
        room = number - len(into)
        if room <= 0:
            return
        about = self._shows_of(into)
        found: list[Found] = []
        taken = set(self.seen.stories)
        self._choose(self.finders.stories(), found, taken, about, room)
        # The newest may all be about shows that have had their turn.
        tried: set[int] = set()
        while len(found) < room and (full := self._had_their_turn(about)) > tried:
            tried = full
            self._choose(self.finders.newest_but(full), found, taken, about, room)
        keys = [each.candidate.article_id for each in found]
        cards = (
            {card.article_id: card for card in STORIES(self.at, *keys)} if keys else {}
        )
        for each in found:
            if card := cards.get(each.candidate.article_id):
                item = Item(each.finder, each.reason, version=card)
                into.append(item)
                self.seen.add(item)

    def _choose(
        self,
        offered: Iterable[Found],
        found: list[Found],
        taken: set[int],
        about: Counter[int],
        room: int,
    ) -> None:
        for each in offered:
            if len(found) >= room:
                return
            story, show = each.candidate.article_id, each.candidate.show_id
            if (
                story in taken
                or self.finders.is_barred(story=story)
                or (show and about[show] >= self.rules.most_of_one_show)
            ):
                continue
            taken.add(story)
            found.append(each)
            if show:
                about[show] += 1

    def _shows_of(self, items: list[Item]) -> Counter[int]:
        """How many of the stories chosen by hand are about which show."""
        keys = [item.version.pk for item in items if item.version]
        return Counter(show for _, _, show in (BY_KEY(*keys) if keys else []) if show)

    def _had_their_turn(self, about: Counter[int]) -> set[int]:
        most = self.rules.most_of_one_show
        return {show for show, count in about.items() if count >= most}
