import pytest
from django.core.exceptions import ValidationError

from articles.tagging import check_tags, tags_from_text


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("Release dates", ["Release dates"]),
        ("Release  dates , zombies,", ["Release dates", "zombies"]),
        ("Zombies, zombies", ["zombies"]),
        ('"K-drama", 지금 우리', ['"K-drama"', "지금 우리"]),
        (" , ,", []),
    ],
)
def test_tags_are_separated_by_commas_alone(typed, tags):
    assert tags_from_text(typed) == tags


@pytest.mark.parametrize("name", ["???", "…", "-", "x" * 101])
def test_a_tag_that_could_have_no_page_is_refused_in_words(name):
    with pytest.raises(ValidationError):
        check_tags([name])


def test_only_the_tags_that_could_have_no_page_are_named():
    with pytest.raises(ValidationError) as refusal:
        check_tags(["지금 우리", "Ñandú", "4K", "x" * 100, "???"])

    assert refusal.value.messages == ["“???” needs a letter or a digit to be a tag."]
