"""Places of a ranked list: how they are stored, counted, printed and compared."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.body.entries import places
from articles.body.markup import ENTRY
from articles.body.rendering import render_body
from articles.body.sanitising import excerpt, plain_text, sanitise
from articles.claims.reading import read_body
from articles.differences.comparing import compare_bodies
from articles.differences.merging import merge_bodies
from articles.embeds import write_fallbacks
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import AnnouncementFactory, ShowFactory
from tests.printed import untied
from tests.structured import nodes

pytestmark = pytest.mark.django_db


def entry(title="", inside="<p>Good.</p>", *, show=None, picture=None, **data):
    more = "".join(f' data-{name}="{value}"' for name, value in data.items())
    head = "".join(
        f'<figure data-embed="{kind}" data-id="{target.pk}"></figure>'
        for kind, target in (("picture", picture), ("show", show))
        if target
    )
    return f'<section class="entry"{more}><h2>{title}</h2>{head}{inside}</section>'


def numbers(*data):
    body = sanitise("".join(entry("A", **each) for each in data))
    return [place.number for place in places(body)]


def page(body, **options):
    options.setdefault("moment", timezone.now())
    return render_body(sanitise(body), **options)


def test_what_a_place_holds_is_put_in_order():
    show, picture = ShowFactory(), ImageFactory()
    loose = (
        '<section class="x entry" data-count="sideways" data-number="007">text'
        f'<h4>The <b>title</b></h4><figure data-embed="show" data-id="{show.pk}"></figure>'
        "<h2>More</h2><details><summary>Who?</summary>Him</details>"
        f'<figure data-embed="picture" data-id="{picture.pk}"></figure></section>'
    )

    stored = sanitise(loose)

    assert sanitise(stored) == stored
    assert re.sub(r"<figure .*?data-embed=\"(\w+)\".*?</figure>", r"[\1]", stored) == (
        '<section class="entry"><h2>The title</h2>[picture][show]<p>text</p>'
        "<p><strong>More</strong></p>"
        "<details><summary>Who?</summary><p>Him</p></details></section>"
    )


@pytest.mark.parametrize("around", ["<ul><li>{}</li></ul>", "<details>{}</details>"])
def test_a_place_inside_another_block_is_only_what_it_holds(around):
    stored = sanitise(around.format(entry("Title")))

    assert "section" not in stored
    assert plain_text(stored).split()[-2:] == ["Title", "Good."]


def test_one_with_neither_title_nor_show_is_only_what_it_holds():
    assert sanitise(entry("", "<p>Good.</p>")) == "<p>Good.</p>"


def test_headings_after_a_place_stand_below_it():
    stored = sanitise(entry("A") + "<h3>Aside</h3>" + "<h2>Next</h2>")

    assert stored.endswith("</section><h3>Aside</h3><h2>Next</h2>")


@pytest.mark.parametrize(
    ("data", "counted"),
    [
        ([{}, {}, {}], [1, 2, 3]),
        ([{"count": "down"}, {}, {}], [3, 2, 1]),
        ([{"count": "none"}, {}, {}], [None, None, None]),
        ([{"number": 11}, {}, {}], [11, 12, 13]),
        ([{"count": "down"}, {"number": 1}, {}], [3, 1, None]),
        ([{}, {"count": "down"}, {}], [1, 2, 3]),
    ],
)
def test_places_count_as_ordered_lists_do(data, counted):
    assert numbers(*data) == counted


def test_the_page_prints_number_title_show_and_verdict_and_leads_to_it():
    show = ShowFactory(title="Severance", year=2022)
    body = entry("Work", "<p>Very <em>cold</em>.</p>", show=show) + entry("Play")

    rendered = page(body)

    assert '<h2 class="entry__title" id="section-work">' in rendered.html
    assert 'href="/shows/severance/">Severance</a>' in untied(rendered.html)
    assert "<p>Very <em>cold</em>.</p>" in rendered.html
    assert [each.text for each in rendered.contents] == ["1. Work", "2. Play"]
    assert rendered.ranked[0].address == "/shows/severance/"
    assert rendered.styles == ["css/blocks.css"]


def test_a_picture_of_its_own_stands_before_the_poster():
    show = ShowFactory(poster=ImageFactory(alt_text="A poster"))
    own = ImageFactory(alt_text="A red room", credit="Courtesy of Apple")

    with_poster = page(entry("A", show=show)).html
    with_picture = page(entry("A", show=show, picture=own)).html

    assert "entry--poster" in with_poster
    assert 'alt="A red room"' in with_picture
    assert "Courtesy of Apple" in with_picture
    assert "entry--poster" not in with_picture


def test_a_place_without_a_title_has_that_of_its_show():
    show = ShowFactory(title="Now & Then")

    stored = write_fallbacks(sanitise(entry("", show=show)), timezone.now())

    assert "<h2>Now &amp; Then</h2>" in stored
    assert sanitise(stored) == stored


def test_a_show_that_readers_may_not_know_of_is_not_named_by_its_place():
    secret = ShowFactory(title="Canary")
    AnnouncementFactory(show=secret, public_from=timezone.now() + timedelta(days=9))
    stored = write_fallbacks(sanitise(entry("", show=secret)), timezone.now())

    reader = page(stored)
    editor = page(stored, audience="editor")

    assert "Canary" not in stored + reader.html + editor.html
    assert "entry" not in reader.html
    assert "Not shown to readers" in editor.html
    assert len(reader.missing) == 1


def test_one_show_may_have_two_places(client):
    show = ShowFactory()
    article = ArticleFactory(
        body=entry("One", show=show) + entry("Two", show=show), published=True
    )

    html = client.get(f"/articles/{article.slug}/").content.decode()

    assert html.count('class="entry__show"') == 2


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_costs_the_same_however_long_it_is(count, django_assert_num_queries):
    body = "".join(
        entry("A", show=ShowFactory(poster=ImageFactory()), picture=ImageFactory())
        for _ in range(count)
    )
    page(body)

    # Pictures, shows, their facts.
    with django_assert_num_queries(3):
        page(body)


def test_a_verdict_is_ours_and_is_read_for_claims():
    passages = list(read_body(sanitise(entry("Work", "<p>It is renewed.</p>")), []))

    assert [passage.own for passage in passages] == ["Work", "It is renewed."]


def test_what_a_place_prints_is_known_where_facts_change():
    show = ShowFactory()
    article = ArticleFactory(body=entry("A", show=show), published=True)
    version = article.versions.get()

    assert version.version_facts.filter(show=show, field="status").exists()


def test_comparison_tells_what_changed_about_a_place():
    show = ShowFactory()
    before = sanitise(entry("A", "<p>Very good indeed.</p>", show=show))
    after = sanitise(
        entry("A", "<p>Very bad indeed.</p>", show=show, count="down", number=4)
    )

    (block,) = compare_bodies(before, after).blocks

    assert block.fate == "changed"
    assert block.notes == (
        "The list counts down",
        "Number set to 4; it came by itself",
    )
    assert "<del>good</del><ins>bad</ins>" in block.html


def test_two_people_may_write_two_places_of_one_list():
    base = sanitise(entry("A") + entry("B"))
    mine = sanitise(entry("A", "<p>Mine.</p>") + entry("B"))
    theirs = sanitise(entry("A") + entry("B", "<p>Theirs.</p>") + entry("C"))

    merged, spots = merge_bodies(base, mine, theirs)

    assert spots == []
    assert [match["entry_title"] for match in ENTRY.finditer(merged)] == ["A", "B", "C"]
    assert "Mine." in merged
    assert "Theirs." in merged


def test_the_beginning_of_a_story_is_not_the_title_of_a_place():
    body = sanitise("<p>Seven of them.</p>" + entry("Canary", "<p>It is good.</p>"))

    assert excerpt(body) == "Seven of them. It is good."


def test_feeds_number_the_places(client):
    show = ShowFactory(title="Severance")
    ArticleFactory(
        body=entry("Work", show=show, count="down") + entry("Play"), published=True
    )

    text = client.get("/feed.atom").content.decode()

    assert "2. Work" in text
    assert "1. Play" in text
    assert "section class" not in text


def test_search_engines_are_told_the_order(client, settings):
    settings.SITE_URL = "https://news.example"
    article = ArticleFactory(
        body=entry("Work", count="down") + entry("Play"), published=True
    )

    ranking = nodes(client.get(f"/articles/{article.slug}/"))["ItemList"]

    address = f"https://news.example/articles/{article.slug}/"
    assert ranking["itemListOrder"] == "https://schema.org/ItemListOrderDescending"
    assert ranking["numberOfItems"] == 2
    assert ranking["itemListElement"][0] == {
        "@type": "ListItem",
        "position": 2,
        "name": "Work",
        "url": f"{address}#section-work",
    }


def test_a_story_without_places_says_nothing_of_an_order(client):
    article = ArticleFactory(published=True)

    assert "ItemList" not in nodes(client.get(f"/articles/{article.slug}/"))


def test_a_fixed_place_stays_one(client):
    article = ArticleFactory(body=entry("Work"), published=True)
    publishing.fix_live(
        article,
        by=make_editor(),
        changes={"body": sanitise(entry("Work", "<p>Better.</p>"))},
    )

    assert "Better." in client.get(f"/articles/{article.slug}/").content.decode()
