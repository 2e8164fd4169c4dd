"""Which figure wins where several are told for one key?

A total order, the same whatever the order of the loads. Within one publisher: a value before a null, the later
published, then the later load. Among publishers: a value before a null, the better status, the better kind of source,
a known date of publication before an unknown one, the later date, then the source's code.
"""

from collections.abc import Iterable

import polars as pl

from data import codelist
from data.schema import KEY

RETRACTED = "Q"

#: More than there are months to count from the year 0, and how many places leave room for a month beside each.
MONTHS = 2**17
_TOO_MANY = 2**46


def judge(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows that were not taken back, sorted by key: `is_current` on the winner of each key, and `is_contested`.

    Takes the columns of `history`. A row of status Q takes back what the same source said of the same key, in the
    same load or an earlier one; neither it nor what it took back is kept.
    """
    told = rows.collect().rechunk()  # out of many chunks, rows are taken four times as slowly
    kept = verdicts(told)
    return told[kept["row"]].with_columns(kept["is_current", "is_contested"]).lazy()


def verdicts(told: pl.DataFrame) -> pl.DataFrame:
    """`row`, `is_current` and `is_contested` (others are kept of its key) of the rows that `judge` keeps, in its order.

    Most keys are told once and need no judgement.
    """
    retracted = told["status"] == RETRACTED
    placed = pl.DataFrame({"_place": places(told, KEY), "_retracted": retracted}).with_row_index("_row").sort("_place")
    is_alone = pl.all_horizontal(pl.col("_place").ne_missing(pl.col("_place").shift(by)) for by in (1, -1))
    alone = placed.filter(is_alone & ~pl.col("_retracted")).select(
        "_row", "_place", is_current=pl.lit(True), is_contested=pl.lit(False)
    )
    contested = placed.filter(~is_alone | pl.col("_retracted")).select("_row", "_place")
    rows = told[contested["_row"]].hstack(contested).lazy()
    judged = _judged(rows.with_columns(pl.col(pl.Categorical).cast(pl.String))).collect()
    kept = alone.lazy().merge_sorted(judged.lazy(), key="_place")
    return kept.select("is_current", "is_contested", row="_row").collect()


def places(told: pl.DataFrame, columns: Iterable[str]) -> pl.Series:
    """A number for each row, equal where these texts are, and greater where they are greater: it sorts far faster."""
    found, size = pl.repeat(0, told.height, dtype=pl.UInt64, eager=True), 1
    for column in columns:
        codes = told[column].cast(pl.Categorical)
        words = codes.unique()
        if size * len(words) >= _TOO_MANY:
            found, size = found.rank("dense").cast(pl.UInt64), told.height + 1
        if len(words) > 1:
            found = found * len(words) + _alphabetical(words).gather(codes.to_physical())
        size *= len(words)
    return found


def _alphabetical(words: pl.Series) -> pl.Series:
    """The place of each word among all, at the number by which the word is known."""
    known = words.to_frame("word").select(
        number=pl.col("word").to_physical(), place=pl.col("word").cast(pl.String).rank("dense").cast(pl.UInt64) - 1
    )
    numbers = known.select(number=pl.int_range(pl.col("number").max() + 1, dtype=pl.UInt32))
    return numbers.join(known, on="number", how="left", maintain_order="left")["place"]


def _judged(contested: pl.LazyFrame) -> pl.LazyFrame:
    standing = _without_retracted(contested).with_columns(_has_value(), _status_rank(), _kind_rank())
    best_of_publisher = _first(standing, ["_place", "publisher"], _WITHIN)
    best = _first(best_of_publisher, ["_place"], _AMONG).select("_row", is_current=pl.lit(True))
    return (
        standing.join(best, on="_row", how="left")
        .with_columns(pl.col("is_current").fill_null(False), is_contested=pl.len().over("_place") > 1)
        .sort("_place", ~pl.col("is_current"), "source", "load", "_row")
        .select("_row", "_place", "is_current", "is_contested")
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
    taken_back = rows.filter(pl.col("status") == RETRACTED)
    last = taken_back.group_by("_place", "source").agg(_retracted_by=pl.col("load").max())
    return rows.join(last, on=["_place", "source"], how="left").filter(
        pl.col("_retracted_by").is_null() | (pl.col("load") > pl.col("_retracted_by"))
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
