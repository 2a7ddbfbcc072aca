"""What the whole site answers, asked once for all the tests of every page."""

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from tests.pages import EMPTY, PAGES, Newsroom

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker


class Site:
    """The answers by the name of the page; those of an empty site stand apart."""

    def __init__(self) -> None:
        reader = Client(raise_request_exception=False)
        self.empty = {
            page.name: reader.get(page.address) for page in PAGES if page.name in EMPTY
        }
        cache.clear()
        newsroom = Newsroom()
        self.body = newsroom.body
        self.pages: dict[str, Any] = {
            page.name: newsroom.reader(page).get(newsroom.address(page))
            for page in PAGES
        }


@pytest.fixture(scope="session")
def site(
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    """Made in a transaction that is taken back, so no other test meets it."""
    changed = override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        ROOT_URLCONF="tests.error_urls",
        SITE_URL="https://news.example",
    )
    with django_db_blocker.unblock(), changed, transaction.atomic():
        made = Site()
        transaction.set_rollback(True)
    cache.clear()
    return made
