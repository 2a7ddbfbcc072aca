"""The past of a story in a real browser, and two people's changes in one place."""

import pytest
from playwright.sync_api import Page, expect

from articles import publishing
from articles.models import Article
from tests.browser.looking import enter, findings, is_too_wide, settle
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = "<h2>Dates</h2><p>It comes in May.</p>" + "".join(
    f"<p>Paragraph {number} stays.</p>" for number in range(8)
)


@pytest.fixture
def writer(browser_page):
    """The writer, logged in."""
    user = make_writer()
    enter(browser_page.context, user)
    return user


def saved(article: Article, **changes) -> None:
    latest = article.versions.first()
    publishing.save_version(article, latest.content | changes, by=make_editor())


def tab_to(page: Page, locator, *, most: int = 60) -> None:
    """Reach something by the keyboard alone."""
    for _ in range(most):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {locator}")


def meet(page: Page, article: Article) -> None:
    """Open the form, let a colleague save, and save the same field oneself."""
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(page.get_by_role("textbox", name="Body", exact=True)).to_be_visible()
    saved(
        article,
        headline="Season two is here",
        body=article.body.replace("May", "June"),
    )
    page.locator("#id_headline").fill("Season three is coming")
    page.evaluate(
        "Object.values(CKEDITOR.instances)[0].setData("
        "Object.values(CKEDITOR.instances)[0].getData().replace('May', 'April'))"
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="editor saved version 2")).to_be_visible()
    settle(page)


def test_two_versions_are_chosen_and_compared_by_keyboard(browser_page, writer):
    page = browser_page
    article = ArticleFactory(headline="One", body=BODY)
    saved(article, body=BODY.replace("May", "June"))
    saved(article, headline="Two", body=BODY.replace("May", "June"))
    page.goto(f"/admin/articles/article/{article.pk}/history/")

    tab_to(page, page.locator("input[name=from]:checked"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("From version 1", exact=True)).to_be_checked()
    page.keyboard.press("Enter")

    expect(page.get_by_text("It comes in May")).to_be_visible()
    expect(
        page.locator("main ins, #content ins").filter(has_text="June")
    ).to_be_visible()
    fold = page.get_by_text("unchanged paragraphs")
    expect(page.get_by_text("Paragraph 5 stays.")).to_be_hidden()
    tab_to(page, fold)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Paragraph 5 stays.")).to_be_visible()


def test_a_conflict_is_settled_by_combining_with_the_keyboard_alone(
    browser_page, writer
):
    page = browser_page
    article = ArticleFactory(headline="Season two is coming", body=BODY)
    meet(page, article)

    box = page.get_by_role("textbox", name="Headline, combined")
    tab_to(page, box)
    page.keyboard.press("Control+a")
    page.keyboard.type("Season two is here, three is coming")
    expect(page.get_by_label("Combine them:")).to_be_checked()
    tab_to(page, page.locator("input[name='choice-body.1'][value=mine]"))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Keep both passages, yours first")).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Save with these choices"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("Saved as version 3.")).to_be_visible()
    article.refresh_from_db()
    assert article.headline == "Season two is here, three is coming"
    assert "<p>It comes in April.</p><p>It comes in June.</p>" in article.body


def test_the_past_of_a_story_is_accessible(browser_page, writer):
    page = browser_page
    article = ArticleFactory(headline="Season two is coming", body=BODY, published=True)
    saved(
        article,
        headline="Season three",
        body=BODY.replace("May", "June").replace("<h2>Dates</h2>", "") + "<p>New.</p>",
        tags=["zombies"],
    )
    article = Article.objects.get(pk=article.pk)

    for address in ("history/", "compare/?from=1&to=2", "as-read/?at=2020-01-01T10:00"):
        page.goto(f"/admin/articles/article/{article.pk}/{address}")
        assert findings(page) == [], address
    page.goto(f"/admin/articles/article/{article.pk}/history/")
    assert not is_too_wide(page, 390)


def test_a_conflict_is_accessible(browser_page, writer):
    page = browser_page
    meet(page, ArticleFactory(headline="Season two is coming", body=BODY))

    assert findings(page, ".conflicts") == []
