import pytest
from playwright.sync_api import expect

from articles.curation import make_shelf, selection_of
from tests.browser.looking import enter, findings
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import ShowFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(browser_page):
    """The editor, logged in."""
    user = make_editor()
    enter(browser_page.context, user)
    return user


def titles(page):
    return page.locator("[data-list] [data-title]")


def stored(article):
    picks = selection_of(article).picks.order_by("position")
    return [(str(pick.article or pick.show), pick.reason) for pick in picks]


def test_picks_are_found_explained_moved_and_saved_by_keyboard_alone(
    browser_page, editor
):
    page = browser_page
    article = ArticleFactory(headline="The page", published=True)
    ArticleFactory(headline="Kingdom explained", published=True)
    ShowFactory(title="Kingdom")
    page.goto(f"/admin/articles/article/{article.pk}/picks/")

    search = page.get_by_role("combobox", name="Add a story or a show")
    search.focus()
    page.keyboard.type("kingd")
    options = page.get_by_role("listbox", name="Stories and shows").get_by_role(
        "option"
    )
    expect(options).to_have_count(2)
    assert findings(page) == []
    page.keyboard.press("Enter")
    # Straight on to why.
    page.keyboard.type("more hats")
    expect(titles(page)).to_have_text(["Kingdom"])
    search.focus()
    page.keyboard.type("kingdom ex")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    expect(titles(page)).to_have_text(["Kingdom", "Kingdom explained"])
    page.get_by_role("button", name="Move up").nth(1).press("Enter")
    expect(titles(page)).to_have_text(["Kingdom explained", "Kingdom"])
    expect(page.get_by_role("status")).to_have_text("Kingdom explained: place 1 of 2.")
    page.get_by_role("button", name="Save", exact=True).press("Enter")

    expect(page.get_by_text("Saved. Added")).to_be_visible()
    assert stored(article) == [("Kingdom explained", ""), ("Kingdom", "more hats")]
    assert findings(page) == []


def test_picks_are_dragged_taken_out_and_put_back_with_the_mouse(browser_page, editor):
    page = browser_page
    article = ArticleFactory(headline="The page", published=True)
    for name in ("First", "Second", "Third"):
        ArticleFactory(headline=name, published=True)
    page.goto(f"/admin/articles/article/{article.pk}/picks/")
    search = page.get_by_role("combobox", name="Add a story or a show")
    for name in ("First", "Second", "Third"):
        search.fill(name)
        page.get_by_role("option", name=name).click()
        expect(titles(page).last).to_have_text(name)

    rows = page.locator("[data-list] [data-pick]")
    handle = rows.nth(2).locator("[data-handle]")
    handle.drag_to(rows.nth(0), target_position={"x": 30, "y": 5})
    expect(titles(page)).to_have_text(["Third", "First", "Second"])
    rows.nth(1).get_by_role("button", name="Take out").click()
    rows.nth(2).get_by_role("button", name="Take out").click()
    rows.nth(2).get_by_role("button", name="Put back").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Saved. Added")).to_be_visible()
    assert [name for name, _ in stored(article)] == ["Third", "Second"]


def test_axe_finds_nothing_on_the_screens_of_shelves(browser_page, editor):
    page = browser_page
    shelf = make_shelf("After doomsday", by=editor)
    shelf.placements.create(kind="everywhere")
    shelf.picks.create(show=ShowFactory())
    shelf.picks.create(article=ArticleFactory(), position=1)
    ArticleFactory(published=True)

    for address in ("", f"{shelf.pk}/change/", "needs/", "replace/"):
        page.goto(f"/admin/articles/selection/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if address == "replace/":
            for name in ("This story", "Or by this show"):
                chooser = page.get_by_role("combobox", name=name, exact=True)
                expect(chooser).to_be_visible()
        assert findings(page) == [], address
