"""Year to date: how much since the beginning of the year?"""

import narwhals.stable.v2 as nw

from metrics.belonging import additive
from metrics.interval import difference, running_total
from metrics.judgement import is_known, surely
from metrics.registry import OF_SERIES, Frame, metric
from metrics.worked_out import with_series

_PLACE = ["entity", "indicator", "scope", "unit", "end_month"]
_NUMBERS = ["value", "lower", "upper"]
_YEAR = 12


@metric(
    title={"en": "Year to date", "ru": "С начала года"},
    unit=OF_SERIES,
    better=OF_SERIES,
    reference="SDMX concept of time span; a year to date is as reported, else the sum of the year's periods, else the "
    "difference of two cumulative figures",
    dimensions={"how": nw.String, "actual_end": nw.Int32},
)
def year_to_date(observation: Frame, indicator: Frame) -> Frame:
    """What came about from January to the end of a period, one row per series of flows and month it can be told for.

    value = the first of: the year to date as reported, or a first month or quarter or a whole year (`how` reported);
    the sum of the months, quarters or half-years of the year so far with none missing (summed); the cumulative figure
    less that of the end of the year before (difference). The bounds carry over. Only indicators that add up; `basis` is
    ytd, `period` that of the last figure used.

    Null: value where a figure is only a range, with reason bounds. Where a period is missing there is no row.
    `low_reliability` stands beside a value where a figure used has status U.
    """
    told = additive(with_series(observation).filter(nw.col("scenario") == "actual", is_known()), indicator)
    dated = told.with_columns(
        _year=nw.col("end_month") // _YEAR * _YEAR, _doubt=surely(nw.col("status") == "U").cast(nw.Int32)
    )
    found = nw.concat([_reported(dated), _summed(dated), _differences(dated)], how="vertical")
    first = found.filter(nw.col("_rank") == nw.col("_rank").min().over(*_PLACE))
    doubt = nw.when(nw.col("_doubt") > 0).then(nw.lit("low_reliability"))
    wide = nw.when(nw.col("value").is_null()).then(nw.lit("bounds"))
    return first.with_columns(basis=nw.lit("ytd"), reason=nw.coalesce(wide, doubt), actual_end=nw.col("end_month"))


def _reported(dated: Frame) -> Frame:
    """The longest of those that end together."""
    rows = dated.filter(nw.col("basis") == "ytd")
    return _ranked(rows.filter(nw.col("frequency") == nw.col("frequency").max().over(*_PLACE)), 0, nw.lit("reported"))


def _summed(dated: Frame) -> Frame:
    """The sum of periods of one length that cover the year so far; of several lengths the longest."""
    months = nw.col("start_month") - nw.col("_year")
    is_tile = nw.col("frequency").is_in([1, 3, 6, 12]) & (months // nw.col("frequency") * nw.col("frequency") == months)
    tiles = dated.filter(nw.col("basis") == "period", is_tile, nw.col("start_month") >= nw.col("_year"))
    sums = running_total(tiles, ["series", "frequency", "_year"], "end_month")
    whole = sums.filter(nw.col("_count") * nw.col("frequency") == nw.col("end_month") - nw.col("_year") + 1)
    longest = whole.filter(nw.col("frequency") == nw.col("frequency").max().over("series", "end_month"))
    how = nw.when(nw.col("_count") == 1).then(nw.lit("reported")).otherwise(nw.lit("summed"))
    return _ranked(longest, 1, how)


def _differences(dated: Frame) -> Frame:
    """The cumulative figure less that of the end of the year before."""
    rows = dated.filter(nw.col("basis") == "cumulative")
    longest = rows.filter(nw.col("frequency") == nw.col("frequency").max().over("series", "end_month"))
    opening = longest.select("series", **_renamed("_opening"), _year=nw.col("end_month") + 1, _before=nw.col("_doubt"))
    closing = longest.with_columns(**_renamed("_closing")).drop(*_NUMBERS)
    both = closing.join(opening, on=["series", "_year"], how="inner")
    grown = difference(both, "_closing", "_opening").with_columns(_doubt=nw.col("_doubt") + nw.col("_before"))
    # Of sums since several starts the one since the beginning, written 0, comes first.
    first = grown.filter(nw.col("since") == nw.col("since").min().over(*_PLACE))
    return _ranked(first, 2, nw.lit("difference"))


def _ranked(rows: Frame, rank: int, how: nw.Expr) -> Frame:
    doubt = nw.col("_doubt").cast(nw.Int64)  # engines sum into whole numbers of different widths
    return rows.select(*_PLACE, "period", *_NUMBERS, _doubt=doubt, _rank=nw.lit(rank), how=how)


def _renamed(name: str) -> dict[str, nw.Expr]:
    return {name: nw.col("value"), f"{name}_lower": nw.col("lower"), f"{name}_upper": nw.col("upper")}
