"""Refused rows as a workbook: mended, it loads as it is; nothing in it runs."""

from io import BytesIO

import openpyxl
import polars as pl
import pytest

from dashboard.language import Language
from dashboard.loads.refused_book import refused_book
from loaders.run import Known, read
from tests.loaders.conftest import KNOWN, observations_csv, workbook

HOSTILE = [
    "=1+1",
    "'=1+1",
    "''=1+1",
    "+7 495 000",
    "-5",
    "@cmd",
    "\t=1",
    "https://example.org",
    "007",
    "1.234",
    "{x}",
    "%s",
]


def refused(text, known=KNOWN):
    return read(observations_csv(text), "figures.csv", known, loader="observations")


def opened(book):
    sheet = openpyxl.load_workbook(BytesIO(book)).active
    return [list(row) for row in sheet.iter_rows()]


def test_the_reason_has_a_column_of_its_own_in_the_words_of_the_page():
    heading, row = opened(refused_book(refused("value\nmany\n"), Language("en").t))
    told = dict(zip([cell.value for cell in heading], [cell.value for cell in row], strict=True))
    assert told["value"] == "many"
    assert told["refused_row"] == "row 2"
    assert told["refused_column"] == "value"
    assert told["refused_reason"] == "many is not a number"


def test_no_text_of_a_file_runs_or_links_or_becomes_a_number():
    notes = "\n".join(f"many | {text}" for text in HOSTILE)
    rows = opened(refused_book(refused(f"value | note\n{notes}\n"), Language("en").t))
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}
    assert not any(cell.hyperlink for row in rows for cell in row)


def test_mended_it_loads_as_it_is_and_every_text_comes_back():
    notes = "\n".join(f"many | {text}" for text in HOSTILE)
    batch = refused(f"value | note\n{notes}\n")
    before = batch.refused["note"].to_list()
    book = openpyxl.load_workbook(BytesIO(refused_book(batch, Language("ru").t)))
    sheet = book.active
    place = [cell.value for cell in sheet[1]].index("value") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, place).value = "5"
    mended = BytesIO()
    book.save(mended)
    again = read(mended.getvalue(), "figures.csv.refused.xlsx", KNOWN)
    assert (again.loader, again.accepted, again.refused_count) == ("observations", len(before), 0)
    assert again.frames["observation"]["note"].to_list() == [text.strip() for text in before]


@pytest.mark.parametrize("sheet_heading", [1, 3])
def test_a_mended_file_of_a_mapping_is_known_again_wherever_its_heading_stood(tmp_path, sheet_heading):
    mapping = tmp_path / "own.toml"
    mapping.write_text(MAPPING.format(row=sheet_heading), encoding="utf-8")
    above = ["Отчёт;;", ";;"][: sheet_heading - 1]
    rows = [*above, "Зона;Инвестиции;Примечание", "ALABUGA;1 234,5;а", "NOWHERE;7;б"]
    batch = read("\n".join(rows).encode("cp1251"), "own.csv", KNOWN, mapping=mapping)
    assert (batch.accepted, batch.refused_count) == (1, 1)
    book = openpyxl.load_workbook(BytesIO(refused_book(batch, Language("ru").t)))
    book.active["A2"] = "DUBNA"
    mended = BytesIO()
    book.save(mended)
    again = read(mended.getvalue(), "own.csv.refused.xlsx", KNOWN, mapping=mapping)
    assert again.frames["observation"].select("entity", "value").rows() == [("DUBNA", 7.0)]


def test_numbers_of_a_workbook_load_back_equal_where_the_mapping_says_a_decimal_comma(tmp_path):
    mapping = tmp_path / "own.toml"
    told = MAPPING.format(row=1).replace('encoding = "cp1251"\ndelimiter = ";"\n', "")
    mapping.write_text(told.replace('"2019"', '{ column = "Год", as = "year" }'), encoding="utf-8")
    numbers = [1.234, 1234.5, 0.5, -1234567.25, 7, 4e-10]
    rows = [["Путилково", 2001 + place, number] for place, number in enumerate(numbers)]
    batch = read(workbook({"A": [["Зона", "Год", "Инвестиции"], *rows]}), "own.xlsx", KNOWN, mapping=mapping)
    assert batch.refused_count == len(numbers)
    book = openpyxl.load_workbook(BytesIO(refused_book(batch, Language("ru").t)))
    for line in range(2, len(numbers) + 2):
        book.active[f"A{line}"] = "DUBNA"
    mended = BytesIO()
    book.save(mended)
    again = read(mended.getvalue(), "own.xlsx.refused.xlsx", KNOWN, mapping=mapping)
    assert again.frames["observation"]["value"].to_list() == numbers


MAPPING = """
title = {{ en = "Own", ru = "Своё" }}
match = ["Зона", "Инвестиции"]
[read]
encoding = "cp1251"
delimiter = ";"
decimal = ","
heading_rows = {row}
[entity]
code = {{ column = "Зона" }}
[fields]
scope = "residents"
basis = "period"
scenario = "actual"
period = "2019"
unit = "RUB"
source = "FORM"
[[values]]
column = "Инвестиции"
indicator = "investment"
"""


def test_a_row_that_is_no_record_is_in_it_too():
    batch = read(b"code,title\nA,one\nB,two,three\n", "sources.csv", Known(), loader="sources")
    rows = opened(refused_book(batch, Language("en").t))
    assert pl.Series([cell.value for cell in rows[1]]).is_in(["B"]).any()
