"""Threshold margin: how far is the composite from the next verdict?"""

import narwhals.stable.v2 as nw

from metrics.composite import DIMENSIONS
from metrics.composite_part import PLACE
from metrics.interval import difference, exact
from metrics.judgement import surely
from metrics.registry import Frame, metric

_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}


@metric(
    title={"en": "Margin to the next threshold (unverified)", "ru": "Запас до ближайшего порога (не проверено)"},
    unit="PT",
    better="higher",
    reference="Thresholds of 80 and 40 points are from memory and were not read in Government Decree 643: unverified "
    "(data/codelists/methodology_threshold.csv)",
    dimensions={**DIMENSIONS, "composite": nw.Float64, "threshold": nw.Float64, "verdict": nw.String},
)
def threshold_margin(composite: Frame, methodology: Frame, methodology_threshold: Frame) -> Frame:
    """How many points the composite lies below the next threshold, or above the highest one.

    value = composite − threshold: below zero the points that are missing to the next better verdict, from zero on what
    lies above the highest. `verdict` is that of the class the whole composite lies in, undetermined where its bounds
    reach into two; it speaks of the parts that can be told, and coverage says how much that is. Where that is less than
    the methodology asks for, the verdict is undetermined and `low_coverage` stands beside the value.

    Null: where the composite is, with its reason.
    """
    told = composite.with_columns(**{f"composite{end}": nw.col(name) for end, name in _ENDS.items()})
    own = told.drop("value", "lower", "upper")
    classes = methodology_threshold.select("methodology", "verdict", _reached="at_least")
    asked = methodology.select("methodology", "least_coverage")
    marked = own.join(asked, on="methodology", how="left").join(
        _marks(own, methodology_threshold), on=PLACE, how="left"
    )
    met = marked.join(classes, on=["methodology", "_reached"], how="left")
    barred = nw.when(nw.col("reason") != "bounds").then(nw.col("reason"))
    margin = difference(exact(met.with_columns(reason=barred), "threshold"), "composite", "threshold")
    is_little = surely(nw.col("coverage") < nw.col("least_coverage"))
    is_told = ~is_little & ~nw.col("verdict").is_null() & surely(nw.col("_reached") == nw.col("_reachable"))
    return margin.with_columns(
        verdict=nw.when(is_told).then(nw.col("verdict")).otherwise(nw.lit("undetermined")),
        reason=nw.coalesce(nw.col("reason"), nw.when(is_little).then(nw.lit("low_coverage"))),
    )


def _marks(own: Frame, methodology_threshold: Frame) -> Frame:
    """By score `threshold` (the next one, else the highest), `_reached` for sure and `_reachable` at most."""
    met = own.join(methodology_threshold.select("methodology", "at_least"), on="methodology", how="inner")
    at, now = nw.col("at_least"), nw.coalesce(nw.col("composite"), nw.col("composite_lower"))
    is_open = nw.col("composite_upper").is_null() & ~nw.col("composite_lower").is_null()
    marked = met.with_columns(
        _sure=nw.when(at <= nw.col("composite_lower")).then(at),
        _may=nw.when(is_open | surely(at <= nw.col("composite_upper"))).then(at),
        _next=nw.when(at > now).then(at),
    )
    found = marked.group_by(PLACE).agg(
        nw.col("_sure").max().alias("_reached"),
        nw.col("_may").max().alias("_reachable"),
        nw.col("_next").min(),
        nw.col("at_least").max(),
    )
    marks = found.with_columns(threshold=nw.coalesce(nw.col("_next"), nw.col("at_least")))
    return marks.select(*PLACE, "threshold", "_reached", "_reachable")
