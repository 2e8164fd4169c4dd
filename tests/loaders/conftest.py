"""Small files for the loaders: text tables as CSV, rows as workbooks."""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from loaders.run import Known, read
from tests.conftest import text_table
from tests.loaders.nursery import children_that


def pytest_configure(config):
    """Make the marks known."""
    config.addinivalue_line("markers", "fuzz: many more files than `make test` has time for")


def pytest_collection_modifyitems(config, items):
    """Leave the long form out unless it is asked for."""
    if "fuzz" in (config.option.markexpr or ""):
        return
    long = [item for item in items if item.get_closest_marker("fuzz")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


KNOWN = Known(frozenset({"ALABUGA", "DUBNA", "LIPETSK"}), frozenset({"PAPER", "FORM"}))
USUAL = {
    "entity": "ALABUGA",
    "indicator": "investment",
    "scope": "residents",
    "basis": "cumulative",
    "scenario": "actual",
    "period": "2017",
    "value": "1",
    "unit": "RUB",
    "source": "PAPER",
}


def observations_csv(text, delimiter=","):
    """Observations as a native CSV: what a text table does not say is usual, and each row has its own period."""
    rows = text_table(text)
    usual = {name: pl.lit(word) for name, word in USUAL.items() if name not in rows.columns}
    if "period" in usual:
        usual["period"] = pl.format("{}", pl.int_range(2001, 2001 + rows.height))
    rows = rows.with_columns(**usual)
    return rows.write_csv(separator=delimiter).encode()


def load(text, known=KNOWN):
    """A text table of observations, read."""
    return read(observations_csv(text), "figures.csv", known, loader="observations")


def workbook(sheets):
    """A workbook of sheets by name, each a list of rows; numbers as numbers, texts as texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    book.close()
    return out.getvalue()


def with_part(data, part, content):
    """The same archive with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


@pytest.fixture
def child(monkeypatch):
    """Has children run a program of the test's own."""
    from loaders import sandbox

    made = []

    def that(program):
        made.append(children_that(program))
        monkeypatch.setattr(sandbox, "CHILDREN", made[-1])
        made[-1].start()

    yield that
    for each in made:
        each.close()


@pytest.fixture
def refused():
    """The refused cells of a batch as lines: row, column, what is wrong with what was found."""

    def lines(batch):
        from data.errors import fill

        return [
            f"{row['source_row']}, {row['column']}: {fill(row['problem'], {'found': row['found']})}"
            for row in batch.refused.iter_rows(named=True)
        ]

    return lines


def open_document(rows: Iterable[Iterable[Any]], *styles: Any, name: str = "Report") -> bytes:
    """An ODS of one sheet: rows of cells of odfpy."""
    book, table = OpenDocumentSpreadsheet(), Table(name=name)
    for style in styles:
        book.automaticstyles.addElement(style)
    for cells in rows:
        row = TableRow()
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shown_cell(text: str | None, **attributes: Any) -> Any:
    """A cell of such a sheet that shows a text, or nothing; a cell of text, where nothing else is said."""
    made = TableCell(**(attributes or {"valuetype": "string"}))
    if text:
        made.addElement(P(text=text))
    return made
