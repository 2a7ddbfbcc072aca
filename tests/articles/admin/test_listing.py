from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article, DeskEntry
from articles.search.at_the_desk import matching, phrases
from tests.factories.articles import ArticleFactory, BylineAuthorFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import PersonFactory, ShowFactory

pytestmark = pytest.mark.django_db


def found(typed):
    return {str(story) for story in matching(Article.objects.all(), typed)}


# What a search finds


def test_a_story_is_found_by_headline_body_show_person_and_byline():
    ArticleFactory(
        headline="Everything we know",
        body="<p>A dollhouse <b>burns</b> down.</p>",
        shows=[ShowFactory(title="Squid Game")],
        people=[PersonFactory(name="Lee Jung-jae")],
        authors=[BylineAuthorFactory(name="Zoë Quill")],
    )
    ArticleFactory(headline="Another story")

    for typed in ("everything", "burns", "squid", "Jung", "zoe quill"):
        assert found(typed) == {"Everything we know"}, typed


def test_every_word_has_to_be_somewhere_and_may_be_half_typed():
    ArticleFactory(headline="A finale", shows=[ShowFactory(title="Squid Game")])
    ArticleFactory(headline="A finale", shows=[ShowFactory(title="Hellbound")])

    assert len(matching(Article.objects.all(), "squ fina")) == 1
    assert found("squ nowhere") == set()


def test_quoted_words_stand_beside_each_other():
    ArticleFactory(headline="Next", body="<p>The next season begins.</p>")
    ArticleFactory(headline="Apart", body="<p>Next time the season begins.</p>")

    assert found("next season") == {"Next", "Apart"}
    assert found('"next season"') == {"Next"}
    assert found("“next season”") == {"Next"}


def test_accents_capitals_and_half_typed_syllables_make_no_difference():
    ArticleFactory(headline="Ça n’a rien à voir", body="<p>오징어 게임</p>")

    assert found("ca RIEN") == {"Ça n’a rien à voir"}
    assert found("오징") == {"Ça n’a rien à voir"}


@pytest.mark.parametrize(
    "typed",
    ['"', "*", "a OR b", "NOT", "x:*", "') --", "\\", "\0", "&|!", '"" ""', "^"],
)
def test_signs_are_no_commands_to_the_index(typed):
    ArticleFactory(headline="A story")

    assert found(typed) <= {"A story"}


def test_a_save_is_found_at_once_and_what_it_replaced_no_more():
    article = ArticleFactory(headline="Before")
    content = article.versions.first().content

    publishing.save_version(article, content | {"headline": "After"}, by=article.owner)

    assert found("before") == set()
    assert found("after") == {"After"}


def test_a_renamed_show_is_found_by_its_new_name():
    show = ShowFactory(title="Squid Game")
    ArticleFactory(headline="A finale", shows=[show])

    show.title = "Round Six"
    show.save()

    assert found("round six") == {"A finale"}


def test_a_story_is_found_by_the_initials_of_its_show():
    show = ShowFactory(title="Orange Is the New Black")
    ArticleFactory(headline="A finale", shows=[show])

    assert found("oitnb finale") == {"A finale"}
    # Half of them are none.
    assert found("oit") == set()


def test_a_deleted_story_leaves_the_index():
    article = ArticleFactory(headline="Unwanted")

    publishing.delete(article, by=make_editor())

    assert found("unwanted") == set()
    assert not DeskEntry.objects.exists()


def test_a_pasted_address_leads_to_its_story():
    article = ArticleFactory(headline="A story with an address")

    assert found(f"https://news.test/articles/{article.slug}/") == {str(article)}


def test_phrases_are_the_longest_first():
    assert phrases('Squid "Next Season" squid') == ["next season", "squid"]


def test_a_misspelling_is_told_by_the_words_of_stories_one_may_see(client):
    ShowFactory(title="Bridgerton")
    ArticleFactory(headline="Bridgerton returns", owner=make_writer("other"))
    client.force_login(make_writer())

    text = client.get(LIST, {"q": "brigerton"}).text
    assert "Did you mean" not in text

    ArticleFactory(headline="My Bridgerton draft", owner=make_writer())
    text = client.get(LIST, {"q": "brigerton"}).text
    assert "?q=bridgerton" in text


@pytest.mark.parametrize("common", [1, 100])
def test_common_and_rare_words_find_the_same(common, monkeypatch):
    """Whichever way the question is asked."""
    monkeypatch.setattr("articles.search.at_the_desk.COMMON", common)
    show = ShowFactory(title="The Season")
    ArticleFactory(headline="The finale of the season", body="<p>Over.</p>")
    ArticleFactory(headline="A finale", shows=[show], body="<p>Over.</p>")
    ArticleFactory(headline="The season", body="<p>Over.</p>")

    both = {"The finale of the season", "A finale"}
    assert found("season finale") == both
    assert found("the season finale over") == both
    assert found('"the season" finale') == both
    assert found("season nowhere") == set()


# What an entry says about windows


def test_an_entry_says_whether_readers_see_the_latest():
    article = ArticleFactory(published=True)
    assert article.desk_entry.newest_window == 1
    assert not DeskEntry.objects.get().has_changes

    content = article.versions.first().content
    publishing.save_version(article, content | {"headline": "New"}, by=article.owner)
    assert DeskEntry.objects.get().has_changes

    publishing.publish(article, by=make_editor())
    assert not DeskEntry.objects.get().has_changes


# The list

LIST = "/admin/articles/article/"


def listed(client, **asked):
    response = client.get(LIST, asked)
    assert response.status_code == HTTPStatus.OK
    return [str(story) for story in response.context["cl"].result_list]


def test_a_search_finds_no_draft_of_another_writer(client):
    ArticleFactory(headline="A secret draft", owner=make_writer("other"))
    ArticleFactory(headline="My secret draft", owner=make_writer())
    client.force_login(make_writer())

    assert listed(client, q="secret") == ["My secret draft"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "review"}, ["The one"]),
        ({"show": "squid"}, ["The one"]),
        ({"due": "overdue"}, ["The one"]),
        ({"due": "week"}, []),
        ({"desk": "held"}, ["The one"]),
        ({"q": "other", "kind": "review"}, []),
        ({"p": "999"}, []),
    ],
)
def test_filters_narrow_the_list(client, filters, found):
    editor = make_editor()
    ArticleFactory(headline="The other")
    article = ArticleFactory(
        headline="The one", kind="review", shows=[ShowFactory(title="Squid Game")]
    )
    due = timezone.now() - timedelta(hours=1)
    publishing.plan(article, {"due_at": (None, due)}, by=editor)
    publishing.hold(article, by=editor, reason="A letter")
    client.force_login(editor)

    assert listed(client, **filters) == found


def test_people_and_sections_are_chosen_by_their_keys(client):
    editor, writer = make_editor(), make_writer("somebody")
    article = ArticleFactory(headline="The one", owner=writer)
    publishing.plan(article, {"assignee": (None, editor)}, by=editor)
    ArticleFactory(headline="The other")
    client.force_login(editor)

    assert listed(client, owner=writer.pk) == ["The one"]
    assert listed(client, assignee=editor.pk) == ["The one"]
    assert len(listed(client, section=article.section_id)) == 2


@pytest.mark.parametrize(
    "junk",
    [
        {"owner": "x"},
        {"section": "9" * 40},
        {"state": "asleep"},
        {"desk": "chair"},
        {"due": "never"},
    ],
)
def test_a_filter_that_does_not_exist_is_refused_quietly(client, junk):
    client.force_login(make_editor())

    assert client.get(LIST, junk).status_code == HTTPStatus.FOUND


def test_a_row_says_what_is_wrong_in_words(client):
    editor = make_editor()
    article = ArticleFactory(in_review=True)
    due = timezone.now() - timedelta(days=2)
    publishing.plan(
        article, {"due_at": (None, due), "assignee": (None, editor)}, by=editor
    )
    client.force_login(editor)

    text = client.get(LIST).content.decode().replace("\xa0", " ")

    assert "In review" in text
    assert "Overdue by 2 days" in text
    assert "for editor" in text


def test_pages_follow_each_other_without_a_count(client, monkeypatch):
    monkeypatch.setattr("articles.admin.listing.StoryList.list_per_page", 2)
    for number in range(5):
        ArticleFactory(headline=f"Story {number}")
    client.force_login(make_editor())

    first = client.get(LIST).context["cl"]
    second = client.get(LIST + first.older_url).context["cl"]
    third = client.get(LIST + second.older_url).context["cl"]

    assert [len(cl.result_list) for cl in (first, second, third)] == [2, 2, 1]
    assert not third.older_url
    assert not first.newer_url


@pytest.mark.parametrize("count", [2, 20])
@pytest.mark.parametrize("asked", [{}, {"q": "story"}, {"state": "in_review"}])
def test_the_list_costs_the_same_and_counts_nothing(
    client, asked, count, django_assert_max_num_queries
):
    client.force_login(make_editor())
    for number in range(count):
        ArticleFactory(
            headline=f"Story {number}", in_review=True, shows=[ShowFactory()]
        )

    with django_assert_max_num_queries(14) as queries:
        client.get(LIST, asked)

    assert not [q for q in queries.captured_queries if "COUNT(" in q["sql"].upper()]
