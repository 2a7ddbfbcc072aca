import re

import nh3
import pytest
from hypothesis import given, settings, strategies as st

from articles import content as contents
from articles.body.sanitising import plain_text, sanitise
from articles.differences.aligning import Effort, align
from articles.differences.comparing import compare, in_words, summary
from articles.differences.redline import compare_bodies
from articles.differences.wording import compare_texts

BASE = contents.empty() | {
    "headline": "Season 2 is coming",
    "body": "<p>One.</p><p>Two.</p><p>Three.</p>",
    "tags": ["zombies"],
    "names": {
        "bylines": {"1": "Ada Quill", "2": "Ben Reed"},
        "shows": {"7": "All of Us Are Dead", "8": "Squid Game"},
    },
}
CARD = (
    '<figure class="embed embed-show" data-embed="show" data-id="{0}">'
    "<figcaption>Show {0}</figcaption></figure>"
)


def byline(uid, author, role="writer"):
    return {"uid": uid, "author": author, "role": role}


def show(uid, pk, *, primary=False):
    return {"uid": uid, "show": pk, "is_primary": primary}


def sentences(before, after):
    return [str(change) for d in compare(before, after) for change in d.changes]


def fates(redline):
    return [block.fate for block in redline.blocks]


def html_of(redline):
    return "".join(block.html for block in redline.blocks)


def without(html, tag):
    """What is left when every change of one kind is rejected, as plain lines."""
    html = re.sub(rf"<{tag}>.*?</{tag}>", "", html, flags=re.DOTALL)
    html = re.sub(r"</?(?:ins|del)>", "", html)
    return lines(html)


def lines(html):
    text = plain_text(html, embeds=True)
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


# Fields in words


def test_nothing_differs_between_a_content_and_itself():
    assert compare(BASE, BASE) == []
    assert summary(BASE, BASE) == ""


def test_a_headline_is_compared_word_by_word():
    (difference,) = compare(BASE, BASE | {"headline": "Season 3 is coming"})

    assert difference.label == "Headline"
    assert difference.runs == [
        ("kept", "Season "),
        ("removed", "2"),
        ("added", "3"),
        ("kept", " is coming"),
    ]


def test_differences_come_in_the_order_of_the_form():
    after = BASE | {"tags": [], "body": "<p>Else.</p>", "headline": "Else"}

    assert [d.field for d in compare(BASE, after)] == ["headline", "body", "tags"]


def test_rows_are_told_by_name_and_never_by_id():
    before = BASE | {"bylines": [byline("a", 1)]}
    after = BASE | {"bylines": [byline("b", 2, "photographer")]}

    assert sentences(before, after) == [
        "Byline removed: Ada Quill (By)",
        "Byline added: Ben Reed (Pictures by)",
    ]


def test_a_changed_role_and_a_changed_order_are_said():
    before = BASE | {"bylines": [byline("a", 1), byline("b", 2)]}
    after = BASE | {"bylines": [byline("b", 2), byline("a", 1, "editor")]}

    assert sentences(before, after) == [
        "Byline changed: now Ada Quill (Edited by); it was Ada Quill (By)",
        "Order of the bylines changed",
    ]


def test_another_primary_show_is_said():
    before = BASE | {"shows": [show("a", 7, primary=True)]}
    after = BASE | {"shows": [show("a", 7), show("b", 8, primary=True)]}

    assert sentences(before, after) == [
        "Show added: Squid Game",
        "Primary show is now Squid Game",
    ]


def test_what_was_deleted_since_is_named_by_the_glossary_of_either_side():
    before = BASE | {"people": [4], "names": {"people": {"4": "Park Solomon"}}}
    after = BASE | {"people": [5], "names": {}}

    assert sentences(before, after) == [
        "Person removed: Park Solomon",
        "Person added: something since deleted",
    ]


def test_choices_are_told_by_their_labels():
    after = BASE | {"kind": "explainer", "question": "ending", "rating": "4.0"}

    assert sentences(BASE, after) == [
        "Kind is now Explainer; it was News",
        "Question is now The ending explained; there was none",
        "Rating is now 4 out of five; there was none",
    ]


def test_a_source_is_told_with_its_link_and_its_day():
    source = {
        "uid": "a",
        "name": "Variety",
        "url": "https://variety.com/",
        "published_on": "2026-03-01",
    }

    assert in_words("sources", [source]) == [
        "Variety (https://variety.com/, 1 March 2026)"
    ]
    assert in_words("sources", [source | {"url": "", "published_on": None}]) == [
        "Variety"
    ]


def test_a_version_from_before_a_field_existed_can_be_compared():
    old = {name: value for name, value in BASE.items() if name != "question"}

    assert compare(old, BASE) == []


def test_a_summary_fits_on_one_line():
    after = BASE | {
        "headline": "Else",
        "body": BASE["body"] + "<p>Four new words here.</p>",
        "bylines": [byline("a", 1)],
        "tags": ["a", "b", "c", "d", "e", "zombies"],
    }

    assert summary(BASE, after) == (
        "Headline; body: 4 words added; byline Ada Quill (By) added; "
        "tag a added, tag b added, tag c added, and 2 more"
    )


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("<p>One.</p><p>Two.</p><p>Three four.</p>", "Body: 1 word added"),
        ("<p>One.</p><p>Three.</p>", "Body: 1 word removed"),
        ("<p>Two.</p><p>Three.</p><p>One.</p>", "Body: paragraphs moved"),
        ("<h2>One.</h2><p>Two.</p><p>Three.</p>", "Body: formatting"),
        (
            "<p>One and only.</p><p>Two.</p><p>Else.</p>",
            "Body: 3 words added, 1 removed",
        ),
    ],
)
def test_a_summary_counts_the_words_of_the_body(after, said):
    assert summary(BASE, BASE | {"body": after}) == said


# The body as a redline


def test_words_are_marked_inside_the_tags_around_them():
    redline = compare_bodies(
        '<p>Read <a href="https://a.example/">the old trailer</a> <em>now</em>.</p>',
        '<p>Read <a href="https://a.example/">the new trailer</a> <em>now</em>.</p>',
    )

    assert html_of(redline) == (
        '<p>Read <a href="https://a.example/">the <del>old</del><ins>new</ins> '
        "trailer</a> <em>now</em>.</p>"
    )


def test_items_of_lists_and_cells_of_tables_are_compared_one_by_one():
    redline = compare_bodies(
        "<ul><li>First item</li><li>Second item here</li></ul>",
        "<ul><li>First item</li><li>Inserted</li><li>Second item there</li></ul>",
    )

    assert html_of(redline) == (
        "<ul><li>First item</li><li><ins>Inserted</ins></li>"
        "<li>Second item <del>here</del><ins>there</ins></li></ul>"
    )


def test_a_moved_paragraph_leaves_the_others_alone():
    redline = compare_bodies(
        "<p>First of all.</p><p>Then this.</p><p>And that.</p>",
        "<p>Then this.</p><p>And that.</p><p>First of all.</p>",
    )

    assert fates(redline) == ["moved_away", "kept", "kept", "moved_here"]
    assert (redline.words_added, redline.words_removed) == (0, 0)
    assert redline.blocks[0].opening == "First of all."


def test_embeds_are_one_thing_each_and_are_named():
    redline = compare_bodies(
        "<p>Text.</p>" + CARD.format(3), CARD.format(4) + "<p>Text.</p>"
    )

    assert fates(redline) == ["added", "kept", "removed"]
    assert redline.blocks[0].notes == ("Show card added",)
    assert redline.blocks[2].notes == ("Show card removed",)
    assert "<ins>Show 4</ins>" in redline.blocks[0].html


def test_a_changed_caption_a_link_and_a_heading_are_said_in_words():
    plain = CARD.format(3)
    captioned = plain.replace('"3"', '"3" data-caption="The cast"')
    before = (
        f'{plain}<p><a href="https://a.example/">Here</a> we are.</p><p>Why now</p>'
    )
    after = (
        f'{captioned}<p><a href="https://b.example/">Here</a> we are.</p>'
        "<h2>Why now</h2>"
    )

    notes = [block.notes for block in compare_bodies(before, after).blocks]

    assert notes == [
        ("Caption now “The cast”",),
        ("No longer links to https://a.example/", "Now links to https://b.example/"),
        ("Now a heading; it was a paragraph",),
    ]


def test_a_link_that_is_marked_as_paid_is_said_in_words():
    plain = '<p><a href="https://a.example/">Here</a> we are.</p>'
    paid = plain.replace('/">', '/" rel="sponsored">')

    [marked] = compare_bodies(plain, paid).blocks
    [unmarked] = compare_bodies(paid, plain).blocks

    assert marked.notes == ("Marked as paid: https://a.example/",)
    assert unmarked.notes == ("No longer marked as paid: https://a.example/",)
    assert 'rel="sponsored"' in marked.html


def test_a_picture_that_becomes_wider_is_said_in_words():
    figure = '<figure class="embed embed-picture" data-embed="picture" data-id="3"{}>'
    narrow, wide = (
        f"{figure.format(size)}<figcaption></figcaption></figure>"
        for size in ("", ' data-size="wide"')
    )

    [grown] = compare_bodies(narrow, wide).blocks
    [shrunk] = compare_bodies(wide, narrow).blocks

    assert grown.notes == ("Now wider than the text",)
    assert shrunk.notes == ("No longer wider than the text",)


def test_long_unchanged_stretches_are_folded_but_there():
    paragraphs = [f"<p>Paragraph {n}.</p>" for n in range(12)]
    changed = [*paragraphs[:6], "<p>Something new.</p>", *paragraphs[6:]]

    passages = compare_bodies("".join(paragraphs), "".join(changed)).passages()

    assert [(len(p.blocks), p.is_folded) for p in passages] == [
        (5, True),
        (1, False),
        (1, False),
        (1, False),
        (5, True),
    ]


def test_a_quotation_is_not_torn_apart():
    redline = compare_bodies(
        "<p>He said <q>one two three</q>.</p>", "<p>He said <q>one four three</q>.</p>"
    )

    assert html_of(redline).count("<q>") == 1


@pytest.mark.parametrize(
    "script", ["지금 우리 학교는", "進撃の巨人", "हिन्दी में", "👩‍👩‍👧 é"]
)
def test_every_script_is_kept_to_the_character(script):
    runs = compare_texts(script, f"{script} 2")

    assert "".join(run.text for run in runs if run.fate != "added") == script
    assert "".join(run.text for run in runs if run.fate == "kept") == script


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<p onclick="alert(1)">x</p>',
    '<a href="javascript:alert(1)">x</a>',
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<ins><del><svg onload=alert(1)>",
    "</ins><iframe srcdoc='<script>alert(1)</script>'>",
    "<p>one <b>two",
    '<figure data-embed="show" data-id="1"><script>alert(1)</script></figure>',
    "<p title='</p><script>alert(1)</script>'>x",
]


@given(
    st.lists(st.sampled_from([*HOSTILE, "<p>", "</p>", "x", '"', "<", ">", "'"])),
    st.lists(st.sampled_from([*HOSTILE, "<p>", "</p>", "x", '"', "<", ">", "'"])),
)
def test_nothing_hostile_comes_out_even_of_what_was_never_sanitised(before, after):
    html = html_of(compare_bodies("".join(before), "".join(after)))

    assert not re.search(r"<(script|img|svg|iframe)|<[^>]*\son|<[^>]*javascript:", html)
    assert is_allowed(html)


# The allow-list of bodies, spelled out once more, with the two marks.
ALLOWED = """
    p h2 h3 h4 ul ol li blockquote hr br a strong em s sub sup cite q table caption
    thead tbody tfoot tr th td figure figcaption details summary ins del
"""
ATTRIBUTES = {
    "a": {"href"},
    "blockquote": {"class"},
    "figure": {"class", "data-embed", "data-id", "data-caption"},
}


def is_allowed(html):
    tags = set(ALLOWED.split())
    return nh3.clean(html, tags=tags, attributes=ATTRIBUTES, link_rel=None) == html


VOCABULARY = "the cast of season two three names Ada & < Severance"
words = st.sampled_from(VOCABULARY.split(" "))
phrases = st.lists(words, min_size=1, max_size=8).map(
    lambda found: " ".join(found).replace("&", "&amp;").replace("<", "&lt;")
)
inline = st.one_of(
    phrases,
    phrases.map(lambda text: f"<strong>{text}</strong>"),
    phrases.map(lambda text: f'<a href="https://a.example/">{text}</a>'),
    phrases.map(lambda text: f"<em><strong>{text}</strong> and</em>"),
    st.just("<br>"),
)
running = st.lists(inline, min_size=1, max_size=4).map(" ".join)
blocks = st.one_of(
    running.map(lambda text: f"<p>{text}</p>"),
    running.map(lambda text: f"<h2>{text}</h2>"),
    st.lists(running, min_size=1, max_size=3).map(
        lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    ),
    st.lists(running, min_size=1, max_size=3).map(
        lambda rows: (
            "<table><tbody>"
            + "".join(f"<tr><td>{cell}</td><td>x</td></tr>" for cell in rows)
            + "</tbody></table>"
        )
    ),
    running.map(lambda text: f"<blockquote><p>{text}</p><p>Twice</p></blockquote>"),
    st.integers(1, 3).map(CARD.format),
    st.just("<hr>"),
)
bodies = st.lists(blocks, max_size=6).map(lambda found: sanitise("".join(found)))


@settings(deadline=None)
@given(bodies, bodies)
def test_rejecting_either_kind_of_change_gives_the_other_side(before, after):
    html = html_of(compare_bodies(before, after))

    assert without(html, "del") == lines(after)
    assert without(html, "ins") == lines(before)
    assert is_allowed(html)


@given(st.text("ab \n.,é지巨", max_size=30), st.text("ab \n.,é지巨", max_size=30))
def test_runs_give_both_texts_to_the_character(before, after):
    runs = compare_texts(before, after)

    assert "".join(run.text for run in runs if run.fate != "added") == before
    assert "".join(run.text for run in runs if run.fate != "removed") == after


@given(st.text("abcd", max_size=30), st.text("abcd", max_size=30))
def test_stretches_cover_both_sides_and_equal_ones_are_equal(before, after):
    stretches = align(before, after)

    assert "".join(before[s.start : s.end] for s in stretches) == before
    assert "".join(after[s.new_start : s.new_end] for s in stretches) == after
    for stretch in stretches:
        is_equal = (
            before[stretch.start : stretch.end]
            == after[stretch.new_start : stretch.new_end]
        )
        assert is_equal == (stretch.kind == "equal")


def test_when_the_effort_is_spent_the_rest_counts_as_different():
    (stretch,) = align("xaby", "zbaw", Effort(3))

    assert stretch.kind == "replace"


LONG = [f"word{n % 977}" for n in range(20_000)]


def body_of(found):
    return "".join(
        f"<p>{' '.join(found[at : at + 60])}.</p>" for at in range(0, len(found), 60)
    )


@pytest.mark.parametrize(
    "after",
    [
        body_of([f"{word}x" if n % 50 == 0 else word for n, word in enumerate(LONG)]),
        body_of(LONG[::-1]),
        f"<p>{' '.join(LONG)}</p>",
        "<p>a</p>" * 40_000,
        "<p>" + "a b " * 50_000 + "</p>",
    ],
    ids=["a word in every paragraph", "rewritten", "joined", "tiny", "repetitive"],
)
def test_twenty_thousand_words_are_compared_without_end_in_no_case(after):
    """Without the bounds on what is aligned some of these take minutes."""
    assert list(compare_bodies(body_of(LONG), after).passages())


def test_a_rewritten_story_of_twenty_thousand_words_is_told_in_short():
    before = BASE | {"body": body_of(LONG)}
    after = BASE | {"body": body_of(LONG[::-1])}

    assert summary(before, after).startswith("Body: ")
