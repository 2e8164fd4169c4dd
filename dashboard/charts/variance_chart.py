"""How did actual and plan run, period by period, and what lay between them?

IBCS: actual solid, the year before lighter, plan outlined, forecast hatched; above them the variance, coloured by
impact, with ▲ or ▼ and its sign.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl
from babel.numbers import format_decimal

from dashboard.charts.chart_parts import (
    FAINT,
    IMPACT_COLOUR,
    SLATE,
    Chart,
    canvas,
    edges,
    lines_from,
    nothing,
    number_axis,
    shown,
    titled,
)
from dashboard.charts.drawing import Drawing, bar, scatter
from dashboard.format import axis_scale, figure
from dashboard.language import Language

_MOST, _LEAST = 10, 5
_CLEAR = "rgba(0,0,0,0)"
_PANEL, _FIGURES = (0.74, 1.0), (0.0, 0.66)
#: What a phone has for all columns, and what a letter takes there, in pixels.
_ROOM, _LETTER = 300, 6.0
_OPEN = {"up": "triangle-up", "down": "triangle-down"}
Row = dict[str, Any]


@dataclass(frozen=True)
class _Kind:
    """A kind of column: the columns of the table it is read from, its name, how wide it is and where it stands."""

    prefix: str
    name: str
    width: float
    aside: float
    marker: dict[str, Any]
    opacity: float = 1.0


def variance_columns(rows: pl.DataFrame, unit: str, language: Language, title: str = "") -> Chart:
    """A column for each period with its plan, the year before and the forecast, and the variance above it.

    Columns: label (short), told (the period in words), `actual`, `target`, `before`, `forecast` and `variance`, each
    with `_lower` and `_upper` (all in `unit`, all may be null), impact. Columns begin at zero and end with what is
    certain; bounds go on as a line, an open end as a triangle. The latest 10 rows are drawn, the oldest first.
    """
    table = rows.tail(_MOST).to_dicts()
    known = [edge for row in table for kind in _kinds(language) for edge in edges(_part(row, kind.prefix))]
    if not known:
        return nothing(title, language)
    divisor, label = axis_scale(max(map(abs, known)), unit, language)
    has_panel = any(edges(_part(row, "variance")) for row in table)
    drawing = canvas(titled(title, label), 430 if has_panel else 320)
    drawing.update_layout(barmode="overlay", bargap=0)
    for kind in _kinds(language):
        _columns(drawing, table, kind, divisor, unit, language)
    low, high = min(known) / divisor, max(known) / divisor
    drawing.update_yaxes(**number_axis(low, high, language), domain=_FIGURES if has_panel else (0.0, 1.0))
    drawing.update_xaxes(
        tickmode="array",
        tickvals=list(range(len(table))),
        ticktext=[shown(row["label"]) for row in table],
        range=[-0.6, max(len(table), _LEAST) - 0.4],
        showgrid=False,
        zeroline=False,
    )
    if has_panel:
        _panel(drawing, table, divisor, language)
    return Chart(drawing, _sentence(table, unit, language))


def _kinds(language: Language) -> tuple[_Kind, ...]:
    """From the back to the front."""
    outline = {"color": _CLEAR, "line": {"color": SLATE, "width": 1.5}}
    hatched = {"color": SLATE, "pattern": {"shape": "/", "fillmode": "replace", "size": 6}}
    return (
        _Kind("before", language.t("Year before"), 0.5, -0.16, {"color": SLATE}, FAINT),
        _Kind("target", language.title("scenario", "target"), 0.7, 0.0, outline),
        _Kind("forecast", language.t("At the recent pace"), 0.44, 0.0, hatched),
        _Kind("actual", language.title("scenario", "actual"), 0.44, 0.0, {"color": SLATE}),
    )


def _part(row: Row, prefix: str) -> Row:
    """One kind of figure of a row as value, lower and upper."""
    return {"value": row[prefix], "lower": row[f"{prefix}_lower"], "upper": row[f"{prefix}_upper"]}


def _columns(drawing: Drawing, table: list[Row], kind: _Kind, divisor: float, unit: str, language: Language) -> None:
    """The columns of one kind, and beyond them their bounds and open ends."""
    parts = [_part(row, kind.prefix) for row in table]
    ends = [None if (end := _end(part)) is None else end / divisor for part in parts]
    if all(end is None for end in ends):
        return
    places = [place + kind.aside for place in range(len(table))]
    hover = [
        shown(f"{row['told']}: {kind.name} {_written(part, unit, language)}")
        for row, part in zip(table, parts, strict=True)
    ]
    look = {"width": kind.width, "marker": kind.marker, "opacity": kind.opacity}
    drawing.add_trace(bar(x=places, y=ends, name=kind.name, hovertext=hover, hoverinfo="text", **look))
    up, down = ([_beside(part, side) / divisor for part in parts] for side in ("upper", "lower"))
    is_open = [_is_open(part) for part in parts]
    if any((*up, *down, *is_open)):
        marker = {
            "symbol": [_OPEN["up" if part["upper"] is None else "down"] for part in parts],
            "size": [11 if each else 0.1 for each in is_open],
            "color": SLATE,
        }
        drawing.add_trace(
            scatter(
                x=places,
                y=ends,
                mode="markers",
                marker=marker,
                error_y=lines_from(up, down, thickness=2),
                hoverinfo="skip",
                showlegend=False,
            )
        )


def _panel(drawing: Drawing, table: list[Row], divisor: float, language: Language) -> None:
    """The variance above the columns: bars from zero, coloured by impact, each with its mark and its sign."""
    parts = [_part(row, "variance") for row in table]
    ends = [None if (end := _end(part)) is None else end / divisor for part in parts]
    texts = [_signed(part, divisor, language) for part in parts]
    colours = [IMPACT_COLOUR.get(row["impact"] or "", SLATE) for row in table]
    places = list(range(len(table)))
    drawing.add_trace(
        bar(x=places, y=ends, width=0.44, marker={"color": colours}, yaxis="y2", hoverinfo="skip", showlegend=False)
    )
    is_narrow = max(len(line) for text in texts for line in text.split("<br>")) * _LETTER > _ROOM / len(table)
    for place, end, text in zip(places, ends, texts, strict=True):
        if end is not None:
            drawing.add_annotation(
                x=place,
                y=end,
                yref="y2",
                text=text.replace("<br>", " ") if is_narrow else text,
                textangle=-90 if is_narrow else 0,
                yanchor="bottom" if end >= 0 else "top",
                showarrow=False,
                font={"size": 11},
            )
    known = [end for end in ends if end is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    room = (1.3 if is_narrow else 0.75) * ((high - low) or 1.0)
    drawing.update_layout(
        yaxis2={
            "domain": _PANEL,
            "anchor": "x",
            "range": [low - (room if low < 0 else 0.05 * room), high + (room if high > 0 else 0.05 * room)],
            "visible": False,
            "fixedrange": True,
        }
    )
    zero = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y2", "y0": 0, "y1": 0, "layer": "below"}
    drawing.add_shape(**zero, line={"color": "rgba(128,128,128,0.7)", "width": 1})
    drawing.add_annotation(
        text=shown(language.t("Variance from plan")),
        x=0,
        xref="paper",
        xanchor="left",
        y=1.0,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        font={"size": 12},
    )


def _end(part: Row) -> float | None:
    """Where a column ends: the figure, else its lower end, else its upper one."""
    return next((float(part[name]) for name in ("value", "lower", "upper") if part[name] is not None), None)


def _is_open(part: Row) -> bool:
    return bool(edges(part)) and (part["lower"] is None) != (part["upper"] is None)


def _beside(part: Row, side: str) -> float:
    end = _end(part)
    return 0.0 if end is None or _is_open(part) or part[side] is None else abs(float(part[side]) - end)


def _written(part: Row, unit: str, language: Language) -> str:
    return figure(part["value"], part["lower"], part["upper"], None, unit, language)


def _signed(part: Row, divisor: float, language: Language) -> str:
    """▲ or ▼, and beneath it the difference with its sign, in the unit of the axis."""
    end = _end(part)
    if end is None:
        return ""
    number = end / divisor
    digits = "#,##0" if abs(number) >= 10 else "@@" if abs(number) >= 0.1 else "@"
    text = format_decimal(abs(number), format=digits, locale=language.locale)
    sign = ("+" if number > 0 else "−") if number else ""
    bound = ("≥" if part["upper"] is None else "≤") if _is_open(part) else ""
    return "<br>".join(filter(None, (("▲" if number > 0 else "▼") if number else "", f"{bound}{sign}{text}")))


def _sentence(table: list[Row], unit: str, language: Language) -> str:
    """How often the plan was reached, and the latest period in words."""
    judged = [row for row in table if edges(_part(row, "variance"))]
    if not judged:
        row = next((row for row in reversed(table) if edges(_part(row, "actual"))), table[-1])
        told = _written(_part(row, "actual"), unit, language)
        return language.t(
            "No period has both a plan and an actual figure. {period}: {figure}.", period=row["told"], figure=told
        )
    good, bad = (sum(row["impact"] == impact for row in judged) for impact in ("favourable", "adverse"))
    first = language.n(
        "{count} period has a plan and an actual figure: {good} favourable, {bad} adverse.",
        "{count} periods have a plan and an actual figure: {good} favourable, {bad} adverse.",
        len(judged),
        good=good,
        bad=bad,
    )
    last = judged[-1]
    part = _part(last, "variance")
    end = _end(part) or 0.0
    mark = ("▲ " if end > 0 else "▼ ") if end else ""
    said = f"{last['told']}: {mark}{_written(part, unit, language)}"
    impact = f" · {language.title('impact', last['impact'])}" if last["impact"] else ""
    return f"{first} {said}{impact}."
