"""Live facts in a browser: inserted, pointed at, saved and read."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles import publishing
from articles.body.live_facts import references
from articles.models import Article
from shows.models import Announcement
from tests.browser.looking import enter
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Kind = Announcement.Kind


@pytest.fixture
def season():
    show = ShowFactory(title="All of Us Are Dead", slug="aouad")
    season = SeasonFactory(show=show, number=2)
    AnnouncementFactory(show=show, season=season, kind=Kind.RENEWED)
    person = PersonFactory(name="Cho Yi-hyun")
    CreditFactory(show=show, person=person, character="Nam-ra “the chief” & co")
    return season


@pytest.fixture
def story(season, browser_page):
    writer = make_writer()
    enter(browser_page.context, writer)
    return ArticleFactory(
        owner=writer,
        slug="alive",
        kind="explainer",
        body="<p>Season 2 .</p><blockquote><p>Soon.</p></blockquote>",
        shows=[season.show],
        seasons=[season],
    )


def text_of(page: Page):
    return page.get_by_role("textbox", name="Body", exact=True)


def choose(page: Page, typed: str, found: str) -> None:
    """With the keyboard alone; the list has as many lines as `found` says."""
    dialog = page.get_by_role("dialog", name="Insert a live fact")
    search = dialog.get_by_role("searchbox")
    search.fill(typed)
    expect(dialog.get_by_role("status")).to_have_text(found)
    search.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog).not_to_be_visible()


def test_a_live_fact_is_inserted_pointed_at_saved_and_read(browser_page, season, story):
    page = browser_page
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    text = text_of(page)
    expect(text).to_be_visible()

    # By the button, and by the key.
    text.get_by_text("Season 2").click()
    page.keyboard.press("End")
    page.get_by_role("button", name="Live fact", exact=True).click()
    choose(page, "status renewed season", "2 found.")
    page.keyboard.type(" with ")
    page.keyboard.type("{")
    choose(page, "plays chief", "One found.")

    facts = text.locator(".live-fact")
    expect(facts).to_have_text(["has been renewed", "Cho Yi-hyun"])
    expect(facts.first).to_have_attribute(
        "data-told", "Status, All of Us Are Dead, season 2. Netflix, 6 June 2022"
    )

    # Undone and done again; seen as source and shown again.
    page.keyboard.press("Control+z")
    expect(facts).to_have_count(1)
    page.keyboard.press("Control+y")
    expect(facts).to_have_count(2)
    page.get_by_role("button", name="Source", exact=True).click()
    source = page.locator("textarea.cke_source")
    expect(source).to_have_value(
        # Quotation marks and signs of the character's name came through.
        re.compile('data-of="Nam-ra “the chief” &amp; co"')
    )
    page.get_by_role("button", name="Source", exact=True).click()
    expect(facts).to_have_text(["has been renewed", "Cho Yi-hyun"])

    # Nothing of it inside a quotation.
    text.get_by_text("Soon.").click()
    page.get_by_role("button", name="Live fact", exact=True).click()
    expect(page.get_by_text("No live fact inside a quotation")).to_be_visible()

    # In the standfirst.
    standfirst = page.get_by_role("textbox", name="Standfirst")
    standfirst.fill("It ")
    standfirst.press("End")
    page.keyboard.type("{")
    choose(page, "status renewed season", "2 found.")
    expect(page.get_by_text("Reads: It has been renewed")).to_be_visible()

    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(text_of(page)).to_be_visible()
    saved = Article.objects.get(pk=story.pk)
    assert [each.field for each in references(saved.body)] == ["status", "actor"]
    publishing.publish(saved, by=make_editor())
    AnnouncementFactory(
        show=season.show,
        season=season,
        kind=Kind.DATE_SET,
        date=date(2031, 1, 31),
        precision="day",
        announced_on=timezone.localdate(),
    )

    page.goto("/articles/alive/")
    expect(page.locator(".prose")).to_contain_text(
        "has a release date with Cho Yi-hyun"
    )
    expect(page.locator(".article-head__standfirst")).to_have_text(
        "It has a release date"
    )
