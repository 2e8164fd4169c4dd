"""Slippage: how many months after the agreed month is a project commissioned?"""

import narwhals.stable.v2 as nw

from metrics.pipeline import agreed_month, at, is_failure, is_success, moves, of_projects
from metrics.registry import Frame, metric


@metric(
    title={"en": "Slippage against the agreement", "ru": "Отставание от срока по соглашению"},
    unit="MONTH",
    better="lower",
    reference="Federal Law 116-FZ, article 12: the agreement sets the times; months late are counted by the product",
    dimensions={"stage": nw.String, "rank": nw.Int32, "due_end": nw.Int32, "reached_end": nw.Int32},
)
def slippage(stage: Frame, pipeline_stage: Frame, observation: Frame, today: Frame) -> Frame:
    """How many months later than agreed each project was commissioned; below zero where it came earlier.

    value = the month of commissioning (`reached_end`; else of production or completion) − the last month that a
    commitment of the project is due (`due_end`). A project that is open and overdue is late by at least the months
    since: value and lower end, the upper one is open. `stage` is where the project stands now.

    Null: value with reason not_due where the project is open and its month has not passed. Projects without a
    commitment and those that ended without success have no row.
    """
    known = moves(stage, pipeline_stage)
    done = known.filter(is_success()).group_by("project").agg(nw.col("entered_month").min().alias("reached_end"))
    failed = known.filter(is_failure()).select("project").unique()
    newest = known.filter("is_there").select("project", "stage", "rank")
    due = agreed_month(observation, stage).join(failed, on="project", how="anti")
    told = due.join(newest, on="project", how="left").join(done, on="project", how="left")
    placed = told.filter(~nw.col("stage").is_null() | ~nw.col("reached_end").is_null())
    dated = at(placed, today).join(today.select(_now="this_month"), how="cross")
    return of_projects(_late(dated), "MONTH").with_columns(entity=nw.col("project"))


def _late(rows: Frame) -> Frame:
    is_done = ~nw.col("reached_end").is_null()
    is_overdue = ~is_done & (nw.col("_now") > nw.col("due_end"))
    until = nw.coalesce(nw.col("reached_end"), nw.col("_now"))
    months = nw.when(is_done | is_overdue).then((until - nw.col("due_end")).cast(nw.Float64))
    return rows.with_columns(
        value=months,
        lower=months,
        upper=nw.when(is_done).then(months),
        reason=nw.when(~is_done, ~is_overdue).then(nw.lit("not_due")),
    )
