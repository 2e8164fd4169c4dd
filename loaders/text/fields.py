"""How is one column of known meaning read: a code, a number, a period, a date, a flag?

A field takes a frame of tidy text with ROW, its column and what the column is called in the file; it gives the values
and the refused cells. Null stays null: whether a cell may be empty is asked elsewhere.
"""

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from data import codelist, period
from data.errors import UserError
from loaders import clean, refusal
from loaders.known import Known
from loaders.raw import ROW
from loaders.text import found, numbers

Field = Callable[[pl.DataFrame, str, str, Known], tuple[pl.Series, pl.DataFrame]]

CODE = r"^[A-Z0-9][A-Z0-9-]*$"
_PERIOD = {"period": pl.String, "start_month": pl.Int32, "end_month": pl.Int32}


def text(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """Any text."""
    return frame[column], refusal.none()


def number(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """A number written plainly, as Float64."""
    return numbers.plain(frame, column, label)


def code(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """A code: capital letters, digits and hyphens."""
    return _matching(frame, column, label, CODE, "{found} is not a code", "capital letters A-Z, digits and hyphens")


def currency(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """Three capital letters of ISO 4217."""
    return _matching(frame, column, label, "^[A-Z]{3}$", "{found} is not a currency", "three letters, such as RUB")


def country(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """Three capital letters of ISO 3166."""
    return _matching(frame, column, label, "^[A-Z]{3}$", "{found} is not a country", "three letters, such as RUS")


def address(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """A web address that a page may safely link to."""
    return _matching(frame, column, label, r"^https?://\S+$", "{found} is not a web address", "http://… or https://…")


def language(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """Two or three small letters of ISO 639."""
    return _matching(frame, column, label, "^[a-z]{2,3}$", "{found} is not a language", "two letters, such as ru")


def year(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """A year of four digits, as Int32."""
    cells, refused = _matching(frame, column, label, r"^\d{4}$", "{found} is not a year", "2015")
    return cells.cast(pl.Int32, strict=False), refused


def flag(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """true or false, as Boolean."""
    values = frame[column].str.to_lowercase().replace_strict({"true": True, "false": False}, default=None)
    wrong = pl.col(column).is_not_null() & ~pl.col(column).str.to_lowercase().is_in(["true", "false"])
    refused = refusal.where(frame, wrong, label, pl.col(column), "{found} is neither true nor false", "true, false")
    return values.cast(pl.Boolean), refused


def date(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """A date of any precision, as text: 2020-06-17, 2020-06, 2020."""

    def read(spelling: str) -> dict[str, Any]:
        try:
            period.last_day(spelling)
        except UserError:
            return {}
        return {"date": spelling}

    dates = clean.by_spelling(frame[column], read, {"date": pl.String})["date"]
    wrong = pl.col(column).is_not_null() & dates.is_null()
    refused = refusal.where(frame, wrong, label, pl.col(column), "{found} is not a date", "2020-06-17, 2020-06 or 2020")
    return dates, refused


def month(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """A period, as text in its shortest spelling."""
    periods, refused = months(frame, column, label)
    return periods["period"], refused


def months(frame: pl.DataFrame, column: str, label: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A period as period (text), start_month and end_month (Int32)."""

    def read(spelling: str) -> dict[str, Any]:
        try:
            found = period.parse(spelling)
        except UserError:
            return {}
        return {"period": found.text, "start_month": found.start_month, "end_month": found.end_month}

    periods = clean.by_spelling(frame[column], read, _PERIOD)
    wrong = pl.col(column).is_not_null() & periods["period"].is_null()
    accepted = "2017, 2017-Q3, 2017-09 or 2016-09/2019-03"
    return periods, refusal.where(frame, wrong, label, pl.col(column), "{found} is not a period", accepted)


def one_of(name: str) -> Field:
    """A code of a codelist."""

    def read(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
        return _listed(frame, column, label, codelist.ids(name), "{found} is not one of the codes")

    return read


def entity(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """The code of an entity that is known."""
    wrong = pl.col(column).is_not_null() & ~pl.col(column).is_in(list(known.entities))
    return frame[column], found.unknown(frame, wrong, label, pl.col(column), known)


def source(frame: pl.DataFrame, column: str, label: str, known: Known) -> tuple[pl.Series, pl.DataFrame]:
    """The code of a source that is known."""
    return _listed(frame, column, label, known.sources, "{found} is not a known source")


def _matching(
    frame: pl.DataFrame, column: str, label: str, pattern: str, problem: str, accepted: str
) -> tuple[pl.Series, pl.DataFrame]:
    wrong = ~pl.col(column).str.contains(pattern)
    return frame[column], refusal.where(frame, wrong, label, pl.col(column), problem, accepted)


def _listed(
    frame: pl.DataFrame, column: str, label: str, accepted: Iterable[str], problem: str
) -> tuple[pl.Series, pl.DataFrame]:
    codes = list(accepted)
    unknown = frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(codes)).select(ROW, column)
    suggestions = {found: refusal.nearest(found, codes) for found in unknown[column].unique()}
    offered = pl.col(column).replace_strict(suggestions, default="", return_dtype=pl.String)
    return frame[column], refusal.where(unknown, pl.col(ROW).is_not_null(), label, pl.col(column), problem, offered)
