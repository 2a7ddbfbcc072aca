"""The release calendar in a real browser: accessible, narrow, and without scripts."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.factories.images import ImageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    GenreFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"
MARCH = "/calendar/?month=2099-03"


@pytest.fixture
def releases():
    """A line of every kind in March 2099."""
    netflix = PlatformFactory(name="Netflix")

    def dated(day, precision="day", **news):
        news.setdefault("show", ShowFactory(title=LONG))
        news.setdefault("kind", "date_set")
        AnnouncementFactory(date=day, precision=precision, **news)

    show = ShowFactory(
        title="All of Us Are Dead",
        poster=ImageFactory(),
        genres=[GenreFactory(name="Horror")],
    )
    season = SeasonFactory(show=show, number=2)
    dated(date(2099, 3, 5), show=show, season=season, platform=netflix)
    dated(
        date(2099, 3, 19),
        show=show,
        season=season,
        platform=netflix,
        kind="date_moved",
        announced_on=date(2022, 7, 1),
    )
    dated(date(2099, 3, 5), platform=PlatformFactory(name=LONG))
    cancelled = ShowFactory(title="Cancelled Show")
    dated(date(2099, 3, 6), show=cancelled)
    AnnouncementFactory(show=cancelled, kind="cancelled", announced_on=date(2022, 8, 1))
    dated(date(2099, 3, 1), "month")
    dated(date(2099, 1, 1), "quarter")
    dated(date(2099, 1, 1), "year")
    for certainty in ("reported", "rumoured"):
        dated(date(2099, 3, 8), certainty=certainty, source_name=LONG)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_calendar(browser_page, releases, scheme):
    browser_page.emulate_media(color_scheme=scheme)
    for address in (MARCH, "/calendar/?month=2099-02", "/calendar/?month=2090-01"):
        browser_page.goto(address)
        violations = Axe().run(browser_page).response["violations"]

        assert [
            (violation["id"], node["html"][:200])
            for violation in violations
            for node in violation["nodes"]
        ] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_the_calendar_is_not_wider_than_the_screen(browser_page, releases, width):
    browser_page.set_viewport_size({"width": width, "height": 800})
    browser_page.goto(MARCH)

    assert browser_page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_calendar_is_turned_and_narrowed_without_scripts(
    browser, live_server, releases
):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/calendar/")
    page.get_by_role("link", name="January 2099").first.click()
    page.get_by_role("link", name="March 2099").first.click()
    page.get_by_role("link", name="Horror").click()

    assert page.get_by_role("heading", level=1).inner_text() == "March\xa02099"
    assert page.get_by_text("moved from 5 March 2099").is_visible()
    assert not page.get_by_text("Cancelled Show").is_visible()
    page.get_by_role("link", name="19 March 2099").click()
    assert "genre=horror" in page.url
    context.close()
