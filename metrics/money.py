"""How is money told in another currency, and in the prices of one year?

This acts on the tables before a metric sees them, so a metric takes no options. A flow converts at the average rate of
its own period, a level at the rate at the end of it, a plan at the rate of the month it was published in, a cumulative
amount only through its known yearly flows. Where there is no rate there is no figure.
"""

from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw

from data.errors import UserError
from metrics import eager, worked_out
from metrics.eager import Frame
from metrics.exchange import ANSWER, ASKED, rates
from metrics.judgement import is_known, surely
from metrics.multiplier import REFERENCES, currencies, rate_of, through_flows, times

Table = Callable[[str], Any]

#: What a table of figures gets beside it: what was published, and by which rate and prices it is told now.
TOLD = (
    "own_value",
    "own_unit",
    "rate",
    "rate_how",
    "rate_start",
    "rate_end",
    "rate_way",
    "rate_pivot",
    "rate_source",
    "rate_other_source",
    "price_index",
    "reason",
)

_KEY = ["entity", "indicator", "scope", "basis", "scenario", "period", "unit"]
_NUMBERS = ("value", "lower", "upper")


def told(table: Table, currency: str | None, prices: int | None) -> Table:
    """The tables with every amount in one currency and in the prices of one year; either may be left as published.

    observation and history: value, lower and upper converted, comparator and status as they were, `TOLD` beside. A
    figure without a rate keeps its row, has no number, and `reason` says why. Where a key is published in several
    currencies, the one asked for counts as it is and the others are left out. agreement: the amount, at the rate of the
    month it was signed in. Raises UserError for a code that is no currency and a year without a price level.
    """
    if currency is None and prices is None:
        return table
    if currency is not None and currency not in currencies():
        raise UserError("{found} is no currency. Known: {known}.", found=currency, known=", ".join(currencies()))
    if prices is not None:
        _check_year(table, prices)

    def converted(name: str) -> Any:
        if name not in ("observation", "history", "agreement"):
            return table(name)
        read = {each: eager.lazy(table(each)) for each in (name, *REFERENCES)}
        if name == "agreement":
            return _agreements(read, currency, prices).to_native()
        flows = read[name] if name == "observation" else read[name].filter("is_current")
        return _figures(read[name], flows, read, currency, prices).to_native()

    return converted


def _check_year(table: Table, prices: int) -> None:
    years = eager.collected(eager.lazy(table("deflator")).select("year").unique())["year"].sort().to_list()
    if prices not in years:
        raise UserError(
            "No price level of {found} is known. Known: {known}.",
            found=prices,
            known=f"{years[0]}–{years[-1]}" if years else "none loaded",
        )


def _figures(rows: Frame, flows: Frame, read: dict[str, Frame], currency: str | None, prices: int | None) -> Frame:
    priced = times(rows, read, currency, prices)
    yearly = priced if flows is rows else times(flows, read, currency, prices)
    whole = through_flows(priced, yearly)
    return _one_currency(_converted(whole), currency)


def _converted(rows: Frame) -> Frame:
    is_money = nw.col("_money")
    times, is_flows = nw.col("_times"), nw.col("_how") == "flows"
    is_other = is_money & surely(nw.col("_from") != nw.col("_to"))
    lost = nw.when(is_money & times.is_null() & is_known())
    no_index = lost.then(nw.when(nw.col("_index").is_null()).then(nw.lit("no_deflator")).otherwise(nw.lit("no_rate")))
    reason = nw.when(is_money & times.is_null() & is_known() & is_flows).then(nw.lit("no_flows")).otherwise(no_index)
    has_rate = is_other & ~times.is_null()
    numbers = {name: nw.when(is_money).then(nw.col(name) * times).otherwise(nw.col(name)) for name in _NUMBERS}
    start = nw.when(is_flows).then(nw.col("_first")).otherwise(nw.col("_rate_start"))
    end = nw.when(is_flows).then(nw.col("end_month")).otherwise(nw.col("_rate_end"))
    said = {
        "own_value": nw.when(is_money).then(nw.col("value")),
        "own_unit": nw.when(is_money).then(nw.col("_from")),
        "rate": nw.when(has_rate).then(nw.when(is_flows).then(times).otherwise(nw.col("_rate"))),
        "rate_how": nw.when(has_rate).then(nw.col("_how")),
        "rate_start": nw.when(has_rate).then(start),
        "rate_end": nw.when(has_rate).then(end),
        "rate_way": nw.when(has_rate).then(nw.col("_way")),
        "rate_pivot": nw.when(has_rate & (nw.col("_pivot") != "")).then(nw.col("_pivot")),
        "rate_source": nw.when(has_rate & (nw.col("_source") != "")).then(nw.col("_source")),
        "rate_other_source": nw.when(has_rate & (nw.col("_other_source") != "")).then(nw.col("_other_source")),
        "price_index": nw.when(is_money & ~is_flows).then(nw.col("_index")),
        "reason": reason,
    }
    replaced = (*_NUMBERS, *worked_out.COLUMNS)
    columns = [name for name in rows.collect_schema().names() if not name.startswith("_") and name not in replaced]
    unit = nw.when(is_money).then(nw.col("_wanted")).otherwise(nw.col("unit"))
    kept = rows.with_columns(**said, _unit=unit, **{f"_{name}": number for name, number in numbers.items()})
    return kept.select(
        *(name for name in columns if name != "unit"),
        *TOLD,
        unit=nw.col("_unit"),
        **{name: nw.col(f"_{name}") for name in _NUMBERS},
    )


def _one_currency(rows: Frame, currency: str | None) -> Frame:
    """Of a key told in several currencies the one asked for, else the straightest rate, then the first by its code."""
    if currency is None:
        return rows
    way = nw.when(nw.col("own_unit") == currency).then(nw.lit(-1)).otherwise(nw.coalesce(nw.col("rate_way"), nw.lit(9)))
    is_history = "is_current" in rows.collect_schema().names()
    ranked = rows.with_columns(_rank=nw.when(nw.col("is_current")).then(way) if is_history else way)
    best = nw.col("_rank").min().over(*_KEY, "own_unit")
    first = ranked.with_columns(_best=best, _own=nw.coalesce(nw.col("own_unit"), nw.lit("")))
    first = first.filter(surely(nw.col("_best") == nw.col("_rank").min().over(*_KEY)) | (nw.col("_own") == ""))
    return first.filter(nw.col("_own") == nw.col("_own").min().over(*_KEY)).drop("_rank", "_best", "_own")


def _agreements(read: dict[str, Frame], currency: str | None, prices: int | None) -> Frame:
    """The amounts at the rate of the month they were signed in; their prices are left as they are."""
    if currency is None:
        return read["agreement"]
    told = read["agreement"].with_columns(
        _from=nw.col("currency"),
        _to=nw.lit(currency),
        _how=nw.lit("published"),
        _start="signed_month",
        _end="signed_month",
    )
    is_other = surely(nw.col("_from") != nw.col("_to")) & ~nw.col("_start").is_null()
    answers = rates(told.filter(is_other).select(*ASKED).unique(), read["rate"], read["source"])
    found = told.join(answers, on=ASKED, how="left").with_columns(
        own_amount=nw.col("amount"),
        amount=nw.col("amount") * rate_of("_from", "_to", "_rate"),
        currency=nw.when(~nw.col("currency").is_null()).then(nw.lit(currency)),
    )
    return found.with_columns(rate=nw.col("_rate")).drop(*ASKED, *ANSWER)
