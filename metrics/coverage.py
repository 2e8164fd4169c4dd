"""Coverage: how many of those who belong to an entity have reported?"""

import narwhals.stable.v2 as nw

from metrics.belonging import PLACE, additive, belonging, due, rolled
from metrics.eager import settled
from metrics.interval import exact, percentage
from metrics.judgement import is_reported
from metrics.registry import Frame, metric
from metrics.same_time import TIME, dated, longest, named_alike
from metrics.worked_out import with_series

_SERIES = ["entity", "role", "indicator", "scope", "basis", "unit", "since"]
_FIGURE = ["entity", "role", "indicator", "scope", "basis", "unit", "period", "_start", "_end"]


@metric(
    title={"en": "Members that have reported", "ru": "Доля отчитавшихся участников"},
    unit="PT",
    better="higher",
    reference="SDMX concept COVERAGE; which members count is the product's convention",
    dimensions={"role": nw.String, "reported": nw.Int64, "expected": nw.Int64},
)
def coverage(observation: Frame, membership: Frame, entity: Frame, indicator: Frame, role: Frame) -> Frame:
    """The share of an entity's members that reported an actual figure, for every figure that one of them has a row for.

    value = 100 × reported / expected, by `role`. A membership counts if it covers the last day of the period (stock,
    cumulative) or any of its days (period, ytd). Groups and memberships with `counted` false are left out, and so are
    indicators that may not be added up. Where the role has a scope of its own (resident: residents), a member's figure
    of scope all rolls up to it; where it has none, any figure to its own scope. One level of membership.

    Never null: with no member in force there is no row, and a figure that is null counts as not reported.
    """
    told = observation.with_columns(_known=is_reported(observation).cast(nw.Int64))
    figures = _one_a_time(dated(additive(told.filter(nw.col("scenario") == "actual"), indicator)))
    who = belonging(membership, entity, role)
    rows = named_alike(rolled(figures, who), by=_SERIES).select(*_FIGURE, "_known")
    reported = settled(rows.group_by(_FIGURE).agg(nw.col("_known").sum().alias("reported")))
    counted = reported.join(due(who, reported), on=PLACE, how="left")
    share = percentage(exact(counted, "reported", "expected"), "reported", of="expected")
    return share.with_columns(coverage=nw.col("value"))


def _one_a_time(figures: Frame) -> Frame:
    """Of each series and time one row: one that says something, if there is one."""
    numbered = with_series(figures)
    best = numbered.filter(nw.col("_known") == nw.col("_known").max().over("series", *TIME))
    return longest(best, by=["series"])
