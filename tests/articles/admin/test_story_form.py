"""The story form: its panels, what may be set in it by whom, and stale plans."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article, Version
from tests.articles.admin.test_admin import ADD, change_url, posted, save
from tests.factories.articles import (
    ArticleFactory,
    BylineAuthorFactory,
    lead_picture,
    live_version,
)
from tests.factories.desk import make_editor, make_writer
from tests.factories.embargoes import make_embargo
from tests.factories.images import ImageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    EpisodeFactory,
    SeasonFactory,
    ShowFactory,
)

pytestmark = pytest.mark.django_db

DUE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


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


def panels_of(response):
    return {panel.title: panel for panel in response.context["panels"]}


def primary_of(response):
    return [step.name for step in response.context["steps"]["primary"]]


# Panels


def test_a_finished_draft_opens_with_its_panels_closed(client, writer):
    panels = panels_of(client.get(change_url(ArticleFactory(tags=["one"]))))

    assert not any(panel.is_open for panel in panels.values())
    assert panels["Story"].summary == "News · TV · 1 tag"
    assert panels["Byline"].summary == "Ada Quill"
    assert panels["Publish"].summary.startswith("ready")


def test_a_panel_that_lacks_something_stands_open(client, writer):
    article = ArticleFactory(lead_image=None, section=None)

    panels = panels_of(client.get(change_url(article)))

    assert [name for name, panel in panels.items() if panel.is_open] == [
        "Publish",
        "Story",
        "Picture",
    ]
    assert panels["Publish"].summary == "2 things missing"


def test_a_panel_with_an_error_stands_open_and_the_error_is_listed(client, writer):
    article = ArticleFactory()

    response = save(client, change_url(article), tags="zombies, ???")

    assert panels_of(response)["Story"].is_open
    (error,) = response.context["field_errors"]
    assert (error.label, error.target) == ("Tags", "field-tags")
    text = response.content.decode()
    assert 'id="field-tags"' in text
    assert "Go to first error" in text


def test_an_error_in_a_row_leads_to_that_row(client, writer):
    article = ArticleFactory()
    author = article.bylines.get().author

    response = save(
        client,
        change_url(article),
        bylines_1__author=author.pk,
        bylines_1__role="editor",
        **{"bylines-TOTAL_FORMS": 2},
    )

    (error,) = response.context["field_errors"]
    assert error.target == "bylines-1"
    assert 'id="bylines-1"' in response.content.decode()
    assert panels_of(response)["Byline"].is_open


def test_a_new_story_asks_what_it_is_and_nothing_else(client, writer):
    panels = panels_of(client.get(ADD))

    assert [name for name, panel in panels.items() if panel.is_open] == ["Story"]


def test_a_link_to_a_new_story_brings_what_it_is_about(client, writer):
    season = SeasonFactory(number=2)

    page = client.get(ADD, {"seasons": season.pk, "planned_for": "2027-03-01"})
    save(client, ADD, page, headline="Of season 2")

    article = Article.objects.get()
    assert list(article.seasons.all()) == [season]
    assert list(article.shows.all()) == [season.show]
    assert str(article.planned_for) == "2027-03-01"


@pytest.mark.parametrize(
    "query", ["seasons=x", "show=x", "show=" + "9" * 30, "show=-1"]
)
def test_a_link_that_says_nonsense_opens_an_empty_form(client, writer, query):
    assert client.get(f"{ADD}?{query}").status_code == 200


def test_an_image_description_and_the_counts_are_there_without_script(client, writer):
    article = ArticleFactory(lead_image=ImageFactory(alt_text="A red room"))

    text = client.get(change_url(article)).content.decode()

    assert "Says: A red room" in text
    assert ">14</span> words" in text
    assert "24</span> of 60 to 200 characters" in text


def test_what_is_live_and_what_comes_is_said_with_its_zone(client, editor, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    article = ArticleFactory(reworked=True)
    publishing.schedule(article, by=editor, at=timezone.now() + timedelta(days=1))

    text = client.get(change_url(article)).content.decode()

    assert "Version 1 is live" in text
    assert "Version 2 goes out" in text
    assert text.count("KST") >= 4
    assert "Due (Asia/Seoul)" in text


# One button


@pytest.mark.parametrize(
    ("traits", "as_writer", "as_editor"),
    [
        ({}, ["submit"], ["publish"]),
        ({"lead_image": None}, [], []),
        ({"in_review": True}, ["withdraw"], ["publish"]),
        ({"published": True}, [], []),
        ({"reworked": True}, ["submit"], ["publish"]),
        ({"scheduled": True}, [], []),
    ],
)
def test_the_one_button_is_what_this_person_does_next(
    client, traits, as_writer, as_editor
):
    article = ArticleFactory(**traits)
    found = []
    for user in (make_writer(), make_editor()):
        client.force_login(user)
        found.append(primary_of(client.get(change_url(article))))

    assert found == [as_writer, as_editor]


def test_a_held_and_a_killed_story_say_why_they_cannot_be_changed(client, editor):
    held, killed = ArticleFactory(), ArticleFactory()
    publishing.hold(held, by=editor, reason="The lawyers asked for it.")
    publishing.kill(killed, by=editor, reason="It was a hoax.")

    assert "The lawyers asked for it." in client.get(change_url(held)).content.decode()
    assert "The story was killed." in client.get(change_url(killed)).content.decode()


def test_a_story_to_read_only_shows_its_text_not_its_source(client, writer):
    article = ArticleFactory(body="<h2>Cast</h2><p>Old</p>", in_review=True)

    text = client.get(change_url(article)).content.decode()

    assert "<h2>Cast</h2><p>Old</p>" in text
    assert "&lt;p&gt;" not in text


# The checklist


def test_the_form_and_the_page_of_the_step_show_the_same_checklist(client, editor):
    article = ArticleFactory(lead_image=None)

    pages = [client.get(change_url(article, step)) for step in ("", "publish")]

    for page in pages:
        assert "The story needs a lead picture." in page.content.decode()


def test_the_checklist_of_a_schedule_is_that_of_its_time(client, editor):
    ends = timezone.localdate() + timedelta(days=2)
    image = ImageFactory(without_files=True, rights_end_on=ends)
    article = ArticleFactory(lead_image=image)
    at = timezone.now() + timedelta(days=5)

    response = client.post(
        change_url(article, "publish"),
        {"number": 1, "when": "at", "at": f"{at:%Y-%m-%dT%H:%M}"},
    )

    assert response.status_code == 422
    assert "rights to the lead picture end" in response.content.decode()


# What a person may not set

FORGED = {
    "state": "killed",
    "owner": "stranger",
    "approved_number": 1,
    "approved_by": "stranger",
    "trusted_writers": "writer",
    "checked_at": "2027-01-01 00:00",
    "checked_by": "stranger",
    "held_at": "2027-01-01 00:00",
    "held_by": "stranger",
    "held_because": "Because",
    "after_takedown": "redirect",
    "embargo": "embargo",
    "leads_to_article": "self",
    "leads_to_show": "show",
    "merged_into": "self",
    "merge_moved": '{"tags": [1]}',
    "created_at": "2020-01-01 00:00",
    "saved_at": "2020-01-01 00:00",
    "latest_number": 99,
    "unsettled": "[1]",
}
OF_THE_PLAN = {
    "assignee": "stranger",
    "due_at": "2027-01-01T09:00",
    "planned_for": "2027-01-01",
}


def row_of(article):
    """Every column of the story, and whom an editor trusts with it."""
    row = Article.objects.filter(pk=article.pk).values().get()
    return row | {"trusted": set(article.trusted_writers.values_list("pk", flat=True))}


def forged(article, fields):
    people = {"stranger": make_writer("stranger").pk, "writer": make_writer().pk}
    names = people | {
        "self": article.pk,
        "show": ShowFactory().pk,
        "embargo": make_embargo().pk,
    }
    return {name: names.get(value, value) for name, value in fields.items()}


def test_every_field_of_a_story_is_either_in_the_form_or_forged_here():
    from articles.admin.forms import ArticleForm

    written = {*ArticleForm.Meta.fields, "id", "slug", "authors", "shows"}
    columns = {
        field.name for field in Article._meta.get_fields() if not field.auto_created
    }

    assert columns - written == set(FORGED) | {"tagged_items"} & columns


@pytest.mark.parametrize("trait", [{}, {"published": True}, {"reworked": True}])
def test_a_forged_field_changes_nothing(client, writer, trait):
    article = ArticleFactory(**trait)
    fields = forged(article, FORGED)
    page = client.get(change_url(article))
    before = row_of(article)

    for name, value in fields.items():
        response = save(client, change_url(article), page, **{name: value})

        assert response.status_code == 302, name
        assert row_of(article) == before, name


@pytest.mark.parametrize("seen", ["initial-", ""])
def test_a_stranger_plans_nothing(client, seen):
    owner = make_writer("owner")
    article = ArticleFactory(owner=owner, published=True)
    client.force_login(make_writer("other"))
    page = client.get(change_url(article))
    before = row_of(article)

    fields = forged(article, OF_THE_PLAN)
    save(
        client,
        change_url(article),
        page,
        **{f"{seen}{name}": "" for name in fields if seen},
        **fields,
    )

    assert "assignee" not in page.context["adminform"].form.fields
    assert row_of(article) == before


def test_the_address_of_a_live_story_is_not_in_the_form(client, editor):
    article = ArticleFactory(slug="stays", published=True)
    page = client.get(change_url(article))

    save(client, change_url(article), page, slug="moved", **{"initial-slug": "x"})

    article.refresh_from_db()
    assert article.slug == "stays"
    assert "slug" not in page.context["adminform"].form.fields


@pytest.mark.parametrize("trait", [{"in_review": True}, {"owner": "other"}])
def test_a_form_that_is_not_this_persons_takes_nothing(client, writer, trait):
    if "owner" in trait:
        trait = {"owner": make_writer(trait["owner"])}
    article = ArticleFactory(**trait)
    before = row_of(article)

    response = client.post(
        change_url(article), {"headline": "Sneaked in", "base": 1, "_save": "1"}
    )

    assert response.status_code in (302, 403, 404)
    assert row_of(article) == before


def test_a_forged_owner_of_a_new_story_is_not_heard(client, writer):
    save(client, ADD, headline="Mine", owner=make_editor().pk, state="in_review")

    article = Article.objects.get()
    assert (article.owner, article.state) == (writer, "draft")


# Plans

# What a browser sends back of a plan that was empty when the form was opened.
SEEN = {f"initial-{name}": "" for name in OF_THE_PLAN}


def test_a_plan_is_set_with_a_new_story_by_its_step(client, writer):
    colleague = make_writer("colleague")

    save(client, ADD, headline="Mine", assignee=colleague.pk, due_at="2027-03-01T09:00")

    article = Article.objects.get()
    assert (article.assignee, article.due_at) == (colleague, DUE)
    assert article.log_lines.filter(verb="plan").exists()
    assert colleague.notices.filter(article=article).exists()


@pytest.mark.parametrize(
    ("name", "theirs", "mine", "said"),
    [
        ("due_at", DUE, "2027-04-01T10:00", "Due was set to 1 March 2027, 09:00 UTC"),
        (
            "planned_for",
            DUE.date(),
            "2027-04-01",
            "Planned for was set to 1 March 2027",
        ),
        ("assignee", "colleague", "writer", "Assignee was set to colleague"),
    ],
)
def test_what_a_colleague_planned_meanwhile_is_not_overwritten(
    client, writer, name, theirs, mine, said
):
    article = ArticleFactory()
    page = client.get(change_url(article))
    if name == "assignee":
        theirs, mine = make_writer(theirs), writer.pk
    publishing.plan(article, {name: (None, theirs)}, by=make_editor())

    response = save(
        client, change_url(article), page, headline="Typed", **SEEN, **{name: mine}
    )

    assert response.status_code == 200
    text = response.content.decode()
    assert said in text
    assert "Typed" in text
    article.refresh_from_db()
    assert getattr(article, name) == theirs
    assert article.versions.count() == 1
    assert str(response.context["adminform"].form[name].value()) == str(mine)


def test_a_plan_that_nobody_touched_is_left_as_a_colleague_set_it(client, writer):
    article = ArticleFactory()
    page = client.get(change_url(article))
    publishing.plan(article, {"due_at": (None, DUE)}, by=make_editor())

    save(client, change_url(article), page, headline="Typed", **SEEN)

    article.refresh_from_db()
    assert (article.headline, article.due_at) == ("Typed", DUE)


def test_seconds_that_the_form_does_not_show_are_no_change(client, writer):
    article = ArticleFactory(due_at=DUE.replace(second=42))

    save(client, change_url(article), headline="Typed")

    assert not article.log_lines.filter(verb="plan").exists()


# One explainer for each season and question


@pytest.fixture
def season():
    return SeasonFactory()


def typed_explainer(season, **changes):
    return {"kind": "explainer", "seasons": [season.pk], "question": ""} | changes


def test_a_second_explainer_is_held_back_once_and_nothing_is_lost(
    client, writer, season
):
    other = ArticleFactory(
        kind="explainer", question="known", seasons=[season], headline="The first one"
    )

    held = save(
        client, ADD, headline="Typed", body="<p>An hour.</p>", **typed_explainer(season)
    )
    text = held.content.decode()
    assert held.status_code == 200
    assert Article.objects.get() == other
    assert f'href="{change_url(other)}"' in text
    assert "An hour." in text
    saved = client.post(ADD, posted(held, second_explainer="on", _save="1"))

    assert saved.status_code == 302
    second = Article.objects.exclude(pk=other.pk).get()
    assert (second.question, second.body) == ("known", "<p>An hour.</p>")
    assert save(client, change_url(second), headline="On").status_code == 302


def test_the_add_form_says_so_before_a_word_is_typed(client, writer, season):
    other = ArticleFactory(kind="explainer", question="known", seasons=[season])

    page = client.get(ADD, {"seasons": season.pk, "kind": "explainer"})

    assert list(page.context["rivals"]) == [other]
    assert change_url(other) in page.content.decode()


def test_nobody_is_held_back_by_what_they_may_not_know_of(client, writer, season):
    ArticleFactory(
        kind="explainer",
        seasons=[season],
        owner=make_writer("other"),
        headline="Secretheadline",
    )

    response = save(client, ADD, headline="Mine", **typed_explainer(season))

    assert response.status_code == 302
    mine = Article.objects.get(headline="Mine")
    assert "Secretheadline" not in client.get(change_url(mine)).content.decode()
    client.force_login(make_editor())
    assert "Secretheadline" in client.get(change_url(mine)).content.decode()
    assert "Secretheadline" in client.get(change_url(mine, "publish")).content.decode()


def test_adding_a_season_that_is_explained_asks_again(client, writer, season):
    ArticleFactory(kind="explainer", question="known", seasons=[season])
    mine = ArticleFactory(
        kind="explainer", question="known", seasons=[SeasonFactory()], headline="Mine"
    )

    held = save(client, change_url(mine), **typed_explainer(season, question="known"))

    assert held.status_code == 200
    assert mine.versions.count() == 1


def test_a_question_is_kept_for_explainers_only(client, writer):
    save(client, ADD, headline="Mine", kind="news", question="ending")

    assert Article.objects.get().question == ""


# Costs


@pytest.mark.parametrize("rows", [1, 8])
def test_the_form_with_links_and_pictures_costs_the_same(
    client, editor, rows, django_assert_max_num_queries
):
    from articles.body.sanitising import sanitise

    season = SeasonFactory()
    stories = [ArticleFactory(slug=f"s{n}", published=True) for n in range(rows)]
    for _ in range(rows):
        ArticleFactory(kind="explainer", seasons=[season])
    body = "".join(
        f'<p><a href="/articles/{story.slug}/">to it</a></p>'
        f'<figure data-embed="article" data-id="{story.pk}"></figure>'
        f'<figure data-embed="picture" data-id="{lead_picture().pk}"></figure>'
        for story in stories
    )
    article = ArticleFactory(
        kind="explainer",
        seasons=[season],
        shows=[ShowFactory() for _ in range(rows)],
        authors=[BylineAuthorFactory(name=f"Author {n}") for n in range(rows)],
        body=sanitise(body),
        reworked=True,
    )

    with django_assert_max_num_queries(40):
        response = client.get(change_url(article))

    assert response.context["checklist"].is_ready
    assert live_version(article)


def test_a_story_saved_before_a_field_existed_opens(client):
    article = ArticleFactory(published=True)
    version = article.versions.get(number=article.latest_number)
    without = {
        name: value
        for name, value in version.content.items()
        if name not in {"disclosure", "paid_sites", "sources"}
    }
    Version.objects.filter(pk=version.pk).update(content=without)
    client.force_login(make_editor())

    response = client.get(f"/admin/articles/article/{article.pk}/change/")

    assert response.status_code == 200
    version.refresh_from_db()
    assert version.content == without | {
        "disclosure": "",
        "paid_sites": "",
        "sources": [],
    }


def test_a_forged_key_names_nothing_that_a_writer_may_not_know_of(client, writer):
    secret = ShowFactory(title="Canary Wharf")
    season = SeasonFactory(show=secret)
    AnnouncementFactory(show=secret, public_from=timezone.now() + timedelta(days=3))
    article = ArticleFactory(owner=writer)
    forged = {
        "seasons": [season.pk],
        "episodes": [EpisodeFactory(season=season, title="Canary Row").pk],
        "article_shows-TOTAL_FORMS": "1",
        "article_shows_0__show": secret.pk,
    }

    refused = save(client, change_url(article), **forged)

    assert refused.status_code == 200
    assert "Select a valid choice" in refused.text
    assert "Canary" not in refused.text


def test_what_an_editor_put_into_a_story_stays_in_a_writers_form(client, writer):
    secret = ShowFactory(title="Canary Wharf")
    AnnouncementFactory(show=secret, public_from=timezone.now() + timedelta(days=3))
    season = SeasonFactory(show=secret)
    article = ArticleFactory(owner=writer, shows=[secret], seasons=[season])

    save(client, change_url(article), headline="Typed")

    article.refresh_from_db()
    assert article.headline == "Typed"
    assert list(article.seasons.all()) == [season]
    assert [row.show for row in article.article_shows.all()] == [secret]
