"""What if: which plan, once reached, would lift the composite most?"""

import narwhals.stable.v2 as nw

from metrics.composite_part import PLACE
from metrics.interval import distance, exact, percentage, positive_part, share_of
from metrics.registry import Frame, metric

_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}
_LAST = 1e12  # above every gain, so that what cannot be told comes last


@metric(
    title={
        "en": "Points a reached plan would add (unverified)",
        "ru": "Сколько баллов даст выполнение плана (не проверено)",
    },
    unit="PT",
    better="neither",
    reference="By analogy with Government Decree 643 of 7 July 2016, clause 6 (weights were not read: unverified); the "
    "calculation is arithmetic",
    dimensions={
        "methodology": nw.String,
        "verified": nw.Boolean,
        "since": nw.Int32,
        "target_end": nw.Int32,
        "weight": nw.Float64,
        "score": nw.Float64,
        "rank": nw.Int64,
    },
)
def what_if(composite_part: Frame) -> Frame:
    """The points the composite would gain if this part alone reached its plan, one row per part that can be told.

    value = max(0, 100 − its score) × weight / Σ weight of the parts that can be told. `rank` 1 buys the most. Parts
    that nobody has reported are left out: what their report would do depends on what it says.

    Null: bounds where the part's score is only a range; it is ranked last.
    """
    told = composite_part.filter(~nw.col("lower").is_null() | ~nw.col("upper").is_null())
    scored = told.with_columns(
        **{f"_score{end}": nw.col(name) for end, name in _ENDS.items()},
        score=nw.col("value"),
        _plan=nw.lit(100.0),
        _down=nw.lit(False),
        _all=nw.col("weight").sum().over(*PLACE),
    ).drop("value", "lower", "upper", "reason")
    ways = distance(exact(scored, "_plan"), "_way", "_score", "_plan", "_down")
    gaps = _as_quantity(positive_part(ways, "_way"), "_gap")
    shares = _as_quantity(percentage(exact(gaps, "weight", "_all"), "weight", of="_all"), "_share")
    return _ranked(share_of(shares, "_share", of="_gap"))


def _as_quantity(frame: Frame, name: str) -> Frame:
    ends = {f"{name}{end}": nw.col(result) for end, result in _ENDS.items()}
    return frame.with_columns(**ends).drop("value", "lower", "upper", "reason")


def _ranked(gains: Frame) -> Frame:
    counted = gains.with_columns(_minus=nw.coalesce(-nw.col("value"), nw.lit(_LAST)), _one=nw.col("since") * 0 + 1)
    order = nw.col("_one").cum_sum().over(*PLACE, order_by=["_minus", "indicator"])
    return counted.with_columns(rank=order.cast(nw.Int64))
