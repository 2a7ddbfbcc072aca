"""From a tip to a live news story, in a real browser, by one editor."""

import pytest
from playwright.sync_api import expect

from articles.models import Version
from tests.browser.looking import enter, findings
from tests.browser.test_main_job import choose
from tests.factories.articles import SectionFactory
from tests.factories.desk import make_author, make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import SeasonFactory, ShowFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_tip_to_a_live_story(browser_page):
    editor = make_editor()
    make_author(editor, "Ed Itor")
    SectionFactory(name="K-drama", slug="k-drama")
    show = ShowFactory(
        title="All of Us Are Dead",
        slug="all-of-us-are-dead",
        backdrop=ImageFactory(alt_text="A fire on a school roof"),
    )
    SeasonFactory(show=show, number=1)
    page = browser_page
    enter(page.context, editor)

    # The tip: choose the kind; the fields follow it.
    page.goto("/admin/")
    page.get_by_role("link", name="What happened?").click()
    page.get_by_role("link", name="Date set").click()
    expect(page.get_by_label("Date", exact=True)).to_be_visible()
    page.get_by_label("What happened", exact=True).select_option("Renewed")
    expect(page.get_by_label("Time zone")).to_be_visible()
    page.get_by_label("What happened", exact=True).select_option(
        "Joins the cast or crew"
    )
    expect(page.get_by_label("Time zone")).to_be_hidden()
    expect(page.get_by_label("Character")).to_be_visible()
    page.get_by_label("What happened", exact=True).select_option("Renewed")
    choose(page, "show", "us are", "All of Us Are Dead")
    page.get_by_label("Season", exact=True).fill("2")
    page.get_by_label("Source", exact=True).fill("Netflix")
    page.get_by_label("Also start the story").check()
    page.get_by_label("Section").select_option("K-drama")

    # What it changes, then yes.
    page.get_by_role("button", name="Look at what it changes").click()
    expect(page.get_by_role("heading", name="What it changes")).to_be_focused()
    expect(page.get_by_text("Season 2 is added to All of Us Are Dead.")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Record it and start the story").click()

    # The story has all that it needs.
    expect(page.get_by_label("Headline", exact=True)).to_have_value(
        "All of Us Are Dead is renewed for season 2"
    )
    page.get_by_role("button", name="Save and publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("is live.")).to_be_visible()

    page.goto(Version.objects.get(live_from__isnull=False).get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "All of Us Are Dead is renewed for season 2"
    )
    page.goto("/shows/all-of-us-are-dead/")
    expect(page.get_by_role("main")).to_contain_text("Renewed")
