"""Nothing that has not changed is sent twice: pages, feeds, sitemaps, calendars."""

import pytest

from tests.pages import PAGES, on_sqlite

pytestmark = [pytest.mark.django_db, on_sqlite]

# Private, or an error: no cache keeps them.
UNKEPT = {page.name for page in PAGES if page.status != 200 or page.is_for_desk}
UNKEPT |= {"preview outside", "/healthz"}


def test_an_unchanged_answer_is_not_sent_twice(site):
    asked = {**site.pages, **site.feeds, **site.sitemaps, **site.machines}
    kept = set(asked) - UNKEPT

    answers = {
        name: site.again[name].status_code if name in site.again else "no ETag"
        for name in kept
    }

    assert answers == dict.fromkeys(kept, 304)
    assert not any(site.again[name].content for name in kept)
