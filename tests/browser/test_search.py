"""The search in a real browser: what it suggests, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import findings, is_too_wide
from tests.factories.articles import ArticleFactory
from tests.factories.shows import CreditFactory, PersonFactory, ShowFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dead():
    show = ShowFactory(title="Dead to Me")
    CreditFactory(show=show, person=PersonFactory(name="Deadra Quill"))
    ArticleFactory(headline="Dead reckoning", shows=[show], published=True)
    return show


def test_suggestions_are_chosen_by_keyboard(browser_page, live_server, dead):
    browser_page.set_viewport_size({"width": 1280, "height": 800})
    browser_page.goto("/articles/")
    field = browser_page.get_by_role("combobox")
    field.press_sequentially("dea")
    expect(browser_page.get_by_role("option").first).to_be_visible()

    field.press("ArrowDown")
    chosen = browser_page.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    field.press("Escape")
    expect(browser_page.get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("dea")

    field.press_sequentially("d to me")
    option = browser_page.get_by_role("option", name="Dead to Me")
    expect(browser_page.get_by_role("option")).to_have_count(1)
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(browser_page).to_have_url(f"{live_server.url}/shows/{dead.slug}/")


def test_what_was_chosen_is_forgotten_as_one_types_on(browser_page, live_server, dead):
    browser_page.set_viewport_size({"width": 1280, "height": 800})
    browser_page.goto("/articles/")
    field = browser_page.get_by_role("combobox")
    field.press_sequentially("dea")
    expect(browser_page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    expect(browser_page.get_by_role("option", selected=True)).to_have_count(1)

    # The answer to more letters is never awaited.
    browser_page.route("**/suggestions/**", lambda route: None)
    field.press("d")
    expect(browser_page.get_by_role("option", selected=True)).to_have_count(0)
    field.press("Enter")

    expect(browser_page).to_have_url(f"{live_server.url}/search/?q=dead")


def test_axe_finds_nothing_on_the_page_of_results(browser_page, dead):
    browser_page.set_viewport_size({"width": 390, "height": 800})

    for address in ("/search/?q=dead", "/search/?q=ded", "/search/?q=zzzz"):
        browser_page.goto(address)
        assert findings(browser_page, minor=True) == []
        assert not is_too_wide(browser_page, 390)


def test_the_box_works_without_scripts(browser, live_server, dead):
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url + "/")
    page.get_by_role("searchbox").fill("ded reckoning")
    page.get_by_role("searchbox").press("Enter")

    expect(page.get_by_role("link", name="Dead reckoning", exact=True)).to_be_visible()
    page.close()
