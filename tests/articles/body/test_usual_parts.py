"""What a story of a kind starts with, and where it is offered."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.body.markup import ENTRY
from articles.body.rendering import render_body
from articles.body.sanitising import is_canonical
from articles.body.usual_parts import EXPLAINERS, parts_of
from articles.models import Article
from articles.models.article import Question
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_writer
from tests.factories.shows import SeasonFactory, ShowFactory

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"


@pytest.fixture
def season():
    return SeasonFactory(show=ShowFactory(title="Severance"), number=3)


@pytest.fixture
def writer(client):
    user = make_writer()
    client.force_login(user)
    return user


def outline(html):
    """Headings as they are, blocks by their kind."""
    return re.findall(r'<h2>(.*?)</h2>|data-embed="([a-z]+)"', html)


def test_a_guide_starts_with_its_questions_and_the_blocks_that_answer_them(season):
    html = parts_of("explainer", seasons=[season.pk])

    assert [heading or f":{kind}" for heading, kind in outline(html)] == [
        ":known",
        "Release date",
        ":time",
        "Cast",
        ":cast",
        "Plot",
        "Trailer",
        ":trailer",
        "Where to watch",
        ":watch",
        "How we got here",
        ":timeline",
    ]
    about = f'data-id="{season.show_id}" data-season="3"'
    assert html.count(about) == html.count("<figure")


@pytest.mark.parametrize("kind", Article.Kind.values)
@pytest.mark.parametrize("question", ["", *Question.values])
def test_every_kind_has_parts_that_can_be_stored_and_rendered(season, kind, question):
    html = parts_of(kind, question=question, seasons=[season.pk])

    assert html
    assert is_canonical(html)
    assert render_body(html, moment=timezone.now()).missing == []


def test_without_a_show_the_headings_stand_alone():
    html = parts_of("explainer")

    assert "<h2>Release date</h2>" in html
    assert "<figure" not in html


def test_of_several_seasons_the_newest_speaks(season):
    first = SeasonFactory(show=season.show, number=1)

    html = parts_of("news", seasons=[first.pk, season.pk])

    assert 'data-season="3"' in html
    assert 'data-season="1"' not in html


def test_a_list_starts_with_a_place_for_each_show():
    shows = [ShowFactory(title="Work & play"), ShowFactory(title="Severance")]

    html = parts_of("list", shows=[each.pk for each in shows])

    found = list(ENTRY.finditer(html))
    assert [match["entry_title"] for match in found] == ["Work &amp; play", "Severance"]
    for match, show in zip(found, shows, strict=True):
        assert f'data-id="{show.pk}"' in match["entry_show"]


def test_what_is_asked_wrongly_has_no_parts(season):
    assert parts_of("poem", seasons=[season.pk]) == ""
    assert parts_of("explainer", question="why", seasons=[season.pk]) == ""
    assert "<figure" not in parts_of("explainer", shows=[999], seasons=[999])
    assert set(EXPLAINERS) == set(Question.values)


def test_a_story_started_about_a_season_opens_with_its_parts(client, writer, season):
    page = client.get(ADD, {"kind": "explainer", "seasons": season.pk})

    body = page.context["adminform"].form["body"].value()
    assert body == parts_of("explainer", seasons=[season.pk])


def test_a_story_started_about_a_show_opens_with_its_parts(client, writer, season):
    page = client.get(ADD, {"kind": "news", "show": season.show_id})

    body = page.context["adminform"].form["body"].value()
    assert f'data-embed="known" data-id="{season.show_id}"' in body


def test_a_story_started_about_nothing_is_empty_unless_its_parts_are_asked_for(
    client, writer
):
    plain = client.get(ADD, {"kind": "explainer"})
    asked = client.get(ADD, {"kind": "explainer", "usual_parts": "1"})

    assert not plain.context["adminform"].form["body"].value()
    assert "Release date" in asked.context["adminform"].form["body"].value()
    assert "Insert the usual parts" in plain.content.decode()


def test_what_stands_in_the_address_wrongly_is_left_out(client, writer):
    for query in ("?kind=explainer&show=x", "?kind=explainer&seasons=1,x&show=99"):
        assert client.get(f"{ADD}{query}").status_code == 200


def test_a_story_with_words_is_not_offered_any_without_a_script(client, writer):
    article = ArticleFactory(owner=writer, body="<p>Mine.</p>")

    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))

    assert "data-usual-parts hidden" in page.content.decode()
    assert page.context["adminform"].form["body"].value() == "<p>Mine.</p>"


def test_the_editor_asks_for_parts(client, writer, season):
    address = reverse("choosers:usual-parts")
    query = {"kind": "explainer", "question": "watch", "season": season.pk}

    answer = client.get(address, query)

    assert answer.json() == {
        "html": parts_of("explainer", question="watch", seasons=[season.pk])
    }


def test_nobody_else_may_ask(client):
    assert client.get(reverse("choosers:usual-parts")).status_code == 403
