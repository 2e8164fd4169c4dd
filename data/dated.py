"""What do the dates of memberships, agreements and stages, told to the year, the month or the day, mean as numbers?"""

from datetime import date

import polars as pl

from data import period

_A_DAY = len("2020-06-17")
_A_MONTH = len("2020-06")


def with_months(rows: pl.DataFrame) -> pl.DataFrame:
    """With `start_month` and `end_month` of what holds `from` and `to`; null is open."""

    def months(column: str, end: bool) -> pl.Series:
        found = [period.parse(text[:_A_MONTH]) if text else None for text in rows[column]]
        return pl.Series([p and (p.end_month if end else p.start_month) for p in found], dtype=pl.Int32)

    return rows.with_columns(start_month=months("from", end=False), end_month=months("to", end=True))


def with_days(stage: pl.LazyFrame) -> pl.LazyFrame:
    """When a stage was entered and left: as a day, null unless told to the day, and as the last month it may mean.

    `entered_start` is the first month that the day of entering may mean.
    """

    def day(name: str) -> pl.Expr:
        text = pl.col(name)
        return pl.when(text.str.len_chars() == _A_DAY).then(text).str.to_date(strict=False).cast(pl.Int32)

    return stage.with_columns(
        entered_start=_month("entered", 1),
        **{f"{name}_day": day(name) for name in ("entered", "left")},
        **{f"{name}_month": _month(name, 12) for name in ("entered", "left")},
    )


def with_signed_month(agreement: pl.LazyFrame) -> pl.LazyFrame:
    """With `signed_month`, the last month that the date of signing may mean."""
    return agreement.with_columns(signed_month=_month("signed", 12))


def _month(name: str, otherwise: int) -> pl.Expr:
    """The month of a date as one integer; `otherwise` is that of a date told to the year."""
    year, month = (pl.col(name).str.slice(*place).cast(pl.Int32, strict=False) for place in ((0, 4), (5, 2)))
    return year * 12 + month.fill_null(otherwise) - 1


def by_day(stage: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """What had happened by a day: of an imprecise date its first day counts. Who left later was still there."""

    def is_later(column: str) -> pl.Expr:
        # Both are cut to the shorter one: 2020-06 is not later than 2020-06-17.
        told = pl.col(column)
        return told > pl.lit(day.isoformat()).str.head(told.str.len_chars())

    left = [pl.when(~is_later("left")).then(pl.col(name)).alias(name) for name in ("left", "left_day", "left_month")]
    return stage.filter(~is_later("entered")).with_columns(left)
