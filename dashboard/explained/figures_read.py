"""Which published figures was a computed one read from?"""

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.session import Known
from data import codelist

#: The tables whose rows are figures; a metric that reads one of them is explained by those rows.
FIGURES = ("observation", "history")


def read(known: Known, result: dict[str, Any], members: bool, others: list[str]) -> pl.DataFrame:
    """The rows of the figure's series in every period the result names, the losing ones beside the winners.

    Of a quotient those of every indicator it names, in any series: what is divided differs in more than the period.
    """
    whom = [result["entity"]]
    if members:
        whom += members_of(known, result)
    of_indicator = known.rows_of(whom, "history").filter(pl.col("indicator").is_in([result["indicator"], *others]))
    rows = of_indicator.filter(
        pl.col("period").is_in(told(result, "period")), pl.col("basis").is_in(told(result, "basis"))
    )
    if result["basis"] == "ytd" and rows.is_empty():
        return _of_the_year(of_indicator, result)
    if others:
        return rows.filter(pl.col("scenario") == "actual")
    rows = rows.filter(pl.col("unit").is_in(told(result, "unit")))
    return rows if members else rows.filter(pl.col("scope") == result["scope"])


def members_of(known: Known, result: dict[str, Any]) -> list[str]:
    return known.table("membership").filter(pl.col("of") == result["entity"])["member"].to_list()


def _of_the_year(rows: pl.DataFrame, result: dict[str, Any]) -> pl.DataFrame:
    """The actual figures of a series that a year to date is made of: its periods, or its sums since the beginning."""
    end = result["actual_end"]
    start = end // 12 * 12
    of_series = rows.filter(*(pl.col(name) == result[name] for name in ("scope", "unit")), scenario="actual")
    if result.get("how") == "difference":
        return of_series.filter(pl.col("end_month").is_in([start - 1, end]), basis="cumulative")
    return of_series.filter(pl.col("start_month") >= start, pl.col("end_month") <= end, basis="period")


def named(function: Callable[..., Any], result: dict[str, Any]) -> list[str]:
    """The indicators that a metric's file names, and those that its result does: by whose money, on which land."""
    text = Path(inspect.getfile(function)).read_text(encoding="utf-8")
    words = {each.value for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Constant)}
    return [code for code in codelist.ids("indicator") if code in words or code in result.values()]


def told(result: dict[str, Any], what: str) -> list[str]:
    """What a result says of, say, periods: `period`, `actual_period`, `other_period`."""
    return [value for column, value in result.items() if value and (column == what or column.endswith(f"_{what}"))]
