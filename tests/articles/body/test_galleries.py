"""Galleries: pictures that stand together, each used, credited and withdrawn as alone."""

import pytest
from django.utils import timezone

from articles.body.markup import GALLERY
from articles.body.rendering import render_body
from articles.body.sanitising import excerpt, sanitise
from articles.differences.comparing import compare_bodies
from articles.embeds import picture_ids, write_fallbacks
from articles.models import VersionPicture
from images import withdrawal
from tests.factories.articles import ArticleFactory
from tests.factories.desk import make_editor
from tests.factories.images import ImageFactory

pytestmark = pytest.mark.django_db


def gallery(*pictures, title="", captions=()):
    inside = "".join(
        f'<figure data-embed="picture" data-id="{picture.pk}"'
        f' data-caption="{dict(enumerate(captions)).get(place, "")}"></figure>'
        for place, picture in enumerate(pictures)
    )
    head = f"<figcaption>{title}</figcaption>" if title else ""
    return f'<figure class="gallery">{head}{inside}</figure>'


def page(body, **options):
    return render_body(sanitise(body), moment=timezone.now(), **options)


def test_whatever_else_stood_among_the_pictures_follows_them():
    one, two = ImageFactory(), ImageFactory()
    stored = sanitise(
        gallery(one, two, title="<b>On</b> set").replace(
            "</figure></figure>", "</figure>loose<table><tr><td>x</table></figure>"
        )
    )

    match = GALLERY.match(stored)

    assert sanitise(stored) == stored
    assert match["gallery_title"] == "<strong>On</strong> set"
    assert picture_ids(match[0]) == [one.pk, two.pk]
    assert stored[match.end() :].startswith("<p>loose</p><table>")


def test_a_gallery_without_pictures_is_its_words():
    assert sanitise(gallery(title="On set")) == "<p>On set</p>"


def test_a_gallery_in_a_list_follows_it():
    stored = sanitise(f"<ul><li>a{gallery(ImageFactory())}</li></ul><p>b</p>")

    assert stored.startswith('<ul><li>a</li></ul><figure class="gallery">')


def test_every_picture_is_printed_with_its_caption_credit_and_size():
    one = ImageFactory(alt_text="A red room", credit="Ada Quill", caption="Its own")
    two = ImageFactory(alt_text="A blue room", credit="Bo Tran", caption="Its own")

    html = page(gallery(one, two, title="Rooms", captions=["", "Of this story"])).html

    assert html.index("A red room") < html.index("A blue room")
    assert html.count("Its own") == 1
    assert "Of this story" in html
    assert "Ada Quill" in html
    assert "Bo Tran" in html
    assert html.count("<img") == html.count(' width="') == html.count('loading="lazy"')
    assert 'aria-label="Rooms"' in html
    assert "2 pictures" in html


def test_each_of_its_pictures_counts_as_used():
    one, two = ImageFactory(), ImageFactory()
    article = ArticleFactory(body=gallery(one, two))

    used = VersionPicture.objects.filter(version__article=article)

    assert {one.pk, two.pk} <= set(used.values_list("image", flat=True))


def test_a_withdrawn_picture_leaves_the_others_where_they_are():
    one, two = ImageFactory(alt_text="A red room"), ImageFactory(alt_text="A blue room")
    withdrawal.withdraw(one, by=make_editor(), reason="The agency asked for it.")
    body = gallery(one, two)

    reader, editor = page(body), page(body, audience="editor")

    assert "A red room" not in reader.html + editor.html
    assert "A blue room" in reader.html
    assert "1 picture<" in reader.html
    assert "Not shown to readers" in editor.html
    assert [each.id for each in reader.missing] == [one.pk]


def test_a_gallery_of_withdrawn_pictures_is_not_there():
    one = ImageFactory()
    withdrawal.withdraw(one, by=make_editor(), reason="The agency asked for it.")

    assert page(gallery(one, title="Canary")).html == ""


@pytest.mark.parametrize("count", [1, 20])
def test_a_gallery_costs_one_query(count, django_assert_num_queries):
    body = gallery(*(ImageFactory() for _ in range(count)))

    with django_assert_num_queries(1):
        page(body)


def test_comparison_names_pictures_put_in_and_captions_changed():
    one, two = ImageFactory(caption="One"), ImageFactory(caption="Two")
    before, after = (
        write_fallbacks(sanitise(body), timezone.now())
        for body in (
            gallery(one, captions=["Old"]),
            gallery(one, two, captions=["New"]),
        )
    )

    (block,) = compare_bodies(before, after).blocks

    assert block.fate == "changed"
    assert block.notes == ("Caption now “New”; it was “Old”",)
    assert "Two" in block.html


def test_feeds_print_every_picture_with_a_whole_address(client, settings):
    settings.SITE_URL = "https://news.example"
    one, two = ImageFactory(alt_text="A red room"), ImageFactory(alt_text="A blue room")
    ArticleFactory(body=gallery(one, two, title="Rooms"), published=True)

    text = client.get("/feed.atom").content.decode()

    assert "Rooms" in text
    assert "A red room" in text
    assert "A blue room" in text
    assert 'class="gallery"' not in text
    assert 'src="/media' not in text


def test_its_titles_are_not_the_beginning_of_a_story():
    body = sanitise(gallery(ImageFactory(), title="Canary") + "<p>It begins.</p>")

    assert excerpt(body) == "It begins."
