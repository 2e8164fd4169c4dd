"""Attainment: how much of its target an entity has reached."""

import narwhals.stable.v2 as nw

from metrics.interval import distance, is_unknown, percentage
from metrics.judgement import comparable, doubted, surely
from metrics.pairing import DIMENSIONS
from metrics.registry import Frame, metric

_ENDS = ("", "_lower", "_upper")


@metric(
    title={"en": "Target attainment", "ru": "Выполнение плана"},
    unit="PT",
    better="higher",
    reference="Order of the Ministry of Economic Development No. 502 of 4 August 2016, items а-г; from a published "
    "baseline and for a target that is to be undercut the formula is the product's convention",
    dimensions=DIMENSIONS,
)
def attainment(pairing: Frame) -> Frame:
    """Actual as a percentage of the target it is paired with, one row per target.

    value = 100 × actual / target; where lower is better 100 × target / actual; from a published baseline, in both
    directions, 100 × (actual − baseline) / (target − baseline). The bounds carry over. Nothing is clipped. Null, with
    its reason, when there is nothing above zero to divide by, the target is a ceiling, a range or no further than the
    baseline, no actual is paired, the indicator is a published ratio, or one of the three cannot be told in the money
    asked for: an entity that has not reported has neither met nor missed its target. `low_reliability` stands beside
    the value where either figure has status U.
    """
    return doubted(attained(pairing))


def attained(paired: Frame) -> Frame:
    """The paired rows with the percentage of each target that is reached, whatever the status of its figures."""
    return percentage(_parts(comparable(paired)), "_done", of="_whole")


def _parts(paired: Frame) -> Frame:
    """`_done` of `_whole`: the way from the start to the actual and to the target, or the target of the actual."""
    is_untold = ~nw.col("baseline_reason").is_null()
    has_start = ~is_unknown("baseline") | is_untold
    is_down = surely(nw.col("better") == "lower") | (
        surely(nw.col("better") == "neither") & surely(nw.col("target") < nw.col("baseline"))
    )
    from_zero = {f"_start{end}": nw.when(has_start).then(nw.col(f"baseline{end}")).otherwise(0.0) for end in _ENDS}
    started = paired.with_columns(_down=is_down, _has_start=has_start, **from_zero)
    ways = distance(distance(started, "_done", "_start", "actual", "_down"), "_whole", "_start", "target", "_down")
    is_turned = nw.col("_down") & ~nw.col("_has_start")
    turned = {
        f"_done{end}": nw.when(is_turned).then(nw.col(f"target{end}")).otherwise(nw.col(f"_done{end}")) for end in _ENDS
    }
    turned |= {
        f"_whole{end}": nw.when(is_turned).then(nw.col(f"actual{end}")).otherwise(nw.col(f"_whole{end}"))
        for end in _ENDS
    }
    missing = nw.when(is_unknown("actual")).then(nw.lit("no_actual"))
    at_zero = nw.when(is_turned & surely(nw.col("_whole_upper") <= 0)).then(nw.lit("zero_actual"))
    no_way = nw.when(nw.col("_has_start") & surely(nw.col("_whole_upper") <= 0)).then(nw.lit("no_distance"))
    # Without the number of a start that there is, neither formula holds.
    reason = nw.coalesce(nw.col("reason"), missing, nw.col("baseline_reason"), at_zero, no_way)
    return ways.with_columns(**turned).with_columns(reason=reason)
