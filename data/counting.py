"""From when does a figure add up?"""

import polars as pl


def since() -> pl.Expr:
    """The month from which a cumulative figure over a span counts, its start; 0, the beginning, for any other.

    Takes basis, period and start_month.
    """
    is_span = pl.col("period").cast(pl.String).str.contains("/", literal=True)
    counts_from = (pl.col("basis") == "cumulative") & is_span
    return pl.when(counts_from).then(pl.col("start_month")).otherwise(0).cast(pl.Int32)
