"""Share meeting their commitments: how many of those who owe something by now have done it?"""

import narwhals.stable.v2 as nw

from metrics.belonging import additive
from metrics.commitments_due import last_due, of_members
from metrics.interval import percentage
from metrics.registry import Frame, metric

_GROUP = ["entity", "role", "indicator", "scope", "basis", "unit", "since"]


@metric(
    title={"en": "Share meeting their commitments", "ru": "Доля исполнивших обязательства"},
    unit="PT",
    better="higher",
    reference="Federal Law 116-FZ of 22 July 2005, article 12 (each resident has an agreement of its own); that a "
    "share of residents is told is the product's convention",
    dimensions={
        "role": nw.String,
        "since": nw.Int32,
        "met": nw.Int64,
        "missed": nw.Int64,
        "undetermined": nw.Int64,
        "reported": nw.Int64,
        "expected": nw.Int64,
    },
)
def commitments_met_share(
    commitments_due: Frame, membership: Frame, entity: Frame, indicator: Frame, role: Frame
) -> Frame:
    """The share of members that have met what was due by now, among those that can be told, by `role`.

    value = 100 × met / (met + missed); with some `undetermined`, whose bounds leave it open, from
    100 × met / all to 100 × (met + undetermined) / all. coverage = 100 × reported / expected, where `reported` are met,
    missed and undetermined, `expected` all who had something due. No report and status U give no verdict and count as
    not reported. `period` is the due date that came last.

    Null: value where some are undetermined (reason bounds), or nobody can be told (no_actual).
    """
    told = of_members(additive(commitments_due, indicator), membership, entity, role)
    counts = told.with_columns(
        **{f"_{each}": (nw.col("standing") == each).cast(nw.Int64) for each in ("met", "missed", "undetermined")}
    )
    counted = counts.group_by(_GROUP).agg(
        **{each: nw.col(f"_{each}").sum() for each in ("met", "missed", "undetermined")}, expected=nw.len()
    )
    return _shares(counted.join(last_due(told, _GROUP), on=_GROUP, how="inner"))


def _shares(counted: Frame) -> Frame:
    reported = nw.col("met") + nw.col("missed") + nw.col("undetermined")
    is_open = nw.col("undetermined") > 0
    known = counted.with_columns(reported=reported).with_columns(
        _met=nw.when(~is_open).then(nw.col("met").cast(nw.Float64)),
        _met_lower=nw.col("met").cast(nw.Float64),
        _met_upper=(nw.col("met") + nw.col("undetermined")).cast(nw.Float64),
        reason=nw.when(nw.col("reported") == 0).then(nw.lit("no_actual")),
        **{
            f"_{name}{end}": nw.col(name).cast(nw.Float64)
            for name in ("reported", "expected")
            for end in ("", "_lower", "_upper")
        },
    )
    share = percentage(known, "_met", of="_reported").rename(
        {"value": "_share", "lower": "_least", "upper": "_most", "reason": "_why"}
    )
    covered = percentage(share, "_reported", of="_expected").drop("lower", "upper", "reason")
    return covered.rename({"value": "coverage"}).with_columns(
        value="_share", lower="_least", upper="_most", reason="_why"
    )
