"""Headings over one to four rows, under titles, above numbering rows: small sheets in, names out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.sniffing.heading import in_short, joined, locate, same_heading


def sheet(text):
    """`a | b` lines as rows of cells; an empty cell is None, an empty line an empty row."""
    return [[cell.strip() or None for cell in line.split("|")] for line in text.strip("\n").splitlines()]


def found(text, match=(), heading_rows=None):
    place = locate(sheet(text), match, heading_rows)
    return place and (place.first, place.last, place.names)


def test_headings_are_told_without_the_signs_that_nobody_can_print():
    assert in_short(["План\x00", "Факт\xa0за\nгод", "x" * 70]) == f"План\ufffd, Факт\xa0за\nгод, {'x' * 60}…"


def test_an_empty_sheet_has_no_heading():
    assert locate([], [], None) is None
    assert locate([[None, ""], [" ", None]], [], None) is None
    assert locate([["a"]], ["b"], None) is None


def test_headings_that_are_not_there_are_not_made_up():
    assert found("Зона | План\nДубна | 1", match=["Зона", "Факт"]) is None


def test_a_plain_heading_is_the_first_row():
    assert found("Зона | План | Факт\nДубна | 10 | 12") == (0, 0, ["Зона", "План", "Факт"])


def test_titles_above_are_no_heading():
    text = """
Отчёт управляющей компании
в млн руб.
 |
Зона | План | Факт
Дубна | 10 | 12
Липецк | 11 | 13
"""
    assert found(text) == (3, 3, ["Зона", "План", "Факт"])


def test_a_name_and_its_value_above_are_no_heading():
    text = """
Организация | ООО Заря
Зона | План | Факт
Дубна | 10 | 12
Липецк | 11 | 13
"""
    assert found(text) == (1, 1, ["Зона", "План", "Факт"])


def test_two_rows_are_joined_and_a_merged_cell_is_repeated():
    text = """
Зона | План | | Факт |
 | 2017 | 2018 | 2017 | 2018
Дубна | 10 | 12 | 9 | 13
"""
    names = ["Зона", "План / 2017", "План / 2018", "Факт / 2017", "Факт / 2018"]
    assert found(text) == (0, 1, names)
    assert found(text, match=["зона", "ФАКТ /  2018"]) == (0, 1, names)
    assert found(text, match=["Зона"]) == (0, 1, names)


def test_merged_cells_that_come_filled_say_the_same():
    text = """
Зона | План | План | Факт | Факт
Зона | 2017 | 2018 | 2017 | 2018
Дубна | 10 | 12 | 9 | 13
"""
    assert found(text) == (0, 1, ["Зона", "План / 2017", "План / 2018", "Факт / 2017", "Факт / 2018"])


def test_groups_may_stand_above_all_the_headings():
    text = """
 | План | | Факт |
Зона | 2017 | 2018 | 2017 | 2018
Дубна | 10 | 12 | 9 | 13
"""
    assert found(text) == (0, 1, ["Зона", "План / 2017", "План / 2018", "Факт / 2017", "Факт / 2018"])


def test_three_rows():
    text = """
№ | Резидент | Инвестиции | | | Рабочие места |
 | | план | факт | | план | факт
 | | | всего | в т.ч. оборудование | |
1 | Заря | 10 | 12 | 9 | 13 | 1
"""
    place = locate(sheet(text), [], None)
    assert (place.first, place.last) == (0, 2)
    assert place.names == [
        "№",
        "Резидент",
        "Инвестиции / план",
        "Инвестиции / факт / всего",
        "Инвестиции / факт / в т.ч. оборудование",
        "Рабочие места / план",
        "Рабочие места / факт",
    ]


def test_a_numbering_row_is_not_part_of_the_heading():
    text = """
Зона | План | | Факт
 | 2017 | 2018 | 2018
1 | 2 | 3 | 4
Дубна | 10 | 12 | 9
"""
    assert found(text) == (0, 1, ["Зона", "План / 2017", "План / 2018", "Факт / 2018"])


def test_years_may_be_headings():
    assert found("Страна | 2010 | 2011\nЧехия | 10 | 11") == (0, 0, ["Страна", "2010", "2011"])
    assert found(" | 2010 | 2011\nЧехия | 10 | 11") == (0, 0, ["", "2010", "2011"])


def test_a_footnote_glued_to_a_year_does_not_hide_it():
    text = " | всего | | в том числе |\n | 2021 | 20224) | 2021 | 2022*\nДубна | 1,5 | 2 | 3 | 4"
    names = ["", "всего / 2021", "всего / 20224)", "в том числе / 2021", "в том числе / 2022*"]
    assert found(text) == (0, 1, names)


def test_numbers_are_headings_where_the_mapping_says_so():
    assert found("Отчёт\n1 | 2\n5 | 6", match=["1", "2"]) == (1, 1, ["1", "2"])


def test_headings_are_found_in_any_order_and_spelling():
    text = "Отчёт\nФакт |  ЗОНА\u00a0\n1 | Дубна"
    assert found(text, match=["зона", "факт"]) == (1, 1, ["Факт", "ЗОНА"])


def test_empty_and_repeated_headings_stay():
    assert found("Зона | | План | План\nДубна | 1 | 2 | 3") == (0, 0, ["Зона", "", "План", "План"])


def test_a_sparse_first_data_row_is_not_swallowed():
    text = """
Name | | City
Anna | 1 | Praha
 | 2 |
"""
    assert found(text) == (0, 0, ["Name", "", "City"])


def test_said_rows_win():
    text = "a | b\nc | d\n1 | 2"
    assert found(text, match=["c"], heading_rows=(0, 1)) == (0, 1, ["a / c", "b / d"])
    assert found(text, heading_rows=(9, 9)) is None


def test_a_heading_alone_in_its_column_spans_nothing():
    assert joined([["Зона", None, "План", None], [None, "Регион", "2017", "2018"]]) == [
        "Зона",
        "Регион",
        "План / 2017",
        "План / 2018",
    ]


def test_a_legend_under_a_short_table_does_not_make_the_title_a_heading():
    text = "Титул\nЗона | План | Факт\nДубна | 1 | 2\nЛипецк | 1 | 2\n" + "1) сноска\n" * 30
    assert found(text)[:2] == (1, 1)


@pytest.mark.parametrize("heading", ["Зона", " зона ", "ЗО\u041dА", "Зона\u00a0"])
def test_capitals_and_spaces_make_no_difference(heading):
    assert same_heading(heading) == "зона"


_CELL = st.none() | st.text("Пл2017 -,.\u00a0", max_size=5)


@given(st.lists(st.lists(_CELL, max_size=5), max_size=8), st.lists(st.text("Пл2017", max_size=3), max_size=2))
def test_any_rows_have_a_place_within_them_or_none(rows, match):
    place = locate(rows, match, None)
    if place:
        assert 0 <= place.first <= place.last < len(rows)
        there = {same_heading(name) for name in place.names}
        assert {same_heading(each) for each in match} <= there


def test_a_row_of_units_belongs_to_the_heading():
    rows = """
        Резидент | Инвестиции |          | Рабочие места
                 | план       | факт     |
                 | млн руб.   | тыс. руб. | ед.
        Заря     | 100,5      | 90 250   | 10
        Восток   | 50         | 55 000   | н/д
    """
    names = ["Резидент", "Инвестиции / план / млн руб.", "Инвестиции / факт / тыс. руб.", "Рабочие места / ед."]
    assert found(rows) == (0, 2, names)
    assert found(rows, match=["Резидент"]) == (0, 2, names)
    assert found(rows, match=["Инвестиции / план"]) == (
        0,
        1,
        [names[0], *(name[:17] for name in names[1:3]), names[3][:13]],
    )


def test_words_for_units_above_no_figures_are_data():
    assert found("Валюта | К валюте\nUSD | RUB\nEUR | RUB") == (0, 0, ["Валюта", "К валюте"])
    assert found("Зона | План\nДубна | млн руб.\nЛипецк | 5\nТомск | 6") == (0, 0, ["Зона", "План"])
