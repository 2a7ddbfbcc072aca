"""The story form in a real browser: by keyboard alone, at every width, light and dark."""

import pytest
from playwright.sync_api import Page, expect

from articles import publishing
from articles.models import Article
from tests.browser.looking import enter, findings, is_too_wide, settle
from tests.browser.test_main_job import await_options
from tests.factories.articles import ArticleFactory, SectionFactory, lead_picture
from tests.factories.desk import make_author, make_editor, make_writer
from tests.factories.shows import SeasonFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/articles/article/add/"


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


@pytest.fixture
def writer(browser_page):
    user = make_writer()
    make_author(user, "Ada Quill")
    enter(browser_page.context, user)
    return user


def body(page: Page):
    return page.get_by_role("textbox", name="Body", exact=True)


def open_panel(page: Page, title: str) -> None:
    page.get_by_role("group").filter(
        has=page.get_by_role("heading", name=title, exact=True)
    ).locator("summary").first.click()


def is_saved(page: Page, number: int) -> None:
    """And the page that says so is ready for keys."""
    expect(page.get_by_text(f"Saved as version {number}.")).to_be_visible()
    settle(page)
    expect(body(page)).to_be_visible()


def test_a_story_is_written_and_submitted_by_keyboard_alone(browser_page, writer):
    page = browser_page
    SectionFactory(name="K-drama", slug="k-drama")
    picture = lead_picture()
    page.goto(ADD)
    expect(body(page)).to_be_visible()

    # Headline, standfirst, body: one after the other.
    page.get_by_label("Headline", exact=True).focus()
    page.keyboard.type("The school reopens")
    page.keyboard.press("Enter")
    page.keyboard.type("Nobody knows why, and nobody asks.")
    body(page).focus()
    page.keyboard.type("It reopens on Friday.")
    expect(page.get_by_text("4 words")).to_be_visible()
    page.keyboard.press("Control+s")
    is_saved(page, 1)

    # What is missing is one key away, and its panel opens.
    expect(page.get_by_text("The story needs a section.")).to_be_visible()
    page.keyboard.press("Control+Shift+e")
    expect(page.get_by_label("Section")).to_be_focused()
    page.keyboard.type("K-d")
    page.keyboard.press("Control+s")
    is_saved(page, 2)
    page.keyboard.press("Control+Shift+e")
    expect(page.locator(".select2-selection:focus")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".select2-search__field:focus")).to_be_visible()
    await_options(page, "lead")
    option = page.locator(".select2-results__option--highlighted")
    expect(option).to_have_text(picture.title)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Shift+p")
    page.wait_for_url("**/preview/**")

    # Now the one button is the next step.
    page.goto(change(Article.objects.get()))
    expect(page.get_by_text("Everything it needs is there.")).to_be_attached()
    settle(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/submit/")
    page.get_by_role("button", name="Submit for review").press("Enter")
    expect(page.get_by_text("The story is with the editors.")).to_be_visible()
    assert Article.objects.get().state == "in_review"


def test_errors_are_listed_and_lead_to_their_fields(browser_page, writer):
    page = browser_page
    page.goto(change(ArticleFactory()))
    expect(body(page)).to_be_visible()
    open_panel(page, "Story")
    page.get_by_label("Tags", exact=True).fill("zombies, ???")
    page.keyboard.press("Control+s")

    alert = page.get_by_role("alert").filter(has_text="needs another look")
    expect(alert).to_be_focused()
    page.get_by_role("link", name="Go to first error").press("Enter")
    expect(page.get_by_label("Tags", exact=True)).to_be_focused()
    expect(page.get_by_label("Tags", exact=True)).to_have_value("zombies, ???")


def test_panels_stay_as_they_were_left_after_saving(browser_page, writer):
    page = browser_page
    page.goto(change(ArticleFactory()))
    expect(body(page)).to_be_visible()
    expect(page.get_by_label("Search title")).to_be_hidden()
    open_panel(page, "Search and social")
    page.get_by_label("Search title").fill("Short and sweet")
    expect(page.get_by_text("15 of up to 60 characters")).to_be_visible()
    shown = page.get_by_role("region", name="As search engines show it")
    expect(shown.get_by_text("Short and sweet")).to_be_visible()

    page.keyboard.press("Control+s")
    is_saved(page, 2)

    expect(page.get_by_label("Search title")).to_be_visible()


def test_a_second_explainer_is_held_back_with_all_that_was_typed(browser_page, writer):
    page = browser_page
    season = SeasonFactory()
    ArticleFactory(
        kind="explainer", question="known", seasons=[season], headline="The first one"
    )
    page.goto(f"{ADD}?kind=explainer&seasons={season.pk}")
    expect(page.get_by_role("link", name="Open “The first one”")).to_be_visible()
    page.get_by_label("Headline", exact=True).fill("The second one")
    page.keyboard.press("Control+s")
    page.get_by_label("Start a second one all the same").check()
    expect(page.get_by_label("Headline", exact=True)).to_have_value("The second one")
    settle(page)
    page.keyboard.press("Control+s")

    expect(page.get_by_text("Saved as version 1.")).to_be_visible()


def test_the_form_is_accessible_with_all_panels_open(browser_page):
    page = browser_page
    editor = make_editor()
    enter(page.context, editor)
    article = ArticleFactory(
        reworked=True,
        kind="explainer",
        seasons=[SeasonFactory()],
        lead_image=lead_picture(),
    )
    article.sources.create(name="Netflix")
    publishing.save_version(article, by=editor)
    page.goto(change(article))
    expect(body(page)).to_be_visible()
    page.evaluate(
        "document.querySelectorAll('[data-panel]').forEach(d => d.open = true)"
    )

    for width in (390, 1440):
        assert not is_too_wide(page, width)
        assert findings(page) == [], width


def test_a_form_with_errors_and_one_to_read_only_are_accessible(browser_page, writer):
    page = browser_page
    page.goto(change(ArticleFactory()))
    expect(body(page)).to_be_visible()
    open_panel(page, "Story")
    page.get_by_label("Tags", exact=True).fill("???")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("link", name="Go to first error")).to_be_visible()
    found = findings(page)
    page.goto(change(ArticleFactory(in_review=True)))

    assert found + findings(page) == []
