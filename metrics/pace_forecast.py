"""Pace forecast: where does the recent pace lead by the target's date?"""

import narwhals.stable.v2 as nw

from metrics.expected_to_date import DIMENSIONS
from metrics.interval import within
from metrics.judgement import comparable, is_accumulating
from metrics.pairing import SERIES
from metrics.registry import OF_SERIES, Frame, metric
from metrics.trend import height_at, with_trend


@metric(
    title={"en": "Forecast at the recent pace", "ru": "Прогноз при нынешнем темпе"},
    unit=OF_SERIES,
    better=OF_SERIES,
    reference="Ordinary least squares with its prediction interval of 80 %; four points at least and three years at "
    "most are the product's convention",
    dimensions={**DIMENSIONS, "points": nw.Int64, "pace": nw.Float64, "how": nw.String},
)
def pace_forecast(pairing: Frame, observation: Frame) -> Frame:
    """The cumulative figure or level that the recent pace leads to at the target's date, one row per target not due.

    value = the height, at the target's end, of the straight line through the exact actuals of the last three years
    and at least the last four; lower and upper hold eight in ten of such figures if the pace stays
    as it was. `points` is how many figures made the line, `pace` its rise a year. Figures with an open end and those of
    status U are left out. A forecast of ours and no plan: it gives no verdict, and the target plays no part in it.

    Null, with its reason, where no actual is paired, the target is a ceiling or the indicator a published ratio;
    few_points where fewer than four exact figures are known, or none of the last year before the actual; if figures are
    missing only in the money asked for, why.
    """
    rows = comparable(pairing.filter(is_accumulating(), ~nw.col("is_due"), ~nw.col("final")))
    figures = observation.join(rows.select(SERIES).unique(), on=SERIES, how="semi")
    fitted = with_trend(rows, figures)
    height, margin = height_at("target_end")
    drawn = fitted.with_columns(
        reason=nw.coalesce(nw.col("reason"), nw.col("_few")), _height_then=height, _margin=margin
    )
    forecast = within(drawn, "_height_then", "_margin")
    is_told = nw.col("reason").is_null()
    return forecast.with_columns(
        pace=nw.when(is_told).then(12.0 * nw.col("_slope")), how=nw.when(is_told).then(nw.lit("trend"))
    )
