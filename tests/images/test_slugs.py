from urllib.parse import unquote

import pytest
from django.urls import Resolver404, URLResolver, path
from django.urls.resolvers import RegexPattern

from authors.models import Author
from images.slugs import unique_slug
from tests.factories.authors import AuthorFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("All of Us Are Dead", "all-of-us-are-dead"),
        ("지금 우리 학교는", "지금-우리-학교는"),
        ("Amélie", "amélie"),
        ("???", "untitled"),
        ("", "untitled"),
        ("Ｆｕｌｌ", "full"),
    ],
)
def test_a_slug_is_made_of_any_script_and_never_empty(text, slug):
    assert unique_slug(Author, text) == slug


def test_taken_slugs_get_the_next_free_number():
    slugs = [AuthorFactory(name="Kim Min-su").slug for _ in range(12)]

    assert slugs[:3] == ["kim-min-su", "kim-min-su-2", "kim-min-su-3"]
    assert len(set(slugs)) == 12


def test_a_long_text_leaves_room_for_the_number():
    length = Author._meta.get_field("slug").max_length
    first, second = unique_slug(Author, "a" * 500), None
    Author.objects.create(name="A", slug=first)
    second = unique_slug(Author, "a" * 500)

    assert len(first) == len(second) == length
    assert second.endswith("a-2")


def test_a_row_may_keep_its_own_slug():
    author = AuthorFactory(name="Kim Min-su")

    assert unique_slug(Author, "Kim Min-su", but=author) == "kim-min-su"


def test_the_thousandth_of_a_name_does_not_ask_a_thousand_times(
    django_assert_max_num_queries,
):
    Author.objects.bulk_create(
        Author(name="Kim", slug=f"kim-{n}" if n > 1 else "kim") for n in range(1, 1000)
    )

    with django_assert_max_num_queries(8):
        assert unique_slug(Author, "Kim") == "kim-1000"


@pytest.mark.parametrize("slug", ["지금-우리-학교는", "amélie", "a_b-2"])
def test_addresses_take_any_script(slug):
    route = path("shows/<uslug:slug>/", lambda request: None, name="show")
    resolver = URLResolver(RegexPattern("^/"), [route])

    address = "/" + resolver.reverse("show", slug)

    assert resolver.resolve(unquote(address)).kwargs == {"slug": slug}


def test_addresses_take_no_slash_or_space():
    route = path("<uslug:slug>/", lambda request: None)
    resolver = URLResolver(RegexPattern("^/"), [route])

    for address in ["/a/b/", "/a b/", "/a.b/", "//"]:
        with pytest.raises(Resolver404):
            resolver.resolve(address)
