"""Median slippage: how late do an entity's projects usually come?"""

import narwhals.stable.v2 as nw

from metrics.interval import quantiles
from metrics.pipeline import WHOSE, at, of_projects, whose
from metrics.registry import Frame, metric

#: A median of fewer than three is no habit.
_LEAST = 3


@metric(
    title={"en": "Median slippage", "ru": "Медианное отставание от срока"},
    unit="MONTH",
    better="lower",
    reference="Order statistics over the months of slippage against the agreement (Federal Law 116-FZ, article 12); "
    "projects still open and overdue are counted as censored",
    dimensions={
        "role": nw.String,
        "quartile_lower": nw.Float64,
        "quartile_upper": nw.Float64,
        "projects": nw.Int64,
        "overdue": nw.Int64,
    },
)
def median_slippage(slippage: Frame, membership: Frame, entity: Frame, role: Frame, today: Frame) -> Frame:
    """How many months after the agreed month an entity's projects come, by `role`; below zero before it.

    value = the median of the months late of the `projects` that have come or are overdue, between its quartiles. Those
    `overdue` and not there yet count with the months so far: where there are any, the median is a lower bound.

    Null: value and quartiles with reason few_cases below three projects; projects that are not yet due are left out.
    """
    late = slippage.filter(~nw.col("value").is_null()).select(
        "upper", project="entity", _months="value", _overdue=nw.col("upper").is_null().cast(nw.Int64)
    )
    told = late.join(whose(membership, entity, role), on="project", how="inner")
    middle = quantiles(told, "_months", WHOSE, {"value": 0.5, "quartile_lower": 0.25, "quartile_upper": 0.75})
    overdue = told.group_by(WHOSE).agg(nw.col("_overdue").sum().alias("overdue"))
    both = middle.join(overdue, on=WHOSE, how="inner").rename({"count": "projects"})
    return at(of_projects(_if_enough(both), "MONTH"), today)


def _if_enough(rows: Frame) -> Frame:
    is_few, is_open = nw.col("projects") < _LEAST, nw.col("overdue") > 0
    told = {name: nw.when(~is_few).then(nw.col(name)) for name in ("value", "quartile_lower", "quartile_upper")}
    reason = nw.when(is_few).then(nw.lit("few_cases"))
    known = rows.with_columns(**told, reason=reason)
    return known.with_columns(lower=nw.col("value"), upper=nw.when(~is_open).then(nw.col("value")))
