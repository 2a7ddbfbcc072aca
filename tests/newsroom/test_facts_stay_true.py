"""
A fact changed once is right on every page that shows it, in the next request.

Asked of every kind of page, for readers, machines and previews alike; what single
sentences print is asked in `tests/articles/body/test_live_facts.py`.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from articles import publishing
from articles.body.live_facts import Reference, element
from articles.models import Article
from articles.reading import sharing
from articles.reading.previews import link_url, preview_url
from shows import facts
from shows.models import Announcement, Season, Show
from tests.factories.articles import ArticleFactory
from tests.factories.authors import UserFactory
from tests.factories.desk import make_editor
from tests.factories.shows import (
    AnnouncementFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
)
from tests.printed import untied

pytestmark = pytest.mark.django_db

Kind = Announcement.Kind
START = datetime(2026, 11, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
BLOCKS = ("facts", "known", "cast", "watch", "time", "show")
STRUCTURED = re.compile(
    r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL
)


@dataclass
class World:
    """A show with a season to come, and a story of every kind that tells of it."""

    show: Show
    season: Season
    guide: Article
    list: Article
    news: Article
    draft: Article
    client: Client
    desk: Client
    moment: datetime = START

    def tell(self, kind: str, **more: object) -> Announcement:
        more.setdefault("public_from", self.moment)
        more.setdefault("announced_on", self.moment.date())
        more.setdefault("source_name", "Netflix")
        return AnnouncementFactory(
            show=self.show, season=self.season, kind=kind, **more
        )

    def html(self, path: str, client: Client | None = None) -> str:
        response = (client or self.client).get(path)
        assert response.status_code == 200, path
        return str(response.text)

    def words(self, path: str, client: Client | None = None) -> str:
        """The text of a page, as a person reads it."""
        text = re.sub(
            r"<(script|style).*?</\1>", " ", self.html(path, client), flags=16
        )
        text = unescape(re.sub(r"<[^>]+>", " ", untied(text)))
        return " ".join(text.replace("\xa0", " ").split())

    def structured(self, path: str) -> str:
        (found,) = STRUCTURED.findall(self.html(path))
        return json.dumps(json.loads(found), ensure_ascii=False)

    def calendar_feed(self, path: str) -> str:
        return self.html(path).replace("\r\n ", "")

    @property
    def show_page(self) -> str:
        return self.show.get_absolute_url()

    @property
    def season_page(self) -> str:
        return self.season.get_absolute_url()

    @property
    def guide_page(self) -> str:
        return self.guide.get_absolute_url()

    def living_pages(self) -> dict[str, str]:
        """The words of every page that says what is so today."""
        link = sharing.share(
            self.draft,
            self.draft.versions.first(),
            by=make_editor(),
            label="An actor",
            lifetime=HOUR,
        )
        outside = "/" + link_url(link).split("/", 3)[3]
        inside = preview_url(self.draft.versions.first())
        return {
            "show": self.words(self.show_page),
            "season": self.words(self.season_page),
            "guide": self.words(self.guide_page),
            "list": self.words(self.list.get_absolute_url()),
            "preview for the desk": self.words(inside, self.desk),
            "preview for outsiders": self.words(outside),
        }


def bodies(show: Show) -> str:
    # A show card is about the whole show.
    season = ' data-season="2"'
    blocks = "".join(
        f'<figure data-embed="{kind}" data-id="{show.pk}"{"" if kind == "show" else season}>'
        "<figcaption></figcaption></figure>"
        for kind in BLOCKS
    )
    asked = {
        "status": "phrase",
        "release_date": "arrives",
        "platform": "on",
        "episode_count": "count",
    }
    sentences = "".join(
        f"<p>The season {element(Reference(field, show.pk, 2, form), 'x')}.</p>"
        for field, form in asked.items()
    )
    return f"<p>All that is known.</p>{sentences}{blocks}"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(clock, client):
    show = ShowFactory(title="All of Us Are Dead")
    season = SeasonFactory(show=show, number=2)
    AnnouncementFactory(
        show=show,
        season=season,
        kind=Kind.RENEWED,
        announced_on=date(2022, 6, 6),
        public_from=datetime(2022, 6, 6, tzinfo=UTC),
    )
    about = {"shows": [show], "seasons": [season], "body": bodies(show)}
    moment = START - HOUR
    desk = Client()
    desk.force_login(make_editor())
    return World(
        show=show,
        season=season,
        guide=ArticleFactory(
            kind=Article.Kind.EXPLAINER,
            headline="All that is known",
            published_at=moment,
            **about,
        ),
        list=ArticleFactory(
            kind=Article.Kind.LIST, headline="Ten", published_at=moment, **about
        ),
        news=ArticleFactory(headline="The day’s news", published_at=moment, **about),
        draft=ArticleFactory(kind=Article.Kind.EXPLAINER, headline="Draft", **about),
        client=client,
        desk=desk,
    )


def assert_all_say(pages, *words):
    silent = {name for name, text in pages.items() if any(w not in text for w in words)}
    assert not silent, f"{words} is not on: {', '.join(sorted(silent))}"


def assert_none_says(pages, *words):
    loud = {name for name, text in pages.items() if any(w in text for w in words)}
    assert not loud, f"{words} is still on: {', '.join(sorted(loud))}"


# The pages that keep no timeline: what was so once stands on none of them.
WITHOUT_HISTORY = ("guide", "list", "preview for the desk", "preview for outsiders")


def today(pages):
    return {name: pages[name] for name in WITHOUT_HISTORY}


FIRST, SECOND = "28 January 2027", "5 March 2027"


def test_a_date_is_right_everywhere_when_it_is_set_and_when_it_is_moved(world, clock):
    before = world.living_pages()
    assert_none_says(before, FIRST)
    assert_all_say(today(before), "has been renewed", "has not been dated")

    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.DATE_SET, date=date(2027, 1, 28), precision="day")
    pages = world.living_pages()
    assert_all_say(pages, FIRST)
    assert_none_says(today(pages), "has not been dated")

    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.DATE_MOVED, date=date(2027, 3, 5), precision="day")
    pages = world.living_pages()
    assert_all_say(pages, SECOND)
    # What it was is told once, among what changed.
    assert today(pages)["guide"].count(FIRST) == 1
    assert_none_says(
        {name: pages[name] for name in WITHOUT_HISTORY[2:]}, f"arrives on {FIRST}"
    )


def test_calendars_feeds_and_machines_are_told_of_the_same_date(world, clock):
    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.DATE_SET, date=date(2027, 1, 28), precision="day")

    assert "All of Us Are Dead" in world.words("/calendar/?month=2027-01")
    for path in ("/calendar.ics", f"{world.show_page}calendar.ics"):
        assert "DTSTART;VALUE=DATE:20270128" in world.calendar_feed(path)
    assert "2027-01-28" in world.structured(world.season_page)
    assert "2027-01-28" in world.structured(world.show_page)
    assert "Dated" in world.words("/shows/")
    assert "28 Jan 2027 All of Us Are Dead Season 2" in world.words("/")

    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.DATE_MOVED, date=date(2027, 3, 5), precision="day")

    assert f"Moved to {SECOND}" in world.words("/calendar/?month=2027-01")
    assert "All of Us Are Dead" in world.words("/calendar/?month=2027-03")
    for path in ("/calendar.ics", f"{world.show_page}calendar.ics"):
        feed = world.calendar_feed(path)
        assert "DTSTART;VALUE=DATE:20270305" in feed
        assert "20270128" not in feed
    for page in (world.season_page, world.show_page):
        assert "2027-03-05" in world.structured(page)
        assert "2027-01-28" not in world.structured(page)
    assert "5 Mar 2027 All of Us Are Dead Season 2" in world.words("/")


def test_the_stamps_of_a_guide_follow_for_readers_and_for_machines(world, clock):
    published = (START - HOUR).isoformat()
    assert f'"dateModified": "{published}"' in world.structured(world.guide_page)

    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.DATE_SET, date=date(2027, 1, 28), precision="day")
    clock.shift(HOUR)

    changed = world.moment.isoformat()
    assert f'"dateModified": "{changed}"' in world.structured(world.guide_page)
    assert f'"datePublished": "{published}"' in world.structured(world.guide_page)
    assert f'property="article:modified_time" content="{changed}"' in world.html(
        world.guide_page
    )
    sitemap = world.html("/sitemaps/stories-2026-11.xml")
    assert sitemap.count(f"<lastmod>{changed}</lastmod>") == 2
    assert f"<lastmod>{published}</lastmod>" in sitemap
    assert "What changed" in world.words(world.guide_page)
    assert "What changed" not in world.words(world.news.get_absolute_url())


def test_the_story_of_the_day_reads_as_it_did_with_since_then_below(world, clock):
    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.DATE_SET, date=date(2027, 1, 28), precision="day")

    text = world.words(world.news.get_absolute_url())

    story, since_then = text.split("Since then", 1)
    assert "has been renewed" in story
    assert "has not been dated" in story
    assert FIRST in since_then


@pytest.mark.parametrize(
    ("kind", "says", "no_longer"),
    [
        (Kind.IN_PRODUCTION, "is in production", "has been renewed"),
        (Kind.CANCELLED, "has been cancelled", "has been renewed"),
        (Kind.RELEASED, "is out now", "has been renewed"),
    ],
)
def test_a_status_is_right_everywhere(world, clock, kind, says, no_longer):
    word = {"is in production": "In production", "is out now": "Out now"}.get(
        says, "Cancelled"
    )
    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(kind)

    pages = world.living_pages()

    assert_all_say(pages, word)
    assert_all_say(today(pages), says)
    assert_none_says(today(pages), no_longer)
    assert word in world.words("/shows/")


def test_a_platform_and_a_number_of_episodes_are_right_everywhere(world, clock):
    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.PLATFORM_ADDED, platform=PlatformFactory(name="Netflix"))
    world.tell(Kind.EPISODE_COUNT, number=12)
    assert_all_say(today(world.living_pages()), "Netflix", "12 episodes")

    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.PLATFORM_CHANGED, platform=PlatformFactory(name="TVING"))
    world.tell(Kind.EPISODE_COUNT, number=10)
    pages = world.living_pages()

    assert_all_say(today(pages), "on TVING", "10 episodes")
    assert_none_says(today(pages), "on Netflix", "12 episodes")
    season = world.structured(world.season_page)
    assert '"numberOfEpisodes": 10' in season
    assert "TVING" in pages["season"]


def test_who_joins_and_who_leaves_is_right_everywhere(world, clock):
    actor = PersonFactory(name="Cho Yi-hyun")
    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.JOINS, person=actor, character="Choi Nam-ra")
    pages = world.living_pages()
    assert_all_say(pages, "Cho Yi-hyun", "Choi Nam-ra")
    assert "Cho Yi-hyun" in world.structured(world.season_page)
    assert "Choi Nam-ra" in world.words(actor.get_absolute_url())

    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.LEAVES, person=actor, character="Choi Nam-ra")

    assert "Cho Yi-hyun" not in world.structured(world.season_page)
    assert "Choi Nam-ra" not in world.words(actor.get_absolute_url())


def test_what_is_withdrawn_is_gone_everywhere_in_the_next_request(world, clock):
    clock.shift(HOUR)
    world.moment += HOUR
    wrong = world.tell(Kind.DATE_SET, date=date(2027, 1, 28), precision="day")
    assert_all_say(world.living_pages(), FIRST)

    clock.shift(HOUR)
    facts.withdraw(wrong, by=UserFactory(admin=True), reason="A hoax")
    pages = world.living_pages()

    assert_all_say(today(pages), "has not been dated")
    assert_none_says(pages, f"arrives on {FIRST}")
    assert "STATUS:CANCELLED" in world.calendar_feed("/calendar.ics")
    assert "2027-01-28" not in world.structured(world.season_page)
    assert FIRST not in pages["season"]


def test_under_embargo_nothing_changes_and_by_the_clock_everything_does(world, clock):
    lifts = START + 24 * HOUR
    world.tell(
        Kind.DATE_SET, date=date(2027, 1, 28), precision="day", public_from=lifts
    )
    clock.move_to(lifts - timedelta(seconds=1))
    before = world.living_pages()
    feed = world.calendar_feed("/calendar.ics")

    clock.move_to(lifts)
    after = world.living_pages()

    assert_none_says(before, "2027")
    assert "2027" not in feed.replace("DTSTAMP", "")
    assert_all_say(after, FIRST)
    assert "20270128" in world.calendar_feed("/calendar.ics")
    assert f"<lastmod>{lifts.isoformat()}</lastmod>" in world.html(
        "/sitemaps/stories-2026-11.xml"
    )


def test_a_rewritten_story_that_waits_is_not_needed_for_any_of_it(world, clock):
    """Nothing is saved or published by the news itself."""
    versions = {
        article.pk: article.versions.count() for article in Article.objects.all()
    }
    clock.shift(HOUR)
    world.moment += HOUR
    world.tell(Kind.DATE_SET, date=date(2027, 1, 28), precision="day")

    for article in Article.objects.all():
        assert article.versions.count() == versions[article.pk]
    assert publishing.confirm_still_true(world.guide, by=make_editor()).checked_at
