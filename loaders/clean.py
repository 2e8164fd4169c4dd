"""Which text is in a cell, once what nobody sees is taken away?"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from loaders import refusal
from loaders.raw import ROW

#: Characters a spreadsheet, a database or a report cannot carry; U+FFFD stands for bytes that were damaged.
_UNREADABLE_CHARACTERS = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\u0080-\u009f\ufffd\ufffe\uffff]"
_INVISIBLE = r"[\p{Cf}--\x{200D}]"
#: Between digits of two lines: no number is written so.
APART = "  "
_LONGEST = 32_767  # what a cell of a workbook holds


def tidy(cells: pl.Series) -> pl.Series:
    """Text without outer white space, invisible characters and line breaks, in NFC; an empty cell is null."""
    return cells.to_frame("cell").select(_tidied("cell", is_ascii=False, is_plain=False)).to_series()


def _tidied(column: str, *, is_ascii: bool, is_plain: bool) -> pl.Expr:
    text = pl.col(column)
    if not is_ascii:
        text = text.str.replace_all(_INVISIBLE, "").str.normalize("NFC")
    if not is_plain:  # two numbers on two lines are not one of them with a gap between its thousands
        text = text.str.replace_all(r"(\d)\s*[\t\r\n]\s*(\d)", f"${{1}}{APART}${{2}}")
        text = text.str.replace_all(r"\s*[\t\r\n]\s*", " ")
    text = text.str.strip_chars()
    return pl.when(text != "").then(text).alias(column)


def _unreadable(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """Refused cells for control characters, damaged characters and texts longer than a cell may be."""
    parts = []
    for column in columns:
        cell = pl.col(column)
        parts += [
            refusal.where(
                frame,
                cell.str.contains(_UNREADABLE_CHARACTERS),
                column,
                cell.str.replace_all(_UNREADABLE_CHARACTERS, "\ufffd"),
                "{found} holds characters that cannot be read",
                "text",
            ),
            refusal.where(
                frame,
                cell.str.len_chars() > _LONGEST,
                column,
                cell,
                "the text is too long: {found}",
                "32767 characters",
            ),
        ]
    return refusal.together(parts)


def tidy_table(cells: pl.DataFrame, rows: pl.Series, *, is_plain: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All cells tidied, with their row numbers; and the refused ones. `is_plain`: as the raw table says."""
    ascii_columns = {column for column in cells.columns if _is_ascii(cells[column])}
    changed = [
        _tidied(column, is_ascii=column in ascii_columns, is_plain=is_plain)
        for column in cells.columns
        if not _is_tidy(cells[column], is_ascii=column in ascii_columns, is_plain=is_plain)
    ]
    tidied = cells.with_columns(changed).with_columns(rows.alias(ROW))
    sure = {column for column in ascii_columns if is_plain and not (tidied[column].str.len_bytes() > _LONGEST).any()}
    return tidied, _unreadable(tidied, [column for column in cells.columns if column not in sure])


def _is_tidy(cells: pl.Series, *, is_ascii: bool, is_plain: bool) -> bool:
    """Whether nothing would change, as in most columns: then no second copy of the cells is made."""
    if is_ascii and is_plain:
        return bool((cells.str.strip_chars() == cells).all()) and not (cells == "").any()
    spellings = cells.unique().alias("cell")
    tidied = spellings.to_frame().select(_tidied("cell", is_ascii=is_ascii, is_plain=is_plain)).to_series()
    return spellings.equals(tidied, null_equal=True)


def _is_ascii(cells: pl.Series) -> bool:
    return bool(cells.str.len_bytes().sum() == cells.str.len_chars().sum())


def without(cells: pl.Series, words: Iterable[str]) -> pl.Series:
    """The cells with the words that mean "not reported" as null, whatever their case."""
    missing = {word.casefold() for word in words}
    return cells.set(cells.str.to_lowercase().is_in(list(missing)).fill_null(False), None)


@cache
def not_reported() -> tuple[str, ...]:
    """The words for "not reported" that are known without being told: н/д, -, …, NULL, N/A."""
    return tuple(pl.read_csv(Path(__file__).with_name("words") / "not_reported.csv", infer_schema=False)["word"])


def by_spelling(cells: pl.Series, read: Callable[[str], dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    """What `read` makes of each cell, worked out once for each spelling; null for null and where it gives {}."""
    spellings = cells.drop_nulls().unique()
    found = pl.DataFrame(
        [{"spelling": spelling, **read(spelling)} for spelling in spellings],
        schema={"spelling": pl.String, **schema},
    )
    return cells.to_frame("spelling").join(found, on="spelling", how="left", maintain_order="left").drop("spelling")
