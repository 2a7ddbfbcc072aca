from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from articles.models import Article, Version
from newsroom.templatetags.newsroom_tags import in_words, initials, iso_day, tied
from shows.templatetags.show_tags import is_wide_title

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


def render(source, path="/", **context):
    request = RequestFactory().get(path)
    request.moment = NOW
    template = Template("{% load newsroom_tags %}" + source)
    return template.render(RequestContext(request, context)).strip()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "just now"),
        (NOW - timedelta(seconds=59), "just now"),
        (NOW - timedelta(minutes=1), "1 minute ago"),
        (NOW - timedelta(minutes=59), "59 minutes ago"),
        (NOW - timedelta(hours=1), "1 hour ago"),
        (NOW - timedelta(hours=10), "10 hours ago"),
        (NOW - timedelta(hours=11), "yesterday"),
        (NOW - timedelta(days=1), "yesterday"),
        (NOW - timedelta(days=2), "2 days ago"),
        (NOW - timedelta(days=6), "6 days ago"),
        (NOW - timedelta(days=7), "13 November"),
        (datetime(2026, 1, 2, tzinfo=UTC), "2 January"),
        (datetime(2025, 12, 31, tzinfo=UTC), "31 December 2025"),
        (NOW + timedelta(days=1), "21 November 2026, 10:30"),
    ],
)
def test_moments_are_said_as_a_person_would(moment, words):
    assert in_words(moment, NOW) == words


def test_without_a_request_a_moment_is_a_day():
    assert in_words(NOW, None) == "20 November 2026"


def test_the_whole_moment_is_there_for_machines_and_on_hover():
    printed = render("{% when moment %}", moment=NOW - timedelta(hours=3))

    assert 'datetime="2026-11-20T07:30:00+00:00"' in printed
    assert 'title="20 November 2026, 07:30 UTC"' in printed
    assert ">3 hours ago<" in printed


def test_a_moment_is_as_human_inside_an_include():
    version = Version(
        article=Article(slug="story"), kind="news", updated_at=NOW - timedelta(hours=3)
    )

    printed = render(
        '{% include "articles/_updated.html" with version=version only %}',
        version=version,
    )

    assert "3 hours ago" in printed


def test_no_moment_prints_nothing():
    assert render("{% when moment %}", moment=None) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All of Us Are Dead Season 2 is out", "All of Us Are Dead Season\xa02 is out"),
        ("on 28 January 2022", "on\xa028\xa0January\xa02022"),
        ("Vol. 2", "Vol.\xa02"),
        ("Unforgettable 7", "Unforgettable 7"),
        ("no number here", "no number here"),
        ("", ""),
    ],
)
def test_numbers_stay_with_their_words(text, expected):
    assert tied(text) == expected


def test_tied_text_is_still_escaped():
    printed = render("{{ text|tied }}", text="<b>Season 2</b>")

    assert printed == "&lt;b&gt;Season\xa02&lt;/b&gt;"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Quill", "AQ"),
        ("Marguerite de la Tour", "MT"),
        ("Lomon", "L"),
        ("이재규", "이"),
        ("", ""),
    ],
)
def test_initials_stand_in_for_a_portrait(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("text", "day"), [("2022-06-06", "6 June 2022"), ("2022-02-31", ""), (None, "")]
)
def test_a_day_from_json(text, day):
    assert iso_day(text) == day


def test_the_canonical_address_keeps_the_page_and_drops_the_rest(settings):
    settings.SITE_URL = "https://news.example"

    plain = render("{% canonical_url %}", "/shows/?utm_source=x&genre=horror")
    paged = render("{% canonical_url 3 %}", "/articles/?page=3&utm_source=x")

    assert plain == "https://news.example/shows/"
    assert paged == "https://news.example/articles/?page=3"


@pytest.mark.parametrize("number", ["1", "0", "-1", "x", "", "²"])
def test_what_is_no_later_page_has_no_number_in_its_address(number, settings):
    settings.SITE_URL = "https://news.example"

    address = render("{% canonical_url number %}", "/articles/", number=number)

    assert address == "https://news.example/articles/"


def test_addresses_become_absolute(settings):
    settings.SITE_URL = "https://news.example"

    assert (
        Template("{% load newsroom_tags %}{% absolute_url '/media/a.jpg' %}").render(
            Context()
        )
        == "https://news.example/media/a.jpg"
    )


@pytest.mark.parametrize(
    ("title", "is_wide"),
    [
        ("All of Us Are Dead", False),
        ("지금 우리 학교는", False),
        ("Donaudampfschifffahrt", True),
        ("이상한 변호사 우영우와 지금 우리 학교는 그리고 슬기로운 의사생활", True),
    ],
)
def test_a_title_is_as_wide_as_its_letters_and_its_longest_word(title, is_wide):
    assert is_wide_title(title) is is_wide
