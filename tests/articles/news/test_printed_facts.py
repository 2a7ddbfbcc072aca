"""Which versions print a fact: asked by whoever is about to change it."""

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Version, VersionFact
from shows import merging
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db


def block(kind, show, season=None):
    number = "" if season is None else f' data-season="{season}"'
    return (
        f'<figure class="embed embed-{kind}" data-embed="{kind}"'
        f' data-id="{show.pk}"{number}><figcaption></figcaption></figure>'
    )


def published(body):
    return publishing.publish(
        ArticleFactory(body=f"<p>All of it.</p>{body}"), by=make_editor()
    )


def test_a_version_with_a_window_is_found_by_what_its_blocks_print():
    show = ShowFactory()
    SeasonFactory(show=show, number=2)
    version = published(block("time", show, 2))

    found = Version.objects.live(timezone.now()).printing(show, "release_date")

    assert list(found) == [version]
    assert not Version.objects.printing(show, "status").exists()
    assert not Version.objects.printing(ShowFactory(), "release_date").exists()


def test_a_season_is_printed_by_itself_and_by_what_speaks_of_the_whole_show():
    show = ShowFactory()
    SeasonFactory(show=show, number=1)
    SeasonFactory(show=show, number=2)
    one, two = published(block("time", show, 1)), published(block("time", show, 2))
    whole = published(block("time", show))

    found = Version.objects.printing(show, "release_date", season_number=2)

    assert set(found) == {two, whole}
    assert set(Version.objects.printing(show)) == {one, two, whole}


def test_drafts_and_what_lost_its_window_are_not_found():
    show = ShowFactory()
    ArticleFactory(body=block("time", show))
    version = published(block("time", show))

    publishing.unpublish(version.article, by=make_editor())
    live = Version.objects.live(timezone.now())

    assert not live.printing(show).exists()


def test_merging_shows_leads_to_the_one_that_is_kept():
    kept, double = ShowFactory(), ShowFactory()
    before = published(block("time", double))

    merging.merge_shows(double, into=kept, by=make_editor())
    after = published(block("time", double))

    assert set(Version.objects.printing(kept)) == {before, after}
    assert not VersionFact.objects.filter(show=double).exists()
