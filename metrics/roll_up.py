"""Roll-up: what do the figures of those who belong to an entity add up to?"""

import narwhals.stable.v2 as nw

from metrics.belonging import additive, belonging, due, rolled
from metrics.eager import settled
from metrics.interval import parts, whole_of
from metrics.judgement import is_reported, untold
from metrics.registry import OF_SERIES, Frame, metric
from metrics.same_time import dated, longest, named_alike
from metrics.worked_out import with_series

_KEY = ["entity", "role", "indicator", "scope", "basis", "unit", "period", "scenario"]
_BY = [*_KEY, "_start", "_end"]
_SERIES = [*(name for name in _KEY if name != "period"), "since"]


@metric(
    title={"en": "Sum over members", "ru": "Сумма по участникам"},
    unit=OF_SERIES,
    better=OF_SERIES,
    reference="SDMX concept COVERAGE; which members are added, and into which scope, is the product's convention",
    dimensions={"role": nw.String, "scenario": nw.String, "reported": nw.Int64, "expected": nw.Int64},
)
def roll_up(observation: Frame, membership: Frame, entity: Frame, indicator: Frame, role: Frame) -> Frame:
    """The sum of the members' figures, by `role`, for every figure that at least one of them has reported.

    value = the sum of what was reported; coverage = 100 × reported / expected. It stands beside a total that the entity
    reports itself and never in its place. Below full coverage the sum is a lower bound: its upper end is open, and the
    lower one too where a member reported less than zero. A membership counts if it covers the last day of the period
    (stock, cumulative) or any of its days (period, ytd); groups and memberships with `counted` false are left out, and
    so are indicators that may not be added up. One level of membership. Which figures speak of the same time is said in
    metrics/same_time.py; `period` is the longest of theirs.

    Null: value where a member published only a range (reason bounds); value and bounds where what one reported cannot
    be told in the money asked for, with that reason. What nobody reported has no row.
    """
    who = belonging(membership, entity, role)
    figures = dated(additive(with_series(observation.filter(is_reported(observation))), indicator))
    ends = {"own": nw.col("value"), "own_lower": nw.col("lower"), "own_upper": nw.col("upper")}
    met = named_alike(rolled(longest(figures, by=["series", "scenario"]), who), by=_SERIES)
    own = met.select(*_BY, **ends, **untold(observation))
    sums = settled(parts(own, "own", by=_BY))
    return whole_of(sums, by=_BY, members=due(who, sums))
