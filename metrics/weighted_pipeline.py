"""Weighted pipeline: how much is to be expected of the projects on their way?"""

import narwhals.stable.v2 as nw

from metrics.interval import is_unknown, total, total_of
from metrics.pipeline import OF_AMOUNT, WHOSE
from metrics.registry import OF_SERIES, Frame, metric

_WHOSE = [*WHOSE, "period"]


@metric(
    title={"en": "Weighted pipeline", "ru": "Взвешенный объём проектов"},
    unit=OF_SERIES,
    better="higher",
    reference="Sales pipeline practice: Σ amount × probability of the stage",
    dimensions={
        "role": nw.String,
        "amount": nw.Float64,
        "projects": nw.Int64,
        "with_amount": nw.Int64,
        "observed": nw.Int64,
    },
)
def weighted_pipeline(open_projects: Frame) -> Frame:
    """What is to be expected of an entity's open projects, one row per indicator and unit.

    value = Σ amount × probability of the stage; `amount` is the sum before weighting. Of the indicator `projects` it is
    the number of them to be expected. `observed` of the projects are weighted by what was observed here, the others by
    the convention of the list of stages. It is an average of what may happen and no forecast of any one project.

    Projects without an amount are counted and add nothing: coverage = 100 × with_amount / projects, and below 100 the
    sum is a lower bound. Null: value where an amount is only a range (reason bounds); value and bounds where one cannot
    be told in the money asked for, with that reason.
    """
    is_observed = (nw.col("basis_of") == "observed").cast(nw.Int64)
    rows = open_projects.with_columns(
        own=nw.col("value"),
        own_lower=nw.col("lower"),
        own_upper=nw.col("upper"),
        untold=nw.when(is_unknown("amount")).then(nw.col("reason")),
        _observed=is_observed,
    )
    number = rows.filter(nw.col("indicator") == "projects").group_by(_WHOSE)
    due = number.agg(nw.len().alias("expected"))
    by = [*_WHOSE, *OF_AMOUNT]
    sums = total_of(rows, "own", by=by, members=due).rename({"reported": "with_amount", "expected": "projects"})
    whole = total(rows, "amount", by=by).select(*by, amount="value")
    observed = rows.group_by(by).agg(nw.col("_observed").sum().alias("observed"))
    return sums.join(whole, on=by, how="left").join(observed, on=by, how="left")
