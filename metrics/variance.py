"""Variance: how far from its target an entity is."""

import narwhals.stable.v2 as nw

from metrics.interval import difference
from metrics.judgement import comparable, doubted
from metrics.pairing import DIMENSIONS
from metrics.registry import OF_SERIES, Frame, metric


@metric(
    title={"en": "Variance from target", "ru": "Отклонение от плана"},
    unit=OF_SERIES,
    better=OF_SERIES,
    reference="IBCS notation: absolute variance = actual − plan, coloured by impact and not by sign",
    dimensions={**DIMENSIONS, "impact": nw.String},
)
def variance(pairing: Frame) -> Frame:
    """Actual minus the target it is paired with, in the unit of the series, one row per target.

    value = actual − target; the bounds of both carry over. `impact`: favourable or adverse by the indicator's
    direction, none where there is no difference, neutral where neither way is better, undetermined where the bounds
    leave it open. Null, with its reason, when the target is a ceiling or a range, no actual is paired, or the
    indicator is a published ratio. `low_reliability` stands beside the value where either figure has status U.
    """
    return doubted(difference(comparable(pairing), "actual", "target")).with_columns(impact=_impact())


def _impact() -> nw.Expr:
    lower, upper, is_lower_better = nw.col("lower"), nw.col("upper"), nw.col("better") == "lower"
    above = nw.when(is_lower_better).then(nw.lit("adverse")).otherwise(nw.lit("favourable"))
    below = nw.when(is_lower_better).then(nw.lit("favourable")).otherwise(nw.lit("adverse"))
    return (
        nw.when(lower.is_null() & upper.is_null())
        .then(nw.lit("undetermined"))
        .when(nw.col("better") == "neither")
        .then(nw.lit("neutral"))
        .when((lower == 0) & (upper == 0))
        .then(nw.lit("none"))
        .when(lower >= 0)
        .then(above)
        .when(upper <= 0)
        .then(below)
        .otherwise(nw.lit("undetermined"))
    )
