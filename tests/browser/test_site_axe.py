"""The public pages in a real browser: accessible, narrow, by keyboard, without scripts."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles import publishing
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    EpisodeFactory,
    GenreFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"
PAGES = {
    "home": "/",
    "guide": "/articles/guide/",
    "review": "/articles/review/",
    "retracted": "/articles/retracted/",
    "list": "/articles/",
    "section": "/sections/tv/",
    "tag": "/tags/zombies/",
    "shows": "/shows/",
    "show": "/shows/all-of-us-are-dead/",
    "season": "/shows/all-of-us-are-dead/season-2/",
    "coverage": "/shows/all-of-us-are-dead/articles/",
    "person": "/people/park-ji-hu/",
    "author": "/authors/ada-quill/",
    "corrections": "/corrections/",
    "not found": "/nothing/here/",
}


@pytest.fixture
def newsroom():
    """A little of everything, with names longer than anybody plans for."""
    show = ShowFactory(
        title="All of Us Are Dead",
        original_title="지금 우리 학교는",
        synopsis="A school is locked in.",
        genres=[GenreFactory(name="Horror")],
        poster=ImageFactory(),
        year=2022,
    )
    ShowFactory(title=LONG)
    season = SeasonFactory(show=show, number=2)
    EpisodeFactory(season=season, title="Back to school")
    AnnouncementFactory(show=show, season=season, source_url="https://variety.com/")
    for certainty, day in (("reported", 1), ("rumoured", 2)):
        AnnouncementFactory(
            show=show,
            season=season,
            kind="date_set",
            date=date(2027, 3, day),
            precision="day",
            certainty=certainty,
            source_name=certainty,
        )
    AnnouncementFactory(
        show=show, kind="platform_added", platform=PlatformFactory(name="Netflix")
    )
    person = PersonFactory(name="Park Ji-hu", portrait=ImageFactory())
    CreditFactory(show=show, person=person, character="Nam On-jo")
    CreditFactory(show=show, person=PersonFactory(name=LONG))
    TrailerFactory(show=show, season=season)
    author = AuthorFactory(name="Ada Quill", biography="Writes.")
    section = SectionFactory(name="TV")
    common = {"shows": [show], "authors": [author], "section": section}
    body = "".join(
        f"<h2>{title}</h2><p>Some words and <a href='/shows/'>a link</a>.</p>"
        for title in ("Release date", "Cast", "Plot")
    )
    table = (
        "<table><thead><tr><th>Part</th><th>Actor</th></tr></thead>"
        f"<tbody><tr><td>{LONG}</td><td>{LONG}</td></tr></tbody></table>"
    )
    guide = ArticleFactory(
        slug="guide",
        kind="explainer",
        headline=f"{LONG}: everything that is known",
        body=body + table,
        lead_image=ImageFactory(),
        seasons=[season],
        people=[person],
        tags=["Zombies"],
        published=True,
        **common,
    )
    publishing.correct(
        guide, by=make_editor(), changes={"standfirst": "Right."}, notice="Was wrong."
    )
    ArticleFactory(
        slug="review",
        kind="review",
        rating="4.5",
        verdict="It burns well.",
        published=True,
        **common,
    )
    ArticleFactory(slug="retracted", retracted=True, **common)
    for _ in range(5):
        ArticleFactory(published=True, lead_image=ImageFactory(), **common)
    return show


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser_page, newsroom, scheme):
    browser_page.emulate_media(color_scheme=scheme)
    found = {}
    for name, address in PAGES.items():
        browser_page.goto(address)
        # Whatever is folded away is part of the page too.
        browser_page.evaluate(
            "document.querySelectorAll('details').forEach(it => it.open = true)"
        )
        violations = Axe().run(browser_page).response["violations"]
        found[name] = [
            (violation["id"], node["html"][:200])
            for violation in violations
            for node in violation["nodes"]
        ]

    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_is_wider_than_the_screen(browser_page, newsroom, width):
    browser_page.set_viewport_size({"width": width, "height": 800})
    too_wide = []
    for name, address in PAGES.items():
        browser_page.goto(address)
        if browser_page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(name)

    assert too_wide == []


def test_a_keyboard_can_skip_to_the_content(browser_page, newsroom):
    browser_page.goto("/")
    browser_page.keyboard.press("Tab")

    skip = browser_page.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("it => it === document.activeElement")
    assert skip.bounding_box()["y"] >= 0

    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main"


def test_every_stop_of_the_keyboard_can_be_seen(browser_page, newsroom):
    browser_page.goto("/")
    stops = browser_page.locator("a:visible").count()
    unseen = []
    for _ in range(stops):
        browser_page.keyboard.press("Tab")
        seen = browser_page.evaluate(
            """() => {
              const outlined = it => getComputedStyle(it).outlineStyle !== "none";
              const stop = document.activeElement;
              return outlined(stop) || outlined(stop.closest("article, form, li > div"));
            }"""
        )
        if not seen:
            unseen.append(browser_page.evaluate("document.activeElement.outerHTML"))

    assert unseen == []


def test_a_story_reads_without_scripts(browser, live_server, newsroom):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, color_scheme="light"
    )
    page = context.new_page()
    page.goto("/articles/guide/")

    assert page.get_by_role("heading", level=1).is_visible()
    page.get_by_role("link", name="Cast", exact=True).click()
    assert page.url.endswith("#section-cast")
    page.get_by_role("link", name="All of Us Are Dead").first.click()
    assert page.get_by_role("heading", name="Cast").is_visible()
    context.close()
