"""Data quality: how many of an entity's figures can be relied on as they stand?"""

import narwhals.stable.v2 as nw

from metrics.interval import exact, percentage
from metrics.judgement import is_reported, surely
from metrics.pipeline import at
from metrics.registry import Frame, metric

#: Who counts or collects a figure, and does not retell it.
_PRIMARY = ("government", "register", "managing company")

_COUNTS = {"primary": "_primary", "normal": "_normal", "exact": "_exact"}


@metric(
    title={"en": "Data quality", "ru": "Качество данных"},
    unit="PT",
    better="higher",
    reference="SDMX concepts OBS_STATUS and source; to take a primary source, a normal status and an exact figure "
    "together is the product's convention",
    dimensions={"figures": nw.Int64, "primary": nw.Int64, "normal": nw.Int64, "exact": nw.Int64},
)
def data_quality(observation: Frame, today: Frame) -> Frame:
    """The share of an entity's current actual figures that come from a primary source, are not estimated and no bound.

    value = 100 × figures with all three / figures, over the winners of all keys. Primary: published by government, a
    register or the managing company. Not estimated: status A. No bound: published as a plain number and not as "more
    than" or "about". `primary`, `normal` and `exact` count the figures that have each of the three. The row is of all
    indicators together: indicator, scope and basis are null, the unit is COUNT.

    Never null: without a known actual there is no row.
    """
    told = observation.filter(nw.col("scenario") == "actual", is_reported(observation))
    flags = {
        "_primary": surely(nw.col("source_kind").is_in(list(_PRIMARY))),
        "_normal": surely(nw.col("status") == "A"),
        "_exact": surely(nw.col("comparator") == "="),
    }
    judged = told.with_columns(**{name: flag.cast(nw.Int64) for name, flag in flags.items()})
    good = nw.col("_primary") * nw.col("_normal") * nw.col("_exact")
    sums = judged.with_columns(_good=good).group_by("entity")
    counts = sums.agg(
        nw.len().alias("figures"),
        nw.col("_good").sum(),
        *(nw.col(column).sum().alias(name) for name, column in _COUNTS.items()),
    )
    numbers = counts.with_columns(_all=nw.col("figures").cast(nw.Float64), _good=nw.col("_good").cast(nw.Float64))
    share = percentage(exact(numbers, "_good", "_all"), "_good", of="_all")
    nothing = nw.lit(None, dtype=nw.String)
    return at(share, today).with_columns(indicator=nothing, scope=nothing, basis=nothing, unit=nw.lit("COUNT"))
