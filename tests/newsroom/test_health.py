from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper


@pytest.mark.django_db
def test_a_site_with_a_database_is_healthy(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok"}
    assert "no-store" in response["Cache-Control"]


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
