"""Light and dark by choice, in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DARK_PAPER = "rgb(18, 19, 22)"
LIGHT_PAPER = "rgb(253, 253, 251)"


def paper(page):
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_the_chosen_colours_are_remembered_from_page_to_page(browser_page):
    browser_page.goto("/")
    toggle = browser_page.get_by_role("button", name="Dark colours", pressed=False)
    toggle.click()

    assert paper(browser_page) == DARK_PAPER
    browser_page.goto("/shows/")
    assert paper(browser_page) == DARK_PAPER
    pressed = browser_page.get_by_role("button", name="Dark colours", pressed=True)
    expect(pressed).to_be_visible()
    bars = browser_page.locator('meta[name="theme-color"]')
    assert {bars.nth(i).get_attribute("content") for i in (0, 1)} == {DARK_PAPER}


def test_the_choice_stands_before_anything_is_painted(browser_page):
    browser_page.goto("/")
    browser_page.evaluate("localStorage.setItem('theme', 'dark')")
    # The script with the button never arrives.
    browser_page.route("**/js/theme*.js", lambda route: route.abort())
    browser_page.reload()

    assert paper(browser_page) == DARK_PAPER


def test_going_back_to_what_the_system_says_follows_the_system_again(browser_page):
    browser_page.goto("/")
    toggle = browser_page.get_by_role("button", name="Dark colours")
    toggle.click()
    toggle.click()

    assert browser_page.evaluate("localStorage.getItem('theme')") is None
    browser_page.emulate_media(color_scheme="dark")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert paper(browser_page) == DARK_PAPER


def test_light_can_be_chosen_where_the_system_is_dark(browser_page):
    browser_page.emulate_media(color_scheme="dark")
    browser_page.goto("/")
    browser_page.get_by_role("button", name="Dark colours", pressed=True).press("Enter")

    browser_page.reload()
    assert paper(browser_page) == LIGHT_PAPER
