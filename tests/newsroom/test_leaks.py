"""
A canary word stands in everything that is not public; nobody outside may meet it.

Every public page is crawled from the home page and from the addresses that somebody
could guess.
"""

import html
import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve
from django.utils import timezone

from articles import content as contents, publishing
from articles.search.lost import words_of
from newsroom.pages import content_of, save_page
from newsroom.sitemaps import CATALOGUE
from shows import embargoes, facts
from shows.models import Announcement
from tests.factories.articles import ArticleFactory, BylineAuthorFactory, SectionFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.newsroom import PageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

CANARY = re.compile(r"canary\w*", re.IGNORECASE)
LINK = re.compile(r'(?:href|action)="([^"]+)"')
# Ways that other systems were talked into showing more.
TRICKS = ["?static=1&order=asc", "?preview=true", "?page=2", "?state=draft", "?at=2099"]


@pytest.fixture
def newsroom():
    """A live story, and one of every kind of secret about the same things."""
    editor, writer = make_editor(), make_writer()
    show = ShowFactory(title="Public Show", slug="public-show")
    season = SeasonFactory(show=show, number=1)
    AnnouncementFactory(show=show, season=season, kind="in_production")
    credit = CreditFactory(show=show)
    about = {"shows": [show], "seasons": [season], "people": [credit.person]}
    author = BylineAuthorFactory()
    section = SectionFactory()

    def secret(name, **state):
        return ArticleFactory(
            headline=f"Canary{name} headline",
            slug=f"canary{name}",
            standfirst=f"Canary{name} standfirst",
            body=f"<p>Canary{name} body.</p>",
            seo_title=f"Canary{name} title",
            seo_description=f"Canary{name} description",
            internal_note=f"Canary{name} note",
            lead_caption=f"Canary{name} caption",
            tags=["Public tag", f"Canary{name} tag"],
            authors=[author],
            section=section,
            **about,
            **state,
        )

    PageFactory(title="Canarypage", slug="canarypage", body="<p>Canarypage.</p>")
    house = PageFactory(title="House rules", published=True)
    rules = content_of(house) | {
        "title": "Canaryrenamed",
        "body": "<p>Canaryrules.</p>",
    }
    save_page(house, rules, base=1, by=editor, at=timezone.now())
    draft = secret("draft")
    secret("review", in_review=True)
    scheduled = secret("scheduled", scheduled=True)
    secret("expired", expired=True)
    cancelled = secret("cancelled", scheduled=True)
    publishing.cancel_schedule(cancelled, cancelled.versions.get(), by=editor)
    moved = secret("moved", scheduled=True)
    publishing.change_address(moved, "canarynewaddress", by=editor)

    secret_show = ShowFactory(title="Canaryshow", slug="canaryshow")
    live = ArticleFactory(
        headline="Public story",
        slug="public-story",
        body=(
            "<p>All may read this.</p>"
            f'<figure class="embed embed-article" data-embed="article" '
            f'data-id="{draft.pk}"><figcaption>Read more</figcaption></figure>'
            f'<figure class="embed embed-article" data-embed="article" '
            f'data-id="{scheduled.pk}"><figcaption>Read more</figcaption></figure>'
            f'<figure class="embed embed-show" data-embed="show" '
            f'data-id="{secret_show.pk}"><figcaption>A show</figcaption></figure>'
        ),
        internal_note="Canarynote",
        tags=["Public tag"],
        authors=[author],
        section=section,
        **about,
    )
    # Published past the check for broken embeds, as a story is whose links broke.
    version = live.versions.get()
    editor_content = version.content
    body = editor_content["body"]
    _save(live, editor, body="<p>All may read this.</p>")
    publishing.publish(live, by=editor)
    live_version = live.versions.first()
    type(live_version).objects.filter(pk=live_version.pk).update(body=body)
    _save(live, writer, headline="Canaryrework", body="<p>Canaryrework.</p>")

    retracted = ArticleFactory(
        headline="Withdrawn story",
        slug="withdrawn-story",
        body="<p>Canaryretracted.</p>",
        tags=["Public tag"],
        authors=[author],
        section=section,
        published=True,
        **about,
    )
    publishing.retract(retracted, by=editor, notice="It was wrong.")

    facts.record(
        by=editor,
        kind=Announcement.Kind.RENEWED,
        show=show,
        season=SeasonFactory(show=show, number=2),
        source_name="Canaryembargo",
        announced_on=timezone.localdate(),
        public_from=timezone.now() + timedelta(days=3),
    )
    for person, about_show in (
        (None, secret_show),
        (PersonFactory(name="Canaryname"), show),
    ):
        facts.record(
            by=editor,
            kind=Announcement.Kind.JOINS if person else Announcement.Kind.IN_PRODUCTION,
            show=about_show,
            person=person,
            character="Canaryrole" if person else "",
            source_name="Canarysource",
            announced_on=timezone.localdate(),
            public_from=timezone.now() + timedelta(days=3),
        )
    facts.record(
        by=editor,
        kind=Announcement.Kind.DATE_SET,
        show=show,
        season=season,
        date=date(2099, 1, 28),
        precision="day",
        source_name="Canarydate",
        announced_on=timezone.localdate(),
        public_from=timezone.now() + timedelta(days=3),
    )
    return live


def _save(article, by, **changes):
    article.refresh_from_db()
    content = contents.capture(article) | changes
    return publishing.save_version(article, content, by=by)


def crawl(client, start):
    """Every internal address reachable from `start`, with its response's text."""
    queue, seen = list(start), {}
    while queue:
        path = queue.pop()
        if path in seen or path.startswith(("/static/", "/media/", "/admin/")):
            continue
        assert len(seen) < 500, "the site has no end"
        response = client.get(path)
        text = b"".join(response).decode(errors="replace")
        if words := words_of(urlsplit(path).path):
            # Told back in the search box of a page that says nothing is there.
            text = text.replace(f'value="{words}"', "")
        seen[path] = (response, text + response.get("Location", ""))
        for link in LINK.findall(text) + re.findall(r"<loc>([^<]+)", text):
            url = urlsplit(urljoin(f"http://testserver{path}", html.unescape(link)))
            # Choices of a search combine without end; robots.txt spares programs them.
            if url.path.startswith("/search/") and url.query:
                continue
            # Each choice of a list is followed, but not each with every other.
            if url.query and "?" in path and url.path == path.split("?")[0]:
                continue
            if url.netloc in ("testserver", "localhost:8000"):
                queue.append(url.path + (f"?{url.query}" if url.query else ""))
    return seen


def guessable(newsroom):
    """Addresses that a curious person would try."""
    slugs = [
        "canarydraft",
        "canaryreview",
        "canaryscheduled",
        "canaryexpired",
        "canarycancelled",
        "canarymoved",
        "canarynewaddress",
    ]
    pages = ["canarypage", "canaryrenamed"]
    tags = ["canarydraft-tag", "canaryscheduled-tag", "canaryexpired-tag"]
    return [
        "/",
        "/articles/",
        "/shows/",
        "/corrections/",
        "/search/",
        "/search/?q=public+story",
        "/search/?q=public+show+cast",
        "/search/suggestions/?q=publ",
        *(f"/{slug}{end}" for slug in pages for end in ("/", "")),
        "/robots.txt",
        "/ads.txt",
        "/sitemap.xml",
        "/news-sitemap.xml",
        *(f"/sitemaps/{name}.xml" for name in ("pages", *CATALOGUE)),
        f"/sitemaps/stories-{timezone.now():%Y-%m}.xml",
        "/feed.xml",
        "/feed.atom",
        "/sections/tv/feed.xml",
        "/shows/public-show/feed.atom",
        "/shows/canaryshow/feed.xml",
        "/people/canaryname/feed.xml",
        "/authors/ada-quill/feed.atom",
        *(f"/tags/{tag}/feed.xml" for tag in tags),
        "/healthz",
        "/sections/tv/",
        "/shows/public-show/",
        "/shows/public-show/season-1/",
        "/shows/public-show/season-2/",
        "/shows/public-show/articles/",
        "/shows/canaryshow/",
        "/shows/canaryshow/articles/",
        "/people/canaryname/",
        *(f"/articles/{slug}/" for slug in slugs),
        *(f"/tags/{tag}/" for tag in tags),
        "/calendar/",
        "/calendar/?month=2026-11",
        "/calendar/?genre=drama&platform=netflix",
        "/calendar.ics",
        "/shows/public-show/calendar.ics",
        "/shows/canaryshow/calendar.ics",
        "/preview/1/",
        "/nothing-here/",
    ]


def without_its_own_address(path, text):
    """A page may repeat the address it was asked for, or its words, nothing else."""
    asked = unquote(path.split("?")[0])
    words = {part.replace("-", " ") for part in asked.split("/") if part}
    for own in [path, unquote(path), path.split("?")[0], *sorted(words, key=len)]:
        text = text.replace(own, "")
    return text


def test_no_secret_is_met_on_any_public_page(client, newsroom):
    tricks = [path + trick for path in guessable(newsroom)[:13] for trick in TRICKS]

    pages = crawl(client, guessable(newsroom) + tricks)

    found = {
        path: CANARY.findall(without_its_own_address(path, text))
        for path, (_, text) in pages.items()
        if CANARY.search(without_its_own_address(path, text))
    }
    assert found == {}
    assert "2099" not in "".join(
        text.replace("at=2099", "").replace("at%3D2099", "")
        for _, text in pages.values()
    )
    assert pages["/shows/public-show/season-2/"][0].status_code == 404
    assert "season-2" not in pages["/shows/public-show/"][1]
    assert "All may read this." in pages["/articles/public-story/"][1]
    assert not [path for path, (r, _) in pages.items() if r.status_code >= 500]


def test_the_crawl_would_notice(client, newsroom):
    # It names no show: those of the newsroom wait for news under embargo.
    ArticleFactory(headline="Canaryout", published=True)

    pages = crawl(client, ["/"])

    assert any(CANARY.search(text) for _, text in pages.values())


def test_what_was_embargoed_is_everywhere_once_the_clock_has_moved(client, newsroom):
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        pages = crawl(client, ["/"])

    text = "".join(text for _, text in pages.values())
    assert "Canaryscheduled headline" in text
    assert "2099" in text
    assert {"Canaryshow", "Canaryname", "Canaryrole"} <= set(CANARY.findall(text))
    assert "/shows/public-show/season-2/" in pages


def test_an_editor_who_looks_ahead_leaves_nothing_for_readers(client, newsroom):
    editor = Client()
    editor.force_login(make_editor())
    then = timezone.now() + timedelta(days=4)
    editor.post("/admin/ahead/", {"then": then.isoformat()})

    seen = crawl(editor, guessable(newsroom))
    pages = crawl(client, guessable(newsroom))

    told = "".join(text for _, text in seen.values())
    assert {"Canaryshow", "Canaryname", "Canaryscheduled"} <= set(CANARY.findall(told))
    assert all(
        "no-store" in response["Cache-Control"]
        for response, text in seen.values()
        if CANARY.search(text)
    )
    found = {
        path: CANARY.findall(without_its_own_address(path, text))
        for path, (_, text) in pages.items()
        if CANARY.search(without_its_own_address(path, text))
    }
    assert found == {}


NIGHTS = [
    # The hour that comes twice, and the moment after the one that never comes.
    ("America/New_York", datetime(2026, 11, 1, 1, 30)),
    ("Europe/London", datetime(2027, 3, 28, 2, 0)),
    ("Australia/Lord_Howe", datetime(2027, 4, 4, 1, 45)),
]


@pytest.mark.parametrize(("zone", "local"), NIGHTS)
def test_news_and_its_story_under_an_embargo_come_out_with_the_clock_alone(
    client, zone, local
):
    lifts_at = local.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    show = ShowFactory(title="Public Show", slug="public-show")
    addresses = ["/", "/shows/public-show/season-3/", "/articles/canary-story/"]
    with time_machine.travel(lifts_at - timedelta(days=2)):
        editor = make_editor()
        AnnouncementFactory(show=show, kind="in_production")
        embargo = embargoes.make(by=editor, name="Canaryembargo", lifts_at=lifts_at)
        said = {"by": editor, "source_name": "Canarysource", "embargo": embargo}
        today = timezone.localdate()
        news = facts.record(
            kind="renewed", show=show, season_number=3, announced_on=today, **said
        )
        secret = ShowFactory(title="Canaryshow", slug="canaryshow")
        facts.record(kind="announced", show=secret, announced_on=today, **said)
        story = ArticleFactory(
            headline="Canary headline",
            slug="canary-story",
            body="<p>Canary body.</p>",
            shows=[show, secret],
            seasons=[news.season],
        )
        publishing.schedule(story, by=editor, embargo=embargo)

    with time_machine.travel(lifts_at - timedelta(seconds=1), tick=False):
        cache.clear()
        before = crawl(client, [*addresses, "/feed.xml", "/sitemap.xml", "/calendar/"])
    with time_machine.travel(lifts_at, tick=False):
        cache.clear()
        after = crawl(client, [*addresses, "/feed.xml"])

    for path, (_, text) in before.items():
        assert not CANARY.search(without_its_own_address(path, text)), path
    assert [before[path][0].status_code for path in addresses] == [200, 404, 404]
    assert [after[path][0].status_code for path in addresses] == [200, 200, 200]
    assert "Canary headline" in after["/"][1]
    assert "Canary headline" in after["/feed.xml"][1]
    assert "/shows/canaryshow/" in after


def test_every_public_route_is_crawled(client, newsroom):
    """A page that is added later must be reachable, or be named here."""
    pages = crawl(client, guessable(newsroom))
    asked = {_view_name(path) for path in pages}
    routes = {name for name in _public_routes() if name}

    assert routes - asked == set()


def _view_name(path):
    try:
        return resolve(path.split("?")[0]).view_name
    except Resolver404:
        return None


def _public_routes():
    for pattern in get_resolver().url_patterns:
        prefix = str(pattern.pattern)
        if prefix.startswith(("admin/", "media/", "static/")):
            continue
        if hasattr(pattern, "url_patterns"):
            for child in pattern.url_patterns:
                yield f"{pattern.namespace}:{child.name}"
        else:
            yield pattern.name
