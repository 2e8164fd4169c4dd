"""Which straight line runs through the latest figures of a series, and how sure is it?

Ordinary least squares over months in sums over groups, which every engine can do. The figures of a series lean on one
another, so a band is narrower than the truth.
"""

import narwhals.stable.v2 as nw

from metrics.judgement import is_accumulating, lost, surely
from metrics.pairing import SERIES
from metrics.registry import Frame

#: Fewer points make no trend. A trend is of the points of the last three years and at least of the last four.
LEAST = 4
_RECENT = 36

#: A trend that ends a year before the latest actual is none, and what is thirty years off is never reached by it.
_STALE = 12
_HORIZON = 360

#: A band holds eight in ten: this quantile of the normal distribution on each side, and Cornish and Fisher's terms
#: that turn it into Student's for few points.
_Z = 1.2815515655446004
_TERMS = (
    (_Z**3 + _Z) / 4,
    (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / 96,
    (3 * _Z**7 + 19 * _Z**5 + 17 * _Z**3 - 15 * _Z) / 384,
    (79 * _Z**9 + 776 * _Z**7 + 1482 * _Z**5 - 1920 * _Z**3 - 945 * _Z) / 92160,
)


def trend(actuals: Frame) -> Frame:
    """The line through the latest figures of each cumulative figure or level, one row per series with enough of them.

    A point is an actual with a number and both ends and no status U, the longest of those that end together. Columns:
    the series, `points` (how many), `_last` (the last one's month), `_middle` (the mean month), `_height` (of the line
    there), `_slope` (a month), `_spread` (the points' standard deviation about the line), `_width` (the sum of squared
    distances from the mean month), `_quantile` (Student's, for a band of 80 %).
    """
    middle, height = (nw.col(name).mean().over(*SERIES) for name in ("end_month", "value"))
    centred = _recent(_points(actuals)).with_columns(_middle=middle, _height=height)
    away = centred.with_columns(_x=nw.col("end_month") - nw.col("_middle"), _y=nw.col("value") - nw.col("_height"))
    width, both = ((nw.col("_x") * nw.col(name)).sum().over(*SERIES) for name in ("_x", "_y"))
    sloped = away.with_columns(_width=width, _slope=both / width)
    left = nw.col("_y") - nw.col("_slope") * nw.col("_x")
    same = ("_middle", "_height", "_slope", "_width")
    fitted = (
        sloped.with_columns(_square=left * left)
        .group_by(SERIES)
        .agg(
            nw.col("_one").sum().alias("points"),
            nw.col("end_month").max().alias("_last"),
            nw.col("_square").sum(),
            *(nw.col(name).max() for name in same),
        )
    )
    degrees = nw.col("points").cast(nw.Float64) - 2.0
    return fitted.with_columns(_spread=(nw.col("_square") / degrees).sqrt(), _quantile=_student(degrees)).drop(
        "_square"
    )


def height_at(month: str) -> tuple[nw.Expr, nw.Expr]:
    """The line's height at a month, and how far one figure may be from it either way (80 %)."""
    away = nw.col(month) - nw.col("_middle")
    reach = (1.0 + 1.0 / nw.col("points") + away * away / nw.col("_width")).sqrt()
    return nw.col("_height") + nw.col("_slope") * away, nw.col("_quantile") * nw.col("_spread") * reach


def month_of(height: str, leaning: float = 0.0) -> nw.Expr:
    """The month in which the line is at a height, whole, not before the month after its last point; null where never
    or not within thirty years.

    `leaning` −1 and 1 turn the line about its middle to the flattest and the steepest slope of its band.
    """
    error = nw.col("_quantile") * nw.col("_spread") / nw.col("_width").sqrt()
    is_up = nw.col(height) >= nw.col("_height")
    slope = nw.col("_slope") + nw.when(is_up).then(leaning).otherwise(-leaning) * error
    leads = nw.when(is_up).then(slope > 0).otherwise(slope < 0)
    month = nw.when(leads).then((nw.col("_middle") + (nw.col(height) - nw.col("_height")) / slope).ceil())
    after = nw.col("_last").cast(nw.Float64) + 1.0
    told = nw.when(month > after).then(month).otherwise(nw.when(~month.is_null()).then(after))
    return nw.when(told <= after + _HORIZON).then(told)


def with_trend(rows: Frame, figures: Frame) -> Frame:
    """The paired rows with the `trend` of their series, and `_few`: why there is none that reaches up to the actual.

    few_points, or why figures that would be points cannot be told in the money asked for.
    """
    told = rows.join(trend(figures), on=SERIES, how="left").join(_lost_of(figures), on=SERIES, how="left")
    is_untold = nw.col("points").is_null() | surely(nw.col("_last") < nw.col("actual_end") - _STALE)
    few = nw.when(is_untold).then(nw.lit("few_points"))
    return told.with_columns(_few=nw.when(is_untold).then(nw.coalesce(nw.col("_untold_points"), few)))


def _lost_of(figures: Frame) -> Frame:
    """Of each series why figures of it cannot be told in the money asked for; no row where all can."""
    told = figures.with_columns(_untold_points=lost(figures)).filter(~nw.col("_untold_points").is_null())
    return told.filter(nw.col("scenario") == "actual").group_by(SERIES).agg(nw.col("_untold_points").min())


def _points(actuals: Frame) -> Frame:
    is_exact = ~nw.any_horizontal(*(nw.col(name).is_null() for name in ("value", "lower", "upper")), ignore_nulls=True)
    exact = actuals.filter(nw.col("scenario") == "actual", is_accumulating(), is_exact, nw.col("status") != "U")
    return exact.filter(nw.col("frequency") == nw.col("frequency").max().over(*SERIES, "end_month"))


def _recent(points: Frame) -> Frame:
    """Of each series the points of the last three years and its last four; nothing where it has fewer."""
    # Made of a column and not of a literal, so that pandas keeps a type that knows null.
    ones = points.with_columns(_one=(nw.col("end_month") * 0 + 1).cast(nw.Int64))
    counted = ones.with_columns(
        _all=nw.col("_one").sum().over(*SERIES),
        _place=nw.col("_one").cum_sum().over(*SERIES, order_by="end_month"),
        _newest=nw.col("end_month").max().over(*SERIES),
    )
    is_recent = nw.col("end_month") > nw.col("_newest") - _RECENT
    return counted.filter(nw.col("_all") >= LEAST, is_recent | (nw.col("_place") > nw.col("_all") - LEAST))


def _student(degrees: nw.Expr) -> nw.Expr:
    quantile = nw.lit(_Z)
    divided = nw.lit(1.0)
    for term in _TERMS:
        divided = divided / degrees
        quantile = quantile + term * divided
    return quantile
