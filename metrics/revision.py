"""Revision: by how much has a figure changed since it was first published?"""

import narwhals.stable.v2 as nw

from metrics.eager import settled
from metrics.interval import increase
from metrics.judgement import is_reported, lost
from metrics.pairing import KEY
from metrics.registry import Frame, metric
from metrics.worked_out import contested

_SAME = [*KEY, "scenario", "publisher"]
_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}


@metric(
    title={"en": "Revision since the first release", "ru": "Пересмотр с первой публикации"},
    unit="PT",
    better="neither",
    reference="Real-time vintages: final less first release (FRED and ALFRED, all vintages and vintage revisions)",
    dimensions={
        "since": nw.Int32,
        "scenario": nw.String,
        "publisher": nw.String,
        "releases": nw.Int64,
        "first": nw.Float64,
        "first_lower": nw.Float64,
        "first_upper": nw.Float64,
        "first_source": nw.String,
        "newest": nw.Float64,
        "newest_lower": nw.Float64,
        "newest_upper": nw.Float64,
        "newest_source": nw.String,
    },
)
def revision(history: Frame) -> Frame:
    """The change from the first to the newest figure that a publisher gave for the same thing and period, in per cent.

    value = 100 × (newest / first − 1), one row per key, scenario and publisher with at least two releases; by the day
    each became known. Figures of two publishers are a contradiction and no revision.

    Null, with its reason: zero_before where the first figure is not above zero, bounds where no end of the change is
    known, and why one of the two cannot be told in the money asked for.
    """
    told = _told_again(history)
    releases = told.group_by(_SAME).agg(nw.len().alias("releases")).filter(nw.col("releases") > 1)
    first, newest = _extreme(told, "first", is_last=False), _extreme(told, "newest", is_last=True)
    both = releases.join(first, on=_SAME, how="inner").join(newest, on=_SAME, how="inner")
    from_zero = nw.when(nw.col("first_upper") <= 0).then(nw.lit("zero_before"))
    untold = nw.coalesce(nw.col("first_untold"), nw.col("newest_untold"))
    return increase(both.with_columns(reason=nw.coalesce(untold, from_zero)), "newest", on="first")


def _told_again(history: Frame) -> Frame:
    """The figures of the keys that have more than the one current row, which are few."""
    again = contested(history)
    return settled(again.with_columns(untold=lost(again)).filter(is_reported(again)))


def _extreme(told: Frame, name: str, is_last: bool) -> Frame:
    """The first or the last release of each key, as a quantity with its source."""
    rows = told
    for order in ("known_on", "load", "source"):
        column = nw.col(order)
        rows = rows.filter(column == (column.max() if is_last else column.min()).over(*_SAME))
    ends = {f"{name}{end}": nw.col(column) for end, column in _ENDS.items()}
    return rows.select(*_SAME, **ends, **{f"{name}_{each}": nw.col(each) for each in ("source", "untold")})
