"""Which published figures cannot all be right?"""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from metrics.eager import settled, words
from metrics.interval import apart, difference
from metrics.judgement import is_known, surely
from metrics.registry import OF_SERIES, Frame, Type, metric
from metrics.worked_out import contested, with_series

#: Published numbers of one thing may differ by 1 %, an implied exchange rate by 10 %, before they contradict.
_SAME = 0.01
_SAME_RATE = 0.10

_KEY = ["entity", "indicator", "scope", "basis", "scenario", "period", "unit"]
#: What is one key, with fewer texts to compare.
_PLACE = ["series", "scenario", "period"]
_SIDE = ("period", "basis", "unit", "comparator", "value", "lower", "upper", "status", "source", "source_row")
_NUMBERS = ("value", "lower", "upper")

DIMENSIONS: dict[str, Type] = {
    "kind": nw.String,
    "rule": nw.String,
    "scenario": nw.String,
    "comparator": nw.String,
    "status": nw.String,
    "source": nw.String,
    "source_row": nw.String,
    **{f"other_{name}": nw.Float64 if name in _NUMBERS else nw.String for name in _SIDE},
}


@metric(
    title={"en": "Contradictions between published figures", "ru": "Противоречия между опубликованными данными"},
    unit=OF_SERIES,
    better="neither",
    reference="W3C Data Cube, integrity check IC-12; SDMX OBS_STATUS; the 1 % and 10 % are the product's convention",
    dimensions=DIMENSIONS,
)
def contradictions(observation: Frame, history: Frame, indicator: Frame, rate: Frame) -> Frame:
    """Pairs of published figures that cannot both be right, both named, one row per pair.

    value = the first figure, other_value = the one it contradicts, each with its bounds, in the unit of the row.
    `kind` sources: different publishers at one key, numbers more than 1 % apart ("more than N" read as N), a range with
    disjoint bounds; the winner comes first. `kind` series: of actuals that add up, a cumulative figure falls, a year to
    date exceeds the year, a year exceeds the growth of the cumulative figure (other_value is that growth). `kind`
    conversion: the same figure in two currencies, more than 10 % off the reference rate; a flow converts at the average
    rate of its period, a stock at the end rate, a plan at the average rate of the quarter it was published in, a
    cumulative actual not at all. Where no rate is known, nothing is said.

    Null: value where only a range was published. Figures not reported contradict nothing.
    """
    additive = indicator.filter("additive").select("indicator")
    reported = observation.filter(nw.col("scenario") == "actual", is_known())
    actuals = reported.join(additive, on="indicator", how="semi")
    found = [
        sources_differ(history),
        _listed(_falls(actuals), "series", "cumulative_falls"),
        _listed(_ytd_exceeds_year(actuals), "series", "ytd_exceeds_year"),
        _listed(_year_exceeds_growth(actuals), "series", "year_exceeds_growth"),
        _listed(_converted(observation, rate), "conversion", "rate_differs"),
    ]
    return nw.concat(found, how="vertical")


def sources_differ(history: Frame) -> Frame:
    """The contradictions of kind `sources`: the last word of each publisher against that of each other one."""
    told = _last_words(history)
    is_once = nw.col("is_current") | (~nw.col("other_is_current") & (nw.col("publisher") < nw.col("other_publisher")))
    pairs = told.join(_other(told, _KEY, also=("publisher", "is_current")), on=_KEY, how="inner").filter(
        nw.col("publisher") != nw.col("other_publisher"), is_once
    )
    value, other = nw.col("value"), nw.col("other_value")
    disjoint = (nw.col("upper") < nw.col("other_lower")) | (nw.col("other_upper") < nw.col("lower"))
    # Two exact numbers that differ at all are disjoint; a range has no number to be 1 % apart.
    is_range = value.is_null() | other.is_null()
    differ = surely(nw.when(is_range).then(disjoint).otherwise(apart(other, value, _SAME)))
    return _listed(pairs.filter(differ), "sources", "sources_differ")


def _last_words(history: Frame) -> Frame:
    """What each publisher says at last, at the keys that have more than one row."""
    told = with_series(contested(history).filter(is_known()))
    # Most keys are contested by one publisher that restated its figure.
    words = told.filter(nw.col("publisher").min().over(_PLACE) != nw.col("publisher").max().over(_PLACE))
    words = words.with_columns(
        _current=nw.col("is_current").cast(nw.Int32), _published=nw.coalesce(nw.col("published_month"), nw.lit(0))
    )
    for latest in ("_current", "_published", "known_on", "load"):
        words = words.filter(nw.col(latest) == nw.col(latest).max().over(*_PLACE, "publisher"))
    return words.filter(nw.col("source") == nw.col("source").min().over(*_PLACE, "publisher"))


def _falls(actuals: Frame) -> Frame:
    """A cumulative figure that is surely below the one before it."""
    cumulative = with_series(actuals.filter(nw.col("basis") == "cumulative"))
    row_before = nw.col("end_month").shift(1).over("series", order_by="end_month")
    # Of figures that end together all but one follow another of them: the least of them follows an earlier month.
    month_before = nw.col("_before").min().over("series", "end_month")
    later = cumulative.with_columns(_before=row_before).with_columns(_before=month_before)
    earlier = _other(cumulative.with_columns(_before=nw.col("end_month")), ["series", "_before"])
    both = later.filter(nw.col("_before") < nw.col("end_month")).join(earlier, on=["series", "_before"], how="inner")
    return both.filter(nw.col("upper") < nw.col("other_lower"))


def _ytd_exceeds_year(actuals: Frame) -> Frame:
    """A year to date that is surely above the whole year."""
    place = ["entity", "indicator", "scope", "unit", "_year"]
    dated = actuals.with_columns(_year=_year_start(nw.col("end_month")))
    to_date = dated.filter(nw.col("basis") == "ytd")
    years = dated.filter(_is_year(), nw.col("start_month") == nw.col("_year"))
    return to_date.join(_other(years, place), on=place, how="inner").filter(nw.col("lower") > nw.col("other_upper"))


def _year_exceeds_growth(actuals: Frame) -> Frame:
    """A year that is surely above what the cumulative figure grew by from its start to its end."""
    place = ["entity", "indicator", "scope", "unit", "_opening", "end_month"]
    years = actuals.filter(_is_year()).with_columns(_opening=nw.col("start_month") - 1)
    growth = _growth(actuals.filter(nw.col("basis") == "cumulative"))
    return years.join(_other(growth, place), on=place, how="inner").filter(nw.col("lower") > nw.col("other_upper"))


def _growth(cumulative: Frame) -> Frame:
    """What each cumulative figure grew by in the twelve months to its end; the row is the later figure's."""
    series = ["entity", "indicator", "scope", "unit", "since", "_opening"]
    closing = cumulative.with_columns(_opening=nw.col("end_month") - 12, **_renamed("_closing"))
    opening = cumulative.select(*series[:-1], _opening=nw.col("end_month"), **_renamed("_start"))
    both = closing.join(opening, on=series, how="inner")
    return difference(both, "_closing", "_start")


def _renamed(name: str) -> dict[str, nw.Expr]:
    return {name: nw.col("value"), f"{name}_lower": nw.col("lower"), f"{name}_upper": nw.col("upper")}


def _converted(observation: Frame, rate: Frame) -> Frame:
    """The same figure in two currencies, at a rate that is off the reference."""
    place = [name for name in _KEY if name != "unit"]
    money = _in_several_currencies(observation.filter(~nw.col("value").is_null()), rate).with_columns(**_rate_wanted())
    pairs = money.join(_other(money, place), on=place, how="inner")
    on = ["unit", "other_unit", "_rate_kind", "_rate_start", "_rate_end"]
    both = pairs.join(_reference(rate), on=on, how="inner")
    return both.filter(apart(nw.col("other_value"), nw.col("value") * nw.col("_rate"), _SAME_RATE))


def _in_several_currencies(figures: Frame, rate: Frame) -> Frame:
    """Figures of the entities and indicators that are told in more than one currency."""
    currencies = [*words(rate, "currency_base"), *words(rate, "currency_quote")]
    money = figures.filter(nw.col("unit").is_in(currencies))
    units = money.group_by("entity", "indicator").agg(
        nw.col("unit").min().alias("_first"), nw.col("unit").max().alias("_last")
    )
    several = settled(units.filter(nw.col("_first") != nw.col("_last")))
    told = money.filter(nw.col("indicator").is_in(words(several, "indicator")))
    return told.join(several, on=["entity", "indicator"], how="semi")


def _rate_wanted() -> dict[str, nw.Expr]:
    """Which rate a figure converts at: a flow at its period's average, a stock at its end, a plan when published.

    Null for a cumulative actual, which no one rate converts, and for a plan published on an unknown day.
    """
    is_actual, basis = nw.col("scenario") == "actual", nw.col("basis")
    quarter = nw.col("published_month") // 3 * 3
    start = nw.when(basis == "ytd").then(_year_start(nw.col("end_month"))).otherwise(nw.col("start_month"))
    is_flow, is_stock = is_actual & basis.is_in(["period", "ytd"]), is_actual & (basis == "stock")
    return {
        "_rate_kind": nw.when(is_stock).then(nw.lit("end")).otherwise(nw.lit("average")),
        "_rate_start": _choice(~is_actual, quarter, is_flow | is_stock, start),
        "_rate_end": _choice(~is_actual, quarter + 2, is_flow | is_stock, nw.col("end_month")),
    }


def _choice(first: nw.Expr, one: nw.Expr, second: nw.Expr, two: nw.Expr) -> nw.Expr:
    return nw.when(first).then(one).otherwise(nw.when(second).then(two)).cast(nw.Int32)


def _reference(rate: Frame) -> Frame:
    """One rate per pair of currencies, kind and months: the one whose source comes first by its text."""
    place = ("currency_base", "currency_quote", "kind", "start_month", "end_month")
    first = rate.filter(nw.col("source") == nw.col("source").min().over(*place))
    return first.select(
        unit="currency_base",
        other_unit="currency_quote",
        _rate_kind="kind",
        _rate_start=nw.col("start_month").cast(nw.Int32),
        _rate_end=nw.col("end_month").cast(nw.Int32),
        _rate="rate",
    )


def _is_year() -> nw.Expr:
    return (nw.col("basis") == "period") & (nw.col("frequency") == 12)


def _year_start(month: nw.Expr) -> nw.Expr:
    return (month // 12 * 12).cast(nw.Int32)


def _other(rows: Frame, place: Sequence[str], also: Sequence[str] = ()) -> Frame:
    """Rows as the other side of a pair: where they meet the first side, and what they say there."""
    return rows.select(*place, **{f"other_{name}": nw.col(name) for name in (*_SIDE, *also)})


def _listed(pairs: Frame, kind: str, rule: str) -> Frame:
    columns = ("entity", "indicator", "scope", "basis", "unit", "period", "value", "lower", "upper")
    listed = pairs.with_columns(kind=nw.lit(kind), rule=nw.lit(rule))
    return listed.select(*columns, *DIMENSIONS)
