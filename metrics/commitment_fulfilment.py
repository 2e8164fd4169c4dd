"""Commitment fulfilment: how much of what is due by now has been done by now?"""

import narwhals.stable.v2 as nw

from metrics.belonging import additive
from metrics.commitments_due import judged, last_due, of_members, untellable
from metrics.interval import total
from metrics.judgement import surely
from metrics.registry import Frame, Type, metric

_ENDS = ("", "_lower", "_upper")
_SUM = ["entity", "indicator", "scope", "basis", "unit", "since", "role"]

DIMENSIONS: dict[str, Type] = {
    "role": nw.String,
    "since": nw.Int32,
    "standing": nw.String,
    "due_end": nw.Int32,
    "committed": nw.Float64,
    "committed_lower": nw.Float64,
    "committed_upper": nw.Float64,
    "actual": nw.Float64,
    "actual_lower": nw.Float64,
    "actual_upper": nw.Float64,
    "reported": nw.Int64,
    "expected": nw.Int64,
}


@metric(
    title={
        "en": "Fulfilment of commitments due, over members",
        "ru": "Исполнение наступивших обязательств участниками",
    },
    unit="PT",
    better="higher",
    reference="Federal Law 116-FZ of 22 July 2005, article 12; Government Decree 1240 of 23 September 2019, third "
    "criterion (actual against due to date; the formula was not read there: unverified)",
    dimensions=DIMENSIONS,
)
def commitment_fulfilment(
    commitments_due: Frame, membership: Frame, entity: Frame, indicator: Frame, role: Frame
) -> Frame:
    """What the members of an entity have done by now as a percentage of what they owe by now, by `role`.

    value = 100 × Σ actual / Σ committed over those who have both; coverage = 100 × reported / expected, where
    `expected` is how many had something due while they were members. What one has done beyond its promise makes up for
    another here: the share that met theirs and the shortfall do not net. Only indicators that add up; `period` is the
    due date that came last.

    Null: no_actual where nobody has reported: who has not has done neither all nor nothing. zero_target where nothing
    was promised, bounds where a figure is only a range, and why a figure cannot be told in the money asked for.
    `low_reliability` stands beside a value where a figure used has status U.
    """
    told = of_members(additive(commitments_due, indicator), membership, entity, role)
    is_barred = surely(nw.col("reason").is_in(["no_final_report", "ceiling"]))
    is_used = ~nw.col("actual_end").is_null() & ~is_barred
    both = {
        f"{name}{end}": nw.when(is_used).then(nw.col(f"{name}{end}")) for name in ("actual", "target") for end in _ENDS
    }
    why = nw.when(is_used).then(untellable())
    used = told.with_columns(**both, untold=why, _doubt=(is_used & nw.col("is_doubtful")).cast(nw.Int32))
    return judged(_summed(used)).rename({f"target{end}": f"committed{end}" for end in _ENDS})


def _summed(used: Frame) -> Frame:
    done = total(used.select(*_SUM, *_quantity("actual"), "untold"), "actual", by=_SUM)
    due = total(used.select(*_SUM, *_quantity("target")), "target", by=_SUM)
    said = used.group_by(_SUM).agg(nw.col("_doubt").max(), nw.col("better").min(), nw.col("untold").min())
    sums = _named(done, "actual").join(_named(due, "target").drop("coverage", "reported", "expected"), on=_SUM)
    found = sums.join(said, on=_SUM, how="inner").join(last_due(used, _SUM), on=_SUM, how="inner")
    return found.with_columns(
        reported_ratio=nw.lit(False),
        is_doubtful=nw.col("_doubt") > 0,
        reason=nw.coalesce(nw.col("untold"), nw.when(nw.col("reported") == 0).then(nw.lit("no_actual"))),
    )


def _quantity(name: str) -> list[str]:
    return [f"{name}{end}" for end in _ENDS]


def _named(sums: Frame, name: str) -> Frame:
    return sums.rename({"value": name, "lower": f"{name}_lower", "upper": f"{name}_upper"}).drop("reason")
