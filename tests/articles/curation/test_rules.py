"""
The rules that always hold, over random catalogues: whatever stands on a page is live,
stands there once, is not the page itself, was not retracted and not barred; and the
fill is as long as it could be.
"""

from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from articles.curation import Place, Seen, fill
from articles.models import (
    Article,
    CurationRules,
    Pick,
    Section,
    Selection,
    Version,
    VersionShow,
)
from authors.models import User
from shows.models import Genre, Show

NOW = timezone.now()
HOUR = timedelta(hours=1)
KINDS = ("news", "explainer")
# Relative to the moment of the page, in hours: (begins, ends).
WINDOWS = st.sampled_from(
    [(-2, None), (-2, 1), (-2, -1), (1, None), (None, None), (-9000, None)]
    # A story that is old news.
    + [(-24 * 1000, None)]
)
STORY = st.tuples(WINDOWS, st.integers(0, 2), st.booleans(), st.sampled_from(KINDS))
PICK = st.tuples(
    st.booleans(), st.integers(0, 9), st.booleans(), WINDOWS, st.integers(0, 2)
)
WORLD = st.fixed_dictionaries(
    {
        "stories": st.lists(STORY, min_size=1, max_size=10),
        "genres": st.lists(st.sets(st.integers(0, 2)), min_size=3, max_size=3),
        "picks": st.lists(PICK, max_size=6),
        "seen": st.sets(st.integers(0, 9), max_size=3),
        "deleted": st.sets(st.integers(0, 9), max_size=3),
        "most": st.integers(1, 3),
        "stories_wanted": st.integers(1, 6),
        "shows_wanted": st.integers(0, 3),
    }
)
slugs = count()


def at(hours):
    return None if hours is None else NOW + hours * HOUR


class World:
    """A small newsroom, written as rows: the steps would take most of the run."""

    def __init__(self, said):
        self.by = User.objects.create(username=f"u{next(slugs)}")
        self.section = Section.objects.create(name=f"S{next(slugs)}", slug="s")
        genres = [Genre.objects.create(name=f"G{next(slugs)}") for _ in range(3)]
        self.shows = [
            Show.objects.create(title=f"Show {next(slugs)}") for _ in range(3)
        ]
        for show, keys in zip(self.shows, said["genres"], strict=True):
            show.genres.set([genres[key] for key in keys])
        self.stories = [self._story(*each) for each in said["stories"]]
        CurationRules.objects.create(pk=1, most_of_one_show=said["most"])
        for position, pick in enumerate(said["picks"]):
            self._pick(position, *pick)
        for key in said["deleted"]:
            # Readers do not see it any more; picks of it stay behind.
            if self._any(key) != self.stories[0]:
                Version.objects.filter(
                    article=self._any(key), live_from__lt=NOW - HOUR
                ).update(live_until=NOW - HOUR / 2)
        self.seen = {self._any(key).pk for key in said["seen"]}

    def _any(self, key):
        return self.stories[key % len(self.stories)]

    def _story(self, window, about, retracted, kind):
        begins, ends = at(window[0]), at(window[1])
        name = f"story-{next(slugs)}"
        article = Article.objects.create(slug=name, headline=name, owner=self.by)
        version = Version.objects.create(
            article=article,
            number=1,
            by=self.by,
            content={},
            kind=kind,
            headline=name,
            section=self.section,
            live_from=begins,
            live_until=ends,
            published_at=begins,
            updated_at=begins,
            retracted=retracted,
            retraction_notice="A hoax." if retracted else "",
        )
        if begins:
            VersionShow.objects.create(
                version=version,
                show=self.shows[about],
                published_at=begins,
                is_primary=True,
            )
        return article

    def _pick(self, position, is_story, key, is_never, window, owner):
        starts, ends = at(window[0]), at(window[1])
        target = (
            {"article": self._any(key)} if is_story else {"show": self.shows[key % 3]}
        )
        selection = [
            lambda: Selection.objects.get_or_create(article=self.stories[0])[0],
            lambda: Selection.objects.get_or_create(show=self.shows[0])[0],
            lambda: self._shelf(),
        ][owner]()
        Pick.objects.get_or_create(
            selection=selection,
            **target,
            defaults={
                "position": position,
                "is_never": is_never,
                "starts_at": starts,
                "ends_at": ends,
            },
        )

    def _shelf(self):
        shelf, _ = Selection.objects.get_or_create(title="Shelf")
        shelf.placements.get_or_create(kind="everywhere")
        return shelf

    def live(self):
        versions = Version.objects.live(NOW).listed()
        return {each.article_id: each for each in versions}

    def main_show(self, version):
        return version.version_shows.values_list("show_id", flat=True).first()


def could_be_offered(world, own, barred, by_hand):
    """How many fresh stories there are beside those chosen by hand, told naively."""
    fresh_since = NOW - timedelta(days=CurationRules().freshness_days)
    about = Counter(world.main_show(world.live()[pk]) for pk in by_hand)
    most = CurationRules.objects.get().most_of_one_show
    possible = 0
    for article, version in world.live().items():
        if article in {own, *world.seen, *by_hand, *barred}:
            continue
        if version.published_at < fresh_since:
            continue
        show = world.main_show(version)
        if about[show] < most:
            about[show] += 1
            possible += 1
    return possible


@pytest.mark.django_db
class TestRules(TestCase):
    @settings(max_examples=80, deadline=None)
    @given(WORLD)
    def test_they_hold_on_every_page(self, said):
        with transaction.atomic():
            world = World(said)
            self.check(world, said, own=world.stories[0].pk, show=None)
            self.check(world, said, own=world.stories[0].pk, show=world.shows[0])
            self.check(world, said, own=0, show=world.shows[0])
            transaction.set_rollback(True)

    def check(self, world, said, own, show):
        place = Place(article_id=own, show=show, section_id=world.section.pk)
        seen = Seen(stories=set(world.seen))
        filled = fill(
            place,
            NOW,
            seen,
            stories=said["stories_wanted"],
            shows=said["shows_wanted"],
        )
        everything = [*filled.watch, *filled.related]
        stories = [item.version.article_id for item in everything if item.version]
        shows = [item.show.pk for item in everything if item.show]
        live = world.live()

        # Nothing that is not live, and no retracted story.
        assert set(stories) <= live.keys()
        # Nothing twice, nothing the page showed before, never the page itself.
        assert len(set(stories)) == len(stories)
        assert len(set(shows)) == len(shows)
        assert not set(stories) & {own, *world.seen}
        assert show is None or show.pk not in shows
        # All of it is told to whoever fills what comes next.
        assert seen.stories >= set(stories)
        assert seen.shows >= set(shows)
        # No more than there is room for.
        assert len(filled.related) <= said["stories_wanted"]
        assert len(filled.watch) <= said["shows_wanted"]
        # What an editor barred here is not offered, unless one nearer picked it.
        own_list = Pick.objects.filter(selection__article=own, is_never=True)
        if own:
            never = {
                pick.article_id
                for pick in own_list
                if (pick.starts_at is None or pick.starts_at <= NOW)
                and (pick.ends_at is None or pick.ends_at > NOW)
            }
            assert not never & set(stories)
        # Only so many are about one show, picks aside.
        most = CurationRules.objects.get().most_of_one_show
        about = Counter(
            world.main_show(live[item.version.article_id]) for item in filled.related
        )
        for item in filled.related:
            if item.is_automatic:
                assert about[world.main_show(item.version)] <= max(
                    most,
                    sum(
                        world.main_show(other.version) == world.main_show(item.version)
                        for other in filled.related
                        if not other.is_automatic
                    ),
                )
        # The fill is never shorter than it could be.
        barred = set(
            Pick.objects.current(NOW, timezone.localdate(NOW))
            .filter(is_never=True)
            .values_list("article_id", flat=True)
        )
        above = {item.version.article_id for item in filled.watch if item.version}
        by_hand = [
            item.version.article_id for item in filled.related if not item.is_automatic
        ]
        possible = could_be_offered(world, own, barred | above, by_hand)
        room = said["stories_wanted"] - len(by_hand)
        automatic = len(filled.related) - len(by_hand)
        assert automatic >= min(room, possible)
