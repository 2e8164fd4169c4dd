"""Conversion by cohort: of the projects that began in a year, how many reached each later stage?"""

import narwhals.stable.v2 as nw

from metrics.interval import exact, percentage
from metrics.judgement import surely
from metrics.pipeline import WHOSE, is_failure, moves, of_projects, whose
from metrics.registry import Frame, metric


@metric(
    title={"en": "Conversion from stage to stage", "ru": "Переход проектов по стадиям"},
    unit="PT",
    better="higher",
    reference="Cohort analysis: all projects that began in a year are followed, none is left out because it failed",
    dimensions={
        "role": nw.String,
        "stage": nw.String,
        "rank": nw.Int32,
        "projects": nw.Int64,
        "reached": nw.Int64,
        "still_open": nw.Int64,
    },
)
def stage_conversion(stage: Frame, pipeline_stage: Frame, membership: Frame, entity: Frame, role: Frame) -> Frame:
    """The share of the projects that entered their first stage in a year and have reached each stage since.

    value = 100 × reached / projects, by the year of the first stage (`period`) and stage. Who entered a later stage of
    the way has reached the earlier ones, told or not; an end without success is reached by those who entered it.
    `still_open` are on the way and have not reached it: the upper end is what the share becomes if all of them do.
    Only stages that a project of the entity has entered have rows.

    Never null: a cohort is at least one project.
    """
    entered = moves(stage, pipeline_stage).with_columns(_fails=is_failure())
    owners = whose(membership, entity, role)
    stages = entered.join(owners, on="project", how="inner").select(*WHOSE, "stage", "rank", "_fails").unique()
    followed = _projects(entered).join(owners, on="project", how="inner").join(stages, on=WHOSE, how="inner")
    passed = entered.select("project", "stage", _passed=nw.lit(1)).unique()
    asked = followed.join(passed, on=["project", "stage"], how="left")
    has_reached = ~nw.col("_passed").is_null() | surely(~nw.col("_fails") & (nw.col("_way") >= nw.col("rank")))
    told = asked.with_columns(_reached=has_reached).with_columns(
        _reached=nw.col("_reached").cast(nw.Int64),
        _may=((nw.col("_open") > 0) & ~nw.col("_reached")).cast(nw.Int64),
    )
    sums = told.group_by(*WHOSE, "period", "stage", "rank").agg(
        nw.len().alias("projects"), nw.col("_reached").sum().alias("reached"), nw.col("_may").sum().alias("still_open")
    )
    return of_projects(percentage(_quantities(sums), "_so_far", of="_all"), "PT")


def _projects(entered: Frame) -> Frame:
    """Of each project the year it began as `period`, the furthest rank on its way, and whether it is still open (1)."""
    way = nw.when(~nw.col("_fails")).then(nw.col("rank"))
    is_open = (nw.col("is_there") & nw.col("is_open")).cast(nw.Int64)
    furthest = (
        entered.with_columns(_way=way, _open=is_open)
        .group_by("project")
        .agg(nw.col("_way").max(), nw.col("_open").max(), nw.col("entered_month").min())
    )
    year = (nw.col("entered_month") // 12).cast(nw.String)
    return furthest.select("project", "_way", "_open", period=year)


def _quantities(sums: Frame) -> Frame:
    """What was reached so far, and at most what it becomes if all that are open reach it too."""
    reached = nw.col("reached").cast(nw.Float64)
    so_far = exact(sums.with_columns(_so_far=reached, _all=nw.col("projects").cast(nw.Float64)), "_so_far", "_all")
    return so_far.with_columns(_so_far_upper=reached + nw.col("still_open").cast(nw.Float64))
