import pytest

from images import usage
from images.usage import HIDDEN, Use, Uses, is_used, usages
from tests.factories.articles import ArticleFactory
from tests.factories.authors import AuthorFactory, UserFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory

pytestmark = pytest.mark.django_db


def test_a_picture_that_nobody_took_is_used_nowhere():
    image = ImageFactory(without_files=True, uploaded_by=UserFactory())

    assert usages(image, make_editor()) == []
    assert not is_used(image)


def test_a_portrait_is_a_use_with_a_way_to_it():
    image = ImageFactory(without_files=True)
    author = AuthorFactory(name="Ada Quill", portrait=image)

    assert usages(image, make_writer()) == [
        Use("Author: Ada Quill", f"/admin/authors/author/{author.pk}/change/")
    ]
    assert is_used(image)


def test_what_somebody_may_not_see_is_one_use_without_a_name():
    image = ImageFactory(without_files=True)
    AuthorFactory.create_batch(2, portrait=image)

    assert usages(image, UserFactory(staff=True)) == [HIDDEN]


def test_an_app_may_tell_of_its_models_in_its_own_words(monkeypatch):
    class Friends(Uses):
        def told(self, image, user):
            return [Use("The portrait of a friend"), HIDDEN]

    image = ImageFactory(without_files=True)
    AuthorFactory(portrait=image)
    monkeypatch.setitem(usage._told, "authors.Author", Friends)

    assert usages(image, make_writer()) == [Use("The portrait of a friend"), HIDDEN]


def test_a_story_is_a_use_however_many_versions_it_has():
    image = ImageFactory(without_files=True)
    ArticleFactory(lead_image=image, published=True, reworked=True)

    labels = [use.label for use in usages(image, make_editor())]

    assert labels
    assert len(labels) == len(set(labels))
    assert is_used(image)


def test_a_story_that_a_writer_may_not_know_of_is_not_named():
    image = ImageFactory(without_files=True)
    ArticleFactory(
        headline="Secret finale", lead_image=image, owner=make_writer("colleague")
    )

    assert usages(image, make_writer()) == [HIDDEN]
    assert "Secret finale" in usages(image, make_editor())[0].label


@pytest.mark.parametrize("count", [1, 12])
def test_asking_costs_the_same_however_often_it_is_used(
    django_assert_max_num_queries, count
):
    image = ImageFactory(without_files=True)
    AuthorFactory.create_batch(count, portrait=image)
    user = make_editor()
    user.has_perm("authors.view_author")

    with django_assert_max_num_queries(7):
        assert len(usages(image, user)) == count
