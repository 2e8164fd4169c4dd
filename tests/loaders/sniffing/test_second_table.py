"""A heading that stands again, and another table under the first: no figure of it is taken for one of the first."""

import pytest

from loaders import sniff
from loaders.sniffing import propose
from tests.loaders.conftest import workbook
from tests.loaders.mapped_text import FIELDS, HEAD, PLAN, SOURCE, ZONES, balance, mapped, refusals, rows_of

MAPPING = HEAD + SOURCE + ZONES + FIELDS.replace('"2019"', '{ column = "Год", as = "year" }') + PLAN
OF_ANOTHER = (
    "another table seems to begin at row {row}: say read.end to stop before it, or skip that row if the table goes on"
)
INVESTMENT = [["Инвестиции, млн руб."], ["Зона", 2018, 2019], ["Дубна", 100, 110], ["Липецк", 200, 220]]
JOBS = [["Рабочие места, чел."], ["Зона", 2018, 2019], ["Томск", 1000, 1100], ["Курск", 2000, 2200]]


def table(text):
    return text.replace(" ", "").encode()


def test_a_heading_printed_again_is_left_out(tmp_path):
    batch = mapped(
        tmp_path, MAPPING, table("Зона;Год;План\nДубна;2018;1\nЗона;Год;План\n\ufeffЗона;Год;ПЛАН\nЛипецк;2018;2\n")
    )
    assert balance(batch) == (4, 2, 0, 2)
    assert batch.skipped_rows.rows() == [("row 3", "the heading again"), ("row 4", "the heading again")]
    assert rows_of(batch, "entity", "value") == [("DUBNA", 1), ("LIPETSK", 2)]


@pytest.mark.parametrize("title", ["Рабочие места;;", "Рабочие места"])
def test_what_stands_under_another_title_is_refused(tmp_path, title):
    text = f"Зона;Год;План\nДубна;2018;1\n\n{title}\nЗона;Год;План\nЛипецк;2018;2000\nАлабуга;2018;1\n"
    batch = mapped(tmp_path, MAPPING, text.encode())
    assert rows_of(batch, "entity", "value") == [("DUBNA", 1)]
    assert balance(batch) == (5, 1, 4, 0)
    assert {f"row {row}, : {OF_ANOTHER.format(row=4)}" for row in (5, 6, 7)} <= set(refusals(batch))


def test_what_stands_under_another_heading_is_refused(tmp_path):
    text = "Зона;Год;План\nДубна;2018;1\nЗона;Год;Факт\nЛипецк;2018;2000\n"
    batch = mapped(tmp_path, MAPPING, text.encode())
    assert rows_of(batch, "entity", "value") == [("DUBNA", 1)]
    assert refusals(batch) == [f"row {row}, : {OF_ANOTHER.format(row=3)}" for row in (3, 4)]


def test_a_title_that_the_mapping_leaves_out_begins_no_other_table(tmp_path):
    text = "Зона;Год;План\nДубна;2018;1\nПродолжение;;\nЗона;Год;План\nЛипецк;2018;2\n"
    skip = '\n[[skip]]\ncolumn = "Зона"\nequals = ["Продолжение"]\nreason = "the next page"\n'
    batch = mapped(tmp_path, MAPPING + skip, text.encode())
    assert balance(batch) == (4, 2, 0, 2)


def test_a_word_of_a_row_may_be_its_heading(tmp_path):
    text = "Зона;Год;План;Резидент\nДубна;2018;1;резидент\nЛипецк;2018;2;участник\n"
    assert balance(mapped(tmp_path, MAPPING, text.encode())) == (2, 2, 0, 0)


def test_a_row_of_a_heading_of_several_rows_may_stand_again(tmp_path):
    pages = [["Зона", "План", ""], ["", 2018, 2019]]
    data = workbook({"A": [*pages, ["Дубна", 1, 2], *pages, ["Липецк", 3, 4]]})
    wide = PLAN.replace('column = "План"', "columns = '^План / (?P<year>20\\d\\d)$'")
    fields = FIELDS.replace('period = "2019"', 'period = { heading = "year", as = "year" }')
    batch = mapped(tmp_path, HEAD + "[read]\nheading_rows = [1, 2]\n" + SOURCE + ZONES + fields + wide, data)
    assert balance(batch) == (4, 2, 0, 2)
    assert rows_of(batch, "entity", "period", "value") == [
        ("DUBNA", "2018", 1),
        ("LIPETSK", "2018", 3),
        ("DUBNA", "2019", 2),
        ("LIPETSK", "2019", 4),
    ]


def test_the_sniffer_ends_the_table_before_another_one():
    seen = sniff.look(workbook({"A": [*INVESTMENT, [], *JOBS]}), "two.xlsx")
    assert (seen.rows, seen.last_row) == (2, 4)
    assert [(row.row, row.why) for row in seen.footer] == [(row, "another table") for row in (6, 7, 8, 9)]
    assert "end = { row = 6 }" in propose.mapping(seen)


def test_the_sniffer_does_not_mind_a_heading_printed_again():
    seen = sniff.look(workbook({"A": [*INVESTMENT, INVESTMENT[1], ["Томск", 5, 6]]}), "pages.xlsx")
    assert seen.rows == 3
    assert [column.kind for column in seen.columns] == ["text", "number", "number"]


def test_the_foot_of_a_page_begins_no_other_table(tmp_path):
    text = """Отчёт;;
ОЭЗ;Год;Инвестиции, млн руб.
1;2;3
Дубна;2018;100,5
Липецк;2018;200,5
Страница 1 из 2;;
ОЭЗ;Год;Инвестиции, млн руб.
1;2;3
Дубна;2019;110,5
Липецк;2019;210,5
Страница 2 из 2;;
"""
    batch = mapped(tmp_path, propose.mapping(sniff.look(text.encode(), "pages.csv")), text.encode())
    assert rows_of(batch, "period", "value") == [
        ("2018", 100_500_000),
        ("2018", 200_500_000),
        ("2019", 110_500_000),
        ("2019", 210_500_000),
    ]
    assert balance(batch) == (9, 4, 0, 5)


def test_another_table_that_is_left_out_is_told():
    text = propose.mapping(sniff.look(workbook({"A": [*INVESTMENT, [], *JOBS]}), "two.xlsx"))
    assert "end = { row = 6 }    # another table begins there and is left out" in text


def test_a_table_beside_the_first_one_is_none_of_it(tmp_path):
    rows = [
        ["ОЭЗ", "Инвестиции 2019, млн руб.", "", "Кластер", "Выручка 2019, млн руб."],
        ["Дубна", 100, "", "Калуга", 50],
        ["Липецк", 200, "", "Обнинск", 60],
        ["Томск", 300, "", "", ""],
    ]
    text = propose.mapping(sniff.look(workbook({"A": rows}), "beside.xlsx"))
    assert "Another table stands beside this one and is left out. Its columns: Кластер, Выручка 2019, млн руб." in text
    batch = mapped(tmp_path, text, workbook({"A": rows}))
    assert rows_of(batch, "indicator", "value") == [("investment", value) for value in (1e8, 2e8, 3e8)]


def test_an_empty_column_within_a_table_parts_nothing():
    rows = [["ОЭЗ", "", "Инвестиции 2019, млн руб.", "", "Рабочие места 2019"], ["Дубна", "", 100, "", 10]]
    assert sniff.look(workbook({"A": rows}), "airy.xlsx").beside == ()


def test_the_table_ends_where_its_figures_begin_to_measure_something_else(tmp_path):
    text = """Инвестиции в основной капитал;;;
Субъект РФ;2018;2019;2020
млн рублей;;;
Москва;100;200;300
Тула;10;20;30
в % к предыдущему году;;;
Москва;101;102;103
Тула;99;98;97
"""
    mapping = propose.mapping(sniff.look(text.encode(), "rosstat.csv"))
    assert "end = { row = 6 }    # another table begins there and is left out" in mapping
    batch = mapped(tmp_path, mapping, text.encode())
    assert balance(batch) == (6, 2, 0, 4)
    assert sum(value for (value,) in rows_of(batch, "value")) == 660_000_000


@pytest.mark.parametrize("section", ["Рабочие места, ед.", "Рабочие места", "чел."])
def test_sections_may_name_their_indicators(section):
    text = f"ОЭЗ;2018;2019;2020\nИнвестиции, млн руб.;;;\nДубна;1;2;3\nЛипецк;4;5;6\n{section};;;\nТомск;7;8;9\n"
    seen = sniff.look(text.encode(), "zones.csv")
    assert (seen.last_row, seen.title.unit, seen.title.scale) == (4, "RUB", "1000000")
    assert seen.title.code("indicator") == "investment"


def test_sections_that_name_sites_measure_nothing():
    text = "Резидент;Инвестиции;Выручка;Налоги\nПлощадка «Север»;;;\nАльфа;1;2;3\nПлощадка «Юг»;;;\nБета;4;5;6\n"
    seen = sniff.look(text.encode(), "sites.csv")
    assert [row.text for row in seen.sections] == ["Площадка «Север»", "Площадка «Юг»"]
    assert seen.last_row == 5
