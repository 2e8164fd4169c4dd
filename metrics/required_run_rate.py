"""Required run rate: how much a year is needed to reach the target in time?"""

import narwhals.stable.v2 as nw

from metrics.expected_to_date import DIMENSIONS
from metrics.interval import a_year, difference
from metrics.judgement import comparable, doubted, is_accumulating
from metrics.registry import OF_SERIES, Frame, metric


@metric(
    title={"en": "Required per year", "ru": "Требуется в год"},
    unit=OF_SERIES,
    better="neither",
    reference="Arithmetic: (target − actual) / time left; per year is the product's convention",
    dimensions={**DIMENSIONS, "remaining": nw.Float64, "months_left": nw.Int32},
)
def required_run_rate(pairing: Frame) -> Frame:
    """What a cumulative figure or a level must change by per year to reach its target, one row per target.

    value = 12 × (target − actual) / months from the actual's end to the target's; `remaining` = target − actual. The
    bounds of both carry over. Below zero where a target that is to be exceeded has been: nothing is clipped. Null, with
    its reason, when the target is a ceiling or a range, no actual is paired, or the indicator is a published ratio;
    no_time_left where the target is due. `low_reliability` stands beside the value where either figure has status U.
    """
    rows = comparable(pairing.filter(is_accumulating()))
    is_over = nw.col("is_due") | nw.col("final")
    late = nw.when(is_over & ~nw.col("actual_end").is_null()).then(nw.lit("no_time_left"))
    timed = rows.with_columns(
        reason=nw.coalesce(nw.col("reason"), late), months_left=nw.col("target_end") - nw.col("actual_end")
    )
    left = difference(timed, "target", "actual").with_columns(remaining=nw.col("value"))
    return doubted(a_year(left, months="months_left"))
