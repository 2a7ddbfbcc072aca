import unicodedata
from urllib.parse import unquote

import pytest
from django.urls import Resolver404, URLResolver, path
from django.urls.resolvers import RegexPattern
from django.utils.text import slugify
from hypothesis import given, strategies as st

from authors.models import Author
from images.slugs import is_mark, is_slug, slug_of, unique_slug
from tests.factories.authors import AuthorFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("All of Us Are Dead", "all-of-us-are-dead"),
        ("지금 우리 학교는", "지금-우리-학교는"),
        ("Amélie", "amélie"),
        ("???", "untitled"),
        ("", "untitled"),
        ("Ｆｕｌｌ", "full"),
        ("सेक्रेड गेम्स", "सेक्रेड-गेम्स"),
        ("ฮอร์โมน: วัยว้าวุ่น", "ฮอร์โมน-วัยว้าวุ่น"),
        ("น้ำใจ", "น้ำใจ"),
        ("தமிழ்", "தமிழ்"),
        ("مسلسل الكبير", "مسلسل-الكبير"),
        ("שָׁלוֹם עוֹלָם", "שלום-עולם"),
        ("Chuyện Tình", "chuyện-tình"),
        (unicodedata.normalize("NFD", "Chuyện 지금"), "chuyện-지금"),
        ("İstanbul", "istanbul"),
        ("🎃", "jack-o-lantern"),
        ("Wow! 👩‍❤️‍👨 1️⃣", "wow-1"),
        ("् लग", "लग"),
    ],
)
def test_a_slug_is_made_of_any_script_and_never_empty(text, slug):
    assert unique_slug(Author, text) == slug


def test_taken_slugs_get_the_next_free_number():
    slugs = [AuthorFactory(name="Kim Min-su").slug for _ in range(12)]

    assert slugs[:3] == ["kim-min-su", "kim-min-su-2", "kim-min-su-3"]
    assert len(set(slugs)) == 12


def test_a_long_text_leaves_room_for_the_number():
    length = Author._meta.get_field("slug").max_length
    first, second = unique_slug(Author, "a" * 500), None
    Author.objects.create(name="A", slug=first)
    second = unique_slug(Author, "a" * 500)

    assert len(first) == len(second) == length
    assert second.endswith("a-2")


def test_a_row_may_keep_its_own_slug():
    author = AuthorFactory(name="Kim Min-su")

    assert unique_slug(Author, "Kim Min-su", but=author) == "kim-min-su"


def test_the_thousandth_of_a_name_does_not_ask_a_thousand_times(
    django_assert_max_num_queries,
):
    Author.objects.bulk_create(
        Author(name="Kim", slug=f"kim-{n}" if n > 1 else "kim") for n in range(1, 1000)
    )

    with django_assert_max_num_queries(8):
        assert unique_slug(Author, "Kim") == "kim-1000"


@given(st.text(max_size=60))
def test_what_a_slug_is_made_of_may_stand_in_an_address(text):
    slug = slug_of(text)

    assert slug == "" or is_slug(slug)
    assert slug_of(slug) == slug
    assert unicodedata.is_normalized("NFC", slug)
    short = slug_of(text, 10)
    assert len(short) <= 10
    assert slug.startswith(short)
    assert not is_mark(slug[len(short) :][:1] or "-")


@given(
    st.text(
        st.characters(
            exclude_categories=["Mn", "Mc", "Me", "So", "Cs"],
            exclude_characters="\u0e33\u0eb3",
        )
    )
)
def test_addresses_of_scripts_without_marks_are_what_they_always_were(text):
    whole = unicodedata.normalize("NFKC", text).lower()
    if not any(unicodedata.category(each)[0] == "M" for each in whole):
        assert slug_of(text) == unicodedata.normalize(
            "NFC", slugify(text, allow_unicode=True)
        )


@pytest.mark.parametrize(
    "slug", ["지금-우리-학교는", "amélie", "a_b-2", "सेक्रेड-गेम्स", "ฮอร์โมน"]
)
def test_addresses_take_any_script(slug):
    route = path("shows/<uslug:slug>/", lambda request: None, name="show")
    resolver = URLResolver(RegexPattern("^/"), [route])

    address = "/" + resolver.reverse("show", slug)

    assert resolver.resolve(unquote(address)).kwargs == {"slug": slug}


def test_addresses_take_no_slash_or_space():
    route = path("<uslug:slug>/", lambda request: None)
    resolver = URLResolver(RegexPattern("^/"), [route])

    for address in ["/a/b/", "/a b/", "/a.b/", "//"]:
        with pytest.raises(Resolver404):
            resolver.resolve(address)
