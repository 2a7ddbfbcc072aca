import pytest

from authors.models import User
from newsroom import outside
from newsroom.models import AdPlace, Site
from tests.factories.articles import ArticleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAG = "https://ads.example.net/tag.js"
SNIPPET = f"""<script async src="{TAG}"></script>
<ins class="unit" style="display:block" data-slot="1"></ins>
<script>(window.units = window.units || []).push({{}});</script>"""


def test_what_a_network_handed_out_is_filled_and_moves_nothing(browser_page, place_on):
    ArticleFactory(published=True)
    browser_page.route(
        TAG,
        lambda route: route.fulfill(
            content_type="text/javascript",
            # As those of networks do, whether the page asks before it or after.
            body="""const fill = () => {
              const unit = document.querySelector('ins.unit');
              const tall = document.createElement('p'); tall.id = 'tall';
              tall.append('Buy '.repeat(900)); unit.append(tall);
              unit.style.height = 'auto';
              unit.parentElement.style.setProperty('height', 'auto', 'important');
            };
            (window.units || []).forEach(fill);
            window.units = { push: fill };""",
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
        is_on=True, kind="network", snippet=SNIPPET, wide_height=90
    )
    outside.tell_site(by=User.objects.create_superuser("admin"))
