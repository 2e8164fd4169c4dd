"""Which stages has each project been through, whom does it belong to, and how much was agreed for it?"""

import narwhals.stable.v2 as nw

from metrics.belonging import additive, belonging
from metrics.judgement import is_reported, lost, surely
from metrics.latest import latest
from metrics.registry import Frame

#: Whose projects: an entity, and the role in which they belong to it (project, county, programme).
WHOSE = ["entity", "role"]

#: What the amount of a project is of, beside the project.
OF_AMOUNT = ["indicator", "scope", "basis", "unit"]

#: The scenarios that say how large a project is to be, the most binding first, and what an amount may be counted as.
_SAID_BY = {"commitment": 0, "target": 1, "forecast": 2}
_COUNTED_AS = {"cumulative": 0, "stock": 1}

_ORDER = ["_year", "_month", "_day"]


def moves(stage: Frame, pipeline_stage: Frame) -> Frame:
    """Each stage that a project entered: project, stage, rank, probability, is_open, entered_day, entered_month,
    left_day, left_month, `is_there` (has not left it) and `is_first`.

    Who entered another stage has left the one before, also where the file does not say so. Of stages entered on one
    day, or in a month or year of which no day or month is told, the lower rank came first. A day is null where only the
    month or year is known.
    """
    told = stage.select("project", "stage", "entered_day", "entered_start", "entered_month", "left_day", "left_month")
    listed = _in_order(told.join(pipeline_stage, on="stage", how="inner"))
    placed = listed.with_columns(place=nw.col("_one").cum_sum().over("project", order_by=[*_ORDER, "rank"]))
    following = placed.select(
        "project", place=nw.col("place") - 1, _next_day=nw.col("entered_day"), _next_month=nw.col("entered_month")
    )
    known = placed.join(following, on=["project", "place"], how="left")
    next_day = nw.when(nw.col("left_month").is_null()).then(nw.col("_next_day"))
    left = known.with_columns(
        left_day=nw.coalesce(nw.col("left_day"), next_day),
        left_month=nw.coalesce(nw.col("left_month"), nw.col("_next_month")),
    )
    there = left.with_columns(is_there=nw.col("left_month").is_null(), is_first=nw.col("place") == 1)
    return there.drop(*_ORDER, "_vague_month", "_one", "place", "_next_day", "_next_month", "entered_start")


def whose(membership: Frame, entity: Frame, role: Frame) -> Frame:
    """Whom each project belongs to or ever belonged to: project, entity, role."""
    return belonging(membership, entity, role).select("entity", "role", project="member").unique()


def whose_now(membership: Frame, entity: Frame, role: Frame, today: Frame) -> Frame:
    """Whom each project belongs to in this month: project, entity, role."""
    has_begun = nw.col("start_month").is_null() | surely(nw.col("start_month") <= nw.col("_now"))
    is_on = nw.col("end_month").is_null() | surely(nw.col("end_month") >= nw.col("_now"))
    every = belonging(membership, entity, role).join(today.select(_now="this_month"), how="cross")
    return every.filter(has_begun, is_on).select("entity", "role", project="member").unique()


def amounts(observation: Frame, indicator: Frame, stage: Frame) -> Frame:
    """How large each project is to be, one row per project · indicator · unit: `amount` with its ends, `due` (month).

    `untold`: why the amount cannot be told in the money asked for; nothing else stands in for it. What is agreed
    (commitment), else planned, else forecast: the last cumulative figure, else the last level. Figures of single
    periods are no size of a project. Of several scopes the first by name counts.
    """
    projects = stage.select(entity="project").unique()
    is_said = nw.col("scenario").is_in(list(_SAID_BY)) & nw.col("basis").is_in(list(_COUNTED_AS))
    told = observation.with_columns(untold=lost(observation)).filter(is_said, is_reported(observation))
    said = additive(told, indicator).join(projects, on="entity", how="semi")
    ranked = said.with_columns(
        _said=_rank("scenario", _SAID_BY), _counted=_rank("basis", _COUNTED_AS), _end=-nw.col("end_month")
    )
    for rank in ("_said", "_counted", "_end", "scope", "since"):
        ranked = ranked.filter(nw.col(rank) == nw.col(rank).min().over("entity", "indicator", "unit"))
    return ranked.select(
        *OF_AMOUNT,
        "untold",
        project="entity",
        amount="value",
        amount_lower="lower",
        amount_upper="upper",
        due="end_month",
    )


def reported(observation: Frame, stage: Frame) -> Frame:
    """What each project itself has reported last: project · indicator · scope · basis · unit, `done`.

    `done_untold`: why it cannot be told in the money asked for.
    """
    projects = stage.select(entity="project").unique()
    newest = latest(observation.join(projects, on="entity", how="semi")).filter(nw.col("since") == 0)
    return newest.select(*OF_AMOUNT, project="entity", done="value", done_untold="lost")


def agreed_month(observation: Frame, stage: Frame) -> Frame:
    """The last month in which something that a project has committed to is due: project, `due_end`."""
    projects = stage.select(entity="project").unique()
    promised = observation.filter(nw.col("scenario") == "commitment").join(projects, on="entity", how="semi")
    return (
        promised.select("end_month", project="entity")
        .group_by("project")
        .agg(nw.col("end_month").max().alias("due_end"))
    )


def at(frame: Frame, today: Frame) -> Frame:
    """The rows with today's month as their period."""
    return frame.join(today.select("period"), how="cross")


def of_projects(frame: Frame, unit: str, basis: str = "cumulative") -> Frame:
    """The rows as said of projects themselves and not of their money, in a unit."""
    said = {"indicator": "projects", "scope": "all", "basis": basis, "unit": unit}
    return frame.with_columns(**{name: nw.lit(text) for name, text in said.items()})


def counted(frame: Frame) -> Frame:
    """The rows as numbers of projects that there are now."""
    return of_projects(frame, "COUNT", basis="stock")


def is_success() -> nw.Expr:
    """Whether a stage is one in which a project has come about."""
    return nw.col("probability") >= 1.0


def is_failure() -> nw.Expr:
    """Whether a stage is one from which nothing comes any more."""
    return nw.col("probability") <= 0.0


def is_on_the_way() -> nw.Expr:
    """Whether what becomes of a project in a stage is undecided."""
    return nw.col("is_open") & ~is_success()


def _rank(name: str, places: dict[str, int]) -> nw.Expr:
    ranked: nw.Expr = nw.lit(len(places))
    for text, place in places.items():
        ranked = nw.when(nw.col(name) == text).then(nw.lit(place)).otherwise(ranked)
    return ranked


def _in_order(listed: Frame) -> Frame:
    """The moves with what they are ordered by: year, month, day; where one move of a project does not tell its month
    or day, the ranks order all of that year or month."""
    is_vague = {
        "_vague_year": nw.col("entered_start") < nw.col("entered_month"),
        "_vague_month": nw.col("entered_day").is_null(),
    }
    flags = {name: flag.cast(nw.Int32) for name, flag in is_vague.items()}
    dated = listed.with_columns(**flags, _one=_one(), _year=(nw.col("entered_month") // 12).cast(nw.Int32))
    known = dated.with_columns(
        _vague_year=nw.col("_vague_year").max().over("project", "_year"),
        _vague_month=nw.col("_vague_month").max().over("project", "entered_month"),
    )
    by_month, by_day = nw.col("_vague_year") == 0, nw.col("_vague_month") == 0
    return known.with_columns(
        _month=nw.when(by_month).then(nw.col("entered_month")).otherwise(0),
        _day=nw.when(by_month & by_day).then(nw.col("entered_day")).otherwise(nw.col("rank")),
    ).drop("_vague_year")


def _one() -> nw.Expr:
    # Made of a column and not of a literal, so that pandas keeps a type that knows null.
    return (nw.col("entered_month") * 0 + 1).cast(nw.Int64)
