"""Previews in a real browser: both widths, the frames, links for people outside."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from articles.reading import sharing
from tests.browser.looking import enter, findings
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(browser_page):
    """The writer, logged in."""
    user = make_writer()
    enter(browser_page.context, user)
    return user


def preview_page(article) -> str:
    return f"/admin/articles/article/{article.pk}/preview/"


def make_link(article, label="Mara"):
    return sharing.share(
        article,
        article.versions.first(),
        by=article.owner,
        label=label,
        lifetime=timedelta(hours=24),
    )


def width_in(page: Page, device: str) -> int:
    frame = page.frame_locator(f"iframe[title$='{device}']")
    return frame.locator("body").evaluate("body => window.innerWidth")


def test_the_page_is_seen_at_the_width_of_a_phone_and_of_a_desktop(
    browser_page, writer
):
    article = ArticleFactory(headline="Seen twice")
    page = browser_page
    page.set_viewport_size({"width": 1440, "height": 900})

    page.goto(preview_page(article))

    for device in ("phone", "desktop"):
        frame = page.frame_locator(f"iframe[title$='{device}']")
        expect(frame.get_by_role("heading", level=1)).to_have_text("Seen twice")
        expect(frame.get_by_role("heading", level=1)).to_be_visible()
    assert width_in(page, "phone") == 390
    assert width_in(page, "desktop") == 1280
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert findings(page) == []


def test_on_a_phone_one_width_is_seen_at_a_time(browser_page, writer):
    article = ArticleFactory()
    page = browser_page
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(preview_page(article))
    expect(page.get_by_text("Desktop, 1280 pixels wide")).to_be_hidden()
    page.get_by_role("link", name="Desktop", exact=True).click()

    expect(page.get_by_text("Desktop, 1280 pixels wide")).to_be_visible()
    expect(page.get_by_text("Phone, 390 pixels wide")).to_be_hidden()
    assert width_in(page, "desktop") == 1280
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert findings(page) == []


def test_a_link_is_made_read_outside_and_taken_back(browser_page, browser, writer):
    article = ArticleFactory(headline="For one pair of eyes")
    make_link(article, "Somebody else")
    page = browser_page
    page.goto(f"{preview_page(article)}links/")

    page.get_by_label("For whom").fill("Mara at the studio")
    page.get_by_label("1 hour").check()
    page.get_by_role("button", name="Make a link").click()
    expect(
        page.get_by_text("The link for Mara at the studio works until")
    ).to_be_visible()
    address = page.get_by_label("Address for Mara at the studio").input_value()
    assert findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    outside = browser.new_context()
    theirs = outside.new_page()
    theirs.goto(address)
    expect(theirs.get_by_text("Preview for Mara at the studio")).to_be_visible()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("For one pair of eyes")
    assert outside.cookies() == []
    assert findings(theirs) == []

    page.get_by_role("button", name="Take back the link for Mara").click()
    expect(page.get_by_text("no longer works")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_text("This preview link does not work")).to_be_visible()
    assert findings(theirs) == []
    outside.close()
