"""Which rows does the choice of years and of the kind of figure let through?

Rows are left out, never recomputed: a verdict stays what it is, whether the figures it rests on are shown or not.
"""

from collections.abc import Iterable
from itertools import compress
from typing import Any, TypeVar

import polars as pl

from data import period as periods
from data.period import Period

Years = tuple[int, int]
Rows = TypeVar("Rows", pl.DataFrame, list[dict[str, Any]])
_COLUMNS = ("start_month", "end_month", "period", "scenario")
_ACTUAL = "actual"


def narrowed(rows: Rows, years: Years | None, scenario: str | None) -> Rows:
    """The rows whose period meets the years, first and last, and whose figure is of the kind; actual ones always are.

    A row without a period, or of a table that has none, stays; so it is with the kind.
    """
    if years is None and scenario is None:
        return rows
    if isinstance(rows, pl.DataFrame):
        return rows.filter(_wanted(rows, years, scenario))
    names = [name for name in _COLUMNS if rows and name in rows[0]]
    frame = pl.DataFrame({name: [row[name] for row in rows] for name in names}, infer_schema_length=None)
    chosen = frame.select(_wanted(frame, years, scenario)).to_series() if names else [True] * len(rows)
    return list(compress(rows, chosen))


def _wanted(rows: pl.DataFrame, years: Years | None, scenario: str | None) -> pl.Expr:
    return pl.all_horizontal(pl.lit(True), _in_years(rows, years), _of_kind(rows, scenario)).fill_null(True)


def _in_years(rows: pl.DataFrame, years: Years | None) -> pl.Expr:
    if years is None:
        return pl.lit(True)
    if {"start_month", "end_month"} <= set(rows.columns):
        return (pl.col("end_month") >= 12 * years[0]) & (pl.col("start_month") < 12 * (years[1] + 1))
    if rows.schema.get("period") == pl.String:
        return pl.col("period").is_in(list(_meeting(rows["period"].drop_nulls().unique(), years)))
    return pl.lit(True)


def _meeting(texts: Iterable[str], years: Years) -> Iterable[str]:
    """The periods that have a month within the years."""
    spans: dict[str, Period] = {text: periods.parse(text) for text in texts}
    return (
        text for text, span in spans.items() if span.end_month // 12 >= years[0] and span.start_month // 12 <= years[1]
    )


def _of_kind(rows: pl.DataFrame, scenario: str | None) -> pl.Expr:
    if scenario is None or "scenario" not in rows.columns:
        return pl.lit(True)
    return pl.col("scenario").is_in([scenario, _ACTUAL])
