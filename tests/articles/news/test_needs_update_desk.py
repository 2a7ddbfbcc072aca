from datetime import date

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article, StillTrue
from shows import facts
from shows.models import Proposal
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

DESK = "/admin/articles/article/needs-update/"
NOT_RENEWED = "<p>Low Tide has not been renewed for a second season.</p>"
SENTENCE = "Low Tide has not been renewed for a second season."


@pytest.fixture
def show():
    show = ShowFactory(title="Low Tide")
    for number in (1, 2):
        SeasonFactory(show=show, number=number)
    return show


def make_story(show, body=NOT_RENEWED, **more):
    more = {"kind": "explainer", "published": True} | more
    return ArticleFactory(shows=[show], body=body, **more)


def renewed(show):
    return AnnouncementFactory(
        show=show,
        season=show.seasons.get(number=2),
        kind="renewed",
        announced_on=date(2022, 6, 6),
        source_url="https://example.com/renewed",
    )


def entries(client, query=""):
    return client.get(DESK + query).context["entries"]


@pytest.fixture
def story(show):
    article = make_story(show, headline="What comes after Low Tide")
    renewed(show)
    return article


def test_the_desk_quotes_the_sentence_with_the_fact_and_its_source(client, story):
    client.force_login(make_editor())

    page = client.get(DESK).content.decode()

    for words in (
        "What comes after Low Tide",
        SENTENCE,
        "has been renewed",
        "https://example.com/renewed",
        "6 June 2022",
        "1 to look at",
    ):
        assert words in page


def test_the_first_screen_tells_what_is_wrong_and_leads_there(client, story):
    client.force_login(make_editor())

    response = client.get("/admin/")

    [column] = [c for c in response.context["columns"] if c.key == "wrong"]
    assert (column.count, column.more) == (1, DESK)
    assert f"“{SENTENCE}”" in column.rows[0].said
    assert f'href="{DESK}"' in response.content.decode()


def test_an_entry_opens_the_story_at_its_sentence(client, story):
    client.force_login(make_editor())
    [entry] = entries(client)

    response = client.get(entry.url)

    assert response.context["asked_flag"].sentence == SENTENCE
    assert "A sentence needs a reader" in response.content.decode()


def test_the_form_says_when_the_draft_has_put_it_right(client, story):
    client.force_login(make_editor())
    [entry] = entries(client)
    story.body = "<p>Nothing is claimed.</p>"
    story.save()
    publishing.save_version(story, by=story.owner)

    page = client.get(entry.url).content.decode()

    assert "The draft says it no longer" in page
    assert "Publish the draft" in client.get(DESK).content.decode()


def test_read_it_still_true_clears_it_and_comes_back_to_the_same_list(client, story):
    client.force_login(make_editor())
    [entry] = entries(client)

    response = client.post(
        f"{DESK}still-true/",
        {"article": story.pk, "claim": entry.claim.pk, "at_trouble": "wrong"},
    )

    assert response.url == f"{DESK}?trouble=wrong"
    assert entries(client) == []
    story.refresh_from_db()
    assert story.checked_at


def test_a_writer_sees_the_queue_but_may_not_clear_it(client, story):
    writer = make_writer("other")
    client.force_login(writer)
    [entry] = entries(client)
    assert not entry.may_confirm
    assert not entry.may_assign

    response = client.post(
        f"{DESK}still-true/", {"article": story.pk, "claim": entry.claim.pk}
    )

    assert response.status_code == 403
    assert not StillTrue.objects.exists()


def test_somebody_may_be_given_a_story(client, story):
    client.force_login(make_editor())
    writer = make_writer("given")

    client.post(
        f"{DESK}assign/", {"article": story.pk, "had": "", "assignee": writer.pk}
    )

    story.refresh_from_db()
    assert story.assignee == writer
    assert [e.article for e in entries(client, f"?assignee={writer.pk}")] == [story]
    # By somebody whose page was made before.
    response = client.post(
        f"{DESK}assign/", {"article": story.pk, "had": "", "assignee": ""}, follow=True
    )
    assert "while you were writing" in response.content.decode()
    story.refresh_from_db()
    assert story.assignee == writer


def test_its_writer_may_hand_a_story_on(client, story):
    client.force_login(story.owner)

    [entry] = entries(client)

    assert (entry.may_assign, entry.may_confirm) == (True, False)


@pytest.mark.parametrize("decision", ["accept", "refuse"])
def test_proposals_are_decided_there(client, show, decision):
    proposal = facts.propose(
        kind="renewed",
        show=show,
        season=show.seasons.get(number=2),
        source_name="TVmaze",
    )
    client.force_login(make_editor())
    [entry] = entries(client, "?trouble=proposal")

    client.post(
        f"{DESK}decide/",
        {"proposal": entry.proposal.pk, decision: "1", "certainty": "reported"},
    )

    proposal.refresh_from_db()
    if decision == "accept":
        assert proposal.announcement.certainty == "reported"
    else:
        assert proposal.state == Proposal.State.REFUSED
    assert entries(client, "?trouble=proposal") == []


def test_nobody_decides_without_the_right(client, show):
    proposal = facts.propose(
        kind="renewed",
        show=show,
        season=show.seasons.get(number=2),
        source_name="TVmaze",
    )
    client.force_login(make_writer())

    response = client.post(f"{DESK}decide/", {"proposal": proposal.pk, "accept": "1"})

    assert response.status_code in (403, 404)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.OPEN


@pytest.mark.parametrize(
    "query",
    ["?page=999", "?show=no", "?assignee=-1", "?trouble=nonsense", "?show=999999999"],
)
def test_a_strange_address_shows_the_list(client, story, query):
    client.force_login(make_editor())

    assert [entry.article for entry in entries(client, query)] == [story]


@pytest.mark.parametrize(
    "sent", [{}, {"article": "x"}, {"article": "9" * 40}, {"claim": "x"}]
)
@pytest.mark.parametrize("verb", ["still-true", "assign", "decide"])
def test_what_was_forged_is_answered_calmly(client, story, verb, sent):
    client.force_login(make_editor())

    assert client.post(f"{DESK}{verb}/", sent).status_code in (302, 404)


@pytest.mark.parametrize("count", [1, 12])
def test_the_desk_costs_the_same_however_much_there_is(
    client, show, count, django_assert_max_num_queries
):
    for number in range(count):
        make_story(show, headline=f"Story {number}")
    renewed(show)
    for number in range(count):
        facts.propose(kind="cancelled", show=show, source_name=f"Source {number}")
    client.force_login(make_editor())
    client.get(DESK)

    with django_assert_max_num_queries(14):
        response = client.get(DESK)

    assert len(response.context["entries"]) == 2 * count


def test_the_desk_of_a_day_without_trouble_says_so(client):
    client.force_login(make_editor())

    assert "Everything that readers see agrees" in client.get(DESK).content.decode()


def test_news_of_now_is_on_the_form_of_an_unpublished_story(client, show):
    story = make_story(show, kind="news", published=False)
    renewed(show)
    client.force_login(make_editor())

    page = client.get(f"/admin/articles/article/{story.pk}/change/").content.decode()

    assert "A sentence needs a reader" in page
    assert Article.objects.get() == story
    assert timezone.now()
