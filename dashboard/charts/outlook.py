"""What is drawn beside published figures: where the plan would have them by now, where the recent pace leads?

Both are computed, so neither looks like a figure that somebody published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.charts.chart_parts import SLATE, edges, shown
from dashboard.charts.drawing import Part, scatter
from dashboard.format import figure, period
from dashboard.language import Language

_CLEAR = "rgba(0,0,0,0)"
Row = dict[str, Any]


@dataclass(frozen=True)
class Outlook:
    """Rows of `expected_to_date` and of `pace_forecast`, of the series that is drawn."""

    expected: pl.DataFrame | None = None
    forecast: pl.DataFrame | None = None

    @property
    def lines(self) -> list[Row]:
        """Where the plan stands at the latest actual: the first row that says so."""
        return [] if self.expected is None else self.expected.filter(pl.col("value").is_not_null()).head(1).to_dicts()

    @property
    def fan(self) -> list[Row]:
        """Where the pace leads, the nearest month first, each after the actual that it starts from."""
        if self.forecast is None:
            return []
        known = pl.all_horizontal(pl.col("value", "lower", "upper", "actual").is_not_null())
        return self.forecast.filter(known, pl.col("target_end") > pl.col("actual_end")).sort("target_end").to_dicts()

    def heights(self) -> Iterator[float]:
        """Every height that is drawn."""
        for row in self.lines:
            yield from edges(row)
            yield from (float(row[name]) for name in ("start", "target") if row[name] is not None)
        for row in self.fan:
            yield from (*edges(row), float(row["actual"]))

    def points(self) -> Iterator[tuple[int, float]]:
        """The month and height of every mark and corner that is drawn."""
        for row in self.lines:
            yield row["actual_end"], float(row["value"])
        for row in self.fan:
            yield from ((row["target_end"], float(row[end])) for end in ("value", "lower", "upper"))

    def months(self) -> Iterator[int]:
        """Every month that is drawn."""
        for row in (*self.lines, *self.fan):
            yield from (row[name] for name in ("start_end", "actual_end", "target_end") if row.get(name) is not None)

    def leaves_room_above(self, row: Row) -> bool:
        """Whether the label of a figure is better above its mark: away from where the plan or the pace is drawn."""
        if row["scenario"] == "actual":
            return any(row["value"] is not None and row["value"] > line["value"] for line in self.lines)
        return all(row["value"] is None or row["value"] > each["value"] for each in self.fan)

    def traces(self, divisor: float, language: Language) -> Iterator[Part]:
        """The band, then the line, then the mark; drawn beneath the figures."""
        if self.fan:
            yield from _band(self.fan, divisor, language)
        for row in self.lines:
            if row["start_end"] is not None and row["target"] is not None:
                yield _assumed(row, divisor)
            yield _mark(row, divisor, language)

    def said(self, language: Language) -> str:
        """Both in words."""
        parts = [_expected(row, language) for row in self.lines]
        parts += [_forecast(row, language) for row in self.fan[-1:]]
        return " ".join(parts)


def _band(fan: list[Row], divisor: float, language: Language) -> Iterator[Part]:
    """A hatched fan from the latest actual to the ends of each forecast, and a dashed line through its middle."""
    months = [fan[0]["actual_end"] + 1, *(row["target_end"] + 1 for row in fan)]
    start = fan[0]["actual"]
    up, down, middle = ([start, *(row[name] for row in fan)] for name in ("upper", "lower", "value"))
    name = language.t("At the recent pace, eight in ten")
    yield scatter(
        x=[*months, *reversed(months)],
        y=[height / divisor for height in (*up, *reversed(down))],
        name=name,
        mode="lines",
        line={"width": 0.5, "color": SLATE},
        fill="toself",
        fillcolor=_CLEAR,
        fillpattern={"shape": "/", "fgcolor": SLATE, "bgcolor": _CLEAR, "size": 7, "solidity": 0.15},
        hoverinfo="skip",
    )
    yield scatter(
        x=months,
        y=[height / divisor for height in middle],
        name=name,
        mode="lines",
        line={"width": 1.5, "dash": "dash", "color": SLATE},
        hovertext=["", *(shown(_forecast(row, language)) for row in fan)],
        hoverinfo="text",
        showlegend=False,
    )


def _assumed(row: Row, divisor: float) -> Part:
    """The straight line to the target where no points of the plan are published: thin and dotted."""
    return scatter(
        x=[row["start_end"] + 1, row["target_end"] + 1],
        y=[row["start"] / divisor, row["target"] / divisor],
        mode="lines",
        line={"width": 1, "dash": "dot", "color": SLATE},
        hoverinfo="skip",
        showlegend=False,
    )


def _mark(row: Row, divisor: float, language: Language) -> Part:
    return scatter(
        x=[row["actual_end"] + 1],
        y=[row["value"] / divisor],
        name=language.t("Expected to date"),
        mode="markers",
        marker={"symbol": "line-ew", "size": 22, "line": {"width": 3, "color": SLATE}},
        hovertext=[shown(_expected(row, language))],
        hoverinfo="text",
    )


def _expected(row: Row, language: Language) -> str:
    told = {
        "figure": figure(row["value"], row["lower"], row["upper"], None, row["unit"], language),
        "period": period(row["actual_period"], language, row["basis"]),
    }
    if row["how"] == "points":
        return language.t("Expected {period} between the published points of the plan: {figure}.", **told)
    return language.t("Expected {period} on a straight line to the target, an assumption: {figure}.", **told)


def _forecast(row: Row, language: Language) -> str:
    return language.t(
        "At the recent pace {figure} {period}; eight in ten such figures lie in {range}.",
        figure=figure(row["value"], row["value"], row["value"], None, row["unit"], language),
        period=period(row["period"], language, row["basis"]),
        range=figure(None, row["lower"], row["upper"], "..", row["unit"], language),
    )
