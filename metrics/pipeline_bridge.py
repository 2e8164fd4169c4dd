"""Pipeline bridge: will what is done, what is signed and what is on its way reach the target?"""

from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from metrics import draws, interval
from metrics.pairing import KEY
from metrics.registry import OF_SERIES, Rows, metric

#: The middle four fifths of the draws, as in the band of the pace forecast: the product's convention.
_SHARE = 0.8

#: From this place in the list of stages on an agreement is signed.
_SIGNED = 4

#: Where money is being spent: how much of the amount, only the project's own report tells.
_BUILDING = ("construction", "implementation")

#: They take any frame; here they are given rows in memory.
_TOTAL: Any = interval.total
_DIFFERENCE: Any = interval.difference

_ENDS = ("", "_lower", "_upper")
_AMOUNT = ("amount", "amount_lower", "amount_upper")
_JOINED = ["entity", "indicator", "basis", "unit"]


@metric(
    title={"en": "Bridge to the target", "ru": "Мост к плану: факт, договоры, проекты"},
    unit=OF_SERIES,
    better="neither",
    reference="Sales pipeline practice (Σ amount × probability); band by Monte Carlo over independent projects, 10,000 "
    "draws, repeatable",
    dimensions={
        "since": nw.Int32,
        "bridge": nw.String,
        "rank": nw.Int32,
        "projects": nw.Int64,
        "chance": nw.Float64,
    },
    engine="numpy",
)
def pipeline_bridge(pairing: Rows, open_projects: Rows) -> Rows:
    """From the actual to each cumulative target not yet due, part by part, for entities with projects on their way.

    value = the part that `bridge` names: actual (as paired) · contracted and pipeline (what is still to come of
    projects with a signed agreement and of those before it, amount × probability of the stage) · expected (the three
    together) · target · gap = target − expected · later (weighted, due only after the target; not added). Still to come
    is the amount less what the project itself has reported; of one that is being built and reports nothing half, for it
    may be anything from none to all, within bounds.

    The bounds of `expected` hold the middle 80 % of 10,000 draws in which every project comes about or not, by its
    probability and whatever becomes of the others, added to those of the actual; `chance` is the share of draws, in per
    cent, that reach the target. Common shocks, delays and projects not yet known are not drawn: the true band is wider.

    Null: `chance` but for expected; value with reason bounds where a figure is only a range, and with that of a project
    whose amount, or what it has done, cannot be told in the money asked for. Targets without an actual and entities
    without open projects have no rows.
    """
    plans = pairing.filter(
        nw.col("basis") == "cumulative", ~nw.col("is_due"), nw.col("reason").is_null(), ~nw.col("reported_ratio")
    )
    asked = _to_come(plans, open_projects.filter(nw.col("role") == "project"))
    met = plans.join(asked.select(KEY).unique(), on=KEY, how="inner")
    given = [_given(met, name, rank) for name, rank in (("actual", 1), ("target", 5))]
    parts = nw.concat([*given, _summed(asked)], how="vertical")
    expected = _expected(parts, asked)
    rows = nw.concat([_open_chance(parts), expected, _gap(parts, expected)], how="vertical")
    return _judged(rows, asked.filter(_is_untold()).group_by(KEY).agg(nw.col("_why").min()))


def _to_come(plans: Rows, projects: Rows) -> Rows:
    """What each project may still bring to each target: `_fixed`, `_varying` (any part of it) and `_chance`."""
    needed = ["project", "stage", "rank", "probability", *_AMOUNT, "done", "due_end"]
    said = projects.with_columns(_why=nw.when(nw.col("reason") != "bounds").then(nw.col("reason")))
    asked = plans.select(*KEY, "target_end").join(said.select(*_JOINED, *needed, "_why"), on=_JOINED, how="inner")
    size = nw.coalesce(nw.col("amount"), nw.col("amount_lower"), nw.col("amount_upper"))
    done = nw.coalesce(nw.col("done"), nw.lit(0.0))
    left = nw.when(size > done).then(size - done).otherwise(0.0)
    is_unknown = nw.col("stage").is_in(_BUILDING) & nw.col("done").is_null()
    is_later = nw.col("due_end") > nw.col("target_end")
    signed = nw.when(nw.col("rank") >= _SIGNED).then(nw.lit("contracted")).otherwise(nw.lit("pipeline"))
    place = nw.when(nw.col("rank") >= _SIGNED).then(2).otherwise(3)
    told = asked.with_columns(
        bridge=nw.when(is_later).then(nw.lit("later")).otherwise(signed),
        _rank=nw.when(is_later).then(7).otherwise(place),
        _fixed=nw.when(is_unknown).then(0.0).otherwise(left),
        _varying=nw.when(is_unknown).then(left).otherwise(0.0),
        _chance=nw.col("probability") / 100.0,
    )
    return told.drop("rank").rename({"_rank": "rank"}).sort(*KEY, "project")


def _is_untold() -> nw.Expr:
    return ~nw.col("_why").is_null()


def _judged(rows: Rows, untold: Rows) -> Rows:
    """The rows with a reason where there is no value: where a project's amount cannot be told, nor can their sum."""
    known = rows.join(untold, on=KEY, how="left")
    why = nw.when(~nw.col("bridge").is_in(["actual", "target"])).then(nw.col("_why"))
    ends = {name: nw.when(why.is_null()).then(nw.col(name)) for name in ("value", "lower", "upper", "chance")}
    told = known.with_columns(_why=why).with_columns(**ends)
    wide = nw.when(nw.col("value").is_null()).then(nw.lit("bounds"))
    return told.with_columns(reason=nw.coalesce(nw.col("_why"), wide))


def _summed(asked: Rows) -> Rows:
    least, varying, chance = nw.col("_fixed"), nw.col("_varying"), nw.col("_chance")
    weighted = asked.with_columns(
        own=(least + varying / 2.0) * chance, own_lower=least * chance, own_upper=(least + varying) * chance
    )
    sums: Rows = _TOTAL(weighted, "own", by=[*KEY, "bridge", "rank"])
    return _said(sums.with_columns(projects=nw.col("expected")))


def _given(plans: Rows, name: str, rank: int) -> Rows:
    ends = {f"value{end}".removeprefix("value_"): nw.col(f"{name}{end}") for end in _ENDS}
    none = nw.lit(None, dtype=nw.Int64)
    return _said(plans.with_columns(**ends, bridge=nw.lit(name), rank=nw.lit(rank), projects=none))


def _said(rows: Rows) -> Rows:
    typed = {"rank": nw.col("rank").cast(nw.Int32), "projects": nw.col("projects").cast(nw.Int64)}
    return rows.select(*KEY, "bridge", "value", "lower", "upper", **typed)


def _open_chance(rows: Rows) -> Rows:
    return rows.with_columns(chance=nw.lit(None, dtype=nw.Float64))


def _expected(parts: Rows, asked: Rows) -> Rows:
    """The actual, the contracted and the pipeline together, with the band and the chance of the target."""
    added = parts.filter(nw.col("bridge").is_in(["actual", "contracted", "pipeline"]))
    own = added.with_columns(own=nw.col("value"), own_lower=nw.col("lower"), own_upper=nw.col("upper"))
    sums: Rows = _TOTAL(own, "own", by=KEY).select(*KEY, "value")
    actual = parts.filter(nw.col("bridge") == "actual").select(*KEY, _least="lower", _most="upper", _now="value")
    target = parts.filter(nw.col("bridge") == "target").select(*KEY, _target="value")
    number = added.group_by(KEY).agg(nw.col("projects").sum())
    beside = (actual, target, number)
    rows = reduce(lambda left, right: left.join(right, on=KEY, how="left"), beside, sums).sort(KEY)
    drawn = _drawn(rows, asked.filter(nw.col("bridge") != "later"))
    return drawn.select(*parts.columns, "chance")


def _drawn(rows: Rows, asked: Rows) -> Rows:
    """The rows with the band around what is expected, and the chance that it reaches the target."""
    projects = dict(asked.group_by(*KEY))
    told = [_band(row, projects.get(tuple(row[name] for name in KEY), asked.head(0))) for row in rows.rows(named=True)]
    columns = {name: np.array([each[name] for each in told], dtype=np.float64) for name in ("lower", "upper", "chance")}
    known = rows.with_columns(
        *(nw.new_series(name, numbers, nw.Float64, backend="polars") for name, numbers in columns.items())
    )
    finite = {name: nw.when(nw.col(name).is_finite()).then(nw.col(name)) for name in columns}
    return known.with_columns(**finite, bridge=nw.lit("expected"), rank=nw.lit(4).cast(nw.Int32))


def _band(row: dict[str, Any], projects: Rows) -> dict[str, float]:
    """Bounds and chance of one target; not a number where an end is open."""
    fixed, varying, chance = (projects[name].to_numpy() for name in ("_fixed", "_varying", "_chance"))
    sums = draws.totals(fixed, varying, chance)
    low, high = draws.band(sums, _SHARE)
    least, most, now, target = (_number(row[name]) for name in ("_least", "_most", "_now", "_target"))
    mean = _number(row["value"]) - now
    reached = 100.0 * float(np.mean(now + sums >= target)) if np.isfinite(now + target) else np.nan
    return {
        "lower": least + float(np.fmin(low, mean)),
        "upper": most + float(np.fmax(high, mean)),
        "chance": reached,
    }


def _number(cell: float | None) -> float:
    return np.nan if cell is None else cell


def _gap(parts: Rows, expected: Rows) -> Rows:
    target = parts.filter(nw.col("bridge") == "target")
    ends = {"value": "", "lower": "_lower", "upper": "_upper"}
    goal = target.select(*KEY, "projects", **{f"goal{end}": nw.col(name) for name, end in ends.items()})
    reach = expected.select(*KEY, **{f"reach{end}": nw.col(name) for name, end in ends.items()})
    less: Rows = _DIFFERENCE(goal.join(reach, on=KEY, how="inner"), "goal", "reach")
    return _open_chance(_said(less.with_columns(bridge=nw.lit("gap"), rank=nw.lit(6))))
