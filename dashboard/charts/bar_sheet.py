"""Where do rows of words stand, each with a bar beneath them?

The words are above the bar, so that a phone needs no room for them at the side.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.charts.chart_parts import SLATE, canvas, lines_from, shown
from dashboard.charts.drawing import Drawing, Part, bar, scatter

_LINE, _GAP, _ABOVE, _BAR = 18, 34, 12, 14
Row = dict[str, Any]


@dataclass(frozen=True)
class Grid:
    """Rows of equal height: lines of words, the bar beneath them; places are in rows, sizes in pixels."""

    rows: int
    lines: int

    @property
    def height(self) -> int:
        """Of a row."""
        return self.lines * _LINE + _GAP

    @property
    def places(self) -> list[float]:
        """Of the bars."""
        return [row - 0.5 + (self.lines * _LINE + _GAP / 2 - 4) / self.height for row in range(self.rows)]


def sheet(title: str, table: list[Row], words: list[str]) -> tuple[Drawing, Grid]:
    """An empty figure with the label of each row and its words above the place of its bar, and those places."""
    texts = [f"{shown(row['label'], 42)}<br><b>{shown(word)}</b>" for row, word in zip(table, words, strict=True)]
    grid = Grid(len(table), max((text.count("<br>") + 1 for text in texts), default=1))
    drawing = canvas(title, 90 + grid.rows * grid.height)
    beside = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom", "showarrow": False, "align": "left"}
    above = [
        {**beside, "text": text, "y": place - _ABOVE / grid.height}
        for place, text in zip(grid.places, texts, strict=True)
    ]
    drawing.update_layout(annotations=above)
    drawing.update_yaxes(range=[grid.rows - 0.5, -0.5], visible=False)
    drawing.update_layout(barmode="overlay", showlegend=False)
    return drawing, grid


def bars_from(grid: Grid, table: list[Row], divisor: float, marker: Mapping[str, Any]) -> Part:
    """A bar a row from `start` to `start` + value; none where the value is not known."""
    return bar(
        x=[None if row["value"] is None else row["value"] / divisor for row in table],
        base=[row["start"] / divisor for row in table],
        y=grid.places,
        orientation="h",
        width=_BAR / grid.height,
        marker=marker,
        hoverinfo="skip",
    )


def ranges(grid: Grid, table: list[Row], divisor: float) -> Part:
    """The bounds of each row as a line through the end of its bar."""
    ends = [None if row["value"] is None else (row["start"] + row["value"]) / divisor for row in table]
    up, down = ([_beside(row, side) / divisor for row in table] for side in ("upper", "lower"))
    return scatter(
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
