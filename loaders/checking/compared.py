"""Which figures of a file, and which of those that stand already, are held against each other?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from data.schema import KEY
from data.winner import RETRACTED
from loaders.known import Known
from loaders.raw import ROW

#: What makes a series: the key of an observation without its period.
SERIES = tuple(name for name in KEY if name != "period")
_SAID = (*KEY, "start_month", "end_month", "value", "lower", "upper")
_TYPES = {
    **dict.fromkeys(KEY, pl.Categorical),
    **dict.fromkeys(("start_month", "end_month"), pl.Int32),
    **dict.fromkeys(("value", "lower", "upper"), pl.Float64),
    "load": pl.Int64,
    ROW: pl.UInt32,
}


@dataclass(frozen=True)
class Figures:
    """`own`: what the file reports; `known`: where what stands is found.

    Frames have KEY, months, value, lower, upper, `load` (null in the file), ROW (null outside it) and `series`, one
    number for each SERIES. Figures not reported are left out.
    """

    own: pl.DataFrame
    known: Known

    @classmethod
    def of(cls, frames: Mapping[str, pl.DataFrame], known: Known) -> "Figures":
        """The figures of a file, told as rows by table, each with ROW."""
        told = frames.get("observation", pl.DataFrame(schema=_TYPES | {"status": pl.String}))
        stands = told.select(_IS_REPORTED & (pl.col("status") != RETRACTED).fill_null(False)).to_series()
        standing = told if stands.all() else told.filter(stands)  # a filter copies a million rows to leave out none
        return cls(_shaped(standing.lazy()).collect(), known)

    @cached_property
    def earlier(self) -> pl.DataFrame:
        """The current figures of other loads about the entities of the file."""
        return self.where(pl.col("entity").is_in(self.own["entity"].unique().cast(pl.String).implode()))

    @cached_property
    def together(self) -> pl.DataFrame:
        """The file's figures, and beside them the earlier ones whose key it does not tell anew."""
        return pl.concat([self.own, self.earlier.join(self.own, on=KEY, how="anti", maintain_order="left")])

    def where(self, wanted: pl.Expr) -> pl.DataFrame:
        """The current figures of other loads that are wanted."""
        history = self.known.history
        if history is None or self.own.is_empty():
            return self.own.clear()
        return _shaped(history.filter(wanted, _IS_REPORTED)).collect()


_IS_REPORTED = pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())


def _shaped(rows: pl.LazyFrame) -> pl.LazyFrame:
    there = rows.collect_schema().names()
    absent = [pl.lit(None).alias(name) for name in ("load", ROW) if name not in there]
    typed = rows.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in _TYPES.items())
    return typed.with_columns(series=pl.struct(SERIES).hash())
