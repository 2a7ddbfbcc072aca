import random
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import given, settings, strategies as st
from hypothesis.extra.django import TestCase

from articles import content as contents
from articles.models import Article, ArticleShow
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
    @settings(max_examples=6, deadline=None)
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
                    found = Merge.objects.get(**{owner: rows[number]}, parted_at=None)
                    parted = parting.part(found, by=world.editor)

                    assert differences(standing[number], everything()) == {}
                    assert parted.remarks == []
            transaction.set_rollback(True)


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def merged(editor):
    """“Twin” with a season 2 of its own was merged into “Kept”, which has season 1."""
    kept, twin = ShowFactory(title="Kept"), ShowFactory(title="Twin", imdb_id="tt7")
    SeasonFactory(show=kept, number=1)
    season = SeasonFactory(show=twin, number=2, title="The second")
    AnnouncementFactory(show=twin, season=season, kind="renewed", by=editor)
    ArticleFactory(published=True, shows=[twin], headline="About the twin")
    merge_shows(twin, into=kept, by=editor)
    return Merge.objects.get()


def test_an_address_leads_where_it_led_before(client, merged, editor):
    assert client.get("/shows/twin/").headers["Location"] == "/shows/kept/"

    parting.part(merged, by=editor)

    assert client.get("/shows/twin/").status_code == 200
    assert "About the twin" in client.get("/shows/twin/articles/").content.decode()
    assert "About the twin" not in client.get("/shows/kept/articles/").content.decode()
    assert not OldShowAddress.objects.exists()


def test_what_came_after_the_merge_stays_with_the_one_that_was_kept(merged, editor):
    twin, kept = merged.row, merged.kept
    ArticleFactory(published=True, shows=[kept], headline="New")
    facts.record(
        show=kept,
        season=Season.objects.get(number=2),
        kind="cancelled",
        announced_on=date(2026, 11, 1),
        source_name="Variety",
        by=editor,
    )

    parted = parting.part(merged, by=editor)

    assert parted.remarks == []
    own, copy = (Season.objects.get(show=show, number=2) for show in (twin, kept))
    assert copy.title == own.title == "The second"
    assert Announcement.objects.get(season=own).kind == "renewed"
    assert Announcement.objects.get(season=copy).kind == "cancelled"
    assert set(Announcement.objects.filter(show=kept)) == {*copy.announcements.all()}
    assert [link.article.headline for link in ArticleShow.objects.filter(show=kept)] == ["New"]  # fmt: skip


def test_a_story_that_was_saved_since_goes_back_all_the_same(merged, editor):
    article = Article.objects.get(headline="About the twin")
    content = article.versions.last().content | {"headline": "Saved since"}
    content["shows"][0]["show"] = merged.kept.pk
    # Inline rows are made anew at every save.
    contents.write(article, content)

    parted = parting.part(merged, by=editor)

    assert ArticleShow.objects.get(article=article).show == merged.row
    assert parted.remarks == []


def test_what_somebody_changed_since_is_left_and_said(merged, editor):
    twin, kept = merged.row, merged.kept
    article = Article.objects.get(headline="About the twin")
    article.article_shows.all().delete()
    Show.objects.filter(pk=kept.pk).update(imdb_id="tt8")
    ShowFactory(title="A third", slug="twin-again", imdb_id="tt7")
    OldShowAddress.objects.all().delete()
    ShowFactory(title="A fourth", slug="twin")

    parted = parting.part(merged, by=editor)

    twin.refresh_from_db()
    assert (twin.slug, twin.imdb_id) == ("twin-2", "")
    assert Show.objects.get(pk=kept.pk).imdb_id == "tt8"
    said = " ".join(parted.remarks)
    assert "“twin” belongs to another one by now" in said
    assert "IMDb id (tt7)" in said
    assert "Stories: changed or removed since (1)" in said
    merged.refresh_from_db()
    assert merged.left == parted.remarks
    assert merged.parted_by == editor


def test_a_merge_below_another_is_parted_after_it(merged, editor):
    further = ShowFactory(title="Further")
    merge_shows(merged.kept, into=further, by=editor)

    with pytest.raises(ValidationError, match="Part those two first"):
        parting.part(merged, by=editor)


def test_two_are_parted_once_and_only_with_what_moved_remembered(merged, editor):
    parting.part(merged, by=editor)

    with pytest.raises(ValidationError, match="already"):
        parting.part(merged, by=editor)
    Merge.objects.update(parted_at=None, moved=None)
    with pytest.raises(ValidationError, match="before it was remembered"):
        parting.part(merged, by=editor)


def test_parting_is_for_those_who_may_merge(merged):
    with pytest.raises(PermissionDenied):
        parting.part(merged, by=make_writer())

    assert Merge.objects.get().parted_at is None


def test_links_of_a_show_itself_are_called_what_they_lead_to(editor):
    genre = GenreFactory()
    twin, kept = ShowFactory(title="Twin"), ShowFactory(title="Kept")
    for show in (twin, kept):
        show.genres.add(genre)
    merge_shows(twin, into=kept, by=editor)

    with parting.foresee(Merge.objects.get(), by=editor) as parted:
        assert parted.back["genres"] == 1
        assert "shows" not in parted.back


def test_looking_at_what_would_go_back_moves_nothing(merged, editor):
    before = everything()

    with parting.foresee(merged, by=editor) as parted:
        assert parted.back["stories"] == 1

    assert everything() == before


def test_people_are_parted_with_their_credits_and_roles(client, editor):
    kept, twin = PersonFactory(name="Kept"), PersonFactory(name="Twin")
    show = ShowFactory()
    CreditFactory(show=show, person=kept, character="A")
    CreditFactory(show=show, person=twin)
    merge_people(twin, into=kept, by=editor)
    added = CreditFactory(person=kept, character="New")

    parting.part(Merge.objects.get(), by=editor)

    assert Credit.objects.get(person=twin).show == show
    assert set(kept.credits.all()) == {added, Credit.objects.get(character="A")}
    assert list(Person.objects.listed().named("twin")) == [twin]
    assert not OldPersonAddress.objects.exists()
    assert client.get("/people/twin/").status_code == 200


# The admin


def test_a_merge_is_found_on_the_page_that_took_it_in_and_parted_there(client, merged):
    client.force_login(make_editor())
    url = f"/admin/shows/merge/{merged.pk}/change/"
    assert url in client.get(f"/admin/shows/show/{merged.kept.pk}/change/").content.decode()  # fmt: skip
    # Links of the log lead to the row that is no longer listed.
    away = client.get(f"/admin/shows/show/{merged.row.pk}/change/")
    assert away.headers["Location"] == url

    page = client.get(url).content.decode()
    assert "Stories: 1" in page
    assert Show.objects.get(pk=merged.row.pk).merged_into_id
    response = client.post(url, follow=True)

    assert "are two again" in response.content.decode()
    assert not Show.objects.get(pk=merged.row.pk).merged_into_id
    for row in (merged.row, merged.kept):
        history = client.get(f"/admin/shows/show/{row.pk}/history/").content.decode()
        assert "Parted from" in history
    again = client.post(url, follow=True).content.decode()
    assert "parted already" in again


def test_merges_are_listed_for_those_who_may_part_them(client, merged):
    client.force_login(make_editor())
    assert "Twin" in client.get("/admin/shows/merge/?q=twi").content.decode()
    assert "Twin" not in client.get("/admin/shows/merge/?state=parted").content.decode()

    client.force_login(make_writer())
    assert client.get("/admin/shows/merge/").status_code == 403
    assert client.get(f"/admin/shows/merge/{merged.pk}/change/").status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_merges_costs_the_same_however_many_there_are(
    client, django_assert_max_num_queries, count
):
    editor = make_editor()
    kept = ShowFactory()
    for _ in range(count):
        merge_shows(ShowFactory(), into=kept, by=editor)
    client.force_login(editor)

    # Session, user, permissions; counted twice for the filters, and the rows.
    with django_assert_max_num_queries(7):
        response = client.get("/admin/shows/merge/")

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_that_parts_two_costs_the_same_however_much_went_along(
    client, django_assert_max_num_queries, count
):
    editor = make_editor()
    kept, twin = ShowFactory(), ShowFactory()
    for number in range(1, count + 1):
        season = SeasonFactory(show=twin, number=number)
        AnnouncementFactory(show=twin, season=season, kind="renewed", by=editor)
        ArticleFactory(published=True, shows=[twin])
    merge_shows(twin, into=kept, by=editor)
    client.force_login(editor)

    # It is taken back for the page, to see what would become of all.
    with django_assert_max_num_queries(61):
        page = client.get(f"/admin/shows/merge/{Merge.objects.get().pk}/change/")

    assert page.status_code == 200
