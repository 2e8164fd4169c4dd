"""How are figures known only within bounds added, subtracted, divided and compared?

The one place that sums, divides and rounds. A quantity `x` is three columns: `x`, `x_lower`, `x_upper`, the published
number and the closed interval it lies in. An end that is null is unbounded; the number is null where only a range was
published; all three are null where nothing is known. A result is `value`, `lower`, `upper` and a `reason` wherever
`value` is null. A row that comes with a reason keeps it and gets no result.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw

from data.errors import UserError

Frame = nw.LazyFrame[Any]


def ratio(frame: Frame, numerator: str, denominator: str) -> Frame:
    """numerator / denominator: [lo/hi′, hi/lo′] where the denominator's lower end is above 0.

    A negative end of the numerator is divided by the other end of the denominator, so that the result holds the
    quotient of any two numbers within the bounds. Null: `no_actual` or `no_target` where the numerator or the
    denominator is unknown, `zero_target` where the denominator is not above 0, `bounds` where it may be 0 or no end of
    the result is known.
    """
    return _quotient(frame, numerator, denominator, times=1.0)


def percentage(frame: Frame, numerator: str, of: str) -> Frame:
    """100 × numerator / denominator, with the interval and the null rule of `ratio`."""
    return _quotient(frame, numerator, of, times=100.0)


def increase(frame: Frame, quantity: str, on: str) -> Frame:
    """100 × (quantity / on − 1), with the interval and the null rule of `percentage`."""
    share = _quotient(frame, quantity, on, times=100.0)
    return share.with_columns(**{name: nw.col(name) - 100.0 for name in ("value", "lower", "upper")})


def difference(frame: Frame, minuend: str, subtrahend: str) -> Frame:
    """minuend − subtrahend: [lo − hi′, hi − lo′]. Null: `no_actual`, `no_target`, `bounds` where both ends are open."""
    value, lower, upper = _quantity(minuend)
    less, less_lower, less_upper = _quantity(subtrahend)
    reason = (
        nw.when(is_unknown(minuend)).then(nw.lit("no_actual")).when(is_unknown(subtrahend)).then(nw.lit("no_target"))
    )
    return _result(frame, value - less, lower - less_upper, upper - less_lower, reason)


def distance(frame: Frame, name: str, start: str, end: str, is_down: str) -> Frame:
    """The frame with the quantity `name`: end − start, and start − end where the flag `is_down` is set."""
    value, lower, upper = _quantity(end)
    less, less_lower, less_upper = _quantity(start)
    down = nw.col(is_down)
    ways = {
        name: nw.when(down).then(less - value).otherwise(value - less),
        f"{name}_lower": nw.when(down).then(less_lower - upper).otherwise(lower - less_upper),
        f"{name}_upper": nw.when(down).then(less_upper - lower).otherwise(upper - less_lower),
    }
    return frame.with_columns(**ways)


def positive_part(frame: Frame, quantity: str) -> Frame:
    """A quantity as a result with nothing below zero: an open lower end is zero. Null: `no_actual` where unknown."""
    unknown = nw.when(is_unknown(quantity)).then(nw.lit("no_actual"))
    value, lower, upper = (nw.when(end < 0).then(0.0).otherwise(end) for end in _quantity(quantity))
    return _result(frame, value, nw.coalesce(lower, nw.lit(0.0)), upper, unknown)


def share_of(frame: Frame, share: str, of: str) -> Frame:
    """A share in per cent of an amount, neither of them below zero. Null: `no_actual`, `no_target` where unknown."""
    value, lower, upper = (_part_of(*ends) for ends in zip(_quantity(share), _quantity(of), strict=True))
    reason = nw.when(is_unknown(share)).then(nw.lit("no_actual")).when(is_unknown(of)).then(nw.lit("no_target"))
    return _result(frame, value, lower, upper, reason)


def capped(frame: Frame, quantity: str, name: str, cap: str) -> Frame:
    """The frame with the quantity `name`: a quantity cut to at most a number; what is open upwards ends there.

    A null cap cuts nothing; an unknown quantity stays unknown.
    """
    # On pandas a column of whole numbers is one of integers, which takes no other number.
    is_known, most = ~is_unknown(quantity), nw.col(cap).cast(nw.Float64)
    value, lower, upper = (nw.when(end > most).then(most).otherwise(end) for end in _quantity(quantity))
    ends = {name: value, f"{name}_lower": lower, f"{name}_upper": nw.when(is_known).then(nw.coalesce(upper, most))}
    return frame.with_columns(**ends)


def weighted_mean(frame: Frame, quantity: str, weight: str, by: Sequence[str]) -> Frame:
    """Σ weight × quantity / Σ weight over what is known, with coverage = 100 × its weight / the whole weight.

    Null as for `total`. Weights are above zero.
    """
    known = ~is_unknown(quantity)
    scaled = {f"_own{end}": nw.col(weight) * nw.col(f"{quantity}{end}") for end in ("", "_lower", "_upper")}
    weighed = frame.select(*by, **scaled, _weight=nw.col(weight), _told=nw.when(known).then(nw.col(weight)))
    weights = weighed.group_by(by).agg(nw.col("_weight").sum(), nw.col("_told").sum())
    sums = _sums(weighed.drop("_weight", "_told"), "_own", by).join(weights, on=list(by), how="inner")
    reason = nw.when(nw.col("reported") == 0).then(nw.lit("no_actual"))
    value, lower, upper = (_complete(f"_{end}") / nw.col("_told") for end in ("value", "lower", "upper"))
    mean = _result(sums, value, lower, upper, reason)
    share = 100.0 * nw.coalesce(nw.col("_told"), nw.lit(0.0)) / nw.col("_weight")
    return mean.with_columns(coverage=share).select(*by, *_RESULT, "coverage", "reported", "expected")


def total(frame: Frame, quantity: str, by: Sequence[str]) -> Frame:
    """The sum of a quantity by group, end by end, with `reported`, `expected` and coverage = 100 × reported / expected.

    Rows that know nothing are counted as expected and not added. The sum of nothing is null with reason `no_actual`;
    an end is open where one of the reported is; `value` is null with reason `bounds` where a number is missing. A row
    with `untold`, if the frame has that column, is one that was reported and cannot be told in the money asked for: the
    sum has that reason and no number. Raises UserError where the rows of one sum may differ in what must not be added:
    indicator, scope, basis, unit, scenario, period.
    """
    return _added(_sums(frame, quantity, by), by, _complete("_lower"), _complete("_upper"))


def total_of(frame: Frame, quantity: str, by: Sequence[str], members: Frame) -> Frame:
    """As `total`, where `members` says how many were due: `expected` for its other columns, which are among `by`.

    Below full coverage what is missing may be anything from zero up: the upper end is open, and the lower one as well
    where a part reaches below zero.
    """
    return whole_of(parts(frame, quantity, by), by, members)


def parts(frame: Frame, quantity: str, by: Sequence[str]) -> Frame:
    """What `whole_of` makes a sum of: the sums and counts by group, for a metric that says from them who was due."""
    return _sums(frame, quantity, by).drop("expected")


def whole_of(sums: Frame, by: Sequence[str], members: Frame) -> Frame:
    """As `total_of`, of what `parts` added up."""
    due = [name for name in members.collect_schema().names() if name != "expected"]
    told = sums.join(members, on=due, how="left")
    is_whole, has_floor = nw.col("reported") >= nw.col("expected"), nw.col("_least") >= 0
    lower = nw.when(is_whole | has_floor).then(_complete("_lower"))
    return _added(told, by, lower, nw.when(is_whole).then(_complete("_upper")))


def running_total(frame: Frame, by: Sequence[str], order: str) -> Frame:
    """value, lower and upper summed up to each row of a group, in order; an end is open from the first open one on.

    `_count` says how many rows were added and `_doubt` how many of them had it set. Rows of a group differ in `order`.
    """
    ends = ("value", "lower", "upper")
    ones = frame.with_columns(
        _count=nw.col(order) * 0 + 1, **{f"_{e}s": (~nw.col(e).is_null()).cast(nw.Int32) for e in ends}
    )
    filled = ones.with_columns(**{e: nw.coalesce(nw.col(e), nw.lit(0.0)) for e in ends})
    added = (*ends, *(f"_{e}s" for e in ends), "_count", "_doubt")
    sums = filled.with_columns(**{name: nw.col(name).cum_sum().over(*by, order_by=order) for name in added})
    return sums.with_columns(
        **{e: nw.when(nw.col(f"_{e}s") == nw.col("_count")).then(_finite(nw.col(e))) for e in ends}
    )


def exact(frame: Frame, *quantities: str) -> Frame:
    """The frame with columns of exactly known numbers as quantities: both ends are the number."""
    ends = {f"{name}_{end}": nw.col(name) for name in quantities for end in ("lower", "upper")}
    return frame.with_columns(**ends)


def around(frame: Frame, quantity: str, share: float) -> Frame:
    """The frame with the ends of a number set to ± a share of its size; null stays null."""
    margin = nw.col(quantity).abs() * share
    ends = {f"{quantity}_lower": nw.col(quantity) - margin, f"{quantity}_upper": nw.col(quantity) + margin}
    return frame.with_columns(**ends)


def within(frame: Frame, quantity: str, margin: str) -> Frame:
    """A number and how far off it may be as a result: [number − margin, number + margin]; null as for `ratio`."""
    number, away = nw.col(quantity), nw.col(margin)
    return _result(frame, number, number - away, number + away, nw.lit(None, dtype=nw.String))


def on_line(at: nw.Expr, start: tuple[nw.Expr, nw.Expr], end: tuple[nw.Expr, nw.Expr]) -> nw.Expr:
    """The height, at a month, of the straight line between two points (month, number); null where one is missing."""
    (start_month, start_number), (end_month, end_number) = start, end
    months = (end_month - start_month).cast(nw.Float64)
    passed = (at - start_month).cast(nw.Float64)
    slope = start_number + (end_number - start_number) * passed / months
    return nw.when(months > 0).then(slope).otherwise(nw.when(end_month == start_month).then(start_number))


def a_year(frame: Frame, months: str) -> Frame:
    """A result that came about in some months as a rate a year: each number × 12 / months; no months, no rate."""
    whole = nw.when(nw.col(months) > 0).then(12.0 / nw.col(months).cast(nw.Float64))
    return frame.with_columns(**{name: _finite(nw.col(name) * whole) for name in ("value", "lower", "upper")})


def scaled(frame: Frame, quantity: str, factor: nw.Expr) -> Frame:
    """A quantity times a number that is not negative, as a result. Null: `bounds` where both ends are open."""
    value, lower, upper = _quantity(quantity)
    return _result(frame, value * factor, lower * factor, upper * factor, nw.lit(None, dtype=nw.String))


def shares(frame: Frame, quantity: str, by: Sequence[str]) -> Frame:
    """The frame with `share`, `share_lower` and `share_upper`: of its group's sum, in per cent, each row's part.

    The bounds hold the share of any numbers within the bounds, for what one row takes the others lack. Null where the
    sum is not above zero or a number of the group is missing.
    """
    value, lower, upper = _quantity(quantity)
    sums = {name: _whole(column, by) for name, column in (("_sum", value), ("_least", lower), ("_most", upper))}
    known = frame.with_columns(**sums)
    others_most, others_least = nw.col("_most") - upper, nw.col("_least") - lower
    parts = {
        "share": (value, nw.col("_sum")),
        "share_lower": (lower, lower + others_most),
        "share_upper": (upper, upper + others_least),
    }
    told = {name: nw.when(whole > 0).then(100.0 * part / whole) for name, (part, whole) in parts.items()}
    return known.with_columns(**told).drop("_sum", "_least", "_most")


def _whole(column: nw.Expr, by: Sequence[str]) -> nw.Expr:
    """The sum of a group, null where one of its rows is."""
    has_all = column.is_null().cast(nw.Int32).sum().over(*by) == 0
    return nw.when(has_all).then(column.sum().over(*by))


def quantiles(frame: Frame, number: str, by: Sequence[str], shares: Mapping[str, float]) -> Frame:
    """Of each group the number below which a share of its numbers lies, under the share's name, and `count`.

    Between two numbers on a straight line; the median of an even count is the middle of the two. Nulls are left out.
    """
    known = frame.filter(~nw.col(number).is_null()).with_columns(_one=nw.col(number) * 0.0 + 1.0)
    placed = known.with_columns(
        _place=nw.col("_one").cum_sum().over(*by, order_by=number), _all=nw.col("_one").sum().over(*by)
    )
    far = {name: (nw.col("_place") - 1.0 - (nw.col("_all") - 1.0) * share).abs() for name, share in shares.items()}
    near = {name: nw.when(away < 1.0).then(nw.col(number) * (1.0 - away)).otherwise(0.0) for name, away in far.items()}
    sums = (nw.col(name).sum() for name in shares)
    return placed.select(*by, "_one", **near).group_by(by).agg(*sums, nw.len().alias("count"))


def is_unknown(name: str) -> nw.Expr:
    """Whether of a quantity neither the number nor an end is known."""
    return nw.all_horizontal(*(column.is_null() for column in _quantity(name)), ignore_nulls=True)


def apart(number: nw.Expr, reference: nw.Expr, share: float) -> nw.Expr:
    """Whether two numbers differ by more than a share of the second; null where one is unknown."""
    return (number - reference).abs() > reference.abs() * share


_RESULT = ("value", "lower", "upper", "reason")

#: Figures that differ in one of these are never added.
_ALIKE = ("indicator", "scope", "basis", "unit", "scenario", "period")


def _sums(frame: Frame, quantity: str, by: Sequence[str]) -> Frame:
    """Sums and counts by group, and the least lower end."""
    _refuse_mixed(frame, by)
    value, lower, upper = _quantity(quantity)
    is_told, reasons = ~is_unknown(quantity), []
    if "untold" in frame.collect_schema().names():
        is_told, reasons = is_told | ~nw.col("untold").is_null(), [nw.col("untold").min().alias("reason")]
    known = frame.with_columns(_known=is_told.cast(nw.Int64))
    return known.group_by(by).agg(
        *reasons,
        value.sum().alias("_value"),
        lower.sum().alias("_lower"),
        upper.sum().alias("_upper"),
        lower.min().alias("_least"),
        value.count().alias("_values"),
        lower.count().alias("_lowers"),
        upper.count().alias("_uppers"),
        nw.col("_known").sum().alias("reported"),
        nw.len().alias("expected"),
    )


def _refuse_mixed(frame: Frame, by: Sequence[str]) -> None:
    """What a sum must not mix: of each of these columns that the frame has, a group holds one value."""
    mixed = [name for name in _ALIKE if name in frame.collect_schema().names() and name not in by]
    if mixed:
        raise UserError(
            "A sum by {by} would add figures that differ in {mixed}: two scopes are never added, a level is never "
            "summed over time.\nSum by {mixed} as well, or keep one of each and drop the column.",
            by=", ".join(by),
            mixed=", ".join(mixed),
        )


def _added(sums: Frame, by: Sequence[str], lower: nw.Expr, upper: nw.Expr) -> Frame:
    reason = nw.when(nw.col("reported") == 0).then(nw.lit("no_actual"))
    added = _result(sums, _complete("_value"), lower, upper, reason)
    share = 100.0 * nw.col("reported") / nw.col("expected")
    return added.with_columns(coverage=share).select(*by, *_RESULT, "coverage", "reported", "expected")


def _quotient(frame: Frame, numerator: str, denominator: str, times: float) -> Frame:
    value, lower, upper = _quantity(numerator)
    by, by_lower, by_upper = _quantity(denominator)
    reason = (
        nw.when(is_unknown(numerator))
        .then(nw.lit("no_actual"))
        .when(is_unknown(denominator))
        .then(nw.lit("no_target"))
        .when(by_upper <= 0)
        .then(nw.lit("zero_target"))
    )

    def divided(number: nw.Expr, least_by: nw.Expr, otherwise_by: nw.Expr) -> nw.Expr:
        by_end = nw.when(number >= 0).then(least_by).otherwise(otherwise_by)
        return nw.when(by_lower > 0).then(times * number / by_end)

    return _result(
        frame, divided(value, by, by), divided(lower, by_upper, by_lower), divided(upper, by_lower, by_upper), reason
    )


def _result(frame: Frame, value: nw.Expr, lower: nw.Expr, upper: nw.Expr, reason: nw.Expr) -> Frame:
    """The frame with value, lower, upper and the first reason there is to have no value."""
    # A literal comes never first in coalesce: on pandas the answer of the first row would be that of all.
    first = nw.coalesce(nw.col("reason"), reason) if "reason" in frame.collect_schema().names() else reason
    answered = frame.with_columns(_lower=_finite(lower), _upper=_finite(upper), _value=_finite(value), _reason=first)
    ends = answered.with_columns(**{name: _unless_reason(f"_{name}") for name in ("value", "lower", "upper")})
    is_open = nw.col("lower").is_null() & nw.col("upper").is_null()
    bounded = ends.with_columns(value=nw.when(~is_open).then(nw.col("value")))
    wide = nw.when(nw.col("value").is_null()).then(nw.lit("bounds"))
    return bounded.with_columns(reason=nw.coalesce(nw.col("_reason"), wide)).drop(
        "_value", "_lower", "_upper", "_reason"
    )


def _quantity(name: str) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
    return nw.col(name), nw.col(f"{name}_lower"), nw.col(f"{name}_upper")


def _part_of(share: nw.Expr, whole: nw.Expr) -> nw.Expr:
    # Nothing of whatever it may be is nothing.
    return nw.when(share == 0).then(0.0).otherwise(share * whole / 100.0)


def _unless_reason(name: str) -> nw.Expr:
    return nw.when(nw.col("_reason").is_null()).then(nw.col(name))


def _complete(name: str) -> nw.Expr:
    """A sum, null unless every reported row had a number to add."""
    return nw.when((nw.col(f"{name}s") == nw.col("reported")) & (nw.col("reported") > 0)).then(nw.col(name))


def _finite(number: nw.Expr) -> nw.Expr:
    """Null where the numbers are too large for an answer: an open end, never infinity."""
    return nw.when(number.is_finite()).then(number)
