import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings

from authors.models import User
from newsroom import outside
from newsroom.hosts import data_attributes, host_names, script_address
from newsroom.inline import source_of
from newsroom.models import AdPlace, Site
from newsroom.snippets import network_ad as network_ad_of, read
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.newsroom import PageFactory

pytestmark = pytest.mark.django_db

STATS = "https://stats.example.com/js/script.js"


@pytest.fixture
def admin():
    return User.objects.create_superuser("admin")


@pytest.fixture
def counting(admin):
    outside.set_site(
        {
            "analytics_snippet": f'<script src="{STATS}" data-domain="news.example">'
            "</script>",
            "analytics_hosts": "collect.example.com",
        },
        by=admin,
    )


def put(admin, place, **values):
    AdPlace.objects.filter(place=place).update(is_on=True, **values)
    Site.objects.filter(pk=1).update(ads_on=True)
    outside.tell_site(by=admin)


def house_ad(admin, place, **values):
    ad = {"headline": "Read our guides", "link": "https://shop.example/"}
    put(admin, place, kind="house", **ad | values)


def network_ad(admin, place, snippet="https://ads.example.net/tag.js"):
    put(admin, place, kind="network", snippet=snippet)


def client_of_a_reader(client):
    client.logout()
    return client


def sources(response, directive):
    policy = response["Content-Security-Policy"]
    return dict(part.split(" ", 1) for part in policy.split("; "))[directive]


# Off, and on


def test_nothing_of_others_stands_anywhere_at_first(client):
    article = ArticleFactory(published=True)

    for address in ("/", article.get_absolute_url()):
        response = client.get(address)
        assert "https://" not in re.sub(
            r"https://schema.org", "", sources(response, "script-src")
        )
        assert 'aria-label="Advertisement"' not in response.text
        assert "ads.css" not in response.text


def test_the_script_that_counts_stands_on_pages_and_its_hosts_are_let_in(
    client, counting
):
    response = client.get("/")

    assert f'<script src="{STATS}" defer data-domain="news.example"></script>' in (
        response.text
    )
    assert sources(response, "script-src").endswith(" https://stats.example.com")
    assert sources(response, "connect-src") == (
        "'self' https://collect.example.com https://stats.example.com"
    )
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_asks_not_to_be_tracked_is_not_counted(client, counting, header):
    response = client.get("/", headers={header: "1"})

    assert STATS not in response.text
    assert "stats.example.com" not in response["Content-Security-Policy"]
    assert "Sec-GPC" in response["Vary"]
    assert "DNT" in client.get("/")["Vary"]


def test_code_of_a_snippet_is_known_to_the_policy_exactly_where_it_stands(
    client, admin
):
    code = "\n  queue = [];\n  if (1 < 2 && 'a') queue.push(\"b\");\n"
    values = {
        "analytics_snippet": f"<script>{code}</script>".replace("\n", "\r\n"),
        "analytics_hosts": "cdn.example.com",
    }
    outside.set_site(values, by=admin)

    page, login = client.get("/"), client.get("/admin/login/")
    outside.set_site(values | {"analytics_snippet": ""}, by=admin)
    after = client.get("/")

    assert f"<script>{code}</script>" in page.text
    assert source_of(code) in sources(page, "script-src")
    assert "https://cdn.example.com" in sources(page, "script-src")
    assert "https://cdn.example.com" in sources(page, "connect-src")
    assert "unsafe" not in page["Content-Security-Policy"]
    for other in (login, after):
        assert source_of(code) not in other["Content-Security-Policy"]
        assert "cdn.example.com" not in other["Content-Security-Policy"]


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_asks_not_to_be_tracked_meets_no_network(client, admin, header):
    network_ad(admin, "top")
    house_ad(admin, "list")
    ArticleFactory.create_batch(7, published=True)

    response = client.get("/articles/", headers={header: "1"})

    assert "ads.example.net" not in response.text
    assert "ads.example.net" not in response["Content-Security-Policy"]
    assert "Read our guides" in response.text
    assert "Sec-GPC" in response["Vary"]
    assert "ads.example.net" in client.get("/articles/").text


def test_a_place_has_its_height_reserved_and_says_what_it_is(client, admin):
    house_ad(admin, "top", phone_height=100, wide_height=250)

    page = client.get("/").text

    assert '<aside class="wrap ad ad--top ad--phone-100 ad--wide-250"' in page
    assert 'aria-label="Advertisement"' in page
    assert 'href="https://shop.example/" rel="sponsored noopener"' in page


def test_the_hosts_of_a_network_are_let_in_where_it_stands_and_nowhere_else(
    client, admin
):
    network_ad(admin, "story")
    Site.objects.filter(pk=1).update(ads_hosts="*.adserver.example")
    article = ArticleFactory(
        published=True, body="".join(f"<p>Paragraph {n}.</p>" for n in range(8))
    )

    story, front = client.get(article.get_absolute_url()), client.get("/")

    for directive in ("script-src", "img-src", "connect-src", "frame-src"):
        assert "https://ads.example.net" in sources(story, directive)
        assert "https://*.adserver.example" in sources(story, directive)
    assert "ads.example.net" not in front["Content-Security-Policy"]


FILLED = (
    '<script async src="https://ads.example.net/js/ads.js?client=ca-pub-1"></script>\n'
    '<ins class="adsbygoogle" style="display:block" data-ad-client="ca-pub-1"\n'
    '     data-ad-slot="2"></ins>\n'
    "<script>(adsbygoogle = window.adsbygoogle || []).push({});</script>"
)


def test_an_element_that_a_network_fills_stands_between_its_scripts(client, admin):
    network_ad(admin, "top", FILLED)

    page = client.get("/")
    asks = client.get("/", headers={"DNT": "1"})

    code = "(adsbygoogle = window.adsbygoogle || []).push({});"
    assert (
        '<script src="https://ads.example.net/js/ads.js?client=ca-pub-1" async></script>'
        '<ins class="adsbygoogle" data-ad-client="ca-pub-1" data-ad-slot="2"></ins>'
        f"<script>{code}</script>"
    ) in page.text
    assert source_of(code) in sources(page, "script-src")
    assert "https://ads.example.net" in sources(page, "frame-src")
    assert "unsafe" not in page["Content-Security-Policy"]
    for text in ("adsbygoogle", 'aria-label="Advertisement"'):
        assert text not in asks.text
    assert source_of(code) not in asks["Content-Security-Policy"]


def test_the_place_in_a_story_stands_after_its_fourth_paragraph(client, admin):
    house_ad(admin, "story")
    paragraphs = [f"<p>Paragraph {n}.</p>" for n in range(1, 9)]
    long = ArticleFactory(published=True, body="".join(paragraphs))
    short = ArticleFactory(published=True, body="".join(paragraphs[:5]))
    quoted = ArticleFactory(
        published=True,
        body="<blockquote>" + "".join(paragraphs) + "</blockquote><p>One.</p>",
    )

    page = client.get(long.get_absolute_url()).text

    assert (
        page.index("Paragraph 4.")
        < page.index("ad--story")
        < (page.index("Paragraph 5."))
    )
    for other in (short, quoted):
        assert "ad--story" not in client.get(other.get_absolute_url()).text


def test_the_place_in_a_list_stands_after_the_sixth_story(client, admin):
    house_ad(admin, "list")
    for _ in range(7):
        ArticleFactory(published=True)

    assert client.get("/articles/").text.count("ad--list") == 1


def test_a_picture_that_was_withdrawn_leaves_its_place(client, admin):
    image = ImageFactory(alt_text="A stack of guides")
    house_ad(admin, "top", picture=image)
    before = client.get("/").text
    image.rights_end_on = "2020-01-01"
    image.save()

    assert "A stack of guides" in before
    assert "A stack of guides" not in client.get("/").text


# Where it never stands


def test_who_works_here_sees_nothing_of_others(client, admin, counting):
    house_ad(admin, "top")
    client.force_login(make_editor())

    page = client.get("/")

    assert STATS not in page.text
    assert 'aria-label="Advertisement"' not in page.text
    assert "stats.example.com" not in page["Content-Security-Policy"]


def test_previews_the_admin_and_error_pages_have_nothing_of_others(
    client, admin, counting
):
    house_ad(admin, "top")
    page = PageFactory(published=True)
    for address in ("/admin/login/", "/preview/nonsense/", "/nothing-here/"):
        response = client.get(address)
        assert STATS not in response.text, address
        assert 'aria-label="Advertisement"' not in response.text, address
        assert "stats.example.com" not in response.get("Content-Security-Policy", "")
    assert STATS in client.get(page.get_absolute_url()).text


# The environment wins


def test_variables_win_over_the_screen(client, admin, counting):
    house_ad(admin, "top")
    with override_settings(
        ADS=False,
        ANALYTICS=read("<script>count()</script>")
        + read("https://other.example.com/s.js"),
        ANALYTICS_HOSTS=[],
    ):
        page = client.get("/")
        client.force_login(admin)
        screen = client.get("/admin/newsroom/site/1/change/").text

    assert 'aria-label="Advertisement"' not in page.text
    assert "other.example.com" in sources(page, "script-src")
    assert "stats.example.com" not in page["Content-Security-Policy"]
    assert source_of("count()") in sources(page, "script-src")
    assert "Set by ANALYTICS_SNIPPET or ANALYTICS_SCRIPT in the environment" in screen
    assert "code of 7 characters; https://other.example.com/s.js" in screen
    assert 'name="analytics_snippet"' not in screen
    assert "Set by ADS in the environment" in screen


def test_a_variable_fills_a_place_and_the_screen_shows_it_for_reading(client, admin):
    house_ad(admin, "top")
    named = {
        "top": network_ad_of("50/90 https://ads.example.net/t.js data-slot=a"),
        "list": network_ad_of('100/250 <div id="unit-1"><script>show()</script></div>'),
    }
    ArticleFactory.create_batch(7, published=True)
    with override_settings(ADS=True, AD_PLACES=named):
        page, listing = client.get("/"), client.get("/articles/")
        client.force_login(admin)
        sent = typed(client)
        screen = client.get(SCREEN).text
        client.post(SCREEN, {**sent, "places-0-headline": "Typed all the same"})
    place = AdPlace.objects.get(place="top")

    assert "ad--phone-50 ad--wide-90" in page.text
    assert (
        '<script src="https://ads.example.net/t.js" async data-slot="a"></script>'
        in page.text
    )
    assert "https://ads.example.net" in sources(page, "frame-src")
    assert "Set by AD_TOP in the environment" in screen
    assert "https://ads.example.net/t.js data-slot=a</textarea>" in screen
    assert '<div id="unit-1"><script>show()</script></div>' in listing.text
    assert source_of("show()") in sources(listing, "script-src")
    assert (place.kind, place.headline) == ("house", "Read our guides")
    assert "Read our guides" in client_of_a_reader(client).get("/").text


@pytest.mark.parametrize(
    "text",
    [
        "https://ads.example.net/t.js",
        "100/250",
        "99/250 https://ads.example.net/t.js",
        "100/250 http://ads.example.net/t.js",
        "100/250 https://ads.example.net/t.js onload=x",
        "100/90 <script>a()</script><ins style='height:250px'></ins>",
    ],
)
def test_a_variable_that_fills_no_place_says_how_it_is_written(text):
    with pytest.raises(ValueError, match=r"on phones|address|attribute"):
        network_ad_of(text)


# What may be typed


@pytest.mark.parametrize(
    "text",
    [
        "https://stats.example.com",
        "*",
        "*.com",
        "localhost",
        "example.com;script-src",
        "'unsafe-inline'",
        "example.com/path",
        "exa mple.com 'self'",
        "a.example:8080",
        "[::1]",
        "203.0.113.7",
    ],
)
def test_what_is_no_host_is_refused(text):
    with pytest.raises(ValueError, match="is no host"):
        host_names(text)


@pytest.mark.parametrize(
    "text",
    [
        "http://stats.example.com/s.js",
        "//stats.example.com/s.js",
        "javascript:alert(1)",
        "https://user:pass@stats.example.com/s.js",
        "https://stats.example.com/s.js;x",
        "https://stats.example.com/\"onload='x'",
        "<script src=x></script>",
        "https://stats.example.com:x/s.js",
    ],
)
def test_what_is_no_address_of_a_script_is_refused(text):
    with pytest.raises(ValueError, match=r"address"):
        script_address(text)


@pytest.mark.parametrize(
    "text", ["onload=x()", "src=https://evil.example", "data-a", 'data-"=x', "DATA-A=1"]
)
def test_what_is_no_data_attribute_is_refused(text):
    with pytest.raises(ValueError, match="is no attribute"):
        data_attributes(text)


# The screen

SCREEN = "/admin/newsroom/site/1/change/"


def typed(client, **changed):
    """Everything the screen would send, with the values it showed."""
    context = client.get(SCREEN).context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    sent = {}
    for form in forms:
        for field in form:
            value = field.value()
            value = "" if value in (None, False) else "on" if value is True else value
            if value != "":
                sent[field.html_name] = value
            if field.field.show_hidden_initial:
                seen = field.value()
                sent[field.html_initial_name] = "" if seen is None else str(seen)
    return sent | changed


def test_editors_have_no_say_in_it(client, admin):
    client.force_login(make_editor())

    assert client.get(SCREEN).status_code == 403
    assert client.post(SCREEN, {"ads_on": "on"}).status_code == 403
    assert not Site.objects.get().ads_on


def test_an_administrator_puts_an_ad_into_a_place(client, admin):
    client.force_login(admin)
    sent = typed(
        client,
        **{
            "ads_on": "on",
            "places-0-is_on": "on",
            "places-0-headline": "Read our guides",
            "places-0-link": "https://shop.example/",
        },
    )

    response = client.post(SCREEN, sent)
    client.logout()

    assert response.status_code == 302
    assert "Read our guides" in client.get("/").text


def test_an_administrator_pastes_a_snippet_and_is_told_which_hosts_it_names(
    client, admin
):
    client.force_login(admin)
    snippet = "<script>\r\n  load('//cdn.example.com/s.js');\r\n</script>"

    response = client.post(
        SCREEN, typed(client, analytics_snippet=snippet), follow=True
    )
    told = response.text
    client.post(SCREEN, typed(client, analytics_hosts="*.example.com"))
    told_again = client.get(SCREEN).text
    log = client.get("/admin/newsroom/site/1/history/").text

    assert "The snippet names cdn.example.com" in told
    assert "The snippet names" not in told_again
    assert "Changed Analytics snippet" in log
    assert "load(&#x27;//cdn.example.com/s.js&#x27;)" in told_again


def test_a_snippet_that_cannot_be_read_is_given_back_with_the_reason(client, admin):
    client.force_login(admin)
    sent = typed(client, analytics_snippet="<img src=x onerror=alert(1)>")

    response = client.post(SCREEN, sent)

    form = response.context["adminform"].form
    assert "&lt;img&gt; stands in this" in str(form.errors["analytics_snippet"])
    assert form["analytics_snippet"].value() == sent["analytics_snippet"]
    assert Site.objects.get().analytics == []


def test_an_administrator_pastes_what_a_network_handed_out(client, admin):
    client.force_login(admin)
    code = "<script>load('//cdn.example.com/a.js')</script>"
    sent = {"places-0-is_on": "on", "places-0-kind": "network"}
    tall = typed(
        client, **sent, **{"places-0-snippet": f'{code}<ins style="height:280px">'}
    )
    wrong = tall | {"places-0-snippet": f'{code}<img src="//px.example.com/">'}
    fits = tall | {"places-0-snippet": f'{code}<ins style="height:90px"></ins>'}

    def said(response):
        [formset] = response.context["inline_admin_formsets"]
        return str(formset.formset.forms[0].errors["snippet"])

    assert "has no end" in said(client.post(SCREEN, tall))
    tall["places-0-snippet"] += "</ins>"
    assert "280 px high, and the place reserves 100 px" in said(
        client.post(SCREEN, tall)
    )
    assert "choose an ad of our own" in said(client.post(SCREEN, wrong))
    told = client.post(SCREEN, fits, follow=True).text
    assert "among the hosts of advertising" in told
    assert AdPlace.objects.get(place="top").is_on


# Who may sell


def test_what_networks_ask_for_stands_where_they_look_for_it(client, admin):
    assert client.get("/ads.txt").status_code == 404
    client.force_login(admin)
    lines = (
        "# Ours\r\n"
        "google.com, pub-0000000000000000, DIRECT, f08c47fec0942fa0\r\n"
        "exchange.example, 7, reseller; extra # by way of them\r\n"
        "OWNERDOMAIN=news.example"
    )

    client.post(SCREEN, typed(client, ads_sellers=lines))
    found = client_of_a_reader(client).get("/ads.txt")

    assert found.text.splitlines() == lines.splitlines()
    assert found["Content-Type"] == "text/plain; charset=utf-8"
    assert client.head("/ads.txt").status_code == 200


@pytest.mark.parametrize(
    "line",
    [
        "google.com, pub-1",
        "google.com, pub-1, OURS",
        "google, pub-1, DIRECT",
        "google.com, pub 1, DIRECT",
        "<script>alert(1)</script>",
        "OWNER=news.example",
        "contact=",
    ],
)
def test_a_line_that_networks_could_not_read_is_given_back(client, admin, line):
    client.force_login(admin)
    sent = typed(client, ads_sellers=f"# Ours\n{line}")

    form = client.post(SCREEN, sent).context["adminform"].form

    assert "Line 2" in str(form.errors["ads_sellers"])
    assert form["ads_sellers"].value() == sent["ads_sellers"]


def test_only_administrators_take_the_step():
    with pytest.raises(PermissionDenied):
        outside.set_site({"analytics_snippet": STATS}, by=make_editor())


def test_a_place_that_is_on_needs_something_in_it(client, admin):
    client.force_login(admin)

    response = client.post(SCREEN, typed(client, **{"places-0-is_on": "on"}))

    assert "What is on needs something in it" in response.text


def test_a_stale_screen_overwrites_nothing(client, admin):
    client.force_login(admin)
    mine = typed(client, analytics_snippet=STATS, ads_hosts="mine.example")
    Site.objects.filter(pk=1).update(ads_hosts="theirs.example", ads_on=True)

    response = client.post(SCREEN, mine)
    form = response.context["adminform"].form

    assert "theirs.example" in str(form.errors["ads_hosts"])
    assert form["ads_hosts"].value() == "mine.example"
    assert Site.objects.get().ads_hosts == "theirs.example"
    client.post(SCREEN, {**mine, "initial-ads_hosts": "theirs.example"})
    site = Site.objects.get()
    assert (site.ads_hosts, site.ads_on) == ("mine.example", True)


# What it costs


@pytest.mark.parametrize("count", [1, 12])
def test_all_of_it_costs_nothing_pictures_included(
    client, admin, counting, count, django_assert_num_queries
):
    for place in ("top", "list"):
        house_ad(admin, place, picture=ImageFactory(without_files=True))
    for _ in range(count):
        ArticleFactory(published=True)

    # Stories, the site.
    with django_assert_num_queries(2):
        page = client.get("/articles/")

    assert page.text.count("ad__picture") == (2 if count > 6 else 1)
