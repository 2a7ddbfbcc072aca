import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from authors.models import User
from newsroom.inline import script_hash
from newsroom.urls import (  # noqa: F401  (the error pages belong to this URLconf too)
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns as real_patterns,
)


def page(request):
    return HttpResponse("<p>A page</p>" + " " * 500)


def away(request):
    raise OperationalError("connection to server failed: Connection refused")


def wrong_query(request):
    raise OperationalError("no such column: heading") from _sqlite_error()


def _sqlite_error():
    import sqlite3

    try:
        sqlite3.connect(":memory:").execute("SELECT heading")
    except sqlite3.Error as error:
        return error


urlpatterns = [
    path("page/", page),
    path("admin/page/", page),
    path("away/", away),
    path("wrong-query/", wrong_query),
    *real_patterns,
]

pytestmark = [pytest.mark.urls(__name__)]


def test_public_pages_allow_no_inline_style_and_one_script_by_its_hash(client):
    policy = client.get("/page/")["Content-Security-Policy"]

    assert re.search(r"script-src 'self' 'sha256-[^' ]{44}';", policy)
    assert "style-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_only_the_admin_allows_what_the_editor_needs(client):
    response = client.get("/admin/page/")

    policy = response["Content-Security-Policy"]
    assert re.search(r"script-src 'self' 'sha256-[^' ]{44}';", policy)
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-eval" not in policy
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "address", ["/page/%00", "/page/?q=%00", "/page/?a%00=1", "/nowhere/%00/"]
)
def test_nul_in_an_address_is_refused_with_a_sentence(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "character" in response.text


def test_nul_in_a_cookie_is_refused(client):
    client.cookies.load({"sessionid": "a"})

    response = client.get("/page/", HTTP_COOKIE='sessionid="\\000aaaaaaaaaaaa"')

    assert response.status_code == 400


@pytest.mark.parametrize("form", [{"headline": "a\0b"}, {"a\0b": "1"}])
def test_nul_in_a_form_is_refused(client, form):
    response = client.post("/page/", form)

    assert response.status_code == 400


def test_a_huge_body_is_refused_before_it_is_read(client):
    response = client.generic("POST", "/page/", b"x", CONTENT_LENGTH=500 * 1024 * 1024)

    assert response.status_code == 413
    assert "16 MB" in response.text


@pytest.mark.parametrize("length", ["", "-1", "many", "٣"])
def test_a_strange_content_length_breaks_nothing(client, length):
    assert client.get("/page/", CONTENT_LENGTH=length).status_code == 200


@pytest.mark.parametrize("debug", [True, False])
def test_readers_are_asked_to_come_back_while_the_database_is_away(client, debug):
    with override_settings(DEBUG=debug):
        response = client.get("/away/")

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "no-store" in response["Cache-Control"]


def test_what_was_typed_survives_an_outage(client):
    response = client.post("/away/", {"body": "<b>Ten</b> paragraphs & more"})

    assert response.status_code == 503
    assert "&lt;b&gt;Ten&lt;/b&gt; paragraphs &amp; more" in response.text
    assert 'action="/away/"' in response.text


def test_a_password_is_never_sent_back(client):
    response = client.post("/away/", {"username": "a", "password": "hunter2"})

    assert "hunter2" not in response.text


def test_a_wrong_query_is_our_fault_and_no_outage(client):
    client.raise_request_exception = False

    assert client.get("/wrong-query/").status_code == 500


def test_pages_for_anonymous_readers_may_be_cached(client):
    assert "Cache-Control" not in client.get("/page/")


@pytest.mark.django_db
def test_pages_for_logged_in_people_are_never_stored(client):
    client.force_login(User.objects.create_user("writer"))

    response = client.get("/page/")

    assert response["Cache-Control"] == "private, no-store"


def test_pages_are_compressed_and_answer_not_modified(client):
    first = client.get("/page/", headers={"accept-encoding": "gzip"})
    again = client.get(
        "/page/",
        headers={"if-none-match": first["ETag"], "accept-encoding": "gzip"},
    )

    assert first["Content-Encoding"] == "gzip"
    assert again.status_code == 304


def test_the_policy_knows_the_one_script_within_the_page(client, db):
    response = client.get("/")
    [script] = re.findall(r"<script>(.*?)</script>", response.text, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()

    assert (
        f"script-src 'self' 'sha256-{digest}';" in response["Content-Security-Policy"]
    )


def test_a_template_with_two_scripts_has_no_one_name(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<script>1</script><script>2</script>")

    with pytest.raises(ValueError, match="too many values"):
        script_hash(page)
