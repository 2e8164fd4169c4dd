"""Which figures of a metric can be drawn: of one entity over time, of everybody beside one another?"""

from collections import Counter
from typing import Any

import polars as pl

from dashboard.reports.pairs import LISTED, invented
from dashboard.reports.words import Words
from dashboard.session import Known
from data import period
from metrics.registry import OF_SERIES, Metric

_SERIES = ["indicator", "scope", "basis", "unit"]
#: What tells series of one metric apart beside that, where it has them: each is a codelist.
_APART = ("public_money", "land", "role")
_ENDS = ("value", "lower", "upper")
_PANELS, _PERIODS, _BARS = 4, 16, 20


def over_time(known: Known, metric: Metric, rows: pl.DataFrame) -> pl.DataFrame:
    """The series of one entity that have two figures or more and one unit, the longest first, each in time.

    Of the latest periods. None where several rows share a key: what tells them apart is no time.
    """
    series = _series(rows)
    told = _one_a_key(_dated(rows))
    told = told.filter(pl.col("end_month").is_in(told["end_month"].unique().sort().tail(_PERIODS).implode()))
    counted = told.group_by(series, maintain_order=True).len().filter(pl.col("len") > 1)
    longest = counted.sort("len", *series, descending=[True, *[False] * len(series)])
    if metric.unit == OF_SERIES and longest.height:
        longest = longest.filter(unit=longest["unit"][0])
    return longest.head(_PANELS).join(told, on=series, nulls_equal=True, maintain_order="left_right").drop("len")


def beside(known: Known, metric: Metric, rows: pl.DataFrame) -> pl.DataFrame:
    """The latest figure of each zone and cluster in the series that most of them have, the highest first.

    Invented ones only where there is no other.
    """
    listed = known.table("entity").filter(pl.col("kind").is_in(LISTED))["code"].to_list()
    told = _one_a_key(_dated(rows.filter(pl.col("entity").is_in(listed))))
    real = told.filter(~pl.col("entity").is_in(list(invented(known))))
    told = real if real.height else told
    series = _series(rows)
    spread = told.group_by(series).agg(pl.col("entity").n_unique().alias("count"))
    most = spread.sort("count", *series, descending=[True, *[False] * len(series)]).head(1).drop("count")
    own = told.join(most, on=series, how="semi", nulls_equal=True).sort("end_month", "entity")
    latest = own.unique("entity", keep="last", maintain_order=True)
    return latest.sort(pl.coalesce(_ENDS), "entity", descending=[True, False], nulls_last=True).head(_BARS)


def panels_of(words: Words, metric: Metric, rows: pl.DataFrame) -> pl.DataFrame:
    """What the chart of panels draws; a panel is one series, so that two of the same words are told apart by unit."""
    series = _series(rows)
    names = {row: of_what(words, dict(zip(series, row, strict=True))) for row in rows.select(series).unique().rows()}
    twice = [name for name, count in Counter(names.values()).items() if count > 1]
    drawn = [
        {
            "panel": _told_apart(words, row, twice),
            "label": words.period(row["period"], row["basis"]),
            "end_month": row["end_month"],
            **{end: row[end] for end in _ENDS},
            "unit": unit(metric, row),
        }
        for row in rows.iter_rows(named=True)
    ]
    return pl.DataFrame(drawn, schema_overrides=dict.fromkeys(_ENDS, pl.Float64))


def bars_of(words: Words, rows: pl.DataFrame) -> pl.DataFrame:
    """What the chart of bars draws."""
    drawn = [
        {
            "label": f"{words.entity(row['entity'])}, {words.period(row['period'], row['basis'])}",
            **{end: row[end] for end in _ENDS},
            "start": 0.0,
            "look": "solid",
            "note": None,
        }
        for row in rows.iter_rows(named=True)
    ]
    return pl.DataFrame(drawn, schema_overrides=dict.fromkeys(_ENDS, pl.Float64))


def of_what(words: Words, row: dict[str, Any]) -> str:
    """Which series of a metric it is, in words."""
    apart = (words.language.title(name, row[name]) for name in _APART if row.get(name))
    own = (words.indicator(row["indicator"]), words.scope(row["scope"]), words.basis(row["basis"]))
    return ", ".join(part for part in (*own, *apart) if part)


def _told_apart(words: Words, row: dict[str, Any], twice: list[str]) -> str:
    name = of_what(words, row)
    return f"{name}, {words.unit(row['unit'])}" if name in twice else name


def sources(rows: pl.DataFrame) -> list[str]:
    """Who told the figures, where the metric says it."""
    told = [rows[name] for name in ("actual_source", "target_source", "source") if name in rows.columns]
    return pl.concat(told).drop_nulls().unique(maintain_order=True).to_list() if told else []


def unit(metric: Metric, row: dict[str, Any]) -> str:
    """In which unit a figure of a metric is."""
    return str(row["unit"]) if metric.unit == OF_SERIES else metric.unit


def _dated(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that hold a number, with the last month of their period."""
    ends = {text: period.parse(text).end_month for text in rows["period"].drop_nulls().unique()}
    known = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in _ENDS), pl.col("period").is_not_null())
    return known.with_columns(
        end_month=pl.col("period").replace_strict(list(ends), list(ends.values()), return_dtype=pl.Int64)
    )


def _one_a_key(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.len().over("entity", *_series(rows), "period") == 1)


def _series(rows: pl.DataFrame) -> list[str]:
    """The columns that make a series of one metric."""
    return [*_SERIES, *(name for name in _APART if name in rows.columns)]
