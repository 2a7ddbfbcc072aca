import pytest
from django.db.models import OuterRef

from images.models import Image
from images.prepared import Prepared
from images.rows import Rows, built
from shows.models import Genre, Show
from tests.factories.images import ImageFactory
from tests.factories.shows import GenreFactory, ShowFactory

pytestmark = pytest.mark.django_db

OF_SHOW = Genre.objects.filter(shows=OuterRef("pk"))
SHOWS = Prepared(
    lambda slug: Show.objects.filter(slug=slug).annotate(
        rows=Rows(OF_SHOW.order_by("-name"), "name", "pk")
    )
)


def test_rows_of_another_table_come_along_in_their_order(django_assert_num_queries):
    genres = [GenreFactory(name=name) for name in ("Drama", 'A "quoted" one', "Über")]
    ShowFactory(slug="full", genres=genres)
    ShowFactory(slug="empty")

    with django_assert_num_queries(2):
        (full,), (empty,) = SHOWS("full"), SHOWS("empty")

    wanted = sorted(([each.name, each.pk] for each in genres), reverse=True)
    assert full.rows == wanted
    assert empty.rows == []


def test_rows_of_a_model_are_built_again(django_assert_num_queries):
    columns = ("id", "alt_text", "is_decorative", "rendition_sizes", "rights_end_on")
    image = ImageFactory(without_files=True, rights_end_on="2026-12-24")
    image.refresh_from_db()
    ShowFactory()
    show = Show.objects.annotate(rows=Rows(Image.objects.all(), *columns)).get()

    with django_assert_num_queries(0):
        copy = built(Image, columns, show.rows[0])

    assert copy == image
    for name in columns:
        assert getattr(copy, name) == getattr(image, name)
