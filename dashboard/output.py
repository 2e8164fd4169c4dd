"""How does a table leave the command line?"""

import sys
from pathlib import Path

import polars as pl

from data.errors import UserError
from dashboard.reports.csv import guarded


def show(rows: pl.DataFrame, format: str, out: Path | None = None) -> None:
    """Rows as a table, CSV, JSON (a list of objects) or Parquet, to the terminal or to a file.

    Raises UserError where Parquet is asked for a terminal, or the file cannot be written.
    """
    if format == "parquet" and out is None:
        raise UserError("Parquet is no text for a terminal; name a file with --out.")
    try:
        _write(rows, format, out)
    except OSError as error:
        raise UserError("{file} cannot be written: {cause}.", file=out, cause=error.strerror or error) from error


def _write(rows: pl.DataFrame, format: str, out: Path | None) -> None:
    if format == "parquet" and out is not None:
        rows.write_parquet(out)
        return
    text = {"csv": _csv, "json": _json, "table": _table}[str(format)](rows)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8", newline="")


def _csv(rows: pl.DataFrame) -> str:
    return guarded(rows).write_csv(float_scientific=False)


def _json(rows: pl.DataFrame) -> str:
    dates = [name for name, kind in rows.schema.items() if kind == pl.Date]
    return rows.with_columns(pl.col(dates).cast(pl.String)).write_json() + "\n"


def _table(rows: pl.DataFrame) -> str:
    """Every row; columns that say nothing are left out, so that the rest fits a terminal."""
    spoken = [name for name in rows.columns if rows[name].null_count() < rows.height] or rows.columns
    with pl.Config(
        tbl_rows=-1,
        tbl_cols=-1,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        tbl_formatting="UTF8_HORIZONTAL_ONLY",
        fmt_str_lengths=60,
        tbl_width_chars=10_000,
        float_precision=None,
        thousands_separator=" ",
        tbl_cell_numeric_alignment="RIGHT",
    ):
        return f"{rows.select(spoken)}\n" if rows.height else "No rows.\n"
