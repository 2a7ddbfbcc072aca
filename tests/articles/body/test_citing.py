"""A link to a source of the story gets the number of the source."""

import pytest

from articles import publishing
from articles.body.citing import cite
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor

SOURCES = [
    {"name": "A phone call", "url": "", "published_on": None},
    {"name": "Variety", "url": "https://variety.com/renewed/", "published_on": None},
]
CITED = '<a href="https://variety.com/renewed">Variety says so</a>'


def test_a_link_to_a_source_is_followed_by_its_number():
    cited = cite(f"<p>It is: {CITED}.</p>", SOURCES)

    assert f'{CITED}<sup class="cited"><a href="#source-2" id="cited-2"' in cited.body
    assert cited.numbers == {2}


def test_the_list_leads_back_to_the_first_link_of_several():
    body = cite(f"<p>{CITED} and {CITED}</p>", SOURCES).body

    assert body.count('href="#source-2"') == 2
    assert body.count('id="cited-2"') == 1


@pytest.mark.parametrize(
    "body",
    [
        '<p><a href="https://variety.com/other">Another page</a></p>',
        f"<h2>{CITED}</h2>",
        '<p><a href="mailto:desk@example.com">A letter</a></p>',
    ],
)
def test_other_links_and_headings_stay_as_they_are(body):
    assert cite(body, SOURCES) == (body, frozenset())


@pytest.mark.django_db
def test_readers_go_from_the_text_to_the_source_and_back(client):
    article = ArticleFactory(body=f"<h2>News</h2><p>{CITED}.</p>")
    for position, source in enumerate(SOURCES):
        article.sources.create(position=position, **source)
    publishing.save_version(article, by=article.owner)
    publishing.publish(article, by=make_editor())

    page = client.get(article.get_absolute_url()).text

    assert 'aria-label="Source 2: Variety"' in page
    assert '<li id="source-2">' in page
    assert 'href="#cited-2"' in page
    assert 'href="#cited-1"' not in page
