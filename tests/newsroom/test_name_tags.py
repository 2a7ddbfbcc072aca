"""Hyphenated names are told apart from the rest of a page's HTML."""

import pytest
from django.test import Client

from newsroom.templatetags.name_tags import with_whole_names
from tests.factories.articles import ArticleFactory
from tests.factories.shows import PersonFactory
from tests.printed import TIE


def whole(name: str) -> str:
    return name.replace("-", TIE)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Park Ji-hu acts.</p>", f"<p>Park {whole('Ji-hu')} acts.</p>"),
        ("<p>Ji-hu’s, Ma-ri</p>", f"<p>{whole('Ji-hu’s')}, {whole('Ma-ri')}</p>"),
        ("<p>Émile-Ĝo</p>", f"<p>{whole('Émile-Ĝo')}</p>"),
        ("Kang-ho-Ri", whole("Kang-ho-Ri")),
        (
            "<svg><title>K-pop</title></svg>Ji-hu<br>",
            f"<svg><title>K-pop</title></svg>{whole('Ji-hu')}<br>",
        ),
    ],
)
def test_a_hyphenated_name_is_kept_whole(html, expected):
    assert with_whole_names(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<a title="Park Ji-hu" href="/K-drama/">K</a>',
        "<p>well-known, one-off – and 2022-01-02</p>",
        '<script type="application/json">["Ji-hu"]</script><p></p>',
        "<svg><title>Ji-hu</title></svg><select><option>K-drama</option></select>",
        "<p>Tom &amp; Ji</p>",
    ],
)
def test_nothing_else_is_touched(html):
    assert with_whole_names(html) == html


def test_what_is_escaped_stays_escaped():
    assert "<b>" not in with_whole_names("<p>&lt;b&gt;Ji-hu&lt;/b&gt;</p>")


@pytest.mark.django_db
def test_pages_keep_names_whole_but_not_in_what_machines_read():
    person = PersonFactory(name="Park Ji-hu")
    ArticleFactory(published=True, headline="Park Ji-hu is in", slug="in")

    of_person = Client().get(person.get_absolute_url()).content.decode()
    of_story = Client().get("/articles/in/").content.decode()

    assert f"Park {whole('Ji-hu')}</bdi></h1>" in of_person
    assert "<title>Park Ji-hu" in of_person
    assert f"Park {whole('Ji-hu')} is in</h1>" in of_story
    assert of_story.index("Park Ji-hu is in") < of_story.index("<body>")
