"""Months late: how long after its due date was a commitment met?"""

import narwhals.stable.v2 as nw

from metrics.judgement import by_direction, doubted, is_accumulating, surely
from metrics.latest import latest
from metrics.pairing import DIMENSIONS, SERIES
from metrics.registry import Frame, metric


@metric(
    title={"en": "Months late", "ru": "Просрочка в месяцах"},
    unit="MONTH",
    better="lower",
    reference="Federal Law 116-FZ of 22 July 2005, article 12 (investments at the times set by the agreement); "
    "counting to the first report that shows it is the product's convention",
    dimensions={**DIMENSIONS, "known_end": nw.Int32},
)
def months_late(commitments: Frame, observation: Frame) -> Frame:
    """How many months after its due date a commitment was met, one row per commitment that is due.

    Commitments of cumulative figures and levels: those of a period cannot be made up for later.

    value = end of the first period whose figure surely meets it − end of the period it fell due; 0 where that was in
    time. Not met yet: at least the months to the latest figure (`known_end`), which still falls short, open upwards. A
    report once a year shows things once a year: the months are those of reports.

    Null with its reason: no_actual, no_final_report where the latest figure is older than the due date, bounds where
    the latest figure may or may not meet it, a ceiling, no_direction; where an earlier figure may have met it and
    cannot be told in the money asked for, why. `low_reliability` stands beside a value where the paired figure or the
    commitment has status U.
    """
    due = commitments.filter("is_due", is_accumulating())
    known = latest(observation).select(
        *SERIES, known_end="end_month", _known="value", _known_lower="lower", _known_upper="upper", _lost="lost"
    )
    met = due.join(known, on=SERIES, how="left")
    told = met.with_columns(
        _on_time=surely(nw.col("reached_end") <= nw.col("target_end")),
        _months=nw.coalesce(nw.col("reached_end"), nw.col("known_end")) - nw.col("target_end"),
        _is_short=_is_short_by(),
    )
    return doubted(_counted(told.with_columns(reason=_reason())))


def _is_short_by() -> nw.Expr:
    """Whether the latest figure surely does not meet the commitment."""
    low = nw.col("_known_lower") > nw.col("target_upper")
    high = nw.col("_known_upper") < nw.col("target_lower")
    return by_direction(low, high)


def _reason() -> nw.Expr:
    """Why there is no answer; what pairing says holds only where there is no figure of the series at all."""
    given = nw.when((nw.col("reason") == "ceiling") | nw.col("known_end").is_null()).then(nw.col("reason"))
    is_met, is_old = ~nw.col("reached_end").is_null(), nw.col("known_end") < nw.col("target_end")
    return nw.coalesce(
        given,
        nw.when(~is_met & ~is_old).then(nw.col("_lost")),
        nw.when(~nw.col("_on_time")).then(nw.col("reached_reason")),
        nw.when("reported_ratio").then(nw.lit("reported_ratio")),
        nw.when(nw.col("better") == "neither").then(nw.lit("no_direction")),
        nw.when(~is_met & is_old).then(nw.lit("no_final_report")),
        nw.when(~is_met & ~nw.col("_is_short")).then(nw.lit("bounds")),
    )


def _counted(told: Frame) -> Frame:
    months = nw.when(nw.col("_on_time")).then(0.0).otherwise(nw.col("_months").cast(nw.Float64))
    known = nw.when(nw.col("reason").is_null()).then(months)
    return told.with_columns(value=known, lower=known, upper=nw.when(~nw.col("reached_end").is_null()).then(known))
