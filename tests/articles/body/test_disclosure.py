"""Who paid for a story or its links: said everywhere, and marked for machines."""

import re
from datetime import timedelta

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.template import RequestContext, Template
from django.utils import timezone

from articles import layouts, publishing
from articles.body.citing import cite
from articles.body.linked import hrefs
from articles.body.sanitising import sanitise
from articles.checking.readiness import links, problems
from articles.models import Shop, Version
from articles.models.disclosure import host_of
from tests.articles.admin.test_admin import change_url, save
from tests.articles.curation.test_fill import beside, titles
from tests.factories.articles import ArticleFactory, SectionFactory, live_version
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import ShowFactory
from tests.structured import nodes

pytestmark = pytest.mark.django_db

PAID = 'rel="sponsored nofollow noopener"'
SPONSORED = {
    "disclosure": "sponsored",
    "disclosed_by": "Lumen Streaming",
    "disclosed_link": "https://www.lumen.example/offer",
}


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://news.example"


def link(address):
    return f'<p>See <a href="{address}">there</a>.</p>'


def page_of(client, article):
    return client.get(article.get_absolute_url()).content.decode()


def rel_of(html, address):
    found = re.search(rf'<a href="{re.escape(address)}"([^>]*)>', html)
    return found and found[1].strip()


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://WWW.Shop.example/a?b=c", "shop.example"),
        ("shop.example", "shop.example"),
        ("shop.example:8080/x", "shop.example"),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_a_site_is_told_by_its_host(typed, host):
    assert host_of(typed) == host


def test_a_sponsored_story_says_so_above_its_text_and_wherever_its_headline_goes(
    client,
):
    show = ShowFactory(title="The Lighthouse")
    story = ArticleFactory(
        headline="Ten evenings with Lumen",
        published=True,
        shows=[show],
        tags=["Lumen"],
        **SPONSORED,
    )
    other = f'<figure data-embed="article" data-id="{story.pk}"></figure>'
    reading = ArticleFactory(headline="Another", body=f"<p>So.</p>{other}")
    publishing.publish(reading, by=make_editor())

    page = page_of(client, story)

    assert 'role="note" aria-label="Disclosure"' in page
    assert (
        f'<a href="https://www.lumen.example/offer" {PAID}>Lumen Streaming</a>' in page
    )
    assert "<title>Sponsored: Ten evenings with Lumen" in page
    assert 'og:title" content="Sponsored: Ten evenings with Lumen"' in page
    for address in (
        "/articles/",
        f"/shows/{show.slug}/articles/",
        "/search/?q=evenings",
    ):
        html = client.get(address).content.decode()
        assert '<span class="kicker__label">Sponsored</span>' in html, address
    assert "Sponsored: read more" in page_of(client, reading)
    feed = feedparser.parse(client.get("/feed.xml").content)
    entry = next(each for each in feed.entries if "Ten evenings" in each.title)
    assert entry.title == "Sponsored: Ten evenings with Lumen"
    assert "Sponsored by" in entry.content[0].value
    suggested = client.get("/search/suggestions/?q=ten+eve").content.decode()
    assert "Sponsored" in suggested


@pytest.mark.parametrize("size", ["lead", "wide", "small", "line", ""])
def test_the_label_stands_on_cards_of_every_size(size, rf):
    story = ArticleFactory(published=True, **SPONSORED)
    version = Version.objects.for_cards().get(article=story)
    request = rf.get("/")
    request.moment = timezone.now()
    card = Template("{% load card_tags %}{% story_card version size=size %}")

    html = card.render(RequestContext(request, {"version": version, "size": size}))

    assert ">Sponsored<" in html


def test_links_to_the_sponsor_and_the_other_paid_sites_are_marked_and_no_others(client):
    paid, campaign = (
        "https://shop.lumen.example/a",
        "https://track.example/?x=1&amp;y=2",
    )
    free, ours = "https://notlumen.example/", "https://news.example/articles/"
    story = ArticleFactory(
        body="".join(map(link, (paid, campaign, free, ours))),
        published=True,
        paid_sites="track.example",
        **SPONSORED,
    )

    page = page_of(client, story)

    assert rel_of(page, paid) == PAID
    assert rel_of(page, campaign) == PAID
    assert rel_of(page, free) == 'rel="external noopener"'
    assert rel_of(page, ours) == ""
    assert "sponsored nofollow" not in live_version(story).body


def test_a_link_to_a_shop_is_marked_and_told_though_nobody_thought_of_it(client):
    address = "https://books.shop.example/seance"
    story = ArticleFactory(
        headline="Guide", body=f"<h2>{link(address)[3:-4]}</h2>{link(address)}"
    )
    publishing.publish(story, by=make_editor())
    assert "Affiliate links" not in page_of(client, story)

    Shop.objects.create(name="Books", host="shop.example")
    page = page_of(client, story)

    assert page.count(f'<a href="{address}" {PAID}>') == 2
    assert "we may earn a commission" in page
    feed = feedparser.parse(client.get("/feed.xml").content)
    assert "we may earn a commission" in feed.entries[0].content[0].value
    assert "nofollow" in client.get("/feed.xml").content.decode()


def marked(address):
    return f'<p><a rel="nofollow sponsored" href="{address}">There</a></p>'


def test_a_link_that_its_writer_marked_is_paid_wherever_it_leads(client):
    address, free = "https://any.example/a?b=1&amp;c=2", "https://other.example/"
    story = ArticleFactory(
        body=f"<h2>{marked(address)[3:-4]}</h2>{marked(address)}{link(free)}",
        published=True,
    )

    page = page_of(client, story)
    feed = client.get("/feed.xml").content.decode()

    assert page.count(f'<a href="{address}" {PAID}>') == 2
    assert rel_of(page, free) == 'rel="external noopener"'
    assert "we may earn a commission" in page
    assert "we may earn a commission" in feed
    assert feed.count("sponsored nofollow") == 2


def test_what_a_sponsor_paid_for_is_told_of_once(client):
    story = ArticleFactory(
        body=marked("https://any.example/"), published=True, **SPONSORED
    )

    page = page_of(client, story)

    assert rel_of(page, "https://any.example/") == PAID
    assert "Affiliate links" not in page


def test_a_marked_link_is_cited_and_counts_among_the_links_of_a_story():
    body = sanitise(marked("https://any.example/a") + marked("/shows/gone/"))
    source = {"name": "A", "url": "https://any.example/a", "published_on": None}

    assert cite(body, [source]).numbers == {1}
    assert hrefs(body) == ["https://any.example/a", "/shows/gone/"]
    assert [each.text for each in links(body)] == ["There", "There"]


def test_sources_that_somebody_pays_for_are_marked_too(client):
    Shop.objects.create(name="Books", host="shop.example")
    story = ArticleFactory(published=True)
    version = live_version(story)
    version.sources = [
        {"name": "A", "url": "https://shop.example/a", "published_on": None},
        {"name": "B", "url": "https://other.example/b", "published_on": None},
    ]
    version.save(update_fields=["sources"])

    page = page_of(client, story)

    assert rel_of(page, "https://shop.example/a") == PAID
    assert rel_of(page, "https://other.example/b") == 'rel="noopener"'


@pytest.mark.parametrize("links", [1, 12])
def test_marking_costs_one_query_however_many_links_there_are(
    client, django_assert_max_num_queries, links
):
    for number in range(links):
        Shop.objects.create(name=f"Shop {number}", host=f"shop{number}.example")
    body = "".join(link(f"https://shop{n}.example/") for n in range(links))
    plain = ArticleFactory(published=True)
    story = ArticleFactory(published=True, body=body)
    client.get(plain.get_absolute_url())
    with django_assert_max_num_queries(100) as without:
        client.get(plain.get_absolute_url())

    with django_assert_max_num_queries(len(without) + 1):
        client.get(story.get_absolute_url())


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("screener", "Lumen let us see this for review"),
        ("trip", "Lumen paid for our journey"),
        ("affiliate", "we may earn a commission"),
    ],
)
def test_each_disclosure_has_words_of_its_own_that_the_desk_may_replace(
    client, kind, said
):
    usual = ArticleFactory(published=True, disclosure=kind, disclosed_by="Lumen")
    own = ArticleFactory(
        published=True,
        disclosure=kind,
        disclosed_by="Lumen",
        disclosed_text="They sent tea & a screener.",
    )

    assert said in page_of(client, usual)
    assert said not in page_of(client, own)
    assert "They sent tea &amp; a screener." in page_of(client, own)
    assert "kicker__label" not in page_of(client, usual)


def test_search_engines_take_a_sponsored_story_for_no_news(client):
    ArticleFactory(headline="Our own news", published=True)
    story = ArticleFactory(headline="Paid words", published=True, **SPONSORED)

    page = nodes(client.get(story.get_absolute_url()))
    news = client.get("/news-sitemap.xml").content.decode()

    assert page["AdvertiserContentArticle"]["sponsor"] == {
        "@type": "Organization",
        "name": "Lumen Streaming",
        "url": "https://www.lumen.example/offer",
    }
    assert "NewsArticle" not in page
    assert "Our own news" in news
    assert "Paid words" not in news


def test_nothing_puts_a_sponsored_story_beside_another_but_a_person():
    show = ShowFactory()
    section = SectionFactory()
    story = ArticleFactory(published=True, shows=[show], section=section)
    ArticleFactory(
        headline="Paid", published=True, shows=[show], section=section, **SPONSORED
    )
    ArticleFactory(headline="Ours", published=True, shows=[show], section=section)

    assert titles(beside(story).related) == ["Ours"]


def test_a_sponsored_story_does_not_lead_the_home_page_by_itself():
    now = timezone.now()
    ours = [
        ArticleFactory(published_at=now - timedelta(hours=hours)) for hours in (2, 3)
    ]
    ArticleFactory(published_at=now - timedelta(hours=1), **SPONSORED)

    front = layouts.compose(layouts.home(), now)

    assert front.lead.article == ours[0]
    [beside] = (slot for slot in front.slots if slot.kind == "side")
    assert beside.stories[0].version.article == ours[1]


def test_a_sponsored_story_without_a_sponsor_is_not_published():
    story = ArticleFactory(disclosure="sponsored")

    with pytest.raises(ValidationError, match="must say who paid for it"):
        publishing.publish(story, by=make_editor())


def test_a_screener_may_be_told_in_words_without_a_name():
    story = ArticleFactory(disclosure="screener", disclosed_text="We paid ourselves.")
    content = story.versions.get().content

    assert not problems(content, at=timezone.now())


def test_the_checklist_says_that_a_note_will_appear_by_itself(client):
    Shop.objects.create(name="Books", host="shop.example")
    client.force_login(make_writer())
    story = ArticleFactory(body=link("https://www.shop.example/a"))

    advice = client.get(change_url(story)).context["checklist"].advice

    assert any("a note says so" in item.reason for item in advice)


def test_the_form_keeps_a_disclosure_and_cuts_sites_down_to_their_hosts(client):
    client.force_login(make_writer())
    story = ArticleFactory()

    save(
        client,
        change_url(story),
        disclosure="sponsored",
        disclosed_by="Lumen",
        disclosed_link="https://lumen.example/",
        paid_sites="https://www.track.example/x, other.example",
    )

    content = story.versions.first().content
    assert content["disclosure"] == "sponsored"
    assert content["paid_sites"] == "track.example other.example"


def test_the_form_refuses_what_is_no_site_and_keeps_what_was_typed(client):
    client.force_login(make_writer())
    story = ArticleFactory()

    response = save(client, change_url(story), paid_sites="nonsense")

    assert "is no site" in response.content.decode()
    assert "nonsense" in response.content.decode()


def test_an_editor_adds_a_disclosure_to_the_live_story(client):
    story = ArticleFactory(published=True)

    publishing.fix_live(story, SPONSORED, by=make_editor())

    assert "Lumen Streaming" in page_of(client, story)


def test_editors_keep_the_shops_and_a_pasted_address_is_cut_down(client):
    client.force_login(make_editor())

    client.post(
        "/admin/articles/shop/add/",
        {"name": "Books", "host": "https://www.shop.example/?tag=ours"},
    )

    assert Shop.objects.get().host == "shop.example"
    refused = client.post("/admin/articles/shop/add/", {"name": "B", "host": "books"})
    assert "Give the site of the shop" in refused.content.decode()
