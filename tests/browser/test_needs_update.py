"""The way from the needs-update desk to the very sentence, in a browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import enter, findings
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTENCE = "Low Tide has not been renewed for a second season."
DESK = "/admin/articles/article/needs-update/"


@pytest.fixture
def story():
    show = ShowFactory(title="Low Tide")
    season = SeasonFactory(show=show, number=2)
    article = ArticleFactory(
        headline="What comes after Low Tide",
        kind="explainer",
        body="<p>First.</p>" * 30 + f"<p>Then <em>this</em>. {SENTENCE} And so on.</p>",
        seo_title="Low Tide season 2 is not renewed",
        shows=[show],
        published=True,
    )
    AnnouncementFactory(show=show, season=season)
    return article


@pytest.fixture
def editor(browser_page):
    enter(browser_page.context, make_editor())
    return browser_page


def test_an_entry_leads_to_its_sentence_and_marks_it(story, editor: Page, live_server):
    editor.goto(live_server.url + DESK)
    assert findings(editor, minor=True) == []
    entry = editor.get_by_role("article").filter(has_text=SENTENCE)

    entry.get_by_role("link", name="Open at the sentence").click()

    mark = editor.locator(f'[data-marked="{SENTENCE}"]')
    expect(mark).to_be_visible()
    assert editor.evaluate("window.getSelection().toString()") == SENTENCE
    # The text was not touched by it.
    assert "data-marked" not in editor.evaluate("CKEDITOR.instances.id_body.getData()")

    editor.get_by_role("link", name="Low Tide season 2 is not renewed").click()

    field = editor.get_by_label("Search title")
    expect(field).to_be_focused()
