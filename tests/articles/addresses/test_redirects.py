from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing
from articles.addresses.redirects import add_redirect
from articles.models import Redirect
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import PersonFactory, ShowFactory

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/redirect/add/"
LIST = "/admin/articles/redirect/"
OFF_SITE = [
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "http://news.example@evil.example/",
    "https://news.example.evil.example/a/",
    "javascript:alert(1)",
    "data:text/html,x",
    "mailto:a@b.example",
    "/%2f%2fevil.example/",
    "/\t/evil.example/",
    "/%5cevil.example",
    "/a\r\nLocation: https://evil.example/",
    "/%0d%0aLocation:%20https://evil.example/",
    "evil.example",
    "",
]


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://news.example"
    settings.ALLOWED_HOSTS = ["*"]


def add(path, target, **kwargs):
    return add_redirect(path, target, by=make_editor(), at=timezone.now(), **kwargs)


def leads(client, path):
    response = client.get(path)
    assert response.status_code == 301
    return response.headers["Location"]


# What moves by itself


@pytest.mark.parametrize("names", [["a", "b", "c", "d", "e", "f"]])
@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda slug: ShowFactory(slug=slug), "shows"),
        (lambda slug: PersonFactory(slug=slug), "people"),
        (lambda slug: AuthorFactory(slug=slug), "authors"),
        (lambda slug: SectionFactory(slug=slug, name="Any"), "sections"),
    ],
)
def test_every_old_address_leads_to_the_newest_in_one_hop(client, make, place, names):
    row = make(names[0])
    for name in names[1:]:
        row.slug = name
        row.save()

    for old in names[:-1]:
        assert leads(client, f"/{place}/{old}/") == f"/{place}/f/"
    assert client.get(f"/{place}/f/").status_code == 200


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda slug: AuthorFactory(slug=slug), "authors"),
        (lambda slug: SectionFactory(slug=slug, name="Any"), "sections"),
    ],
)
def test_moving_there_and_back_makes_no_circle(client, make, place):
    row = make("a")
    for slug in ("b", "a"):
        row.slug = slug
        row.save()

    assert client.get(f"/{place}/a/").status_code == 200
    assert leads(client, f"/{place}/b/") == f"/{place}/a/"


def test_browsers_ask_anew_after_an_hour(client):
    author = AuthorFactory(slug="a")
    author.slug = "b"
    author.save()
    Redirect.objects.create(path="/2019/b/", target="/authors/b/")

    for path in ("/authors/a/", "/2019/b/"):
        response = client.get(path)
        assert (response.status_code, response["Cache-Control"]) == (
            301,
            "max-age=3600",
        )


def test_a_story_that_moved_five_times_is_one_hop_away(client):
    article = ArticleFactory(published=True, slug="s0")
    for number in range(1, 6):
        publishing.change_address(article, f"s{number}", by=make_editor())

    for number in range(5):
        assert leads(client, f"/articles/s{number}/") == "/articles/s5/"


def test_an_old_address_of_another_author_is_refused():
    author = AuthorFactory(slug="ada")
    author.slug = "ada-quill"
    author.save()

    with pytest.raises(ValidationError, match="is an old address of"):
        AuthorFactory(slug="ada")


def test_the_stories_of_a_show_lead_on_with_it(client):
    show = ShowFactory(slug="old")
    show.slug = "new"
    show.save()

    assert leads(client, "/shows/old/articles/") == "/shows/new/articles/"


# By hand


def test_an_address_of_before_leads_to_its_page_with_and_without_a_slash(client):
    ArticleFactory(published=True, slug="new")
    add("https://news.example/2022/01/old", "https://news.example/articles/new/")

    for path in ("/2022/01/old", "/2022/01/old/", "/2022/01/old/?utm_source=x"):
        assert leads(client, path) == "/articles/new/"
    assert client.post("/2022/01/old").status_code == 404


def test_its_target_may_move_later_and_stays_one_hop_away(client):
    article = ArticleFactory(published=True, slug="new")
    add("/old/", "/articles/new/")
    publishing.change_address(article, "지금", by=make_editor())

    assert leads(client, "/old/") == "/articles/%EC%A7%80%EA%B8%88/"


def test_redirects_in_a_row_become_one_each(client):
    ArticleFactory(published=True, slug="end")
    add("/b/", "/articles/end/")
    add("/a/", "/b/")

    assert leads(client, "/a/") == "/articles/end/"

    ArticleFactory(published=True, slug="last")
    Redirect.objects.filter(path="/b/").delete()
    Redirect.objects.filter(path="/a/").update(target="/b/")
    add("/b/", "/articles/last/")

    assert leads(client, "/a/") == "/articles/last/"


@pytest.mark.parametrize(
    ("path", "target", "says"),
    [
        ("/a/", "/a/", "circle"),
        ("/back/", "/there/", "circle"),
        ("/articles/live/", "/shows/", "nothing may hide it"),
        ("/articles/moved/", "/shows/", "leads to /articles/live/ by itself"),
        ("/articles/gone/", "/shows/", "nothing may hide it"),
        ("/there/", "/shows/", "leads on already"),
        ("/a/", "/articles/draft/", "Readers find no page"),
        ("/a/", "/nowhere/", "Readers find no page"),
        ("/admin/x/", "/shows/", "no address of a page"),
        ("/a/", "/admin/", "no address of a page"),
        ("/a/", "/preview/x/", "no address of a page"),
        (f"/{'a' * 600}/", "/shows/", "more than 500"),
    ],
)
def test_what_would_mislead_is_refused_in_words(path, target, says):
    live = ArticleFactory(published=True, slug="moved")
    publishing.change_address(live, "live", by=make_editor())
    gone = ArticleFactory(published=True, slug="gone")
    publishing.unpublish(
        gone, by=make_editor(), at=timezone.now() - timedelta(minutes=1)
    )
    ArticleFactory(slug="draft")
    Redirect.objects.create(path="/there/", target="/back/")

    with pytest.raises(ValidationError, match=says):
        add(path, target)


@pytest.mark.parametrize("target", OFF_SITE)
def test_no_redirect_leads_off_the_site(target):
    with pytest.raises(ValidationError):
        add("/a/", target)


# What breaks a line is left out of a path, which then is one of this site.
@pytest.mark.parametrize("path", [each for each in OFF_SITE if "\r" not in each])
def test_no_redirect_begins_off_the_site(path):
    with pytest.raises(ValidationError):
        add(path, "/shows/")


def test_a_page_that_comes_later_is_not_hidden(client):
    add("/articles/later/", "/shows/")
    ArticleFactory(published=True, slug="later")

    assert client.get("/articles/later/").status_code == 200


def test_only_editors_make_redirects():
    with pytest.raises(PermissionDenied):
        add_redirect("/a/", "/shows/", by=make_writer(), at=timezone.now())


def test_one_is_added_searched_and_deleted_in_the_admin(client):
    client.force_login(make_editor())

    refused = client.post(ADD, {"path": "/a/", "target": "/nowhere/", "note": ""})
    assert "Readers find no page at /nowhere/" in refused.text
    assert 'value="/nowhere/"' in refused.text

    client.post(ADD, {"path": "/a/", "target": "/shows/", "note": "From print"})
    (redirect,) = Redirect.objects.all()
    assert (redirect.path, redirect.target) == ("/a/", "/shows/")
    assert redirect.by.username == "editor"
    assert "by hand" in client.get(f"{LIST}?q=/a/").text

    client.post(f"{LIST}{redirect.pk}/delete/", {"post": "yes"})
    assert not Redirect.objects.exists()


def test_the_desk_looks_up_where_an_address_leads(client):
    article = ArticleFactory(published=True, slug="a")
    publishing.change_address(article, "b", by=make_editor())
    client.force_login(make_editor())

    assert "It leads to /articles/b/" in client.get(f"{LIST}?q=/articles/a/").text
    assert "A page stands" in client.get(f"{LIST}?q=/articles/b/").text
    assert "Nothing stands" in client.get(f"{LIST}?q=/articles/c/").text


@pytest.mark.parametrize("path", ["/0/", "/articles/0/"])
def test_a_page_that_is_not_found_costs_one_query_for_that(
    client, django_assert_max_num_queries, path
):
    # Whether the page or story is there or was there; the redirect; sections, the site.
    # An address that says a word is looked for besides.
    with django_assert_max_num_queries(6):
        assert client.get(path).status_code == 404


def test_what_leads_on_pays_nothing_for_pages_that_may_have_been_meant(
    client, django_assert_max_num_queries
):
    Redirect.objects.create(path="/an-old-page/", target="/shows/")

    # Whether a page is or was called so; the redirect.
    with django_assert_max_num_queries(3):
        assert client.get("/an-old-page/").status_code == 301
    # Only whether a redirect leads on: it forgot its last slash.
    with django_assert_max_num_queries(1):
        assert leads(client, "/articles/a-story") == "/articles/a-story/"


def test_a_story_that_is_gone_offers_what_else_there_is_about_its_show(client):
    show = ShowFactory()
    gone = ArticleFactory(published=True, slug="gone", shows=[show])
    ArticleFactory(published=True, headline="Still here", shows=[show])
    ArticleFactory(scheduled=True, headline="Not yet", shows=[show])
    publishing.unpublish(gone, by=make_editor())

    response = client.get("/articles/gone/")

    assert response.status_code == 410
    assert "Still here" in response.text
    assert "Not yet" not in response.text
    assert '<meta name="robots" content="noindex">' in response.text


def test_an_old_address_of_a_story_that_leads_on_is_one_hop_away(client):
    show = ShowFactory(slug="show")
    gone = ArticleFactory(published=True, slug="first")
    publishing.change_address(gone, "second", by=make_editor())
    publishing.unpublish(
        gone, by=make_editor(), then=gone.AfterTakedown.REDIRECT, leads_to=show
    )

    for slug in ("first", "second"):
        response = client.get(f"/articles/{slug}/")
        assert response.status_code == 302
        assert response.headers["Location"] == "/shows/show/"


def test_what_a_story_that_is_gone_is_called_by_now_is_told_nowhere(client):
    gone = ArticleFactory(published=True, slug="a-rumour")
    linking = ArticleFactory(
        published=True, body='<p>See <a href="/articles/a-rumour/">this</a>.</p>'
    )
    Redirect.objects.create(path="/2019/rumour/", target="/articles/a-rumour/")
    publishing.unpublish(gone, by=make_editor())
    publishing.change_address(gone, "it-is-cancelled", by=make_editor())

    old = client.get("/articles/a-rumour/")
    by_hand = client.get("/2019/rumour/")
    page = client.get(linking.get_absolute_url())

    assert old.status_code == 410
    assert by_hand.headers["Location"] == "/articles/a-rumour/"
    assert 'href="/articles/a-rumour/"' in page.text
    for response in (old, by_hand, page, client.get("/feed.xml")):
        assert "it-is-cancelled" not in f"{response.text}{response.headers}"


@pytest.mark.parametrize("count", [2, 30])
def test_the_list_of_redirects_costs_the_same_however_many_there_are(
    client, django_assert_num_queries, count
):
    show = ShowFactory()
    for number in range(count):
        add(f"/2019/{number}/", show.get_absolute_url())
    client.force_login(make_editor())

    # Session, user, two for permissions; counted twice, and the rows.
    with django_assert_num_queries(7):
        response = client.get(LIST)

    assert len(response.context["cl"].result_list) == count
