"""Concentration: how much of a zone hangs on its largest member?"""

import narwhals.stable.v2 as nw

from metrics.belonging import additive, belonging, due, rolled
from metrics.eager import settled
from metrics.interval import shares, total_of
from metrics.judgement import is_reported, untold
from metrics.registry import Frame, metric
from metrics.same_time import dated, longest, named_alike

_SERIES = ["entity", "role", "indicator", "scope", "basis", "unit", "since"]
_FIGURE = [*_SERIES, "period", "_start", "_end"]


@metric(
    title={"en": "Concentration on the largest member", "ru": "Концентрация на крупнейшем участнике"},
    unit="PT",
    better="lower",
    reference="Herfindahl-Hirschman index; share of the largest resident and the flag above 50 % after the critique of "
    "Government Decree 491 of 10 June 2013 (unverified)",
    dimensions={
        "role": nw.String,
        "since": nw.Int32,
        "largest": nw.String,
        "hhi": nw.Float64,
        "whole": nw.Float64,
        "without_largest": nw.Float64,
        "reported": nw.Int64,
        "expected": nw.Int64,
    },
)
def concentration(observation: Frame, membership: Frame, entity: Frame, indicator: Frame, role: Frame) -> Frame:
    """The share of the largest member in the sum of the members' latest figures, by role and series.

    value = 100 × the largest / the sum over the members that reported the latest period. `hhi` is the sum of the
    squared shares in per cent, from near 0 (many equal ones) to 10,000 (a single one); `without_largest` is what would
    be left of the sum `whole`. Of periods that end together the longest. Which members count is said in roll_up.

    Below full coverage both ends are open, for one that is silent may be the largest. Null, with its reason: bounds
    where a member published only a range, below_zero where one reported less than zero, zero_denominator where the sum
    is zero, and why the figure of a member cannot be told in the money asked for.
    """
    who = belonging(membership, entity, role)
    reported = observation.filter(nw.col("scenario") == "actual", is_reported(observation))
    figures = dated(additive(reported, indicator))
    newest = _newest(rolled(figures, who))
    ends = {"own": nw.col("value"), "own_lower": nw.col("lower"), "own_upper": nw.col("upper")}
    own = settled(newest.select(*_FIGURE, "member", **ends, **untold(observation)))
    parts = shares(own, "own", by=_FIGURE)
    sums = total_of(own, "own", by=_FIGURE, members=due(who, own)).rename({"value": "whole"})
    why = nw.when(nw.col("reason") != "bounds").then(nw.col("reason"))
    whole = sums.select(*_FIGURE, "whole", "coverage", "reported", "expected", _untold=why)
    return _judged(_tops(parts).join(whole, on=_FIGURE, how="inner"))


def _newest(figures: Frame) -> Frame:
    last = figures.filter(nw.col("end_month") == nw.col("end_month").max().over(*_SERIES))
    # Of flows that end together the longest; a level of a month and one of a year are of the same time.
    same = last.filter(nw.col("_start") == nw.col("_start").min().over(*_SERIES))
    return named_alike(longest(same, by=[*_SERIES, "member"]), by=_SERIES)


def _tops(parts: Frame) -> Frame:
    """Of each figure the largest share with its bounds, whose it is, the index, and the least number in it."""
    squared = parts.with_columns(_top=nw.col("share").max().over(*_FIGURE), _square=nw.col("share") * nw.col("share"))
    found = squared.group_by(_FIGURE).agg(
        nw.col("share").max(),
        nw.col("share_lower").max(),
        nw.col("share_upper").max(),
        nw.col("share_upper").count().alias("_uppers"),
        nw.len().alias("_members"),
        nw.col("_square").sum().alias("hhi"),
        nw.col("own_lower").min().alias("_least"),
        nw.col("own_upper").max().alias("_most"),
    )
    whose = (
        squared.filter(nw.col("share") == nw.col("_top"))
        .group_by(_FIGURE)
        .agg(nw.col("member").min().alias("largest"), nw.col("own").max())
    )
    # The largest is bounded only where everybody is: one whose share is open upwards may be it.
    bounded = nw.when(nw.col("_uppers") == nw.col("_members")).then(nw.col("share_upper"))
    return found.with_columns(share_upper=bounded).join(whose, on=_FIGURE, how="left")


def _judged(rows: Frame) -> Frame:
    reason = (
        nw.when(nw.col("_least") < 0)
        .then(nw.lit("below_zero"))
        .when(nw.col("_most") <= 0)
        .then(nw.lit("zero_denominator"))
        .when(nw.col("share").is_null())
        .then(nw.lit("bounds"))
    )
    told = rows.with_columns(reason=nw.coalesce(nw.col("_untold"), reason))
    is_told, is_whole = nw.col("reason").is_null(), nw.col("reported") >= nw.col("expected")
    return told.with_columns(
        value=nw.when(is_told).then(nw.col("share")),
        lower=nw.when(is_told & is_whole).then(nw.col("share_lower")),
        upper=nw.when(is_told & is_whole).then(nw.col("share_upper")),
        hhi=nw.when(is_told).then(nw.col("hhi")),
        largest=nw.when(is_told).then(nw.col("largest")),
        without_largest=nw.when(is_told).then(nw.col("whole") - nw.col("own")),
    )
