"""How high does a plan stand at a month between two of its published points?"""

import narwhals.stable.v2 as nw

from metrics.eager import numbered
from metrics.interval import is_unknown, on_line
from metrics.judgement import is_accumulating, is_ceiling
from metrics.pairing import KEY, SERIES
from metrics.registry import Frame


def between_points(asked: Frame, paired: Frame) -> Frame:
    """For each asked target `expected` at its actual's end, on the line between the published points around it.

    asked: some of the paired rows. One row, KEY, `expected` and `untold`, per target; null where no two points surround
    the actual. `untold`: why one of the two cannot be told in the money asked for; the line is not drawn past it. A
    point after the target itself is none of its own.
    """
    at, point_end = nw.col("actual_end"), nw.col("_point_end")
    rows = numbered(asked.select(*KEY, "actual_end", "target_end"), by="target_end")
    met = (
        rows.join(points(paired), on=SERIES, how="inner")
        .filter(point_end <= nw.col("target_end"))
        .select("_row", "actual_end", "_point", "_point_end", "_untold")
        .with_columns(_before=nw.when(point_end <= at).then(point_end), _after=nw.when(point_end >= at).then(point_end))
        .with_columns(_start=nw.col("_before").max().over("_row"), _end=nw.col("_after").min().over("_row"))
    )
    start = nw.when(point_end == nw.col("_start")).then(nw.col("_point"))
    end = nw.when(point_end == nw.col("_end")).then(nw.col("_point"))
    is_end = (point_end == nw.col("_start")) | (point_end == nw.col("_end"))
    why = nw.when(is_end).then(nw.col("_untold"))
    marked = met.with_columns(_start_point=start, _end_point=end, _why=why)
    heights = marked.group_by("_row", "actual_end", "_start", "_end")
    ends = heights.agg(nw.col("_start_point").max(), nw.col("_end_point").max(), nw.col("_why").min())
    line = on_line(at, (nw.col("_start"), nw.col("_start_point")), (nw.col("_end"), nw.col("_end_point")))
    is_around = ~nw.col("_start").is_null() & ~nw.col("_end").is_null()
    told = ends.select("_row", expected=line, untold=nw.when(is_around).then(nw.col("_why")))
    return rows.join(told, on="_row", how="inner").select(*KEY, "expected", "untold")


def points(paired: Frame) -> Frame:
    """The published points of each plan (`_point`, `_point_end`); two different ones for one month are none.

    `_untold`: why a point has no number in the money asked for.
    """
    # Of a target without number and ends nothing is known but that it was published.
    is_told, is_lost = ~nw.col("target").is_null(), is_unknown("target")
    is_point = is_accumulating() & ~is_ceiling() & (is_told | is_lost) & (nw.col("target_status") != "U")
    marked = paired.filter(is_point).with_columns(_untold=nw.when(is_lost).then(nw.col("reason")))
    ends = marked.group_by(*SERIES, "target_end").agg(
        nw.col("target").min().alias("_point"),
        nw.col("target").max().alias("_other_point"),
        nw.col("_untold").min(),
    )
    is_one = (nw.col("_point") == nw.col("_other_point")) | ~nw.col("_untold").is_null()
    point = nw.when(nw.col("_untold").is_null()).then(nw.col("_point"))
    return ends.filter(is_one).select(*SERIES, "_untold", _point=point, _point_end="target_end")
