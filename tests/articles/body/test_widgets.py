import json
import re

import pytest
from django import forms

from articles.body import sanitising
from articles.body.sanitising import MAX_LENGTH
from articles.body.widgets import BodyField, BodyWidget
from articles.models import Article
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_writer
from tests.factories.shows import ShowFactory

pytestmark = pytest.mark.django_db


class BodyForm(forms.Form):
    body = BodyField(required=False)


def test_a_body_comes_out_of_the_form_sanitised():
    form = BodyForm(
        {"body": "<h1>Title</h1>\r\n<p onclick=x>Text<script>x</script></p>"}
    )

    assert form.is_valid()
    assert form.cleaned_data["body"] == "<h2>Title</h2><p>Text</p>"


def test_a_body_comes_out_of_the_form_with_fallbacks_of_the_servers_own():
    show = ShowFactory(title="Severance")
    story = ArticleFactory(headline="Canary")
    form = BodyForm(
        {
            "body": f'<figure data-embed="show" data-id="{show.pk}"><figcaption>Lies'
            f'</figcaption></figure><figure data-embed="article" data-id="{story.pk}">'
            "<figcaption>Canary</figcaption></figure>"
        }
    )

    assert form.is_valid()
    assert ">Severance</a>" in form.cleaned_data["body"]
    assert "Lies" not in form.cleaned_data["body"]
    assert "Canary" not in form.cleaned_data["body"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("<p>a\0b</p>", "The text holds a NUL character"),
        ("x" * (MAX_LENGTH + 1), "characters long"),
    ],
)
def test_a_body_that_cannot_be_kept_is_refused_and_shown_again(typed, sentence):
    form = BodyForm({"body": typed})

    assert not form.is_valid()
    assert sentence in form.errors["body"][0]
    assert "\0" not in str(form["body"])
    assert typed.strip("<p>/")[-1] in str(form["body"])


def test_an_empty_editor_is_an_empty_body():
    class RequiredForm(forms.Form):
        body = BodyField()

    assert RequiredForm({"body": "<p>&nbsp;</p>"}).errors == {
        "body": ["This field is required."]
    }


@pytest.mark.parametrize(
    ("typed", "changed"),
    [
        ("<p>one</p>\n\n<p>two <b>three</b></p>\n", False),
        ("<p>one</p><p>two three</p>", True),
        ("<p>one</p>\0", True),
    ],
)
def test_another_spelling_of_the_same_body_is_no_change(typed, changed):
    form = BodyForm(
        {"body": typed}, initial={"body": "<p>one</p><p>two <strong>three</strong></p>"}
    )

    assert form.has_changed() is changed


def test_the_editor_is_given_nothing_that_was_not_sanitised():
    html = BodyWidget().render("body", "<p>x</p><script>y</script>", {"id": "id_body"})

    assert "&lt;p&gt;x&lt;/p&gt;" in html
    assert "script" not in html


def test_the_editor_knows_where_to_ask():
    context = BodyWidget().get_context("body", "", {"id": "id_body"})

    config = json.loads(context["widget"]["config"])
    assert config["newsroom"]["shows"] == "/admin/choosers/shows/"
    assert config["newsroom"]["upload"] == "/admin/pictures/upload/"
    assert ["google.com", "/url", ["q", "url"]] in config["newsroom"]["redirectors"]


def test_the_editor_allows_the_elements_that_the_sanitiser_keeps(settings):
    allowed = settings.CKEDITOR_CONFIGS["default"]["allowedContent"]

    named = re.sub(r"\([^)]*\)|\[[^]]*\]", "", allowed).replace(";", " ").split()

    assert set(named) == sanitising._TAGS


def test_a_crafted_post_to_the_story_form_stores_nothing_hostile(client):
    writer = make_writer()
    client.force_login(writer)

    client.post(
        "/admin/articles/article/add/",
        {
            "headline": "Crafted",
            "kind": "news",
            "body": '<p>Text<img src=x onerror=alert(1)><a href="java\nscript:x">y</a></p>',
            **{
                f"{rows}-{name}": value
                for rows in ("bylines", "article_shows", "sources")
                for name, value in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}.items()
            },
        },
    )

    assert Article.objects.get(headline="Crafted").body == "<p>Texty</p>"
