import html
import re
import sqlite3

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.http import Http404
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from authors.models import User
from newsroom import errors
from newsroom.urls import (  # noqa: F401  (the error pages belong to this URLconf too)
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns as real_patterns,
)


def broken(request):
    raise RuntimeError("a secret detail")


def forbidden(request):
    raise PermissionDenied


def away(request):
    raise OperationalError("connection to server failed: Connection refused")


def missing(request):
    raise Http404


urlpatterns = [
    path("broken/", broken),
    path("away/", away),
    path("missing/", missing),
    path("forbidden/", forbidden),
    *real_patterns,
]

pytestmark = [pytest.mark.urls(__name__)]


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


def test_the_500_page_uses_no_database_and_tells_no_detail(
    reader, django_assert_num_queries, db
):
    with django_assert_num_queries(0):
        response = reader.get("/broken/")

    assert response.status_code == 500
    assert "secret" not in response.text
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("template", ["{% broken %}", "{% include 'nowhere.html' %}"])
@pytest.mark.parametrize(
    ("address", "status"), [("/broken/", 500), ("/forbidden/", 403), ("/nope/", 404)]
)
def test_an_error_page_with_a_broken_template_is_a_plain_sentence(
    reader, db, template, address, status
):
    backend = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.locmem.Loader",
                    {f"{status}.html": template},
                )
            ]
        },
    }
    with override_settings(TEMPLATES=[backend]):
        response = reader.get(address)

    assert response.status_code == status
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.endswith(".\n")


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_advice():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/admin/login/", {"username": "a", "password": "b"})

    assert response.status_code == 403


def raised_from(cause):
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def locked():
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def no_such_table():
    error = sqlite3.OperationalError("no such table: shows_show")
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (raised_from(psycopg2.OperationalError("Connection refused")), True),
        (InterfaceError("connection already closed"), True),
        (raised_from(locked()), True),
        (raised_from(no_such_table()), False),
        (ProgrammingError("syntax error"), False),
        (ValueError("no"), False),
    ],
)
def test_an_outage_is_told_from_a_wrong_query(error, expected):
    assert errors.is_outage(error) is expected


@pytest.mark.django_db
def test_a_statement_that_takes_too_long_counts_as_an_outage():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no statement timeout")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        with pytest.raises(OperationalError) as caught:
            cursor.execute("SELECT pg_sleep(5)")

    assert errors.is_outage(caught.value)


# Typed text comes back

CHANGE = "/admin/articles/article/1/change/"
TYPED = {
    "headline": "Typed for an hour & more",
    "body": "\n<p>A <b>bold</b> claim</p>",
    "people": ["1", "2"],
    "_save": "1",
}
# What a browser says when it sends a form.
BROWSER = {"Accept": "text/html,application/xhtml+xml", "Origin": "http://testserver"}


def fields_of(response):
    """The fields that the page would send again, as a browser reads them."""
    found = re.findall(
        r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', response.text, re.DOTALL
    )
    return [(html.unescape(name), html.unescape(value)) for name, value in found]


def everything_typed():
    return [
        (name, value)
        for name, values in TYPED.items()
        for value in (values if isinstance(values, list) else [values])
    ]


def enforcing(user=None):
    """A browser with a session and a token, and the token of its open form."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if user:
        client.force_login(user)
    request = RequestFactory().get("/")
    token = get_token(request)
    client.cookies["csrftoken"] = request.META["CSRF_COOKIE"]
    return client, token


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/broken/", 500), ("/away/", 503), ("/forbidden/", 403), ("/missing/", 404)],
)
def test_whatever_goes_wrong_the_typed_text_comes_back(address, status):
    client, token = enforcing()

    response = client.post(address, {**TYPED, "csrfmiddlewaretoken": token})

    assert response.status_code == status
    assert fields_of(response) == everything_typed()
    assert f'action="{address}"' in response.text
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_an_expired_session_gives_the_form_back_instead_of_forgetting_it():
    client, token = enforcing()

    response = client.post(
        CHANGE, {**TYPED, "csrfmiddlewaretoken": token}, headers=BROWSER
    )

    assert response.status_code == 403
    assert "You have been logged out." in response.text
    assert "/admin/login/?next=/admin/" in response.text
    assert fields_of(response) == everything_typed()
    # The old token is not among them; the page has its own.
    assert token not in response.text
    assert 'name="csrfmiddlewaretoken" value="' in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("form", [{}, {"username": "a", "password": "hunter2"}])
def test_logging_in_and_out_are_as_ever(form):
    client, token = enforcing()
    form = {**form, "csrfmiddlewaretoken": token}

    response = client.post("/admin/login/", form, headers=BROWSER)

    assert response.status_code == 200
    assert "hunter2" not in response.text


@pytest.mark.django_db
def test_a_script_whose_session_ended_is_not_sent_a_page():
    client, token = enforcing()

    response = client.post(
        "/admin/pictures/upload/", {"csrfmiddlewaretoken": token, "title": "x"}
    )

    assert "Not saved yet" not in response.text


@pytest.mark.django_db
def test_after_logging_in_again_the_same_form_goes_through():
    """The token of the open form is that of the old session."""
    writer = User.objects.create_user("writer", is_staff=True)
    client, old_token = enforcing(writer)
    client.cookies["csrftoken"] = "a" * 32

    refused = client.post(
        "/broken/", {**TYPED, "csrfmiddlewaretoken": old_token}, headers=BROWSER
    )
    assert refused.status_code == 403
    assert fields_of(refused) == everything_typed()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', refused.text)
    again = client.post(
        "/broken/", {**TYPED, "csrfmiddlewaretoken": token[1]}, headers=BROWSER
    )

    # It reached the view, which is broken.
    assert again.status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/http://testserver/"},
        {},
    ],
)
@pytest.mark.parametrize("address", ["/broken/", CHANGE, "/nowhere/"])
def test_a_form_that_another_site_sends_gets_nothing_back(headers, address):
    client, _ = enforcing()

    response = client.post(address, TYPED, headers={"Accept": "text/html"} | headers)

    assert response.status_code in (403, 404)
    assert "Typed for an hour" not in response.text
    assert "csrfmiddlewaretoken" not in response.text


@pytest.mark.django_db
def test_a_form_from_here_by_its_referrer_comes_back():
    client, _ = enforcing()

    response = client.post(
        CHANGE, TYPED, headers={"Referer": "http://testserver/admin/"}
    )

    assert fields_of(response) == everything_typed()


@pytest.mark.django_db
def test_the_site_address_counts_as_here_behind_a_proxy(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://news.example"]
    client, _ = enforcing()

    response = client.post(CHANGE, TYPED, headers={"Origin": "https://news.example"})

    assert fields_of(response) == everything_typed()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/broken/", "/away/", CHANGE])
@pytest.mark.parametrize("name", ["password", "old_password", "newPassword1"])
def test_a_password_never_comes_back(address, name):
    client, token = enforcing()

    response = client.post(
        address,
        {"headline": "x", name: "hunter2", "csrfmiddlewaretoken": token},
        headers=BROWSER,
    )

    assert "hunter2" not in response.text


@pytest.mark.django_db
def test_what_comes_back_is_escaped():
    client, token = enforcing()
    hostile = "</textarea><script>alert(1)</script>"

    response = client.post("/broken/", {hostile: hostile, "csrfmiddlewaretoken": token})

    assert "<script>alert" not in response.text
    assert fields_of(response) == [(hostile, hostile)]


@pytest.mark.django_db
def test_a_long_body_comes_back_quickly():
    client, token = enforcing()
    body = "<" * 400_000 + "<p>" * 400_000

    response = client.post("/broken/", {"body": body, "csrfmiddlewaretoken": token})

    assert fields_of(response) == [("body", body)]


def test_the_page_with_the_text_asks_the_database_nothing(
    db, django_assert_num_queries
):
    client, token = enforcing()

    with django_assert_num_queries(0):
        client.post("/broken/", {**TYPED, "csrfmiddlewaretoken": token})


@pytest.mark.django_db
def test_an_address_that_begins_with_two_slashes_stays_here():
    client, token = enforcing()

    response = client.post(
        "//evil.example/", {**TYPED, "csrfmiddlewaretoken": token}, headers=BROWSER
    )

    assert 'action="//' not in response.text
