"""Standing: is a target met, missed, on its way, or can nobody tell?"""

import narwhals.stable.v2 as nw

from metrics.contradictions import sources_differ
from metrics.eager import settled
from metrics.interval import around, is_unknown
from metrics.judgement import (
    as_target,
    by_direction,
    falls_short,
    is_accumulating,
    is_ceiling,
    is_kept_low,
    is_unreliable,
    reaches,
    surely,
)
from metrics.pairing import DIMENSIONS, KEY
from metrics.plan_line import between_points
from metrics.registry import Frame, metric

#: A figure within ± 5 % of the published point of the plan is on track. No document says so: our own convention.
ON_TRACK = 0.05

_SAME = ["entity", "indicator", "scope", "basis", "unit"]
#: Reasons to have no percentage that stop no verdict: whether zero is reached can be told.
_NO_SHARE = ["zero_target", "zero_actual", "no_distance"]
_HARMLESS = [*_NO_SHARE, "bounds", "low_reliability"]


@metric(
    title={"en": "Standing against the target", "ru": "Оценка выполнения плана"},
    unit="PT",
    better="higher",
    reference="Order of the Ministry of Economic Development No. 502 of 4 August 2016 (plan and fact); the verdicts "
    "and the ± 5 % around a published point of the plan are the product's convention",
    dimensions={**DIMENSIONS, "expected": nw.Float64, "standing": nw.String},
)
def standing(attainment: Frame, history: Frame) -> Frame:
    """The verdict on each target, in the indicator's direction, with its reason; one row per target.

    value = attainment, in per cent. `standing`, the first that holds: not_assessable (nothing to compare, a ceiling, no
    direction, status U on either side) · met (the actual surely reaches the target; a due stock, and a sum of which
    less is better, only with the figure of the due date) · no_final_report (due, and no figure of the due date) ·
    missed, undetermined (due: surely short of it, or the bounds leave it open) · ahead, on_track, behind, undetermined
    (against `expected`, the straight line between two published points of the target, ± 5 %) · open (not due, no
    published point). undetermined with reason `disputed`: another publisher's figure turns met into missed or missed
    into met; one that cannot be told in the money asked for disputes nothing there.

    Null: value wherever attainment is (a range as a target leaves only its bounds); `expected` where the target is due
    or no two published points surround the actual.
    """
    expected = attainment.join(_expected(attainment), on=KEY, how="left")
    judged = expected.join(_rival_verdicts(attainment, history), on=KEY, how="left")
    decided = judged.with_columns(_obstacle=_obstacle()).with_columns(standing=_verdict())
    turned = ((nw.col("standing") == "met") & (nw.col("_rival_short") == 1)) | (
        (nw.col("standing") == "missed") & (nw.col("_rival_reaches") == 1)
    )
    disputed = decided.with_columns(_disputed=surely(turned)).with_columns(
        standing=nw.when(nw.col("_disputed")).then(nw.lit("undetermined")).otherwise(nw.col("standing"))
    )
    return disputed.with_columns(reason=_reason())


def _obstacle() -> nw.Expr:
    """Why there can be no verdict; null where there can."""
    is_harmless = nw.col("reason").is_in(_HARMLESS) | _is_of_the_start()
    return nw.coalesce(
        nw.when(~surely(is_harmless)).then(nw.col("reason")),
        nw.when(nw.col("better") == "neither").then(nw.lit("no_direction")),
        nw.when(is_unreliable()).then(nw.lit("low_reliability")),
    )


def _verdict() -> nw.Expr:
    # A figure of the due date settles the matter even where the calendar is not that far yet.
    is_due = nw.col("is_due") | nw.col("final")
    is_unsettled = is_due & ~nw.col("final")
    # A level may move away again until its date.
    is_early = (is_unsettled & (nw.col("basis") == "stock")) | (is_kept_low() & ~nw.col("final"))
    return (
        nw.when(~nw.col("_obstacle").is_null())
        .then(nw.lit("not_assessable"))
        .when(reaches() & ~is_early)
        .then(nw.lit("met"))
        .when(is_unsettled)
        .then(nw.lit("no_final_report"))
        .when(is_due & falls_short())
        .then(nw.lit("missed"))
        .when(is_due)
        .then(nw.lit("undetermined"))
        .otherwise(_on_the_way())
    )


def _on_the_way() -> nw.Expr:
    """Where the actual is against the expected, within its margin."""
    lower, upper = nw.col("actual_lower"), nw.col("actual_upper")
    least, most = nw.col("expected_lower"), nw.col("expected_upper")
    return (
        nw.when(nw.col("expected").is_null())
        .then(nw.lit("open"))
        .when(by_direction(low=upper < least, high=lower > most))
        .then(nw.lit("ahead"))
        .when(by_direction(low=lower > most, high=upper < least))
        .then(nw.lit("behind"))
        .when((lower >= least) & (upper <= most))
        .then(nw.lit("on_track"))
        .otherwise(nw.lit("undetermined"))
    )


def _reason() -> nw.Expr:
    verdict = nw.col("standing")
    return nw.coalesce(
        nw.col("_obstacle"),
        nw.when(nw.col("_disputed")).then(nw.lit("disputed")),
        nw.when(verdict == "undetermined").then(nw.lit("bounds")),
        nw.when(verdict == "open").then(nw.coalesce(nw.col("untold"), nw.lit("no_point"))),
        nw.when(nw.col("reason").is_in(_NO_SHARE) | _is_of_the_start()).then(nw.col("reason")),
    )


def _is_of_the_start() -> nw.Expr:
    """Whether only the starting point cannot be told: the target and the actual can still be compared."""
    return surely(~is_unknown("actual") & ~is_unknown("target") & (nw.col("reason") == nw.col("baseline_reason")))


def _expected(attainment: Frame) -> Frame:
    """For each target not yet due `expected` at its actual's end with the margin in which a figure is on track."""
    open_ones = attainment.filter(is_accumulating(), ~nw.col("is_due"))
    return around(between_points(open_ones, attainment), "expected", ON_TRACK)


def _rival_verdicts(rows: Frame, history: Frame) -> Frame:
    """For each target whether any reliable rival figure, put in its place, reaches it or falls short (1 or 0)."""
    rivals = settled(sources_differ(history).filter(nw.col("other_status") != "U"))
    judged = nw.concat([_against_actual(rows, rivals), _against_target(rows, rivals)], how="vertical")
    return judged.group_by(KEY).agg(nw.col("_rival_reaches").max(), nw.col("_rival_short").max())


def _against_actual(rows: Frame, rivals: Frame) -> Frame:
    told = rivals.filter(nw.col("scenario") == "actual").select(
        *_SAME,
        actual_period="period",
        actual_source="source",
        actual_lower="other_lower",
        actual_upper="other_upper",
    )
    own = rows.drop("actual_lower", "actual_upper")
    return _judged(own.join(told, on=[*_SAME, "actual_period", "actual_source"], how="inner"))


def _against_target(rows: Frame, rivals: Frame) -> Frame:
    told = rivals.filter(nw.col("scenario") == "target").select(
        *_SAME,
        period="period",
        target_source="source",
        target="other_value",
        target_lower="other_lower",
        target_upper="other_upper",
        target_comparator="other_comparator",
    )
    own = rows.drop("target", "target_lower", "target_upper", "target_comparator")
    met = as_target(own.join(told, on=[*_SAME, "period", "target_source"], how="inner"))
    return _judged(met.filter(~is_ceiling()))


def _judged(rows: Frame) -> Frame:
    return rows.select(*KEY, _rival_reaches=reaches().cast(nw.Int32), _rival_short=falls_short().cast(nw.Int32))
