"""The body editor in a real browser: what it shows, keeps, takes in and leaves out."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.body.sanitising import sanitise
from articles.models import Article
from images.models import Image
from tests.browser.looking import enter, findings, is_too_wide
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_writer
from tests.factories.images import ImageFactory, picture_bytes
from tests.factories.shows import ShowFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTED = Path(__file__).parent.parent / "articles" / "body" / "pasted"


def embed(kind, target, caption=""):
    own = f' data-caption="{caption}"' if caption else ""
    pk = getattr(target, "pk", target)
    return f'<figure data-embed="{kind}" data-id="{pk}"{own}></figure>'


@pytest.fixture
def writer(browser_page):
    """The writer, logged in."""
    user = make_writer()
    enter(browser_page.context, user)
    return user


def open_story(page: Page, article: Article) -> None:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(text_of(page)).to_be_visible()


def text_of(page: Page):
    return page.get_by_role("textbox", name="Body", exact=True)


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(text_of(page)).to_be_visible()


def body_of(article: Article) -> str:
    return Article.objects.values_list("body", flat=True).get(pk=article.pk)


def put_caret_at_end(page: Page) -> None:
    text_of(page).click()
    page.keyboard.press("Control+End")


def tool(page: Page, name: str):
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def paste(page: Page, data: str, kind: str = "text/html") -> str:
    """Paste into an empty body, as the browser does; give back what stands there."""
    return page.evaluate(
        """([pasted, kind]) => new Promise(resolve => {
            const editor = Object.values(CKEDITOR.instances)[0];
            editor.setData("", {callback: () => {
                editor.focus();
                editor.once("afterPaste", () =>
                    setTimeout(() => resolve(editor.getData()), 50));
                const data = new DataTransfer();
                data.setData(kind, pasted);
                editor.editable().$.dispatchEvent(new ClipboardEvent(
                    "paste", {clipboardData: data, bubbles: true, cancelable: true}));
            }});
        })""",
        [data, kind],
    )


# Keeping


def test_opening_and_saving_five_times_changes_no_byte(browser_page, writer):
    page = browser_page
    show = ShowFactory(title="Severance & <Sons>", year=2022)
    story = ArticleFactory(headline="When is it back?", published=True)
    image = ImageFactory(credit="Courtesy of “Apple” & friends")
    article = ArticleFactory(
        body=sanitise(
            "<h2>The cast</h2><p>One <strong>bo<em>ld</em></strong>, two&nbsp;"
            '<a href="https://example.org/?a=b&amp;c=d">links</a><br>and a &lt;tag&gt;,'
            " <s>gone</s> H<sub>2</sub>O, <q>said</q>, <cite>titled</cite> 👩‍👩‍👧 é 지금.</p>"
            + embed("picture", image, "My &quot;own&quot; &lt;b&gt; caption &amp; more")
            + '<h3>Smaller</h3><ol start="3" reversed=""><li>three<ul><li>deeper</li>'
            "</ul></li><li><p>two</p><p>paragraphs</p></li></ol>"
            + embed("show", show)
            + "<blockquote><p>Quoted</p><p>twice</p></blockquote><hr>"
            + embed("article", story)
            + "<table><caption>Seasons</caption><thead><tr>"
            '<th scope="col">No.</th><th scope="col" colspan="2">Year</th></tr></thead>'
            "<tbody><tr><td>1</td><td></td><td>2022</td></tr></tbody></table>"
            + embed("show", 999)
            + "<p>The end.</p>"
        )
    )
    stored = body_of(article)
    assert "Severance &amp; &lt;Sons&gt;" in stored

    for _ in range(5):
        open_story(page, article)
        expect(page.get_by_text("no longer exists")).to_be_visible()
        save(page)
        assert body_of(article) == stored

    assert article.versions.count() == 1


def test_whatever_is_canonical_comes_back_from_the_editor(browser_page, writer):
    """More kinds of nesting than anybody would write by hand."""
    page = browser_page
    inline = [
        "x",
        "<b>a <i>b</i></b> c",
        '<a href="/a"><i>d</i></a>',
        "e<br>f",
        "&nbsp;",
    ]
    bodies = []
    for first in inline:
        for second in inline:
            both = f"{first} {second}"
            bodies += [
                f"<p>{both}</p><h2>{both}</h2>",
                f"<ul><li>{both}<ol><li>{first}</li></ol></li><li><p>{first}</p>"
                f"<p>{second}</p></li></ul>{embed('show', 1)}",
                f"<blockquote><p>{both}</p><ul><li>{second}</li></ul></blockquote>",
                f"<details><summary>Who?</summary><p>{both}</p><ul><li>{second}</li></ul>"
                f"{embed('show', 1)}</details><p>{first}</p>",
                f'<blockquote class="pull"><p>{both}</p></blockquote><p>{second}</p>',
                f'<section class="entry" data-count="down" data-number="3"><h2>{both}'
                f"</h2>{embed('picture', 2, 'Own')}{embed('show', 1)}<p>{first}</p><ul>"
                f"<li>{second}</li></ul>{embed('cast', 1)}</section><p>{first}</p>",
                f'<section class="entry"><h2>{second}</h2></section>',
                f'<figure class="gallery"><figcaption>{both}</figcaption>'
                f"{embed('picture', 1)}{embed('picture', 2, 'Own')}</figure>",
                '<figure class="post" data-address="https://x.com/a/status/1"'
                f' data-author="A &amp; B" data-date="2026-11-10">{both}'
                f"{embed('picture', 2)}</figure><p>{second}</p>",
                '<figure class="post" data-address="https://vimeo.com/123456"'
                ' data-title="T" data-duration="2:31"></figure>',
                f"<table><tr><th>{first}</th><td>{second}<ul><li>{first}</li></ul></td>"
                f"</tr></table><p>{second}</p>",
            ]
    bodies = [sanitise(body) for body in bodies]
    open_story(page, ArticleFactory())

    given_back = page.evaluate(
        """async bodies => {
            const editor = Object.values(CKEDITOR.instances)[0];
            const given = [];
            for (const body of bodies) {
                await new Promise(done => editor.setData(body, {callback: done}));
                given.push(editor.getData());
            }
            return given;
        }""",
        bodies,
    )

    assert [sanitise(html) for html in given_back] == bodies


def test_a_pull_quote_is_made_and_unmade_by_its_button(browser_page, writer):
    page = browser_page
    article = ArticleFactory(body="<p>She never looks back.</p>")
    open_story(page, article)

    put_caret_at_end(page)
    tool(page, "Pull quote").click()
    expect(text_of(page).locator("blockquote.pull")).to_have_count(1)
    save(page)
    pulled = '<blockquote class="pull"><p>She never looks back.</p></blockquote>'
    assert body_of(article) == pulled

    put_caret_at_end(page)
    tool(page, "Pull quote").click()
    expect(text_of(page).locator("blockquote")).to_have_count(0)
    save(page)
    assert body_of(article) == "<p>She never looks back.</p>"


def test_a_spoiler_is_written_in_its_box(browser_page, writer):
    page = browser_page
    article = ArticleFactory(body="<p>All live.</p>")
    open_story(page, article)

    put_caret_at_end(page)
    tool(page, "Spoiler").click()
    box = text_of(page).locator(".spoiler-box")
    expect(box).to_have_count(1)
    box.locator(".spoiler-box__line").click()
    page.keyboard.press("End")
    page.keyboard.type(" of the finale")
    box.locator(".spoiler-box__text").click()
    page.keyboard.type("Not all live.")
    save(page)

    assert body_of(article) == (
        "<p>All live.</p><details><summary>Spoiler of the finale</summary>"
        "<p>Not all live.</p></details>"
    )


def test_looking_at_a_story_is_no_change_of_it(browser_page, writer):
    page = browser_page
    article = ArticleFactory(body=sanitise(embed("show", ShowFactory()) + "<p>x</p>"))

    open_story(page, article)
    expect(page.get_by_text("Show card")).to_have_count(2)

    assert not page.evaluate("Object.values(CKEDITOR.instances)[0].checkDirty()")


# Showing


def test_widgets_show_what_they_stand_for(browser_page, writer):
    page = browser_page
    article = ArticleFactory(
        body=sanitise(
            embed("show", ShowFactory(title="Severance"))
            + embed("picture", ImageFactory(title="A red room"), "My caption")
            + embed("article", ArticleFactory(headline="When?", published=True))
        )
    )

    open_story(page, article)

    text = text_of(page)
    for words in ("Severance", "A red room", "My caption", "When?"):
        expect(text.get_by_text(words, exact=True)).to_be_visible()
    picture = text.locator("figure img").first
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("img => img.naturalWidth") > 0


def test_a_widget_that_points_at_nothing_public_warns_without_a_name(
    browser_page, writer
):
    page = browser_page
    canary = ArticleFactory(headline="Canary")
    article = ArticleFactory(
        body=sanitise(embed("article", canary) + embed("show", 999))
    )

    open_story(page, article)

    expect(page.get_by_text("Readers cannot see this story")).to_be_visible()
    expect(page.get_by_text("This show no longer exists")).to_be_visible()
    expect(text_of(page).get_by_text("Canary")).to_have_count(0)


def test_a_hostile_body_from_an_old_row_runs_nothing(browser_page, writer):
    page = browser_page
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(
        body="<p>Before</p><img src=x onerror=\"document.title='run'\"><svg/onload="
        "\"document.title='run'\"><a href=\"javascript:document.title='run'\">a</a>"
        "<script>document.title='run'</script><iframe srcdoc='<script>"
        'parent.document.title="run"</script>\'></iframe>'
        '<figure data-embed="show" data-id="1" onmouseover="document.title=\'run\'">'
        "<figcaption><img src=x onerror=\"document.title='run'\"></figcaption></figure>"
    )

    open_story(page, article)
    text_of(page).get_by_text("Show card").first.hover()
    page.wait_for_timeout(300)

    assert page.title() != "run"
    assert "javascript:" not in text_of(page).inner_html()
    assert text_of(page).locator("script, iframe, svg").count() == 0


# Choosing


def test_a_show_card_is_inserted_by_keyboard_alone(browser_page, writer):
    page = browser_page
    ShowFactory(title="The Bear")
    show = ShowFactory(title="All of Us Are Dead")
    article = ArticleFactory(body="<p>Text</p>")
    open_story(page, article)
    put_caret_at_end(page)

    page.keyboard.press("Alt+F10")
    button = tool(page, "Show card")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Insert a show card")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("us are")
    expect(dialog.get_by_role("status")).to_have_text("One found.")
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("button", name="All of Us")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(text_of(page)).to_be_focused()
    save(page)

    assert body_of(article) == sanitise(
        f'<p>Text</p><figure data-embed="show" data-id="{show.pk}"><figcaption>'
        f'<a href="{show.get_absolute_url()}">All of Us Are Dead</a></figcaption></figure>'
    )


def test_escape_leaves_a_dialog_without_a_trace(browser_page, writer):
    page = browser_page
    ShowFactory()
    article = ArticleFactory(body="<p>Text</p>")
    open_story(page, article)
    put_caret_at_end(page)

    tool(page, "Read more").click()
    dialog = page.get_by_role("dialog", name="Insert a read-more link")
    expect(dialog.get_by_text("There is nothing here yet.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.type(" goes on")
    save(page)

    assert body_of(article) == "<p>Text goes on</p>"


def test_arrows_lead_through_the_results_and_back(browser_page, writer):
    page = browser_page
    for title in ("Severance", "Seven"):
        ShowFactory(title=title)
    open_story(page, ArticleFactory())
    put_caret_at_end(page)

    tool(page, "Show card").click()
    dialog = page.get_by_role("dialog")
    results = dialog.get_by_role("listitem").get_by_role("button")
    expect(results).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(results.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")

    expect(dialog.get_by_role("searchbox")).to_be_focused()


def test_read_more_offers_what_is_live_and_links_the_story(browser_page, writer):
    page = browser_page
    ArticleFactory(headline="Canary in a draft")
    story = ArticleFactory(headline="Canary is live", published=True)
    article = ArticleFactory(body="<p>Text</p>")
    open_story(page, article)
    put_caret_at_end(page)

    tool(page, "Read more").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("canary")
    expect(dialog.get_by_role("status")).to_have_text("One found.")
    page.keyboard.press("Enter")
    save(page)

    assert f'data-embed="article" data-id="{story.pk}"' in body_of(article)
    assert "Read more: " in body_of(article)


def test_a_picture_comes_from_the_library_with_a_caption_of_its_own(
    browser_page, writer
):
    page = browser_page
    image = ImageFactory(title="A red room", caption="From the library")
    article = ArticleFactory(body="<p>Text</p>")
    open_story(page, article)
    put_caret_at_end(page)

    tool(page, "Picture").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("red")
    dialog.get_by_role("button", name="A red room").click()
    dialog.get_by_label("Caption in this story").fill('A "caption" & <more>')
    dialog.get_by_role("button", name="Insert").click()
    save(page)

    assert (
        f'data-id="{image.pk}" data-caption="A &quot;caption&quot; &amp; &lt;more&gt;">'
        in body_of(article)
    )


def test_a_caption_is_changed_and_a_picture_exchanged_where_it_stands(
    browser_page, writer
):
    page = browser_page
    first = ImageFactory(title="A red room")
    second = ImageFactory(title="A blue room")
    article = ArticleFactory(
        body=sanitise("<p>a</p>" + embed("picture", first, "Old") + "<p>b</p>")
    )
    open_story(page, article)

    text_of(page).get_by_text("A red room", exact=True).dblclick()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Caption in this story")).to_have_value("Old")
    dialog.get_by_label("Caption in this story").fill("New")
    dialog.get_by_role("button", name="Choose another picture").click()
    dialog.get_by_role("button", name="A blue room").click()
    expect(dialog.get_by_label("Caption in this story")).to_have_value("New")
    dialog.get_by_label("Wider than the text").check()
    dialog.get_by_role("button", name="Keep").click()
    expect(text_of(page).get_by_text("Wide picture", exact=True)).to_be_visible()
    save(page)

    stored = body_of(article)
    assert stored.startswith(
        '<p>a</p><figure class="embed embed-picture" data-embed="picture"'
        f' data-id="{second.pk}" data-caption="New" data-size="wide">'
    )
    assert stored.endswith("</figure><p>b</p>")


def test_a_picture_is_uploaded_on_the_spot(browser_page, writer):
    page = browser_page
    article = ArticleFactory(body="<p>Text</p>")
    open_story(page, article)
    put_caret_at_end(page)

    tool(page, "Picture").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Upload").click()
    dialog.get_by_role("button", name="Upload").last.click()
    expect(dialog.get_by_role("alert")).to_have_text("Choose a picture first.")
    dialog.get_by_label("Picture").set_input_files(
        {"name": "roof.png", "mimeType": "image/png", "buffer": picture_bytes()}
    )
    dialog.get_by_role("button", name="Upload").last.click()
    expect(dialog.get_by_role("alert")).to_contain_text("Say what the picture shows")
    dialog.get_by_label("What it shows").fill("A fire on a roof")
    dialog.get_by_label("Credit").fill("Courtesy of Netflix")
    dialog.get_by_role("button", name="Upload").last.click()
    dialog.get_by_role("button", name="Insert").click()
    save(page)

    image = Image.objects.get(alt_text="A fire on a roof")
    assert (image.alt_text, image.credit) == ("A fire on a roof", "Courtesy of Netflix")
    assert image.uploaded_by == writer
    assert f'data-embed="picture" data-id="{image.pk}"' in body_of(article)
    assert "A fire on a roof – Picture: Courtesy of Netflix" in body_of(article)


def test_a_refused_upload_says_why_and_keeps_what_was_typed(browser_page, writer):
    page = browser_page
    open_story(page, ArticleFactory())
    put_caret_at_end(page)

    tool(page, "Picture").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Upload").click()
    dialog.get_by_label("Picture").set_input_files(
        {"name": "page.png", "mimeType": "image/png", "buffer": b"<html>no picture"}
    )
    dialog.get_by_label("What it shows").fill("A fire on a roof")
    dialog.get_by_role("button", name="Upload").last.click()

    expect(dialog.get_by_role("alert")).to_have_class(re.compile("error"))
    expect(dialog.get_by_label("What it shows")).to_have_value("A fire on a roof")
    assert not Image.objects.filter(alt_text="A fire on a roof").exists()


def test_one_embed_follows_another_instead_of_replacing_it(browser_page, writer):
    page = browser_page
    ShowFactory(title="Severance")
    ArticleFactory(headline="When?", published=True)
    article = ArticleFactory(body="<p>Text</p>")
    open_story(page, article)
    put_caret_at_end(page)

    for button in ("Show card", "Read more"):
        tool(page, button).click()
        page.get_by_role("dialog").get_by_role("listitem").first.click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    save(page)

    kinds = re.findall(r'data-embed="(\w+)"', body_of(article))
    assert kinds == ["show", "article"]


# Writing


def test_headings_have_buttons_and_keys(browser_page, writer):
    page = browser_page
    article = ArticleFactory(body="<p>Title</p>")
    open_story(page, article)
    put_caret_at_end(page)

    page.keyboard.press("Control+Alt+2")
    expect(tool(page, "Heading 2")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("Smaller")
    tool(page, "Heading 3").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("Text")
    save(page)

    assert body_of(article) == "<h2>Title</h2><h3>Smaller</h3><p>Text</p>"


def test_the_link_dialog_makes_links_the_site_keeps(browser_page, writer):
    page = browser_page
    article = ArticleFactory(body="<h2>The cast &amp; crew</h2><p>Text</p>")
    open_story(page, article)
    put_caret_at_end(page)
    page.keyboard.press("Shift+Home")

    tool(page, "Link").click()
    dialog = page.get_by_role("dialog", name="Link")
    dialog.get_by_label("URL", exact=False).last.fill("shop.example/a")
    dialog.get_by_label("Paid link").check()
    dialog.get_by_role("button", name="OK").click()
    save(page)
    paid = '<p><a href="https://shop.example/a" rel="sponsored">Text</a></p>'
    assert paid in body_of(article)

    text_of(page).get_by_text("Text").dblclick()
    expect(dialog.get_by_label("Paid link")).to_be_checked()
    dialog.get_by_label("Paid link").uncheck()
    refused = []
    page.once("dialog", lambda each: (refused.append(each.message), each.dismiss()))
    dialog.get_by_label("Protocol").select_option("<other>")
    dialog.get_by_label("URL", exact=False).last.fill("nowhere")
    dialog.get_by_role("button", name="OK").click()
    assert refused[0].startswith("A link leads to a web page")
    dialog.get_by_label("Link Type").select_option("Heading of this story")
    dialog.get_by_label("Heading", exact=True).select_option("The cast & crew")
    dialog.get_by_role("button", name="OK").click()
    save(page)

    assert '<p><a href="#the-cast-crew">Text</a></p>' in body_of(article)

    text_of(page).get_by_text("Text").dblclick()
    expect(dialog.get_by_label("Heading", exact=True)).to_have_value("the-cast-crew")
    dialog.get_by_role("button", name="Cancel").click()


def test_an_inserted_embed_can_be_taken_back_and_survives_the_source(
    browser_page, writer
):
    page = browser_page
    ShowFactory(title="Severance")
    open_story(page, ArticleFactory(body="<p>Text</p>"))
    put_caret_at_end(page)
    widgets = text_of(page).get_by_text("Severance", exact=True)

    tool(page, "Show card").click()
    page.get_by_role("dialog").get_by_role("listitem").first.click()
    expect(widgets).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(widgets).to_have_count(0)
    page.keyboard.press("Control+y")
    expect(widgets).to_have_count(1)
    tool(page, "Source").click()
    expect(page.locator("textarea.cke_source")).to_have_value(
        re.compile('data-embed="show" data-id')
    )
    tool(page, "Source").click()

    expect(widgets).to_have_count(1)


def test_the_browsers_menu_opens_over_text_and_the_editors_over_tables(
    browser_page, writer
):
    page = browser_page
    open_story(
        page,
        ArticleFactory(
            body=sanitise("<p>Text</p><table><tr><td>Cell</td></tr></table>")
        ),
    )

    over_text, over_cell = (
        text_of(page)
        .get_by_text(words, exact=True)
        .evaluate(
            """element => {
                const event = new MouseEvent(
                    "contextmenu", {bubbles: true, cancelable: true});
                element.dispatchEvent(event);
                return event.defaultPrevented;
            }"""
        )
        for words in ("Text", "Cell")
    )

    assert not over_text
    assert over_cell


# Pasting


def test_google_docs_keeps_headings_lists_links_and_emphasis(browser_page, writer):
    page = browser_page
    open_story(page, ArticleFactory())

    pasted = paste(page, (PASTED / "google_docs.html").read_text())

    assert "style=" not in pasted
    assert "google.com" not in pasted
    assert "[a]" not in pasted
    assert "<img" not in pasted
    assert sanitise(pasted) == (
        "<h2>What is known about season 2</h2><p>The streamer <strong>renewed the"
        ' series</strong>, as <a href="https://example.org/renewed?id=7&amp;from=docs">it'
        " announced</a> <em>last week</em>.</p><h3>The cast</h3><ul><li>The survivors<ul>"
        "<li>On-jo</li></ul></li><li>The newcomers</li></ul><table><tbody><tr><td>"
        "<strong>Season</strong></td><td>Released in 2022</td></tr></tbody></table>"
    )
    expect(page.get_by_text("One picture was left out.")).to_be_visible()


def test_word_keeps_headings_lists_links_and_emphasis(browser_page, writer):
    page = browser_page
    open_story(page, ArticleFactory())

    pasted = paste(page, (PASTED / "word.html").read_text())

    assert "style=" not in pasted
    assert "Mso" not in pasted
    assert sanitise(pasted) == (
        "<h2>What is known about season 2</h2><p>The streamer <strong>renewed the"
        ' series</strong>, as <a href="https://example.org/renewed?id=7">it announced</a>'
        " <em>last week</em>.</p><h3>The cast</h3><ul><li>The survivors</li><li>The"
        " newcomers</li></ul><p>In this order:</p><ol><li>The trailer</li><li>The release"
        "</li></ol>"
    )
    expect(page.get_by_text("One picture was left out.")).to_be_visible()


def test_a_web_page_brings_neither_scripts_nor_pictures(browser_page, writer):
    page = browser_page
    open_story(page, ArticleFactory())

    pasted = paste(
        page,
        '<div class="x" onclick="document.title=1"><h1>News</h1><p style="color:red">Text'
        ' <a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F&amp;h=x"'
        ' target="_blank" onclick="x()">link</a> <a href="javascript:alert(1)">bad</a>'
        '<img src="https://tracker.example/1.gif" width="1"></p><script>document.title='
        "'run'</script><iframe src='https://evil.example/'></iframe></div>",
    )

    assert "tracker.example" not in pasted
    assert sanitise(pasted) == (
        '<h2>News</h2><p>Text <a href="https://example.org/">link</a> bad</p>'
    )
    assert page.title() != "run"
    expect(page.get_by_text("One link was left out")).to_be_visible()
    expect(page.get_by_text("picture was left out")).to_have_count(0)


def test_an_embed_is_copied_with_all_it_is(browser_page, writer):
    page = browser_page
    body = sanitise(embed("picture", ImageFactory(title="A red room"), "My own"))
    article = ArticleFactory(body=body)
    open_story(page, article)
    expect(text_of(page).get_by_text("A red room", exact=True)).to_be_visible()

    pasted = paste(page, body_of(article))

    assert sanitise(pasted) == body_of(article)


def test_a_pasted_picture_file_opens_the_upload(browser_page, writer):
    page = browser_page
    article = ArticleFactory(body="<p>Text</p>")
    open_story(page, article)
    put_caret_at_end(page)

    page.evaluate(
        """bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "shot.png", {type: "image/png"}));
            Object.values(CKEDITOR.instances)[0].editable().$.dispatchEvent(
                new ClipboardEvent("paste",
                    {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        list(picture_bytes()),
    )
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("shot.png")).to_be_visible()
    dialog.get_by_label("What it shows").fill("A screenshot")
    dialog.get_by_role("button", name="Upload").last.click()
    dialog.get_by_role("button", name="Insert").click()
    save(page)

    assert Image.objects.filter(alt_text="A screenshot").exists()
    assert "data:" not in body_of(article)


# Looks


def test_the_editor_and_its_dialogs_are_accessible(browser_page, writer):
    page = browser_page
    show = ShowFactory(title="Severance", year=2022)
    ImageFactory(title="A red room")
    article = ArticleFactory(
        body=sanitise(
            "<h2>Cast</h2><p>Text <a href='/shows/'>link</a></p>"
            + embed("show", show)
            + embed("show", 999)
        )
    )
    open_story(page, article)
    expect(page.get_by_text("no longer exists")).to_be_visible()

    assert findings(page, ".cke_contents") == []

    put_caret_at_end(page)
    for button, ready in (("Show card", "Severance"), ("Picture", "A red room")):
        tool(page, button).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("button", name=ready)).to_be_visible()
        assert findings(page, ".newsroom-chooser") == []
        if button == "Picture":
            dialog.get_by_role("button", name="Upload").click()
            assert findings(page, ".newsroom-chooser") == []
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def test_the_editor_fits_its_window(browser_page, writer):
    page = browser_page
    open_story(page, ArticleFactory(body="<p>Text</p>"))

    for width in (390, 1440):
        assert not is_too_wide(page, width)
        box = text_of(page).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["width"] > min(width * 0.85, 500)
