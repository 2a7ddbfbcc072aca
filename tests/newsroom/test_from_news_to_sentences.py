"""From a tip to the last sentence that it makes wrong, as an editor goes through it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.body.live_facts import Reference, element
from articles.models import Version
from articles.news import impact
from shows import facts
from shows.models import Announcement
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import (
    AnnouncementFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

DESK = "/admin/articles/article/needs-update/"
WRONG = {
    "All of Us Are Dead has not been renewed for a second season.",
    "Netflix has yet to order another season.",
    "All of Us Are Dead season 2 is not happening yet: no renewal has been announced",
}


@pytest.fixture
def show():
    show = ShowFactory(title="All of Us Are Dead", slug="all-of-us-are-dead")
    first, _ = (SeasonFactory(show=show, number=number) for number in (1, 2))
    AnnouncementFactory(
        show=show, season=first, kind="released", date=date(2022, 1, 28),
        precision="day", announced_on=date(2022, 1, 28),
    )  # fmt: skip
    AnnouncementFactory(
        show=show, kind="platform_added", platform=PlatformFactory(),
        announced_on=date(2022, 1, 28),
    )  # fmt: skip
    return show


def make_story(show, headline, body, **more):
    more = {"kind": "explainer", "published_at": timezone.now()} | more
    return ArticleFactory(
        headline=headline,
        body=body,
        shows=[show],
        seasons=[show.seasons.get(number=2)],
        **more,
    )


def test_a_renewal_reaches_every_page_and_every_sentence(client, show):
    editor = make_editor()
    client.force_login(editor)
    phrase = element(Reference("status", show.pk, 2, "phrase"), "…")
    guides = [
        make_story(show, f"Guide {n}", f"<p>The next season {phrase}.</p>")
        for n in range(3)
    ]
    make_story(show, "The first", f"<p>{sorted(WRONG)[0]}</p>")
    make_story(show, "The second", "<p>Netflix has yet to order another season.</p>")
    make_story(show, sorted(WRONG)[1], "<p>Nothing else is claimed.</p>")
    report = make_story(
        show,
        "The school is out",
        f"<p>All of Us Are Dead has not been renewed. The season {phrase}.</p>",
        kind="news",
    )
    told_then = client.get(report.get_absolute_url()).content.decode()
    assert client.get(DESK).context["entries"] == []

    # What it would come to.
    news = Announcement(
        show=show,
        season=show.seasons.get(number=2),
        kind="renewed",
        certainty="confirmed",
        announced_on=date(2022, 6, 6),
        public_from=timezone.now(),
        source_name="Variety",
    )
    told = impact.foresee(news, by=editor, at=timezone.now())
    assert told.sentence == "Changes 5 pages by themselves, 3 need reading."
    assert {reading.sentence for reading in told.readings} == WRONG
    assert len(told.titles) == 1

    # Recorded.
    AnnouncementFactory(
        show=show, season=news.season, kind="renewed", announced_on=date(2022, 6, 6),
        source_name="Variety", by=editor,
    )  # fmt: skip

    for page in (show, show.seasons.get(number=2), *guides):
        assert "renewed" in client.get(page.get_absolute_url()).content.decode().lower()
    entries = client.get(DESK).context["entries"]
    assert {entry.sentence for entry in entries} == WRONG
    assert entries[0].trouble.key == "title"
    assert {entry.source_name for entry in entries} == {"Variety"}
    now = client.get(report.get_absolute_url()).content.decode()
    assert "has not been renewed" in told_then
    assert "has not been renewed" in now

    # Worked down: one rewritten, one read and left, one withdrawn with its news.
    first = next(e for e in entries if e.article.headline == "The first")
    first.article.refresh_from_db()
    first.article.body = "<p>All of Us Are Dead has been renewed.</p>"
    first.article.save()
    publishing.save_version(first.article, by=editor)
    publishing.publish(first.article, by=editor)
    second = next(e for e in entries if e.article.headline == "The second")
    publishing.read_still_true(second.article, second.claim.pk, by=editor)
    assert len(client.get(DESK).context["entries"]) == 1
    facts.withdraw(
        Announcement.objects.get(kind="renewed"), by=editor, reason="A hoax."
    )
    assert client.get(DESK).context["entries"] == []


def test_under_an_embargo_nobody_learns_of_it_from_the_desk(client, show):
    make_story(show, "The first", f"<p>{sorted(WRONG)[0]}</p>")
    lifts = timezone.now() + timedelta(hours=3)
    AnnouncementFactory(
        show=show, season=show.seasons.get(number=2), kind="renewed",
        announced_on=timezone.localdate(lifts), public_from=lifts,
    )  # fmt: skip
    client.force_login(make_editor())

    story = Version.objects.get().article
    pages = [
        client.get(address).content.decode()
        for address in (DESK, f"/admin/articles/article/{story.pk}/change/")
    ]

    assert all("has been renewed" not in page for page in pages)
    assert all("needs a reader" not in page for page in pages)
