"""What the whole site answers, asked once for all the tests of every page."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from tests.pages import EMPTY, FEEDS, MACHINES, PAGES, Newsroom

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


class Site:
    """
    The answers by the name of the page; those of an empty site stand apart. Feeds,
    sitemaps and what else machines read by their address; `again` holds what each of
    all these answers to whoever has it already.
    """

    def __init__(self, media: Path) -> None:
        self.media = media
        reader = Client(raise_request_exception=False)
        self.empty = {
            page.name: reader.get(page.address) for page in PAGES if page.name in EMPTY
        }
        cache.clear()
        newsroom = Newsroom()
        self.body = newsroom.body
        self.again: dict[str, Any] = {}
        self.pages = {
            page.name: self._ask(
                page.name, newsroom.address(page), newsroom.reader(page)
            )
            for page in PAGES
        }
        self.feeds = {
            address: self._ask(address, address, reader)
            for page in FEEDS.values()
            for address in (f"{page}feed.xml", f"{page}feed.atom")
        }
        self.sitemaps = {
            "/sitemap.xml": self._ask("/sitemap.xml", "/sitemap.xml", reader)
        }
        parts = re.findall(
            "<loc>https://news.example(.+?)</loc>", self.sitemaps["/sitemap.xml"].text
        )
        for address in [*parts, "/news-sitemap.xml"]:
            self.sitemaps[address] = self._ask(address, address, reader)
        self.machines = {
            address: self._ask(address, address, reader)
            for address in MACHINES.values()
        }

    def _ask(self, name: str, address: str, client: Client) -> Any:
        response = client.get(address)
        if etag := response.get("ETag"):
            has_it = {"if-none-match": etag}
            self.again[name] = client.get(address, headers=has_it)
        return response


@pytest.fixture(scope="session")
def site(
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """Made in a transaction that is taken back, so no other test meets it."""
    media = tmp_path_factory.mktemp("media")
    changed = override_settings(
        MEDIA_ROOT=media,
        ROOT_URLCONF="tests.error_urls",
        SITE_URL="https://news.example",
    )
    with django_db_blocker.unblock(), changed, transaction.atomic():
        made = Site(media)
        transaction.set_rollback(True)
    cache.clear()
    return made
