"""Where do rows of words stand, each with a bar beneath them?

The words are above the bar, so that a phone needs no room for them at the side.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from dashboard.charts.chart_parts import SLATE, canvas, lines_from, shown
from dashboard.charts.drawing import Drawing, Part, bar, scatter
from dashboard.format import escape_html

#: In pixels: a line of words, what a row needs besides its words, from the words to the middle of the bar, the bar.
_LINE, _GAP, _ABOVE, _BAR = 16, 34, 12, 14
#: How many letters stand in a line on a phone.
_WIDE = 54
Row = dict[str, Any]


@dataclass(frozen=True)
class Grid:
    """Rows one under the other, each as high as its words need: the words, the bar beneath them; all in pixels."""

    lines: tuple[int, ...]

    @property
    def height(self) -> int:
        """Of all rows."""
        return sum(self._heights)

    @property
    def places(self) -> list[int]:
        """Of the middle of each bar, from above."""
        beneath = list(accumulate(self._heights))
        return [end - _GAP + _ABOVE + 3 for end in beneath]

    @property
    def _heights(self) -> list[int]:
        return [lines * _LINE + _GAP for lines in self.lines]


def sheet(title: str, table: list[Row], words: list[str]) -> tuple[Drawing, Grid]:
    """An empty figure with the label of each row and its words above the place of its bar, and those places."""
    texts = _texts([row["label"] for row in table], words)
    grid = Grid(tuple(text.count("<br>") + 1 for text in texts))
    drawing = canvas(title, 90 + grid.height)
    beside = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom", "showarrow": False, "align": "left"}
    above = [{**beside, "text": text, "y": place - _ABOVE} for place, text in zip(grid.places, texts, strict=True)]
    drawing.update_layout(annotations=above)
    drawing.update_yaxes(range=[grid.height, 0], visible=False)
    drawing.update_layout(barmode="overlay", showlegend=False)
    return drawing, grid


def _texts(labels: list[str], words: list[str]) -> list[str]:
    """Label and words of each row: side by side where there is room in every row, else one under the other."""
    pairs = list(zip(labels, words, strict=True))
    if all(len(label) + len(word) < _WIDE for label, word in pairs):
        return [f"{escape_html(label)}  <b>{escape_html(word)}</b>" for label, word in pairs]
    return [f"{shown(label, _WIDE)}<br><b>{shown(word, _WIDE)}</b>" for label, word in pairs]


def bars_from(grid: Grid, table: list[Row], divisor: float, marker: Mapping[str, Any]) -> Part:
    """A bar a row from `start` to `start` + value; none where the value is not known."""
    return bar(
        x=[None if row["value"] is None else row["value"] / divisor for row in table],
        base=[row["start"] / divisor for row in table],
        y=grid.places,
        orientation="h",
        width=_BAR,
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
