import inspect
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing
from articles.admin.steps import STEPS as PAGES
from articles.logbook import log
from articles.models import Article, Claim, LogLine
from articles.models.log import Verb
from shows.models import Announcement
from tests.factories.articles import ArticleFactory
from tests.factories.authors import UserFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.embargoes import make_embargo
from tests.factories.shows import AnnouncementFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

LOG = "/admin/articles/logline/"
# They make versions, and the history tells of those.
TOLD_BY_THE_HISTORY = {"start", "save_version", "straighten", "mend_links"}
STEPS = sorted(
    name
    for name in publishing.__all__
    if inspect.isfunction(getattr(publishing, name))
    and "by" in inspect.signature(getattr(publishing, name)).parameters
    and name not in TOLD_BY_THE_HISTORY
)


def scheduled_version(article):
    return article.versions.get(live_from__gt=timezone.now())


def held():
    article = ArticleFactory()
    publishing.hold(article, by=make_editor(), reason="A letter from a lawyer.")
    return article


def killed():
    article = ArticleFactory()
    publishing.kill(article, by=make_editor(), reason="It was a hoax.")
    return article


def trusted():
    article = ArticleFactory(published=True)
    publishing.trust(article, by=make_editor(), writer=make_writer("trusted"))
    return article


def repeated():
    """One that says what another says."""
    ArticleFactory(published=True, slug="kept")
    return ArticleFactory(published=True)


def merged():
    article = ArticleFactory(published=True)
    kept = ArticleFactory(published=True)
    publishing.merge(article, by=make_editor(), into=kept)
    return article


def unsettled():
    article = ArticleFactory(published=True)
    Article.objects.filter(pk=article.pk).update(unsettled=[{"field": "body"}])
    return article


def flagged():
    """A guide with a sentence that news has made wrong since."""
    show = ShowFactory(title="All of Us Are Dead")
    season = SeasonFactory(show=show, number=2)
    article = ArticleFactory(
        kind=Article.Kind.EXPLAINER,
        shows=[show],
        body="<p>All of Us Are Dead season 2 has not been renewed.</p>",
        published=True,
    )
    AnnouncementFactory(show=show, season=season, kind="renewed")
    return article


def too_early():
    """A news story that went out before its news was recorded."""
    season = SeasonFactory(number=2)
    block = (
        f'<figure data-embed="facts" data-id="{season.show_id}" data-season="2">'
        "</figure>"
    )
    article = ArticleFactory(published=True, body=f"<p>It is dated.</p>{block}")
    AnnouncementFactory(
        show=season.show,
        season=season,
        kind="renewed",
        announced_on=timezone.localdate() - timedelta(days=1),
    )
    return article


def taken_down():
    article = ArticleFactory(published=True)
    publishing.unpublish(article, by=make_editor("remover"))
    return article


# How each step is taken: (a story that is ready for it, the step).
TAKEN = {
    "answer": (
        taken_down,
        lambda article, by: publishing.answer(article, by=by, then="soon"),
    ),
    "approve": (
        lambda: ArticleFactory(in_review=True),
        lambda article, by: publishing.approve(article, by=by),
    ),
    "cancel_schedule": (
        lambda: ArticleFactory(scheduled=True),
        lambda article, by: publishing.cancel_schedule(
            article, scheduled_version(article), by=by
        ),
    ),
    "change_address": (
        lambda: ArticleFactory(published=True),
        lambda article, by: publishing.change_address(article, "elsewhere", by=by),
    ),
    "confirm_still_true": (
        lambda: ArticleFactory(published=True),
        lambda article, by: publishing.confirm_still_true(article, by=by),
    ),
    "correct": (
        lambda: ArticleFactory(published=True),
        lambda article, by: publishing.correct(
            article, {"headline": "Right"}, by=by, notice="It was wrong."
        ),
    ),
    "delete": (ArticleFactory, lambda article, by: publishing.delete(article, by=by)),
    "distrust": (
        trusted,
        lambda article, by: publishing.distrust(
            article, by=by, writer=make_writer("trusted")
        ),
    ),
    "fix_live": (
        lambda: ArticleFactory(published=True),
        lambda article, by: publishing.fix_live(article, {"headline": "Right"}, by=by),
    ),
    "hold": (
        ArticleFactory,
        lambda article, by: publishing.hold(article, by=by, reason="A letter."),
    ),
    "kill": (
        ArticleFactory,
        lambda article, by: publishing.kill(article, by=by, reason="A hoax."),
    ),
    "knew_already": (
        too_early,
        lambda article, by: publishing.knew_already(
            article, Announcement.objects.get(), by=by
        ),
    ),
    "lift_hold": (held, lambda article, by: publishing.lift_hold(article, by=by)),
    "merge": (
        repeated,
        lambda article, by: publishing.merge(
            article, by=by, into=Article.objects.get(slug="kept")
        ),
    ),
    "part": (merged, lambda article, by: publishing.part(article, by=by)),
    "name_version": (
        ArticleFactory,
        lambda article, by: publishing.name_version(
            article, article.versions.first(), by=by, name="For the lawyer"
        ),
    ),
    "plan": (
        ArticleFactory,
        lambda article, by: publishing.plan(
            article, {"planned_for": (None, date(2030, 1, 2))}, by=by
        ),
    ),
    "publish": (ArticleFactory, lambda article, by: publishing.publish(article, by=by)),
    "put_under": (
        ArticleFactory,
        lambda article, by: publishing.put_under(article, make_embargo(), by=by),
    ),
    "read_still_true": (
        flagged,
        lambda article, by: publishing.read_still_true(
            article, Claim.objects.get(version__article=article).pk, by=by
        ),
    ),
    "request_changes": (
        lambda: ArticleFactory(in_review=True),
        lambda article, by: publishing.request_changes(
            article, by=by, message="Name the source."
        ),
    ),
    "restore": (
        ArticleFactory,
        lambda article, by: publishing.restore(
            article, article.versions.first(), by=by
        ),
    ),
    "retract": (
        lambda: ArticleFactory(published=True),
        lambda article, by: publishing.retract(article, by=by, notice="A hoax."),
    ),
    "revive": (killed, lambda article, by: publishing.revive(article, by=by)),
    "schedule": (
        ArticleFactory,
        lambda article, by: publishing.schedule(
            article, by=by, at=timezone.now() + timedelta(days=1)
        ),
    ),
    "settle": (unsettled, lambda article, by: publishing.settle(article, by=by)),
    "submit": (ArticleFactory, lambda article, by: publishing.submit(article, by=by)),
    "trust": (
        lambda: ArticleFactory(published=True),
        lambda article, by: publishing.trust(
            article, by=by, writer=make_writer("trusted")
        ),
    ),
    "unpublish": (
        lambda: ArticleFactory(published=True),
        lambda article, by: publishing.unpublish(article, by=by),
    ),
    "withdraw": (
        lambda: ArticleFactory(in_review=True),
        lambda article, by: publishing.withdraw(article, by=by),
    ),
}


@pytest.fixture
def writer(client):
    user = make_writer()
    client.force_login(user)
    return user


@pytest.fixture
def admin(client):
    user = UserFactory(admin=True, username="chief")
    client.force_login(user)
    return user


def lines(**filters):
    return LogLine.objects.filter(**filters)


# Every step


def test_it_is_known_how_every_step_is_taken():
    assert sorted(TAKEN) == STEPS


@pytest.mark.parametrize("name", STEPS)
def test_a_step_writes_one_line(name):
    ready, take = TAKEN[name]
    article = ready()
    key = article.pk
    before = lines().count()

    take(article, UserFactory(admin=True, username="chief"))

    assert lines().count() == before + 1
    line = lines().first()
    assert line.article_id == key
    assert line.by.username == "chief"
    assert not line.refused


# Outside a test's own transaction; all in one, for emptying the tables takes long.
@pytest.mark.django_db(transaction=True)
def test_every_refused_step_writes_one_line_though_it_is_rolled_back():
    outsider = UserFactory(staff=True, username="outsider")
    for name in STEPS:
        ready, take = TAKEN[name]
        article = ready()
        before = lines().count()

        with pytest.raises(PermissionDenied):
            take(article, outsider)

        assert lines().count() == before + 1, name
        assert lines().first().refused, name
        assert lines().first().by == outsider


def test_what_is_wrong_but_allowed_is_no_refused_attempt():
    with pytest.raises(ValidationError):
        publishing.retract(ArticleFactory(), by=make_editor(), notice="Never live.")

    assert not lines(refused=True)


@pytest.mark.django_db(transaction=True)
def test_every_forged_step_leaves_one_line(client):
    article = ArticleFactory(published=True, in_review=True)
    secret = ArticleFactory()
    other = make_writer("other")
    client.force_login(other)

    for story, status in ((article, 403), (secret, 404)):
        for name, page in PAGES.items():
            before = lines().count()

            url = f"/admin/articles/article/{story.pk}/{name}/"
            response = client.post(url, {"number": 1, "reason": "x", "notice": "x"})

            assert (name, response.status_code) == (name, status)
            assert (name, lines().count()) == (name, before + 1)
            line = lines().first()
            assert (line.verb, line.refused) == (page.verb, True)
            assert (line.article_id, line.by) == (story.pk, other)


@pytest.mark.django_db(transaction=True)
def test_a_forged_save_and_a_forged_deletion_leave_one_line_each(client):
    story = ArticleFactory(published=True, in_review=True)
    secret = ArticleFactory()
    client.force_login(make_writer("other"))
    LogLine.objects.all()._raw_delete("default")

    client.post(f"/admin/articles/article/{story.pk}/change/", {"headline": "Mine"})
    client.post(f"/admin/articles/article/{story.pk}/delete/", {"post": "yes"})
    client.post(f"/admin/articles/article/{secret.pk}/change/", {"headline": "Mine"})
    client.post(f"/admin/articles/article/{secret.pk}/delete/", {"post": "yes"})

    told = [(line.article_id, line.verb, line.refused) for line in lines()[::-1]]
    assert told == [
        (story.pk, Verb.SAVE, True),
        (story.pk, Verb.DELETE, True),
        (secret.pk, Verb.SAVE, True),
        (secret.pk, Verb.DELETE, True),
    ]


def test_looking_at_a_step_that_is_not_theirs_is_no_attempt(client, writer):
    story = ArticleFactory(published=True)

    assert client.get(f"/admin/articles/article/{story.pk}/kill/").status_code == 403
    assert not lines(refused=True)


# Append-only


def test_no_line_is_changed_or_deleted():
    ArticleFactory(published=True)
    line = lines().first()

    with pytest.raises(TypeError, match="append-only"):
        line.save()
    with pytest.raises(TypeError, match="append-only"):
        line.delete()
    with pytest.raises(TypeError, match="append-only"):
        lines().update(refused=True)
    with pytest.raises(TypeError, match="append-only"):
        lines().delete()


def test_the_log_outlives_the_story():
    article = ArticleFactory(headline="Never to be seen")
    key = article.pk

    publishing.delete(article, by=make_editor())

    assert lines(article_id=key).first().headline == "Never to be seen"


# On the story


def log_of(client, article):
    return client.get(f"/admin/articles/article/{article.pk}/log/")


def test_the_log_of_a_story_says_who_did_what_to_which_version(client, writer):
    with time_machine.travel("2030-05-01 09:30Z", tick=False):
        article = ArticleFactory(published=True)

    page = log_of(client, article).content.decode()

    assert "1 May 2030, 09:30 UTC" in page
    assert "<td>editor</td>" in page
    assert "published" in page
    assert "/preview/" in page


def test_a_refused_attempt_shows_the_name_and_the_deed_only(client, writer):
    article = ArticleFactory()
    LogLine.objects.create(
        article=article,
        verb=Verb.PUBLISH,
        by=make_writer("eager"),
        refused=True,
        detail="Only editors may change what readers see.",
    )

    page = log_of(client, article).content.decode()

    assert "tried to publish" in page
    assert "Refused" in page
    assert "Only editors" not in page


def test_the_log_of_a_story_is_for_whoever_may_see_it(client, writer):
    hidden = ArticleFactory(owner=make_writer("other"), headline="A secret wedding")

    response = log_of(client, hidden)

    assert response.status_code == 404
    assert b"wedding" not in response.content


@pytest.mark.parametrize("count", [1, 12])
def test_the_log_of_a_story_costs_the_same_however_long_it_is(
    client, writer, django_assert_num_queries, count
):
    article = ArticleFactory()
    for number in range(count):
        log(article, Verb.PLAN, by=make_writer(f"writer-{number}"))
        log(
            article,
            Verb.PUBLISH,
            by=make_editor(),
            version=article.versions.first(),
        )

    # Session, person, two for permissions, story, may they see it, lines, versions.
    with django_assert_num_queries(8):
        response = log_of(client, article)

    assert len(response.context["lines"]) == 2 * count


# For administrators


@pytest.fixture
def filled(admin):
    """A month of the desk: (story, deleted story)."""
    with time_machine.travel("2030-05-01 23:30Z", tick=False):
        story = ArticleFactory(headline="The wedding", published=True)
    with time_machine.travel("2030-05-02 00:30Z", tick=False):
        gone = ArticleFactory(headline="The divorce")
        publishing.plan(gone, {"planned_for": (None, date(2030, 6, 1))}, by=admin)
        publishing.delete(gone, by=admin)
    LogLine.objects.create(
        article=story, verb=Verb.KILL, by=make_writer("eager"), refused=True
    )
    return story


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["kill", "delete", "plan", "publish"]),
        ("verb__exact=delete", ["delete"]),
        ("refused__exact=1", ["kill"]),
        ("q=divorce", ["delete", "plan"]),
        ("since=2030-05-02&until=2030-05-02", ["delete", "plan"]),
        ("until=2030-05-01&refused__exact=0", ["publish"]),
        ("since=nonsense&by=nonsense", []),
        ("story=99999999999999999999", []),
    ],
)
def test_the_log_is_filtered(client, filled, query, found):
    response = client.get(f"{LOG}?{query}")

    listed = [line.verb for line in response.context["cl"].result_list]
    assert [
        verb for verb in listed if verb in {"kill", "delete", "plan", "publish"}
    ] == (found)


def test_the_log_is_filtered_by_person_and_by_story(client, filled, admin):
    def verbs(query):
        response = client.get(f"{LOG}?{query}")
        return [line.verb for line in response.context["cl"].result_list]

    assert verbs(f"by={admin.pk}") == ["delete", "plan"]
    assert verbs(f"story={filled.pk}") == ["kill", "publish"]


@pytest.mark.parametrize("role", [make_writer, make_editor])
def test_the_whole_log_is_for_administrators(client, role):
    article = ArticleFactory(headline="The wedding", published=True)
    client.force_login(role("somebody"))
    line = lines(article=article).first()

    for url in (LOG, f"{LOG}{line.pk}/change/", f"{LOG}?q=wedding"):
        response = client.get(url)
        assert response.status_code == 403
        assert b"wedding" not in response.content


@pytest.mark.parametrize("address", ["add/", "{}/change/", "{}/delete/", ""])
def test_not_even_an_administrator_writes_the_log(client, filled, address):
    line = lines().first()
    before = list(lines().values())

    response = client.post(
        LOG + address.format(line.pk),
        {
            "post": "yes",
            "action": "delete_selected",
            "_selected_action": [line.pk],
            "detail": "Rewritten",
            "refused": "",
        },
    )

    assert response.status_code in {200, 403}
    assert list(lines().values()) == before


@pytest.mark.parametrize("count", [1, 12])
def test_the_log_is_listed_without_counting_it(
    client, admin, django_assert_num_queries, count
):
    article = ArticleFactory()
    for number in range(count):
        log(article, Verb.PLAN, by=make_writer(f"writer-{number}"))

    # Session, person, lines, people for the filter.
    with django_assert_num_queries(4) as queries:
        client.get(LOG)

    assert "COUNT(" not in " ".join(query["sql"] for query in queries)
