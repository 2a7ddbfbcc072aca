"""What changed in a story: told by its editors, and by news about what it prints."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.models import Article
from articles.reading.updates import history, last_news, stamp
from shows import facts
from shows.models import Announcement, Show
from tests.factories.articles import BODY, ArticleFactory
from tests.factories.authors import UserFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

Kind = Announcement.Kind
PUBLISHED = datetime(2026, 11, 3, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(PUBLISHED, tick=False) as traveller:
        yield traveller


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def show():
    return ShowFactory(title="All of Us Are Dead")


@pytest.fixture
def season(show):
    return SeasonFactory(show=show, number=2)


def block(kind, show, season=None):
    number = "" if season is None else f' data-season="{season}"'
    return (
        f'{BODY}<figure data-embed="{kind}" data-id="{show.pk}"{number}>'
        "<figcaption></figcaption></figure>"
    )


def guide(body, **more):
    more.setdefault("shows", list(Show.objects.all()))
    return ArticleFactory(
        kind=more.pop("kind", Article.Kind.EXPLAINER),
        body=body,
        published_at=more.pop("published_at", PUBLISHED),
        **more,
    )


def tell(show, season, kind=Kind.RENEWED, **more):
    more.setdefault("public_from", datetime.now(UTC))
    more.setdefault("announced_on", more["public_from"].date())
    more.setdefault("source_name", "Netflix")
    return AnnouncementFactory(show=show, season=season, kind=kind, **more)


def dated(show, season, day=date(2027, 1, 28), **more):
    more.setdefault("kind", Kind.DATE_SET)
    return tell(show, season, date=day, precision="day", **more)


def live(article, at):
    return article.versions.live(at).select_related("article").get()


def stamped(article, at):
    version = live(article, at)
    stamp([version], at)
    return version.updated_at, version.update_reason


def told(article, at):
    return [(update.at, update.reason) for update in history(live(article, at), at)]


DATED = "Season 2 of All of Us Are Dead has been dated: 28 January 2027, says Netflix"


# News


def test_a_date_printed_in_a_guide_moves_updated_with_the_announcement_as_reason(
    show, season, clock
):
    article = guide(block("time", show, 2))
    clock.shift(DAY)
    dated(show, season)

    assert stamped(article, PUBLISHED + DAY) == (PUBLISHED + DAY, DATED)
    assert told(article, PUBLISHED + DAY) == [(PUBLISHED + DAY, DATED)]


def test_an_embargo_moves_updated_by_the_clock_alone(show, season, clock):
    article = guide(block("facts", show, 2))
    lifts = PUBLISHED + 2 * DAY
    clock.shift(DAY)
    dated(show, season, public_from=lifts)

    before = stamped(article, lifts - timedelta(microseconds=1))
    after = stamped(article, lifts)

    assert before == (PUBLISHED, "")
    assert after == (lifts, DATED)


@pytest.mark.parametrize("kind", [Article.Kind.NEWS, Article.Kind.INTERVIEW])
def test_a_record_of_its_day_is_not_updated_by_news(show, season, clock, kind):
    article = guide(block("facts", show, 2), kind=kind)
    clock.shift(DAY)
    dated(show, season)

    assert stamped(article, PUBLISHED + DAY) == (PUBLISHED, "")
    assert told(article, PUBLISHED + DAY) == []


def test_what_a_guide_does_not_print_moves_nothing(show, season, clock):
    SeasonFactory(show=show, number=1)
    elsewhere = guide(block("facts", ShowFactory()))
    another_season = guide(block("facts", show, 1))
    where_only = guide(block("watch", show, 2))
    mentioned = guide(BODY, shows=[show], seasons=[season])
    clock.shift(DAY)
    dated(show, season)

    for article in (elsewhere, another_season, where_only, mentioned):
        assert stamped(article, PUBLISHED + DAY) == (PUBLISHED, "")


@pytest.mark.parametrize("certainty", ["reported", "rumoured", "denied"])
def test_what_is_only_said_moves_nothing(show, season, clock, certainty):
    article = guide(block("facts", show, 2))
    clock.shift(DAY)
    dated(show, season, certainty=certainty)

    assert stamped(article, PUBLISHED + DAY) == (PUBLISHED, "")


def test_other_facts_move_nothing(show, season, clock):
    article = guide(block("facts", show, 2))
    clock.shift(DAY)
    tell(show, season, Kind.EPISODE_COUNT, number=12)

    assert stamped(article, PUBLISHED + DAY) == (PUBLISHED, "")


def test_what_says_the_same_as_before_is_no_update(show, season, clock):
    dated(show, season, public_from=PUBLISHED - DAY)
    article = guide(block("facts", show, 2))
    printed = live(article, PUBLISHED).version_facts
    printed.exclude(field="status").delete()
    clock.shift(DAY)
    dated(show, season, date(2027, 3, 5), kind=Kind.DATE_MOVED)

    assert stamped(article, PUBLISHED + DAY) == (PUBLISHED, "")


def test_a_moved_date_is_another_update(show, season, clock):
    article = guide(block("time", show, 2))
    clock.shift(DAY)
    dated(show, season)
    clock.shift(DAY)
    dated(show, season, date(2027, 3, 5), kind=Kind.DATE_MOVED)

    assert [at for at, _ in told(article, PUBLISHED + 2 * DAY)] == [
        PUBLISHED + 2 * DAY,
        PUBLISHED + DAY,
    ]
    assert stamped(article, PUBLISHED + 2 * DAY)[1] == (
        "Season 2 of All of Us Are Dead has been moved: 5 March 2027, says Netflix"
    )


def test_news_recorded_late_counts_from_when_the_page_said_so(show, season, clock):
    article = guide(block("facts", show, 2))
    clock.shift(DAY)
    tell(show, season, public_from=PUBLISHED - 900 * DAY)

    assert stamped(article, PUBLISHED + DAY - timedelta(seconds=1)) == (PUBLISHED, "")
    assert stamped(article, PUBLISHED + DAY)[0] == PUBLISHED + DAY


def test_old_news_that_later_news_has_overtaken_moves_nothing(show, season, clock):
    dated(show, season, public_from=PUBLISHED - DAY)
    article = guide(block("facts", show, 2))
    clock.shift(DAY)
    tell(show, season, Kind.IN_PRODUCTION, public_from=PUBLISHED - 300 * DAY)

    assert stamped(article, PUBLISHED + DAY) == (PUBLISHED, "")


def test_updated_never_comes_before_published(show, season):
    dated(show, season, public_from=PUBLISHED - DAY)
    article = guide(block("facts", show, 2))

    assert stamped(article, PUBLISHED) == (PUBLISHED, "")


def test_a_story_dated_back_by_an_import_is_not_updated_by_what_it_was_told_before(
    show, season
):
    tell(show, season, public_from=PUBLISHED - 300 * DAY)
    article = guide(block("facts", show, 2), published_at=PUBLISHED - 100 * DAY)

    assert stamped(article, PUBLISHED) == (PUBLISHED - 100 * DAY, "")


def test_a_withdrawal_is_an_update_too(show, season, clock):
    tell(show, season, public_from=PUBLISHED - DAY)
    article = guide(block("facts", show, 2))
    clock.shift(DAY)
    wrong = dated(show, season)
    clock.shift(DAY)
    facts.withdraw(wrong, by=UserFactory(admin=True), reason="A hoax")

    assert told(article, PUBLISHED + 2 * DAY) == [
        (PUBLISHED + 2 * DAY, f"Withdrawn: {DATED}"),
        (PUBLISHED + DAY, DATED),
    ]


def test_news_withdrawn_before_it_was_public_was_never_told(show, season, clock):
    article = guide(block("facts", show, 2))
    wrong = dated(show, season, public_from=PUBLISHED + 5 * DAY)
    clock.shift(DAY)
    facts.withdraw(wrong, by=UserFactory(admin=True), reason="A hoax")

    assert told(article, PUBLISHED + 9 * DAY) == []
    assert stamped(article, PUBLISHED + 9 * DAY) == (PUBLISHED, "")


def test_news_counts_only_while_the_story_printed_it(show, season, clock, editor):
    article = guide(BODY)
    clock.shift(DAY)
    dated(show, season)
    clock.shift(DAY)
    article.body = block("facts", show, 2)
    article.save()
    publishing.save_version(article, by=editor)
    publishing.publish(article, by=editor)
    clock.shift(DAY)
    tell(show, season, Kind.CANCELLED)

    assert [at for at, _ in told(article, PUBLISHED + 3 * DAY)] == [PUBLISHED + 3 * DAY]


def test_a_block_about_the_whole_show_is_moved_by_its_seasons(show, season, clock):
    article = guide(block("show", show))
    clock.shift(DAY)
    dated(show, season)

    assert stamped(article, PUBLISHED + DAY) == (PUBLISHED + DAY, DATED)


@pytest.mark.parametrize("kind", [Article.Kind.EXPLAINER, Article.Kind.LIST])
def test_the_card_of_another_show_is_news_in_a_list_and_not_in_a_guide(
    show, season, clock, kind
):
    article = guide(block("show", show), kind=kind, shows=[ShowFactory()])
    clock.shift(DAY)
    dated(show, season)

    is_told = bool(told(article, PUBLISHED + DAY))

    assert is_told == (kind == Article.Kind.LIST)


def test_all_that_is_announced_at_once_is_one_update(show, season, clock):
    other = SeasonFactory(show=show, number=3)
    article = guide(block("facts", show, 2) + block("facts", show, 3))
    clock.shift(DAY)
    dated(show, season)
    tell(show, other)

    assert told(article, PUBLISHED + DAY) == [
        (
            PUBLISHED + DAY,
            f"{DATED}; Season 3 of All of Us Are Dead has been renewed, says Netflix",
        )
    ]


# Editors


def revise(article, editor, **more):
    article.standfirst += " More."
    article.save()
    publishing.save_version(article, by=editor)
    return publishing.publish(article, by=editor, **more)


def test_the_history_tells_of_every_update_once_newest_first(
    show, season, clock, editor
):
    article = guide(block("facts", show, 2))
    clock.shift(DAY)
    revise(article, editor, reason="A first trailer")
    clock.shift(DAY)
    revise(article, editor)
    dated(show, season)
    clock.shift(DAY)
    publishing.correct(article, {"headline": "Right"}, by=editor, notice="Misspelt.")

    assert told(article, PUBLISHED + 9 * DAY) == [
        (PUBLISHED + 3 * DAY, "Corrected"),
        (PUBLISHED + 2 * DAY, DATED),
        (PUBLISHED + DAY, "A first trailer"),
    ]
    assert told(article, PUBLISHED + DAY) == [(PUBLISHED + DAY, "A first trailer")]


def test_an_update_that_is_still_scheduled_is_not_told(clock, editor):
    article = guide(BODY)
    article.standfirst = "Tomorrow."
    article.save()
    publishing.save_version(article, by=editor)
    publishing.schedule(article, by=editor, at=PUBLISHED + DAY, reason="A secret")

    assert told(article, PUBLISHED) == []
    assert told(article, PUBLISHED + DAY) == [(PUBLISHED + DAY, "A secret")]


def test_a_fix_may_be_told_to_readers_and_is_not_unless_asked(clock, editor):
    article = guide(BODY)
    clock.shift(DAY)
    publishing.fix_live(article, {"standfirst": "A comma."}, by=editor)
    assert told(article, PUBLISHED + DAY) == []

    clock.shift(DAY)
    publishing.fix_live(
        article, {"standfirst": "A date."}, by=editor, reason="There is a date"
    )

    assert told(article, PUBLISHED + 2 * DAY) == [
        (PUBLISHED + 2 * DAY, "There is a date")
    ]


def test_a_substantive_change_needs_a_reason(editor):
    article = guide(BODY)
    article.standfirst = "More."
    article.save()
    publishing.save_version(article, by=editor)

    with pytest.raises(ValidationError, match="one line what changed"):
        publishing.publish(article, by=editor, substantive=True)


# The forms


def change_url(article, step):
    return f"/admin/articles/article/{article.pk}/{step}/"


@pytest.fixture
def reworked(client, editor):
    client.force_login(editor)
    article = guide(BODY)
    article.standfirst = "More of it."
    article.save()
    publishing.save_version(article, by=editor)
    return article


def publish(client, article, **fields):
    return client.post(
        change_url(article, "publish"),
        {"number": article.versions.first().number, "when": "now", **fields},
    )


def test_publishing_a_change_asks_whether_it_is_one_of_substance(client, reworked):
    answer = publish(client, reworked)

    assert answer.status_code == 422
    assert "Say whether this changes what readers learn." in answer.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"substantive": "yes"}, "Tell readers in one line what changed."),
        ({"substantive": "no", "reason": "A date"}, "You wrote what changed"),
    ],
)
def test_an_answer_that_contradicts_itself_is_asked_again(
    client, reworked, fields, says
):
    answer = publish(client, reworked, **fields)

    assert answer.status_code == 422
    assert says in answer.text
    assert fields.get("reason", "") in answer.text


def test_the_answer_decides_whether_updated_moves(client, reworked, clock):
    clock.shift(DAY)
    publish(client, reworked, substantive="yes", reason="There is a date")

    assert stamped(reworked, PUBLISHED + DAY) == (PUBLISHED + DAY, "There is a date")


def test_a_typo_moves_nothing(client, reworked, clock):
    clock.shift(DAY)
    publish(client, reworked, substantive="no")

    assert live(reworked, PUBLISHED + DAY).standfirst == "More of it."
    assert stamped(reworked, PUBLISHED + DAY) == (PUBLISHED, "")


def test_the_desk_sees_the_same_stamps(client, show, season, editor, clock):
    client.force_login(editor)
    article = guide(block("time", show, 2))
    clock.shift(DAY)
    dated(show, season)

    panel = client.get(change_url(article, "change")).text

    assert f": {DATED}." in panel


def test_a_first_publication_asks_nothing(client, editor):
    client.force_login(editor)
    article = ArticleFactory()

    answer = publish(client, article)

    assert answer.status_code == 302


def test_a_schedule_that_is_moved_keeps_what_will_be_told(client, reworked, editor):
    at = PUBLISHED + DAY
    publishing.schedule(reworked, by=editor, at=at, reason="There is a date")

    page = client.get(change_url(reworked, "publish"))

    form = page.context["form"]
    assert form["substantive"].value() == "yes"
    assert form["reason"].value() == "There is a date"


def test_a_trusted_writer_is_asked_the_same(client, reworked, editor, clock):
    writer = make_writer("trusted")
    publishing.trust(reworked, by=editor, writer=writer)
    client.force_login(writer)
    clock.shift(DAY)

    assert publish(client, reworked).status_code == 422
    publish(client, reworked, substantive="yes", reason="There is a date")

    assert stamped(reworked, PUBLISHED + DAY)[1] == "There is a date"


def test_a_fix_says_what_readers_are_told_before_it_is_published(client, editor, clock):
    client.force_login(editor)
    article = guide(BODY)
    clock.shift(DAY)
    version = live(article, PUBLISHED)
    fields = {
        "live_number": version.number,
        "headline": version.headline,
        "standfirst": "There is a date.",
        "body": version.body,
        "substantive": "yes",
        "reason": "Netflix has set a date",
    }

    review = client.post(change_url(article, "fix"), fields)
    digest = review.context["form"].data["reviewed"]
    changed = client.post(
        change_url(article, "fix"), fields | {"reviewed": digest, "reason": "Another"}
    )
    answer = client.post(change_url(article, "fix"), fields | {"reviewed": digest})

    assert "What changed, for readers" in review.text
    assert changed.status_code == 200
    assert answer.status_code == 302
    assert stamped(article, PUBLISHED + DAY)[1] == "Netflix has set a date"


# Where it is printed


def test_readers_feeds_and_sitemaps_are_told_the_same(client, show, season, clock):
    article = guide(block("time", show, 2))
    clock.shift(DAY)
    dated(show, season)
    clock.shift(timedelta(hours=5))

    page = client.get(article.get_absolute_url()).text.replace("\xa0", " ")
    feed = client.get("/feed.xml").text
    sitemap = client.get("/sitemaps/stories-2026-11.xml").text

    assert f"<strong>What changed:</strong> {DATED}" in page
    assert (
        'property="article:modified_time" content="2026-11-04T09:00:00+00:00"' in page
    )
    assert "4 November 2026" in page
    assert "2026-11-04T09:00:00+00:00" in sitemap
    assert "<pubDate>Tue, 03 Nov 2026 09:00:00 +0000</pubDate>" in feed


def test_the_order_of_lists_does_not_move(client, show, season, clock):
    old = guide(block("time", show, 2), headline="The old guide")
    clock.shift(DAY)
    guide(BODY, headline="The newer guide", published_at=PUBLISHED + DAY)
    clock.shift(DAY)
    dated(show, season)

    text = client.get("/articles/").text

    assert old.versions.exists()
    assert text.index("The newer guide") < text.index("The old guide")


def test_a_changed_fact_changes_the_etag_and_nothing_else_does(
    client, show, season, clock
):
    article = guide(block("facts", show, 2))
    first = client.get(article.get_absolute_url())
    etag = first["ETag"]

    same = client.get(article.get_absolute_url(), headers={"If-None-Match": etag})
    tell(show, season, Kind.EPISODE_COUNT, number=12)
    other = client.get(article.get_absolute_url(), headers={"If-None-Match": etag})

    assert same.status_code == 304
    assert other.status_code == 200
    assert other["ETag"] != etag
    assert "article:modified_time" not in other.text


def test_a_logged_in_person_is_given_nothing_to_keep(client, editor):
    article = guide(BODY)
    client.force_login(editor)

    answer = client.get(article.get_absolute_url())

    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer


@pytest.mark.parametrize("count", [1, 12])
def test_stamping_a_list_costs_the_same_however_long_it_is(
    show, season, clock, count, django_assert_num_queries
):
    articles = [guide(block("time", show, 2)) for _ in range(count)]
    clock.shift(DAY)
    dated(show, season)
    versions = [live(article, PUBLISHED + DAY) for article in articles]

    # News, announcements.
    with django_assert_num_queries(2):
        stamp(versions, PUBLISHED + DAY)

    assert {version.updated_at for version in versions} == {PUBLISHED + DAY}


@pytest.mark.parametrize("count", [1, 12])
def test_the_sitemap_costs_the_same_however_much_has_changed(
    client, show, season, clock, count
):
    for _ in range(count):
        guide(block("time", show, 2))
    clock.shift(DAY)
    dated(show, season)
    with CaptureQueriesContext(connection) as queries:
        client.get("/sitemaps/stories-2026-11.xml")

    # The stories, and the news.
    assert len(queries) == 2
    assert len(last_news(PUBLISHED + DAY, PUBLISHED, PUBLISHED + DAY)) == count
