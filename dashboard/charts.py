"""How does a set of figures look?

Pure functions from rows to a Plotly figure and its sentence; figures are never filled in, joined or clipped.
"""

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import polars as pl

from dashboard.bar_charts import attainment_bars, variance_bars
from dashboard.chart_parts import (
    CONFIG,
    FAINT,
    SCENARIO_SYMBOL,
    SLATE,
    STANDING_STYLE,
    Chart,
    StandingStyle,
    canvas,
    edges,
    lines_from,
    nothing,
    number_axis,
    shown,
    titled,
    years_axis,
)
from dashboard.format import axis_scale, date, figure, period
from dashboard.language import Language

__all__ = ["CONFIG", "STANDING_STYLE", "Chart", "StandingStyle", "attainment_bars", "trajectory", "variance_bars"]

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
) -> Chart:
    """The figures of one series over time, each where its period ends, with its bounds and, on touch, its source.

    Both tables have the columns of `history` and one unit between them (ValueError otherwise); rows without a figure
    are left out, and of each table the latest 80 are drawn. A bar up and down shows bounds, a triangle an open end, a
    hollow mark low reliability, a faint one another source's or an earlier figure; a figure of a period has a line
    back to the period's start. With `beside`, the rows of charts that stand by this one, both axes reach over all.
    """
    past, plan = _drawn(actuals), _drawn(targets)
    rows = [*past, *plan]
    if not rows:
        return nothing(title, language)
    shared = rows if beside is None else [*rows, *_drawn(beside, beside.height)]
    (unit,) = {row["unit"] for row in shared}
    divisor, label = axis_scale(max(abs(edge) for row in shared for edge in edges(row)), unit, language)
    heights = [edge / divisor for row in shared for edge in edges(row)]
    first, last = min(row["end_month"] - _length(row) for row in shared), max(row["end_month"] for row in shared)
    drawing = canvas(titled(title, label), 400)
    drawing.update_yaxes(number_axis(min(heights), max(heights), language))
    drawing.update_xaxes(years_axis(first + 1, last + 1, language))
    for name, layer in _layers(past, plan, language):
        drawing.add_trace(_trace(name, layer, divisor, language))
    for row in _labelled(past, plan):
        drawing.add_annotation(_label(row, divisor, row["end_month"] > (first + last) / 2, language))
    return Chart(drawing, _sentence(past, plan, language))


def _drawn(rows: pl.DataFrame, most: int = _MOST) -> list[Row]:
    """The latest rows that have a figure, the oldest first."""
    has_figure = pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
    return rows.filter(has_figure).sort("end_month", maintain_order=True).tail(most).to_dicts()


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


def _trace(name: str, rows: list[Row], divisor: float, language: Language) -> go.Scatter:
    levels = [_level(row) / divisor for row in rows]
    up, down = ([_reach(row, end) / divisor for row in rows] for end in ("upper", "lower"))
    is_current = _is_current(rows[0])
    look = {"symbol": [_symbol(row) for row in rows], "size": 12 if is_current else 8, "color": SLATE}
    return go.Scatter(
        name=name,
        x=[row["end_month"] + 1 for row in rows],
        y=levels,
        mode="markers",
        opacity=1 if is_current else FAINT,
        marker={**look, "line": {"width": 2, "color": SLATE}},
        error_y=lines_from(up, down, thickness=1.5),
        error_x=lines_from([0.0] * len(rows), [float(_length(row)) for row in rows], thickness=1.5),
        hovertext=[_story(row, language) for row in rows],
        hoverinfo="text",
        cliponaxis=False,
    )


def _labelled(past: list[Row], plan: list[Row]) -> list[Row]:
    """The latest actual figure, and the plans where they are few, else the last of them."""
    facts, plans = ([row for row in rows if _is_current(row)] for rows in (past, plan))
    return facts[-1:] + (plans if len(plans) <= _LABELLED else plans[-1:])


def _label(row: Row, divisor: float, is_right: bool, language: Language) -> dict[str, Any]:
    is_plan = row["scenario"] != "actual"
    return {
        "x": row["end_month"] + 1,
        "y": _level(row) / divisor,
        "text": shown(_figure(row, language)),
        "showarrow": False,
        "xanchor": "right" if is_right else "left",
        "yshift": 18 if is_plan else -18,
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


def _figure(row: Row, language: Language) -> str:
    return figure(row["value"], row["lower"], row["upper"], row["comparator"], row["unit"], language)


def _story(row: Row, language: Language) -> str:
    """What is told when a mark is touched: figure, period, whom it counts, who published it and when."""
    lines = [
        f"{language.title('scenario', row['scenario'])}: {_figure(row, language)}",
        period(row["period"], language, row["basis"]),
        f"{language.title('scope', row['scope'])} · {language.title('basis', row['basis'])}",
        f"{row.get('publisher') or row['source']}, {date(row.get('published'), language)}",
        language.title("status", row["status"]) if row["status"] != "A" else "",
    ]
    return "<br>".join(shown(line) for line in lines if line)


def _sentence(past: list[Row], plan: list[Row], language: Language) -> str:
    """How many figures there are and the latest of each kind, in words."""
    count = len(past) + len(plan)
    said = [
        language.n("The chart shows {count} published figure.", "The chart shows {count} published figures.", count)
    ]
    latest = {row["scenario"]: row for row in (*past, *plan) if _is_current(row)}
    if not past:
        said.append(language.t("No actual figure has been published."))
    said += [_latest(latest[scenario], language) for scenario in SCENARIO_SYMBOL if scenario in latest]
    if not plan:
        said.append(language.t("No target has been published."))
    return " ".join(said)


def _latest(row: Row, language: Language) -> str:
    told = {"figure": _figure(row, language), "period": period(row["period"], language, row["basis"])}
    match row["scenario"]:
        case "actual":
            return language.t("Latest actual: {figure}, {period}.", **told)
        case "target":
            return language.t("Latest target: {figure}, {period}.", **told)
        case "commitment":
            return language.t("Latest commitment: {figure}, {period}.", **told)
        case _:
            return language.t("Latest forecast: {figure}, {period}.", **told)
