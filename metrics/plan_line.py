"""How high does a plan stand at a month between two of its published points?"""

import narwhals.stable.v2 as nw

from metrics.interval import on_line
from metrics.judgement import is_accumulating, is_ceiling
from metrics.pairing import KEY, SERIES
from metrics.registry import Frame


def between_points(asked: Frame, paired: Frame) -> Frame:
    """For each asked target `expected` at its actual's end, on the line between the published points around it.

    asked: some of the paired rows. One row, KEY and `expected`, per target; null where no two points surround the
    actual. A point after the target itself is none of its own.
    """
    at, point_end = nw.col("actual_end"), nw.col("_point_end")
    met = (
        asked.select(*KEY, "actual_end", "target_end")
        .join(points(paired), on=SERIES, how="inner")
        .filter(point_end <= nw.col("target_end"))
        .with_columns(_before=nw.when(point_end <= at).then(point_end), _after=nw.when(point_end >= at).then(point_end))
        .with_columns(_start=nw.col("_before").max().over(*KEY), _end=nw.col("_after").min().over(*KEY))
    )
    start = nw.when(point_end == nw.col("_start")).then(nw.col("_point"))
    end = nw.when(point_end == nw.col("_end")).then(nw.col("_point"))
    heights = met.with_columns(_start_point=start, _end_point=end).group_by(*KEY, "actual_end", "_start", "_end")
    ends = heights.agg(nw.col("_start_point").max(), nw.col("_end_point").max())
    line = on_line(at, (nw.col("_start"), nw.col("_start_point")), (nw.col("_end"), nw.col("_end_point")))
    return ends.select(*KEY, expected=line)


def points(paired: Frame) -> Frame:
    """The published points of each plan (`_point`, `_point_end`); two different ones for one month are none."""
    is_point = is_accumulating() & ~is_ceiling() & ~nw.col("target").is_null() & (nw.col("target_status") != "U")
    told = paired.filter(is_point).group_by(*SERIES, "target_end")
    ends = told.agg(nw.col("target").min().alias("_point"), nw.col("target").max().alias("_other_point"))
    return ends.filter(nw.col("_point") == nw.col("_other_point")).select(*SERIES, "_point", _point_end="target_end")
