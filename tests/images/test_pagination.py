import pytest
from django.http import Http404
from django.test import RequestFactory

from authors.models import Author
from images.pagination import MOST_PAGES, page_of
from tests.factories.authors import AuthorFactory

pytestmark = pytest.mark.django_db


def page(query="", size=2):
    request = RequestFactory().get(f"/{query}")
    return page_of(Author.objects.order_by("pk"), request, size)


def test_an_empty_list_has_one_empty_page():
    only = page()

    assert only.items == []
    assert not only.has_previous
    assert not only.has_next


def test_pages_follow_each_other_without_counting(django_assert_num_queries):
    authors = AuthorFactory.create_batch(5)

    with django_assert_num_queries(3):
        pages = [page(), page("?page=2"), page("?page=3")]

    assert [author for each in pages for author in each.items] == authors
    assert [each.has_next for each in pages] == [True, True, False]
    assert [each.has_previous for each in pages] == [False, True, True]


def test_the_first_page_is_linked_without_a_number():
    AuthorFactory.create_batch(5)

    assert page("?page=2").previous_number is None
    assert page("?page=3").previous_number == 2
    assert page("?page=2").next_number == 3


@pytest.mark.parametrize(
    "number",
    [
        "",
        "0",
        "-1",
        "01",
        "1.5",
        "NaN",
        "two",
        "1000000000",
        "9" * 5000,
        "٣",
        " 1",
        "1;",
    ],
)
def test_what_is_no_page_is_not_found(number):
    with pytest.raises(Http404):
        page(f"?page={number}")


def test_a_page_after_the_end_is_not_found():
    AuthorFactory.create_batch(2)

    with pytest.raises(Http404):
        page("?page=2")


def test_nobody_turns_further_than_the_cap():
    AuthorFactory.create_batch(MOST_PAGES + 1)

    last = page(f"?page={MOST_PAGES}", size=1)

    assert last.items
    assert not last.has_next
    with pytest.raises(Http404):
        page(f"?page={MOST_PAGES + 1}", size=1)
