"""The table of contents beside a long story, in a real browser."""

import re

import pytest

from tests.factories.articles import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = ("Release date", "Cast", "Plot")


@pytest.fixture
def story():
    text = "<p>Words that take their time.</p>" * 40
    body = "".join(f"<h2>{title}</h2>{text}" for title in PARTS)
    return ArticleFactory(published=True, body=body)


def test_the_contents_stay_in_sight_and_show_what_is_read(browser_page, story):
    browser_page.set_viewport_size({"width": 1440, "height": 800})
    browser_page.goto(story.get_absolute_url())
    contents = browser_page.get_by_role("navigation", name=re.compile("^In this"))

    contents.get_by_role("link", name="Plot").click()

    assert contents.is_visible()
    assert 0 <= contents.bounding_box()["y"] < 400
    current = contents.locator("a[aria-current=location]")
    current.get_by_text("Plot").wait_for()
    assert current.count() == 1


def test_on_a_phone_the_contents_are_folded(browser_page, story):
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto(story.get_absolute_url())
    contents = browser_page.get_by_role("navigation", name=re.compile("^In this"))

    assert not contents.get_by_role("link", name="Cast").is_visible()
    contents.get_by_text("3 parts").click()
    contents.get_by_role("link", name="Cast").click()
    assert browser_page.url.endswith("#section-cast")
