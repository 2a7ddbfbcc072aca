from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import publishing
from articles.curation import Seen
from articles.models import Version
from articles.reading.reading_on import next_story
from tests.factories.articles import ArticleFactory, SectionFactory
from tests.factories.desk import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return SectionFactory(name="Film")


def told(days_ago, section, **kwargs):
    with time_machine.travel(timezone.now() - timedelta(days=days_ago), tick=False):
        return ArticleFactory(section=section, published=True, **kwargs)


def after(article, *seen):
    version = Version.objects.live(timezone.now()).get(article=article)
    shown = Seen(stories={each.pk for each in seen})
    found = next_story(version, timezone.now(), shown)
    return found and found.article


def test_the_next_story_is_the_one_before_it_in_its_section(section):
    oldest, middle, newest = (told(days, section) for days in (3, 2, 1))
    told(2.5, SectionFactory())

    assert after(newest) == middle
    assert after(middle) == oldest


def test_past_the_oldest_story_leads_on_to_the_one_after_it(section):
    oldest, middle, _ = (told(days, section) for days in (3, 2, 1))

    assert after(oldest) == middle


def test_what_the_page_shows_already_is_no_next_story(section):
    oldest, middle, newest = (told(days, section) for days in (3, 2, 1))

    assert after(newest, middle) == oldest
    assert after(newest, middle, oldest) is None


def test_the_next_story_can_be_read(section):
    newest = told(1, section)
    retracted, _ = told(2, section), ArticleFactory(section=section)
    publishing.retract(retracted, by=make_editor(), notice="It was wrong.")

    assert after(newest) is None


def test_the_page_of_a_story_leads_on_and_can_be_passed_on(client, section, settings):
    settings.SITE_URL = "https://news.example"
    for number in range(14):
        told(number + 2, section, headline=f"Story {number}")
    newest = told(1, section, headline="Fish & chips: 50% off")

    response = client.get(newest.get_absolute_url())

    address = f"https://news.example{newest.get_absolute_url()}"
    onward = response.context["next_story"]
    beside = {item.version.article_id for item in response.context["related"]}
    assert f'value="{address}" readonly' in response.text
    assert "mailto:?subject=Fish%20%26%20chips%3A%2050%25%20off&amp;body=https" in (
        response.text
    )
    assert f'href="{onward.get_absolute_url()}" rel="next"' in response.text
    assert onward.article_id not in beside


def test_a_retracted_story_is_not_passed_on(client, section):
    article = told(1, section)
    publishing.retract(article, by=make_editor(), notice="It was wrong.")

    assert "data-copy" not in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 12])
def test_the_next_story_costs_the_same_however_many_there_are(
    section, django_assert_num_queries, count
):
    newest, *others = [told(days + 1, section) for days in range(count + 1)]
    version = Version.objects.live(timezone.now()).get(article=newest)
    seen = Seen(stories={each.pk for each in others[:-1]})

    with django_assert_num_queries(1):
        found = next_story(version, timezone.now(), seen)

    assert found.article == others[-1]
