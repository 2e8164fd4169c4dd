"""How long does something take, where some of it is not over yet?

Kaplan and Meier's estimate: what is not over counts among those that might have ended for as long as it has been seen,
and no longer. Of what is all over it is the plain order statistic.
"""

from collections.abc import Mapping, Sequence

import narwhals.stable.v2 as nw

from metrics.eager import Frame

#: Shares are products of fractions: equal up to this.
_SAME = 1e-9

#: Its logarithm stands for that of nothing, which is not finite.
_LEAST = 1e-300


def lengths(frame: Frame, time: str, is_over: str, by: Sequence[str], shares: Mapping[str, float]) -> Frame:
    """Of each group the time by which a share of it is over, under the share's name, `completed` and `longest`.

    `time` is how long each has taken or, where the whole number `is_over` is 0, has lasted so far; rows without it are
    left out. `completed` counts those that are over, `longest` is the longest time of all. Where the share stands still
    at exactly the asked one, the middle of that stretch counts. Null where so many are not over that nobody can tell.
    """
    known = frame.filter(~nw.col(time).is_null())
    left = _left(known.select(*by, _time=nw.col(time), _over=nw.col(is_over)), by)
    reached = {
        f"_{name}_{end}": nw.when(nw.col("_share") <= 1.0 - share + margin).then(nw.col("_time"))
        for name, share in shares.items()
        for end, margin in (("first", _SAME), ("last", -_SAME))
    }
    ends = left.with_columns(**reached).group_by(by)
    found = ends.agg(
        nw.col("_ended").sum().alias("completed"),
        nw.col("_time").max().alias("longest"),
        *(nw.col(name).min() for name in reached),
    )
    middle = {name: (nw.col(f"_{name}_first"), nw.col(f"_{name}_last")) for name in shares}
    told = {name: (first + nw.coalesce(last, first)) / 2.0 for name, (first, last) in middle.items()}
    return found.with_columns(**told).drop(*reached)


def _left(known: Frame, by: Sequence[str]) -> Frame:
    """Of each group and time how many ended then (`_ended`), and the share that lasts longer (`_share`)."""
    times = known.group_by(*by, "_time").agg(nw.col("_over").sum().alias("_ended"), nw.len().alias("_count"))
    before = nw.col("_count").cum_sum().over(*by, order_by="_time") - nw.col("_count")
    at_risk = (nw.col("_count").sum().over(*by) - before).cast(nw.Float64)
    staying = times.with_columns(_stay=1.0 - nw.col("_ended").cast(nw.Float64) / at_risk)
    logarithm = nw.when(nw.col("_stay") > _LEAST).then(nw.col("_stay")).otherwise(_LEAST).log()
    summed = staying.with_columns(_log=logarithm).with_columns(
        _share=nw.col("_log").cum_sum().over(*by, order_by="_time").exp()
    )
    return summed.select(*by, "_time", "_ended", "_share")
