"""Blocks that hold others, in the editor and on the page."""

import re

import pytest
from playwright.sync_api import expect

from articles.body.markup import ENTRY, GALLERY, POST
from articles.body.sanitising import sanitise
from tests.browser.test_editor import (
    body_of,
    embed,
    open_story,
    paste,
    put_caret_at_end,
    save,
    text_of,
    tool,
    writer,
)
from tests.factories.articles import ArticleFactory
from tests.factories.images import ImageFactory
from tests.factories.shows import ShowFactory

__all__ = ["writer"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_ranked_list_is_written_and_turned_round_by_keyboard(browser_page, writer):
    page = browser_page
    show = ShowFactory(title="Severance", backdrop=ImageFactory(title="The corridor"))
    article = ArticleFactory(body="<p>Two of them.</p>")
    open_story(page, article)
    put_caret_at_end(page)
    dialog = page.get_by_role("dialog", name="Ranked entry")

    tool(page, "Ranked entry").press("Enter")
    dialog.get_by_role("button", name="Insert").press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text(
        "Choose a show or write a title"
    )
    dialog.get_by_role("button", name="Choose a show").press("Enter")
    page.get_by_role("dialog", name="show card").get_by_role(
        "button", name="Severance"
    ).press("Enter")
    dialog.get_by_role("button", name="The corridor Backdrop").press("Enter")
    dialog.get_by_role("button", name="Insert").press("Enter")
    verdict = text_of(page).locator(".cke_widget_editable_focused")
    expect(verdict).to_have_text("")
    page.keyboard.type("Cold.")
    expect(verdict).to_have_text("Cold.")
    tool(page, "Ranked entry").press("Enter")
    dialog.get_by_label("Title").fill("Another")
    dialog.get_by_label("Title").press("Enter")
    expect(verdict).to_have_text("")
    page.keyboard.type("Warm.")
    numbers = text_of(page).locator(".entry-box__number")
    expect(numbers).to_have_text(["1", "2"])
    page.keyboard.press("Control+Alt+E")
    expect(dialog.get_by_label("Title")).to_have_value("Another")
    page.keyboard.press("Escape")
    page.keyboard.type(" Very.")
    expect(verdict).to_have_text("Warm. Very.")
    page.keyboard.press("Control+Alt+E")
    dialog.get_by_label("The whole list").select_option("Counts down: 3, 2, 1")
    dialog.get_by_label("Place").select_option("1 of 2 in the text")
    dialog.get_by_role("button", name="Keep").press("Enter")

    expect(numbers).to_have_text(["2", "1"])
    save(page)
    stored = list(ENTRY.finditer(body_of(article)))
    assert [match["entry_title"] for match in stored] == ["Another", "Severance"]
    assert [match["verdict"] for match in stored] == [
        "<p>Warm. Very.</p>",
        "<p>Cold.</p>",
    ]
    assert [match["count"] for match in stored] == ["down", "down"]
    assert f'data-id="{show.pk}"' in stored[1]["entry_show"]
    assert f'data-id="{show.backdrop_id}"' in stored[1]["entry_picture"]


def test_a_gallery_is_put_together_in_order_and_changed(browser_page, writer):
    page = browser_page
    red, blue = ImageFactory(title="Red room"), ImageFactory(title="Blue room")
    article = ArticleFactory()
    open_story(page, article)
    put_caret_at_end(page)
    dialog = page.get_by_role("dialog", name="Gallery")

    tool(page, "Gallery").click()
    dialog.get_by_label("Title").fill("Rooms & doors")
    for name in ("Red room", "Blue room"):
        dialog.locator(".newsroom-chooser__library").get_by_role(
            "button", name=name
        ).click()
    dialog.get_by_label("Caption: Blue room").fill("Where it ends")
    order = dialog.locator(".newsroom-chooser__order > li")
    dialog.get_by_role("button", name="Earlier: Blue room").press("Enter")
    expect(order).to_have_text([re.compile("Blue"), re.compile("Red")])
    order.first.locator("img").drag_to(order.last.locator("img"))
    expect(order).to_have_text([re.compile("Red"), re.compile("Blue")])
    order.first.locator("img").drag_to(order.last.locator("img"))
    expect(order).to_have_text([re.compile("Blue"), re.compile("Red")])
    dialog.get_by_role("button", name="Insert").click()
    save(page)

    match = GALLERY.search(body_of(article))
    assert match["gallery_title"] == "Rooms &amp; doors"
    assert match["gallery_pictures"].index(f'data-id="{blue.pk}"') < match[
        "gallery_pictures"
    ].index(f'data-id="{red.pk}"')
    assert 'data-caption="Where it ends"' in match[0]

    text_of(page).locator("figure.gallery").dblclick()
    expect(dialog.get_by_label("Title")).to_have_value("Rooms & doors")
    expect(dialog.get_by_label("Caption: Blue room")).to_have_value("Where it ends")
    dialog.get_by_role("button", name="Take out: Red room").click()
    dialog.get_by_role("button", name="Keep").click()
    save(page)
    assert f'data-id="{red.pk}"' not in body_of(article)


def test_readers_go_through_a_gallery_by_keyboard(browser_page):
    page = browser_page
    pictures = [ImageFactory(alt_text=f"Room {number}") for number in (1, 2, 3)]
    inside = "".join(embed("picture", picture) for picture in pictures)
    article = ArticleFactory(
        body=f'<p>Rooms.</p><figure class="gallery">{inside}</figure>', published=True
    )
    page.goto(article.get_absolute_url())

    links = page.locator(".gallery__open")
    links.first.press("Enter")
    view = page.get_by_role("dialog")
    expect(view.get_by_role("img", name="Room 1")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(view.get_by_role("img", name="Room 2")).to_be_visible()
    expect(view.get_by_role("status")).to_have_text("2 of 3")
    page.keyboard.press("Escape")

    expect(view).to_have_count(0)
    expect(links.nth(1)).to_be_focused()


ADDRESS = "https://x.com/demo_desk/status/1987654321098765432"
CODE = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The roof is <b>taken</b>.'
    ' <a href="https://t.co/abc">pic.twitter.com/abc</a></p>&mdash; Demo desk'
    f' (@demo_desk) <a href="{ADDRESS}?ref_src=twsrc">November 10, 2026</a></blockquote>'
    '<script async src="https://platform.twitter.com/widgets.js"></script>'
)


def test_a_post_is_quoted_and_a_bad_address_costs_nothing_typed(browser_page, writer):
    page = browser_page
    article = ArticleFactory()
    open_story(page, article)
    put_caret_at_end(page)
    dialog = page.get_by_role("dialog", name="Post or video")

    tool(page, "Post or video").press("Enter")
    dialog.get_by_label("Its words").fill("The roof is taken.\n\nAll of it.")
    dialog.get_by_label("Address").fill("https://evil.example/status/1")
    dialog.get_by_role("button", name="Insert").press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text(
        "this address is of evil.example"
    )
    expect(dialog.get_by_label("Its words")).to_have_value(
        "The roof is taken.\n\nAll of it."
    )
    dialog.get_by_label("Address").fill(f"{ADDRESS}?s=20")
    dialog.get_by_label("Name of who posted it").fill("Demo desk")
    dialog.get_by_label("Day it was posted").fill("2026-11-10")
    dialog.get_by_role("button", name="Insert").press("Enter")
    expect(text_of(page).locator("figure.post")).to_contain_text("The roof is taken.")
    save(page)

    match = POST.search(body_of(article))
    assert match["address"] == ADDRESS
    assert match["quoted"] == "<p>The roof is taken.</p><p>All of it.</p>"
    assert "Demo desk (@demo_desk)" in match["post_credit"]

    text_of(page).locator("figure.post").dblclick()
    expect(dialog.get_by_label("Address")).to_have_value(ADDRESS)
    expect(dialog.get_by_label("Day it was posted")).to_have_value("2026-11-10")


def test_pasted_code_of_a_post_becomes_our_block(browser_page, writer):
    page = browser_page
    open_story(page, ArticleFactory())

    stored = sanitise(paste(page, f"<p>Before</p>{CODE}<p>After</p>"))

    assert stored.startswith(
        f'<p>Before</p><figure class="post" data-address="{ADDRESS}"'
        ' data-author="Demo desk" data-handle="demo_desk" data-date="2026-11-10">'
    )
    assert "<p>The roof is <strong>taken</strong>. pic.twitter.com/abc</p>" in stored
    assert "t.co" not in stored
    assert stored.endswith("<p>After</p>")


def test_a_pasted_address_of_a_post_is_offered_as_a_block_and_may_stay_text(
    browser_page, writer
):
    page = browser_page
    article = ArticleFactory()
    open_story(page, article)
    dialog = page.get_by_role("dialog", name="Post or video")
    video = "https://www.youtube.com/watch?v=abcdefghijk"

    paste(page, video, "text/plain")
    expect(dialog.get_by_label("Address")).to_have_value(video)
    expect(dialog.get_by_label("Title of the video")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(text_of(page)).to_have_text(video)
    page.keyboard.type(" is out.")
    expect(text_of(page)).to_have_text(f"{video} is out.")

    paste(page, f"{ADDRESS}?s=20", "text/plain")
    expect(dialog.get_by_label("Its words")).to_be_focused()
    page.keyboard.type("The roof is taken.")
    dialog.get_by_role("button", name="Insert").press("Enter")
    expect(text_of(page).locator("figure.post")).to_contain_text("The roof is taken.")
    save(page)

    stored = body_of(article)
    assert POST.fullmatch(stored)["address"] == ADDRESS


def test_the_original_is_loaded_on_a_click_and_never_before(browser_page):
    page = browser_page
    asked = []
    page.route(
        "https://platform.twitter.com/**",
        lambda route: (asked.append(route.request.url), route.fulfill(body="Original")),
    )
    article = ArticleFactory(
        body=f'<p>Look.</p><figure class="post" data-address="{ADDRESS}">The roof is'
        " taken.</figure>",
        published=True,
    )
    page.goto(article.get_absolute_url())
    link = page.get_by_role("link", name="Show the original post")
    expect(link).to_be_visible()
    assert asked == []

    link.press("Enter")

    frame = page.frame_locator("iframe[title='Original post on X']")
    expect(frame.get_by_text("Original")).to_be_visible()
    expect(page.get_by_text("The roof is taken.")).to_be_visible()
    expect(page.get_by_role("link", name="See it on X")).to_have_attribute(
        "href", ADDRESS
    )
