import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.choosers import views as chooser_views
from articles.models import Article, Version, VersionName
from authors.models import User
from images.search import word_starts
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory
from tests.factories.shows import SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

URLS = [
    "/admin/choosers/shows/",
    "/admin/choosers/stories/",
    "/admin/choosers/embeds/",
    "/admin/choosers/tags/",
    "/admin/choosers/subjects/",
    "/admin/choosers/usual-parts/",
]


@pytest.fixture
def as_writer(client):
    client.force_login(make_writer())
    return client


@pytest.fixture
def as_editor(client):
    client.force_login(make_editor())
    return client


def titles(response):
    assert response.status_code == 200
    return [result["title"] for result in response.json()["results"]]


# Who may ask


@pytest.mark.parametrize("url", URLS)
def test_only_the_desk_gets_an_answer(client, url):
    anonymous = client.get(url)
    reader = User.objects.create_user("reader")
    client.force_login(reader)
    no_staff = client.get(url)

    assert anonymous.status_code == no_staff.status_code == 403
    assert anonymous.json() == {"error": "Please log in again; your session has ended."}


@pytest.mark.parametrize("url", [*URLS[:2], URLS[3]])
def test_staff_without_a_role_may_not_choose(client, url):
    client.force_login(User.objects.create_user("temp", is_staff=True))

    assert client.get(url).status_code == 403


@pytest.mark.parametrize("url", URLS)
def test_nothing_is_posted_here(as_writer, url):
    assert as_writer.post(url).status_code == 405


@pytest.mark.parametrize("url", URLS)
def test_answers_are_not_kept_by_any_cache(as_writer, url):
    assert "no-store" in as_writer.get(url)["Cache-Control"]


# Shows


def test_shows_are_found_by_any_word_of_any_title(as_writer):
    ShowFactory(
        title="All of Us Are Dead", original_title="지금 우리 학교는", year=2022
    )
    ShowFactory(title="The Bear")

    found = as_writer.get(URLS[0], {"q": "us are"})

    assert titles(found) == ["All of Us Are Dead"]
    assert found.json()["results"][0]["detail"] == "Series, 2022"
    assert titles(as_writer.get(URLS[0], {"q": "우리"})) == ["All of Us Are Dead"]
    assert titles(as_writer.get(URLS[0], {"q": "zzz"})) == []


def test_without_words_the_newest_shows_are_offered(as_writer):
    for number in range(25):
        ShowFactory(title=f"Show {number}")

    found = as_writer.get(URLS[0])

    assert titles(found)[:2] == ["Show 24", "Show 23"]
    assert len(titles(found)) == 20
    assert found.json()["more"] is True


def test_merged_shows_are_not_offered(as_writer):
    kept = ShowFactory(title="Severance")
    merged = ShowFactory(title="Severence")
    merged.merged_into = kept
    merged.save()

    assert titles(as_writer.get(URLS[0], {"q": "seve"})) == ["Severance"]


# Stories


def test_writers_are_offered_what_is_live_and_nothing_else(as_writer):
    live = ArticleFactory(headline="Canary is live", published=True)
    ArticleFactory(headline="Canary in a draft")
    ArticleFactory(headline="Canary to come", scheduled=True)
    ArticleFactory(headline="Canary expired", expired=True)
    ArticleFactory(headline="Canary retracted", retracted=True)
    ArticleFactory(headline="Canary in review", in_review=True)

    for query in ({"q": "canary"}, {}):
        found = as_writer.get(URLS[1], query)
        assert titles(found) == ["Canary is live"]
        assert found.json()["results"][0]["id"] == live.pk


def test_editors_are_offered_what_is_scheduled_too(as_editor):
    ArticleFactory(headline="Canary is live", published=True)
    ArticleFactory(headline="Canary in a draft")
    ArticleFactory(headline="Canary to come", scheduled=True)

    found = as_editor.get(URLS[1], {"q": "canary"})

    assert titles(found) == ["Canary to come", "Canary is live"]
    assert "scheduled for" in found.json()["results"][0]["detail"]


def test_a_scheduled_change_of_a_live_story_does_not_show_its_headline(as_editor):
    story = ArticleFactory(headline="Known headline", published=True)
    story.headline = "Embargoed headline"
    story.save()
    publishing.save_version(story, by=make_editor())
    publishing.schedule(story, by=make_editor(), at=timezone.now() + timedelta(days=1))

    assert titles(as_editor.get(URLS[1], {"q": "headline"})) == ["Known headline"]


def test_every_word_must_begin_some_word_of_the_headline(as_writer):
    ArticleFactory(headline="When does Severance come back?", published=True)
    ArticleFactory(headline="Severance, reviewed", published=True)

    assert titles(as_writer.get(URLS[1], {"q": "sev com"})) == [
        "When does Severance come back?"
    ]
    assert titles(as_writer.get(URLS[1], {"q": "ome"})) == []


def test_old_stories_are_found_by_their_names(as_writer, monkeypatch):
    old = timezone.now() - timedelta(days=900)
    ArticleFactory(headline="Severance begins", published_at=old)
    ArticleFactory(headline="Something newer", published=True)
    monkeypatch.setattr(chooser_views, "RECENT", 1)

    assert titles(as_writer.get(URLS[1], {"q": "severance"})) == ["Severance begins"]


@pytest.mark.parametrize(
    "typed", ["%", "_", "' OR 1=1 --", "x" * 10_000, "a " * 500, "\ud83d", "()*"]
)
@pytest.mark.parametrize("url", [*URLS[:2], URLS[3]])
def test_anything_may_be_typed(as_writer, url, typed):
    typed = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    assert as_writer.get(url, {"q": typed}).status_code == 200


# Embeds


def test_a_merged_story_is_described_as_the_one_that_was_kept(as_editor):
    kept = ArticleFactory(headline="Kept", published=True)
    merged = ArticleFactory(headline="Merged", published=True)
    publishing.merge(merged, into=kept, by=make_editor("chief"))

    said = as_editor.get("/admin/choosers/embeds/", {"article": merged.pk}).json()

    assert said["article"][str(merged.pk)]["title"] == "Kept"


def test_what_a_body_points_at_is_described(as_writer):
    show = ShowFactory(title="Severance", year=2022)
    story = ArticleFactory(headline="When is it back?", published=True)
    image = ImageFactory(title="A red room", caption="From the library")

    asked = {"show": show.pk, "article": story.pk, "picture": image.pk}
    said = as_writer.get(URLS[2], asked).json()

    assert said["show"][str(show.pk)]["title"] == "Severance"
    assert said["article"][str(story.pk)]["title"] == "When is it back?"
    picture = said["picture"][str(image.pk)]
    assert (picture["title"], picture["caption"]) == ("A red room", "From the library")
    assert picture["thumb"].endswith(".jpg")
    assert "warning" not in json.dumps(said)


def test_what_readers_do_not_see_is_said_without_names(as_writer):
    draft = ArticleFactory(headline="Canary", owner=make_writer("other"))
    scheduled = ArticleFactory(headline="Canary", scheduled=True)
    ended = ImageFactory(rights_end_on=timezone.localdate() - timedelta(days=1))
    asked = {
        "article": f"{draft.pk},{scheduled.pk},987",
        "show": "999",
        "picture": f"{ended.pk},998",
    }

    response = as_writer.get(URLS[2], asked)

    said = response.json()
    assert "Canary" not in response.content.decode()
    assert all(
        description["warning"]
        for kind in said.values()
        for description in kind.values()
    )
    assert "rights have ended" in said["picture"][str(ended.pk)]["warning"]
    # A draft, a scheduled story and one that never was look the same.
    assert len({json.dumps(each) for each in said["article"].values()}) == 1


def test_editors_see_which_scheduled_story_is_meant(as_editor):
    scheduled = ArticleFactory(headline="To come", scheduled=True)

    said = as_editor.get(URLS[2], {"article": scheduled.pk}).json()

    described = said["article"][str(scheduled.pk)]
    assert described["title"] == "To come"
    assert described["warning"].startswith("Readers see this from")


@pytest.mark.parametrize(
    "ids", ["12abc", "+12", " 12", "-1", "0", "1e3", "9" * 30, "１２"]
)
def test_what_cannot_be_a_number_of_an_embed_is_refused(as_writer, ids):
    response = as_writer.get(URLS[2], {"show": ids})

    assert response.status_code == 400
    assert response.json() == {"error": "An embed has a number that cannot be one."}


def test_asking_for_too_many_is_refused(as_writer):
    response = as_writer.get(URLS[2], {"show": ",".join(map(str, range(1, 502)))})

    assert response.status_code == 400


# What it costs


def many_stories(count):
    """Versions with a window, made without the steps, which take long."""
    owner = make_writer()
    now = timezone.now()
    articles = Article.objects.bulk_create(
        Article(owner=owner, slug=f"story-{n}", headline=f"Severance {n}")
        for n in range(count)
    )
    versions = Version.objects.bulk_create(
        Version(
            article=article,
            number=1,
            by=owner,
            content={},
            kind="news",
            headline=article.headline,
            live_from=now - timedelta(days=1),
            published_at=now - timedelta(days=1),
            updated_at=now - timedelta(days=1),
        )
        for article in articles
    )
    VersionName.objects.bulk_create(
        VersionName(version=version, key=key)
        for version in versions
        for key in word_starts(version.headline)
    )


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("typed", ["", "sev", "severance 1", "nothing"])
def test_choosing_costs_at_most_three_queries_however_much_there_is(
    as_editor, django_assert_max_num_queries, count, typed
):
    many_stories(count)
    for number in range(count):
        ShowFactory(title=f"Severance {number}")

    # Session, user, permissions of the user and of the groups; then three.
    with django_assert_max_num_queries(4 + 3):
        as_editor.get(reverse("choosers:stories"), {"q": typed})
    with django_assert_max_num_queries(4 + 3):
        as_editor.get(reverse("choosers:shows"), {"q": typed})


@pytest.mark.parametrize("count", [1, 40])
def test_describing_costs_one_query_for_each_kind(
    as_editor, django_assert_max_num_queries, count
):
    many_stories(count)
    ids = ",".join(map(str, Article.objects.values_list("pk", flat=True)))
    shows = ",".join(str(ShowFactory().pk) for _ in range(count))
    pictures = ",".join(str(ImageFactory(without_files=True).pk) for _ in range(count))

    # Who asks and what they may; the kinds, and which stories were merged.
    with django_assert_max_num_queries(4 + 3 + 1):
        response = as_editor.get(
            URLS[2], {"article": ids, "show": shows, "picture": pictures}
        )

    assert {len(said) for said in response.json().values()} == {count}


# Tags


def names(response):
    return response.json()["results"]


def test_tags_in_use_are_found_by_their_beginning(as_writer):
    ArticleFactory(tags=["Release dates", "Zombies"], published=True)

    assert names(as_writer.get("/admin/choosers/tags/?q=rel")) == ["Release dates"]
    assert names(as_writer.get("/admin/choosers/tags/?q=RELEASE D")) == [
        "Release dates"
    ]
    assert names(as_writer.get("/admin/choosers/tags/?q=")) == []


def test_a_tag_of_a_hidden_draft_is_offered_to_nobody_else(as_writer):
    ArticleFactory(tags=["Secret wedding"], owner=make_writer("other"))

    assert names(as_writer.get("/admin/choosers/tags/?q=secret")) == []


@pytest.mark.parametrize("typed", ["%", "'", "x" * 5000, "지금", "\\"])
def test_the_tag_chooser_takes_anything_typed(as_writer, typed):
    assert as_writer.get("/admin/choosers/tags/", {"q": typed}).status_code == 200


# Blocks from facts


def test_subjects_are_shows_with_their_seasons_newest_first(client):
    client.force_login(make_writer())
    show = ShowFactory(title="All of Us Are Dead")
    for number in (1, 2):
        SeasonFactory(show=show, number=number)

    answer = client.get("/admin/choosers/subjects/", {"q": "us are"}).json()

    assert [(each["season"], each["title"]) for each in answer["results"]] == [
        ("", "All of Us Are Dead"),
        ("2", "All of Us Are Dead, season 2"),
        ("1", "All of Us Are Dead, season 1"),
    ]


def test_a_number_finds_the_season(client):
    client.force_login(make_writer())
    show = ShowFactory(title="All of Us Are Dead")
    for number in (1, 2):
        SeasonFactory(show=show, number=number)

    answer = client.get("/admin/choosers/subjects/", {"q": "all of us 2"}).json()

    assert [each["season"] for each in answer["results"]] == ["2"]


def test_a_number_may_belong_to_the_title(client):
    client.force_login(make_writer())
    ShowFactory(title="Apollo 13", film=True)

    answer = client.get("/admin/choosers/subjects/", {"q": "apollo 13"}).json()

    assert [each["title"] for each in answer["results"]] == ["Apollo 13"]


def test_what_the_story_is_about_stands_first(client):
    client.force_login(make_writer())
    show = ShowFactory(title="Old")
    first, second = (SeasonFactory(show=show, number=number) for number in (1, 2))
    ShowFactory(title="New")

    query = {"show": show.pk, "season": [first.pk, "x", 999]}
    answer = client.get("/admin/choosers/subjects/", query).json()

    assert [each["title"] for each in answer["results"]] == [
        "Old, season 1",
        "Old",
        "Old, season 2",
        "New",
    ]
    assert second.number == 2


def test_subjects_cost_the_same_for_one_show_and_for_twenty(
    client, django_assert_max_num_queries
):
    client.force_login(make_writer())
    for _ in range(20):
        SeasonFactory(show=ShowFactory(title="Alike"))

    with django_assert_max_num_queries(6):
        answer = client.get("/admin/choosers/subjects/", {"q": "alike"}).json()

    assert len(answer["results"]) == 40


def test_the_editor_is_told_what_a_block_says(client):
    client.force_login(make_writer())
    season = SeasonFactory(show=ShowFactory(title="Severance"), number=2)

    key = f"{season.show_id}.2"
    answer = client.get("/admin/choosers/embeds/", {"cast": f"{key},999"}).json()

    assert answer["cast"][key]["title"] == "Severance, season 2"
    assert answer["cast"][key]["detail"].startswith("Nobody has been announced")
    assert answer["cast"]["999"]["warning"]
    assert "title" not in answer["cast"]["999"]


def test_a_block_that_cannot_be_one_is_refused(client):
    client.force_login(make_writer())

    for key in ("1.02", "1.", "x", "1.2.3"):
        answer = client.get("/admin/choosers/embeds/", {"cast": key})
        assert answer.status_code == 400
