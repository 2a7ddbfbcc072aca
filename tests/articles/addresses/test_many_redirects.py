import csv

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles import publishing
from articles.addresses.many_redirects import MOST_LINES, add_redirects, foresee
from articles.models import Redirect
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor, make_writer
from tests.factories.newsroom import PageFactory
from tests.factories.shows import ShowFactory

pytestmark = pytest.mark.django_db

SCREEN = "/admin/articles/redirect/many/"


@pytest.fixture
def pages():
    story = ArticleFactory(published=True, slug="story")
    publishing.change_address(story, "story-now", by=make_editor("mover"))
    ShowFactory(slug="show")


def made(text):
    add_redirects(text, by=make_editor(), at=timezone.now())
    return dict(Redirect.objects.values_list("path", "target"))


def refused(text):
    plan = foresee(text, timezone.now())
    return {line.number: line.error for line in plan.refused}


def test_lines_of_any_spreadsheet_are_made_into_redirects(pages, client):
    text = (
        "Old,New,Note\n"
        "/2019/05/one/,/articles/story/,from the export\n"
        "/2019/05/two/\t/shows/show/\n"
        '"/2019/05/three, four/";"/shows/show/"\r\n'
        "\n"
        "/2019/05/지금/ /shows/\n"
    )

    assert made(text) == {
        "/2019/05/one/": "/articles/story-now/",
        "/2019/05/two/": "/shows/show/",
        "/2019/05/three, four/": "/shows/show/",
        "/2019/05/지금/": "/shows/",
    }
    answer = client.get("/2019/05/one")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/story-now/")
    assert Redirect.objects.get(path="/2019/05/one/").note == "from the export"


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(text.splitlines()))


def test_what_was_downloaded_can_be_brought_again(pages, client):
    editor = make_editor("chief")
    notes = ["=cmd|' /C calc'!A0", '-1; or, rather, "two"', "'quoted'", ""]
    rows = [
        (f"/2019/지금, {n}; then/", "/shows/show/", note)
        for n, note in enumerate(notes)
    ]
    for path, target, note in rows:
        Redirect.objects.create(path=path, target=target, note=note, by=editor)
    client.force_login(editor)

    response = client.get("/admin/articles/redirect/download/")
    file = b"".join(response.streaming_content)
    Redirect.objects.all().delete()
    client.post(
        SCREEN, {"file": SimpleUploadedFile("redirects.csv", file), "_make": "1"}
    )

    assert 'filename="redirects-' in response["Content-Disposition"]
    assert "\"'=cmd|" in file.decode()
    assert set(Redirect.objects.values_list("path", "target", "note")) == set(rows)


def test_a_download_holds_what_was_searched_for(client):
    for path in ("/2019/one/", "/2020/two/"):
        Redirect.objects.create(path=path, target="/shows/", note="")
    client.force_login(make_editor())

    found = rows_of(client.get("/admin/articles/redirect/download/?q=2019"))
    screen = client.get("/admin/articles/redirect/?q=2019").text

    assert found == [["from", "to", "note"], ["/2019/one/", "/shows/", ""]]
    assert "/admin/articles/redirect/download/?q=2019" in screen
    client.force_login(make_writer())
    for name in ("download", "old/download"):
        answer = client.get(f"/admin/articles/redirect/{name}/")
        assert answer.status_code == 403


def test_those_in_a_row_become_one_hop_each(pages):
    Redirect.objects.create(path="/z/z/", target="/a/a/")

    assert made("/a/a/,/b/b/\n/b/b/,/c/c/\n/c/c/,/shows/show/") == dict.fromkeys(
        ["/z/z/", "/a/a/", "/b/b/", "/c/c/"], "/shows/show/"
    )


def test_each_line_that_would_mislead_is_refused_with_its_reason(pages):
    Redirect.objects.create(path="/there/already/", target="/shows/")
    PageFactory(slug="about")
    lines = {
        "/a/a/,/articles/nowhere/": "Readers find no page at /articles/nowhere/.",
        "/b/b/,/about/": "Readers find no page at /about/.",
        "/c/c/,/d/d/": "That goes round in a circle.",
        "/d/d/,/c/c/": "That goes round in a circle.",
        "/e/e/": "Where it leads is missing.",
        "/f/f/,https://elsewhere.example/": "Give an address of this site",
        "/there/already/,/shows/show/": "It leads to /shows/ already.",
        "/shows/show/,/shows/": "is an address that the site answers",
        "/articles/story/,/shows/": "leads to /articles/story-now/ by itself",
        "/?p=12,/shows/": "behind the ?",
        "/g/g/,/shows/": "",
        "/g/g/,/shows/show/": "A line above says",
    }

    found = refused("\n".join(lines))

    for number, reason in enumerate(lines.values(), start=1):
        assert reason in found.get(number, ""), number
        assert bool(reason) == (number in found)


def test_what_is_there_already_is_no_error(pages):
    text = "/a/a/,/shows/show/"

    made(text)
    plan = foresee(text, timezone.now())

    assert (plan.good, len(plan.known), plan.refused) == ([], 1, [])


def test_there_is_a_limit_and_only_editors_make_them():
    with pytest.raises(ValidationError, match="at most"):
        foresee("/a/a/,/shows/\n" * (MOST_LINES + 1), timezone.now())
    with pytest.raises(PermissionDenied):
        add_redirects("/a/a/,/shows/", by=make_writer(), at=timezone.now())


def test_a_file_is_looked_at_then_made_and_what_was_refused_stays(pages, client):
    client.force_login(make_editor())
    text = "/a/a/,/shows/show/\n/b/b/,/articles/nowhere/\n"
    file = SimpleUploadedFile("old.csv", b"\xef\xbb\xbf" + text.encode())

    looked = client.post(SCREEN, {"lines": "", "file": file})
    assert "1 can be made" in looked.text
    assert "Line 2: Readers find no page at /articles/nowhere/." in looked.text
    assert not Redirect.objects.exists()

    lines = looked.context["form"]["lines"].value()
    done = client.post(SCREEN, {"lines": lines, "_make": "1"})
    assert "1 redirect is made." in done.text
    assert done.context["form"]["lines"].value() == "/b/b/,/articles/nowhere/"
    assert Redirect.objects.get().path == "/a/a/"


def test_what_cannot_be_read_is_said(client):
    client.force_login(make_editor())
    latin = SimpleUploadedFile("old.csv", "/é/,/shows/".encode("latin-1"))

    assert "no text in UTF-8" in client.post(SCREEN, {"file": latin}).text
    assert "Paste some lines" in client.post(SCREEN, {"lines": " "}).text
    client.force_login(make_writer())
    assert client.get(SCREEN).status_code == 403


@pytest.mark.parametrize("count", [2, 30])
def test_lines_cost_the_same_however_many(pages, count, django_assert_max_num_queries):
    text = "\n".join(f"/old/{n}/,/articles/story/" for n in range(count))

    with django_assert_max_num_queries(9):
        plan = foresee(text, timezone.now())

    assert len(plan.good) == count
