from datetime import date, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory

from images.models import Image
from tests.factories.images import ImageFactory

pytestmark = pytest.mark.django_db


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def __getitem__(self, tag):
        return next(attrs for name, attrs in self.found if name == tag)


def render(source, moment=None, **context):
    template = Template("{% load picture_tags %}" + source)
    if moment is None:
        return template.render(Context(context)).strip()
    request = RequestFactory().get("/")
    request.moment = moment
    return template.render(RequestContext(request, context)).strip()


def test_a_picture_is_offered_in_every_size_and_in_two_formats():
    image = ImageFactory(without_files=True, rendition_key="abc")

    html = Elements(render('{% picture image "card" sizes="20rem" %}', image=image))

    assert html["source"]["type"] == "image/webp"
    assert html["source"]["srcset"] == (
        "/media/renditions/abc/card-320.webp 320w, "
        "/media/renditions/abc/card-480.webp 480w, "
        "/media/renditions/abc/card-720.webp 720w"
    )
    img = html["img"]
    assert img["srcset"].endswith("/card-720.jpg 720w")
    assert img["src"] == "/media/renditions/abc/card-480.jpg"
    assert img["sizes"] == html["source"]["sizes"] == "20rem"
    assert (img["width"], img["height"]) == ("720", "480")
    assert (img["loading"], img["decoding"]) == ("lazy", "async")
    assert "style" not in img


def test_the_picture_at_the_top_does_not_wait():
    image = ImageFactory(without_files=True)

    img = Elements(render('{% picture image "lead" eager=True %}', image=image))["img"]

    assert "loading" not in img
    assert img["fetchpriority"] == "high"


@pytest.mark.parametrize(
    ("fields", "argument", "alt"),
    [
        ({"alt_text": 'A "giant" <doll>'}, "", 'A "giant" <doll>'),
        ({"alt_text": "", "is_decorative": True}, "", ""),
        ({"alt_text": "A doll"}, 'alt=""', ""),
        (
            {"alt_text": "A doll"},
            'alt="The doll of episode 1"',
            "The doll of episode 1",
        ),
    ],
)
def test_every_picture_has_an_alt_attribute(fields, argument, alt):
    image = ImageFactory(without_files=True, **fields)

    html = render(f'{{% picture image "card" {argument} %}}', image=image)

    assert Elements(html)["img"]["alt"] == alt


def test_large_numbers_are_not_grouped(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    image = ImageFactory(without_files=True)

    img = Elements(render('{% picture image "lead" %}', image=image))["img"]

    assert (img["width"], img["height"]) == ("1920", "1080")


@pytest.mark.parametrize("image", [None, "", Image(), Image(rendition_key="abc")])
def test_without_a_picture_or_renditions_nothing_is_printed(image):
    source = '{% picture image "card" %}{% picture_url image "card" 320 %}'

    assert render(source, image=image or None) == ""


def test_an_unknown_shape_is_a_mistake_of_the_template():
    with pytest.raises(TemplateSyntaxError, match="no picture shape 'circle'"):
        render('{% picture image "circle" %}', image=None)


@pytest.mark.parametrize(
    ("width", "made"), [(100, 320), (320, 320), (321, 480), (5000, 720)]
)
def test_one_address_is_wide_enough_where_there_is_one_so_wide(width, made):
    image = ImageFactory(without_files=True, rendition_key="abc")

    url = render(f'{{% picture_url image "card" {width} %}}', image=image)
    size = render(
        f'{{% picture_size image "card" {width} as s %}}{{{{ s.0 }}}}', image=image
    )

    assert url == f"/media/renditions/abc/card-{made}.jpg"
    assert size == str(made)


def test_the_credit_is_linked_and_escaped():
    image = ImageFactory(
        without_files=True,
        credit="<b>AP</b>",
        credit_url="https://example.com/?a&b",
        licence="CC BY 4.0",
    )

    html = render("{% picture_credit image %}", image=image)

    assert Elements(html)["a"]["href"] == "https://example.com/?a&b"
    assert "&lt;b&gt;AP&lt;/b&gt;" in html
    assert "(CC BY 4.0)" in html


def test_a_credit_of_the_place_stands_instead_of_the_pictures_own():
    image = ImageFactory(
        without_files=True, credit_url="https://example.com/", licence="CC BY 4.0"
    )

    html = render('{% picture_credit image text="Photo: Ada" %}', image=image)

    assert "Photo: Ada" in html
    assert "example.com" not in html
    assert "CC BY" not in html


def test_a_picture_is_shown_until_the_end_of_its_last_day(settings):
    settings.TIME_ZONE = "Asia/Seoul"
    image = ImageFactory(without_files=True, rights_end_on=date(2026, 11, 20))
    source = '{% picture i "card" %}{% picture_url i "card" 1 %}{% picture_credit i %}'
    seoul = ZoneInfo("Asia/Seoul")

    before = render(source, datetime(2026, 11, 20, 23, 59, tzinfo=seoul), i=image)
    after = render(source, datetime(2026, 11, 21, 0, 0, tzinfo=seoul), i=image)

    assert "<img" in before
    assert after == ""


def test_rights_end_inside_a_fragment_that_was_given_the_picture_only():
    image = ImageFactory(without_files=True, rights_end_on=date(2026, 11, 20))
    source = "{% include fragment with image=image only %}"
    fragment = Template('{% load picture_tags %}{% picture image "card" %}')
    after = datetime(2026, 11, 22, tzinfo=ZoneInfo("UTC"))

    assert render(source, after, image=image, fragment=fragment) == ""


def test_a_page_of_pictures_asks_neither_database_nor_storage(
    django_assert_num_queries, monkeypatch
):
    images = ImageFactory.create_batch(3, without_files=True)
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.exists", None)
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage.open", None)

    with django_assert_num_queries(0):
        html = render(
            '{% for i in images %}{% picture i "card" %}{% endfor %}', images=images
        )

    assert html.count("<img") == 3
