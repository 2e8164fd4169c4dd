"""What has the snapshot worked out already, for metrics to go on from?

A frame made by hand, or told in other money, has not got it: there it is worked out here, with the same answer.
"""

import narwhals.stable.v2 as nw

from data import schema
from metrics.eager import Frame
from metrics.judgement import is_reported

SERIES = list(schema.SERIES)
_KEY = list(schema.KEY)

#: What no longer holds where units change.
COLUMNS = ("series", "is_first", "is_latest", "is_contested")


def with_series(figures: Frame) -> Frame:
    """The figures with `series`: a number that those of one series share, quicker to compare than its texts."""
    if "series" in figures.collect_schema().names():
        return figures
    numbers = figures.select(SERIES).unique().with_row_index("series", order_by=SERIES)
    return figures.join(numbers, on=SERIES, how="left")


def latest_of_series(observation: Frame) -> Frame:
    """The reported actuals that end last in their series: several where they end together."""
    return _at_end(observation, "is_latest", nw.col("end_month").max())


def first_of_series(observation: Frame) -> Frame:
    """The reported actuals that end first in their series: several where they end together."""
    return _at_end(observation, "is_first", nw.col("end_month").min())


def _at_end(observation: Frame, mark: str, end: nw.Expr) -> Frame:
    if mark in observation.collect_schema().names():
        return observation.filter(mark)
    told = with_series(observation.filter(nw.col("scenario") == "actual", is_reported(observation)))
    return told.filter(nw.col("end_month") == end.over("series"))


def contested(history: Frame) -> Frame:
    """The rows at whose key others stand beside the winner, which are few."""
    if "is_contested" in history.collect_schema().names():
        return history.filter("is_contested")
    others = history.filter(~nw.col("is_current")).select(_KEY).unique()
    return history.join(others, on=_KEY, how="semi")
