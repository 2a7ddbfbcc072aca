import unicodedata
import xml.etree.ElementTree as ET
from urllib.parse import quote, unquote

import pytest
from django.test import Client
from taggit.models import Tag

from articles import publishing
from articles.addresses.redirects import add_redirect
from articles.addresses.retagging import rename_tag
from articles.models import Section
from authors.models import Author
from shows.models import Person, Show
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor
from tests.factories.shows import PersonFactory, ShowFactory

pytestmark = pytest.mark.django_db

HINDI = "सेक्रेड गेम्स"
THAI = "ฮอร์โมน"


def addresses_in(response):
    root = ET.fromstring(response.content)  # noqa: S314
    return {(each.text or "").strip() for each in root.iter()} | {
        each.get("href", "") for each in root.iter()
    }


def test_every_kind_of_page_stands_at_an_address_of_its_own_script(client):
    ArticleFactory(published=True, headline=HINDI, tags=[THAI])
    ShowFactory(title=HINDI)
    PersonFactory(name=THAI)
    AuthorFactory(name=THAI)
    SectionFactory(name=THAI, slug="")

    for path in (
        "/articles/सेक्रेड-गेम्स/",
        "/shows/सेक्रेड-गेम्स/",
        "/tags/ฮอร์โมน/",
        "/people/ฮอร์โมน/",
        "/authors/ฮอร์โมน/",
        "/sections/ฮอร์โมน/",
    ):
        response = client.get(path)
        assert response.status_code == 200, path
        assert f'{quote(path)}"' in response.content.decode(), path


def test_machines_get_addresses_that_are_percent_encoded(client):
    article = ArticleFactory(published=True, headline=HINDI, tags=[THAI])
    address = quote("/articles/सेक्रेड-गेम्स/")

    for feed in ("/feed.xml", "/feed.atom", "/tags/ฮอร์โมน/feed.xml"):
        found = addresses_in(client.get(feed))
        assert any(each.endswith(address) for each in found), feed
    sitemaps = addresses_in(client.get("/sitemap.xml"))
    pages = [each for each in sitemaps if each.endswith(".xml")]
    found = set().union(
        *(addresses_in(client.get("/" + each.split("/", 3)[3])) for each in pages)
    )
    assert any(each.endswith(address) for each in found)
    found = addresses_in(client.get("/news-sitemap.xml"))
    assert any(each.endswith(address) for each in found)

    editor = make_editor()
    publishing.change_address(article, "ฮอร์โมน", by=editor)
    response = client.get("/articles/सेक्रेड-गेम्स/")
    assert response.status_code == 301
    assert response.headers["Location"] == quote("/articles/ฮอร์โมน/")


def test_an_address_whose_letters_were_taken_apart_leads_to_the_page(client):
    ArticleFactory(published=True, headline="Chuyện tình Việt")

    apart = unicodedata.normalize("NFD", "/articles/chuyện-tình-việt/")
    response = client.get(apart)

    assert response.status_code == 301
    assert unquote(response.headers["Location"]) == "/articles/chuyện-tình-việt/"
    assert client.get(unicodedata.normalize("NFD", "/shows/chuyện/")).status_code == 404


def test_a_redirect_by_hand_leads_from_and_to_any_script(client):
    ArticleFactory(published=True, headline=HINDI)
    moment = client.get("/").wsgi_request.moment

    add_redirect("/ฮอร์โมน/", "/articles/सेक्रेड-गेम्स/", by=make_editor(), at=moment)

    response = client.get("/ฮอร์โมน/")
    assert response.headers["Location"] == quote("/articles/सेक्रेड-गेम्स/")


@pytest.mark.parametrize(
    ("page", "model", "fields"),
    [
        ("articles/section", Section, {"name": "A", "position": "0"}),
        ("taggit/tag", Tag, {"name": "A"}),
    ],
)
def test_an_address_is_typed_in_any_script_or_left_to_the_name(page, model, fields):
    client = Client()
    client.force_login(make_editor())
    if model is Tag:
        # Tags come with stories; they are renamed here.
        ArticleFactory(published=True, tags=["A"])
        url = f"/admin/{page}/{Tag.objects.get().pk}/change/"
    else:
        url = f"/admin/{page}/add/"

    refused = client.post(url, {**fields, "slug": "no good!"})
    assert "letters and digits of any script" in refused.content.decode()
    client.post(url, {**fields, "slug": unicodedata.normalize("NFD", "तमिल-é")})
    row = model.objects.get()
    assert row.slug == "तमिल-é"
    url = f"/admin/{page}/{row.pk}/change/"
    client.post(url, {**fields, "name": HINDI, "slug": ""})

    assert model.objects.get().slug == "सेक्रेड-गेम्स"


def test_a_new_tag_never_takes_the_address_of_one_that_was_renamed():
    ArticleFactory(published=True, tags=["Zombie"])
    rename_tag(Tag.objects.get(), "Undead", "undead", by=make_editor())
    ArticleFactory(published=True, tags=["Zombie!"])

    assert Tag.objects.get(name="Zombie!").slug == "zombie-2"


def test_rows_are_still_found_under_what_they_were_called_before():
    """Addresses made without marks are kept."""
    for model, called in ((Show, "title"), (Person, "name"), (Author, "name")):
        row = model(**{called: HINDI}, slug="सकरड-गमस")
        row.save()
        row.save()
        assert row.slug == "सकरड-गमस"
