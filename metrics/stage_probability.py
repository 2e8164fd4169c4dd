"""Probability of a stage: of the projects that got this far, how many have come about?"""

import narwhals.stable.v2 as nw

from metrics.interval import exact, percentage
from metrics.pipeline import WHOSE, at, is_failure, is_on_the_way, is_success, moves, of_projects, whose
from metrics.registry import Frame, metric

#: Observed where so many are decided: the product's convention, below it one project moves the share by over 5 points.
_LEAST = 20

_STAGE = [*WHOSE, "stage"]


@metric(
    title={"en": "Probability of success by stage", "ru": "Вероятность реализации по стадиям"},
    unit="PT",
    better="higher",
    reference="Sales pipeline practice: share of decided cases that succeeded; where fewer than 20 are decided, the "
    "convention of the list of stages (unverified)",
    dimensions={
        "role": nw.String,
        "stage": nw.String,
        "rank": nw.Int32,
        "basis_of": nw.String,
        "observed": nw.Float64,
        "convention": nw.Float64,
        "decided": nw.Int64,
        "succeeded": nw.Int64,
    },
)
def stage_probability(
    stage: Frame, pipeline_stage: Frame, membership: Frame, entity: Frame, role: Frame, today: Frame
) -> Frame:
    """How likely a project in a stage is to be commissioned, by entity, for each stage on the way.

    value = 100 × succeeded / decided over the entity's own projects that entered the stage and were since commissioned
    (or went into production, or were completed) or ended without success; with `basis_of` observed. Where fewer than 20
    are decided, the `convention` of the list of stages with `basis_of` convention. Projects still on the way are not
    decided; as failures come sooner than completions, the share of a young pipeline is too low.

    Null: `observed` where nothing is decided; value never.
    """
    entered = moves(stage, pipeline_stage)
    ends = entered.with_columns(_won=is_success().cast(nw.Int64), _lost=is_failure().cast(nw.Int64))
    fate = ends.group_by("project").agg(nw.col("_won").max(), nw.col("_lost").max())
    owners = whose(membership, entity, role)
    decided = fate.filter((nw.col("_won") > 0) | (nw.col("_lost") > 0)).select("project", "_won")
    came = entered.select("project", "stage").unique().join(decided, on="project", how="inner")
    cases = came.join(owners, on="project", how="inner").group_by(*_STAGE)
    observed = cases.agg(nw.len().alias("decided"), nw.col("_won").sum().alias("succeeded"))
    every = entered.select("project").unique().join(owners, on="project", how="inner").select(WHOSE).unique()
    on_the_way = pipeline_stage.filter(is_on_the_way()).select("stage", "rank", "probability")
    asked = every.join(on_the_way, how="cross").join(observed, on=_STAGE, how="left")
    return at(of_projects(_chosen(asked), "PT"), today)


def _chosen(asked: Frame) -> Frame:
    """The observed share where there is enough of it, else the convention."""
    counts = {name: nw.coalesce(nw.col(name), nw.lit(0)).cast(nw.Float64) for name in ("decided", "succeeded")}
    shared = percentage(exact(asked.with_columns(**counts), "decided", "succeeded"), "succeeded", of="decided")
    is_enough = nw.col("decided") >= _LEAST
    told = shared.with_columns(observed=nw.col("value"), convention=100.0 * nw.col("probability"))
    number = nw.when(is_enough).then(nw.col("observed")).otherwise(nw.col("convention"))
    return told.with_columns(
        value=number,
        lower=number,
        upper=number,
        basis_of=nw.when(is_enough).then(nw.lit("observed")).otherwise(nw.lit("convention")),
        reason=nw.lit(None, dtype=nw.String),
    )
