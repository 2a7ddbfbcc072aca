"""Links within a story: to its headings, by the words they have."""

import pytest
from django.utils import timezone

from articles.body.full_text import full_texts
from articles.body.rendering import render_body
from articles.body.sanitising import is_canonical, sanitise
from articles.body.within import lead_nowhere
from articles.checking.checklist import check
from articles.models import Version
from tests.factories.articles import ArticleFactory
from tests.factories.shows import ShowFactory


def written(fragment, *headings):
    said = "".join(f"<h2>{heading}</h2><p>Text.</p>" for heading in headings)
    return sanitise(f'<p>See <a href="#{fragment}">the <b>part</b></a>.</p>{said}')


def page(body):
    return render_body(body, moment=timezone.now()).html


@pytest.mark.parametrize(
    ("fragment", "heading", "anchor"),
    [
        ("the-cast", "The cast", "section-the-cast"),
        ("section-the-cast", "The cast", "section-the-cast"),
        ("The-Cast", "The <em>cast</em>", "section-the-cast"),
        ("the%20cast", "The cast", "section-the-cast"),
        ("지금-우리", "지금 우리", "section-지금-우리"),
    ],
)
def test_a_link_leads_to_the_heading_it_names_wherever_that_stands(
    fragment, heading, anchor
):
    body = written(fragment, "Plot", heading)

    assert is_canonical(body)
    assert f'<a href="#{anchor}">the <strong>part</strong></a>' in page(body)
    assert f'id="{anchor}"' in page(body)
    assert lead_nowhere(body) == []


def test_a_link_to_a_heading_that_is_gone_is_its_words_and_the_desk_is_told():
    body = written("the-cast", "Plot")

    assert "See the <strong>part</strong>." in page(body)
    assert lead_nowhere(body) == [("the part", "#the-cast")]


def test_headings_of_one_name_are_told_apart():
    body = written("plot-2", "Plot", "Plot")

    assert 'href="#section-plot-2"' in page(body)
    assert lead_nowhere(body) == []


def test_a_link_in_a_heading_leads_there_too():
    body = sanitise('<h2>One, not <a href="#two">two</a></h2><h2>Two</h2>')

    assert 'not <a href="#section-two">two</a></h2>' in page(body)


@pytest.mark.django_db
def test_a_place_of_a_ranked_list_is_a_heading_also_by_the_name_of_its_show():
    show = ShowFactory(title="Severance")
    card = f'<figure data-embed="show" data-id="{show.pk}"></figure>'
    body = sanitise(
        '<p><a href="#severance">There</a> <a href="#dark">here</a>.</p>'
        f'<section class="entry"><h2></h2>{card}</section>'
        '<section class="entry"><h2>Dark</h2><p>x</p></section>'
    )

    assert '<a href="#section-severance">There</a>' in page(body)
    assert '<a href="#section-dark">here</a>' in page(body)
    assert lead_nowhere(body) == []


@pytest.mark.parametrize(
    "fragment", ["x&quot;onclick=&quot;y", "&lt;script&gt;", "a'b", "x%22y"]
)
def test_nothing_of_a_fragment_comes_out_of_its_quotes(fragment):
    shown = page(written(fragment, "Plot"))

    assert "onclick=" not in shown
    assert "<script" not in shown


@pytest.mark.django_db
def test_elsewhere_such_a_link_is_its_words():
    ArticleFactory(body=written("plot", "Plot"), published=True)
    at = timezone.now()
    versions = list(Version.objects.live(at).for_page())

    [html] = full_texts(versions, at).values()

    assert "See the <strong>part</strong>." in html
    assert "<h2>Plot</h2>" in html


@pytest.mark.django_db
def test_the_checklist_names_a_link_that_leads_to_no_heading():
    body = written("the-cast", "Plot")

    advice = check({"body": body}, at=timezone.now()).advice

    [said] = [item for item in advice if item.label == "Links within the story"]
    assert "“the part” (#the-cast)" in said.reason
