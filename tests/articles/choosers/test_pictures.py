"""The pictures that the desk has of a show already."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_writer
from tests.factories.images import ImageFactory
from tests.factories.shows import ShowFactory, TrailerFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/choosers/pictures/"


@pytest.fixture
def writer(client):
    user = make_writer()
    client.force_login(user)
    return user


def offered(client, show):
    return client.get(ADDRESS, {"show": getattr(show, "pk", show)}).json()["results"]


def test_the_pictures_of_a_show_are_offered_the_likeliest_first_and_none_twice(
    client, writer
):
    backdrop, poster = ImageFactory(title="Corridor"), ImageFactory(title="Poster")
    show = ShowFactory(backdrop=backdrop, poster=poster)
    lead = ImageFactory(title="Lead")
    TrailerFactory(show=show, title="First look", poster=backdrop)
    ArticleFactory(headline="Back", shows=[show], lead_image=lead, published=True)
    ArticleFactory(shows=[show], lead_image=ImageFactory(title="Of a draft"))
    ArticleFactory(lead_image=ImageFactory(title="Of another"), published=True)

    found = offered(client, show)

    assert [(each["id"], each["detail"]) for each in found] == [
        (backdrop.pk, "Backdrop"),
        (poster.pk, "Poster"),
        (lead.pk, "Story: Back"),
    ]
    assert found[0]["title"] == "Corridor"
    assert found[0]["thumb"]


def test_what_readers_could_not_see_is_not_offered(client, writer):
    yesterday = timezone.localdate() - timedelta(days=1)
    show = ShowFactory(
        backdrop=ImageFactory(rights_end_on=yesterday),
    )

    assert offered(client, show) == []


@pytest.mark.parametrize("asked", ["", "x", "0", "999999"])
def test_of_a_show_that_is_none_nothing_is_offered(client, writer, asked):
    assert offered(client, asked) == []


@pytest.mark.parametrize("count", [1, 12])
def test_what_it_costs_does_not_depend_on_how_much_there_is(
    client, writer, django_assert_max_num_queries, count
):
    show = ShowFactory(backdrop=ImageFactory())
    for _ in range(count):
        TrailerFactory(show=show, poster=ImageFactory())
        ArticleFactory(shows=[show], published=True)

    # The session, the user and what they may do, and the show, trailers and stories.
    with django_assert_max_num_queries(8):
        assert offered(client, show)
