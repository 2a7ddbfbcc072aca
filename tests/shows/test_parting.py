import random
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article, ArticleShow, Pick, VersionShow
from shows import facts, parting
from shows.merging import merge_people, merge_shows
from shows.models import (
    Announcement,
    Credit,
    Merge,
    OldPersonAddress,
    OldShowAddress,
    OtherTitle,
    Person,
    Season,
    Show,
)
from tests.factories.articles import ArticleFactory
from tests.factories.curation import PickFactory, ShelfFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    EpisodeFactory,
    GenreFactory,
    PersonFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = pytest.mark.django_db

# Made anew from other rows: their keys may differ, what they say may not.
MADE_ANEW = {"shows.fact", "shows.showname", "shows.personname", "shows.charactername"}
LEFT_OUT = {"shows.merge", "images.word"}


def everything():
    """All rows of our apps, as values."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        if model._meta.app_label not in {"shows", "articles"} or label in LEFT_OUT:
            continue
        rows = model._base_manager.order_by("pk").values()
        if label in MADE_ANEW:
            rows = [{k: v for k, v in row.items() if k != "id"} for row in rows]
        found[label] = sorted(map(repr, rows))
    return found


def differences(before, after):
    return {
        label: (set(rows) ^ set(after[label]))
        for label, rows in before.items()
        if rows != after[label]
    }


class World:
    """Two or three shows and people with whatever may hang on them, by chance."""

    def __init__(self, seed):
        self.dice = random.Random(seed)  # noqa: S311
        self.editor = make_editor()
        drama, crime = GenreFactory(), GenreFactory(name="Crime")
        self.people = [
            PersonFactory(
                name=f"P{n}",
                biography=self.some("", "Born."),
                imdb_id=self.some("", f"nm{n}"),
            )
            for n in range(3)
        ]
        self.shows = [
            ShowFactory(
                title=self.some("Twin", f"Show {n}"),
                synopsis=self.some("", f"About {n}"),
                imdb_id=self.some("", f"tt{n}"),
                tvmaze_id=self.some(None, n),
                genres=self.some([], [drama], [drama, crime]),
            )
            for n in range(3)
        ]
        for show in self.shows:
            self.fill(show)
        for _ in range(self.dice.randrange(4)):
            self.story()

    def some(self, *choices):
        return self.dice.choice(choices)

    def fill(self, show):
        for title in ("Other", f"Own {show.pk}"):
            if self.some(True, False):
                OtherTitle.objects.create(show=show, title=title)
        seasons = [
            SeasonFactory(show=show, number=number, title=self.some("", "Named"))
            for number in (1, 2)
            if self.some(True, False)
        ]
        for season in seasons:
            part = self.some(None, 1) and SeasonPartFactory(season=season)
            if self.some(True, False):
                EpisodeFactory(season=season, number=1, part=part)
            AnnouncementFactory(
                show=show,
                season=season,
                kind="date_set",
                date=date(2027, season.number, 1),
                precision="day",
                by=self.editor,
            )
        for person in self.people:
            if self.some(True, True, False):
                CreditFactory(
                    show=show,
                    person=person,
                    character=self.some("", "A", "B"),
                    seasons=[each for each in seasons if self.some(True, False)],
                )
        if self.some(True, False):
            TrailerFactory(show=show, key=self.some("same", f"own{show.pk}"))
        AnnouncementFactory(
            show=show,
            kind="joins",
            person=self.some(*self.people),
            character="C",
            by=self.editor,
        )
        shelf = ShelfFactory(on={"show": show} if self.some(True, False) else None)
        PickFactory(selection=shelf, show=show)
        if self.some(True, False):
            other = self.some(*self.shows)
            PickFactory(selection__show=show, show=other)

    def story(self):
        shows = [show for show in self.shows if self.some(True, False)]
        article = ArticleFactory(published=True, shows=shows)
        article.people.set(each for each in self.people if self.some(True, False))
        seasons = Season.objects.filter(show__in=shows)
        article.seasons.set(each for each in seasons if self.some(True, False))


class TestPartingTakesAMergeBack(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.integers(0, 10_000))
    def test_to_the_last_row(self, seed):
        with transaction.atomic():
            world = World(seed)
            for merge, model in ((merge_shows, "shows"), (merge_people, "people")):
                rows = getattr(world, model)
                standing = [everything()]
                # The second takes the first along.
                for number in (0, 1):
                    merge(rows[number], into=rows[number + 1], by=world.editor)
                    standing.append(everything())
                for number in (1, 0):
                    owner = rows[number]._meta.model_name
                    found = Merge.objects.get(
                        **{owner: rows[number]}, parted_at=None
                    )
                    parted = parting.part(found, by=world.editor)

                    assert differences(standing[number], everything()) == {}
                    assert parted.remarks == []
            transaction.set_rollback(True)
