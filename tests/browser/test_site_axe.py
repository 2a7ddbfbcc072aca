"""The public pages in a real browser: accessible, narrow, by keyboard, without scripts."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.looking import LOOKS, RUN, enter, is_too_wide
from tests.pages import PAGES, Newsroom

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.error_urls"),
]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
VIEWS = [
    ("light", WIDE, None),
    ("dark", PHONE, None),
    ("light", PHONE, LOOKS),
    ("dark", WIDE, LOOKS),
]


@pytest.fixture
def newsroom(browser_page):
    """Made once the pictures' addresses are known to lead to the running site."""
    return Newsroom()


def visit(browser_page, newsroom):
    """Every page in turn, as whoever may see it, with nothing folded away."""
    for page in PAGES:
        browser_page.context.clear_cookies()
        if page.is_for_desk:
            enter(browser_page.context, newsroom.editor)
        browser_page.goto(newsroom.address(page))
        browser_page.evaluate(
            "document.querySelectorAll('details').forEach(it => it.open = true)"
        )
        yield page.name


def test_axe_finds_nothing_on_any_page_and_none_is_too_wide(browser_page, newsroom):
    found = {}
    for name in visit(browser_page, newsroom):
        for width in (320, 390, 768):
            if is_too_wide(browser_page, width):
                found[name, width] = "wider than the screen"
        browser_page.evaluate(AXE_SCRIPT)
        for scheme, size, rules in VIEWS:
            browser_page.emulate_media(color_scheme=scheme)
            browser_page.set_viewport_size(size)
            options = {"resultTypes": ["violations"]}
            if rules:
                options["runOnly"] = rules
            found[name, scheme, size["width"]] = browser_page.evaluate(
                RUN, [None, options]
            )

    assert {name: each for name, each in found.items() if each} == {}


def test_a_keyboard_can_skip_to_the_content(browser_page):
    browser_page.goto("/")
    browser_page.keyboard.press("Tab")

    skip = browser_page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0

    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("#main")).to_be_focused()


STOP = """() => {
  const stop = document.activeElement;
  if (stop === document.body || stop.dataset.walked) return null;
  stop.dataset.walked = "yes";
  const outlined = it => it && getComputedStyle(it).outlineStyle !== "none";
  const box = stop.getBoundingClientRect();
  const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0;
  // A card, and the frame of the search box, show it for the link inside them.
  const around = stop.closest("article, form, li > div");
  const seen = onScreen && (outlined(stop) || outlined(around));
  return {seen, html: stop.outerHTML.slice(0, 200)};
}"""


def test_every_stop_of_the_keyboard_can_be_seen(browser_page, newsroom):
    for address in ("/", "/articles/guide/", "/calendar/"):
        browser_page.goto(address)
        stops = []
        while len(stops) < 500:
            browser_page.keyboard.press("Tab")
            stop = browser_page.evaluate(STOP)
            if stop is None:
                break
            stops.append(stop)

        assert len(stops) > 15
        assert [stop["html"] for stop in stops if not stop["seen"]] == []
        # Back at the beginning: nothing catches it.
        browser_page.evaluate("document.activeElement.blur()")


@pytest.fixture
def without_scripts(browser, live_server, settings):
    settings.SITE_URL = live_server.url
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, color_scheme="light"
    )
    yield context.new_page()
    context.close()


def test_every_page_reads_without_scripts_and_nothing_on_it_is_dead(without_scripts):
    page, newsroom = without_scripts, Newsroom()
    for kind in PAGES:
        if kind.is_for_desk:
            continue
        page.goto(newsroom.address(kind))

        assert page.locator("h1").count() == 1, kind.name
        assert page.locator("main, body > h1").first.inner_text().strip(), kind.name
        # What only a script moves is not shown.
        buttons = page.locator("button:visible")
        dead = buttons.and_(page.locator(":not(form *)"))
        assert dead.count() == 0, (kind.name, dead.first.inner_text())


def test_what_there_is_to_operate_works_without_scripts(without_scripts):
    page = without_scripts
    Newsroom()
    page.goto("/articles/guide/")
    page.get_by_role("link", name="Cast", exact=True).first.click()
    assert page.url.endswith("#section-cast")
    told = page.get_by_text("Everybody drowns.")
    expect(told).to_be_hidden()
    page.locator("summary", has_text="The end").click()
    expect(told).to_be_visible()
    page.get_by_role("link", name="All of Us Are Dead").first.click()
    page.wait_for_url("**/shows/all-of-us-are-dead/")
    expect(page.get_by_role("heading", name="Cast")).to_be_visible()

    page.get_by_role("link", name="Season 2").first.click()
    page.wait_for_url("**/season-2/")

    page.goto("/")
    page.get_by_role("searchbox").fill("all of us are ded")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.get_by_role("link", name="All of Us Are Dead").first).to_be_visible()

    page.goto("/articles/")
    page.locator('a[rel="next"]').click()
    page.wait_for_url("**page=2**")

    page.goto("/calendar/")
    page.get_by_role("link", name="Netflix", exact=True).click()
    page.wait_for_url("**platform=netflix**")
