"""How does one series run over time: what was published, by whom, between which bounds, on the way to which plan?

Figures are never filled in or clipped. A line joins two of them only where both are known on either side.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.charts.chart_parts import (
    FAINT,
    SCENARIO_SYMBOL,
    SLATE,
    Chart,
    canvas,
    edges,
    lines_from,
    nothing,
    number_axis,
    shown,
    titled,
    years_axis,
)
from dashboard.charts.drawing import Part, scatter
from dashboard.charts.outlook import Outlook
from dashboard.charts.trajectory_words import sentence, story, written
from dashboard.format import axis_scale
from dashboard.language import Language

_MOST = 80
_LABELLED = 4
_OPEN_END = {">": "triangle-up", ">=": "triangle-up", "<": "triangle-down", "<=": "triangle-down"}
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
    divisor, label = axis_scale(max(map(abs, reached)), unit, language)
    months = [*(row["end_month"] - _length(row) for row in shared), *(row["end_month"] for row in shared)]
    first, last = min([*months, *ahead.months()]), max([*months, *ahead.months()])
    drawing = canvas(titled(title, label), 420)
    drawing.update_layout(legend={"y": -0.2})
    drawing.update_yaxes(**number_axis(min(reached) / divisor, max(reached) / divisor, language))
    drawing.update_xaxes(**years_axis(first + 1, last + 1, language))
    drawing.add_traces([*ahead.traces(divisor, language), *_lines(past, plan, divisor)])
    for name, layer in _layers(past, plan, language):
        drawing.add_trace(_trace(name, layer, divisor, language))
    for row in _labelled(past, plan):
        is_above = ahead.leaves_room_above(row)
        drawing.add_annotation(**_label(row, divisor, row["end_month"] > (first + last) / 2, is_above, language))
    return Chart(drawing, f"{sentence(past, plan, language)} {ahead.said(language)}".strip())


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
        y=[None if _is_open(row) else _level(row) / divisor for row in rows],
        mode="lines",
        line={**look, "color": SLATE},
        hoverinfo="skip",
        showlegend=False,
        connectgaps=False,
    )


def _place(row: Row) -> tuple[int, int]:
    return row["end_month"], -row["start_month"]


def _is_joined(row: Row) -> bool:
    """Whether a figure is the state of something that goes on: a level or a sum since the beginning, and the winner."""
    return row["basis"] in ("cumulative", "stock") and _is_current(row)


def _is_open(row: Row) -> bool:
    return row["lower"] is None or row["upper"] is None


def _layers(past: list[Row], plan: list[Row], language: Language) -> Iterator[tuple[str, list[Row]]]:
    """Marks that look alike and share a line of the legend, the faint ones underneath."""
    older = [row for row in past if not _is_current(row)], [row for row in plan if not _is_current(row)]
    names = language.t("Other sources, earlier figures"), language.t("Other sources, earlier plans")
    current = [row for row in (*past, *plan) if _is_current(row)]
    kinds = (
        (language.title("scenario", scenario), [row for row in current if row["scenario"] == scenario])
        for scenario in SCENARIO_SYMBOL
    )
    return ((name, rows) for name, rows in (*zip(names, older, strict=True), *kinds) if rows)


def _trace(name: str, rows: list[Row], divisor: float, language: Language) -> Part:
    levels = [_level(row) / divisor for row in rows]
    up, down = ([_reach(row, end) / divisor for row in rows] for end in ("upper", "lower"))
    is_current = _is_current(rows[0])
    # Many marks stand close to one another.
    size = (12 if len(rows) <= 16 else 7) if is_current else 8
    look = {"symbol": [_symbol(row) for row in rows], "size": size, "color": SLATE}
    marks = [shown(str(row.get("mark") or "")) for row in rows]
    return scatter(
        name=name,
        x=[row["end_month"] + 1 for row in rows],
        y=levels,
        mode="markers+text" if any(marks) else "markers",
        text=marks if any(marks) else None,
        textposition="top center" if rows[0]["scenario"] == "actual" else "bottom center",
        textfont={"size": 11},
        opacity=1 if is_current else FAINT,
        marker={**look, "line": {"width": 2, "color": SLATE}},
        error_y=lines_from(up, down, thickness=1.5),
        error_x=lines_from([0.0] * len(rows), [float(_length(row)) for row in rows], thickness=1.5),
        hovertext=[story(row, language) for row in rows],
        hoverinfo="text",
        cliponaxis=False,
    )


def _labelled(past: list[Row], plan: list[Row]) -> list[Row]:
    """The latest actual figure, and the plans where they are few, else the last of them."""
    facts, plans = ([row for row in rows if _is_current(row)] for rows in (past, plan))
    return facts[-1:] + (plans if len(plans) <= _LABELLED else plans[-1:])


def _label(row: Row, divisor: float, is_right: bool, is_above: bool, language: Language) -> dict[str, Any]:
    return {
        "x": row["end_month"] + 1,
        "y": _level(row) / divisor,
        "text": shown(written(row, language)),
        "showarrow": False,
        "xanchor": "right" if is_right else "left",
        "yshift": 18 if is_above else -18,
        "font": {"size": 13},
    }


def _symbol(row: Row) -> str:
    """The shape of a scenario; a triangle where the published figure is only one end."""
    symbol = SCENARIO_SYMBOL.get(row["scenario"], "circle")
    if row["scenario"] == "actual":
        symbol = _OPEN_END.get(row["comparator"], symbol)
    return f"{symbol}-open" if row["status"] == "U" and not symbol.endswith("-open") else symbol


def _level(row: Row) -> float:
    """Where the mark stands: the figure, the middle of a range, or the one end that is known."""
    if row["value"] is not None:
        return float(row["value"])
    known = [float(row[end]) for end in ("lower", "upper") if row[end] is not None]
    return sum(known) / len(known)


def _reach(row: Row, end: str) -> float:
    """How far a bound lies from the mark; 0 where one side is open, which the triangle says."""
    return 0.0 if row["lower"] is None or row["upper"] is None else abs(float(row[end]) - _level(row))


def _length(row: Row) -> int:
    """How many months a figure of a period counts; 0 for a level or a sum since the beginning."""
    return int(row["end_month"] - row["start_month"] + 1) if row["basis"] == "period" else 0


def _is_current(row: Row) -> bool:
    return bool(row.get("is_current", True))
