"""Time in stage: how many days does a project stay in a stage before it moves on?"""

import narwhals.stable.v2 as nw

from metrics.judgement import surely
from metrics.pipeline import WHOSE, at, is_on_the_way, moves, of_projects, whose
from metrics.registry import Frame, metric
from metrics.survival import lengths

#: A median of fewer than three is no habit.
_LEAST = 3

_STAGE = [*WHOSE, "stage"]


@metric(
    title={"en": "Time in stage", "ru": "Время на стадии"},
    unit="DAY",
    better="lower",
    reference="Kaplan and Meier, 1958: median and quartiles of stays, those not over counted as censored (from memory, "
    "unverified)",
    dimensions={
        "role": nw.String,
        "stage": nw.String,
        "rank": nw.Int32,
        "quartile_lower": nw.Float64,
        "quartile_upper": nw.Float64,
        "completed": nw.Int64,
        "still_there": nw.Int64,
        "longest_there": nw.Float64,
        "undated": nw.Int64,
    },
)
def time_in_stage(
    stage: Frame, pipeline_stage: Frame, membership: Frame, entity: Frame, role: Frame, today: Frame
) -> Frame:
    """How many days projects stay in a stage, by entity and stage.

    value = the days by which half of them have moved on, between the quartiles `quartile_lower` and `quartile_upper`.
    Projects that are `still_there` count as censored: as staying for the days so far, and for nobody knows how long
    after (Kaplan and Meier); where none is, it is the plain median of the `completed` stays. `longest_there` is the
    days of the one that has waited longest. A stay whose days are not both known is `undated`. Ends (production,
    rejected) are no stages to stay in.

    Null: value and quartiles with reason few_cases below three completed stays; each of them where too many wait for it
    to be told, and of the value the reason not_over, with the longest stay as its lower end.
    """
    stays = moves(stage, pipeline_stage).filter(is_on_the_way()).join(today.select("day"), how="cross")
    days = (nw.col("left_day") - nw.col("entered_day")).cast(nw.Float64)
    known = stays.with_columns(_days=nw.when(~nw.col("is_there"), days >= 0).then(days)).with_columns(
        _waits=nw.when("is_there").then((nw.col("day") - nw.col("entered_day")).cast(nw.Float64)),
        _undated=surely(~nw.col("is_there") & nw.col("_days").is_null()).cast(nw.Int64),
        _there=nw.col("is_there").cast(nw.Int64),
    )
    told = known.join(whose(membership, entity, role), on="project", how="inner")
    lasting = told.with_columns(_lasted=nw.coalesce(nw.col("_days"), nw.col("_waits")), _gone=1 - nw.col("_there"))
    shares = {"value": 0.5, "quartile_lower": 0.25, "quartile_upper": 0.75}
    middle = lengths(lasting, "_lasted", "_gone", _STAGE, shares)
    beside = told.group_by(*_STAGE).agg(
        nw.col("rank").min(),
        nw.col("_there").sum().alias("still_there"),
        nw.col("_waits").max().alias("longest_there"),
        nw.col("_undated").sum().alias("undated"),
    )
    both = beside.join(middle, on=_STAGE, how="left")
    both = both.with_columns(completed=nw.coalesce(nw.col("completed"), nw.lit(0)))
    return at(of_projects(_if_enough(both), "DAY"), today)


def _if_enough(rows: Frame) -> Frame:
    is_few, is_open = nw.col("completed") < _LEAST, nw.col("value").is_null()
    names = ("value", "quartile_lower", "quartile_upper")
    ends = {"lower": nw.coalesce(nw.col("value"), nw.col("longest")), "upper": nw.col("value")}
    told = {**{name: nw.col(name) for name in names}, **ends}
    return rows.with_columns(
        **{name: nw.when(~is_few).then(number) for name, number in told.items()},
        reason=nw.when(is_few).then(nw.lit("few_cases")).when(is_open).then(nw.lit("not_over")),
    )
