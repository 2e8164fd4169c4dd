"""What does reading a workbook of 200,000 rows cost, by the product, by its reader alone, and by pandas with openpyxl?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

Job = Callable[[], Any]
ROWS = 200_000
_SHOWN = ["Resident", "Zone", "Plan", "Fact", "Jobs"]


def prepare_xlsx(folder: Path, rows: int) -> Job:
    """Names, fractions and whole numbers."""
    import xlsxwriter

    def prepare() -> None:
        with xlsxwriter.Workbook(_file(folder), {"constant_memory": True}) as book:
            sheet = book.add_worksheet("Report")
            sheet.write_row(0, 0, _SHOWN)
            for row in range(1, ROWS + 1):
                sheet.write_row(row, 0, [f"Resident {row}", f"Zone {row % 50}", row * 1.25, row * 7 / 4, row % 900])

    return prepare


def xlsx_product(folder: Path, rows: int) -> Job:
    """In a child process, with its start; every cell as text, with what is a number."""
    from loaders.sandbox import read_table

    def read() -> None:
        assert read_table(_file(folder), "report.xlsx").cells.height == ROWS

    return read


def xlsx_fastexcel(folder: Path, rows: int) -> Job:
    """The reader alone, in this process, with the types it guesses."""

    def read() -> None:
        assert _bare(folder).height == ROWS

    return read


def xlsx_pandas(folder: Path, rows: int) -> Job:
    """As most programs do."""
    import pandas as pd

    def read() -> None:
        assert len(pd.read_excel(_file(folder), engine="openpyxl")) == ROWS

    return read


def _bare(folder: Path) -> pl.DataFrame:
    import fastexcel

    return fastexcel.read_excel(_file(folder)).load_sheet(0).to_polars()


def _file(folder: Path) -> Path:
    return folder / "report.xlsx"


JOBS = {each.__name__: each for each in (prepare_xlsx, xlsx_product, xlsx_fastexcel, xlsx_pandas)}
