"""Freshness: how old is the latest actual figure?"""

import narwhals.stable.v2 as nw

from metrics.registry import Frame, metric
from metrics.worked_out import latest_of_series

_WHAT = ["entity", "indicator"]
_SAID = [*_WHAT, "scope", "basis", "unit", "period", "end_month", "frequency", "status", "source"]


@metric(
    title={"en": "Age of the latest figure", "ru": "Давность последнего значения"},
    unit="MONTH",
    better="lower",
    reference="SDMX concept TIMELINESS; European Statistics Code of Practice, principle 13 (from memory, unverified)",
    dimensions={"actual_end": nw.Int32, "status": nw.String, "source": nw.String},
)
def freshness(observation: Frame, today: Frame) -> Frame:
    """How many months have passed since the end of the latest period that an actual figure speaks of.

    value = the last month that has ended − the last month of the latest known actual, one row per entity and indicator;
    scope, basis, unit and period are those of that figure, the first by name where several end together. Zero is as
    fresh as can be; below zero the figure speaks of a period that is not over.

    Never null: without an actual there is no row.
    """
    # The latest of each series first: they are marked, and leave few to be told apart by their texts.
    latest = latest_of_series(observation)
    newest = latest.filter(nw.col("end_month") == nw.col("end_month").max().over(*_WHAT))
    counted = newest.with_columns(_ties=nw.col("end_month").count().over(*_WHAT)).select(*_SAID, "_ties")
    alone, tied = counted.filter(nw.col("_ties") == 1), counted.filter(nw.col("_ties") > 1)
    aged = nw.concat([alone.select(_SAID), _first(tied).select(_SAID)], how="vertical").join(
        today.select(_month="month"), how="cross"
    )
    age = (nw.col("_month") - nw.col("end_month")).cast(nw.Float64)
    return aged.with_columns(value=age, lower=age, upper=age, actual_end=nw.col("end_month"))


def _first(tied: Frame) -> Frame:
    """Of figures that end together the longest, of these the first by name."""
    one = tied.with_columns(_one=nw.col("end_month") * 0 + 1, _length=-nw.col("frequency"))
    place = nw.col("_one").cum_sum().over(*_WHAT, order_by=["_length", "basis", "scope", "unit", "period"])
    return one.with_columns(_place=place).filter(nw.col("_place") == 1)
