import pytest

from authors.models import User
from newsroom import outside
from newsroom.models import AdPlace, Site
from tests.factories.articles import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAG = "https://ads.example.net/tag.js"


def test_the_script_of_a_network_runs_and_moves_nothing(browser_page, place_on):
    ArticleFactory(published=True)
    browser_page.route(
        TAG,
        lambda route: route.fulfill(
            content_type="text/javascript",
            body="const tall = document.createElement('p'); tall.id = 'tall';"
            "tall.append('Buy '.repeat(900));"
            "document.querySelector('.ad__room').append(tall);",
        ),
    )

    browser_page.goto("/articles/")

    browser_page.wait_for_selector("#tall", state="attached")
    room = browser_page.locator(".ad__room").bounding_box()
    assert room["height"] == 90


@pytest.fixture
def place_on(transactional_db):
    Site.objects.update(ads_on=True)
    AdPlace.objects.filter(place="top").update(
        is_on=True, kind="network", script=TAG, wide_height=90
    )
    outside.tell_site(by=User.objects.create_superuser("admin"))
