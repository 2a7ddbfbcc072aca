from contextlib import suppress
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st

from shows import wording
from shows.dates import When, read


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("2027", When(date(2027, 1, 1), "year")),
        ("in early 2027", When(date(2027, 1, 1), "quarter")),
        ("Q2 2027", When(date(2027, 4, 1), "quarter")),
        ("2027-Q3", When(date(2027, 7, 1), "quarter")),
        ("the second quarter of 2027", When(date(2027, 4, 1), "quarter")),
        ("March 2027", When(date(2027, 3, 1), "month")),
        ("2027-03", When(date(2027, 3, 1), "month")),
        ("28 January 2022", When(date(2022, 1, 28), "day")),
        ("January 28, 2022", When(date(2022, 1, 28), "day")),
        ("28th  Jan 2022", When(date(2022, 1, 28), "day")),
        ("2024-02-29", When(date(2024, 2, 29), "day")),
        ("28 January 2022 at 17:00", When(date(2022, 1, 28), "minute", time(17))),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_typed(typed, when):
    assert read(typed) == when


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 February 2027", "There is no 31 February 2027."),
        ("29 February 2026", "There is no 29 February 2026."),
        ("2027-13-01", "there is no month 13"),
        ("0 March 2027", "There is no 0 March 2027."),
        ("spring 2027", "different months to different readers"),
        ("mid-2027", "different months to different readers"),
        ("28 January 2022 25:00", "no such time of day"),
        ("2027 17:00", "a time of day needs its day"),
        ("1066", "1066 is no year"),
        ("soon", "is no date the desk can read"),
        ("", "is no date the desk can read"),
        ("٢٠٢٧", "is no date the desk can read"),
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as error:
        read(typed)

    assert sentence in error.value.messages[0]


@given(st.text(max_size=60))
def test_no_text_makes_reading_fail(text):
    with suppress(ValidationError):
        assert isinstance(read(text), When)


@given(
    st.dates(date(1880, 1, 1), date(2150, 12, 31)),
    st.sampled_from(["year", "quarter", "month", "day"]),
)
def test_what_the_site_prints_can_be_typed_again(day, precision):
    first = {
        "year": day.replace(month=1, day=1),
        "quarter": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "month": day.replace(day=1),
        "day": day,
    }[precision]

    assert read(wording.period(first, precision)) == When(first, precision)
    assert read(wording.date_in_words(first, precision)) == When(first, precision)
    assert first <= day <= wording.last_day(first, precision)
