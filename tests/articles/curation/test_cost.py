"""What filling a page costs, at a hundred and at ten thousand stories."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.curation import Place, fill
from articles.models import Article, Version, VersionPerson, VersionShow
from tests.factories.articles import SectionFactory
from tests.factories.curation import PickFactory, ShelfFactory
from tests.factories.desk import make_editor
from tests.factories.shows import (
    CreditFactory,
    GenreFactory,
    PersonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

SHOWS = 20


def newsroom(count):
    """Stories as rows, for the steps would take an hour; the newest of them."""
    by, section, now = make_editor(), SectionFactory(), timezone.now()
    genre, person = GenreFactory(), PersonFactory()
    shows = ShowFactory.create_batch(SHOWS, genres=[genre])
    for show in shows:
        CreditFactory(show=show, person=person, director=True)
    articles = Article.objects.bulk_create(
        Article(slug=f"s-{number}", headline=f"S {number}", owner=by)
        for number in range(count)
    )
    versions = Version.objects.bulk_create(
        Version(
            article=article,
            number=1,
            by=by,
            content={},
            kind="news",
            headline=article.headline,
            section=section,
            live_from=now - timedelta(minutes=number + 1),
            published_at=now - timedelta(minutes=number + 1),
            updated_at=now - timedelta(minutes=number + 1),
        )
        for number, article in enumerate(articles)
    )
    VersionShow.objects.bulk_create(
        VersionShow(
            version=version,
            show=shows[number % SHOWS],
            published_at=version.published_at,
            is_primary=True,
        )
        for number, version in enumerate(versions)
    )
    VersionPerson.objects.bulk_create(
        VersionPerson(version=version, person=person, published_at=version.published_at)
        for version in versions
    )
    # As any database of that size was: one that grew within a transaction keeps the
    # plans for a few rows, which earlier tests left to the connection.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    page = versions[0]
    PickFactory(selection__article=page.article, article=articles[5])
    ShelfFactory(everywhere=True, items=[articles[6], shows[3]])
    return Place(
        article_id=page.article_id,
        version_id=page.pk,
        show=shows[0],
        section_id=section.pk,
    ), now


@pytest.mark.parametrize("count", [100, 10_000])
def test_the_fill_asks_the_same_however_many_stories_there_are(
    django_assert_num_queries, count
):
    place, now = newsroom(count)

    # Rules; what was chosen, its stories and its shows; six for what to watch next;
    # what the picks are about; stories of the show, of the people, of like shows and
    # what those are about; cards.
    with django_assert_num_queries(16):
        filled = fill(place, now)

    assert len(filled.related) == 8
    assert len(filled.watch) == 4
