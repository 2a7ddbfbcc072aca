"""The release calendar in a real browser: accessible, narrow, and without scripts."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.looking import findings, is_too_wide
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


def test_axe_finds_nothing_on_the_calendar(browser_page, releases):
    for address in (MARCH, "/calendar/?month=2099-02", "/calendar/?month=2090-01"):
        browser_page.goto(address)

        assert findings(browser_page, minor=True) == []


def test_the_calendar_is_not_wider_than_the_screen(browser_page, releases):
    browser_page.goto(MARCH)

    too_wide = [w for w in (320, 390, 768, 1440) if is_too_wide(browser_page, w)]
    assert too_wide == []


def test_the_calendar_is_turned_and_narrowed_without_scripts(
    browser, live_server, releases
):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/calendar/")
    page.get_by_role("link", name="January 2099").first.click()
    page.get_by_role("link", name="March 2099").first.click()
    page.get_by_role("link", name="Horror").click()
    page.wait_for_url("**genre=horror**")

    expect(page.get_by_role("heading", level=1)).to_have_text("March\xa02099")
    expect(page.get_by_text("moved from 5 March 2099")).to_be_visible()
    expect(page.get_by_text("Cancelled Show")).to_be_hidden()
    page.get_by_role("link", name="19 March 2099").click()
    assert "genre=horror" in page.url
    context.close()
