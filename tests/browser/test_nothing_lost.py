"""Typed text in real browsers: conflicts, no network, no session, closed tabs."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from articles.models import Article, Autosave, Presence
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer

from .looking import findings, settle
from .test_main_job import log_in, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/articles/article/add/"


@pytest.fixture(autouse=True)
def _short_intervals(monkeypatch):
    monkeypatch.setattr("articles.admin.keeping.KEEP_EVERY", 0.2)
    monkeypatch.setattr("articles.admin.keeping.HEARTBEAT_EVERY", 0.5)


@pytest.fixture
def story():
    make_writer(), make_editor()
    return ArticleFactory(
        headline="The roof", body="<p>It begins.</p><p>It ends.</p>", published=True
    )


@pytest.fixture
def colleague(browser, browser_page, live_server):
    """A page of another browser: another person, another storage."""
    context = browser.new_context(base_url=live_server.url, locale="en-US")
    yield context.new_page()
    context.close()


def url_of(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/change/"


def open_form(page: Page, name: str, url: str) -> None:
    log_in(page, name)
    page.goto(url)
    expect(page.locator(".cke_wysiwyg_div")).to_be_visible()


def says(page: Page, text: str) -> None:
    """The one quiet line in the bar."""
    expect(page.locator("[data-dirty]")).to_contain_text(text)


def is_kept(page: Page) -> None:
    says(page, "Unsaved changes, kept")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def everything(page: Page) -> str:
    """All that can be read on the page, fields included."""
    fields = page.locator("input:visible, textarea:visible").evaluate_all(
        "fields => fields.map(field => field.value).join(' ')"
    )
    return fields + page.locator("body").inner_text()


def test_two_people_one_of_them_offline_and_every_word_is_found(
    browser_page, colleague, story
):
    open_form(browser_page, "writer", url_of(story))
    open_form(colleague, "editor", url_of(story))
    expect(browser_page.get_by_text("editor is editing this, ")).to_be_visible()

    # One loses the connection, and goes on writing.
    browser_page.context.set_offline(True)
    write(browser_page, " Mango and papaya.")
    browser_page.get_by_label("Headline", exact=True).fill("The roof of the school")
    says(browser_page, "kept in this browser only")
    save(browser_page)
    says(browser_page, "Not saved: the server")

    # The other changes the same headline and another paragraph, and saves.
    colleague.get_by_label("Headline", exact=True).fill("The roof of the world")
    colleague.locator(".cke_wysiwyg_div p").first.click()
    colleague.keyboard.press("End")
    colleague.keyboard.type(" Kiwi and lychee.")
    save(colleague)
    expect(colleague.get_by_text("Saved as version 2.")).to_be_visible()

    # Back online, the first is told, saves, and sees both.
    browser_page.context.set_offline(False)
    expect(browser_page.locator("[data-keeping-saved]")).to_contain_text("version 2")
    is_kept(browser_page)
    save(browser_page)
    expect(
        browser_page.get_by_role("heading", name="while you were writing")
    ).to_be_visible()
    body = browser_page.locator(".cke_wysiwyg_div")
    expect(body).to_contain_text("Mango and papaya.")
    text = everything(browser_page)
    assert "The roof of the school" in text
    assert "The roof of the world" in text

    # The text of the refused form is kept from there on, and saved by a choice.
    browser_page.get_by_role("radio", name="Keep yours").check()
    save(browser_page)
    expect(browser_page.get_by_text("Saved as version 3.")).to_be_visible()
    story.refresh_from_db()
    assert story.headline == "The roof of the school"
    assert "Mango and papaya." in story.body
    assert "Kiwi and lychee." in story.body
    assert story.versions.get(number=2).headline == "The roof of the world"
    assert not Autosave.objects.exists()
    assert copies(browser_page) == []


def copies(page: Page) -> list[str]:
    """Names of what the browser itself keeps, once the page has looked through it."""
    settle(page)
    return page.evaluate(
        "Object.keys(localStorage).filter(name => name.startsWith('newsroom.typed.'))"
    )


def log_in_again(page: Page) -> None:
    page.get_by_label("Username").fill("writer")
    page.get_by_label("Password").fill("writer")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def test_an_expired_session_while_typing(browser_page, story):
    page = browser_page
    open_form(page, "writer", url_of(story))
    page.get_by_label("Headline", exact=True).fill("Typed before")
    is_kept(page)

    Session.objects.all().delete()
    write(page, " Typed after.")
    says(page, "You have been logged out.")
    save(page)
    says(page, "Not saved: you have been logged out.")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Log in again in a new tab").click()
    login = opened.value
    log_in_again(login)
    login.close()
    is_kept(page)
    save(page)

    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    story.refresh_from_db()
    assert story.headline == "Typed before"
    assert "Typed after." in story.body


def test_an_expired_session_without_a_script(browser, browser_page, live_server, story):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, "writer")
    page.goto(url_of(story))
    page.get_by_label("Headline", exact=True).fill("Without a script")
    Session.objects.all().delete()

    save(page)
    expect(page.get_by_text("You have been logged out.")).to_be_visible()
    login = context.new_page()
    login.goto("/admin/login/?next=/admin/")
    log_in_again(login)
    # The token is that of the session before; the next page has the new one.
    page.get_by_role("button", name="Send it again").click()
    page.get_by_role("button", name="Send it again").click()

    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    story.refresh_from_db()
    assert story.headline == "Without a script"
    context.close()


def test_closed_without_saving_it_is_offered_taken_up_and_saved(browser_page, story):
    page = browser_page
    open_form(page, "writer", url_of(story))
    write(page, " Typed and left.")
    is_kept(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    expect(page.get_by_text("You typed something at")).to_be_visible()
    page.get_by_role("link", name="Show the difference").click()
    expect(page.locator("ins").filter(has_text="Typed and left.")).to_be_visible()
    page.get_by_role("link", name="Take it up again").click()
    expect(page.locator(".cke_wysiwyg_div")).to_contain_text("Typed and left.")
    is_kept(page)
    save(page)

    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    expect(page.get_by_text("You typed something at")).to_have_count(0)
    story.refresh_from_db()
    assert "Typed and left." in story.body
    assert not Autosave.objects.exists()
    assert copies(page) == []


def test_what_only_the_browser_kept_is_offered_too(browser_page, story):
    page = browser_page
    open_form(page, "writer", url_of(story))
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.set_offline(True)
    page.get_by_label("Headline", exact=True).fill("Never reached the server")
    says(page, "kept in this browser only")
    # A farewell that is still under way when the connection returns would arrive.
    page.evaluate("void (window.fetch = () => Promise.reject(new TypeError('off')))")
    page.goto("about:blank")
    page.context.set_offline(False)
    assert not Autosave.objects.exists()

    page.goto(url_of(story))

    expect(page.get_by_text("You typed something at")).to_be_visible()
    page.get_by_role("link", name="Take it up again").click()
    expect(page.get_by_label("Headline", exact=True)).to_have_value(
        "Never reached the server"
    )


def test_a_new_story_that_was_never_saved_is_offered(browser_page, story):
    page = browser_page
    open_form(page, "writer", ADD)
    page.get_by_label("Headline", exact=True).fill("A scoop")
    write(page, "Nobody knows yet.")
    is_kept(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/admin/")

    page.goto(ADD)
    expect(page.get_by_text("You began a story at")).to_be_visible()
    page.get_by_role("link", name="Take it up again").click()
    expect(page.locator(".cke_wysiwyg_div")).to_contain_text("Nobody knows yet.")
    save(page)

    expect(page.get_by_text("Saved as version 1.")).to_be_visible()
    assert Article.objects.get(headline="A scoop").body == "<p>Nobody knows yet.</p>"
    assert not Autosave.objects.exists()


def test_opened_looked_at_and_left_nothing_is_kept(browser_page, story):
    page = browser_page
    open_form(page, "writer", url_of(story))
    page.locator(".cke_wysiwyg_div").click()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Headline", exact=True).click()
    expect(page.locator("[data-keeping-people]")).to_be_hidden()
    page.wait_for_timeout(1500)
    page.goto("/admin/")

    assert not Autosave.objects.exists()
    assert copies(page) == []


def test_presence_comes_and_goes(browser_page, colleague, story):
    open_form(browser_page, "writer", url_of(story))
    open_form(colleague, "editor", url_of(story))
    notice = browser_page.get_by_text("editor is editing this, ")
    expect(notice).to_be_visible()

    colleague.goto("/admin/")

    expect(notice).to_be_hidden()
    assert list(Presence.objects.values_list("user__username", flat=True)) == ["writer"]


def test_what_is_offered_is_accessible(browser_page, colleague, story):
    page = browser_page
    open_form(colleague, "editor", url_of(story))
    open_form(page, "writer", url_of(story))
    page.get_by_label("Headline", exact=True).fill("Typed and left")
    is_kept(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("You typed something at")).to_be_visible()

    assert findings(page) == []
    page.get_by_role("link", name="Show the difference").click()
    expect(page.locator("ins").first).to_be_visible()
    assert findings(page) == []
