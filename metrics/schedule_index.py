"""Schedule index: is an entity ahead of its plan or behind it, and by how many months?"""

import narwhals.stable.v2 as nw

from metrics.expected_to_date import DIMENSIONS
from metrics.interval import on_line, ratio
from metrics.judgement import doubted, surely
from metrics.pairing import KEY, SERIES
from metrics.plan_line import points
from metrics.registry import Frame, metric

_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}


@metric(
    title={"en": "Schedule index", "ru": "Индекс выполнения графика"},
    unit="RATIO",
    better="higher",
    reference="Earned value management: SPI = EV / PV, earned schedule SPI(t) = ES / AT (the latter unverified); of "
    "plan and fact alone it is an index of attainment and no earned value",
    dimensions={
        **DIMENSIONS,
        "expected": nw.Float64,
        "how": nw.String,
        "months_ahead": nw.Float64,
        "schedule_time": nw.Float64,
    },
)
def schedule_index(expected_to_date: Frame, pairing: Frame) -> Frame:
    """The actual divided by what the plan expects at that time, one row per cumulative target or level.

    value = actual / expected (SPI); where lower is better expected / actual. `how` says which line expects it:
    published points, or a straight line, which is an assumption. `months_ahead`: the month in which the plan stands as
    high as the actual, less the actual's own (behind: below zero), where that month is on the line. `schedule_time`,
    SPI(t): the time earned by the time gone, where the line has a start.

    Null, with its reason, wherever expected_to_date is, and where there is nothing above zero to divide by.
    `low_reliability` stands beside a value where either figure has status U.
    """
    is_lower = nw.col("better") == "lower"
    told = nw.when(nw.col("reason") != "low_reliability").then(nw.col("reason"))
    rows = expected_to_date.with_columns(reason=told, **{f"expected{end}": nw.col(name) for end, name in _ENDS.items()})
    sides = {f"_above{end}": _choice(is_lower, "expected", "actual", end) for end in _ENDS}
    sides |= {f"_below{end}": _choice(is_lower, "actual", "expected", end) for end in _ENDS}
    divided = ratio(rows.with_columns(**sides), "_above", "_below")
    timed = divided.join(_earned_between_points(rows, pairing), on=KEY, how="left")
    at, start = nw.col("actual_end"), nw.col("start_end")
    earned = timed.with_columns(_earned=nw.coalesce(nw.col("_earned"), _earned_on_line()))
    return doubted(
        earned.with_columns(
            months_ahead=nw.col("_earned") - at,
            schedule_time=on_line(nw.col("_earned"), (start, nw.lit(0.0)), (at, nw.lit(1.0))),
        )
    )


def _choice(is_lower: nw.Expr, one: str, other: str, end: str) -> nw.Expr:
    return nw.when(surely(is_lower)).then(nw.col(f"{one}{end}")).otherwise(nw.col(f"{other}{end}"))


def _earned_on_line() -> nw.Expr:
    """The month in which the straight line from the start to the target is as high as the actual; null off the line."""
    start, actual, target = _upwards("start"), _upwards("actual"), _upwards("target")
    months = [nw.col(name).cast(nw.Float64) for name in ("start_end", "target_end")]
    earned = on_line(actual, (start, months[0]), (target, months[1]))
    return nw.when((start <= actual) & (actual <= target)).then(earned)


def _earned_between_points(rows: Frame, pairing: Frame) -> Frame:
    """For each row with published points the month (`_earned`) in which they are as high as the actual, if any is."""
    asked = rows.filter(nw.col("how") == "points").select(*KEY, "better", "actual")
    height, month, actual = _upwards("_point"), nw.col("_point_end"), _upwards("actual")
    marked = asked.join(points(pairing), on=SERIES, how="inner").with_columns(
        _before=nw.when(height <= actual).then(month), _after=nw.when(height > actual).then(month)
    )
    met = marked.with_columns(_start=nw.col("_before").max().over(*KEY), _end=nw.col("_after").min().over(*KEY))
    low, high = (nw.when(month == nw.col(end)).then(height) for end in ("_start", "_end"))
    # The line is not drawn past a point that cannot be told.
    is_passed = ~nw.col("_untold").is_null() & (month > nw.col("_start")) & (month < nw.col("_end"))
    ends = ("_start", "_end", "_low", "_high", "_reached", "_passed")
    drawn = met.with_columns(_low=low, _high=high, _reached=actual, _passed=surely(is_passed).cast(nw.Int32))
    found = drawn.group_by(KEY).agg(*(nw.col(e).max() for e in ends))
    start, end = (nw.col(name).cast(nw.Float64) for name in ("_start", "_end"))
    earned = on_line(nw.col("_reached"), (nw.col("_low"), start), (nw.col("_high"), end))
    # Nothing is planned above the last point: who is exactly there has earned its month.
    at_last = nw.when(nw.col("_end").is_null() & (nw.col("_low") == nw.col("_reached"))).then(start)
    between = nw.when((end > start) & (nw.col("_passed") == 0)).then(earned)
    return found.select(*KEY, _earned=nw.coalesce(at_last, between))


def _upwards(name: str) -> nw.Expr:
    """A height such that more is better."""
    return nw.when(nw.col("better") == "lower").then(-nw.col(name)).otherwise(nw.col(name))
