"""Shortfall: how much of what is due by now is missing?"""

import narwhals.stable.v2 as nw

from metrics.belonging import additive
from metrics.commitments_due import last_due, of_members, untellable
from metrics.interval import distance, positive_part, total_of
from metrics.judgement import surely
from metrics.registry import OF_SERIES, Frame, metric

_GROUP = ["entity", "role", "indicator", "scope", "basis", "unit", "since"]
_ENDS = ("", "_lower", "_upper")
_TOLD = [*_GROUP, "period", "value", "lower", "upper", "reason", "coverage", "reported", "expected", "due_end"]
#: Reasons to have no percentage that leave the amount standing.
_NO_SHARE = ["zero_target", "zero_actual", "bounds", "low_reliability"]


@metric(
    title={"en": "Shortfall against commitments due", "ru": "Недовыполнение наступивших обязательств"},
    unit=OF_SERIES,
    better="lower",
    reference="Federal Law 116-FZ of 22 July 2005, article 12; the formula is arithmetic",
    dimensions={
        "role": nw.String,
        "since": nw.Int32,
        "due_end": nw.Int32,
        "reported": nw.Int64,
        "expected": nw.Int64,
    },
)
def shortfall(commitments_due: Frame, membership: Frame, entity: Frame, indicator: Frame, role: Frame) -> Frame:
    """What is missing of the commitments due by now, in their unit, of each entity and over its members by `role`.

    value = max(0, committed − actual); where lower is better max(0, actual − committed). Over members the sum
    of theirs: what one has done beyond its promise makes up for nobody else. Below full coverage, who has not
    reported may lack any amount, so the sum is a lower bound.

    Null with its reason: no actual, no report of the due date, a ceiling, a range, or a published ratio; for members
    no_actual where none has reported; why a figure cannot be told in the money asked for. `low_reliability` stands
    beside a value where a figure has status U.
    """
    own = _missing(commitments_due.filter(nw.col("better") != "neither"))
    told = of_members(additive(own, indicator), membership, entity, role)
    alone = own.with_columns(role=nw.lit(None, dtype=nw.String))
    return nw.concat([alone.select(_TOLD), _summed(told).select(_TOLD)], how="vertical")


def _missing(due: Frame) -> Frame:
    given, doubt = nw.col("reason"), nw.col("reason") == "low_reliability"
    is_down = nw.col("better") == "lower"
    barred = due.with_columns(
        _down=is_down,
        untold=untellable(),
        _doubt=nw.when(surely(doubt)).then(nw.lit("low_reliability")),
        reason=nw.when(~surely(given.is_in(_NO_SHARE))).then(given),
    )
    result = positive_part(distance(barred, "_missing", "actual", "target", "_down"), "_missing")
    is_known = (~nw.col("lower").is_null() | ~nw.col("untold").is_null()).cast(nw.Int64)
    return result.with_columns(
        reason=nw.coalesce(nw.col("reason"), nw.col("_doubt")),
        coverage=100.0 * is_known.cast(nw.Float64),
        reported=is_known,
        expected=nw.lit(1).cast(nw.Int64),
    )


def _summed(told: Frame) -> Frame:
    expected = told.group_by(_GROUP).agg(expected=nw.len())
    doubts = told.with_columns(_doubts=surely(nw.col("reason") == "low_reliability").cast(nw.Int32))
    doubted = doubts.group_by(_GROUP).agg(nw.col("_doubts").max())
    own = told.select(*_GROUP, "untold", _own="value", _own_lower="lower", _own_upper="upper")
    sums = total_of(own, "_own", by=_GROUP, members=expected).join(last_due(told, _GROUP), on=_GROUP, how="inner")
    doubt = nw.when(nw.col("_doubts") > 0).then(nw.lit("low_reliability"))
    counts = {name: nw.col(name).cast(nw.Int64) for name in ("reported", "expected")}
    found = sums.join(doubted, on=_GROUP, how="inner")
    return found.with_columns(**counts, reason=nw.coalesce(nw.col("reason"), doubt))
