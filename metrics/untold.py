"""Which rows of a metric does a missing rate or price level take away?

A metric leaves out what it has no figure for. What was reported and cannot be told in the money asked for is another
matter: it keeps its row, without numbers, and the reason stands in it.
"""

from collections.abc import Callable

import polars as pl

from metrics.multiplier import currencies

#: The columns that say what a row is about; the others are what is said of it.
_ABOUT = (
    *("entity", "indicator", "scope", "basis", "period", "since", "role", "project", "stage", "sector", "contributor"),
    *("public_money", "land", "methodology", "bridge", "scenario", "publisher"),
)

#: From the narrowest to the widest: where a figure without a rate is looked for, to say why a row has no number.
_WHERE = (
    ["entity", "indicator", "scope", "basis", "period"],
    ["entity", "indicator", "scope", "period"],
    *(["entity", "indicator"], ["entity"], ["indicator"]),
)

#: Numbers that no money changes.
_NO_AMOUNTS = ("probability", "weight", "cap")

#: A metric with one of these tells of each series the newest figure only.
_OF_NEWEST = ("largest",)

_NO_VERDICT = {"standing": "not_assessable", "verdict": "undetermined"}


def with_untold(
    found: pl.DataFrame, published: Callable[[], pl.DataFrame], figures: pl.DataFrame, currency: str | None
) -> pl.DataFrame:
    """The rows of a metric over converted amounts, and those that it has only over the amounts as published.

    `published` gives the latter. Added rows have no number that is no count; `reason` is that of the figures they speak
    of: no_rate, no_flows, no_deflator. figures: `observation` as `metrics/money.py` tells it.
    """
    lost = figures.filter(pl.col("reason").is_not_null())
    if lost.is_empty():
        return found
    key = [name for name in _ABOUT if name in found.columns]
    missing = published().join(found.select(key).unique(), on=key, how="anti", nulls_equal=True)
    added = _without_numbers(missing, lost, currency).select(found.columns)
    return pl.concat([found, added if set(found.columns).isdisjoint(_OF_NEWEST) else _newer(added, found, key)])


def _newer(added: pl.DataFrame, found: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """The added rows of series that have no row yet: of money in two units the newest figure has its row already."""
    series = [name for name in (*key, "unit") if name != "period"]
    return added.join(found.select(series).unique(), on=series, how="anti", nulls_equal=True)


def _without_numbers(rows: pl.DataFrame, lost: pl.DataFrame, currency: str | None) -> pl.DataFrame:
    units = [name for name in rows.columns if name.endswith("unit")] if currency else []
    is_money = {name: pl.col(name).is_in(list(currencies())) for name in units}
    told = {name: pl.when(flag).then(pl.lit(currency)).otherwise(name) for name, flag in is_money.items()}
    verdicts = {name: pl.lit(code) for name, code in _NO_VERDICT.items() if name in rows.columns}
    floats = [name for name, dtype in rows.schema.items() if dtype == pl.Float64 and name not in _NO_AMOUNTS]
    numbers = dict.fromkeys(floats, pl.lit(None, pl.Float64))
    return _explained(rows, lost, currency).with_columns(**told, **verdicts, **numbers)


def _explained(rows: pl.DataFrame, lost: pl.DataFrame, currency: str | None) -> pl.DataFrame:
    usual = pl.lit("no_rate" if currency else "no_deflator")
    for number, place in enumerate(_WHERE):
        reasons = lost.group_by(place).agg(pl.col("reason").min().alias(f"_why_{number}"))
        rows = rows.join(reasons, on=place, how="left")
    whys = [f"_why_{number}" for number in range(len(_WHERE))]
    return rows.with_columns(reason=pl.coalesce(*whys, usual)).drop(whys)
