from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import timezone

from articles import publishing
from articles.models import Claim, Statement
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import CreditFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

NOT_RENEWED = "<p>Low Tide has not been renewed for a second season.</p>"


@pytest.fixture
def show():
    show = ShowFactory(title="Low Tide")
    for number in (1, 2):
        SeasonFactory(show=show, number=number)
    return show


def make_story(show, body=NOT_RENEWED, **more):
    more = {"kind": "explainer", "published": True, "headline": "Low Tide"} | more
    return ArticleFactory(shows=[show], body=body, **more)


def claims_of(article):
    claims = Claim.objects.filter(version__article=article)
    return [(c.version.number, c.place, c.sentence) for c in claims.order_by("pk")]


def test_a_saved_version_keeps_its_claims_with_their_place(show):
    body = "<p>Hello.</p>" + NOT_RENEWED

    make_story(show, body, published=False, standfirst="Season 2 has no release date.")

    not_dated, not_renewed = Claim.objects.order_by("pk")
    assert (not_dated.place, not_dated.sentence) == (
        "standfirst",
        "Season 2 has no release date.",
    )
    assert (not_renewed.place, not_renewed.block) == ("body", 1)
    assert (not_renewed.statement.show, not_renewed.statement.season) == (show, 2)


def test_stories_that_say_the_same_share_a_statement(show):
    make_story(show)
    make_story(
        show,
        "<p>The show is yet to be renewed for season 2. Low Tide has not been renewed for a second season.</p>",
    )

    shared = Statement.objects.filter(value="not renewed", cues="")

    assert shared.count() == 1
    assert shared.get().claims.count() == 2


def test_a_story_without_a_show_claims_nothing_and_asks_nothing(
    django_assert_max_num_queries,
):
    ArticleFactory(body=NOT_RENEWED, kind="explainer")

    assert not Claim.objects.exists()


def test_claims_are_kept_for_the_live_the_scheduled_and_the_latest_version(show):
    article = make_story(show)
    scheduled = "<p>Season 2 of Low Tide has no release date.</p>"
    article.body = scheduled
    article.save()
    publishing.save_version(article, by=article.owner)
    publishing.schedule(
        article, by=make_editor(), at=timezone.now() + timezone.timedelta(days=1)
    )
    article.body = "<p>Season 2 of Low Tide has eight episodes.</p>"
    article.save()
    publishing.save_version(article, by=article.owner)
    article.body = "<p>Season 2 of Low Tide has nine episodes.</p>"
    article.save()
    publishing.save_version(article, by=article.owner)

    kept = {sentence for _, _, sentence in claims_of(article)}

    assert kept == {
        "Low Tide has not been renewed for a second season.",
        "Season 2 of Low Tide has no release date.",
        "Season 2 of Low Tide has nine episodes.",
    }


@pytest.mark.parametrize("kind", ["news", "recap", "interview"])
def test_what_a_record_claims_is_history_once_it_is_out(show, kind):
    article = make_story(show, kind=kind, published=False)
    assert claims_of(article)

    publishing.publish(article, by=make_editor())

    assert not claims_of(article)


def test_later_this_year_is_counted_from_the_day_it_was_written(show):
    with time_machine.travel(datetime(2025, 3, 3, 12, tzinfo=UTC), tick=False):
        article = make_story(show, "<p>Season 2 will arrive later this year.</p>")
    with time_machine.travel(datetime(2026, 2, 2, 12, tzinfo=UTC), tick=False):
        article.body += "<p>A typo is put right.</p>"
        article.save()
        publishing.save_version(article, by=article.owner)

    for claim in Claim.objects.filter(version__article=article):
        assert claim.said_on == date(2025, 3, 3)
        assert claim.statement.ends_on == date(2025, 12, 31)


def test_a_story_that_was_dated_back_is_read_as_of_its_day(show):
    make_story(
        show,
        "<p>Season 2 will arrive later this year.</p>",
        published=False,
        published_at=datetime(2022, 5, 5, tzinfo=UTC),
    )

    [claim] = Claim.objects.all()

    assert claim.statement.ends_on == date(2022, 12, 31)


def test_people_are_known_by_their_credits(show):
    CreditFactory(show=show, person__name="Ada Quill", character="Mara Voss")

    make_story(show, "<p>Ada Quil plays Mara Voss.</p>")

    [claim] = Claim.objects.all()
    assert claim.statement.field == "character"
    assert claim.statement.person_name == "Ada Quil"
