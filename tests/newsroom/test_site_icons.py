import io

import pytest
from django.test import override_settings
from PIL import Image

from tests.factories.articles import ArticleFactory
from tests.factories.shows import ShowFactory


@pytest.mark.parametrize(
    ("address", "size"), [("/favicon.ico", 48), ("/apple-touch-icon.png", 180)]
)
def test_the_root_answers_with_icons(client, address, size):
    response = client.get(address)

    picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    assert picture.size == (size, size)


def test_the_manifest_names_icons_that_are_there(client):
    response = client.get("/site.webmanifest")

    manifest = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    for icon in manifest["icons"]:
        picture = b"".join(client.get(icon["src"]).streaming_content)
        width, height = Image.open(io.BytesIO(picture)).size
        assert icon["sizes"] == f"{width}x{height}"


@pytest.mark.django_db
def test_a_show_is_followed_by_feed_and_calendar(client):
    show = ShowFactory(title="Squid Game")
    ArticleFactory(shows=[show], published=True)

    with override_settings(SITE_URL="https://news.example"):
        page = client.get(show.get_absolute_url()).text

    assert 'href="webcal://news.example/shows/squid-game/calendar.ics"' in page
    assert "https://news.example/shows/squid-game/feed.xml" in page
    for below in ("feed.xml", "feed.atom", "calendar.ics"):
        assert client.get(f"{show.get_absolute_url()}{below}").status_code == 200
