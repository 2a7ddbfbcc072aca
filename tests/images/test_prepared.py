from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Version, VersionAuthor
from images.prepared import Prepared
from tests.factories.articles import ArticleFactory, BylineAuthorFactory, SectionFactory

pytestmark = pytest.mark.django_db


def test_it_answers_as_the_queryset_would():
    def live_in(at, section):
        return Version.objects.live(at).in_section(section).newest().for_cards()

    tv, film = (SectionFactory(name=name) for name in ("TV", "Film"))
    ArticleFactory.create_batch(3, published=True, section=tv)
    ArticleFactory(published=True, section=film)
    ArticleFactory(scheduled=True, section=film)
    prepared = Prepared(live_in)

    for moment in (timezone.now(), timezone.now() + timedelta(days=2)):
        for section in (tv, film):
            assert prepared(moment, section.pk) == list(live_in(moment, section.pk))


def test_rows_come_with_what_was_selected_and_prefetched(django_assert_num_queries):
    ArticleFactory(published=True, authors=[BylineAuthorFactory(name="Ada Quill")])
    prepared = Prepared(lambda at: Version.objects.live(at).for_cards())

    for _ in range(2):
        with django_assert_num_queries(2):
            (version,) = prepared(timezone.now())
            assert version.section.name == "TV"
            assert version.article.slug
            assert version.version_authors.all()[0].author.name == "Ada Quill"


def test_values_annotations_and_subqueries_are_compiled_too():
    article = ArticleFactory(published=True)
    bylines = VersionAuthor.objects.filter(version=OuterRef("pk"))
    prepared = Prepared(
        lambda at, slug: (
            Version.objects.live(at)
            .filter(article__slug=slug)
            .annotate(is_signed=Exists(bylines.filter(published_at__lte=at)))
            .values_list("headline", "is_signed")
        )
    )

    assert prepared(timezone.now(), article.slug) == [(article.headline, True)]
    assert prepared(timezone.now(), "another") == []


def test_each_answer_is_fresh():
    prepared = Prepared(lambda at: Version.objects.live(at))
    assert prepared(timezone.now()) == []

    ArticleFactory(published=True)

    assert len(prepared(timezone.now())) == 1


def test_a_moment_is_the_same_in_every_zone():
    article = ArticleFactory(published_at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    prepared = Prepared(lambda at: Version.objects.live(at))
    seoul = timezone.get_fixed_timezone(540)

    assert prepared(datetime(2026, 11, 20, 17, 59, tzinfo=seoul)) == []
    (version,) = prepared(datetime(2026, 11, 20, 18, 0, tzinfo=seoul))
    assert version.article == article


def test_a_value_that_does_not_reach_the_database_is_refused():
    prepared = Prepared(lambda at, limit: Version.objects.live(at)[:limit])

    with pytest.raises((ValueError, TypeError)):
        prepared(timezone.now(), 3)


@pytest.mark.parametrize("value", [None, [1, 2]])
def test_what_cannot_stand_in_the_sql_by_itself_is_refused(value):
    prepared = Prepared(lambda number: Version.objects.filter(number=number))

    with pytest.raises(TypeError):
        prepared(value)


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL keeps plans"
)
def test_postgresql_plans_a_prepared_queryset_once_for_a_connection():
    article = ArticleFactory(published=True)
    prepared = Prepared(
        lambda at, slug: Version.objects.live(at).filter(article__slug=slug)
    )

    for slug in (article.slug, "another", article.slug):
        prepared(timezone.now(), slug)

    with CaptureQueriesContext(connection) as queries:
        assert [found.article_id for found in prepared(timezone.now(), article.slug)]
    assert [query["sql"].split("(")[0][:16] for query in queries] == [
        "EXECUTE prepared"
    ]


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL keeps plans"
)
def test_nothing_is_kept_where_connections_are_pooled(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    prepared = Prepared(lambda at: Version.objects.live(at))

    with CaptureQueriesContext(connection) as queries:
        prepared(timezone.now())

    assert queries[0]["sql"].startswith("SELECT")
