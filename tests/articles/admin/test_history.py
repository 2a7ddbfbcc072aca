"""The past of a story at the desk: versions, comparisons, conflicts, fixes."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import publishing
from articles.models import Article, Version
from articles.publishing import foresee_fix
from shows.models import Announcement, Person
from tests.articles.admin.test_admin import change_url, save
from tests.factories.articles import (
    ArticleFactory,
    BylineAuthorFactory,
    live_version,
)
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    user = make_writer()
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def saved(article, by=None, **changes):
    """Another version of the story, with some of its content changed."""
    latest = article.versions.first()
    return publishing.save_version(
        article, latest.content | changes, by=by or article.owner
    )


def text_of(response):
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&amp;", "&").split())


# The list


def test_every_version_says_who_when_why_and_what_changed(client, writer):
    article = ArticleFactory(headline="One", published=True)
    second = saved(article, headline="Two", tags=["zombies"])
    publishing.name_version(article, second, by=writer, name="Before the trailer")
    Version.objects.filter(pk=second.pk).update(note="After the call")

    text = text_of(client.get(change_url(article, "history")))

    assert "Version 2 “Before the trailer” the draft" in text
    assert "writer" in text
    assert "UTC" in text
    assert "After the call" in text
    assert "Headline; tag zombies added since version 1" in text
    assert "The first version" in text
    assert "Live since" in text
    assert "never seen by readers" in text


def test_a_fix_is_compared_with_what_it_fixed_and_not_with_the_draft(client, editor):
    article = ArticleFactory(headline="One", published=True)
    saved(article, standfirst="A rework", by=editor)
    publishing.fix_live(article, {"headline": "One!"}, by=editor)

    text = text_of(client.get(change_url(article, "history")))

    assert "Headline since version 1" in text


def test_the_draft_that_a_fix_was_merged_into_is_compared_with_the_draft_before(
    client, editor
):
    article = ArticleFactory(headline="One", published=True)
    saved(article, standfirst="A rework", by=editor)
    publishing.fix_live(article, {"headline": "One!"}, by=editor)

    newest = client.get(change_url(article, "history")).context["rows"][0]

    assert newest["version"].based_on.number == 2
    assert newest["changes"] == "Headline"


def test_a_restored_version_says_which_it_equals(client, writer):
    article = ArticleFactory(headline="One")
    saved(article, headline="Two")
    publishing.restore(article, article.versions.get(number=1), by=writer)

    assert "The same as version 1" in text_of(
        client.get(change_url(article, "history"))
    )


def test_the_list_shows_those_that_have_a_name_or_were_seen(client, writer):
    article = ArticleFactory(headline="One", published=True)
    second = saved(article, headline="Two")
    saved(article, headline="Three")
    publishing.name_version(article, second, by=writer, name="Keep")

    def shown(query):
        page = client.get(change_url(article, "history"), query)
        return [row["version"].number for row in page.context["rows"]]

    assert shown({}) == [3, 2, 1]
    assert shown({"show": "named"}) == [2]
    assert shown({"show": "seen"}) == [1]
    assert shown({"show": "'; drop"}) == [3, 2, 1]


def test_a_version_is_named_in_place(client, writer):
    article = ArticleFactory()

    answer = client.post(
        change_url(article, "name-version"), {"number": "1", "name": "  The   first "}
    )

    assert answer.status_code == 302
    assert answer.url.endswith("/history/#version-1")
    assert article.versions.get().name == "The first"


def test_a_version_is_named_by_post_and_for_its_own_story_only(client, writer):
    article, other = ArticleFactory(), ArticleFactory()
    saved(other, headline="Else")

    assert client.get(change_url(article, "name-version")).status_code == 405
    for number in ("2", "0", "-1", "x", "", "²", "9" * 30):
        data = {"number": number, "name": "Mine"}
        answer = client.post(change_url(article, "name-version"), data)
        assert answer.status_code == 404
    assert not Version.objects.exclude(name="").exists()


def test_a_story_under_legal_hold_takes_no_names(client, writer):
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(
        held_at=timezone.now(), held_by=make_editor(), held_because="A claim"
    )

    answer = client.post(
        change_url(article, "name-version"),
        {"number": "1", "name": "Mine"},
        follow=True,
    )

    assert "legal hold" in text_of(answer)
    assert article.versions.get().name == ""


def test_the_history_costs_the_same_however_long_it_is(
    client, writer, django_assert_max_num_queries
):
    article = ArticleFactory(published=True)

    def cost():
        with django_assert_max_num_queries(11) as captured:
            client.get(change_url(article, "history"))
        return len(captured)

    saved(article, headline="Else")
    few = cost()
    for number in range(60):
        saved(article, headline=f"Again {number}")
    many = cost()

    # One more for what the last of the page is compared with, on the next page.
    assert many == few + 1
    assert many <= 20


def test_a_long_history_comes_in_pages_that_are_compared_across_their_edge(
    client, writer
):
    article = ArticleFactory(headline="Headline 1")
    for number in range(2, 34):
        saved(article, headline=f"Headline {number}")

    first = client.get(change_url(article, "history"))
    second = client.get(change_url(article, "history"), {"page": 2})

    assert len(first.context["rows"]) == 30
    assert "Headline since version 3" in text_of(first)
    assert [row["version"].number for row in second.context["rows"]] == [3, 2, 1]


# Two versions


def test_two_versions_are_compared_in_words(client, writer):
    article = ArticleFactory(
        headline="Season 2 is coming", body="<p>It comes in May.</p>", shows=[]
    )
    show = ShowFactory(title="All of Us Are Dead")
    row = {"uid": str(uuid.uuid4()), "show": show.pk, "is_primary": True}
    content = article.versions.get().content | {
        "headline": "Season 3 is coming",
        "body": "<p>It comes in June.</p>",
        "shows": [row],
    }
    publishing.save_version(article, content, by=writer)

    page = client.get(change_url(article, "compare"), {"from": "1", "to": "2"})

    html = page.content.decode()
    assert "Season <del>2</del><ins>3</ins> is coming" in html
    assert "<p>It comes in <del>May</del><ins>June</ins>.</p>" in html
    assert "Show added: All of Us Are Dead" in html
    assert "Primary show is now All of Us Are Dead" in html
    assert "?from=2&amp;to=1" in html
    assert "no-store" in page.headers["Cache-Control"]


def test_a_deleted_target_is_still_named_in_a_comparison(client, writer):
    person = Person.objects.create(name="Park Solomon")
    article = ArticleFactory(people=[person])
    saved(article, people=[])
    person.delete()

    page = client.get(change_url(article, "compare"), {"from": "2", "to": "1"})

    assert "Person added: Park Solomon" in text_of(page)


def test_equal_versions_say_so(client, writer):
    article = ArticleFactory()

    page = client.get(change_url(article, "compare"), {"from": "1", "to": "1"})

    assert "Both versions say exactly the same" in text_of(page)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"from": "1"},
        {"from": "1", "to": "3"},
        {"from": "1", "to": "0"},
        {"from": "1", "to": "-1"},
        {"from": "1", "to": "1e3"},
        {"from": "1", "to": "9" * 40},
        {"from": "1", "to": "<script>"},
    ],
)
def test_versions_that_are_not_this_storys_are_not_found(client, writer, query):
    article = ArticleFactory(headline="Hidden title")
    saved(article, standfirst="Else")

    answer = client.get(change_url(article, "compare"), query)

    assert answer.status_code == 404
    assert "Hidden title" not in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("history", {}),
        ("compare", {"from": "1", "to": "1"}),
        ("as-read", {"at": "2020-01-01T10:00"}),
    ],
)
def test_who_may_not_see_a_story_learns_nothing_of_its_past(client, page, query):
    article = ArticleFactory(headline="Hidden title")
    client.force_login(make_writer("other"))

    answer = client.get(change_url(article, page), query)
    posted_to = client.post(change_url(article, "name-version"), {"number": "1"})

    assert {answer.status_code, posted_to.status_code} <= {302, 404}
    assert "Hidden title" not in answer.content.decode()


HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"


def test_hostile_texts_are_printed_and_never_run(client, writer):
    article = ArticleFactory(headline="One")
    version = saved(
        article,
        headline=HOSTILE,
        standfirst=HOSTILE,
        body=f"<p>{HOSTILE}</p>",
        tags=["<b onclick=x>"],
    )
    publishing.name_version(article, version, by=writer, name=HOSTILE[:80])

    for page, query in (("history", {}), ("compare", {"from": "1", "to": "2"})):
        html = client.get(change_url(article, page), query).content.decode()
        assert "<img src=x" not in html
        assert "<script>alert" not in html
        assert "<b onclick" not in html


def test_a_comparison_costs_the_same_however_much_changed(
    client, writer, django_assert_max_num_queries
):
    small = ArticleFactory()
    large = ArticleFactory()
    saved(small, headline="Else")
    saved(
        large,
        headline="Else",
        body="<p>Else.</p>" * 50,
        tags=[f"tag {number}" for number in range(30)],
        seasons=[SeasonFactory().pk for _ in range(5)],
        bylines=[
            {
                "uid": str(uuid.uuid4()),
                "author": BylineAuthorFactory(name=f"Author {number}").pk,
                "role": "writer",
            }
            for number in range(8)
        ],
    )

    costs = []
    for article in (small, large):
        with django_assert_max_num_queries(8) as captured:
            client.get(change_url(article, "compare"), {"from": "1", "to": "2"})
        costs.append(len(captured))

    assert costs[0] == costs[1]


# What readers saw


@pytest.fixture
def past():
    """A story published at 10, updated at 12, corrected at 14, unpublished at 16."""
    day = timezone.now().replace(hour=0, minute=0, second=0) - timedelta(days=5)
    article = ArticleFactory(headline="As of ten", published_at=day.replace(hour=10))
    editor = make_editor()
    publishing.save_version(
        article,
        article.versions.first().content | {"headline": "As of twelve"},
        by=editor,
    )
    publishing.publish(article, by=editor, at=day.replace(hour=12))
    publishing.correct(
        article,
        {"headline": "As of two"},
        by=editor,
        notice="We had the hour wrong.",
        at=day.replace(hour=14),
    )
    publishing.unpublish(article, by=editor, at=day.replace(hour=16))
    return article, day


@pytest.mark.parametrize(
    ("hour", "headline", "corrected"),
    [(11, "As of ten", False), (13, "As of twelve", False), (15, "As of two", True)],
)
def test_a_past_moment_shows_the_page_of_then(
    client, editor, past, hour, headline, corrected
):
    article, day = past

    page = client.get(
        change_url(article, "as-read"), {"at": f"{day:%Y-%m-%d}T{hour}:30"}
    )

    text = text_of(page)
    assert f"What readers saw on {day:%-d} {day:%B} {day.year}, {hour}:30 UTC" in text
    assert headline in text
    assert ("We had the hour wrong." in text) == corrected
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("hour", ["09:59", "17:00"])
def test_a_moment_at_which_nothing_was_live_says_so(client, editor, past, hour):
    article, day = past

    page = client.get(change_url(article, "as-read"), {"at": f"{day:%Y-%m-%d}T{hour}"})

    assert "nothing of this story was live" in text_of(page)


@pytest.mark.parametrize("at", ["", "soon", "2999-01-01T10:00", "0000-00-00T00:00"])
def test_a_moment_that_is_none_or_still_to_come_is_refused(client, editor, past, at):
    article, _ = past

    page = client.get(change_url(article, "as-read"), {"at": at})

    assert page.status_code == 422
    assert page.context["moment_form"].errors["at"]


def test_the_windows_lead_to_what_readers_saw(client, editor, past):
    article, _ = past
    history = client.get(change_url(article, "history"))

    pages = [
        client.get(f"{change_url(article, 'as-read')}?{window['query']}")
        for window in history.context["windows"]
    ]

    assert [page.context["version"].headline for page in pages] == [
        "As of two",
        "As of twelve",
        "As of ten",
    ]


def test_the_facts_are_those_of_then(client, editor):
    show = ShowFactory()
    AnnouncementFactory(
        show=show,
        season=SeasonFactory(show=show),
        kind=Announcement.Kind.DATE_SET,
        date=date(2031, 12, 24),
        precision="day",
        announced_on=date(2026, 1, 1),
        public_from=timezone.now() - timedelta(days=1),
    )
    article = ArticleFactory(
        shows=[show],
        kind="explainer",
        published_at=timezone.now() - timedelta(days=3),
    )

    def page_at(days):
        moment = timezone.now() - timedelta(days=days)
        return client.get(change_url(article, "as-read"), {"at": moment.isoformat()})

    assert "24 December 2031" not in text_of(page_at(2))
    assert "24 December 2031" in text_of(page_at(0.5))


# Restoring


def test_restoring_says_beforehand_what_comes_back_and_what_is_gone(client, writer):
    show = ShowFactory(title="Squid Game")
    person = Person.objects.create(name="Park Solomon")
    article = ArticleFactory(shows=[show], people=[person], tags=["games"])
    saved(article, shows=[], people=[], tags=[])
    person.delete()

    text = text_of(client.get(f"{change_url(article, 'restore')}?version=1"))

    assert "Comes back – Bylines: Ada Quill (By)" in text
    assert "Comes back – Shows: Squid Game" in text
    assert "Comes back – Tags: games" in text
    assert "Deleted since, and left out – People: Park Solomon" in text
    assert text.count("Park Solomon") == 1


# Conflicts


def conflict(client, article, theirs, **mine):
    """The page of a conflict: both changed what `theirs` and `mine` say."""
    page = client.get(change_url(article))
    content = article.versions.first().content
    publishing.save_version(article, content | theirs, by=make_editor())
    return save(client, change_url(article), page, **mine)


def test_a_conflict_marks_what_either_side_changed(client, writer):
    article = ArticleFactory(headline="Season two is coming")

    page = conflict(
        client,
        article,
        {"headline": "Season two is here"},
        headline="Season three is coming",
    )

    html = page.content.decode()
    assert "Season <del>two</del><ins>three</ins> is coming" in html
    assert "Season two is <del>coming</del><ins>here</ins>" in html
    # Your own text is still in the form.
    form = page.context["adminform"].form
    assert form["headline"].value() == "Season three is coming"


def test_saving_again_without_choosing_writes_nothing_and_asks_again(client, writer):
    article = ArticleFactory(headline="One")
    page = conflict(client, article, {"headline": "Theirs"}, headline="Mine")

    again = save(client, change_url(article), page, stale_against=2)

    assert "while you were writing" in text_of(again)
    assert article.versions.count() == 2


def test_two_texts_are_combined_by_hand(client, writer):
    article = ArticleFactory(headline="One")
    page = conflict(client, article, {"headline": "Theirs"}, headline="Mine")
    assert "Mine\n\nTheirs" in page.content.decode()

    save(
        client,
        change_url(article),
        page,
        stale_against=2,
        **{"choice-headline": "combine", "combined-headline": "Mine\r\n\r\nand theirs"},
    )

    article.refresh_from_db()
    assert article.headline == "Mine and theirs"


def test_writing_into_the_box_is_enough_to_combine(client, writer):
    article = ArticleFactory(standfirst="One")
    page = conflict(client, article, {"standfirst": "Theirs"}, standfirst="Mine")

    save(
        client,
        change_url(article),
        page,
        stale_against=2,
        **{
            "combined-standfirst": "Mine and theirs",
            "combined-standfirst-was": "Mine\r\n\r\nTheirs",
        },
    )

    article.refresh_from_db()
    assert article.standfirst == "Mine and theirs"


def test_a_combined_text_that_is_too_long_is_kept_and_refused(client, writer):
    article = ArticleFactory(headline="One")
    page = conflict(client, article, {"headline": "Theirs"}, headline="Mine")

    answer = save(
        client,
        change_url(article),
        page,
        stale_against=2,
        **{"choice-headline": "combine", "combined-headline": "x" * 201},
    )

    assert "at most 200 characters" in text_of(answer)
    assert "x" * 201 in answer.content.decode()


BODY = "<p>One and one.</p><p>Two and two.</p><p>Three and three.</p>"


def test_passages_of_the_body_are_settled_one_by_one(client, writer):
    article = ArticleFactory(body=BODY)
    mine = BODY.replace("one.", "mine.").replace("three.", "my three.")
    theirs = BODY.replace("one.", "theirs.").replace("three.", "their three.")
    page = conflict(client, article, {"body": theirs}, body=mine)

    html = page.content.decode()
    assert "Body, passage 1 of 2" in html
    assert 'name="choice-body.2" value="both"' in html
    half = save(
        client,
        change_url(article),
        page,
        stale_against=2,
        **{"choice-body.0": "theirs"},
    )
    assert "Body, one passage: theirs" in text_of(half)
    assert '<input type="hidden" name="choice-body.0" value="theirs">' in (
        half.content.decode()
    )
    save(
        client,
        change_url(article),
        half,
        stale_against=2,
        **{"choice-body.0": "theirs", "choice-body.2": "both"},
    )

    article.refresh_from_db()
    assert article.body == (
        "<p>One and theirs.</p><p>Two and two.</p><p>Three and my three.</p>"
        "<p>Three and their three.</p>"
    )


def test_rows_in_a_conflict_are_told_by_name(client, writer):
    article = ArticleFactory(authors=[BylineAuthorFactory(name="Ada Quill")])
    content = article.versions.get().content
    theirs = [content["bylines"][0] | {"role": "editor"}]

    html = conflict(
        client,
        article,
        {"bylines": theirs},
        bylines_0__role="photographer",
    ).content.decode()

    assert "now Ada Quill (Pictures by); it was Ada Quill (By)" in html
    assert "now Ada Quill (Edited by); it was Ada Quill (By)" in html


def test_what_a_fix_left_unsettled_is_marked_against_the_draft(client, editor):
    article = ArticleFactory(standfirst="It comes in May", published=True)
    saved(article, standfirst="It comes in June", by=editor)
    publishing.fix_live(article, {"standfirst": "It comes in July"}, by=editor)

    html = client.get(change_url(article)).content.decode()

    assert "It comes in <del>June</del><ins>July</ins>" in html


# Fixes


def typed(page, **changes):
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


def test_a_fix_is_reviewed_before_it_is_published(client, editor):
    article = ArticleFactory(headline="Seazon 2", published=True)
    url = change_url(article, "fix")

    review = client.post(url, typed(client.get(url), headline="Season 2"))

    assert "<del>Seazon</del><ins>Season</ins> 2" in review.content.decode()
    assert "No other version is affected" in text_of(review)
    assert live_version(article).headline == "Seazon 2"

    client.post(url, typed(review))

    assert live_version(article).headline == "Season 2"


def test_what_was_typed_over_after_the_review_is_reviewed_again(client, editor):
    article = ArticleFactory(headline="Seazon 2", published=True)
    url = change_url(article, "correct")
    first = client.post(
        url, typed(client.get(url), headline="Season 2", notice="We misspelt it.")
    )

    second = client.post(url, typed(first, notice="We misspelt the headline."))
    forged = client.post(url, typed(second, headline="Else"))

    assert "We misspelt the headline." in text_of(second)
    assert "<ins>Else</ins>" in forged.content.decode()
    assert live_version(article).headline == "Seazon 2"


def test_a_draft_saved_after_the_review_is_shown_before_publishing(client, editor):
    article = ArticleFactory(headline="Seazon 2", published=True)
    url = change_url(article, "fix")
    review = client.post(url, typed(client.get(url), headline="Season 2"))
    saved(article, headline="Something else altogether")

    again = client.post(url, typed(review))

    assert "says otherwise" in text_of(again)
    assert live_version(article).headline == "Seazon 2"


def test_the_review_says_what_the_change_is_merged_into_and_what_conflicts(
    client, editor
):
    article = ArticleFactory(standfirst="In May", published=True)
    saved(article, standfirst="In June", by=editor)
    publishing.schedule(article, by=editor, at=timezone.now() + timedelta(days=1))
    saved(article, headline="A rework", standfirst="In May", by=editor)
    url = change_url(article, "fix")

    review = client.post(url, typed(client.get(url), standfirst="In July"))

    text = text_of(review)
    assert "Version 2, scheduled for" in text
    assert "will be stopped" in text
    assert "The draft, version 3 by editor, gets the change too." in text
    html = review.content.decode()
    assert "In <del>May</del><ins>June</ins>" in html
    assert "In <del>May</del><ins>July</ins>" in html
    assert article.versions.count() == 3


def test_a_change_that_would_be_refused_is_refused_in_the_review(client, editor):
    article = ArticleFactory(published=True)
    url = change_url(article, "fix")
    page = client.get(url)

    unchanged = client.post(url, typed(page))
    emptied = client.post(url, typed(page, body=""))

    assert unchanged.status_code == emptied.status_code == 422
    assert "Nothing was changed." in text_of(unchanged)
    assert live_version(article).number == 1


def test_foreseeing_a_fix_writes_nothing_and_tells_what_the_fix_then_does(editor):
    article = ArticleFactory(standfirst="In May", published=True)
    saved(article, standfirst="In June", by=editor)
    publishing.schedule(article, by=editor, at=timezone.now() + timedelta(days=1))
    before = list(Version.objects.values_list("pk", "live_from", "content"))

    outlook = foresee_fix(article, {"standfirst": "In July", "headline": "New"})
    assert list(Version.objects.values_list("pk", "live_from", "content")) == before
    fix = publishing.fix_live(
        article, {"standfirst": "In July", "headline": "New"}, by=editor
    )

    assert [other.version.number for other in outlook.scheduled if other.clashes] == [
        version.number for version in fix.stopped
    ]
    assert outlook.draft.clashes == fix.unsettled
    assert outlook.after["headline"] == fix.live.headline


def test_a_fix_that_cannot_be_is_foreseen_so(editor):
    with pytest.raises(ValidationError, match="not live"):
        foresee_fix(ArticleFactory(), {"headline": "New"})


@pytest.mark.parametrize("count", [1, 4])
def test_reviewing_a_fix_costs_little_per_scheduled_version(
    client, editor, django_assert_max_num_queries, count
):
    article = ArticleFactory(published=True)
    for number in range(count):
        saved(article, headline=f"Later {number}", by=editor)
        publishing.schedule(
            article, by=editor, at=timezone.now() + timedelta(days=number + 1)
        )
    url = change_url(article, "fix")
    page = client.get(url)

    with django_assert_max_num_queries(12):
        client.post(url, typed(page, standfirst="Fixed"))
