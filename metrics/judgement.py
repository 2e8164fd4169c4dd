"""Does an actual figure reach its target?

Conditions over paired rows: `actual` and `target` as quantities, `target_comparator`, `better`, the two statuses. Each
is true or false, never null: what the bounds leave open is neither reached nor fallen short of.
"""

from typing import Any

import narwhals.stable.v2 as nw

Frame = nw.LazyFrame[Any]


def reaches() -> nw.Expr:
    """Whether the actual surely reaches the target, in the indicator's direction; false where it has none."""
    low = nw.col("actual_upper") <= nw.col("target_lower")
    high = nw.col("actual_lower") >= nw.col("target_upper")
    return by_direction(low, high)


def falls_short() -> nw.Expr:
    """Whether the actual surely does not reach the target; false where the indicator has no direction."""
    low = nw.col("actual_lower") > nw.col("target_upper")
    high = nw.col("actual_upper") < nw.col("target_lower")
    return by_direction(low, high)


def by_direction(low: nw.Expr, high: nw.Expr) -> nw.Expr:
    """The first condition where lower is better, the second where higher is, false where neither is."""
    is_lower, is_higher = nw.col("better") == "lower", nw.col("better") == "higher"
    return surely(is_lower & low) | surely(is_higher & high)


def is_ceiling() -> nw.Expr:
    """Whether the target is a limit: at least N where lower is better, at most N anywhere else."""
    limit = nw.when(nw.col("better") == "lower").then(nw.col("target_comparator").is_in([">", ">="]))
    return surely(limit.otherwise(nw.col("target_comparator").is_in(["<", "<="])))


def as_target(frame: Frame) -> Frame:
    """The rows with the bounds a target has as a target: "more than N", "at least N", "about N" mean N."""
    is_point = ~is_ceiling() & ~nw.col("target").is_null()
    ends = ("target_lower", "target_upper")
    return frame.with_columns(**{end: nw.when(is_point).then(nw.col("target")).otherwise(nw.col(end)) for end in ends})


def is_unreliable() -> nw.Expr:
    """Whether either of the paired figures has status U, low reliability."""
    return surely(nw.col("actual_status") == "U") | surely(nw.col("target_status") == "U")


def comparable(paired: Frame) -> Frame:
    """The paired rows, with a reason where no arithmetic is due: a published ratio is shown, never calculated with."""
    is_ratio = nw.when(nw.col("reported_ratio")).then(nw.lit("reported_ratio"))
    return paired.with_columns(reason=nw.coalesce(nw.col("reason"), is_ratio))


def doubted(compared: Frame) -> Frame:
    """The rows with reason low_reliability where either figure has status U; the value stays."""
    doubt = nw.when(is_unreliable()).then(nw.lit("low_reliability"))
    return compared.with_columns(reason=nw.coalesce(nw.col("reason"), doubt))


def is_accumulating() -> nw.Expr:
    """Whether a figure speaks of all time up to its period's end, so that the latest one may stand for a later date."""
    return nw.col("basis").is_in(["cumulative", "stock"])


def is_kept_low() -> nw.Expr:
    """Whether a target is a sum to be kept under: it only grows, so that less is no merit before its date."""
    return surely((nw.col("basis") == "cumulative") & (nw.col("better") == "lower"))


def is_known() -> nw.Expr:
    """Whether a figure says anything: a number, or an end of its bounds."""
    return ~(nw.col("value").is_null() & nw.col("lower").is_null() & nw.col("upper").is_null())


def lost(observation: Frame) -> nw.Expr:
    """Why a figure that was reported cannot be told in the money asked for; null where it can, or was not reported."""
    if "reason" not in observation.collect_schema().names():
        return nw.lit(None, dtype=nw.String)
    return nw.col("reason")


def untold(observation: Frame) -> dict[str, nw.Expr]:
    """The column `untold` of figures that are to be added up: why each cannot be told, where money is asked for."""
    return {"untold": lost(observation)} if "reason" in observation.collect_schema().names() else {}


def is_reported(observation: Frame) -> nw.Expr:
    """Whether a figure says anything, be it that it cannot be told in the money asked for."""
    return is_known() | ~lost(observation).is_null()


def surely(condition: nw.Expr) -> nw.Expr:
    """A condition that is false where it cannot be told."""
    return nw.coalesce(condition, nw.lit(False))
