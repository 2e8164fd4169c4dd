"""Projected date: when is a target reached, if the recent pace stays?"""

import narwhals.stable.v2 as nw

from metrics.expected_to_date import DIMENSIONS
from metrics.judgement import comparable, falls_short, is_accumulating, is_kept_low
from metrics.pairing import SERIES
from metrics.registry import Frame, metric
from metrics.trend import month_of, with_trend


@metric(
    title={"en": "Months late at the recent pace", "ru": "Опоздание в месяцах при нынешнем темпе"},
    unit="MONTH",
    better="lower",
    reference="Ordinary least squares; four points at least and three years at most are the product's convention",
    dimensions={
        **DIMENSIONS,
        "reached_end": nw.Int32,
        "projected_end": nw.Int32,
        "points": nw.Int64,
        "pace": nw.Float64,
        "how": nw.String,
    },
)
def projected_date(pairing: Frame, observation: Frame) -> Frame:
    """When a target is reached, as months after its date (before it: below zero), one row per target.

    value = `projected_end` − `target_end`. `how` reached: projected_end is the month of the earliest actual that
    reaches the target. `how` trend: the month in which the straight line of the recent pace (see pace_forecast) is as
    high as the target, the month after the last figure at the earliest; lower and upper come from the slopes in its
    band of 80 %, open where the flattest of them leads nowhere. Cumulative figures and levels only.

    Null, with its reason, where no actual is paired, the target is a ceiling or a range or the indicator a published
    ratio; no_direction, few_points, or why too few of the points can be told in the money asked for; not_at_this_pace
    where the line does not lead to the target within thirty years; not_before_date for a sum to be kept low, which has
    reached its target only at its date. Where an earlier figure may have reached it and cannot be told, why.
    """
    rows = comparable(pairing.filter(is_accumulating()))
    is_reached = ~nw.col("reached_end").is_null()
    figures = observation.join(rows.filter(~is_reached).select(SERIES).unique(), on=SERIES, how="semi")
    dated = with_trend(rows, figures).with_columns(
        **{
            f"_{name}": month_of("target", leaning)
            for name, leaning in (("lower", 1.0), ("value", 0.0), ("upper", -1.0))
        }
    )
    ahead = nw.when(~is_reached).then(nw.coalesce(nw.col("reason"), _obstacle()))
    judged = dated.with_columns(reason=nw.when(is_reached).then(nw.col("reached_reason")).otherwise(ahead))
    is_told = nw.col("reason").is_null()
    months = {
        name: nw.when(is_reached).then(nw.col("reached_end").cast(nw.Float64)).otherwise(nw.col(f"_{name}"))
        for name in ("lower", "value", "upper")
    }
    late = {name: nw.when(is_told).then(month - nw.col("target_end")) for name, month in months.items()}
    is_trend = is_told & ~is_reached
    how = nw.when(is_reached & is_told).then(nw.lit("reached")).otherwise(nw.when(is_trend).then(nw.lit("trend")))
    return judged.with_columns(
        **late,
        projected_end=nw.when(is_told).then(months["value"]).cast(nw.Int32),
        how=how,
        points=nw.when(is_trend).then(nw.col("points")),
        pace=nw.when(is_trend).then(12.0 * nw.col("_slope")),
    )


def _obstacle() -> nw.Expr:
    """Why no date can be told."""
    return (
        nw.when(nw.col("better") == "neither")
        .then(nw.lit("no_direction"))
        .when(is_kept_low() & ~falls_short())
        .then(nw.lit("not_before_date"))
        .when(is_kept_low())
        .then(nw.lit("not_at_this_pace"))
        .when(~nw.col("_few").is_null())
        .then(nw.col("_few"))
        .when(nw.col("target").is_null())
        .then(nw.lit("bounds"))
        .when(nw.col("_value").is_null() | _leads_away())
        .then(nw.lit("not_at_this_pace"))
    )


def _leads_away() -> nw.Expr:
    """Whether the line crosses the target from the good side: it is above now, by the line, and falling."""
    is_lower = nw.col("better") == "lower"
    return nw.when(is_lower).then(nw.col("_slope") > 0).otherwise(nw.col("_slope") < 0)
