"""Claw-back exposure: how much support would be paid back for what was promised and is not there?"""

import narwhals.stable.v2 as nw

from metrics.belonging import additive
from metrics.commitments_due import last_due, of_members, untellable
from metrics.eager import settled
from metrics.interval import difference, exact, positive_part, share_of, total, total_of
from metrics.judgement import is_reported, lost, surely
from metrics.registry import OF_SERIES, Frame, Type, metric

#: What counts as support of the one who promised.
SUPPORT = ("public_aid", "tax_relief")

_ENDS = ("", "_lower", "_upper")
_NUMBERS = {"": "value", "_lower": "lower", "_upper": "upper"}
_WHOM = ["entity", "scope", "unit"]
_PART = [*_WHOM, "indicator"]
_SERIES = ["entity", "role", "indicator", "scope", "basis", "since", "committed_unit"]

DIMENSIONS: dict[str, Type] = {
    "role": nw.String,
    "since": nw.Int32,
    "committed_unit": nw.String,
    "attainment": nw.Float64,
    "support": nw.Float64,
    "support_lower": nw.Float64,
    "support_upper": nw.Float64,
    "public_aid": nw.Float64,
    "tax_relief": nw.Float64,
    "reported": nw.Int64,
    "expected": nw.Int64,
}
_RECEIVED = [name for name in DIMENSIONS if name.startswith(("attainment", "support")) or name in SUPPORT]
_TOLD = [
    *_SERIES,
    *("unit", "period", "value", "lower", "upper", "reason", "coverage", "reported", "expected"),
    *_RECEIVED,
]


@metric(
    title={"en": "Support exposed to claw-back", "ru": "Поддержка, подлежащая возврату"},
    unit=OF_SERIES,
    better="lower",
    reference="Good Jobs First, key reforms: clawbacks (pro rata: a shortfall of 10 % pays back 10 %); no Russian rule "
    "was read that would make a resident pay back in this way: unverified",
    dimensions=DIMENSIONS,
)
def claw_back_exposure(
    commitments_due: Frame,
    observation: Frame,
    membership: Frame,
    entity: Frame,
    indicator: Frame,
    role: Frame,
) -> Frame:
    """The part of the support received that corresponds to what is missing of a commitment.

    Told of each entity itself and over its members by `role`, in the currency of the support.

    value = support × max(0, 1 − fulfilment). Support is `public_aid` + `tax_relief` of the entity itself: since the
    beginning as reported, else the sum of its periods of one length (the longest up to a year). Where one of the two is
    not known, or a period is missing between others, support is a lower bound. Each commitment stands alone: the rows
    of investment and of jobs speak of the same support and are not added.

    Null with its reason: that of the fulfilment, why support cannot be told in the money asked for, or no_support where
    none is known. `low_reliability` stands beside a value where a figure of the commitment has status U.
    """
    own = commitments_due.rename({"unit": "committed_unit"})
    exposed = settled(_exposed(own, _support(observation)))
    told = settled(of_members(additive(exposed, indicator), membership, entity, role))
    alone = exposed.with_columns(role=nw.lit(None, dtype=nw.String))
    return nw.concat([alone.select(_TOLD), _summed(told).select(_TOLD)], how="vertical")


def _support(observation: Frame) -> Frame:
    """What each entity has received by unit: support with bounds, and its parts as far as told."""
    is_support = nw.col("indicator").is_in(list(SUPPORT))
    figures = observation.with_columns(untold=lost(observation))
    told = settled(figures.filter(nw.col("scenario") == "actual", is_support, is_reported(observation)))
    parts = nw.concat([_since_the_beginning(told), _added_up(told)], how="vertical")
    best = settled(parts.filter(nw.col("_rank") == nw.col("_rank").min().over(*_PART)).drop("_rank"))
    due = best.select("entity").unique().with_columns(expected=nw.lit(len(SUPPORT)))
    sums = total_of(best.drop("indicator"), "_own", by=_WHOM, members=due)
    why = nw.when(nw.col("reason") != "bounds").then(nw.col("reason"))
    found = sums.select(*_WHOM, _untold=why, **{f"support{end}": nw.col(name) for end, name in _NUMBERS.items()})
    for each in SUPPORT:
        part = best.filter(nw.col("indicator") == each).select(*_WHOM, **{each: nw.col("_own")})
        found = found.join(part, on=_WHOM, how="left")
    return found


def _since_the_beginning(told: Frame) -> Frame:
    rows = told.filter(nw.col("basis") == "cumulative", nw.col("since") == 0)
    newest = rows.filter(nw.col("end_month") == nw.col("end_month").max().over(*_PART))
    longest = newest.filter(nw.col("frequency") == nw.col("frequency").max().over(*_PART))
    ends = {f"_own{end}": nw.col(name) for end, name in _NUMBERS.items()}
    return longest.select(*_PART, "untold", **ends, _rank=nw.lit(0))


def _added_up(told: Frame) -> Frame:
    """The sum of the periods of one length; open upwards where one is missing between them."""
    rows = told.filter(nw.col("basis") == "period", nw.col("frequency") <= 12)
    longest = rows.filter(nw.col("frequency") == nw.col("frequency").max().over(*_PART))
    own = longest.select(*_PART, "untold", **{f"_flow{end}": nw.col(name) for end, name in _NUMBERS.items()})
    end_before = nw.col("end_month").shift(1).over(*_PART, order_by="start_month")
    overlaps = longest.with_columns(_overlap=surely(nw.col("start_month") <= end_before).cast(nw.Int32))
    spans = overlaps.group_by(_PART).agg(
        nw.col("start_month").min(),
        nw.col("end_month").max(),
        nw.col("frequency").sum().alias("_told"),
        nw.col("_overlap").max(),
    )
    both = total(own, "_flow", by=_PART).join(spans, on=_PART, how="inner")
    months = nw.col("end_month") - nw.col("start_month") + 1
    # Periods that overlap would be counted twice.
    apart = both.filter(nw.col("_overlap") == 0)
    is_whole = nw.col("_told").cast(nw.Int64) == months.cast(nw.Int64)
    upper = nw.when(is_whole).then(nw.col("upper"))
    ends = {"_own": nw.col("value"), "_own_lower": nw.col("lower"), "_own_upper": upper}
    why = nw.when(nw.col("reason") != "bounds").then(nw.col("reason"))
    return apart.select(*_PART, untold=why, **ends, _rank=nw.lit(1))


def _exposed(own: Frame, support: Frame) -> Frame:
    given, doubt = nw.col("reason"), surely(nw.col("reason") == "low_reliability")
    ends = {f"_done{end}": nw.col(name) for end, name in _NUMBERS.items()}
    barred = exact(
        own.with_columns(
            **ends,
            _all=nw.lit(100.0),
            attainment=nw.col("value"),
            _untellable=untellable(),
            _doubt=nw.when(doubt).then(nw.lit("low_reliability")),
            reason=nw.when(~doubt & (given != "bounds")).then(given),
        ).drop("value", "lower", "upper"),
        "_all",
    )
    missing = positive_part(_as_quantity(difference(barred, "_all", "_done"), "_gap"), "_gap")
    met = _as_quantity(missing, "_missing").join(support, on=["entity", "scope"], how="left")
    unknown = nw.when(nw.col("support_lower").is_null() & nw.col("support_upper").is_null()).then(nw.lit("no_support"))
    reason = nw.coalesce(nw.col("reason"), nw.col("_untold"), unknown)
    shared = share_of(met.with_columns(reason=reason), "_missing", of="support")
    found = shared.with_columns(untold=nw.coalesce(nw.col("_untellable"), nw.col("_untold")))
    has_value = (~nw.col("lower").is_null() | ~nw.col("untold").is_null()).cast(nw.Int64)
    return found.with_columns(
        reason=nw.coalesce(nw.col("reason"), nw.col("_doubt")),
        coverage=100.0 * has_value.cast(nw.Float64),
        reported=has_value,
        expected=nw.lit(1).cast(nw.Int64),
    )


def _as_quantity(frame: Frame, name: str) -> Frame:
    """The result of a frame as a quantity of it, with the reason but for `bounds`, which its ends say."""
    ends = {f"{name}{end}": nw.col(result) for end, result in _NUMBERS.items()}
    kept = nw.when(nw.col("reason") != "bounds").then(nw.col("reason"))
    return frame.with_columns(**ends, reason=kept).drop("value", "lower", "upper")


def _summed(told: Frame) -> Frame:
    """Over members: who is exposed to nothing counts with zero, who cannot be told is missing."""
    expected = told.group_by(_SERIES).agg(expected=nw.col("member").n_unique())
    by = [*_SERIES, "unit"]
    known = told.filter(~nw.col("unit").is_null())
    own = known.select(*by, "untold", **{f"_own{end}": nw.col(name) for end, name in _NUMBERS.items()})
    sums = total_of(own, "_own", by=by, members=expected).join(last_due(told, _SERIES), on=_SERIES, how="inner")
    none = {name: nw.lit(None, dtype=nw.Float64) for name in _RECEIVED}
    counts = {name: nw.col(name).cast(nw.Int64) for name in ("reported", "expected")}
    return sums.with_columns(**none, **counts)
