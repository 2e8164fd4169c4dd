"""What has the snapshot worked out already, for metrics to go on from?

A frame made by hand, or told in other money, has not got it: there it is worked out here, with the same answer.
"""

import narwhals.stable.v2 as nw

from data import schema
from metrics.eager import Frame

SERIES = list(schema.SERIES)
_KEY = list(schema.KEY)

#: What no longer holds where units change.
COLUMNS = ("series", "is_contested")


def with_series(figures: Frame) -> Frame:
    """The figures with `series`: a number that those of one series share, quicker to compare than its texts."""
    if "series" in figures.collect_schema().names():
        return figures
    numbers = figures.select(SERIES).unique().with_row_index("series", order_by=SERIES)
    return figures.join(numbers, on=SERIES, how="left")


def contested(history: Frame) -> Frame:
    """The rows at whose key others stand beside the winner, which are few."""
    if "is_contested" in history.collect_schema().names():
        return history.filter("is_contested")
    others = history.filter(~nw.col("is_current")).select(_KEY).unique()
    return history.join(others, on=_KEY, how="semi")
