import itertools

from hypothesis import given, strategies as st

from articles import content as contents
from articles.differences.merging import (
    merge,
    merge_bodies,
    merge_rows,
    merge_sequences,
    merge_sets,
)

BASE = contents.empty() | {
    "headline": "Season 2 is coming",
    "standfirst": "What we know",
    "body": "<p>One.</p><p>Two.</p><p>Three.</p>",
    "tags": ["zombies"],
}


def byline(uid, author, role="writer"):
    return {"uid": uid, "author": author, "role": role}


def test_fields_that_only_one_side_changed_merge_by_themselves():
    mine = BASE | {"headline": "Season 2 is here"}
    theirs = BASE | {"standfirst": "All there is to know", "tags": ["korea", "zombies"]}

    merged = merge(BASE, mine, theirs)

    assert merged.clashes == []
    assert merged.content["headline"] == "Season 2 is here"
    assert merged.content["standfirst"] == "All there is to know"
    assert merged.content["tags"] == ["korea", "zombies"]


def test_a_headline_that_both_changed_is_a_clash_that_keeps_both():
    mine = BASE | {"headline": "Mine"}
    theirs = BASE | {"headline": "Theirs"}

    (clash,) = merge(BASE, mine, theirs).clashes

    assert (clash.label, clash.mine, clash.theirs) == ("Headline", "Mine", "Theirs")


def test_a_choice_settles_a_clash():
    mine = BASE | {"headline": "Mine", "verdict": "Mine too"}
    theirs = BASE | {"headline": "Theirs", "verdict": "Theirs too"}

    merged = merge(
        BASE, mine, theirs, choices={"headline": "theirs", "verdict": "mine"}
    )

    assert merged.clashes == []
    assert merged.content["headline"] == "Theirs"
    assert merged.content["verdict"] == "Mine too"


def test_both_keeps_what_either_wrote():
    mine = BASE | {"headline": "Mine", "standfirst": "My words"}
    theirs = BASE | {"headline": "Theirs", "standfirst": "Their words"}

    merged = merge(
        BASE, mine, theirs, choices={"headline": "both", "standfirst": "both"}
    )

    assert merged.clashes == []
    assert merged.content["headline"] == "Mine Theirs"
    assert merged.content["standfirst"] == "My words\n\nTheir words"


def test_both_of_what_cannot_be_joined_is_still_a_clash():
    mine = BASE | {"headline": "M" * 150, "kind": "review"}
    theirs = BASE | {"headline": "T" * 150, "kind": "list"}

    merged = merge(BASE, mine, theirs, choices={"headline": "both", "kind": "both"})

    assert [clash.field for clash in merged.clashes] == ["kind", "headline"]


def test_each_passage_that_both_rewrote_is_settled_by_itself():
    mine = "<p>One, mine.</p><p>Two, mine.</p><p>Three, mine.</p><p>New.</p>"
    theirs = "<p>One, theirs.</p><p>Two, theirs.</p><p>Three, theirs.</p>"
    base, mine, theirs = BASE, BASE | {"body": mine}, BASE | {"body": theirs}

    (clash,) = merge(base, mine, theirs, choices={"body.1": "theirs"}).clashes
    merged = merge(
        base,
        mine,
        theirs,
        choices={"body.0": "both", "body.1": "theirs", "body.2": "mine"},
    )

    assert [spot.key for spot in clash.spots] == ["body.0", "body.2"]
    assert merged.clashes == []
    assert merged.content["body"] == (
        "<p>One, mine.</p><p>One, theirs.</p><p>Two, theirs.</p><p>Three, mine.</p>"
        "<p>New.</p>"
    )


def test_choosing_a_side_of_the_body_keeps_what_only_the_other_touched():
    mine = "<p>One, mine.</p><p>Two.</p><p>Three.</p>"
    theirs = "<p>One, theirs.</p><p>Two.</p><p>Three, better.</p>"

    body, spots = merge_bodies(BASE["body"], mine, theirs, {"body": "mine"})

    assert spots == []
    assert body == "<p>One, mine.</p><p>Two.</p><p>Three, better.</p>"


def test_a_choice_about_rows_keeps_the_rows_that_did_not_clash():
    base = [byline("a", 1), byline("b", 2)]
    mine = [byline("b", 2, "editor")]
    theirs = [byline("a", 1, "editor"), byline("b", 2), byline("c", 3)]

    def settled(side):
        return merge_rows(base, mine, theirs, side)

    assert settled("mine") == ([byline("b", 2, "editor"), byline("c", 3)], False)
    assert settled("theirs") == (
        [byline("a", 1, "editor"), byline("b", 2, "editor"), byline("c", 3)],
        False,
    )
    assert settled("both") == settled("theirs")


def test_bodies_merge_by_block():
    mine = "<p>One, better.</p><p>Two.</p><p>Three.</p>"
    theirs = "<p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p>"

    body, clash = merge_bodies(BASE["body"], mine, theirs)

    assert not clash
    assert body == "<p>One, better.</p><p>Two.</p><p>Three.</p><p>Four.</p>"


def test_a_paragraph_that_both_rewrote_is_a_clash():
    mine = BASE["body"].replace("Two.", "Two, says one.")
    theirs = BASE["body"].replace("Two.", "Two, says the other.")

    _, clash = merge_bodies(BASE["body"], mine, theirs)

    assert clash


def test_changes_to_neighbouring_paragraphs_do_not_meet():
    mine = BASE["body"].replace("One.", "One, better.")
    theirs = BASE["body"].replace("Two.", "Two, better.")

    body, clash = merge_bodies(BASE["body"], mine, theirs)

    assert not clash
    assert body == "<p>One, better.</p><p>Two, better.</p><p>Three.</p>"


def test_paragraphs_that_both_added_at_one_place_are_both_kept():
    mine = BASE["body"] + "<p>Mine.</p>"
    theirs = BASE["body"] + "<p>Theirs.</p>"

    body, clash = merge_bodies(BASE["body"], mine, theirs)

    assert not clash
    assert body.endswith("<p>Three.</p><p>Mine.</p><p>Theirs.</p>")


def test_rows_merge_field_by_field():
    base = [byline("a", 1), byline("b", 2)]
    mine = [byline("a", 1, "editor"), byline("b", 2)]
    theirs = [byline("a", 1), byline("b", 2), byline("c", 3)]

    rows, clash = merge_rows(base, mine, theirs)

    assert not clash
    assert rows == [byline("a", 1, "editor"), byline("b", 2), byline("c", 3)]


def test_a_row_that_one_removed_and_the_other_changed_is_kept_and_shown():
    base = [byline("a", 1)]

    rows, clash = merge_rows(base, [], [byline("a", 1, "editor")])

    assert clash
    assert rows == [byline("a", 1, "editor")]


def test_the_order_of_the_side_that_reordered_wins():
    base = [byline("a", 1), byline("b", 2)]
    mine = [byline("a", 1, "editor"), byline("b", 2)]
    theirs = [byline("b", 2), byline("a", 1)]

    rows, clash = merge_rows(base, mine, theirs)

    assert not clash
    assert rows == [byline("b", 2), byline("a", 1, "editor")]


def test_an_author_that_both_added_stands_once():
    rows, _ = merge_rows([], [byline("a", 1)], [byline("b", 1)])

    assert rows == [byline("a", 1)]


def test_two_new_primary_shows_leave_one():
    def show(uid, pk):
        return {"uid": uid, "show": pk, "is_primary": True}

    rows, _ = merge_rows([], [show("a", 1)], [show("b", 2)])

    assert [row["is_primary"] for row in rows] == [True, False]


blocks = st.lists(st.sampled_from("abcdef"), max_size=7)


@given(base=blocks, mine=blocks, theirs=blocks)
def test_no_block_that_a_side_added_is_ever_lost_without_a_clash(base, mine, theirs):
    merged, clash = merge_sequences(base, mine, theirs)

    if not clash:
        for side in (mine, theirs):
            assert {b for b in side if b not in base} <= set(merged)


@given(base=blocks, side=blocks)
def test_a_side_that_changed_nothing_gives_way(base, side):
    assert merge_sequences(base, side, base) == (side, [])
    assert merge_sequences(base, base, side) == (side, [])


@given(*itertools.repeat(st.sets(st.integers(0, 6)).map(sorted), 3))
def test_sets_hold_what_either_added_and_neither_removed(base, mine, theirs):
    merged = set(merge_sets(base, mine, theirs))

    assert (set(mine) | set(theirs)) - set(base) <= merged
    assert merged.isdisjoint((set(base) - set(mine)) | (set(base) - set(theirs)))
