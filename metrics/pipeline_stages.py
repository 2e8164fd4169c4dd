"""Projects by stage: how many stand in each stage now, and how much was agreed for them?"""

import narwhals.stable.v2 as nw

from metrics.interval import exact, total_of
from metrics.pipeline import OF_AMOUNT, WHOSE, amounts, at, counted, moves, whose_now
from metrics.registry import OF_SERIES, Frame, metric

_STAGE = [*WHOSE, "stage", "period"]


@metric(
    title={"en": "Projects by stage", "ru": "Проекты по стадиям"},
    unit=OF_SERIES,
    better="neither",
    reference="The stages of Federal Law 116-FZ from application to agreement, and of building; what a project's "
    "amount is, is the product's convention",
    dimensions={
        "role": nw.String,
        "stage": nw.String,
        "rank": nw.Int32,
        "projects": nw.Int64,
        "with_amount": nw.Int64,
    },
)
def pipeline_stages(
    stage: Frame,
    pipeline_stage: Frame,
    membership: Frame,
    entity: Frame,
    role: Frame,
    observation: Frame,
    indicator: Frame,
    today: Frame,
) -> Frame:
    """How much was agreed for the projects that stand in each stage today, and how many they are.

    value = the sum of the projects' amounts, one row per indicator and unit (investment, jobs), and the number of
    projects where the indicator is `projects`. A project's amount is what it has committed to, else its plan, else the
    forecast. It is a project of every entity that it belongs to this month, by `role`. Stages that are over
    (production, rejected) are listed too.

    Projects without an amount are counted and add nothing: coverage = 100 × with_amount / projects, and below 100 the
    sum is a lower bound. Null: value where an amount is only a range (reason bounds); value and bounds where one cannot
    be told in the money asked for, with that reason.
    """
    now = moves(stage, pipeline_stage).filter("is_there").select("project", "stage", "rank")
    standing = at(now.join(whose_now(membership, entity, role, today), on="project", how="inner"), today)
    number = standing.group_by(*_STAGE).agg(nw.len().alias("projects"), nw.col("rank").min())
    agreed = standing.join(amounts(observation, indicator, stage), on="project", how="inner").drop("project", "rank")
    due = number.select(*_STAGE, expected="projects")
    sums = total_of(agreed, "amount", by=[*_STAGE, *OF_AMOUNT], members=due).rename({"reported": "with_amount"})
    money = sums.join(number, on=_STAGE, how="left")
    return nw.concat([_said(money), _said(_how_many(number))], how="vertical")


def _how_many(number: Frame) -> Frame:
    whole = exact(number.with_columns(value=nw.col("projects").cast(nw.Float64)), "value")
    ends = whole.rename({"value_lower": "lower", "value_upper": "upper"})
    return counted(ends).with_columns(
        coverage=nw.col("value") * 0.0 + 100.0,
        reason=nw.lit(None, dtype=nw.String),
        with_amount=nw.col("projects"),
    )


def _said(rows: Frame) -> Frame:
    counts = {name: nw.col(name).cast(nw.Int64) for name in ("projects", "with_amount")}
    return rows.select(*_STAGE, *OF_AMOUNT, *("value", "lower", "upper", "coverage", "reason"), "rank", **counts)
