from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import publishing
from articles.desk.mentions import mentioned, offered, pieces, who_may_see
from articles.desk.notes import reopen, resolve, write_note
from articles.models import Note, Notice
from articles.permissions import may_see
from authors.models import User
from tests.factories.articles import ArticleFactory
from tests.factories.authors import UserFactory
from tests.factories.desk import make_author, make_editor, make_writer

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def url(article, rest=""):
    return f"/admin/articles/article/{article.pk}/notes/{rest}"


@pytest.fixture
def writer(client):
    user = make_writer()
    client.force_login(user)
    return user


@pytest.fixture
def story(writer):
    return ArticleFactory(owner=writer)


def names(text, article):
    people, unknown = mentioned(text, article, timezone.now())
    return [user.username for user in people], unknown


# Writing and settling


def test_a_note_is_written_answered_and_resolved(client, writer, story):
    client.post(url(story), {"text": "Who says so?"})
    note = Note.objects.get()
    client.post(url(story), {"text": "The agency.", "reply_to": note.pk})
    client.post(url(story, f"{note.pk}/resolve/"))

    page = client.get(url(story)).content.decode()

    note.refresh_from_db()
    assert (note.by, note.resolved_by) == (writer, writer)
    assert [reply.text for reply in note.replies.all()] == ["The agency."]
    assert "0 open, 1 resolved" in page
    assert "Resolved by writer" in page


def test_whoever_resolved_first_is_named(story):
    note = write_note(story, "Is it?", by=make_editor())
    resolve(note, by=make_editor())

    resolve(note, by=story.owner)

    note.refresh_from_db()
    assert note.resolved_by == make_editor()


def test_an_answer_opens_a_resolved_note_again(story):
    note = write_note(story, "Is it?", by=make_editor())
    resolve(note, by=make_editor())

    write_note(story, "It is not.", by=story.owner, reply_to=note)

    note.refresh_from_db()
    assert (note.resolved_at, note.resolved_by) == (None, None)


def test_a_note_is_reopened(client, writer, story):
    note = write_note(story, "Is it?", by=writer)
    resolve(note, by=writer)

    response = client.post(url(story, f"{note.pk}/reopen/"))

    note.refresh_from_db()
    assert response.status_code == 302
    assert note.resolved_at is None


def test_answers_stand_one_level_deep(story):
    first = write_note(story, "One", by=story.owner)
    second = write_note(story, "Two", by=story.owner, reply_to=first)

    third = write_note(story, "Three", by=story.owner, reply_to=second)

    assert third.reply_to == first


def test_the_liveliest_thread_comes_first_and_resolved_ones_last(client, story):
    old, new, done = (
        write_note(story, text, by=story.owner) for text in ("Old", "New", "Done")
    )
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        write_note(story, "Still?", by=story.owner, reply_to=old)
        resolve(done, by=story.owner)

    response = client.get(url(story))

    assert [thread.note for thread in response.context["threads"]] == [old, new, done]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5001])
def test_an_empty_and_an_endless_note_are_refused_and_kept(client, story, text):
    response = client.post(url(story), {"text": text})

    assert response.status_code == 422
    assert not Note.objects.exists()
    assert response.context["typed"] == text


def test_a_note_names_no_more_than_twenty_people(story):
    for number in range(21):
        make_editor(f"editor-{number}")

    with pytest.raises(ValidationError, match="20 people"):
        write_note(story, " ".join(f"@editor-{n}" for n in range(21)), by=make_editor())
    assert not Note.objects.exists()


def test_a_note_is_text_and_never_markup(client, story):
    write_note(story, "<script>alert(1)</script>", by=story.owner)

    page = client.get(url(story)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


# From the story form


def test_a_script_gets_the_panel_anew(client, writer, story):
    response = client.post(url(story), {"text": "Who says so?"}, headers=JSON)

    answer = response.json()
    assert "Who says so?" in answer["html"]
    assert "<form" not in answer["html"]
    assert answer["open"] == 1


def test_a_script_is_told_what_is_wrong(client, story):
    response = client.post(url(story), {"text": " "}, headers=JSON)

    assert response.status_code == 422
    assert response.json() == {"error": "Write something first."}


def test_the_story_form_shows_open_notes_in_no_form_of_their_own(client, story):
    write_note(story, "Who says so?", by=make_editor())
    resolve(write_note(story, "Long settled", by=make_editor()), by=make_editor())

    page = client.get(f"/admin/articles/article/{story.pk}/change/").content.decode()

    panel = page[page.index("data-notes ") :].split("</details>")[0]
    assert "Who says so?" in panel
    assert "Long settled" not in panel
    assert "<form" not in panel
    assert 'name="' not in panel


def test_a_story_that_cannot_be_changed_has_notes_all_the_same(client, writer, story):
    publishing.submit(story, by=writer)

    page = client.get(f"/admin/articles/article/{story.pk}/change/").content.decode()
    client.post(url(story), {"text": "One more thing."})

    assert "data-notes " in page
    assert story.notes.get().text == "One more thing."


# Whose business it is


def test_notes_of_a_story_that_is_not_theirs_do_not_exist(client, writer):
    hidden = ArticleFactory(owner=make_writer("other"), headline="A secret wedding")
    note = write_note(hidden, "Nobody may know.", by=hidden.owner)
    answers = [
        client.get(url(hidden)),
        client.get(url(hidden, "names/")),
        client.post(url(hidden), {"text": "Hello"}),
        client.post(url(hidden), {"text": "Hello"}, headers=JSON),
        client.post(url(hidden, f"{note.pk}/resolve/")),
        client.post(url(hidden, f"{note.pk}/reopen/")),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert not any(
        b"wedding" in answer.content or b"Nobody" in answer.content
        for answer in answers
    )
    assert Note.objects.get().resolved_at is None


@pytest.mark.parametrize("rest", ["{}/resolve/", "{}/reopen/"])
def test_a_note_of_another_story_is_not_found_by_its_number(
    client, writer, story, rest
):
    hidden = ArticleFactory(owner=make_writer("other"))
    note = write_note(hidden, "Nobody may know.", by=hidden.owner)

    assert client.post(url(story, rest.format(note.pk))).status_code == 404


@pytest.mark.parametrize("key", ["other", "²", "1" * 30, "x"])
def test_an_answer_to_a_note_of_another_story_is_not_found(client, writer, story, key):
    if key == "other":
        hidden = ArticleFactory(owner=make_writer("other"))
        key = write_note(hidden, "Nobody may know.", by=hidden.owner).pk

    response = client.post(url(story), {"text": "Hello", "reply_to": key})

    assert response.status_code == 404
    assert not story.notes.exists()


def test_rights_are_asked_at_the_moment_of_each_deed(story):
    outsider = make_writer("outsider")
    note = write_note(story, "Who says so?", by=story.owner)

    for deed in (
        lambda: write_note(story, "Hello", by=outsider),
        lambda: resolve(note, by=outsider),
        lambda: reopen(note, by=outsider),
    ):
        with pytest.raises(PermissionDenied):
            deed()


@pytest.mark.parametrize("rest", ["resolve/", "reopen/"])
def test_looking_settles_nothing(client, story, rest):
    note = write_note(story, "Who says so?", by=story.owner)

    assert client.get(url(story, f"{note.pk}/{rest}")).status_code == 405


# Names


@pytest.fixture
def desk(story):
    make_editor("editor")
    make_editor("mia.k")
    make_editor("Ada-Lee")
    make_editor("지우")
    make_writer("outsider")
    UserFactory(staff=True, username="intern")
    return story


@pytest.mark.parametrize(
    ("text", "people", "unknown"),
    [
        ("@editor", ["editor"], []),
        ("(@Editor), please", ["editor"], []),
        ("Ask @mia.k.", ["mia.k"], []),
        ("@mia.k@editor", ["mia.k"], []),
        ("@ada-lee's list, @지우!", ["Ada-Lee", "지우"], []),
        ("@editor-in-chief", ["editor"], []),
        ("@editor @editor @EDITOR", ["editor"], []),
        ("write to desk@editor or a/@editor", [], []),
        ("@outsider and @intern. @nobody?", [], ["outsider", "intern", "nobody"]),
        ("@", [], []),
        ("@@editor", [], []),
    ],
)
def test_names_are_read_as_people_write_them(desk, text, people, unknown):
    found, missed = names(text, desk)

    assert sorted(found) == sorted(people)
    assert missed == unknown


@pytest.mark.parametrize("text", ["@" + "a.-+" * 1250, "@a" * 2500])
def test_a_hostile_text_is_read_to_its_end_and_names_nobody(desk, text):
    """An expression that backtracks would take hours."""
    found, _ = names(text, desk)

    assert list(found) == []


def test_told_names_are_marked():
    text = "Ask @mia.k. or @nobody"

    assert list(pieces(text, ["mia.k"])) == [
        ("Ask ", False),
        ("@mia.k", True),
        (". or @nobody", False),
    ]


def test_the_author_learns_who_was_told_and_of_nobody_else(client, writer, desk):
    response = client.post(
        url(desk), {"text": "@editor @outsider @nobody"}, headers=JSON
    )

    told = response.json()["told"]
    assert "Told of it: editor." in told
    assert "Nobody called “outsider” may see this story" in told
    assert "Nobody called “nobody” may see this story" in told
    assert not Notice.objects.filter(user__username="outsider").exists()
    assert '<mark class="desk-mention">@editor</mark>' in response.json()["html"]


@pytest.mark.parametrize(
    ("begun", "found"),
    [
        ("", ["Ada-Lee", "editor", "mia.k", "writer", "지우"]),
        ("e", ["editor"]),
        ("ADA", ["Ada-Lee"]),
        ("min", ["mia.k"]),
        ("out", []),
        ("%", []),
        ("_", []),
    ],
)
def test_names_are_offered_by_the_start_of_a_word(client, writer, desk, begun, found):
    mia = User.objects.get(username="mia.k")
    make_author(mia, "Mia Kim Minogue")

    people = client.get(url(desk, "names/"), {"q": begun}).json()["people"]

    assert sorted(each["username"] for each in people) == sorted(found)


def test_offered_are_a_few(story):
    for number in range(20):
        make_editor(f"editor-{number}")

    assert len(offered("e", story, timezone.now())) == 8


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"published": True},
        {"scheduled": True},
        {"in_review": True},
        {"expired": True},
        {"killed": True},
    ],
)
def test_everybody_who_may_see_a_story_is_everybody_who_may_be_told(state):
    was_killed = "killed" in state
    owner, bylined, assignee = (make_writer(n) for n in ("own", "bylined", "assignee"))
    article = ArticleFactory(
        owner=owner,
        assignee=assignee,
        authors=[make_author(bylined)],
        **({"published": True} if was_killed else state),
    )
    if was_killed:
        publishing.kill(article, by=make_editor(), reason="A hoax.")
    make_writer("other")
    UserFactory(staff=True, username="intern")
    UserFactory(username="reader")
    UserFactory(admin=True, username="chief")
    for name, changes in {
        "gone": {"is_active": False},
        "left": {"is_staff": False},
    }.items():
        make_editor(name)
        User.objects.filter(username=name).update(**changes)

    told = set(who_may_see(article, timezone.now()))

    assert told == {user for user in User.objects.all() if may_see(user, article)}
    assert owner in told


# What it costs


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_of_notes_costs_the_same_however_many_there_are(
    client, writer, story, django_assert_num_queries, count
):
    _talk(story, count)

    # Session, person, two for permissions, story, mark as seen, threads, answers,
    # who was told, counts.
    with django_assert_num_queries(10):
        response = client.get(url(story))

    assert len(response.context["threads"]) == count


def test_the_panel_costs_the_same_however_many_there_are(
    client, writer, story, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(100) as queries:
            client.get(f"/admin/articles/article/{story.pk}/change/")
        return len(queries)

    _talk(story, 1)
    cost()
    few = cost()

    _talk(story, 11)

    assert cost() == few


def _talk(story, count):
    for number in range(count):
        editor = make_editor(f"editor-{story.notes.count()}-{number}")
        note = write_note(story, f"@{story.owner.username}?", by=editor)
        write_note(story, f"@{editor.username}!", by=story.owner, reply_to=note)
