"""
Every kind of page there is, and a newsroom that fills each of them.

What holds for all pages (valid HTML, nothing that axe finds, whole structured data, an
ETag, no step sideways on a phone) is tested over `PAGES`; what holds for all feeds and
sitemaps over `FEEDS` and `SITEMAPS`. `tests/newsroom/test_page_kinds.py` asks the
resolver whether one is missing here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import layouts, publishing
from articles.models import Article, PreviewLink
from articles.reading.previews import preview_url
from authors.models import User
from newsroom import outside
from newsroom.models import AdPlace, Site
from shows.models import OtherTitle, Person, Season, Show
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.authors import AuthorFactory
from tests.factories.curation import ShelfFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.newsroom import PageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    CountryFactory,
    CreditFactory,
    EpisodeFactory,
    GenreFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
    TrailerFactory,
)

on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="what is printed is the same from both databases; SQLite has shown it",
)

# Longer than anybody plans for.
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"
SHOW = "/shows/all-of-us-are-dead/"


@dataclass(frozen=True)
class Page:
    """
    One kind of page: its name, an address that has it, the route it comes by.

    `types` is what its structured data describes, beside the way to the page and the
    publisher. An address in braces is one that the newsroom makes.
    """

    name: str
    address: str
    route: str
    types: tuple[str, ...] = ()
    status: int = 200
    is_for_desk: bool = False


PAGES = (
    Page("home", "/", "home", ("WebSite", "NewsMediaOrganization")),
    Page(
        "guide",
        "/articles/guide/",
        "articles:article-detail",
        ("NewsArticle", "ItemList"),
    ),
    Page("news", "/articles/news/", "articles:article-detail", ("NewsArticle",)),
    Page(
        "review",
        "/articles/review/",
        "articles:article-detail",
        ("NewsArticle", "Review"),
    ),
    Page("retracted", "/articles/retracted/", "articles:article-detail"),
    Page("gone", "/articles/gone/", "articles:article-detail", status=410),
    Page("back soon", "/articles/soon/", "articles:article-detail", status=503),
    Page("list", "/articles/", "articles:article-list"),
    Page("second page", "/articles/?page=2", "articles:article-list"),
    Page("section", "/sections/tv/", "articles:section"),
    Page("tag", "/tags/zombies/", "articles:tag"),
    Page("corrections", "/corrections/", "articles:correction-list"),
    Page("updates", "/corrections/?show=updates", "articles:correction-list"),
    Page("shows", "/shows/", "shows:show-list"),
    Page("show", SHOW, "shows:show-detail", ("TVSeries",)),
    Page("film", "/shows/uprising/", "shows:show-detail", ("Movie",)),
    Page("season", f"{SHOW}season-2/", "shows:season-detail", ("TVSeason",)),
    Page("coverage", f"{SHOW}articles/", "articles:show-coverage"),
    Page("person", "/people/park-ji-hu/", "shows:person-detail", ("Person",)),
    Page("author", "/authors/ada-quill/", "authors:author-detail", ("ProfilePage",)),
    Page("calendar", "/calendar/", "shows:calendar"),
    Page("about", "/about-us/", "page", ("AboutPage",)),
    Page("masthead", "/who-we-are/", "page", ("WebPage",)),
    Page("search", "/search/", "search"),
    Page("found", "/search/?q=all+of+us+are+ded", "search"),
    Page("nothing found", "/search/?q=xyzzy", "search"),
    Page("not found", "/nothing/here/", "", status=404),
    Page("refused", "/errors/400/", "", status=400),
    Page("forbidden", "/errors/403/", "", status=403),
    Page("broken", "/errors/500/", "", status=500),
    Page("no database", "/errors/503/", "", status=503),
    Page("preview", "{preview}", "articles:preview", is_for_desk=True),
    Page("preview outside", "{preview_outside}", "articles:preview"),
    Page("preview not there", "/preview/1/", "articles:preview", status=404),
    Page("layout preview", "{layout_preview}", "layout-preview", is_for_desk=True),
)
# Those that say something else while there is nothing to show.
EMPTY = ("home", "list", "shows", "calendar", "corrections", "search", "not found")

# What each kind of feed is called, and the page it belongs to.
FEEDS = {
    "feed": "/",
    "section-feed": "/sections/tv/",
    "tag-feed": "/tags/zombies/",
    "show-feed": SHOW,
    "person-feed": "/people/park-ji-hu/",
    "author-feed": "/authors/ada-quill/",
}
SITEMAPS = ("sitemap", "sitemap-part", "news-sitemap")
# What no person reads, beside feeds and sitemaps.
MACHINES = {
    "healthz": "/healthz",
    "manifest": "/site.webmanifest",
    "robots": "/robots.txt",
    "ads-txt": "/ads.txt",
    "search-suggestions": "/search/suggestions/?q=all",
    "shows:calendar-feed": "/calendar.ics",
    "shows:show-calendar-feed": f"{SHOW}calendar.ics",
}


# Addresses that only lead on to another.
LEADING_ON = ("page-without-slash",)


class Newsroom:
    """A little of everything that pages show, and a story with every block."""

    def __init__(self) -> None:
        self.editor = make_editor()
        self.section = SectionFactory(name="TV", description="Series and seasons.")
        self.author = AuthorFactory(
            name="Ada Quill", biography="Writes.", portrait=ImageFactory()
        )
        self.author.links.create(label="Mastodon", url="https://example.com/@ada")
        self.show, self.season = self._series()
        self.person = self._people()
        self.film = self._film()
        ShowFactory(title=LONG)
        self._news_of_the_show()
        self.shelf = ShelfFactory(
            title="If you liked it", everywhere=True, items=[self.film]
        )
        # Everything that a body can hold.
        self.body = TEXT.format(show=self.show.pk) + "".join(self._blocks())
        self.guide = self._guide()
        self._stories()
        for kind, title in (("about", "About us"), ("masthead", "Who we are")):
            PageFactory(kind=kind, title=title, body=TEXT_OF_PAGE, published=True)
        self.addresses = self._previews()
        self._advertise()

    def address(self, page: Page) -> str:
        return page.address.format(**self.addresses)

    def reader(self, page: Page) -> Client:
        """Whoever may open the page; a page that fails is answered all the same."""
        client = Client(raise_request_exception=False)
        if page.is_for_desk:
            client.force_login(self.editor)
        return client

    def _series(self) -> tuple[Show, Season]:
        show = ShowFactory(
            title="All of Us Are Dead",
            original_title="지금 우리 학교는",
            synopsis="A school is locked in.",
            year=2022,
            runtime=61,
            certificate="TV-MA",
            based_on="the webtoon Now at Our School",
            imdb_id="tt14169960",
            genres=[GenreFactory(name="Horror"), GenreFactory(name="Drama")],
            countries=[CountryFactory()],
            poster=ImageFactory(),
            backdrop=ImageFactory(),
        )
        OtherTitle.objects.create(show=show, title="Now at Our School")
        SeasonFactory(show=show, number=1)
        season = SeasonFactory(show=show, number=2, synopsis="They are out.")
        EpisodeFactory(season=season, title="Back to school")
        SeasonPartFactory(season=season, number=1, title="Volume 1")
        TrailerFactory(show=show, season=season, poster=ImageFactory())
        return show, season

    def _people(self) -> Person:
        person = PersonFactory(
            name="Park Ji-hu", biography="Acts.", portrait=ImageFactory()
        )
        CreditFactory(show=self.show, person=person, character="Nam On-jo")
        CreditFactory(show=self.show, person=PersonFactory(name=LONG), character=LONG)
        CreditFactory(
            show=self.show, person=PersonFactory(name="Lee Jae-kyoo"), director=True
        )
        return person

    def _film(self) -> Show:
        film = ShowFactory(film=True, title="Uprising", synopsis="A war.", runtime=127)
        CreditFactory(show=film, person=self.person, character="A soldier")
        coming = timezone.localdate() + timedelta(days=9)
        AnnouncementFactory(show=film, kind="date_set", date=coming, precision="day")
        return film

    def _news_of_the_show(self) -> None:
        show, season = self.show, self.season
        common = {"show": show, "season": season}
        AnnouncementFactory(**common, source_url="https://example.com/renewed")
        today = timezone.localdate()
        for certainty, days in (("confirmed", 20), ("reported", 21), ("rumoured", 22)):
            AnnouncementFactory(
                **common,
                kind="date_set",
                date=today + timedelta(days=days),
                precision="day",
                certainty=certainty,
                source_name=certainty,
            )
        AnnouncementFactory(
            show=show, kind="platform_added", platform=PlatformFactory(name="Netflix")
        )
        AnnouncementFactory(**common, kind="episode_count", number=12)
        AnnouncementFactory(
            show=show, kind="joins", person=PersonFactory(name="Roh Jae-won")
        )

    def _blocks(self) -> list[str]:
        """One of each kind of block; of those made from facts, of show and season."""
        picture = ImageFactory(caption="On the roof", credit="TVN")
        other = ArticleFactory(published=True, headline="Read this, too")
        blocks = [
            _block("picture", picture.pk, caption="The roof &amp; the sky"),
            _block("article", other.pk),
            _block("show", self.show.pk),
            _block("watch-next", self.shelf.pk),
        ]
        for kind in ("facts", "known", "cast", "timeline", "watch", "trailer", "time"):
            blocks += [_block(kind, self.show.pk), _block(kind, self.show.pk, season=2)]
        shown = [picture, ImageFactory(), ImageFactory()]
        gallery = "".join(_block("picture", each.pk) for each in shown)
        caption = "<figcaption>On set</figcaption>"
        blocks.append(f'<figure class="gallery">{caption}{gallery}</figure>')
        for title, show in (("First", self.show), ("", self.film)):
            inside = _block("picture", picture.pk) + _block("show", show.pk)
            blocks.append(
                f'<section class="entry"><h2>{title}</h2>{inside}<p>Good.</p></section>'
            )
        for address in (
            "https://x.com/demo_desk/status/1987654321098765432",
            "https://www.youtube.com/watch?v=1ovgxN2VWNc",
        ):
            blocks.append(
                f'<figure class="post" data-address="{address}" data-author="Demo desk"'
                ' data-title="On the roof" data-date="2026-11-10" data-duration="2:31">'
                "<blockquote>The roof is taken.</blockquote>"
                f"{_block('picture', picture.pk)}</figure>"
            )
        return blocks

    def _guide(self) -> Article:
        common = self._about()
        guide = ArticleFactory(
            slug="guide",
            kind="explainer",
            headline=f"{LONG}: everything that is known",
            body=self.body,
            lead_image=ImageFactory(credit="Courtesy of Netflix"),
            seasons=[self.season],
            people=[self.person],
            tags=["Zombies", "Korean drama"],
            **common,
        )
        guide.sources.create(
            name="Netflix",
            url="https://example.com/a?b=1&c=2",
            published_on=date(2026, 1, 2),
        )
        guide.sources.create(name="A person who knows", position=1)
        publishing.save_version(guide, by=self.editor)
        publishing.publish(guide, by=self.editor)
        publishing.correct(
            guide, by=self.editor, changes={"standfirst": "Right."}, notice="Was wrong."
        )
        publishing.fix_live(
            guide,
            by=self.editor,
            changes={"standfirst": "Right, and new."},
            substantive=True,
            reason="A date was set.",
        )
        return guide

    def _about(self) -> dict[str, Any]:
        return {
            "shows": [self.show],
            "authors": [self.author],
            "section": self.section,
        }

    def _stories(self) -> None:
        common = self._about()
        live = f'<p>It <span data-fact="status" data-show="{self.show.pk}" data-season="2" data-form="phrase">x</span>.</p>'
        with time_machine.travel(timezone.now() - timedelta(days=3)):
            ArticleFactory(slug="news", body=live, published=True, **common)
        # News that came out since is told below what was written before.
        AnnouncementFactory(show=self.show, season=self.season, kind="in_production")
        ArticleFactory(
            slug="review",
            kind="review",
            rating="4.5",
            verdict="It burns well.",
            published=True,
            **common,
        )
        ArticleFactory(slug="retracted", retracted=True, **common)
        for slug, then in (("gone", "gone"), ("soon", "soon")):
            story = ArticleFactory(slug=slug, published=True, **common)
            publishing.unpublish(story, by=self.editor, then=then)
        picture = ImageFactory()
        for _ in range(22):
            ArticleFactory(published=True, lead_image=picture, **common)

    def _advertise(self) -> None:
        """An ad of our own in every place."""
        picture = ImageFactory()
        AdPlace.objects.update(
            is_on=True,
            headline="Read our guides",
            words="All of them.",
            link="https://example.com/guides",
            picture=picture,
        )
        sellers = "ads.example.com, pub-1, DIRECT"
        Site.objects.update(ads_on=True, ads_sellers=sellers)
        outside.tell_site(by=User.objects.create_superuser("administrator"))

    def _previews(self) -> dict[str, str]:
        version = self.guide.versions.first()
        assert version
        now = timezone.now()
        link = PreviewLink.objects.create(
            article=self.guide,
            version=version,
            label="A publicist",
            made_by=self.editor,
            created_at=now,
            expires_at=now + timedelta(hours=1),
        )
        # What is live needs no link any more, so it opens a draft.
        draft = ArticleFactory(slug="draft", body=self.body, **self._about())
        link.article, link.version = draft, draft.versions.get()
        link.save()
        layout = layouts.draft(layouts.home(), by=self.editor)
        return {
            "preview": preview_url(version),
            "preview_outside": f"/preview/{link.token}/",
            "layout_preview": f"/admin/layouts/{layout.pk}/preview/",
        }


def _block(kind: str, pk: int, *, season: int | None = None, caption: str = "") -> str:
    number = f' data-season="{season}"' if season is not None else ""
    words = f' data-caption="{caption}"' if caption else ""
    return (
        f'<figure data-embed="{kind}" data-id="{pk}"{number}{words}>'
        "<figcaption>Fallback</figcaption></figure>"
    )


TEXT_OF_PAGE = "<h2>How we work</h2><p>We say <a href='/corrections/'>so</a>.</p>"
TEXT = (
    "<p>Some <strong>words</strong>, <em>more</em>, H<sub>2</sub>O, x<sup>2</sup>, "
    '<s>gone</s>, <cite>a film</cite>, <q>said</q> &amp; <a href="/shows/">a link</a> '
    'or <a href="https://example.com/?a=1&amp;b=2">two</a>.<br>A new line.</p>'
    '<h2>Release date</h2><p>It <span data-fact="release_date" data-show="{show}" '
    'data-season="2" data-form="arrives">x</span> and '
    '<span data-fact="status" data-show="{show}" data-season="2" data-form="phrase">x'
    "</span>.</p><h3>By the minute</h3><h4>In Seoul</h4>"
    "<ul><li>One<ul><li>Within</li></ul></li><li>Two</li></ul>"
    '<ol start="3" reversed=""><li>Three</li><li>Two</li></ol>'
    "<blockquote><p>They said so.</p></blockquote>"
    '<blockquote class="pull"><p>They said so.</p></blockquote>'
    "<details><summary>The end</summary><p>Everybody drowns.</p></details><hr>"
    "<h2>Cast</h2><table><caption>Parts</caption><thead><tr>"
    '<th scope="col">Part</th><th scope="col" colspan="2">Actor</th></tr></thead>'
    f'<tbody><tr><th scope="row">{LONG}</th><td rowspan="2">{LONG}</td><td>A</td></tr>'
    "<tr><td>B</td><td>C</td></tr></tbody></table><h2>Plot</h2>"
)
