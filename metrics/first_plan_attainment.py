"""Attainment of the first plan: how much of what was promised at first has been reached?"""

import narwhals.stable.v2 as nw

from metrics.attainment import attained
from metrics.expected_to_date import DIMENSIONS
from metrics.interval import increase
from metrics.judgement import as_target, doubted, is_ceiling, is_reported, lost
from metrics.pairing import KEY
from metrics.registry import Frame, metric

_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}


@metric(
    title={"en": "Attainment of the first plan", "ru": "Выполнение первоначального плана"},
    unit="PT",
    better="higher",
    reference="Real-time vintages: the first release of a figure beside the current one (FRED, ALFRED); attainment as "
    "in Order of the Ministry of Economic Development No. 502 of 4 August 2016",
    dimensions={
        **DIMENSIONS,
        "target_source": nw.String,
        "first_target": nw.Float64,
        "first_target_lower": nw.Float64,
        "first_target_upper": nw.Float64,
        "first_target_source": nw.String,
        "revised_by": nw.Float64,
        "current_attainment": nw.Float64,
    },
)
def first_plan_attainment(pairing: Frame, attainment: Frame, history: Frame) -> Frame:
    """The paired actual as a percentage of the target as it was first published, one row per target that was changed.

    value = attainment with the earliest figure that the publisher of the current target gave for the same key, by the
    day it became known; `current_attainment` stands beside it, and `revised_by` = 100 × (target / first target − 1): a
    lowered plan shows. A target whose first figure still stands has no row. Figures of another publisher are a
    contradiction and no earlier plan.

    Null, with its reason, as for attainment. `low_reliability` stands beside the value where the actual or the first
    target has status U.
    """
    now = pairing.select(
        *KEY,
        **{f"_now{end}": nw.col(f"target{end}") for end in _ENDS},
        _status=nw.col("target_status"),
        _source=nw.col("target_source"),
    )
    own = pairing.drop("target", "target_lower", "target_upper", "target_comparator", "target_status", "target_source")
    revised = as_target(own.join(now, on=KEY, how="inner").join(_first(history), on=KEY, how="inner")).filter(
        ~_is_same()
    )
    limit = nw.when(is_ceiling()).then(nw.lit("ceiling"))
    told = nw.when(nw.col("reason") != "ceiling").then(nw.col("reason"))
    reason = nw.coalesce(nw.col("_untold"), limit, told)
    compared = doubted(attained(revised.with_columns(reason=reason)))
    current = attainment.select(*KEY, current_attainment="value")
    return _named(compared).join(current, on=KEY, how="left").join(_revision(revised), on=KEY, how="left")


def _first(history: Frame) -> Frame:
    """The first version of each target, by the publisher of its current one, as target columns."""
    published = history.with_columns(_untold=lost(history))
    told = published.filter(nw.col("scenario") == "target", is_reported(history))
    publishers = told.filter("is_current").select(*KEY, "publisher")
    versions = told.join(publishers, on=[*KEY, "publisher"], how="inner")
    for earliest in ("known_on", "load", "source"):
        versions = versions.filter(nw.col(earliest) == nw.col(earliest).min().over(*KEY))
    return versions.select(
        *KEY,
        **{f"target{end}": nw.col(name) for end, name in _ENDS.items()},
        target_comparator=nw.col("comparator"),
        target_status=nw.col("status"),
        target_source=nw.col("source"),
        _untold=nw.col("_untold"),
    )


def _is_same() -> nw.Expr:
    """Whether the first target says what the current one says."""
    pairs = [(nw.col(f"target{end}"), nw.col(f"_now{end}")) for end in _ENDS]
    same = [nw.coalesce(first == now, first.is_null() & now.is_null()) for first, now in pairs]
    return nw.all_horizontal(*same, ignore_nulls=True)


def _revision(revised: Frame) -> Frame:
    """By how many per cent the target was changed; null where one of the two is a range or the first is zero."""
    ends = [f"{name}{end}" for name in ("target", "_now") for end in _ENDS]
    return increase(revised.select(*KEY, *ends), "_now", "target").select(*KEY, revised_by="value")


def _named(compared: Frame) -> Frame:
    """The first target under its own name, the current one as the target."""
    first = {f"first_target{end}": nw.col(f"target{end}") for end in _ENDS}
    now = {f"target{end}": nw.col(f"_now{end}") for end in _ENDS}
    named = compared.with_columns(**first, first_target_source=nw.col("target_source"))
    return named.with_columns(**now, target_status=nw.col("_status"), target_source=nw.col("_source"))
