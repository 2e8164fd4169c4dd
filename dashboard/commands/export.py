"""How does everything that stands leave as files that `sez load` reads back to an equal database?

Texts are written letter by letter, without the apostrophe that keeps a spreadsheet from running them: the loader takes
that away from files of refused rows only, so here it would come back as part of the name. The files are for loading;
what is meant for a spreadsheet comes from `sez report` and `sez observations`.
"""

import shutil
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl

from dashboard.session import Known
from data.errors import UserError
from data.schema import KEY
from loaders.forms import FORMS

_EXACT = 2**53


def export(known: Known, folder: Path) -> dict[str, int]:
    """Writes the native files of all that stands into a new or empty folder, whole or not at all; rows by file.

    A key that was revised has its rows in several files, observations-1.csv, observations-2.csv and so on, in the order
    in which they were loaded: the later load wins, and one file may tell a source's figure once only.
    Raises UserError where the folder holds anything or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError("{folder} is there and is not empty; name a new folder.", folder=folder)
    try:
        return _written_whole(known, folder)
    except OSError as error:
        raise UserError("{file} cannot be written: {cause}.", file=folder, cause=error.strerror or error) from error


def _written_whole(known: Known, folder: Path) -> dict[str, int]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".export-", dir=folder.parent))
    try:
        counts = {}
        for name, rows in _files(known):
            rows.write_csv(beside / name)
            counts[name] = rows.height
        beside.chmod(0o755)
        beside.rename(folder)
        return counts
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _files(known: Known) -> Iterator[tuple[str, pl.DataFrame]]:
    """Each file that is not empty, by name, every cell a text."""
    for name, form in FORMS.items():
        rows = known.table("history" if form.table == "observation" else form.table)
        parts = _in_turn(rows) if form.table == "observation" else [rows]
        for number, part in enumerate(parts, 1):
            if part.height:
                yield _file_name(name, number, len(parts)), _as_text(part.select(list(form.columns)))


def _file_name(name: str, number: int, last: int) -> str:
    # All are numbered where there are several: a shell hands them over by name, and "." may sort before or after "-".
    return f"{name}.csv" if last == 1 else f"{name}-{number:0{len(str(last))}}.csv"


def _in_turn(history: pl.DataFrame) -> list[pl.DataFrame]:
    """The rows of each key spread over parts so that what was loaded later is in a later part."""
    turn = pl.col("load").rank("dense").over(KEY).alias("_turn")
    return [
        part.drop("_turn")
        for part in history.with_columns(turn).sort("_turn", maintain_order=True).partition_by("_turn")
    ]


def _as_text(rows: pl.DataFrame) -> pl.DataFrame:
    floats = {name for name, kind in rows.schema.items() if kind == pl.Float64}
    return rows.with_columns(
        pl.Series(name, list(map(_digits, rows[name])), dtype=pl.String)
        if name in floats
        else rows[name].cast(pl.String)
        for name in rows.columns
    )


def _digits(number: float | None) -> str | None:
    """Every digit that is needed to read the same number back, without an exponent."""
    if number is None:
        return None
    whole = abs(number) >= _EXACT or number.is_integer()
    return str(int(number)) if whole else format(Decimal(repr(number)), "f")
