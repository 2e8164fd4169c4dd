"""How does a table leave the command line?"""

import sys
from io import StringIO
from pathlib import Path

import polars as pl

from dashboard.reports.csv import guarded
from data.errors import UserError


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
    text = {"csv": as_csv, "json": _json, "table": _table}[str(format)](rows)
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8", newline="")


def as_csv(rows: pl.DataFrame) -> str:
    """Rows as CSV that no spreadsheet runs, every digit of every number."""
    return guarded(rows).write_csv(float_scientific=False)


def _json(rows: pl.DataFrame) -> str:
    dates = [name for name, kind in rows.schema.items() if kind == pl.Date]
    return rows.with_columns(pl.col(dates).cast(pl.String)).write_json() + "\n"


def _table(rows: pl.DataFrame) -> str:
    """Every row; columns that say nothing are left out, so that the rest fits a terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    if rows.is_empty():
        return "No rows.\n"
    spoken = [name for name in rows.columns if rows[name].null_count() < rows.height]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in spoken:
        table.add_column(name, justify="right" if rows.schema[name].is_numeric() else "left", overflow="fold")
    for row in rows.select(spoken).iter_rows():
        table.add_row(*map(_said, row))
    console = Console(file=StringIO(), width=None if sys.stdout.isatty() else 1000, highlight=False, markup=False)
    console.print(table)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"  # type: ignore[attr-defined]


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    text = f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value}"
    return text.replace(",", " ")
