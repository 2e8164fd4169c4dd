"""Which figure wins where several are told for one key?

A total order, the same whatever the order of the loads. Within one publisher: a value before a null, the later
published, then the later load. Among publishers: a value before a null, the better status, the better kind of source,
a known date of publication before an unknown one, the later date, then the source's code.
"""

import polars as pl

from data import codelist
from data.schema import KEY

RETRACTED = "Q"


def judge(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows that were not taken back, sorted by key, with `is_current` on the winner of each key.

    Takes the columns of `history`. A row of status Q takes back what the same source said of the same key, in the
    same load or an earlier one; neither it nor what it took back is kept.
    """
    standing = _without_retracted(rows).with_columns(_has_value(), _status_rank(), _kind_rank())
    best_of_publisher = _first(standing, [*KEY, "publisher"], _WITHIN)
    best = _first(best_of_publisher, list(KEY), _AMONG).select("_row", is_current=pl.lit(True))
    return (
        standing.join(best, on="_row", how="left")
        .with_columns(pl.col("is_current").fill_null(False))
        .with_columns(_behind=~pl.col("is_current"))
        .sort([*KEY, "_behind", "source", "load", "_row"])
        .drop("_row", "_behind", "_has_value", "_status_rank", "_kind_rank")
    )


#: Sort columns and whether they descend. `source_row` and `_row` only make equal rows land the same way every time.
_WITHIN = {"_has_value": True, "published_on": True, "load": True, "source": False, "source_row": False, "_row": False}
_AMONG = {
    "_has_value": True,
    "_status_rank": False,
    "_kind_rank": False,
    "published_on": True,
    "source": False,
    "publisher": False,
    "_row": False,
}


def _first(rows: pl.LazyFrame, group: list[str], order: dict[str, bool]) -> pl.LazyFrame:
    # Nulls last: an unknown date of publication comes after every known one.
    ordered = rows.sort(list(order), descending=list(order.values()), nulls_last=True, maintain_order=True)
    return ordered.unique(group, keep="first", maintain_order=True)


def _without_retracted(rows: pl.LazyFrame) -> pl.LazyFrame:
    numbered = rows.with_row_index("_row")
    taken_back = numbered.filter(pl.col("status") == RETRACTED)
    last = taken_back.group_by(*KEY, "source").agg(_retracted_by=pl.col("load").max())
    return (
        numbered.join(last, on=[*KEY, "source"], how="left")
        .filter(pl.col("_retracted_by").is_null() | (pl.col("load") > pl.col("_retracted_by")))
        .drop("_retracted_by")
    )


def _has_value() -> pl.Expr:
    said = pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
    return said.alias("_has_value")


def _status_rank() -> pl.Expr:
    return _rank("status", codelist.codes("status")).alias("_status_rank")


def _kind_rank() -> pl.Expr:
    return _rank("source_kind", codelist.codes("source_kind")).alias("_kind_rank")


def _rank(column: str, codes: pl.DataFrame) -> pl.Expr:
    ranks = codes.select("id", pl.col("rank").cast(pl.Int32))
    worst = ranks["rank"].max()
    return pl.col(column).replace_strict(ranks["id"], ranks["rank"], default=worst, return_dtype=pl.Int32)
