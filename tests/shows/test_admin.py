from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shows import facts
from shows.models import (
    Announcement,
    Credit,
    Episode,
    OldPersonAddress,
    OldShowAddress,
    OtherTitle,
    Person,
    Proposal,
    Season,
    Show,
)
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import (
    AnnouncementFactory,
    CreditFactory,
    EpisodeFactory,
    GenreFactory,
    PersonFactory,
    PlatformFactory,
    SeasonFactory,
    SeasonPartFactory,
    ShowFactory,
    TrailerFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


@pytest.fixture
def writer(client):
    client.force_login(make_writer())
    return client


def url(name, *args):
    return reverse(f"admin:shows_{name}", args=args)


def show_form(show=None, **said):
    """What the form of a show posts, without rows in its inlines unless given."""
    form = {
        "title": show.title if show else "",
        "kind": "series",
        "slug": show.slug if show else "",
        **{
            f"{prefix}-{name}": "0"
            for prefix in ("other_titles", "seasons", "trailers", "credits")
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        },
    }
    return {**form, **said}


def errors_of(response):
    form = response.context["adminform"].form
    return {name: " ".join(messages) for name, messages in form.errors.items()}


# Every page opens


def make_one_of_each():
    season = SeasonFactory(number=2)
    show = season.show
    EpisodeFactory(season=season, part=SeasonPartFactory(season=season))
    credit = CreditFactory(show=show, seasons=[season])
    announcement = AnnouncementFactory(show=show, season=season)
    AnnouncementFactory(show=show, kind="joins", person=credit.person)
    return {
        "show": show,
        "season": season,
        "person": credit.person,
        "credit": credit,
        "trailer": TrailerFactory(show=show, season=season),
        "announcement": announcement,
        "proposal": facts.propose(kind="ended", show=show, source_name="TVmaze"),
        "platform": PlatformFactory(),
        "genre": GenreFactory(),
    }


@pytest.mark.parametrize("who", ["editor", "writer"])
def test_every_page_opens(who, request):
    client = request.getfixturevalue(who)
    for name, row in make_one_of_each().items():
        assert client.get(url(f"{name}_changelist")).status_code == 200, name
        assert client.get(url(f"{name}_changelist") + "?q=show").status_code == 200
        assert client.get(url(f"{name}_change", row.pk)).status_code == 200, name
        if name not in {"announcement", "proposal"}:
            assert client.get(url(f"{name}_add")).status_code == 200, name


def test_writers_keep_the_catalogue_but_neither_delete_nor_merge(writer):
    rows = make_one_of_each()

    for name in ("show", "person", "credit", "season"):
        response = writer.get(url(f"{name}_delete", rows[name].pk))
        assert response.status_code == 403
    assert writer.get(url("show_merge") + "?ids=1").status_code == 403
    assert writer.get(url("person_merge") + "?ids=1").status_code == 403
    assert writer.get(url("person_split", rows["person"].pk)).status_code == 403
    assert writer.get(url("announcement_add")).status_code == 403
    page = url("announcement_withdraw", rows["announcement"].pk)
    assert writer.post(page, {"reason": "x"}).status_code == 403
    assert not Announcement.objects.filter(kind="withdrawal").exists()


def test_a_writers_forged_action_changes_nothing(writer):
    rows = make_one_of_each()
    for name, action in [
        ("proposal", "accept_selected"),
        ("proposal", "refuse_selected"),
        ("person", "merge_selected"),
        ("person", "delete_selected"),
    ]:
        form = {"action": action, "_selected_action": rows[name].pk, "post": "yes"}
        writer.post(url(f"{name}_changelist"), form)

    assert Proposal.objects.get().state == "open"
    assert Person.objects.filter(pk=rows["person"].pk).exists()


def test_nobody_changes_or_deletes_what_was_announced(editor):
    announcement = AnnouncementFactory()

    page = url("announcement_change", announcement.pk)
    assert editor.post(page, {"source_name": "Variety"}).status_code == 403
    assert (
        editor.post(url("announcement_delete", announcement.pk), {"post": "yes"})
    ).status_code == 403
    assert Announcement.objects.get().source_name == "Netflix"


# Shows


def test_a_show_without_an_address_gets_one_from_its_title(editor):
    response = editor.post(url("show_add"), show_form(title="지금 우리 학교는"))

    assert response.status_code == 302
    assert Show.objects.get().slug == "지금-우리-학교는"


def test_a_new_address_leaves_the_old_one_working(editor):
    show = ShowFactory(title="Now at Our School")

    editor.post(url("show_change", show.pk), show_form(show, slug="all-of-us-are-dead"))

    assert OldShowAddress.objects.get().slug == "now-at-our-school"
    assert OldShowAddress.objects.get().show == show


def test_an_old_address_of_another_show_is_refused_in_words(editor):
    other = ShowFactory(title="Old name")
    other.slug = "new-name"
    other.save()

    response = editor.post(url("show_add"), show_form(title="X", slug="old-name"))

    assert "is an old address of “Old name”" in errors_of(response)["slug"]


def test_titles_seasons_and_credits_are_saved_with_the_show(editor):
    show, person = ShowFactory(), PersonFactory()
    for number in (1, 2, 3):
        SeasonFactory(show=show, number=number)

    response = editor.post(
        url("show_change", show.pk),
        show_form(
            show,
            **{
                "other_titles-TOTAL_FORMS": "1",
                "other_titles-0-title": "Now at Our School",
                "credits-TOTAL_FORMS": "1",
                "credits-0-person": person.pk,
                "credits-0-kind": "cast",
                "credits-0-character": "Choi Nam-ra",
                "credits-0-season_numbers": "1, 3",
                "credits-0-billing": "1",
            },
        ),
    )

    assert response.status_code == 302
    credit = Credit.objects.get()
    assert [season.number for season in credit.seasons.all()] == [1, 3]
    assert list(Show.objects.named("our school")) == [show]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"season_numbers": "7"}, "There is no season 7 here (1)."),
        ({"season_numbers": "one"}, "“one” is no season"),
        ({"season_numbers": "3-1"}, "runs backwards"),
        ({"kind": "crew"}, "Say what they did"),
        ({"job": "Director"}, "Only crew have a job"),
        ({"kind": "crew", "job": "Director", "character": "X"}, "Crew play nobody"),
    ],
)
def test_a_credit_that_makes_no_sense_is_refused_in_words(editor, said, sentence):
    season = SeasonFactory(number=1)
    row = {"person": PersonFactory().pk, "kind": "cast", "billing": "0", **said}

    response = editor.post(
        url("show_change", season.show.pk),
        show_form(
            season.show,
            **{"credits-TOTAL_FORMS": "1"},
            **{f"credits-0-{name}": value for name, value in row.items()},
        ),
    )

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Credit.objects.exists()


def test_a_row_a_colleague_deleted_meanwhile_is_explained(editor):
    credit = CreditFactory()
    form = show_form(
        credit.show,
        **{
            "credits-TOTAL_FORMS": "1",
            "credits-INITIAL_FORMS": "1",
            "credits-0-id": credit.pk,
            "credits-0-person": credit.person.pk,
            "credits-0-kind": "cast",
            "credits-0-character": "Typed meanwhile",
            "credits-0-billing": "0",
        },
    )
    Credit.objects.all().delete()

    response = editor.post(url("show_change", credit.show.pk), form)
    again = editor.post(
        url("show_change", credit.show.pk),
        {**form, "credits-INITIAL_FORMS": "0", "credits-0-id": ""},
    )

    assert again.status_code == 302
    assert Credit.objects.get().character == "Typed meanwhile"
    assert "Somebody deleted this row" in response.content.decode()
    assert "Typed meanwhile" in response.content.decode()


@pytest.mark.parametrize("count", [2, 40, 200])
def test_a_show_opens_at_one_cost_however_many_credits(
    editor, count, django_assert_max_num_queries
):
    season = SeasonFactory(number=1)
    show = season.show
    people = Person.objects.bulk_create(
        Person(name=f"P{n}", slug=f"p{n}", sort_name=f"p{n}") for n in range(count)
    )
    credits = Credit.objects.bulk_create(
        Credit(show=show, person=person, billing=n) for n, person in enumerate(people)
    )
    for credit in credits[:10]:
        credit.seasons.add(season)

    with django_assert_max_num_queries(22):
        response = editor.get(url("show_change", show.pk))

    assert "P1" in response.content.decode()
    assert ("Page 4" in response.content.decode()) == (count == 200)


@pytest.mark.parametrize("count", [2, 40])
def test_a_season_opens_at_one_cost_however_many_episodes(
    editor, count, django_assert_max_num_queries
):
    part = SeasonPartFactory()
    for number in range(count):
        EpisodeFactory(season=part.season, part=part, number=number)

    with django_assert_max_num_queries(11):
        response = editor.get(url("season_change", part.season.pk))

    assert response.status_code == 200


def test_the_second_page_of_credits_is_saved_as_what_it_is(editor):
    show = ShowFactory()
    credits = [CreditFactory(show=show, billing=n) for n in range(60)]

    page = url("show_change", show.pk) + "?credits=2"
    assert credits[55].person.name in editor.get(page).content.decode()
    editor.post(
        page,
        show_form(
            show,
            **{
                "credits-TOTAL_FORMS": "1",
                "credits-INITIAL_FORMS": "1",
                "credits-0-id": credits[55].pk,
                "credits-0-person": credits[55].person.pk,
                "credits-0-kind": "guest",
                "credits-0-billing": "55",
            },
        ),
    )

    credits[55].refresh_from_db()
    assert credits[55].kind == "guest"
    assert show.credits.count() == 60


@pytest.mark.parametrize("name", ["show", "person", "credit", "announcement", "season"])
def test_a_list_costs_the_same_however_long(editor, name):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert editor.get(url(f"{name}_changelist")).status_code == 200
        return len(queries)

    make_one_of_each()
    first = cost()
    for _ in range(12):
        make_one_of_each()
    assert cost() == first


@pytest.mark.parametrize(
    ("model", "field", "term"),
    [
        ("credit", "person", "per"),
        ("credit", "show", "sho"),
        ("credit", "seasons", "show 2"),
    ],
)
def test_choosers_take_at_most_three_queries_and_count_nothing(
    editor, model, field, term
):
    make_one_of_each()
    with CaptureQueriesContext(connection) as queries:
        response = editor.get(
            reverse("admin:autocomplete"),
            {
                "app_label": "shows",
                "model_name": model,
                "field_name": field,
                "term": term,
            },
        )

    assert response.json()["results"]
    sql = [q["sql"] for q in queries if "shows_" in q["sql"]]
    assert len(sql) <= 3
    assert not any("COUNT(" in statement for statement in sql)


# News


def test_a_mistake_is_withdrawn_with_a_reason(editor):
    announcement = AnnouncementFactory()
    page = url("announcement_withdraw", announcement.pk)

    assert editor.get(page).status_code == 200
    assert editor.post(page, {"reason": ""}).status_code == 200
    assert editor.post(page, {"reason": "Another show."}).status_code == 302

    withdrawal = Announcement.objects.get(kind="withdrawal")
    assert withdrawal.withdraws == announcement
    change = editor.get(url("announcement_change", announcement.pk)).content.decode()
    assert "withdrawn: Another show." in change
    again = editor.post(page, {"reason": "Once more."})
    assert "withdrawn already" in again.content.decode()


def test_editors_decide_proposals_from_the_list(editor):
    show = ShowFactory()
    yes = facts.propose(kind="ended", show=show, source_name="TVmaze")
    no = facts.propose(kind="cancelled", show=show, source_name="TVmaze")

    for action, proposal in [("accept_selected", yes), ("refuse_selected", no)]:
        form = {"action": action, "_selected_action": proposal.pk}
        editor.post(url("proposal_changelist"), form)

    assert list(Proposal.objects.order_by("pk").values_list("state", flat=True)) == [
        "accepted",
        "refused",
    ]
    assert Announcement.objects.get().certainty == "confirmed"


# Merging and splitting


def test_merging_people_names_what_moves_and_moves_it(editor):
    kept = PersonFactory(name="Lee Jae-kyoo")
    other = PersonFactory(name="Lee Jae Gyoo")
    credit = CreditFactory(person=other, director=True)

    chosen = editor.post(
        url("person_changelist"),
        {"action": "merge_selected", "_selected_action": [kept.pk, other.pk]},
    )
    page = editor.get(chosen.url)
    assert "Credits: 1" in page.content.decode()
    response = editor.post(chosen.url, {"into": kept.pk})

    assert response.url == url("person_change", kept.pk)
    credit.refresh_from_db()
    assert credit.person == kept
    assert list(Person.objects.listed()) == [kept]
    assert list(Person.objects.named("gyoo")) == [kept]
    assert OldPersonAddress.objects.get(slug="lee-jae-gyoo").person == kept


def test_merging_into_itself_or_into_nothing_is_refused_in_words(editor):
    person = PersonFactory()
    page = url("person_merge") + f"?ids={person.pk}"

    assert "required" in editor.post(page, {}).content.decode()
    response = editor.post(page, {"into": person.pk})
    assert "cannot be merged into itself" in response.content.decode()
    assert editor.get(url("person_merge") + "?ids=x,99").status_code == 302


def test_merging_shows_joins_their_seasons(editor):
    kept, other = ShowFactory(title="Kept"), ShowFactory(title="Other", imdb_id="tt1")
    for show, numbers in [(kept, [1]), (other, [1, 2])]:
        for number in numbers:
            season = SeasonFactory(show=show, number=number)
            EpisodeFactory(season=season, number=number)
    AnnouncementFactory(
        show=other, season=Season.objects.get(show=other, number=2), kind="renewed"
    )
    person = PersonFactory()
    CreditFactory(show=kept, person=person, character="A")
    CreditFactory(show=other, person=person)
    other_first = Season.objects.get(show=other, number=1)
    CreditFactory(show=other, seasons=[other_first])

    page = url("show_merge") + f"?ids={other.pk}"
    response = editor.post(page, {"into": kept.pk})

    assert response.status_code == 302
    kept.refresh_from_db()
    assert [season.number for season in kept.seasons.all()] == [1, 2]
    assert Episode.objects.filter(season__show=kept).count() == 2
    assert facts.status_of(kept, NOW).words == "Renewed"
    assert kept.imdb_id == "tt1"
    assert OtherTitle.objects.get().title == "Other"
    assert OldShowAddress.objects.get(slug="other").show == kept
    # "In the cast" goes where "as A" is known; the season of the other moved along.
    assert kept.credits.count() == 2
    assert Credit.objects.get(seasons__isnull=False).seasons.get().show == kept
    assert Show.objects.get(pk=other.pk).merged_into == kept


def test_merging_keeps_the_seasons_of_a_credit_both_have(editor):
    kept, other = PersonFactory(), PersonFactory()
    show = ShowFactory()
    first, second = (SeasonFactory(show=show, number=n) for n in (1, 2))
    CreditFactory(show=show, person=kept, seasons=[first])
    CreditFactory(show=show, person=other, seasons=[second])

    editor.post(url("person_merge") + f"?ids={other.pk}", {"into": kept.pk})

    credit = Credit.objects.get()
    assert set(credit.seasons.all()) == {first, second}


def test_merging_twice_leads_every_old_address_to_the_last(editor):
    people = [PersonFactory(name=name) for name in ("A", "B", "C")]
    for duplicate, kept in [(0, 1), (1, 2)]:
        page = url("person_merge") + f"?ids={people[duplicate].pk}"
        editor.post(page, {"into": people[kept].pk})

    addresses = OldPersonAddress.objects.values_list("slug", "person")
    assert dict(addresses) == {"a": people[2].pk, "b": people[2].pk}
    assert Person.objects.get(pk=people[0].pk).merged_into == people[2]


def test_a_person_who_is_two_is_split_by_credits(editor):
    person = PersonFactory(name="Kim Min-jae", is_uncertain=True)
    stays, goes = (CreditFactory(person=person) for _ in range(2))
    AnnouncementFactory(show=goes.show, kind="leaves", person=person)

    page = url("person_split", person.pk)
    assert editor.get(page).status_code == 200
    response = editor.post(page, {"credits": [goes.pk], "name": "Kim Min-jae"})

    other = Person.objects.exclude(pk=person.pk).get()
    assert response.url == url("person_change", other.pk)
    assert (other.name, other.slug) == ("Kim Min-jae", "kim-min-jae-2")
    assert [credit.pk for credit in other.credits.all()] == [goes.pk]
    assert [credit.pk for credit in person.credits.all()] == [stays.pk]
    assert Announcement.objects.get().person == other
    assert goes.show.facts.get().person == other


def test_a_split_leaves_something_on_either_side(editor):
    credit = CreditFactory()
    page = url("person_split", credit.person.pk)

    everything = editor.post(page, {"credits": [credit.pk], "name": "X"})
    nothing = editor.post(page, {"name": "X"})

    assert "Leave at least one credit" in everything.content.decode()
    assert "required" in nothing.content.decode()
    assert Person.objects.count() == 1


# Two people at one form


def opened(client, page):
    """The hidden notes of a form as its page gives them."""
    context = client.get(page).context
    forms = [("", context["adminform"].form)]
    for inline in context["inline_admin_formsets"]:
        forms += [(f"{f.prefix}-", f) for f in inline.formset.initial_forms]
    return {
        f"{prefix}opened_with": form["opened_with"].value() for prefix, form in forms
    }


def test_what_only_a_colleague_changed_is_taken_over(editor):
    show = ShowFactory(title="Title", synopsis="Old")
    page = url("show_change", show.pk)
    form = show_form(show, synopsis="Old", **opened(editor, page))
    drama = GenreFactory()
    show.synopsis, show.year = "A colleague's", 2022
    show.save()
    show.genres.add(drama)

    response = editor.post(page, {**form, "title": "My title"})

    assert response.status_code == 302
    show.refresh_from_db()
    assert (show.title, show.synopsis, show.year) == ("My title", "A colleague's", 2022)
    assert list(show.genres.all()) == [drama]


def test_what_both_changed_comes_back_with_a_sentence(editor):
    show = ShowFactory(title="Title", synopsis="Old")
    page = url("show_change", show.pk)
    form = show_form(show, **opened(editor, page))
    show.synopsis = "A colleague's"
    show.save()

    first = editor.post(page, {**form, "synopsis": "Mine"})
    show.refresh_from_db()
    assert "changed this to “A colleague's”" in errors_of(first)["synopsis"]
    assert "Mine" in first.content.decode()
    assert show.synopsis == "A colleague's"

    again = first.context["adminform"].form["opened_with"].value()
    editor.post(page, {**form, "synopsis": "Mine", "opened_with": again})
    show.refresh_from_db()
    assert show.synopsis == "Mine"


def test_a_stale_row_overwrites_nothing(editor):
    season = SeasonFactory(number=1)
    credit = CreditFactory(show=season.show, character="Old", seasons=[season])
    page = url("show_change", credit.show.pk)
    form = show_form(
        credit.show,
        **{
            "credits-TOTAL_FORMS": "1",
            "credits-INITIAL_FORMS": "1",
            "credits-0-id": credit.pk,
            "credits-0-person": credit.person.pk,
            "credits-0-kind": "cast",
            "credits-0-character": "Old",
            "credits-0-season_numbers": "1",
            "credits-0-billing": "0",
        },
        **opened(editor, page),
    )
    credit.character = "A colleague's"
    credit.save()

    merged = editor.post(page, {**form, "credits-0-billing": "7"})
    refused = editor.post(page, {**form, "credits-0-character": "Mine"})

    credit.refresh_from_db()
    assert merged.status_code == 302
    assert (credit.character, credit.billing) == ("A colleague's", 7)
    assert [each.number for each in credit.seasons.all()] == [1]
    assert "changed this to “A colleague&#x27;s”" in refused.content.decode()


@pytest.mark.parametrize("note", ["", "x", "[]", "{}", '{"title": 5}', "null"])
def test_a_form_without_its_notes_is_saved_as_it_is(editor, note):
    show = ShowFactory()

    response = editor.post(
        url("show_change", show.pk), show_form(show, title="New", opened_with=note)
    )

    assert response.status_code in {200, 302}
