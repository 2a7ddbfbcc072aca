from datetime import timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from newsroom import ticking
from tests.factories.desk import make_editor


@pytest.mark.django_db
def test_a_site_with_a_database_is_healthy(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "tick": {"last_ran_at": None, "overdue": True, "failed": []},
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_it_says_when_tick_last_ran_and_what_failed(client):
    at = timezone.now() - timedelta(minutes=3)
    ticking.note(at, ["notices"])

    told = client.get("/healthz")

    assert told.status_code == 200
    assert told.json()["tick"] == {
        "last_ran_at": at.isoformat(),
        "overdue": False,
        "failed": ["notices"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ago", "failed", "says"),
    [
        (None, [], "has never been done here"),
        (timedelta(minutes=2), [], "was last done 2\xa0minutes ago"),
        (timedelta(minutes=40), [], "has not been done for 40\xa0minutes"),
        (timedelta(minutes=2), ["claims"], "A part of the regular work fails: claims."),
    ],
)
def test_the_desk_is_told_that_tick_runs_or_does_not(client, ago, failed, says):
    if ago:
        ticking.note(timezone.now() - ago, failed)
    client.force_login(make_editor())

    assert says in client.get("/admin/").text


@pytest.mark.django_db
def test_each_tick_is_noted():
    call_command("tick", stdout=StringIO())

    assert not ticking.last().is_overdue(timezone.now())


@pytest.mark.django_db
def test_a_site_without_its_database_is_not(client):
    with patch.object(CursorWrapper, "execute", side_effect=OperationalError("away")):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["database"] == "away"


def test_probes_may_speak_plain_http(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.post("/healthz").status_code == 405
    assert client.post("/admin/login/").status_code == 301
