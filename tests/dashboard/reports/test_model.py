"""Are rows made only when they are gone through, and texts only when they are read?"""

from io import BytesIO

import openpyxl
import polars as pl

from dashboard.reports import csv, xlsx
from dashboard.reports.model import Cell, Column, Rows, Section, Summary, Table

COLUMNS = (Column("name", "Name"), Column("value", "Value", "number"))


def rows_of(count: int, seen: list[int]) -> Rows:
    def made(row):
        seen.append(row["n"])
        return {"name": Cell.of(f"row {row['n']}"), "value": Cell("", row["n"] / 4)}

    return Rows(pl.DataFrame({"n": range(count)}), made)


def test_who_counts_rows_makes_none():
    seen = []
    table = Table(COLUMNS, rows_of(3, seen), "none")
    assert len(table.rows) == 3
    assert table.rows
    assert seen == []
    assert [row["name"].text for row in table.rows] == ["row 0", "row 1", "row 2"]
    assert table.rows[2]["value"].value == 0.5
    assert [row["name"].text for row in table.rows[1:]] == ["row 1", "row 2"]


def test_the_first_rows_are_made_once():
    seen = []
    first = Table(COLUMNS, rows_of(5, seen), "none").first(2)
    assert [row["name"].text for _ in range(3) for row in first.rows] == ["row 0", "row 1"] * 3
    assert seen == [0, 1]


def test_a_table_without_rows_is_empty():
    assert not Table(COLUMNS, rows_of(0, []), "none").rows


def test_a_text_is_made_when_it_is_read():
    asked = []
    cell = Cell(lambda: asked.append("text") or "1,5", 1.5, lambda: asked.append("format") or "0.0")
    assert cell.value == 1.5
    assert asked == []
    assert (cell.text, cell.number_format) == ("1,5", "0.0")
    assert asked == ["text", "format"]


def test_a_file_of_text_holds_every_row_of_a_long_table():
    count = 2 * 10_000 + 1
    text = csv.of_table(Table(COLUMNS, rows_of(count, []), "none")).decode("utf-8-sig")
    assert text.splitlines() == ["Name,Value", *(f"row {n},{n / 4:.15g}" for n in range(count))]


def test_a_table_that_no_sheet_takes_is_not_cut_but_said(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    sections = tuple(Section(f"s{n}", f"S{n}", (), Table(COLUMNS, rows_of(n, []), "none")) for n in (0, 2, 3))
    book = openpyxl.load_workbook(BytesIO(xlsx.build(Summary("A", (), sections, "a", too_long="Too many rows."))))
    told = {sheet.title: [tuple(row) for row in sheet.iter_rows(min_row=3, values_only=True)] for sheet in book}
    assert told["S2"] == [("Name", "Value"), ("row 0", 0), ("row 1", 0.25)]
    assert told["S3"] == [("Too many rows.",)]
