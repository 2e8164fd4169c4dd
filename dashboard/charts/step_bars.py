"""How do amounts that follow on one another look: the stages of projects, the way from the actual to the target?

As in `dashboard/bar_charts.py` each row has its words above its bar, so that a phone needs no room at the side.
"""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.charts.bar_charts import Grid, sheet
from dashboard.charts.chart_parts import SLATE, Chart, lines_from, nothing, number_axis, titled
from dashboard.format import axis_scale, figure
from dashboard.language import Language

_MOST = 20
_CLEAR = "rgba(0,0,0,0)"
Row = dict[str, Any]


def step_bars(rows: pl.DataFrame, unit: str, language: Language, title: str = "") -> Chart:
    """A bar a row, from `start` to `start` + value; a range goes on as a line, a row without a value has no bar.

    Columns: label, value, lower, upper (in `unit`), start (where the bar begins), look (solid: known; hatched: only
    expected; outlined: a plan), note (said after the figure; may be null). The first 20 rows are drawn.
    """
    table = rows.head(_MOST).to_dicts()
    if not table:
        return nothing(title, language)
    words = [_said(row, unit, language) for row in table]
    reach = [row["start"] + each for row in table for each in _edges(row)] + [row["start"] for row in table]
    divisor, label = axis_scale(max(map(abs, reach), default=0.0), unit, language)
    drawing, grid = sheet(titled(title, label), table, words)
    drawing.add_trace(_bars(grid, table, divisor))
    drawing.add_trace(_ranges(grid, table, divisor))
    drawing.update_xaxes(number_axis(min(0.0, *reach) / divisor, max(0.0, *reach) / divisor, language))
    told = "; ".join(f"{row['label']}: {word}" for row, word in zip(table, words, strict=True))
    return Chart(drawing, f"{told}.")


def _bars(grid: Grid, table: list[Row], divisor: float) -> go.Bar:
    looks = [row["look"] for row in table]
    return go.Bar(
        x=[None if row["value"] is None else row["value"] / divisor for row in table],
        base=[row["start"] / divisor for row in table],
        y=grid.places,
        orientation="h",
        width=14 / grid.height,
        marker={
            "color": [_CLEAR if look == "outlined" else SLATE for look in looks],
            "line": {"color": SLATE, "width": [1.5 if look == "outlined" else 0 for look in looks]},
            "pattern": {"shape": ["/" if look == "hatched" else "" for look in looks], "fillmode": "replace"},
        },
        hoverinfo="skip",
    )


def _ranges(grid: Grid, table: list[Row], divisor: float) -> go.Scatter:
    """The range of a figure as a line through the end of its bar."""
    ends = [None if row["value"] is None else (row["start"] + row["value"]) / divisor for row in table]
    up, down = ([_beside(row, side) / divisor for row in table] for side in ("upper", "lower"))
    return go.Scatter(
        x=ends,
        y=grid.places,
        mode="markers",
        marker={"size": 0.1, "color": SLATE},
        error_x=lines_from(up, down, thickness=3),
        hoverinfo="skip",
        cliponaxis=False,
    )


def _beside(row: Row, side: str) -> float:
    if row["value"] is None or row[side] is None:
        return 0.0
    return abs(float(row[side]) - float(row["value"]))


def _edges(row: Row) -> list[float]:
    return [float(row[name]) for name in ("value", "lower", "upper") if row[name] is not None]


def _said(row: Row, unit: str, language: Language) -> str:
    if not _edges(row):
        text = language.t("no amount is known")
        return f"{text} · {row['note']}" if row["note"] else text
    text = figure(row["value"], row["lower"], row["upper"], None, unit, language)
    return f"{text} · {row['note']}" if row["note"] else text
