"""How do several series of one unit look beside one another: small, by the period, on one scale?"""

from typing import Any

import polars as pl

from dashboard.charts.chart_parts import (
    SLATE,
    Chart,
    canvas,
    edges,
    end,
    lines_from,
    nothing,
    number_axis,
    reach,
    shown,
    titled,
)
from dashboard.charts.drawing import Drawing, Part, bar, scatter
from dashboard.format import axis_scale, figure
from dashboard.language import Language

_MOST, _PERIODS = 4, 16
_HEIGHT, _TITLE = 150, 44
Row = dict[str, Any]


def panels(rows: pl.DataFrame, language: Language, title: str = "") -> Chart:
    """A panel for each `panel`, one under the other, columns from zero, all on one scale of height and of time.

    Columns: panel, label (the period), end_month, value, lower, upper, unit; of one unit (ValueError otherwise). A row
    without a figure has no column but a dash; bounds are a line, and a column ends with what is certain. The latest
    16 periods are drawn, and the first four panels that have a figure in them.
    """
    has_figure = pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
    known = rows.filter(has_figure) if rows.height else rows
    if not known.height:
        return nothing(title, language)
    (unit,) = known["unit"].unique().to_list()
    ends = known["end_month"].unique().sort().to_list()[-_PERIODS:]
    latest = known.filter(pl.col("end_month").is_in(ends))
    names = latest["panel"].unique(maintain_order=True).to_list()[:_MOST]
    table = latest.filter(pl.col("panel").is_in(names)).to_dicts()
    heights = [edge for row in table for edge in edges(row)]
    divisor, label = axis_scale(max(map(abs, heights)), unit, language)
    drawing = canvas(titled(title, label), _TITLE + 60 + _HEIGHT * len(names))
    drawing.update_layout(showlegend=False)
    scale = number_axis(min(heights) / divisor, max(heights) / divisor, language)
    places = {month: place for place, month in enumerate(ends)}
    for number, name in enumerate(names):
        own = sorted((row for row in table if row["panel"] == name), key=lambda row: row["end_month"])
        _draw(drawing, number, len(names), name, own, places, divisor, scale, language)
    spoken = {row["end_month"]: row["label"] for row in table}
    drawing.update_xaxes(
        tickmode="array",
        tickvals=list(range(len(ends))),
        ticktext=[shown(spoken.get(month, ""), 8) for month in ends],
        range=[-0.6, len(ends) - 0.4],
        showgrid=False,
        zeroline=False,
        anchor="free",
        position=0,
    )
    return Chart(drawing, _sentence(table, names, language))


def _draw(
    drawing: Drawing,
    number: int,
    count: int,
    name: str,
    rows: list[Row],
    places: dict[int, int],
    divisor: float,
    scale: dict[str, Any],
    language: Language,
) -> None:
    """One panel: its title above its columns, its own axis on the common scale."""
    top = 1 - number / count
    axis = "" if number == 0 else str(number + 1)
    domain = [top - 0.94 / count, top - 0.16 / count]
    drawing.update_layout(**{f"yaxis{axis}": {**drawing.layout["yaxis"], **scale, "domain": domain}})
    ends = [(end(row) or 0.0) / divisor for row in rows]
    up, down = ([reach(row, side) / divisor for row in rows] for side in ("upper", "lower"))
    drawing.add_trace(
        bar(
            x=[places[row["end_month"]] for row in rows],
            y=ends,
            yaxis=f"y{axis}",
            width=0.6,
            marker={"color": SLATE},
            error_y=lines_from(up, down, thickness=2),
            hovertext=[shown(f"{row['label']}: {_written(row, language)}") for row in rows],
            hoverinfo="text",
        )
    )
    there = {row["end_month"] for row in rows}
    drawing.add_trace(_untold([place for month, place in places.items() if month not in there], axis, language))
    drawing.add_annotation(
        text=shown(name, 60),
        x=0,
        xref="paper",
        xanchor="left",
        y=top - 0.12 / count,
        yref="paper",
        yanchor="bottom",
        align="left",
        showarrow=False,
        font={"size": 12},
    )


def _untold(places: list[int], axis: str, language: Language) -> Part:
    """A dash where a panel has no figure and another has one: nothing is told there, which is not zero."""
    said = [shown(language.t("not reported"))] * len(places)
    dashes = {"text": ["–"] * len(places), "textposition": "top center", "mode": "text"}
    return scatter(x=places, y=[0] * len(places), yaxis=f"y{axis}", hovertext=said, hoverinfo="text", **dashes)


def _written(row: Row, language: Language) -> str:
    return figure(row["value"], row["lower"], row["upper"], None, row["unit"], language)


def _sentence(table: list[Row], names: list[str], language: Language) -> str:
    """Of each panel its first and its latest figure."""
    said = []
    for name in names:
        own = sorted((row for row in table if row["panel"] == name), key=lambda row: row["end_month"])
        first, last = own[0], own[-1]
        told = {"name": name, "first": _written(first, language), "then": first["label"]}
        told |= {"last": _written(last, language), "now": last["label"]}
        said.append(language.t("{name}: {first} ({then}), {last} ({now}).", **told))
    return " ".join(said)
