"""
Every chooser of the desk answers from an index, however large its table is.

All of them are found through the admin site, so one that is added later is tested too.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.articles import ArticleFactory, BylineAuthorFactory
from tests.factories.images import ImageFactory
from tests.factories.shows import CreditFactory, EpisodeFactory, SeasonFactory

pytestmark = pytest.mark.django_db

# Tables of a few hundred rows by their nature: they may be read whole and counted.
SMALL = {
    "authors_user",
    "shows_country",
    "shows_genre",
    "shows_language",
    "shows_platform",
}


def choosers():
    """(app, model, field) of every autocompleted field of every admin screen."""
    found = set()
    for model_admin in admin.site._registry.values():
        screens = [(model_admin, model_admin.model)]
        screens += [(inline, inline.model) for inline in model_admin.inlines]
        for screen, model in screens:
            fields = [*screen.autocomplete_fields, getattr(screen, "target", "")]
            for name in filter(None, fields):
                found.add((model._meta.app_label, model._meta.model_name, name))
    return sorted(found)


@pytest.fixture
def library():
    credit = CreditFactory()
    season = SeasonFactory(show=credit.show, number=2)
    EpisodeFactory(season=season)
    BylineAuthorFactory()
    ImageFactory(without_files=True)
    ArticleFactory(published=True)


def plan(sql):
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table of three rows is read whole, whatever indexes it has.
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(explain + sql)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def reads_a_whole_table(text):
    if connection.vendor == "postgresql":
        return "Seq Scan" in text
    return any(
        line.startswith("SCAN ") and "INDEX" not in line for line in text.splitlines()
    )


@pytest.mark.parametrize(("app", "model", "field"), choosers())
def test_a_chooser_asks_at_most_three_indexed_queries(
    admin_client, library, app, model, field
):
    address = reverse("admin:autocomplete")
    asked = {"app_label": app, "model_name": model, "field_name": field, "term": "a"}
    admin_client.get(address, asked)

    with CaptureQueriesContext(connection) as queries:
        response = admin_client.get(address, asked)

    assert response.status_code == 200
    # The first two fetch the session and the person who asks.
    own = [query["sql"] for query in queries][2:]
    assert 1 <= len(own) <= 3
    target = apps.get_model(app, model)._meta.get_field(field).related_model
    if target._meta.db_table not in SMALL:
        for sql in own:
            assert "COUNT(" not in sql
            assert not reads_a_whole_table(plan(sql)), sql


def test_every_chooser_is_found():
    assert ("articles", "article", "lead_image") in choosers()
    assert ("articles", "byline", "author") in choosers()
    assert len(choosers()) > 10


@pytest.mark.parametrize(
    "term", ["x" * 10_000, "\x00", "%_\\", "' OR 1=1 --", "지금 우리"]
)
def test_a_chooser_takes_anything_typed(admin_client, library, term):
    for app, model, field in choosers():
        asked = {
            "app_label": app,
            "model_name": model,
            "field_name": field,
            "term": term,
        }

        response = admin_client.get(reverse("admin:autocomplete"), asked)

        assert response.status_code == (400 if "\x00" in term else 200)


@pytest.mark.parametrize(("app", "model", "field"), choosers())
def test_a_forged_choice_is_refused_in_words(admin_client, app, model, field):
    """A browser never sends it; a form that is shown again must not trip over it."""
    if not admin.site.is_registered(apps.get_model(app, model)):
        pytest.skip("a row of another form, which the tests of that form cover")

    response = admin_client.post(
        reverse(f"admin:{app}_{model}_add"), {field: ["12abc"]}
    )

    assert response.status_code in (200, 403)
