"""The main job in a real browser: from a writer's first word to a reader, and on."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from authors.models import User
from shows import facts
from shows.models import Announcement
from tests.browser.looking import enter, findings
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.desk import make_author, make_editor, make_writer
from tests.factories.images import ImageFactory, picture_bytes
from tests.factories.shows import SeasonFactory, ShowFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk():
    """Two people, a show with a season, a picture and a story to link to."""
    make_author(make_writer(), "Ada Quill")
    editor = make_editor()
    SectionFactory(name="K-drama", slug="k-drama")
    show = ShowFactory(title="All of Us Are Dead", slug="all-of-us-are-dead")
    season = SeasonFactory(show=show, number=2)
    facts.record(
        by=editor,
        kind=Announcement.Kind.RENEWED,
        show=show,
        season=season,
        source_name="Netflix",
        announced_on=date(2022, 6, 6),
    )
    ArticleFactory(headline="Seven ways to end the world", slug="seven", published=True)
    ImageFactory(title="Still from the roof", alt_text="A fire on a school roof")


def log_in(page: Page, name: str) -> None:
    enter(page.context, User.objects.get(username=name))


def log_in_by_the_form(page: Page, name: str) -> None:
    page.goto("/admin/login/?next=/admin/articles/article/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(name)
    page.get_by_role("button", name="Log in").click()


def open_panel(page: Page, title: str) -> None:
    page.locator(f"[data-panel={title}] > summary").click()


def choose(page: Page, label: str, typed: str, option: str) -> None:
    """Choose in one of the admin's autocompleted fields."""
    field = page.locator(f".field-{label} .select2-selection").first
    field.click()
    await_options(page, typed)
    page.locator(".select2-results__option", has_text=option).first.click()


def await_options(page: Page, typed: str) -> None:
    """Type into the open chooser, and let it show what is found for that."""
    query = f"term={quote(typed)}"
    with page.expect_response(lambda response: query in response.url):
        page.locator(".select2-search__field").last.fill(typed)
    # What it showed before stays below a line that says so.
    expect(page.locator(".loading-results")).to_have_count(0)


def write(page: Page, text: str) -> None:
    """Type at the end of the body."""
    body = page.locator(".cke_wysiwyg_div")
    body.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def insert(page: Page, button: str, typed: str, result: str) -> None:
    """Insert an embed by its toolbar button, found by typing."""
    page.get_by_role("button", name=button, exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill(typed)
    dialog.get_by_role("button", name=re.compile(result)).click()
    if button == "Picture":
        dialog.get_by_role("button", name="Insert").click()
    expect(dialog).to_have_count(0)


def test_from_draft_to_reader_rework_and_fix(browser_page, desk):
    page = browser_page

    # The writer drafts a story with all three widgets.
    log_in_by_the_form(page, "writer")
    page.get_by_role("link", name="Start a story").click()
    page.get_by_label("Headline", exact=True).fill("All of Us Are Dead is back")
    page.get_by_label("Section").select_option(label="K-drama")
    open_panel(page, "facts")
    choose(page, "show", "us are", "All of Us Are Dead")
    choose(page, "seasons", "all of us 2", "season 2")
    open_panel(page, "picture")
    choose(page, "lead_image", "roof", "Still from the roof")
    write(page, "The school reopens on Fryday.")
    page.keyboard.press("Enter")
    insert(page, "Picture", "roof", "Still from the roof")
    insert(page, "Show card", "us are dead", "All of Us Are Dead")
    insert(page, "Read more", "seven", "Seven ways")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as version 1.")).to_be_visible()
    edit = page.url

    # The preview is the public page; the public sees nothing yet.
    page.get_by_role("button", name="Save and preview").click()
    shown = page.frame_locator("iframe[title$=desktop]")
    expect(shown.get_by_role("heading", level=1)).to_have_text(
        "All of Us Are Dead is back"
    )
    expect(shown.get_by_alt_text("A fire on a school roof").last).to_be_visible()
    expect(shown.get_by_role("link", name="Seven ways").first).to_be_visible()
    reader = page.context.browser.new_context(base_url=page.url.split("/admin")[0])
    public = reader.new_page()
    assert public.goto("/articles/all-of-us-are-dead-is-back/").status == 404

    # It goes to the editor, who publishes it.
    page.goto(edit)
    page.get_by_role("button", name="Save and submit for review…").click()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("The story is with the editors.")).to_be_visible()
    log_in(page, "editor")
    page.goto(edit)
    expect(page.get_by_text("In review")).to_be_visible()
    page.get_by_role("button", name="Save and publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Version 1 is live.")).to_be_visible()

    # The reader reads it.
    public.goto("/articles/all-of-us-are-dead-is-back/")
    expect(public.get_by_text("The school reopens on Fryday.")).to_be_visible()
    expect(public.get_by_text("Ada Quill").first).to_be_visible()

    # A rework of it shows nothing, and the fix goes out without the rework.
    log_in(page, "writer")
    page.goto(edit)
    page.get_by_label("Headline", exact=True).fill("All of Us Are Dead, rewritten")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Live, with unpublished changes")).to_be_visible()
    public.reload()
    expect(public.get_by_role("heading", level=1)).to_have_text(
        "All of Us Are Dead is back"
    )
    log_in(page, "editor")
    page.goto(f"{edit.removesuffix('change/')}fix/")
    page.locator(".cke_wysiwyg_div").get_by_text("Fryday").click()
    page.keyboard.press("End")
    for _ in "Fryday.":
        page.keyboard.press("Backspace")
    page.keyboard.type("Friday.")
    page.get_by_role("button", name="Review the change").click()
    page.get_by_role("button", name="Publish the fix").click()
    expect(page.get_by_text("is live.")).to_be_visible()
    public.reload()
    expect(public.get_by_text("The school reopens on Friday.")).to_be_visible()
    expect(public.get_by_role("heading", level=1)).to_have_text(
        "All of Us Are Dead is back"
    )

    # The rework holds the fix, and is published in its turn.
    page.goto(edit)
    expect(page.locator(".cke_wysiwyg_div")).to_contain_text("on Friday.")
    page.get_by_role("button", name="Save and publish…").click()
    page.get_by_label("Yes: Updated moves").check()
    page.get_by_role("textbox", name="What changed").fill("The school has a day")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("is live.")).to_be_visible()
    public.reload()
    expect(public.get_by_role("heading", level=1)).to_have_text(
        "All of Us Are Dead, rewritten"
    )
    expect(public.get_by_text("The school reopens on Friday.")).to_be_visible()
    expect(public.get_by_text("The school has a day").first).to_be_visible()
    expect(public.locator("article figure img").first).to_be_visible()
    reader.close()


def test_a_picture_is_uploaded_from_the_body(browser_page, desk):
    page = browser_page
    log_in(page, "writer")
    page.goto("/admin/articles/article/add/")
    page.get_by_role("button", name="Picture", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Upload").click()

    dialog.get_by_label("Picture").set_input_files(
        {
            "name": "roof.png",
            "mimeType": "image/png",
            "buffer": picture_bytes(colour=(200, 30, 30)),
        }
    )
    dialog.get_by_label("What it shows").fill("A red roof")
    dialog.get_by_role("button", name="Upload").last.click()
    dialog.get_by_role("button", name="Insert").click()
    page.get_by_label("Headline", exact=True).fill("With a picture")
    page.get_by_role("button", name="Save and preview").click()

    shown = page.frame_locator("iframe[title$=desktop]")
    expect(shown.get_by_alt_text("A red roof")).to_be_visible()


def test_the_keyboard_saves_and_says_what_is_unsaved(browser_page, desk):
    page = browser_page
    log_in(page, "writer")
    page.goto("/admin/articles/article/add/")

    page.get_by_label("Headline", exact=True).fill("Typed without a mouse")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    page.keyboard.press("Control+s")

    expect(page.get_by_text("Saved as version 1.")).to_be_visible()
    expect(page.get_by_text("Unsaved changes")).to_be_hidden()


def test_tags_in_use_are_offered_and_chosen_by_keyboard(browser_page, desk):
    page = browser_page
    ArticleFactory(tags=["Release dates"], published=True)
    log_in(page, "writer")
    page.goto("/admin/articles/article/add/")

    tags = page.get_by_role("combobox", name="Tags")
    tags.press_sequentially("Zombies, rele")
    expect(page.get_by_role("option", name="Release dates")).to_be_visible()
    tags.press("ArrowDown")
    tags.press("Enter")

    expect(tags).to_have_value("Zombies, Release dates, ")


def test_the_desk_is_accessible(browser_page, desk):
    page = browser_page
    article = ArticleFactory(headline="Live", reworked=True)
    log_in(page, "editor")
    for step in ("change", "publish", "correct", "history"):
        page.goto(f"/admin/articles/article/{article.pk}/{step}/")

        assert findings(page) == [], step
