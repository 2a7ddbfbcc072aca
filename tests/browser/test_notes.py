import pytest
from playwright.sync_api import Page, expect

from articles.desk.notes import resolve, write_note
from articles.models import Article, Note, Notice
from tests.browser.looking import enter, findings
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(browser_page):
    """The writer, logged in."""
    user = make_writer()
    enter(browser_page.context, user)
    return user


def open_story(page: Page, article: Article) -> None:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    panel = page.get_by_role("heading", name="Notes on this story")
    if not page.get_by_label("Write a note").is_visible():
        panel.click()
    expect(page.get_by_label("Write a note")).to_be_visible()


def test_a_note_is_written_without_losing_what_is_typed_in_the_story(
    browser_page, writer
):
    page, article = browser_page, ArticleFactory(owner=writer)
    open_story(page, article)
    page.get_by_label("Headline", exact=True).fill("Typed and not saved")

    page.get_by_label("Write a note").fill("Who says so?")
    page.get_by_role("button", name="Add the note").click()

    expect(page.get_by_text("Who says so?")).to_be_visible()
    expect(page.get_by_label("Headline", exact=True)).to_have_value(
        "Typed and not saved"
    )
    expect(page.get_by_label("Write a note")).to_have_value("")
    expect(page.get_by_text("(1 open)")).to_be_visible()
    assert Note.objects.get().by == writer
    assert Article.objects.get().headline != "Typed and not saved"

    page.get_by_role("button", name="Answer", exact=True).click()
    page.get_by_label("Your answer").fill("The agency.")
    page.get_by_role("button", name="Add the answer").click()
    expect(page.get_by_text("The agency.")).to_be_visible()
    page.get_by_role("button", name="Resolve", exact=True).click()
    expect(page.get_by_text("(0 open)")).to_be_visible()
    expect(page.get_by_label("Headline", exact=True)).to_have_value(
        "Typed and not saved"
    )


def test_somebody_is_named_by_keyboard_alone(browser_page, writer):
    page, article = browser_page, ArticleFactory(owner=writer)
    for name in ("editor", "edith", "mia"):
        make_editor(name)
    open_story(page, article)

    area = page.get_by_label("Write a note")
    area.focus()
    page.keyboard.type("Please look, @ed")
    names = page.get_by_role("listbox", name="People who may see this story")
    expect(names.get_by_role("option")).to_have_count(2)
    assert findings(page) == []
    page.keyboard.press("ArrowDown")
    expect(names.get_by_role("option", name="@editor")).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Enter")
    expect(area).to_have_value("Please look, @editor ")
    page.keyboard.type("and @mi")
    expect(names.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(names).to_be_hidden()
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Told of it: editor.")).to_be_attached()
    assert [notice.user.username for notice in Notice.objects.all()] == ["editor"]


def test_a_note_that_cannot_be_sent_is_kept(browser_page, writer):
    page, article = browser_page, ArticleFactory(owner=writer)
    open_story(page, article)
    area = page.get_by_label("Write a note")
    area.fill("Typed for an hour")

    page.context.set_offline(True)
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_text("This was not sent")).to_be_visible()
    expect(area).to_have_value("Typed for an hour")
    page.context.set_offline(False)
    open_story(page, article)

    expect(page.get_by_label("Write a note")).to_have_value("Typed for an hour")
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_text("(1 open)")).to_be_visible()


def test_notes_notices_and_log_are_accessible(browser_page, writer):
    page = browser_page
    article = ArticleFactory(owner=writer, published=True)
    note = write_note(article, "Look, @writer", by=make_editor())
    write_note(article, "I do", by=writer, reply_to=note)
    resolve(write_note(article, "Old", by=writer), by=writer)

    found = []
    for address in ("notices/", f"{article.pk}/notes/", f"{article.pk}/log/"):
        page.goto(f"/admin/articles/article/{address}")
        found += findings(page)
    open_story(page, article)
    found += findings(page)

    assert found == []
