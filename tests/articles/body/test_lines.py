"""Live facts in standfirsts and search descriptions, and on every card that has them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import publishing
from articles.body import lines
from articles.content import capture
from articles.differences.comparing import summary
from articles.differences.merging import changed, merge
from articles.models import Article, Claim, Version
from shows.models import Announcement
from tests.articles.admin.test_admin import change_url, save
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    PersonFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

Kind = Announcement.Kind
TODAY = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def show():
    return ShowFactory(title="All of Us Are Dead")


@pytest.fixture
def season(show):
    return SeasonFactory(show=show, number=2)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


def dated(season, day=date(2027, 1, 28), **more):
    more.setdefault("announced_on", timezone.localdate())
    return AnnouncementFactory(
        show=season.show, season=season, kind=Kind.DATE_SET, date=day,
        precision="day", **more,
    )  # fmt: skip


def arrives(season):
    return f"{{|release_date:{season.show_id}.{season.number}:arrives}}"


def read(client, address):
    """A page with plain spaces."""
    page = client.get(address).content.decode()
    return page.replace("\xa0", " ").replace("&nbsp;", " ")


def published(season, kind=Article.Kind.EXPLAINER, **story):
    story.setdefault("standfirst", f"Season 2 {arrives(season)}.")
    article = ArticleFactory(kind=kind, shows=[season.show], **story)
    publishing.publish(article, by=make_editor())
    return article


# Typing


def test_a_question_in_words_becomes_a_live_fact(show, season):
    CreditFactory(
        show=show, person=PersonFactory(name="Cho Yi-hyun"), character="Choi Nam-ra"
    )
    CreditFactory(show=show, person=PersonFactory(), kind="crew", job="Director")

    typed = (
        "Due {release date of All of us are dead, season 2} with {actor of Choi Nam-ra"
        " in All of Us Are Dead}, {director of All of Us Are Dead} and"
        " {number of seasons of All of Us Are Dead}."
    )
    found = lines.read(typed, None, timezone.now())

    pk = show.pk
    assert [each.key for each in lines.references(found)] == [
        f"release_date:{pk}.2:on",
        f"actor:{pk}:name:Choi Nam-ra",
        f"crew:{pk}:name:Director",
        f"seasons:{pk}:count",
    ]
    assert lines.read(found, None, timezone.now()) == found
    assert lines.plain(lines.write(found, timezone.now())).startswith(
        "Due on a date not yet announced with Cho Yi-hyun, "
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("{sic}", "asks for no fact"),
        ("A brace } alone", "stands alone"),
        ("A brace { alone", "stands alone"),
        ("{release date of Severence}", "No show is called “Severence”"),
        ("{release date of All of Us Are Dead, season 9}", "has no season 9"),
        ("{weather of All of Us Are Dead}", "is no fact of"),
        ("{on Friday|status:x}", "was changed"),
        ("{actor of Nobody in All of Us Are Dead}", "Nobody plays"),
        ("{character of Nobody in All of Us Are Dead}", "is not in the cast"),
        ("{actor of All of Us Are Dead}", "Say of whom"),
    ],
)
def test_what_asks_nothing_is_refused_in_a_sentence(show, season, typed, sentence):
    with pytest.raises(ValidationError) as refusal:
        lines.read(typed, None, timezone.now())

    assert sentence in " ".join(refusal.value.messages)


def test_the_form_settles_questions_and_keeps_what_it_refuses(client, season):
    article = ArticleFactory()
    client.force_login(article.owner)

    refused = save(client, change_url(article), standfirst="Due {some day}")
    save(
        client,
        change_url(article),
        standfirst="{arrival of All of Us Are Dead, season 2}",
    )

    assert "asks for no fact" in refused.content.decode()
    assert "Due {some day}" in refused.content.decode()
    article.refresh_from_db()
    assert article.standfirst == (
        f"{{has not been dated|release_date:{season.show_id}.2:arrives}}"
    )
    assert article.versions.first().standfirst == "has not been dated"


# Everywhere it is printed


def test_a_fact_changed_once_is_right_wherever_the_line_is_printed(
    client, show, season
):
    article = published(
        season, seo_description=f"For machines: season 2 {arrives(season)}."
    )
    assert "Season 2 has not been dated." in read(client, "/articles/")

    dated(season)

    for address in ("/articles/", article.get_absolute_url(), "/feed.xml"):
        page = read(client, address)
        assert "Season 2 arrives on 28 January 2027." in page, address
        assert "has not been dated" not in page, address
        assert "release_date:" not in page, address
    page = read(client, article.get_absolute_url())
    assert page.count("For machines: season 2 arrives on 28 January 2027.") >= 1


def test_an_embargo_ends_on_cards_by_the_clock_alone(client, season, today):
    published(season)
    tomorrow = timezone.now() + timedelta(days=1)
    dated(season, public_from=tomorrow, announced_on=tomorrow.date())

    before = read(client, "/articles/")
    version = Version.objects.live(timezone.now()).get()
    today.move_to(tomorrow)
    after = read(client, "/articles/")

    assert "2027" not in before + version.standfirst + str(version.content)
    assert "has not been dated" in before
    assert "Season 2 arrives on 28 January 2027." in after


def test_the_tense_of_a_card_follows_the_clock_alone(client, season, today):
    published(season)
    dated(season)

    today.move_to(datetime(2027, 1, 29, 12, 1, tzinfo=UTC))

    page = read(client, "/articles/")
    assert "Season 2 was to arrive on 28 January 2027." in page


def test_the_line_of_news_stays_as_it_was(client, season, today):
    article = published(season, Article.Kind.NEWS)
    today.shift(timedelta(days=1))

    dated(season)

    for address in ("/articles/", article.get_absolute_url()):
        page = read(client, address)
        assert "Season 2 has not been dated." in page, address
    assert "Since then" in read(client, article.get_absolute_url())


def test_a_scheduled_report_says_what_is_known_when_it_comes_out(client, season, today):
    article = ArticleFactory(
        kind="news", standfirst=f"Season 2 {arrives(season)}.", shows=[season.show]
    )
    tomorrow = timezone.now() + timedelta(days=1)
    publishing.schedule(article, by=make_editor(), at=tomorrow)
    dated(season, public_from=tomorrow, announced_on=tomorrow.date())

    version = article.versions.first()
    assert "2027" not in version.standfirst
    today.move_to(tomorrow)

    page = read(client, "/articles/")
    assert "Season 2 arrives on 28 January 2027." in page


def test_a_page_without_lines_of_its_own_begins_for_machines_as_it_reads(
    client, season
):
    body = (
        f'<p>Season 2 <span data-fact="release_date" data-show="{season.show_id}"'
        ' data-season="2" data-form="arrives"></span>.</p>'
    )
    article = published(season, standfirst="", body=body)

    dated(season)

    page = read(client, article.get_absolute_url())
    head = page.split("</head>")[0]
    assert 'content="Season 2 arrives on 28 January 2027."' in head


# The desk


def test_the_history_reads_as_words(season):
    before = capture(ArticleFactory(standfirst="Season 2 is coming."))
    after = before | {
        "standfirst": lines.write(f"Season 2 {arrives(season)}.", timezone.now())
    }

    assert "{" not in summary(before, after)


def test_words_that_the_facts_changed_are_nobodys_change(season):
    article = published(season)
    base = article.versions.first().content
    dated(season)
    mine = base | {"standfirst": lines.write(base["standfirst"], timezone.now())}
    theirs = base | {"standfirst": base["standfirst"].replace("Season 2", "It")}

    merged = merge(base, mine, theirs)

    assert changed(base, mine) == []
    assert merged.clashes == []
    assert lines.own_words(merged.content["standfirst"]) == "It …."


def test_what_a_live_fact_says_is_no_claim(season):
    stated = published(season, standfirst="Season 2 has not been renewed.")
    live = published(
        season,
        standfirst=f"Season 2 {{|status:{season.show_id}.2:phrase}}.",
        body="<p>All of it.</p>",
    )

    assert Claim.objects.filter(version__article=stated).exists()
    assert not Claim.objects.filter(version__article=live).exists()


def test_lines_are_renewed_for_the_stories_that_speak_of_the_show_alone(
    season,
):
    other = SeasonFactory(number=1)
    elsewhere = published(other)
    published(season)
    stale = Version.objects.filter(article=elsewhere, live_from__isnull=False)
    stale.update(standfirst="Left alone")

    dated(season)

    assert stale.get().standfirst == "Left alone"
    assert Version.objects.with_live_lines(season.show).count() == 1
