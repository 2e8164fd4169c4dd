"""What is worked out of each figure once a version, so that no metric has to?

`series` is a number that figures of one series share. `is_first` and `is_latest` are the known actuals that end first
and last in theirs: of several that end together all of them. Only winners of their key have either.
"""

import polars as pl

from data.schema import SERIES
from data.winner import MONTHS, places

#: What the two marks are made of.
ENDS = {"is_first": "_first", "is_latest": "_last"}


def series(told: pl.DataFrame) -> pl.Series:
    """The number of each row's series, in the order of their texts: rows meet by it in half the time."""
    texts = places(told, (name for name in SERIES if name != "since"))
    place = (texts * MONTHS + told["since"].cast(pl.UInt64)).to_frame("place")
    numbers = place.unique().sort("place").with_row_index("series")
    return place.join(numbers, on="place", how="left", maintain_order="left")["series"].cast(pl.Int32)


def with_ends(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `is_first` and `is_latest`; where not all are winners, `is_current` says which."""
    is_winner = pl.col("is_current") if "is_current" in rows.columns else pl.lit(True)
    has_figure = pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
    end = pl.col("end_month")
    # Few columns go through the join: with all of them it takes several times as long.
    told = rows.lazy().select("series", end, _told=is_winner & (pl.col("scenario") == "actual") & has_figure)
    ends = told.filter("_told").group_by("series").agg(_first=end.min(), _last=end.max())
    marks = {name: (pl.col("_told") & (end == pl.col(of_series))).fill_null(False) for name, of_series in ENDS.items()}
    return rows.hstack(told.join(ends, on="series", how="left", maintain_order="left").select(**marks).collect())


def without_ends(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with both marks false: those that are no winners."""
    return rows.with_columns(pl.lit(False).alias(name) for name in ENDS)
