"""
One announcement through the whole newsroom: what the form foretells comes true on
every page, and what it cannot change by itself stands on the needs-update desk.
"""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from articles.body.live_facts import Reference, element
from articles.models import Article, Claim
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory
from tests.printed import untied

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FORM = "/admin/articles/article/what-happened/"
DESK = "/admin/articles/article/needs-update/"
WRONG = (
    "All of Us Are Dead season 2 has not been renewed.",
    "Netflix has not renewed All of Us Are Dead for season 2 yet.",
    "There is no word on whether All of Us Are Dead season 2 will happen.",
)
RENEWED = {
    "kind": "renewed",
    "season_number": "2",
    "certainty": "confirmed",
    "announced_on": "2022-06-06",
    "source_name": "Netflix",
    "source_url": "https://www.netflix.com/tudum",
    "public": "now",
}


def words_of(response):
    text = re.sub(r"<(script|style).*?</\1>", " ", response.text, flags=re.DOTALL)
    text = unescape(re.sub(r"<[^>]+>", " ", untied(text)))
    return " ".join(text.replace("\xa0", " ").split())


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def show(clock):
    show = ShowFactory(title="All of Us Are Dead")
    first = SeasonFactory(show=show, number=1)
    AnnouncementFactory(
        show=show,
        season=first,
        kind="released",
        announced_on=datetime(2022, 1, 28, tzinfo=UTC).date(),
    )
    SeasonFactory(show=show, number=2)
    return show


def story(show, body, **more):
    status = element(Reference("status", show.pk, 2, "phrase"), "")
    more.setdefault("published_at", NOW - timedelta(days=3))
    return ArticleFactory(
        shows=[show],
        seasons=[show.seasons.get(number=2)],
        body=f"<p>{body or f'All of Us Are Dead season 2 {status}.'}</p>",
        **more,
    )


def test_one_announcement_puts_every_page_right_or_in_front_of_a_person(
    client, show, clock
):
    kinds = [Article.Kind.EXPLAINER, Article.Kind.LIST]
    alive = [story(show, "", kind=kinds[number % 2]) for number in range(7)]
    wrong = [story(show, each, kind=Article.Kind.EXPLAINER) for each in WRONG]
    day = datetime(2022, 6, 1, 9, tzinfo=UTC)
    reported = story(show, "", headline="No word on season 2", published_at=day)
    desk = Client()
    desk.force_login(make_editor())
    clock.shift(timedelta(hours=1))

    # What the form says beforehand.
    typed = RENEWED | {"show": show.pk}
    looked = desk.post(FORM, typed)
    outlook = looked.context["outlook"]
    assert outlook.impact.sentence == "Changes 9 pages by themselves, 3 need reading."
    assert outlook.impact.sentence in words_of(looked)
    for sentence in WRONG:
        assert sentence in words_of(looked)
    assert "has not been announced" in words_of(client.get(alive[0].get_absolute_url()))

    # The same, said yes to.
    answer = desk.post(FORM, typed | {"reviewed": outlook.digest, "_record": "1"})
    assert answer.status_code == 302
    clock.shift(timedelta(minutes=1))

    # What changes by itself, has, in the next request.
    pages = {page.url for page in outlook.impact.pages}
    season = show.seasons.get(number=2)
    assert pages == {
        show.get_absolute_url(),
        season.get_absolute_url(),
        *(article.get_absolute_url() for article in alive),
    }
    for page in pages:
        assert "renewed" in words_of(client.get(page)).lower(), page
    for article in alive:
        text = words_of(client.get(article.get_absolute_url()))
        assert "season 2 has been renewed." in text
        assert "has been renewed, says Netflix" in text

    # What needs a reader stands on the desk, with its sentence.
    queue = words_of(desk.get(DESK))
    for article, sentence in zip(wrong, WRONG, strict=True):
        assert sentence in queue
        assert article.headline in queue

    # The story of the day reads as it did.
    text = words_of(client.get(reported.get_absolute_url()))
    printed, since_then = text.split("Since then", 1)
    assert "season 2 has not been announced." in printed
    assert "renewed" in since_then


def test_a_date_moves_the_calendar_with_the_pages_the_form_named(client, show, clock):
    guide = story(show, "", kind=Article.Kind.EXPLAINER)
    desk = Client()
    desk.force_login(make_editor())
    clock.shift(timedelta(hours=1))
    typed = RENEWED | {
        "show": show.pk,
        "kind": "date_set",
        "when": "28 January 2027",
        "announced_on": "2026-11-21",
    }

    outlook = desk.post(FORM, typed).context["outlook"]
    desk.post(FORM, typed | {"reviewed": outlook.digest, "_record": "1"})

    assert {page.url for page in outlook.impact.pages} == {
        show.get_absolute_url(),
        show.seasons.get(number=2).get_absolute_url(),
        "/calendar/",
        guide.get_absolute_url(),
    }
    assert show.title in words_of(client.get("/calendar/?month=2027-01"))
    assert "20270128" in client.get("/calendar.ics").text
    assert "has a release date" in words_of(client.get(guide.get_absolute_url()))


def test_a_reader_who_finds_it_still_true_moves_checked_and_not_updated(show, clock):
    article = story(show, WRONG[0], kind=Article.Kind.EXPLAINER)
    desk = Client()
    desk.force_login(make_editor())
    clock.shift(timedelta(hours=1))
    typed = RENEWED | {"show": show.pk}
    outlook = desk.post(FORM, typed).context["outlook"]
    desk.post(FORM, typed | {"reviewed": outlook.digest, "_record": "1"})
    claim = Claim.objects.get(version__article=article)

    desk.post(f"{DESK}still-true/", {"claim": claim.pk, "article": article.pk})

    article.refresh_from_db()
    live = article.versions.live(NOW + timedelta(hours=1)).get()
    assert article.checked_at == NOW + timedelta(hours=1)
    assert live.updated_at == live.published_at
    assert WRONG[0] not in words_of(desk.get(DESK))
