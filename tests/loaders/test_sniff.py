"""What is in a file: small sheets in, what a person would see in them out."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import UserError
from loaders import mapping
from loaders.parsers.grid import Grid, Seen, SheetSeen
from loaders.raw import ReadOptions
from loaders.sniff import look, sniff
from loaders.sniffing import propose


def seen(text, name="report.csv", **grid):
    """`a | b` lines as a file that was looked at; an empty cell is null, an empty line an empty row."""
    rows = [[cell.strip() or None for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    return file_of(rows, name, **grid)


def file_of(rows, name="report.csv", **grid):
    width = max(map(len, rows), default=0)
    cells = {str(place): [row[place] if place < len(row) else None for row in rows] for place in range(width)}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    numbers = pl.Series(range(1, len(rows) + 1), dtype=pl.UInt32)
    sheets = (SheetSeen("Отчёт", len(rows), width),)
    return Seen(name, "sha", "text", "utf-8", 1.0, ",", None, sheets, Grid(frame, numbers, **grid))


def kinds(found):
    return {column.name: column.kind for column in found.columns}


QUARTER = """
Отчёт управляющей компании за III квартал 2019 года
млн руб.
 |
№ | Резидент | ИНН | Инвестиции | | Создано рабочих мест |
 | | | план | факт | план | факт
1 | 2 | 3 | 4 | 5 | 6 | 7
Первая площадка | | | | | |
1 | ООО «Заря» | 7707083893 | 1 100,5 | 90,25 | 10 | 9
2 | АО Восток | 7736050003 | 50 | 55,5 | 5 | н/д
3 | ООО Луч | 7728168971 | более 20 | 0,5 | 2 | -
4 | ООО Рябь | 7707083893 | 20 | 0,5 | 2 | 1
 | Итого | | 1 190,5 | 146,75 | 19 | 10
 |
Генеральный директор | | | Иванов И.И.
"""


def test_an_empty_file_is_refused_in_words():
    with pytest.raises(UserError, match=r"no table is seen in it"):
        sniff(seen(" | "))


def test_a_quarterly_report_is_seen_as_a_person_sees_it():
    found = sniff(seen(QUARTER))
    assert found.heading_rows == (4, 5)
    assert (found.first_row, found.last_row) == (7, 12)
    assert [row.row for row in found.footer] == [14]
    assert {row.row for row in found.numbering} == {6}
    assert [(row.row, row.text) for row in found.totals] == [(12, "Итого")]
    assert [(row.row, row.text) for row in found.sections] == [(7, "Первая площадка")]
    assert (found.title.unit, found.title.scale) == ("RUB", "1000000")
    assert found.title.period.words == "III квартал 2019 года"
    assert kinds(found) == {
        "№": kinds(found)["№"],
        "Резидент": "text",
        "ИНН": "tax number",
        "Инвестиции / план": "number",
        "Инвестиции / факт": "number",
        "Создано рабочих мест / план": "number",
        "Создано рабочих мест / факт": "number",
    }


def test_how_the_numbers_are_written_is_told():
    found = {column.name: column for column in sniff(seen(QUARTER)).columns}
    plan = found["Инвестиции / план"].shapes
    assert (plan.decimal, plan.grouping, plan.qualified) == (",", "space", 1)
    assert found["Создано рабочих мест / факт"].missing == {"": 1, "н/д": 1, "-": 1}


def test_a_number_that_can_be_read_two_ways_is_not_decided():
    (column,) = [each for each in sniff(seen("a | b\nx | 1,234\ny | 5,678")).columns if each.name == "b"]
    assert column.shapes.decimal == "?"


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        ("31.12.2019 | 01.02.2019", "dmy"),
        ("12/31/2019 | 01/02/2019", "mdy"),
        ("31/12/2019 | 01/02/2019", "dmy"),
        ("01/02/2019 | 03/04/2019", "?"),
        ("2019-12-31 | 2019-02-01", "ymd"),
    ],
)
def test_the_order_of_dates_is_that_of_the_column(cells, order):
    rows = [["name", "day"], *(["x", cell] for cell in cells.split(" | "))]
    column = sniff(file_of(rows)).columns[1]
    assert (column.kind, column.shapes.dates) == ("date", order)


def test_a_total_is_seen_by_its_sum_without_a_word():
    text = "Zone | Jobs\nA | 10\nB | 20\nC | 30\nD | 45\nCountry | 105"
    assert [(row.row, row.why) for row in sniff(seen(text)).totals] == [
        (6, "its figures are the sums of the other rows")
    ]


def test_a_company_called_total_is_none():
    found = sniff(seen("Company | Jobs\nTotal SA | 10\nBeta | 20\nGamma | 3\nDelta | 7\nTotal | 40"))
    assert [row.text for row in found.totals] == ["Total"]


def test_notes_glued_to_years_are_seen():
    found = sniff(seen("Зона | 2021 | 20224)\nДубна | 1,5 | 2\nЛипецк | 1 | 2\n4) без учёта части зон"))
    period = found.columns[2].told.period
    assert (period.period, period.footnote) == ("2022", "4)")
    assert [row.row for row in found.footer] == [4]


def test_leading_zeros_make_a_code():
    assert kinds(sniff(seen("name | id\nA | 007\nB | 010")))["id"] == "code"


def test_the_heading_may_be_said():
    found = sniff(seen("a | b\nc | d\n1 | 2"), ReadOptions(heading_rows=(1, 2)))
    assert [column.name for column in found.columns] == ["a / c", "b / d"]


@pytest.mark.parametrize("heading", ["*", "^.*$", "^a", "[a]"])
def test_a_heading_may_be_any_sign(heading):
    assert kinds(sniff(file_of([[heading, "b"], ["x", "1"], [None, None], ["y", "2"]])))[heading] == "text"
    assert sniff(file_of([[heading], [None]])).rows == 0


def test_merged_cells_ask_to_be_filled_down():
    text = "Зона | Показатель | Значение\nДубна | Инвестиции | 1\n | Выручка | 2\nЛипецк | Инвестиции | 3"
    assert sniff(seen(text, merged=((2, 0, 3, 0),))).fill_down == ("Зона",)


_CELL = (
    st.none() | st.text(max_size=8) | st.sampled_from(["1 234,5", "20224)", "Итого", "01/02/2019", "ИНН", "план", "1"])
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows=st.lists(st.lists(_CELL, min_size=1, max_size=5), max_size=8), name=st.text(max_size=8))
def test_any_sheet_ends_in_a_mapping_or_one_clear_error(rows, name, tmp_path_factory):
    try:
        text = propose.mapping(sniff(file_of(rows, name)))
    except UserError:
        return
    path = tmp_path_factory.mktemp("mapping") / "mapping.toml"
    path.write_bytes(text.encode())
    try:
        mapping.load(path)
    except UserError as error:
        assert "is not TOML" not in str(error)
        assert "TODO" in text


def test_a_line_of_unpaired_quotation_marks_is_no_legend_under_the_table():
    text = (
        '"Зона","Год","Инвестиции, руб."\n"Дубна","2019","1,5"\n"Липецк\nобласть","2019","2,5"\n"Томск","2019","3,5\n'
    )
    assert look(text.encode(), "r.csv").footer == ()


def test_a_figure_alone_in_its_row_is_no_section():
    found = sniff(
        seen("ОЭЗ | Год | Инвестиции, млн руб.\nДубна | 2018 | 3\nДубна | 2019 | 2\n | | 5\nЛипецк | 2019 | 5")
    )
    assert found.sections == ()
