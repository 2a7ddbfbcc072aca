import pytest
from playwright.sync_api import expect

from tests.factories.articles import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_story_is_shared_and_its_link_copied_and_both_are_told(browser_page):
    article = ArticleFactory(published=True, headline="Season 2 wraps")
    browser_page.add_init_script(
        "window.shared = [];"
        "navigator.share = async (what) => { window.shared.push(what.title); };"
        "Object.defineProperty(navigator, 'clipboard',"
        "  { value: { writeText: async (text) => { window.copied = text; } } });"
    )
    browser_page.goto(article.get_absolute_url())
    part = browser_page.get_by_role("region", name="Pass it on")

    part.get_by_role("button", name="Share…").click()
    part.get_by_role("button", name="Copy link").click()

    expect(part.get_by_role("status")).to_have_text("Copied.")
    assert browser_page.evaluate("window.shared") == ["Season 2 wraps"]
    assert browser_page.evaluate("window.copied") == browser_page.url


def test_where_the_page_may_not_copy_the_address_is_said(browser_page):
    article = ArticleFactory(published=True)
    browser_page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
    )
    browser_page.goto(article.get_absolute_url())
    part = browser_page.get_by_role("region", name="Pass it on")

    part.get_by_role("button", name="Copy link").click()

    expect(part.get_by_role("status")).to_contain_text(browser_page.url)
    expect(part.get_by_role("textbox", name="Its address")).to_be_focused()
