import pytest
from django.db import connection

from images.models import Image, ImageName
from images.search import fold, word_starts
from tests.factories.images import ImageFactory


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("All of Us Are Dead", "all of us are dead"),
        ("  Café—Society! ", "cafe society"),
        ("Grey’s Anatomy", "greys anatomy"),
        ("Law & Order: SVU", "law and order svu"),
        ("Łódź, Øresund, ÆON", "lodz oresund aeon"),
        ("İSTANBUL straße", "istanbul strasse"),
        ("Ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("ДОМ-2", "дом 2"),
        ("$#*!", "$#*!"),
        ("co\u00adoperate\u200b", "cooperate"),
        ("a\x00b\ud800c", "a b c"),
        ("", ""),
        ("\x00", ""),
    ],
)
def test_folding_leaves_what_people_type_in_a_hurry(typed, folded):
    assert fold(typed) == folded
    assert fold(folded) == folded


def test_a_half_typed_hangul_syllable_begins_the_whole_one():
    assert fold("지금 우리").startswith(fold("ㅈ"))
    assert fold("지금 우리").startswith(fold("지그"))


def test_vowel_signs_stay_with_their_word():
    assert " " not in fold("दिल्ली")
    assert fold("दिल्ली") != fold("दल")


def test_word_starts_are_the_rest_of_the_text_from_each_word_on():
    assert word_starts("The Last of the Last") == [
        "the last of the last",
        "last of the last",
        "of the last",
        "the last",
        "last",
    ]


def test_word_starts_are_few_and_short_however_long_the_text():
    starts = word_starts("supercalifragilistic " * 500)

    assert len(starts) <= 12
    assert max(map(len, starts)) <= 80


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "start", "found"),
    [
        ("100% wolf", "100%", True),
        ("100 wolves", "100%", False),
        ("a_b", "a_", True),
        ("axb", "a_", False),
        ("back\\slash", "back\\", True),
        ("squid game", "squid", True),
        ("squid", "squid game", False),
        ("지금", "지", True),
        ("it", "", True),
    ],
)
def test_prefix_takes_every_sign_literally(key, start, found):
    image = ImageFactory(without_files=True, title="", alt_text="", credit="")
    ImageName.objects.create(image=image, key=key)

    assert ImageName.objects.filter(key__prefix=start).exists() is found


@pytest.mark.django_db
def test_prefix_is_answered_by_the_index():
    images = ImageFactory.create_batch(200, without_files=True)
    ImageName.objects.bulk_create(
        ImageName(image=images[n % 200], key=f"{n % 997:03d} name {n}")
        for n in range(5000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    plan = ImageName.objects.filter(key__prefix="017 na%_").explain()

    table = ImageName._meta.db_table
    if connection.vendor == "sqlite":
        assert f"SEARCH {table} USING" in plan
        assert "(key>? AND key<?)" in plan
    else:
        assert "Index Scan" in plan
        assert f"{table}_key_" in plan


@pytest.mark.django_db
@pytest.mark.parametrize("few", [0, 500], ids=["common words", "rare words"])
def test_a_picture_is_found_by_the_start_of_any_words_in_any_of_its_texts(
    monkeypatch, few
):
    monkeypatch.setattr("images.search.FEW_HITS", few)
    image = ImageFactory(
        without_files=True, title="Squid Game, season 2", alt_text="A doll", credit="AP"
    )
    ImageFactory(without_files=True, title="Squirrels")

    assert list(Image.objects.named("gam squ")) == [image]
    assert list(Image.objects.named("DOLL ap")) == [image]
    assert list(Image.objects.named("uid")) == []
    assert Image.objects.named(" ").count() == 2


@pytest.mark.django_db
def test_both_ways_of_asking_are_answered_by_indexes(monkeypatch):
    images = ImageFactory.create_batch(50, without_files=True)
    ImageName.objects.bulk_create(
        ImageName(image=images[n % 50], key=f"{n % 97:02d} name {n}")
        for n in range(5000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    rare = Image.objects.named("17 name")[:21].explain()
    monkeypatch.setattr("images.search.FEW_HITS", 0)
    common = Image.objects.named("17 name")[:21].explain()

    for plan in (rare, common):
        assert f"SCAN {ImageName._meta.db_table}" not in plan
        assert f"Seq Scan on {ImageName._meta.db_table}" not in plan


@pytest.mark.django_db
def test_a_renamed_picture_is_found_by_its_new_name_only():
    image = ImageFactory(without_files=True, title="Old title")
    image.title = "New title"
    image.save()

    assert list(Image.objects.named("new")) == [image]
    assert list(Image.objects.named("old")) == []
