import pytest
from hypothesis import given, strategies as st

from articles.body.sanitising import sanitise
from articles.differences.blocks import split_blocks

SHOW = (
    '<figure class="embed embed-show" data-embed="show" data-id="7">'
    "<figcaption>A</figcaption></figure>"
)
BLOCKS = [
    "<h2>Cast</h2>",
    "<p>One <strong>two</strong><br>three</p>",
    "<ul><li>One<ul><li>Two</li></ul></li></ul>",
    "<hr>",
    SHOW,
    "<blockquote><p>Said</p><p>so</p></blockquote>",
    "<table><tbody><tr><td>1</td></tr></tbody></table>",
]


def test_a_body_is_cut_into_its_top_level_blocks():
    assert split_blocks("".join(BLOCKS)) == BLOCKS


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", []),
        ("<p>a</p>\n\n<p>b</p>\n", ["<p>a</p>\n\n", "<p>b</p>\n"]),
        ("text <p>a</p> more", ["text ", "<p>a</p>", " more"]),
        ("<p>never ended", ["<p>never ended"]),
        ("</p><p>a</p>", ["</p>", "<p>a</p>"]),
    ],
)
def test_even_what_is_not_canonical_is_cut_without_loss(html, blocks):
    assert split_blocks(html) == blocks


@given(st.text(alphabet='<>/ph2li br\n"=', max_size=60))
def test_joining_the_blocks_gives_the_same_bytes(html):
    assert "".join(split_blocks(html)) == html


@given(
    st.permutations(BLOCKS).flatmap(lambda b: st.integers(0, 7).map(lambda n: b[:n]))
)
def test_any_blocks_in_any_order_are_a_canonical_body(blocks):
    body = "".join(blocks)

    assert sanitise(body) == body
    assert split_blocks(body) == blocks
