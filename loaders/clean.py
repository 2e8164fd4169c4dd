"""Which text is in a cell, once what nobody sees is taken away?"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import polars as pl

from loaders import refusal
from loaders.raw import ROW

#: Characters a spreadsheet, a database or a report cannot carry; U+FFFD stands for bytes that were damaged.
_UNREADABLE = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\u0080-\u009f\ufffd\ufffe\uffff]"
_INVISIBLE = r"[\p{Cf}--\x{200D}]"
_LONGEST = 32_767  # what a cell of a workbook holds


def tidy(cells: pl.Series) -> pl.Series:
    """Text without outer white space, invisible characters and line breaks, in NFC; an empty cell is null."""
    text = cells.cast(pl.String)
    if (text.str.len_bytes() != text.str.len_chars()).any():
        text = text.str.replace_all(_INVISIBLE, "").str.normalize("NFC")
    if text.str.contains(r"[\t\r\n]").any():
        text = text.str.replace_all(r"\s*[\t\r\n]\s*", " ")
    text = text.str.strip_chars()
    return text.set(text == "", None)


def unreadable(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """Refused cells for control characters, damaged characters and texts longer than a cell may be."""
    parts = []
    for column in columns:
        cell = pl.col(column)
        parts += [
            refusal.where(
                frame,
                cell.str.contains(_UNREADABLE),
                column,
                cell.str.replace_all(_UNREADABLE, "\ufffd"),
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


def tidy_table(cells: pl.DataFrame, rows: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All cells tidied, with their row numbers; and the refused ones."""
    frame = cells.select(tidy(cells[column]).alias(column) for column in cells.columns).with_columns(rows.alias(ROW))
    return frame, unreadable(frame, cells.columns)


def without(cells: pl.Series, words: Iterable[str]) -> pl.Series:
    """The cells with the words that mean "not reported" as null, whatever their case."""
    missing = {word.casefold() for word in words}
    return cells.set(cells.str.to_lowercase().is_in(list(missing)).fill_null(False), None)


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
