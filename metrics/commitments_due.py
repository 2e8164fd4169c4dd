"""Commitments due: what has each entity done by now of what it owes by now?"""

import narwhals.stable.v2 as nw

from metrics.attainment import attained
from metrics.belonging import belonging, rolled
from metrics.interval import is_unknown
from metrics.judgement import falls_short, is_accumulating, is_unreliable, reaches, surely
from metrics.latest import latest
from metrics.pairing import SERIES
from metrics.registry import Frame, Type, metric

_ENDS = ("", "_lower", "_upper")
_NOT_TOLD = ["no_actual", "no_final_report"]
#: Reasons to have no percentage that stop no verdict: whether nothing is enough can be told.
_NO_SHARE = ["bounds", "zero_target", "zero_actual"]

DIMENSIONS: dict[str, Type] = {
    "since": nw.Int32,
    "standing": nw.String,
    "better": nw.String,
    "due_end": nw.Int32,
    "target": nw.Float64,
    "target_lower": nw.Float64,
    "target_upper": nw.Float64,
    "actual": nw.Float64,
    "actual_lower": nw.Float64,
    "actual_upper": nw.Float64,
    "actual_end": nw.Int32,
    "is_doubtful": nw.Boolean,
}


@metric(
    title={"en": "Commitments due by now", "ru": "Обязательства, срок которых наступил"},
    unit="PT",
    better="higher",
    reference="Federal Law 116-FZ of 22 July 2005, article 12 (investments in the amounts and at the times set by the "
    "agreement); which figure is held against which commitment is the product's convention",
    dimensions=DIMENSIONS,
)
def commitments_due(commitments: Frame, observation: Frame) -> Frame:
    """What each entity has done by now as a percentage of what it owes by now, one row per series.

    value = 100 × actual / commitment; where lower is better 100 × commitment / actual. Of a series the commitment that
    fell due last, in `period`; the actual of a cumulative figure or a level is the latest there is, of a period that of
    the same period. `standing` says whether that is enough, also where the bounds leave no percentage. A published
    total of what others have promised (any scope but all) is left out: who they are has changed since.

    Null with its reason: who has not reported has done neither all nor nothing. no_final_report where the latest figure
    is older than the due date and short of it. `low_reliability` stands beside a value where a figure has status U, and
    gives no verdict.
    """
    due = commitments.filter("is_due", nw.col("scope") == "all")
    last = due.filter(nw.col("target_end") == nw.col("target_end").max().over(*SERIES))
    one = last.filter(nw.col("period") == nw.col("period").min().over(*SERIES))
    dated = _with_latest(one, observation).with_columns(due_end=nw.col("target_end"), is_doubtful=is_unreliable())
    is_old = is_accumulating() & surely(nw.col("actual_end") < nw.col("due_end")) & ~reaches()
    stale = nw.when(is_old).then(nw.lit("no_final_report"))
    return judged(dated.with_columns(reason=nw.coalesce(nw.col("reason"), stale)))


def judged(rows: Frame) -> Frame:
    """The rows with the percentage, and whether that is enough.

    Of the commitment itself, not of the way to it from a baseline, so that parts and their sum are told alike.
    """
    flat = rows.with_columns(
        **{f"baseline{end}": nw.lit(None, dtype=nw.Float64) for end in _ENDS},
        baseline_reason=nw.lit(None, dtype=nw.String),
    )
    doubt = nw.when("is_doubtful").then(nw.lit("low_reliability"))
    known = attained(flat).with_columns(reason=nw.coalesce(nw.col("reason"), doubt))
    is_barred = ~nw.col("reason").is_null() & ~surely(nw.col("reason").is_in(_NO_SHARE))
    verdict = (
        nw.when(surely(nw.col("reason").is_in(_NOT_TOLD)))
        .then(nw.lit("no_final_report"))
        .when(is_barred | (nw.col("better") == "neither"))
        .then(nw.lit("not_assessable"))
        .when(reaches())
        .then(nw.lit("met"))
        .when(falls_short())
        .then(nw.lit("missed"))
        .otherwise(nw.lit("undetermined"))
    )
    return known.with_columns(standing=verdict)


def untellable() -> nw.Expr:
    """Why what was reported, or what was promised, cannot be told in the money asked for; null where both can."""
    is_lost = (is_unknown("actual") & ~nw.col("actual_end").is_null()) | is_unknown("target")
    return nw.when(is_lost).then(nw.col("reason"))


def of_members(rows: Frame, membership: Frame, entity: Frame, role: Frame) -> Frame:
    """The rows of members (by `due_end`) under the entity they belonged to when it fell due, with `member`, `role`."""
    dated = rows.with_columns(_start=nw.col("due_end"), _end=nw.col("due_end"))
    return rolled(dated, belonging(membership, entity, role))


def last_due(told: Frame, by: list[str]) -> Frame:
    """By group the due date that came last: `period`, `due_end`."""
    last = told.filter(nw.col("due_end") == nw.col("due_end").max().over(*by))
    return last.group_by(by).agg(nw.col("period").min(), nw.col("due_end").max())


def _with_latest(rows: Frame, observation: Frame) -> Frame:
    """The rows with the newest actual of the series in place of the one of the due date, unless it is of a period."""
    ends = {f"_new{end}": nw.col(name) for end, name in zip(_ENDS, ("value", "lower", "upper"), strict=True)}
    newest = latest(observation).select(*SERIES, **ends, _new_end="end_month", _new_status="status", _new_lost="lost")
    is_new = is_accumulating() & ~nw.col("_new_end").is_null()
    met = rows.join(newest, on=SERIES, how="left").with_columns(_is_new=is_new)
    taken = {
        f"actual{each}": nw.when("_is_new").then(nw.col(f"_new{each}")).otherwise(nw.col(f"actual{each}"))
        for each in (*_ENDS, "_end", "_status")
    }
    of_target = nw.when((nw.col("reason") == "ceiling") | is_unknown("target")).then(nw.col("reason"))
    why = nw.coalesce(of_target, nw.col("_new_lost"))
    return met.with_columns(**taken, reason=nw.when("_is_new").then(why).otherwise(nw.col("reason")))
