from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.body.markup import EMBED
from articles.body.rendering import missing_embeds, render_body
from articles.body.sanitising import sanitise
from articles.embeds import (
    picture_ids,
    referenced_ids,
    write_fallbacks,
)
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import ShowFactory
from tests.printed import untied

pytestmark = pytest.mark.django_db


def embed(kind, target, caption=""):
    pk = getattr(target, "pk", target)
    own = f' data-caption="{caption}"' if caption else ""
    return sanitise(
        f'<figure data-embed="{kind}" data-id="{pk}"{own}>'
        "<figcaption>Written by a browser</figcaption></figure>"
    )


def render(html, audience="reader", moment=None):
    return render_body(html, moment=moment or timezone.now(), audience=audience)


def test_text_without_embeds_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        rendered = render("<p>Text &amp; more</p>")

    assert rendered.html == "<p>Text &amp; more</p>"


def test_embeds_are_replaced_by_what_they_point_at():
    show = ShowFactory(title="Severance", year=2022)
    story = ArticleFactory(headline="When is it back?", published=True)
    image = ImageFactory(alt_text="A red room", credit="Courtesy of Apple")
    body = (
        embed("show", show) + embed("article", story) + embed("picture", image, "Mine")
    )

    rendered = render(body)

    assert 'href="/shows/severance/">Severance</a>' in untied(rendered.html)
    assert "Series, 2022" in rendered.html
    assert f'href="/articles/{story.slug}/">When is it back?</a>' in rendered.html
    assert 'alt="A red room"' in rendered.html
    assert "Mine" in rendered.html
    assert "Courtesy of Apple" in rendered.html
    assert "Written by a browser" not in rendered.html
    assert "data-id" not in rendered.html
    assert rendered.missing == []


def test_names_in_embeds_are_escaped():
    show = ShowFactory(title="<script>alert(1)</script>")
    image = ImageFactory(alt_text='"><script>', caption="<b>bold</b>")
    body = embed("show", show) + embed("picture", image)

    rendered = render(body)

    assert "<script>" not in rendered.html
    assert "<b>" not in rendered.html
    assert "&lt;script&gt;" in rendered.html


def test_a_caption_of_the_story_is_escaped():
    caption = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp;"

    rendered = render(embed("picture", ImageFactory(), caption))

    assert "<script>" not in rendered.html
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp;" in rendered.html


def test_a_wide_picture_stands_out_of_the_column():
    body = embed("picture", ImageFactory())
    wide = body.replace("><figcaption>", ' data-size="wide"><figcaption>', 1)

    assert "embed-picture--wide" not in render(body).html
    assert "embed-picture--wide" in render(wide).html


def test_a_read_more_link_follows_the_story_to_its_newest_version():
    story = ArticleFactory(headline="Old headline", published=True)
    body = embed("article", story)
    story.headline = "New headline"
    story.save()
    publishing.save_version(story, by=story.owner)

    before = render(body)
    publishing.publish(story, by=make_editor())
    after = render(body)

    assert "Old headline" in before.html
    assert "New headline" in after.html


@pytest.mark.parametrize("state", ["draft", "scheduled", "expired", "retracted"])
def test_a_story_that_readers_cannot_see_leaves_no_trace(state):
    traits = {} if state == "draft" else {state: True}
    story = ArticleFactory(headline="Canary", **traits)
    body = f"<p>a</p>{embed('article', story)}<p>b</p>"

    rendered = render(body)

    assert rendered.html == "<p>a</p><p>b</p>"
    assert [(each.kind, each.id) for each in rendered.missing] == [
        ("article", story.pk)
    ]


def test_the_moment_decides_what_is_there():
    story = ArticleFactory(headline="Tomorrow's story", scheduled=True)
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)

    rendered = render(embed("article", story), moment=tomorrow)

    assert "Tomorrow&#x27;s story" in rendered.html


def test_the_desk_is_told_what_is_missing_without_its_name():
    story = ArticleFactory(headline="Canary in a draft")
    body = embed("article", story) + embed("show", 999) + embed("picture", 998)

    rendered = render(body, audience="editor")

    assert rendered.html.count("Not shown to readers") == 3
    assert "Canary" not in rendered.html
    assert "a show card whose show readers cannot see" in rendered.html
    assert [str(each) for each in rendered.missing] == [
        "a read-more link to a story that readers cannot see",
        "a show card whose show readers cannot see",
        "a picture that was deleted or withdrawn, or whose rights have ended",
    ]


def test_a_picture_is_shown_to_the_end_of_its_rights_and_no_longer():
    today = timezone.localdate()
    still = ImageFactory(rights_end_on=today)
    ended = ImageFactory(rights_end_on=today - timedelta(days=1))
    body = embed("picture", still) + embed("picture", ended)

    rendered = render(body)

    assert rendered.html.count("<figure") == 1
    assert [each.id for each in rendered.missing] == [ended.pk]


def test_a_poster_without_rights_is_left_out_of_the_card():
    ended = ImageFactory(rights_end_on=timezone.localdate() - timedelta(days=1))
    show = ShowFactory(title="Severance", poster=ended)

    rendered = render(embed("show", show))

    assert "Severance" in rendered.html
    assert "<img" not in rendered.html


def test_a_show_merged_into_another_is_shown_as_that_one():
    kept = ShowFactory(title="Severance")
    merged = ShowFactory(title="Severence")
    merged.merged_into = kept
    merged.save()

    rendered = render(embed("show", merged))

    assert ">Severance</a>" in untied(rendered.html)


# One for pictures, two for shows and their facts, one for stories.
@pytest.mark.parametrize(("count", "queries"), [(0, 0), (1, 4), (50, 4)])
def test_embeds_cost_the_same_however_many_there_are(
    django_assert_num_queries, count, queries
):
    poster = ImageFactory(without_files=True)
    body = ""
    for number in range(count):
        show = ShowFactory(title=f"Show {number}", poster=poster)
        body += embed("show", show) + embed("picture", ImageFactory(without_files=True))
    # Publishing takes long; a few stories linked to again and again will do.
    stories = [ArticleFactory(published=True, lead_image=poster) for _ in "abc"][:count]
    for number in range(count):
        body += embed("article", stories[number % len(stories)])

    with django_assert_num_queries(queries):
        rendered = render(body)

    assert rendered.html.count("embed-show__title") == count
    assert rendered.html.count("embed-article__label") == count
    assert rendered.html.count('class="embed embed-picture"') == count


@pytest.mark.parametrize("count", [1, 20])
def test_checking_and_saving_embeds_cost_the_same_however_many_there_are(
    django_assert_num_queries, count
):
    story = ArticleFactory(published=True)
    body = embed("article", story)
    for _ in range(count):
        body += embed("show", ShowFactory()) + embed(
            "picture", ImageFactory(without_files=True)
        )
    now = timezone.now()

    # Whether they are there; what writes them down asks for facts as well.
    with django_assert_num_queries(3):
        missing_embeds(body, now)
    with django_assert_num_queries(4):
        write_fallbacks(body, now)


# Headings, links, tables


def test_headings_get_anchors_and_make_the_table_of_contents():
    rendered = render(
        "<h2>The cast</h2><h3>지금 우리 <em>학교는</em></h3><h2>The cast</h2><h2>?!</h2>"
        "<h4>Small</h4>"
    )

    assert [(each.id, each.text, each.level) for each in rendered.contents] == [
        ("section-the-cast", "The cast", 2),
        ("section-지금-우리-학교는", "지금 우리 학교는", 3),
        ("section-the-cast-2", "The cast", 2),
        ("section", "?!", 2),
    ]
    assert '<h2 id="section-the-cast-2">The cast</h2>' in rendered.html
    assert "<h4>Small</h4>" in rendered.html


def test_a_heading_can_hold_anything_that_text_can():
    rendered = render(
        '<h2>A &lt;b&gt; &amp; "c" <a href="https://example.org/">d</a></h2>'
    )

    assert rendered.contents[0].text == 'A <b> & "c" d'
    assert rendered.contents[0].id == "section-a-b-c-d"
    assert 'href="https://example.org/" rel="external noopener">d</a>' in rendered.html


def test_links_that_leave_the_site_say_so(settings):
    settings.SITE_URL = "https://news.example"

    rendered = render(
        '<p><a href="https://other.example/">a</a> <a href="/shows/">b</a>'
        ' <a href="https://news.example/shows/">c</a> <a href="mailto:a@b.example">d</a></p>'
    )

    assert rendered.html == (
        '<p><a href="https://other.example/" rel="external noopener">a</a>'
        ' <a href="/shows/">b</a> <a href="https://news.example/shows/">c</a>'
        ' <a href="mailto:a@b.example">d</a></p>'
    )


def test_tables_get_a_frame_to_scroll_in_that_has_a_name():
    cells = "<tbody><tr><td>1</td></tr></tbody>"
    rendered = render(
        f"<table><caption>The <em>&quot;cast&quot;</em></caption>{cells}</table>"
        f"<table>{cells}</table>"
    )

    assert rendered.html.count('<div class="table-scroll" role="region"') == 2
    assert rendered.html.count("</table></div>") == 2
    assert 'aria-label="The &quot;cast&quot;"' in rendered.html
    assert 'aria-label="Table"' in rendered.html


def test_text_that_looks_like_markup_is_left_alone():
    body = sanitise(
        "<p>&lt;figure data-embed=&quot;show&quot; data-id=&quot;1&quot;&gt; &lt;h2&gt;x"
        "&lt;/h2&gt; &lt;a href=&quot;https://x.example&quot;&gt;</p>"
    )

    assert render(body).html == body
    assert render(body).contents == []


# What a body points at


def test_what_a_body_points_at_is_listed_once_and_in_order():
    body = (
        embed("picture", 3)
        + embed("show", 9)
        + embed("picture", 1)
        + embed("picture", 3, "again")
    )

    assert referenced_ids(body) == {"picture": [3, 1], "show": [9]}
    assert picture_ids(body) == [3, 1]
    assert referenced_ids("<p>text</p>") == {}
    assert picture_ids("<p>text</p>") == []


# Fallbacks


def fallbacks(html):
    return [match["fallback"] for match in EMBED.finditer(html)]


def test_the_server_writes_the_fallbacks():
    show = ShowFactory(title="Law & <Order>", year=1990)
    story = ArticleFactory(headline="When is it back?", published=True)
    image = ImageFactory(alt_text="A red room", credit="Courtesy of Apple")
    body = (
        embed("show", show)
        + embed("article", story)
        + embed("picture", image)
        + embed("picture", image, "My &quot;own&quot;")
    )

    written = write_fallbacks(body, timezone.now())

    assert fallbacks(written) == [
        f'<a href="{show.get_absolute_url()}">Law &amp; &lt;Order&gt;</a> (1990)',
        f'Read more: <a href="/articles/{story.slug}/">When is it back?</a>',
        "A red room – Picture: Courtesy of Apple",
        'My "own" – Picture: Courtesy of Apple',
    ]


def test_a_fallback_tells_nothing_that_is_not_public():
    draft = ArticleFactory(headline="Canary")
    scheduled = ArticleFactory(headline="Canary too", scheduled=True)
    body = embed("article", draft) + embed("article", scheduled) + embed("show", 999)

    assert fallbacks(write_fallbacks(body, timezone.now())) == ["", "", ""]


def test_written_fallbacks_leave_a_body_canonical():
    shows = [
        ShowFactory(title=title)
        for title in ("지금 우리 학교는", "cafe\u0301  &\n<b>", "\u0338x", "a\xa0b")
    ]
    image = ImageFactory(alt_text=" spaced  \t text ", credit="<i>")
    body = "".join(embed("show", show) for show in shows) + embed("picture", image)
    now = timezone.now()

    written = write_fallbacks(body, now)

    assert sanitise(written) == written
    assert write_fallbacks(written, now) == written
