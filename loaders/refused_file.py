"""How are refused rows written out, so that a person mends them and loads them again?"""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from data.batch import Batch
from data.errors import fill
from loaders import coded

#: A spreadsheet runs a text that begins so; a number such as -5 or +1 234,5 it reads as a number.
_FORMULA = r"^\s*[=+\-@\t\r]"
_NUMBER = r"^\s*[+-]?(\d+|\d{1,3}([\s\x{a0}\x{202f}.,]\d{3})+)([.,]\d+)?([eE][+-]?\d+)?\s*%?$"
_GUARDED = r"^'+\s*[=+\-@\t\r]"
#: The columns that are ours begin so; a file that is read again is read without them.
PREFIX = "refused_"
REASON = f"{PREFIX}reason"
_OF_A_CELL = ("column", "found", "problem", "accepted")


def write_refused(batch: Batch, path: Path) -> None:
    """Writes FILE.refused.csv."""
    path.write_bytes(refused_bytes(batch))


def refused_bytes(batch: Batch) -> bytes:
    """FILE.refused.csv: each refused row as the file has it, then refused_row, refused_column, refused_found,
    refused_reason and refused_accepted; several faults of one row stand in one cell, parted by "; ".

    UTF-8 with a mark, for Excel. A text that a spreadsheet would run begins with an apostrophe, which is taken away
    when the file is loaded.
    """
    guarded = rows(batch).with_columns(_guard(pl.all().cast(pl.String)))
    return b"\xef\xbb\xbf" + guarded.write_csv().encode()


def _in_english(template: str, **details: str) -> str:
    return fill(template, details) if "{" in template else template


def rows(batch: Batch, say: Callable[..., str] = _in_english) -> pl.DataFrame:
    """One row per refused row of the file: its own columns, then what is wrong with it; `say` puts a template and its
    details into words."""
    own = [column for column in batch.refused.columns if column not in ("source_row", *_OF_A_CELL)]
    kept = [column for column in own if not column.startswith(PREFIX)]
    reasons = [
        say(problem, found=found, column=column)
        for column, found, problem in batch.refused.select("column", "found", "problem").iter_rows()
    ]
    told = batch.refused.with_columns(pl.Series("problem", reasons, pl.String))
    grouped = told.group_by("source_row", maintain_order=True).agg(
        *(pl.col(column).first() for column in kept),
        *(pl.col(column).unique(maintain_order=True).str.join("; ").alias("_" + column) for column in _OF_A_CELL),
    )
    return grouped.select(pl.col(column).alias(column.removesuffix(" (file)")) for column in kept).with_columns(
        grouped["source_row"].alias("refused_row"),
        grouped["_column"].alias("refused_column"),
        grouped["_found"].alias("refused_found"),
        grouped["_problem"].alias("refused_reason"),
        grouped["_accepted"].alias("refused_accepted"),
    )


def without_guard(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of a file of refused rows without the apostrophes; those of any other file as they are."""
    if not any(column.startswith(PREFIX) for column in cells.columns):
        return cells
    return coded.texts(cells).with_columns(
        pl.when(pl.col(column).str.contains(_GUARDED)).then(pl.col(column).str.slice(1)).otherwise(column).alias(column)
        for column in cells.columns
    )


def twice_guarded(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells for a workbook, in which no text runs: only what `without_guard` would take away is guarded from it."""
    return cells.with_columns(
        pl.when(pl.col(name).str.contains(_GUARDED)).then(pl.lit("'") + pl.col(name)).otherwise(name).alias(name)
        for name in cells.columns
        if cells.schema[name] == pl.String
    )


def _guard(cell: pl.Expr) -> pl.Expr:
    needs = (cell.str.contains(_FORMULA) & ~cell.str.contains(_NUMBER)) | cell.str.contains(_GUARDED)
    return pl.when(needs).then(pl.lit("'") + cell).otherwise(cell).name.keep()
