import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from authors.models import Author, AuthorLink
from tests.factories.authors import AuthorFactory, UserFactory
from tests.factories.images import ImageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Ada Quill", "ada-quill"), ("김민수", "김민수"), ("!!!", "author")],
)
def test_an_author_has_an_address_in_any_script(name, slug):
    assert AuthorFactory(name=name).slug == slug


def test_an_author_keeps_the_address_when_the_name_changes():
    author = AuthorFactory(name="Ada Quill")
    author.name = "Ada Quill-Feather"
    author.save()

    assert author.slug == "ada-quill"


def test_an_address_that_is_made_late_is_saved_too():
    author = AuthorFactory()
    author.slug, author.name = "", "Ada Quill"
    author.save(update_fields=["name"])

    author.refresh_from_db()
    assert author.slug == "ada-quill"


@pytest.mark.parametrize("typed", ["qui", "ADA q", "quill ad", "a"])
def test_an_author_is_found_by_the_start_of_any_word(typed):
    author = AuthorFactory(name="Ada Quill")
    AuthorFactory(name="Bob Inkwell")

    assert list(Author.objects.named(typed)) == [author]


def test_former_authors_are_not_active():
    author = AuthorFactory()
    AuthorFactory(former=True)

    assert list(Author.objects.active()) == [author]


def test_an_author_outlives_the_login():
    author = AuthorFactory(user=UserFactory())

    author.user.delete()

    author.refresh_from_db()
    assert author.user is None


def test_a_login_has_one_author():
    user = UserFactory()
    AuthorFactory(user=user)

    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorFactory(user=user)


def test_a_portrait_in_use_is_kept():
    image = ImageFactory(without_files=True)
    AuthorFactory(portrait=image)

    with pytest.raises(ProtectedError):
        image.delete()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://a.example/", "data:,x"]
)
def test_a_link_leads_to_the_web(address):
    link = AuthorLink(author=AuthorFactory(), label="Mine", url=address)

    with pytest.raises(ValidationError, match="valid URL"):
        link.full_clean()


def test_an_author_has_each_link_once():
    author = AuthorFactory()
    author.links.create(label="Mastodon", url="https://a.example/")

    with pytest.raises(IntegrityError), transaction.atomic():
        author.links.create(label="The same", url="https://a.example/")


def test_an_author_has_a_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorFactory(name="")


def test_an_author_has_an_address():
    author = AuthorFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Author.objects.filter(pk=author.pk).update(slug="")


@pytest.mark.parametrize("count", [1, 12])
def test_cards_and_pages_cost_the_same_however_many(django_assert_num_queries, count):
    for _ in range(count):
        author = AuthorFactory(portrait=ImageFactory(without_files=True))
        author.links.create(label="Mastodon", url="https://a.example/")

    with django_assert_num_queries(1):
        assert [a.portrait.title for a in Author.objects.for_cards()]
    with django_assert_num_queries(2):
        assert [link.url for a in Author.objects.for_page() for link in a.links.all()]
