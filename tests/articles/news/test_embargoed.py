from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from articles import publishing
from articles.body.sanitising import sanitise
from articles.checking.checklist import check
from articles.checking.readiness import problems
from articles.models import Notice, Version
from articles.reading.previews import preview_url
from shows import embargoes, facts
from shows.models import Announcement, Season, Show
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_author, make_editor, make_writer
from tests.factories.embargoes import make_embargo
from tests.factories.shows import (
    AnnouncementFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
LIFTS = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(NOW, tick=False):
        yield


def hold(embargo, **said):
    return facts.record(
        by=make_editor(),
        source_name="Netflix",
        announced_on=date(2026, 10, 1),
        embargo=embargo,
        **{"kind": "announced", **said},
    )


def scheduled(embargo, **said):
    article = ArticleFactory(**said)
    publishing.schedule(article, by=make_editor(), embargo=embargo)
    return article


def is_live(article, at):
    return article.versions.live(at).exists()


# Scheduled under it


def test_a_story_goes_out_when_its_embargo_lifts():
    article = scheduled(make_embargo())

    assert not is_live(article, LIFTS - timedelta(seconds=1))
    assert is_live(article, LIFTS)


def test_stories_and_news_move_together():
    embargo = make_embargo()
    show = ShowFactory()
    hold(embargo, show=show)
    article = scheduled(embargo, shows=[show])
    to = LIFTS + timedelta(days=2)

    embargoes.move(embargo, by=make_editor(), to=to)

    for at, is_out in ((LIFTS, False), (to - timedelta(seconds=1), False), (to, True)):
        assert is_live(article, at) is is_out
        assert Show.objects.public(at).filter(pk=show.pk).exists() is is_out
    version = article.versions.get()
    assert (version.published_at, version.embargo) == (to, embargo)


def test_lifting_publishes_everything_at_once():
    embargo = make_embargo()
    show = ShowFactory()
    hold(embargo, show=show)
    article = scheduled(embargo, shows=[show])

    embargoes.lift(embargo, by=make_editor())

    assert is_live(article, NOW)
    assert facts.status_of(show, NOW).words == "Announced"


def test_cancelling_leaves_drafts_and_tells_their_writers():
    embargo = make_embargo()
    article = scheduled(embargo)

    embargoes.cancel(embargo, by=make_editor(), reason="The deal fell through.")

    version = article.versions.get()
    assert (version.live_from, version.embargo) == (None, None)
    assert "The deal fell through." in version.stopped_because
    notice = Notice.objects.get(user=article.owner)
    assert notice.kind == Notice.Kind.SCHEDULE_STOPPED
    with pytest.raises(ValidationError, match="was cancelled; take the story out"):
        publishing.publish(article, by=make_editor())


def test_an_update_of_a_live_story_waits_and_the_old_text_stays_until_then():
    embargo = make_embargo()
    article = ArticleFactory(reworked=True)
    publishing.schedule(
        article, by=make_editor(), embargo=embargo, reason="It is renewed"
    )

    embargoes.move(embargo, by=make_editor(), to=LIFTS + timedelta(days=1))
    waiting = article.versions.get(embargo=embargo)
    assert waiting.update_reason == "It is renewed"
    assert article.versions.live(LIFTS).get() != waiting
    assert article.versions.live(LIFTS + timedelta(days=1)).get() == waiting

    embargoes.cancel(embargo, by=make_editor(), reason="Not now.")
    assert article.versions.live(LIFTS + timedelta(days=9)).exists()


def test_a_fix_of_the_live_story_keeps_the_waiting_version_under_its_embargo():
    embargo = make_embargo()
    article = ArticleFactory(reworked=True)
    publishing.schedule(article, by=make_editor(), embargo=embargo)

    publishing.fix_live(article, {"standfirst": "Better."}, by=make_editor())

    waiting = Version.objects.get(article=article, embargo=embargo)
    assert (waiting.live_from, waiting.standfirst) == (LIFTS, "Better.")


def test_a_move_that_one_story_cannot_make_moves_nothing():
    embargo = make_embargo()
    show = ShowFactory()
    hold(embargo, show=show)
    free, bound = scheduled(embargo), ArticleFactory(headline="Too short")
    publishing.schedule(
        bound, by=make_editor(), embargo=embargo, until=LIFTS + timedelta(days=1)
    )

    with pytest.raises(ValidationError, match="“Too short”: It is to be taken down"):
        embargoes.move(embargo, by=make_editor(), to=LIFTS + timedelta(days=2))

    assert is_live(free, LIFTS)
    assert Show.objects.public(LIFTS).get() == show


def test_a_story_with_a_time_of_its_own_is_named_when_the_embargo_moves_past_it():
    embargo = make_embargo()
    article = ArticleFactory(headline="An hour later")
    publishing.put_under(article, embargo, by=make_editor())
    publishing.schedule(article, by=make_editor(), at=LIFTS + timedelta(hours=1))

    with pytest.raises(ValidationError, match="“An hour later” is scheduled for"):
        embargoes.move(embargo, by=make_editor(), to=LIFTS + timedelta(hours=2))


def test_a_version_under_an_embargo_has_a_window():
    version = ArticleFactory().versions.get()
    embargo = make_embargo()

    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(embargo=embargo)


# Nothing goes out before


def test_a_draft_under_an_embargo_is_not_published_before():
    article = ArticleFactory()
    embargo = make_embargo()
    publishing.put_under(article, embargo, by=make_editor())

    with pytest.raises(ValidationError, match="under embargo until 4 October 2026"):
        publishing.publish(article, by=make_editor())
    with pytest.raises(ValidationError, match="under embargo until"):
        publishing.schedule(article, by=make_editor(), at=LIFTS - timedelta(hours=1))

    publishing.put_under(article, None, by=make_editor())
    publishing.publish(article, by=make_editor())
    assert is_live(article, NOW)


def test_only_editors_put_stories_under_an_embargo():
    article = ArticleFactory()

    with pytest.raises(PermissionDenied):
        publishing.put_under(article, make_embargo(), by=make_writer())


def test_it_is_not_taken_out_while_something_is_scheduled_under_it():
    article = scheduled(make_embargo())

    with pytest.raises(ValidationError, match="Cancel that schedule first"):
        publishing.put_under(article, None, by=make_editor())


@pytest.mark.parametrize("named", ["shows", "seasons", "people"])
def test_a_story_waits_for_what_it_names(named):
    embargo = make_embargo()
    show, public = ShowFactory(title="Secret"), ShowFactory(title="Known")
    season, person = SeasonFactory(show=public), PersonFactory(name="Secret")
    said = {
        "shows": {"show": show},
        "seasons": {"show": public, "season": season, "kind": "renewed"},
        "people": {"show": public, "person": person, "kind": "joins"},
    }[named]
    facts.record(
        by=make_editor(),
        kind="announced",
        show=public,
        source_name="Netflix",
        announced_on=date(2026, 9, 1),
    )
    hold(embargo, **said)
    about = {"shows": [show], "seasons": [season], "people": [person]}[named]
    article = ArticleFactory(**{named: about})
    content = article.versions.get().content

    found = check(content, at=NOW, article=article)

    name = {"shows": "Secret", "seasons": "Known, season 1", "people": "Secret"}[named]
    assert [item.reason for item in found.obstacles] == [
        f"The story names {name}, of which readers may not know before "
        "4 October 2026, 12:00 UTC."
    ]
    assert problems(content, at=LIFTS, article=article) == []


# From the news to the story


def test_the_story_of_news_under_an_embargo_is_under_it_too(client):
    embargo = make_embargo()
    client.force_login(make_editor())
    said = {
        "kind": "announced",
        "show": ShowFactory().pk,
        "certainty": "confirmed",
        "announced_on": "2026-10-01",
        "source_name": "Netflix",
        "public": "embargo",
        "embargo": embargo.pk,
        "start_story": "on",
    }
    page = "/admin/articles/article/what-happened/"
    seen = client.post(page, said).context["outlook"]
    client.post(page, {**said, "reviewed": seen.digest, "_record": "1"})

    news = Announcement.objects.get()
    story = news.embargo.articles.get()
    assert not seen.is_public_at_once
    assert (news.embargo, news.public_from) == (embargo, LIFTS)
    step = client.get(reverse("admin:articles_article_publish", args=[story.pk]))
    assert step.context["form"].initial["when"] == "embargo"


def test_a_story_is_scheduled_under_an_embargo_in_the_publish_step(client):
    embargo, article = make_embargo(), ArticleFactory()
    client.force_login(make_editor())
    page = reverse("admin:articles_article_publish", args=[article.pk])

    lacks = client.post(page, {"when": "embargo", "number": 1})
    done = client.post(page, {"when": "embargo", "embargo": embargo.pk, "number": 1})

    assert "Choose the embargo" in lacks.content.decode()
    assert done.status_code == 302
    assert article.versions.get().embargo == embargo


def test_the_embargo_of_a_story_is_changed_in_its_step(client):
    embargo, article = make_embargo(), ArticleFactory()
    client.force_login(make_editor())
    page = reverse("admin:articles_article_embargo", args=[article.pk])

    client.post(page, {"embargo": embargo.pk, "number": 1})
    article.refresh_from_db()
    assert article.embargo == embargo

    client.post(page, {"embargo": "", "number": 1})
    article.refresh_from_db()
    assert article.embargo is None


# Who knows


@pytest.fixture
def secrets():
    """News of a secret show, and of a secret season of a known one."""
    embargo = make_embargo("Canary embargo")
    known = ShowFactory(title="Known show")
    AnnouncementFactory(show=known, kind="in_production")
    season = SeasonFactory(show=known, number=2)
    hold(embargo, show=ShowFactory(title="Canary show"))
    hold(embargo, show=known, season=season, kind="renewed", note="Canary note")
    return embargo


def told(client, secrets):
    """What the pages of the desk say to whoever is logged in."""
    season = Season.objects.get(number=2)
    pages = [
        "/admin/",
        reverse("admin:shows_announcement_changelist"),
        reverse("admin:shows_embargo_changelist"),
        reverse("admin:shows_show_changelist"),
        reverse("admin:shows_season_changelist"),
        reverse("admin:shows_show_change", args=[season.show_id]),
        reverse("admin:shows_season_change", args=[season.pk]),
        reverse("admin:shows_embargo_change", args=[secrets.pk]),
        "/admin/choosers/shows/?q=canary",
        "/admin/choosers/subjects/?q=known",
        "/admin/autocomplete/?app_label=articles&model_name=article"
        "&field_name=seasons&term=known",
        f"/admin/articles/article/what-happened/?kind=ended&show={season.show_id}",
        *(
            reverse(f"admin:shows_announcement_{page}", args=[news.pk])
            for news in Announcement.objects.all()
            for page in ("change", "history")
        ),
    ]
    return "".join(client.get(page).content.decode() for page in pages)


def test_a_writer_without_a_story_under_it_meets_it_nowhere(client, secrets):
    client.force_login(make_writer())

    text = told(client, secrets)

    assert "Canary" not in text
    assert "season 2" not in text.replace("Season 2", "season 2")
    assert "Known show" in text


def test_an_editor_meets_it_everywhere(client, secrets):
    client.force_login(make_editor())

    text = told(client, secrets)

    assert {"Canary embargo", "Canary show"} <= {
        found for found in ("Canary embargo", "Canary show") if found in text
    }
    assert "readers may not know yet" in text


@pytest.mark.parametrize("how", ["owner", "assignee", "byline"])
def test_whoever_works_on_a_story_under_it_knows(client, secrets, how):
    writer = make_writer()
    said = {
        "owner": {"owner": writer},
        "assignee": {"assignee": writer, "owner": make_writer("other")},
        "byline": {"authors": [make_author(writer)], "owner": make_writer("other")},
    }[how]
    article = ArticleFactory(**said)
    publishing.put_under(article, secrets, by=make_editor())
    client.force_login(writer)

    text = told(client, secrets)

    assert "Canary embargo" in text
    assert "Canary show" in text


def test_once_it_has_lifted_everybody_meets_it(client, secrets):
    with time_machine.travel(LIFTS, tick=False):
        client.force_login(make_writer())
        text = told(client, secrets)

    assert "Canary show" in text
    assert "eason 2" in text


def test_a_writer_is_not_refused_by_news_they_may_not_know_of(client, secrets):
    season = Season.objects.get(number=2)
    hold(secrets, show=season.show, season=season, kind="date_set",
         date=date(2027, 2, 12), precision="day")  # fmt: skip
    client.force_login(make_writer())

    page = client.post(
        "/admin/articles/article/what-happened/",
        {
            "kind": "date_set",
            "when": "5 May 2027",
            "show": season.show_id,
            "season_number": "2",
            "certainty": "confirmed",
            "announced_on": "2026-10-01",
            "source_name": "Variety",
            "public": "now",
        },
    )

    assert "12 February" not in page.content.decode()
    assert page.context["outlook"] is not None


def test_a_preview_of_a_coming_day_tells_a_writer_no_more_than_they_may_know(
    client, secrets
):
    show = Show.objects.get(title="Known show")
    body = f'<p>About it.</p><figure data-embed="timeline" data-id="{show.pk}" data-season="2"></figure>'
    article = ArticleFactory(
        headline="What is known", shows=[show], body=sanitise(body)
    )
    publishing.schedule(article, by=make_editor(), at=LIFTS + timedelta(days=1))
    page = f"{preview_url(article.versions.get())}?at=publication"

    texts = {}
    for user in (make_writer(), make_editor()):
        client.force_login(user)
        texts[user.username] = client.get(page).content.decode()

    assert "Renewed" not in texts["writer"]
    assert "Renewed" in texts["editor"]
