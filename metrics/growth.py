"""Growth: how much more than a year before?"""

import narwhals.stable.v2 as nw

from metrics.interval import increase
from metrics.judgement import is_known, surely
from metrics.registry import Frame, metric
from metrics.worked_out import with_series

_YEAR = 12
_NUMBERS = ("value", "lower", "upper")


@metric(
    title={"en": "Growth on the year before", "ru": "Рост к предыдущему году"},
    unit="PT",
    better="neither",
    reference="Arithmetic: 100 × (this year / the year before − 1); IBCS notation ΔPY%",
    dimensions={
        "since": nw.Int32,
        "actual": nw.Float64,
        "actual_lower": nw.Float64,
        "actual_upper": nw.Float64,
        "before": nw.Float64,
        "before_lower": nw.Float64,
        "before_upper": nw.Float64,
        "before_period": nw.String,
    },
)
def growth(observation: Frame, indicator: Frame) -> Frame:
    """The change of an actual on that of the same months a year before, one row per actual that has one.

    value = 100 × (actual / before − 1); the bounds of both carry over. A flow is compared with a flow of as many
    months, a year to date and a level with the one that ends in the same month. Cumulative figures are left out, for a
    sum since the start hardly falls, and so are published ratios.

    Null: value and bounds with reason low_reliability where either figure has status U, zero_before where the year
    before is not above zero, bounds where both ends are open.
    """
    rows = _comparable(with_series(observation), indicator)
    now = rows.with_columns(_end=nw.col("end_month"), **_renamed("actual"), _now=nw.col("status"))
    then = rows.select(
        "series",
        "_length",
        _end=nw.col("end_month") + _YEAR,
        **_renamed("before"),
        before_period=nw.col("period"),
        _then=nw.col("status"),
    )
    pairs = now.drop(*_NUMBERS).join(then, on=["series", "_length", "_end"], how="inner")
    doubt = surely(nw.col("_now") == "U") | surely(nw.col("_then") == "U")
    from_zero = nw.when(nw.col("before_upper") <= 0).then(nw.lit("zero_before"))
    reason = nw.coalesce(nw.when(doubt).then(nw.lit("low_reliability")), from_zero)
    return increase(pairs.with_columns(reason=reason), "actual", "before")


def _comparable(observation: Frame, indicator: Frame) -> Frame:
    """The known actuals that have a year before: of each series and end of a level or a year to date the longest."""
    ratios = indicator.filter(nw.col("kind") == "ratio").select("indicator")
    told = observation.filter(nw.col("scenario") == "actual", nw.col("basis") != "cumulative", is_known())
    length = nw.when(nw.col("basis") == "period").then(nw.col("frequency")).otherwise(0).cast(nw.Int32)
    rows = told.join(ratios, on="indicator", how="anti").with_columns(_length=length)
    return rows.filter(nw.col("frequency") == nw.col("frequency").max().over("series", "_length", "end_month"))


def _renamed(name: str) -> dict[str, nw.Expr]:
    return {name: nw.col("value"), f"{name}_lower": nw.col("lower"), f"{name}_upper": nw.col("upper")}
