"""Composite: how well does a zone do on all its plans together, none of them above its cap?"""

import narwhals.stable.v2 as nw

from metrics.composite_part import PLACE
from metrics.interval import weighted_mean
from metrics.registry import Frame, Type, metric

DIMENSIONS: dict[str, Type] = {
    "methodology": nw.String,
    "verified": nw.Boolean,
    "since": nw.Int32,
    "target_end": nw.Int32,
    "reported": nw.Int64,
    "expected": nw.Int64,
}


@metric(
    title={
        "en": "Composite, by analogy with Decree 643 (unverified)",
        "ru": "Сводный показатель, по аналогии с постановлением № 643 (не проверено)",
    },
    unit="PT",
    better="higher",
    reference="By analogy with Government Decree 643 of 7 July 2016, clause 6 (formulae and weights were not read: "
    "unverified); parts and weights: data/codelists/methodology_part.csv",
    dimensions=DIMENSIONS,
)
def composite(composite_part: Frame) -> Frame:
    """The weighted mean of the parts of a methodology, each counted up to its cap.

    value = Σ weight × min(cap, attainment) / Σ weight over the parts that can be told; coverage = 100 × the weight of
    those parts / the whole weight. With caps of 100 it never exceeds 100: what lies beyond the plan shows in its
    uncapped twin. `indicator` is the published score that this one is like; it is not that score.

    Null: no_actual where no part can be told, bounds where a part is only a range.
    """
    parts = composite_part.rename({"value": "_own", "lower": "_own_lower", "upper": "_own_upper"})
    return scored(parts, "_own")


def scored(parts: Frame, quantity: str) -> Frame:
    """The weighted mean of a quantity of the parts, one row per score."""
    told = weighted_mean(parts, quantity, "weight", by=[*PLACE, "verified"])
    counts = {name: nw.col(name).cast(nw.Int64) for name in ("reported", "expected")}
    return told.with_columns(**counts, indicator=nw.lit("effectiveness_score"), unit=nw.lit("PT"))
