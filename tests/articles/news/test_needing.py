import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import publishing
from articles.models import Article, LogLine, NeedsUpdate, StillTrue
from articles.news.judging_again import JudgeAgain, judge_daily
from articles.news.needing import Narrowing, Queue, flags_of
from authors.models import User
from shows import facts
from shows.merging import merge_shows
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

NOT_RENEWED = "<p>Low Tide has not been renewed for a second season.</p>"
SENTENCE = "Low Tide has not been renewed for a second season."


@pytest.fixture
def show():
    show = ShowFactory(title="Low Tide")
    for number in (1, 2):
        SeasonFactory(show=show, number=number)
    return show


def make_story(show, body=NOT_RENEWED, **more):
    more = {"kind": "explainer", "published": True, "headline": "Low Tide"} | more
    return ArticleFactory(shows=[show], body=body, **more)


def news(show, kind="renewed", number=2, **more):
    season = show.seasons.get(number=number) if number else None
    more = {"announced_on": date(2022, 6, 6), "source_name": "Netflix"} | more
    return AnnouncementFactory(show=show, season=season, kind=kind, **more)


def queue(user=None, at=None, **narrowing):
    listed = Queue(user, at or timezone.now(), Narrowing(**narrowing))
    return listed.read(listed.keys)


def sentences(*args, **more):
    return [entry.sentence for entry in queue(*args, **more)]


def rewrite(article, body):
    article.body = body
    article.save()
    publishing.save_version(article, by=article.owner)
    publishing.publish(article, by=make_editor())


# What is flagged


def test_news_flags_the_sentence_that_it_makes_wrong(show):
    article = make_story(show)
    assert queue() == []

    announcement = news(show)

    [entry] = queue()
    assert (entry.article, entry.sentence, entry.trouble.key) == (
        article,
        SENTENCE,
        "wrong",
    )
    assert entry.says == "season 2: not renewed"
    assert entry.now.startswith("Low Tide, season 2 has been renewed")
    assert (entry.since, entry.source_name) == (date(2022, 6, 6), "Netflix")
    assert NeedsUpdate.objects.get().announcement == announcement


def test_a_story_that_is_wrong_from_the_start_is_flagged_when_it_is_published(show):
    news(show)

    make_story(show)

    assert sentences() == [SENTENCE]


@pytest.mark.parametrize("kind", ["news", "recap", "interview"])
def test_what_reports_its_day_is_left_as_it_was(show, kind):
    make_story(show, kind=kind)

    news(show)

    assert queue() == []


@pytest.mark.parametrize("kind", ["list", "feature"])
def test_lists_and_features_are_kept_true_as_well(show, kind):
    make_story(show, kind=kind)

    news(show)

    assert sentences() == [SENTENCE]


def test_headlines_and_titles_come_first(show):
    make_story(
        show,
        headline="Low Tide season 2 is not renewed",
        seo_title="Low Tide season 2 has no release date",
        standfirst="The second season is yet to be renewed.",
    )

    news(show)
    news(show, "date_set", date=date(2027, 3, 12), precision="day")

    told = [(entry.trouble.key, entry.place) for entry in queue()]
    assert told == [
        ("title", "search title"),
        ("title", "headline"),
        ("wrong", ""),
        ("wrong", "standfirst"),
    ]


def test_another_field_and_another_show_are_left_alone(show):
    make_story(show)
    other = make_story(ShowFactory(title="High Tide"), "<p>High Tide is on Hulu.</p>")

    news(show, "platform_added", None, platform=PlatformFactory())

    assert queue() == []
    assert other


def test_somebody_who_left_a_wrong_name_and_an_actress_of_two_parts(show):
    jane = PersonFactory(name="Jane Okoro")
    CreditFactory(show=show, person=jane, character="Mara Voss")
    CreditFactory(show=show, person__name="Ada Quill", character="Ines Voss")
    make_story(
        show,
        "<p>Mara Voss (Jane Okora) keeps the light. Ines Voss (Jane Okoro) keeps the "
        "books.</p><p>Jane Okoro will return for season 2.</p>",
    )

    news(show, "leaves", person=jane, announced_on=date(2026, 1, 2))

    assert {(e.sentence, e.trouble.key) for e in queue()} == {
        ("Mara Voss (Jane Okora) keeps the light.", "wrong"),
        ("Ines Voss (Jane Okoro) keeps the books.", "wrong"),
        ("Jane Okoro will return for season 2.", "wrong"),
    }


# Time


def test_a_predicted_date_flags_itself_by_the_clock(show):
    with time_machine.travel(datetime(2023, 1, 5, tzinfo=UTC)):
        make_story(show, "<p>Low Tide season 2 will be released in 2023.</p>")

    before = queue(at=datetime(2023, 12, 31, 23, tzinfo=UTC))
    after = queue(at=datetime(2024, 1, 1, 1, tzinfo=UTC))

    assert before == []
    [entry] = after
    assert (entry.trouble.key, entry.since) == ("passed", date(2023, 12, 31))


def test_what_is_embargoed_flags_nothing_before_readers_may_know(show):
    make_story(show)
    lifts = timezone.now() + timedelta(hours=2)

    news(show, announced_on=timezone.localdate(lifts), public_from=lifts)

    assert queue(at=lifts - timedelta(seconds=1)) == []
    assert queue(make_editor(), at=lifts - timedelta(seconds=1)) == []
    assert sentences(at=lifts) == [SENTENCE]


def test_an_explainer_nobody_looked_at_is_flagged_after_a_while(show, settings):
    settings.UNCHECKED_AFTER_DAYS = 30
    news(show)
    article = make_story(
        show,
        "<p>All that is known.</p>",
        seasons=[show.seasons.get(number=2)],
        published_at=timezone.now() - timedelta(days=31),
    )
    [entry] = queue()
    assert (entry.trouble.key, entry.article) == ("unchecked", article)

    publishing.confirm_still_true(article, by=make_editor())

    assert queue() == []


def test_nobody_has_to_check_a_season_that_is_out(show):
    news(show, "released", announced_on=date(2023, 6, 6))
    make_story(
        show,
        "<p>All that is known.</p>",
        seasons=[show.seasons.get(number=2)],
        published_at=timezone.now() - timedelta(days=300),
    )

    assert queue() == []


def test_a_corrected_credit_is_held_against_what_stories_say(
    show, django_capture_on_commit_callbacks
):
    credit = CreditFactory(show=show, person__name="Ada Quill", character="Ines Voss")
    make_story(show, "<p>Ada Quill plays Ines Voss.</p>")
    assert queue() == []

    # What the factory asked for waits for a commit that a test never makes.
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True) as done:
        credit.character = "Mara Lind"
        credit.save()
        credit.save()

    assert [entry.trouble.key for entry in queue()] == ["doubtful"]
    assert sum(isinstance(each, JudgeAgain) for each in done) == 1


def test_what_changed_behind_the_back_of_all_is_found_within_a_day(show):
    credit = CreditFactory(show=show, person__name="Ada Quill", character="Ines Voss")
    make_story(show, "<p>Ada Quill plays Ines Voss.</p>")
    type(credit).objects.filter(pk=credit.pk).update(character="Mara Lind")
    minute = datetime(2026, 11, 21, tzinfo=UTC) + timedelta(minutes=show.pk % 1440)

    assert judge_daily(minute + timedelta(minutes=1)) == 0
    assert judge_daily(minute) == 1


def test_stories_about_two_shows_that_become_one_are_judged_by_all_its_news(
    show, django_capture_on_commit_callbacks
):
    twin = ShowFactory(title="Low Tide (2021)")
    SeasonFactory(show=twin, number=2)
    make_story(show)
    body = "<p>Low Tide (2021) has not been renewed for a second season.</p>"
    make_story(twin, body)
    news(show)
    assert len(queue()) == 1

    connection.run_on_commit.clear()
    admin = User.objects.create_superuser("admin")
    with django_capture_on_commit_callbacks(execute=True):
        merge_shows(twin, into=show, by=admin)

    assert len(queue()) == 2


# How it is cleared


def test_a_rewrite_closes_its_flag_once_it_is_live(show):
    article = make_story(show)
    news(show)
    article.body = "<p>Low Tide has been renewed.</p>"
    article.save()
    publishing.save_version(article, by=article.owner)
    [entry] = queue()
    assert entry.is_put_right
    assert flags_of(article, timezone.now()) == []

    publishing.publish(article, by=make_editor())

    assert queue() == []


def test_read_it_still_true_holds_for_this_fact_in_every_later_version(show):
    article = make_story(show)
    news(show)
    [entry] = queue()

    publishing.read_still_true(article, entry.claim.pk, by=make_editor())
    rewrite(article, "<p>A new beginning.</p>" + NOT_RENEWED)

    assert queue() == []
    article.refresh_from_db()
    assert article.checked_at
    line = LogLine.objects.filter(verb=LogLine.Verb.CHECK).get()
    assert SENTENCE in line.detail
    # Another fact asks again.
    news(show, "cancelled", announced_on=date(2023, 1, 1))
    rewrite(article, "<p>Season 2 will be released in 2031.</p>" + NOT_RENEWED)
    assert sentences() == ["Season 2 will be released in 2031."]


def test_updated_does_not_move_with_it(show):
    article = make_story(show)
    before = article.versions.live(timezone.now()).get().updated_at
    news(show)
    [entry] = queue()

    publishing.read_still_true(article, entry.claim.pk, by=make_editor())

    assert article.versions.live(timezone.now()).get().updated_at == before


def test_a_withdrawal_closes_what_its_announcement_opened(show):
    make_story(show)
    announcement = news(show)
    assert queue()

    facts.withdraw(announcement, by=make_editor(), reason="A hoax.")

    assert queue() == []
    assert not NeedsUpdate.objects.exists()


def test_only_whoever_may_publish_it_says_that_it_is_still_true(show):
    article = make_story(show)
    news(show)
    [entry] = queue()
    writer = make_writer("other")

    with pytest.raises(PermissionDenied):
        publishing.read_still_true(article, entry.claim.pk, by=writer)
    article.trusted_writers.add(writer)
    publishing.read_still_true(article, entry.claim.pk, by=writer)

    assert StillTrue.objects.get().by == writer
    with pytest.raises(ValidationError, match="needs nobody any more"):
        publishing.read_still_true(article, entry.claim.pk, by=writer)


def test_a_retracted_and_an_unpublished_story_need_nobody(show):
    retracted, gone = make_story(show), make_story(show)
    publishing.retract(retracted, by=make_editor(), notice="We were misled.")
    publishing.unpublish(gone, by=make_editor())

    news(show)

    assert queue() == []


# Whose it is


def test_the_queue_narrows_by_show_person_and_trouble(show):
    mine = make_writer("mine")
    first = make_story(show, assignee=mine)
    other = ShowFactory(title="High Tide")
    for number in (1, 2):
        SeasonFactory(show=other, number=number)
    second = make_story(
        other, "<p>x</p>", headline="High Tide has not been renewed for season 2"
    )
    news(show)
    news(other)

    def articles(**narrowing):
        return [entry.article for entry in queue(**narrowing)]

    assert articles() == [second, first]
    assert articles(show=show.pk) == [first]
    assert articles(assignee=str(mine.pk)) == [first]
    assert articles(assignee="nobody") == [second]
    assert articles(trouble="title") == [second]


def test_a_writer_learns_nothing_of_stories_that_are_not_live(show):
    article = make_story(show, published=False)
    publishing.schedule(
        article, by=make_editor(), at=timezone.now() + timedelta(days=1)
    )

    news(show)

    assert queue(make_writer("other")) == []
    assert queue(make_editor()) == []
    assert [flag.sentence for flag in flags_of(article, timezone.now())] == [SENTENCE]


def test_proposals_wait_for_whoever_may_see_them(show):
    facts.propose(kind="renewed", show=show, season=show.seasons.get(number=2),
                  source_name="TVmaze")  # fmt: skip

    [entry] = queue(make_editor())

    assert (entry.trouble.key, entry.may_decide) == ("proposal", True)
    assert "enewed" in entry.now


# The command


def test_the_command_prints_the_queue(show):
    make_story(show)
    news(show)
    out = StringIO()

    call_command("needs_update", "--json", stdout=out)

    [row] = json.loads(out.getvalue())
    assert (row["article"], row["sentence"]) == ("Low Tide", SENTENCE)
    assert row["claim"] == "season 2: not renewed"
    assert row["since"] == "2022-06-06"
    assert row["fact"].startswith("Low Tide, season 2 has been renewed")
    out = StringIO()
    call_command("needs_update", stdout=out)
    assert SENTENCE in out.getvalue()


def test_claims_that_were_lost_are_read_again(show):
    article = make_story(show)
    news(show)
    article.versions.get().claims.all().delete()
    assert queue() == []

    call_command("read_claims", stdout=StringIO())

    assert sentences() == [SENTENCE]


@pytest.mark.parametrize("count", [1, 30])
def test_news_costs_the_same_however_many_stories_say_it(
    show, count, django_assert_max_num_queries
):
    make_story(show)
    template = Article.objects.get().versions.get()
    [claim] = template.claims.all()
    for number in range(count):
        claim.pk = None
        claim.key = f"key-{number}"
        claim.save()

    with django_assert_max_num_queries(28):
        news(show)

    assert len(queue()) == count + 1
