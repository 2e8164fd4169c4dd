"""By what is an amount multiplied, to be told in another currency and in the prices of one year?"""

import narwhals.stable.v2 as nw

from data import codelist
from metrics.eager import Frame
from metrics.exchange import ASKED, rates
from metrics.judgement import surely

#: The tables that are read for it.
REFERENCES = ("rate", "source", "deflator", "entity", "country")

_SERIES = ["entity", "indicator", "scope", "unit"]
_YEAR = 12

#: The yearly flows of a cumulative figure add up to it within 1 %, or they are not all of them.
_SAME = 0.01


def currencies() -> tuple[str, ...]:
    """The codes that are money."""
    return tuple(code for code in codelist.ids("unit") if "money" in codelist.quantities(code))


def times(rows: Frame, read: dict[str, Frame], currency: str | None, prices: int | None) -> Frame:
    """The rows with `_times`, what their numbers are multiplied by, null where a part of it is unknown."""
    asked = _asked(_placed(rows, read, prices), currency, prices)
    answers = rates(_questions(asked), read["rate"], read["source"])
    found = asked.join(answers, on=ASKED, how="left")
    if prices is None:
        return found.with_columns(_index=nw.lit(1.0), _times=rate_of("_from", "_to", "_rate"))
    return _in_prices(found, read, prices)


def _placed(rows: Frame, read: dict[str, Frame], prices: int | None) -> Frame:
    """With the country of the entity and its currency, where prices are asked for."""
    if prices is None:
        return rows
    whose = read["entity"].select(entity="code", _country="country")
    local = read["country"].select(_country="country", _local="currency")
    return rows.join(whose.join(local, on="_country", how="left"), on="entity", how="left")


def _asked(rows: Frame, currency: str | None, prices: int | None) -> Frame:
    """With what is asked of the rates: prices are those of the entity's country, so its currency comes first."""
    is_money = nw.col("unit").is_in(list(currencies()))
    basis, is_fact = nw.col("basis"), nw.col("scenario").is_in(["actual", "baseline"])
    wanted = nw.col("unit") if currency is None else nw.lit(currency)
    how = (
        nw.when(~is_fact)
        .then(nw.lit("published"))
        .when(basis == "stock")
        .then(nw.lit("end"))
        .when(basis == "cumulative")
        .then(nw.lit("flows"))
        .otherwise(nw.lit("average"))
    )
    year = (nw.col("end_month") // _YEAR * _YEAR).cast(nw.Int32)
    since = nw.when(basis == "ytd").then(year).when(basis == "stock").then(nw.col("end_month"))
    start = nw.when(is_fact).then(since.otherwise(nw.col("start_month"))).otherwise(nw.col("published_month"))
    end = nw.when(is_fact).then(nw.col("end_month")).otherwise(nw.col("published_month"))
    return rows.with_columns(_money=is_money, _from=nw.col("unit"), _wanted=wanted).with_columns(
        _to=nw.col("_wanted") if prices is None else nw.col("_local"),
        _how=how,
        _start=start.cast(nw.Int32),
        _end=end.cast(nw.Int32),
    )


def _questions(asked: Frame) -> Frame:
    is_due = surely(nw.col("_money") & (nw.col("_from") != nw.col("_to")))
    return asked.filter(is_due, nw.col("_how") != "flows", ~nw.col("_start").is_null()).select(*ASKED).unique()


def rate_of(start: str, end: str, rate: str) -> nw.Expr:
    return nw.when(surely(nw.col(start) == nw.col(end))).then(nw.lit(1.0)).otherwise(nw.col(rate))


def _in_prices(found: Frame, read: dict[str, Frame], prices: int) -> Frame:
    """In the prices of the year, then at that year's average rate from the country's currency to the one wanted."""
    year = nw.col("_start") // _YEAR
    dated = found.with_columns(_year=nw.when(year == nw.col("_end") // _YEAR).then(year).cast(nw.Int32))
    levels = _levels(read["deflator"])
    then = levels.select("_country", _year=nw.col("year").cast(nw.Int32), _then="index")
    now = levels.filter(nw.col("year") == prices).select("_country", _now="index")
    months = {"_start": nw.lit(prices * _YEAR), "_end": nw.lit(prices * _YEAR + _YEAR - 1)}
    asked = dated.select(_from="_to", _to="_wanted", _how=nw.lit("average")).unique()
    asked = asked.filter(surely(nw.col("_from") != nw.col("_to")))
    typed = {name: month.cast(nw.Int32) for name, month in months.items()}
    on = rates(asked.with_columns(**typed), read["rate"], read["source"]).select(
        _to="_from", _wanted="_to", _on="_rate"
    )
    joined = (
        dated.join(then, on=["_country", "_year"], how="left")
        .join(now, on="_country", how="left")
        .join(on, on=["_to", "_wanted"], how="left")
    )
    indexed = joined.with_columns(_index=nw.col("_now") / nw.col("_then"))
    there, onward = rate_of("_from", "_to", "_rate"), rate_of("_to", "_wanted", "_on")
    return indexed.with_columns(_times=there * nw.col("_index") * onward)


def _levels(deflator: Frame) -> Frame:
    """The price level of each country and year: the deflator of the whole economy, of the first source by its text."""
    of_all = deflator.filter(nw.col("kind") == "gdp_deflator", nw.col("index") > 0).with_columns(
        source=nw.coalesce(nw.col("source"), nw.lit(""))
    )
    first = of_all.filter(nw.col("source") == nw.col("source").min().over("country", "year"))
    return first.select("year", "index", _country="country")


def through_flows(priced: Frame, yearly: Frame) -> Frame:
    """The rows with `_times` of cumulative amounts: the mean of what their yearly flows are multiplied by.

    The flows are whole years without a gap that end with the figure and add up to it.
    """
    is_flow = (nw.col("scenario") == "actual") & (nw.col("basis") == "period") & (nw.col("frequency") == _YEAR)
    is_whole = nw.col("start_month") // _YEAR * _YEAR == nw.col("start_month")
    flows = yearly.filter("_money", is_flow & is_whole, ~nw.col("value").is_null()).select(
        *_SERIES,
        _flow="value",
        _flow_end="end_month",
        _flow_start="start_month",
        _told=nw.col("value") * nw.col("_times"),
        _one=nw.col("end_month") * 0 + 1,
        _given=(~nw.col("_times").is_null()).cast(nw.Int32),
    )
    place = [*_SERIES, "since", "end_month", "scenario", "value"]
    sums = priced.filter("_money", nw.col("_how") == "flows", ~nw.col("value").is_null()).select(*place).unique()
    met = sums.join(flows, on=_SERIES, how="inner").filter(
        nw.col("_flow_end") <= nw.col("end_month"), nw.col("_flow_start") >= nw.col("since")
    )
    added = met.group_by(*place).agg(
        nw.col("_flow", "_told", "_one", "_given").sum(),
        nw.col("_flow_start").min(),
        nw.col("_flow_end").max(),
    )
    months = nw.col("_flow_end") - nw.col("_flow_start") + 1
    is_complete = (
        (nw.col("_flow_end") == nw.col("end_month"))
        & (nw.col("_one") * _YEAR == months)
        & (nw.col("_given") == nw.col("_one"))
        & ((nw.col("since") == 0) | (nw.col("since") == nw.col("_flow_start")))
        & ((nw.col("_flow") - nw.col("value")).abs() <= nw.col("value").abs() * _SAME)
        & (nw.col("_flow") > 0)
    )
    mean = added.filter(is_complete).select(*place, _mean=nw.col("_told") / nw.col("_flow"), _first="_flow_start")
    is_same = surely(
        (nw.col("_from") == nw.col("_to")) & (nw.col("_to") == nw.col("_wanted")) & (nw.col("_index") == 1)
    )
    of_flows = nw.when(is_same).then(nw.lit(1.0)).otherwise(nw.col("_mean"))
    times = nw.when(nw.col("_how") == "flows").then(of_flows).otherwise(nw.col("_times"))
    return priced.join(mean, on=place, how="left").with_columns(_times=times)
