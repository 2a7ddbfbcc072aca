from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import publishing
from articles.models import Article
from articles.search.findable import authors, people, seasons, shows, standing
from shows.models import CatalogueRecord
from tests.factories.articles import ArticleFactory
from tests.factories.authors import AuthorFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory
from tests.factories.shows import PersonFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

NOINDEX = '<meta name="robots" content="noindex">'
REPORT = "/admin/articles/article/search-report/"


def page_of(article):
    return f"/admin/articles/article/{article.pk}/search-engines/"


def imported(**kwargs):
    show = ShowFactory(**kwargs)
    CatalogueRecord.objects.create(
        source="tvmaze",
        key=str(show.pk),
        show=show,
        digest="",
        written={"synopsis": "As the catalogue has it."},
    )
    return show


# Which pages are listed at all


@pytest.mark.parametrize(
    ("make", "rows", "related"),
    [
        (lambda: ShowFactory(), shows, "shows"),
        (lambda: imported(synopsis="As the catalogue has it."), shows, "shows"),
        (lambda: SeasonFactory(), seasons, "seasons"),
        (lambda: PersonFactory(), people, "people"),
    ],
)
def test_a_page_of_the_catalogue_is_listed_once_we_wrote_about_it(
    client, make, rows, related
):
    subject = make()
    ArticleFactory(scheduled=True, **{related: [subject]})

    assert NOINDEX in client.get(subject.get_absolute_url()).content.decode()
    assert list(rows(timezone.now())) == []

    ArticleFactory(published=True, **{related: [subject]})

    assert NOINDEX not in client.get(subject.get_absolute_url()).content.decode()
    assert list(rows(timezone.now())) == [subject]


@pytest.mark.parametrize(
    ("make", "rows"),
    [
        (lambda: ShowFactory(synopsis="In our words."), shows),
        (lambda: imported(synopsis="In our words."), shows),
        (lambda: SeasonFactory(synopsis="In our words."), seasons),
        (lambda: PersonFactory(biography="In our words."), people),
    ],
)
def test_a_page_in_our_own_words_is_listed(client, make, rows):
    subject = make()

    assert NOINDEX not in client.get(subject.get_absolute_url()).content.decode()
    assert list(rows(timezone.now())) == [subject]


@pytest.mark.parametrize(
    ("profile", "is_listed"),
    [
        ({"biography": "Joins us in May."}, False),
        ({"biography": "Edits it all.", "desk": "editors"}, True),
        ({"biography": "Edited it.", "desk": "editors", "is_active": False}, False),
        ({"desk": "editors"}, False),
    ],
)
def test_a_profile_is_listed_once_readers_may_meet_its_author(
    client, profile, is_listed
):
    author = AuthorFactory(**profile)

    html = client.get(author.get_absolute_url()).content.decode()
    assert (NOINDEX not in html) is is_listed
    assert list(authors(timezone.now())) == [author] * is_listed

    ArticleFactory(published=True, authors=[author])

    html = client.get(author.get_absolute_url()).content.decode()
    assert NOINDEX not in html
    assert list(authors(timezone.now())) == [author]


def test_the_stories_of_a_show_without_any_are_not_listed(client):
    show = ShowFactory(synopsis="Ours.")

    html = client.get(f"/shows/{show.slug}/articles/").content.decode()

    assert NOINDEX in html


def test_a_season_leads_to_its_guide(client):
    season = SeasonFactory()
    guide = {"kind": Article.Kind.EXPLAINER, "seasons": [season], "published": True}
    ArticleFactory(headline="The ending explained", question="ending", **guide)
    ArticleFactory(headline="All that is known", question="known", **guide)

    html = client.get(season.get_absolute_url()).content.decode()

    start = html.index('class="show-head__guide"')
    assert "All that is known" in html[start : start + 300]


# One story


def test_the_desk_is_told_that_and_until_when_a_story_is_news(client):
    article = ArticleFactory(published=True)
    client.force_login(make_writer())

    html = client.get(page_of(article)).content.decode()

    assert "In it</strong> until" in html
    assert "&quot;NewsArticle&quot;" in html


@pytest.mark.parametrize(
    ("state", "because"),
    [
        ({}, "Readers cannot see the story."),
        ({"scheduled": True}, "It goes out on"),
        ({"retracted": True}, "The story is retracted"),
        ({"expired": True}, "Readers cannot see the story."),
        (
            {"published_at": timezone.now() - timedelta(days=3)},
            "It was first published on",
        ),
    ],
)
def test_the_desk_is_told_why_a_story_is_no_news(client, state, because):
    article = ArticleFactory(**state)
    client.force_login(make_editor())

    html = client.get(page_of(article)).content.decode()

    assert because in html
    assert "Not in it." in html


def test_a_scheduled_story_is_shown_as_it_will_be(client):
    article = ArticleFactory(scheduled=True, headline="Tomorrow")
    client.force_login(make_editor())

    html = client.get(page_of(article)).content.decode()

    assert "which goes out on" in html
    assert "&quot;headline&quot;: &quot;Tomorrow&quot;" in html


def test_a_small_picture_and_a_lonely_story_are_remarked_on():
    small = ImageFactory(
        without_files=True, width=600, rendition_sizes={"social": [[600, 315]]}
    )
    article = ArticleFactory(published=True, lead_image=small, headline="Twice")
    ArticleFactory(published=True, headline="twice")

    advice = " ".join(standing(article, timezone.now()).advice)

    assert "600 pixels wide" in advice
    assert "No other story leads to it." in advice
    assert "Another story has the same title: “twice”." in advice


def test_a_story_that_another_leads_to_is_not_lonely():
    article = ArticleFactory(published=True)
    ArticleFactory(
        published=True,
        body=f'<p><a href="{article.get_absolute_url()}">Before that</a></p>',
    )

    assert not standing(article, timezone.now()).advice


def test_nobody_learns_of_a_draft_that_is_not_theirs(client):
    article = ArticleFactory(headline="Secret", owner=make_editor())
    client.force_login(make_writer("other"))

    assert client.get(page_of(article)).status_code == 404


# All of them


def test_the_report_names_what_is_alike_silent_or_alone(client):
    ArticleFactory(published=True, headline="Alike", standfirst="")
    ArticleFactory(published=True, headline="Other", seo_title="alike")
    ArticleFactory(headline="A secret draft")
    client.force_login(make_writer())

    response = client.get(REPORT)

    report = response.context["report"]
    (group,) = report.same_titles
    assert {version.headline for version in group} == {"Alike", "Other"}
    assert [each.headline for each in report.without_description.stories] == ["Alike"]
    assert len(report.unlinked.stories) == 2
    assert "A secret draft" not in response.content.decode()


def test_the_report_looks_back_as_far_as_it_is_asked(client):
    ArticleFactory(published_at=timezone.now() - timedelta(days=500))
    client.force_login(make_editor())

    assert client.get(REPORT).context["report"].is_empty
    assert not client.get(f"{REPORT}?period=all").context["report"].is_empty


def test_what_was_taken_down_leaves_the_report(client):
    article = ArticleFactory(published=True)
    publishing.unpublish(article, by=make_editor())
    client.force_login(make_editor())

    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert client.get(REPORT).context["report"].is_empty


@pytest.mark.parametrize("count", [1, 12])
def test_the_report_costs_the_same_however_much_it_finds(
    client, django_assert_max_num_queries, count
):
    for n in range(count):
        ArticleFactory(published=True, headline=f"Pair {n}", standfirst="")
        ArticleFactory(published=True, headline=f"Pair {n}", standfirst="")
    client.force_login(make_editor())

    # Session, user, permissions (3); titles, their stories, silent and lonely ones.
    with django_assert_max_num_queries(8):
        assert client.get(REPORT).status_code == 200
