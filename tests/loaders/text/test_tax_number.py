"""Does a tax number that cannot have been issued come to light?"""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from loaders.text import tax_number

TEN, TWELVE = "7707083893", "500100732259"


def check(*texts):
    return tax_number.check(pl.Series(texts, dtype=pl.String)).to_list()


def problem(text):
    return tax_number.problems(pl.Series([text], dtype=pl.String))[0]


def test_what_is_no_tax_number_is_told_apart_from_one_that_is_mistyped():
    assert check("", "770708389", "77070838931", "77О7083893", "0000000000", "٧٧٠٧٠٨٣٨٩٣", " 7707083893") == [False] * 7
    assert "is not a tax number" in problem("much")
    assert "a digit is mistyped" in problem("7707083894")


def test_a_number_of_ten_or_twelve_digits_fits_its_control_digits():
    assert check(TEN, TWELVE, None) == [True, True, None]
    assert problem(TEN) is None and problem(TWELVE) is None and problem(None) is None


def test_a_lost_leading_zero_is_said_and_never_put_back():
    assert check("0105000138", "105000138") == [check("0105000138")[0], False]
    digits = next(f"01{n:07d}{d}" for n in range(10) for d in range(10) if check(f"01{n:07d}{d}") == [True])
    assert "has lost its leading zero" in problem(digits[1:])


@given(st.sampled_from([TEN, TWELVE]), st.data())
def test_any_one_mistyped_digit_of_the_last_two_is_found(number, data):
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    mistyped = number[:place] + other + number[place + 1 :]
    assert check(mistyped) == [False] or place < len(number) - 1


@given(st.text(max_size=14) | st.text(st.sampled_from("0123456789"), min_size=9, max_size=12))
def test_any_text_has_an_answer(text):
    assert (problem(text) is None) == check(text)[0]
