"""Protecting a story from spoilers: the form, the rules, the step for a live story."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import content as contents, publishing
from articles.checking.checklist import check
from articles.differences.comparing import compare, in_words
from articles.models import Version
from tests.articles.admin.test_admin import ADD, change_url, save
from tests.factories.articles import ArticleFactory, live_version
from tests.factories.desk import make_editor, make_writer
from tests.factories.images import ImageFactory
from tests.factories.shows import EpisodeFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def protected(hours=4, **more):
    return {
        "safe_until": timezone.now() + hours * HOUR,
        "safe_headline": "The finale, explained",
        **more,
    }


def advice(article):
    content = article.versions.first().content
    soft = check(content, at=timezone.now(), article=article).advice
    return " ".join(item.reason for item in soft)


# What is kept


def test_the_form_keeps_the_safe_face_and_names_the_zone(client, settings):
    settings.TIME_ZONE = "America/New_York"
    client.force_login(make_writer())
    picture = ImageFactory(without_files=True)
    story = ArticleFactory()

    page = client.get(change_url(story))
    assert "Spoiler-safe until (America/New_York)" in page.content.decode()
    save(
        client,
        change_url(story),
        page,
        safe_until="2027-03-01T21:00",
        safe_headline="  The finale,\r\n explained",
        safe_image=picture.pk,
        gives_away="season 2, episode 6",
    )

    version = story.versions.first()
    assert version.safe_until == datetime(2027, 3, 2, 2, tzinfo=UTC)
    assert version.safe_headline == "The finale, explained"
    assert version.safe_image == picture
    assert version.content["safe_until"] == "2027-03-02T02:00+00:00"
    assert picture.version_pictures.filter(version=version).exists()


def test_saving_the_same_again_makes_no_version(client):
    client.force_login(make_writer())
    story = ArticleFactory(**protected())
    story.safe_until = story.safe_until.replace(second=0, microsecond=0)
    story.save()
    publishing.save_version(story, by=story.owner)
    before = story.versions.count()

    save(client, change_url(story))

    assert story.versions.count() == before


def test_a_wrong_time_is_refused_and_nothing_typed_is_lost(client):
    client.force_login(make_writer())

    response = save(
        client, ADD, headline="New", safe_until="soon", safe_headline="Kept words"
    )

    page = response.content.decode()
    assert "Enter a valid date/time." in page
    assert "Kept words" in page


def test_the_form_shows_the_card_until_then_and_afterwards(client):
    client.force_login(make_writer())
    story = ArticleFactory(headline="They all go home", **protected())

    page = client.get(change_url(story)).content.decode()

    assert "data-safe-title" in page
    assert "The finale, explained" in page
    assert "machines are shown the spoiler-safe headline instead" in page


def test_history_says_what_changed_in_words():
    before = contents.empty()
    after = before | {
        "safe_until": "2027-03-02T02:00+00:00",
        "safe_headline": "Calm words",
    }

    said = {each.field: each for each in compare(before, after)}

    assert said["safe_until"].changes[0].sentence == (
        "Spoiler-safe until is now 2 March 2027, 02:00 UTC; there was none"
    )
    assert "safe_headline" in said
    assert in_words("safe_until", "nonsense") == ["nonsense"]


def test_restoring_brings_the_protection_back():
    writer = make_writer()
    story = ArticleFactory(owner=writer, **protected())
    first = story.versions.get()
    publishing.save_version(
        story,
        first.content | {"safe_until": None, "safe_headline": ""},
        by=writer,
    )

    publishing.restore(story, first, by=writer)

    story.refresh_from_db()
    assert story.safe_until == live_minute(first.safe_until)
    assert story.safe_headline == "The finale, explained"


def live_minute(moment):
    return moment.replace(second=0, microsecond=0)


# The rules


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"safe_headline": ""}, "needs a spoiler-safe headline"),
        ({"safe_until": None}, "no time until which it stands in"),
    ],
)
def test_a_face_without_a_time_or_a_time_without_a_face_is_not_published(
    given, sentence
):
    story = ArticleFactory(**protected() | given)

    with pytest.raises(ValidationError, match=sentence):
        publishing.publish(story, by=make_editor())


def test_a_protection_that_ends_before_the_story_goes_out_is_refused():
    story = ArticleFactory(**protected(hours=2))
    editor = make_editor()

    with pytest.raises(ValidationError, match="is over when it goes out on"):
        publishing.schedule(story, by=editor, at=timezone.now() + 3 * HOUR)

    publishing.schedule(story, by=editor, at=timezone.now() + HOUR)


def test_an_update_long_after_the_protection_ended_is_not_held_up(time_machine):
    story = ArticleFactory(**protected(hours=2))
    editor = make_editor()
    publishing.publish(story, by=editor)
    time_machine.move_to(timezone.now() + 48 * HOUR)
    content = contents.capture(story) | {"headline": "Another word"}

    publishing.save_version(story, content, by=editor)
    publishing.publish(story, by=editor)

    assert live_version(story).headline == "Another word"


def test_a_safe_picture_has_to_say_what_it_shows():
    story = ArticleFactory(
        **protected(safe_image=ImageFactory(without_files=True, alt_text=""))
    )

    with pytest.raises(ValidationError, match="spoiler-safe picture needs alternative"):
        publishing.publish(story, by=make_editor())


def test_no_window_is_given_to_a_protected_version_without_a_safe_headline():
    story = ArticleFactory(published=True, **protected())

    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(article=story).update(safe_headline="")


# What is advised


def test_an_address_or_tag_that_tells_is_warned_of():
    story = ArticleFactory(
        headline="Nam-ra jumps in the finale",
        slug="nam-ra-jumps-finale",
        tags=["Jumps", "Finales"],
        **protected(),
    )

    said = advice(story)

    assert "The address says “jumps”" in said
    assert "The tag “Jumps” says “jumps”" in said
    assert "“finale”" not in said


def test_a_recap_of_a_new_season_is_reminded_and_of_an_old_one_not():
    from datetime import date

    from shows import facts
    from shows.models import Announcement

    def recap(released):
        season = SeasonFactory(show=ShowFactory(), number=1)
        facts.record(
            by=make_editor(),
            kind=Announcement.Kind.DATE_SET,
            show=season.show,
            season=season,
            date=released,
            precision="day",
            source_name="Network",
            announced_on=released,
        )
        return ArticleFactory(
            kind="recap",
            shows=[season.show],
            seasons=[season],
            episodes=[EpisodeFactory(season=season, number=1)],
        )

    today = timezone.localdate()
    assert "A recap gives away what happens" in advice(recap(today))
    assert "A recap gives away" not in advice(recap(date(2022, 1, 28)))


# The step


def step_url(story):
    return f"/admin/articles/article/{story.pk}/spoilers/"


def sent(client, story, **typed):
    page = client.get(step_url(story))
    live = page.context["form"].initial | {
        "live_number": live_version(story).number,
        "number": story.latest_number,
    }
    return client.post(step_url(story), live | {"what": "protect"} | typed)


def test_an_editor_protects_a_story_that_is_live_already(client):
    client.force_login(make_editor())
    story = ArticleFactory(headline="They all go home", published=True)
    updated = live_version(story).updated_at

    until = timezone.now() + 5 * HOUR
    response = sent(
        client,
        story,
        safe_until=f"{until:%Y-%m-%dT%H:%M}",
        safe_headline="The finale, explained",
    )

    assert response.status_code == 302
    version = live_version(story)
    assert version.face(timezone.now()).headline == "The finale, explained"
    assert version.updated_at == updated
    story.refresh_from_db()
    assert story.safe_headline == "The finale, explained"


def test_an_editor_extends_or_ends_the_protection(client):
    client.force_login(make_editor())
    story = ArticleFactory(
        headline="They all go home", published=True, **protected(hours=2)
    )
    later = timezone.now() + 48 * HOUR

    sent(
        client,
        story,
        safe_until=f"{later:%Y-%m-%dT%H:%M}",
        safe_headline="The finale, explained",
    )
    assert live_version(story).is_protected(timezone.now() + 24 * HOUR)

    story.refresh_from_db()
    sent(client, story, what="end")
    assert live_version(story).face(timezone.now()).headline == "They all go home"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"safe_until": "", "safe_headline": "Calm"}, "Say until when"),
        ({"safe_until": "2020-01-01T10:00", "safe_headline": "Calm"}, "is over"),
        (
            {"safe_until": "2099-01-01T10:00", "safe_headline": ""},
            "needs a spoiler-safe headline",
        ),
    ],
)
def test_the_step_says_what_is_wrong_and_keeps_what_was_typed(client, typed, sentence):
    client.force_login(make_editor())
    story = ArticleFactory(published=True)

    response = sent(client, story, **typed)

    page = response.content.decode()
    assert sentence in page
    assert typed["safe_headline"] in page
    assert not live_version(story).is_protected(timezone.now())


def test_a_writer_may_not_end_the_protection(client):
    story = ArticleFactory(published=True, **protected())
    client.force_login(make_writer())

    assert client.get(step_url(story)).status_code == 403
    with pytest.raises(PermissionDenied):
        publishing.fix_live(story, {"safe_until": None}, by=make_writer())


# The lists of the desk


def test_the_list_the_first_screen_and_the_form_say_until_when(client):
    client.force_login(make_editor())
    story = ArticleFactory(headline="They all go home", published=True, **protected())

    for address in ("/admin/articles/article/", "/admin/"):
        assert "Spoiler-safe until" in client.get(address).content.decode(), address
    page = client.get(change_url(story)).content.decode()
    assert "elsewhere it is “The finale, explained”" in page
