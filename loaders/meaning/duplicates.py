"""What does it mean that two rows tell the same figure: a fault, a sum, a correction, or one row written again?"""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from data import codelist
from data.schema import KEY
from loaders import observations, refusal
from loaders.mapping import Mapping
from loaders.raw import ROW

_SAME = [*KEY, "source"]
_TOGETHER = ("value", "lower", "upper")


@dataclass(frozen=True)
class Settled:
    """`rows`: one observation for each key. `refused`: the cells of those that cannot be told apart."""

    rows: pl.DataFrame
    refused: pl.DataFrame


def settled(rows: pl.DataFrame, mapping: Mapping) -> Settled:
    """Observations that are sound otherwise, as the mapping means those of one key.

    A sum is told by the first of its rows; there is none of figures that are not reported, are qualified or cannot be
    added: those are refused, with everything else their rows tell.
    """
    policy = mapping.duplicates.policy
    if policy == "last":
        rows = rows.filter(pl.col(ROW) == pl.col(ROW).max().over(_SAME))
    refused = observations.repeated(rows) if policy != "sum" else _never_summed(rows)
    if policy == "sum":
        rows = _summed(rows.join(refused, on=ROW, how="anti", maintain_order="left"))
    return Settled(rows, refused)


def unlike(data: pl.DataFrame, repeated: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Refused rows that are one row by the columns of `distinct`, but tell different figures."""
    if repeated.is_empty():
        return refusal.none()
    firsts = pl.concat([repeated, repeated.select(pl.col("first").alias(ROW), "first").unique()])
    groups = data.join(firsts, on=ROW, maintain_order="left")
    found = []
    for value in mapping.values:
        column = value.column or ""
        differs = pl.col(column).n_unique().over("first") > 1
        found.append(
            refusal.where(
                groups,
                differs,
                column,
                pl.col(column),
                "rows that are one by the columns of duplicates differ in {column}: {found}",
                "the same figure in each",
            )
        )
    return refusal.together(found)


def _never_summed(rows: pl.DataFrame) -> pl.DataFrame:
    """Refused cells of all rows that cannot be summed; a row that is refused takes its sums with it."""
    refused = refusal.none()
    while True:
        left = rows.join(refused, on=ROW, how="anti", maintain_order="left")
        more = _unsummable(left)
        if more.is_empty():
            return refused
        refused = refusal.together([refused, more])


def _unsummable(rows: pl.DataFrame) -> pl.DataFrame:
    additive = codelist.codes("indicator").filter("additive")["id"].to_list()
    twice = rows.filter(rows.select(pl.struct(_SAME).is_duplicated()).to_series())
    wrong = (
        pl.any_horizontal(pl.col(name).is_null().any().over(_SAME) for name in _TOGETHER)
        | (pl.col("comparator") != "=").any().over(_SAME)
        | (pl.col("status").n_unique().over(_SAME) > 1)
        | ~pl.col("indicator").is_in(additive)
    )
    together = pl.col(ROW).unique().sort().cast(pl.String).str.join(", ").over(_SAME)
    return refusal.where(
        twice.with_columns(together.alias(" rows")),
        wrong,
        "value",
        pl.col(" rows"),
        "the figures of the rows {found} cannot be summed",
        "reported figures without more than, about …, of one status",
    )


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    is_alone = ~rows.select(pl.struct(_SAME).is_duplicated()).to_series()
    several = rows.filter(~is_alone)
    if several.is_empty():
        return rows
    joined = [pl.col(name).drop_nulls().unique(maintain_order=True).str.join("; ") for name in ("locator", "note")]
    rest = [name for name in rows.columns if name not in (*_SAME, *_TOGETHER, "locator", "note", ROW)]
    groups = (
        several.sort(ROW)
        .group_by(_SAME, maintain_order=True)
        .agg(*(pl.col(name) for name in _TOGETHER), *joined, pl.col(rest).first(), pl.col(ROW).min())
    )
    sums = [
        pl.Series(name, [float(sum(Decimal(str(each)) for each in figures)) for figures in groups[name]], pl.Float64)
        for name in _TOGETHER
    ]
    empty_is_null = [pl.when(pl.col(name) != "").then(name).alias(name) for name in ("locator", "note")]
    return pl.concat([rows.filter(is_alone), groups.with_columns(*sums, *empty_is_null).select(rows.columns)]).sort(ROW)
