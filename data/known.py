"""What was known on a day of rates, price levels, memberships and agreements?

A row is known from the day its source was published. Where no day of a source is known: an agreement from its load; a
rate and a price level from the end of the months it speaks of, for that is when it comes about; a membership that the
first load about an entity and a role tells, for as long as it says itself. What a later load adds to those, or
corrects, is known from that load.
"""

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from data import period
from data.schema import IDENTITY

#: Whose memberships one register tells.
_REGISTER = ["of", "role"]

_ALWAYS = date.min


def by_then(name: str, parts: Mapping[int, pl.DataFrame], recorded: Mapping[int, date], day: date) -> pl.DataFrame:
    """The rows of a table as they stood on a day; of rows about one thing that of the latest load by then.

    parts: the rows of each standing load in order, with `published_on` (the day of their source, null where none is
    known). recorded: the day of each load. Columns: those of the parts but for `published_on`, and `load`.
    """
    told = [
        rows.with_columns(pl.lit(load, pl.Int64).alias("load"), _recorded=pl.lit(recorded[load], pl.Date))
        for load, rows in parts.items()
    ]
    identity = list(IDENTITY[name])
    known = pl.concat(told).with_columns(_known=pl.coalesce("published_on", _KNOWN[name](identity)))
    then = known.filter(pl.col("_known") <= day).unique(identity, keep="last", maintain_order=True)
    return then.drop("_known", "_recorded", "published_on").sort(identity)


def _from_the_load(_: list[str]) -> pl.Expr:
    return pl.col("_recorded")


def _from_the_end(end: Callable[[], pl.Expr]) -> Callable[[list[str]], pl.Expr]:
    """From the end of what is spoken of; a correction from its load, and nothing later than its load."""

    def known(identity: list[str]) -> pl.Expr:
        is_first = pl.col("load") == pl.col("load").min().over(identity)
        return pl.when(is_first).then(pl.min_horizontal(end(), "_recorded")).otherwise("_recorded")

    return known


def _from_the_register(_: list[str]) -> pl.Expr:
    is_first = pl.col("load") == pl.col("load").min().over(_REGISTER)
    return pl.when(is_first).then(pl.lit(_ALWAYS, pl.Date)).otherwise("_recorded")


def _end_of_month() -> pl.Expr:
    following = pl.col("end_month") + 1
    return pl.date(following // 12, following % 12 + 1, 1).dt.offset_by("-1d")


def _end_of_year() -> pl.Expr:
    return pl.date(pl.col("year"), 12, 31)


_KNOWN: dict[str, Callable[[list[str]], pl.Expr]] = {
    "rate": _from_the_end(_end_of_month),
    "deflator": _from_the_end(_end_of_year),
    "agreement": _from_the_load,
    "membership": _from_the_register,
}

#: The tables whose rows are known from a day.
TABLES = tuple(_KNOWN)


def with_publication(rows: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """The rows with `published_on`, the last day that the date of their source may mean; null where there is none."""
    if "source" not in rows.columns:
        return rows.with_columns(published_on=pl.lit(None, pl.Date))
    days = [period.last_day(text) if text else None for text in sources["published"]]
    dated = sources.select(source="code", published_on=pl.Series(days, dtype=pl.Date))
    return rows.join(dated, on="source", how="left", maintain_order="left")
