"""Formulas without a result and days in XLS and XLSB; several sheets of one form."""

import io
from datetime import date

import pytest
import xlwt

from loaders.parsers import xlsb_records
from loaders.parsers.grid import NOT_CALCULATED
from loaders.parsers.xls_records import Records
from loaders.raw import ReadOptions
from loaders.sandbox import read_table
from tests.loaders.conftest import workbook


def old(rows, *, since_1904=False, rows_beside=0):
    """An XLS of one sheet as a program that calculates nothing writes it, after a sheet of other rows."""
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    other = book.add_sheet("Other")
    for row in range(rows_beside):
        other.write(row, 0, f"text {row}")
    sheet = book.add_sheet("Report")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            is_day = isinstance(cell, date)
            sheet.write(row, column, cell, *([xlwt.easyxf(num_format_str="DD.MM.YYYY")] if is_day else []))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(data):
    return read_table(data, "old.xls", ReadOptions(sheet="Report")).cells.rows()


def test_a_formula_without_a_result_is_not_an_empty_cell():
    formula = xlwt.Formula("1+1")
    assert cells(old([("Зона", "План"), ("Дубна", formula), ("Липецк", 5)])) == [
        ("Дубна", NOT_CALCULATED),
        ("Липецк", "5"),
    ]


def test_a_formula_on_another_sheet_marks_nothing_here():
    assert cells(old([("Зона", "План"), ("Дубна", 7)], rows_beside=3)) == [("Дубна", "7")]


@pytest.mark.parametrize("rows_beside", [0, 3000], ids=["small", "large"])
def test_a_stream_is_found_in_small_sectors_and_in_large_ones(rows_beside):
    data = old([("Зона", "План"), ("Дубна", xlwt.Formula("1+1"))], rows_beside=rows_beside)
    assert Records(data).not_calculated(1) == {(2, 2 - 1): NOT_CALCULATED}
    assert Records(data).not_calculated(0) == {}


def test_an_empty_result_that_excel_calculated_is_empty():
    data = old([("Зона", "План"), ("Дубна", xlwt.Formula("1+1"))])
    kind, calculated = (0x013D).to_bytes(2, "little"), (0x01C1).to_bytes(2, "little")
    assert Records(data.replace(kind + b"\x04", calculated + b"\x04")).not_calculated(1) == {}


@pytest.mark.parametrize("since_1904", [False, True])
def test_an_old_workbook_says_since_when_it_counts(since_1904):
    table = read_table(old([("Зона", "План"), ("Дубна", 1)], since_1904=since_1904), "a.xls", ReadOptions(sheet=2))
    assert table.epoch == (1904 if since_1904 else 1900)


def test_a_cell_shown_as_a_day_is_one():
    assert cells(old([("Зона", "Срок"), ("Дубна", date(2019, 9, 30))])) == [("Дубна", "2019-09-30")]


@pytest.mark.parametrize("step", [16, 512])
def test_damage_ends_in_an_error_or_in_marks_and_never_in_a_loop(step):
    data = old([("Зона", "План"), ("Дубна", xlwt.Formula("1+1"))])
    for place in range(0, len(data), step):
        damaged = data[:place] + b"\xff\x00" * 4 + data[place + 8 :]
        try:
            records = Records(damaged)
            assert records.epoch() in (1900, 1904)
            records.not_calculated(1)
        except ValueError:
            continue


def record(kind, body):
    return bytes([kind & 0x7F | 0x80, kind >> 7]) + bytes([len(body)]) + body


@pytest.mark.parametrize(("flags", "year"), [(0x20, 1900), (0x21, 1904)])
def test_a_binary_workbook_says_since_when_it_counts(flags, year):
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        properties = record(153, bytes([flags, 0, 0, 0, 0, 0, 0, 0]))
        archive.writestr("xl/workbook.bin", record(131, b"") + record(128, b"\x01" * 50) + properties)
    assert xlsb_records.epoch(out.getvalue()) == year


HEADING = ["Зона", "План"]
SHEETS = {
    "2023": [HEADING, ["Дубна", 1]],
    "2024": [["Отчёт"], HEADING, ["Дубна", 2]],
    "blank": [HEADING],
    "other": [["Зона", "Факт"], ["Дубна", 3]],
}


@pytest.mark.parametrize(
    ("options", "alike"),
    [
        (ReadOptions(), ["2024"]),
        (ReadOptions(match=("План",)), ["2024"]),
        (ReadOptions(match=("Зона",)), ["2024", "other"]),
        (ReadOptions(match=("План",), sheet="2023"), []),
        (ReadOptions(match=("План",), sheet_pattern="^20"), ["2024"]),
    ],
)
def test_other_sheets_of_the_same_form_are_named(options, alike):
    table = read_table(workbook(SHEETS), "years.xlsx", options)
    assert (table.sheet, table.alike) == ("2023", alike)


def test_a_load_of_one_sheet_of_several_alike_warns(store):
    from loaders.run import read
    from tests.loaders.conftest import KNOWN, observations_csv

    lines = [line.split(",") for line in observations_csv("value\n1\n2").decode().splitlines()]
    batch = read(workbook({"2023": lines, "2024": lines}), "years.xlsx", KNOWN)
    assert [str(warning).split(";")[0] for warning in batch.warnings] == ["only the sheet 2023 was read"]
    assert "2024" in str(batch.warnings[0])
