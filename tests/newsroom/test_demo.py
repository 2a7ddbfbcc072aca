import os
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from articles.body.rendering import render_body
from articles.body.sanitising import is_canonical
from articles.checking.readiness import problems
from articles.embeds import referenced_ids
from articles.models import Article, Correction, OldAddress, Section, Version
from authors.models import Author, User
from images.models import Image
from newsroom.demo import manuscripts
from newsroom.demo.entries import Source
from newsroom.demo.shows import SHOWS
from newsroom.demo.stories import INLINE_PICTURES
from newsroom.search import Results, search
from shows.models import Announcement, Credit, Fact, Person, Season, Show

COUNTED = (
    Announcement,
    Article,
    Author,
    Correction,
    Credit,
    Fact,
    Image,
    OldAddress,
    Person,
    Season,
    Section,
    Show,
    User,
    Version,
)


class Demo:
    """The demo as it was loaded once for this module; every test is rolled back."""

    def __init__(self) -> None:
        self.output = load()


def load() -> list[str]:
    output = StringIO()
    call_command("demo", small_pictures=True, stdout=output)
    return output.getvalue().splitlines()


@pytest.fixture(scope="module")
def _loaded(
    django_db_setup: None,
    django_db_blocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(DEBUG=True, MEDIA_ROOT=media),
        transaction.atomic(),
    ):
        yield Demo()
        transaction.set_rollback(True)


@pytest.fixture
def demo(_loaded: Demo, db: None, settings) -> Demo:
    settings.DEBUG = True
    return _loaded


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.mark.django_db
def test_it_is_refused_outside_debug(settings):
    settings.DEBUG = False
    before = User.objects.count()

    with pytest.raises(CommandError, match="only where DEBUG is on"):
        call_command("demo")

    assert User.objects.count() == before


def test_progress_is_told_line_by_line(demo):
    assert "Squid Game" in demo.output[3]
    assert demo.output[2].startswith(f"[ 1/{len(SHOWS)}] All of Us Are Dead")
    assert "Log in as writer, editor or admin." in demo.output[-1]


def test_loading_again_adds_nothing_and_draws_nothing(demo, monkeypatch):
    before = counts()
    monkeypatch.setattr("newsroom.demo.library.ingest", None)

    output = load()

    assert counts() == before
    assert sum("is there already" in line for line in output) == len(SHOWS) + len(
        manuscripts.read_all()
    )


def test_loading_again_leaves_what_a_person_edited(demo):
    show = Show.objects.get(slug="squid-game")
    show.synopsis = "Our own words."
    show.save()
    show.credits.all().delete()
    Author.objects.filter(slug="dario-fenn").update(title="Former writer")
    Section.objects.filter(slug="tv").update(name="Television")
    User.objects.filter(username="writer").update(first_name="Hannah")
    Article.objects.filter(slug="hellbound-who-is-who").update(headline="Changed")

    load()

    show.refresh_from_db()
    assert show.synopsis == "Our own words."
    assert not show.credits.exists()
    assert Author.objects.get(slug="dario-fenn").title == "Former writer"
    assert Section.objects.get(slug="tv").name == "Television"
    assert User.objects.get(username="writer").first_name == "Hannah"
    assert Article.objects.get(slug="hellbound-who-is-who").headline == "Changed"


@pytest.mark.parametrize("name", ["writer", "editor", "admin"])
def test_each_account_opens_the_admin_with_its_name(demo, name):
    client = Client()

    assert client.login(username=name, password=name)
    assert client.get("/admin/", follow=True).status_code == 200


def test_all_kinds_and_states_are_there(demo):
    now = timezone.now()
    live = Version.objects.live(now)

    assert set(live.values_list("kind", flat=True)) == set(Article.Kind.values)
    assert live.listed().count() >= 20
    assert live.filter(retracted=True).count() == 1
    assert Correction.objects.public(now).count() == 1
    assert Version.objects.scheduled(now).count() == 2
    assert Article.objects.filter(state=Article.State.IN_REVIEW).count() == 1
    assert Article.objects.filter(versions__live_from=None, state="draft").exists()
    # A live story whose working copy says more than readers see.
    story = Article.objects.get(slug="rdj-is-not-iron-man")
    assert story.versions.first().live_from is None
    assert "TK" in story.body
    assert "TK" not in live.get(article=story).body
    assert OldAddress.objects.get(slug="sweet-magnolias-returns").article.slug == (
        "sweet-magnolias-june"
    )


def test_no_story_stands_in_the_future_because_the_clock_is_behind(
    demo, time_machine_at_new_year_2024
):
    now = timezone.now()

    for moment in (now, timezone.localtime(now).replace(hour=0, minute=5)):
        for manuscript in manuscripts.read_all():
            if manuscript.state == "live" and manuscript.head["published"][0] != "+":
                assert manuscript.published_at(moment) < moment


@pytest.fixture
def time_machine_at_new_year_2024(time_machine):
    time_machine.move_to("2024-01-01T12:00:00Z")


def test_every_version_is_canonical_and_ready_for_readers(demo):
    now = timezone.now()

    for version in Version.objects.select_related("article"):
        assert is_canonical(version.body), version
        if version.live_from and not version.retracted:
            at = max(version.live_from, now)
            assert problems(version.content, at=at) == [], version


def test_every_embed_resolves_for_readers(demo):
    now = timezone.now()
    kinds = set()

    for version in Version.objects.live(now):
        rendered = render_body(version.body, moment=now)
        assert rendered.missing == [], version
        kinds |= {kind for kind, ids in referenced_ids(version.body).items() if ids}

    assert kinds >= {"article", "picture", "show", "known", "cast", "timeline"}
    text = "\n".join(story.text for story in manuscripts.read_all())
    placed = {
        word
        for line in re.findall(r"^::(?:picture|gallery|post) (.+)$", text, re.MULTILINE)
        for word in re.split(r"[ =]+", line)
    }
    assert placed >= INLINE_PICTURES.keys()


def test_every_picture_is_described_and_credited(demo):
    for image in Image.objects.all():
        assert len(image.alt_text) > 20, image
        assert "None" not in image.alt_text
        assert image.credit == "Newsroom illustration"
        assert image.licence

    assert not Show.objects.filter(poster=None).exists()
    assert not Author.objects.filter(portrait=None).exists()


def test_every_story_has_a_byline_a_section_tags_and_a_picture(demo):
    for article in Article.objects.all():
        assert article.bylines.exists(), article
        assert article.section_id, article
        assert article.tags.exists(), article
        assert article.lead_image_id, article
        assert article.standfirst, article

    assert Author.objects.filter(bylines__isnull=False).distinct().count() == 6


def test_every_review_has_a_verdict_and_a_rating(demo):
    reviews = Article.objects.filter(kind=Article.Kind.REVIEW)

    assert reviews.count() >= 3
    assert all(review.verdict and review.rating is not None for review in reviews)


def test_the_interview_says_that_its_guest_is_invented(demo):
    for interview in Article.objects.filter(kind=Article.Kind.INTERVIEW):
        assert "inventions of this newsroom" in interview.body


def test_the_cast_of_the_second_season_is_spelled_right(demo):
    show = Show.objects.get(slug="all-of-us-are-dead")
    played = dict(
        show.credits.filter(kind="cast").values_list("person__name", "character")
    )

    assert played["Park Ji-hu"] == "Nam On-jo"
    assert played["Cho Yi-hyun"] == "Choi Nam-ra"
    assert played["Kim Bo-yoon"] == "Seo Hyo-ryung"
    assert played["Lomon"] == "Lee Su-hyeok"
    assert len(played) == show.credits.filter(kind="cast").count()
    lomon = Person.objects.get(name="Lomon")
    assert lomon.other_spellings.filter(name="Park Solomon").exists()


def test_the_date_of_the_second_season_is_a_rumour_in_two_versions(demo):
    season = Season.objects.get(show__slug="all-of-us-are-dead", number=2)
    now = timezone.now()
    dates = Fact.objects.at(now).filter(season=season, field="release_date")

    assert {fact.certainty for fact in dates} == {"rumoured"}
    assert {fact.date_in_words for fact in dates} == {
        "in early 2027",
        "in late 2026",
    }


def test_every_fact_stands_beside_its_publisher_and_day():
    for show in SHOWS:
        assert show.news, show.key
        for news in show.news:
            source = news.source
            assert isinstance(source, Source)
            assert source.name
            assert source.day.year >= 2008, source
            assert not source.url or re.match(r"https?://[^ ]+$", source.url)


def test_every_page_of_the_demo_can_be_read(demo, client):
    now = timezone.now()
    pages = [version.get_absolute_url() for version in Version.objects.live(now)]
    pages += [show.get_absolute_url() for show in Show.objects.all()]
    pages += [author.get_absolute_url() for author in Author.objects.all()]
    pages += ["/", "/shows/", "/articles/"]

    for page in pages:
        assert client.get(page).status_code == 200, page


def shingles(text: str, size: int = 8) -> set[tuple[str, ...]]:
    # A title is one word here: “All of Us Are Dead” alone is most of a sentence.
    text = text.casefold()
    for show in SHOWS:
        text = text.replace(show.title.casefold(), show.key.replace("-", "_"))
    words = re.findall(r"\w+", text)
    return {
        tuple(words[start : start + size]) for start in range(len(words) - size + 1)
    }


def test_no_sentence_comes_from_the_pages_that_the_desk_read():
    data = os.environ.get("NEWSROOM_DATA")
    if not data:
        pytest.skip("NEWSROOM_DATA is not set, so there is nothing to compare with")
    pages = sorted((Path(data).parent / "seeds").glob("*.txt"))
    if not pages:
        pytest.skip(f"there is no folder of pages beside {data}")
    read = set().union(*(shingles(page.read_text("utf-8")) for page in pages))

    for story in manuscripts.read_all():
        written = shingles(
            " ".join([story.head["headline"], story.head["standfirst"], story.text])
        )
        assert not written & read, story.slug


# What is typed into the search, and what has to come first.
ASKED = {
    # Titles: exact, half typed, in other scripts, by other names.
    "All of Us Are Dead": "All of Us Are Dead",
    "all of us": "All of Us Are Dead",
    "지금 우리 학교는": "All of Us Are Dead",
    "지금우리학교는": "All of Us Are Dead",
    "Now at Our School": "All of Us Are Dead",
    "AOUAD": "All of Us Are Dead",
    "오징어 게임": "Squid Game",
    "ブラッククローバー": "Black Clover",
    "你微笑时很美": "Falling Into Your Smile",
    "enen no shouboutai": "Fire Force",
    "ginny and georgia": "Ginny & Georgia",
    "k-pop demon hunters": "KPop Demon Hunters",
    "squidgame": "Squid Game",
    "traitors us": "The Traitors",
    "secret wars": "Avengers: Secret Wars",
    "365 dni": "365 Days",
    "why oh soojae": "Why Her?",
    # Typing errors.
    "all of us are ded": "All of Us Are Dead",
    "al of us are dead": "All of Us Are Dead",
    "sqiud game": "Squid Game",
    "squid gmae": "Squid Game",
    "stragner things": "Stranger Things",
    "peeky blinders": "Peaky Blinders",
    "helbound": "Hellbound",
    "adolescense": "Adolescence",
    "sweet magnolas": "Sweet Magnolias",
    "train to bussan": "Train to Busan",
    "falling into you smile": "Falling Into Your Smile",
    "chilian murphy": "Cillian Murphy",
    "robert downy jr": "Robert Downey Jr.",
    "park ji hoo": "Park Ji-hu",
    # People, also by other spellings, turned round, without accents, by their parts.
    "Lee Jung-jae": "Lee Jung-jae",
    "jung jae lee": "Lee Jung-jae",
    "bialowas": "Barbara Białowąs",
    "Lee Jae Kyu": "Lee Jae-kyoo",
    "RDJ": "Robert Downey Jr.",
    "millie bobby": "Millie Bobby Brown",
    "Don Lee": "Ma Dong-seok",
    "gi-hun": "Lee Jung-jae",
    "cheong-san": "Yoon Chan-young",
    "tony stark": "Robert Downey Jr.",
    "tommy shelby": "Cillian Murphy",
    # Names within a question.
    "squid game director": "Squid Game",
    "all of us are dead season 2 release date": "All of Us Are Dead",
    "when does peaky blinders come back": "Peaky Blinders",
    "stranger things ending explained": "Stranger Things",
    "hellbound cast": "Hellbound",
    # Tags, writers, and headlines.
    "zombies": "Zombies",
    "webtoon": "Webtoon adaptations",
    "priya castellane": "Priya Castellane",
    "seven korean ways": "Seven Korean ways to end the world, in the order you "
    "should watch them",
    "zzzzqqqq": "",
}


def first_of(found: Results) -> str:
    """What stands first on the page."""
    if not found.stories_first:
        for named in (found.found_shows, found.found_people, found.authors, found.tags):
            for each in named:
                row = getattr(each, "show", None) or getattr(each, "row", None)
                return str(getattr(each, "person", None) or row)
    rows = found.stories.found
    return Version.objects.get(pk=rows[0].version).headline if rows else ""


def test_what_is_asked_for_comes_first(demo):
    now = timezone.now()
    answers = {typed: first_of(search(typed, now)) for typed in ASKED}

    missed = {
        typed: (answers[typed], expected)
        for typed, expected in ASKED.items()
        if answers[typed] != expected
    }
    right = len(ASKED) - len(missed)
    assert not missed, f"{right} of {len(ASKED)} queries find what they mean"
