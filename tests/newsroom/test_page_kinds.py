"""Whether `tests.pages` knows every kind of page, and each is what it says."""

import re

import pytest
from django.urls import get_resolver

from articles.body.markup import EMBED_KINDS
from articles.feeds import FORMATS
from tests.pages import FEEDS, LEADING_ON, MACHINES, PAGES, SITEMAPS, on_sqlite

pytestmark = [pytest.mark.django_db, on_sqlite]


def routes():
    """The name of everything below which no desk works."""
    for pattern in get_resolver("newsroom.urls").url_patterns:
        if str(pattern.pattern).startswith(("admin/", "media/")):
            continue
        for route in getattr(pattern, "url_patterns", [pattern]):
            namespace = getattr(pattern, "namespace", None)
            yield f"{namespace}:{route.name}" if namespace else route.name


def test_every_route_that_readers_take_is_in_the_list():
    listed = {page.route for page in PAGES} | {*SITEMAPS, *MACHINES, *LEADING_ON}
    listed |= {f"articles:{name}-{form}" for name in FEEDS for form in FORMATS}

    assert set(routes()) - listed == set()


def test_every_page_answers_whoever_may_see_it(site):
    answers = {name: page.status_code for name, page in site.pages.items()}

    assert answers == {page.name: page.status for page in PAGES}


def test_the_guide_holds_every_kind_of_block(site):
    assert set(re.findall('data-embed="([^"]+)"', site.body)) == set(EMBED_KINDS)
    assert "data-fact=" in site.body
