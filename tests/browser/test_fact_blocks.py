"""Blocks from facts in a browser: in the editor, on the page, and the trailer's click."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, expect

from articles.body.markup import FACT_KINDS
from articles.body.sanitising import sanitise
from articles.models import Article
from shows.models import Announcement
from tests.browser.looking import enter, findings, is_too_wide
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_writer
from tests.factories.images import ImageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Kind = Announcement.Kind
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"


def block(kind, show, season=None):
    number = "" if season is None else f' data-season="{season}"'
    return f'<figure data-embed="{kind}" data-id="{show.pk}"{number}></figure>'


@pytest.fixture
def season():
    """With something in every block, and names longer than anybody plans for."""
    show = ShowFactory(title=f"All of Us Are Dead {LONG}", slug="aouad")
    season = SeasonFactory(show=show, number=2)
    for name in ("Cho Yi-hyun", LONG):
        person = PersonFactory(name=name)
        CreditFactory(show=show, person=person, character=LONG)
    trailer = TrailerFactory(
        show=show, season=season, key="IN5TD4VRcSM", poster=ImageFactory()
    )

    def tell(kind, **said):
        AnnouncementFactory(show=show, season=season, kind=kind, **said)

    tell(Kind.RENEWED, source_url="https://example.org/renewed")
    tell(Kind.TRAILER_OUT, trailer=trailer)
    tell(Kind.PLATFORM_ADDED, platform=PlatformFactory(name="Netflix"))
    tell(Kind.JOINS, person=PersonFactory(), certainty="rumoured", source_name=LONG)
    tell(
        Kind.DATE_SET,
        date=date(2031, 1, 31),
        precision="minute",
        moment=datetime(2031, 1, 31, 8, 0, tzinfo=UTC),
        zone="Asia/Seoul",
    )
    return season


@pytest.fixture
def story(season):
    parts = "".join(
        f"<h2>{kind}</h2><p>Words.</p>{block(kind, season.show, 2)}"
        for kind in FACT_KINDS
    )
    return ArticleFactory(
        slug="blocks", kind="explainer", body=sanitise(parts), published=True
    )


@pytest.fixture
def writer(browser_page):
    user = make_writer()
    enter(browser_page.context, user)
    return user


def text_of(page: Page):
    return page.get_by_role("textbox", name="Body", exact=True)


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(text_of(page)).to_be_visible()


def body_of(article: Article) -> str:
    return Article.objects.values_list("body", flat=True).get(pk=article.pk)


# On the page


def test_axe_finds_nothing_in_any_block_and_none_is_too_wide(browser_page, story):
    page = browser_page
    page.goto("/articles/blocks/")
    expect(page.locator(".embed-block")).to_have_count(len(FACT_KINDS))

    assert findings(page, minor=True) == []
    assert [width for width in (390, 768) if is_too_wide(page, width)] == []


def test_nothing_is_asked_of_the_provider_before_the_click(browser_page, story):
    page = browser_page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*youtube*/**", lambda route: route.abort())
    page.goto("/articles/blocks/")
    trailer = page.locator("[data-player-box]")
    link = trailer.get_by_role("link", name="Official trailer")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "youtu" in url or "google" in url]
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=IN5TD4VRcSM"

    with page.expect_request("https://www.youtube-nocookie.com/**"):
        link.click()

    player = trailer.locator("iframe")
    expect(player).to_have_attribute(
        "src", "https://www.youtube-nocookie.com/embed/IN5TD4VRcSM?autoplay=1"
    )
    expect(player).to_have_attribute("title", "Official trailer")
    expect(player).to_be_focused()
    assert page.url.endswith("/articles/blocks/")


def test_the_moment_is_told_on_the_clock_of_the_reader(browser, live_server, story):
    context = browser.new_context(timezone_id="Asia/Kolkata")
    page = context.new_page()
    page.goto(f"{live_server.url}/articles/blocks/")

    own = page.locator("[data-own-time]")
    expect(own).to_contain_text("Where you are")
    expect(own).to_contain_text("Friday 31 January 2031, 13:30")
    context.close()


def test_without_scripts_links_and_clocks_are_there(browser, live_server, story):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/articles/blocks/")

    expect(page.get_by_role("link", name="Official trailer")).to_be_visible()
    expect(page.get_by_text("Friday 31 January 2031, 17:00")).to_be_visible()
    expect(page.locator("[data-own-time]")).to_be_hidden()
    context.close()


# In the editor


def test_every_block_comes_back_from_the_editor_as_it_was(browser_page, writer, season):
    page = browser_page
    body = "".join(
        f"<p>{kind}</p>{block(kind, season.show)}{block(kind, season.show, 2)}"
        + block(kind, season.show, 0)
        for kind in FACT_KINDS
    )
    article = ArticleFactory(body=sanitise(body))
    stored = body_of(article)
    assert stored.count('data-season="2"') == len(FACT_KINDS)

    for _ in range(2):
        page.goto(f"/admin/articles/article/{article.pk}/change/")
        expect(text_of(page)).to_be_visible()
        hidden = text_of(page).get_by_text("Readers cannot know of this")
        expect(hidden.first).to_be_visible()
        expect(text_of(page).get_by_text("Status: Dated").first).to_be_visible()
        save(page)
        assert body_of(article) == stored

    assert article.versions.count() == 1


def test_a_block_is_chosen_by_what_it_shows_and_of_what(browser_page, writer, season):
    page = browser_page
    ShowFactory(title="Another show")
    article = ArticleFactory(body="<p>Text.</p>", shows=[season.show])
    article.seasons.set([season])
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    text_of(page).click()
    page.keyboard.press("Control+End")
    toolbar = page.get_by_role("toolbar")

    toolbar.get_by_role("button", name="Block from facts", exact=True).click()
    dialog = page.get_by_role("dialog", name="Insert a block from facts")
    dialog.get_by_label("What it shows").select_option("Where to watch")
    expect(dialog.locator("li").first).to_contain_text("season 2")
    assert findings(page, ".newsroom-chooser", minor=True) == []
    dialog.locator("li button").first.click()

    expect(text_of(page).get_by_text("Netflix")).to_be_visible()
    save(page)
    assert body_of(article).startswith(
        '<p>Text.</p><figure class="embed embed-watch" data-embed="watch"'
        f' data-id="{season.show_id}" data-season="2"><figcaption><a href="/shows/aouad'
    )


def test_the_usual_parts_go_into_an_empty_body_only(browser_page, writer, season):
    page = browser_page
    article = ArticleFactory(kind="explainer", body="", shows=[season.show])
    article.seasons.set([season])
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(text_of(page)).to_be_visible()
    offer = page.get_by_role("link", name="Insert the usual parts")

    offer.click()

    expect(text_of(page).get_by_text("Release date", exact=True)).to_be_visible()
    expect(offer).to_be_hidden()
    save(page)
    assert f'data-embed="cast" data-id="{season.show_id}"' in body_of(article)
