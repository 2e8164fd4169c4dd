"""Relief efficiency: does a unit of tax relief bring more value added than a year before?"""

import narwhals.stable.v2 as nw

from metrics.interval import difference, is_unknown
from metrics.quotient import quotient
from metrics.registry import Frame, metric

_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}
_SERIES = ["entity", "scope", "basis", "denominator_unit", "since", "frequency", "numerator_end"]
_YEAR = 12


@metric(
    title={"en": "Change of value added per unit of tax relief", "ru": "Изменение отдачи налоговых льгот"},
    unit="RATIO",
    better="higher",
    reference="Draft method for the Free Port of Vladivostok, fourth criterion (change of value added to tax and "
    "customs relief, end of year on end of year before; a draft read in the news: unverified)",
    dimensions={
        "since": nw.Int32,
        "numerator_end": nw.Int32,
        "now": nw.Float64,
        "now_lower": nw.Float64,
        "now_upper": nw.Float64,
        "before": nw.Float64,
        "before_lower": nw.Float64,
        "before_upper": nw.Float64,
    },
)
def relief_efficiency_change(observation: Frame, indicator: Frame) -> Frame:
    """Value added per unit of tax relief less the same of a year before.

    value = value added / tax relief − value added / tax relief of the period of the same length that ended twelve
    months earlier. Both ratios are recomputed from their parts; above zero relief works better than before.

    Null: zero_denominator where no relief was used in one of the two, bounds where a figure is only a range. Without
    both years there is no row. `low_reliability` stands beside a value where a figure has status U.
    """
    told = quotient(observation, indicator, ("value_added",), ("tax_relief",), unit="RATIO")
    earlier = told.select(
        *_SERIES[:-1],
        **{f"before{end}": nw.col(name) for end, name in _ENDS.items()},
        _why=nw.col("reason"),
        numerator_end=nw.col("numerator_end") + _YEAR,
    )
    now = told.with_columns(**{f"now{end}": nw.col(name) for end, name in _ENDS.items()}).drop(
        "value", "lower", "upper"
    )
    both = now.join(earlier, on=_SERIES, how="inner")
    whys = (nw.col("reason"), nw.col("_why"))
    is_open = (is_unknown("now"), is_unknown("before"))
    barred = both.with_columns(
        reason=nw.coalesce(*(nw.when(each).then(why) for each, why in zip(is_open, whys, strict=True))),
        _doubt=nw.coalesce(*(nw.when(why == "low_reliability").then(why) for why in whys)),
    )
    changed = difference(barred, "now", "before")
    return changed.with_columns(reason=nw.coalesce(nw.col("reason"), nw.col("_doubt")))
