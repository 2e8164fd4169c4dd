"""How did actual and plan run, period by period, and what lay between them?

IBCS: actual solid, the year before lighter, plan outlined, forecast hatched; above them the variance, coloured by
impact, with ▲ or ▼ and its sign.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.charts.chart_parts import (
    FAINT,
    SLATE,
    Chart,
    canvas,
    edges,
    end,
    is_open,
    lines_from,
    nothing,
    number_axis,
    reach,
    shown,
    titled,
)
from dashboard.charts.drawing import Drawing, Part, bar, scatter
from dashboard.charts.variance_panel import panel
from dashboard.charts.variance_words import awaited, part_of, sentence, written
from dashboard.format import axis_scale
from dashboard.language import Language

_MOST, _LEAST = 10, 5
_CLEAR = "rgba(0,0,0,0)"
_FIGURES = (0.0, 0.66)
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
    with `_lower` and `_upper` (all in `unit`, all may be null), impact, is_due (null where there is no plan). Columns
    begin at zero and end with what is certain; bounds go on as a line, an open end as a triangle. A plan without its
    actual figure has the shape of what is not reported, or not yet due, under its period. The latest 10 rows are drawn,
    the oldest first.
    """
    table = rows.tail(_MOST).to_dicts()
    known = [edge for row in table for kind in _kinds(language) for edge in edges(part_of(row, kind.prefix))]
    if not known:
        return nothing(title, language)
    divisor, label = axis_scale(max(map(abs, known)), unit, language)
    has_panel = any(edges(part_of(row, "variance")) for row in table)
    drawing = canvas(titled(title, label), 430 if has_panel else 320)
    drawing.update_layout(barmode="overlay", bargap=0)
    for kind in _kinds(language):
        _columns(drawing, table, kind, divisor, unit, language)
    low, high = min(known) / divisor, max(known) / divisor
    drawing.update_yaxes(**number_axis(low, high, language), domain=_FIGURES if has_panel else (0.0, 1.0))
    drawing.update_xaxes(
        tickmode="array",
        tickvals=list(range(len(table))),
        ticktext=["<br>".join(filter(None, (shown(row["label"]), awaited(row)))) for row in table],
        range=[-0.6, max(len(table), _LEAST) - 0.4],
        showgrid=False,
        zeroline=False,
    )
    if has_panel:
        panel(drawing, table, divisor, language)
    return Chart(drawing, sentence(table, unit, language))


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


def _columns(drawing: Drawing, table: list[Row], kind: _Kind, divisor: float, unit: str, language: Language) -> None:
    """The columns of one kind, and beyond them their bounds and open ends."""
    parts = [part_of(row, kind.prefix) for row in table]
    ends = [None if (known := end(part)) is None else known / divisor for part in parts]
    if all(each is None for each in ends):
        return
    places = [place + kind.aside for place in range(len(table))]
    hover = [
        shown(f"{row['told']}: {kind.name} {written(part, unit, language)}")
        for row, part in zip(table, parts, strict=True)
    ]
    look = {"width": kind.width, "marker": kind.marker, "opacity": kind.opacity}
    drawing.add_trace(bar(x=places, y=ends, name=kind.name, hovertext=hover, hoverinfo="text", **look))
    if any(reach(part, side) for part in parts for side in ("upper", "lower")) or any(map(is_open, parts)):
        drawing.add_trace(_bounds(places, ends, parts, divisor))


def _bounds(places: list[float], ends: list[float | None], parts: list[Row], divisor: float) -> Part:
    """Bounds as lines on from the columns' ends; a triangle where one side is open."""
    up, down = ([reach(part, side) / divisor for part in parts] for side in ("upper", "lower"))
    marker = {
        "symbol": [_OPEN["up" if part["upper"] is None else "down"] for part in parts],
        "size": [11 if is_open(part) else 0.1 for part in parts],
        "color": SLATE,
    }
    lines = lines_from(up, down, thickness=2)
    return scatter(x=places, y=ends, mode="markers", marker=marker, error_y=lines, hoverinfo="skip", showlegend=False)
