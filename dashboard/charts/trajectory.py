"""How does one series run over time: what was published, by whom, between which bounds, on the way to which plan?

Figures are never filled in or clipped. A line joins two of them only where both are known on either side.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.charts.chart_parts import (
    SCENARIO_SYMBOL,
    SLATE,
    Chart,
    canvas,
    edges,
    nothing,
    number_axis,
    titled,
    years_axis,
)
from dashboard.charts.drawing import Drawing, Part, scatter
from dashboard.charts.outlook import Outlook
from dashboard.charts.trajectory_labels import labels
from dashboard.charts.trajectory_marks import is_current, length, level, marks
from dashboard.charts.trajectory_words import sentence
from dashboard.format import axis_scale
from dashboard.language import Language

_MOST = 80
#: Of the chart, and of a line of its legend, in pixels.
_HEIGHT, _ENTRY = 420, 22
Row = dict[str, Any]


def trajectory(
    actuals: pl.DataFrame,
    targets: pl.DataFrame,
    language: Language,
    title: str = "",
    beside: pl.DataFrame | None = None,
    outlook: Outlook | None = None,
) -> Chart:
    """The figures of one series over time, each where its period ends, with its bounds and, on touch, its source.

    Both tables have the columns of `history` and one unit between them (ValueError otherwise); rows without a figure
    are left out, and of each table the latest 80 are drawn. A bar up and down shows bounds, a triangle an open end, a
    hollow mark low reliability, a faint one another source's or an earlier figure; a figure of a period has a line
    back to the period's start. A solid line joins actuals, a dotted one the points of the plan. A column `mark`, where
    there is one, is written beside the mark. With `beside`, the rows of charts that stand by this one, both axes reach
    over all. `outlook` is drawn beneath.
    """
    past, plan = _drawn(actuals), _drawn(targets)
    rows = [*past, *plan]
    if not rows:
        return nothing(title, language)
    ahead = outlook or Outlook()
    shared = rows if beside is None else [*rows, *_drawn(beside, beside.height)]
    (unit,) = {row["unit"] for row in shared}
    reached = [*(edge for row in shared for edge in edges(row)), *ahead.heights()]
    divisor, said = axis_scale(max(map(abs, reached)), unit, language)
    months = [*(row["end_month"] - length(row) for row in shared), *(row["end_month"] for row in shared)]
    first, last = min([*months, *ahead.months()]), max([*months, *ahead.months()])
    drawing = canvas(titled(title, said), _HEIGHT)
    drawing.update_layout(legend={"y": -0.2})
    drawing.update_yaxes(**number_axis(min(reached) / divisor, max(reached) / divisor, language))
    drawing.update_xaxes(**years_axis(first + 1, last + 1, language))
    drawing.add_traces([*ahead.traces(divisor, language), *_lines(past, plan, divisor)])
    for name, layer in _layers(past, plan, language):
        drawing.add_trace(marks(name, layer, divisor, language))
    if beside is None:
        drawing.update_layout(height=_height(drawing))
    for label in labels(past, plan, ahead, divisor, language):
        drawing.add_annotation(**label)
    return Chart(drawing, f"{sentence(past, plan, language)} {ahead.said(language)}".strip())


def _height(drawing: Drawing) -> int:
    """On a phone each entry of the legend takes a line from the chart, which is that much higher."""
    entries = sum(bool(trace.get("showlegend", True)) for trace in drawing.data)
    return _HEIGHT + _ENTRY * max(0, entries - 2)


def _drawn(rows: pl.DataFrame, most: int = _MOST) -> list[Row]:
    """The latest rows that have a figure, the oldest first."""
    has_figure = pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
    return rows.filter(has_figure).sort("end_month", maintain_order=True).tail(most).to_dicts()


def _lines(past: list[Row], plan: list[Row], divisor: float) -> Iterator[Part]:
    """The way of the actual figures, solid, and of the plan between its published points, dotted."""
    targets = [row for row in plan if row["scenario"] == "target"]
    for rows, look in ((past, {"width": 2.5}), (targets, {"width": 1.5, "dash": "dot"})):
        # Of figures that end together the one of the longer period; the rows come in the order of their ends.
        joined = list({row["end_month"]: row for row in sorted(rows, key=_place) if _is_joined(row)}.values())
        if len(joined) > 1:
            yield _line(joined, look, divisor)


def _line(rows: list[Row], look: dict[str, Any], divisor: float) -> Part:
    """A line that breaks at a figure with an open end."""
    return scatter(
        x=[row["end_month"] + 1 for row in rows],
        y=[None if _is_open(row) else level(row) / divisor for row in rows],
        mode="lines",
        line={**look, "color": SLATE},
        hoverinfo="skip",
        showlegend=False,
        connectgaps=False,
    )


def _is_open(row: Row) -> bool:
    return row["lower"] is None or row["upper"] is None


def _place(row: Row) -> tuple[int, int]:
    return row["end_month"], -row["start_month"]


def _is_joined(row: Row) -> bool:
    """Whether a figure is the state of something that goes on: a level or a sum since the beginning, and the winner."""
    return row["basis"] in ("cumulative", "stock") and is_current(row)


def _layers(past: list[Row], plan: list[Row], language: Language) -> Iterator[tuple[str, list[Row]]]:
    """Marks that look alike and share a line of the legend, the faint ones underneath."""
    older = [row for row in past if not is_current(row)], [row for row in plan if not is_current(row)]
    names = language.t("Other sources, earlier figures"), language.t("Other sources, earlier plans")
    current = [row for row in (*past, *plan) if is_current(row)]
    kinds = (
        (language.title("scenario", scenario), [row for row in current if row["scenario"] == scenario])
        for scenario in SCENARIO_SYMBOL
    )
    return ((name, rows) for name, rows in (*zip(names, older, strict=True), *kinds) if rows)
