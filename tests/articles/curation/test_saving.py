from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles.admin.curating_forms import new_row
from articles.curation import (
    StaleSelection,
    make_shelf,
    replace_everywhere,
    save,
    selection_of,
    take_out,
)
from articles.curation.content import EMPTY, content_of
from articles.models import LogLine, Selection
from tests.factories.articles import ArticleFactory
from tests.factories.curation import PickFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import ShowFactory

pytestmark = pytest.mark.django_db


def rows_for(*targets):
    kinds = ["article" if hasattr(each, "headline") else "show" for each in targets]
    return [
        new_row(f"{kind}:{each.pk}") for kind, each in zip(kinds, targets, strict=True)
    ]


def picked(selection):
    rows = selection.picks.order_by("position")
    return [row.article or row.show for row in rows]


def story(headline="A story"):
    return ArticleFactory(headline=headline, published=True)


def test_picks_are_saved_in_order_kept_as_a_save_and_logged():
    page, first, show = story("Page"), story("First"), ShowFactory(title="Show")
    content = EMPTY | {"rows": rows_for(show, first)}

    saved = save(selection_of(page), content, by=make_editor())

    assert picked(page.selection) == [show, first]
    assert saved.number == 1
    assert saved.content == content_of(page.selection)
    line = LogLine.objects.filter(verb="pick").get()
    assert line.article_id == page.pk
    assert line.detail == "Added “Show”, “First”."


def test_what_changes_nothing_is_no_save():
    page = story("Page")
    content = EMPTY | {"rows": rows_for(story("First"))}
    save(selection_of(page), content, by=make_editor())

    assert save(selection_of(page), content, by=make_editor()) is None
    assert page.selection.saves.count() == 1


def test_a_writer_may_not_and_that_is_logged():
    page = story("Page")

    with pytest.raises(PermissionDenied) as denied:
        save(
            selection_of(page),
            EMPTY | {"rows": rows_for(story())},
            by=make_writer(),
        )

    assert not Selection.objects.exists()
    # Written by whoever catches it outside the transaction of the test.
    assert denied.value.attempt.refused


def test_a_stale_save_is_merged_row_by_row():
    page, a, b, c = story("Page"), story("A"), story("B"), story("C")
    one, other = rows_for(a, b)
    save(selection_of(page), EMPTY | {"rows": [one, other]}, by=make_editor())
    # Somebody else gives a reason and turns the order round.
    theirs = [other, one | {"reason": "Theirs"}]
    save(selection_of(page), EMPTY | {"rows": theirs}, by=make_editor("bo"), base=1)

    # Mine, begun before, adds one and gives the other a reason.
    mine = [one, other | {"reason": "Mine"}, *rows_for(c)]
    save(selection_of(page), EMPTY | {"rows": mine}, by=make_editor(), base=1)

    selection = selection_of(page)
    assert picked(selection) == [b, c, a] or picked(selection) == [b, a, c]
    assert {pick.article: pick.reason for pick in selection.picks.all()} == {
        a: "Theirs",
        b: "Mine",
        c: "",
    }


def test_what_both_changed_differently_is_shown_and_nothing_is_written():
    page, a = story("Page"), story("A")
    (row,) = rows_for(a)
    save(selection_of(page), EMPTY | {"rows": [row]}, by=make_editor())
    theirs = [row | {"reason": "Theirs"}]
    save(selection_of(page), EMPTY | {"rows": theirs}, by=make_editor("bo"), base=1)

    with pytest.raises(StaleSelection) as stale:
        save(
            selection_of(page),
            EMPTY | {"rows": [row | {"reason": "Mine"}]},
            by=make_editor(),
            base=1,
        )

    (clash,) = stale.value.clashes
    assert (clash.mine, clash.theirs) == ("Mine", "Theirs")
    assert stale.value.content["rows"][0]["reason"] == "Mine"
    assert page.selection.picks.get().reason == "Theirs"


def test_a_row_that_one_removed_and_the_other_changed_is_kept():
    page, a = story("Page"), story("A")
    (row,) = rows_for(a)
    save(selection_of(page), EMPTY | {"rows": [row]}, by=make_editor())
    save(selection_of(page), EMPTY, by=make_editor("bo"), base=1)

    mine = [row | {"reason": "Worth it"}]
    save(selection_of(page), EMPTY | {"rows": mine}, by=make_editor(), base=1)

    assert picked(selection_of(page)) == [a]


def test_two_who_pick_the_same_pick_it_once():
    page, a = story("Page"), story("A")
    save(selection_of(page), EMPTY | {"rows": rows_for(a)}, by=make_editor("bo"))

    save(selection_of(page), EMPTY | {"rows": rows_for(a)}, by=make_editor(), base=0)

    assert picked(selection_of(page)) == [a]


@pytest.mark.parametrize("what", ["twice", "itself", "gone", "ends first"])
def test_what_no_list_can_be_is_refused(what):
    page, a = story("Page"), story("A")
    now = timezone.now()
    rows = {
        "twice": rows_for(a, a),
        "itself": rows_for(page),
        "gone": [new_row("article:999999")],
        "ends first": [
            rows_for(a)[0]
            | {
                "starts_at": now.isoformat(),
                "ends_at": (now - timedelta(days=1)).isoformat(),
            }
        ],
    }[what]

    with pytest.raises(ValidationError):
        save(selection_of(page), EMPTY | {"rows": rows}, by=make_editor())

    assert not Selection.objects.exists()


def test_one_thing_takes_the_place_of_another_everywhere_with_its_reason():
    old, new, other = story("Old"), story("New"), story("Other")
    page, has_both = story("Page"), story("Has both")
    PickFactory(selection__article=page, article=old, reason="The same doom")
    PickFactory(selection__article=page, article=other, position=1)
    for position, article in enumerate((new, old)):
        PickFactory(selection__article=has_both, article=article, position=position)
    PickFactory(selection__article=new, article=old)
    shelf = make_shelf("Doom", by=make_editor())
    PickFactory(selection=shelf, article=old)

    changed = replace_everywhere(old, new, by=make_editor())

    assert len(changed) == 4
    assert picked(page.selection) == [new, other]
    assert page.selection.picks.first().reason == "The same doom"
    assert picked(has_both.selection) == [new]
    assert picked(new.selection) == []
    assert picked(shelf) == [new]


def test_ticked_picks_are_taken_out_of_their_lists():
    page, other = story("Page"), story("Other")
    picks = [
        PickFactory(selection__article=page, article=story("A")),
        PickFactory(selection__article=other, article=story("B")),
    ]
    kept = PickFactory(selection__article=page, article=story("C"), position=1)

    taken = take_out([*(pick.pk for pick in picks), 999], by=make_editor())

    assert taken == 2
    assert picked(page.selection) == [kept.article]
    assert picked(other.selection) == []
