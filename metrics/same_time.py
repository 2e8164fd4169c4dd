"""When do two figures speak of the same time?

A level, a cumulative figure and a year to date speak of all that was up to the end of their period: two of one basis
(and of one `since`) that end in the same month speak of the same time, whether that is written 2017, 2017-Q4 or
2017-12. A flow speaks of the whole of its period. Of several figures of one time the one of the longest period counts.
"""

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw

Frame = nw.LazyFrame[Any]

#: What is equal, next to basis and `since`, where two figures speak of the same time.
TIME = ["_start", "_end"]


def dated(figures: Frame) -> Frame:
    """The figures with `_start` and `_end`, the first and the last month that tell their time, and whose members they
    speak of."""
    year = (nw.col("end_month") // 12 * 12).cast(nw.Int32)
    first = nw.when(nw.col("basis") == "ytd").then(year).otherwise(nw.col("start_month"))
    start = nw.when(nw.col("basis").is_in(["period", "ytd"])).then(first).otherwise(nw.col("end_month"))
    return figures.with_columns(_start=start, _end=nw.col("end_month"))


def longest(told: Frame, by: Sequence[str]) -> Frame:
    """Of dated figures that are alike in `by` and speak of the same time, the one of the longest period."""
    return told.filter(nw.col("frequency") == nw.col("frequency").max().over(*by, *TIME))


def named_alike(told: Frame, by: Sequence[str]) -> Frame:
    """The dated figures, where those alike in `by` that speak of the same time have the `period` and the `frequency` of
    the longest of them."""
    place = [*by, *TIME]
    most = told.with_columns(_most=nw.col("frequency").max().over(*place))
    own = most.with_columns(period=nw.when(nw.col("frequency") == nw.col("_most")).then(nw.col("period")))
    return own.with_columns(period=nw.col("period").max().over(*place), frequency=nw.col("_most")).drop("_most")
