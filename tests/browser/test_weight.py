"""What a phone really loads of a story."""

import re
from urllib.parse import urlsplit

import pytest

from tests.factories.articles import ArticleFactory
from tests.factories.images import ImageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = """() => [...document.images].filter(it => it.complete && it.currentSrc).map(
  it => ({source: it.currentSrc, shown: it.getBoundingClientRect().width, top: it.y})
)"""


def test_the_largest_picture_is_no_larger_than_a_phone_shows(
    browser, live_server, settings
):
    settings.SITE_URL = live_server.url
    lead = ImageFactory(width=2400, height=1600)
    inside = ImageFactory(width=2400, height=1600)
    ArticleFactory(
        slug="story",
        lead_image=lead,
        body=f'<p>See:</p><figure data-embed="picture" data-id="{inside.pk}"></figure>',
        published=True,
    )
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
    )
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/articles/story/")
    page.locator(".prose img").scroll_into_view_if_needed()
    page.wait_for_function("[...document.images].every(it => it.complete)")

    pictures = page.evaluate(PICTURES)

    context.close()
    assert len(pictures) >= 2
    for picture in pictures:
        shape, width = re.search(r"/(\w+)-(\d+)\.\w+$", picture["source"]).groups()
        image = lead if lead.rendition_key in picture["source"] else inside
        made = [width for width, _ in image.rendition_sizes[shape]]
        needed = picture["shown"] * 2
        # The next larger than what the screen has room for.
        assert int(width) == next((each for each in made if each >= needed), made[-1])
    hosts = {urlsplit(address).netloc for address in asked if address[:4] == "http"}
    assert hosts == {urlsplit(live_server.url).netloc}
