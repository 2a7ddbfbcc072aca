"""The screen of a layout with its script: by keyboard, by mouse, and with axe."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles import layouts
from articles.models import SlotPin
from tests.browser.looking import enter, findings, is_too_wide
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser_page):
    """An editor before the home page, and a few live stories."""
    enter(browser_page.context, make_editor())
    for name in ("Apples", "Bananas", "Cherries", "Dates"):
        ArticleFactory(headline=f"{name} of the season", published=True)
    page = browser_page
    page.goto("/admin/articles/layout/front/home/")
    page.get_by_role("button", name="Change the page").click()
    expect(page.get_by_role("heading", name="Draft of Home page")).to_be_visible()
    return page


def titles(page, slot):
    return page.locator(
        ".slot", has=page.get_by_role("heading", name=slot, exact=True)
    ).locator(".pinned__title")


def pin(page, slot, typed, story):
    box = page.get_by_role("combobox", name=f"Pin a story in {slot}", exact=True)
    box.press_sequentially(typed)
    expect(page.get_by_role("option", name=story)).to_be_visible()
    box.press("Enter")
    expect(titles(page, slot).filter(has_text=story)).to_be_visible()


def test_a_front_is_laid_out_by_keyboard_alone(desk):
    side = "Beside the lead"
    pin(desk, side, "ban", "Bananas")
    # The focus is where the next one is typed.
    expect(desk.get_by_role("combobox", name=f"Pin a story in {side}")).to_be_focused()
    pin(desk, side, "app", "Apples")

    desk.get_by_role("button", name="Down: Apples").focus()
    desk.keyboard.press("Enter")
    expect(titles(desk, side)).to_have_text(
        ["Bananas of the season", "Apples of the season"]
    )
    expect(desk.get_by_role("button", name="Down: Apples")).to_be_focused()
    desk.get_by_role("button", name="Up: Bananas").focus()
    desk.keyboard.press("Enter")
    expect(titles(desk, "Lead")).to_have_text(["Bananas of the season"])
    desk.get_by_role("button", name="Put live").focus()
    desk.keyboard.press("Enter")

    expect(desk.get_by_text("Readers see it from now on")).to_be_visible()
    lead = layouts.compose(layouts.home(), timezone.now()).lead
    assert lead.headline == "Bananas of the season"


def test_pins_are_dragged_from_slot_to_slot(desk):
    pin(desk, "Lead", "che", "Cherries")

    target = desk.get_by_role("heading", name="Beside the lead", exact=True)
    desk.locator("[data-handle]").drag_to(target)

    expect(titles(desk, "Beside the lead")).to_have_text(["Cherries of the season"])
    expect(titles(desk, "Lead")).to_have_count(0)
    assert SlotPin.objects.get().slot.kind == "side"


def test_the_screens_of_layouts_are_accessible_and_fit_their_width(desk):
    pin(desk, "Lead", "dat", "Dates")
    here = desk.url
    for url in (here, "/admin/articles/layout/front/home/", "/admin/ahead/"):
        desk.goto(url)
        for width in (390, 1440):
            assert not is_too_wide(desk, width), url
        assert findings(desk) == [], url
