"""How do amounts that follow on one another look: the stages of projects, the way from the actual to the target?"""

from typing import Any

import polars as pl

from dashboard.charts.bar_sheet import bars_from, ranges, sheet
from dashboard.charts.chart_parts import SLATE, Chart, edges, nothing, number_axis, titled
from dashboard.format import axis_scale, figure
from dashboard.language import Language

_MOST = 20
_CLEAR = "rgba(0,0,0,0)"
Row = dict[str, Any]


def step_bars(rows: pl.DataFrame, unit: str, language: Language, title: str = "", brief: str = "") -> Chart:
    """A bar a row, from `start` to `start` + value; a range goes on as a line, a row without a value has no bar.

    Columns: label, value, lower, upper (in `unit`), start (where the bar begins), look (solid: known; hatched: only
    expected; outlined: a plan), note (said after the figure; may be null). The first 20 rows are drawn. `brief` is what
    stands under the figure, where that is not the whole of it in words.
    """
    table = rows.head(_MOST).to_dicts()
    if not table:
        return nothing(title, language)
    words = [_said(row, unit, language) for row in table]
    reach = [row["start"] + each for row in table for each in edges(row)] + [row["start"] for row in table]
    divisor, label = axis_scale(max(map(abs, reach), default=0.0), unit, language)
    drawing, grid = sheet(titled(title, label), table, words)
    drawing.add_trace(bars_from(grid, table, divisor, _look(table)))
    drawing.add_trace(ranges(grid, table, divisor))
    drawing.update_xaxes(**number_axis(min(0.0, *reach) / divisor, max(0.0, *reach) / divisor, language))
    told = "; ".join(f"{row['label']}: {word}" for row, word in zip(table, words, strict=True))
    return Chart(drawing, f"{told}.", brief)


def _look(table: list[Row]) -> dict[str, Any]:
    looks = [row["look"] for row in table]
    return {
        "color": [_CLEAR if look == "outlined" else SLATE for look in looks],
        "line": {"color": SLATE, "width": [1.5 if look == "outlined" else 0 for look in looks]},
        "pattern": {"shape": ["/" if look == "hatched" else "" for look in looks], "fillmode": "replace"},
    }


def _said(row: Row, unit: str, language: Language) -> str:
    if not edges(row):
        text = language.t("no amount is known")
        return f"{text} · {row['note']}" if row["note"] else text
    text = figure(row["value"], row["lower"], row["upper"], None, unit, language)
    return f"{text} · {row['note']}" if row["note"] else text
