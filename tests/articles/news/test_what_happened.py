import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.news import desk as news_desk
from shows import facts
from shows.models import Announcement, Person, Proposal, Season, Trailer
from shows.news_forms import KINDS, fields_of
from tests.factories.articles import ArticleFactory, BylineAuthorFactory, SectionFactory
from tests.factories.desk import make_author, make_editor, make_writer
from tests.factories.images import ImageFactory
from tests.factories.shows import (
    AnnouncementFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/article/what-happened/"
TODAY = datetime(2026, 10, 1, 12, tzinfo=UTC)


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


@pytest.fixture
def writer(client):
    client.force_login(make_writer())
    return client


def typed(show, **said):
    return {
        "show": show.pk,
        "kind": "renewed",
        "certainty": "confirmed",
        "announced_on": "2022-06-06",
        "source_name": "Netflix",
        "public": "now",
        **said,
    }


def look(client, show, **said):
    """What the page says that it would change."""
    return client.post(PAGE, typed(show, **said))


def record(client, show, *, page=PAGE, **said):
    """Look at it, then say yes to exactly that."""
    response = client.post(page, typed(show, **said))
    if response.context["outlook"] is None:
        return response
    reviewed = response.context["outlook"].digest
    again = typed(show, **said) | {"reviewed": reviewed, "_record": "1"}
    return client.post(page, again)


def errors_of(response):
    form = response.context["form"]
    return {name: " ".join(messages) for name, messages in form.errors.items()}


def changes_of(response):
    assert errors_of(response) == {}
    return {
        change.about: (change.before, change.after)
        for change in response.context["outlook"].changes
    }


# A kind asks for what it needs

EVERY_KIND = [
    ("announced", {}, "Season 2: Status", "Announced"),
    ("renewed", {"when": "2027"}, "Season 2: Status", "Renewed"),
    ("cancelled", {}, "Season 2: Status", "Cancelled"),
    ("ended", {}, "Season 2: Status", "Ended"),
    ("in_production", {}, "Season 2: Status", "In production"),
    ("wrapped", {}, "Season 2: Status", "Filming finished"),
    ("date_set", {"when": "early 2027"}, "Season 2: Release date", "early 2027"),
    (
        "date_set",
        {"when": "28 January 2027 17:00", "zone": "Asia/Seoul"},
        "Season 2: Release date",
        "28 January 2027, 17:00 KST",
    ),
    (
        "released",
        {"when": "1 June 2022", "territory": "kr"},
        "Season 2: Release date (KR)",
        "1 June 2022",
    ),
    (
        "trailer_out",
        {"trailer_address": "https://youtu.be/IN5TD4VRcSM", "trailer_title": "Teaser"},
        "Season 2: Trailer",
        "Teaser",
    ),
    ("joins", {"person_name": "Lee Eun-saem", "character": "Mi-jin"}, None, "in it"),
    ("leaves", {"person": "known"}, None, "left"),
    ("platform_added", {"platform": "known"}, "Season 2: Where to watch", "Netflix"),
    ("platform_changed", {"platform": "known"}, "Season 2: Where to watch", "Netflix"),
    (
        "platform_left",
        {"platform": "known", "territory": "US"},
        "Season 2: Where to watch",
        "left Netflix (US)",
    ),
    ("episode_count", {"number": "12"}, "Season 2: Episodes", "12"),
]


@pytest.mark.parametrize(("kind", "said", "about", "after"), EVERY_KIND)
def test_every_kind_is_recorded_with_what_it_asks_for(editor, kind, said, about, after):
    season = SeasonFactory(number=2)
    known = {"person": PersonFactory().pk, "platform": PlatformFactory().pk}
    said = {
        name: known[name] if value == "known" else value for name, value in said.items()
    }

    page = look(editor, season.show, kind=kind, season_number="2", **said)
    changed = changes_of(page)
    response = record(editor, season.show, kind=kind, season_number="2", **said)

    assert response.status_code == 302
    recorded = Announcement.objects.get()
    assert (recorded.kind, recorded.season, recorded.recorded_by) == (
        kind,
        season,
        make_editor(),
    )
    assert after in (changed[about] if about else str(changed))


def test_a_date_moves_from_what_it_was(editor):
    season = SeasonFactory(number=2)
    said = {"show": season.show, "season": season, "source_name": "Netflix"}
    AnnouncementFactory(
        **said, kind="date_set", date=date(2027, 1, 28), precision="day"
    )

    page = look(
        editor, season.show, kind="date_moved", season_number="2", when="March 2027",
        announced_on="2022-07-01",
    )  # fmt: skip

    assert changes_of(page)["Season 2: Release date"] == (
        "28 January 2027",
        "March 2027",
    )


@pytest.mark.parametrize("kind", [kind for _, kinds in KINDS for kind in kinds])
def test_a_kind_shows_its_own_fields_and_no_others(editor, kind):
    page = editor.get(f"{PAGE}?kind={kind}")

    asked = {
        row["field"].name for row in page.context["form"].rows() if row["is_asked"]
    }
    assert asked == set(fields_of(kind))
    hidden = re.findall(r'<fieldset class="news-of-kind"[^>]*>', page.content.decode())
    assert sum("hidden disabled" in tag for tag in hidden) == len(hidden) - len(asked)


def test_every_kind_of_news_is_offered_but_a_withdrawal():
    offered = {str(kind) for _, kinds in KINDS for kind in kinds}

    assert offered == set(Announcement.Kind.values) - {"withdrawal"}


def test_without_scripts_the_kind_is_chosen_first_and_may_be_changed(editor):
    show = ShowFactory()

    first = editor.get(f"{PAGE}?show={show.pk}").content.decode()
    other = editor.post(PAGE, typed(show, kind="joins", _kind="1", note="Typed"))

    assert f"?show={show.pk}&amp;kind=renewed" in first
    text = other.content.decode()
    assert other.status_code == 200
    assert "Typed" in text
    assert other.context["form"].chosen_kind == "joins"
    assert not Announcement.objects.exists()


def test_what_was_typed_for_another_kind_is_left_out(editor):
    show = ShowFactory()

    record(editor, show, kind="ended", when="nonsense", number="7")

    assert Announcement.objects.get().number is None


def test_a_story_leads_to_the_news_of_its_show_and_season(editor):
    season = SeasonFactory(number=2)
    article = ArticleFactory(shows=[season.show], seasons=[season])

    text = editor.get(f"/admin/articles/article/{article.pk}/change/").content.decode()

    assert f"what-happened/?show={season.show_id}&amp;season_number=2" in text


# Looked at before it is recorded


def test_nothing_is_recorded_before_it_was_looked_at(editor):
    show = ShowFactory()

    page = editor.post(PAGE, typed(show, season_number="1", _record="1"))

    assert page.status_code == 200
    assert page.context["outlook"].made == [f"Season 1 is added to {show}."]
    assert not Announcement.objects.exists()
    assert not Season.objects.exists()


def test_what_changed_since_it_was_looked_at_is_shown_once_more(editor):
    show = ShowFactory()
    seen = look(editor, show).context["outlook"].digest

    page = editor.post(PAGE, typed(show, kind="ended", reviewed=seen, _record="1"))

    assert page.status_code == 200
    assert "Ended" in page.context["outlook"].sentence
    assert not Announcement.objects.exists()


def test_a_season_that_was_not_there_is_made_with_its_renewal(editor):
    show = ShowFactory()
    SeasonFactory(show=show, number=2)

    record(editor, show, season_number="3")

    season = show.seasons.get(number=3)
    assert facts.status_of(season, timezone.now()).words == "Renewed"


def test_a_person_and_a_trailer_are_added_with_their_news(editor):
    show = ShowFactory()

    record(editor, show, kind="joins", person_name="  Lee  Eun-saem ")
    address = "https://www.youtube.com/watch?v=IN5TD4VRcSM&t=3"
    record(editor, show, kind="trailer_out", trailer_address=address)

    person, trailer = Person.objects.get(), Trailer.objects.get()
    assert (person.name, person.slug) == ("Lee Eun-saem", "lee-eun-saem")
    assert (trailer.key, trailer.show) == ("IN5TD4VRcSM", show)


def test_a_rumour_stands_beside_and_changes_no_fact(editor):
    show = ShowFactory()
    AnnouncementFactory(show=show, kind="in_production")

    page = look(
        editor, show, kind="cancelled", certainty="rumoured", source_name="Deadline"
    )
    record(editor, show, kind="cancelled", certainty="rumoured", source_name="Deadline")

    assert page.context["outlook"].stands_beside
    assert changes_of(page)["Status"] == (
        "In production",
        "In production; Cancelled (rumoured, Deadline)",
    )
    assert facts.status_of(show, timezone.now()).words == "In production"


# What is refused stands beside its field


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"kind": "date_set", "when": "31 February 2027"}, "when", "no 31 February 2027"),
        ({"kind": "date_set", "when": "spring 2027"}, "when", "different months"),
        ({"kind": "date_set"}, "when", "Say when"),
        (
            {"kind": "date_set", "when": "14 March 2027 02:30", "zone": "America/New_York"},
            "zone",
            "skip 02:30 that night",
        ),
        (
            {"kind": "date_set", "when": "1 November 2026 01:30", "zone": "America/New_York"},
            "zone",
            "show 01:30 twice",
        ),
        ({"kind": "date_set", "when": "1 March 2027 01:30"}, "zone", "is no time zone"),
        ({"season_number": "9"}, "season_number", "A film has no seasons"),
        ({"part_number": "1"}, "season_number", "which season the part is of"),
        ({"kind": "platform_added"}, "platform", "Name the platform"),
        ({"kind": "joins"}, "person", "Name the person"),
        ({"kind": "joins", "person_name": "Known Name"}, "person_name", "in the catalogue"),
        ({"kind": "trailer_out", "trailer_address": "https://example.com/v"},
         "trailer_address", "no address of a video"),
        ({"kind": "released", "when": "1 March 2027"}, "when", "cannot have been out"),
        ({"kind": "date_set", "when": "2020"}, "__all__", "had passed when it was"),
        ({"public": "at"}, "public_from", "Say from when"),
        ({"public": "embargo"}, "embargo", "Choose the embargo"),
        ({"source_name": ""}, "source_name", "required"),
        ({"source_url": "javascript:alert(1)"}, "source_url", "valid URL"),
        ({"kind": "withdrawal"}, "kind", "not one of the available choices"),
        ({"kind": "renewed"}, "kind", "announced, not renewed"),
    ],
)  # fmt: skip
@time_machine.travel(TODAY, tick=False)
def test_news_that_makes_no_sense_is_refused_and_nothing_typed_is_lost(
    editor, said, field, sentence
):
    PersonFactory(name="Known Name")
    said = {"kind": "announced", "note": "Typed", **said}

    response = look(editor, ShowFactory(film=True), **said)

    assert sentence in errors_of(response)[field]
    assert "Typed" in response.content.decode()
    assert response.status_code == 422
    assert not Announcement.objects.exists()


def test_a_season_far_ahead_is_a_slip_of_the_finger(editor):
    show = ShowFactory()
    SeasonFactory(show=show, number=2)

    response = look(editor, show, season_number="33")

    assert errors_of(response)["season_number"] == (
        f"“{show}” has no season 33 yet; the next one is season 3."
    )


def test_a_contradiction_is_said_in_words(editor):
    show = ShowFactory()
    AnnouncementFactory(show=show, kind="cancelled", announced_on=date(2022, 1, 5))

    response = look(editor, show)

    assert "was cancelled on 5 January 2022" in errors_of(response)["__all__"]
    assert "record “Revived” before" in errors_of(response)["__all__"]


# Writers propose


def test_a_writer_proposes_and_an_editor_accepts(client):
    show = ShowFactory()
    client.force_login(make_writer())
    page = look(client, show, season_number="1")
    assert "Propose it to the editors" in page.content.decode()
    record(client, show, season_number="1")
    proposal = Proposal.objects.get()
    assert (proposal.words, proposal.proposed_by) == (
        "Season 1: Renewed",
        make_writer(),
    )
    assert not Announcement.objects.exists()
    assert not Season.objects.exists()

    client.force_login(make_editor())
    address = f"{PAGE}?proposal={proposal.pk}"
    form = client.get(address).context["form"]
    assert form["season_number"].value() == 1
    record(client, show, page=address, season_number="1", certainty="reported")

    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert proposal.announcement.certainty == "reported"
    assert proposal.announcement.recorded_by == make_editor()


def test_a_refusal_carries_its_reason_to_whoever_proposed(client):
    proposal = facts.propose(
        by=make_writer(), kind="ended", show=ShowFactory(), source_name="A friend"
    )
    client.force_login(make_editor())
    page = reverse("admin:shows_proposal_refuse", args=[proposal.pk])

    assert "Say why" in client.post(page, {"reason": ""}).content.decode()
    client.post(page, {"reason": "A friend is no source."})

    client.force_login(make_writer())
    assert "A friend is no source." in client.get("/admin/").content.decode()


def test_a_proposal_with_a_date_opens_as_it_was_typed(client):
    show = ShowFactory(film=True)
    client.force_login(make_writer())
    said = {"kind": "date_set", "when": "28 January 2027 17:00", "zone": "Asia/Seoul"}
    record(client, show, **said)
    client.force_login(make_editor())

    address = f"{PAGE}?proposal={Proposal.objects.get().pk}"
    form = client.get(address).context["form"]

    assert form["when"].value() == "28 January 2027 17:00"
    assert form["zone"].value() == "Asia/Seoul"


def test_a_writer_sees_own_proposals_and_those_of_imports_only(writer):
    show = ShowFactory()
    facts.propose(kind="ended", show=show, source_name="TVmaze")
    facts.propose(by=make_writer(), kind="cancelled", show=show, source_name="Own")
    facts.propose(
        by=make_writer("other"), kind="wrapped", show=show, source_name="Theirs"
    )

    text = writer.get(reverse("admin:shows_proposal_changelist")).content.decode()

    assert "TVmaze" in text
    assert "Own" in text
    assert "Theirs" not in text


def test_a_writer_may_neither_accept_nor_say_that_it_came_out(writer):
    proposal = facts.propose(kind="ended", show=ShowFactory(), source_name="TVmaze")

    assert writer.get(f"{PAGE}?proposal={proposal.pk}").status_code == 403
    assert writer.post("/admin/articles/article/came-out/1/").status_code == 403
    assert writer.get("/admin/articles/article/passed/").status_code == 403


# The story


def test_the_story_starts_with_all_that_the_news_says(editor):
    author = make_author(make_editor(), "Ed Itor")
    picture = ImageFactory(without_files=True, alt_text="A roof")
    show = ShowFactory(title="All of Us Are Dead", backdrop=picture)
    section = SectionFactory(name="K-drama")

    response = record(
        editor,
        show,
        season_number="1",
        source_url="https://example.com/a",
        start_story="on",
        section=section.pk,
    )

    story = Article.objects.get()
    assert response.url == reverse("admin:articles_article_change", args=[story.pk])
    assert story.headline == "All of Us Are Dead is renewed for season 1"
    assert (story.kind, story.section, story.lead_image) == ("news", section, picture)
    assert [row.show for row in story.article_shows.all()] == [show]
    assert list(story.seasons.all()) == [show.seasons.get()]
    assert list(story.authors.all()) == [author]
    assert list(story.tags.names()) == ["All of Us Are Dead"]
    source = story.sources.get()
    assert (source.name, source.url, source.published_on) == (
        "Netflix",
        "https://example.com/a",
        date(2022, 6, 6),
    )
    assert "Netflix announced on 6 June 2022" in story.body
    assert story.latest_number == 1


def test_its_section_is_that_of_the_last_story_about_the_show(editor):
    show = ShowFactory()
    section = SectionFactory(name="Anime")
    ArticleFactory(published=True, shows=[show], section=section)

    record(editor, show, kind="ended", start_story="on", headline="The end")

    story = Article.objects.get(headline="The end")
    assert story.section == section


def test_a_report_is_attributed_in_the_headline():
    news = Announcement(
        kind="cancelled",
        show=ShowFactory(title="Dark"),
        certainty="reported",
        source_name="Variety",
        announced_on=date(2022, 6, 6),
    )

    assert news_desk.suggest_headline(news) == "Variety reports: Dark is cancelled"


def test_a_writer_starts_the_story_of_a_proposal(writer):
    show = ShowFactory(title="Dark")

    record(writer, show, season_number="1", start_story="on")

    story = Article.objects.get()
    assert (story.owner, story.headline) == (
        make_writer(),
        "Dark is renewed for season 1",
    )
    assert Proposal.objects.count() == 1


def test_where_recording_is_refused_no_story_is_left(editor, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("articles.publishing.save_version", fail)

    with pytest.raises(RuntimeError):
        record(editor, ShowFactory(), kind="ended", start_story="on")

    assert not Announcement.objects.exists()
    assert not Article.objects.exists()


# Dates that have passed


@pytest.fixture
def dated():
    season = SeasonFactory(number=2, show=ShowFactory(title="Dark"))
    with time_machine.travel(TODAY):
        facts.record(
            by=make_editor(),
            kind="date_set",
            show=season.show,
            season=season,
            date=date(2026, 11, 1),
            precision="day",
            source_name="Netflix",
            announced_on=date(2026, 10, 1),
        )
    return season


def test_one_press_says_that_it_came_out(client, dated):
    with time_machine.travel(datetime(2026, 11, 3, tzinfo=UTC)):
        client.force_login(make_editor())
        page = client.get("/admin/")
        address = re.search(
            r"/admin/articles/article/came-out/\d+/", page.content.decode()
        )
        client.post(address[0])
        client.post(address[0])
        again = client.get("/admin/").content.decode()

        assert facts.status_of(dated, timezone.now()).words == "Out now"
        assert facts.release_of(dated, timezone.now()).words == "1 November 2026"
    assert "Did it come out?" not in again
    assert Announcement.objects.filter(kind="released").count() == 1


def test_what_did_not_come_out_leads_to_what_happened_instead(client, dated):
    with time_machine.travel(datetime(2026, 11, 3, tzinfo=UTC)):
        client.force_login(make_editor())
        listed = client.get("/admin/articles/article/passed/").content.decode()
        address = re.search(r"/admin/articles/article/did-not/\d+/", listed)
        text = client.get(address[0]).content.decode()

    assert f"kind=date_moved&amp;show={dated.show_id}&amp;season_number=2" in text
    assert "/withdraw/" in text


def test_before_its_day_is_over_everywhere_nothing_is_asked(client, dated):
    client.force_login(make_editor())
    for moment, is_asked in [
        (datetime(2026, 11, 2, 11, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 2, 12, 0, tzinfo=UTC), True),
    ]:
        with time_machine.travel(moment):
            client.force_login(make_editor())
            text = client.get("/admin/").content.decode()
            assert ("Did it come out?" in text) is is_asked


# What it costs


@pytest.mark.parametrize("count", [1, 12])
def test_the_form_and_its_review_cost_the_same_however_much_is_known(
    editor, count, django_assert_max_num_queries
):
    season = SeasonFactory(number=2)
    for number in range(count):
        AnnouncementFactory(
            show=season.show,
            kind="joins",
            person=PersonFactory(),
            character=f"C{number}",
        )
        TrailerFactory(show=season.show)
        BylineAuthorFactory(name=f"Author {number}")

    with django_assert_max_num_queries(8):
        editor.get(f"{PAGE}?kind=renewed&show={season.show_id}")
    with django_assert_max_num_queries(40):
        look(editor, season.show, season_number="2")


@pytest.mark.parametrize("count", [1, 12])
def test_dates_that_passed_are_listed_at_one_cost(
    editor, count, django_assert_max_num_queries
):
    with time_machine.travel(TODAY):
        for _ in range(count):
            facts.record(
                by=make_editor(),
                kind="date_set",
                show=ShowFactory(film=True),
                date=date(2026, 11, 1),
                precision="day",
                source_name="Netflix",
                announced_on=date(2026, 10, 1),
            )
    with time_machine.travel(datetime(2026, 11, 4, tzinfo=UTC) + timedelta(days=1)):
        editor.force_login(make_editor())
        with django_assert_max_num_queries(6):
            page = editor.get("/admin/articles/article/passed/")

    assert len(page.context["rows"]) == count
