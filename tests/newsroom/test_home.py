from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import layouts
from articles.layouts import content as contents
from articles.models import Front, Version
from tests.factories.articles import ArticleFactory, BylineAuthorFactory, SectionFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory
from tests.factories.shows import AnnouncementFactory, PlatformFactory, ShowFactory

pytestmark = pytest.mark.django_db


def publish(number, **kwargs):
    kwargs.setdefault("published_at", timezone.now() - timedelta(hours=number + 1))
    if kwargs.get("kind") == "review":
        kwargs |= {"rating": "4.5", "verdict": "Good."}
    return ArticleFactory(**kwargs)


def home(at=None):
    return layouts.compose(Front(is_home=True), at or timezone.now())


def titled(front, title):
    slot = next(slot for slot in front.slots if slot.title == title)
    return [each.version.article for each in slot.stories]


def test_an_empty_newsroom_still_has_a_front_page(client):
    response = client.get("/")

    assert response.status_code == 200
    assert b"still being written" in response.content


def test_no_story_stands_in_two_places():
    for number in range(30):
        kind = ["news", "explainer", "review", "list"][number % 4]
        section = SectionFactory(name=["TV", "Film"][number % 2])
        publish(number, kind=kind, section=section)

    front = home()
    stories = front.stories

    assert len(stories) == len(set(stories))
    assert len(stories) > 20


def test_the_newest_story_with_a_picture_leads():
    unpictured = publish(1)
    pictured = publish(2, lead_image=ImageFactory())
    publish(3, lead_image=ImageFactory())
    unpictured.versions.update(lead_image=None)

    front = home()

    assert front.lead.article == pictured


def test_without_any_picture_the_newest_story_leads():
    newest = publish(1)
    publish(2)
    Version.objects.update(lead_image=None)

    assert home().lead.article == newest


def test_guides_and_reviews_have_places_of_their_own():
    for number in range(6):
        publish(number)
    guide = publish(30, kind="explainer")
    review = publish(31, kind="review")

    front = home()

    assert titled(front, "Guides, kept true") == [guide]
    assert titled(front, "Reviews") == [review]


def test_a_guide_shows_how_far_its_show_has_come():
    show = ShowFactory()
    AnnouncementFactory(show=show, kind="renewed")
    for number in range(6):
        publish(number)
    publish(30, kind="explainer", shows=[show])

    slot = next(slot for slot in home().slots if slot.has_statuses)

    assert slot.stories[0].status.words == "Renewed"


def test_what_readers_cannot_see_is_not_on_it():
    ArticleFactory()
    ArticleFactory(scheduled=True)
    ArticleFactory(expired=True)
    ArticleFactory(retracted=True)

    front = home()

    assert front.stories == []


def test_a_scheduled_story_appears_by_the_clock_alone(client):
    ArticleFactory(scheduled=True, headline="Out on Friday")

    before = client.get("/")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        after = client.get("/")

    assert b"Out on Friday" not in before.content
    assert b"Out on Friday" in after.content


@time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False)
def test_coming_premieres_are_confirmed_and_soonest_first():
    def release(title, day, precision="day", **kwargs):
        AnnouncementFactory(
            show=ShowFactory(title=title),
            kind="date_set",
            date=day,
            precision=precision,
            announced_on=date(2026, 6, 1),
            **kwargs,
        )

    release("Later", date(2027, 1, 9))
    release("Soon", date(2026, 11, 26), platform=PlatformFactory(name="Netflix"))
    release("Some time", date(2027, 1, 1), "year")
    release("Over", date(2026, 11, 18))
    release("Perhaps", date(2026, 12, 1), certainty="rumoured")

    premieres = home().slot("premieres").premieres

    assert [premiere.title for premiere in premieres] == ["Soon", "Later", "Some time"]
    assert premieres[0].note == "Series · Netflix"
    assert premieres[2].when == "2027"


@pytest.mark.parametrize("size", [4, 12])
def test_the_front_page_costs_the_same_however_much_there_is(
    client, django_assert_num_queries, size
):
    for number in range(size * 4):
        show = ShowFactory()
        AnnouncementFactory(show=show)
        AnnouncementFactory(
            show=ShowFactory(poster=ImageFactory(without_files=True)),
            kind="date_set",
            date=date(2026, 12, number % 28 + 1),
            precision="day",
        )
        publish(
            number,
            kind=["explainer", "review", "news", "news"][number % 4],
            section=SectionFactory(name=f"Section{number % (2 * size)}"),
            shows=[show],
            authors=[BylineAuthorFactory(), BylineAuthorFactory(name="Bo Tran")],
            lead_image=ImageFactory(without_files=True),
        )
    assert Version.objects.live(timezone.now()).count() == size * 4

    # The live layout; rows of the newest, guides, reviews and updated; shelves placed
    # here; cards; shows and facts of the guides; premieres and their posters; the site.
    with django_assert_num_queries(12):
        client.get("/")


@pytest.mark.parametrize("size", [2, 8])
def test_a_laid_out_front_page_costs_one_query_more_however_much_is_pinned(
    client, django_assert_num_queries, size
):
    stories = [publish(number) for number in range(size * 2)]
    editor = make_editor()
    front = layouts.home()
    draft = layouts.draft(front, by=editor)
    content = contents.capture(draft)
    row = next(each for each in content["slots"] if each["kind"] == "row")
    row["size"] = 12
    content["pins"] = [contents.pin(row["uid"], each.pk) for each in stories[:size]]
    layouts.save(draft, content, by=editor, base=1)
    layouts.apply(draft, by=editor)

    # The pins; no guides here, so neither their shows nor facts.
    with django_assert_num_queries(10):
        client.get("/")
