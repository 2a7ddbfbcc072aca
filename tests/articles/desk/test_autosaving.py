import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.desk import autosaving
from articles.desk.autosaving import content_of
from articles.models import Article, Autosave, Version
from articles.tagging import text_from_tags
from authors.models import User
from tests.articles.admin.test_admin import ADD, change_url, posted
from tests.factories.articles import ArticleFactory, BylineAuthorFactory, live_version
from tests.factories.desk import make_editor, make_writer
from tests.factories.shows import PersonFactory, SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

ADD_AUTOSAVE = "/admin/articles/article/add/autosave/"


@pytest.fixture
def writer(client):
    user = make_writer()
    client.force_login(user)
    return user


def typed_into(page, **changes):
    """What the script of this form sends, with some fields typed over."""
    tags = page.context["adminform"].form["tags"].value()
    if not isinstance(tags, str):
        changes.setdefault("tags", text_from_tags(tags or []))
    return [
        [name, str(each)]
        for name, value in posted(page, **changes).items()
        for each in (value if isinstance(value, list) else [value])
    ]


def autosave(client, story, typed, *, sequence=1, key=None, **more):
    url = change_url(story, "autosave") if story else ADD_AUTOSAVE
    user = client.session.get("_auth_user_id")
    body = {
        "user": int(user) if user else 0,
        "key": str(key or uuid.uuid4()),
        "sequence": sequence,
        "typed": typed,
        **more,
    }
    return client.post(url, json.dumps(body), content_type="application/json")


def typed_over(client, story, **changes):
    """Something typed into the story's form and kept, but not saved."""
    page = client.get(change_url(story) if story else ADD)
    autosave(client, story, typed_into(page, **changes))
    return Autosave.objects.latest("pk")


# Keeping


def test_what_is_typed_is_kept_and_touches_neither_story_nor_history(client, writer):
    story = ArticleFactory(headline="One")
    page = client.get(change_url(story))

    response = autosave(client, story, typed_into(page, headline="Two"))

    assert response.json()["kept"].endswith("UTC")
    kept = Autosave.objects.get()
    assert (kept.user, kept.article, kept.base_number) == (writer, story, 1)
    assert ["headline", "Two"] in kept.typed
    story.refresh_from_db()
    assert story.headline == "One"
    assert story.versions.count() == 1


def test_one_rolling_draft_and_late_requests_change_nothing(client, writer):
    story = ArticleFactory()
    key = uuid.uuid4()
    for sequence, headline in [(1, "T"), (3, "Typed"), (2, "Ty")]:
        response = autosave(
            client, story, [["headline", headline]], sequence=sequence, key=key
        )
        assert response.status_code == 200

    kept = Autosave.objects.get()
    assert (kept.sequence, kept.typed) == (3, [["headline", "Typed"]])


def test_two_tabs_of_one_person_never_write_over_each_other(client, writer):
    story = ArticleFactory()
    autosave(client, story, [["headline", "In this tab"]])
    autosave(client, story, [["headline", "In that tab"]])

    page = client.get(change_url(story))

    assert Autosave.objects.count() == 2
    assert len(page.context["offers"]) == 2


def test_tokens_and_passwords_are_not_kept(client, writer):
    story = ArticleFactory()
    autosave(
        client,
        story,
        [
            ["csrfmiddlewaretoken", "secret"],
            ["new_password", "secret"],
            ["keeping_key", "x"],
            ["bylines-__prefix__-author", ""],
            ["headline", "Kept"],
        ],
    )

    assert Autosave.objects.get().typed == [["headline", "Kept"]]


def test_what_no_database_can_store_does_not_stop_the_rest(client, writer):
    story = ArticleFactory()

    autosave(client, story, [["headline", "A\0B \ud83d C"]])

    assert Autosave.objects.get().typed == [["headline", "AB ? C"]]


@pytest.mark.parametrize(
    "typed", [None, "text", [["one"]], [["a", 1]], [["a", "b", "c"]], {"a": "b"}]
)
def test_what_no_form_sends_is_refused(client, writer, typed):
    response = autosave(client, ArticleFactory(), typed)

    assert response.status_code == 400
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", '{"user": 1}'])
def test_a_broken_request_is_refused_in_json(client, writer, body):
    url = change_url(ArticleFactory(), "autosave")

    response = client.post(url, body, content_type="application/json")

    assert response.status_code in (400, 403)
    assert response.json()["error"]


def test_too_long_a_text_is_refused_with_a_sentence(client, writer, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    response = autosave(client, ArticleFactory(), [["body", "x" * 2000]])

    assert response.status_code == 413
    assert "too long" in response.json()["error"]


def test_nobody_fills_the_server_with_unsaved_text(client, writer, monkeypatch):
    monkeypatch.setattr(autosaving, "MOST_UNSAVED", 2)
    story = ArticleFactory()
    statuses = [
        autosave(client, story, [["headline", "x"]]).status_code for _ in range(3)
    ]

    assert statuses == [200, 200, 409]
    assert Autosave.objects.count() == 2


# Saving


def save(client, page, url, **changes):
    return client.post(url, posted(page, _save="1", **changes))


def test_saving_the_form_forgets_what_it_kept(client, writer):
    story = ArticleFactory()
    page = client.get(change_url(story))
    key = uuid.uuid4()
    autosave(client, story, typed_into(page, headline="Two"), key=key)
    other = typed_over(client, story, headline="In another tab")

    response = save(
        client, page, change_url(story), headline="Two", keeping_key=str(key)
    )

    assert response.status_code == 302
    assert Autosave.objects.get() == other
    # The browser may forget its own copy too.
    assert str(key) in response.cookies["newsroom_done"].value


def test_a_late_request_does_not_bring_back_what_was_saved(client, writer):
    story = ArticleFactory()
    key = uuid.uuid4()
    autosave(client, story, [["headline", "Two"]], key=key)
    Autosave.objects.all().delete()

    response = autosave(
        client, story, [["headline", "Tw"]], key=key, sequence=2, was_kept=True
    )

    assert response.status_code == 409
    assert response.json()["reason"] == "gone"
    assert not Autosave.objects.exists()


def test_a_save_that_is_refused_forgets_nothing_and_takes_over(client, writer):
    story = ArticleFactory(headline="One")
    page = client.get(change_url(story))
    key = uuid.uuid4()
    autosave(client, story, typed_into(page, headline="Mine"), key=key)
    content = story.versions.get().content
    publishing.save_version(
        story, content | {"headline": "Theirs"}, by=make_editor(), base=1
    )

    refused = save(
        client, page, change_url(story), headline="Mine", keeping_key=str(key)
    )

    assert refused.status_code == 200
    assert Autosave.objects.count() == 1
    assert refused.context["offers"] == []
    assert refused.context["keeping"]["is_unsaved"]
    replaces = refused.context["keeping"]["replaces"]
    assert replaces == f"{key}:1"

    # The page of the refusal keeps the text from here on.
    autosave(client, story, [["headline", "Mine, still"]], replaces=replaces)

    assert Autosave.objects.get().typed == [["headline", "Mine, still"]]


def test_text_taken_over_is_spared_when_its_own_tab_went_on(client, writer):
    story = ArticleFactory()
    key = uuid.uuid4()
    autosave(client, story, [["headline", "A"]], key=key)
    autosave(client, story, [["headline", "A, and more"]], key=key, sequence=2)

    autosave(client, story, [["headline", "Taken up"]], replaces=f"{key}:1")

    assert Autosave.objects.count() == 2


def test_the_whole_save_is_undone_together(client, writer, monkeypatch):
    """A save that breaks after its version was written keeps the autosave."""
    story = ArticleFactory()
    page = client.get(change_url(story))
    key = uuid.uuid4()
    autosave(client, story, typed_into(page, headline="Two"), key=key)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("articles.admin.keeping._tell_done", broken)
    client.raise_request_exception = False
    response = save(
        client, page, change_url(story), headline="Two", keeping_key=str(key)
    )

    assert response.status_code == 500
    assert Autosave.objects.exists()
    assert story.versions.count() == 1


# Coming back


def test_on_return_the_text_is_offered_with_its_difference(client, writer):
    story = ArticleFactory(headline="One", body="<p>It begins.</p>")

    typed_over(
        client, story, headline="Two", body="<p>It begins.</p><p>It goes on.</p>"
    )
    page = client.get(change_url(story))

    (offer,) = page.context["offers"]
    assert "eadline" in offer.what
    assert "3 words added" in offer.what
    text = page.content.decode()
    assert "You typed something at" in text
    assert f"take_up={offer.autosave.pk}" in text


def test_an_offer_from_another_day_says_which(client, writer, time_machine):
    story = ArticleFactory()
    typed_over(client, story, headline="Two")

    time_machine.move_to(timezone.now() + timedelta(days=2))
    client.force_login(writer)

    assert client.get(change_url(story)).context["offers"][0].when.startswith("on ")


def test_nothing_is_offered_that_the_story_says_already(client, writer):
    story = ArticleFactory(
        headline="One",
        standfirst="One line\r\nand another",
        shows=[ShowFactory()],
        tags=["b", "a"],
        rating="4.5",
    )
    page = client.get(change_url(story))
    typed = typed_into(page, headline="Two")

    autosave(client, story, typed)
    save(client, page, change_url(story), headline="Two", tags="a, b")

    assert Autosave.objects.count() == 1
    assert client.get(change_url(story)).context["offers"] == []


def test_opened_and_left_is_nothing_typed(client, writer):
    story = ArticleFactory(
        shows=[ShowFactory(), ShowFactory()],
        seasons=[SeasonFactory()],
        people=[PersonFactory(), PersonFactory()],
        tags=["Release dates", "K-drama"],
    )
    autosave(client, story, typed_into(client.get(change_url(story))))

    assert client.get(change_url(story)).context["offers"] == []


def test_only_the_person_who_typed_it_is_offered_it(client, writer):
    story = ArticleFactory()
    typed_over(client, story, headline="Secret plan")
    client.force_login(make_editor())

    page = client.get(change_url(story))

    assert page.context["offers"] == []
    assert "Secret plan" not in page.content.decode()


def test_the_difference_is_a_page_to_read(client, writer):
    story = ArticleFactory(headline="One")
    kept = typed_over(client, story, headline="Two")

    page = client.get(f"{change_url(story, 'autosave')}{kept.pk}/")

    assert [each.field for each in page.context["differences"]] == ["headline"]
    assert "<ins>Two</ins>" in page.content.decode()


def test_half_typed_values_are_shown_rather_than_refused(client, writer):
    story = ArticleFactory(rating="4.0")
    kept = typed_over(
        client,
        story,
        headline="x" * 999,
        rating="five",
        tags="!!!, ",
        section="99999999999999999999",
        lead_image="none",
        seasons=["x"],
        kind="poem",
        question="why",
        body="<script>alert(1)</script><p onclick=x>Half <b",
        **{"sources-TOTAL_FORMS": "1", "sources_0__published_on": "soon"},
    )

    page = client.get(f"{change_url(story, 'autosave')}{kept.pk}/")
    again = client.get(f"{change_url(story)}?take_up={kept.pk}")

    assert page.status_code == again.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert "x" * 999 in again.content.decode()
    assert 'value="five"' in again.content.decode()


# Taking it up again


def test_taken_up_the_form_stands_as_it_was_left(client, writer):
    ada, ben = (BylineAuthorFactory(name=name) for name in ("Ada", "Ben"))
    show, person = ShowFactory(title="Dark"), PersonFactory(name="Ji-min")
    story = ArticleFactory(headline="One", authors=[ada], shows=[show])
    kept = typed_over(
        client,
        story,
        headline="Two",
        body="<p>Typed at length.</p>",
        people=[person.pk],
        tags="Zombies, K-drama",
        bylines_1__author=ben.pk,
        bylines_1__role="editor",
        article_shows_0__DELETE="on",
        **{"bylines-TOTAL_FORMS": 2},
    )

    page = client.get(f"{change_url(story)}?take_up={kept.pk}")

    text = page.content.decode()
    assert "Please correct" not in text
    assert "This is what you typed" in text
    assert "Typed at length." in text
    assert page.context["offers"] == []
    response = client.post(
        change_url(story),
        posted(page, _save="1", keeping_replaces=page.context["keeping"]["replaces"]),
    )
    assert response.status_code == 302
    assert not Autosave.objects.exists()
    story.refresh_from_db()
    assert story.headline == "Two"
    assert [byline.author for byline in story.bylines.all()] == [ada, ben]
    assert list(story.people.all()) == [person]
    assert not story.article_shows.exists()
    assert sorted(story.tags.names()) == ["K-drama", "Zombies"]


def test_taken_up_it_is_merged_with_what_was_saved_meanwhile(client, writer):
    story = ArticleFactory(headline="One", shows=[ShowFactory(), ShowFactory()])
    kept = typed_over(client, story, headline="Mine")
    content = story.versions.get().content
    publishing.save_version(
        story,
        content | {"standfirst": "Theirs", "shows": []},
        by=make_editor(),
        base=1,
    )

    page = client.get(f"{change_url(story)}?take_up={kept.pk}")
    # Rows that a colleague removed are still what was typed.
    assert page.content.decode().count("has_original") == 0
    response = client.post(change_url(story), posted(page, _save="1"))

    assert response.status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.standfirst) == ("Mine", "Theirs")


def test_what_is_gone_cannot_be_taken_up(client, writer):
    story = ArticleFactory()

    response = client.get(f"{change_url(story)}?take_up=999", follow=True)

    assert response.redirect_chain == [(change_url(story), 302)]
    assert "saved or thrown away" in response.content.decode()


@pytest.mark.parametrize("asked", ["x", "9" * 40, "-1", "1;2", ""])
def test_a_forged_number_takes_up_nothing(client, writer, asked):
    story = ArticleFactory()

    response = client.get(change_url(story), {"take_up": asked})

    assert response.status_code == 302


def test_what_is_thrown_away_is_asked_about_and_gone(client, writer):
    story = ArticleFactory()
    kept = typed_over(client, story, headline="Two")
    url = f"{change_url(story, 'autosave')}{kept.pk}/throw-away/"

    assert "cannot be brought back" in client.get(url).content.decode()
    assert Autosave.objects.exists()
    response = client.post(url)

    assert response.url == change_url(story)
    assert not Autosave.objects.exists()
    assert str(kept.key) in response.cookies["newsroom_done"].value


def test_what_was_put_together_on_the_page_of_a_conflict_is_not_lost(client, writer):
    story = ArticleFactory(headline="One")
    typed = typed_into(client.get(change_url(story)), headline="Mine")
    typed += [
        ["combined-headline", "Mine and theirs"],
        ["combined-headline-was", "Mine theirs"],
    ]
    autosave(client, story, typed)

    page = client.get(f"{change_url(story)}?take_up={Autosave.objects.get().pk}")

    assert page.context["adminform"].form["headline"].value() == "Mine and theirs"


# New stories


def test_a_new_story_is_kept_before_its_first_save(client, writer):
    typed_over(client, None, headline="A scoop", body="<p>Nobody knows yet.</p>")

    page = client.get(ADD)

    (offer,) = page.context["offers"]
    assert offer.what == "“A scoop”, 3 words"
    assert "You began a story" in page.content.decode()
    assert not Article.objects.exists()


def test_a_new_story_is_taken_up_and_saved(client, writer):
    kept = typed_over(client, None, headline="A scoop", body="<p>Nobody knows.</p>")
    assert "A scoop" in client.get(f"{ADD_AUTOSAVE}{kept.pk}/").content.decode()

    page = client.get(f"{ADD}?take_up={kept.pk}")
    response = client.post(
        ADD,
        posted(page, _save="1", keeping_replaces=page.context["keeping"]["replaces"]),
    )

    story = Article.objects.get()
    assert response.url == change_url(story)
    assert story.headline == "A scoop"
    assert not Autosave.objects.exists()


def test_the_first_screen_says_where_unsaved_text_waits(client, writer):
    story, secret = ArticleFactory(headline="The roof"), ArticleFactory()
    for each in (story, secret, None):
        typed_over(client, each, headline="Typed")
    other = make_writer("other")
    Article.objects.filter(pk=secret.pk).update(owner=other, headline="Not yours")

    text = client.get("/admin/").content.decode()

    assert "You typed something that was not saved" in text
    assert f'<a href="{change_url(story)}">The roof</a>' in text
    assert f'<a href="{ADD}">a new story</a>' in text
    assert "Not yours" not in text


def test_an_autosave_of_one_story_is_not_reached_through_another(client, writer):
    story, other = ArticleFactory(), ArticleFactory()
    kept = typed_over(client, story, headline="Two")

    for url in (
        f"{change_url(other, 'autosave')}{kept.pk}/",
        f"{ADD_AUTOSAVE}{kept.pk}/",
        f"{change_url(other, 'autosave')}{kept.pk}/throw-away/",
    ):
        assert client.get(url).status_code == 404
    assert client.get(f"{change_url(other)}?take_up={kept.pk}").status_code == 302


# Who may


def other_writer():
    return make_writer("other")


def disabled():
    user = make_writer("gone")
    User.objects.filter(pk=user.pk).update(is_active=False)
    return user


def outsider():
    return User.objects.create_user("outsider", password="outsider")


def without_groups():
    return User.objects.create_user("intern", is_staff=True)


@pytest.mark.parametrize(
    ("who", "status", "reason"),
    [
        (other_writer, 404, "refused"),
        (disabled, 403, "logged_out"),
        (outsider, 403, "logged_out"),
        (without_groups, 404, "refused"),
        (None, 403, "logged_out"),
    ],
)
@pytest.mark.parametrize("page", ["autosave", "presence"])
def test_the_script_is_refused_in_json_and_learns_no_title(who, status, reason, page):
    story = ArticleFactory(headline="Under wraps")
    client = Client()
    user = who() if who else None
    if user:
        client.force_login(user)
    body = {"user": user.pk if user else 0, "key": str(uuid.uuid4()), "sequence": 1}
    body |= {"typed": [["headline", "x"]], "tab": str(uuid.uuid4()), "base": 1}

    response = client.post(
        change_url(story, page), json.dumps(body), content_type="application/json"
    )

    assert response.status_code == status
    assert response.json()["reason"] == reason
    assert "wraps" not in response.content.decode()
    assert not Autosave.objects.exists()


def test_whoever_may_not_start_stories_keeps_none(client):
    user = without_groups()
    client.force_login(user)

    assert autosave(client, None, [["headline", "x"]]).status_code == 403


@pytest.mark.parametrize("page", ["", "throw-away/"])
@pytest.mark.parametrize("who", [other_writer, make_editor, without_groups])
def test_unsaved_text_is_its_writers_alone(client, writer, who, page):
    story = ArticleFactory(published=True)
    kept = typed_over(client, story, headline="Secret plan")
    client.force_login(who())
    url = f"{change_url(story, 'autosave')}{kept.pk}/{page}"

    assert client.get(url).status_code in (403, 404)
    assert client.post(url).status_code in (403, 404)
    assert "Secret" not in client.get(url).content.decode()
    assert Autosave.objects.exists()


def test_a_story_with_the_editors_takes_no_more_text_but_gives_back_what_it_has(
    client, writer
):
    story = ArticleFactory()
    kept = typed_over(client, story, headline="Two")
    publishing.submit(story, by=writer)

    refused = autosave(client, story, [["headline", "Three"]])

    assert refused.status_code == 403
    assert "may not change this story now" in refused.json()["error"]
    page = client.get(change_url(story))
    assert "your text stays here" in page.content.decode()
    assert client.get(f"{change_url(story)}?take_up={kept.pk}").status_code == 302
    difference = client.get(f"{change_url(story, 'autosave')}{kept.pk}/")
    assert "Two" in difference.content.decode()


def test_a_story_under_legal_hold_takes_no_more_text(client, writer):
    story = ArticleFactory()
    publishing.hold(story, by=make_editor(), reason="A letter")

    assert autosave(client, story, [["headline", "x"]]).status_code == 403


def test_text_is_not_kept_for_whoever_logged_in_instead(client, writer):
    story = ArticleFactory(published=True)
    client.force_login(make_editor())

    response = autosave(client, story, [["headline", "x"]], user=writer.pk)

    assert response.status_code == 403
    assert "logged in as editor" in response.json()["error"]
    assert not Autosave.objects.exists()


def test_a_forged_request_of_another_site_keeps_nothing(writer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)

    response = autosave(client, ArticleFactory(), [["headline", "x"]])

    assert response.status_code == 403
    assert response.json()["reason"] == "csrf"
    assert not Autosave.objects.exists()


def test_keeping_text_never_touches_what_readers_see(client, writer):
    story = ArticleFactory(published=True)
    before = live_version(story)
    versions = Version.objects.count()

    typed_over(client, story, headline="Not yet")

    assert live_version(story) == before
    assert Version.objects.count() == versions


# Reading the fields


def test_the_fields_of_the_form_say_what_the_form_itself_would_save(client, writer):
    story = ArticleFactory(
        shows=[ShowFactory(), ShowFactory()],
        seasons=[SeasonFactory()],
        tags=["one", "two words"],
        rating="3.5",
    )
    story.sources.create(name="Variety", url="https://example.com/a", position=0)
    version = publishing.save_version(story, by=writer)
    page = client.get(change_url(story))

    content = content_of(typed_into(page), version.content)

    assert {name: content[name] for name in content if name != "names"} == {
        name: version.content[name] for name in content if name != "names"
    }


# Costs


def test_keeping_costs_few_queries(client, writer, django_assert_max_num_queries):
    story = ArticleFactory()
    key = uuid.uuid4()
    autosave(client, story, [["headline", "x"]], key=key)

    # Session, user, permissions, story, whether it may be seen, one update.
    with django_assert_max_num_queries(8):
        autosave(client, story, [["headline", "xy"]], key=key, sequence=2)


@pytest.mark.parametrize("count", [1, 8])
def test_the_form_costs_the_same_however_much_was_not_saved(
    client, writer, count, django_assert_max_num_queries
):
    story = ArticleFactory()
    for number in range(count):
        typed_over(client, story, headline=f"Unsaved {number}")
        user = make_writer(f"writer{number}")
        story.presences.create(
            user=user, tab=uuid.uuid4(), since=timezone.now(), seen_at=timezone.now()
        )

    # One of them for the sentences that facts have made wrong.
    with django_assert_max_num_queries(35):
        client.get(change_url(story))


def test_unsaved_words_of_a_story_that_was_deleted_make_a_new_one(client, writer):
    story = ArticleFactory(owner=writer)
    typed_over(client, story, headline="What nobody saved")

    publishing.delete(story, by=make_editor())

    kept = Autosave.objects.get()
    page = client.get(ADD)
    assert "began" in page.content.decode()
    page = client.get(f"{ADD}?take_up={kept.pk}")
    assert "What nobody saved" in page.content.decode()
    client.post(ADD, posted(page, _save="1"))
    assert Article.objects.get().headline == "What nobody saved"


def test_who_deletes_a_story_throws_their_own_unsaved_words_away(client, writer):
    story = ArticleFactory(owner=writer)
    typed_over(client, story, headline="What nobody saved")

    publishing.delete(story, by=writer)

    assert not Autosave.objects.exists()


def test_a_form_of_a_story_that_was_deleted_comes_back_with_its_text(client, writer):
    story = ArticleFactory(owner=writer)
    page = client.get(change_url(story))
    publishing.delete(story, by=make_editor())

    response = client.post(
        change_url(story), posted(page, _save="1", headline="What nobody saved")
    )

    assert response.status_code == 404
    assert "What nobody saved" in response.content.decode()


@pytest.mark.parametrize("name", ["autosave", "presence"])
def test_an_ordinary_form_is_refused_in_words_by_what_the_script_asks(
    client, writer, name
):
    story = ArticleFactory(owner=writer)

    response = client.post(change_url(story, name), {"typed": "anything"})

    assert (response.status_code, response.json()["reason"]) == (400, "refused")
