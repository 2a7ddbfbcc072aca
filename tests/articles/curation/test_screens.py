from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.curation import make_shelf, save, selection_of
from articles.curation.content import EMPTY
from articles.models import Selection
from tests.articles.curation.test_saving import picked, rows_for, story
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.curation import PickFactory, ShelfFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.embargoes import make_embargo
from tests.factories.shows import (
    AnnouncementFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def picks_of(article):
    return reverse("admin:articles_article_picks", args=[article.pk])


def shelf_page(shelf):
    return reverse("admin:articles_selection_change", args=[shelf.pk])


def sent(rows, base=0, **more):
    """The form as a browser sends it."""
    data = {
        "base": base,
        "picks-TOTAL_FORMS": len(rows),
        "picks-INITIAL_FORMS": 0,
        **more,
    }
    for index, row in enumerate(rows):
        target = (
            f"article:{row['article']}" if row["article"] else f"show:{row['show']}"
        )
        values = {"place": index + 1, "target": target, **row}
        for name in ("uid", "target", "place", "reason", "ends_on", "ends_at"):
            data[f"picks-{index}-{name}"] = values.get(name) or ""
        if row.get("out"):
            data[f"picks-{index}-DELETE"] = "on"
    return data


def test_picks_act_at_once_and_without_a_new_version(editor, client):
    page, first = story("Page"), story("First")

    response = editor.post(picks_of(page), sent(rows_for(first)), follow=True)

    assert "Saved. Added “First”." in response.content.decode()
    assert page.versions.count() == 1
    related = client.get(page.get_absolute_url()).context["related"]
    assert related[0].why == "Picked"


def test_rows_stand_in_the_order_of_their_numbers(editor):
    page, a, b, c = story("Page"), story("A"), story("B"), story("C")
    rows = rows_for(a, b, c)
    rows[2]["place"] = 1

    editor.post(picks_of(page), sent(rows))

    assert picked(page.selection) == [c, a, b]


def test_a_row_moved_down_goes_behind_the_one_whose_number_it_takes(editor):
    page, a, b, c = story("Page"), story("A"), story("B"), story("C")
    rows = rows_for(a, b, c)
    rows[0]["place"] = 2

    editor.post(picks_of(page), sent(rows))

    assert picked(page.selection) == [b, a, c]


def test_without_a_script_things_are_found_ticked_and_saved(editor):
    page, show = story("Page"), ShowFactory(title="Kingdom")
    kept = rows_for(story("Kept"))

    response = editor.post(picks_of(page), sent(kept, q="kingd", _find="1"))
    assert f'value="show:{show.pk}"' in response.content.decode()
    assert "Kept" in response.content.decode()

    editor.post(picks_of(page), sent(kept, add=f"show:{show.pk}"))
    assert picked(page.selection)[1] == show


def test_a_row_that_is_ticked_leaves(editor):
    page, a, b = story("Page"), story("A"), story("B")
    rows = rows_for(a, b)
    editor.post(picks_of(page), sent(rows))

    editor.post(picks_of(page), sent([rows[0] | {"out": True}, rows[1]], base=1))

    assert picked(page.selection) == [b]


def test_a_stale_form_comes_back_with_both_and_the_second_save_decides(editor):
    page, a = story("Page"), story("A")
    (row,) = rows_for(a)
    editor.post(picks_of(page), sent([row]))
    save(
        selection_of(page),
        EMPTY | {"rows": [row | {"reason": "Theirs"}]},
        by=make_editor("bo"),
        base=1,
    )

    response = editor.post(picks_of(page), sent([row | {"reason": "Mine"}], base=1))
    html = response.content.decode()

    assert response.status_code == 409
    assert 'value="Mine"' in html
    assert "“Theirs”" in html
    editor.post(picks_of(page), sent([row | {"reason": "Mine"}], base=2))
    assert page.selection.picks.get().reason == "Mine"


def test_bad_input_comes_back_with_everything_typed(editor):
    page, a = story("Page"), story("A")
    row = rows_for(a)[0] | {"reason": "Worth it", "ends_at": "some day"}

    response = editor.post(picks_of(page), sent([row]))

    assert response.status_code == 422
    assert 'value="Worth it"' in response.content.decode()
    assert "some day" in response.content.decode()
    assert not Selection.objects.filter(picks__isnull=False).exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"picks-TOTAL_FORMS": "x"},
        {"picks-TOTAL_FORMS": "1", "picks-INITIAL_FORMS": "0", "base": "9" * 40},
        {
            "picks-TOTAL_FORMS": "1",
            "picks-INITIAL_FORMS": "0",
            "picks-0-uid": "no",
            "picks-0-target": "planet:9",
        },
    ],
)
def test_a_forged_form_is_refused_in_words(editor, data):
    response = editor.post(picks_of(story("Page")), data)

    assert response.status_code in {302, 422}
    assert not Selection.objects.filter(picks__isnull=False).exists()


def test_events_are_offered_and_kept(editor):
    show, platform = ShowFactory(title="Hellbound"), PlatformFactory()
    season = SeasonFactory(show=show, number=2)
    AnnouncementFactory(show=show, kind="platform_added", platform=platform)
    page = story("Page")

    answer = editor.get(
        reverse("admin:articles_selection_endings"), {"target": f"show:{show.pk}"}
    ).json()
    assert [each["label"] for each in answer["endings"]] == [
        "Until season 2 of Hellbound premieres",
        "While Hellbound is on Netflix",
    ]

    value = answer["endings"][0]["value"]
    editor.post(picks_of(page), sent([rows_for(show)[0] | {"ends_on": value}]))
    assert page.selection.picks.get().event_season == season
    html = editor.get(picks_of(page)).content.decode()
    assert f'<option value="{value}" selected>' in html


def test_writers_see_neither_the_page_nor_a_link_to_it(client):
    page = story("Page")
    client.force_login(make_writer())

    form = client.get(reverse("admin:articles_article_change", args=[page.pk]))

    assert picks_of(page) not in form.content.decode()
    assert client.get(picks_of(page)).status_code == 403
    assert client.post(picks_of(page), sent(rows_for(page))).status_code == 403


def test_the_page_shows_what_readers_will_see_at_a_coming_moment(editor):
    page, later = story("Page"), story("Later")
    friday = timezone.now() + timedelta(days=3)
    PickFactory(selection__article=page, article=later, starts_at=friday)

    def picked_at(moment):
        at = f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"
        filled = editor.get(picks_of(page), {"at": at}).context["filled"]
        return [item.title for item in filled.related if not item.is_automatic]

    assert picked_at(timezone.now()) == []
    assert picked_at(friday + timedelta(hours=1)) == ["Later"]
    assert editor.get(picks_of(page), {"at": "when?"}).status_code == 200


def test_a_shelf_is_made_named_filled_and_placed(editor):
    section, page = SectionFactory(name="K-drama"), story("Page")
    tagged = ArticleFactory(published=True, tags=["awards"])
    show = ShowFactory()

    response = editor.post(
        reverse("admin:articles_selection_changelist"), {"title": "After doomsday"}
    )
    shelf = Selection.objects.get(title="After doomsday")
    assert response.url == shelf_page(shelf)

    editor.post(
        shelf_page(shelf),
        sent(
            rows_for(show, page),
            base=1,
            **{
                "shelf-title": "After the end",
                "shelf-sitewide": ["everywhere"],
                "shelf-sections": [f"section:{section.pk}"],
                "shelf-tags": "Awards",
                "add_page": f"show:{show.pk}",
            },
        ),
    )

    shelf.refresh_from_db()
    tag = tagged.tags.get()
    assert str(shelf) == "Shelf “After the end”"
    assert picked(shelf) == [show, page]
    assert shelf.saves.first().content["placements"] == sorted(
        ["everywhere", f"section:{section.pk}", f"tag:{tag.pk}", f"show:{show.pk}"]
    )
    html = editor.get(shelf_page(shelf)).content.decode()
    assert "Every story and show" in html


def test_a_tag_that_no_story_has_is_told(editor):
    shelf = make_shelf("Doom", by=make_editor())

    response = editor.post(
        shelf_page(shelf),
        sent([], base=1, **{"shelf-title": "Doom", "shelf-tags": "nothing"}),
    )

    assert response.status_code == 422
    assert "No story has this tag: nothing." in response.content.decode()


def test_a_show_has_picks_of_its_own(editor, client):
    show, other = ShowFactory(title="Hellbound"), ShowFactory(title="Kingdom")
    address = reverse("admin:articles_selection_show", args=[show.pk])

    editor.post(address, sent(rows_for(other)))

    html = client.get(show.get_absolute_url()).content.decode()
    assert "What to watch next" in html
    assert "Kingdom" in html


def test_who_else_has_it_open_is_told(editor):
    shelf = make_shelf("Doom", by=make_editor())
    address = reverse("admin:articles_selection_presence", args=[shelf.pk])
    tab = "00000000-0000-4000-8000-00000000000{}"
    editor.post(address, {"tab": tab.format(1)})

    editor.force_login(make_editor("bo"))
    said = editor.post(address, {"tab": tab.format(2)}).json()["people"]

    assert said == ["editor is editing this, less than 1 min"]


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_picks_costs_the_same_however_many_there_are(
    editor, django_assert_max_num_queries, count
):
    page = story("Page")
    for number in range(count):
        PickFactory(
            selection__article=page, article=story(f"S {number}"), position=number
        )
        PickFactory(
            selection__article=page, show=ShowFactory(), position=count + number
        )
    editor.get(picks_of(page))

    with django_assert_max_num_queries(36):
        response = editor.get(picks_of(page))

    assert len(response.context["lines"]) == 2 * count


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_shelves_costs_the_same_however_many_there_are(
    editor, django_assert_num_queries, count
):
    for _ in range(count):
        ShelfFactory(items=[ArticleFactory(), ShowFactory()], everywhere=True)
    address = reverse("admin:articles_selection_changelist")
    editor.get(address)

    with django_assert_num_queries(7):
        response = editor.get(address)

    assert len(response.context["page"].object_list) == count


# What readers do not see, and why


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_a_pick_that_readers_do_not_see_says_why(editor):
    now, by = timezone.now(), make_editor()
    merged, killed = story("Merged away"), story("Killed")
    publishing.merge(merged, into=story("Kept"), by=by)
    publishing.kill(killed, by=by, reason="It was wrong.")
    embargo = make_embargo(lifts_at=now + timedelta(days=2))
    waiting = ArticleFactory(headline="Waiting")
    publishing.put_under(waiting, embargo, by=by)
    secret = ShowFactory(title="Secret")
    AnnouncementFactory(
        show=secret, announced_on=now.date(), embargo=embargo, kind="announced"
    )
    shelf = ShelfFactory(
        everywhere=True,
        items=[
            merged,
            killed,
            waiting,
            secret,
            ArticleFactory(retracted=True),
            ArticleFactory(expired=True),
            ArticleFactory(scheduled=True),
            ArticleFactory(headline="Never out"),
            story("Seen"),
        ],
    )

    page = words(editor.get(shelf_page(shelf)))
    listed = words(editor.get(reverse("admin:articles_selection_changelist")))

    for why in (
        "Hidden: merged into “Kept”",
        "Hidden: killed",
        "Hidden: not published, and under embargo until",
        "Hidden: readers cannot know of it yet",
        "Hidden: retracted",
        "Hidden: expired on",
        "Hidden until it goes out on",
        "Hidden: not published<",
    ):
        assert page.count(why) == 1, why
    assert page.count("Hidden") == 8
    assert '1 of 9 <strong class="pick__hidden">(8 hidden)' in listed


def test_a_pick_that_waits_or_is_over_says_so(editor):
    now = timezone.now()
    embargo = make_embargo(lifts_at=now + timedelta(days=2))
    out = SeasonFactory(number=1)
    AnnouncementFactory(show=out.show, season=out, kind="released")
    shelf = ShelfFactory(everywhere=True)
    for position, said in enumerate(
        (
            {"starts_at": now + timedelta(days=1)},
            {"ends_at": now - timedelta(days=1)},
            {"embargo": embargo},
            {"event": "premieres", "event_show": out.show, "event_season": out},
            {},
        )
    ):
        PickFactory(selection=shelf, position=position, article=story(), **said)

    page = words(editor.get(shelf_page(shelf)))
    listed = words(editor.get(reverse("admin:articles_selection_changelist")))

    for why in (
        "Stands here from",
        "Over since",
        "Waits for its embargo, which lifts on",
        "Over: what it waited for has happened",
    ):
        assert page.count(why) == 1, why
    assert "1 of 5" in listed
    with time_machine.travel(now + timedelta(days=3)):
        later = words(editor.get(shelf_page(shelf)))
    assert "Stands here from" not in later
    assert "Waits for its embargo" not in later


def test_a_shelf_that_no_page_shows_says_so(editor):
    nowhere = ShelfFactory(items=[story()])
    retired = ShelfFactory(items=[story()], everywhere=True, is_retired=True)

    assert "stands on no page yet" in words(editor.get(shelf_page(nowhere)))
    assert "readers see none of it" in words(editor.get(shelf_page(retired)))
    listed = words(editor.get(reverse("admin:articles_selection_changelist")))
    assert "0 of 1" in listed
