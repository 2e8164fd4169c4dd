"""What does the product answer, out of its snapshot and with the parts its metrics are made of?

The roll-up here is `metrics.interval.total` over what membership says, the attainment `metrics.interval.percentage`: the
metric `roll_up` adds up every figure there is, which a question about one zone or one date does not need.
"""

from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from data.snapshot import Snapshot
from metrics.interval import Frame, percentage, total
from tests.bench.panel import ZONE

_SERIES = ["entity", "indicator", "scope", "unit"]
_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}


def scorecard(snapshot: Snapshot) -> pl.DataFrame:
    """For each zone and indicator the members' figures up to the target's end, as a percentage of the target."""
    targets = _cumulative_targets(snapshot).with_columns(_end="end_month").drop("end_month")
    members = _by_period(_figures(snapshot), _table(snapshot, "membership")).join(targets, on=_SERIES, how="inner")
    due = members.filter(nw.col("end_month") <= nw.col("_end"))
    sums = total(_as(due, "part"), "part", by=[*_SERIES, "target", "target_lower", "target_upper"])
    return _collected(percentage(_as(sums, "actual"), "actual", of="target"), "entity", "indicator", "actual")


def trajectory(snapshot: Snapshot) -> pl.DataFrame:
    """For one zone and each indicator the sum of its members' figures since the beginning, quarter by quarter."""
    belonging = _residents(_table(snapshot, "membership")).filter(nw.col("of") == ZONE).collect()
    membership, codes = belonging.lazy(), belonging["member"]
    # The snapshot is sorted by entity: between the first and the last member few row groups are read.
    is_near = (nw.col("entity") >= codes.min()) & (nw.col("entity") <= codes.max())
    quarters = _by_period(_figures(snapshot).filter(is_near, nw.col("entity").is_in(codes.to_list())), membership)
    to_date = {name: nw.col(name).cum_sum().over(*_SERIES, order_by="end_month") for name in _ENDS.values()}
    return _collected(quarters.with_columns(**to_date), "indicator", "end_month")


def lagging(snapshot: Snapshot) -> pl.DataFrame:
    """The twenty members that have reached the least of their own target for investment."""
    targets = _cumulative_targets(snapshot).drop("end_month")
    figures = _figures(snapshot).filter(nw.col("indicator") == "investment")
    sums = total(_as(figures, "part"), "part", by=_SERIES).join(targets, on=_SERIES, how="inner")
    reached = percentage(_as(sums, "actual"), "actual", of="target")
    return _collected(reached.sort("value", "entity", nulls_last=True).head(20), "entity")


def _by_period(figures: Frame, membership: Frame) -> Frame:
    """The sum of the figures of those who belonged to a zone in the period, by zone and period."""
    belonging = _residents(membership).select(_entity="of", entity="member", _from="start_month", _to="end_month")
    has_begun = nw.col("_from").is_null() | (nw.col("_from") <= nw.col("end_month"))
    is_on = nw.col("_to").is_null() | (nw.col("_to") >= nw.col("start_month"))
    members = figures.join(belonging, on="entity", how="inner").filter(has_begun & is_on)
    rolled = members.with_columns(entity="_entity", scope=nw.lit("residents"))
    return total(_as(rolled, "part"), "part", by=[*_SERIES, "end_month"])


def _residents(membership: Frame) -> Frame:
    return membership.filter("counted", nw.col("role") == "resident")


def _figures(snapshot: Snapshot) -> Frame:
    found = _table(snapshot, "observation").filter(nw.col("scenario") == "actual", nw.col("basis") == "period")
    return found.select(*_SERIES, "start_month", "end_month", *_ENDS.values())


def _cumulative_targets(snapshot: Snapshot) -> Frame:
    found = _table(snapshot, "observation").filter(nw.col("scenario") == "target", nw.col("basis") == "cumulative")
    return found.select(*_SERIES, "end_month", **{f"target{end}": nw.col(name) for end, name in _ENDS.items()})


def _as(frame: Frame, quantity: str) -> Frame:
    """The frame with value, lower and upper as a quantity, and without the reason that came with them."""
    named = frame.with_columns(**{f"{quantity}{end}": nw.col(name) for end, name in _ENDS.items()})
    return named.drop("value", "lower", "upper", *({"reason"} & set(frame.collect_schema().names())))


def _table(snapshot: Snapshot, name: str) -> Frame:
    return nw.from_native(snapshot.table(name))


def _collected(frame: Frame, *columns: str) -> pl.DataFrame:
    answer: Any = frame.select(*columns, *_ENDS.values()).to_native()
    found: pl.DataFrame = answer.collect()
    return found
