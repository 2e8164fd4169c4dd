import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UserError
from data.period import Period, last_day, last_ended_month, month_index, parse


@pytest.mark.parametrize(
    "text", ["", "17", "2017-Q5", "2017-13", "2017-00", "2018/2017", "2017/", "a", "2017/2018/2019", "0000"]
)
def test_what_is_no_period_is_refused_with_what_is_accepted(text):
    with pytest.raises(UserError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "shortest", "months"),
    [
        ("2017", "2017", 12),
        ("2017-Q3", "2017-Q3", 3),
        ("2017-09", "2017-09", 1),
        ("2016-09/2019-03", "2016-09/2019-03", 31),
        ("2016-01/2016-12", "2016", 12),
        ("2016-01/2016-03", "2016-Q1", 3),
        ("2020-01/2026-12", "2020/2026", 84),
        ("2012-04/2013-03", "2012-04/2013-03", 12),
    ],
)
def test_a_period_has_one_spelling(text, shortest, months):
    period = parse(text)
    assert (period.text, period.frequency) == (shortest, months)


@given(st.integers(12, 9999 * 12), st.integers(0, 400))
def test_the_spelling_of_any_months_reads_back_as_those_months(start, length):
    period = Period(start, min(start + length, 9999 * 12 + 11))
    assert parse(period.text) == period


def test_a_partial_date_means_its_last_day():
    assert str(last_day("2020-06")) == "2020-06-30"
    assert str(last_day("2020")) == "2020-12-31"
    assert str(last_day("2024-02")) == "2024-02-29"


@pytest.mark.parametrize("text", ["2020-02-30", "soon", "", "2020-6"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(UserError):
        last_day(text)


def test_a_month_has_ended_on_its_last_day_only():
    assert last_ended_month(last_day("2017-12-30")) == month_index(last_day("2017-11"))
    assert last_ended_month(last_day("2017-12-31")) == month_index(last_day("2017-12"))
