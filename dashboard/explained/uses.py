"""Which computed figures is a published one a part of?"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard.session import Known
from metrics.registry import METRICS, Metric

_SERIES = ("scope", "basis", "unit")
#: Whose targets are what was promised, not what was planned.
_OF_COMMITMENTS = ("commitments", "commitments_due", "months_late")
_KEY = ("entity", "indicator", *_SERIES, "period", "value", "lower", "upper", "reason")


def uses(known: Known, figure: Mapping[str, Any]) -> pl.DataFrame:
    """The rows of all metrics that were computed from a figure of `history`: `metric`, and the columns all have.

    A metric says so by its columns: the series and the periods a row names; a total over members is one of those the
    entity belongs to. Every metric is computed where it has not been.
    """
    told = [_of_metric(known, metric, figure) for metric in METRICS.values()]
    return pl.concat([_EMPTY, *told], how="diagonal_relaxed")


def _of_metric(known: Known, metric: Metric, figure: Mapping[str, Any]) -> pl.DataFrame:
    whose = [figure["entity"]]
    if "membership" in metric.inputs and figure["scenario"] == "actual":
        whose += known.table("membership").filter(member=figure["entity"])["of"].to_list()
    rows = known.metric(metric.id).filter(pl.col("entity").is_in(whose))
    is_own = pl.col("entity") == figure["entity"]
    same = (pl.col("scope") == figure["scope"]) | ~is_own
    alike = [pl.col(name) == figure[name] for name in ("indicator", "basis", "unit")]
    found = rows.filter(*alike, same, _of_its_time(rows, metric, figure))
    return found.select(pl.lit(metric.id).alias("metric"), *_KEY)


def _of_its_time(rows: pl.DataFrame, metric: Metric, figure: Mapping[str, Any]) -> pl.Expr:
    """Whether a row speaks of the figure's kind and period."""
    names = set(rows.columns)
    kind, period = figure["scenario"], pl.lit(figure["period"])
    if "scenario" in names:
        return pl.all_horizontal(pl.col("scenario") == kind, pl.col("period") == period)
    if kind != "actual":
        promised = metric.id in _OF_COMMITMENTS
        is_read = "target" in names and promised == (kind == "commitment") and kind in ("target", "commitment")
        return pl.all_horizontal(pl.col("period") == period, pl.lit(is_read))
    if "actual_period" in names:
        return pl.any_horizontal(
            pl.col(name) == period for name in ("actual_period", "baseline_period") if name in names
        )
    if "actual_end" in names and "target" in names:
        return pl.all_horizontal(pl.col("actual_end") == figure["end_month"])
    return pl.any_horizontal(pl.col(name) == period for name in ("period", "before_period") if name in names)


_EMPTY = pl.DataFrame(
    schema={"metric": pl.String, **dict.fromkeys(_KEY[:6], pl.String), **dict.fromkeys(_KEY[6:9], pl.Float64)}
).with_columns(reason=pl.lit(None, dtype=pl.String))
