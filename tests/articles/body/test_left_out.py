"""Links that cannot be kept are told of, and cost no word."""

import pytest
from django.contrib.messages import get_messages

from articles.body.left_out import MOST_TOLD, left_out
from articles.body.sanitising import sanitise
from tests.articles.admin.test_admin import change_url, save
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_writer


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "java&#10;script:alert(1)",
        " JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///c:/x.doc",
        "example.org",
        "#_Toc1",
        "tel:x",
        "//evil.example",
    ],
)
def test_a_link_that_is_not_kept_is_named_with_its_words(href):
    html = f'<p>Call <A title="x" HREF="{href}">our <b>phone</b></a> now.</p>'

    [said] = left_out(html)

    assert said.startswith("The link of “our phone” to ")
    assert sanitise(html) == "<p>Call our <strong>phone</strong> now.</p>"


def test_of_links_that_are_kept_and_marks_of_remarks_nothing_is_said():
    html = (
        '<p><a href="https://a.example/">a</a> <a href="/shows/">b</a> '
        '<a href="mailto:desk@a.example">c</a> <a href="tel:112">d</a> '
        '<a href="#cast">e</a> <a href="#cmnt1">[a]</a> <a name="x">f</a> '
        '<a href="javascript:x"></a></p>'
    )

    assert left_out(html) == []
    for kept in ("mailto:desk@a.example", "tel:112", "#cast"):
        assert f'<a href="{kept}">' in sanitise(html)


def test_who_pasted_a_page_of_them_is_told_of_a_few():
    said = left_out('<a href="x">y</a>' * (MOST_TOLD + 3))

    assert len(said) == MOST_TOLD + 1
    assert said[-1].startswith("3 more links")


@pytest.mark.django_db
def test_a_writer_is_told_when_saving(client):
    writer = make_writer()
    client.force_login(writer)
    story = ArticleFactory(body="<p>Text</p>", owner=writer)

    response = save(
        client,
        change_url(story),
        body='<p><a href="javascript:x">Ring</a> <a href="tel:+1 555 1">us</a></p>',
    )

    told = [str(each) for each in get_messages(response.wsgi_request)]
    assert any("The link of “Ring” to javascript:x was left out" in t for t in told)
    assert not any("“us”" in t for t in told)
    story.refresh_from_db()
    assert story.body == '<p>Ring <a href="tel:+15551">us</a></p>'
