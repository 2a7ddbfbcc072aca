"""What a page costs a reader on a phone: few bytes, nobody else's host, no waiting."""

import gzip
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest

from tests.pages import on_sqlite

pytestmark = [pytest.mark.django_db, on_sqlite]

# Of HTML, CSS and JavaScript together, compressed.
MOST_BYTES = 60_000
OURS = {"", "news.example"}
# Links that a browser loads by itself.
LOADED = {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload"}


class Loaded(HTMLParser):
    """What a browser loads of a page, and which of it holds the page up."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.all: list[str] = []
        self.blocking: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        source = given.get("src")
        rel = set((given.get("rel") or "").split())
        if tag == "script" and source:
            self.scripts.append(source)
            if not given.keys() & {"defer", "async"} and given.get("type") != "module":
                self.blocking.append(source)
        if tag == "link" and "stylesheet" in rel:
            self.styles.append(given["href"])
        if tag == "link" and rel & LOADED:
            self.all.append(given["href"])
        if source:
            self.all.append(source)
        if "srcset" in given:
            self.all += [each.split()[0] for each in given["srcset"].split(",")]


@pytest.fixture
def loaded(site):
    return {name: Loaded(page.content.decode()) for name, page in site.pages.items()}


def weight(address, settings):
    """Of a static file as it is served: compressed once, when it is collected."""
    path = Path(settings.BASE_DIR, "static", address.removeprefix("/static/"))
    return len(brotli.compress(path.read_bytes()))


def test_a_story_with_every_block_weighs_less_than_60_kilobytes(site, loaded, settings):
    for name in ("guide", "news", "review"):
        page = loaded[name]
        files = {*page.styles, *page.scripts}
        assert files

        # A server in front may do better than the application does by itself.
        sent = len(gzip.compress(site.pages[name].content, 6))
        sent += sum(weight(address, settings) for address in files)

        assert sent < MOST_BYTES, name


def test_no_page_asks_another_host_for_anything(loaded):
    elsewhere = {
        name: {each for each in page.all if urlsplit(each).netloc not in OURS}
        for name, page in loaded.items()
    }

    assert {name: hosts for name, hosts in elsewhere.items() if hosts} == {}
    assert loaded["guide"].all


def test_no_script_holds_a_page_up(loaded):
    assert {name: page.blocking for name, page in loaded.items() if page.blocking} == {}
    assert loaded["home"].scripts
