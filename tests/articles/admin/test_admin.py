import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.admin.widgets import TagInput
from articles.models import Article, OldAddress, Source, Version
from tests.factories.articles import (
    ArticleFactory,
    BylineAuthorFactory,
    SectionFactory,
    lead_picture,
    live_version,
)
from tests.factories.desk import make_author, make_editor, make_writer
from tests.factories.shows import ShowFactory

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"


def change_url(article, step=""):
    return f"/admin/articles/article/{article.pk}/{step or 'change'}/"


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


def posted(response, **changes):
    """
    What a browser would send back from this form, with some fields typed over.

    Names of inline fields are given as `bylines_0__author`.
    """
    data = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(bound.field.widget, TagInput):
                # A line of names, whatever the form holds them as.
                value = bound.field.widget.format_value(value)
            if value is True:
                data[bound.html_name] = "on"
            elif value is not None and value is not False:
                data[bound.html_name] = (
                    [getattr(item, "pk", item) for item in value]
                    if isinstance(value, list | tuple)
                    else getattr(value, "pk", value)
                )
    for name, value in changes.items():
        name = re.sub(r"_(\d+)__", r"-\1-", name)
        data[name] = value
    return data


def save(client, url, page=None, **changes):
    page = page or client.get(url)
    return client.post(url, posted(page, _save="1", **changes))


# Writing


def test_a_writer_starts_a_story_with_no_more_than_a_headline(client, writer):
    response = save(client, ADD, headline="지금 우리 학교는, season 2")

    article = Article.objects.get()
    assert response.url == change_url(article)
    assert article.owner == writer
    assert article.slug == "지금-우리-학교는-season-2"
    assert article.versions.get().by == writer


def test_a_story_can_be_saved_with_nothing_at_all(client, writer):
    save(client, ADD)

    assert Article.objects.get().slug == "untitled"


def test_a_new_story_opens_with_the_writers_own_byline(client, writer):
    author = make_author(writer, "Ada Quill")

    save(client, ADD, headline="Mine")

    assert Article.objects.get().bylines.get().author == author


def test_inlines_keep_their_order_and_their_identity(client, writer):
    article = ArticleFactory(authors=[])
    ada, ben = (BylineAuthorFactory(name=name) for name in ("Ada", "Ben"))
    save(
        client,
        change_url(article),
        bylines_0__author=ada.pk,
        bylines_0__role="writer",
        bylines_0__position=2,
        bylines_1__author=ben.pk,
        bylines_1__role="writer",
        bylines_1__position=1,
        **{"bylines-TOTAL_FORMS": 2},
    )
    first = list(article.bylines.values_list("author__name", "uid"))

    save(client, change_url(article), headline="Another headline")

    assert [name for name, _ in first] == ["Ben", "Ada"]
    assert list(article.bylines.values_list("author__name", "uid")) == first


def test_the_first_show_is_the_primary_one_unless_another_is_ticked(client, writer):
    article = ArticleFactory(shows=[ShowFactory(), ShowFactory()])

    save(client, change_url(article), article_shows_0__is_primary="")

    assert [row.is_primary for row in article.article_shows.all()] == [True, False]


def test_one_author_twice_is_refused_in_words_and_nothing_typed_is_lost(client, writer):
    article = ArticleFactory()
    author = article.bylines.get().author

    response = save(
        client,
        change_url(article),
        headline="Typed for an hour",
        bylines_1__author=author.pk,
        bylines_1__role="editor",
        **{"bylines-TOTAL_FORMS": 2},
    )

    assert response.status_code == 200
    assert f"{author} stands here twice." in response.content.decode()
    assert "Typed for an hour" in response.content.decode()


def test_a_row_that_a_colleague_deleted_meanwhile_does_not_eat_the_form(client, writer):
    article = ArticleFactory(shows=[ShowFactory()])
    page = client.get(change_url(article))
    content = article.versions.get().content
    publishing.save_version(article, content | {"shows": []}, by=writer, base=1)

    response = save(client, change_url(article), page, headline="Mine")

    assert response.status_code == 302
    article.refresh_from_db()
    assert article.headline == "Mine"
    assert not article.article_shows.exists()


def test_a_refused_form_still_shows_rows_that_a_colleague_deleted(client, writer):
    article = ArticleFactory()
    content = article.versions.get().content
    for name in ("Netflix", "Variety"):
        Source.objects.create(article=article, name=name)
    publishing.save_version(article, by=writer)
    page = client.get(change_url(article))
    publishing.save_version(article, content, by=writer, base=2)
    assert not article.sources.exists()

    response = save(
        client,
        change_url(article),
        page,
        tags="zombies, ???",
        sources_1__name="Typed over Variety",
    )

    text = response.content.decode()
    assert 'value="Netflix"' in text
    assert 'value="Typed over Variety"' in text


def test_two_people_who_change_different_things_both_keep_them(client, writer):
    article = ArticleFactory(headline="One", standfirst="First")
    page = client.get(change_url(article))
    content = article.versions.get().content
    publishing.save_version(
        article, content | {"standfirst": "Second"}, by=make_editor(), base=1
    )

    save(client, change_url(article), page, headline="Two")

    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("Two", "Second")


def test_a_conflict_shows_both_texts_and_the_choice_is_kept(client, writer):
    article = ArticleFactory(headline="One")
    page = client.get(change_url(article))
    content = article.versions.get().content
    publishing.save_version(
        article, content | {"headline": "Theirs"}, by=make_editor(), base=1
    )

    refused = save(client, change_url(article), page, headline="Mine", standfirst="New")

    text = refused.content.decode()
    assert "editor saved version 2 while you were writing" in text
    assert "Mine" in text
    assert "Theirs" in text
    save(
        client,
        change_url(article),
        refused,
        stale_against=2,
        **{"choice-headline": "theirs"},
    )
    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("Theirs", "New")


def test_a_choice_made_against_an_older_version_does_not_count(client, writer):
    article = ArticleFactory(headline="One")
    page = client.get(change_url(article))
    content = article.versions.get().content
    for base, headline in ((1, "Theirs"), (2, "Theirs again")):
        publishing.save_version(
            article, content | {"headline": headline}, by=make_editor(), base=base
        )

    response = save(
        client,
        change_url(article),
        page,
        headline="Mine",
        stale_against=2,
        **{"choice-headline": "mine"},
    )

    assert "Theirs again" in response.content.decode()
    article.refresh_from_db()
    assert article.headline == "Theirs again"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("rating", "nine", "Enter a number"),
        ("rating", "9", "less than or equal to 5"),
        ("section", "999999", "Select a valid choice"),
        ("lead_image", "999999", "Select a valid choice"),
        ("headline", "x" * 201, "at most 200 characters"),
        ("tags", "zombies, ???", "needs a letter or a digit"),
        ("tags", "x" * 101, "too long for a tag"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    client, writer, field, value, sentence
):
    article = ArticleFactory()

    response = save(
        client, change_url(article), body="<p>An hour of work.</p>", **{field: value}
    )

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert "An hour of work." in response.content.decode()


def test_an_address_in_use_is_refused_in_words(client, writer):
    moved = ArticleFactory(slug="old", published=True)
    publishing.change_address(moved, "new", by=make_editor())
    article = ArticleFactory()

    old = save(client, change_url(article), slug="old")
    new = save(client, change_url(article), slug="new")

    assert "old address of another story" in old.content.decode()
    assert "already exists" in new.content.decode()


def test_a_draft_changes_its_address_in_the_form(client, writer):
    article = ArticleFactory(slug="old")

    save(client, change_url(article), slug="new")

    article.refresh_from_db()
    assert article.slug == "new"
    assert not OldAddress.objects.exists()


# What a person may not do


@pytest.mark.parametrize("step", ["change", "history", "publish", "fix", "restore"])
def test_another_writers_draft_is_not_there_for_a_writer(client, writer, step):
    article = ArticleFactory(owner=make_writer("other"), headline="Secretheadline")

    response = client.get(change_url(article, step), follow=True)

    assert "Secretheadline" not in response.content.decode()


@pytest.mark.parametrize(
    "step", ["publish", "fix", "correct", "unpublish", "retract", "address"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_writer_takes_no_step_that_readers_notice(client, writer, step, method):
    article = ArticleFactory(published=True)

    response = getattr(client, method)(change_url(article, step))

    assert response.status_code == 403
    assert live_version(article).number == 1


def test_a_forged_post_sets_nothing_outside_the_form(client, writer):
    article = ArticleFactory()
    page = client.get(change_url(article))

    save(
        client,
        change_url(article),
        page,
        state="in_review",
        owner=make_editor().pk,
        latest_number=99,
        unsettled="[1]",
        published_at="2020-01-01",
    )

    article.refresh_from_db()
    assert (article.state, article.owner, article.latest_number) == ("draft", writer, 1)
    assert article.unsettled == []


def test_a_story_in_review_is_for_its_writer_to_read_only(client, writer):
    article = ArticleFactory(in_review=True, headline="With the editors")

    page = client.get(change_url(article))
    response = client.post(change_url(article), {"headline": "Sneaked in"})

    assert "With the editors" in page.content.decode()
    assert response.status_code == 403


def test_a_live_story_cannot_be_deleted(client, editor):
    article = ArticleFactory(published=True)

    response = client.post(change_url(article, "delete"), {"post": "yes"})

    assert response.status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_draft_can_be_deleted_by_its_writer(client, writer):
    article = ArticleFactory()

    client.post(change_url(article, "delete"), {"post": "yes"})

    assert not Article.objects.filter(pk=article.pk).exists()


# Steps


def test_the_main_job_from_draft_to_reader_and_back(client):
    writer, editor = make_writer(), make_editor()
    make_author(writer)
    client.force_login(writer)
    section = SectionFactory()
    page = client.get(ADD)
    response = client.post(
        ADD,
        posted(
            page,
            headline="Season 2 is coming",
            body="<p>At last.</p>",
            section=section.pk,
            lead_image=lead_picture().pk,
            _step="submit",
        ),
    )
    article = Article.objects.get()
    assert response.url == change_url(article, "submit")
    client.post(response.url, {"number": 1})
    client.force_login(editor)
    client.post(change_url(article, "publish"), {"number": 1, "when": "now"})
    client.logout()

    assert "At last." in client.get("/articles/season-2-is-coming/").content.decode()


def test_publishing_what_is_not_ready_says_what_is_missing(client, editor):
    article = ArticleFactory(authors=[])

    page = client.get(change_url(article, "publish"))
    response = client.post(change_url(article, "publish"), {"number": 1, "when": "now"})

    assert "The story needs a byline." in page.content.decode()
    assert response.status_code == 422
    assert not Version.objects.live(timezone.now()).exists()


@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("", "Say when."),
        ("2020-01-01T09:00", "has passed"),
        ("2027-02-31T09:00", "Enter a valid date/time."),
        ("soon", "Enter a valid date/time."),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_in_words(client, editor, when, sentence):
    article = ArticleFactory()

    response = client.post(
        change_url(article, "publish"), {"number": 1, "when": "at", "at": when}
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_time_that_the_clock_change_skips_is_refused(client, editor, settings):
    settings.TIME_ZONE = "America/New_York"
    article = ArticleFactory()

    response = client.post(
        change_url(article, "publish"),
        {"number": 1, "when": "at", "at": "2027-03-14T02:30"},
    )

    assert response.status_code == 422
    assert "America/New_York" in response.content.decode()
    assert not Version.objects.scheduled(timezone.now()).exists()


def test_a_schedule_is_cancelled_from_its_page(client, editor):
    article = ArticleFactory(scheduled=True)

    client.post(change_url(article, "cancel-schedule"), {})

    assert not Version.objects.scheduled(timezone.now()).exists()


def test_the_fix_page_holds_the_live_text_not_the_draft(client, editor):
    article = ArticleFactory(
        headline="Live headline", standfirst="Wrnog", published=True
    )
    content = live_version(article).content
    publishing.save_version(article, content | {"headline": "Draft"}, by=editor)

    page = client.get(change_url(article, "fix"))
    form = page.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed["standfirst"] = "Right"
    review = client.post(change_url(article, "fix"), typed).context["form"]
    typed["reviewed"] = review["reviewed"].value()
    client.post(change_url(article, "fix"), typed)

    assert form["headline"].value() == "Live headline"
    live = live_version(article)
    assert (live.headline, live.standfirst) == ("Live headline", "Right")
    article.refresh_from_db()
    assert (article.headline, article.standfirst) == ("Draft", "Right")


def test_a_stopped_schedule_says_so_in_the_form_until_the_next_one(client, editor):
    article = ArticleFactory(standfirst="In May", published=True)
    content = live_version(article).content
    publishing.save_version(article, content | {"standfirst": "In June"}, by=editor)
    tomorrow = timezone.now() + timedelta(days=1)
    publishing.schedule(article, by=editor, at=tomorrow)
    publishing.fix_live(article, {"standfirst": "In July"}, by=editor)

    told = client.get(change_url(article)).content.decode()
    publishing.settle(article, by=editor)
    publishing.schedule(article, by=editor, at=tomorrow)
    after = client.get(change_url(article)).content.decode()

    assert "will not go out" in told
    assert "both changed: standfirst" in told
    assert "will not go out" not in after


def test_a_correction_needs_its_notice(client, editor):
    article = ArticleFactory(published=True)
    page = client.get(change_url(article, "correct"))
    form = page.context["form"]

    response = client.post(
        change_url(article, "correct"),
        {name: form[name].value() or "" for name in form.fields},
    )

    assert response.status_code == 422
    assert live_version(article).number == 1


@pytest.mark.parametrize(
    ("step", "data"),
    [("unpublish", {"then": "gone"}), ("retract", {"notice": "It was a hoax."})],
)
def test_a_live_story_comes_down_from_its_page(client, editor, step, data):
    article = ArticleFactory(published=True)

    client.post(change_url(article, step), data)

    assert not Version.objects.live(timezone.now()).listed().exists()


def test_an_old_version_is_restored_from_the_history(client, writer):
    article = ArticleFactory(headline="First")
    content = article.versions.get().content
    publishing.save_version(article, content | {"headline": "Second"}, by=writer)

    history = client.get(change_url(article, "history")).content.decode()
    client.post(change_url(article, "restore") + "?version=1")

    assert f"{change_url(article, 'restore')}?version=1" in history
    article.refresh_from_db()
    assert article.headline == "First"


@pytest.mark.parametrize("number", ["", "0", "99", "1e9", "-1", "٣", "9" * 400])
def test_a_version_that_is_not_there_is_no_error(client, writer, number):
    article = ArticleFactory()

    response = client.get(change_url(article, "restore"), {"version": number})

    assert response.status_code == 200
    assert "Choose a version in the history." in response.content.decode()


@pytest.mark.parametrize("pk", ["12abc", "999999", "-1", "1%00", "9" * 30])
def test_a_story_that_is_not_there_is_not_found(client, editor, pk):
    response = client.get(f"/admin/articles/article/{pk}/publish/")

    assert response.status_code in (400, 404)


# Lists


@pytest.mark.parametrize("count", [2, 30])
def test_the_list_costs_the_same_however_much_there_is(
    client, editor, count, django_assert_max_num_queries
):
    for _ in range(count):
        ArticleFactory(published=True)

    with django_assert_max_num_queries(10):
        response = client.get(LIST)

    assert response.content.decode().count("What is known about season") >= count


@pytest.mark.parametrize("rows", [1, 8])
def test_the_form_costs_the_same_however_much_it_holds(
    client, editor, rows, django_assert_max_num_queries
):
    article = ArticleFactory(
        shows=[ShowFactory() for _ in range(rows)],
        authors=[BylineAuthorFactory(name=f"Author {n}") for n in range(rows)],
        tags=[f"tag {n}" for n in range(rows)],
        reworked=True,
    )

    with django_assert_max_num_queries(31):
        response = client.get(change_url(article))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("state", "trait"),
    [
        ("draft", {}),
        ("in_review", {"in_review": True}),
        ("scheduled", {"scheduled": True}),
        ("live", {"published": True}),
        ("reworked", {"reworked": True}),
        ("expired", {"expired": True}),
        ("retracted", {"retracted": True}),
    ],
)
def test_each_state_is_found_by_its_filter_and_named(client, editor, state, trait):
    from articles.states import State

    traits = [
        {},
        {"in_review": True},
        {"scheduled": True},
        {"published": True},
        {"reworked": True},
        {"expired": True},
        {"retracted": True},
    ]
    for other in traits:
        if other != trait:
            ArticleFactory(**other)
    article = ArticleFactory(headline="The one", **trait)

    response = client.get(LIST, {"state": state})

    found = list(response.context["cl"].result_list)
    assert found == [article]
    assert str(State(state).label).split(",")[0] in response.content.decode()


def test_a_writer_lists_their_own_and_live_stories_only(client, writer):
    ArticleFactory(headline="Mine")
    ArticleFactory(headline="Theirs", owner=make_writer("other"))
    ArticleFactory(headline="Live", owner=make_writer("other"), published=True)

    found = client.get(LIST).context["cl"].result_list

    assert {article.headline for article in found} == {"Mine", "Live"}


def preview_of(article):
    from articles.reading.previews import preview_url

    return preview_url(article.versions.first())


def test_a_scheduled_story_of_another_is_still_a_secret(client, writer):
    article = ArticleFactory(
        headline="Secretheadline", owner=make_writer("other"), scheduled=True
    )

    pages = [LIST, change_url(article), preview_of(article), "/admin/"]
    text = "".join(client.get(page, follow=True).content.decode() for page in pages)

    assert "Secretheadline" not in text


def test_a_scheduled_update_says_so_and_when(client, editor):
    article = ArticleFactory(scheduled=True)
    coming = article.versions.get().live_from

    text = client.get(LIST).content.decode()

    assert f"Scheduled for {publishing.spoken(coming)}" in text
    assert coming > timezone.now() + timedelta(hours=1)
