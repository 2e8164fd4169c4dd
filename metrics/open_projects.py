"""Open projects: what is on its way to come about, and with which probability?"""

import narwhals.stable.v2 as nw

from metrics.interval import exact, scaled
from metrics.pipeline import OF_AMOUNT, WHOSE, amounts, at, counted, is_on_the_way, moves, reported, whose_now
from metrics.registry import OF_SERIES, Frame, metric

_PLACE = [*WHOSE, "project", "stage", "rank", "period", "probability", "basis_of"]
_AMOUNT = ["amount", "amount_lower", "amount_upper"]


@metric(
    title={"en": "Open projects, weighted", "ru": "Открытые проекты с учётом вероятности"},
    unit=OF_SERIES,
    better="higher",
    reference="Sales pipeline practice: amount × probability of the stage",
    dimensions={
        "role": nw.String,
        "project": nw.String,
        "stage": nw.String,
        "rank": nw.Int32,
        "probability": nw.Float64,
        "basis_of": nw.String,
        "amount": nw.Float64,
        "amount_lower": nw.Float64,
        "amount_upper": nw.Float64,
        "done": nw.Float64,
        "due_end": nw.Int32,
    },
)
def open_projects(
    stage: Frame,
    pipeline_stage: Frame,
    membership: Frame,
    entity: Frame,
    role: Frame,
    observation: Frame,
    indicator: Frame,
    today: Frame,
    stage_probability: Frame,
) -> Frame:
    """Each project of an entity that is on its way and not yet commissioned, one row per indicator and unit promised.

    value = amount × `probability` / 100 of the stage it stands in. The row of the indicator `projects` counts the
    project as 1, so that one without an amount is seen as well. `due_end` is the month the amount is due, `done` what
    the project itself has reported of it so far.

    Null: value with reason bounds where the amount is only a range, and with why the amount cannot be told in the money
    asked for; `done` where the project reports nothing, and where what it reports cannot be told: that reason stands
    beside the value.
    """
    likely = stage_probability.select(*WHOSE, "stage", "basis_of", probability="value")
    here = moves(stage, pipeline_stage).filter("is_there", is_on_the_way()).select("project", "stage", "rank")
    standing = at(here.join(whose_now(membership, entity, role, today), on="project", how="inner"), today)
    told = standing.join(likely, on=[*WHOSE, "stage"], how="inner")
    agreed = amounts(observation, indicator, stage).rename({"due": "due_end"})
    known = agreed.join(reported(observation, stage), on=["project", *OF_AMOUNT], how="left")
    sized = told.join(known, on="project", how="inner")
    one = exact(told.with_columns(amount=nw.col("probability") * 0.0 + 1.0), "amount")
    # No column is made of a null alone: pandas knows no whole number that is null.
    each = counted(one).with_columns(
        done=nw.when(nw.col("amount") < 0).then(nw.col("amount")),
        due_end=nw.when(nw.col("rank") < 0).then("rank"),
        **{name: nw.when(nw.col("rank") < 0).then(nw.col("stage")) for name in ("untold", "done_untold")},
    )
    columns = [*_PLACE, *OF_AMOUNT, *_AMOUNT, "done", "due_end", "untold", "done_untold"]
    both = nw.concat([sized.select(columns), each.select(columns)], how="vertical")
    weighted = scaled(both.with_columns(reason=nw.col("untold")), "amount", nw.col("probability") / 100.0)
    return weighted.with_columns(reason=nw.coalesce(nw.col("reason"), nw.col("done_untold")))
