import sqlite3

import psycopg2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client, override_settings
from django.urls import path

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


urlpatterns = [
    path("broken/", broken),
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


def test_a_form_without_its_token_is_refused_with_advice(db):
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
