"""In which money and whose prices are amounts told, and by which rate was each?"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard import format as write
from dashboard.language import Language
from dashboard.session import Known
from data.period import Period

_SERIES = ("entity", "indicator", "scope", "basis", "unit")


def file_parts(known: Known) -> list[str]:
    """What a file's name says of it: `usd`, `prices-2015`."""
    currency = [known.currency.lower()] if known.currency else []
    return [*currency, *([f"prices-{known.prices}"] if known.prices else [])]


def facts(known: Known, language: Language) -> Iterator[str]:
    """What stands under a title where amounts are not as published: the rules, and how many could not be told."""
    t = language.t
    if known.currency:
        yield t(
            "Amounts in {currency}: a flow at the average rate of its period, a level at the rate at its end, a sum "
            "since the beginning through its yearly amounts, a plan at the rate of the month or quarter it was "
            "published in. Where the two rates differ, so does the share of a plan that is reached.",
            currency=language.title("unit", known.currency),
        )
    if known.prices:
        yield t("Amounts in prices of {year}, by the deflator of each country.", year=known.prices)
    if known.currency or known.prices:
        lost = known.table("observation")["reason"].drop_nulls().len()
        if lost:
            yield language.n(
                "{count} amount has no rate or price level of its own and is not told; the last known one is not "
                "carried on.",
                "{count} amounts have no rate or price level of their own and are not told; the last known one is not "
                "carried on.",
                lost,
            )


def beside(known: Known, language: Language, row: dict[str, Any], scenario: str, period: str | None) -> str:
    """By which rate a figure that a row speaks of was told; empty where it is as published."""
    if not (known.currency or known.prices) or period is None:
        return ""
    same = [pl.col(name) == row[name] for name in _SERIES]
    found = known.table("observation").filter(*same, scenario=scenario, period=period)
    return of_figure(found.row(0, named=True), language) if found.height else ""


def of_figure(row: dict[str, Any], language: Language) -> str:
    """What was published, and the rate and price level it was multiplied by; empty where it is as published."""
    is_as_published = row.get("own_unit") is None or (row["rate"] is None and row["price_index"] in (None, 1.0))
    if is_as_published and not row.get("reason"):
        return ""
    parts = [_published(row, language), _rate(row, language), _prices(row, language)]
    return " · ".join(part for part in parts if part)


def _published(row: dict[str, Any], language: Language) -> str:
    own = row["own_value"]
    if own is None:
        return ""
    figure = write.figure(own, own, own, "=", row["own_unit"], language)
    return language.t("published: {figure}", figure=figure)


def _rate(row: dict[str, Any], language: Language) -> str:
    t = language.t
    if row["rate"] is None:
        return ""
    ways = {
        "average": t("average rate"),
        "end": t("rate at the end"),
        "published": t("rate when published"),
        "flows": t("by the rates of its yearly amounts"),
    }
    pivot = t("through {currency}", currency=row["rate_pivot"]) if row["rate_pivot"] else ""
    months = write.period(Period(row["rate_start"], row["rate_end"]).text, language)
    said = f"{ways[row['rate_how']]} {row['rate']:.6g} ({months})"
    return ", ".join(part for part in (said, pivot, row["rate_source"] or "", row["rate_other_source"] or "") if part)


def _prices(row: dict[str, Any], language: Language) -> str:
    index = row["price_index"]
    return "" if index in (None, 1.0) else language.t("price level × {index}", index=f"{index:.6g}")
