from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles.curation import Place, Seen, fill, shelf_items
from articles.models import CurationRules
from articles.publishing import unpublish
from articles.relations import relations_of
from shows.models import Embargo
from tests.factories.articles import ArticleFactory, SectionFactory, live_version
from tests.factories.curation import PickFactory, ShelfFactory
from tests.factories.desk import make_editor
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    GenreFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db


def place_of(article):
    version = live_version(article)
    return Place.of_story(version, relations_of(version))


def beside(article, at=None, **kwargs):
    return fill(place_of(article), at or timezone.now(), **kwargs)


def titles(items):
    return [item.title for item in items]


def story(headline, **kwargs):
    return ArticleFactory(headline=headline, published=True, **kwargs)


def test_picks_come_first_then_shelves_then_each_finder_in_its_order():
    show = ShowFactory(title="Hellbound")
    season = SeasonFactory(show=show, number=2)
    yeon = PersonFactory(name="Yeon Sang-ho")
    CreditFactory(show=show, person=yeon, director=True)
    other = ShowFactory(title="The Grey")
    CreditFactory(show=other, person=yeon, director=True)
    horror = GenreFactory(name="Horror")
    show.genres.add(horror)
    alike = ShowFactory(title="Sweet Home", genres=[horror])
    page = story(
        "Page", shows=[show], seasons=[season], section=SectionFactory(name="TV")
    )
    story("Recent")
    story("About The Grey", shows=[other])
    story("About Sweet Home", shows=[alike])
    story("Same show", shows=[show])
    story("Same season", shows=[show], seasons=[season])
    shelved, picked = story("On a shelf"), story("Picked")
    ShelfFactory(title="Doom", everywhere=True, items=[shelved])
    PickFactory(selection__article=page, article=picked, reason="The same doom")

    related = beside(page, shows=0).related

    assert [(item.title, item.why) for item in related] == [
        ("Picked", "Picked: The same doom"),
        ("On a shelf", "Shelf “Doom”"),
        ("Same season", "Same season"),
        ("Same show", "Same show"),
        ("About The Grey", "Same people: The Grey: also directed by Yeon Sang-ho"),
        (
            "About Sweet Home",
            "Same genres, country or platform: Sweet Home: more in Horror",
        ),
        ("Recent", "Recent"),
    ]


def test_stories_about_the_same_people_say_so():
    person = PersonFactory(name="Park Ji-hu")
    page = story("Page", people=[person])
    story("Interview", people=[person])

    (item,) = beside(page).related

    assert item.why == "Same people: also about Park Ji-hu"


def test_the_most_specific_shelf_comes_first_and_others_follow():
    show = ShowFactory()
    page = story("Page", shows=[show], tags=["awards"])
    tag = page.tags.get()
    for name, placed in [
        ("everywhere", {"everywhere": True}),
        ("section", {"on": {"section": page.section}}),
        ("tag", {"on": {"tag": tag}}),
        ("show", {"on": {"show": show}}),
        ("article", {"on": {"article": page}}),
        ("home", {"home": True}),
    ]:
        ShelfFactory(title=name, items=[ShowFactory(title=f"For {name}")], **placed)

    watch = beside(page, shows=9).watch

    assert titles(watch) == [
        f"For {name}" for name in ("article", "show", "tag", "section", "everywhere")
    ]


def test_a_story_that_is_picked_below_is_not_shown_by_a_shelf_above():
    page, picked = story("Page"), story("Picked")
    ShelfFactory(everywhere=True, items=[picked])
    PickFactory(selection__article=page, article=picked)

    filled = beside(page)

    assert titles(filled.watch) == []
    assert titles(filled.related) == ["Picked"]


def test_nothing_that_is_not_live_stands_anywhere():
    page = story("Page")
    gone = story("Gone")
    picks = [
        gone,
        ArticleFactory(headline="Draft"),
        ArticleFactory(headline="To come", scheduled=True),
        ArticleFactory(headline="Retracted", retracted=True),
        ArticleFactory(headline="Expired", expired=True),
    ]
    for article in picks:
        PickFactory(selection__article=page, article=article)
    unpublish(gone, by=make_editor())

    assert beside(page).related == []
    # By the clock alone.
    tomorrow = timezone.now() + timedelta(days=2)
    assert titles(beside(page, tomorrow).related) == ["To come"]


def test_never_here_bars_what_fits_by_itself_and_what_less_specific_shelves_hold():
    show = ShowFactory()
    page, barred = story("Page", shows=[show]), story("Barred", shows=[show])
    ShelfFactory(everywhere=True, items=[barred])
    never = PickFactory(selection__article=page, article=barred, is_never=True)
    assert beside(page).related == []

    never.delete()

    assert titles(beside(page, shows=0).related) == ["Barred"]


def test_a_pick_has_a_window():
    page, picked = (
        story("Page"),
        story("Old", published_at=datetime(2020, 1, 1, tzinfo=UTC)),
    )
    now = timezone.now()
    pick = PickFactory(
        selection__article=page,
        article=picked,
        starts_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=2),
    )

    def shown(days):
        return titles(beside(page, now + timedelta(days=days)).related)

    assert pick.article == picked
    assert [shown(days) for days in (0, 1.5, 2.5)] == [[], ["Old"], []]


def test_a_pick_ends_when_its_season_premieres():
    show = ShowFactory()
    season = SeasonFactory(show=show, number=2)
    page, old = story("Page"), ShowFactory(title="Until then")
    PickFactory(
        selection__article=page,
        show=old,
        event="premieres",
        event_show=show,
        event_season=season,
    )
    AnnouncementFactory(
        show=show,
        season=season,
        kind="date_set",
        date=date(2026, 12, 4),
        precision="day",
    )

    def shown(day):
        return titles(beside(page, datetime(2026, 12, day, 23, tzinfo=UTC)).watch)

    assert [shown(3), shown(4)] == [["Until then"], []]


def test_a_pick_stands_while_it_is_on_a_platform():
    show, platform = ShowFactory(title="Leaving"), PlatformFactory()
    page = story("Page")
    PickFactory(
        selection__article=page,
        show=show,
        event="leaves",
        event_show=show,
        event_platform=platform,
    )
    assert beside(page).watch == []

    AnnouncementFactory(show=show, kind="platform_added", platform=platform)
    assert titles(beside(page).watch) == ["Leaving"]

    AnnouncementFactory(
        show=show,
        kind="platform_left",
        platform=platform,
        announced_on=date(2022, 7, 1),
    )
    assert beside(page).watch == []


def test_what_fills_up_by_itself_is_fresh_and_picks_need_not_be():
    page = story("Page")
    long_ago = datetime(2019, 1, 1, tzinfo=UTC)
    old = story("Old news", published_at=long_ago)
    assert beside(page).related == []

    PickFactory(selection__article=page, article=old)
    assert titles(beside(page).related) == ["Old news"]


def test_no_more_than_so_many_are_about_one_show_however_many_there_are():
    CurationRules.objects.create(pk=1, most_of_one_show=2)
    busy, quiet = ShowFactory(title="Busy"), ShowFactory(title="Quiet")
    page = story("Page", shows=[busy])
    story("Quiet one", shows=[quiet], published_at=timezone.now() - timedelta(days=9))
    for number in range(70):
        story(f"Busy {number}", shows=[busy])

    related = beside(page).related

    assert len(related) == 3
    assert related[-1].title == "Quiet one"


def test_what_stands_on_the_page_already_is_not_offered_again():
    page, first, second = story("Page"), story("First"), story("Second")
    seen = Seen(stories={first.pk})

    filled = fill(place_of(page), timezone.now(), seen)

    assert titles(filled.related) == ["Second"]
    assert seen.stories == {page.pk, first.pk, second.pk}


def test_shows_that_nobody_can_watch_are_left_out_unless_asked_for():
    drama = GenreFactory()
    show = ShowFactory(genres=[drama])
    coming = ShowFactory(title="Coming", genres=[drama])
    AnnouncementFactory(show=coming, kind="announced")
    page = story("Page", shows=[show])
    assert beside(page).watch == []

    CurationRules.objects.create(pk=1, offers_unreleased=True)
    assert titles(beside(page).watch) == ["Coming"]


def test_a_shelf_alone_gives_what_readers_can_see_of_it_in_its_order():
    one, other, show = story("One"), story("Other"), ShowFactory(title="Show")
    draft = ArticleFactory(headline="Draft")
    shelf = ShelfFactory(items=[other, draft, show, one])

    seen = Seen(stories={one.pk})
    items = shelf_items(shelf, timezone.now(), seen)

    assert titles(items) == ["Other", "Show"]
    assert seen.shows == {show.pk}


def test_the_home_page_has_shelves_of_its_own():
    ShelfFactory(home=True, items=[ShowFactory(title="Home")])
    ShelfFactory(everywhere=True, items=[ShowFactory(title="All")])

    filled = fill(Place.home(), timezone.now())

    assert titles(filled.watch) == ["Home", "All"]


def test_the_same_question_always_gets_the_same_answer():
    drama = GenreFactory()
    shows = ShowFactory.create_batch(6, genres=[drama])
    page = story("Page", shows=shows[:1])
    for show in shows:
        story(f"About {show}", shows=[show])

    at = timezone.now()

    assert beside(page, at) == beside(page, at)


def test_a_pick_waits_for_its_embargo_and_moves_with_it():
    now = timezone.now()
    embargo = Embargo.objects.create(
        name="Tudum", lifts_at=now + timedelta(days=1), made_by=make_editor()
    )
    page, show = story("Page"), ShowFactory(title="Waiting")
    PickFactory(selection__article=page, show=show, embargo=embargo)

    def shown(days):
        return titles(beside(page, now + timedelta(days=days)).watch)

    assert [shown(0.5), shown(1.5)] == [[], ["Waiting"]]
    Embargo.objects.update(lifts_at=now + timedelta(days=2))
    assert [shown(1.5), shown(2.5)] == [[], ["Waiting"]]
    Embargo.objects.update(cancelled_at=now, cancelled_because="It is off.")
    assert shown(2.5) == []
