"""Headings and titles in, the period they name out."""

import pytest

from loaders.sniffing import period_in_text


@pytest.mark.parametrize(
    ("heading", "words", "period"),
    [
        ("Investment Jan-20", "Jan-20", "2020-01"),
        ("Инвестиции, дек.19", "дек.19", "2019-12"),
        ("投资额2020年第一季度", "2020年第一季度", "2020-Q1"),
        ("Vốn đầu tư Quý I/2020", "Quý I/2020", "2020-Q1"),
        ("Инвестиция, 2020 жылғы 1-тоқсан", "2020 жылғы 1-тоқсан", "2020-Q1"),
        ("平成30年", "平成30年", "2018"),
        ("1. Investment 2019", "2019", "2019"),
        ("Таблица 1. Инвестиции в 2019 году", "2019 году", "2019"),
        ("Investment 2019 1)", "2019", "2019"),
    ],
)
def test_a_heading_names_a_period(heading, words, period):
    found = period_in_text.find(heading)
    assert (found.words, found.period) == (words, period)


@pytest.mark.parametrize(
    "heading", ["Inv H1 FY2019-20", "Inv 2020 I", "Inv 2020.01", "Inv 2020 1. abcdef", "Inv 1. abcdef 2020"]
)
def test_a_part_of_a_year_that_nobody_can_read_is_no_whole_year(heading):
    assert period_in_text.find(heading).period is None


@pytest.mark.parametrize("heading", ["Inv 30-Sep-19", "Маркетинг-20", "Inv 2020E"])
def test_what_only_looks_like_a_month_names_no_period(heading):
    assert period_in_text.find(heading) is None


@pytest.mark.parametrize(
    "heading", ["Investment up to June 2019", "Инвестиции до конца 2019 года", "Investment by 2025"]
)
def test_what_was_reached_by_a_time_is_asked_since_when(heading):
    assert period_in_text.find(heading).basis == "stock"
